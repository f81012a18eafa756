"""Offences after the index date, and what a right reading finds of the follow-up, worked out person by person."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from examples.three_agencies.chance import NOT_KNOWN
from examples.three_agencies.passage import ADULT, DAY, birthday, months_later

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from examples.three_agencies.caseload import Life
    from examples.three_agencies.chance import Draws

PROVEN, NOT_PROVEN = ("Convicted", "Guilty", "Simple caution"), ("Not guilty", "Community resolution", "")
PENDING = "Awaiting trial"
LAST = dt.date(2025, 12, 31)
"""No outcome is known that came later."""

YEAR, TWO_YEARS, WAITING = 12, 24, 6
"""Months of follow-up, in the settings and through the 18th birthday, and months of waiting for an outcome."""

YOUNG = 25
AGAIN = {"no": 0.62, "once or twice": 0.26, "often": 0.12}
AGAIN_IF_YOUNG = {"no": 0.38, "once or twice": 0.38, "often": 0.24}
ENDS = {"soon": 0.78, "late": 0.08, "never": 0.1, "not said": 0.04}
LONGEST = 900


class Offence(NamedTuple):
    """When an offence was committed, what came of it, and when."""

    day: dt.date
    outcome: str
    proved: dt.date | None

    @property
    def is_proven(self) -> bool:
        return self.outcome in PROVEN


def reoffences(draws: Draws, born: dt.date | None, order: dt.date) -> Iterator[Offence]:
    """Yield the offences after the index date: more of young people, and more of them early than late."""
    is_young = born is not None and birthday(born, YOUNG) > order
    kind = draws.kind(AGAIN_IF_YOUNG if is_young else AGAIN)
    times = {"no": 0, "once or twice": 1 + draws.below(2), "often": 3 + draws.below(4)}[kind]
    for _ in range(times):
        day = order + dt.timedelta(days=1 + draws.below(LONGEST) * draws.below(LONGEST) // LONGEST)
        end = draws.kind(ENDS)
        proved = day + (draws.days(200, 500) if end == "late" else draws.days(20, 150))
        if day > LAST:
            continue
        if end in {"never", "not said"}:
            yield Offence(day, draws.one_of(NOT_PROVEN[:2]) if end == "never" else "", None)
        elif proved > LAST:
            yield Offence(day, PENDING, None)
        else:
            yield Offence(day, draws.one_of(PROVEN), proved)


def count_reoffending(known: Counter[str], order: dt.date | None, offences: Sequence[Offence], *, seen: bool) -> None:
    """Count whether somebody was followed up in full for a year, and offended again in it, and how often."""
    if order is None:
        known.update([f"followed_up: {NOT_KNOWN}", f"reconvicted_12_months: {NOT_KNOWN}"])
        return
    followed = months_later(order, YEAR + WAITING) <= LAST
    known[f"followed_up: {'yes' if followed else 'no'}"] += 1
    days, maybe = _counted(order, offences, months=YEAR)
    if not followed or not seen:
        known[f"reconvicted_12_months: {NOT_KNOWN}"] += 1
        return
    known[f"reconvicted_12_months: {'yes' if days else NOT_KNOWN if maybe else 'no'}"] += 1
    known["reoffences_12_months added up"] += 0 if maybe else len(days)


def count_followed(known: Counter[str], life: Life, offences: Sequence[Offence], *, seen: bool) -> None:
    """Count the offences before and after the 18th birthday of somebody who was 17 at the index date."""
    if life.born is None or life.order is None:
        return
    turned, order = birthday(life.born), life.order
    if not birthday(life.born, ADULT - 1) <= order < turned:
        return
    days, maybe = _counted(order, offences, months=TWO_YEARS)
    if maybe or not seen or months_later(order, TWO_YEARS + WAITING) > LAST:
        known[f"followed: {NOT_KNOWN}"] += 1
        return
    before = [day for day in days if day < turned]
    for words, at_risk, offended in (
        ("before", turned > order + DAY, before),
        ("after", True, [day for day in days if day >= turned]),
    ):
        known[f"followed: {words}, at risk"] += at_risk
        known[f"followed: {words}, any"] += bool(offended)
        known[f"followed: {words}, offences"] += len(offended)


def _counted(order: dt.date, offences: Sequence[Offence], *, months: int) -> tuple[list[dt.date], bool]:
    """Return the days of the offences that count in so many months, and whether there is one that may count."""
    last, waited = months_later(order, months), months_later(order, months + WAITING)
    inside = [offence for offence in offences if order < offence.day <= last]
    days = [each.day for each in inside if each.is_proven and each.proved and each.proved <= waited]
    return days, any(not each.outcome for each in inside)
