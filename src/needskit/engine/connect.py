"""From a path, a connection string or an Ibis table to a table that an engine can count."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from needskit.errors import DataError, UsageError

if TYPE_CHECKING:
    import ibis.expr.types as ir

SCHEME = "://"
DATABASES = (".duckdb", ".ddb")
PARQUET = ".parquet"
SECRETS = frozenset({"password", "passwd", "pwd", "token", "access_token", "secret", "private_key", "api_key"})
"""Names under which connection strings carry what nobody may write down."""

WANTED = (
    "A source for an engine is an Ibis table, a Parquet file, a folder or a pattern of them (extract/*.parquet), a "
    "DuckDB file with table=, or a connection string such as postgres://host/database with table=."
)


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A table in an engine, what it is called in the provenance, how it is counted, and what was opened to find it."""

    table: ir.Table
    name: str
    details: str
    within: str = ""

    @property
    def backend(self) -> str:
        """Which engine it is in."""
        return str(self.table.get_backend().name)


def opened(
    source: ir.Table | str | Path, *, table: str = "", folder: Path | None = None, beside: Opened | None = None
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
        Another table that this one is linked to; it is opened in the same connection where it can be.

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
    if SCHEME in str(source):
        return _connected(str(source), table, beside)
    return _in_duckdb(Path(source) if folder is None else folder / source, table, beside)


def refuse_secrets(text: str) -> None:
    """Raise if a connection string holds a password or another secret.

    Raises
    ------
    UsageError
        If so; the string is not repeated.

    Examples
    --------
    >>> refuse_secrets("postgres://reader@host/linked")
    >>> refuse_secrets("postgres://reader:hunter2@host/linked")
    Traceback (most recent call last):
    needskit.errors.UsageError: The connection string holds a password or a token. Leave it out: the driver reads it \
from the environment (PGPASSWORD, say) or a file of its own.
    """
    parts = urlsplit(text)
    names = {name.casefold() for name in parse_qs(parts.query, keep_blank_values=True)}
    userinfo, at, _ = parts.netloc.rpartition("@")
    if names & SECRETS or (at and ":" in userinfo):
        message = (
            "The connection string holds a password or a token. Leave it out: the driver reads it from the environment "
            "(PGPASSWORD, say) or a file of its own."
        )
        raise UsageError(message)


def _connected(text: str, table: str, beside: Opened | None) -> Opened:
    import ibis  # noqa: PLC0415 - an optional extra

    refuse_secrets(text)
    scheme = urlsplit(text).scheme
    if not table:
        message = f"A connection ({scheme}) wants table=, the table or view that holds a row a person."
        raise UsageError(message)
    try:
        connection = _backend_of(beside) if beside is not None and beside.within == text else ibis.connect(text)
        found = connection.table(table)
    except Exception:  # noqa: BLE001, S110 - each driver has errors of its own, whose words may hold the string
        pass
    else:
        return Opened(found, table, _counted_in(str(connection.name)), within=text)
    message = (
        f"The table cannot be opened by {scheme}. Check the connection string, the name of the table, the driver and "
        "the credentials in the environment."
    )
    raise DataError(message)


def _in_duckdb(path: Path, table: str, beside: Opened | None) -> Opened:
    import ibis  # noqa: PLC0415 - an optional extra
    from ibis.common.exceptions import IbisError  # noqa: PLC0415

    is_pattern = any(sign in path.name for sign in "*?[")
    if path.suffix.lower() in DATABASES:
        if not table:
            message = f"{path.name} is a database: say which table holds a row a person with table=."
            raise UsageError(message)
        if not path.is_file():
            message = f"There is no file '{path.name}' in that folder. Check the name and the path."
            raise UsageError(message)
        try:
            found = _database(path, beside).table(table)
        except IbisError:
            message = f"{path.name} has no table of the name that was given. Check table=."
        else:
            return Opened(found, f"{path.name}, table {table}", _counted_in("duckdb"), within=str(path))
        raise UsageError(message)
    found = path.parent.glob(path.name) if is_pattern else path.rglob(f"*{PARQUET}")
    files = sorted(found) if is_pattern or path.is_dir() else [path]
    if not files or not all(each.is_file() and each.suffix.lower() == PARQUET for each in files):
        raise UsageError(WANTED)
    if beside is not None and beside.backend == "duckdb":
        connection = _backend_of(beside)
    else:
        connection = ibis.duckdb.connect()
        connection.con.execute("SET enable_progress_bar = false")
    opened_files = connection.read_parquet([str(each) for each in files], union_by_name=True)
    several = f", {len(files)} Parquet files" if len(files) > 1 else ""
    return Opened(opened_files, path.name, _counted_in("duckdb") + several)


def _database(path: Path, beside: Opened | None) -> Any:  # noqa: ANN401 - a backend of Ibis
    """Return the connection to a DuckDB file: the same for two tables of one."""
    import ibis  # noqa: PLC0415 - an optional extra

    same = beside is not None and beside.within == str(path)
    return _backend_of(beside) if beside is not None and same else ibis.duckdb.connect(path, read_only=True)


def _backend_of(opened_before: Opened) -> Any:  # noqa: ANN401 - a backend of Ibis, whose methods differ
    return opened_before.table.get_backend()


def _counted_in(backend: str) -> str:
    which = f"DuckDB {version('duckdb')}" if backend == "duckdb" else backend
    return f"Counted in {which} by Ibis {version('ibis-framework')}; only counts were read"
