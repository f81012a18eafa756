"""Settings for files that nobody has described yet: what they seem to hold, written so that it can be put right."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from needskit.errors import DataError, OutputError, UsageError
from needskit.guess.columns import find_columns
from needskit.guess.given import files_of, look_at
from needskit.guess.links import relinked, unlinked
from needskit.guess.looked import PassedOver
from needskit.guess.needs import need_set_of, own_needs
from needskit.guess.roles import plan
from needskit.guess.sections import (
    assessments_lines,
    breakdowns_lines,
    cohort_lines,
    definitions_lines,
    follow_up_lines,
    needs_lines,
    report_lines,
)
from needskit.guess.source_lines import source_lines
from needskit.guess.toml_text import comment, in_ascii, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

SUFFIX: Final = ".toml"

HEAD: Final = (
    "Settings for needskit: what the files hold, and how they are read.",
    "needskit looked at the files and wrote this; put right what it got wrong. `needskit check` says what is wrong.",
    "A line that begins with # is a remark, or a setting that is not in use: take the # away to use it.",
    "A setting is name = value. Words stand in double quotes, numbers, dates and true or false do not.",
    "A name in [square brackets] begins a section, which goes on to the next one.",
)


@dataclass(frozen=True, slots=True)
class Written:
    """A settings file that was written.

    Parameters
    ----------
    path
        Where it is.
    sentence
        What was recognised, in ASCII.
    to_do
        What is left to say, a line each, in ASCII.
    """

    path: Path
    sentence: str
    to_do: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """The text of a settings file, what was recognised, and what is left to say."""

    text: str
    sentence: str
    to_do: tuple[str, ...] = field(default_factory=tuple)


def write_settings(files: Sequence[str], out: str, *, force: bool) -> Written:
    """Look at files and write settings for them that can be run at once and put right by hand.

    No value of an identifier, a name, a date, a postcode or a column that is not recognised is written; of columns
    with a list of codes only texts that are not understood, and that stand in five rows or more.

    Parameters
    ----------
    files
        Paths of CSV files and workbooks, or patterns such as ``*.csv``.
    out
        Where to; its name ends in ``.toml``.
    force
        Whether a file that is there is written over.

    Raises
    ------
    UsageError
        If a file is not there, is a folder, or no file matches a pattern; or if ``out`` is there, is no TOML file, or
        has no folder.
    DataError
        If nothing in the files can be read as people. A file that is damaged, or of a kind that is not read, is an
        error only where it is the only one; else it is named with the reason, and the others are written.
    OutputError
        If the settings cannot be written.
    """
    path = Path(out)
    if path.suffix.lower() != SUFFIX:
        message = "--out wants the name of a settings file, ending in .toml."
        raise UsageError(message)
    if path.exists() and not force:
        message = f"{path.name} is there already. Name another with --out, or write over it with --force."
        raise UsageError(message)
    if not path.parent.is_dir():
        message = f"The folder for {path.name} is not there. Make it first."
        raise UsageError(message)
    found = _settings(files, path.parent)
    try:
        path.write_text(found.text, encoding="utf-8", newline="\n")
    except OSError:
        message = f"{path.name} cannot be written there. Close it if it is open, or name another place with --out."
    else:
        return Written(path, in_ascii(found.sentence), tuple(map(in_ascii, found.to_do)))
    raise OutputError(message)


def settings_for(files: Sequence[str], *, folder: str = ".") -> str:
    """Return the settings that ``write_settings`` would write into a folder.

    Parameters
    ----------
    files
        Paths of CSV files and workbooks, or patterns such as ``*.csv``.
    folder
        Where the settings are to be: the paths in them start from there.

    Raises
    ------
    DataError, UsageError
        As ``write_settings``.
    """
    return _settings(files, Path(folder)).text


def _settings(files: Sequence[str], folder: Path) -> Settings:
    looked = look_at(files_of(files))
    sheets = [each for each in looked if not isinstance(each, PassedOver)]
    planned, unusable = plan(sheets)
    passed = [*(each for each in looked if isinstance(each, PassedOver)), *unusable]
    if not planned:
        reasons = " ".join(f"{each.title}: {each.reason}." for each in passed)
        message = f"Nothing in these files can be read as people. {reasons}"
        raise DataError(message)
    planned = relinked(planned)
    links = unlinked(planned)
    needs = need_set_of([each.sheet for each in planned])
    sources = [(each, find_columns(each, needs)) for each in planned]
    to_do: list[str] = []
    names = list(dict.fromkeys(each.sheet.path.name for each in planned if each.role == "people"))
    body = cohort_lines(sources, " and ".join(names), to_do)
    for source, found in sources:
        lines, left = source_lines(source, found, needs, folder, links.get(source.name, ""))
        body += lines
        to_do += left
    body += [line for each in passed for line in comment(f"Not read: {shown(each.title)}: {each.reason}.")]
    body += [""] if passed else []
    to_do += [f"{shown(each.title)} is not read: {each.reason}" for each in passed if each.unread]
    body += needs_lines(sources, needs, to_do)
    body += assessments_lines(sources)
    body += follow_up_lines(sources, to_do)
    body += definitions_lines()
    body += breakdowns_lines(sources)
    body += report_lines()
    own = [each for source, found in sources for each in own_needs(source, found, needs) if each.active]
    more = sum(not each.in_schema for each in own)
    known = sum(each.is_read for _, found in sources for each in found.matches) + more
    rest = sum(len(found.rest) for _, found in sources) - more
    roles = ", ".join(f"{each.name} ({each.role})" for each, _ in sources)
    sentence = f"{_of(len(sources), 'source')}, {roles}; {_of(known, 'column')} recognised, {rest} not."
    head = [line for words in HEAD for line in comment(words)]
    left = [line for each in to_do for line in comment(f"- {each}", indent="  ")]
    text = "\n".join([*head, "#", "# What is left to do:", *left, "", *body]) + "\n"
    return Settings(text, sentence, tuple(to_do))


def _of(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
