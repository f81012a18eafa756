"""The people on the made-up caseload of probation, one row each, and what stands between and below the rows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import NamedTuple

from examples.three_agencies.chance import NOT_KNOWN, SAID, Cell, Draws

OFFENCES = "Offences last 12m"
HEADER = (
    *("CRN", "PNC ID", "DOB", "Gender", "Ethnicity", "LA", "Order Start Date ", "Sentence Type", "Sentence Length"),
    *("RoSH", "OGRS3", "Previous convictions", OFFENCES, "Address type\non start", "Team"),
)
BY_CODE = {"sex": "Gender", "ethnicity": "Ethnicity", "district": "LA", "risk_of_harm": "RoSH"}
START, HOME = "Order Start Date ", "Address type\non start"
FIRST_ORDER, ORDERS_OVER_DAYS = dt.date(2022, 7, 1), 1170
EVERY_SEVENTH, AGED_17, FIRST_OVER_DAYS = 7, 6, 364
"""One person in seven is 17 when the order begins, all in the first of the years, so that they are followed for two."""

WITHOUT_A_DATE = frozenset({57, 211, 333})
EVERY_FEW = 27
"""One person in so many has an earlier order too."""

LEAP_YEAR, FEBRUARY = 2004, 2
"""Whoever was born in that month of that year was born on its 29th."""

YOUTH_ORDER: tuple[str, dict[str, Cell]] = (
    "community_order",
    {"Sentence Type": "Youth Rehabilitation Order", "Sentence Length": "6 months"},
)
"""An order that can begin at 17, and that probation may supervise: to the standard codes it is a community order."""

Row = list[Cell]


class Life(NamedTuple):
    """What the caseload knows of when somebody was born, and when this order and an earlier one began."""

    born: dt.date | None
    order: dt.date | None
    earlier: dt.date | None


class Caseload:
    """The rows of the caseload, and what a right reading of them finds: "column: answer" and how many people."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.rows: list[Row] = []
        self.known: Counter[str] = Counter()
        self.lives: list[Life] = []
        self._latest: Row = []

    def add(self, number: int, crn: str) -> tuple[dt.date | None, str]:
        """Add a person, and return the date of their order and where they live as far as the caseload knows."""
        draws = self.draws
        young = number % EVERY_SEVENTH == AGED_17
        after = draws.days(0, FIRST_OVER_DAYS if young else ORDERS_OVER_DAYS)
        order = None if number in WITHOUT_A_DATE else FIRST_ORDER + after
        row: dict[str, Cell] = {"CRN": draws.misspelt(crn), "PNC ID": f"SYNTHETIC-24/{number:07}A"}
        row[START] = draws.in_excel(order) if order else None
        born, row["DOB"] = self._born(order, young=young)
        row |= {"Team": draws.one_of(("Team A", "Team B", "Courts")), **self._numbers()}
        for column, header in BY_CODE.items():
            code, row[header] = draws.spelt(column)
            self.known[f"{column}: {code}"] += 1
        band, sentence = YOUTH_ORDER if young else self._sentence()
        self.known[f"sentence_band: {band}"] += 1
        home, text = draws.spelt("accommodation")
        if draws.chance(0.15):
            home, text = NOT_KNOWN, ""
        row |= {**sentence, HOME: f"{text} (verified)" if text and draws.chance(0.2) else text}
        self._latest = [row.get(header) for header in HEADER]
        self.rows.append(self._latest)
        earlier = None
        if order is not None and not young and not number % EVERY_FEW:
            earlier = order - draws.days(200, 900)
            row |= {START: draws.in_excel(earlier), **self._sentence()[1]}
            self.rows.append([row.get(header) for header in HEADER])
            self.known["record: another row of the person"] += 1
        self.known["record: kept"] += 1
        self.lives.append(Life(born, order, earlier))
        return order, home

    def add_offences(self, times: int | None) -> None:
        """Write how many offences the last person had in the year up to the order, as far as the police know."""
        form = self.draws.kind({"number": 0.9, "text": 0.05, "not known": 0.05})
        if times is None or form == "not known":
            self._latest[HEADER.index(OFFENCES)] = self.draws.one_of(("n/k", ""))
            return
        self._latest[HEADER.index(OFFENCES)] = times if form == "number" else f" {times} "
        self.known["offences_before_12_months added up"] += times

    def add_what_is_nobody(self) -> None:
        """Put in what is no record of a person: repeats, a second header, no identifier, a total, notes."""
        for place in (11, 60, 95, 180, 260, 340):
            again = self.rows[place].copy()
            again[0] = str(again[0]).strip().lower()
            self.rows.insert(place + 30, again)
            self.known["record: repeated exactly"] += 1
        for place in (77, 222):
            self.rows.insert(place + 1, [None, None, *self.rows[place][2:]])
            self.known["record: no identifier"] += 1
        self.rows.insert(206, list(HEADER))
        people = self.known["record: kept"]
        total: Row = ["Total", *(people if header == START else None for header in HEADER[1:])]
        blank: Row = [None for _ in HEADER]
        notes = ("Source: SYNTHETIC case system of Northshire. Every person is made up.", "Extracted 5 January 2026")
        self.rows += [total, blank, *([note, *blank[1:]] for note in notes)]
        aside = {"repeated header": 1, "totals row": 1, "blank row": 1, "note below the table": len(notes)}
        self.known.update({f"record: {fate}": rows for fate, rows in aside.items()})

    def _born(self, order: dt.date | None, *, young: bool) -> tuple[dt.date | None, Cell]:
        """Draw a date of birth: as a right reading knows it, and as it is written."""
        draws, start = self.draws, order or FIRST_ORDER
        kind = draws.kind({"sound": 0.93, "blank": 0.03, "placeholder": 0.02, "child": 0.01, "ancient": 0.01})
        years_ago = 19 + (draws.below(6) if draws.chance(0.25) else draws.below(20) + draws.below(5) * draws.below(6))
        born = dt.date(start.year - years_ago, 1, 1) + draws.days(0, 364)
        if young:
            then = start - draws.days(0, 364)
            born = then.replace(year=then.year - 17)
        if (born.year, born.month) == (LEAP_YEAR, FEBRUARY):
            born = born.replace(day=29)
        age = start.year - born.year - ((start.month, start.day) < (born.month, born.day))
        self.known[f"age: {age if order and kind == 'sound' else NOT_KNOWN}"] += 1
        wrong = {"blank": None, "placeholder": "01/01/1900", "child": "14/05/2021", "ancient": "14/05/1882"}
        return (None, wrong[kind]) if kind in wrong else (born, draws.in_excel(born))

    def _sentence(self) -> tuple[str, dict[str, Cell]]:
        band, kind = self.draws.spelt("sentence_band")
        length = self.draws.one_of(SAID["length"][band])
        return band, {"Sentence Type": kind, "Sentence Length": int(length) if length.isdigit() else length}

    def _numbers(self) -> dict[str, Cell]:
        draws, score, priors = self.draws, self.draws.below(99) + 1, self.draws.below(7) * self.draws.below(6)
        form = draws.kind({"number": 0.85, "per cent": 0.08, "blank": 0.04, "not known": 0.03})
        counted = draws.chance(0.97)
        self.known["ogrs3 added up"] += score if form in {"number", "per cent"} else 0
        self.known["prior_convictions added up"] += priors if counted else 0
        ogrs: dict[str, Cell] = {"number": score, "per cent": f"{score}%", "blank": None, "not known": "n/k"}
        return {"OGRS3": ogrs[form], "Previous convictions": priors if counted else None}
