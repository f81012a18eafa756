"""What cannot be made from counts says so, and names the smaller extract that it can be made from."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.cohort.cohort import Cohort

NO_SOURCES: Mapping[str, Sequence[str]] = MappingProxyType({})


def require_rows(
    cohort: Cohort,
    question: str,
    *,
    whose: str,
    columns: Sequence[str],
    sources: Mapping[str, Sequence[str]] = NO_SOURCES,
) -> None:
    """Raise if people were counted in an engine, and a question is put to each of them.

    Parameters
    ----------
    cohort
        Who is asked about.
    question
        As a sentence begins.
    whose
        Whose rows are to be fetched: "those who turn 18 in the period".
    columns
        Of the table of people, besides the identifier.
    sources
        By role, the columns of further tables, besides the identifier.

    Raises
    ------
    UsageError
        If so, with the people and the columns to fetch.
    """
    if cohort.left_in_engine:
        message = f"{question} {smaller_extract(cohort, whose=whose, columns=columns, sources=sources)}"
        raise UsageError(message)


def smaller_extract(
    cohort: Cohort, *, whose: str, columns: Sequence[str], sources: Mapping[str, Sequence[str]] = NO_SOURCES
) -> str:
    """Return the rest of that sentence.

    Parameters
    ----------
    cohort, whose, columns, sources
        As for ``require_rows``.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2"], "sex": ["f", "m"]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> smaller_extract(cohort, whose="those who offend again", columns=["sex"], sources={"offences": ["offence_date"]})
    'wants a row for each person, and these people were counted in an engine: read a smaller extract with read_cohort, \
of those who offend again, with person_id and sex, and their rows of offences with person_id and offence_date.'
    """
    further = [f"their rows of {role} with {_listed(['person_id', *held])}" for role, held in sources.items()]
    wanted = ", and ".join([f"with {_listed(['person_id', *columns])}", *further])
    return (
        f"wants a row for each {cohort.one}, and these {cohort.unit} were counted in an engine: read a smaller extract "
        f"with read_cohort, of {whose}, {wanted}."
    )


def _listed(names: Sequence[str]) -> str:
    every = list(dict.fromkeys(names))
    return " and ".join([", ".join(every[:-1]), every[-1]]) if len(every) > 1 else every[0]
