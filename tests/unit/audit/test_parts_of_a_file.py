"""Numbers that nobody sees at a glance, in every part of a file: each is caught, and named."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.packaging.relationship import Relationship
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook
from tests.unit.audit.conftest import header_row

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook as Opened
    from tests.unit.audit.conftest import Case

NEEDS, COUNT, PERCENTAGE = "Table 1", 2, 5


def very_hidden(book: Opened) -> None:
    book.create_sheet("raw")["A1"] = 17
    book["raw"].sheet_state = "veryHidden"


def name_with_a_number(book: Opened) -> None:
    book.defined_names["really"] = DefinedName("really", attr_text="17")


def custom_property(book: Opened) -> None:
    getattr(book, "custom_doc_props").append(StringProperty(name="really", value="17"))  # noqa: B009 - not in the stubs


def external_link(book: Opened) -> None:
    link = ExternalLink(externalBook=ExternalBook(id="rId1"))
    link.file_link = Relationship(type="externalLinkPath", Target="people.xlsx", TargetMode="External", Id="rId1")
    getattr(book, "_external_links").append(link)  # noqa: B009 - no public way


def white_text(book: Opened) -> None:
    cell = book["Notes"]["H40"]
    cell.value, cell.font = "17 really", Font(color="FFFFFFFF")


def more_digits(book: Opened) -> None:
    sheet = book[NEEDS]
    cell = sheet.cell(header_row(sheet) + 1, PERCENTAGE)
    assert isinstance(cell.value, int | float)
    cell.value, cell.number_format = cell.value + 0.0431, "0.0000"


CHANGES: dict[str, Callable[[Opened], None]] = {
    "A-HIDDEN-SHEET": very_hidden,
    "A-NAME": name_with_a_number,
    "A-PART": external_link,
    "A-HIDDEN-CELLS": white_text,
    "A-PRECISION": more_digits,
}


@pytest.mark.parametrize("code", CHANGES)
def test_what_is_put_where_nobody_looks_is_named(case: Case, code: str) -> None:
    found = case.tampered(CHANGES[code])
    assert {finding.code for finding in found.findings if finding.severity == "disclosure"} >= {code}


def test_a_document_property_of_its_own_is_named(case: Case) -> None:
    assert "A-PART" in case.tampered(custom_property).codes


def test_a_number_in_the_cache_of_a_chart_alone_is_named(case: Case, tmp_path: Path) -> None:
    with zipfile.ZipFile(case.path) as whole, zipfile.ZipFile(tmp_path / "chart.xlsx", "w") as changed:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "xl/charts/chart1.xml":
                start = content.index(b"<c:v>", content.index(b"<c:numCache>")) + len(b"<c:v>")
                content = content[:start] + b"17" + content[content.index(b"</c:v>", start) :]
            changed.writestr(name, content)
    found = nk.audit_workbook(tmp_path / "chart.xlsx", structure=case.structure, programs=0)
    assert found.codes == {"A-CHART"}


def test_one_true_count_pasted_over_a_hidden_one_is_named(tmp_path: Path) -> None:
    cohort = nk.read_cohort(nk.synthetic_people(people=120, seed=3), population="made-up people", as_at="2025-12-31")
    tables = [nk.needs.prevalence(cohort, by="sex")]
    released = nk.release(tables, policy="suppress")
    true = tables[0].to_frame()["count"]
    row = next(row for row, number in enumerate(true) if 0 < number < 5)
    path = nk.Workbook("Needs", released, contact="us").save(tmp_path / "needs.xlsx")
    book = load_workbook(path)
    cell = book[NEEDS].cell(header_row(book[NEEDS]) + 1 + row, COUNT + 1)
    assert cell.value == "[c]"
    cell.value = int(true.iloc[row])
    book.save(path)

    found = nk.audit_workbook(path, structure=nk.structure_of(released), programs=0)
    assert "A-SMALL-SHOWN" in found.codes
