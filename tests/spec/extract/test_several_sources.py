"""Several files about the same people, put together as needskit.toml says: who, since when, and what is not known."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.damage.drawn import COHORT, of, write_sources
from tests.spec.damage.full_settings import ON_THE_SHEET, every_key, write_full_settings

import needskit as nk

if TYPE_CHECKING:
    from needskit.table.table import Table

Draw = Callable[[str], pd.DataFrame]
Project = Callable[..., Path]


@pytest.fixture
def project(draw: Draw, tmp_path: Path) -> Project:
    """Return the settings file of drawn sources."""
    return partial(write_sources, draw, tmp_path)


PEOPLE = """
person_id | index_date | sex
A         | 2025-03-10 | f
B         | 2025-03-10 | m
C         |            | m
"""


@pytest.mark.parametrize(
    ("start", "end", "iom"),
    [
        ("2025-03-10", "2025-06-01", "yes"),
        ("2025-03-11", "2025-06-01", "no"),
        ("2024-01-01", "2025-03-10", "yes"),
        ("2024-01-01", "2025-03-09", "no"),
        ("2024-01-01", "", "yes"),
        ("", "2025-03-10", "yes"),
        ("", "2025-03-09", "no"),
        ("", "", "yes"),
    ],
)
def test_a_spell_is_open_from_its_first_day_to_its_last(project: Project, start: str, end: str, iom: str) -> None:
    spells = f"person_id | iom_tier | start_date | end_date\nA | fixed | {start} | {end}"
    found = of(nk.read_cohort(project(people=PEOPLE, iom=spells)), "iom", "iom_tier")
    assert found["A"] == ("yes fixed" if iom == "yes" else "no not known")


def test_without_an_index_date_the_date_of_the_extract_counts(project: Project) -> None:
    spells = "person_id | start_date | end_date\nC | 2025-12-31 | \nB | 2025-12-31 |"
    assert of(nk.read_cohort(project(people=PEOPLE, iom=spells)), "iom") == {"A": "not known", "B": "no", "C": "yes"}


def test_whoever_is_not_in_a_list_is_not_known_unless_the_list_is_complete(project: Project) -> None:
    spells = "person_id | start_date\nA | 2025-01-01\nX | 2025-01-01"
    here = {"people": PEOPLE, "iom": spells, "youth": spells, "mentoring": spells}
    roles = {"mentoring": "services"}
    flag = '\nflag = "mentored"\nlabel = "Mentored"'
    columns = ("iom", "known_to_youth_services", "mentored")

    open_lists = nk.read_cohort(project(f"[sources.mentoring]{flag}", roles=roles, **here))
    assert of(open_lists, *columns)["A"] == "yes yes yes"
    assert of(open_lists, *columns)["B"] == "not known not known not known"

    said = "\n\n".join(f"[sources.{name}]\ncomplete = true" for name in ("iom", "youth", "mentoring"))
    complete = nk.read_cohort(project(f"{said}{flag}", roles=roles, **here))
    assert of(complete, *columns) == {"A": "yes yes yes", "B": "no no no", "C": "no no no"}
    assert len(open_lists) == len(complete) == 3


def test_the_latest_of_two_open_spells_counts_and_the_overlap_is_told(project: Project) -> None:
    cohort = nk.read_cohort(project(
        people=PEOPLE,
        iom="""
        person_id | iom_tier | start_date | end_date
        A         | free     | 2025-02-01 | 2025-12-01
        A         | fixed    | 2024-02-01 | 2025-02-28
        A         | flex     | 2025-02-10 |
        B         | fixed    | 2025-01-01 | 2025-01-31
        """,
    ))  # fmt: skip
    assert of(cohort, "iom", "iom_tier", "iom_start", "iom_end") == {
        "A": "yes flex 2025-02-10 -",
        "B": "no not known - -",
        "C": "not known not known - -",
    }
    overlaps = [each.at.tolist() for each in cohort.problems if each.rule == "overlapping_spells"]
    assert overlaps == [[2, 4]]


def test_known_to_youth_services_is_at_any_time_until_then(project: Project) -> None:
    cohort = nk.read_cohort(project(
        people=PEOPLE,
        youth="""
        person_id | start_date | end_date
        A         | 2019-05-01 | 2020-06-30
        A         | 2021-05-01 | 2022-06-30
        B         | 2025-03-11 | 2025-12-01
        """,
    ))  # fmt: skip
    assert of(cohort, "known_to_youth_services", "youth_service_end") == {
        "A": "yes 2022-06-30",
        "B": "no -",
        "C": "not known -",
    }


def two_lists(project: Project) -> nk.Cohort:
    return nk.read_cohort(project(
        roles={"probation": "people", "prison": "people", "survey": "needs"},
        probation="""
        person_id | sex | district | prior_convictions
        A         | f   | North    | 3
        B         |     | North    | 4
        C         | m   |          |
        """,
        prison="""
        person_id | sex | district | prior_convictions
        B         | m   | South    | 4
        C         | f   | South    | 9
        D         | m   | East     | 1
        """,
        survey="""
        person_id | sex | need_drugs
        A         | f   | yes
        C         | f   | no
        X         | m   | yes
        """,
    ))  # fmt: skip


def test_everybody_in_any_list_of_people_is_in_the_cohort_and_the_first_that_knows_decides(project: Project) -> None:
    cohort = two_lists(project)
    assert of(cohort, "sex", "district", "prior_convictions") == {
        "A": "female North 3",
        "B": "male North 4",
        "C": "male South 9",
        "D": "male East 1",
    }
    fates = {fate: count for fate, count in cohort.records.items() if count}
    assert fates == {"kept": 4, "in another source already (prison)": 2}


def test_a_source_of_needs_adds_nobody(project: Project) -> None:
    cohort = two_lists(project)
    assert of(cohort, "need_drugs") == {"A": "yes", "B": "not assessed", "C": "no", "D": "not assessed"}
    [outside] = [each for each in cohort.problems if each.rule == "not_in_the_cohort"]
    assert (outside.source, outside.at.tolist(), outside.severity) == ("survey", [4], "note")


def test_what_two_sources_say_differently_is_counted_and_its_rows_named(project: Project) -> None:
    cohort = two_lists(project)
    assert set(cohort.agreement) == {
        # column, later source, known in both, the same: B's sex is known in one only, C's differs
        ("sex", "prison", 1, 0),
        ("district", "prison", 1, 0),
        ("prior_convictions", "prison", 1, 1),
        ("sex", "survey", 2, 1),
    }
    differ = {(each.source, each.column): each.at.tolist() for each in cohort.problems if each.rule == "sources_differ"}
    assert differ == {("prison", "sex"): [3], ("prison", "district"): [2], ("survey", "sex"): [3]}


def shown(table: Table, *columns: str) -> dict[str, tuple[float, ...]]:
    """Return figures by the first two columns."""
    frame = table.to_frame()
    keys = frame.iloc[:, 0] + ": " + frame.iloc[:, 1]
    return {key: tuple(row) for key, row in zip(keys, frame[list(columns)].fillna(-1).to_numpy().tolist(), strict=True)}


def test_the_table_of_rows_tells_what_became_of_each(project: Project) -> None:
    cohort = two_lists(project)
    assert {name: n for name, n in shown(nk.linkage.rows(cohort), "count").items() if sum(n)} == {
        "survey (needs): rows received": (3,),
        "survey (needs): used: of the cohort": (2,),
        "survey (needs): set aside: not in the cohort": (1,),
    }


def test_the_table_of_people_found_tells_who_is_where(project: Project) -> None:
    assert shown(nk.linkage.found(two_lists(project)), "count", "out_of") == {
        "survey (needs): found in it": (2, 4),
        "survey (needs): found in it and in no other linked source": (2, 4),
        "survey (needs): in it, not in the cohort": (1, -1),
        "all linked sources: in none of them": (2, 4),
    }


def test_the_table_of_agreement_tells_how_often_two_sources_say_the_same(project: Project) -> None:
    assert shown(nk.linkage.agreement(two_lists(project)), "count", "out_of") == {
        "prison (people): Sex": (0, 1),
        "prison (people): District": (0, 1),
        "prison (people): Previous convictions": (1, 1),
        "survey (needs): Sex": (1, 2),
    }


def test_one_person_under_three_spellings_is_linked(project: Project) -> None:
    cohort = nk.read_cohort(project(
        cohort=f'{COHORT}identifier = "pnc"\n',
        people="person_id | index_date\n08/0359381C | 2025-03-10\n12/0394773H | 2025-03-10",
        iom="person_id | start_date\n2008/359381c | 2025-01-01",
        youth="person_id | start_date\n8/359381C | 2020-01-01\n20120394773H | 2020-01-01",
    ))  # fmt: skip
    assert of(cohort, "iom", "known_to_youth_services") == {"08/0359381C": "yes yes", "12/0394773H": "not known yes"}
    assert {source.label: source.outside for source in cohort.sources} == {"people": 0, "iom": 0, "youth": 0}


def test_a_frame_stands_for_the_file_of_a_source(project: Project, draw: Draw) -> None:
    path = project(people=PEOPLE, iom="person_id | start_date\nA | 2025-01-01")
    (path.parent / "iom.csv").unlink()
    frames = {"iom": draw("person_id | start_date\nB | 2025-01-01")}
    assert of(nk.read_cohort(path, frames=frames), "iom") == {"A": "not known", "B": "yes", "C": "not known"}
    with pytest.raises(nk.UsageError, match=r"frames: needskit\.toml has no source 'youth'"):
        nk.read_cohort(path, frames={"youth": frames["iom"]})
    with pytest.raises(nk.UsageError, match="frames= goes with a settings file"):
        nk.read_cohort(frames["iom"], population="people in a test", frames=frames)
    with pytest.raises(nk.UsageError, match=r"there is no file 'iom\.csv' beside needskit"):
        nk.read_cohort(path)


def test_linked_records_go_with_their_people(project: Project) -> None:
    cohort = nk.read_cohort(project(
        people=PEOPLE,
        offences="""
        person_id | offence_date | outcome
        A         | 2025-05-01   | conviction
        A         | 2025-05-01   | conviction
        B         | 2025-06-01   | caution
        X         | 2025-06-01   | caution
        """,
        population="district | sex | people\nNorth | f | 1200\nNorth | m | 1100",
    ))  # fmt: skip
    assert cohort.linked["offences"]["person_id"].tolist() == ["A", "A", "B"]
    women = cohort.where("women", sex="female")
    assert women.linked["offences"]["person_id"].tolist() == ["A", "A"]
    assert women.linked["population"]["people"].tolist() == [1200, 1100]
    assert cohort.where("nobody", sex="other").linked["offences"].empty


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("[sources.people]\nrepeatd = 'last row'", r"\[sources.people\] has no key 'repeatd'; did you mean 'repeated'"),
        ("[sources.people]\nrepeated = 'newest'", r"\[sources.people\] repeated wants .*'last row'"),
        ("[cohrt]\nunit = 'people'", "has no key 'cohrt'; did you mean 'cohort'"),
        ("[needs]\nset = 'oassys'", "no need set called 'oassys'; did you mean 'oasys'"),
        ("[sources.people.columns]\npersonid = 'CRN'", "'personid'; did you mean 'person_id'"),
        ("[sources.people.codes]\nsex = { W = 'femal' }", "'femal'; did you mean 'female'"),
        ("[sources.people]\ncomplete = true", "complete has no meaning for the role people"),
        ("[sources.iom]\nrepeated = 'last row'", "repeated has a meaning only where there is one row a person"),
        ("[assessments]\ntypes = ['layer_4']", "'layer_4'; did you mean 'layer_3'"),
        ("[comparison]\nmetod = 'radius'", r"\[comparison\] has no key 'metod'; did you mean 'method'"),
        ("[comparison]\nmethod = 'radius one'", r"\[comparison\] method wants 'radius', 'nearest'"),
        ("[comparison]\nadjust = ['sexx']", "comparison.adjust called 'sexx'; did you mean 'sex'"),
        ("[comparison.treated]\niom_teir = 'fixed'", "comparison.treated called 'iom_teir'; did you mean 'iom_tier'"),
        ("[comparison.treated]\niom = 'maybe'", "comparison.treated: iom wants one of yes, no"),
        ("[comparison]\nmin_people = 9", "min_people wants a whole number, 10 or more"),
        ("[comparison]\nsubmitted = 0", "submitted wants a whole number, 1 or more"),
        ("[comparison]\ncaliper = -1.0", "caliper wants a number above 0, or false"),
        ("[comparison]\nprimary_outcome = []", "primary_outcome wants a column"),
        ("[comparison]\nother_outcomes = ['iom', 'iom']", "an outcome is named twice"),
        ("[follow_up]\nmonths = 12.5", r"\[follow_up\] months wants a whole number"),
    ],
)
def test_a_key_that_is_not_known_is_refused_with_the_nearest(project: Project, said: str, words: str) -> None:
    with pytest.raises(nk.UsageError, match=words):
        nk.read_cohort(project(said, people=PEOPLE, iom="person_id\nA"))


def test_a_note_about_a_file_names_its_source(project: Project) -> None:
    spells = "person_id | Officer | start_date\nA | Zqx | 2025-01-01"
    notes = nk.read_cohort(project(people=PEOPLE, iom=spells)).problems
    assert [(each.rule, each.source) for each in notes if each.rule == "column_not_used"] == [
        ("column_not_used", "iom")
    ]


def test_a_source_of_people_without_a_person_is_named(project: Project) -> None:
    with pytest.raises(nk.DataError, match=r"^needskit\.toml: prison: no row is a record of a person"):
        nk.read_cohort(project(people=PEOPLE, prison="person_id | sex\n | f", roles={"prison": "people"}))


def test_every_key_of_the_settings_is_on_the_method_sheet(tmp_path: Path) -> None:
    cohort = nk.read_cohort(write_full_settings(tmp_path))
    said = [f"{each.name}: {each.value} {each.meaning}" for each in cohort.settings]
    files = [f"{source.name} {source.role} {source.details}" for source in cohort.sources]
    sheet = "\n".join([*said, *files])
    # Those of an engine are in tests/spec/engine: no file has them.
    of_engines = {"sources.engine", "sources.most_cells", "sources.table"}
    assert set(ON_THE_SHEET) == every_key() - of_engines
    assert {key: words for key, words in ON_THE_SHEET.items() if words not in sheet} == {}


def test_a_problem_of_a_value_is_told_of_the_file_that_holds_it(project: Project) -> None:
    cohort = nk.read_cohort(project(
        people="person_id | index_date\nA | 2025-03-10\nB | 2025-03-10",
        needs="person_id | date_of_birth\nB | 2024-01-01\nA | 1990-01-01",
    ))  # fmt: skip
    [found] = [each for each in cohort.problems if each.rule == "impossible_age"]
    assert (found.source, found.where) == ("needs", (2,))
