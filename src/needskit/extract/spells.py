"""What the spells of a source say of people on a date: who was in something, where they lived, what came last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.extract.months import birthday, months_later
from needskit.extract.values.column import coded
from needskit.schema import FLAG_ANSWERS, NOT_KNOWN

if TYPE_CHECKING:
    from needskit.extract.join import Places
    from needskit.extract.values.dates import Dates

Flags = npt.NDArray[np.bool_]
YES, NO, UNKNOWN = (np.int8(position) for position in range(3))
POINTS = ("before_custody", "on_release", "at_3_months")
MONTHS_AFTER = {"on_release": 0, "at_3_months": 3}
"""When after the index date a status from spells is taken. Spells do not say when custody began."""

ADULT_AGE = 18

FIRST_DAY, LAST_DAY = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")
NEVER = np.datetime64("NaT", "D")


def flag_of(answers: npt.NDArray[np.int8]) -> pd.Series:
    """Return a yes or no column from codes: 0 yes, 1 no, 2 not known."""
    return coded(answers, FLAG_ANSWERS)


def open_on(spells: pd.DataFrame, place: Places, on: Dates, *, must_start: bool = False) -> Flags:
    """Which spells are open on the date of their person?

    A spell is open from its first day to its last. Without a first day it is open from the beginning, without a
    last day it still goes on.

    Parameters
    ----------
    spells
        With ``start_date`` and ``end_date`` as far as the source has them.
    place
        The person of each spell; -1 for nobody of the cohort.
    on
        The date of each person, shape ``(people,)``. Nothing is open for those without one, but spells without
        any dates, as a plain list of people has them.
    must_start
        Whether a spell without a first day has not begun, as a referral that came to nothing; a source without
        that column says nothing of it.

    Examples
    --------
    >>> spells = pd.DataFrame({"start_date": pd.to_datetime(["2025-01-10", "2025-01-11"])})
    >>> open_on(spells, np.array([0, 0]), np.array(["2025-01-10"], dtype="datetime64[D]")).tolist()
    [True, False]
    """
    starts = _days(spells, "start_date", FIRST_DAY)
    ends = _days(spells, "end_date", LAST_DAY)
    when = on[place] if len(on) else np.full(len(place), np.datetime64("NaT", "D"))
    undated = (starts == FIRST_DAY) & (ends == LAST_DAY)
    found: Flags = (place >= 0) & (undated | ((starts <= when) & (ends >= when)))
    if must_start and "start_date" in spells:
        found &= starts > FIRST_DAY
    return found


def latest_of(spells: pd.DataFrame, place: Places, chosen: Flags, people: int, *, by: str = "start_date") -> Places:
    """Return the row of the latest chosen spell of each person, -1 for none; of equals the one lower in the file.

    Examples
    --------
    >>> spells = pd.DataFrame({"start_date": pd.to_datetime(["2025-03-01", "2025-01-01", None])})
    >>> latest_of(spells, np.array([0, 0, 1]), np.array([True, True, True]), 3).tolist()
    [0, 2, -1]
    """
    rows = np.flatnonzero(chosen)
    order = rows[np.argsort(_days(spells, by, FIRST_DAY)[rows], kind="stable")]
    latest = np.full(people, -1, dtype=np.intp)
    latest[place[order]] = order
    return latest


def answers(place: Places, yes: Flags, people: int, *, complete: bool, doubtful: Flags | None = None) -> pd.Series:
    """Say yes or no of each person.

    Yes for whoever has such a spell, no for whoever is in the source without one. Whoever is not in the source
    is not known, unless the source is complete: then no. Whoever has no such spell but one with a date that cannot be
    read is not known either.
    """
    found = np.full(people, NO if complete else UNKNOWN, dtype=np.int8)
    found[place[place >= 0]] = NO
    if doubtful is not None:
        found[place[doubtful & (place >= 0)]] = UNKNOWN
    found[place[yes]] = YES
    return flag_of(found)


def iom_of(spells: pd.DataFrame, place: Places, on: Dates, *, complete: bool, doubtful: Flags) -> dict[str, pd.Series]:
    """Who was in Integrated Offender Management on their date, in which tier, since when and until when?"""
    is_open = open_on(spells, place, on) & ~doubtful
    latest = latest_of(spells, place, is_open, len(on))
    found = {"iom": answers(place, is_open, len(on), complete=complete, doubtful=doubtful)}
    for theirs, ours in (("start_date", "iom_start"), ("end_date", "iom_end")):
        if theirs in spells:
            found[ours] = taken(spells[theirs], latest)
    if "iom_tier" in spells:
        found["iom_tier"] = taken(spells["iom_tier"], latest)
    return found


def youth_of(
    spells: pd.DataFrame, place: Places, on: Dates, *, complete: bool, doubtful: Flags
) -> dict[str, pd.Series]:
    """Who was known to youth services on or before their date, and when did that end?

    The end is that of the latest spell begun by then; not known while it goes on.
    """
    when = on[place] if len(on) else np.full(len(place), np.datetime64("NaT", "D"))
    starts = _days(spells, "start_date", FIRST_DAY)
    begun = (place >= 0) & ((starts <= when) | (starts == FIRST_DAY)) & ~doubtful
    latest = latest_of(spells, place, begun, len(on))
    found = {"known_to_youth_services": answers(place, begun, len(on), complete=complete, doubtful=doubtful)}
    if "end_date" in spells:
        found["youth_service_end"] = taken(spells["end_date"], latest)
    return found


def adult_of(
    spells: pd.DataFrame, place: Places, born: Dates, *, as_at: np.datetime64, doubtful: Flags
) -> dict[str, pd.Series]:
    """When did adult supervision start: on the first day of the first spell of adult life?

    That is the first spell begun on or after the 18th birthday, or begun before it and still open on it, as where a
    case is handed over early. A spell over before the birthday is none of adult life. Where the date of birth is not
    known, the first spell of all counts.

    It may be after the index date of the person, as the end of youth services may, but not after the date of the
    extract. Not known of whoever has no such spell, or one whose first day is not known: it may be the first.

    Examples
    --------
    >>> spells = pd.DataFrame({"start_date": pd.to_datetime(["2024-05-01", "2022-03-01", "2021-06-01"])})
    >>> spells["end_date"] = pd.to_datetime(["2025-05-01", "2023-03-01", "2021-12-01"])
    >>> born = np.array(["2004-02-29"], dtype="datetime64[D]")
    >>> as_at, none = np.datetime64("2025-12-31"), np.zeros(3, dtype=bool)
    >>> adult_of(spells, np.zeros(3, dtype=int), born, as_at=as_at, doubtful=none)["adult_service_start"].tolist()
    [Timestamp('2022-03-01 00:00:00')]
    """
    start = _days(spells, "start_date", NEVER)
    adult = birthday(born, ADULT_AGE)[place] if len(born) else np.full(len(place), NEVER)
    adult = np.where(np.isnat(adult), FIRST_DAY, adult)
    counts = (place >= 0) & (_days(spells, "end_date", LAST_DAY) >= adult)
    # Whether a spell begun before the birthday was still open on it, a day that cannot be read does not say.
    unsure = counts & (np.isnat(start) | (doubtful & (start < adult)))
    begun = np.flatnonzero(counts & ~unsure & ~(start > as_at))
    order = begun[np.argsort(start[begun], kind="stable")[::-1]]
    first = np.full(len(born), NEVER)
    first[place[order]] = start[order]
    first[place[unsure]] = NEVER
    return {"adult_service_start": pd.Series(first.astype("datetime64[s]"))}


def accommodation_of(
    statuses: pd.DataFrame, place: Places, index_dates: Dates, *, as_at: np.datetime64, doubtful: Flags
) -> dict[str, pd.Series]:
    """Where did each person live at each point?

    A row with a point is the status at that point; of several the one recorded last counts. A row with dates is a
    spell: the status on the index date (on release) and three months later is that of the spell open then, the
    latest begun if there are several; a spell with a date that cannot be read is none. Whoever has no record is not
    known, never homeless; nor is anything known of a day after the date of the extract, or without an index date.
    """
    people = len(index_dates)
    points = statuses["point"].astype(str).to_numpy() if "point" in statuses else np.full(len(statuses), NOT_KNOWN)
    dated = statuses.columns.intersection(["start_date", "end_date"])
    spell = ~doubtful & (points == NOT_KNOWN) & statuses[dated].notna().any(axis=1).to_numpy()
    found: dict[str, pd.Series] = {}
    for point in POINTS:
        recorded = "recorded_on" if "recorded_on" in statuses else "start_date"
        latest = latest_of(statuses, place, (place >= 0) & (points == point), people, by=recorded)
        if point in MONTHS_AFTER and spell.any():
            then = months_later(index_dates, MONTHS_AFTER[point])
            then = np.where(then > as_at, np.datetime64("NaT", "D"), then)
            from_spells = latest_of(statuses, place, spell & open_on(statuses, place, then), people)
            latest = np.where(latest >= 0, latest, from_spells)
        if (points == point).any() or (point in MONTHS_AFTER and spell.any()):
            found[f"accommodation_{point}"] = taken(statuses["accommodation"], latest)
    return found


def taken(column: pd.Series, rows: Places) -> pd.Series:
    """Return the value of one row for each person; not known where there is no row."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        missing = list(column.cat.categories).index(NOT_KNOWN)
        known = column.cat.codes.to_numpy()
        codes = np.full(len(rows), missing)
        codes[rows >= 0] = known[rows[rows >= 0]]
        return pd.Series(pd.Categorical.from_codes(codes, categories=column.cat.categories))
    return column.reset_index(drop=True).reindex(rows).reset_index(drop=True)


def _days(frame: pd.DataFrame, column: str, otherwise: np.datetime64) -> Dates:
    """Return a column of dates, what is missing replaced; all replaced if the frame has no such column."""
    if column not in frame:
        return np.full(len(frame), otherwise)
    days: Dates = frame[column].to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), otherwise, days)
