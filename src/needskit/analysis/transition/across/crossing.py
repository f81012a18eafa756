"""Who crosses from youth to adult services at 18, and out of services for young adults at 25?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.tabulate import By, share
from needskit.analysis.transition.across import routes
from needskit.analysis.transition.across.period import IN_PERIOD, OTHER_TIME
from needskit.analysis.transition.across.routes import YOUNG_ADULT_SERVICES, crossing_of
from needskit.table.measure import COUNT, PERCENTAGE
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from needskit.analysis.transition.across.routes import Answers, Crossing
    from needskit.cohort.cohort import Cohort


def crossing(cohort: Cohort, *, period: tuple[dt.date, dt.date] | None = None, by: By = None) -> Table:
    """Who crosses from youth to adult services at 18, and who is lost on the way?

    Counted are people who turned 18 in a period. Of these, those known to youth services before; of these, those whose
    youth case was open on the birthday; and what became of them: adult services began by the day on which the case
    closed, after a gap, or not within the window, or the case goes on. Of those whose case had closed before, how many
    came to adult services within the window of the birthday. Ages are those on the days themselves, and never that at
    the date of the extract.

    Parameters
    ----------
    cohort
        Whose people are counted. What is a gap, and when somebody is lost, its settings say under
        ``definitions.transition``.
    period
        First and last day on which those counted turned 18, both in it; that of the settings unless told otherwise.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract has no date, no dates of birth, does not say when people were in youth services and came to adult
        ones, or has no such breakdown; or if the period is none.

    References
    ----------
    Criminal Justice Joint Inspection, Transitions: an inspection of the transitions arrangements from youth to adult
    services in the criminal justice system, 2012; HM Inspectorate of Probation, Transitions arrangements: a follow-up
    inspection, 2016. The window and what is a long gap are local definitions.

    Examples
    --------
    >>> import datetime, pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3"],
    ...         "date_of_birth": ["2007-03-01", "2007-03-02", "2007-03-03"],
    ...         "known_to_youth_services": ["yes", "yes", "no"],
    ...         "youth_service_end": ["2025-04-01", "2025-04-01", ""],
    ...         "adult_service_start": ["2025-04-01", "2025-05-20", ""],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> year = datetime.date(2025, 1, 1), datetime.date(2025, 9, 30)
    >>> frame = crossing(cohort, period=year).to_frame().set_index("step")
    >>> frame.loc["youth case open on the 18th birthday", ["count", "out_of"]].tolist()
    [2, 2]
    >>> frame.loc["adult services began after a gap of more than 28 days", ["count", "out_of"]].tolist()
    [1, 2]
    """
    found = crossing_of(cohort, period=period)
    return _table(found, key="transition.crossing", title="From youth to adult services", by=by)


def turning_25(cohort: Cohort, *, period: tuple[dt.date, dt.date] | None = None, by: By = None) -> Table:
    """Who passes from services for young adults to adult services at 25, and who is lost on the way?

    The same as ``crossing``, for people who turned 25 in a period and services that the settings name as
    ``young_adult_services``.

    Parameters
    ----------
    cohort
        Whose people are counted.
    period
        First and last day on which those counted turned 25, both in it; that of the settings unless told otherwise.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the settings name no services for young adults, or the extract does not hold what it takes.

    References
    ----------
    As for ``crossing``.

    Examples
    --------
    >>> import pathlib, tempfile, pandas as pd, needskit as nk
    >>> settings = '''
    ... cohort = {population = "people in a test", as_at = 2025-12-31}
    ... definitions.transition = {young_adult_services = ["Hub"], adult_services = ["Probation"]}
    ... sources.people = {file = "", role = "people"}
    ... sources.services = {file = "", role = "services"}
    ... '''
    >>> people = pd.DataFrame({"person_id": ["1"], "date_of_birth": ["2000-05-01"]})
    >>> services = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "1"],
    ...         "service": ["Hub", "Probation"],
    ...         "start_date": ["2023-01-01", "2025-06-01"],
    ...         "end_date": ["2025-05-20", ""],
    ...     }
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "needskit.toml")
    ...     _ = path.write_text(settings)
    ...     cohort = nk.read_cohort(path, frames={"people": people, "services": services})
    >>> frame = turning_25(cohort).to_frame().set_index("step")
    >>> int(frame.loc["adult services began after a gap of 1 to 28 days", "count"])
    1
    """
    found = crossing_of(cohort, period=period, service=YOUNG_ADULT_SERVICES)
    return _table(found, key="transition.turning_25", title="Out of services for young adults", by=by)


_NOT_DUE = {
    routes.YOUTH_SERVICES.age: (
        "Some orders end without passing to adult services, such as referral orders and detention and training orders, "
        "and these records do not tell which"
    ),
    YOUNG_ADULT_SERVICES.age: "These records do not tell who was to go on to adult services",
}
_NOT_PASSED = (
    "Orders that do not pass to adult services: HM Inspectorate of Probation, Transitions arrangements: a follow-up "
    "inspection, 2016"
)


def _table(found: Crossing, *, key: str, title: str, by: By) -> Table:
    cohort, service, rule = found.cohort, found.service, found.rule
    unit, at = cohort.unit.capitalize(), service.age
    words = Words(
        key=key,
        title=f"{title}: {cohort.unit} turning {at} {found.when}",
        headings=Headings(
            count=f"{unit} in this row",
            out_of=f"{unit} it is out of",
            not_known="Not known, or too early to tell",
            estimate="Percentage",
        ),
        notes=(
            (
                f"Each step divides those of one before it: those that turned {at}, those known to the services, those "
                "whose case was open. Those not recorded have a row of their own and are in no percentage. Rows that "
                "begin with 'in all' or 'of those' count the same again: do not add them up."
            ),
            (
                "Ages are those on the days themselves. The birthday of those born on 29 February is 1 March in a year "
                "without that day. A case that closes on the birthday was open on it."
            ),
            (
                f"A gap is the days from the day the case closed to the first day with adult services. Lost: no adult "
                f"services within {rule.window_days} days of the day the case closed. {_NOT_DUE[at]}: lost does not "
                "say that a transfer was due."
            ),
        ),
        sources=(
            *((_NOT_PASSED,) if service is routes.YOUTH_SERVICES else ()),
            "Window and long gap: a local definition, which the settings can change",
        ),
    )
    return share(cohort, _rows(found), name="step", label="Step", words=words, by=by)


def _rows(found: Crossing) -> list[Row]:
    """Return the rows: every step divides those of one step before it, those not known by themselves."""
    at, case, rule = found.service.age, found.service.case, found.rule
    gap, days, out_of = rule.long_gap_days, rule.window_days, found.service.out_of
    first = Row(
        (f"turned {at} in the period",),
        PERCENTAGE,
        (
            people((found.turned, frozenset({IN_PERIOD}))),
            people((found.turned, frozenset({IN_PERIOD, OTHER_TIME}))),
            people(),
        ),
    )
    known = _divide(
        found,
        ((f"known to {out_of} before", routes.WAS_IN), (f"not known to {out_of}", frozenset({routes.NEVER_IN}))),
        ((f"known to {out_of} or not: not recorded", frozenset({routes.IN_UNKNOWN})),),
    )
    when = _divide(
        found,
        (
            (f"{case} open on the {at}th birthday", routes.OPEN),
            (f"{case} closed before the {at}th birthday", routes.CLOSED_BEFORE),
        ),
        ((f"{case}: closing not recorded", frozenset({routes.CLOSING_UNKNOWN})),),
    )
    then = _divide(
        found,
        (
            ("adult services began by the day the case closed", frozenset({routes.NO_GAP})),
            (f"adult services began after a gap of 1 to {gap} days", frozenset({routes.SHORT_GAP})),
            (f"adult services began after a gap of more than {gap} days", frozenset({routes.LONG_GAP})),
            (f"lost: no adult services within {days} days", frozenset({routes.LOST})),
            (f"{case} goes on, no adult services yet", frozenset({routes.STILL})),
        ),
        (
            ("too early to tell", frozenset({routes.TOO_EARLY})),
            ("adult services not recorded", frozenset({routes.ENTRY_UNKNOWN})),
        ),
    )
    still = found.on(routes.OPEN)
    again = (
        _row(found, "in all: transferred", routes.TRANSFERRED, routes.OPEN_KNOWN, routes.OPEN),
        Row(
            (f"in all: {case} still open at {at + 1}",),
            PERCENTAGE,
            (
                people(still, (found.still_open, frozenset({routes.NEXT_YES}))),
                people(still, (found.still_open, frozenset({routes.NEXT_YES, routes.NEXT_NO}))),
                people(still),
            ),
        ),
        _row(
            found,
            f"of those closed before: adult services within {days} days of that birthday",
            frozenset({routes.BACK}),
            routes.BACK_KNOWN,
            routes.CLOSED_BEFORE,
        ),
    )
    return [first, *known, *when, *then, *again]


def _divide(
    found: Crossing, told: Sequence[tuple[str, Answers]], not_told: Sequence[tuple[str, Answers]]
) -> Iterator[Row]:
    """Return the rows that one step is divided into: of those of whom it is known, then those of whom it is not."""
    known = frozenset[str]().union(*(answers for _, answers in told))
    everybody = known.union(*(answers for _, answers in not_told))
    for label, answers in told:
        yield _row(found, label, answers, known, everybody)
    for label, answers in not_told:
        yield Row((label,), COUNT, (people(found.on(answers)),))


def _row(found: Crossing, label: str, counted: Answers, known: Answers, everybody: Answers) -> Row:
    return Row((label,), PERCENTAGE, tuple(people(found.on(answers)) for answers in (counted, known, everybody)))
