"""Filling a workbook of a house with a release."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.packaging.custom import CustomPropertyList

from needskit.disclosure.released import Release
from needskit.disclosure.shorthand import SHORTHAND
from needskit.errors import DisclosureError, UsageError
from needskit.output.excel.grid import Column
from needskit.output.excel.package import EPOCH, packed, set_properties
from needskit.output.excel.place import place
from needskit.output.template.losses import refuse_losses
from needskit.output.template.named import (
    PROTECTION,
    USED_SHORTHAND,
    Said,
    figures_asked_for,
    named_cells,
    refuse_unknown,
)
from needskit.output.template.read_back import check_filled, without_old_numbers
from needskit.output.template.tables import fill_tables, put
from needskit.output.theme import Theme

if TYPE_CHECKING:
    import datetime as dt
    import os

    from openpyxl import Workbook as Book

    from needskit.output.template.tables import Planned, Resized

INTERNAL = "internal"
WORDS = Column("Words")


def fill_template(
    release: Release,
    template: str | os.PathLike[str],
    *,
    out: str | os.PathLike[str],
    title: str,
    contact: str,
    as_at: dt.date | None = None,
    theme: Theme | None = None,
    accept_loss: bool = False,
) -> Path:
    """Which workbook of the house holds these tables?

    Its named cells and the tables that are named by a key are filled; the rest stays as it is. The cell named
    ``nk_title_needs_prevalence`` gets the title of the table ``needs.prevalence``, and an Excel table called
    ``Needs_prevalence`` its rows: in each column what the first row under its header says or, if that is empty, what
    the header says.

    Parameters
    ----------
    release
        What ``release`` gave.
    template
        The workbook of the house, ending in ``.xlsx`` or ``.xltx``; it is left as it is.
    out
        Where to, ending in ``.xlsx``. Under a policy that protects nothing "-internal" is added.
    title, contact
        Of the workbook, and whom to ask: "" if the theme says it.
    as_at
        The date of the figures, and of the file.
    theme
        Gives its markers and the words of its cover. Fonts, colours and a logo are those of the template.
    accept_loss
        Write it although something of the template is lost: see ``template_losses``.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    UsageError
        If something of the template would be lost and that is not accepted, it holds what it must not, a name has no
        meaning, or it has no cell that says how counts are protected.
    DisclosureError
        If the tables are not released, or a number in the file read back is not one of them.
    OutputError
        If the file cannot be written.
    """
    _refuse_unreleased(release)
    house = theme or Theme()
    if not (contact or house.cover.contact).strip():
        message = "A filled template needs a contact, in words: whom to ask. Give contact=, or one in the theme."
        raise UsageError(message)
    source, target = Path(template), _named(Path(out), release)
    refuse_losses(source, accept_loss=accept_loss)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is lost was said already
        book = load_workbook(source)
    # Of an .xltx file Excel would make another workbook at each opening.
    book.template = False
    said = Said(release, title, contact, as_at, house)
    planned, resized = _fill(book, said)
    _describe(book, said)
    content = without_old_numbers(packed(book, date=as_at or EPOCH), resized)
    return place(content, target, check=lambda written: check_filled(written, planned))


def _refuse_unreleased(tables: object) -> None:
    if not isinstance(tables, Release):
        message = "A template takes only released tables, and this was given something else. Give it release([...])."
        raise DisclosureError(message)


def _named(path: Path, release: Release) -> Path:
    if path.suffix.lower() != ".xlsx":
        message = f"A filled template is an .xlsx file, and '{path.name}' does not end in that. Give it that ending."
        raise UsageError(message)
    if release.policy.protects or INTERNAL in path.stem.lower():
        return path
    return path.with_name(f"{path.stem}-{INTERNAL}{path.suffix}")


def _fill(book: Book, said: Said) -> tuple[Planned, tuple[Resized, ...]]:
    planned: Planned = {}
    names, words = named_cells(book), said.words()
    refuse_unknown(names, words)
    for cell, grid, row, column in list(figures_asked_for(names, said)):
        put(cell, grid.rows[row][column], grid.columns[column], planned)
    resized = fill_tables(book, said, planned)
    if not planned:
        message = "The template has no table and no cell for a figure of this release: name them by the keys of tables."
        raise UsageError(message)
    markers = {said.theme.said(marker) for marker in SHORTHAND}
    needed = [PROTECTION, *([USED_SHORTHAND] if markers & set(map(str, planned.values())) else [])]
    for name in needed:
        if name not in names:
            message = (
                f"The template needs a cell named {name}, so that who reads it learns what was done to the figures."
            )
            raise UsageError(message)
    for name, cell in names.items():
        if name in words:
            put(cell, words[name], WORDS, planned)
    return planned, resized


def _describe(book: Book, said: Said) -> None:
    """Give the file its title and no name of a person, and keep nothing that a template says of itself."""
    policy = said.release.policy
    marks = [*(["synthetic"] if said.synthetic else []), *([] if policy.protects else [INTERNAL])]
    set_properties(
        book,
        title=said.words()["nk_title"],
        author=said.theme.cover.organisation or said.words()["nk_contact"],
        subject=said.title,
        keywords=", ".join([f"disclosure policy {policy.name}", *marks]),
        language=book.properties.language or "en-GB",
        date=said.as_at or EPOCH,
    )
    book.properties.description = book.properties.category = None
    book.custom_doc_props = CustomPropertyList()  # type: ignore[attr-defined]  # its types leave it out
    book.calculation.fullCalcOnLoad = False
