"""Shorthand and notes: in square brackets, explained, and listed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from needskit.audit.accessible.reading.parts import SHORTHAND
from needskit.audit.accessible.rule import CHECKLIST, GUIDE, SYMBOLS, at, cells_where, rule, spots_where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.audit.accessible.reading.parts import Book, Cell, Sheet
    from needskit.audit.accessible.rule import Rule

_MARKER = re.compile(r"\[([^\[\]\n]{1,12})\]")
_NOTE = re.compile(r"\[note ?(\d+)\]", re.IGNORECASE)
_HARMONISED = {"b", "c", "e", "er", "f", "low", "k", "ns", "s", "ss", "sss", "p", "r", "u", "w", "x", "z"}
_SYMBOLS = {"*", "**", "***", "..", "...", "\u2026", "-", "--", "\u2013", "\u2014", ":", ".", "~", "#", "/", "\u2020"}
_NOT_AVAILABLE = {"na", "n/a", "n.a.", "nan", "null", "none available", "nil"}
_SIGN_AT_END = re.compile("[A-Za-z0-9)%][*\u2020\u2021\u00a7]+")
_RAISED = re.compile("(?<![mM])[\u00b2\u00b3]|[\u00b9\u2070-\u2079\u1d43-\u1d5b]")
"""Raised figures and letters; m squared and km cubed are units."""


def is_symbol(text: str) -> bool:
    """Tell whether a text is a symbol that stands for something, or letters that say there is nothing."""
    return text in _SYMBOLS or text.casefold() in _NOT_AVAILABLE or bool(_SIGN_AT_END.search(text[-4:]))


@rule(
    "S-SYMBOL",
    severity="essential",
    source=f"{CHECKLIST}, Footnotes 1; {SYMBOLS}",
    means='Symbols, or letters such as NA, stand for notes or for no figure: "*", "..", "-".',
    mend="Use shorthand in square brackets: [c] confidential, [x] not available, [z] not applicable, [note 1].",
)
def symbol(book: Book) -> Iterator[str]:
    """Find cells of tables that are a symbol or end with one."""
    return spots_where(
        book,
        lambda _, grid: (
            cell.place
            for column in grid.columns
            for cell in (column.header, *column.cells)
            if cell is not None and cell.number is None and not cell.is_error and is_symbol(cell.text.strip())
        ),
    )


@rule(
    "S-RAISED",
    severity="essential",
    source=f"{CHECKLIST}, Footnotes 1",
    means="Text is superscript or subscript.",
    mend="Write note markers as [note 1] in plain text.",
)
def raised(book: Book) -> Iterator[str]:
    """Find superscript, by format and by character."""
    return cells_where(book, lambda cell: cell.is_superscript or _RAISED.search(cell.text))


@rule(
    "S-NOTE-AT-FIGURE",
    severity="desirable",
    source=f"{CHECKLIST}, Footnotes 3",
    means="A note marker stands in a cell of figures.",
    mend="Put it in title, header or row label, or in a column of notes on the right.",
)
def note_at_figure(book: Book) -> Iterator[str]:
    """Find note markers in columns of numbers."""
    return spots_where(
        book,
        lambda _, grid: (
            cell.place for c in grid.columns if c.is_numeric for cell in c.filled if _NOTE.search(cell.text)
        ),
    )


@rule(
    "S-NOTES-SHEET",
    severity="desirable",
    source=f"{CHECKLIST}, Footnotes 4",
    means="There are note markers, and no worksheet called Notes with a table that lists them.",
    mend="List the notes in a table called Notes on a worksheet called Notes.",
)
def notes_sheet(book: Book) -> Iterator[str]:
    """Find note markers without a table of notes, and a table of notes that is called something else."""
    used = [sheet for sheet in book.visible if sheet is not book.notes and sheet is not book.cover and _notes(sheet)]
    tables = book.notes.tables if book.notes else ()
    if used and not any("note" in table.name.casefold() for table in tables):
        yield at(book.notes, ()) if book.notes else at(used[0], ())


def _notes(sheet: Sheet) -> set[str]:
    return {number for cell in sheet.cells.values() if "[" in cell.text for number in _NOTE.findall(cell.text)}


def _listed(notes: Sheet) -> set[str]:
    """Return the numbers of the notes that the first column of a table of notes has, or its texts name."""
    first = [cell for grid in notes.grids for cell in grid.columns[0].filled]
    plain = (re.fullmatch(r"\[?(?:note )?(\d+)\]?", cell.text.strip(), re.IGNORECASE) for cell in first)
    return {found[1] for found in plain if found}


@rule(
    "S-NOTE-MISSING",
    severity="desirable",
    source=f"{CHECKLIST}, Footnotes 2 and 4",
    means="A note marker has no note on the worksheet called Notes.",
    mend="Add the note, or take its marker out.",
)
def note_missing(book: Book) -> Iterator[str]:
    """Find markers of notes that are not listed."""
    if book.notes is None:
        return
    listed = _listed(book.notes)
    for sheet in book.visible:
        missing = sorted(_notes(sheet) - listed, key=int) if sheet is not book.cover else []
        if missing:
            yield at(sheet, [f"note {number}" for number in missing])


@rule(
    "S-NOTE-UNUSED",
    severity="desirable",
    source=f"{CHECKLIST}, Footnotes 2 and 4",
    means="A note is listed that no worksheet points at.",
    mend="Put its marker where it applies, or take it out.",
)
def note_unused(book: Book) -> Iterator[str]:
    """Find notes that are listed and not used."""
    if book.notes is None:
        return
    others = [_notes(sheet) for sheet in book.visible if sheet is not book.notes]
    unused = sorted(_listed(book.notes).difference(*others), key=int)
    if unused:
        yield at(book.notes, [f"note {number}" for number in unused])


@rule(
    "S-NOT-EXPLAINED",
    severity="desirable",
    source=f"{SYMBOLS}; {GUIDE}, shorthand",
    means="A table uses shorthand that column A above it does not explain.",
    mend="Say above the table what the shorthand means.",
)
def not_explained(book: Book) -> Iterator[str]:
    """Find shorthand in tables that the lines above do not name."""
    for sheet in book.visible:
        missing = [mark for mark in _used(sheet) if not sheet.announces(f"[{mark}]")]
        if missing and sheet is not book.notes:
            yield at(sheet, [f"[{mark}]" for mark in missing])


def _used(sheet: Sheet) -> list[str]:
    """Return the letters that stand for figures in the tables of a worksheet."""
    return sorted({mark.casefold() for grid in sheet.grids for cell in grid.body for mark in _letters(cell)})


def _letters(cell: Cell) -> list[str]:
    whole = SHORTHAND.fullmatch(cell.text.strip()) if cell.text[:1] == "[" else None
    return [mark for mark in _MARKER.findall(cell.text) if not mark.casefold().startswith("note")] if whole else []


@rule(
    "S-NOT-ON-COVER",
    severity="desirable",
    source=f"{GUIDE}, cover; {SYMBOLS}",
    means="Shorthand is used that the cover does not list.",
    mend="List all shorthand and what it means on the cover.",
)
def not_on_cover(book: Book) -> Iterator[str]:
    """Find shorthand that is used in a table and not named on the cover."""
    if book.cover is None:
        return
    said = "\n".join(cell.text for cell in book.cover.cells.values()).casefold()
    used = {mark for sheet in book.visible for mark in _used(sheet)}
    missing = sorted(mark for mark in used if f"[{mark}]" not in said)
    if missing:
        yield at(book.cover, [f"[{mark}]" for mark in missing])


@rule(
    "S-NOT-HARMONISED",
    severity="desirable",
    source=SYMBOLS,
    means="Shorthand is not one of the letters that all departments use.",
    mend="Use the harmonised letters, such as [c], [low], [x], [z]; a number may follow.",
)
def not_harmonised(book: Book) -> Iterator[str]:
    """Find shorthand of one's own."""
    for sheet in book.visible:
        odd = [mark for mark in _used(sheet) if mark.rstrip("0123456789") not in _HARMONISED and "," not in mark]
        if odd:
            yield at(sheet, [f"[{mark}]" for mark in odd])


@rule(
    "S-ONE-BRACKET",
    severity="desirable",
    source=SYMBOLS,
    means="Several markers share one pair of brackets.",
    mend="Give each its own: [r][e], [note 1][note 2].",
)
def one_bracket(book: Book) -> Iterator[str]:
    """Find brackets that hold several markers."""
    several = re.compile(r"\[(notes? ?\d+|[a-z]{1,3})( ?,| and|;) ?(note )?[a-z0-9]+\]", re.IGNORECASE)
    return cells_where(book, lambda cell: "[" in cell.text and several.search(cell.text))


RULES: tuple[Rule, ...] = (
    symbol, raised, note_at_figure, notes_sheet, note_missing, note_unused, not_explained, not_on_cover,
    not_harmonised, one_bracket,
)  # fmt: skip
