"""The summary of an evaluation, and which cautions may stand in a workbook that is protected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

import needskit as nk
from needskit.output.cautions import cautions_of
from needskit.output.text import findings

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.report.evaluation import Evaluation

ON: dict[str, Any] = {"adjust": ("sex", "age", "ethnicity"), "impute": True, "submitted": 400, "adjust_p": "holm"}


@pytest.fixture(scope="module")
def found() -> Evaluation:
    """Return an evaluation that no measure of earlier offending goes into."""
    frame = nk.synthetic_people(people=2_000, seed=1)
    cohort = nk.read_cohort(frame, population="made-up people", as_at="2025-12-31")
    return nk.evaluation(cohort, settings=nk.Comparison(**ON))


def rows_of(found: Evaluation, tab: str, folder: Path) -> list[tuple[object, ...]]:
    released = nk.release(found.tables)
    book = nk.needs_assessment(found.cohort, released, contact="the evaluators").save(folder / "internal.xlsx")
    return list(load_workbook(book)[tab].iter_rows(values_only=True))


def test_every_sentence_stands_in_the_summary_with_its_worksheet(found: Evaluation, tmp_path: Path) -> None:
    released = nk.release(found.tables)
    _, _, _, header, *rows = rows_of(found, "Summary", tmp_path)
    assert header == ("In words", "What it is", "Worksheet")
    assert [row[0] for row in rows] == list(nk.headlines(released))
    tabs = {each.key: row[2] for each, row in zip(findings(released), rows, strict=True)}
    # Who is lost comes first, then three tables of who is managed, how they differ and how alike they were made.
    assert (tabs["iom.attrition"], tabs["iom.rate"]) == ("Table 1", "Table 7")
    assert {row[1] for row in rows} == {"Found", "What does not follow"}


def test_for_how_many_it_holds_is_said_first_and_how_many_are_tested_last(found: Evaluation) -> None:
    first, *_, last = nk.headlines(nk.release(found.tables))
    assert "of those managed under IOM could be matched. What is found by matching holds for those." in first
    assert last.startswith(
        "8 differences were tested, each at the level of 5%: of 2 outcomes 2 are significant alone, and"
    )


def test_each_outcome_is_given_its_level_of_evidence(found: Evaluation) -> None:
    said = " ".join(nk.headlines(nk.release(found.tables)))
    assert "Evidence level: 3 of 5 on the Maryland scale." in said


def cautions_on(rows: list[tuple[object, ...]]) -> set[str]:
    return {str(row[0]).removeprefix("Caution ") for row in rows if str(row[0]).startswith("Caution ")}


def test_a_caution_is_written_down_if_settings_or_released_figures_show_it(found: Evaluation, tmp_path: Path) -> None:
    told = {each.code for each in found.cautions}
    written = cautions_on(rows_of(found, "Method and provenance", tmp_path))
    shown = set(cautions_of(nk.release(found.tables)))
    assert written == shown | {"W-NO-PRIORS"}
    assert "W-LOST" in shown
    assert "W-NO-PRIORS" in told


def test_a_caution_that_may_be_of_one_person_is_for_the_analyst_alone(tmp_path: Path) -> None:
    frame = nk.synthetic_people(people=1_000, seed=1)
    cohort = nk.read_cohort(frame, population="made-up people", as_at="2025-12-31")
    told = nk.Comparison(adjust=("sex", "prior_convictions"), impute=True, other_outcomes=())
    protected, open_to_all = (nk.evaluation(cohort, settings=told, policy=policy) for policy in ("publish", "none"))
    assert "W-IMPUTED" in {each.code for each in protected.cautions}
    assert "W-IMPUTED" not in cautions_on(rows_of(protected, "Method and provenance", tmp_path))
    assert "W-IMPUTED" in cautions_on([(each.name,) for each in open_to_all.cohort.settings])


def test_every_setting_of_the_evaluation_is_on_the_method_sheet(found: Evaluation, tmp_path: Path) -> None:
    said = {row[0]: row[1] for row in rows_of(found, "Method and provenance", tmp_path)}
    assert said["To be matched on"] == "sex, age, ethnicity"
    assert said["Primary outcome"] == "reconvicted_12_months"
    assert said["Other outcomes"] == "reoffences_12_months"
    assert said["Correction of P values"] == "holm"
    assert said["Submitted"] == "400"
    assert said["Caliper"] == "0.2 (logit_sd)"
    assert said["Seed"] == "none: nothing is drawn by chance"


def test_a_workbook_without_findings_has_no_summary(tmp_path: Path) -> None:
    cohort = nk.read_cohort(nk.synthetic_people(people=200, seed=1), population="made-up people", as_at="2025-12-31")
    released = nk.release(nk.demographics.profile(cohort))
    book = nk.Workbook(title="Who they are", tables=released, contact="a team").save(tmp_path / "who.xlsx")
    assert "Summary" not in load_workbook(book).sheetnames
