"""A house's own look: read from a file, refused where somebody could not read it, and seen in the workbook."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

import needskit as nk
from needskit.output.excel.book import as_bytes, planned
from needskit.output.excel.check import check

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release

pytestmark = pytest.mark.usefixtures("not_attacked")

HOUSE = """
[font]
family = "Verdana"
size = 14
[cover]
lines = ["=Shared under the agreement of the board"]
contact = "team@northshire.example"
organisation = "Northshire Reducing Reoffending Board"
[logo]
file = "logo.png"
alt = "Logo of the board"
[markers]
low_reliability = "[few]"
not_applicable = "[none]"
[colours]
first = "#123A1D"
second = "#4FA06A"
marks = "#E0607E"
heat_map = "#9BD6A8"
"""


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png() -> bytes:
    """Return a picture of two pixels, in a file that names who made it."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            header,
            chunk(b"tEXt", b"Author\0A. Maker"),
            chunk(b"IDAT", zlib.compress(b"\0" + 6 * b"\x20")),
            chunk(b"IEND", b""),
        )
    )


def theme_of(folder: Path, text: str) -> nk.Theme:
    (folder / "logo.png").write_bytes(png())
    path = folder / "theme.toml"
    path.write_text(text, encoding="utf-8")
    return nk.Theme.read(path)


@pytest.fixture(scope="module")
def path(charted: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("themed")
    theme = theme_of(folder, HOUSE)
    return nk.Workbook(title="Needs", tables=charted, theme=theme).save(folder / "needs.xlsx")


def test_a_theme_gives_the_cover_its_words(path: Path) -> None:
    book = load_workbook(path)
    words = [row[0] for row in book["Cover"].iter_rows(max_col=1, values_only=True)]
    assert "=Shared under the agreement of the board" in words
    assert words[-2:] == ["Published by: Northshire Reducing Reoffending Board", "team@northshire.example"]
    assert book.properties.creator == "Northshire Reducing Reoffending Board"


def test_a_theme_gives_every_cell_and_chart_its_font_and_every_chart_its_colours(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        text = {name: parts.read(name).decode("utf-8", "replace") for name in parts.namelist()}
    book = load_workbook(path)
    fonts = {
        (cell.font.name, cell.font.sz) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    }
    charts = "".join(content for name, content in text.items() if name.startswith("xl/charts/"))
    assert fonts == {("Verdana", 14), ("Verdana", 16), ("Verdana", 18)}
    assert set(re.findall('typeface="([^"]*)"', charts)) == {"Verdana"}
    assert set(re.findall(' sz="([^"]*)"', charts)) == {"1400"}
    assert "123A1D" in charts
    assert "12436D" not in charts
    assert any("FF9BD6A8" in content for content in text.values())


def test_a_marker_of_a_theme_stands_everywhere_in_place_of_the_usual_one(path: Path) -> None:
    cells = [str(cell) for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "[few]" in cells
    assert "[none]" in cells
    assert "[few] low reliability: too few are behind the figure to show it." in cells
    assert not any("[u]" in cell or "[z]" in cell for cell in cells)


def test_a_logo_stands_on_the_last_worksheet_with_its_words_and_names_nobody(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        picture = parts.read("xl/media/image1.png")
        drawn = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/drawings/drawing")]
    assert load_workbook(path).sheetnames[-1] == "Logo"
    assert sum('descr="Logo of the board"' in drawing for drawing in drawn) == 1
    assert b"Maker" not in picture
    assert picture.startswith(b"\x89PNG")


REFUSED = {
    "[fnt]\nsize = 12": "has no table 'fnt'; did you mean 'font'?",
    '[font]\nfamly = "Arial"': r"\[font\] has no key 'famly'; did you mean 'family'?",
    "[font]\nsize = 11": "size of the font is 11 points",
    '[font]\nsize = "12"': r"\[font\] size wants a number",
    '[font]\nfamily = "Garamond"': "not one that needskit knows as sans serif",
    "[font]\nsize = 14\nheading = 14": "A heading must be larger",
    '[colours]\nlink = "#99CCFF"': "contrast of 1.6 to 1 with white",
    '[colours]\nmarks = "#12436D"': "marks .* has a contrast of 1 to 1 with first",
    '[colours]\nfirst = "blue"': "six digits",
    '[markers]\nconfidential = "[x]"': "readers know as: not available",
    '[markers]\nconfidential = "*"': "square brackets",
    '[markers]\nconfidential = "[few]"\nlow_reliability = "[few]"': "Two markers are the same",
    '[cover]\nlines = "words"': "wants a list of words",
    '[logo]\nfile = "logo.png"': "wants the key 'alt'",
    '[logo]\nfile = "theme.toml"\nalt = "Logo"': "not a PNG file",
    '[logo]\nfile = "none.png"\nalt = "Logo"': "'none.png' cannot be read",
    "font = 12": r"\[font\] wants a table",
    "[font": "is not TOML",
}


@pytest.mark.parametrize(("text", "words"), REFUSED.items())
def test_what_somebody_could_not_read_or_understand_is_refused_with_the_reason(
    text: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(nk.UsageError, match=words):
        theme_of(tmp_path, text)


def test_a_font_that_is_not_known_is_taken_at_the_word_of_the_house(tmp_path: Path) -> None:
    theme = theme_of(tmp_path, '[font]\nfamily = "House Sans"\nsans_serif = true')
    assert theme.font.family == "House Sans"


def test_a_picture_that_was_not_planned_is_caught(charted: Release, tmp_path: Path) -> None:

    theme = theme_of(tmp_path, '[logo]\nfile = "logo.png"\nalt = "Logo"')
    book = nk.Workbook(title="Needs", tables=charted, contact="us", theme=theme)
    sheets = planned(book)
    path = tmp_path / "needs.xlsx"
    path.write_bytes(as_bytes(book, sheets))
    check(path, release=charted, sheets=sheets, theme=theme)
    with pytest.raises(nk.OutputError):
        check(path, release=charted, sheets=sheets[:-1], theme=theme)
