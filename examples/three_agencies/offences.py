"""What the police hold of the offences of the made-up people."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from examples.three_agencies.chance import NOT_KNOWN
from examples.three_agencies.passage import months_later
from examples.three_agencies.reoffending import (
    LAST,
    NOT_PROVEN,
    PROVEN,
    Offence,
    count_followed,
    count_reoffending,
    reoffences,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from examples.three_agencies.caseload import Life
    from examples.three_agencies.chance import Draws

HEADER = ("Crime no", "CRN", "Offence", "Date of offence", "Outcome", "Date of outcome")
MONTHS = 12
KINDS = ("Theft - shoplifting", "Possession of drugs", "Common assault", "Criminal damage", "Burglary")

OFTEN, SELDOM = "repeated contact", "no repeated contact"
TIMES, NEEDS = 3, 2
"""From so many offences, and so many needs, on."""


class Offences:
    """The rows of the file, and who came back how often in the year up to the index date."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.rows: list[list[str]] = []
        self.known: Counter[str] = Counter()

    def add(self, crn: str, life: Life, needs: Mapping[str, str]) -> int | None:
        """Add the offences of somebody on the caseload; of some the police hold no record.

        Return how many were proven in the year up to the order; None if that is not known.
        """
        order, last_year = life.order, 0
        kind = self.draws.kind({"no record": 0.2, "seldom": 0.5, "often": 0.3})
        contact = NOT_KNOWN
        after: list[Offence] = []
        if order is not None and kind != "no record":
            last_year = TIMES + self.draws.below(5) if kind == "often" else self.draws.below(TIMES)
            self._in_the_year(crn, order, last_year)
            open_still = self._that_do_not_count(crn, order)
            after = self._again(crn, life, order)
            if last_year >= TIMES or last_year + open_still < TIMES:
                contact = OFTEN if last_year >= TIMES else SELDOM
        seen = kind != "no record"
        count_reoffending(self.known, order, after, seen=seen)
        count_followed(self.known, life, after, seen=seen)
        self._count_contact(contact, needs)
        return last_year if order is not None and seen else None

    def _count_contact(self, contact: str, needs: Mapping[str, str]) -> None:
        answers = set(needs.values())
        if contact == NOT_KNOWN or not answers <= {"yes", "no"}:
            self.known[f"contact: {NOT_KNOWN}"] += 1
            return
        several = sum(answer == "yes" for answer in needs.values()) >= NEEDS
        words = f"{NEEDS} needs or more" if several else f"fewer than {NEEDS} needs"
        self.known[f"contact: {words}, {contact}"] += 1

    def add_other(self, crn: str) -> None:
        """Add an offence of somebody who is not on the caseload."""
        self._write(crn, dt.date(2025, 2, 1) + self.draws.days(0, 200), self.draws.one_of(PROVEN))

    def _in_the_year(self, crn: str, order: dt.date, times: int) -> None:
        """Add the proven offences of the twelve months up to the index date, sometimes one on that very day."""
        for number in range(times):
            on_the_day = number == 0 and self.draws.chance(0.1)
            self._write(crn, order if on_the_day else order - self.draws.days(1, 364), self.draws.one_of(PROVEN))

    def _that_do_not_count(self, crn: str, order: dt.date) -> int:
        """Add offences before and after the year, the day a year before among them, and some without proof.

        Return how many of the year have no outcome yet, and so may count or not.
        """
        a_year_before = months_later(order, -MONTHS)
        before = a_year_before if self.draws.chance(0.2) else a_year_before - self.draws.days(1, 900)
        self._write(crn, before, self.draws.one_of(PROVEN))
        open_still = 0
        if self.draws.chance(0.4):
            outcome = self.draws.one_of(NOT_PROVEN)
            self._write(crn, order - self.draws.days(1, 300), outcome)
            open_still += not outcome
        return open_still

    def _again(self, crn: str, life: Life, order: dt.date) -> list[Offence]:
        """Add the offences after the index date, proved soon, late or not at all, and return them."""
        found = list(reoffences(self.draws, life.born, order))
        for offence in found:
            self._row(crn, offence.day, offence.outcome, offence.proved)
        return found

    def _write(self, crn: str, day: dt.date, outcome: str) -> None:
        """Add an offence that was proved, if at all, within three months."""
        self._row(crn, day, outcome, min(day + self.draws.days(20, 90), LAST) if outcome else None)

    def _row(self, crn: str, day: dt.date, outcome: str, ended: dt.date | None) -> None:
        draws = self.draws
        proved = f"{ended:%d/%m/%Y}" if ended else ""
        written = draws.one_of((f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}", f"{day.isoformat()}T00:00:00"))
        number = f"NS{len(self.rows) + 1:06}"
        self.rows.append([number, draws.misspelt(crn), draws.one_of(KINDS), written, outcome, proved])
