"""From a path, a connection string or an Ibis table to a table that an engine can count."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from needskit.engine.words import Unsaid
from needskit.errors import DataError, UsageError
from needskit.extract.project.secrets import refuse_secrets

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir

SCHEME = "://"
DATABASES = (".duckdb", ".ddb")
PARQUET = ".parquet"
WANTED = (
    "A source for an engine is an Ibis table, a Parquet file, a folder or a pattern of them (extract/*.parquet), a "
    "DuckDB file with table=, or a connection string such as postgres://host/database with table=."
)


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A table in an engine, and where it is.

    Parameters
    ----------
    table
        The table.
    name, details
        What it is called in the provenance, and how it is counted.
    within, database
        What was opened to find it, and what that is called in the connection; empty for its own database.
    """

    table: ir.Table
    name: str
    details: str
    within: str = ""
    database: str = ""

    @property
    def backend(self) -> str:
        """Which engine it is in."""
        return str(self.table.get_backend().name)


def opened(
    source: ir.Table | str | Path, *, table: str = "", folder: Path | None = None, beside: Sequence[Opened] = ()
) -> Opened:
    """Open a source in its engine; nothing is read but the names and types of its columns.

    Parameters
    ----------
    source
        An Ibis table on any backend; the path of a Parquet file, of a folder of them, or a pattern; a DuckDB file; or
        a connection string. Credentials come from the environment or the driver, never from here.
    table
        Of a database: the table or view.
    folder
        Where a relative path starts.
    beside
        The tables that this one is linked to; it is opened in the connection of the first where it can be.

    Raises
    ------
    UsageError
        If the packages of the extra ``engine`` are not installed, the string holds a password, or it is no such
        source.
    DataError
        If the engine cannot open it. Its own words are not repeated, since they may hold values.
    """
    if find_spec("ibis") is None:
        message = 'Counting in an engine wants the extra "engine": python -m pip install "needskit[engine]".'
        raise UsageError(message)
    import ibis.expr.types as ir  # noqa: PLC0415 - an optional extra

    if isinstance(source, ir.Table):
        name = table or (str(source.get_name()) if source.op().__class__.__name__ == "DatabaseTable" else "a query")
        return Opened(source, name, _counted_in(str(source.get_backend().name)))
    if not isinstance(source, str | Path):
        raise UsageError(WANTED)
    refuse_secrets(str(source))
    if SCHEME in str(source):
        return _connected(str(source), table, beside)
    return _in_duckdb(Path(source) if folder is None else folder / source, table, beside)


def _connected(text: str, table: str, beside: Sequence[Opened]) -> Opened:
    import ibis  # noqa: PLC0415 - an optional extra

    scheme = urlsplit(text).scheme
    if not table:
        message = f"A connection ({scheme}) wants table=, the table or view that holds a row a person."
        raise UsageError(message)
    # The words of a driver may hold the string.
    with Unsaid(OSError, ValueError, ImportError):
        same = [each for each in beside if each.within == text]
        connection = _backend_of(same[0]) if same else ibis.connect(text)
        found = connection.table(table)
        return Opened(found, table, _counted_in(str(connection.name)), within=text)
    message = (
        f"The table cannot be opened by {scheme}. Check the connection string, the name of the table, the driver and "
        "the credentials in the environment."
    )
    raise DataError(message)


def _in_duckdb(path: Path, table: str, beside: Sequence[Opened]) -> Opened:
    if path.suffix.lower() in DATABASES:
        return _of_database(path, table, beside)
    is_pattern = any(sign in path.name for sign in "*?[")
    found = path.parent.glob(path.name) if is_pattern else path.rglob(f"*{PARQUET}")
    files = sorted(found) if is_pattern or path.is_dir() else [path]
    if not files or not all(each.is_file() and each.suffix.lower() == PARQUET for each in files):
        raise UsageError(WANTED)
    with Unsaid():
        connection = _backend_of(beside[0]) if beside and beside[0].backend == "duckdb" else _duckdb()
        opened_files = connection.read_parquet([str(each) for each in files], union_by_name=True)
        several = f", {len(files)} Parquet files" if len(files) > 1 else ""
        return Opened(opened_files, path.name, _counted_in("duckdb") + several)
    message = f"{path.name} cannot be read as Parquet. Export it again."
    raise DataError(message)


def _of_database(path: Path, table: str, beside: Sequence[Opened]) -> Opened:
    """Return a table of a DuckDB file: in the connection of the other tables, where there are some."""
    if not table:
        message = f"{path.name} is a database: say which table holds its rows with table=."
        raise UsageError(message)
    if not path.is_file():
        message = f"There is no file '{path.name}' in that folder. Check the name and the path."
        raise UsageError(message)
    within, database = str(path), ""
    with Unsaid():
        if not beside or beside[0].backend != "duckdb":
            found = _duckdb(path).table(table)
        else:
            connection, same = _backend_of(beside[0]), [each for each in beside if each.within == within]
            # Files have no names that are fit for a database.
            database = same[0].database if same else f"file_{len(beside)}"
            if not same:
                connection.attach(path, name=database, read_only=True)
            found = connection.table(table, database=(database, "main") if database else None)
        return Opened(found, f"{path.name}, table {table}", _counted_in("duckdb"), within, database)
    message = f"{path.name} has no table of the name that was given. Check table=."
    raise UsageError(message)


def _duckdb(path: Path | None = None) -> Any:  # noqa: ANN401 - a backend of Ibis
    """Return a connection to DuckDB that shows no progress."""
    import ibis  # noqa: PLC0415 - an optional extra

    connection = ibis.duckdb.connect() if path is None else ibis.duckdb.connect(path, read_only=True)
    connection.con.execute("SET enable_progress_bar = false")
    return connection


def _backend_of(opened_before: Opened) -> Any:  # noqa: ANN401 - a backend of Ibis, whose methods differ
    return opened_before.table.get_backend()


def _counted_in(backend: str) -> str:
    which = f"DuckDB {version('duckdb')}" if backend == "duckdb" else backend
    return f"Counted in {which} by Ibis {version('ibis-framework')}; only counts were read"
