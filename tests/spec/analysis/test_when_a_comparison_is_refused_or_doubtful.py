"""Every condition under which a comparison is refused or to be read with care, each with its code: none a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from tests.spec.analysis.managed_spells import linked
from tests.spec.analysis.matched_people import OURS, THEIRS, codes, cohort_of, people

import needskit as nk
from needskit.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from needskit.cohort.cohort import Cohort

PRIORS: dict[str, Any] = {"prior_convictions": (1, 2, 1, 2)}
FOLLOWED: dict[str, Any] = {"index_date": "2023-01-10", "follow_up_end": "2024-06-30"}


def having(ours: int = OURS, theirs: int = THEIRS, **values: str | Sequence[str]) -> pd.DataFrame:
    """Return people alike in earlier convictions, with columns that are the same for all."""
    return people(ours, theirs, **PRIORS).assign(**values)


def of_the_arms(first: str, second: str) -> list[str]:
    """Return a column in which all of an arm have the same."""
    return [first] * OURS + [second] * THEIRS


def with_outcomes(**values: str | Sequence[str]) -> pd.DataFrame:
    return having().assign(reconvicted_12_months=["yes", "no"] * 60, **values)


REFUSED: dict[str, tuple[str, Callable[[], Cohort], dict[str, Any]]] = {
    "12 people": ("R-ARM<10", lambda: cohort_of(having(6, 6)), {}),
    "an arm of nobody": ("R-ARM<10", lambda: cohort_of(having(40, 0)), {}),
    "an arm of which nobody is followed up": (
        "R-ARM<10",
        lambda: cohort_of(having(index_date="2023-01-10", follow_up_end=of_the_arms("2023-02-01", "2024-06-30"))),
        {},
    ),
    "29 to be matched": ("R-MATCHED<30", lambda: cohort_of(having(29, 80)), {}),
    "a level in one arm only, and no other": ("R-SEPARATION", lambda: cohort_of(having(sex=of_the_arms("f", "m"))), {}),
    "a number that tells the arms apart": (
        "R-SEPARATION",
        lambda: cohort_of(people(prior_convictions=(10, 11, 1, 2))),
        {},
    ),
    "a number that is missing": ("R-MISSING", lambda: cohort_of(having(ogrs3=[""] + ["50"] * 119)), {}),
    "somebody who meets the conditions of both arms": (
        "R-BOTH-ARMS",
        lambda: cohort_of(people(sex=("f", "m", "f", "m"), **PRIORS)),
        {"comparison": {"sex": "female"}},
    ),
    "an outcome to match on, by what the schema says of it": (
        "R-AFTER-INDEX",
        lambda: cohort_of(with_outcomes()),
        {"adjust": ("reconvicted_12_months",)},
    ),
    "a column of one's own that came after, by its name": (
        "R-AFTER-INDEX",
        lambda: cohort_of(having(seen_within_6_months=["yes", "no"] * 60), breakdowns={"seen_within_6_months": "Seen"}),
        {"adjust": ("seen_within_6_months",)},
    ),
    "what says who is managed": (
        "R-TELLS-ARM",
        lambda: cohort_of(having(iom_tier=of_the_arms("fixed", ""))),
        {"adjust": ("iom_tier",)},
    ),
    "an outcome said before its time is over": (
        "R-IMMATURE",
        lambda: cohort_of(with_outcomes(index_date="2025-01-01")),
        {},
    ),
    "weights that cannot be had": (
        "R-NO-WEIGHTS",
        lambda: cohort_of(
            people(prior_convictions=(9, 10, 1, 2)).assign(
                prior_convictions=["9", "10"] * 20 + ["10", "10"] + ["1", "2"] * 39,
                sex=["f"] + ["m"] * 39 + ["f", "f"] + ["m"] * 78,
            )
        ),
        {"method": "entropy"},
    ),
    "rows of several": ("R-ROWS", lambda: cohort_of(having(people="3").drop(columns="person_id")), {}),
}


@pytest.mark.parametrize("condition", REFUSED)
def test_what_is_refused(condition: str) -> None:
    code, cohort, told = REFUSED[condition]
    with pytest.raises(UsageError) as caught:
        nk.iom.match(cohort(), **told)

    assert str(caught.value).partition(": ")[0] == code


def test_one_person_in_both_arms_is_refused_when_the_extract_is_read() -> None:
    frame = having()
    frame.loc[[OURS], "person_id"] = "P0"
    with pytest.raises(DataError, match="has an identifier that another row has too"):
        cohort_of(frame)


def test_an_outcome_of_a_longer_time_than_people_are_followed() -> None:
    frame = having(reoffended_24_months=["yes", "no"] * 60, **FOLLOWED)
    cohort = cohort_of(frame, breakdowns={"reoffended_24_months": "Reoffended within 24 months"})
    with pytest.raises(UsageError, match=r"^R-HORIZON: people are followed up for 12 months"):
        nk.iom.rate(nk.iom.match(cohort), outcome="reoffended_24_months")


def test_a_probability_for_another_time_or_that_is_none() -> None:
    frame = with_outcomes(ogrs3="57")
    with pytest.raises(UsageError, match=r"^R-HORIZON: "):
        nk.reconviction.observed_expected(cohort_of(frame))
    given = pd.Series(1.2, index=frame["person_id"])
    with pytest.raises(UsageError, match=r"^R-PROBABILITY: "):
        nk.reconviction.observed_expected(cohort_of(frame), probability=given, horizon_months=12)


def test_a_proportion_before_of_which_everybody_was_chosen_is_refused() -> None:
    frame = having(reconvicted_before_12_months="yes", reconvicted_12_months=["yes", "no"] * 60)
    with pytest.raises(UsageError, match=r"^R-SELECTED: "):
        nk.iom.before_after_of_managed(cohort_of(frame))


def test_a_level_that_one_arm_alone_has_leaves_those_out_and_is_said() -> None:
    frame = having(sex=["o"] * 10 + ["f", "m"] * 55)
    found = nk.iom.match(cohort_of(frame))

    assert found.weights[:10].tolist() == [0] * 10
    assert found.estimand == "the effect on those managed under IOM that are matched"
    assert "W-MATCHED<80" in [each.code for each in found.cautions]


@pytest.mark.parametrize("method", ["radius", "nearest", "subclass", "weights", "entropy", "exact"])
def test_people_with_one_score_are_alike(method: str) -> None:
    found = nk.iom.match(cohort_of(people(prior_convictions=(3, 3))), method=method)  # type: ignore[arg-type]

    assert found.weights[:OURS].tolist() == [1] * OURS
    assert found.weights[OURS:].sum() == pytest.approx(OURS)
    assert [each.code for each in found.cautions] == []


DOUBTFUL: dict[str, tuple[list[str], Callable[[], Cohort], dict[str, Any]]] = {
    "nothing": ([], lambda: cohort_of(having()), {}),
    "20 of 100 matched with nobody": (
        ["W-MATCHED<80"],
        lambda: cohort_of(having(sex=["o"] * 9 + ["f", "m"] * 55 + ["f"])),
        {},
    ),
    "10 matched in an arm": (["W-FEW"], lambda: cohort_of(having(20, 80)), {"min_people": 10}),
    "more than a fifth lost": (
        ["W-LOST"],
        lambda: cohort_of(having(ogrs3=[""] * 9 + ["50"] * 111)),
        {"known_only": True},
    ),
    "something apart": (
        ["W-BALANCE"],
        lambda: cohort_of(people(sex=("f", "f", "f", "m", "f", "m", "m", "m"), **PRIORS)),
        {"method": "none"},
    ),
    "no measure of earlier offending": (["W-NO-PRIORS"], lambda: cohort_of(people(sex=("f", "m", "f", "m"))), {}),
    "a few who count for most": (
        ["W-ESS"],
        lambda: cohort_of(people(sex=("f", "f", "f", "m", "f", "m", "m", "m"), prior_convictions=(1, 1))),
        {},
    ),
    "time in custody apart": (
        ["W-CUSTODY"],
        lambda: cohort_of(having(days_in_custody_12_months=of_the_arms("40", "3"))),
        {},
    ),
    "kinds of index date mixed differently": (
        ["W-INDEX-MIX"],
        lambda: cohort_of(having(index_type=["release", "release", "community", "release"] * 10 + ["community"] * 80)),
        {},
    ),
    "kinds of index date mixed alike": (
        [],
        lambda: cohort_of(having(index_type=["release", "community", "community", "release"] * 30)),
        {},
    ),
    "sentences mixed differently, where no kind is told": (
        ["W-INDEX-MIX"],
        lambda: cohort_of(having(sentence_type=of_the_arms("custody", "community_order"))),
        {"adjust": ("prior_convictions",)},
    ),
    "followed from adoption, by the kind of index date": (
        ["W-INDEX-ADOPTION"],
        lambda: cohort_of(having(index_type="adoption")),
        {},
    ),
    "followed from adoption, by its day": (
        ["W-INDEX-ADOPTION"],
        lambda: cohort_of(having(index_date="2023-01-10", iom_start=of_the_arms("2023-01-10", ""))),
        {},
    ),
    "adopted after the index date": (
        ["W-IMMORTAL"],
        lambda: cohort_of(having(index_date="2023-01-10", iom_start=["2023-01-11"] + ["2023-01-09"] * 39 + [""] * 80)),
        {},
    ),
    "others who were managed before": (
        ["W-CONTAMINATION"],
        lambda: linked(having(index_date="2023-01-10"), [(f"P{OURS}", "2020-01-01", "2020-06-30")]),
        {},
    ),
    "others who were adopted later": (
        ["W-CONTAMINATION"],
        lambda: linked(having(index_date="2023-01-10"), [(f"P{OURS}", "2024-01-01", "")]),
        {},
    ),
    "the same left out": (
        [],
        lambda: linked(having(index_date="2023-01-10"), [(f"P{OURS}", "2024-01-01", "")]),
        {"never_managed": True},
    ),
    "others who are managed in another tier": (
        ["W-CONTAMINATION"],
        lambda: cohort_of(having(80, 80, iom_tier=["fixed"] * 40 + ["flex"] * 40 + [""] * 80)),
        {"treated": {"iom_tier": "fixed"}, "called": "fixed"},
    ),
    "some who are not followed up in full yet": (
        ["W-IMMATURE"],
        lambda: cohort_of(having(index_date="2023-01-10", follow_up_end=["2023-02-01"] + ["2024-06-30"] * 119)),
        {},
    ),
    "only those who completed something, as treated": (
        ["W-COMPLETED"],
        lambda: cohort_of(having(completed_course=of_the_arms("yes", "no")), breakdowns={"completed_course": "Course"}),
        {"treated": {"completed_course": True}},
    ),
    "only those who completed something, by a word": (
        ["W-COMPLETED"],
        lambda: cohort_of(having(course=of_the_arms("Completed", "Left")), breakdowns={"course": "Course"}),
        {"treated": {"course": "Completed"}, "called": "on the course"},
    ),
    "those who did not complete something": (
        [],
        lambda: cohort_of(having(course=of_the_arms("Not completed", "Left")), breakdowns={"course": "Course"}),
        {"treated": {"course": "Not completed"}, "called": "on the course"},
    ),
    "a cohort narrowed to those who completed something": (
        ["W-COMPLETED"],
        lambda: cohort_of(having(left=["no"] * 120), breakdowns={"left": "Left"}).where("who completed it", left=False),
        {},
    ),
    "reoffences of a few": (
        ["W-OVERDISPERSED"],
        lambda: cohort_of(having(reoffences_12_months=["0", "0", "0", "8"] * 30)),
        {},
    ),
    "reoffences as chance has it": (
        [],
        lambda: cohort_of(having(reoffences_12_months=["0", "1", "0", "2"] * 30)),
        {},
    ),
    "numbers filled in": (
        ["W-IMPUTED"],
        lambda: cohort_of(having(ogrs3=[""] + ["50"] * 39 + [""] + ["50"] * 79)),
        {"impute": True},
    ),
}


@pytest.mark.parametrize("condition", DOUBTFUL)
def test_what_is_to_be_read_with_care(condition: str) -> None:
    wanted, cohort, told = DOUBTFUL[condition]
    assert codes(cohort(), **told) == wanted


LATER = [(f"P{number}", "2024-01-01", "") for number in range(OURS, OURS + 10)]


def test_others_who_were_managed_at_another_time_are_counted_or_left_out() -> None:
    cohort = linked(having(index_date="2023-01-10"), LATER)
    with_them, without = nk.iom.match(cohort), nk.iom.match(cohort, never_managed=True)
    tables = [nk.iom.attrition(with_them), nk.iom.attrition(without)]
    steps = [table.to_frame().query("arm == 'comparison'").set_index("step")["count"].to_dict() for table in tables]

    assert steps[0] == {"in the cohort": THEIRS, "of these, managed at another time": 10, "matched": THEIRS}
    assert steps[1] == {"in the cohort": THEIRS - 10, "matched": THEIRS - 10}
    assert [table.caption.key for table in tables] == ["iom.attrition", "iom.attrition_never_managed"]
    assert "known never to have been managed under IOM" in tables[1].caption.notes[0]
    shown = nk.release(tables)["iom.attrition"].to_frame().set_index(["arm", "step"])["count"]
    assert shown[("comparison", "of these, managed at another time")] == 10


def test_without_spells_nobody_is_known_never_to_have_been_managed() -> None:
    with pytest.raises(UsageError, match="no source with the role 'iom'"):
        nk.iom.match(cohort_of(having()), never_managed=True)
