"""Sources that link to nobody, that are not as complete as they are said to be, or whose dates cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk
from needskit.extract.read import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Settle = Callable[..., Path]

PEOPLE = pd.DataFrame(
    {"person_id": [f"X{n:06}" for n in range(40)], "index_date": ["2024-06-17"] * 40, "sex": ["f", "m"] * 20}
)


@pytest.fixture
def settle(tmp_path: Path) -> Settle:
    """Return the settings of the people above and an IOM list."""

    def write(more: str = "") -> Path:
        path = tmp_path / "needskit.toml"
        path.write_text(
            '[cohort]\npopulation = "people in a test"\n[sources.probation]\nfile = ""\nrole = "people"\n'
            f'[sources.police]\nfile = ""\nrole = "iom"\n{more}\n',
            encoding="utf-8",
        )
        return path

    return write


def listed(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["person_id", "start_date", "end_date"])


def test_a_complete_source_that_links_to_nobody_is_refused(settle: Settle) -> None:
    police = listed(*((f"x{n:06}", "2024-01-01", "") for n in range(30)))
    frames = {"probation": PEOPLE, "police": police}
    with pytest.raises(nk.DataError, match="no row is of anybody in the cohort"):
        nk.read_cohort(settle("complete = true"), frames=frames)
    found = check(settle(), frames=frames)
    assert found.cohort is not None
    assert ("links_to_nobody", "warning") in {(each.rule, each.severity) for each in found.problems}
    assert set(found.cohort.people["iom"]) == {"not known"}


@pytest.mark.parametrize(("unnamed", "severity"), [(1, "warning"), (15, "error")])
def test_a_complete_source_with_rows_of_nobody_knows_whom_is_said(settle: Settle, unnamed: int, severity: str) -> None:
    named = [(f"X{n:06}", "2024-01-01", "") for n in range(25)]
    police = listed(*named, *[("", "2024-01-01", "2024-02-01")] * unnamed)
    found = check(settle("complete = true"), frames={"probation": PEOPLE, "police": police})
    assert [each.severity for each in found.problems if each.rule == "complete_with_gaps"] == [severity]


def test_a_spell_whose_dates_cannot_be_read_is_neither_open_nor_closed(settle: Settle) -> None:
    police = listed(
        ("X000000", "2024-01-01", "31/02/2024"),
        ("X000001", "soon", ""),
        ("X000002", "2024-01-01", ""),
        ("X000003", "soon", ""),
        ("X000003", "2024-01-01", "2024-12-31"),
        ("X000004", "2024-01-01", "31/12/9999"),
    )
    people = nk.read_cohort(settle("complete = true"), frames={"probation": PEOPLE, "police": police}).people
    assert people["iom"].tolist()[:6] == ["not known", "not known", "yes", "yes", "yes", "no"]


def test_needs_of_people_without_an_assessment_count_where_another_source_has_them(tmp_path: Path) -> None:
    (tmp_path / "needskit.toml").write_text(
        '[cohort]\npopulation = "people in a test"\n[sources.probation]\nfile = ""\nrole = "people"\n'
        '[sources.oasys]\nfile = ""\nrole = "assessments"\n[assessments]\ntypes = []\nstatuses = []\n',
        encoding="utf-8",
    )
    people = PEOPLE.assign(need_drugs=["yes", "no", "", ""] * 10)
    oasys = pd.DataFrame({"person_id": ["X000001", "X000002"], "assessment_date": "2024-05-01", "score_alcohol": "4"})
    cohort = nk.read_cohort(tmp_path / "needskit.toml", frames={"probation": people, "oasys": oasys})
    assert cohort.people["assessed"].tolist()[:4] == ["yes", "yes", "yes", "no"]
    assert cohort.people["need_drugs"].tolist()[:4] == ["yes", "no", "not answered", "not assessed"]
    assert cohort.people["need_alcohol"].tolist()[:4] == ["not answered", "yes", "yes", "not assessed"]


def test_percentages_of_which_none_is_above_1_are_refused_unless_they_are_said_to_be_fractions(tmp_path: Path) -> None:
    people = PEOPLE.assign(ogrs3=["0.45", "0.5", "0.62", "0.9"] * 10)
    with pytest.raises(nk.DataError, match=r'for fractions say units = \{ ogrs3 = "fraction" \}'):
        nk.read_cohort(people, population="people in a test", as_at=None)
    (tmp_path / "needskit.toml").write_text(
        '[cohort]\npopulation = "people in a test"\n[sources.a]\nfile = ""\nrole = "people"\n'
        'units = { ogrs3 = "fraction" }\n',
        encoding="utf-8",
    )
    cohort = nk.read_cohort(tmp_path / "needskit.toml", frames={"a": people})
    assert cohort.people["ogrs3"].tolist()[:4] == [45, 50, 62, 90]


def test_a_breakdown_of_ones_own_is_in_the_standard_report() -> None:
    people = PEOPLE.assign(need_drugs=["yes", "no"] * 20, team=["North", "South"] * 20)
    cohort = nk.read_cohort(people, population="people in a test", as_at=None, breakdowns={"team": "Team"})
    assert "needs.prevalence_by_team" in {table.caption.key for table in nk.standard_report(cohort)}


def test_columns_that_nobody_is_known_of_are_said() -> None:
    people = PEOPLE.assign(index_date="", need_drugs="")
    cohort = nk.read_cohort(people, population="people in a test", as_at=None)
    assert [(found.rule, found.column) for found in cohort.problems if found.severity == "warning"] == [
        ("nobody_known", "index_date"),
        ("nobody_known", "assessed"),
    ]
