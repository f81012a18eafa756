"""Whatever the people: combinations, pairs, domains and parts of a cohort add up, however the rows are arranged."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.table.table import Table

LABELS = {"need_accommodation": "Accommodation", "need_drugs": "Drug misuse", "need_alcohol": "Alcohol misuse"}
NEEDS = list(LABELS)
OTHERS = "all other combinations"
YES_OR_NO = st.sampled_from(["yes", "no"])
ANSWERS = st.sampled_from(["yes", "yes", "no", "no", ""])
PERSON = st.fixed_dictionaries(
    {
        "sex": st.sampled_from(["f", "m", ""]),
        "age": st.sampled_from(["17", "18", "24", "25", "61", ""]),
        "district": st.sampled_from(["North", "South", ""]),
        "iom": st.sampled_from(["yes", "no", ""]),
        "assessed": st.sampled_from(["yes", "yes", "yes", "no", ""]),
        "mental_health": ANSWERS,
        "prior_convictions": st.sampled_from(["0", "6", "7"]),
        "offences_before_12_months": st.sampled_from(["0", "2", "3", ""]),
        "reconvicted_12_months": ANSWERS,
        **dict.fromkeys(NEEDS, ANSWERS),
    }
)
PEOPLE = st.lists(PERSON, min_size=2, max_size=25)
IN_FULL = st.lists(st.fixed_dictionaries(dict.fromkeys(NEEDS, YES_OR_NO)), min_size=1, max_size=40)

OFTEN = nk.overlap.RepeatedContact(times=3, of="offences_before_12_months")
ANALYSES: tuple[Callable[[nk.Cohort], Table], ...] = (
    nk.needs.prevalence,
    nk.needs.by_cohort,
    lambda cohort: nk.needs.reconviction(cohort, by="sex"),
    lambda cohort: nk.overlap.number_of_needs(cohort, by="sex"),
    lambda cohort: nk.overlap.pairs(cohort, by="sex"),
    lambda cohort: nk.overlap.association(cohort, by="sex"),
    lambda cohort: nk.overlap.combinations(cohort, by="sex"),
    lambda cohort: nk.overlap.at_least(cohort, by="sex"),
    lambda cohort: nk.overlap.domains(cohort, by="sex"),
    lambda cohort: nk.overlap.dual_diagnosis(cohort, by="sex"),
    lambda cohort: nk.overlap.repeated_contact(cohort, rule=OFTEN, by="sex"),
    lambda cohort: nk.overlap.standardised(cohort, by="district"),
    lambda cohort: nk.overlap.reconviction(cohort, by="sex"),
    nk.overlap.reconviction_adjusted,
)
ADD_UP = ("count", "out_of", "not_known", "against_count", "against_out_of", "at_least")

often = settings(max_examples=12, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
seldom = settings(often, max_examples=4)


def read(frame: pd.DataFrame) -> nk.Cohort | None:
    """Return the cohort, or None if a column of the extract is hopeless."""
    try:
        return nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    except nk.DataError:
        return None


def frame_of(people: list[dict[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(people, columns=sorted(people[0])).assign(person_id=[f"P{n:03d}" for n in range(len(people))])


def needs_of(person: dict[str, str]) -> frozenset[str] | None:
    """Return the needs of a person in words, or None if they are not all known."""
    answers = [person[need] for need in NEEDS]
    if person.get("assessed") == "no" or "" in answers:
        return None
    return frozenset(LABELS[need] for need in NEEDS if person[need] == "yes")


def having(exactly: dict[frozenset[str], int], row: str) -> int:
    """Return how many have at least the needs of a row."""
    return sum(people for needs, people in exactly.items() if needs >= in_words(row))


def in_words(row: str) -> frozenset[str]:
    return frozenset() if row == "no need" else frozenset(row.split(" + "))


@often
@given(PEOPLE)
def test_combinations_divide_those_answered_in_full_and_at_least_is_the_sum_of_those_that_hold_it(
    people: list[dict[str, str]],
) -> None:
    cohort = read(frame_of(people))
    if cohort is None:
        return
    full = Counter(needs for person in people if (needs := needs_of(person)) is not None)
    frame = nk.overlap.combinations(cohort).to_frame()
    assert frame["count"].sum() == full.total() == frame["out_of"].iloc[0]
    listed = frame[frame["combination"] != OTHERS]
    exactly = {in_words(row): count for row, count in zip(listed["combination"], listed["count"], strict=True)}
    assert exactly == full
    # "No need" has no such figure, and everybody has at least it.
    for row in listed[listed["combination"] != "no need"].to_dict("records"):
        assert row["at_least"] == having(exactly, str(row["combination"]))
    for row in nk.overlap.at_least(cohort, most=3).to_frame().to_dict("records"):
        assert row["count"] == having(exactly, str(row["needs"]))


@often
@given(PEOPLE)
def test_pairs_are_the_same_from_both_sides_and_a_need_beside_itself_is_its_prevalence(
    people: list[dict[str, str]],
) -> None:
    cohort = read(frame_of(people))
    if cohort is None:
        return
    pairs = nk.overlap.pairs(cohort).to_frame()
    count = {(str(first), str(other)): n for first, other, n in pairs[["need", "other_need", "count"]].to_numpy()}
    prevalence = nk.needs.prevalence(cohort).to_frame()
    for need, people_with in zip(prevalence["need"], prevalence["count"], strict=True):
        assert count[need, need] == people_with
    assert all(n == count[other, first] <= count[first, first] for (first, other), n in count.items())
    association = nk.overlap.association(cohort).to_frame()
    for pair, both in zip(association["pair"], association["count"], strict=True):
        first, other = str(pair).split(" + ")
        assert both == count[first, other]


@often
@given(IN_FULL)
def test_where_everybody_is_answered_in_full_needs_and_pairs_are_those_of_the_numbers(
    people: list[dict[str, str]],
) -> None:
    cohort = read(frame_of(people))
    assert cohort is not None
    frame = nk.overlap.number_of_needs(cohort).to_frame().set_index("number_of_needs")["count"]
    number = [int(frame[str(c)]) for c in range(len(NEEDS) + 1)]
    prevalence = nk.needs.prevalence(cohort).to_frame()["count"].sum()
    together = nk.overlap.association(cohort).to_frame()["count"].sum()
    assert sum(c * people_with for c, people_with in enumerate(number)) == prevalence
    assert sum(comb(c, 2) * people_with for c, people_with in enumerate(number)) == together
    for size, row in ((2, "two or more"), (3, "three or more")):
        assert sum(number[size:]) == frame[row]


@often
@given(PEOPLE)
def test_segments_of_domains_none_and_not_known_come_to_everybody(people: list[dict[str, str]]) -> None:
    cohort = read(frame_of(people))
    if cohort is None:
        return
    frame = nk.overlap.domains(cohort).to_frame().set_index("segment")
    count, known = frame["count"], frame["out_of"].iloc[0]
    assert count.iloc[:8].sum() == known
    assert known + count["not known"] == len(people)
    assert count.iloc[:3].sum() == count["exactly one"]
    assert count.iloc[3:6].sum() == count["exactly two"]
    assert count["all three"] == count["exactly three"]
    assert count["exactly two"] + count["exactly three"] == count["two or three"]
    contact = nk.overlap.repeated_contact(cohort, rule=OFTEN).to_frame()["count"]
    dual = nk.overlap.dual_diagnosis(cohort).to_frame()["count"]
    assert contact.sum() == dual.iloc[:5].sum() == len(people)


@seldom
@given(PEOPLE, st.permutations(sorted([*LABELS, "sex", "age", "iom", "district", "mental_health"])), st.integers(0, 99))
def test_order_of_rows_and_columns_and_names_of_people_change_no_table(
    people: list[dict[str, str]], first: list[str], seed: int
) -> None:
    frame = frame_of(people)
    renamed = frame.assign(person_id=[f"X{n:05d}" for n in range(len(people))]).sample(frac=1, random_state=seed)
    cohort = read(frame)
    other = read(renamed[[*first, *(name for name in frame.columns if name not in first)]])
    assert (cohort is None) == (other is None)
    if cohort is None or other is None:
        return
    for analysis in ANALYSES:
        pd.testing.assert_frame_equal(analysis(cohort).to_frame(), analysis(other).to_frame())


@seldom
@given(PEOPLE)
def test_grouped_rows_give_the_tables_of_the_people(people: list[dict[str, str]]) -> None:
    cohort = read(frame_of(people))
    if cohort is None:
        return
    rows = pd.DataFrame(people, columns=sorted(people[0]))
    grouped = read(rows.value_counts(sort=False).reset_index(name="people").astype("str"))
    if grouped is None:
        return  # a column can be hopeless in five groups and not in the people they stand for
    for analysis in ANALYSES:
        pd.testing.assert_frame_equal(analysis(cohort).to_frame(), analysis(grouped).to_frame())


@seldom
@given(PEOPLE)
def test_women_men_others_and_those_not_known_come_to_everybody(people: list[dict[str, str]]) -> None:
    cohort = read(frame_of(people))
    if cohort is None:
        return
    parts = [cohort.where("of a sex", sex=sex) for sex in ("female", "male", "other", "not known")]
    for analysis in (
        nk.needs.prevalence,
        nk.needs.reconviction,
        nk.overlap.number_of_needs,
        nk.overlap.pairs,
        nk.overlap.association,
        nk.overlap.domains,
        nk.overlap.dual_diagnosis,
        nk.overlap.reconviction,
    ):
        whole, *each = (analysis(part).to_frame() for part in (cohort, *parts))
        names = [name for name in ADD_UP if name in whole]
        together = sum((frame[names].fillna(0).astype(int) for frame in each), start=0 * whole[names].fillna(0))
        pd.testing.assert_frame_equal(whole[names].fillna(0), together, check_dtype=False)
    # Each part has its own commonest combinations: it is the people in them that add up.
    found = [combinations_of(part) for part in (cohort, *parts)]
    assert found[0] == sum(found[1:], start=Counter())


def combinations_of(cohort: nk.Cohort) -> Counter[str]:
    frame = nk.overlap.combinations(cohort).to_frame()
    return +Counter({str(row): int(count) for row, count in zip(frame["combination"], frame["count"], strict=True)})


@often
@given(PEOPLE, st.sampled_from(list(combinations(NEEDS, 2))))
def test_a_part_and_its_rest_are_everybody_of_whom_the_condition_is_known(
    people: list[dict[str, str]], needs: tuple[str, str]
) -> None:
    cohort = read(frame_of(people))
    if cohort is None:
        return
    condition, asked = needs
    frame = nk.needs.by_cohort(cohort, cohorts={"Some": {condition: True}}).to_frame()
    [found] = frame[(frame["cohort"] == "Some") & (frame["need"] == LABELS[asked])].to_dict("records")
    known = [
        (person[condition], person[asked])
        for person in people
        if person["assessed"] != "no" and person[condition] and person[asked]
    ]
    assert found["out_of"] + found["against_out_of"] == len(known)
    assert found["count"] == known.count(("yes", "yes"))
    assert found["against_count"] == known.count(("no", "yes"))
