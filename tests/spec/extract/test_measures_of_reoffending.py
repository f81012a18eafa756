"""Measures of reoffending from offences: which outcomes each counts, and what its columns are called.

Rule: Ministry of Justice, Guide to proven reoffending statistics. An offence in one year from the index date that is
proved by a conviction or a caution in that year or in six months more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.spec.extract.offences import DAYS, HAPPENED, OFFENCES, TIMES, told

import needskit as nk

if TYPE_CHECKING:
    from tests.spec.extract.offences import Read


@pytest.mark.parametrize(
    ("measure", "people"),
    [
        # A: a conviction, B: a caution, C: a penalty notice, D: still pending
        ("", ["yes", "yes", "no", "no"]),
        ('measure = "reconviction"', ["yes", "no", "no", "no"]),
        (
            'measure = "rearrest"\nlabel = "Rearrested"\noutcomes = ["caution", "other_disposal", "pending"]',
            ["no", "yes", "yes", "yes"],
        ),
    ],
)
def test_the_measure_says_which_outcomes_count(read_with: Read, measure: str, people: list[str]) -> None:
    cohort = read_with(
        "person_id | index_date\nA | 2023-01-15\nB | 2023-01-15\nC | 2023-01-15\nD | 2023-01-15",
        OFFENCES
        + "A | 2023-05-01 | 2023-06-01 | conviction\n"
        + "B | 2023-05-01 | 2023-06-01 | caution\n"
        + "C | 2023-05-01 | 2023-06-01 | PND\n"
        + "D | 2023-05-01 |            | pending\n",
        follow_up=f"data_end = 2025-12-31\n{measure}",
    )
    name = "rearrest_12_months" if "rearrest" in measure else HAPPENED
    assert [answer for [answer] in told(cohort, name)] == people


@pytest.mark.parametrize(
    ("settings", "names", "labels"),
    [
        (
            "",
            (HAPPENED, TIMES, DAYS),
            (
                "Proven to have reoffended within 12 months",
                "Number of proven reoffences within 12 months",
                "Days to the first proven reoffence within 12 months",
            ),
        ),
        (
            'measure = "reconviction"',
            (HAPPENED, TIMES, DAYS),
            (
                "Reconvicted within 12 months",
                "Number of offences leading to reconviction within 12 months",
                "Days to the first offence leading to reconviction within 12 months",
            ),
        ),
        (
            "months = 24",
            ("reoffended_24_months", "reoffences_24_months", "days_to_first_reoffence_24_months"),
            (
                "Proven to have reoffended within 24 months",
                "Number of proven reoffences within 24 months",
                "Days to the first proven reoffence within 24 months",
            ),
        ),
        (
            'months = 3\nmeasure = "reconviction"',
            ("reconvicted_3_months", "reoffences_3_months", "days_to_first_reoffence_3_months"),
            (
                "Reconvicted within 3 months",
                "Number of offences leading to reconviction within 3 months",
                "Days to the first offence leading to reconviction within 3 months",
            ),
        ),
        (
            'months = 6\nmeasure = "rearrest"\nlabel = "Rearrested"\noutcomes = ["conviction", "pending"]',
            ("rearrest_6_months", "number_rearrest_6_months", "days_to_first_rearrest_6_months"),
            (
                "Rearrested within 6 months",
                "Number of offences counted as rearrest within 6 months",
                "Days to the first offence counted as rearrest within 6 months",
            ),
        ),
    ],
)
def test_names_and_titles_say_the_measure_and_the_length(
    read_with: Read, settings: str, names: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    cohort = read_with(
        "person_id | index_date | need_drugs\nA | 2023-01-15 | yes",
        f"{OFFENCES}A | 2023-02-14 | 2023-03-01 | conviction",
        follow_up=f"data_end = 2025-12-31\n{settings}",
    )
    assert told(cohort, *names) == [["yes", "1", "30"]]
    assert tuple(cohort.attributes[name].label for name in names) == labels
    title = nk.needs.reconviction(cohort, outcome=names[0]).caption.title
    assert labels[0][1:] in title


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ('measure = "reconvictions"', "is neither proven reoffending nor reconviction, so it wants"),
        ('measure = "rearrest"\nlabel = "Rearrested"', "wants its own outcomes and label"),
        ('measure = "rearrest"\noutcomes = ["pending"]', "wants its own outcomes and label"),
        ('measure = "rearrest"\nlabel = "R"\noutcomes = ["arrest"]', "there is no outcome 'arrest'; there are conv"),
        ('measure = "reconviction"\nlabel = "Back"', "has outcomes and a label. Leave them out"),
        ('measure = "?"\nlabel = "R"\noutcomes = ["pending"]', "measure wants words"),
    ],
)
def test_a_measure_that_cannot_be_meant_is_refused(read_with: Read, settings: str, wrong: str) -> None:
    with pytest.raises(nk.UsageError, match=wrong.replace("?", r"\?")):
        read_with("person_id | index_date\nA | 2023-01-15", f"{OFFENCES}", follow_up=settings)


def test_a_name_of_a_made_column_is_taken(read_with: Read) -> None:
    with pytest.raises(nk.UsageError, match="the name 'reoffended_24_months' is taken"):
        read_with(
            "person_id | index_date\nA | 2023-01-15", OFFENCES, follow_up="months = 24",
            more='[breakdowns]\nreoffended_24_months = "Again"',
        )  # fmt: skip


def test_a_named_cohort_can_be_of_those_who_offended_again(read_with: Read) -> None:
    cohort = read_with(
        "person_id | index_date\nA | 2023-01-15",
        f"{OFFENCES}A | 2023-02-14 | 2023-03-01 | conviction",
        follow_up="months = 24\ndata_end = 2025-12-31",
        more='[cohorts.again]\nlabel = "Again"\nwhere = { reoffended_24_months = true }',
    )
    assert [each.label for each in cohort.definitions.cohorts] == ["Again"]
    assert len(cohort.where("who offended again", reoffended_24_months=True)) == 1


def test_the_method_sheet_says_what_counts(read_with: Read) -> None:
    cohort = read_with("person_id | index_date\nA | 2023-01-15", f"{OFFENCES}A | | |", source="complete = true")
    said = {each.name: (each.value, each.meaning) for each in cohort.settings}
    value, meaning = said["Reoffending"]
    assert value == (
        "Proven to have reoffended (proven reoffending): an offence in the follow-up with the outcome conviction or "
        "caution"
    )
    assert "by the date of the offence and never that of the conviction" in meaning
    assert said["Whoever is not in it, source police"][0] == "is not concerned"
