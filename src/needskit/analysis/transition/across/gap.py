"""How many days lie between leaving youth services and coming to adult ones?"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.count import Row, Words, people
from needskit.analysis.divided import divided
from needskit.analysis.tabulate import By, share
from needskit.analysis.transition.across import routes
from needskit.analysis.transition.across.routes import YOUTH_SERVICES, crossing_of
from needskit.table.elapsed import quartiles_of_days
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Headings, Table
from needskit.table.whom import Implied

if TYPE_CHECKING:
    import datetime as dt

    from needskit.cohort.cohort import Cohort

WEEK = 7
LATER_ENDS = (56, 91, 182, 273, 365, 548)
"""Where bands of longer gaps end, as far as the window reaches."""

OUTSIDE = "no transfer"


def gap(cohort: Cohort, *, at: int = 18, period: tuple[dt.date, dt.date] | None = None, by: By = None) -> Table:
    """How many days lie between the day a youth case closes and the first day with adult services?

    Counted are people who turned 18 in a period with an open youth case and came to adult services within the window:
    those lost are in no figure, so the gap of everybody is longer. Whoever came before the case closed, or on that day,
    has a gap of 0 days.

    Parameters
    ----------
    cohort
        Whose people are counted.
    at
        18, or 25 for people who leave services for young adults.
    period
        First and last day on which those counted turned that age; that of the settings unless told otherwise.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If ``at`` is another age, or the extract does not hold what ``crossing`` takes.

    References
    ----------
    As for ``crossing``. The median of grouped data by linear interpolation.

    Examples
    --------
    >>> import datetime, pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3"],
    ...         "date_of_birth": ["2007-03-01", "2007-03-02", "2007-03-03"],
    ...         "known_to_youth_services": ["yes", "yes", "yes"],
    ...         "youth_service_end": ["2025-04-01", "2025-04-01", "2025-04-01"],
    ...         "adult_service_start": ["2025-04-01", "2025-05-20", "2025-04-08"],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> year = datetime.date(2025, 1, 1), datetime.date(2025, 9, 30)
    >>> frame = gap(cohort, period=year).to_frame().set_index("gap")
    >>> frame.loc["in all: more than 28 days", ["count", "out_of"]].tolist()
    [1, 3]
    """
    found = crossing_of(cohort, period=period, service=routes.service_at(at))
    service, rule = found.service, found.rule
    ends = _ends(rule.long_gap_days, rule.window_days)
    bands = _labels(ends)
    places = np.where(
        found.gap_days == routes.NEVER_CAME, len(bands), np.searchsorted(ends, found.gap_days, side="left")
    )
    short = bands[1 : 1 + ends[1:].index(rule.long_gap_days) + 1]
    of_route = (
        (routes.NO_GAP, bands[:1]),
        (routes.SHORT_GAP, short),
        (routes.LONG_GAP, bands[1 + len(short) :]),
    )
    implies = tuple(
        Implied(frozenset(answers), (found.on(frozenset({route})),), way="both") for route, answers in of_route
    )
    made, attribute = divided(found.cohort, f"gap of the {found.route}", places, (*bands, OUTSIDE), implies=implies)
    name = attribute.name
    known = people(found.on(routes.TRANSFERRED))
    rows = [Row((label,), PERCENTAGE, (people((name, frozenset({label}))), known, known)) for label in bands]
    long_gap = people(found.on(frozenset({routes.LONG_GAP})))
    rows.append(Row((f"in all: more than {rule.long_gap_days} days",), PERCENTAGE, (long_gap, known, known)))
    in_bands = tuple(people((name, frozenset({label}))) for label in bands)
    rows.append(Row(("median and quartiles",), quartiles_of_days(ends), (known, *in_bands)))
    unit = cohort.unit.capitalize()
    words = Words(
        key=f"transition.gap{'' if at == YOUTH_SERVICES.age else f'_at_{at}'}",
        title=f"Days from {_from(service.out_of)} to adult services: {cohort.unit} turning {at} {found.when}",
        headings=Headings(
            count=f"{unit} with this gap",
            out_of=f"{unit} with adult services within {rule.window_days} days",
            not_known="",
            estimate="Percentage with this gap",
            further={
                "lower_quartile": "Days that a quarter do not exceed",
                "median": "Median days",
                "upper_quartile": "Days that three quarters do not exceed",
            },
        ),
        notes=(
            (
                f"Counted are {cohort.unit} with a {service.case} open on the {at}th birthday that came to adult "
                f"services within {rule.window_days} days of the day it closed. Those lost, and those too "
                "early to tell, are in no figure: the gaps of all would be longer."
            ),
            "A gap is the days from the day the case closed to the first with adult services; 0 if they came first.",
        ),
        sources=("Window and long gap: a local definition, which the settings can change",),
    )
    return share(made, rows, name="gap", label="Gap", words=words, by=by)


def _ends(long_gap: int, window: int) -> tuple[int, ...]:
    """Return the last day of each band: none, weeks up to a long gap, then longer ones up to the window."""
    weeks = tuple(range(WEEK, long_gap, WEEK))
    return (0, *weeks, long_gap, *(end for end in LATER_ENDS if long_gap < end < window), window)


def _from(service: str) -> str:
    """Return what people leave, where "services" is said of both.

    Examples
    --------
    >>> _from("youth services"), _from("services for young adults")
    ('youth', 'services for young adults')
    """
    return service.removesuffix(" services")


def _labels(ends: tuple[int, ...]) -> tuple[str, ...]:
    spans = [f"{before + 1} to {last} days" for before, last in pairwise(ends)]
    return ("no gap", *spans)
