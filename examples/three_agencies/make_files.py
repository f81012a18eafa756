"""Make up the files of three agencies about people on probation in Northshire, as messy as real ones are.

Run: python examples/three_agencies/make_files.py [folder]    (unless told otherwise, the folder of this script)

Nobody in them exists: all is drawn from a seeded stream of chance, and every identifier begins with SYNTHETIC. What a
right reading must find is counted while the files are made, and returned by ``make``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import Workbook

HERE = Path(__file__).parent
SAID: dict[str, Any] = json.loads((HERE / "spellings.json").read_text(encoding="utf-8"))
PEOPLE, OTHERS, SEED = 400, 60, 20251231
MADE_ON = dt.datetime(2026, 1, 5)  # noqa: DTZ001 - a workbook holds local times
FIRST_ORDER, EXCEL_DAY_NOUGHT = dt.date(2024, 7, 1), dt.date(1899, 12, 30)
WINDOW_DAYS = 55 * 7
NOT_KNOWN, NOT_ANSWERED, NOT_ASSESSED = "not known", "not answered", "not assessed"
ACCOMMODATION, NOT_YET = "accommodation_on_release", "not yet"

Cell = str | int | dt.datetime | None
Row = list[Cell]

CASELOAD = (
    *("CRN", "PNC ID", "DOB", "Gender", "Ethnicity", "LA", "Order Start Date ", "Sentence Type", "Sentence Length"),
    *("RoSH", "OGRS3", "Previous convictions", "Address type\non start", "Team"),
)
OASYS = (
    *("CRN", "assessmentPk", "assessmentType", "assessmentStatus", "dateCompleted", "Office", "drugsEverMisused"),
    *(header for section in SAID["items"].values() for header in section),
    *("alcoholOtherWeightedScore", *(header for header, _ in SAID["scores"].values())),
)


class Draws:
    """Chance, the same with every version of numpy."""

    def __init__(self, seed: int) -> None:
        self._stream = np.random.Generator(np.random.PCG64(seed))

    def below(self, number: int) -> int:
        return int(self._stream.random() * number)

    def chance(self, share: float) -> bool:
        return bool(self._stream.random() < share)

    def one_of(self, options: Sequence[str]) -> str:
        return options[self.below(len(options))]

    def days(self, fewest: int, most: int) -> dt.timedelta:
        return dt.timedelta(days=fewest + self.below(most - fewest + 1))

    def kind(self, shares: dict[str, float]) -> str:
        left = float(self._stream.random()) * sum(shares.values())
        for name, share in shares.items():
            left -= share
            if left < 0:
                return name
        return name

    def spelt(self, what: str) -> tuple[str, str]:
        """Draw a standard code, and a text that means it."""
        code = self.kind({code: share for code, (share, _) in SAID[what].items()})
        return code, self.one_of(SAID[what][code][1])


class Files:
    """The rows of every file, and what a right reading of them finds, as "column: answer" and how many people."""

    def __init__(self, seed: int) -> None:
        self.draws = Draws(seed)
        self.known: Counter[str] = Counter()
        self.caseload: list[Row] = []
        self.oasys: list[Row] = []
        self.iom: list[Row] = []
        self.drugs: list[Row] = []
        self.homes: list[Row] = []

    def crn(self, number: int) -> str:
        return f"SYNTHETIC-{'DEJX'[number % 4]}{412000 + 7 * number}"

    def other_crn(self) -> str:
        """Return the CRN of somebody who is not on the caseload."""
        return self.crn(PEOPLE + self.draws.below(OTHERS))

    def misspelt(self, crn: str) -> str:
        return self.draws.one_of((crn, crn, crn.lower(), f"{crn[:11]} {crn[11:14]} {crn[14:]}", f" {crn} "))

    def in_excel(self, day: dt.date) -> Cell:
        """Write a date as one or other of those who keep a workbook would: a date, its serial number, or a text."""
        as_dates = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001
        serial = (day - EXCEL_DAY_NOUGHT).days
        texts = (f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d %b %Y}")
        return (as_dates, as_dates, serial, self.draws.one_of(texts))[self.draws.below(4)]

    # ---- probation -------------------------------------------------------------------------------------------------

    def person(self, number: int) -> None:
        """Make up one person on the caseload, and what every agency holds of them."""
        draws, crn = self.draws, self.crn(number)
        order = None if number in {57, 211, 333} else FIRST_ORDER + draws.days(0, 450)
        row: dict[str, Cell] = {"CRN": self.misspelt(crn), "PNC ID": f"SYNTHETIC-24/{number:07}A"}
        row["Team"] = draws.one_of(("Team A", "Team B", "Courts"))
        row["Order Start Date "] = self.in_excel(order) if order else None
        row["DOB"] = self.born(order)
        for column, header in (
            ("sex", "Gender"), ("ethnicity", "Ethnicity"), ("district", "LA"), ("risk_of_harm", "RoSH"),
        ):  # fmt: skip
            code, row[header] = draws.spelt(column)
            self.known[f"{column}: {code}"] += 1
        band = self.sentence(row)
        self.known[f"sentence_band: {band}"] += 1
        self.numbers(row)
        home, text = draws.spelt("accommodation")
        if draws.chance(0.15):
            home, text = NOT_KNOWN, ""
        row["Address type\non start"] = f"{text} (verified)" if text and draws.chance(0.2) else text
        self.caseload.append([row[header] for header in CASELOAD])
        if order is not None and number % 27 == 0:
            earlier = {**row, "Order Start Date ": self.in_excel(order - draws.days(200, 900))}
            self.sentence(earlier)
            self.caseload.append([earlier[header] for header in CASELOAD])
            self.known["record: another row of the person"] += 1
        self.housed(crn, order, home)
        self.assessed(crn, order)
        self.managed(crn, order)
        self.treated(crn, order)

    def born(self, order: dt.date | None) -> Cell:
        draws = self.draws
        kind = draws.kind({"sound": 0.93, "blank": 0.03, "placeholder": 0.02, "child": 0.01, "ancient": 0.01})
        start = order or FIRST_ORDER
        born = dt.date(start.year - 19 - int(45 * draws.below(100) * draws.below(100) / 10_000), 1, 1)
        born += draws.days(0, 364)
        years = start.year - born.year - ((start.month, start.day) < (born.month, born.day))
        self.known[f"age: {years if order and kind == 'sound' else NOT_KNOWN}"] += 1
        wrong = {"blank": None, "placeholder": "01/01/1900", "child": f"{born:%d/%m}/2021", "ancient": f"{born:%d/%m}/1882"}
        return wrong[kind] if kind in wrong else self.in_excel(born)

    def sentence(self, row: dict[str, Cell]) -> str:
        band, row["Sentence Type"] = self.draws.spelt("sentence_band")
        length = self.draws.one_of(SAID["length"][band])
        row["Sentence Length"] = int(length) if length.isdigit() else length
        return band

    def numbers(self, row: dict[str, Cell]) -> None:
        draws, score, priors = self.draws, self.draws.below(99) + 1, self.draws.below(7) * self.draws.below(6)
        text: Cell = draws.one_of(("%", "", "n/k")) if draws.chance(0.15) else score
        row["OGRS3"] = f"{score}%" if text == "%" else text
        row["Previous convictions"] = "" if draws.chance(0.03) else priors
        self.known["ogrs3"] += 0 if text in {"", "n/k"} else score
        self.known["prior_convictions"] += 0 if row["Previous convictions"] == "" else priors

    def beside_people(self) -> None:
        """Put in what is no record of a person: repeats, a second header, rows without identifier."""
        draws = self.draws
        for place in (11, 60, 95, 180, 260, 340):
            again = list(self.caseload[place])
            again[0] = str(again[0]).strip().lower()
            self.caseload.insert(place + 30, again)
            self.known["record: repeated exactly"] += 1
        for place in (77, 222):
            nobody = [None, None, *self.caseload[place][2:]]
            self.caseload.insert(place + 1, nobody)
            self.known["record: no identifier"] += 1
        self.caseload.insert(200 + draws.below(20), list(CASELOAD))
        total: Row = ["Total", None, None, None, None, None, PEOPLE, *[None] * 7]
        notes = ["Source: SYNTHETIC case system, Northshire. Every person is made up.", "Extracted 5 January 2026"]
        self.caseload += [total, [None] * 14, *([note, *[None] * 13] for note in notes)]
        aside = {"repeated header": 1, "totals row": 1, "blank row": 1, "note below the table": 2, "kept": PEOPLE}
        self.known.update({f"record: {fate}": rows for fate, rows in aside.items()})

    # ---- accommodation ---------------------------------------------------------------------------------------------

    def housed(self, crn: str, order: dt.date | None, at_start: str) -> None:
        """Write the addresses of a person: spells for most, statuses at two points for some, nothing for a few."""
        draws = self.draws
        kind = draws.kind({"spells": 0.75, "points": 0.13, "none": 0.12})
        if order is None or kind == "none":
            self.known[f"{ACCOMMODATION}: {at_start}"] += 1
            self.known[f"accommodation_at_3_months: {NOT_KNOWN}"] += 1
            return
        first, text = draws.spelt("accommodation")
        if at_start != NOT_KNOWN and draws.chance(0.95):
            first, text = at_start, draws.one_of(SAID["accommodation"][at_start][1])
        later, later_text = draws.spelt("accommodation") if draws.chance(0.35) else (first, text)
        self.known[f"{ACCOMMODATION}: {first if at_start == NOT_KNOWN else at_start}"] += 1
        self.known[f"accommodation_at_3_months: {later}"] += 1
        since, moved = order - draws.days(0, 500), order + draws.days(1, 80)
        if kind == "points":
            self.home(crn, text, "Start of order", order + draws.days(0, 9))
            self.home(crn, later_text, draws.one_of(("3 months", "At 3 months")), order + draws.days(90, 110))
            return
        if draws.chance(0.5):
            _, before = draws.spelt("accommodation")
            self.home(crn, before, "", since - draws.days(30, 300), since - dt.timedelta(days=1))
        self.home(crn, text, "", since, moved - dt.timedelta(days=1))
        self.home(crn, later_text, "", moved, moved + draws.days(120, 300) if draws.chance(0.3) else None)

    def home(self, crn: str, text: str, stage: str, start: dt.date, end: dt.date | None = None) -> None:
        verified = f"{text} (verified)" if text and self.draws.chance(0.3) else text
        dates = ("", "", f"{start:%d/%m/%Y}") if stage else (f"{start:%d/%m/%Y}", f"{end:%d/%m/%Y}" if end else "", "")
        self.homes.append([self.misspelt(crn), stage, verified, *dates])

    # ---- OASys -----------------------------------------------------------------------------------------------------

    def assessed(self, crn: str, order: dt.date | None) -> None:
        """Write the assessments of a person, of which one at most can count, and what it says."""
        draws, full, other = self.draws, ("LAYER3", "COMPLETE"), ("LAYER1", "COMPLETE")
        kinds = {"taken": 0.85, "old": 0.04, "after": 0.04, "layer 1": 0.03, "none": 0.04}
        kind = draws.kind(kinds) if order else "none"
        self.known[f"assessed: {'yes' if kind == 'taken' else 'no'}"] += 1
        needs = dict.fromkeys(SAID["cut_off"], NOT_ASSESSED)
        if order is None or kind == "none":
            pass
        elif kind == "taken":
            done = order - draws.one_of_days((0, WINDOW_DAYS)) if draws.chance(0.02) else order - draws.days(0, WINDOW_DAYS)
            if draws.chance(0.6):
                self.assessment(crn, full, done - draws.days(30, 600))
            needs = self.assessment(crn, ("LAYER3", "LOCKED_INCOMPLETE") if draws.chance(0.06) else full, done)
            if draws.chance(0.25):
                self.assessment(crn, full, order + draws.days(1, 80))
            if draws.chance(0.05):
                self.assessment(crn, ("LAYER3", "OPEN"), None)
        elif kind == "old":
            self.assessment(crn, full, order - draws.days(WINDOW_DAYS + 1, 700))
        elif kind == "after":
            self.assessment(crn, full, order + draws.days(1, 80))
        if order is not None and (kind == "layer 1" or draws.chance(0.15)):
            self.assessment(crn, other, order - draws.days(0, 300))
        for need, answer in needs.items():
            self.known[f"need_{need}: {answer}"] += 1
