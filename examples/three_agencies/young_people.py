"""What the youth justice service, the list of orders and the young people's drug service hold of the made-up people."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from examples.three_agencies.passage import (
    AS_AT,
    DAY,
    FIRST_TURNED,
    LAST,
    LAST_TURNED,
    Spell,
    birthday,
    count_crossing,
    count_support,
)

if TYPE_CHECKING:
    from examples.three_agencies.caseload import Life
    from examples.three_agencies.chance import Draws

CASE_HEADER = ("YJS case", "CRN", "Case opened", "Closure Date", "Outcome")
ORDER_HEADER = ("Event", "CRN", "Commencement Date", "Termination Date", "Requirement")
DRUG_HEADER = ("CRN", "Date of referral", "Date started", "Date ended", "Successful completion")
OUTCOMES = ("Youth rehabilitation order", "Referral order", "Youth caution", "Detention and training order")
REQUIREMENTS = ("Unpaid work", "RAR days", "None")
ADULT_AREA = "NS1"

YOUTH_ORDER_DAYS = 120, 200

CASES = {"never known": 0.1, "closed before": 0.12, "closed at 18 or later": 0.72, "still open": 0.06}
CAME = {"before it closed": 0.05, "on that day": 0.05, "after days": 0.28, "after weeks": 0.24, "lost": 0.38}
SUPPORT = {"none": 0.4, "kept": 0.14, "handed over": 0.12, "again": 0.12, "planned": 0.1, "lost": 0.12}


class YoungPeople:
    """The rows of the three files and some of the adult drug service, and what a right reading of them finds."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.cases: list[list[str]] = []
        self.orders: list[list[str]] = []
        self.drugs: list[list[str]] = []
        self.adult_drugs: list[list[str]] = []
        self.known: Counter[str] = Counter()

    def add(self, crn: str, life: Life, treated: list[tuple[dt.date, dt.date | None, bool]]) -> list[Spell]:
        """Add what the services know of somebody, treated as adults or not for drugs, and return their orders."""
        orders = self._orders(crn, life)
        spells = [Spell(begun, ended or LAST, planned) for begun, ended, planned in treated]
        if life.born is None:
            return orders
        turned = birthday(life.born)
        cases: list[Spell] = []
        if life.order is not None and FIRST_TURNED <= turned <= LAST_TURNED:
            cases = self._cases(crn, turned)
            orders += self.first_order(crn, turned, cases[-1].last if cases else None, life.order)
            spells += self._support(crn, turned, life.order)
        elif turned < FIRST_TURNED and self.draws.chance(0.06):
            cases = self._closed_cases(crn, turned - self.draws.days(1, 500))
        count_crossing(self.known, life.born, cases, orders)
        count_support(self.known, life.born, spells)
        return orders

    def add_other(self, crn: str) -> None:
        """Add what they know of somebody who is not on the caseload of today."""
        turned = dt.date(2023, 1, 1) + self.draws.days(0, 700)
        self._closed_cases(crn, turned - self.draws.days(-60, 300))
        if self.draws.chance(0.5):
            self._order(crn, Spell(turned + self.draws.days(0, 200)))
            self.known["outside: orders"] += 1
        if self.draws.chance(0.3):
            self._drug(crn, Spell(turned - self.draws.days(200, 300), turned - self.draws.days(1, 100)))
            self.known["outside: young people's drug service"] += 1
        self.known["outside: youth justice"] += 1

    def _cases(self, crn: str, turned: dt.date) -> list[Spell]:
        """Add the youth cases of somebody who turned 18 in the period, the last one last."""
        draws = self.draws
        kind = draws.kind(CASES)
        if kind == "never known":
            return []
        closed = turned - draws.days(1, 400) if kind == "closed before" else turned + draws.days(0, 75)
        if kind == "still open" or closed > AS_AT:
            closed = LAST
        return self._closed_cases(crn, closed, opened=min(closed, turned) - draws.days(40, 400))

    def _closed_cases(self, crn: str, closed: dt.date, opened: dt.date | None = None) -> list[Spell]:
        """Add the case that was closed on a day, and those before it: some closed as the next was opened."""
        draws = self.draws
        opened = opened or closed - draws.days(40, 400)
        found = [Spell(opened, closed)]
        if draws.chance(0.3):
            found.insert(0, Spell(opened - draws.days(60, 300), opened))
        if draws.chance(0.15):
            found.insert(0, Spell(opened - draws.days(60, 200), opened + draws.days(1, 30)))
        if draws.chance(0.15):
            day = found[0].first - draws.days(20, 200)
            found.insert(0, Spell(day, day))
        for case in found:
            self._case(crn, case)
        return found

    def _orders(self, crn: str, life: Life) -> list[Spell]:
        """Add the orders that the caseload holds; of some the day on which the order began was never written."""
        draws = self.draws
        if life.order is None:
            self._order(crn, None)
            return []
        is_of_youth = life.born is not None and birthday(life.born) > life.order
        ends = life.order + draws.days(*(YOUTH_ORDER_DAYS if is_of_youth else (180, 540)))
        found = [Spell(life.order, LAST if ends > AS_AT else ends)]
        if life.earlier is not None:
            found.append(Spell(life.earlier, life.earlier + draws.days(60, 190)))
        for order in found:
            self._order(crn, order)
        return found

    def first_order(self, crn: str, turned: dt.date, closed: dt.date | None, order: dt.date) -> list[Spell]:
        """Add an order before that of the caseload, by which somebody came to probation when another service ended."""
        draws = self.draws
        kind = draws.kind(CAME)
        left = max(turned, closed) if closed and closed != LAST else turned
        days = {"before it closed": -draws.below(30), "on that day": 0, "after days": 1 + draws.below(28)}
        if kind == "lost" or closed is None:
            return []
        begun = left + dt.timedelta(days=days.get(kind, 29 + draws.below(62)))
        ended = begun + draws.days(120, 400)
        if begun + DAY >= order:
            return []
        found = Spell(begun, LAST if ended > AS_AT else ended)
        self._order(crn, found)
        return [found]

    def _support(self, crn: str, turned: dt.date, order: dt.date) -> list[Spell]:
        """Add drug treatment at 17, and what became of it at 18."""
        draws = self.draws
        kind = draws.kind(SUPPORT)
        if kind == "none":
            return []
        begun = turned - draws.days(30, 300)
        ended = turned + draws.days(20, 150) if kind == "kept" else turned - draws.days(1, 25)
        found = [Spell(begun, LAST if ended > AS_AT else ended, planned=kind in {"planned", "handed over"})]
        self._drug(crn, found[0])
        anew = ended + DAY if kind == "handed over" else turned + draws.days(5, 80)
        # Over before an order that comes later, so that who was in treatment when it began stays as it is.
        over = min(anew + draws.days(40, 200), order - DAY if order > anew else AS_AT)
        if kind in {"handed over", "again"} and anew < over:
            found.append(Spell(anew, over))
            dates = (f"{anew - DAY:%d/%m/%Y}", f"{anew:%d-%b-%Y}", f"{over:%d-%b-%Y}")
            self.adult_drugs.append([draws.misspelt(crn), *dates, "N", ADULT_AREA])
        return found

    def _case(self, crn: str, case: Spell) -> None:
        outcome = self.draws.one_of(OUTCOMES)
        self.cases.append(
            [f"YJ{len(self.cases) + 1:05}", self.draws.misspelt(crn), *self._days(case, "%d-%b-%Y"), outcome]
        )

    def _order(self, crn: str, order: Spell | None) -> None:
        days = self._days(order, "%Y-%m-%dT00:00:00") if order else ("", "")
        requirement = self.draws.one_of(REQUIREMENTS)
        self.orders.append([f"E{len(self.orders) + 1:05}", self.draws.misspelt(crn), *days, requirement])

    def _drug(self, crn: str, spell: Spell) -> None:
        done = "" if spell.last == LAST else "Y" if spell.planned else "N"
        referred = f"{spell.first - self.draws.days(2, 30):%d/%m/%Y}"
        self.drugs.append([self.draws.misspelt(crn), referred, *self._days(spell, "%d %B %Y"), done])

    def _days(self, spell: Spell, other_form: str) -> tuple[str, str]:
        """Write the first and last day in one of two forms; blank, or a placeholder, while it goes on."""
        form = "%d/%m/%Y" if self.draws.chance(0.7) else other_form
        going_on = self.draws.one_of(("", "", "31/12/9999"))
        return f"{spell.first:{form}}", going_on if spell.last == LAST else f"{spell.last:{form}}"
