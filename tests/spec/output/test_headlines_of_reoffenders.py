"""Sentences of those matched who reoffended, and of the time at risk: what can be said, and what cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

import needskit as nk
from needskit.output.text_of_iom import of_comparisons, of_matched, what_can_be_said

if TYPE_CHECKING:
    from needskit.disclosure.released import Release


def two_groups(ours: tuple[int, int], theirs: tuple[int, int], *, times: tuple[str, str] = ("1", "1")) -> pd.DataFrame:
    """Return people managed and others who all reoffended, of each how many go to custody and how many there are.

    Whoever goes to custody has the first number of reoffences, and whoever does not the second.
    """
    answers = [answer for yes, all_of in (ours, theirs) for answer in ("yes",) * yes + ("no",) * (all_of - yes)]
    made = pd.DataFrame(
        {"iom": ["yes"] * ours[1] + ["no"] * theirs[1], "custody_for_reoffence_12_months": answers},
    )
    return made.assign(
        person_id=[f"P{place}" for place in range(len(made))],
        sex="f",
        prior_convictions="3",
        reconvicted_12_months="yes",
        reoffences_12_months=[times[answer == "no"] for answer in answers],
        days_in_custody_12_months="0",
        court_of_first_reoffence_12_months=["summary", "either way"] * (len(made) // 2),
    )


def released(made: pd.DataFrame, *, policy: str = "none", method: str = "radius") -> Release:
    cohort = nk.read_cohort(made, population="people in a test", as_at="2025-12-31")
    matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), method=method)  # type: ignore[arg-type]
    tables = [nk.iom.custody(matched), nk.iom.severity(matched), nk.iom.rate_by_time(matched)]
    return nk.release(tables, policy=policy)


def test_custody_is_said_of_those_who_reoffended_alone() -> None:
    found = released(two_groups((60, 100), (170, 200)))
    said = what_can_be_said(found["iom.custody"], found.policy)
    # Wilson: .502 to .691 of 60 of 100, .794 to .893 of 170 of 200; Newcombe: -.357 to -.143.
    assert said.can[0] == (
        "People in a test, 31 December 2025: custody for a reoffence within 12 months: 60.0% of those managed under "
        "IOM (60 of 100 people managed under IOM, matched, reconvicted within 12 months), against 85.0% of people like "
        "them, weighted, with a reoffence too. That is between 14 and 36 fewer in every 100 (95% limits): a "
        "statistically significant difference."
    )
    assert said.cannot == (
        (
            "What is of those with a reoffence alone is of a part that being managed under IOM may itself have "
            "changed: a difference may not be what being managed under IOM did."
        ),
    )


def test_what_cannot_be_told_is_not_said_to_be_nothing() -> None:
    found = released(two_groups((60, 100), (120, 200)))
    said = what_can_be_said(found["iom.severity"], found.policy)
    starts = [sentence.split(": ")[1] for sentence in said.can]
    assert starts[:2] == [f"kind of court of the first reoffence, {kind}" for kind in ("summary", "either way")]
    assert starts[2] == "kind of court of the first reoffence, indictable only, of those managed under IOM"
    assert "whether it is fewer or more cannot be told" in said.can[0]
    assert said.cannot[0] == "This does not mean that it is as common on both sides (summary)."
    assert said.can[2].endswith("not shown, for it rests on too few with a reoffence.")


def test_rates_for_the_time_at_risk_are_said_as_their_limits_are() -> None:
    found = released(two_groups((10, 100), (180, 200), times=("3", "0")))
    said = what_can_be_said(found["iom.rate_by_time"], found.policy)
    # 30 in 100 years of 365 days, and 540 in 200.
    assert (
        "30.0 reoffences within 12 months in every 100 years at risk, days in custody taken off, of 100" in said.can[0]
    )
    assert "against 270.2 of people like them, weighted. That is 0.11 times as often (95% limits 0." in said.can[0]
    assert said.can[0].endswith("less often, a statistically significant difference.")
    assert said.cannot[-1].startswith("Rates for the time at risk say how often those at liberty reoffend.")
    unsure = released(two_groups((50, 100), (100, 200), times=("3", "0")), policy="publish", method="none")
    first, second, third, _ = of_matched(unsure["iom.rate_by_time_none"], unsure.policy)
    assert "rounding included): whether it is less often or more cannot be told." in first
    assert second == "This does not mean that being managed under IOM has no effect on how often."
    assert "were not made alike" in third


def test_all_of_them_are_counted_as_tested_and_too_few_are_withheld() -> None:
    found = released(two_groups((10, 34), (20, 60), times=("3", "0")), policy="publish")
    said = of_comparisons(found)
    assert "iom.rate_by_time" in {table.caption.key for table in found}
    assert [sentence for sentence in said if "iom" not in sentence and "rests on too few" in sentence]
    assert "for the time at risk are withheld: they rest on too few." in " ".join(said)
    assert said[-1].startswith("5 differences were tested")


def test_without_differences_between_people_no_rates_are_compared() -> None:
    found = released(two_groups((60, 100), (170, 200)))
    said = what_can_be_said(found["iom.rate_by_time"], found.policy)
    assert said.can == ()
    assert said.cannot[0].endswith("for the time at risk compare cannot be told: none differ.")
