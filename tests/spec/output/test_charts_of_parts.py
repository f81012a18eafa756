"""Bars divided into parts of 100 and heat maps: what they show, what they leave out, and that nothing else passes."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.xml.functions import fromstring

import needskit as nk
from needskit.disclosure.policies import NONE, PUBLISH
from needskit.disclosure.shorthand import CONFIDENTIAL
from needskit.errors import DisclosureError
from needskit.output import charts_of_parts
from needskit.output.chart import ChartKind, Page, Term
from needskit.output.charts import left_out_chart, page_of, page_of_parts, pictures_of
from needskit.output.charts_of_parts import is_of_its_bar
from needskit.output.contrast import contrast
from needskit.output.excel.repaint import repainted
from needskit.output.html.page import planned
from needskit.output.palette import of_parts
from needskit.output.pictures.drawing import Box, Words
from needskit.output.pictures.drawn import drawings_of
from needskit.output.theme import Colours, Theme
from needskit.output.workbook import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release, ReleasedCell, ReleasedTable

pytestmark = pytest.mark.usefixtures("not_attacked")

NEEDS, PAIRS = "needs.prevalence", "overlap.pairs"
BY_SEX = "overlap.number_of_needs_by_sex"
HOMES = "accommodation.status"


@pytest.fixture(scope="module")
def divided() -> Release:
    people = nk.synthetic_people(people=400, seed=1)
    cohort = nk.read_cohort(people, population="people in a test", as_at="2025-12-31")
    return nk.release([nk.overlap.number_of_needs(cohort, by="sex"), nk.accommodation.status(cohort)])


def page(table: ReleasedTable) -> Page:
    found = page_of_parts(table, policy=PUBLISH)
    assert found is not None
    return found


def hidden(cell: ReleasedCell) -> ReleasedCell:
    """Return a cell whose count is not shown, as the policy suppress leaves it."""
    return replace(cell, figures={}, status=CONFIDENTIAL)


def hiding(table: ReleasedTable, *rows: int) -> ReleasedTable:
    return replace(table, cells=tuple(hidden(cell) if row in rows else cell for row, cell in enumerate(table.cells)))


def holding(release: Release, table: ReleasedTable) -> Release:
    return replace(release, tables=(table,))


def test_a_need_is_divided_into_those_with_it_without_it_and_not_known(published: Release) -> None:
    (chart,) = page(published[NEEDS]).charts
    parts = {point.name: point.parts for point in chart.points}
    assert chart.kind is ChartKind.PARTS
    assert list(chart.called) == ["With this need", "Without it", "Not known"]
    # 125 of 400 and nobody not known; 210 with and 185 without of 400, and 5 not known; half up
    assert list(parts["accommodation"]) == [31, 69, 0]
    assert list(parts["education, training and employability"]) == [53, 46, 1]


def test_the_alternative_text_says_what_is_highest_and_lowest_with_its_counts(published: Release) -> None:
    (chart,) = page(published[NEEDS]).charts
    assert chart.alt.startswith(
        "Stacked bar chart, parts of 100: each need. 'With this need' is highest: thinking and behaviour, 83% "
        "(330 of 400); lowest: alcohol misuse, 28% (110 of 400). Not known: 0% to 3%. "
    )


def test_numbers_from_five_on_are_one_part_and_a_group_of_nobody_is_named(divided: Release) -> None:
    table = divided[BY_SEX]
    found = page(table)
    (chart,) = found.charts
    cells = {cell.at: cell.figures for cell in table.cells}
    many = sum(cells["all", str(number)]["count"] for number in range(5, 9))
    everybody = cells["all", "0"]["out_of"] + cells["all", "0"]["not_known"]
    assert chart.called == ("0", "1", "2", "3", "4", "5 or more", "Not known")
    assert [point.name for point in chart.points] == ["All", "Female", "Male"]
    assert chart.points[0].parts[5] == int(100 * many / everybody + 0.5)
    assert found.lines[-1] == "Left out because too few are behind the figure: Other; Not known."


def test_accommodation_has_a_bar_for_each_point_and_no_row_that_sums_others(divided: Release) -> None:
    (chart,) = page(divided[HOMES]).charts
    assert [point.name for point in chart.points] == ["Before custody", "On release", "At 3 months"]
    assert len(chart.called) == 6
    assert not any("of all categories" in name for name in chart.called)
    assert all(98 <= sum(point.parts) <= 102 for point in chart.points)


def test_one_group_alone_is_not_drawn(divided: Release) -> None:
    table = divided[BY_SEX]
    rows = [row for row, cell in enumerate(table.cells) if cell.at[0] == "Male"]
    assert page_of_parts(hiding(table, *rows), policy=PUBLISH) is None


def test_what_is_not_shown_is_called_so_and_never_few(published: Release) -> None:
    table = hiding(published[NEEDS], 2)
    for found in (page_of(table, policy=NONE), page_of_parts(table, policy=NONE)):
        assert found is not None
        assert "relationships" not in {point.name for point in found.charts[0].points}
        assert "Not shown: relationships." in found.lines
        assert not any("few" in line for line in (*found.lines, found.charts[0].alt))
        assert "f those shown" in found.charts[0].alt or "Of the bars shown" in found.charts[0].alt


def test_most_of_a_table_hidden_and_its_sheet_and_page_say_that_no_chart_is_drawn(
    published: Release, tmp_path: Path
) -> None:
    table = hiding(published[NEEDS], *range(5))
    said = "No chart is drawn of this table, for too much of it is not shown."
    assert pictures_of(table, policy=PUBLISH) == ()
    assert left_out_chart(table, policy=PUBLISH) == said
    assert not left_out_chart(hiding(published[NEEDS], 2), policy=PUBLISH)
    book = load_workbook(Workbook("Needs", holding(published, table), contact="us").save(tmp_path / "needs.xlsx"))
    assert not any(tab.startswith("Chart") for tab in book.sheetnames)
    assert said in [row[0] for row in book["Table 1"].iter_rows(max_col=1, values_only=True)]
    text = nk.write_html(holding(published, table), tmp_path / "n.html", title="Needs", contact="us").read_text("utf-8")
    assert f"<p>{said}</p>" in text


def test_a_bar_that_holds_other_people_or_other_parts_is_not_taken_for_its_own(divided: Release) -> None:
    table = divided[BY_SEX]
    (chart,) = page(table).charts
    first, second, *_ = chart.points
    assert all(is_of_its_bar(table, chart, point) for point in chart.points)
    for wrong in (
        replace(first, parts=(first.parts[0] + 1, *first.parts[1:])),
        replace(first, made_of=second.made_of, parts=second.parts),
        replace(first, made_of=((Term(1),), *first.made_of[1:])),
        replace(first, name="Male"),
    ):
        assert not is_of_its_bar(table, chart, wrong)


def test_a_workbook_and_a_page_with_such_a_bar_are_not_kept(
    published: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def off_by_one(*given: object) -> tuple[float, ...]:
        first, *others = shares(*given)  # type: ignore[arg-type] # passed on as they come
        return (first + 1, *others)

    shares = charts_of_parts.in_hundred
    monkeypatch.setattr(charts_of_parts, "in_hundred", off_by_one)
    release = holding(published, published[NEEDS])
    with pytest.raises(DisclosureError, match="a figure that is not the one released"):
        Workbook("Needs", release, contact="us").save(tmp_path / "needs.xlsx")
    with pytest.raises(DisclosureError, match="shows a figure that its table does not"):
        nk.write_html(release, tmp_path / "needs.html", title="Needs", contact="us")
    assert list(tmp_path.iterdir()) == []


def test_the_chart_of_a_workbook_fills_each_bar_and_names_its_parts(divided: Release, tmp_path: Path) -> None:
    path = Workbook("Needs", divided, contact="us").save(tmp_path / "needs.xlsx")
    with zipfile.ZipFile(path) as file:
        text = file.read("xl/charts/chart1.xml").decode()
    assert '<c:grouping val="percentStacked"/>' in text.replace(" />", "/>")
    assert text.count("<c:ser>") == 7
    assert "<c:legend>" in text
    title = str(load_workbook(path)["Chart 1"]["A1"].value)
    assert "by sex, in parts of 100, of people in a test" in title


def test_figures_are_read_on_the_colours_of_a_theme() -> None:
    text = (
        '<c xmlns:c="c" xmlns:a="a"><c:barChart><c:grouping val="percentStacked"/><c:ser><c:spPr>'
        '<a:srgbClr val="28A197"/></c:spPr><c:dLbls><a:srgbClr val="000000"/></c:dLbls></c:ser></c:barChart></c>'
    )
    for theme, wanted in (
        (Theme(), ["28A197", "000000"]),
        (Theme(colours=Colours(first="#767676", second="#000000", marks="#000000")), ["000000", "FFFFFF"]),
    ):
        painted = repainted(fromstring(text), theme)
        assert [node.get("val") for node in painted.iter() if node.tag == "{a}srgbClr"] == wanted


@pytest.mark.parametrize("parts", [3, 6, 7, 9])
def test_parts_beside_each_other_are_told_apart(parts: int) -> None:
    for one, other in pairwise(code or "FFFFFF" for code in of_parts(parts)):
        assert contrast(one, other) >= 3  # WCAG 2.2, success criterion 1.4.11


def test_a_heat_map_is_a_picture_whose_bluest_square_is_the_highest(charted: Release) -> None:
    ((drawing, found),) = drawings_of(charted, PAIRS, titled=False)
    (chart,) = found.charts
    squares = [shape for shape in drawing.shapes if isinstance(shape, Box)]
    words = [shape.text for shape in drawing.shapes if isinstance(shape, Words)]
    highest = max(point.value for point in chart.points)
    assert len(squares) == 64
    assert [box.fill for box in squares].count("6BACE6") == [p.value for p in chart.points].count(highest)
    assert [word for word in words if word.endswith("%")] == [f"{p.value:.0f}%" for p in chart.points]
    assert "[u] too few behind the figure." in " ".join(words)
    assert "[z]" not in words
    assert chart.alt.startswith("Heat map: of those with the need of the row, the percentage with the other need of ")
    assert all(contrast(box.fill, "000000") >= 4.5 for box in squares)


def test_a_square_that_is_not_shown_says_so(charted: Release) -> None:
    table = hiding(charted[PAIRS], 1, 8)
    ((drawing, found),) = drawings_of(holding(charted, table), PAIRS, titled=False)
    words = [shape.text for shape in drawing.shapes if isinstance(shape, Words)]
    assert words.count("[c]") == 2
    assert "Where a square says [c] the percentage is not shown." in found.lines


def test_a_table_with_two_charts_has_two_pictures(published: Release, tmp_path: Path) -> None:
    second = nk.picture(published, tmp_path / "two.svg", key=NEEDS, chart=2).read_text("utf-8")
    assert "Stacked bar chart" in second
    names = {path.name for path in nk.write_pictures(published, tmp_path)}
    assert {f"{NEEDS}.svg", f"{NEEDS}-2.svg"} <= names
    with pytest.raises(nk.UsageError, match="has charts 1 to 2, and chart 3 was asked for"):
        nk.picture(published, tmp_path / "three.svg", key=NEEDS, chart=3)
    parts = {part.key: part for part in planned(published, title="Needs", contact="us", language="en-GB").parts}
    assert len(parts[NEEDS].pictures) == 2
