"""How the charts of the passage, of years of age and of young adults beside those older stand in a saved workbook."""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

import needskit as nk
from needskit.errors import DisclosureError
from needskit.output.chart import Chart, Step
from needskit.output.charts import page_of
from needskit.output.excel.chart_sheets import chart_sheets
from needskit.output.workbook import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release
    from needskit.output.excel.grid import Sheet

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
NAMES_OF_DIVIDED = [
    "turned 18 in the period",
    "known to youth services before",
    "youth case open on the 18th birthday",
]


@pytest.fixture(scope="module")
def made_up() -> Release:
    people = nk.synthetic_people(people=500, seed=1)
    cohort = nk.read_cohort(
        people,
        population="made-up people",
        as_at="2025-12-31",
        needs={"need_drugs": "Drugs", "need_alcohol": "Alcohol"},
    )
    period = (dt.date(2016, 1, 1), dt.date(2025, 9, 1))
    return nk.release(
        [
            nk.transition.crossing(cohort, period=period),
            nk.transition.age_profile(cohort, ages=(18, 24)),
            nk.transition.needs(cohort),
        ]
    )


def flow_of(release: Release) -> Chart:
    found = page_of(release["transition.crossing"], policy=release.policy)
    assert found is not None
    return found.charts[0]


def save(release: Release, folder: Path) -> Path:
    return Workbook("Young adults", release, contact="Team").save(folder / "young.xlsx")


def chart_in(path: Path, number: int) -> ET.Element:
    with zipfile.ZipFile(path) as file:
        return ET.fromstring(file.read(f"xl/charts/chart{number}.xml"))  # noqa: S314 - a file that this test wrote


def held(source: ET.Element, tag: str) -> list[str]:
    return [str(value.text) for each in source.iter(f"{C}{tag}") for value in each.iter(f"{C}v")]


@pytest.fixture(scope="module")
def saved(made_up: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(made_up, tmp_path_factory.mktemp("young"))


def test_every_step_of_a_real_passage_is_found(made_up: Release) -> None:
    chart = flow_of(made_up)

    assert [point.name for point in chart.points if point.step is Step.DIVIDED] == NAMES_OF_DIVIDED
    drawn = {point.row for point in chart.points}
    cells = enumerate(made_up["transition.crossing"].cells)
    not_drawn = [each.at[-1] for row, each in cells if each.figures["count"] and row not in drawn]
    assert not_drawn
    assert all(label.startswith(("in all: ", "of those closed before: ")) for label in not_drawn)


def test_the_flow_in_the_file_holds_the_released_counts_twice_and_where_they_begin(
    made_up: Release, saved: Path
) -> None:
    begin, bars, labels = chart_in(saved, 1).iter(f"{C}ser")
    points = flow_of(made_up).points
    counts = {point.row: made_up["transition.crossing"].cells[point.row].figures["count"] for point in points}

    assert [float(value) for value in held(bars, "val")] == list(counts.values())
    assert held(labels, "val") == held(bars, "val")
    assert [float(value) for value in held(begin, "val")] == [
        sum(counts[row] for row in point.after) for point in points
    ]
    assert [name.lower() for name in held(bars, "cat")] == [point.name for point in points]


def test_only_the_bars_of_a_flow_are_seen_and_their_labels_stand_beyond_them(saved: Path) -> None:
    begin, bars, labels = chart_in(saved, 1).iter(f"{C}ser")

    assert [each.find(f"{C}spPr/{A}noFill") is not None for each in (begin, bars, labels)] == [True, False, True]
    assert [bool(list(each.iter(f"{C}showVal"))) for each in (begin, bars, labels)] == [False, False, True]
    fonts = {font.get("sz") for number in (1, 2, 3) for font in chart_in(saved, number).iter(f"{A}defRPr")}
    assert fonts == {"1200"}


def test_each_bar_of_two_groups_is_named_and_points_to_its_cells(saved: Path) -> None:
    young, older = chart_in(saved, 3).iter(f"{C}ser")

    assert [series.findtext(f"{C}tx/{C}v") for series in (young, older)] == ["Aged 18 to 24", "Aged 25 and over"]
    assert {flag.get("val") for flag in chart_in(saved, 3).iter(f"{C}showSerName")} == {"1"}
    assert len({formula.text for formula in chart_in(saved, 3).iter(f"{C}f")}) == 3  # names, and two columns


@pytest.mark.parametrize(
    ("number", "change", "what"),
    [
        (0, {"value": 995.0}, "shows something else than the cells"),
        (0, {"after": (3,)}, "shows a figure that is not the one released"),
        (1, {"beside": 99.0}, "shows something else than the cells"),
        (1, {"day": 19}, "shows a figure that is not the one released"),
        (2, {"beside": 99.0}, "shows something else than the cells"),
    ],
)
def test_anything_but_what_was_released_is_caught(
    made_up: Release,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    change: dict[str, object],
    what: str,
) -> None:
    def changed(*given: object, **named: object) -> tuple[Sheet, ...]:
        sheets = list(chart_sheets(*given, **named))  # type: ignore[arg-type] # passed on as they come
        (frame,) = sheets[number].charts
        first, *rest = frame.chart.points
        points = (replace(first, **change), *rest)  # type: ignore[arg-type] # of the kind that a point has
        sheets[number] = replace(sheets[number], charts=(replace(frame, chart=replace(frame.chart, points=points)),))
        return tuple(sheets)

    monkeypatch.setattr("needskit.output.excel.book.chart_sheets", changed)
    with pytest.raises(DisclosureError, match=what):
        save(made_up, tmp_path)
