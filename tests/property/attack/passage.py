"""What released tables of the passage at 18 say of people, by what their rows and columns are called.

Every way in which people can differ for these tables is a cell with a whole number of people in it. Nothing here is
shared with the code that protects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array
from tests.property.attack.bounds import SMALL
from tests.property.attack.contingency import ALL

from needskit.analysis.transition.across import routes as told
from needskit.analysis.transition.across.period import OTHER_TIME

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

    from tests.property.attack.bounds import Floats
    from tests.property.attack.contingency import Masks

Row = dict["Hashable", Any]
UNKNOWN, NOT_ASKED = "not known", "not asked"
BANDS = {
    told.NO_GAP: ["no gap"],
    told.SHORT_GAP: ["1 to 7 days", "8 to 14 days", "15 to 21 days", "22 to 28 days"],
    told.LONG_GAP: ["29 to 56 days", "57 to 91 days"],
}
LATER = (told.NEXT_YES, told.NEXT_NO, UNKNOWN)
STILL_CLOSED = (told.STILL, told.NEXT_NO)
SAID = {"yes": told.WAS_IN, "no": {told.NEVER_IN}, UNKNOWN: {told.IN_UNKNOWN}}


def journeys(*, from_spells: bool) -> Iterator[tuple[str, str, str, str]]:
    """Return every route with a band of days, what was so a year later, and whether known to youth services."""
    for route in (*told.ROUTES, UNKNOWN):
        known = [answer for answer, found in SAID.items() if route in found] or list(SAID)
        known = [UNKNOWN] if from_spells else known
        # A case that goes on has not closed.
        later = [each for each in LATER if each == UNKNOWN or (route in told.OPEN and (route, each) != STILL_CLOSED)]
        yield from product([route], BANDS.get(route, [""]), later, known)


@dataclass(frozen=True)
class Dates:
    """What a reader knows of dates: those of the period and, if told of it, those between which index dates lie."""

    period: tuple[dt.date, dt.date]
    index: tuple[dt.date, dt.date] | None = None

    def fits(self, route: str, ages: Sequence[int]) -> bool:
        """Tell whether anybody of such a route can be of one of these ages at the index date."""
        if self.index is None or route == UNKNOWN or not ages:
            return True
        first, last = (np.datetime64(day, "D") for day in self.period)
        start, end = self.index
        for age in ages:
            # Whoever is of an age on a day turned 18 so many years before or after it.
            least, most = (_years_on(start, 17 - age), _years_on(end, 18 - age))
            inside, outside = least < last and most >= first, least + 1 < first or most > last
            if outside if route == OTHER_TIME else inside:
                return True
        return False


def _years_on(day: dt.date, years: int) -> np.datetime64:
    return np.datetime64(day.replace(year=day.year + years, day=min(day.day, 28)), "D") + (day.day - min(day.day, 28))


@dataclass
class Crowd:
    """Everybody, by cells; and between what the sums of cells are known to lie."""

    needs: tuple[str, ...]
    ages: Mapping[str, Sequence[int]]
    sexes: tuple[str, ...]
    dates: Dates
    from_spells: bool = False
    off_by: int = 4
    left_over_off_by: int = 4
    sums: dict[bytes, tuple[Floats, float, float]] = field(default_factory=dict)
    rests: dict[bytes, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = [*product(("yes", "no", UNKNOWN), repeat=len(self.needs)), (NOT_ASKED,) * len(self.needs)]
        rows = [
            (*journey, age, sex, *answers)
            for journey in journeys(from_spells=self.from_spells)
            for age, ages in self.ages.items()
            if self.dates.fits(journey[0], ages)
            for sex, answers in product(self.sexes, asked)
        ]
        self.cells = pd.DataFrame(rows, columns=["route", "gap", "later", "known", "age", "sex", *self.needs])

    def said(self, column: str, *answers: str) -> Masks:
        return self.cells[column].isin(answers).to_numpy()

    @property
    def everybody(self) -> Masks:
        return np.ones(len(self.cells), dtype=bool)

    def world(self, people: pd.DataFrame) -> Floats:
        """Return how many people there are in each cell."""
        places = {tuple(row): place for place, row in enumerate(self.cells.itertuples(index=False))}
        found = np.zeros(len(self.cells))
        for row in people[list(self.cells)].itertuples(index=False):
            found[places[tuple(row)]] += 1
        return found

    def between(self, terms: Floats, low: float, high: float) -> None:
        key = terms.tobytes()
        _, least, most = self.sums.get(key, (terms, 0.0, np.inf))
        self.sums[key] = (terms, max(least, low), min(most, high))

    def printed(self, mask: Masks, shown: float, *, left_over: bool = False) -> None:
        off_by = self.left_over_off_by if left_over else self.off_by
        self.between(mask.astype(float), max(shown - off_by, 0), shown + off_by)

    def share(self, row: Row, part: Masks, whole: Masks, everyone: Masks) -> None:
        """Note a count, those known, and those not known."""
        self.of(part, row["count"], whole, row["out_of"])
        self.printed(everyone, row["out_of"] + row["not_known"])
        self.printed(everyone & ~whole, row["not_known"], left_over=True)

    def of(self, part: Masks, shown: float, whole: Masks, out_of: float) -> None:
        self.printed(part, shown)
        self.printed(whole, out_of)
        rest = (whole & ~part).astype(float)
        self.rests[rest.tobytes()] = rest

    def program(self) -> LinearConstraint:
        terms, low, high = zip(*self.sums.values(), strict=True)
        return LinearConstraint(csr_array(np.array(terms)), low, high)

    def contradict_each_other(self) -> bool:
        """Tell whether no world, of whole people or not, has all that is printed as its true counts."""
        if any(low > high for _, low, high in self.sums.values()):
            return True
        return milp(np.zeros(len(self.cells)), constraints=[self.program()]).x is None

    def sensitive(self, world: Floats) -> list[Floats]:
        """Return what ought to stay hidden: 1 to 4 people, and all but 0 to 4 of a whole."""
        small = {key: terms for key, (terms, _, _) in self.sums.items() if 1 <= terms @ world < SMALL}
        small |= {key: terms for key, terms in self.rests.items() if terms.any() and terms @ world < SMALL}
        return list(small.values())

    def read(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Note all that the tables say."""
        for key, frame in frames.items():
            name, _, by = key.partition("_by_")
            for row in frame.to_dict("records"):
                group = self.said("sex", row["sex"]) if by == "sex" and row["sex"] != ALL else self.everybody
                READERS[name](self, row, group)

    def crossing(self, row: Row, group: Masks) -> None:
        label = row["step"]
        for begins, *kinds in STEPS:
            if label.startswith(begins):
                counted, out_of, everyone = (self.said("route", *routes) & group for routes in kinds)
                if out_of.any():
                    self.share(row, counted, out_of, everyone)
                else:
                    self.printed(counted, row["count"])
                return
        yes, known = (self.said("later", *answers) & group for answers in (LATER[:1], LATER[:2]))
        self.share(row, yes, known, self.said("route", *told.OPEN) & group)

    def gap_days(self, row: Row, group: Masks) -> None:
        came, label = self.said("route", *told.TRANSFERRED) & group, row["gap"]
        if label.startswith("in all"):
            self.of(self.said("route", told.LONG_GAP) & group, row["count"], came, row["out_of"])
        elif label.startswith("median"):
            self.printed(came, row["out_of"])
        else:
            self.of(self.said("gap", label) & group, row["count"], came, row["out_of"])

    def each_side(self, row: Row, group: Masks) -> None:
        yes, known = self.answers(row["need"])
        lost, came = (self.said("route", *routes) & group for routes in ({told.LOST}, told.TRANSFERRED))
        self.share(row, lost & yes, lost & known, lost)
        self.of(came & yes, row["against_count"], came & known, row["against_out_of"])

    def answers(self, need: str) -> tuple[Masks, Masks]:
        return self.said(need, "yes"), self.said(need, "yes", "no")

    def prevalence(self, row: Row, group: Masks) -> None:
        if row["need"] in self.needs:
            yes, known = self.answers(row["need"])
            self.share(row, yes & group, known & group, group)

    def against_ages(self, row: Row, group: Masks) -> None:
        yes, known = self.answers(row["need"])
        young, others = (self._aged(label) & group for label in ("18 to 24", row["against"]))
        self.share(row, yes & young, known & young, young)
        self.of(yes & others, row["against_count"], known & others, row["against_out_of"])

    def ages_of_all(self, row: Row, group: Masks) -> None:
        aged, known = self._aged(row["age"]) & group, ~self.said("age", UNKNOWN) & group
        if row["age"] == UNKNOWN:
            self.printed(aged, row["count"])
        else:
            self.share(row, aged, known, group)

    def ages_of_need(self, row: Row, group: Masks) -> None:
        yes, known = self.answers(self.needs[0])
        aged = self._aged(row["age"]) & group
        self.share(row, aged & yes, aged & known, aged)

    def _aged(self, label: str) -> Masks:
        """Return those of some ages, as labels call them."""
        if label == UNKNOWN:
            return self.said("age", UNKNOWN)
        numbers = [int(each) for each in re.findall(r"\d+", label)]
        low, high = (numbers * 2)[:2]
        low, high = (0, low - 1) if label.startswith("under") else (low, 199 if "over" in label else high)
        return self.said(
            "age", *(age for age, years in self.ages.items() if years and low <= min(years) <= max(years) <= high)
        )

    def values(self, row: Row, group: Masks) -> None:
        if row["column"] == "Known to youth services" and not self.from_spells:
            self.of(self.said("known", "yes", "no"), row["count"], group, row["out_of"])

    def assessed(self, row: Row, group: Masks) -> None:
        asked = ~self.said(self.needs[0], NOT_ASKED)
        if row["group"] == ALL:
            self.of(asked, row["count"], group, row["out_of"])
        elif row["characteristic"] == "Sex" and row["group"] in self.sexes:
            own = self.said("sex", row["group"])
            self.of(asked & own, row["count"], own, row["out_of"])


STEPS: tuple[tuple[str, Collection[str], Collection[str], Collection[str]], ...] = (
    ("turned 18", told.TURNED, told.BORN_KNOWN, {*told.ROUTES, UNKNOWN}),
    ("known to youth services before", told.WAS_IN, told.IN_KNOWN, told.TURNED),
    ("not known to youth services", {told.NEVER_IN}, told.IN_KNOWN, told.TURNED),
    ("known to youth services or not", {told.IN_UNKNOWN}, (), ()),
    ("youth case open on", told.OPEN, told.WHEN_KNOWN, told.WAS_IN),
    ("youth case closed before", told.CLOSED_BEFORE, told.WHEN_KNOWN, told.WAS_IN),
    ("youth case: closing", {told.CLOSING_UNKNOWN}, (), ()),
    ("adult services began by", {told.NO_GAP}, told.OPEN_KNOWN, told.OPEN),
    ("adult services began after a gap of 1", {told.SHORT_GAP}, told.OPEN_KNOWN, told.OPEN),
    ("adult services began after a gap of more", {told.LONG_GAP}, told.OPEN_KNOWN, told.OPEN),
    ("lost", {told.LOST}, told.OPEN_KNOWN, told.OPEN),
    ("youth case goes on", {told.STILL}, told.OPEN_KNOWN, told.OPEN),
    ("too early", {told.TOO_EARLY}, (), ()),
    ("adult services not recorded", {told.ENTRY_UNKNOWN}, (), ()),
    ("in all: transferred", told.TRANSFERRED, told.OPEN_KNOWN, told.OPEN),
    ("of those closed before", {told.BACK}, told.BACK_KNOWN, told.CLOSED_BEFORE),
)
"""How the label of each row begins, whom it counts, out of whom, and of whom with those not known."""

READERS: Mapping[str, Callable[[Crowd, Row, Masks], None]] = {
    "transition.crossing": Crowd.crossing,
    "transition.gap": Crowd.gap_days,
    "transition.needs_on_each_side": Crowd.each_side,
    "transition.needs": Crowd.against_ages,
    "transition.young_adults_share": Crowd.ages_of_all,
    "transition.age_profile": Crowd.ages_of_all,
    "transition.age_profile_of_need_drugs": Crowd.ages_of_need,
    "needs.prevalence": Crowd.prevalence,
    "coverage.completeness": Crowd.values,
    "coverage.assessment": Crowd.assessed,
}
