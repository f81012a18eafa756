"""``read_cohort``: from files to a cohort, or to an error that says what to mend."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from needskit.cohort.build import build_cohort, needs_supplied
from needskit.cohort.cohort import PEOPLE
from needskit.errors import DataError, UsageError
from needskit.extract.gather import gather
from needskit.extract.project.arguments import Arguments, project_of
from needskit.extract.project.checked import checked
from needskit.extract.project.reading import needs_wanted
from needskit.extract.project.said import settings_of
from needskit.extract.project.toml import SUFFIX, read_project
from needskit.schema import load_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from needskit.cohort.cohort import Cohort
    from needskit.cohort.problems import Problem
    from needskit.extract.project.located import Located
    from needskit.extract.project.parts import ReportPart
    from needskit.extract.typed import Typed


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check finds.

    Parameters
    ----------
    cohort
        None if a problem is an error.
    problems
        Everything found wrong, by rule.
    sources
        Each source as it was read, for the report of the check; it holds records.
    report
        What the settings say of the workbook.
    """

    cohort: Cohort | None
    problems: tuple[Problem, ...]
    sources: tuple[Typed, ...] = field(repr=False)
    report: ReportPart

    def required(self, name: str) -> Cohort:
        """Return the cohort, or raise the first error and how many more there are.

        Parameters
        ----------
        name
            What was read.

        Raises
        ------
        DataError
            If there is no cohort.
        """
        if self.cohort is not None:
            return self.cohort
        errors = [each for each in self.problems if each.severity == "error"]
        more = f" (and {len(errors) - 1} more such problems: see `needskit check`)" if len(errors) > 1 else ""
        message = f"{name}: {errors[0].sentence.removeprefix('error: ')}{more}"
        raise DataError(message)


def read_cohort(  # noqa: PLR0913 - each is one thing that a figure depends on, named at the call
    source: str | Path | pd.DataFrame,
    *,
    population: str = "",
    as_at: dt.date | str | None = None,
    unit: str = PEOPLE,
    needs: str | Mapping[str, str] = "oasys",
    need_word: str = "need",
    columns: Mapping[str, str | None] | None = None,
    breakdowns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    frames: Mapping[str, pd.DataFrame] | None = None,
) -> Cohort:
    """Who is in this extract? Read it, prove it sound, and return the cohort.

    From a settings file, needskit.toml, that names the files and says everything of them; or from one file with
    one row a person, or a row for a group of people alike where there is a column ``people``. Rows that are no
    person (titles, totals, blanks, notes, a second header, exact repeats, no identifier) are set aside and counted.
    A value that breaks a rule becomes "not known" and is counted; the person stays. Nothing is dropped in silence.

    Parameters
    ----------
    source
        A settings file (.toml), which says all that follows but ``frames``; or a CSV, Excel, OpenDocument or Parquet
        file, or a DataFrame, with the standard column names.
    population
        Who they are, in words that complete "number of ...": "people on probation in Northshire".
    as_at
        The date that the extract describes, a date or ISO text; None leaves it out of the titles.
    unit
        What is counted, in the plural.
    needs
        The name of a need set (``oasys``, ``pathways``, ``multiple_disadvantage``), or your own needs: column
        and label each.
    need_word
        What one need is called in titles: "theme", say.
    columns
        Standard name and the header that it has in the file, for those that differ; None for a column that is not
        to be read.
    breakdowns
        Your own columns to divide people by: name and label each.
    sheet
        Of a workbook with several.
    frames
        DataFrames to read in place of the files of a settings file, by the name of the source.

    Raises
    ------
    DataError
        If the extract breaks a rule that cannot be mended by counting. No value of a record is quoted.
    UsageError
        If an argument or a setting is off.

    Examples
    --------
    >>> frame = pd.DataFrame({"person_id": ["007", "008"], "sex": ["F", "male"], "need_drugs": ["Y", ""]})
    >>> cohort = read_cohort(frame, population="people in a test", as_at="2025-12-31")
    >>> len(cohort)
    2
    """
    found = check(
        source,
        population=population,
        as_at=as_at,
        unit=unit,
        needs=needs,
        need_word=need_word,
        columns=columns,
        breakdowns=breakdowns,
        sheet=sheet,
        frames=frames,
    )
    return found.required(name_of(source))


def check(  # noqa: PLR0913 - as read_cohort
    source: str | Path | pd.DataFrame,
    *,
    population: str = "",
    as_at: dt.date | str | None = None,
    unit: str = PEOPLE,
    needs: str | Mapping[str, str] = "oasys",
    need_word: str = "need",
    columns: Mapping[str, str | None] | None = None,
    breakdowns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    frames: Mapping[str, pd.DataFrame] | None = None,
) -> Checked:
    """What is wrong with this extract? As ``read_cohort``, but errors in the data are returned, not raised.

    Raises
    ------
    DataError
        If a file is no table with a header, or has no rows.
    UsageError
        If an argument or a setting is off.
    """
    said = Arguments(population, as_at, unit, needs, need_word, columns or {}, breakdowns or {}, sheet)
    return try_cohort(located_of(source, said, frames or {}))


def try_cohort(located: Located) -> Checked:
    """Return the cohort of a project and every problem found; no cohort if one of them is an error."""
    project = checked(located.project)
    if project.is_counted:
        message = (
            f"{located.name} names a source that is counted in an engine. Use needskit.count_cohort, or the commands "
            "`needskit check` and `needskit report`."
        )
        raise UsageError(message)
    gathered = gather(located)
    if gathered.extract is None:
        return Checked(None, gathered.problems, gathered.sources, project.report)
    people = gathered.extract.people
    needs = needs_supplied(needs_wanted(project), people.columns)
    settings = settings_of(located, needs, grouped=PEOPLE in people)
    cohort = build_cohort(gathered.extract, settings, load_table("people"))
    return Checked(cohort, cohort.problems, gathered.sources, project.report)


def name_of(source: str | Path | pd.DataFrame) -> str:
    """Return what a source is called in errors: never its folder."""
    return "the DataFrame" if isinstance(source, pd.DataFrame) else Path(source).name


def located_of(source: str | Path | pd.DataFrame, said: Arguments, frames: Mapping[str, pd.DataFrame]) -> Located:
    """Return the project that a settings file says, or that arguments say of one source.

    Raises
    ------
    UsageError
        If the settings file is off, or something is said beside it.
    """
    if isinstance(source, pd.DataFrame) or Path(source).suffix.lower() != SUFFIX:
        if frames:
            message = (
                "frames= goes with a settings file, whose sources it stands for. Give needskit.toml as the source."
            )
            raise UsageError(message)
        return project_of(source, said)
    said.refuse_beside(Path(source).name)
    located = read_project(Path(source))
    unknown = sorted(set(frames) - set(located.project.sources))
    if unknown:
        message = f"frames: {Path(source).name} has no source '{unknown[0]}'. Use the names of its sources."
        raise UsageError(message)
    return replace(located, frames=frames)
