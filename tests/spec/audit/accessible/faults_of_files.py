"""One fault each that openpyxl does not write, put into the file of the sound workbook."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl.chart import BarChart, Reference
from tests.spec.audit.accessible.sound import FIGURES, respelled, saved, sound_book

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Made = Callable[[Path], Path]

SHEET, TABLE, BOOK, DRAWING = (
    "xl/worksheets/sheet4.xml",
    "xl/tables/table3.xml",
    "xl/workbook.xml",
    "xl/drawings/drawing1.xml",
)
PICTURE = "<pic><nvPicPr><cNvPr id='9' name='Logo' descr='The logo of an organisation'/></nvPicPr></pic>"
BOX = "<sp><nvSpPr><cNvPr id='9' name='Box'/></nvSpPr></sp>"
ALT = "More than half of the people have a need. Bars for two needs."


def swapped(part: str, old: str, new: str) -> Made:
    """Change words in a part of the file."""
    return lambda folder: respelled(saved(sound_book(), folder), part, lambda text: text.replace(old, new))


def replaced(part: str, pattern: str, new: str) -> Made:
    return lambda folder: respelled(saved(sound_book(), folder), part, lambda text: re.sub(pattern, new, text, count=1))


def charted(tab: str = "Chart 1", *, alt: str = ALT, size: str = "1200", also: str = "") -> Made:
    """Draw a chart on a worksheet, with or without words for who cannot see it."""

    def made(folder: Path) -> Path:
        book = sound_book()
        if tab not in book.sheetnames:
            book.create_sheet(tab)["A1"].value = "Needs, as a chart"
            book[tab]["A1"].style = "Heading 1"
            link = book["Contents"]["B5"]
            link.hyperlink = f"#'{tab}'!A1"
            link.font = book["Contents"]["A5"].font.copy()
        chart = BarChart()
        sheet: Any = book[tab]  # whose stubs hold that it may be a chart sheet
        chart.add_data(Reference(range_string=f"'{FIGURES}'!$E$5:$E$8"))
        sheet.add_chart(chart, "A20")
        path = saved(book, folder)
        said = f' descr="{alt}"' if alt else ""
        path = respelled(
            path,
            "xl/drawings/drawing1.xml",
            lambda text: re.sub("(<cNvPr [^>]*?) */>", rf"\1{said}/>", text).replace(
                "<graphicFrame", f"{also}<graphicFrame"
            ),
        )
        style = f'<c:txPr xmlns:c="c" xmlns:a="a"><a:p><a:pPr><a:defRPr sz="{size}"/></a:pPr></a:p></c:txPr>'
        end = "</chartSpace>"
        return respelled(path, "xl/charts/chart1.xml", lambda text: text.replace(end, style + end))

    return made


def added(part: str, content: str = "<a/>") -> Made:
    def made(folder: Path) -> Path:
        path = saved(sound_book(), folder)
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(part, content)
        return path

    return made


def of_another_name(name: str) -> Made:
    return lambda folder: saved(sound_book(), folder, name=name)


def without_a_cover(folder: Path) -> Path:
    book = sound_book()
    del book["Cover"]
    return saved(book, folder)


def blank_worksheet(folder: Path) -> Path:
    book = sound_book()
    book.create_sheet("Table 2")
    book["Contents"]["B5"].hyperlink = "#'Table 2'!A1"
    book["Contents"]["B5"].font = book["Contents"]["A5"].font.copy()
    return saved(book, folder)


def own_shorthand(folder: Path) -> Path:
    book = sound_book()
    book[FIGURES]["C7"].value = "[few]"
    book[FIGURES]["A3"].value = book["Cover"]["A3"].value = "[few] stands for a small number"
    return saved(book, folder)


def overlapping(folder: Path) -> Path:
    """Lay a table of the first column over the table of figures."""
    path = saved(sound_book(), folder)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
    relation = f'<Relationship Id="rId9" Type="{kind}" Target="/xl/tables/table9.xml"/>'
    end = "</Relationships>"
    path = respelled(path, "xl/worksheets/_rels/sheet4.xml.rels", lambda text: text.replace(end, relation + end))
    columns = '<tableColumns count="1"><tableColumn id="1" name="Sex"/></tableColumns>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "xl/tables/table9.xml", f'<table id="9" name="Over_it" displayName="Over_it" ref="A4:A8">{columns}</table>'
        )
    return path


FAULTS: Mapping[str, tuple[set[str], Made]] = {
    "shorthand of one's own": ({"S-NOT-HARMONISED"}, own_shorthand),
    "a chart without alternative text": ({"O-NO-ALT"}, charted(alt="")),
    "a chart whose alternative text says chart": ({"O-NO-ALT"}, charted(alt="Chart 1")),
    "a chart beside a table": ({"O-BESIDE-TABLE"}, charted(FIGURES)),
    "a chart with small text": ({"O-CHART-TEXT"}, charted(size="900")),
    "a logo on the cover": ({"O-LOGO"}, charted("Cover", also=PICTURE)),
    "a text box": ({"O-TEXT-BOX"}, charted(also=BOX)),
    "a macro": ({"O-MACRO"}, added("xl/vbaProject.xml")),
    "a formula that was worked out": ({"O-FORMULA"}, replaced(SHEET, '(<c r="E6"[^>]*>)', r"\1<f>E5+1</f>")),
    "a blank worksheet": ({"W-BLANK"}, blank_worksheet),
    "no cover": ({"D-NO-COVER"}, without_a_cover),
    "a file name with capitals": ({"D-FILE-NAME"}, of_another_name("Needs By Sex.xlsx")),
    "a file name with a version": ({"D-FILE-NAME"}, of_another_name("needs-by-sex-v2.xlsx")),
    "tables over each other": ({"X-OVERLAP", "W-SEVERAL-TABLES", "W-TABLES-NOT-SAID"}, overlapping),
    "a table of a header alone": ({"X-NO-ROWS", "T-NO-TABLE"}, swapped(TABLE, 'ref="A4:E8"', 'ref="A4:E4"')),
    "columns that the table does not have": ({"X-HEADER-DIFFERS"}, replaced(TABLE, '<tableColumn id="5"[^>]*/>', "")),
    "two tabs but for capitals": ({"X-TAB", "S-NOTES-SHEET"}, swapped(BOOK, 'name="Notes"', 'name="TABLE 1"')),
    "a tab of 40 letters": ({"X-TAB", "D-CONTENTS-LINKS"}, swapped(BOOK, 'name="Table 1"', f'name="{"n" * 40}"')),
    "a filter that stands elsewhere": (
        {"X-FILTER", "T-FILTER"},
        swapped(TABLE, "<tableColumns", '<autoFilter ref="B5:C8"/><tableColumns'),
    ),
    "a text that Excel cuts": (
        {"X-LONG-TEXT"},
        swapped("xl/worksheets/sheet3.xml", "Of those assessed", "Of those " * 4000),
    ),
    "a row given twice": ({"X-ORDER"}, swapped(SHEET, '<row r="6"', '<row r="5"')),
    "a style that is not there": ({"X-STYLE"}, replaced(SHEET, '<c r="B5" s="[0-9]+"', '<c r="B5" s="999"')),
    "a part that cannot be read": ({"X-PART"}, swapped("docProps/app.xml", "</", "<")),
    "a part that is missing": ({"X-PART"}, swapped("xl/_rels/workbook.xml.rels", "theme1.xml", "theme7.xml")),
    "a part of no type": ({"X-PART"}, added("xl/left.over")),
}
"""Where a fault cannot stand alone, what follows from it is named too."""
