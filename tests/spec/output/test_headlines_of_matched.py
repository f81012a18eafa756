"""Sentences of people matched with people like them: what can be said, and what cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk
from needskit.output.text_of_iom import of_comparisons, of_matched, what_can_be_said

if TYPE_CHECKING:
    from needskit.disclosure.released import Release

OUTCOME, NUMBER = "reconvicted_12_months", "reoffences_12_months"


def two_groups(ours: tuple[int, int], theirs: tuple[int, int], **columns: str) -> pd.DataFrame:
    """Return people managed and others, of each how many are reconvicted and how many there are."""
    answers = [answer for yes, all_of in (ours, theirs) for answer in ("yes",) * yes + ("no",) * (all_of - yes)]
    made = pd.DataFrame({"iom": ["yes"] * ours[1] + ["no"] * theirs[1], OUTCOME: answers})
    made[NUMBER] = ["2" if answer == "yes" else "0" for answer in answers]
    made["person_id"] = [f"P{number}" for number in range(len(made))]
    return made.assign(sex="f", prior_convictions="3", **columns)


def released(made: pd.DataFrame, *, policy: str = "none", **told: object) -> Release:
    cohort = nk.read_cohort(made, population="people in a test", as_at="2025-12-31")
    told = {"adjust": ("sex", "prior_convictions"), **told}
    matched = nk.iom.match(cohort, **told)  # type: ignore[arg-type]
    return nk.release([nk.iom.rate(matched), nk.iom.frequency(matched)], policy=policy)


def test_limits_that_just_leave_out_nought_are_said_to_and_never_as_nought() -> None:
    # Rossi, Berk and Lenihan (1980): 48 of 216 against 66; Newcombe's limits are -16.5 to -0.02 points.
    found = released(two_groups((48, 216), (66, 216)), method="none")
    [said, caution] = of_matched(found["iom.rate_none"], found.policy)
    assert said == (
        "People in a test, 31 December 2025: 22.2% (48 of 216 people managed under IOM, matched) were reconvicted "
        "within 12 months, against 30.6% of the others. That is between less than 1 and 17 fewer in every 100 (95% "
        "limits): a statistically significant difference."
    )
    assert caution == (
        "Those managed under IOM and the others were not made alike, so the difference is not what being managed under "
        "IOM did. Evidence level: 2 of 5 on the Maryland scale."
    )


def test_one_more_of_them_and_it_cannot_be_told() -> None:
    found = released(two_groups((49, 216), (66, 216)), method="none")
    said = what_can_be_said(found["iom.rate_none"], found.policy)
    assert "That is anything between 16 fewer and less than 1 more in every 100 (95% limits)" in said.can[0]
    assert "significant" not in said.can[0]
    assert said.cannot[0].startswith(
        "This does not mean that being managed under IOM has no effect: a fall of less than 12 in every 100 would "
        "probably not be found; were the percentages to stay the same, about 250 managed under IOM would be needed"
    )


def test_rounding_that_could_undo_a_difference_undoes_the_sentence() -> None:
    found = released(two_groups((48, 216), (66, 216)), policy="publish", method="none")
    [said, *_] = of_matched(found["iom.rate_none"], found.policy)
    assert "rounding included" in said
    assert "cannot be told" in said


def test_people_made_alike_may_still_differ_in_something_else() -> None:
    found = released(two_groups((60, 100), (170, 200)))
    said = what_can_be_said(found["iom.rate"], found.policy)
    can, cannot = said.can, said.cannot
    # Wilson: .502 to .691 of 60 of 100, .794 to .893 of 170 of 200; Newcombe: -.357 to -.143.
    assert "against 85.0% of people like them, weighted. That is between 14 and 36 fewer in every 100" in can[0]
    assert cannot[0].startswith("Those managed under IOM and the people set beside them are alike in what they are")
    assert cannot[1].startswith("Something left out that is ")
    often = of_matched(found["iom.frequency"], found.policy)
    assert (
        "1.20 reoffences within 12 months for each of 100 people managed under IOM, matched, against 1.70" in often[0]
    )
    assert "fewer per person (95% limits): a statistically significant difference." in often[0]


def test_too_few_are_said_to_be_withheld_and_how_many_were_tested_is_said() -> None:
    found = released(two_groups((8, 40), (20, 80)), policy="publish")
    said = of_comparisons(found)
    assert [sentence for sentence in said if "withheld" in sentence] == list(said[:2])
    assert said[-1].startswith("2 differences were tested, each at the level of 5%, without correction")


@pytest.mark.parametrize(
    ("ours", "theirs", "ending"),
    [
        ((60, 100), (170, 200), "2 find fewer. They agree."),
        ((50, 100), (100, 200), "2 cannot tell. None shows a difference, and none shows that there is none."),
    ],
)
def test_methods_are_counted(ours: tuple[int, int], theirs: tuple[int, int], ending: str) -> None:
    cohort = nk.read_cohort(two_groups(ours, theirs), population="people in a test", as_at="2025-12-31")
    table = nk.iom.sensitivity(cohort, adjust=("sex", "prior_convictions"), methods=("none", "radius", "exact"))
    said = of_comparisons(nk.release(table, policy="none"))
    assert said[0].startswith(
        "People in a test, 31 December 2025: of 2 ways to set those managed under IOM beside others"
    )
    assert ending in said[0]
