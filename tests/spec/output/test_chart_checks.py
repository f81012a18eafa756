"""A chart or a heat map that shows anything but what was released never reaches a reader."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from needskit.errors import DisclosureError, OutputError
from needskit.output.excel.book import as_bytes
from needskit.output.excel.chart_sheets import chart_sheets
from needskit.output.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.disclosure.released import Release
    from needskit.output.excel.grid import Sheet

CHART, DOTS = "xl/charts/chart1.xml", "xl/charts/chart4.xml"
DRAWING = "xl/drawings/drawing1.xml"


def save_changed(
    release: Release,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict[str, bytes]], None],
) -> None:
    """Save a workbook whose parts something changes between its making and its check."""

    def changed(*given: object) -> bytes:
        with zipfile.ZipFile(io.BytesIO(as_bytes(*given))) as file:  # type: ignore[arg-type] # passed on as they come
            parts = {name: file.read(name) for name in file.namelist()}
        change(parts)
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as file:
            for name, part in parts.items():
                file.writestr(name, part)
        return content.getvalue()

    monkeypatch.setattr("needskit.output.workbook.as_bytes", changed)
    Workbook("Needs", release, contact="Team").save(folder / "needs.xlsx")


def swap(name: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[name]
        parts[name] = parts[name].replace(old.encode(), new.encode(), 1)

    return change


def in_heat_map(old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    """Change the worksheet of the heat map, the 11th of the workbook."""
    return swap("xl/worksheets/sheet12.xml", old, new)


def without_colours(parts: dict[str, bytes]) -> None:
    start, _, rest = parts["xl/worksheets/sheet12.xml"].partition(b"<conditionalFormatting")
    parts["xl/worksheets/sheet12.xml"] = start + rest.partition(b"</conditionalFormatting>")[2]


def colours_elsewhere(parts: dict[str, bytes]) -> None:
    _, mark, rest = parts["xl/worksheets/sheet12.xml"].partition(b"<conditionalFormatting")
    rules, end, _ = rest.partition(b"</conditionalFormatting>")
    place = b"<hyperlinks"
    parts["xl/worksheets/sheet5.xml"] = parts["xl/worksheets/sheet5.xml"].replace(place, mark + rules + end + place)


def another_chart(parts: dict[str, bytes]) -> None:
    parts["xl/charts/chart9.xml"] = parts[CHART]


def picture(parts: dict[str, bytes]) -> None:
    parts["xl/media/image1.png"] = b"375"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (swap(CHART, "<c:v>31</c:v>", "<c:v>31.25</c:v>"), "'Chart 1' holds something that was not planned"),
        (swap(CHART, "<c:v>Accommodation</c:v>", "<c:v>Other</c:v>"), "not planned"),
        (swap(CHART, "$E$10:$E$11", "$B$10:$B$11"), "not planned"),
        (swap(CHART, "$E$10:$E$11", "$E$10:$E$12"), "not planned"),
        (swap(CHART, "</c:numCache>", '<c:pt idx="9"><c:v>12</c:v></c:pt></c:numCache>'), "not planned"),
        (swap(CHART, "<a:t>Need</a:t>", "<a:t>375 people</a:t>"), "words that were not planned"),
        (swap(CHART, "#,##0</c:formatCode>", "0.000</c:formatCode>"), "words that were not planned"),
        (swap(CHART, "<c:tx><c:v>", "<c:tx><c:v>375 "), "words that were not planned"),
        (swap(DOTS, "<c:v>0.5</c:v>", "<c:v>375</c:v>"), "not planned"),
        (in_heat_map("<v>48</v>", "<v>48.3</v>"), "not the one of its table"),
        (in_heat_map("<v>48</v>", "<v>49</v>"), "not the one of its table"),
    ],
)
def test_a_number_or_a_word_that_was_not_released_is_caught(
    charted: Release,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict[str, bytes]], None],
    what: str,
) -> None:
    with pytest.raises(DisclosureError, match=what):
        save_changed(charted, tmp_path, monkeypatch, change)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (swap(DRAWING, 'descr="Bar chart', 'descr="Other words'), "the drawing of 'Chart 1'"),
        (swap(DRAWING, 'name="Chart 1"', 'name="375 people"'), "the drawing of 'Chart 1'"),
        (another_chart, "not the drawings that were planned"),
        (picture, "a part that was not planned"),
        (without_colours, "'Chart 4' has conditional formatting"),
        (colours_elsewhere, "'Table 1' has conditional formatting"),
        (in_heat_map("FF6BACE6", "FF12436D"), "'Chart 4' has conditional formatting"),
    ],
)
def test_a_chart_that_is_not_as_planned_is_caught(
    charted: Release,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict[str, bytes]], None],
    what: str,
) -> None:
    with pytest.raises(OutputError, match=what):
        save_changed(charted, tmp_path, monkeypatch, change)
    assert list(tmp_path.iterdir()) == []


def planning(monkeypatch: pytest.MonkeyPatch, change: Callable[[Sheet], Sheet]) -> None:
    """Let something change what is planned of the worksheets of charts."""

    def changed(*given: object, **named: object) -> tuple[Sheet, ...]:
        made = chart_sheets(*given, **named)  # type: ignore[arg-type] # passed on as they come
        return tuple(change(sheet) for sheet in made)

    monkeypatch.setattr("needskit.output.excel.book.chart_sheets", changed)


def test_a_plan_that_is_off_is_caught_as_well(
    charted: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_figure(sheet: Sheet) -> Sheet:
        if not sheet.charts:
            return sheet
        frame = sheet.charts[0]
        first, *rest = frame.chart.points
        points = (replace(first, value=first.value + 1), *rest)
        return replace(sheet, charts=(replace(frame, chart=replace(frame.chart, points=points)), *sheet.charts[1:]))

    planning(monkeypatch, other_figure)
    with pytest.raises(DisclosureError, match="shows something else than the cells that it is drawn from"):
        Workbook("Needs", charted, contact="Team").save(tmp_path / "needs.xlsx")


def test_limits_that_were_not_released_are_caught(
    charted: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_limit(sheet: Sheet) -> Sheet:
        if not sheet.charts or sheet.charts[0].chart.points[0].upper is None:
            return sheet
        frame = sheet.charts[0]
        first, *rest = frame.chart.points
        points = (replace(first, upper=99.0), *rest)
        return replace(sheet, charts=(replace(frame, chart=replace(frame.chart, points=points)),))

    planning(monkeypatch, other_limit)
    with pytest.raises(DisclosureError, match="shows a figure that is not the one released"):
        Workbook("Needs", charted, contact="Team").save(tmp_path / "needs.xlsx")


def test_a_heat_map_finer_than_its_table_is_caught(
    charted: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def finer(sheet: Sheet) -> Sheet:
        if sheet.grid is None:
            return sheet
        columns = tuple(replace(column, decimals=2) if column.figure else column for column in sheet.grid.columns)
        return replace(sheet, grid=replace(sheet.grid, columns=columns))

    planning(monkeypatch, finer)
    with pytest.raises(DisclosureError, match="not the one of its table"):
        Workbook("Needs", charted, contact="Team").save(tmp_path / "needs.xlsx")


def test_a_chart_of_a_withheld_need_is_caught(
    charted: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withheld_too(sheet: Sheet) -> Sheet:
        if not sheet.charts or sheet.charts[0].chart.points[0].upper is None:
            return sheet
        frame = sheet.charts[0]
        first, *rest = frame.chart.points
        chart = replace(frame.chart, points=(replace(first, row=2, value=0.0), *rest))
        rows = (frame.rows[0] + 2, *frame.rows[1:])
        return replace(sheet, charts=(replace(frame, chart=chart, rows=rows),))

    planning(monkeypatch, withheld_too)
    with pytest.raises(DisclosureError, match="shows something else than the cells"):
        Workbook("Needs", charted, contact="Team").save(tmp_path / "needs.xlsx")
