"""Who is matched with whom, who cannot be, and what the tables of a match count."""

from __future__ import annotations

from typing import Any, get_args

import pandas as pd
import pytest
from tests.spec.analysis.matched_people import OURS, THEIRS, cohort_of, people, row_of

import needskit as nk
from needskit.errors import UsageError
from needskit.stats.ways import Method
from needskit.table.figure import FURTHER

WORST = "the row that differs most"
ALIKE: dict[str, Any] = {"sex": ("f", "m", "f", "m"), "prior_convictions": (1, 2, 1, 2)}


def test_people_alike_in_everything_stand_for_each_other() -> None:
    # 20 managed and 40 others of each kind: each of the 40 counts half.
    found = nk.iom.match(cohort_of(people(**ALIKE)), caliper=0.01)

    assert found.weights.tolist() == pytest.approx([1.0] * OURS + [0.5] * THEIRS)
    assert found.effective_size == pytest.approx(THEIRS)
    assert found.estimand == "the effect on those managed under IOM"
    assert [each.code for each in found.cautions] == []


def test_whoever_is_not_known_to_be_managed_is_in_neither_arm() -> None:
    frame = people(**ALIKE)
    frame.loc[[0, 1, OURS], "iom"] = ""
    found = nk.iom.match(cohort_of(frame), caliper=0.01)

    assert found.weights[[0, 1, OURS]].tolist() == [0, 0, 0]
    assert not (found.is_treated | found.is_comparison)[[0, 1, OURS]].any()
    steps = nk.iom.attrition(found).to_frame().set_index(["arm", "step"])["count"]
    assert steps[("all records", "in the cohort")] == OURS + THEIRS
    assert steps[("all records", "arm known")] == OURS + THEIRS - 3


def test_whoever_is_not_followed_up_is_not_matched() -> None:
    frame = people(**ALIKE)
    frame["index_date"], frame["follow_up_end"] = "2023-01-10", "2024-06-30"
    frame.loc[[0, OURS], "follow_up_end"] = "2023-03-01"
    found = nk.iom.match(cohort_of(frame), caliper=0.01)

    assert found.weights[[0, OURS]].tolist() == [0, 0]
    ours = nk.iom.attrition(found).to_frame().query("arm == 'managed under IOM'").set_index("step")["count"]
    assert ours.to_dict() == {"in the cohort": 40, "followed up in full": 39, "matched": 39}


def test_a_level_that_is_not_known_is_a_level() -> None:
    frame = people(sex=("f", "", "f", ""), prior_convictions=(1, 1, 1, 1))
    row = row_of(nk.iom.profile(nk.iom.match(cohort_of(frame), caliper=0.01)), "not known")

    assert [row[name] for name in ("count", "out_of", "against_count", "against_out_of")] == [20, 40, 40, 80]


def test_a_number_that_is_not_known_is_left_out_or_filled_in_if_so_told() -> None:
    frame = people(**ALIKE)
    frame.loc[[0, OURS], "prior_convictions"] = ""
    cohort = cohort_of(frame)
    left_out = nk.iom.match(cohort, caliper=0.01, known_only=True)
    filled = nk.iom.match(cohort, caliper=0.01, impute=True)

    assert left_out.weights[[0, OURS]].tolist() == [0, 0]
    # The one of whom it is missing is like nobody but the other one.
    assert filled.weights[[0, OURS]].tolist() == [1, 1]
    steps = nk.iom.attrition(left_out).to_frame().set_index(["arm", "step"])["count"]
    assert steps[("managed under IOM", "every number known")] == OURS - 1


def test_a_level_that_one_arm_alone_has_matches_nobody() -> None:
    frame = people(**ALIKE)
    frame.loc[[0, OURS], "sex"] = ["o", "f"]
    found = nk.iom.match(cohort_of(frame), caliper=0.01)

    assert found.weights[0] == 0
    assert found.estimand == "the effect on those managed under IOM that are matched"


def test_the_balance_is_that_of_hand() -> None:
    # Of those managed 30 of 40 are women, of the others 20 of 80: (.75 - .25) / sqrt(.75 * .25) is 1.1547.
    frame = people(sex=("f", "f", "f", "m", "f", "m", "m", "m"), prior_convictions=(1, 1, 1, 1, 1, 1, 1, 1))
    found = nk.iom.match(cohort_of(frame), caliper=0.01)
    women, men, worst = (row_of(nk.iom.balance(found), group) for group in ("Female", "Male", WORST))

    assert [women[name] for name in ("count", "out_of", "against_count", "against_out_of")] == [30, 40, 20, 80]
    # Rounded up to a hundredth.
    assert [women[name] for name in ("apart_before", "apart_after", "alike")] == [1.16, 0, 1]
    # After: each of the 20 women counts 30 / 20, each of the 60 men 10 / 60: worth 1,600 / (45 + 1.67) of equal weight.
    assert round(found.effective_size, 2) == 34.29
    assert women["weighted_share"] + men["weighted_share"] == 1
    assert women["weighted_share"] in {25 / 34, 26 / 34}
    assert (worst["apart_before"], worst["apart_after"]) == (1.16, 0)


@pytest.mark.parametrize(("women", "said"), [(105, "good"), (106, "acceptable"), (110, "acceptable"), (111, "poor")])
def test_how_alike_they_are_in_words(women: int, said: str) -> None:
    # 200 a side, unmatched: of those managed 100 are women, so that 105 of the others are apart by 0.025 of 0.5.
    frame = people(200, 200, prior_convictions=(1, 1))
    frame["sex"] = ["f"] * 100 + ["m"] * 100 + ["f"] * women + ["m"] * (200 - women)
    table = nk.iom.balance(nk.iom.match(cohort_of(frame), method="none"))

    assert {1: "good", 0: "acceptable", -1: "poor"}[row_of(table, "Female")["alike"]] == said
    # The verdict on the match outlives rounding.
    assert row_of(nk.release(table).tables[0], WORST)["alike"] == row_of(table, "Female")["alike"]


@pytest.mark.parametrize(
    ("theirs", "ratio", "said"),
    [
        # Those managed have 0 or 10 convictions: a variance of 25, and of as many others with 0 or 20 of 100.
        ((0, 20), 0.25, "apart: below 0.5 or above 2"),
        ((3, 17), 0.51, "alike: 0.5 to 2"),
        ((0, 10), 1, "alike: 0.5 to 2"),
        ((2, 9), 2.05, "apart: below 0.5 or above 2"),
        ((5, 5), 10, "apart: below 0.5 or above 2"),
    ],
)
def test_how_alike_they_are_in_spread_in_words(theirs: tuple[int, int], ratio: float, said: str) -> None:
    frame = people(OURS, OURS, prior_convictions=(0, 10, *theirs))
    found = nk.iom.balance(nk.iom.match(cohort_of(frame), adjust=("prior_convictions",), method="none"))

    mean = row_of(found, "mean")
    assert (mean["variance_ratio_before"], mean["variance_ratio_after"]) == (ratio, ratio)
    assert FURTHER["spread"].words[mean["spread"]] == said
    # A release makes it a multiple of 0.05 beside it.
    shown = row_of(nk.release(found).tables[0], "mean")["variance_ratio_after"]
    assert abs(shown - ratio) < 0.05
    assert round(100 * shown) % 5 == 0


def test_the_spread_after_is_that_of_those_matched() -> None:
    # Two of the others have far more convictions than anybody managed, and match nobody.
    frame = people(prior_convictions=(0, 10, 0, 10))
    frame.loc[[OURS, OURS + 1], "prior_convictions"] = ["90", "95"]
    mean = row_of(nk.iom.balance(nk.iom.match(cohort_of(frame), caliper=0.2)), "mean")

    assert mean["variance_ratio_before"] < 0.5
    # 40 of variance 25 and 78 of the same, without bias: 25.64 / 25.32, rounded away from 1.
    assert mean["variance_ratio_after"] == 1.02
    assert mean["spread"] == 1


def test_those_matched_on_exactly_are_the_same() -> None:
    # Ten of those managed are in area b, and ten of the others: however far apart they may be, these stand for those.
    frame = people(prior_convictions=(1, 2, 1, 2), area=tuple("aabaaabaaaaaaaab"))
    cohort = cohort_of(frame, breakdowns={"area": "Area"})
    found = nk.iom.match(cohort, adjust=("prior_convictions",), exactly=("area",), caliper=50)
    others = found.weights * found.is_comparison
    anywhere = nk.iom.match(cohort, adjust=("prior_convictions", "area"), caliper=50)

    in_b = cohort.people["area"].eq("b").to_numpy()
    assert (others[in_b].sum(), others[~in_b].sum()) == pytest.approx((10, 30))
    assert anywhere.weights[in_b & found.is_comparison].sum() == pytest.approx(5)
    assert found.covariates[-1].name == "area"


@pytest.mark.parametrize("method", sorted(set(get_args(Method)) - {"radius"}))
def test_every_method_has_its_tables(method: Method) -> None:
    found = nk.iom.match(cohort_of(people(**ALIKE)), method=method)
    tables = [nk.iom.attrition(found), nk.iom.profile(found), nk.iom.balance(found)]

    assert found.weights[found.is_comparison].sum() == pytest.approx(OURS)
    assert all(table.caption.key.endswith(f"_{method}") for table in tables)
    assert all(table.caption.notes[1].startswith("For each managed under IOM stand ") for table in tables)


@pytest.mark.parametrize("told", [{"method": "none"}, {"method": "nearest", "caliper": None}])
def test_a_percentage_of_people_who_all_count_alike_is_of_the_numbers_of_other_tables(told: dict[str, Any]) -> None:
    frame = people(60, 203, prior_convictions=(1, 2, 3, 1, 2, 2), sex=tuple("ffmffmmm"))
    matched = nk.iom.match(cohort_of(frame), **told)
    [cell] = [each for each in nk.iom.balance(matched).cells if "Female" in each.at]
    [(_, level)], [(_, whole)] = cell.parts[8], cell.parts[9]

    assert {level.source, whole.source} == {matched.cohort.whom.source}
    assert {matched.theirs, matched.is_matched} < whole.conditions < level.conditions


def test_a_match_shows_no_number_of_its_people() -> None:
    text = repr(nk.iom.match(cohort_of(people(**ALIKE)), caliper=0.01))
    assert str(OURS) not in text
    assert str(THEIRS) not in text


def test_two_matches_of_one_release_do_not_contradict_each_other() -> None:
    cohort = cohort_of(people(**ALIKE))
    found = [nk.iom.match(cohort, caliper=0.01), nk.iom.match(cohort, method="nearest")]
    released = nk.release([make(each) for each in found for make in (nk.iom.attrition, nk.iom.balance)])

    assert len(released.tables) == 4


def test_a_match_of_some_is_another_than_that_of_all() -> None:
    cohort = cohort_of(people(80, 160, **ALIKE))
    found = [nk.iom.match(each, caliper=0.01) for each in (cohort, cohort.where("women", sex="female"))]
    released = nk.release([make(each) for each in found for make in (nk.iom.attrition, nk.iom.profile, nk.iom.balance)])

    assert len({each.matched.name for each in found}) == 2
    assert [row_of(table, "Female")["out_of"] for table in released.tables if table.caption.key[4:7] == "bal"] == [
        80,
        40,
    ]


def test_conditions_of_ones_own_say_who_is_compared() -> None:
    frame = people(**ALIKE)
    frame["team"] = ["red", "blue", "green", "green"] * 30
    cohort = cohort_of(frame, breakdowns={"team": "Team"})
    told: dict[str, Any] = {"treated": {"team": "green"}, "called": "in the green team", "min_people": 10}
    others = nk.iom.match(cohort, **told)
    of_red = nk.iom.match(cohort, comparison={"team": "red"}, **told)

    assert (others.is_treated.sum(), others.is_comparison.sum(), of_red.is_comparison.sum()) == (60, 60, 30)
    assert others.estimand == "the effect on those in the green team"


def test_what_is_withheld_says_nothing_of_fewer_than_ten() -> None:
    frame = people(60, 200, prior_convictions=(1, 2, 1, 2))
    frame["sex"] = ["f"] * 9 + ["m"] * 51 + ["f"] * 100 + ["m"] * 100
    [table] = nk.release(nk.iom.balance(nk.iom.match(cohort_of(frame))))
    row = row_of(table, "Female")

    assert all(pd.isna(row[name]) for name in ("apart_before", "apart_after", "weighted_share", "matched_share"))
    assert pd.notna(row["estimate"])


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"method": "psm"}, "method wants one of"),
        ({"caliper": 0}, "caliper wants a number above 0"),
        ({"caliper": None}, "wants a caliper"),
        ({"each": 0}, "each wants a whole number"),
        ({"method": "weights", "exactly": ("sex",)}, "exactly goes with"),
        ({"impute": True, "known_only": True}, "Ask for one of them"),
        ({"min_people": 9}, "min_people wants 10 or more"),
        ({"adjust": ()}, "adjust wants the names"),
        ({"adjust": ("sex", "sex")}, "each once"),
        ({"adjust": ("sexx",)}, "did you mean 'sex'"),
        ({"treated": {}}, "want conditions"),
        ({"called": "comparison"}, "called wants other words"),
    ],
)
def test_an_argument_without_meaning_is_refused(told: dict[str, Any], wanted: str) -> None:
    with pytest.raises(UsageError, match=wanted):
        nk.iom.match(cohort_of(people(**ALIKE)), **told)


def test_there_are_arms_where_the_extract_says_who_is_managed_and_who_is_not() -> None:
    cohort = cohort_of(people(**ALIKE))

    assert nk.iom.has_arms(cohort)
    assert not nk.iom.has_arms(cohort.where("managed", iom=True))
    assert not nk.iom.has_arms(cohort_of(people(**ALIKE).drop(columns="iom")))
    assert not nk.iom.has_arms(cohort_of(people(**ALIKE).drop(columns="person_id").assign(people="2")))
