"""``count_cohort``: from a table in an engine to a cohort of counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.cohort.build import build_cohort, needs_supplied
from needskit.cohort.cohort import PEOPLE
from needskit.engine.connect import opened
from needskit.engine.gathered import gather_counts
from needskit.errors import UsageError
from needskit.extract.project.arguments import Arguments, project_of
from needskit.extract.project.checked import checked
from needskit.extract.project.reading import needs_wanted
from needskit.extract.project.said import settings_of
from needskit.extract.project.toml import SUFFIX, read_project
from needskit.extract.read import Checked
from needskit.schema import load_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from needskit.cohort.cohort import Cohort
    from needskit.engine.connect import Opened
    from needskit.extract.project.located import Located
    from needskit.extract.project.parts import SourcePart

MOST_CELLS = 0.5


def count_cohort(  # noqa: PLR0913 - each is one thing that a figure depends on, named at the call
    source: ir.Table | str | Path,
    config: str | Path | None = None,
    *,
    population: str = "",
    as_at: dt.date | str | None = None,
    unit: str = PEOPLE,
    needs: str | Mapping[str, str] = "oasys",
    need_word: str = "need",
    columns: Mapping[str, str | None] | None = None,
    breakdowns: Mapping[str, str] | None = None,
    table: str = "",
    most_cells: float | None = None,
) -> Cohort:
    """Who is in this table? Count them where they are, and return the cohort of counts.

    As ``read_cohort``, with the same settings, rules and codes, but people stay in the engine: DuckDB, a warehouse or
    Spark. What comes to Python are the distinct values of each column with their counts, and the number of people in
    each cell, which is a set of answers. The identifier, and which date is whose, stay. Every table of counts follows
    from the cells. What wants a row a person does not: matching, dates of events, linked records. A smaller extract,
    of the people and columns concerned, is then read by ``read_cohort``.

    Parameters
    ----------
    source
        An Ibis table on any backend; a Parquet file, a folder or a pattern of them; a DuckDB file or a connection
        string, with ``table``; or a settings file (.toml) whose source names its engine. A row is a person.
    config
        A settings file whose one source is counted in ``source``, in place of the file that it names.
    population, as_at, unit, needs, need_word, columns, breakdowns
        As for ``read_cohort``; a settings file says them all.
    table
        Of a database: the table or view.
    most_cells
        So many cells there may be, as a share of the people: half of them unless told otherwise. Counts in more cells
        would be as good as rows.

    Raises
    ------
    DataError
        If the table breaks a rule that cannot be mended by counting. No value of a record is quoted.
    UsageError
        If an argument or a setting is off, a connection string holds a password, there would be too many cells, or
        the extra ``engine`` is not installed.

    Examples
    --------
    >>> import ibis
    >>> rows = ibis.memtable({"person_id": ["1", "2", "3", "4"], "sex": ["F", "male", "f", "M"]})
    >>> cohort = count_cohort(rows, population="people in a test", as_at="2025-12-31")
    >>> len(cohort), len(cohort.people)
    (4, 2)
    """
    said = Arguments(population, as_at, unit, needs, need_word, columns or {}, breakdowns or {})
    if isinstance(source, str | Path) and Path(source).suffix.lower() == SUFFIX:
        config, source = source, ""
    if config is None:
        located = project_of(Path("table"), said)
    else:
        said.refuse_beside(Path(config).name)
        located = read_project(Path(config))
    part = _only_source(located)
    of = opened(source, table=table or part.table) if not isinstance(source, str) or source else _of_settings(located)
    share = most_cells if most_cells is not None else part.most_cells
    return check_counts(located, of, most_cells=share).required(of.name)


def check_settings(located: Located) -> Checked:
    """What is wrong with the table that the settings name? As ``check_counts``.

    Raises
    ------
    DataError, UsageError
        As ``count_cohort``.
    """
    part = _only_source(located)
    return check_counts(located, _of_settings(located), most_cells=part.most_cells)


def check_counts(located: Located, of: Opened, *, most_cells: float = MOST_CELLS) -> Checked:
    """What is wrong with this table? As ``count_cohort``, but errors in the data are returned, not raised.

    Parameters
    ----------
    located
        The project, with one source.
    of
        The table.
    most_cells
        So many cells there may be, as a share of the people.

    Raises
    ------
    DataError, UsageError
        As ``count_cohort``.
    """
    project = located.project
    gathered = gather_counts(located, of, most_cells=most_cells)
    if gathered.extract is None:
        return Checked(None, gathered.problems, (), project.report)
    needs = needs_supplied(needs_wanted(project), gathered.extract.people.columns)
    settings = settings_of(located, needs, grouped=False)
    cohort = build_cohort(gathered.extract, settings, load_table("people"))
    cohort = replace(cohort, made_up=gathered.made_up, left_in_engine=gathered.left)
    return Checked(cohort, cohort.problems, (), project.report)


def _only_source(located: Located) -> SourcePart:
    """Return the one source that an engine counts."""
    sources = list(checked(located.project).sources.values())
    if len(sources) != 1:
        message = (
            "An engine counts one table with a row a person. Let a view of the database join the sources, and name "
            "that view as the only source."
        )
        raise UsageError(message)
    return sources[0]


def _of_settings(located: Located) -> Opened:
    """Open what the settings name."""
    [(name, part)] = located.project.sources.items()
    if part.engine == "none":
        message = f'sources.{name} names no engine: say engine = "duckdb" or "connection", or use read_cohort.'
        raise UsageError(message)
    return opened(part.file, table=part.table, folder=None if part.engine == "connection" else located.folder)
