"""The workbook as a whole: cover, contents, properties, name of the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from needskit.audit.accessible.reading.cells import area_of
from needskit.audit.accessible.rule import CHECKLIST, GUIDE, at, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.audit.accessible.reading.parts import Book, Sheet
    from needskit.audit.accessible.rule import Rule

_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w+|\bcontact|\bemail|\btelephone|\bask\b", re.IGNORECASE)
_DATE = re.compile(r"\b(19|20)\d\d\b")
_SOURCE = re.compile(r"\bsources?\b|\bcounted\b|\bbased on\b|\bdata (are|is|were) (from|taken)", re.IGNORECASE)
_PROGRAMS = {"openpyxl", "xlsxwriter", "python", "user", "microsoft office user", "unknown", "admin"}
_VERSION = re.compile(r"(^|-)(v\d+|version|draft|final|copy)(-|$)|\d{6,8}|\b(19|20)\d\d\b", re.IGNORECASE)
LONGEST_FILE_NAME = 60
FEW_SHEETS = 2
"""So many worksheets with tables need no contents."""


@rule(
    "D-NO-COVER",
    severity="desirable",
    source=f"{GUIDE}, cover",
    means="The first worksheet is not a cover.",
    mend="Put first a worksheet called Cover: what this is, source, dates, shorthand and whom to ask, all in column A.",
)
def no_cover(book: Book) -> Iterator[str]:
    """Find workbooks that start with a table."""
    if book.cover is None:
        yield "the workbook"


@rule(
    "D-COVER-CONTACT",
    severity="desirable",
    source=f"{GUIDE}, cover",
    means="The cover does not say whom to ask.",
    mend="Give a contact on the cover.",
)
def cover_contact(book: Book) -> Iterator[str]:
    """Find covers without a contact."""
    return _cover_without(book, _CONTACT)


@rule(
    "D-COVER-DATE",
    severity="desirable",
    source=f"{GUIDE}, cover",
    means="The cover gives no date.",
    mend="Say on the cover what date or period the figures are of, and when they were published.",
)
def cover_date(book: Book) -> Iterator[str]:
    """Find covers without a year."""
    return _cover_without(book, _DATE)


@rule(
    "D-COVER-SOURCE",
    severity="desirable",
    source=f"{GUIDE}, cover",
    means="The cover does not say where the figures are from.",
    mend="Name the source on the cover.",
)
def cover_source(book: Book) -> Iterator[str]:
    """Find covers without a source."""
    return _cover_without(book, _SOURCE)


def _cover_without(book: Book, words: re.Pattern[str]) -> Iterator[str]:
    if book.cover is not None and not any(words.search(cell.text) for cell in book.cover.cells.values()):
        yield at(book.cover, ())


@rule(
    "D-NO-CONTENTS",
    severity="desirable",
    source=f"{GUIDE}, table of contents",
    means="There are several worksheets, and none lists them in a table with links.",
    mend="Add a worksheet called Contents with a table called Table_of_contents, a link a row.",
)
def no_contents(book: Book) -> Iterator[str]:
    """Find workbooks of many worksheets without a list of them."""
    with_tables = [sheet for sheet in book.visible if sheet.grids]
    if len(with_tables) > FEW_SHEETS and _contents(book) is None:
        yield "the workbook"


def _contents(book: Book) -> Sheet | None:
    """Return the worksheet that lists the others."""
    said = [s for s in book.visible if any("contents" in cell.text.casefold() for cell in s.above[:8])]
    listed = [s for s in said if any(s.within(place) for place in s.links) or len(_targets(book, s)) > 1]
    return max(listed, key=lambda sheet: len(_targets(book, sheet)), default=None)


def _targets(book: Book, sheet: Sheet) -> dict[str, str]:
    """Return the worksheets that the links of one lead to, with the cell."""
    found = {}
    names = {each.name.casefold() for each in book.sheets}
    for link in sheet.links.values():
        name, _, cell = (link.location or link.address.removeprefix("#")).rpartition("!")
        plain = name.strip("'").replace("''", "'").casefold()
        if plain in names:
            found[plain] = cell
    return found


@rule(
    "D-CONTENTS-LINKS",
    severity="desirable",
    source=f"{GUIDE}, table of contents",
    means="The contents have no link to a worksheet, or one that does not lead to its A1.",
    mend="Link every worksheet, always to A1, where its title is.",
)
def contents_links(book: Book) -> Iterator[str]:
    """Find worksheets that the contents do not lead to."""
    contents = _contents(book)
    if contents is None:
        return
    targets = _targets(book, contents)
    others = [each for each in book.visible if each is not contents and each is not book.cover]
    missing = [f"'{each.name}'" for each in others if not _is_a1(targets.get(each.name.casefold(), ""))]
    if missing:
        yield at(contents, missing)


def _is_a1(cell: str) -> bool:
    area = area_of(cell)
    return area is not None and (area.top, area.left) == (1, 1)


@rule(
    "D-NO-DOCUMENT-TITLE",
    severity="essential",
    source=f"{CHECKLIST}, Before publishing",
    means="The document properties have no title, or one with dashes or underscores.",
    mend="File, Info, Title: the title of the cover, in words.",
)
def no_document_title(book: Book) -> Iterator[str]:
    """Find files that a screen reader cannot name."""
    title = book.properties.get("title", "")
    if not title or set("-_\u2013\u2014") & set(title):
        yield "the document properties"


@rule(
    "D-NO-LANGUAGE",
    severity="essential",
    source=f"{CHECKLIST}, Before publishing",
    means="The document properties have no language.",
    mend="Set the property Language, such as en-GB: a screen reader chooses its voice by it.",
)
def no_language(book: Book) -> Iterator[str]:
    """Find files that do not say which language they are in."""
    if not book.properties.get("language"):
        yield "the document properties"


@rule(
    "D-NO-AUTHOR",
    severity="desirable",
    source=f"{GUIDE}, document properties",
    means="The document properties have no author, or the program that wrote the file.",
    mend="File, Info, Author: the name of the organisation.",
)
def no_author(book: Book) -> Iterator[str]:
    """Find files that name nobody."""
    if book.properties.get("creator", "").casefold() in {"", *_PROGRAMS}:
        yield "the document properties"


@rule(
    "D-NO-KEYWORDS",
    severity="desirable",
    source=f"{GUIDE}, document properties",
    means="The document properties have no keywords.",
    mend="File, Info, Tags: a few words that somebody would search for.",
)
def no_keywords(book: Book) -> Iterator[str]:
    """Find files without words to be found by."""
    if not book.properties.get("keywords"):
        yield "the document properties"


@rule(
    "D-FILE-NAME",
    severity="desirable",
    source=f"{GUIDE}, file names",
    means="The name of the file has capitals, spaces, underscores, a date, a version, or is too long.",
    mend=f"Use lower case words joined by dashes, at most {LONGEST_FILE_NAME} characters: needs-assessment.xlsx.",
)
def file_name(book: Book) -> Iterator[str]:
    """Find file names that break the rules for web addresses."""
    stem = book.package.name.rpartition(".")[0]
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", stem) or len(stem) > LONGEST_FILE_NAME or _VERSION.search(stem):
        yield "the name of the file"


RULES: tuple[Rule, ...] = (
    no_cover, cover_contact, cover_date, cover_source, no_contents, contents_links, no_document_title, no_language,
    no_author, no_keywords, file_name,
)  # fmt: skip
