"""Which charts are drawn of outcomes: how soon people reoffend, and how many from each kind of accommodation."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

import needskit as nk
from needskit.disclosure.policies import NONE, PUBLISH
from needskit.disclosure.released import ReleasedCell, ReleasedTable
from needskit.disclosure.shorthand import LOW_RELIABILITY
from needskit.errors import DisclosureError
from needskit.output.chart import ChartKind, Page
from needskit.output.charts import page_of
from needskit.output.excel.chart_sheets import chart_sheets
from needskit.output.workbook import Workbook
from needskit.table.compared import TWO_GROUPS
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Caption, Dimension, Headings, Level

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release
    from needskit.output.excel.grid import Sheet
    from needskit.table.measure import Measure

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
POPULATION = "people released in Exampleshire, 2024"


def cell(label: str, count: float, out_of: float, *, measure: Measure = PERCENTAGE) -> ReleasedCell:
    """Return a cell whose limits lie 5 percentage points to either side."""
    share = count / out_of
    figures = {
        "count": count,
        "out_of": out_of,
        "estimate": share,
        "lower": max(share - 0.05, 0),
        "upper": share + 0.05,
    }
    return ReleasedCell((label,), measure, (), figures)


def withheld(given: ReleasedCell) -> ReleasedCell:
    counts = {name: value for name, value in given.figures.items() if name in {"count", "out_of"}}
    return replace(given, figures=counts, status=LOW_RELIABILITY)


def table(key: str, label: str, estimate: str, *cells: ReleasedCell) -> ReleasedTable:
    levels = tuple(Level(each.at[0]) for each in cells)
    headings = Headings("People with it", "People followed up", "People not followed up", estimate)
    return ReleasedTable(Caption(key, "A table", POPULATION), (Dimension("group", label, levels),), headings, cells, {})


def by_day(*cells: ReleasedCell) -> ReleasedTable:
    return table(
        "reconviction.time_to_first", "Day of the follow-up", "Percentage with a reoffence by this day", *cells
    )


CURVE = (cell("by day 91", 80, 400), cell("by day 183", 120, 400), cell("by day 365", 200, 400))

HOMES = (
    cell("Homeless against not homeless", 60, 80, measure=TWO_GROUPS),
    cell("Settled", 90, 200),
    cell("Other housed", 30, 60),
    cell("Rough sleeping", 60, 80),
    cell("not known", 20, 40),
)


def by_home(*cells: ReleasedCell) -> ReleasedTable:
    return table(
        "accommodation.reconviction",
        "Accommodation before custody",
        "Percentage reconvicted within 12 months",
        *cells,
    )


def page(given: ReleasedTable) -> Page:
    found = page_of(given, policy=PUBLISH)
    assert found is not None
    return found


def test_the_curve_has_a_point_for_each_day_at_its_day() -> None:
    found = page(by_day(*CURVE))
    (chart,) = found.charts

    assert chart.kind is ChartKind.CURVE
    # 80, 120 and 200 of 400
    assert [(point.day, point.lower, point.value, point.upper) for point in chart.points] == [
        (91, 15, 20, 25),
        (183, 25, 30, 35),
        (365, 45, 50, 55),
    ]
    assert (chart.title_of_names, chart.title_of_values) == (
        "Day of the follow-up",
        "Percentage with a reoffence by this day (%)",
    )
    assert found.lines == (
        "The line begins at 0 on day 0. Between the days of the table, which have dots, it is straight.",
        "The dashed lines are the lower and the upper 95% limits, rounding included.",
    )


def test_the_curve_says_how_far_it_goes_and_where_half_of_it_is_reached() -> None:
    (chart,) = page(by_day(*CURVE)).charts

    assert chart.alt == (
        "Line chart: percentage with a reoffence by this day, from 0 on day 0. By day 365, 50% (200 of 400 people "
        "followed up; 95% limits 45% to 55%, rounding included). At least half of these 200 had one by day 183 (120). "
        "By day 91: 20%; 183: 30%; 365: 50%. Dashed lines are the limits."
    )


def test_a_curve_of_true_counts_says_nothing_of_rounding() -> None:
    found = page_of(by_day(*CURVE), policy=NONE)

    assert found is not None
    assert not any("rounding" in words for words in (*found.lines, *(chart.alt for chart in found.charts)))


def test_a_curve_of_nobody_has_no_half() -> None:
    nobody = tuple(cell(f"by day {day}", 0, 400) for day in (91, 365))
    (chart,) = page(by_day(*nobody)).charts

    assert "By day 365, 0% (0 of 400" in chart.alt
    assert "half" not in chart.alt


def test_a_withheld_day_is_left_out_and_named_and_so_is_a_row_that_is_no_day() -> None:
    first, middle, last = CURVE
    found = page(by_day(first, withheld(middle), last, cell("in all", 200, 400)))

    assert [point.day for point in found.charts[0].points] == [91, 365]
    assert found.lines[-2:] == (
        "Left out because too few are behind the figure: by day 183.",
        "In the table but not in the chart: in all.",
    )


def test_a_curve_without_all_of_its_limits_has_none() -> None:
    first, *others = CURVE
    figures = {name: value for name, value in first.figures.items() if name != "upper"}
    found = page(by_day(replace(first, figures=figures), *others))

    assert {point.lower for point in found.charts[0].points} == {None}
    assert not any("dashed" in words.lower() for words in (*found.lines, found.charts[0].alt))


def test_each_kind_of_accommodation_is_a_bar_and_comparisons_are_none() -> None:
    found = page(by_home(*HOMES))
    (chart,) = found.charts

    assert chart.kind is ChartKind.BARS
    assert [(point.name, point.value) for point in chart.points] == [
        ("Settled", 45),
        ("Other housed", 50),
        ("Rough sleeping", 75),
    ]
    assert found.lines[0].startswith("The line across the end of each bar goes from its lower to its upper 95% limit")
    assert found.lines[-1] == "In the table but not in the chart: Homeless against not homeless; not known."
    assert chart.alt == (
        "Bar chart: percentage reconvicted within 12 months, by accommodation before custody. The highest is Rough "
        "sleeping, 75% (60 of 80 people followed up; 95% limits 70% to 80%, rounding included). Settled: 45%; "
        "Other housed: 50%; Rough sleeping: 75%. In the table but not in the chart: Homeless against not homeless; "
        "not known."
    )


def test_the_highest_is_of_those_shown_where_a_kind_is_withheld() -> None:
    *others, rough, unknown = HOMES
    found = page(by_home(*others, withheld(rough), unknown))

    assert "Left out because too few are behind the figure: Rough sleeping." in found.lines
    assert "Of those shown, the highest is Other housed, 50%" in found.charts[0].alt


def test_kinds_that_are_as_high_are_named_together() -> None:
    found = page(by_home(cell("Settled", 30, 60), cell("Other housed", 40, 80)))

    assert (
        "The highest is Settled and Other housed, 50% (30 of 60 people followed up; 40 of 80 people followed up)."
        in (found.charts[0].alt)
    )


@pytest.mark.parametrize("given", [by_day(*CURVE), by_home(*HOMES)])
def test_nothing_is_drawn_of_outcomes_that_are_all_withheld(given: ReleasedTable) -> None:
    assert page_of(replace(given, cells=tuple(map(withheld, given.cells))), policy=PUBLISH) is None


@pytest.fixture(scope="module")
def made_up() -> Release:
    people = nk.synthetic_people(people=600, seed=1)
    cohort = nk.read_cohort(people, population="made-up people", as_at="2025-12-31")
    return nk.release([nk.reconviction.time_to_first(cohort), nk.accommodation.reconviction(cohort)])


def save(release: Release, folder: Path) -> Path:
    return Workbook("Outcomes", release, contact="Team").save(folder / "outcomes.xlsx")


def series_of_chart(path: Path, number: int) -> list[dict[str, list[str]]]:
    with zipfile.ZipFile(path) as file:
        root = ET.fromstring(file.read(f"xl/charts/chart{number}.xml"))  # noqa: S314 - a file that this test wrote
    tags = ("xVal", "yVal", "cat", "val")
    return [
        {tag: [str(v.text) for each in ser.iter(f"{C}{tag}") for v in each.iter(f"{C}v")] for tag in tags}
        for ser in root.iter(f"{C}ser")
    ]


def test_the_curve_in_the_file_goes_from_0_through_the_figures_of_its_table(made_up: Release, tmp_path: Path) -> None:
    path = save(made_up, tmp_path)
    (shown,) = load_workbook(path)["Table 1"].tables.values()
    header, *rows = [[cell.value for cell in row] for row in load_workbook(path)["Table 1"][shown.ref]]
    percentage, lower, upper = (
        next(place for place, words in enumerate(header) if str(words).startswith(begins))
        for begins in ("Percentage", "Lower", "Upper")
    )
    drawn = series_of_chart(path, 1)

    assert len(rows) == 12
    for series, column in zip(drawn, (lower, upper, percentage), strict=True):
        assert series["xVal"] == ["0", *(str(row[0]).removeprefix("By day ") for row in rows)]
        assert [float(value) for value in series["yVal"]] == [0.0, *(float(str(row[column])) for row in rows)]


def test_the_bars_in_the_file_are_the_kinds_of_accommodation(made_up: Release, tmp_path: Path) -> None:
    (bars,) = series_of_chart(save(made_up, tmp_path), 2)

    assert bars["cat"][0] == "Settled"
    assert len(bars["cat"]) == len(bars["val"])
    assert not any("against" in name for name in bars["cat"])


def test_two_runs_draw_outcomes_in_the_same_bytes(made_up: Release, tmp_path: Path) -> None:
    first = save(made_up, tmp_path).read_bytes()

    assert save(made_up, tmp_path).read_bytes() == first


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"value": 99.0}, "shows something else than the cells"),
        ({"upper": 99.0}, "shows something else than the cells"),
        ({"day": 17}, "shows a figure that is not the one released"),
    ],
)
def test_a_curve_through_anything_but_what_was_released_is_caught(
    made_up: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, float], what: str
) -> None:
    def changed(*given: object, **named: object) -> tuple[Sheet, ...]:
        (sheet, *others) = chart_sheets(*given, **named)  # type: ignore[arg-type] # passed on as they come
        (frame,) = sheet.charts
        first, *rest = frame.chart.points
        points = (replace(first, **change), *rest)  # type: ignore[arg-type] # a day is whole
        return (replace(sheet, charts=(replace(frame, chart=replace(frame.chart, points=points)),)), *others)

    monkeypatch.setattr("needskit.output.excel.book.chart_sheets", changed)
    with pytest.raises(DisclosureError, match=what):
        save(made_up, tmp_path)


def test_the_curve_of_made_up_people_says_where_it_ends(made_up: Release) -> None:
    (chart,) = page(made_up["reconviction.time_to_first"]).charts
    last = made_up["reconviction.time_to_first"].cells[-1]

    assert re.search(r"By day 365, \d+% \(", chart.alt)
    assert f"({last.figures['count']:.0f} of {last.figures['out_of']:.0f} " in chart.alt
