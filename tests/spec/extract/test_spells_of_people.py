"""What spells say of a person: on their date, from all sources of a role together, and never more than is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    Read = Callable[..., nk.Cohort]


@pytest.fixture
def sources(tmp_path: Path, draw: Callable[[str], pd.DataFrame]) -> Read:
    """Return the cohort of drawn sources, by name and role; the first brings people along."""

    def cohort(as_at: str = "", settings: str = "", **drawn: str) -> nk.Cohort:
        said = [f'[cohort]\npopulation = "people in a test"\n{as_at}\n']
        for name in drawn:
            role = name.split("_")[0]
            said.append(f'[sources.{name}]\nfile = ""\nrole = "{role}"\n')
        (tmp_path / "needskit.toml").write_text("".join([*said, settings]), encoding="utf-8")
        return nk.read_cohort(tmp_path / "needskit.toml", frames={name: draw(text) for name, text in drawn.items()})

    return cohort


def test_without_any_date_nobody_can_say_whether_a_spell_is_open(sources: Read) -> None:
    cohort = sources(
        people="person_id\n1\n2\n3",
        iom="person_id | start_date | end_date\n1 | 2020-01-01 | 2030-01-01\n2 | |",
        youth="person_id | start_date\n1 | 2030-01-01\n2 |",
    )
    assert cohort.people["iom"].tolist() == ["not known", "yes", "not known"]
    assert cohort.people["known_to_youth_services"].tolist() == ["not known", "yes", "not known"]


def test_two_lists_of_iom_are_asked_together(sources: Read) -> None:
    cohort = sources(
        people="person_id | index_date\n1 | 2025-01-01",
        iom_old="person_id | start_date | end_date\n1 | 2020-01-01 | 2021-01-01",
        iom_new="person_id | start_date | end_date\n1 | 2024-06-01 |",
    )
    assert cohort.people["iom"].tolist() == ["yes"]
    assert cohort.people["iom_start"].dt.strftime("%Y-%m-%d").tolist() == ["2024-06-01"]
    assert "sources_differ" not in {found.rule for found in cohort.problems}


def test_one_assessment_is_taken_of_all_sources_of_them(sources: Read) -> None:
    cohort = sources(
        people="person_id | index_date\n1 | 2025-01-01",
        assessments_old="person_id | assessment_date | need_drugs | need_alcohol\n1 | 2024-06-01 | no |",
        assessments_new="person_id | assessment_date | need_drugs | need_alcohol\n9 | 2024-12-01 | no | no\n"
        "1 | 2024-12-01 | yes | yes",
        settings="[assessments]\ntypes = []\nstatuses = []\n",
    )
    assert cohort.people[["need_drugs", "need_alcohol"]].to_numpy().tolist() == [["yes", "yes"]]
    rows = {source.label: source.rows for source in cohort.sources}
    assert (rows["assessments_old"]["taken"], rows["assessments_old"]["not the one taken"]) == (0, 1)
    assert (rows["assessments_new"]["taken"], rows["assessments_new"]["not in the cohort"]) == (1, 1)
    where = {(found.rule, found.source): found.where for found in cohort.problems if found.where}
    assert where["not_the_one_taken", "assessments_old"] == (1,)
    assert where["not_in_the_cohort", "assessments_new"] == (1,)


def test_nothing_is_known_of_where_somebody_lives_after_the_end_of_the_data(sources: Read) -> None:
    cohort = sources(
        "as_at = 2025-12-31",
        people="person_id | index_date\n1 | 2025-12-01\n2 | 2025-06-01\n3 |",
        accommodation="person_id | accommodation | start_date\n1 | A01A | 2025-01-01\n2 | A01A | 2025-01-01\n"
        "3 | A01A | 2025-01-01",
    )
    assert cohort.people["accommodation_on_release"].tolist() == ["settled", "settled", "not known"]
    assert cohort.people["accommodation_at_3_months"].tolist() == ["not known", "settled", "not known"]


def test_a_placeholder_for_the_start_says_nothing_and_for_the_end_that_it_goes_on(sources: Read) -> None:
    cohort = sources(
        people="person_id | index_date\n1 | 2025-01-01\n2 | 2025-01-01",
        iom="person_id | start_date | end_date\n1 | 31/12/9999 |\n2 | 2024-01-01 | 31/12/9999",
    )
    assert cohort.people["iom"].tolist() == ["not known", "yes"]


def test_rows_that_stand_for_several_people_are_not_linked(sources: Read) -> None:
    with pytest.raises(nk.UsageError, match="so its rows stand for several people and cannot be linked"):
        sources(people="person_id | people\n1 | 10\n2 | 20", iom="person_id\n1")


def test_people_and_offences_alone_make_a_report(sources: Read) -> None:
    cohort = sources(
        people="person_id | index_date\n1 | 2025-01-01\n2 | 2025-01-01",
        offences="person_id | offence_date\n1 | 2024-01-01\n1 | 2025-02-01",
    )
    keys = [table.caption.key for table in nk.standard_report(cohort)]
    assert keys == ["coverage.problems", "coverage.flow", "linkage.rows", "linkage.found"]
    assert len(cohort.linked["offences"]) == 2


def test_rows_of_nobody_are_one_count_in_every_table_that_shows_them(sources: Read) -> None:
    people = "person_id | index_date\n" + "\n".join(f"{n} | 2025-01-01" for n in range(40))
    named = "person_id | need_drugs\n" + "\n".join(f"{n} | yes" for n in (*range(11), 97, 98, 99))
    cohort = sources(people=people, needs=named)
    released = nk.release([nk.coverage.problems(cohort), nk.linkage.rows(cohort), nk.linkage.found(cohort)])
    shown = {
        int(row["count"])
        for table in released
        for _, row in table.to_frame().iterrows()
        if "not in the cohort" in " ".join(map(str, row)) or "of nobody in the cohort" in " ".join(map(str, row))
    }
    assert len(shown) == 1
