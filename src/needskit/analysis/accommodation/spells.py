"""How long are people homeless, and how often do they move?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.accommodation.groupings import ONE_BEGUN_LAST, codes_of, source_of
from needskit.analysis.accommodation.stays import (
    Days,
    Window,
    index_dates_of,
    months_after,
    months_before,
    stays,
)
from needskit.analysis.count import Words
from needskit.analysis.divided import divided
from needskit.analysis.points import STATUS
from needskit.analysis.tabulate import By, answers_of, share
from needskit.cohort.breakdown import each_answer
from needskit.errors import UsageError
from needskit.extract.months import ONE_DAY
from needskit.schema import load_codes
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.cohort.cohort import Cohort

DAYS_BANDS = {"none": 0, "1 to 28 days": 1, "29 to 91 days": 29, "92 to 182 days": 92, "183 days or more": 183}
"""Bands of days homeless, each with its fewest days: four weeks, a quarter, half a year. A local definition."""

MOVES_BANDS = {"0": 0, "1": 1, "2": 2, "3 or more": 3}
"""Bands of changes of accommodation, each with its fewest."""

LOCAL = "Bands: a definition of this workbook, not an official one"


USUAL_MONTHS = 12
"""How long the window is unless told otherwise."""


def days_homeless(cohort: Cohort, *, months: int = USUAL_MONTHS, after: bool = True, by: By = None) -> Table:
    """How many days were people homeless in the months after the index date, or before it?

    Counted are people of whom it is known, whatever the days without a record were: either a spell covers every day of
    the window, or the days known settle the band. Somebody homeless for 200 days known is in "183 days or more" though
    other days are not known; somebody never homeless on the days known is not known. Prison is not known, and so is
    every day after the date of the extract.

    Parameters
    ----------
    cohort
        Whose people are counted.
    months
        How long the window is, in calendar months.
    after
        Whether it is the window after the index date, from the day after it to the same day so many months later;
        otherwise the window before, which ends with the index date.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract holds no spells of accommodation or no index date, months is below 1, or there is no such
        breakdown.

    References
    ----------
    Homeless: HMPPS's public code, hmpps-single-accommodation-service-api, V0040. The bands are a local definition.

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
    >>> days_homeless(cohort, months=1).to_frame().set_index("days_homeless")["count"].to_dict()
    {'none': 0, '1 to 28 days': 1, '29 to 91 days': 0, '92 to 182 days': 0, '183 days or more': 0, 'not known': 1}
    """
    window = _window(cohort, months, after=after)
    found = stays(cohort, window)
    codes = load_codes(STATUS)
    fewest = found.days_in(codes_of(codes, "homeless"))
    band, most = _band(fewest, DAYS_BANDS), _band(fewest + found.not_known, DAYS_BANDS)
    when = f"in the {_in_words(months)} {'after' if after else 'up to'} the index date"
    made, attribute = divided(
        cohort, f"days homeless {when}", np.where((band == most) & (window.days > 0), band, -1), tuple(DAYS_BANDS)
    )
    words = Words(
        key=f"accommodation.days_homeless{_ended(months, after=after)}",
        title=f"Days homeless {when}",
        headings=_headings(cohort, "days homeless are"),
        notes=(
            (
                "The days run from the day after the index date to the same day of the month at the end."
                if after
                else "The index date is the last of the days."
            ),
            (
                f"Of {cohort.unit} with days of which nothing is known, the days homeless are known only where the "
                "other days settle the row, and never where the row would be none."
            ),
            f"{ONE_BEGUN_LAST} Prison and days after the date of the extract are not known.",
        ),
        sources=(f"Homeless: {source_of(codes, 'homeless')}", LOCAL),
    )
    return share(
        made, answers_of(each_answer(attribute, {})), name="days_homeless", label="Days homeless", words=words, by=by
    )


def moves(cohort: Cohort, *, months: int = USUAL_MONTHS, by: By = None) -> Table:
    """How often did people change accommodation in the months after the index date?

    A change is a day on which somebody lives in another kind of accommodation than the day before, from the day after
    the index date to the same day so many months later. Counted are people of whom the accommodation of every day is
    known, from the index date on, and those who are known to have changed three times or more though some days are
    not known. A move to a home of the same kind is none, since the records do not tell it from a record renewed.

    Parameters
    ----------
    cohort
        Whose people are counted.
    months
        How long the window is, in calendar months.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract holds no spells of accommodation or no index date, months is below 1, or there is no such
        breakdown.

    References
    ----------
    A local definition.

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
    >>> moves(cohort, months=1).to_frame().set_index("moves")["count"].to_dict()
    {'0': 0, '1': 1, '2': 0, '3 or more': 0, 'not known': 1}
    """
    after = _window(cohort, months, after=True)
    window = Window(after.first - ONE_DAY, after.last)
    found = stays(cohort, window)
    band = _band(found.changes(), MOVES_BANDS)
    most = len(MOVES_BANDS) - 1
    known = (window.days > 0) & ((found.not_known == 0) | (band == most))
    when = f"in the {_in_words(months)} after the index date"
    made, attribute = divided(cohort, f"changes of accommodation {when}", np.where(known, band, -1), tuple(MOVES_BANDS))
    words = Words(
        key=f"accommodation.moves{_ended(months, after=True)}",
        title=f"Changes of accommodation {when}",
        headings=_headings(cohort, "number of changes is"),
        notes=(
            (
                "A change is a day with another kind of accommodation than the day before. A move to a home of the "
                "same kind is not seen, and of several on one day only where they end."
            ),
            (
                f"Of {cohort.unit} with days of which nothing is known, the number is known only where the other days "
                "show three changes or more."
            ),
            f"{ONE_BEGUN_LAST} Prison and days after the date of the extract are not known.",
        ),
        sources=("Changes of accommodation: a definition of this workbook, not an official one",),
    )
    return share(
        made, answers_of(each_answer(attribute, {})), name="moves", label="Changes of accommodation", words=words, by=by
    )


def has_spells(cohort: Cohort) -> bool:
    """Tell whether days can be counted: the extract holds spells of accommodation, and index dates."""
    records = cohort.linked.get(STATUS)
    dated = records is not None and bool({"start_date", "end_date"} & set(records.columns))
    return dated and "index_date" in cohort.people


def _window(cohort: Cohort, months: int, *, after: bool) -> Window:
    if months < 1:
        message = f"months wants 1 or more, and was {months}."
        raise UsageError(message)
    dates = index_dates_of(cohort)
    return months_after(dates, months) if after else months_before(dates, months)


def _band(number: Days, bands: Mapping[str, int]) -> Days:
    """Return the place of the band that each number is in."""
    return np.searchsorted(list(bands.values()), number, side="right") - 1


def _in_words(months: int) -> str:
    return "month" if months == 1 else f"{months} months"


def _ended(months: int, *, after: bool) -> str:
    """Return the window as the end of a key; nothing for the usual one."""
    return "" if after and months == USUAL_MONTHS else f"_{months}_months_{'after' if after else 'before'}"


def _headings(cohort: Cohort, what: str) -> Headings:
    unit = cohort.unit.capitalize()
    return Headings(
        count=unit,
        out_of=f"{unit} whose {what} known",
        not_known=f"{unit} whose {what} not known",
        estimate="Percentage of those known",
    )
