"""Where people lived and what they need, from sources of their own with many rows a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.spec.damage.drawn import of

import needskit as nk

Project = Callable[..., Path]

MAP = """
A01A | Householder (owner)                          | Settled
A01C | Rental - private                             | Settled
A01D | Rental - social (LA or other)                | Settled
A04  | Supported Housing                            | Settled
A07B | Friends/Family (settled)                     | Settled
A12  | Long Term Residential Healthcare             | Settled
A07A | Friends/Family (transient)                   | Transient
A03  | Transient/short term accommodation           | Transient
A02  | Approved Premises                            | Transient
A10  | CAS2/BASS >=13 weeks                         | Transient
A11  | CAS2/BASS <13 weeks                          | Transient
A17  | CAS3                                         | Transient
A13  | HOIE Section 4                               | Transient
A14  | HOIE Section 10                              | Transient
A15  | Immigration Detention                        | Transient
A16  | Awaiting Assessment                          | not known
A08A | Homeless - Rough Sleeping                    | Homeless
A08C | Homeless - Shelter/Emergency Hostel/Campsite | Homeless
A08  | Homeless - Squat                             | Homeless
HMP  | Prison                                       | not known
DPH  | Discharge - Permanent Housing                | Settled
DSH  | Discharge - Supported Housing                | Settled
DST  | Discharge - Transient/Short Term             | Transient
DAP  | Discharge - Approved Premises                | Transient
DBH  | Discharge - Bail/Probation Hostel            | Transient
DNF  | Discharge - NFA                              | Homeless
DUT  | Discharge - Unknown Accommodation Type       | not known
"""
"""Codes of the case systems for probation and prisons, as HMPPS's public code classes them: settled or transient,
and homeless or not (hmpps-single-accommodation-service-api, V0023, V0040, AddressUsage.kt). Those awaiting assessment
and in prison are out of scope of statistics of accommodation."""

PAIRS = [tuple(cell.strip() for cell in line.split("|")) for line in MAP.strip().split("\n")]
WAYS = ("{code}", "{words}", "{code} - {words}", "{code}: {words}", "{words} ({code})", "{words} (verified)")


def groups(cohort: nk.Cohort, breakdown: str) -> dict[str, str]:
    """Return the group of each person."""
    found = cohort.breakdown(breakdown)
    group = {answer: each.label for each in found.groups for answer in each.answers}
    return {person: group[answer] for person, answer in of(cohort, found.attribute.name).items()}


def in_every_way() -> Iterator[tuple[str, str, str]]:
    for code, words, kind in PAIRS:
        for way in WAYS:
            yield f"{code} {WAYS.index(way)}", way.format(code=code, words=words), kind


def test_every_code_of_the_case_systems_is_settled_transient_homeless_or_not_known(project: Project) -> None:
    rows = list(in_every_way())
    people = "person_id | index_date\n" + "\n".join(f"{person} | 2025-03-10" for person, _, _ in rows)
    homes = "person_id | accommodation | point\n"
    homes += "\n".join(f"{person} | {text} | on release" for person, text, _ in rows)
    cohort = nk.read_cohort(project(people=people, accommodation=homes))

    kinds = {person: kind for person, _, kind in rows}
    assert groups(cohort, "accommodation_class_on_release") == kinds
    yes_or_no = {
        "Settled": "Not homeless",
        "Transient": "Not homeless",
        "Homeless": "Homeless",
        "not known": "not known",
    }
    assert groups(cohort, "homeless_on_release") == {person: yes_or_no[kind] for person, kind in kinds.items()}
    assert [each.rule for each in cohort.problems if each.source == "accommodation"] == []


@pytest.mark.parametrize("text", ["No current record", "no record", "", "Not known", "n/k", "Awaiting Assessment"])
def test_no_record_of_a_home_is_never_homeless(project: Project, text: str) -> None:
    cohort = nk.read_cohort(project(
        people="person_id | index_date\nA | 2025-03-10\nB | 2025-03-10\nC | 2025-03-10",
        accommodation=f"person_id | accommodation | point\nA | {text} | on release\nC | NFA | on release",
    ))  # fmt: skip
    assert groups(cohort, "homeless_on_release") == {"A": "not known", "B": "not known", "C": "Homeless"}


def test_a_home_three_months_later_is_on_the_same_day_or_the_last_of_the_month(project: Project) -> None:
    cohort = nk.read_cohort(project(
        people="""
        person_id | index_date
        A         | 2024-11-30
        B         | 2024-11-30
        C         | 2023-11-30
        D         | 2024-02-29
        E         | 2025-01-31
        F         | 2024-11-28
        G         |
        """,
        accommodation="""
        person_id | accommodation | start_date | end_date
        A         | NFA           | 2024-11-01 | 2025-02-27
        A         | A01A          | 2025-02-28 |
        B         | NFA           | 2024-11-30 | 2025-02-28
        B         | A01A          | 2025-03-01 |
        C         | NFA           | 2023-11-01 | 2024-02-28
        C         | A01A          | 2024-02-29 | 2024-02-29
        C         | NFA           | 2024-03-01 |
        D         | NFA           | 2024-02-01 | 2024-05-28
        D         | A01A          | 2024-05-29 | 2024-05-29
        D         | NFA           | 2024-05-30 |
        E         | A01A          | 2025-04-30 | 2025-04-30
        F         | A01A          | 2024-11-29 | 2025-02-28
        """,
    ))  # fmt: skip
    assert of(cohort, "accommodation_on_release", "accommodation_at_3_months") == {
        "A": "homeless_not_rough_sleeping settled",
        "B": "homeless_not_rough_sleeping homeless_not_rough_sleeping",
        "C": "homeless_not_rough_sleeping settled",
        "D": "homeless_not_rough_sleeping settled",
        "E": "not known settled",
        "F": "not known settled",
        "G": "not known not known",
    }


def test_a_row_with_a_point_goes_before_spells_and_the_last_recorded_before_others(project: Project) -> None:
    cohort = nk.read_cohort(project(
        people="person_id | index_date\nA | 2025-03-10\nB | 2025-03-10",
        accommodation="""
        person_id | accommodation | point          | start_date | recorded_on
        A         | A01A          |                | 2025-01-01 | 2025-01-02
        A         | NFA           | on release     |            | 2025-03-10
        A         | A08A          | on release     |            | 2025-03-11
        A         | A03           | before custody |            | 2025-03-11
        B         | A01A          |                | 2025-01-01 | 2025-01-02
        """,
    ))  # fmt: skip
    columns = ("accommodation_before_custody", "accommodation_on_release", "accommodation_at_3_months")
    assert of(cohort, *columns) == {"A": "other_housed rough_sleeping settled", "B": "not known settled settled"}


PEOPLE = "person_id | index_date\n" + "\n".join(f"{person} | 2025-03-10" for person in "ABCDEFG")
DATED = "assessment_date | assessment_type | assessment_status"
TAKEN = "2025-03-01 | layer 3 | complete"


def test_who_never_misused_drugs_has_no_such_need_though_the_section_is_blank(project: Project) -> None:
    cohort = nk.read_cohort(project(
        people=PEOPLE,
        assessments=f"""
        person_id | {DATED} | screen_drugs | item_current_drug_noted | score_drugs | score_attitudes
        A         | {TAKEN} | No           |                         |             | 3
        B         | {TAKEN} | Yes          |                         |             | 3
        C         | {TAKEN} |              |                         |             | 3
        D         | {TAKEN} | Yes          | 2 - Significant         |             | 3
        E         | {TAKEN} | Yes          |                         | 1           | 3
        F         | {TAKEN} | No           |                         | 2           | 3
        """,
    ))  # fmt: skip
    assert of(cohort, "need_drugs") == {
        "A": "no", "B": "not answered", "C": "not answered", "D": "yes", "E": "no", "F": "yes", "G": "not assessed",
    }  # fmt: skip
    [found] = [each for each in cohort.problems if each.rule == "screened_out_yet_scored"]
    assert (found.source, found.at.tolist()) == ("assessments", [7])


CUT_OFFS = {
    "accommodation": (2, 8, 3), "employment": (3, 8, 3), "relationships": (2, 6, 2), "lifestyle": (2, 6, 2),
    "drugs": (2, 10, 2), "alcohol": (4, 8, 2), "thinking": (4, 8, 3), "attitudes": (2, 8, 1),
}  # fmt: skip
"""Section: the score from which there is a need, the highest, and the cut-off in edition SAN (HMPPS, Section.kt)."""


@pytest.mark.parametrize("section", CUT_OFFS)
def test_a_score_at_the_cut_off_is_a_need_and_one_below_is_none(project: Project, section: str) -> None:
    cut_off, most, san = CUT_OFFS[section]
    cohort = nk.read_cohort(project(
        people=PEOPLE,
        assessments=f"""
        person_id | {DATED} | assessment_edition | score_{section}
        A         | {TAKEN} | standard           | {cut_off}
        B         | {TAKEN} | standard           | {cut_off - 1}
        C         | {TAKEN} | standard           | {most}
        D         | {TAKEN} | standard           | 0
        E         | {TAKEN} | SAN                | {san}
        F         | {TAKEN} | SAN                | {san - 1}
        G         | {TAKEN} |                    | {cut_off}
        """,
    ))  # fmt: skip
    assert list(of(cohort, f"need_{section}").values()) == ["yes", "no", "yes", "no", "yes", "no", "yes"]


def test_items_add_up_to_the_cut_off(project: Project) -> None:
    names = ("unemployed", "employment_history", "work_related_skills", "attitude_to_employment")
    items = " | ".join(f"item_{name}" for name in names)
    cohort = nk.read_cohort(project(
        people=PEOPLE,
        assessments=f"""
        person_id | {DATED} | {items}
        A         | {TAKEN} | 2 - Yes                | 1 - Some problems | 0 | No problems
        B         | {TAKEN} | 0                      | 1                 | 1 | 0
        C         | {TAKEN} | 2                      | 1                 |   |
        D         | {TAKEN} | 0                      | 0                 | 0 |
        E         | {TAKEN} | 0                      | 0                 |   |
        F         | {TAKEN} |                        |                   |   |
        G         | {TAKEN} | 2                      | 2                 | 2 | 2
        """,
    ))  # fmt: skip
    # D cannot reach 3 whatever the last item is, and E can.
    wanted = ["yes", "no", "yes", "no", "not answered", "not answered", "yes"]
    assert list(of(cohort, "need_employment").values()) == wanted
    as_nought = project(
        '[needs]\npartial = "as nought"',
        people=PEOPLE,
        assessments=f"person_id | {DATED} | {items}\nE | {TAKEN} | 0 | 0 | | ",
    )
    assert of(nk.read_cohort(as_nought), "need_employment")["E"] == "no"
