"""Policy nhs: 0 is shown, 1 to 7 are not, all others go to the nearest 5, each by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import needskit as nk
from needskit.disclosure.shorthand import CONFIDENTIAL, LOW_RELIABILITY
from needskit.errors import WorkbookWarning
from needskit.output.excel.front import method
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Cell, Table
from needskit.table.whom import Whom, count_of

if TYPE_CHECKING:
    from pathlib import Path

Describe = Callable[..., Whom]
Make = Callable[..., Table]


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (15, 15), (17, 15)]
)
def test_each_count_by_itself(whom: Describe, table: Make, count: int, shown: int | None) -> None:
    [released] = nk.release(table({whom(): count}), policy="nhs")
    [cell] = released.cells
    assert cell.figures.get("count") == shown
    assert cell.withheld.get("count") == (CONFIDENTIAL if shown is None else None)


def test_totals_need_not_be_the_sum_of_their_parts(whom: Describe, table: Make) -> None:
    [released] = nk.release(table({whom(): 24, whom(area="north"): 12, whom(area="south"): 12}), policy="nhs")
    assert [cell.figures["count"] for cell in released.cells] == [25, 10, 10]


def share(whom: Describe, table: Make, yes: int, known: int) -> Table:
    """Return a table of one percentage: of women, out of those whose sex is known."""
    counts = {whom(sex="female"): yes, whom(sex="female|male"): known, whom(): known + 20}
    cell = Cell(("row 0",), PERCENTAGE, tuple(count_of(each) for each in counts))
    plain = table({whom(sex="female"): yes})
    return replace(plain, cells=(cell,), counts=counts)


def test_a_percentage_is_that_of_the_rounded_counts_and_its_limits_hold_the_rounding(
    whom: Describe, table: Make
) -> None:
    [released] = nk.release(share(whom, table, 17, 42), policy="nhs")
    figures = released.cells[0].figures
    assert (figures["count"], figures["out_of"], figures["not_known"]) == (15, 40, 20)
    assert figures["estimate"] == pytest.approx(15 / 40)
    [exact] = nk.release(share(whom, table, 17, 42), policy="none")
    assert figures["lower"] < exact.cells[0].figures["lower"] < exact.cells[0].figures["upper"] < figures["upper"]


def test_of_a_hidden_count_no_percentage_is_shown_and_none_of_few(whom: Describe, table: Make) -> None:
    [hidden] = nk.release(share(whom, table, 7, 42), policy="nhs")
    assert (hidden.cells[0].status, dict(hidden.cells[0].figures)["out_of"]) == (CONFIDENTIAL, 40)
    assert "estimate" not in hidden.cells[0].figures
    assert nk.release(share(whom, table, 8, 8), policy="nhs").tables[0].cells[0].status == ""
    assert nk.release(share(whom, table, 0, 7), policy="nhs").tables[0].cells[0].status == CONFIDENTIAL
    assert nk.release(share(whom, table, 0, 0), policy="nhs").tables[0].cells[0].status in {LOW_RELIABILITY, "[z]"}


def test_the_analyst_is_told_that_such_rounding_is_not_recommended(whom: Describe, table: Make) -> None:
    released = nk.release(table({whom(): 24}), policy="nhs")
    assert any("ESSnet Handbook" in said and "easily unpicked" in said for said in released.advice)
    assert not any("ESSnet" in said for said in released.words)
    sheet = method(nk.Workbook(title="Needs", tables=released, contact="us"))
    assert sheet.grid is not None
    assert [words for name, words, _ in sheet.grid.rows if str(name).startswith("Caution")] == list(
        released.advice[:-1]
    )


def test_every_table_of_the_standard_report_is_released_and_none_of_its_counts_is_1_to_7() -> None:
    people = nk.synthetic_people(people=150, seed=2)
    cohort = nk.read_cohort(people, population="made-up people", as_at="2025-12-31")
    released = nk.release(nk.standard_report(cohort), policy="nhs")
    counts = [cell.figures["count"] for table in released for cell in table.cells if "count" in cell.figures]
    assert len(counts) > 500
    assert not any(0 < count < 10 or count % 5 for count in counts)


def test_what_an_attack_finds_is_said_when_the_workbook_is_saved_and_the_workbook_is_kept(tmp_path: Path) -> None:
    people = nk.synthetic_people(people=60, seed=2)
    cohort = nk.read_cohort(people, population="made-up people", as_at="2025-12-31")
    released = nk.release(nk.overlap.number_of_needs(cohort, by="sex"), policy="nhs")
    book = nk.Workbook(title="Needs", tables=released, contact="us", charts=False)
    with pytest.warns(WorkbookWarning, match=r"An attack on the file found A-.* and the file was kept"):
        assert book.save(tmp_path / "needs.xlsx").is_file()
