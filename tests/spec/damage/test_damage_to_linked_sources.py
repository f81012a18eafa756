"""Damage to sources with many rows a person: each is found in its row of its file, and in its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import needskit as nk
from needskit.cohort.rules import RULES
from needskit.extract.read import check

Project = Callable[..., Path]

PEOPLE = """
person_id | index_date | sex
A         | 2024-02-29 | f
B         | 2024-03-10 | m
C         |            | m
"""

OFFENCES = "person_id | offence_date | outcome_date | outcome\n"
SPELLS = "person_id | start_date | end_date\n"
SERVICES = "person_id | service | referred_date | start_date | end_date\n"
HOMES = "person_id | accommodation | start_date | end_date\n"
ASSESSED = "person_id | assessment_date | assessment_type | assessment_status | need_drugs\n"

CASES: Mapping[str, tuple[str, str, Mapping[str, tuple[int, ...]]]] = {
    "an end before its start": (
        "iom", SPELLS + "A | 2024-01-10 | 2024-01-09\nB | 2024-01-10 | 2024-01-10", {"end_before_start": (2,)},
    ),
    "an end before its start, in a service": (
        "services", SERVICES + "B | Debt | 2023-12-01 | 2024-01-10 | 2024-01-09", {"end_before_start": (2,)},
    ),
    "an end before its start, where somebody lived": (
        "accommodation", HOMES + "A | NFA | 2024-01-10 | 2024-01-09", {"end_before_start": (2,)},
    ),
    "a start before the referral": (
        "services", SERVICES + "A | Debt | 2024-01-10 | 2024-01-10 |\nB | Debt | 2024-01-10 | 2024-01-09 |",
        {"start_before_referral": (3,)},
    ),
    "a spell before another has ended": (
        "youth", SPELLS + "A | 2020-01-01 | 2020-06-30\nB | 2020-03-01 | \nA | 2020-06-29 | 2021-01-01",
        {"overlapping_spells": (4,)},
    ),
    "a spell that begins on the day another ends, which is none": (
        "youth", SPELLS + "A | 2020-01-01 | 2020-06-30\nA | 2020-06-30 | 2021-01-01", {},
    ),
    "two services at once, which is none": (
        "services", SERVICES + "A | Debt | | 2024-01-01 | 2024-06-30\nA | Work | | 2024-02-01 |", {},
    ),
    "a start after the date of the extract": (
        "iom", SPELLS + "A | 2026-01-01 | \nB | 2025-12-31 |", {"after_as_at": (2,)},
    ),
    "an offence on the index date, and one before": (
        "offences", OFFENCES + "A | 2024-02-29 | 2024-05-01 | conviction\nB | 2024-03-09 | 2024-05-01 | conviction\n"
        "B | 2024-03-11 | 2024-05-01 | conviction", {"pseudo_reconviction": (2, 3)},
    ),
    "an offence on the index date, and one before, not proved after it": (
        "offences", OFFENCES + "A | 2024-02-29 | 2024-05-01 | acquitted\nB | 2024-03-09 | 2024-03-10 | conviction",
        {"offence_before_index": (2, 3)},
    ),
    "a conviction before its offence": (
        "offences", OFFENCES + "A | 2024-05-01 | 2024-04-30 | conviction\nB | 2024-05-01 | 2024-05-01 | conviction",
        {"conviction_before_offence": (2,)},
    ),
    "a year of follow-up from 29 February ends on 28 February": (
        "offences", OFFENCES + "A | 2025-02-28 | 2025-05-01 | conviction\nA | 2025-03-01 | 2025-05-01 | conviction",
        {"reconviction_outside_follow_up": (3,)},
    ),
    "a conviction after the waiting time of six months": (
        "offences", OFFENCES + "A | 2024-05-01 | 2025-08-29 | conviction\nA | 2024-05-01 | 2025-08-30 | caution\n"
        "B | 2025-03-10 | 2025-09-10 | conviction\nB | 2025-03-11 | 2025-09-01 | conviction",
        {"outcome_after_waiting": (3,), "reconviction_outside_follow_up": (5,)},
    ),
    "an offence after the date of the extract": (
        "offences", OFFENCES + "C | 2026-01-01 | | ", {"after_as_at": (2,)},
    ),
    "offences alike, which are two": (
        "offences", OFFENCES + "A | 2024-05-01 | 2024-06-01 | conviction\nA | 2024-05-01 | 2024-06-01 | conviction", {},
    ),
    "spells alike, which are one": (
        "iom", SPELLS + "A | 2024-01-10 | \nA | 2024-01-10 |", {"repeated_exactly": (3,)},
    ),
    "somebody who is not in the cohort": (
        "iom", SPELLS + "X | 2024-01-10 | \nA | 2024-01-10 |\nY | 2024-01-10 |", {"not_in_the_cohort": (2, 4)},
    ),
    "a blank row, a total, no identifier, a date that is none": (
        "iom", SPELLS + "| |\nA | 31/02/2024 |\nTotal | |\n | 2024-01-10 |",
        {"not_a_date": (3,), "totals_row": (4,), "no_identifier": (5,)},
    ),
    "assessments that cannot count, each by its first reason": (
        "assessments", ASSESSED
        + "X | 2024-02-01 | layer 3 | complete | Y\n"
        + "A | 2024-02-01 | layer 1 | complete | Y\n"
        + "A | 2024-02-01 | | complete | Y\n"
        + "A | 2024-02-01 | layer 3 | open | Y\n"
        + "A | 2024-02-01 | layer 3 | | Y\n"
        + "A | | layer 3 | complete | Y\n"
        + "A | 2024-03-01 | layer 3 | complete | Y\n"
        + "A | 2023-02-08 | layer 3 | complete | Y\n"
        + "A | 2023-02-09 | layer 3 | complete | N\n"
        + "A | 2024-02-29 | layer 3 | complete | N",
        {
            "not_in_the_cohort": (2,), "another_type": (3,), "type_not_known": (4,), "another_status": (5,),
            "status_not_known": (6,), "no_date_of_assessment": (7,), "after_the_index_date": (8,),
            "older_than_the_window": (9,), "not_the_one_taken": (10,),
        },
    ),
    "two assessments on one day, of which the lower counts": (
        "assessments", ASSESSED + "A | 2024-02-01 | layer 3 | complete | Y\nA | 2024-02-01 | layer 3 | complete | N",
        {"not_the_one_taken": (2,), "same_day": (2,)},
    ),
}  # fmt: skip
"""A role, its drawing, and the rules that are broken with the rows of the file; the header is on row 1."""


@pytest.mark.parametrize("name", CASES)
def test_damage_to_a_linked_source(project: Project, name: str) -> None:
    role, drawing, broken = CASES[name]
    found = check(project("[needs]\nset = 'multiple_disadvantage'", people=PEOPLE, **{role: drawing}))

    assert found.cohort is not None
    of_source = [each for each in found.problems if each.source == role]
    assert {each.rule: tuple(each.at.tolist()) for each in of_source} == broken
    assert [each for each in of_source if each.severity != RULES[each.rule].severity.split(",")[0]] == []
    [source] = [each for each in found.cohort.sources if each.label == role]
    assert sum(source.rows.values()) == len(drawing.strip().split("\n")) - 1
    assert len(found.cohort) == 3
    assert found.cohort.people["sex"].tolist() == ["female", "male", "male"]
    assert not any(day in each.sentence for each in found.problems for day in ("2024-0", "2025-0", "31/02/2024"))


def test_a_source_whose_column_is_mostly_unreadable_is_refused_and_named(project: Project) -> None:
    rows = "".join(f"A | zqx {n} | \n" for n in range(8))
    with pytest.raises(nk.DataError, match=r"^needskit\.toml: iom: start_date: 8 rows: wants a date") as caught:
        nk.read_cohort(project(people=PEOPLE, iom=SPELLS + rows.strip()))
    assert "zqx" not in str(caught.value)


def test_a_source_without_a_key_is_refused_by_name(project: Project) -> None:
    with pytest.raises(nk.DataError, match=r"iom\.csv has no column 'person_id'"):
        nk.read_cohort(project(people=PEOPLE, iom="start_date | end_date\n2024-01-01 | "))
    grouped = "people | sex\n12 | f\n30 | m"
    with pytest.raises(nk.UsageError, match=r"people\.csv has no column 'person_id', so it cannot be linked"):
        nk.read_cohort(project(people=grouped, iom=SPELLS + "A | 2024-01-10 |"))


def test_an_end_before_its_start_in_a_row_of_people(project: Project) -> None:
    found = check(project(people="""
        person_id | iom | iom_start  | iom_end
        A         | yes | 2024-01-10 | 2024-01-09
        B         | yes | 2024-01-10 | 2024-01-10
        C         | yes | 2024-01-10 |
        """))  # fmt: skip
    orders = [(each.rule, each.column, each.at.tolist()) for each in found.problems if each.column]
    assert orders == [("end_before_start", "iom_end", [2])]
