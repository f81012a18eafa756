"""How charts of comparisons stand in a saved workbook, and that nothing but what was released is in them."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

import needskit as nk
from needskit.errors import DisclosureError
from needskit.output.excel.chart_sheets import chart_sheets
from needskit.output.workbook import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release
    from needskit.output.chart import Chart
    from needskit.output.excel.grid import Sheet

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def compared() -> Release:
    people = nk.synthetic_people(people=2_000, seed=1)
    cohort = nk.read_cohort(people, population="made-up people", as_at="2025-12-31")
    on = ("sex", "age", "prior_convictions")
    matched = nk.iom.match(cohort, adjust=on, known_only=True)
    methods = ("none", "radius", "subclass", "weights")
    return nk.release(
        [
            nk.iom.balance(matched),
            nk.iom.sensitivity(cohort, adjust=on, known_only=True, methods=methods),
            nk.accommodation.reconviction_stratified(cohort, by="age_group"),
        ]
    )


@pytest.fixture(scope="module")
def path(compared: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(compared, tmp_path_factory.mktemp("compared"))


def save(release: Release, folder: Path) -> Path:
    return Workbook("Compared", release, contact="Team").save(folder / "compared.xlsx")


def chart(path: Path, number: int) -> ET.Element:
    with zipfile.ZipFile(path) as file:
        return ET.fromstring(file.read(f"xl/charts/chart{number}.xml"))  # noqa: S314 - a file that this test wrote


def places(path: Path, number: int) -> dict[str, list[tuple[float, float]]]:
    """Return where the dots of each series stand, by its name; of series of one name, the last."""
    found = {}
    for series in chart(path, number).iter(f"{C}ser"):
        across, up = (
            [float(str(v.text)) for source in series.iter(f"{C}{tag}") for v in source.iter(f"{C}v")]
            for tag in ("xVal", "yVal")
        )
        found[str(series.findtext(f"{C}tx/{C}v"))] = list(zip(across, up, strict=True))
    return found


def shown(path: Path, tab: str, *begin: str) -> list[list[object]]:
    """Return the columns of a table whose headings begin so, a list a row."""
    worksheet = load_workbook(path)[tab]
    (table,) = worksheet.tables.values()
    header, *rows = [[cell.value for cell in row] for row in worksheet[table.ref]]
    at = [next(place for place, words in enumerate(header) if str(words).startswith(first)) for first in begin]
    return [[row[place] for place in at] for row in rows]


def test_the_dots_of_balance_are_the_differences_of_the_table(path: Path) -> None:
    drawn = places(path, 1)
    table = shown(path, "Table 1", "Standardised difference before", "Standardised difference after")
    levels = [row for row in table[1:] if "[u]" not in row]
    wanted = sorted(levels, key=lambda row: (-float(str(row[1])), -float(str(row[0]))))

    assert drawn["After matching"] == [(row[1], number) for number, row in enumerate(wanted, start=1)]
    assert [x for x, _ in drawn["Before matching"]] == [row[0] for row in wanted if float(str(row[0])) <= 2]
    assert {x for x, _ in drawn["0.05: up to here good"]} == {0.05}


def test_the_names_of_rows_stand_to_the_left_of_the_plot_at_their_dots(path: Path) -> None:
    drawn = places(path, 1)
    names = [name for name in drawn if name.endswith("\u00a0")]

    assert names
    assert [drawn[name] for name in names] == [[(0.0, number)] for number in range(1, len(names) + 1)]


def test_lines_of_the_forest_go_from_limit_to_limit(path: Path) -> None:
    drawn = places(path, 2)
    table = shown(path, "Table 2", "Method", "Lower 95% limit of the difference", "Upper 95% limit of the difference")
    rows = [row for row in table if "[u]" not in row]

    assert len(rows) > 1
    assert [drawn[str(name)] for name, *_ in rows] == [
        [(lower, number), (upper, number)] for number, (_, lower, upper) in enumerate(rows, start=1)
    ]
    assert drawn["No difference"] == [(0.0, 0.0), (0.0, len(rows) + 1)]


def test_odds_ratios_stand_on_an_axis_where_each_number_is_twice_the_one_before(path: Path) -> None:
    across, up = chart(path, 3).iter(f"{C}valAx")

    assert [axis.find(f"{C}scaling/{C}logBase") is not None for axis in (across, up)] == [True, False]


def test_letters_are_large_enough_and_dots_of_two_kinds_differ_in_form(path: Path) -> None:
    root = chart(path, 1)

    assert {font.get("sz") for font in root.iter(f"{A}defRPr")} == {"1200"}
    assert {symbol.get("val") for symbol in root.iter(f"{C}symbol")} == {"circle", "diamond", "none"}


def test_only_dots_and_lines_upright_are_in_the_legend(path: Path) -> None:
    root = chart(path, 1)
    hidden = {str(index.get("val")) for index in root.iterfind(f".//{C}legendEntry/{C}idx")}
    names = {
        str(series.findtext(f"{C}tx/{C}v"))
        for series in root.iter(f"{C}ser")
        if str(next(series.iter(f"{C}idx")).get("val")) not in hidden
    }

    assert names == {"Before matching", "After matching", "0.05: up to here good", "0.10: up to here acceptable"}


@pytest.mark.parametrize(
    ("number", "change", "what"),
    [
        (0, {"value": 0.01}, "shows something else than the cells"),
        (0, {"beside": 0.01}, "shows something else than the cells"),
        (0, {"name": "Age: other"}, "shows a figure that is not the one released"),
        (1, {"lower": -99.0}, "shows something else than the cells"),
        (1, {"upper": 99.0}, "shows something else than the cells"),
        (1, {"apart": False}, "shows a figure that is not the one released"),
        (2, {"value": 99.0}, "shows something else than the cells"),
    ],
)
def test_a_row_of_anything_but_what_was_released_is_caught(
    compared: Release,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    change: dict[str, float],
    what: str,
) -> None:
    def other(chart: Chart) -> Chart:
        first, *rest = chart.points
        return replace(chart, points=(replace(first, **change), *rest))  # type: ignore[arg-type] # as the case says

    def changed(*given: object, **named: object) -> tuple[Sheet, ...]:
        sheets = list(chart_sheets(*given, **named))  # type: ignore[arg-type] # passed on as they come
        (frame,) = sheets[number].charts
        sheets[number] = replace(sheets[number], charts=(replace(frame, chart=other(frame.chart)),))
        return tuple(sheets)

    monkeypatch.setattr("needskit.output.excel.book.chart_sheets", changed)
    with pytest.raises(DisclosureError, match=what):
        save(compared, tmp_path)
    assert list(tmp_path.iterdir()) == []
