"""Columns that apply only to people with a yes elsewhere: the tier of people who are in IOM."""

from __future__ import annotations

import pandas as pd

import needskit as nk

PEOPLE = pd.DataFrame(
    {
        "person_id": ["1", "2", "3", "4", "5"],
        "iom": ["yes", "yes", "no", "no", ""],
        "iom_tier": ["fixed", "", "", "flex", ""],
        "need_drugs": ["yes", "no", "yes", "no", "yes"],
    }
)


def cohort() -> nk.Cohort:
    return nk.read_cohort(PEOPLE, population="people in a test", as_at="2025-12-31")


def test_a_tier_is_known_of_so_many_of_those_in_iom() -> None:
    frame = nk.coverage.completeness(cohort()).to_frame().set_index("column")
    assert (frame["count"]["IOM tier"], frame["out_of"]["IOM tier"]) == (1, 2)


def test_a_tier_of_somebody_not_in_iom_is_counted_as_a_problem_and_not_as_a_tier() -> None:
    [found] = [problem for problem in cohort().problems if problem.rule == "does_not_apply"]
    assert (found.column, found.rows) == ("iom_tier", 1)
    assert len(cohort().where("on the flex tier", iom_tier="flex")) == 0
    assert len(cohort().where("on the fixed tier", iom_tier="fixed")) == 1


def test_a_breakdown_by_tier_has_everybody_in_its_first_row_alone() -> None:
    frame = nk.needs.prevalence(cohort(), by="iom_tier").to_frame().set_index("iom_tier")
    assert frame["out_of"].to_dict() == {"all": 5, "Fixed": 1, "Flex": 0, "Free": 0, "not known": 1}
