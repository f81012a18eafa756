"""Several needs and repeated contact: which offences count, until when, and of whom nothing is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.analysis.shown import figures, rows
from tests.spec.damage.drawn import COHORT, write_sources

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

Read = Callable[..., nk.Cohort]
Draw = Callable[[str], pd.DataFrame]
Project = Callable[..., nk.Cohort]
Often = nk.overlap.RepeatedContact

MANY, FEW = "2 needs or more", "fewer than 2 needs"
AGAIN, NOT_AGAIN = "repeated contact", "no repeated contact"

PEOPLE = """
    person_id | sex | index_date | need_drugs | need_alcohol
    1         | f   | 2025-03-10 | yes        | yes
    2         | m   | 2025-03-10 | yes        | no
    3         | m   |            | yes        | yes
    4         | m   | 2025-03-10 | yes        |
    """


@pytest.fixture
def project(draw: Draw, tmp_path: Path) -> Project:
    """Return the cohort of these people and of drawn records."""

    def cohort(said: str = "", /, **sources: str) -> nk.Cohort:
        return nk.read_cohort(write_sources(draw, tmp_path, said, people=PEOPLE, cohort=COHORT, roles=None, **sources))

    return cohort


def offences(*of_person_1: str) -> str:
    """Return the offences of person 1, each a date and an outcome."""
    return "\n".join(["person_id | offence_date | outcome", *(f"1 | {each}" for each in of_person_1)])


def where_person_1_is(cohort: nk.Cohort, *, times: int) -> str:
    """Return the row that counts person 1, the only one who may be known."""
    found = figures(nk.overlap.repeated_contact(cohort, rule=Often(times=times)), "count")
    [label] = [label for label, [count] in found.items() if count and label != "not known"] or ["not known"]
    return label


@pytest.mark.parametrize(
    ("offence", "counts"),
    [
        ("2025-03-10 | conviction", True),
        ("2025-03-11 | conviction", False),
        ("2024-03-11 | conviction", True),
        ("2024-03-10 | conviction", False),
        ("2025-01-01 | caution", True),
        ("2025-01-01 | other_disposal", False),
        ("2025-01-01 | not_proven", False),
        ("2025-01-01 | pending", False),
    ],
)
def test_a_proven_offence_counts_from_a_year_before_the_index_date_up_to_it(
    project: Project, offence: str, *, counts: bool
) -> None:
    cohort = project(offences=offences(offence))
    assert where_person_1_is(cohort, times=1) == f"{MANY}, {AGAIN if counts else NOT_AGAIN}"


@pytest.mark.parametrize(("times", "row"), [(2, f"{MANY}, {AGAIN}"), (3, f"{MANY}, {NOT_AGAIN}")])
def test_as_many_as_the_rule_says_is_repeated(project: Project, times: int, row: str) -> None:
    assert where_person_1_is(project(offences=offences(*["2025-01-01 | conviction"] * 2)), times=times) == row


@pytest.mark.parametrize(
    ("times", "row"), [(1, f"{MANY}, {AGAIN}"), (2, "not known"), (3, "not known"), (4, f"{MANY}, {NOT_AGAIN}")]
)
def test_records_without_a_date_or_an_outcome_could_make_them_enough(project: Project, times: int, row: str) -> None:
    known_and_not = offences("2025-01-01 | conviction", " | conviction", "2025-01-01 | ", "2020-01-01 | ", " | pending")
    assert where_person_1_is(project(offences=known_and_not), times=times) == row


def test_whoever_has_no_record_no_index_date_or_no_answer_is_not_known(project: Project) -> None:
    records = """
        person_id | offence_date | outcome
        1         | 2025-01-01   | conviction
        3         | 2025-01-01   | conviction
        4         | 2025-01-01   | conviction
        """
    table = nk.overlap.repeated_contact(project(offences=records), rule=Often(times=1))
    # 2 has no record, 3 no index date, and of 4 it is not known how many needs there are.
    assert figures(table, "count", "out_of", "not_known") == {
        f"{MANY}, {AGAIN}": [1, 1, 3],
        f"{MANY}, {NOT_AGAIN}": [0, 1, 3],
        f"{FEW}, {AGAIN}": [0, 1, 3],
        f"{FEW}, {NOT_AGAIN}": [0, 1, 3],
        "not known": [3, -1, -1],
    }


@pytest.mark.parametrize(
    ("said", "none", "known"),
    [("", 0, 1), ("[sources.offences]\ncomplete = true", 1, 2)],
    ids=["one source that may lack some", "one that lacks nobody"],
)
def test_whoever_is_in_no_source_has_had_no_contact_if_all_sources_are_complete(
    project: Project, said: str, none: int, known: int
) -> None:
    cohort = project(said, offences=offences("2025-01-01 | conviction"))
    table = nk.overlap.repeated_contact(cohort, rule=Often(times=1))
    # 2 has no record; of 3 it is not known when, and of 4 not which needs, however complete the source is.
    assert figures(table, "count", "out_of")[f"{FEW}, {NOT_AGAIN}"] == [none, known]
    assert ("have had none" in table.caption.notes[1]) is bool(said)
    assert len(cohort) == 4


def test_the_four_rows_and_those_not_known_come_to_everybody_in_each_group(project: Project) -> None:
    records = "person_id | offence_date | outcome\n1 | 2025-01-01 | conviction\n2 | 2025-01-01 | pending"
    table = nk.overlap.repeated_contact(project(offences=records), rule=Often(times=1), by="sex")
    totals = {sex: rows(table, sex=sex)["count"].sum() for sex in ("all", "Female", "Male", "Other")}
    assert totals == {"all": 4, "Female": 1, "Male": 3, "Other": 0}
    assert figures(table, "count", sex="Female")[f"{MANY}, {AGAIN}"] == [1]
    assert figures(table, "count", sex="Male")[f"{FEW}, {NOT_AGAIN}"] == [1]


def test_a_part_of_the_cohort_keeps_its_records(project: Project) -> None:
    cohort = project(offences=offences("2025-01-01 | conviction")).where("women", sex="female")
    table = nk.overlap.repeated_contact(cohort, rule=Often(times=1))
    assert table.caption.key == "overlap.repeated_contact_for_women"
    assert figures(table, "count")[f"{MANY}, {AGAIN}"] == [1]
    nobody = nk.overlap.repeated_contact(cohort.where("aged", need_drugs="no"), rule=Often(times=1))
    assert [count for [count] in figures(nobody, "count").values()] == [0] * 5


def test_the_settings_say_what_repeated_contact_is(project: Project) -> None:
    said = "[definitions.repeated_contact]\nneeds = 1\ntimes = 2\nmonths = 6"
    records = offences("2025-01-01 | conviction", "2024-09-11 | conviction", "2024-09-10 | conviction")
    table = nk.overlap.repeated_contact(project(said, offences=records))
    assert figures(table, "count")["1 needs or more, repeated contact"] == [1]
    meant = "Repeated contact: 2 or more offences with a proven outcome in the 6 months up to the index date."
    assert table.caption.notes[0] == f"Several needs: 1 needs or more. {meant}"


def test_spells_with_a_service_count_by_their_start(project: Project) -> None:
    spells = """
        person_id | start_date | end_date
        1         | 2025-01-01 | 2025-02-01
        1         | 2025-02-15 |
        1         | 2024-03-10 | 2025-03-10
        """
    cohort = project(services=spells)
    for times, label in ((2, AGAIN), (3, NOT_AGAIN)):
        table = nk.overlap.repeated_contact(cohort, rule=Often(times=times, of="services"))
        assert figures(table, "count")[f"{MANY}, {label}"] == [1]


def test_a_column_of_numbers_counts_as_it_is(read: Read) -> None:
    cohort = read("""
        person_id | need_drugs | need_alcohol | offences_before_12_months
        1         | yes        | yes          | 3
        2         | yes        | yes          | 2
        3         | yes        | no           | 12
        4         | no         | no           | 0
        5         | yes        | yes          |
        6         |            |              | 3
        """)
    rule = Often(needs=2, times=3, of="offences_before_12_months")
    table = nk.overlap.repeated_contact(cohort, rule=rule)
    assert [count for [count] in figures(table, "count").values()] == [1, 1, 1, 1, 2]
    groups = cohort.people.drop(columns="person_id").assign(people="1").astype("str").replace("<NA>", "")
    again = nk.overlap.repeated_contact(read(groups), rule=rule)
    pd.testing.assert_frame_equal(table.to_frame(), again.to_frame())


def test_what_cannot_be_counted_is_refused(read: Read, project: Project) -> None:
    two_needs = read("person_id | index_date | need_drugs | need_alcohol\n1 | 2025-03-10 | yes | yes")
    with pytest.raises(nk.UsageError, match="is counted from a source of offences with offence_date"):
        nk.overlap.repeated_contact(two_needs)
    with pytest.raises(nk.UsageError, match="does not hold as a column of whole numbers"):
        nk.overlap.repeated_contact(two_needs, rule=Often(of="need_drugs"))
    for rule in (Often(needs=3), Often(needs=0), Often(times=0), Often(months=0)):
        with pytest.raises(nk.UsageError, match="Repeated contact wants needs from 1 to 2, and times and months of 1"):
            nk.overlap.repeated_contact(two_needs, rule=rule)
    assert not nk.overlap.has_contacts(two_needs)
    assert nk.overlap.has_contacts(project(offences=offences("2025-01-01 | conviction")))
