"""Proven reoffending from offences: of whom it is known, and what a missing date or outcome leaves open.

Rule: Ministry of Justice, Guide to proven reoffending statistics. An offence in one year from the index date that is
proved by a conviction or a caution in that year or in six months more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.spec.extract.offences import DAYS, HAPPENED, OFFENCES, TIMES, rules, told

if TYPE_CHECKING:
    from tests.spec.extract.offences import Read


@pytest.mark.parametrize(
    ("person", "yes_or_no"),
    [
        # index date | last day followed
        ("2023-01-15 |           ", "no"),  # nothing said of the last day: followed to the end of the data
        ("2023-01-15 | 2024-01-14", "no"),
        ("2023-01-15 | 2023-04-25", "not known"),  # died at day 100
        ("2024-06-30 |           ", "no"),  # 18 months are over on the last day of the data
        ("2024-07-01 |           ", "not known"),  # and a day later they are not
        ("           |           ", "not known"),
    ],
)
def test_whoever_is_not_followed_up_in_full_is_not_known(read_with: Read, person: str, yes_or_no: str) -> None:
    cohort = read_with(
        f"person_id | index_date | follow_up_end\nA | {person}", f"{OFFENCES}A | 2019-01-01 | 2019-02-01 | conviction"
    )
    assert told(cohort, HAPPENED) == [[yes_or_no]]


def test_a_reoffence_of_somebody_who_died_is_not_known_either(read_with: Read) -> None:
    cohort = read_with(
        "person_id | index_date | follow_up_end\nA | 2023-01-15 | 2023-04-25",
        f"{OFFENCES}A | 2023-02-14 | 2023-03-01 | conviction",
    )
    assert told(cohort, "followed_up", HAPPENED, TIMES, DAYS) == [["no", "not known", "?", "?"]]


@pytest.mark.parametrize(
    ("complete", "answers"),
    [
        # A: a reoffence, B: an offence before the index date alone, C: no record
        ("", [["yes", "1"], ["no", "0"], ["not known", "?"]]),
        ("complete = true", [["yes", "1"], ["no", "0"], ["no", "0"]]),
    ],
)
def test_whoever_has_no_record_is_a_no_only_in_a_complete_source(
    read_with: Read, complete: str, answers: list[list[str]]
) -> None:
    cohort = read_with(
        "person_id | index_date\nA | 2023-01-15\nB | 2023-01-15\nC | 2023-01-15",
        OFFENCES + "A | 2023-02-14 | 2023-03-01 | conviction\nB | 2019-02-14 | 2019-03-01 | conviction",
        source=complete,
    )
    assert told(cohort, HAPPENED, TIMES) == answers


NOT_DATED = [
    # the other rows of the person                                    happened     times days
    ("A |            | 2023-06-01 | conviction", ["not known", "?", "?"], "an offence without a date"),
    ("A |            |            | conviction", ["not known", "?", "?"], "nor a date of its outcome"),
    ("A |            | 2023-01-15 | conviction", ["no", "0", "?"], "without a date, proved by the index date"),
    ("A |            | 2024-07-16 | conviction", ["no", "0", "?"], "without a date, proved after the waiting time"),
    ("A |            | 2023-06-01 | acquitted ", ["no", "0", "?"], "without a date, and not proved"),
    ("A | 2023-02-14 |            | conviction", ["not known", "?", "?"], "in the follow-up, proved nobody knows when"),
    ("A | 2022-02-14 |            | conviction", ["no", "0", "?"], "before it, proved nobody knows when"),
    ("A | 2023-02-14 |            | pending   ", ["no", "0", "?"], "in the follow-up, and pending"),
    ("A | 2023-02-14 | 2023-03-01 |           ", ["not known", "?", "?"], "in the follow-up, the outcome not known"),
    ("A | 2023-02-14 | 2024-07-16 |           ", ["no", "0", "?"], "the outcome not known, and too late"),
    (
        "A | 2023-02-14 | 2023-03-01 | conviction\nA | | 2023-06-01 | conviction",
        ["yes", "?", "?"],
        "a yes stays a yes, and the undated one may be another and the first",
    ),
    (
        "A | 2023-02-14 | 2023-03-01 | conviction\nA | 2023-02-15 | | conviction",
        ["yes", "?", "30"],
        "one that may count was later, so the first is known",
    ),
    (
        "A | 2023-02-14 | 2023-03-01 | conviction\nA | 2023-02-13 | | conviction",
        ["yes", "?", "?"],
        "one that may count was earlier, so the first is not known",
    ),
]


@pytest.mark.parametrize(("rows", "answers", "_why"), NOT_DATED, ids=[why for *_, why in NOT_DATED])
def test_what_is_missing_leaves_open_only_what_it_could_change(
    read_with: Read, rows: str, answers: list[str], _why: str
) -> None:
    cohort = read_with("person_id | index_date\nA | 2023-01-15", f"{OFFENCES}{rows}")
    assert told(cohort, HAPPENED, TIMES, DAYS) == [answers]


def test_what_is_missing_is_counted_by_row(read_with: Read) -> None:
    cohort = read_with(
        "person_id | index_date\nA | 2023-01-15",
        OFFENCES
        + "A |            | 2023-06-01 | conviction\n"
        + "A | 2023-02-14 |            | conviction\n"
        + "A | 2023-02-14 | 2023-03-01 |\n"
        + "X |            |            |\n",
    )
    severities = {found.rule: found.severity for found in cohort.problems}
    found = {rule: where for rule, where in rules(cohort).items() if rule != "not_in_the_cohort"}
    assert found == {"offence_without_date": (1,), "outcome_without_date": (2,), "offence_without_outcome": (3,)}
    assert {severities[rule] for rule in found} == {"warning"}


@pytest.mark.parametrize(
    ("people", "offences", "follow_up", "lacks"),
    [
        ("index_date\nA | 2023-01-15", OFFENCES + "A | 2023-02-14 | 2023-03-01 | conviction", "", "data_end"),
        ("sex\nA | m", OFFENCES + "A | 2023-02-14 | 2023-03-01 | conviction", "data_end = 2025-12-31", "index_date"),
        (
            "index_date\nA | 2023-01-15",
            "person_id | offence_date | outcome\nA | 2023-02-14 | conviction",
            "data_end = 2025-12-31",
            "no column outcome_date",
        ),
    ],
)
def test_nothing_is_made_and_it_is_said_why_where_something_is_missing_for_everybody(
    read_with: Read, people: str, offences: str, follow_up: str, lacks: str
) -> None:
    cohort = read_with(f"person_id | {people}", offences, follow_up=follow_up)
    assert HAPPENED not in cohort.people
    [found] = [found for found in cohort.problems if found.rule == "reoffending_not_worked_out"]
    assert (found.severity, lacks in found.wanted) == ("note", True)
