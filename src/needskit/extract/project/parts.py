"""The parts of a project, as needskit.toml writes them: each table of the file is one of these."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads the annotations when it checks a file
from collections.abc import Mapping  # noqa: TC003
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from needskit.extract.project.comparison import ComparisonPart
from needskit.extract.project.targets import TargetPart  # noqa: TC001 - pydantic reads the annotations
from needskit.extract.project.terms import STRICT, ComparatorPart, DefinitionsPart, NamedCohortPart

Role = Literal[
    "people", "needs", "assessments", "accommodation", "offences", "iom", "youth", "adult", "services", "population"
]
ROLES: tuple[Role, ...] = (
    *("people", "needs", "assessments", "accommodation", "offences", "iom", "youth", "adult", "services"),
    "population",
)
ONE_A_PERSON: tuple[Role, ...] = ("people", "needs")
"""Roles whose sources hold one row a person, and describe the person."""

CAN_BE_COMPLETE: tuple[Role, ...] = ("offences", "iom", "youth", "adult", "services")
"""Roles of which it can be said that whoever is not in the source is known not to be concerned."""

IdentifierForm = Literal["as written", "pnc", "crn", "noms"]
Repeated = Literal["refuse", "first row", "last row", "earliest index date", "latest index date"]
Blank = Literal["not known", "no"]
Partial = Literal["if decided", "as nought"]
Take = Literal["latest", "first", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPart:
    """``[cohort]``: who they are, in words.

    Parameters
    ----------
    population
        Words that complete "number of ...": "people on probation in Northshire".
    as_at
        The date that the extract describes.
    unit
        What is counted, in the plural.
    identifier
        The form of the key that links sources: compared as it is written, or as PNC, CRN or NOMS numbers, whose
        usual ways of writing are then one.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    population: str
    as_at: dt.date | None = None
    unit: str = "people"
    identifier: IdentifierForm = "as written"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsPart:
    """``[needs]``: which needs are counted together, and how assessments are read.

    Parameters
    ----------
    set
        The name of a need set, or "own" for those under ``[need]`` alone.
    edition
        Whose cut-offs are used where a row does not say: "standard" or "san".
    word
        What one need is called in titles: "theme", say.
    blank
        What an empty cell of a need's column means, in a row that answers another need or says "assessed".
    partial
        What becomes of a section with some items missing: its answer is taken "if decided" whatever the
        missing ones are, or they count "as nought".
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    set: str = "oasys"
    edition: str = "standard"
    word: str = "need"
    blank: Blank = "not known"
    partial: Partial = "if decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPart:
    """``[need.<column>]``: one need of your own, or one of the set that is read in a way of its own.

    Parameters
    ----------
    label, definition
        The words; a need of the set has its own.
    column
        The header of the column in the file, if it is not the name of the need. Several needs may read one.
    yes, no, missing
        The texts that mean so, besides the usual ones.
    at_least
        The column is a number, and from this on it is a need.
    blank
        What an empty cell means; as ``[needs]`` says unless told otherwise.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    label: str = ""
    definition: str = ""
    column: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    at_least: float | None = None
    blank: Blank | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentsPart:
    """``[assessments]``: which assessment of a person counts.

    Parameters
    ----------
    take
        The latest on or before the index date, the first, or any: a need is then yes if any of them says so.
    within_weeks
        How long before the index date it may have been completed, and how long before or after a birthday where those
        on both sides are compared; 0 for no limit.
    types, statuses
        Codes that are taken; all if empty. A source without the column is not filtered.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    take: Take = "latest"
    within_weeks: int = 55
    types: tuple[str, ...] = ("layer_3",)
    statuses: tuple[str, ...] = ("complete",)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpPart:
    """``[follow_up]``: how long people are followed, to when the data reach, and what counts as reoffending.

    Parameters
    ----------
    months
        Calendar months from the index date. An offence in them, by its own date, can count.
    waiting_months
        Calendar months after those, in which an outcome is waited for.
    data_end
        The day to which offences and outcomes are known. Who is not followed up in full by then has no outcome.
    measure
        What is worked out from a source of offences: "proven reoffending" counts convictions and cautions,
        "reconviction" convictions alone; a name of your own wants outcomes and label.
    outcomes
        Of a measure of your own: the codes of the outcomes that count. With "pending" among them it is not asked when
        an outcome was.
    label
        Of a measure of your own: what its titles begin with, such as "Rearrested".
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    months: int = 12
    waiting_months: int = 6
    data_end: dt.date | None = None
    measure: str = "proven reoffending"
    outcomes: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPart:
    """``[report]``: the workbook. Tables and breakdowns are those of the standard report unless named.

    Parameters
    ----------
    policy
        How counts are protected: ``publish``, ``suppress`` (numbers under 5), ``suppress-6``, ``suppress-8``,
        ``suppress-10``, ``publish-random``, ``nhs`` or ``none``.
    key_file
        The file that holds the private key of policy publish-random, beside needskit.toml or a path from there; the
        key itself is in no settings.
    ledger
        The file that holds what earlier releases showed, beside needskit.toml or a path from there.
    theme
        The file that says its fonts, colours, markers, words of the cover and logo, beside needskit.toml.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    title: str = ""
    contact: str = ""
    policy: str = "publish"
    key_file: str = ""
    ledger: str = ""
    theme: str = ""
    tables: tuple[str, ...] = ()
    by: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePart:
    """``[sources.<name>]``: one file, or one sheet of it, and how it is to be read.

    Parameters
    ----------
    file
        Beside needskit.toml, or a path from there.
    role
        What its rows are.
    sheet
        Of a workbook with several.
    header_row
        The row of the file that holds the headers; found where it is not given.
    repeated
        Which row of a person counts, where rows of one person differ; they are refused unless told.
    complete
        That whoever is not in this source is known not to be concerned: a "no" and not "not known".
    only_named
        That only the columns named under ``columns`` are read.
    dates
        Which comes first in 03/04/2001.
    two_digit_years
        The latest year that a year of two digits can mean; refused unless told.
    missing
        Further texts that mean that nothing is known.
    columns
        Standard name and the header in the file, or false for a column that is not to be read; of offences also for
        one that is not to be worked out, such as ``days_to_first_reoffence``.
    codes
        By standard name: their text and the standard code.
    units
        By standard name: "months" for an age, "days" or "months" or "years" for lengths without a unit, "fraction" for
        a percentage that is written as 0.45.
    engine
        Where the source is counted: "duckdb" for Parquet (a file, a folder, or a pattern with *) and for DuckDB files,
        "connection" where ``file`` is a connection string. People are then counted there, and only counts are read;
        tables with many rows a person are linked to them there.
    table
        Of a database: the table or view.
    most_cells
        So many cells, as a share of the people, may the counts have that an engine gives.
    flag, label
        Of a source of services: the name and label of a yes or no column that says who was in one of them at the
        index date.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    file: str
    role: Role
    sheet: str | None = None
    header_row: int | None = None
    repeated: Repeated = "refuse"
    complete: bool = False
    only_named: bool = False
    dates: Literal["day first", "month first"] = "day first"
    two_digit_years: int | None = None
    missing: tuple[str, ...] = ()
    columns: Mapping[str, str | Literal[False]] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    units: Mapping[str, Literal["days", "months", "years", "fraction"]] = field(default_factory=dict)
    engine: Literal["none", "duckdb", "connection"] = "none"
    table: str = ""
    most_cells: float = 0.5
    flag: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """All that needskit.toml can say. The library never asks for anything else."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    cohort: CohortPart
    sources: Mapping[str, SourcePart]
    needs: NeedsPart = field(default_factory=NeedsPart)
    need: Mapping[str, NeedPart] = field(default_factory=dict)
    assessments: AssessmentsPart = field(default_factory=AssessmentsPart)
    follow_up: FollowUpPart = field(default_factory=FollowUpPart)
    definitions: DefinitionsPart = field(default_factory=DefinitionsPart)
    breakdowns: Mapping[str, str] = field(default_factory=dict)
    comparators: tuple[ComparatorPart, ...] = ()
    targets: tuple[TargetPart, ...] = ()
    cohorts: Mapping[str, NamedCohortPart] = field(default_factory=dict)
    comparison: ComparisonPart = field(default_factory=ComparisonPart)
    report: ReportPart = field(default_factory=ReportPart)

    @property
    def is_counted(self) -> bool:
        """Whether a source is counted in an engine."""
        return any(part.engine != "none" for part in self.sources.values())
