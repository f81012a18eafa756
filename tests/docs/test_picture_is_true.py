"""The picture in the README shows figures that the demo could have written, and its words count the tables right."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from openpyxl import load_workbook

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

OFF_BY = 4
"""Which of the two multiples of 5 each count becomes may depend on the version of the solver."""


def rows_of(picture: Path) -> dict[str, list[str]]:
    """Return the texts of each line of the picture, by the first of them in small letters."""
    lines: dict[str, list[str]] = {}
    for text in ET.parse(picture).getroot().iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314 - our own file
        lines.setdefault(text.attrib["y"], []).append(text.text or "")
    return {first.lower(): rest for first, *rest in lines.values()}


def test_every_figure_in_the_picture_could_have_been_released(checkout: Path) -> None:
    shown = rows_of(checkout / "docs" / "worksheet.svg")
    people = nk.synthetic_people(people=2_000, seed=1)
    cohort = nk.read_cohort(people, population="made-up people in Northshire", as_at="2025-12-31")
    true = nk.overlap.number_of_needs(cohort).to_frame().set_index("number_of_needs")

    for level in true.index.drop("mean"):
        counts = [int(text.replace(",", "")) for text in shown[level][:3] if text != "[z]"]
        expected = true.loc[level, ["count", "out_of", "not_known"]].dropna()
        assert len(counts) == len(expected)
        assert all(count % 5 == 0 for count in counts)
        assert all(abs(count - was) <= OFF_BY for count, was in zip(counts, expected, strict=True))
        if len(counts) > 1:
            assert shown[level][3] == f"{100 * counts[0] / counts[1]:.1f}"


def test_the_picture_adds_up_and_names_its_people(checkout: Path) -> None:
    shown = rows_of(checkout / "docs" / "worksheet.svg")
    counts = {level: int(row[0].replace(",", "")) for level, row in shown.items() if row and row[0][0].isdigit()}

    assert sum(counts[str(number)] for number in range(9)) == 1_630
    assert sum(counts[str(number)] for number in range(2, 9)) == counts["two or more"]
    assert sum(counts[str(number)] for number in range(3, 9)) == counts["three or more"]
    assert sum(counts[str(number)] for number in range(5, 9)) == counts["five or more"]
    run_up = [100 * sum(counts[str(number)] for number in range(upto + 1)) / 1_630 for upto in range(9)]
    assert [shown[str(upto)][6] for upto in range(9)] == [f"{share:.1f}" for share in run_up]
    assert counts["not answered in full"] + counts["not assessed"] == 370
    assert any("made-up people" in first for first in shown)


def test_the_readme_says_how_many_tables_and_charts_the_demo_writes(checkout: Path, tmp_path: Path) -> None:
    said = re.search(r"(\d+)\s+tables,\s+(\d+)\s+charts", (checkout / "README.md").read_text(encoding="utf-8"))
    people = nk.synthetic_people(people=2_000, seed=1)
    cohort = nk.read_cohort(people, population="made-up people in Northshire", as_at="2025-12-31")
    released = nk.release(nk.standard_report(cohort))
    book = nk.needs_assessment(cohort, released, contact="insight@northshire.example").save(tmp_path / "needs.xlsx")
    with closing(load_workbook(book, read_only=True)) as read:
        charts = [name for name in read.sheetnames if name.startswith("Chart ")]

    assert said is not None
    assert [int(number) for number in said.groups()] == [len(tuple(released)), len(charts)]
