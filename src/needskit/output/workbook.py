"""The workbook: released tables with cover, contents, notes and definitions, as an accessible Excel file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from needskit.disclosure.released import Release
from needskit.errors import DisclosureError, UsageError
from needskit.output.audited import refuse_what_shuts_out, refuse_what_tells
from needskit.output.excel.book import as_bytes, planned
from needskit.output.excel.check import check
from needskit.output.excel.place import place
from needskit.output.theme import Theme

if TYPE_CHECKING:
    import datetime as dt
    import os

    from needskit.output.excel.grid import Sheet

INTERNAL = "internal"
"""What the file name of a workbook that protects nothing must hold."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A term as the workbook uses it, what it means, and where that is laid down."""

    term: str
    meaning: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """Something the figures depend on, in words: a setting, the SHA-256 of an input, a version."""

    name: str
    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """What stands in the file: words for the cover, and released tables.

    Parameters
    ----------
    title
        What, of whom, where and when: the first words of the cover.
    tables
        What ``release`` gave; tables with true counts are refused.
    contact
        Whom to ask: a team and its address. Left out, as the theme says.
    as_at
        The date of the figures, on the cover and as the date of the file. Nothing asks the clock.
    population
        Who is counted, for the cover. Left out, that of the tables if they have one between them.
    author
        The organisation. Left out, that of the theme, or else the contact.
    summary
        Sentences for the cover. Left out, ``headlines(tables)``.
    definitions
        A worksheet of terms; none, no worksheet.
    settings
        What the last worksheet holds before the versions of the software.
    language
        Of the words, as a tag.
    charts
        Whether charts are drawn of the tables that have one, each on a worksheet of its own: the number of needs,
        the prevalence of needs, combinations and pairs of needs.
    theme
        Fonts, colours, markers, words and logo of a house: ``Theme.read("theme.toml")``.

    Raises
    ------
    DisclosureError
        If the tables have not been released.
    UsageError
        If title or contact is empty.
    """

    title: str
    tables: Release
    contact: str = ""
    as_at: dt.date | None = None
    population: str = ""
    author: str = ""
    summary: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    settings: tuple[Setting, ...] = ()
    language: str = "en-GB"
    charts: bool = True
    theme: Theme = field(default_factory=Theme)

    def __post_init__(self) -> None:
        """Refuse what is not released, and a cover that says nothing."""
        _refuse_unreleased(self.tables)
        for name, words in (("title", self.title), ("contact", self.contact or self.theme.cover.contact)):
            if not words.strip():
                message = f"A workbook needs a {name}, in words, for its cover."
                raise UsageError(message)

    @property
    def synthetic(self) -> bool:
        """Whether the people of any table are made up: the cover and every title then say SYNTHETIC."""
        return any(table.caption.made_up for table in self.tables)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the file, read it back from disk, check it, and only then give it its name.

        Nothing half written is ever seen under that name, and an older file stays as it is if a check fails.
        Two runs give the same bytes.

        Parameters
        ----------
        path
            Where to, ending in ``.xlsx``, or in ``.ods`` where LibreOffice is present; its folder is made if it is not
            there. If the policy protects nothing and the file's name does not hold "internal", "-internal" is added.

        Returns
        -------
        Path
            The file that was written: look here rather than at ``path``.

        Raises
        ------
        UsageError
            If the path ends otherwise, or LibreOffice is not there.
        DisclosureError
            If a number in the file read back is not one that was released, or an attack on the file works out how
            few people somewhere are.
        OutputError
            If the file cannot be written or fails another check: every rule of ``check_workbook`` that is essential,
            and whatever makes Excel repair a file.
        """
        target = self._named(Path(path))
        if target.suffix.lower() == ".ods":
            return self._save_ods(target)
        sheets = planned(self)
        return place(
            as_bytes(self, sheets), target, check=lambda written: self._check(written, sheets, name=target.name)
        )

    def _check(self, written: Path, sheets: tuple[Sheet, ...], *, name: str) -> None:
        read = check(written, release=self.tables, sheets=sheets, theme=self.theme)
        refuse_what_tells(read, name=name)
        refuse_what_shuts_out(written, name=name)

    def _save_ods(self, target: Path) -> Path:
        from needskit.output.ods.write import to_ods  # noqa: PLC0415 - few workbooks want it

        with TemporaryDirectory(prefix="needskit-") as folder:
            return to_ods(self.save(Path(folder, f"{INTERNAL}.xlsx")), out=target)

    def _named(self, path: Path) -> Path:
        if path.suffix.lower() not in {".xlsx", ".ods"}:
            message = (
                f"A workbook is an .xlsx or .ods file, and '{path.name}' does not end in that. Give it such an ending."
            )
            raise UsageError(message)
        if self.tables.policy.protects or INTERNAL in path.stem.lower():
            return path
        return path.with_name(f"{path.stem}-{INTERNAL}{path.suffix}")


def _refuse_unreleased(tables: object) -> None:
    if not isinstance(tables, Release):
        message = (
            "A workbook takes only released tables, and this was given something else. "
            "Give it tables=release([...]), which protects them together."
        )
        raise DisclosureError(message)
