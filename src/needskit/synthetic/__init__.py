"""Made-up extracts, to try needskit on before real ones are to hand. Nothing here describes real people.

Every value is drawn from a seeded random generator. No record of any person was used or copied: the numbers
behind the draws (`needskit.synthetic.margins`) are a few published percentages and much invention. A figure
worked from such an extract says nothing about any place, service or person.

Margins that are built in, as published:

* 94% of people assessed with every answer known have two or more of the eight scored OASys needs, and 79% of
  people homeless before custody against 47% of others are reconvicted within twelve months: Cambridgeshire
  Office of the Police and Crime Commissioner, board report on the Offenders theme, 2020.
* 15% were homeless before custody: Surveying Prisoner Crime Reduction (SPCR), Ministry of Justice.
* A third are aged 18 to 24: Revolving Doors, First Generation: One Year On, 2013.

They are held to the nearest person at any size and seed: people are put in order by a made-up score, and the
share wanted is taken from the top. Everything else moves with chance. Integrated Offender Management has no
effect built in, so a sound comparison finds none. Identifiers and file names say SYNTHETIC.
"""

from __future__ import annotations

import datetime as dt
import pathlib
from typing import TYPE_CHECKING, Final

import pandas as pd

from needskit.errors import OutputError, UsageError
from needskit.schema import SYNTHETIC_MARK, is_synthetic
from needskit.synthetic.extract import lay_out, lay_out_spells

if TYPE_CHECKING:
    import os

    from needskit.synthetic.arrays import Words

__all__ = [
    "AS_AT",
    "SYNTHETIC_MARK",
    "is_synthetic",
    "is_synthetic_file",
    "synthetic_people",
    "synthetic_spells",
    "write_synthetic",
    "write_synthetic_spells",
]

AS_AT: Final = dt.date(2025, 12, 31)
"""The day a made-up extract is drawn unless another is given."""

_MOST_PEOPLE = 9_999_999  # what seven figures in an identifier can number
_EARLIEST_AS_AT = dt.date(2010, 1, 1)  # before it, few had grown up with youth offending teams
_ROWS_AT_A_TIME = 50_000


def synthetic_people(*, people: int, seed: int, as_at: dt.date = AS_AT) -> pd.DataFrame:
    """Make up a flat extract of this many people, for trying needskit on.

    One row a person, every standard column but `people` and the needs of the other need sets, every value as
    text ready to write, blank for not known. About 10% are not assessed (every need blank). The outcome is
    blank for people whose twelve months and six months' wait are not over at `as_at`. For people sentenced in
    the community the accommodation columns stand for just before, at, and three months after the start of the
    order.

    Parameters
    ----------
    people
        How many, 1 to 9,999,999.
    seed
        0 or more. The same people, seed and date give the same extract.
    as_at
        The day the extract is drawn, 2010 or later. Index dates end 15 months before it.

    Returns
    -------
    pandas.DataFrame
        `people` rows; columns in the order of the schema `people`.

    Raises
    ------
    UsageError
        When `people`, `seed` or `as_at` is out of range.

    Examples
    --------
    >>> made_up = synthetic_people(people=300, seed=1)
    >>> made_up["person_id"].iloc[0]
    'SYNTHETIC-0000001'
    >>> int(made_up["age"].astype(int).between(18, 24).sum())
    100
    """
    return pd.DataFrame(_columns(people=people, seed=seed, as_at=as_at))


def write_synthetic(folder: str | os.PathLike[str], *, people: int, seed: int, as_at: dt.date = AS_AT) -> pathlib.Path:
    """Write a made-up extract as CSV (UTF-8, lines ended by LF), over any file of the same name.

    Parameters
    ----------
    folder
        Where to write; made if it is not there.
    people, seed, as_at
        As for `synthetic_people`.

    Returns
    -------
    pathlib.Path
        `<folder>/SYNTHETIC-people-<people>-seed-<seed>.csv`.

    Raises
    ------
    UsageError
        As for `synthetic_people`.
    OutputError
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_synthetic(folder, people=20, seed=1).name
    'SYNTHETIC-people-20-seed-1.csv'
    """
    columns = _columns(people=people, seed=seed, as_at=as_at)
    return _write(pathlib.Path(folder) / f"{SYNTHETIC_MARK}-people-{people}-seed-{seed}.csv", columns)


def synthetic_spells(*, people: int, seed: int, as_at: dt.date = AS_AT) -> dict[str, pd.DataFrame]:
    """Make up the records of youth, adult and other services about the people of `synthetic_people`.

    The same number, seed and date give the same people: the identifiers are theirs, and what the spells say of them
    agrees with `known_to_youth_services`, `youth_service_end` and `adult_service_start` wherever these are given.
    Every value is text, blank for not known; nothing is later than `as_at`, and what goes on then has no end.

    As real ones do, they hold several cases of one person, cases opened and closed on one day, cases that overlap,
    that are still open at 19, that have no end or were closed long before 18; people who never came to adult
    services, or late; orders over before 18; support that goes on at 18, starts again, is lost or was completed.

    Parameters
    ----------
    people, seed, as_at
        As for `synthetic_people`.

    Returns
    -------
    dict
        A frame for each role: "youth" and "adult" with `person_id`, `start_date` and `end_date`, and "services" with
        `service`, `referred_date` and `completed` beside them. Rows are in the order in which they begin.

    Raises
    ------
    UsageError
        As for `synthetic_people`.

    Examples
    --------
    >>> spells = synthetic_spells(people=300, seed=1)
    >>> list(spells), list(spells["youth"])
    (['youth', 'adult', 'services'], ['person_id', 'start_date', 'end_date'])
    """
    _require_possible(people=people, seed=seed, as_at=as_at)
    spells = lay_out_spells(people=people, seed=seed, as_at=as_at, id_prefix=f"{SYNTHETIC_MARK}-")
    return {role: pd.DataFrame(columns) for role, columns in spells.items()}


def write_synthetic_spells(
    folder: str | os.PathLike[str], *, people: int, seed: int, as_at: dt.date = AS_AT
) -> dict[str, pathlib.Path]:
    """Write the records of `synthetic_spells` as CSV, a file for each role, as `write_synthetic` does.

    Parameters
    ----------
    folder
        Where to write; made if it is not there.
    people, seed, as_at
        As for `synthetic_people`.

    Returns
    -------
    dict
        `<folder>/SYNTHETIC-<role>-<people>-seed-<seed>.csv` by role.

    Raises
    ------
    UsageError
        As for `synthetic_people`.
    OutputError
        When a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_synthetic_spells(folder, people=20, seed=1)["youth"].name
    'SYNTHETIC-youth-20-seed-1.csv'
    """
    _require_possible(people=people, seed=seed, as_at=as_at)
    spells = lay_out_spells(people=people, seed=seed, as_at=as_at, id_prefix=f"{SYNTHETIC_MARK}-")
    return {
        role: _write(pathlib.Path(folder) / f"{SYNTHETIC_MARK}-{role}-{people}-seed-{seed}.csv", columns)
        for role, columns in spells.items()
    }


def _write(path: pathlib.Path, columns: dict[str, Words]) -> pathlib.Path:
    rows_in_all = len(columns["person_id"])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(",".join(columns) + "\n")
            # No value made up here holds a comma, a quote or a line end, so joining is enough; it is several
            # times faster than a CSV writer, and the bytes do not depend on the version of one.
            for start in range(0, rows_in_all, _ROWS_AT_A_TIME):
                block = slice(start, start + _ROWS_AT_A_TIME)
                rows = zip(*(column[block].tolist() for column in columns.values()), strict=True)
                file.write("\n".join(map(",".join, rows)) + "\n")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"The made-up extract could not be written ({reason}); choose a folder that can be written to."
        raise OutputError(message) from error
    return path


def is_synthetic_file(path: str | os.PathLike[str]) -> bool:
    """Whether a file's name says that what it holds is made up.

    Examples
    --------
    >>> is_synthetic_file("data/SYNTHETIC-people-20-seed-1.csv"), is_synthetic_file("people.csv")
    (True, False)
    """
    return pathlib.Path(path).name.startswith(f"{SYNTHETIC_MARK}-")


def _columns(*, people: int, seed: int, as_at: dt.date) -> dict[str, Words]:
    _require_possible(people=people, seed=seed, as_at=as_at)
    return lay_out(people=people, seed=seed, as_at=as_at, id_prefix=f"{SYNTHETIC_MARK}-")


def _require_possible(*, people: int, seed: int, as_at: dt.date) -> None:
    if not 1 <= people <= _MOST_PEOPLE:
        message = f"people must be 1 to {_MOST_PEOPLE:,}, not {people}; give how many people to make up."
        raise UsageError(message)
    if seed < 0:
        message = f"seed must be 0 or more, not {seed}; give any whole number from 0."
        raise UsageError(message)
    if as_at < _EARLIEST_AS_AT:
        message = f"as_at must be {_EARLIEST_AS_AT} or later, not {as_at}; give the day the extract is drawn."
        raise UsageError(message)
