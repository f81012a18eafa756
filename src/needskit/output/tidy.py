"""Tidy files: one CSV for each released table, a row a cell, for programs and for publication."""

from __future__ import annotations

import csv
import io
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.errors import OutputError
from needskit.output.number import decimals_beside, decimals_of, half_up, whole
from needskit.output.plain_text import plain
from needskit.table.figure import COMPARATOR_WORDS, ESTIMATES, FURTHER

if TYPE_CHECKING:
    import os

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import Release, ReleasedCell, ReleasedTable

ALSO_COUNTED = ("against_count", "against_out_of", "gained", "lost", "at_least", "events", "against_events")

NOT_PROTECTED = "INTERNAL-NOT-PROTECTED.txt"
_COULD_BE_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_tidy(release: Release, folder: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Write one CSV for each table: ``<key>.csv``, and ``structure.json``, which says whom each figure counts.

    A column for each dimension, then count, out_of, estimate, lower, upper, unit and status; a difference has
    against_count and against_out_of before its estimate, and figures beside the estimate come after it. Proportions
    lie between 0 and 1, and under a policy that protects have no more digits than the workbook shows. UTF-8 without a
    mark, lines end in LF.

    Parameters
    ----------
    release
        The tables.
    folder
        Where to; it is made if it is not there. Under a policy that protects nothing it also gets a file
        that says so, and protected tables are not written beside that file.

    Returns
    -------
    tuple of Path
        The files: in the order of the tables, what they are, whom they count, and, if so, that nothing is protected.

    Raises
    ------
    OutputError
        If a file cannot be written, two tables would have one file, or the folder holds unprotected tables.

    References
    ----------
    OWASP, CSV Injection: text that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    where = Path(folder)
    contents = _contents(release)
    try:
        where.mkdir(parents=True, exist_ok=True)
        if release.policy.protects and (where / NOT_PROTECTED).exists():
            message = (
                f"The folder '{where.name}' holds tables that are not protected. Choose another, "
                f"or delete them and {NOT_PROTECTED} first."
            )
            raise OutputError(message)
        left = sorted(
            path.name for path in where.glob("*.csv") if OURS.fullmatch(path.name) and path.name not in contents
        )
        if left:
            message = (
                f"The folder '{where.name}' holds tables of another release, such as {left[0]}, and two releases must "
                "not be mixed. Choose another folder, or delete them first."
            )
            raise OutputError(message)
        return _write(contents, where)
    except PermissionError as error:
        name = Path(error.filename2 or error.filename or where).name
        message = f"{name} is open in another program; close it there and run again."
        raise OutputError(message) from None
    except OSError as error:
        message = f"Tidy files cannot be written to '{where.name}' ({error.strerror}). Choose another folder."
        raise OutputError(message) from None


STRUCTURE = "structure.json"
"""The file that says for programs whom each figure counts."""

ABOUT = "about-these-tables.txt"
"""The file that says what the others are."""

OURS = re.compile(r"[a-z]+\.[a-z0-9_]+\.csv")
"""What a tidy file is called: the key of a table."""


def _contents(release: Release) -> dict[str, str]:
    """Return the text of each file by its name; the mark of what is not protected is written first."""
    from needskit.output.structure import structure_text  # noqa: PLC0415 - it names the sheets of the workbook too

    contents: dict[str, str] = {}
    for table in release:
        name = re.sub(r"[^A-Za-z0-9._-]+", "_", table.caption.key).lstrip(".") + ".csv"
        if name.lower() in {other.lower() for other in contents}:
            message = f"Two tables would be written to '{name}'. Give them keys that differ in their letters."
            raise OutputError(message)
        contents[name] = csv_of(table, policy=release.policy)
    contents[ABOUT] = about(release)
    contents[STRUCTURE] = structure_text(release)
    if not release.policy.protects:
        contents[NOT_PROTECTED] = "\n".join(release.words) + "\n"
    return contents


def about(release: Release) -> str:
    """Say what the files are: their titles, who is counted, and what was done to the counts."""
    made_up = (
        ["SYNTHETIC: made up, so no figure is about anybody."]
        if any(table.caption.made_up for table in release)
        else []
    )
    tables = [
        f"{table.caption.key}.csv: {table.caption.title}. Counted: {table.caption.population}." for table in release
    ]
    structure = f"{STRUCTURE} says for programs what each figure counts; it holds no figure."
    unit = "Proportions lie between 0 and 1; count and out_of are whole numbers; not known is in the workbook."
    return (
        "\n".join(
            plain(line)
            for line in (*made_up, f"Policy: {release.policy.name}.", *release.words, unit, structure, *tables)
        )
        + "\n"
    )


def _write(contents: dict[str, str], where: Path) -> tuple[Path, ...]:
    """Write every file beside its place, then rename them all: none is ever seen half written."""
    token = secrets.token_hex(4)
    beside = {name: where / f".{token}-{number}.tmp" for number, name in enumerate(contents)}
    try:
        for name, text in contents.items():
            beside[name].write_bytes(text.encode("utf-8"))
        for name in sorted(contents, key=lambda n: n != NOT_PROTECTED):
            beside[name].replace(where / name)
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)
    return tuple(where / name for name in contents)


def csv_of(table: ReleasedTable, *, policy: Policy) -> str:
    """Return a released table as the text of a tidy file."""
    given = {name for measure in table.measures for name in measure.figures}
    figures = [
        *("count", "out_of", *(name for name in ALSO_COUNTED if name in given), *ESTIMATES),
        *(name for name in FURTHER if name in given),
    ]
    whose = [COMPARATOR_WORDS] if any(measure.beside for measure in table.measures) else []
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow([*(_safe(d.name) for d in table.dimensions), *figures, *whose, "unit", "status"])
    decimals = {m: decimals_of(table, m, rounded=policy.rounds) for m in table.measures}
    for cell in table.cells:
        shown = [_figure(table, cell, name, decimals[cell.measure], policy) for name in figures]
        shown += [_safe(cell.measure.beside.words) if cell.measure.beside else "" for _ in whose]
        rows.writerow([*map(_safe, cell.at), *shown, _safe(cell.measure.stored_unit), cell.status])
    return written.getvalue()


def _figure(table: ReleasedTable, cell: ReleasedCell, name: str, decimals: int, policy: Policy) -> str:
    if name not in cell.figures:
        return ""
    value = cell.figures[name]
    if name in FURTHER:
        return _beside(table, name, value, policy)
    if name not in ESTIMATES:
        return str(whole(value))
    if not policy.protects:
        return repr(float(value))
    shown = half_up(value, decimals, times=cell.measure.shown_per)
    return f"{shown / cell.measure.shown_per:f}"


def _beside(table: ReleasedTable, name: str, value: float, policy: Policy) -> str:
    kind = FURTHER[name]
    if kind.words:
        return kind.words[whole(value)]
    if not policy.protects:
        return repr(float(value))
    decimals = decimals_beside(table, name, rounded=policy.rounds)
    return f"{half_up(value, decimals, times=kind.shown_per) / kind.shown_per:f}"


def _safe(text: str) -> str:
    words = plain(text)
    return f"'{words}" if words.startswith(_COULD_BE_FORMULA) else words
