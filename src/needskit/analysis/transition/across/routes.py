"""What became of each person who turned 18, or 25: the one attribute that every table of the passage counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.divided import divided
from needskit.analysis.spells import SERVICES, YOUTH, of_sources
from needskit.analysis.transition.across.follows import of_columns
from needskit.analysis.transition.across.passage import (
    EIGHTEEN,
    NO,
    TWENTY_FIVE,
    UNKNOWN,
    YES,
    Passage,
    entering_roles,
    out_of_young_adult_services,
    out_of_youth_services,
)
from needskit.analysis.transition.across.period import (
    IN_PERIOD,
    OTHER_TIME,
    Period,
    dates_of,
    in_words,
    is_in,
    of_the_period,
    spread,
    with_turned,
)
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.smaller_extract import require_rows
from needskit.errors import UsageError
from needskit.extract.months import months_later
from needskit.extract.spells import LAST_DAY
from needskit.table.whom import Implied

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.analysis.transition.across.period import Period
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.settings import Transition
    from needskit.table.whom import Condition

Answers = frozenset[str]
NO_GAP, SHORT_GAP, LONG_GAP = "no gap", "short gap", "long gap"
LOST, STILL, TOO_EARLY, ENTRY_UNKNOWN = "lost", "still there", "too early to tell", "entry not known"
BACK, NOT_BACK = "closed before, came to adult services", "closed before, did not come"
BACK_TOO_EARLY, BACK_UNKNOWN = "closed before, too early to tell", "closed before, entry not known"
CLOSING_UNKNOWN, NEVER_IN, IN_UNKNOWN = "closing not known", "never in the service", "not known whether in the service"

ROUTES = (
    *(NO_GAP, SHORT_GAP, LONG_GAP, LOST, STILL, TOO_EARLY, ENTRY_UNKNOWN),
    *(BACK, NOT_BACK, BACK_TOO_EARLY, BACK_UNKNOWN),
    *(CLOSING_UNKNOWN, NEVER_IN, IN_UNKNOWN, OTHER_TIME),
)
"""Every route; of whoever has no date of birth it is not known."""

TRANSFERRED = frozenset({NO_GAP, SHORT_GAP, LONG_GAP})
OPEN_KNOWN = TRANSFERRED | {LOST, STILL}
OPEN = OPEN_KNOWN | {TOO_EARLY, ENTRY_UNKNOWN}
"""Those whose case was open on the birthday."""

BACK_KNOWN = frozenset({BACK, NOT_BACK})
CLOSED_BEFORE = BACK_KNOWN | {BACK_TOO_EARLY, BACK_UNKNOWN}
WHEN_KNOWN = OPEN | CLOSED_BEFORE
WAS_IN = WHEN_KNOWN | {CLOSING_UNKNOWN}
IN_KNOWN = WAS_IN | {NEVER_IN}
TURNED = IN_KNOWN | {IN_UNKNOWN}
BORN_KNOWN = TURNED | {OTHER_TIME}

NEXT_YES, NEXT_NO = "open a year later", "closed a year later"


@dataclass(frozen=True, slots=True)
class Service:
    """The words of a passage: what people leave at which age, and which sources tell it."""

    age: int
    out_of: str
    case: str
    roles: tuple[str, ...]


YOUTH_SERVICES = Service(EIGHTEEN, "youth services", "youth case", (YOUTH,))
YOUNG_ADULT_SERVICES = Service(
    TWENTY_FIVE, "services for young adults", "case with services for young adults", (SERVICES,)
)


def service_at(age: int) -> Service:
    """Return what people leave at an age.

    Raises
    ------
    UsageError
        If it is neither 18 nor 25.
    """
    services = {each.age: each for each in (YOUTH_SERVICES, YOUNG_ADULT_SERVICES)}
    if age not in services:
        message = f"at wants {EIGHTEEN} or {TWENTY_FIVE}, but was {age}."
        raise UsageError(message)
    return services[age]


@dataclass(frozen=True, slots=True)
class Crossing:
    """People who pass from one service to another at a birthday.

    Parameters
    ----------
    cohort
        With the attributes ``route`` and ``still_open``.
    service
        What they leave.
    period
        First and last day on which they turned that age.
    rule
        When a passage counts as done or as lost.
    turned, route, still_open
        The names of the attributes: whether they turned that age in the period, what became of each person, and whether
        their case was open a year later.
    gap_days
        Days from leaving to coming, below 0 where they came first; of shape ``(people,)`` and only for those who
        crossed, otherwise the least number there is.
    """

    cohort: Cohort
    service: Service
    period: Period
    rule: Transition
    turned: str
    route: str
    still_open: str
    gap_days: npt.NDArray[np.int64]

    @property
    def when(self) -> str:
        """The period in words."""
        return in_words(self.period)

    def on(self, routes: Answers) -> Condition:
        """Return the condition of one of some routes."""
        return self.route, routes


NEVER_CAME = np.iinfo(np.int64).min


def crossing_of(cohort: Cohort, *, period: Period | None = None, service: Service = YOUTH_SERVICES) -> Crossing:
    """Work out what became of everybody who turned an age in a period.

    Parameters
    ----------
    cohort
        Whose people are looked at.
    period
        First and last day, both in it; that of the settings unless told otherwise.
    service
        What they leave.

    Raises
    ------
    UsageError
        If the extract does not hold what it takes, has no date, or the period is none.
    """
    dates = ("start_date", "end_date")
    leaves = {"youth": dates} if service is YOUTH_SERVICES else {"services": ("service", *dates)}
    require_rows(
        cohort,
        "Who passes from one service to another",
        whose=f"those who turn {service.age} in the period",
        columns=["date_of_birth"],
        sources={**leaves, "adult": dates},
    )
    rule = cohort.definitions.transition
    as_at, (first, last) = dates_of(cohort, period)
    at, today = service.age, np.datetime64(as_at, "D")
    cohort, turned = with_turned(cohort, at, (first, last))
    among, inside = of_the_period(cohort, turned)
    passage = out_of_youth_services(among) if service is YOUTH_SERVICES else out_of_young_adult_services(among)
    gap = (passage.entered - passage.closed).astype(np.int64)
    told = _routes(passage, gap, rule, today)
    routes = spread(told, inside, others=np.where(is_in(cohort, turned, OTHER_TIME), ROUTES.index(OTHER_TIME), -1))
    name = (
        f"route at {at} of those who turned {at} from {first} to {last}, lost after {rule.window_days} days, "
        f"long gap after {rule.long_gap_days}"
    )
    made, route = divided(
        cohort, name, routes, ROUTES, implies=(*_of_the_period(turned), *_implied(cohort, passage, service))
    )
    a_year_on = months_later(passage.birthday, 12)
    seen = np.isin(told, [ROUTES.index(each) for each in OPEN]) & (a_year_on <= today)
    all_seen = months_later(np.array([last], dtype="datetime64[D]"), 12)[0] <= today
    later = np.where(seen, np.where(passage.closed >= a_year_on, 0, 1), -1)
    made, still = divided(
        made, f"a year after: {name}", spread(later, inside, others=-1), (NEXT_YES, NEXT_NO),
        implies=(
            Implied(frozenset({NEXT_YES, NEXT_NO}), ((route.name, OPEN),), way="both" if all_seen else "forth"),
            # A case that goes on has not closed.
            Implied(frozenset({NEXT_YES, NOT_KNOWN}), ((route.name, frozenset({STILL})),), way="back"),
        ),
    )  # fmt: skip
    crossed = np.isin(told, [ROUTES.index(each) for each in TRANSFERRED])
    # Whoever came while the case went on, without an end so far, has no gap either.
    days = np.where(crossed, np.where(passage.closed == LAST_DAY, 0, gap), NEVER_CAME)
    gap_days = spread(days, inside, others=NEVER_CAME)
    return Crossing(made, service, (first, last), rule, turned, route.name, still.name, gap_days)


def _routes(
    passage: Passage, gap: npt.NDArray[np.int64], rule: Transition, today: np.datetime64
) -> npt.NDArray[np.intp]:
    """Return the place of everybody's route, as if all had turned the age in the period."""
    code = {route: place for place, route in enumerate(ROUTES)}
    window = np.timedelta64(rule.window_days, "D")
    there = passage.was_in == YES
    still_there = there & (passage.closed == LAST_DAY)
    open_then = there & (passage.closed >= passage.birthday)
    came = ~np.isnat(passage.entered)
    over = passage.closed + window <= today
    back_in_time = came & (passage.entered <= passage.birthday + window)
    back_over = passage.birthday + window <= today
    # In this order: the first that is so.
    told = (
        (passage.was_in == UNKNOWN, IN_UNKNOWN),
        (passage.was_in == NO, NEVER_IN),
        (np.isnat(passage.closed), CLOSING_UNKNOWN),
        (open_then & came & (passage.entered <= passage.closed), NO_GAP),
        (open_then & ~passage.entry_known, ENTRY_UNKNOWN),
        (still_there, STILL),
        (open_then & came & (gap <= rule.long_gap_days), SHORT_GAP),
        (open_then & came & (gap <= rule.window_days), LONG_GAP),
        (open_then & over, LOST),
        (open_then, TOO_EARLY),
        (back_in_time, BACK),
        (~passage.entry_known, BACK_UNKNOWN),
        (back_over, NOT_BACK),
    )
    found = np.select([condition for condition, _ in told], [code[route] for _, route in told], code[BACK_TOO_EARLY])
    return np.asarray(found, dtype=np.intp)


def _implied(cohort: Cohort, passage: Passage, service: Service) -> tuple[Implied, ...]:
    """Say what routes have to do with the columns and the sources that they are told from."""
    said = ((WAS_IN, "yes"), (frozenset({NEVER_IN}), "no"), (frozenset({IN_UNKNOWN}), NOT_KNOWN))
    leaving = () if passage.from_columns else of_sources(cohort, service.roles, WAS_IN)
    return (*of_columns(passage, said), *leaving, *of_sources(cohort, entering_roles(cohort), TRANSFERRED | {BACK}))


def _of_the_period(turned: str) -> tuple[Implied, ...]:
    said = ((TURNED, IN_PERIOD), (frozenset({OTHER_TIME}), OTHER_TIME))
    return tuple(Implied(routes, ((turned, frozenset({answer})),), way="both") for routes, answer in said)
