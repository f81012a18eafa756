"""Where do people live on a date, or so many days after the index date?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.accommodation.groupings import ONE_BEGUN_LAST, source_of
from needskit.analysis.accommodation.status import rows_of_status, words_of_status
from needskit.analysis.accommodation.stays import index_dates_of, lived_on
from needskit.analysis.divided import divided
from needskit.analysis.points import DICHOTOMIES, STATUS
from needskit.analysis.tabulate import By, in_groups
from needskit.cohort.breakdown import Group, each_answer
from needskit.errors import UsageError
from needskit.schema import load_codes
from needskit.table.table import Dimension, Level, Table
from needskit.table.wording import date_in_words

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from needskit.cohort.cohort import Cohort
    from needskit.extract.values.dates import Dates


def status_on(cohort: Cohort, *, on: dt.date | None = None, days_after: int | None = None, by: By = None) -> Table:
    """Where do people live on a date, or so many days after the index date?

    Counted are the people of the cohort, each once. Percentages are of those whose accommodation is known; beside them
    stands the percentage of everybody. It is read from spells alone: a status recorded at a point in time is in
    ``status``.

    Parameters
    ----------
    cohort
        Whose people are counted.
    on
        The date, the same for everybody.
    days_after
        Days after the index date of each person, below nought before it. Name this or ``on``.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If neither or both are named, the date is after that of the extract, the extract holds no spells of
        accommodation or no index date, or there is no such breakdown.

    References
    ----------
    Ministry of Justice, Offender accommodation outcomes: the categories, and percentages without those not known.

    Examples
    --------
    >>> import pathlib, tempfile, pandas as pd, needskit as nk
    >>> settings = '''
    ... cohort.population = "people in a test"
    ... sources.people = {file = "", role = "people"}
    ... sources.accommodation = {file = "", role = "accommodation"}
    ... '''
    >>> people = pd.DataFrame({"person_id": ["1", "2"], "index_date": ["2025-01-01", "2025-01-01"]})
    >>> spells = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "1"],
    ...         "accommodation": ["rough sleeping", "settled"],
    ...         "start_date": ["2025-01-01", "2025-01-11"],
    ...         "end_date": ["2025-01-10", ""],
    ...     }
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "needskit.toml")
    ...     _ = path.write_text(settings)
    ...     cohort = nk.read_cohort(path, frames={"people": people, "accommodation": spells})
    >>> frame = status_on(cohort, days_after=9).to_frame().set_index("accommodation")
    >>> frame.loc["Rough sleeping", ["count", "out_of", "share_of_all"]].tolist()
    [1.0, 1.0, 0.5]
    """
    days, when, key = _asked_on(cohort, on, days_after)
    made, name = _with_status(cohort, lived_on(cohort, days), f"accommodation {when}")
    codes = load_codes(STATUS)
    breakdown = each_answer(made.attributes[name], {code.code: code.label for code in codes.codes})
    firsts = [
        Group(grouping.levels[0].label, frozenset(grouping.levels[0].codes))
        for grouping in codes.groupings
        if grouping.name in DICHOTOMIES
    ]
    rows = rows_of_status(when, breakdown, firsts)
    words = words_of_status(
        cohort,
        key=f"accommodation.status_{key}",
        title=f"Accommodation {when}",
        counted="each once",
        sources=tuple(f"{name.capitalize()}: {source_of(codes, name)}" for name in DICHOTOMIES),
    )
    words = replace(words, notes=(*words.notes, ONE_BEGUN_LAST))
    labels = [label for _, label in (row.at for row in rows)]
    dimensions = (
        Dimension("point", "Point in time", (Level(when),)),
        Dimension("accommodation", "Accommodation", tuple(Level(label) for label in labels)),
    )
    return in_groups(made, rows, dimensions, words=words, by=by)


def _asked_on(cohort: Cohort, on: dt.date | None, days_after: int | None) -> tuple[Dates, str, str]:
    """Return the day on which each person is asked about, in words for a label, and for a key."""
    if on is not None and days_after is None:
        if cohort.as_at is not None and on > cohort.as_at:
            message = f"Nothing is known of {date_in_words(on)}: the extract describes {date_in_words(cohort.as_at)}."
            raise UsageError(message)
        same = np.full(len(cohort.people), np.datetime64(on, "D"))
        return same, f"on {date_in_words(on)}", f"on_{on:%Y_%m_%d}"
    if days_after is None or on is not None:
        message = "status_on wants either a date, such as on=datetime.date(2025, 6, 30), or days_after=28."
        raise UsageError(message)
    if days_after == 0:
        message = "Where people live on the index date itself is accommodation.status(cohort, at='on_release')."
        raise UsageError(message)
    way, days = "after" if days_after > 0 else "before", abs(days_after)
    dates = index_dates_of(cohort) + np.timedelta64(days_after, "D")
    counted = f"{days} day{'' if days == 1 else 's'}"
    return dates, f"{counted} {way} the index date", f"{days}_days_{way}"


def _with_status(cohort: Cohort, column: pd.Series, name: str) -> tuple[Cohort, str]:
    """Return the cohort with where people live, and the name of that attribute.

    Where a column of accommodation at a point in time says the very same of everybody it is taken instead, so that
    its counts are protected once.
    """
    for known in cohort.attributes:
        if known.startswith(f"{STATUS}_") and known in cohort.people and cohort.people[known].equals(column):
            return cohort, known
    made, attribute = divided(cohort, name, column.cat.codes.to_numpy(), tuple(column.cat.categories[:-1]))
    return made, attribute.name
