"""The made-up assessments: several a person, of which one at most can count."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from examples.three_agencies.chance import SAID, Draws
from examples.three_agencies.passage import ADULT, birthday

if TYPE_CHECKING:
    from collections.abc import Sequence

    from examples.three_agencies.caseload import Life

SCREEN, ALCOHOL_SCORE = "drugsEverMisused", "alcoholOtherWeightedScore"
HEADER = (
    *("CRN", "assessmentPk", "assessmentType", "assessmentStatus", "dateCompleted", "Office", SCREEN),
    *(header for section in SAID["items"].values() for header in section),
    *(ALCOHOL_SCORE, *(header for header, _ in SAID["scores"].values())),
)
OFFICES = ("St Mary\u2019s Row", "Caf\u00e9 Court \u2013 annexe", "Harbour Road")
WINDOW_DAYS = 55 * 7
MOST_OF_AN_ITEM = 2
FULL, LOCKED = ("LAYER3", "COMPLETE"), ("LAYER3", "LOCKED_INCOMPLETE")
YES, NO, NOT_ANSWERED, NOT_ASSESSED = "yes", "no", "not answered", "not assessed"


def answer(items: Sequence[int | None], cut_off: int) -> str:
    """Return whether there is a need; the answers that are missing are left to count for as much as they can."""
    known = [item for item in items if item is not None]
    if sum(known) >= cut_off:
        return YES
    least_left = MOST_OF_AN_ITEM * (len(items) - len(known))
    return NO if known and sum(known) + least_left < cut_off else NOT_ANSWERED


class Assessments:
    """The rows of the file, what becomes of them, and the needs that a right reading finds."""

    def __init__(self, draws: Draws, first_number: int = 9_000_000) -> None:
        self.draws = draws
        self.first_number = first_number
        self.rows: list[list[str]] = []
        self.known: Counter[str] = Counter()

    def add(self, crn: str, order: dt.date | None) -> dict[str, str]:
        """Add the assessments of somebody on the caseload, and return the needs that a right reading finds."""
        draws = self.draws
        kind = draws.kind({"taken": 0.85, "old": 0.04, "after": 0.04, "layer 1": 0.03, "none": 0.04})
        needs = dict.fromkeys(SAID["cut_off"], NOT_ASSESSED)
        if order is not None and kind == "taken":
            needs = self._taken(crn, order)
        elif order is not None and kind == "old":
            self._row(crn, FULL, order - draws.days(WINDOW_DAYS + 1, 700), "older than the window")
        elif order is not None and kind == "after":
            self._row(crn, FULL, order + draws.days(1, 80), "after the index date")
        if order is not None and (kind == "layer 1" or draws.chance(0.15)):
            self._row(crn, ("LAYER1", "COMPLETE"), order - draws.days(0, 300), "another type")
        self.known[f"assessed: {YES if order and kind == 'taken' else NO}"] += 1
        self.known.update(f"need_{need}: {found}" for need, found in needs.items())
        return needs

    def add_reviews(self, crn: str, life: Life) -> None:
        """Add a review on each side of the 18th birthday of somebody who was 17 when the order began."""
        if life.born is None or life.order is None:
            return
        turned, left = birthday(life.born), (birthday(life.born) - life.order).days
        if birthday(life.born, ADULT - 1) <= life.order and left > 1 and self.draws.chance(0.95):
            self._row(crn, FULL, life.order + self.draws.days(1, left - 1), "after the index date")
            self._row(crn, FULL, turned + self.draws.days(0, 200), "after the index date")
            self.known["reviewed on both sides of 18"] += 1

    def add_other(self, crn: str) -> None:
        """Add an assessment of somebody who is not on the caseload."""
        self._row(crn, FULL, dt.date(2025, 1, 1) + self.draws.days(0, 300), "not in the cohort")

    def repeat(self, places: Sequence[int]) -> None:
        """Repeat some rows exactly."""
        for place in places:
            self.rows.insert(place + 5, self.rows[place].copy())
            self.known["assessment: repeated exactly"] += 1

    def _taken(self, crn: str, order: dt.date) -> dict[str, str]:
        """Add the assessment that counts, and others that might be mistaken for it."""
        draws = self.draws
        done = order - draws.days(0, WINDOW_DAYS)
        if draws.chance(0.05):
            # The first and the last day of the window are in it.
            done = order - dt.timedelta(days=WINDOW_DAYS * draws.below(2))
        if draws.chance(0.6):
            earlier = done - draws.days(30, 600)
            stale = (order - earlier).days > WINDOW_DAYS
            self._row(crn, FULL, earlier, "older than the window" if stale else "not the one taken")
        needs = self._row(crn, LOCKED if draws.chance(0.06) else FULL, done, "taken")
        if draws.chance(0.25):
            self._row(crn, FULL, order + draws.days(1, 80), "after the index date")
        if draws.chance(0.05):
            self._row(crn, ("LAYER3", "OPEN"), None, "another status")
        return needs

    def _row(self, crn: str, kind: tuple[str, str], done: dt.date | None, fate: str) -> dict[str, str]:
        draws = self.draws
        time = f"T{8 + draws.below(10):02}:{draws.below(60):02}:{draws.below(60):02}"
        when = f"{done.isoformat()}{time}" if done else ""
        cells = dict.fromkeys(HEADER, "")
        cells |= {
            "CRN": draws.misspelt(crn),
            "assessmentPk": str(self.first_number + len(self.rows)),
            "dateCompleted": when,
        }
        cells |= {"assessmentType": kind[0], "assessmentStatus": kind[1], "Office": draws.one_of(OFFICES)}
        # The same person tends to score on every question, or on few.
        share = 0.1 + 0.6 * draws.below(100) / 100
        needs = {} if kind[0] == "LAYER1" else {**self._from_items(cells, share), **self._from_scores(cells, share)}
        self.rows.append([cells[header] for header in HEADER])
        self.known[f"assessment: {fate}"] += 1
        return needs

    def _from_items(self, cells: dict[str, str], share: float) -> dict[str, str]:
        draws = self.draws
        needs = {}
        for section, headers in SAID["items"].items():
            blank = draws.kind({"nothing": 0.92, "some": 0.05, "everything": 0.03})
            items = {header: self._item(scale, blank, share) for header, scale in headers.items()}
            screen = draws.kind({"No": 0.4, "Yes": 0.57, "": 0.03}) if section == "drugs" else "Yes"
            if screen != "Yes":
                items = dict.fromkeys(items, None)
            cells |= {header: self._spelt(headers[header], item) for header, item in items.items()}
            cells |= {SCREEN: screen} if section == "drugs" else {}
            found = answer(list(items.values()), SAID["cut_off"][section])
            needs[section] = NO if screen == "No" else found
        if needs["alcohol"] == NOT_ANSWERED and not any(cells[header] for header in SAID["items"]["alcohol"]):
            score = sum(self._scored(share) for _ in SAID["items"]["alcohol"])
            cells[ALCOHOL_SCORE] = str(score)
            needs["alcohol"] = YES if score >= SAID["cut_off"]["alcohol"] else NO
        return needs

    def _from_scores(self, cells: dict[str, str], share: float) -> dict[str, str]:
        draws = self.draws
        needs = {}
        for section, (header, most) in SAID["scores"].items():
            score = None if draws.chance(0.02) else sum(self._scored(share) for _ in range(most // MOST_OF_AN_ITEM))
            cells[header] = "" if score is None else str(score)
            needs[section] = NOT_ANSWERED if score is None else (YES if score >= SAID["cut_off"][section] else NO)
        return needs

    def _item(self, scale: str, blank: str, share: float) -> int | None:
        if blank == "everything" or (blank == "some" and self.draws.chance(0.5)):
            return None
        score = self._scored(share)
        is_yes_or_no = "" in SAID["answers"][scale]
        return MOST_OF_AN_ITEM if is_yes_or_no and score else score

    def _scored(self, share: float) -> int:
        return 1 + self.draws.below(2) if self.draws.chance(share) else 0

    def _spelt(self, scale: str, item: int | None) -> str:
        """Write an answer with more or fewer spaces, or as the number alone."""
        if item is None:
            return ""
        text: str = SAID["answers"][scale][item]
        number, dash, words = text.partition("-")
        return self.draws.one_of((text, text, f"{number} - {words}", f"{number} -{words} ")) if dash else text
