"""A project from the arguments of one call: one source, with one row a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from needskit.errors import UsageError
from needskit.extract.project.located import Located
from needskit.extract.project.parts import CohortPart, NeedPart, NeedsPart, Project, SourcePart
from needskit.extract.project.reading import OWN
from needskit.extract.project.secrets import refuse_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Arguments:
    """What ``read_cohort`` can be told of one extract."""

    population: str = ""
    as_at: dt.date | str | None = None
    unit: str = "people"
    needs: str | Mapping[str, str] = "oasys"
    need_word: str = "need"
    columns: Mapping[str, str | None] | tuple[()] = ()
    breakdowns: Mapping[str, str] | tuple[()] = ()
    sheet: str | None = None

    def refuse_beside(self, settings: str) -> None:
        """Raise if anything is said beside a settings file, which says it all.

        Raises
        ------
        UsageError
            If so.
        """
        usual = Arguments()
        said = [
            each.name
            for each in fields(self)
            if (getattr(self, each.name) or None) != (getattr(usual, each.name) or None)
        ]
        if said:
            message = f"{settings} says everything of an extract: write {', '.join(said)} there, not beside it."
            raise UsageError(message)


def project_of(source: str | Path | pd.DataFrame, said: Arguments) -> Located:
    """Return the project of one source.

    Examples
    --------
    >>> project_of("people.csv", Arguments("people in a test", "2025-12-31")).project.sources["people"].file
    'people.csv'
    """
    path = Path() if isinstance(source, pd.DataFrame) else Path(source)
    if isinstance(source, str):
        refuse_secrets(source)
    own = {} if isinstance(said.needs, str) else said.needs
    part = SourcePart(
        file=path.name,
        role="people",
        sheet=said.sheet,
        columns={name: theirs if theirs is not None else False for name, theirs in dict(said.columns).items()},
    )
    project = Project(
        cohort=CohortPart(
            population=said.population, as_at=None if said.as_at is None else iso_date(said.as_at), unit=said.unit
        ),
        sources={"people": part},
        needs=NeedsPart(set=said.needs if isinstance(said.needs, str) else OWN, word=said.need_word),
        need={column: NeedPart(label=label) for column, label in own.items()},
        breakdowns=dict(said.breakdowns),
    )
    return Located(project, path.parent, frames={"people": source} if isinstance(source, pd.DataFrame) else {})


def iso_date(value: dt.date | str) -> dt.date:
    """Return a date from itself or from ISO text.

    Raises
    ------
    UsageError
        If it is neither.

    Examples
    --------
    >>> iso_date("2025-12-31").year
    2025
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        message = "as_at wants a date such as 2025-12-31: the date that the extract describes."
    raise UsageError(message)
