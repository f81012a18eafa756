"""How charts and heat maps stand in a saved workbook."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook

import needskit as nk
from needskit.output.charts import page_of, page_of_parts
from needskit.output.excel.heat_map import LIGHT_BLUE
from needskit.output.workbook import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release

pytestmark = pytest.mark.usefixtures("not_attacked")

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def path(charted: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(charted, tmp_path_factory.mktemp("charts"))


@pytest.fixture(scope="module")
def book(path: Path) -> Book:
    return load_workbook(path)


def save(release: Release, folder: Path, *, charts: bool = True) -> Path:
    return Workbook("Needs", release, contact="Team", charts=charts).save(folder / "needs.xlsx")


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read(name).decode()


def chart(path: Path, number: int) -> ET.Element:
    return ET.fromstring(part(path, f"xl/charts/chart{number}.xml"))  # noqa: S314 - a file that this test wrote


def charts_in(path: Path) -> list[ET.Element]:
    with zipfile.ZipFile(path) as file:
        names = [name for name in file.namelist() if name.startswith("xl/charts/")]
    return [chart(path, number) for number in range(1, len(names) + 1)]


def held(source: ET.Element) -> list[str]:
    return [str(value.text) for value in source.iter(f"{C}v")]


def formula(source: ET.Element) -> str:
    return str(source.findtext(f".//{C}f"))


def pointed_at(book: Book, reference: str) -> list[object]:
    """Return what the cells of a reference hold, joined areas one after another."""
    found: list[object] = []
    for tab, first, last in re.findall(r"'([^']+)'!(\$[A-Z]+\$\d+)(?::(\$[A-Z]+\$\d+))?", reference):
        cells = book[tab][f"{first}:{last or first}".replace("$", "")]
        found += [cell.value for row in cells for cell in row]
    return found


def words(book: Book, tab: str) -> list[object]:
    return [row[0] for row in book[tab].iter_rows(max_col=1, values_only=True)]


def test_charts_stand_after_the_tables_and_before_the_method_and_in_the_contents(book: Book) -> None:
    assert book.sheetnames[5:] == [
        *(f"Table {number}" for number in range(1, 5)),
        *(f"Chart {number}" for number in range(1, 6)),
        "Method and provenance",
    ]
    assert ("Chart 3", "Commonest combinations of needs, of people on probation in Exampleshire, 31 December 2025") in [
        (row[0], row[1]) for row in book["Contents"].iter_rows(values_only=True)
    ]
    assert any("4 tables and 5 charts" in str(line) for line in words(book, "Cover"))


def test_above_a_chart_stands_what_a_reader_must_know(book: Book) -> None:
    assert words(book, "Chart 1") == [
        "Chart 1: Prevalence of each need, of people on probation in Exampleshire, 31 December 2025",
        "This worksheet contains one chart.",
        (
            "Every count is a multiple of 5 within 4 of the true number; totals are the sums of the rounded parts. "
            "0 means 0 to 4."
        ),
        "Drawn from Table 1, which has the counts and the notes. Go to Table 1",
        "The line across the end of each bar goes from its lower to its upper 95% limit, rounding included.",
        "Programs other than Excel may not draw it; the table has the limits.",
        "Left out because too few are behind the figure: relationships; alcohol misuse.",
        "Go to the contents",
    ]
    links = {
        str(cell.hyperlink.location)
        for row in book["Chart 1"].iter_rows(max_col=1)
        for cell in row
        if cell.hyperlink is not None
    }
    assert links == {"'Table 1'!A1", "'Contents'!A1"}


def test_a_chart_points_to_the_cells_of_its_table_and_holds_what_they_show(path: Path, book: Book) -> None:
    for number in (1, 2, 3):
        for tag in ("cat", "val"):
            (source,) = chart(path, number).iter(f"{C}{tag}")
            cells = pointed_at(book, formula(source))
            copy = held(source)
            assert copy
            assert [str(cell) if tag == "cat" else float(str(cell)) for cell in cells] == [
                text if tag == "cat" else float(text) for text in copy
            ]


def test_no_marker_is_pointed_at_so_none_is_drawn_as_0(path: Path) -> None:
    (names,) = chart(path, 1).iter(f"{C}cat")
    (values,) = chart(path, 1).iter(f"{C}val")

    assert formula(values) == "('Table 1'!$E$10:$E$11,'Table 1'!$E$13:$E$14,'Table 1'!$E$16:$E$17)"
    assert formula(names) == formula(values).replace("$E$", "$A$")
    assert held(values) == ["31", "53", "62", "63", "83", "64"]


def test_the_lines_across_the_ends_of_bars_are_the_limits_shown(path: Path, book: Book) -> None:
    (plus,), (minus,) = chart(path, 1).iter(f"{C}plus"), chart(path, 1).iter(f"{C}minus")
    shown = [row[4:7] for row in book["Table 1"].iter_rows(min_row=10, max_row=17, values_only=True) if row[4] != "[u]"]

    assert [float(text) for text in held(plus)] == [float(str(up)) - float(str(at)) for at, _, up in shown]
    assert [float(text) for text in held(minus)] == [float(str(at)) - float(str(low)) for at, low, _ in shown]


def test_every_chart_has_its_alternative_text(charted: Release, path: Path) -> None:
    drawn = [draw(table, policy=charted.policy) for draw in (page_of, page_of_parts) for table in charted]
    pages = [page for page in drawn if page is not None]
    assert len(pages) == 4
    for number, page in enumerate(pages, start=1):
        drawing = part(path, f"xl/drawings/drawing{number}.xml")
        assert re.findall('descr="([^"]+)"', drawing) == [each.alt for each in page.charts]


def test_charts_look_as_the_checklist_asks(path: Path) -> None:
    for root in charts_in(path):
        (rounded,), (no_title,) = root.iter(f"{C}roundedCorners"), root.iter(f"{C}autoTitleDeleted")
        assert (rounded.get("val"), no_title.get("val")) == ("0", "1")
        axes = [axis for tag in ("catAx", "valAx") for axis in root.iter(f"{C}{tag}")]
        assert [gone.get("val") for axis in axes for gone in axis.iter(f"{C}delete")] == ["0", "0"]
        assert bool(list(root.iter(f"{C}legend"))) == (len(list(root.iter(f"{C}ser"))) == 3)
        for font in (*root.iter(f"{A}defRPr"), *root.iter(f"{A}rPr")):
            assert font.get("sz") == "1200"
            assert [latin.get("typeface") for latin in font.iter(f"{A}latin")] == ["Arial"]
        for labels in root.iter(f"{C}dLbls"):
            flags = [flag for flag in labels if flag.tag.startswith(f"{C}show")]
            assert sorted(str(flag.get("val")) for flag in flags) == ["0"] * 5 + ["1"]


def test_axes_say_what_they_show_and_in_which_unit(path: Path) -> None:
    titles = [[text.text for text in root.iter(f"{A}t")] for root in charts_in(path)]

    assert titles == [
        ["Need", "Share with the need (%)"],
        ["Number of needs", "Share (%)"],
        ["People with this combination"],
        [],
        ["Parts of 100 (%)"],
    ]


def test_the_dots_stand_under_their_columns(path: Path) -> None:
    above, below = chart(path, 3), chart(path, 4)
    places = [[node.get("val") for tag in ("x", "w") for node in root.iter(f"{C}{tag}")] for root in (above, below)]
    assert places[0] == places[1] != []
    (scale, _) = below.iter(f"{C}scaling")
    assert [node.get("val") for node in scale] == ["minMax", "4.5", "0.5"]


def test_the_dots_joined_are_the_needs_of_a_combination(path: Path) -> None:
    joined = {
        series.findtext(f"{C}tx/{C}v"): [held(axis) for axis in (*series.iter(f"{C}xVal"), *series.iter(f"{C}yVal"))]
        for series in chart(path, 4).iter(f"{C}ser")
    }
    assert joined["drug misuse + alcohol misuse"] == [["2", "2"], ["1", "3"]]
    assert joined["drug misuse + thinking and behaviour + attitudes"] == [["4", "4", "4"], ["1", "2", "4"]]
    assert joined["alcohol misuse"] == [["0.5"], ["3"]]
    assert "no need" not in joined
    assert not list(chart(path, 4).iter(f"{C}f"))  # places are no figures, and point to no cell


def test_a_heat_map_shows_each_pair_as_its_table_does(charted: Release, book: Book) -> None:
    (wide,) = book["Chart 4"].tables.values()
    (long,) = book["Table 4"].tables.values()
    header, *rows = [[cell.value for cell in row] for row in book["Chart 4"][wide.ref]]
    shown = {(str(row[0].value), str(row[1].value)): row[4].value for row in book["Table 4"][long.ref]}

    assert (header[0], header[1]) == ("Need", "Accommodation\n(%)")
    for row in rows:
        for column, value in zip(header[1:], row[1:], strict=True):
            assert value == shown[str(row[0]), str(column).removesuffix("\n(%)")]
    flat = [value for row in rows for value in row[1:]]
    assert flat.count("[z]") == 8  # each need beside itself
    assert flat.count("[u]") == 14  # two needs that too few people have, beside seven others
    assert sum(isinstance(value, int | float) for value in flat) == 42
    assert charted["overlap.pairs"].cells[1].figures["count"] == 60


def test_a_heat_map_says_how_it_is_read_and_explains_its_markers(book: Book) -> None:
    lines = [str(line) for line in words(book, "Chart 4")[:8]]

    assert "This worksheet contains one table." in lines
    assert "Every cell holds its number." in lines[2]
    assert lines[3] == (
        "Each row is about those with the need that it begins with: the percentage of them with the other need "
        "over the column as well."
    )
    assert lines[4].startswith("Shorthand: [u] low reliability")


def test_a_heat_map_is_coloured_by_a_native_scale_that_leaves_text_readable(book: Book) -> None:
    (where,) = book["Chart 4"].conditional_formatting
    (rule,) = where.rules

    assert str(where.sqref) == "B10:I17"
    assert [colour.rgb for colour in rule.colorScale.color] == ["FFFFFFFF", LIGHT_BLUE]
    assert contrast_with_black(LIGHT_BLUE[2:]) >= 4.5  # WCAG 2.1, success criterion 1.4.3, AA
    assert all(not len(sheet.conditional_formatting) for sheet in book.worksheets if sheet.title != "Chart 4")


def contrast_with_black(code: str) -> float:
    """Return the contrast of a colour with black, as WCAG 2.1 defines it."""
    shares = [int(code[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return (sum(w * s for w, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) + 0.05) / 0.05


def test_nothing_is_merged_filled_or_hidden_where_charts_are(book: Book) -> None:
    for tab in ("Chart 1", "Chart 2", "Chart 3", "Chart 4"):
        sheet = book[tab]
        assert not sheet.merged_cells.ranges
        assert sheet["A1"].style == "Heading 1"
        assert {cell.fill.fill_type for row in sheet.iter_rows() for cell in row} == {None}


def test_charts_can_be_left_out(charted: Release, tmp_path: Path) -> None:
    plain = save(charted, tmp_path, charts=False)

    assert not any(tab.startswith("Chart") for tab in load_workbook(plain).sheetnames)
    with zipfile.ZipFile(plain) as file:
        assert not any("chart" in name or "drawing" in name for name in file.namelist())


def test_a_release_without_such_tables_has_no_charts(published: Release, tmp_path: Path) -> None:
    one = replace(published, tables=(published["coverage.problems"],))

    assert load_workbook(save(one, tmp_path)).sheetnames[-1] == "Method and provenance"
    assert not any("chart" in tab.lower() for tab in load_workbook(tmp_path / "needs.xlsx").sheetnames)


def test_a_chart_of_what_is_not_protected_says_so(internal: Release, tmp_path: Path) -> None:
    book = load_workbook(save(internal, tmp_path))

    for tab in ("Chart 1", "Chart 2", "Chart 3"):
        assert str(words(book, tab)[1]).startswith("INTERNAL: nothing is protected.")


def test_two_runs_give_the_same_bytes(charted: Release, path: Path, tmp_path: Path) -> None:
    assert save(charted, tmp_path).read_bytes() == path.read_bytes()


def test_hostile_names_are_words_in_charts_too(charted: Release, tmp_path: Path) -> None:
    names = ('=HYPERLINK("http://example.org","x")', "a\x00\tb\r\nc <&\"'>", "_x0041_", "\u05d0\u202e\U0001f600")
    table = charted["overlap.combinations"]
    cells = tuple(replace(cell, at=(f"{name} + {name}2",)) for name, cell in zip(names, table.cells[:4], strict=True))
    release = replace(charted, tables=(replace(table, cells=cells),))
    path = save(release, tmp_path)

    (shown,) = chart(path, 1).iter(f"{C}cat")
    assert held(shown)[2] == "_x005F_x0041_ + _x005F_x0041_2"
    assert len(charts_in(path)) == 2


def test_the_standard_report_of_made_up_people_has_its_charts(tmp_path: Path) -> None:
    people = nk.synthetic_people(people=300, seed=1)
    cohort = nk.read_cohort(people, population="made-up people", as_at="2025-12-31")
    release = nk.release(nk.standard_report(cohort, by=[], only=["needs.prevalence", "overlap.number_of_needs"]))
    path = save(release, tmp_path)
    book = load_workbook(path)

    assert book.sheetnames[-4:] == ["Chart 1", "Chart 2", "Chart 3", "Method and provenance"]
    assert str(book["Chart 2"]["A1"].value).startswith("SYNTHETIC - Chart 2: Number of needs per person, of made-up")
    (values,) = chart(path, 2).iter(f"{C}val")
    assert pointed_at(book, formula(values)) == [float(text) for text in held(values)]
    assert len(held(values)) == 9
