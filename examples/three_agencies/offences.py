"""What the police hold of the offences of the made-up people, and how many live in each district of Northshire."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from examples.three_agencies.chance import NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from examples.three_agencies.chance import Draws

HEADER = ("Crime no", "CRN", "Offence", "Date of offence", "Outcome", "Date of outcome")
KINDS = ("Theft - shoplifting", "Possession of drugs", "Common assault", "Criminal damage", "Burglary")
PROVEN, NOT_PROVEN = ("Convicted", "Guilty", "Simple caution"), ("Not guilty", "Community resolution", "")
LAST = dt.date(2025, 12, 31)
"""No outcome is known that came later."""

OFTEN, SELDOM = "repeated contact", "no repeated contact"
TIMES, NEEDS = 3, 2
"""From so many offences, and so many needs, on."""

POPULATION_HEADER = ("Area", "Sex", "Age from", "Age to", "Population")
BANDS: Mapping[tuple[int, int | None], float] = {(0, 9): 0.11, (10, 17): 0.09, (18, 24): 0.08, (25, None): 0.72}
YOUNGEST = 10
"""From which age on somebody can offend: residents below it are in no rate."""

RESIDENTS = {
    "Northshire Central": 31_400,
    "Northshire East": 22_300,
    "Northshire West": 18_700,
    "Northshire Coast": 16_900,
    "Northshire Hills": 12_600,
    "Northshire Moors": 8_100,
}


class Offences:
    """The rows of the file, and who came back how often in the year up to the index date."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.rows: list[list[str]] = []
        self.known: Counter[str] = Counter()

    def add(self, crn: str, order: dt.date | None, needs: Mapping[str, str]) -> None:
        """Add the offences of somebody on the caseload; of some the police hold no record."""
        kind = self.draws.kind({"no record": 0.2, "seldom": 0.5, "often": 0.3})
        contact = NOT_KNOWN
        if order is not None and kind != "no record":
            last_year = TIMES + self.draws.below(5) if kind == "often" else self.draws.below(TIMES)
            self._in_the_year(crn, order, last_year)
            open_still = self._that_do_not_count(crn, order)
            if last_year >= TIMES or last_year + open_still < TIMES:
                contact = OFTEN if last_year >= TIMES else SELDOM
        answers = set(needs.values())
        if contact == NOT_KNOWN or not answers <= {"yes", "no"}:
            self.known[f"contact: {NOT_KNOWN}"] += 1
            return
        several = sum(answer == "yes" for answer in needs.values()) >= NEEDS
        words = f"{NEEDS} needs or more" if several else f"fewer than {NEEDS} needs"
        self.known[f"contact: {words}, {contact}"] += 1

    def add_other(self, crn: str) -> None:
        """Add an offence of somebody who is not on the caseload."""
        self._row(crn, dt.date(2025, 2, 1) + self.draws.days(0, 200), self.draws.one_of(PROVEN))

    def _in_the_year(self, crn: str, order: dt.date, times: int) -> None:
        """Add the proven offences of the twelve months up to the index date, sometimes one on that very day."""
        for number in range(times):
            on_the_day = number == 0 and self.draws.chance(0.1)
            self._row(crn, order if on_the_day else order - self.draws.days(1, 364), self.draws.one_of(PROVEN))

    def _that_do_not_count(self, crn: str, order: dt.date) -> int:
        """Add offences before and after the year, the day a year before among them, and some without proof.

        Return how many of the year have no outcome yet, and so may count or not.
        """
        a_year_before = order.replace(year=order.year - 1)
        before = a_year_before if self.draws.chance(0.2) else a_year_before - self.draws.days(1, 900)
        self._row(crn, before, self.draws.one_of(PROVEN))
        open_still = 0
        if self.draws.chance(0.4):
            outcome = self.draws.one_of(NOT_PROVEN)
            self._row(crn, order - self.draws.days(1, 300), outcome)
            open_still += not outcome
        if self.draws.chance(0.2):
            self._row(crn, order + self.draws.days(1, 60), self.draws.one_of(PROVEN))
        return open_still

    def _row(self, crn: str, day: dt.date, outcome: str) -> None:
        draws = self.draws
        proved = f"{min(day + draws.days(20, 90), LAST):%d/%m/%Y}" if outcome else ""
        written = draws.one_of((f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}", f"{day.isoformat()}T00:00:00"))
        number = f"NS{len(self.rows) + 1:06}"
        self.rows.append([number, draws.misspelt(crn), draws.one_of(KINDS), written, outcome, proved])


def residents() -> tuple[list[list[str]], Counter[str]]:
    """Return the counts of residents by district, sex and age, and how many are old enough to offend."""
    rows: list[list[str]] = []
    known: Counter[str] = Counter()
    for district, everybody in RESIDENTS.items():
        for sex, of_all in (("F", 0.51), ("M", 0.49)):
            for (first, last), of_sex in BANDS.items():
                people = round(everybody * of_all * of_sex)
                rows.append([district, sex, str(first), "" if last is None else str(last), str(people)])
                if first >= YOUNGEST:
                    known.update({"residents: all": people, f"residents: {district}": people})
    return rows, known
