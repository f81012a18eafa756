"""What a right reading finds of the passage at 18: worked out person by person, from the days that were made up."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

DAY, LAST = dt.timedelta(days=1), dt.date.max
AS_AT = dt.date(2025, 12, 31)
FIRST_TURNED, LAST_TURNED = dt.date(2021, 1, 1), dt.date(2025, 9, 30)
"""The period in which those counted turned 18."""

MONTHS_OF_A_YEAR = 12
LONG_GAP, WINDOW = dt.timedelta(days=28), dt.timedelta(days=91)
ADULT, TWENTY_FIVE = 18, 25


CROSSING = {ADULT: "crossing", TWENTY_FIVE: "turning 25"}
"""What the counts of a passage are called, by the age."""


class Spell(NamedTuple):
    """A time with a service; the last day is far off while it goes on."""

    first: dt.date
    last: dt.date = LAST
    planned: bool = False

    def is_open(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def birthday(born: dt.date, years: int = ADULT) -> dt.date:
    """Return the day on which somebody is so old: 1 March for 29 February, in a year without that day."""
    year = born.year + years
    try:
        return born.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month so many months later, or the last day of a month without it."""
    years, month = divmod(day.month - 1 + months, MONTHS_OF_A_YEAR)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def count_crossing(
    known: Counter[str], born: dt.date, cases: list[Spell], orders: list[Spell], *, age: int = ADULT
) -> None:
    """Count where somebody stands who turned 18 (or 25) in the period: their case, and the first order after it."""
    turned, heading = birthday(born, age), CROSSING[age]
    if not FIRST_TURNED <= turned <= LAST_TURNED:
        return
    known[f"{heading}: turned {age}"] += 1
    known[f"{heading}: born on 29 February"] += (born.month, born.day) == (2, 29)
    before = [case for case in joined(cases) if case.first < turned]
    if not before:
        known[f"{heading}: never known"] += 1
        return
    known[f"{heading}: known before"] += 1
    closed = before[-1].last
    since = turned if closed == LAST else max(closed, turned)
    came = min((order.first for order in orders if order.last >= since), default=None)
    if closed < turned:
        known[f"{heading}: closed before"] += 1
        known[f"{heading}: closed before, and came"] += came is not None and came <= turned + WINDOW
        return
    known[f"{heading}: open"] += 1
    known[f"{heading}: {_route(closed, came)}"] += 1
    known[f"{heading}: came before it closed"] += came is not None and came < closed


def _route(closed: dt.date, came: dt.date | None) -> str:
    if came is not None and came <= closed:
        return "no gap"
    if closed == LAST:
        return "goes on"
    if came is not None and came - closed <= WINDOW:
        return "short gap" if came - closed <= LONG_GAP else "long gap"
    return "lost" if closed + WINDOW <= AS_AT else "too early"


def count_support(known: Counter[str], born: dt.date, spells: list[Spell]) -> None:
    """Count what became of the drug treatment that somebody had at 17, if they turned 18 in the period."""
    turned, at_17 = birthday(born), birthday(born, ADULT - 1)
    before = [spell for spell in spells if spell.first < turned]
    if not FIRST_TURNED <= turned <= LAST_TURNED or not any(spell.last >= at_17 for spell in before):
        return
    known["support: at 17"] += 1
    last = max(before, key=lambda spell: spell.last)
    if any(spell.first < turned <= spell.last for spell in joined(spells)):
        known["support: kept"] += 1
    elif any(turned <= spell.first <= turned + WINDOW for spell in spells):
        known["support: begun again"] += 1
    elif last.planned:
        known["support: over as planned"] += 1
    else:
        known["support: lost" if turned + WINDOW <= AS_AT else "support: too early"] += 1


def joined(spells: Iterable[Spell]) -> list[Spell]:
    """Return spells that overlap, or follow each other by a day, as one."""
    return list(_joined(sorted(spells)))


def _joined(spells: list[Spell]) -> Iterator[Spell]:
    if not spells:
        return
    first, last = spells[0].first, spells[0].last
    for spell in spells[1:]:
        if last != LAST and spell.first > last + DAY:
            yield Spell(first, last)
            first, last = spell.first, spell.last
        last = max(last, spell.last)
    yield Spell(first, last)
