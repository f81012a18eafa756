"""What the settings file says is done or refused, never passed over: names, follow-up, headers of needs, spells."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from tests.spec.damage.drawn import write_sources

import needskit as nk

Draw = Callable[[str], pd.DataFrame]
Project = Callable[..., Path]
Read = Callable[..., nk.Cohort]
Save = Callable[[str, str | bytes], Path]

PEOPLE = """
person_id | index_date | need_drugs | need_alcohol | mental_health
A         | 2023-01-01 | yes        | no           | yes
B         | 2023-01-01 | no         | yes          | no
"""


@pytest.fixture
def project(draw: Draw, tmp_path: Path) -> Project:
    """Return the settings file of drawn sources."""
    return partial(write_sources, draw, tmp_path)


def test_followed_up_is_decided_by_the_earlier_of_the_two_ends(project: Project) -> None:
    people = """
    person_id | index_date | follow_up_end | what it shows
    A         | 2023-01-01 | 2023-12-31    | both are late enough: the last of twelve months is in it
    B         | 2023-01-01 | 2023-12-30    | followed a day too short
    C         | 2023-01-01 |               | the end of the data alone
    D         | 2023-07-01 | 2024-12-31    | the waiting time is not over by the end of the data
    E         | 2023-07-01 |               | as D
    F         |            | 2024-12-31    | from when is not known
    """
    cohort = nk.read_cohort(project("[follow_up]\ndata_end = 2024-12-31", people=people))
    assert cohort.people["followed_up"].tolist() == ["yes", "no", "yes", "no", "no", "not known"]


def test_where_only_the_end_of_each_person_is_given_it_decides(project: Project) -> None:
    people = "person_id | index_date | follow_up_end\nA | 2023-01-01 | 2023-12-31\nB | 2023-01-01 |"
    assert nk.read_cohort(project(people=people)).people["followed_up"].tolist() == ["yes", "not known"]


def test_a_need_of_the_set_is_read_of_the_column_that_is_said_and_no_other(project: Project) -> None:
    people = "person_id | need_drugs | Drug flag | need_alcohol\nA | no | yes | no"
    said = '[need.need_drugs]\ncolumn = "Drug flag"'
    assert nk.read_cohort(project(said, people=people)).people["need_drugs"].tolist() == ["yes"]


def test_a_need_of_the_set_whose_said_column_is_nowhere_is_refused(project: Project) -> None:
    said = '[need.need_drugs]\ncolumn = "Drug flags"'
    with pytest.raises(nk.UsageError, match="there is no column 'need_drugs', which was asked for"):
        nk.read_cohort(project(said, people=PEOPLE))


def test_the_said_column_of_a_need_may_be_in_any_source(project: Project) -> None:
    settings = '[need.need_drugs]\ncolumn = "Drug flag"'
    more = "person_id | Drug flag\nA | no\nB | yes"
    cohort = nk.read_cohort(project(settings, people=PEOPLE, more=more, roles={"more": "needs"}))
    assert cohort.people["need_drugs"].tolist() == ["no", "yes"]


MADE = (
    *("followed_up", "dual_diagnosis", "found_in_people", "number_of_needs", "record"),
    *("homeless_before_custody", "accommodation_class_on_release", "custodial_sentence"),
)


@pytest.mark.parametrize("name", [*MADE, "age_band", "moj_age_band", "score_drugs", "need_drugs", "age"])
def test_a_service_takes_no_name_that_means_something_else(project: Project, name: str) -> None:
    services = "person_id | start_date | end_date\nA | 2022-01-01 | "
    said = f'[sources.mentoring]\nflag = "{name}"\nlabel = "Mentored"'
    path = project(said, people=PEOPLE, mentoring=services, roles={"mentoring": "services"})
    with pytest.raises(nk.UsageError, match=rf"^sources\.mentoring: .*'{name}' is"):
        nk.read_cohort(path)


@pytest.mark.parametrize("name", [*MADE, "age_band", "age_group", "score_drugs", "age"])
def test_a_need_of_ones_own_takes_no_name_that_means_something_else(project: Project, name: str) -> None:
    with pytest.raises(nk.UsageError, match=rf"^needs: .*'{name}' is"):
        nk.read_cohort(project(f'[need.{name}]\nlabel = "Own"\ncolumn = "need_drugs"', people=PEOPLE))


@pytest.mark.parametrize("name", [*MADE, "score_drugs", "need_drugs", "age"])
def test_a_breakdown_of_ones_own_takes_no_name_that_means_something_else(project: Project, name: str) -> None:
    with pytest.raises(nk.UsageError, match=rf"^breakdowns: .*'{name}' is"):
        nk.read_cohort(project(f'[breakdowns]\n{name} = "Own"', people=PEOPLE))


def test_one_name_stands_for_one_thing(project: Project) -> None:
    both = '[breakdowns]\nteam = "Team"\n\n[need.team]\nlabel = "Team work"'
    with pytest.raises(nk.UsageError, match=r"^breakdowns: the name 'team' is taken"):
        nk.read_cohort(project(both, people=PEOPLE))
    services = "person_id | start_date\nA | 2022-01-01"
    said = "\n\n".join(f'[sources.{name}]\nflag = "mentored"\nlabel = "Mentored"' for name in ("first", "second"))
    roles = dict.fromkeys(("first", "second"), "services")
    with pytest.raises(nk.UsageError, match=r"^sources\.second: the name 'mentored' is taken"):
        nk.read_cohort(project(said, people=PEOPLE, first=services, second=services, roles=roles))


def test_a_spell_is_compared_with_the_latest_end_so_far_of_the_same_person(project: Project) -> None:
    spells = """
    person_id | start_date | end_date   | accommodation
    A         | 2022-01-01 | 2022-12-31 | settled
    A         | 2022-02-01 | 2022-03-01 | settled
    A         | 2022-04-01 | 2022-05-01 | settled
    A         | 2022-12-31 | 2023-02-01 | settled
    B         | 2022-06-01 | 2022-07-01 | settled
    """
    cohort = nk.read_cohort(project(people=PEOPLE, accommodation=spells))
    [found] = [each for each in cohort.problems if each.rule == "overlapping_spells"]
    assert found.where == (3, 4)


def test_the_row_of_the_header_is_named_as_the_settings_name_it(project: Project) -> None:
    path = project("[sources.people]\nheader_row = 2", people="a | b\n1 | 2\n3 | 4")
    with pytest.raises(nk.DataError, match=r"Row 2 must be the header"):
        nk.read_cohort(path)


def test_an_empty_cell_means_no_only_of_people_who_were_asked(project: Project) -> None:
    people = """
    person_id | need_drugs | need_alcohol | need_family
    A         | yes        |              | n/k
    B         |            |              |
    C         | no         |              |
    """
    cohort = nk.read_cohort(project('[needs]\nblank = "no"', people=people))
    assert cohort.people["assessed"].tolist() == ["yes", "no", "yes"]
    assert cohort.people["need_drugs"].tolist() == ["yes", "not assessed", "no"]
    assert cohort.people["need_alcohol"].tolist() == ["no", "not assessed", "no"]
    assert cohort.people["need_family"].tolist() == ["not answered", "not assessed", "no"]


def test_an_empty_row_means_no_where_the_row_says_assessed(project: Project) -> None:
    people = "person_id | assessed | need_drugs\nA | yes |\nB | no |\nC | |"
    cohort = nk.read_cohort(project('[needs]\nblank = "no"', people=people))
    assert cohort.people["need_drugs"].tolist() == ["no", "not assessed", "not assessed"]
