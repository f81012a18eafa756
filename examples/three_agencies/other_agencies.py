"""What the police, the drug service and the history of addresses hold of the made-up people."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from examples.three_agencies.chance import NOT_KNOWN, SAID, Cell, Draws

IOM_HEADER = ("Ref", "CRN", "Cohort", "Date adopted", "Date removed", "Beat")
DRUG_HEADER = ("Client CRN", "Referral Date", "Treatment start date", "Date closed", "Completed Y/N", "Postcode area")
HOME_HEADER = ("CRN", "Stage", "Address Type", "From", "To", "Date recorded")
ON_START, AT_3_MONTHS = "accommodation_on_release", "accommodation_at_3_months"
NO_END = "31/12/9999"
"""What the police system writes where there is no end."""

DAY = dt.timedelta(days=1)
Span = tuple[dt.date | None, dt.date | None]


class OtherAgencies:
    """The rows of the three files, and what a right reading of them finds."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.iom: list[list[Cell]] = []
        self.drugs: list[list[str]] = []
        self.homes: list[list[str]] = []
        self.known: Counter[str] = Counter()
        self.treated: dict[str, list[tuple[dt.date, dt.date | None, bool]]] = {}

    def add(self, crn: str, order: dt.date | None, home: str) -> None:
        """Add what the agencies know of somebody on the caseload, who lives as far as probation knows at a home."""
        if order is None:
            known = {"iom": "no", "in_drug_treatment": "no", ON_START: home, AT_3_MONTHS: NOT_KNOWN}
            self.known.update(f"{column}: {answer}" for column, answer in known.items())
            return
        self._iom(crn, order)
        self._treatment(crn, order)
        self._homes(crn, order, home)

    def add_other(self, crn: str) -> None:
        """Add what they know of somebody who is not on the caseload."""
        day = dt.date(2025, 3, 1) + self.draws.days(0, 200)
        agency = self.draws.below(3)
        if agency == 0:
            self._listed(crn, self.draws.spelt("iom_tier")[1], (day, None))
        elif agency == 1:
            self._referred(crn, day, (day + DAY, None))
        else:
            self._home(crn, "A07B", "", (day, None))

    def _iom(self, crn: str, order: dt.date) -> None:
        """Add spells of Integrated Offender Management; two for those who came back to it."""
        draws = self.draws
        kind = draws.kind({"never": 0.82, "open": 0.08, "again": 0.04, "over": 0.03, "later": 0.03})
        tier, text = draws.spelt("iom_tier")
        begun, ended = order - draws.days(20, 300), order - draws.days(320, 400)
        if kind in {"open", "again"}:
            self._listed(crn, text, (begun, order + draws.days(0, 60) if draws.chance(0.3) else None))
            self.known[f"iom_tier: {tier}"] += 1
        if kind in {"again", "over"}:
            self._listed(crn, draws.spelt("iom_tier")[1], (ended - draws.days(60, 300), ended))
        if kind == "later":
            self._listed(crn, text, (order + draws.days(1, 60), None))
        self.known[f"iom: {'yes' if kind in {'open', 'again'} else 'no'}"] += 1

    def _listed(self, crn: str, tier: str, span: Span) -> None:
        draws, (begun, ended) = self.draws, span
        start = draws.in_excel(begun) if begun else None
        end = draws.in_excel(ended) if ended else draws.one_of(("", "", NO_END))
        row: list[Cell] = [len(self.iom) + 1, draws.misspelt(crn), tier, start, end, draws.one_of(("C1", "E4", "W2"))]
        # Whoever came back to the scheme is not written beside their first spell.
        self.iom.insert(draws.below(len(self.iom) + 1), row)

    def _treatment(self, crn: str, order: dt.date) -> None:
        """Add episodes with the drug service; a referral that was never taken up is no treatment."""
        draws = self.draws
        kind = draws.kind({"never": 0.7, "in": 0.15, "over": 0.06, "not taken up": 0.06, "later": 0.03})
        referred = order - draws.days(200, 300)
        begun = referred + draws.days(2, 40)
        if kind == "in" and draws.chance(0.2):
            self._referred(crn, referred - draws.days(300, 400), (referred - draws.days(250, 280), referred - DAY))
        spans: dict[str, Span] = {
            "in": (begun, order + draws.days(0, 60) if draws.chance(0.4) else None),
            "over": (begun, order - draws.days(1, 60)),
            "not taken up": (None, None),
            "later": (order + draws.days(1, 30), None),
        }
        if kind in spans:
            self._referred(crn, order if kind == "later" else referred, spans[kind])
        self.known[f"in_drug_treatment: {'yes' if kind == 'in' else 'no'}"] += 1

    def _referred(self, crn: str, referred: dt.date, span: Span) -> None:
        draws, (begun, ended) = self.draws, span
        dates = (f"{begun:%d-%b-%Y}" if begun else "", f"{ended:%d-%b-%Y}" if ended else "")
        done = draws.one_of(("Y", "N", "")) if ended else ""
        area = draws.one_of(("NS1", "NS2, NS3", "NS4"))
        if begun:
            self.treated.setdefault(crn, []).append((begun, ended, done == "Y"))
        self.drugs.append([draws.misspelt(crn), f"{referred:%d/%m/%Y}", *dates, done, area])

    def _homes(self, crn: str, order: dt.date, home: str) -> None:
        """Add addresses: spells of time for most, a status at two points for some, nothing for a few."""
        draws = self.draws
        kind = draws.kind({"spells": 0.75, "points": 0.13, "none": 0.12})
        first, text = draws.spelt("accommodation")
        if home != NOT_KNOWN and draws.chance(0.95):
            # The two systems mostly agree.
            first, text = home, draws.one_of(SAID["accommodation"][home][1])
        later, later_text = draws.spelt("accommodation") if draws.chance(0.35) else (first, text)
        if kind == "none":
            first = later = NOT_KNOWN
        self.known[f"{ON_START}: {first if home == NOT_KNOWN else home}"] += 1
        self.known[f"{AT_3_MONTHS}: {later}"] += 1
        self.known["homes that differ"] += NOT_KNOWN not in {home, first} and home != first
        if kind == "points":
            self._home(crn, text, "Start of order", (order + draws.days(0, 9), None))
            self._home(crn, later_text, draws.one_of(("3 months", "At 3 months")), (order + draws.days(90, 99), None))
        if kind == "spells":
            since, moved = order - draws.days(0, 500), order + draws.days(1, 80)
            before = since - draws.days(30, 300)
            self._home(crn, draws.spelt("accommodation")[1], "", (before, since - DAY))
            self._home(crn, text, "", (since, moved - DAY))
            self._home(crn, later_text, "", (moved, moved + draws.days(120, 300) if draws.chance(0.3) else None))

    def _home(self, crn: str, text: str, stage: str, span: Span) -> None:
        draws = self.draws
        since, until = (f"{day:%d/%m/%Y}" if day else "" for day in span)
        verified = f"{text} (verified)" if text and draws.chance(0.3) else text
        dates = ("", "", since) if stage else (since, until, "")
        self.homes.append([draws.misspelt(crn), stage, verified, *dates])
