"""Reading one source of a project as texts: the file found, its header row found, its columns matched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import DataError, UsageError
from needskit.extract.files.aggregated import AGGREGATED, looks_aggregated
from needskit.extract.files.grid import open_grid
from needskit.extract.files.header import find_header, near_misses, place_columns
from needskit.extract.files.raw import RawTable, Tokens
from needskit.schema import standard_form

if TYPE_CHECKING:
    import pandas as pd

    from needskit.extract.files.grid import Grid
    from needskit.extract.project.located import Located
    from needskit.extract.project.reading import Reading

PEOPLE = "people"


def read_source(reading: Reading, located: Located) -> RawTable:
    """Read the wanted columns of a source as text.

    Raises
    ------
    DataError
        If the file cannot be read, has no header row, no rows, or is a table of counts.
    UsageError
        If the file or a header that the project names is not there.
    """
    grid = open_grid(_file(reading, located), sheet=reading.part.sheet)
    header = _header_row(grid, reading)
    texts = grid.top[header]
    forms = {standard_form(text) for text in texts}
    also = {name: theirs for name, theirs in reading.also.items() if standard_form(theirs) in forms}
    renamed = {**reading.renamed, **also}
    positions = place_columns(texts, known=reading.known, renamed=renamed, file=_place(grid), row=header + 1)
    _require_key(grid, positions, reading, texts)
    columns = grid.columns(header, positions)
    rows = len(columns.frame)
    if not rows:
        message = f"{grid.name} has a header but no rows. Export it again with a row a person."
        raise DataError(message)
    return RawTable(
        name=grid.name,
        sha256=grid.sha256,
        details=grid.details,
        columns={name: Tokens.of(columns.frame[name]) for name in positions},
        headers={name: texts[position] for name, position in positions.items()},
        not_used=sum(bool(text.strip()) for text in texts) - len(set(positions.values())),
        row_numbers=np.arange(columns.first_row, columns.first_row + rows),
        hints=_hints(texts, reading, positions),
        sheet=grid.sheet,
        footers=columns.footers,
        totals=columns.totals,
        above=sum(any(row) for row in grid.top[:header]),
    )


def _file(reading: Reading, located: Located) -> Path | pd.DataFrame:
    frame = located.frames.get(reading.name)
    if frame is not None:
        return frame
    # A path written on Windows is read everywhere.
    path = located.folder / Path(reading.part.file.replace("\\", "/"))
    if located.name and not path.exists():
        message = (
            f"sources.{reading.name}: there is no file '{reading.part.file}' beside {located.name}. Check the name and "
            "the path, which is written with / and from there."
        )
        raise UsageError(message)
    return path


def _header_row(grid: Grid, reading: Reading) -> int:
    """Return which row is the header, as the project says or as it is found."""
    given = reading.part.header_row
    if given is not None:
        if given > len(grid.top):
            message = f"sources.{reading.name}: header_row is {given}, and the header must be in the first rows."
            raise UsageError(message)
        return given - 1
    wanted = [theirs for theirs in (*reading.renamed.values(), *reading.also.values()) if theirs]
    found = find_header(grid.top, known=reading.fields, wanted=wanted)
    if found is None:
        raise DataError(_no_header(grid, reading))
    return found


def _no_header(grid: Grid, reading: Reading) -> str:
    """Say that no row has a standard name in it; texts of the file are not repeated."""
    if looks_aggregated(grid.top):
        return f"{_place(grid)}: {AGGREGATED}"
    first = next((row for row in grid.top if any(row)), ())
    hints = near_misses(first, known=reading.fields, found=())
    near = f" ({'; '.join(hints)})" if hints else ""
    return (
        f"{_place(grid)}: none of its {len(first)} columns has a standard name{near}. A row must be the header; "
        "`needskit schema` lists the standard names, and columns={...} renames."
    )


def _require_key(grid: Grid, positions: dict[str, int], reading: Reading, texts: tuple[str, ...]) -> None:
    """Raise unless the rows say whom they are of, or how many people they stand for."""
    keys = {"person_id", PEOPLE} if reading.part.role in {PEOPLE, "population"} else {"person_id"}
    if keys & positions.keys():
        return
    if looks_aggregated(grid.top):
        message = f"{_place(grid)}: {AGGREGATED}"
        raise DataError(message)
    hints = _hints(texts, reading, positions)
    near = f" ({'; '.join(hints)})" if hints else ""
    several = f", nor '{PEOPLE}' for rows that stand for several" if PEOPLE in keys else ""
    message = (
        f"{_place(grid)} has no column 'person_id' that tells people apart{several}{near}. Rename the column that "
        "does, or name its header under columns, as columns={'person_id': 'their header'} (on the command line: "
        '--column person_id="their header"; in needskit.toml: person_id = "their header").'
    )
    raise DataError(message)


def _hints(texts: tuple[str, ...], reading: Reading, positions: dict[str, int]) -> tuple[str, ...]:
    # Only the columns that every such source may have: a near miss of a rare one says nothing.
    return tuple(near_misses(texts, known=reading.schema.names, found=list(positions)))


def _place(grid: Grid) -> str:
    return f"{grid.name}, sheet '{grid.sheet}'" if grid.sheet else grid.name
