"""What each command prints and writes."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from needskit.report import STANDARD
from needskit.schema import load_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.cli.conftest import Ended

    Run = Callable[..., Ended]

FIGURES = ["count", "out_of", "estimate", "lower", "upper", "unit", "status"]


def header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_the_demo_makes_people_a_workbook_and_tidy_files_in_a_folder_of_any_name(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "asesiad o anghenion d\u0175r \u00e9t\u00e9"
    ended = run("demo", "--out", folder, "--people", "120", "--only", "overlap.number_of_needs", "--by", "sex")
    assert ended.code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "SYNTHETIC-people-120-seed-1.csv",
        "needs-assessment.xlsx",
        "tidy",
    ]
    first, *_, last = ended.out.splitlines()
    assert re.match(r"Made-up people in Northshire, 31 December 2025: \d+% \(\d+ of \d+", first)
    assert last.startswith("Look in: ")
    assert last.endswith("tidy")


def test_progress_is_said_on_standard_error_stage_by_stage(run: Run, tmp_path: Path) -> None:
    ended = run("demo", "--out", tmp_path, "--people", "60", "--only", "coverage.flow")
    stages = [re.sub(r" \(\d+\.\d s\)$", "", line) for line in ended.err.splitlines()]
    assert stages == [
        "  made up an extract of 60 people, marked SYNTHETIC",
        "  read and checked the extract",
        "  counted 1 table",
        "  protected them together, policy publish",
        "  wrote the workbook, read it back and checked it",
        "  wrote the tidy files",
    ]


def test_tidy_files_have_a_column_for_each_dimension_and_then_the_figures(
    run: Run, extract: Path, tmp_path: Path
) -> None:
    tidy = tmp_path / "tidy"
    assert run("report", extract, "--tidy", tidy, "--by", "sex").code == 0
    headers = {path.stem: header(path) for path in tidy.glob("*.csv")}
    dimensions = {key: columns[: columns.index("count")] for key, columns in headers.items()}
    # Tables that have more figures have them before the unit, in the order in which the workbook has them.
    assert all([name for name in columns if name in FIGURES] == FIGURES for columns in headers.values())
    assert all(columns[-2:] == FIGURES[-2:] for columns in headers.values())
    assert dimensions == {
        "coverage.problems": ["problem"],
        "coverage.flow": ["step"],
        "coverage.assessment": ["characteristic", "group"],
        "coverage.completeness": ["column"],
        "demographics.profile": ["characteristic", "group"],
        "needs.prevalence": ["need"],
        "needs.prevalence_by_sex": ["sex", "need"],
        "needs.by_cohort": ["cohort", "need"],
        "needs.reconviction": ["need"],
        "overlap.number_of_needs": ["number_of_needs"],
        "overlap.number_of_needs_by_sex": ["sex", "number_of_needs"],
        "overlap.pairs": ["need", "other_need"],
        "overlap.association": ["pair"],
        "overlap.combinations": ["combination"],
        "overlap.combinations_and_outcome": ["combination"],
        "overlap.at_least": ["needs"],
        "overlap.domains": ["segment"],
        "overlap.dual_diagnosis": ["problem"],
        "overlap.reconviction": ["number_of_needs"],
        "overlap.reconviction_adjusted": ["term"],
        "transition.young_adults_share": ["age"],
        "transition.definitions": ["definition"],
        "transition.representation_of_offences": ["age"],
        "transition.representation_of_reoffences": ["age"],
        "transition.needs": ["against", "need"],
        "transition.overlap": ["against", "statement"],
        "transition.accommodation": ["against", "accommodation"],
        "transition.reconviction": ["against", "outcome"],
        "transition.age_profile": ["age"],
        "transition.age_profile_of_reconvicted_12_months": ["age"],
        "transition.steps_of_reconvicted_12_months": ["step"],
        "iom.tiers": ["characteristic", "group"],
        "iom.needs": ["tier", "need"],
        "iom.before_after_for_managed_under_iom": ["statement"],
        "accommodation.status": ["point", "accommodation"],
        "accommodation.change": ["start", "end"],
        "accommodation.gained_and_lost": ["change"],
        "accommodation.needs": ["need"],
        "accommodation.reconviction": ["group"],
        "accommodation.reconviction_adjusted": ["term"],
        "reconviction.headline": [],
        "reconviction.headline_by_sex": ["sex"],
        "reconviction.rates": [],
        "reconviction.time_to_first": ["day"],
        "reconviction.concentration": ["most_prolific"],
    }


def test_by_replaces_the_usual_breakdowns_and_only_chooses_tables(run: Run, extract: Path, tmp_path: Path) -> None:
    asked = ["--only", "needs.prevalence", "--by", "sex", "--by", "iom"]
    assert run("report", extract, "--tidy", tmp_path / "both", *asked).code == 0
    assert sorted(path.stem for path in (tmp_path / "both").glob("*.csv")) == [
        "needs.prevalence",
        "needs.prevalence_by_iom",
        "needs.prevalence_by_sex",
    ]
    assert run("report", extract, "--tidy", tmp_path / "one", "--only", "needs.prevalence_by_iom").code == 0
    assert [path.stem for path in (tmp_path / "one").glob("*.csv")] == ["needs.prevalence_by_iom"]


def test_a_page_and_pictures_are_written_without_a_workbook(run: Run, extract: Path, tmp_path: Path) -> None:
    page, pictures = tmp_path / "needs.html", tmp_path / "pictures"
    ended = run("report", extract, "--only", "needs.prevalence", "--html", page, "--pictures", pictures)
    assert ended.code == 0
    assert f"Look in: {page}, {pictures}" in ended.out
    assert "<h1>Needs assessment: " in page.read_text(encoding="utf-8")
    assert sorted(path.name for path in pictures.iterdir()) == ["needs.prevalence-2.svg", "needs.prevalence.svg"]


def test_without_protection_the_file_name_and_the_console_say_so(run: Run, extract: Path, tmp_path: Path) -> None:
    out = tmp_path / "needs.xlsx"
    ended = run("report", extract, "--out", out, "--policy", "none", "--only", "coverage.flow")
    assert ended.code == 0
    assert not out.exists()
    assert (tmp_path / "needs-internal.xlsx").is_file()
    assert ended.out.splitlines()[-1] == f"Look in: {tmp_path / 'needs-internal.xlsx'}"
    assert "policy none" in ended.err


def test_needs_columns_and_breakdowns_of_ones_own_are_taken_from_the_command_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_text("Plan no;Housing theme;Team\n" + "".join(f"{i};{'yn'[i % 2]};{'AB'[i % 2]}\n" for i in range(80)))
    ended = run(
        "report", path, "--tidy", tmp_path / "tidy", "--unit", "plans", "--need-word", "theme",
        "--column", "person_id=Plan no", "--column", "t_housing=Housing theme",
        "--need", "t_housing=Housing", "--breakdown", "team=Team", "--by", "team",
        "--population", "release plans", "--as-at", "2025-12-31",
    )  # fmt: skip
    assert ended.code == 0
    with (tmp_path / "tidy" / "needs.prevalence_by_team.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["team"], row["need"], row["count"], row["out_of"]) for row in rows] == [
        ("all", "Housing", "40", "80"),
        ("A", "Housing", "40", "40"),
        ("B", "Housing", "0", "40"),
        ("not known", "Housing", "0", "0"),
    ]
    assert "Release plans, 31 December 2025" in ended.out


def test_a_good_extract_can_be_used(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "extract.csv"
    path.write_text("person_id,sex\n1,f\n2,m\n")
    ended = run("check", path)
    assert ended == (0, "The extract can be used. Records received: 2 (kept: 2).\n", "")


def test_what_is_wrong_is_said_by_rule_with_the_rows_of_the_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "extract.csv"
    path.write_text("person_id,sex,distrct\n1,f,North\n2,old,North\nTotal,,\n")
    ended = run("check", path)
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "warning: 1 row: is a row of totals, not a person. Set aside. (row 4)",
        (
            "warning: sex: 1 row: wants one of the codes, labels or synonyms of its code list "
            "(female, male, other). Counted as not known. (row 3)"
        ),
        "note: 1 column has no standard name (column 3 looks like 'district'). Not read.",
        "The extract can be used. Records received: 3 (kept: 2, totals row: 1).",
    ]


def test_a_refused_extract_is_said_with_every_problem(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "extract.csv"
    path.write_text("person_id,sex\n1,f\n1,m\n,f\n")
    ended = run("check", path)
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "warning",
        "error",
        "The extract cannot be used until the errors are mended.",
    ]


def test_the_standard_columns_are_listed_and_the_dictionary_written(run: Run, tmp_path: Path) -> None:
    ended = run("schema", "--out", tmp_path)
    assert ended.code == 0
    listed = [line.split()[0] for line in ended.out.splitlines()]
    assert listed[1 : 1 + len(load_table("people").names)] == list(load_table("people").names)
    assert {"assessments", "offences", "population"} <= set(listed)
    assert list(tmp_path.rglob("*.md"))


def test_every_table_of_the_report_is_listed(run: Run) -> None:
    ended = run("tables")
    assert ended.code == 0
    assert [line.split()[0] for line in ended.out.splitlines()[:-1]] == [entry.key for entry in STANDARD]


def test_made_up_people_are_marked_in_the_name_of_their_file(run: Run, tmp_path: Path) -> None:
    ended = run("synth", "--people", "20", "--seed", "3", "--out", tmp_path)
    assert ended.code == 0
    assert ended.out == f"Made up: {tmp_path / 'SYNTHETIC-people-20-seed-3.csv'}\n"
    assert run("synth", "--people", "0", "--out", tmp_path).code == 2


@pytest.mark.parametrize("command", ["check", "report"])
def test_a_population_that_nobody_gave_is_named_after_the_file(run: Run, extract: Path, command: str) -> None:
    to = ["--tidy", extract.parent / "tidy", "--only", "needs.prevalence"] if command == "report" else []
    ended = run(command, extract, *to)
    assert ended.code == 0
    assert ("People in extract.csv" in ended.out) == (command == "report")
