"""One contender, run as ``python -m benchmarks.read.contenders NAME FILE``: says its seconds and what it found.

Importing is not timed here: a large extract is read once, and `benchmarks/job` times whole processes.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from benchmarks.job import extract_columns as x
from benchmarks.read.extracts import BAD

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

    from needskit.extract.files.raw import RawTable

Found = dict[str, int] | str
Work = Callable[[Any], Callable[[], Found]]
"""The work that is timed, on a file or what was read of it; what it gives tells afterwards what was found."""


def without(package: str) -> None:
    """Make needskit find that an optional package is not installed."""
    from needskit.extract.files import text_columns, workbook  # noqa: PLC0415 - only for needskit

    def find(name: str) -> ModuleSpec | None:
        from importlib.util import find_spec  # noqa: PLC0415 - the true one

        return None if name == package else find_spec(name)

    text_columns.find_spec = workbook.find_spec = find


def csv_needskit(path: Path) -> Callable[[], Found]:
    """Read every column and keep each distinct text once."""
    from needskit.extract.files.grid import open_grid  # noqa: PLC0415 - each contender imports its own
    from needskit.extract.files.raw import Tokens  # noqa: PLC0415

    grid = open_grid(path, sheet=None)
    columns = grid.columns(0, {name: position for position, name in enumerate(grid.top[0])})
    tokens = {name: Tokens.of(columns.frame[name]) for name in columns.frame}
    return lambda: digest({name: each.texts.to_numpy()[each.codes] for name, each in tokens.items()})


def csv_needskit_alone(path: Path) -> Callable[[], Found]:
    """Do the same without pyarrow."""
    without("pyarrow")
    return csv_needskit(path)


def csv_pandas(path: Path) -> Callable[[], Found]:
    """Read every column as text."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return lambda: digest({name: frame[name].to_numpy() for name in frame})


def rules_needskit(path: Path) -> Callable[[], Found]:
    """Read, check, and list each person that breaks a rule once for the rule."""
    from needskit import read_cohort  # noqa: PLC0415 - each contender imports its own

    cohort = read_cohort(path, population="made-up people", as_at=x.AS_AT)
    return lambda: {found.column: found.rows for found in cohort.problems if found.column in BAD}


def rules_pandera(path: Path) -> Callable[[], Found]:
    """Read with the types that the columns are known to have, and check the same rules."""
    return checks_pandera(typed_by_pandas(path))


def texts_of_needskit(path: Path) -> RawTable:
    """Return the extract as needskit has it before it checks: each distinct text of each column once."""
    from needskit.extract.project.arguments import Arguments, project_of  # noqa: PLC0415
    from needskit.extract.project.reading import readings  # noqa: PLC0415
    from needskit.extract.source import read_source  # noqa: PLC0415

    located = project_of(path, Arguments("made-up people", x.AS_AT))
    [reading] = readings(located.project)
    return read_source(reading, located)


def checks_needskit(table: RawTable) -> Callable[[], Found]:
    """Set rows aside, type every column and list what breaks a rule, from the texts; link nothing, build nothing."""
    from needskit.extract.project.arguments import Arguments, project_of  # noqa: PLC0415
    from needskit.extract.project.reading import readings  # noqa: PLC0415
    from needskit.extract.typed import type_source  # noqa: PLC0415

    located = project_of("extract.csv", Arguments("made-up people", x.AS_AT))
    [reading] = readings(located.project)
    typed = type_source(table, reading, located.project)
    return lambda: {found.column: found.rows for found in typed.problems if found.column in BAD}


def typed_by_pandas(path: Path) -> pd.DataFrame:
    """Return the extract with the types that its columns are known to have."""
    return pd.read_csv(
        path,
        dtype={
            "person_id": "str",
            "ogrs3": "Float64",
            **dict.fromkeys(x.RANGES, "Int64"),
            **dict.fromkeys(x.YES_NO, "boolean"),
            **dict.fromkeys(x.TEXTS, "category"),
        },
        parse_dates=list(x.DATES),
        true_values=["yes"],
        false_values=["no"],
        na_values=x.MISSING,
        keep_default_na=False,
    )


def checks_pandera(people: pd.DataFrame) -> Callable[[], Found]:
    """Check the same rules, lazily, and list each person that breaks one once for the rule."""
    import pandera.pandas as pa  # noqa: PLC0415 - each contender imports its own

    as_at = pd.Timestamp(x.AS_AT)
    columns = {
        "person_id": pa.Column(str, unique=True),
        "ogrs3": pa.Column("Float64", pa.Check.in_range(0, 100), nullable=True),
        "district": pa.Column("category", nullable=True),
        **{name: pa.Column("boolean", nullable=True) for name in x.YES_NO},
        **{name: pa.Column("category", pa.Check.isin(codes), nullable=True) for name, codes in x.CODES.items()},
        **{name: pa.Column("Int64", pa.Check.in_range(*ends), nullable=True) for name, ends in x.RANGES.items()},
        **{
            name: pa.Column("datetime64", pa.Check.le(as_at) if name in x.NOT_AFTER_AS_AT else None, nullable=True)
            for name in x.DATES
        },
    }
    try:
        pa.DataFrameSchema(columns, strict=True).validate(people, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.drop_duplicates(["column", "check", "index"])
        return lambda: cases.groupby("column").size().to_dict()
    return dict


def sheet_calamine(path: Path) -> Callable[[], Found]:
    """Read a sheet as needskit does where python-calamine is installed."""
    from needskit.extract.files.grid import open_grid  # noqa: PLC0415 - each contender imports its own

    grid = open_grid(path, sheet=None)
    frame = grid.columns(0, {name: position for position, name in enumerate(grid.top[0])}).frame
    return lambda: digest({name: frame[name].to_numpy() for name in frame})


def sheet_openpyxl(path: Path) -> Callable[[], Found]:
    """Read a sheet as needskit does with openpyxl alone."""
    without("python_calamine")
    return sheet_calamine(path)


def digest(columns: dict[str, object]) -> str:
    """Return one text for all cells, the same whatever keeps them."""
    found = hashlib.sha256()
    for name, texts in columns.items():
        found.update(f"{name}\n".encode() + "\n".join(map(str, texts)).encode())
    return found.hexdigest()


WORK: dict[str, Work] = {
    work.__name__: work
    for work in (
        csv_needskit,
        csv_needskit_alone,
        csv_pandas,
        rules_needskit,
        rules_pandera,
        checks_needskit,
        checks_pandera,
        sheet_calamine,
        sheet_openpyxl,
    )
}


PREPARED: dict[str, Callable[[Path], Any]] = {"checks_needskit": texts_of_needskit, "checks_pandera": typed_by_pandas}
"""What is read before the clock starts, where checking alone is timed."""


def import_first(name: str) -> None:
    """Import what the contender needs, so that it is not timed; pandera imports its checks when first used."""
    pandera = ["pandera.pandas", "pandera.backends.pandas.builtin_checks"]
    modules = {
        "csv_pandas": ["pandas"],
        "rules_pandera": pandera,
        "checks_pandera": pandera,
        "rules_needskit": [*pandera, "needskit.extract.read", "needskit.extract.settle"],
    }
    for module in modules.get(name, ["needskit.extract.files.grid"]):
        import_module(module)


def main() -> None:
    """Time one contender."""
    name, path = sys.argv[1], Path(sys.argv[2])
    import_first(name)
    given = PREPARED[name](path) if name in PREPARED else path
    wall, cpu = time.perf_counter(), time.process_time()
    tell = WORK[name](given)
    seconds = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    print(json.dumps({**seconds, "found": tell()}))


if __name__ == "__main__":
    main()
