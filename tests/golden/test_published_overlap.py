"""Prevalence, pairs and combinations against published figures, and against files counted by other means.

Source of the figures of women in custody: Ministry of Justice, Identified needs of offenders in custody and the
community from OASys, 30 June 2021; Open Government Licence v3.0. Its counts are rounded to 5.
"""

from __future__ import annotations

import csv
from collections import Counter
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EIGHT = [
    "need_accommodation",
    "need_employment",
    "need_relationships",
    "need_lifestyle",
    "need_drugs",
    "need_alcohol",
    "need_thinking",
    "need_attitudes",
]

# Sentence, age, women with each of the eight needs in that order, women with a full assessment (layer 3), all women.
WOMEN_IN_CUSTODY = """
1-4 Years            18-25  35  35  45  45  25 10  35  30  55  85
1-4 Years            26-29  30  35  40  40  30 15  35  35  45  70
1-4 Years            30-39 115 135 150 150 120 50 125 130 175 250
1-4 Years            40-49  65  65  70  80  60 30  55  70  90 165
1-4 Years            50-59  20  20  25  20  10 10  25  20  35  70
1-4 Years            60+     5   0   5   5   0  0   5   5  10  15
4 Years+ Determinate 18-25  60  60  75  75  25 15  70  60  90 100
4 Years+ Determinate 26-29  60  60  70  70  40 15  65  55  85 105
4 Years+ Determinate 30-39 195 185 215 220 135 60 185 175 250 300
4 Years+ Determinate 40-49 120 100 125 135  80 35 110 110 165 205
4 Years+ Determinate 50-59  55  50  65  70  30 10  55  55  90 110
4 Years+ Determinate 60+    25  15  30  25   0  5  25  25  40  55
<12 Months           18-25  15  15  20  20  15 10  20  20  25  35
<12 Months           26-29  25  25  25  30  25 10  25  25  30  40
<12 Months           30-39  60  65  75  80  70 40  70  80  90 125
<12 Months           40-49  25  25  30  30  25 15  25  30  35  55
<12 Months           50-59  10   5  10  10   5  5  10  10  15  25
<12 Months           60+     0   0   0   0   0  0   0   0   0   5
Indeterminate        18-25  10  10  15  10   5  5  15  15  15  20
Indeterminate        26-29  15  15  25  20  10  0  25  15  25  25
Indeterminate        30-39  65  60  85  75  25 15  65  60  90  90
Indeterminate        40-49  60  65  85  70  30 20  75  65  90  90
"""

UP_TO_1, UP_TO_4, FROM_4 = "<12 Months", "1-4 Years", "4 Years+ Determinate"
DETERMINATE = [UP_TO_1, UP_TO_4, FROM_4]

# Assessed, all women, and the percentage of those assessed with each need.
PRINTED = {
    UP_TO_1: (195, 285, [69.2, 69.2, 82.1, 87.2, 71.8, 41.0, 76.9, 84.6]),
    UP_TO_4: (410, 655, [65.9, 70.7, 81.7, 82.9, 59.8, 28.0, 68.3, 70.7]),
    FROM_4: (720, 875, [71.5, 65.3, 80.6, 82.6, 43.1, 19.4, 70.8, 66.7]),
    "all determinate": (1_325, 1_815, [69.4, 67.5, 81.1, 83.4, 52.5, 25.3, 70.9, 70.6]),
}


def published_rows() -> list[tuple[str, list[int]]]:
    """Return the sentence of each row, and its ten numbers."""
    lines = [line.split() for line in WOMEN_IN_CUSTODY.strip().splitlines()]
    return [(" ".join(words[:-11]), [int(number) for number in words[-10:]]) for words in lines]


def groups_with_these_margins(needs: list[int], assessed: int, everybody: int) -> list[tuple[list[str], int]]:
    """Return groups of people alike whose needs come to these numbers: only margins are published, so any will do.

    Of those assessed in a row, the first so many have each need, and the rest have it not.
    """
    ends = sorted({0, assessed, *needs})
    groups = [(["yes" if last <= number else "no" for number in needs], last - first) for first, last in pairwise(ends)]
    return [(answers, people) for answers, people in [*groups, ([""] * 8, everybody - assessed)] if people]


@pytest.fixture(scope="module")
def women() -> nk.Cohort:
    rows = [
        [sentence, *answers, str(people)]
        for sentence, (*needs, assessed, everybody) in published_rows()
        for answers, people in groups_with_these_margins(needs, assessed, everybody)
    ]
    return nk.read_cohort(
        pd.DataFrame(rows, columns=["sentence", *EIGHT, "people"]),
        population="women in custody in England and Wales",
        as_at="2021-06-30",
        breakdowns={"sentence": "Sentence"},
    )


@pytest.mark.parametrize("sentence", PRINTED)
def test_percentages_of_women_in_custody_are_those_published(women: nk.Cohort, sentence: str) -> None:
    if sentence == "all determinate":
        frame = nk.needs.prevalence(women.where("with a determinate sentence", sentence=DETERMINATE)).to_frame()
    else:
        frame = nk.needs.prevalence(women, by="sentence").to_frame()
        frame = frame[frame["sentence"] == sentence]
    assessed, everybody, printed = PRINTED[sentence]
    assert set(frame["out_of"]) == {assessed}
    assert set(frame["not_known"]) == {everybody - assessed}
    assert [round(100 * share, 1) for share in frame["estimate"]] == printed
    # Of everybody, were none of those not assessed to have the need.
    wanted = DETERMINATE if sentence == "all determinate" else [sentence]
    numbers = [row for label, row in published_rows() if label in wanted]
    counts = [sum(row[need] for row in numbers) for need in range(8)]
    assert frame["count"].tolist() == counts
    assert frame["lowest"].tolist() == pytest.approx([count / everybody for count in counts])
    assert frame["highest"].tolist() == pytest.approx([(count + everybody - assessed) / everybody for count in counts])


def test_drug_misuse_of_all_women_with_a_short_sentence_is_less_than_of_those_assessed(women: nk.Cohort) -> None:
    frame = nk.needs.prevalence(women, by="sentence").to_frame()
    [found] = frame[(frame["sentence"] == UP_TO_1) & (frame["need"] == "Drug misuse")].to_dict("records")
    assert (round(100 * found["estimate"], 1), round(100 * found["lowest"], 1)) == (71.8, 49.1)


@pytest.fixture(scope="module")
def four_hundred() -> nk.Cohort:
    """Return invented people: so many with 0, 1, 2 ... 8 needs."""
    people_with = [8, 16, 28, 44, 64, 80, 72, 56, 32]
    answers = [["yes"] * n + ["no"] * (8 - n) for n, people in enumerate(people_with) for _ in range(people)]
    frame = pd.DataFrame(answers, columns=EIGHT).assign(person_id=[f"{number:03d}" for number in range(400)])
    return nk.read_cohort(frame, population="invented people", as_at="2025-12-31")


SHARE = ["count", "out_of", "estimate", "lower", "upper"]


def test_of_400_invented_people_94_in_100_have_two_or_more_needs(four_hundred: nk.Cohort) -> None:
    [table] = nk.release(nk.overlap.number_of_needs(four_hundred), policy="none")
    frame = table.to_frame().set_index("number_of_needs")
    [(count, out_of, *found)] = frame.loc[["two or more"], SHARE].astype(float).to_numpy().tolist()
    assert (count, out_of) == (376, 400)
    assert [round(100 * share, 1) for share in found] == [94.0, 91.2, 95.9]
    assert found[1:] == pytest.approx(proportion_confint(376, 400, method="wilson"))
    assert (frame.loc["mean", "estimate"], frame.loc["mean", "median"]) == (4.85, 5)
    running = [round(400 * share) for share in frame["cumulative"].astype(float).dropna()]
    assert running == [8, 24, 52, 96, 160, 240, 312, 368, 400]


def test_combinations_of_400_invented_people_are_the_nine_that_there_are(four_hundred: nk.Cohort) -> None:
    frame = nk.overlap.combinations(four_hundred).to_frame()
    # Whoever has n needs has the first n: at least these have all who have more.
    assert frame["count"].tolist() == [80, 72, 64, 56, 44, 32, 28, 16, 8, 0]
    assert frame["at_least"].dropna().tolist() == [240, 160, 304, 88, 348, 32, 376, 392]
    assert frame["cumulative"].iloc[-1] == 1
    pairs = nk.overlap.pairs(four_hundred).to_frame()
    assert pairs["count"].iloc[1] == 376


Plan = dict[str, str]


@pytest.fixture(scope="module")
def themes() -> dict[str, str]:
    names = [
        "multiple_complex_needs", "young_adults", "young_people", "mental_health", "women_suspects_offenders", "bame",
        "prevent_crime", "reduce_reoffending", "joint_commissioning",
    ]  # fmt: skip
    return {name: name.replace("_", " ").capitalize() for name in names}


@pytest.fixture
def plans(real_data: Callable[[str], Path], themes: dict[str, str]) -> tuple[nk.Cohort, list[frozenset[str]]]:
    """Return police and crime plans of 2013 as a cohort, and the themes that each names, read with nothing else."""
    path = real_data("police_and_crime_plans_2013.csv")
    cohort = nk.read_cohort(
        path,
        population="police and crime plans",
        unit="plans",
        needs=themes,
        need_word="theme",
        columns={"person_id": "area"},
    )
    with path.open(encoding="utf-8-sig", newline="") as lines:
        named = [
            frozenset(label for name, label in themes.items() if row[name] == "Y") for row in csv.DictReader(lines)
        ]
    assert len(cohort) == len(named) == 42
    return cohort, named


Plans = tuple[nk.Cohort, list[frozenset[str]]]


def test_pairs_of_themes_are_those_of_the_file(plans: Plans) -> None:
    cohort, named = plans
    for _, found in nk.overlap.pairs(cohort).to_frame().iterrows():
        first, other = found["need"], found["other_need"]
        assert found["count"] == sum({first, other} <= plan for plan in named)
        if first != other:
            assert found["out_of"] == sum(first in plan for plan in named)


def test_combinations_of_themes_are_those_of_the_file(plans: Plans) -> None:
    cohort, named = plans
    exactly = Counter(named)
    for most in (5, 100):
        frame = nk.overlap.combinations(cohort, most=most).to_frame()
        *listed, others = frame.to_dict("records")
        found = {themes_of(str(row["combination"])): row for row in listed}
        assert len(found) == min(most, len(exactly))
        for together, row in found.items():
            assert row["count"] == exactly[together]
            if together:
                assert row["at_least"] == sum(together <= plan for plan in named)
        assert sorted((row["count"] for row in listed), reverse=True) == [n for _, n in exactly.most_common(most)]
        assert others["count"] == 42 - sum(row["count"] for row in listed)


def test_sets_of_two_and_three_themes_are_those_of_the_file(plans: Plans, themes: dict[str, str]) -> None:
    cohort, named = plans
    frame = nk.overlap.at_least(cohort, most=84).to_frame()
    found = {themes_of(str(row["needs"])): row["count"] for row in frame.to_dict("records")}
    counted = {
        frozenset(together): sum(set(together) <= plan for plan in named)
        for size in (2, 3)
        for together in combinations(themes.values(), size)
    }
    assert found == {together: plans_with for together, plans_with in counted.items() if plans_with}


def themes_of(words: str) -> frozenset[str]:
    """Return the themes that a combination in words names."""
    return frozenset() if words == "no theme" else frozenset(words.split(" + "))
