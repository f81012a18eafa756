"""``count_cohort``: from a table in an engine to a cohort of counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.cohort.build import build_cohort, needs_supplied
from needskit.cohort.cohort import PEOPLE
from needskit.engine.connect import opened
from needskit.engine.gathered import gather_counts
from needskit.engine.words import Unsaid
from needskit.errors import DataError, UsageError, reject_name
from needskit.extract.project.arguments import Arguments, project_of
from needskit.extract.project.checked import checked
from needskit.extract.project.parts import ONE_A_PERSON, ROLES, SourcePart
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
    from needskit.engine.gathered import Counted
    from needskit.extract.project.located import Located

MOST_CELLS = 0.5


def count_cohort(  # noqa: PLR0913 - each is one thing that a figure depends on, named at the call
    source: ir.Table | str | Path,
    config: str | Path | None = None,
    *,
    sources: Mapping[str, ir.Table | str | Path] | None = None,
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
    from the cells, also what linked tables say of a person: reoffending from offences, the needs of the assessment
    that counts, who was in a service. They are linked by exact key, in the engine. What wants a row a person does not:
    matching, days between events. A smaller extract, of the people and columns concerned, is then read by
    ``read_cohort``.

    Parameters
    ----------
    source
        An Ibis table on any backend; a Parquet file, a folder or a pattern of them; a DuckDB file or a connection
        string, with ``table``; or a settings file (.toml) whose sources name their engine. A row is a person.
    config
        A settings file whose source of people is counted in ``source``, in place of the file that it names.
    sources
        Further tables, in the same engine, with many rows a person: by the name that the settings give the source, or
        else by its role, ``{"offences": table, "assessments": table}``.
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
    >>> opened = ibis.memtable({"person_id": ["1", "1", "3"], "start_date": ["2025-01-01", "2025-03-01", "2025-06-01"]})
    >>> linked = count_cohort(
    ...     rows, sources={"iom": opened}, population="people in a test", as_at="2025-12-31", most_cells=1
    ... )
    >>> sorted(linked.people[["iom", "people"]].astype(str).to_numpy().tolist())
    [['not known', '2'], ['yes', '2']]
    """
    said = Arguments(population, as_at, unit, needs, need_word, columns or {}, breakdowns or {})
    if isinstance(source, str | Path) and Path(source).suffix.lower() == SUFFIX:
        config, source = source, ""
    if config is None:
        located = project_of(Path("table"), said)
    else:
        said.refuse_beside(Path(config).name)
        located = read_project(Path(config))
    located = _with_sources(located, sources or {})
    name, part = _people_of(located)
    given = dict(sources or {})
    if not isinstance(source, str) or source:
        given[name] = source
    tables = _opened_of(located, given, table=table)
    share = most_cells if most_cells is not None else part.most_cells
    return check_counts(located, tables, most_cells=share).required(tables[name].name)


def check_settings(located: Located) -> Checked:
    """What is wrong with the tables that the settings name? As ``check_counts``.

    Raises
    ------
    DataError, UsageError
        As ``count_cohort``.
    """
    _, part = _people_of(located)
    return check_counts(located, _opened_of(located, {}), most_cells=part.most_cells)


def check_counts(located: Located, tables: Mapping[str, Opened], *, most_cells: float = MOST_CELLS) -> Checked:
    """What is wrong with these tables? As ``count_cohort``, but errors in the data are returned, not raised.

    Parameters
    ----------
    located
        The project.
    tables
        The table of each source, by its name.
    most_cells
        So many cells there may be, as a share of the people.

    Raises
    ------
    DataError, UsageError
        As ``count_cohort``.
    """
    project = located.project
    gathered = _gathered(located, tables, most_cells)
    if gathered.extract is None:
        return Checked(None, gathered.problems, (), project.report)
    needs = needs_supplied(needs_wanted(project), gathered.extract.people.columns)
    settings = settings_of(located, needs, grouped=False)
    cohort = build_cohort(gathered.extract, settings, load_table("people"))
    cohort = replace(cohort, made_up=gathered.made_up, left_in_engine=gathered.left)
    return Checked(cohort, cohort.problems, (), project.report)


def _gathered(located: Located, tables: Mapping[str, Opened], most_cells: float) -> Counted:
    """Count in the engine; what a driver says of a failure is not repeated."""
    with Unsaid() as unsaid:
        return gather_counts(located, tables, most_cells=most_cells)
    message = (
        f"The engine did not carry out a query ({unsaid.kind}). Its own words are not repeated, since they may hold "
        "values. Check that the tables can be read, and the memory that it has."
    )
    raise DataError(message)


def _with_sources(located: Located, tables: Mapping[str, object]) -> Located:
    """Return the project with the sources that only the call names: each is called by its role."""
    project = located.project
    new: dict[str, SourcePart] = {}
    for name in tables:
        if name in project.sources:
            continue
        role = next((each for each in ROLES if each == name), None)
        if role is None or role in ONE_A_PERSON:
            linked = [each for each in ROLES if each not in ONE_A_PERSON]
            reject_name(name, kind="source of these settings, nor a role of tables that are linked", known=linked)
        new[name] = SourcePart(file="", role=role)
    return replace(located, project=replace(project, sources={**project.sources, **new}))


def _people_of(located: Located) -> tuple[str, SourcePart]:
    """Return the source that says who is in the cohort."""
    sources = checked(located.project).sources
    people = [(name, part) for name, part in sources.items() if part.role == PEOPLE]
    if len(people) != 1:
        message = (
            'An engine counts one table with the role "people", a row a person. Let a view of the database put several '
            "together, and name that view."
        )
        raise UsageError(message)
    return people[0]


def _opened_of(located: Located, given: Mapping[str, ir.Table | str | Path], *, table: str = "") -> dict[str, Opened]:
    """Open each source: what is given, or what the settings name, the people first and the others beside them."""
    first, _ = _people_of(located)
    found: dict[str, Opened] = {}
    for name in (first, *(each for each in located.project.sources if each != first)):
        part, beside = located.project.sources[name], tuple(found.values())
        wanted = (table if name == first else "") or part.table
        if name in given:
            found[name] = opened(given[name], table=wanted, beside=beside)
            continue
        if part.engine == "none":
            message = (
                f'sources.{name} names no engine: say engine = "duckdb" or "connection", give its table under '
                "sources=, or use read_cohort."
            )
            raise UsageError(message)
        folder = None if part.engine == "connection" else located.folder
        found[name] = opened(part.file, table=wanted, folder=folder, beside=beside)
    return found
