"""Figures: one a cell, of one precision, shown as they are stored, to the right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from needskit.audit.accessible.measure import decimals_held, decimals_of
from needskit.audit.accessible.reading.parts import SHORTHAND
from needskit.audit.accessible.rule import GUIDE, UKHSA, cells_where, rule, spots_where
from needskit.audit.accessible.rules.shorthand import is_symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.audit.accessible.reading.parts import Book, Cell, Column, Grid, Place
    from needskit.audit.accessible.rule import Rule

_NUMBER = re.compile(r"[-+\u2212]?[£$]?\s?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?\s?%?")
_YEAR = re.compile(r"(19|20)\d\d")
_OF_YEARS_OR_CODES = re.compile(r"\b(year|code|id|identifier|reference)s?\b", re.IGNORECASE)
_UNIT = re.compile(
    r"[^\n(] ?\((%|£|percentage|per cent|percent|number|count|£? ?(thousand|million|billion)s?|per [^)]*|"
    r"days|weeks|months|years|hours|kg|km|mm|cm|m|g)\)",
    re.IGNORECASE,
)
THOUSAND = 1000
MOST_DIGITS = 9
"""More significant digits than that are those of a machine, not of a figure."""


@rule(
    "N-AS-TEXT",
    severity="desirable",
    source=f"{UKHSA} 26",
    means="Numbers are stored as text.",
    mend="Store them as numbers and let the number format show commas and decimals.",
)
def as_text(book: Book) -> Iterator[str]:
    """Find texts that are numbers in a column that is one of numbers."""
    return spots_where(book, lambda _, grid: _texts_of_numbers(grid))


def _texts_of_numbers(grid: Grid) -> Iterator[Place]:
    for column in grid.columns:
        texts = [cell for cell in column.filled if cell.number is None]
        numbers = [cell for cell in texts if _NUMBER.fullmatch(cell.text.strip())]
        of_years = all(_YEAR.fullmatch(cell.text.strip()) for cell in numbers)
        among = any(cell.number is not None for cell in column.filled)
        whole = all(_NUMBER.fullmatch(c.text.strip()) or SHORTHAND.fullmatch(c.text.strip()) for c in texts)
        if numbers and not of_years and (among or whole):
            yield from (cell.place for cell in numbers)


@rule(
    "N-MIXED",
    severity="desirable",
    source=f"{UKHSA} 26 and 27",
    means="A column of numbers holds words, or more than one figure in a cell.",
    mend="Put one figure in a cell, limits and words in columns of their own, and shorthand such as [x] for no figure.",
)
def mixed(book: Book) -> Iterator[str]:
    """Find texts in columns of numbers that are neither numbers, nor shorthand, nor symbols."""
    return spots_where(
        book,
        lambda _, grid: (
            cell.place
            for column in grid.columns
            if column.is_numeric
            for cell in column.filled
            if cell.number is None and not cell.is_formula and not cell.is_error and not _is_told(cell.text.strip())
        ),
    )


def _is_told(text: str) -> bool:
    """Tell whether another rule, or none, has something to say of a text."""
    return text.startswith("[") or bool(SHORTHAND.fullmatch(text)) or bool(_NUMBER.fullmatch(text)) or is_symbol(text)


@rule(
    "N-ERROR",
    severity="essential",
    source=f"{GUIDE}, formulas",
    means="Cells show an error of a formula, such as #N/A.",
    mend="Put the figure, or shorthand such as [x].",
)
def error(book: Book) -> Iterator[str]:
    """Find cells that hold an error value."""
    return cells_where(book, lambda cell: cell.is_error)


@rule(
    "N-PRECISION",
    severity="desirable",
    source=f"{GUIDE}, numbers; {UKHSA} 29",
    means="Numbers in one column are shown with different numbers of decimals.",
    mend="Give all cells of the column one number format.",
)
def precision(book: Book) -> Iterator[str]:
    """Find columns whose numbers do not show as many decimals."""
    return spots_where(book, lambda _, grid: (p for c in grid.columns if (p := _odd_precision(c)) is not None))


def _odd_precision(column: Column) -> Place | None:
    numbers = [cell for cell in column.filled if cell.number is not None]
    shown = [decimals_of(cell) for cell in numbers]
    return next((cell.place for cell, many in zip(numbers, shown, strict=True) if many != shown[0]), None)


@rule(
    "N-HIDDEN-DIGITS",
    severity="desirable",
    source="needskit: a number format hides digits, it does not remove them",
    means="Numbers are stored with more decimals than are shown.",
    mend="Round what is stored: the hidden digits can give a small count away.",
)
def hidden_digits(book: Book) -> Iterator[str]:
    """Find numbers that are stored more precisely than they are shown, or than anybody measures."""
    return cells_where(book, lambda cell: cell.number is not None and _hides(cell), only="table")


def _hides(cell: Cell) -> bool:
    code = cell.style.number_format
    held = decimals_held(cell)
    if code in {"General", "@"}:
        return held > MOST_DIGITS
    if re.search("[dmyhs]", re.sub(r'"[^"]*"|\[[^\]]*\]', "", code), re.IGNORECASE):
        return False  # a date
    return held > decimals_of(cell) + (2 if "%" in code else 0)


@rule(
    "N-THOUSANDS",
    severity="desirable",
    source=f"{GUIDE}, numbers; {UKHSA} 30",
    means="Numbers from 1,000 on have no commas.",
    mend="Give them the number format #,##0; years and codes stay as they are.",
)
def thousands(book: Book) -> Iterator[str]:
    """Find thousands without a comma in columns that are neither of years nor of codes."""
    return spots_where(
        book,
        lambda _, grid: (
            cell.place
            for column in grid.columns
            if not _of_years(column)
            for cell in column.filled
            if abs(cell.number or 0) >= THOUSAND and cell.style.number_format in {"General", "0", "0.0", "0.00"}
        ),
    )


def _of_years(column: Column) -> bool:
    header = column.header.text if column.header else ""
    numbers = [cell.number for cell in column.filled if cell.number is not None]
    return bool(_OF_YEARS_OR_CODES.search(header)) or all(_YEAR.fullmatch(f"{number:g}") for number in numbers)


@rule(
    "N-ALIGN",
    severity="desirable",
    source=f"{GUIDE}, alignment",
    means="Figures and their headers are not to the right, or words are not to the left.",
    mend="Align columns of figures and their headers right, all others left.",
)
def align(book: Book) -> Iterator[str]:
    """Find cells of tables that stand on the other side."""
    return spots_where(book, lambda _, grid: _on_the_other_side(grid))


def _on_the_other_side(grid: Grid) -> Iterator[Place]:
    for column in grid.columns:
        if column.filled and column.is_withheld:
            continue  # figures or words: nothing tells
        cells = [cell for cell in (column.header, *column.cells) if cell is not None]
        for cell in cells:
            side = cell.style.across or ("left" if cell.number is None else "right")
            if side != ("right" if column.is_numeric else "left"):
                yield cell.place
                break


@rule(
    "N-UNITS",
    severity="desirable",
    source=f"{GUIDE}, units",
    means="A header has its unit on the same line as its words.",
    mend="Put the unit in round brackets on a new line of the header cell.",
)
def units(book: Book) -> Iterator[str]:
    """Find headers whose unit does not start a line."""
    return spots_where(
        book, lambda _, grid: (c.header.place for c in grid.columns if c.header and _UNIT.search(c.header.text))
    )


RULES: tuple[Rule, ...] = (as_text, mixed, error, precision, hidden_digits, thousands, align, units)
