"""What services for young adults, which they leave at 25, hold of the made-up people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from examples.three_agencies.passage import (
    AS_AT,
    FIRST_TURNED,
    LAST,
    LAST_TURNED,
    TWENTY_FIVE,
    Spell,
    birthday,
    count_crossing,
)

if TYPE_CHECKING:
    import datetime as dt

    from examples.three_agencies.caseload import Life
    from examples.three_agencies.chance import Draws
    from examples.three_agencies.young_people import YoungPeople

HEADER = ("CRN", "Service name", "Date of referral", "Date started", "Date ended")
SERVICES = ("Young adults hub", "Young Adults Hub", "Mentoring 18-25")
KINDS = {"never known": 0.2, "closed before": 0.15, "closed at 25 or later": 0.6, "not taken up": 0.05}


class YoungAdults:
    """The rows of the file, and what a right reading finds of those who turned 25."""

    def __init__(self, draws: Draws, probation: YoungPeople) -> None:
        self.draws = draws
        self.probation = probation
        self.rows: list[list[str]] = []
        self.known: Counter[str] = Counter()

    def add(self, crn: str, life: Life, orders: list[Spell]) -> None:
        """Add what the services know of somebody on the caseload, and an order to which they came from there."""
        if life.born is None:
            return
        turned = birthday(life.born, TWENTY_FIVE)
        cases: list[Spell] = []
        if life.order is not None and FIRST_TURNED <= turned <= LAST_TURNED:
            cases = self._cases(crn, turned)
            closed = cases[0].last if cases else None
            orders = [*orders, *self.probation.first_order(crn, turned, closed, life.order)]
        elif life.order is not None and turned > AS_AT and self.draws.chance(0.3):
            cases = self._case(crn, max(life.order, birthday(life.born)), LAST)
        count_crossing(self.known, life.born, cases, orders, age=TWENTY_FIVE)

    def _cases(self, crn: str, turned: dt.date) -> list[Spell]:
        """Add the time with a service of somebody who turned 25 in the period; some who were referred never came."""
        draws = self.draws
        kind = draws.kind(KINDS)
        if kind == "not taken up":
            self._row(crn, turned - draws.days(60, 400), None)
        if kind in {"never known", "not taken up"}:
            return []
        closed = turned - draws.days(1, 300) if kind == "closed before" else turned + draws.days(0, 60)
        return self._case(crn, min(closed, turned) - draws.days(60, 700), LAST if closed > AS_AT else closed)

    def _case(self, crn: str, opened: dt.date, closed: dt.date) -> list[Spell]:
        found = Spell(opened, closed)
        self._row(crn, opened - self.draws.days(0, 30), found)
        return [found]

    def _row(self, crn: str, referred: dt.date, spell: Spell | None) -> None:
        draws = self.draws
        form = "%d/%m/%Y" if draws.chance(0.7) else "%d-%b-%Y"
        first = f"{spell.first:{form}}" if spell else ""
        last = f"{spell.last:{form}}" if spell and spell.last != LAST else ""
        self.rows.append([draws.misspelt(crn), draws.one_of(SERVICES), f"{referred:%d/%m/%Y}", first, last])
