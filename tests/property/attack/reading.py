"""What released tables say of people, by what their rows and columns are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from tests.property.attack.contingency import ALL, MENTAL, Knowledge, Masks, People, all_of, any_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from tests.property.attack.bounds import Floats

Frames = Mapping[str, pd.DataFrame]
Row = dict["Hashable", Any]
JOINED, NONE, OTHERS = " + ", "no need", "all other combinations"
MOST = {
    "overlap.combinations": 20,
    "overlap.at_least": 10,
    "overlap.combinations_and_outcome": 20,
    "overlap.at_least_and_outcome": 20,
}


@dataclass(frozen=True)
class Words:
    """What the labels of tables mean, which the attacker reads in their notes.

    Parameters
    ----------
    domains
        Each domain in small letters, and the labels that it is any of.
    substance, home
        The labels of substance misuse and of accommodation in the table of dual diagnosis.
    parts
        Each part of the table by cohort: a characteristic and its group.
    unknown
        The groups of a characteristic that are in neither the part nor the rest.
    """

    domains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    substance: tuple[str, ...] = ()
    home: str = ""
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ("not known",)


@dataclass
class Reading:
    """Goes through the frames and notes what each row says."""

    people: People
    words: Words
    known: Knowledge
    listed_from: int = 10
    listed: list[str] = field(default_factory=list)

    def read(self, frames: Frames) -> Knowledge:
        for key, frame in frames.items():
            plain, _, by = key.partition("_by_") if key != "needs.by_cohort" else (key, "", "")
            name, _, part = plain.partition("_for_")
            self.listed = list(dict.fromkeys(frame["combination"])) if "combination" in frame else self.listed
            for row in frame.to_dict("records"):
                printed: Row = {column: np.nan if pd.isna(value) else value for column, value in row.items()}
                READERS[name](self, self._group(printed, by, part), printed)
            if name in MOST:
                self._listed(name, frame[frame[by] == ALL] if by else frame, self._group({by: ALL}, by, part))
        return self.known

    def _group(self, row: Row, by: str, part: str) -> Group:
        if part:
            parts = {label.lower().replace(" ", "_"): place for label, place in self.words.parts.items()}
            name, group = parts[part]
            return Group(self, name, (group,))
        label = row[by] if by else ALL
        return Group(self, "", ()) if label == ALL else Group(self, by, (str(label),))

    def coverage(self, group: Group, row: Row) -> None:
        named = {"Sex": "sex", "District": "district", "Managed under IOM": "iom"}.get(
            row["characteristic"], "no table"
        )
        if row["group"] == ALL or named in self.people.groups:
            group = Group(self, "", ()) if row["group"] == ALL else Group(self, named, (str(row["group"]),))
            group.of(self.people.assessed, row["count"], self.people.everyone, row["out_of"])

    def prevalence(self, group: Group, row: Row) -> None:
        need = row["need"]
        group.share(row, self.people.said(need, "yes"), self.people.known(need), self.people.everyone, is_flag=True)

    def number(self, group: Group, row: Row) -> None:
        people, label, most = self.people, str(row["number_of_needs"]), len(self.people.needs)
        plain = {"not answered in full": people.assessed & ~people.in_full, "not assessed": ~people.assessed}
        least = {"two or more": 2, "three or more": 3, "five or more": 5}
        if label in plain:
            group.printed(plain[label], row["count"])
        elif label != "mean":
            numbers = range(least[label], most + 1) if label in least else [int(label)]
            group.share(row, people.numbering(*numbers), people.in_full, people.everyone)

    def pairs(self, group: Group, row: Row) -> None:
        first, second = row["need"], row["other_need"]
        has = self.people.said(first, "yes")
        if first == second:
            group.printed(has, row["count"])
            return
        both, known = has & self.people.said(second, "yes"), has & self.people.known(second)
        group.share(row, both, known, has, is_flag=True)
        # Those with the first only are rounded like a count, though they are shown as a difference.
        group.printed(known & ~both, row["out_of"] - row["count"])

    def association(self, group: Group, row: Row) -> None:
        first, second = row["pair"].split(JOINED)
        yes, other = self.people.said(first, "yes"), self.people.said(second, "yes")
        known = self.people.known(first) & self.people.known(second)
        group.of(yes & other, row["count"], known, row["out_of"])
        cells = (known & yes & ~other, known & other & ~yes, known & ~yes & ~other)
        base = self.known.off_by + 1
        for mask, count in zip(cells, unravelled(row, base=base), strict=False):
            group.printed(mask, count)

    def combination(self, group: Group, row: Row) -> None:
        people, label = self.people, row["combination"]
        if label == OTHERS:
            group.share(row, self._others(), people.in_full, people.everyone)
            return
        needs = [] if label == NONE else label.split(JOINED)
        group.share(row, people.exactly(needs), people.in_full, people.everyone)
        if needs:
            group.of(people.at_least(needs), row["at_least"], people.in_full, row["out_of"])

    def _others(self) -> Masks:
        listed = [[] if label == NONE else label.split(JOINED) for label in self.listed if label != OTHERS]
        return all_of([self.people.in_full, *(~self.people.exactly(needs) for needs in listed)])

    def at_least(self, group: Group, row: Row) -> None:
        needs = row["needs"].split(JOINED)
        group.share(row, self.people.at_least(needs), self.people.in_full, self.people.everyone)

    def domains(self, group: Group, row: Row) -> None:
        found = [self.people.any_of(parts) for parts in self.words.domains.values()]
        names, known = list(self.words.domains), all_of([known for _, known in found])
        segments = {
            inside: all_of([known, *(yes if is_in else ~yes for (yes, _), is_in in zip(found, inside, strict=True))])
            for inside in product((True, False), repeat=3)
        }
        numbers = {"exactly one": [1], "exactly two": [2], "exactly three": [3], "two or three": [2, 3]}
        label = row["segment"]
        if label == "not known":
            group.printed(~known, row["count"], left_over=True)
        elif label in numbers:
            chosen = [mask for inside, mask in segments.items() if sum(inside) in numbers[label]]
            group.share(row, any_of(chosen), known, self.people.everyone)
        else:
            alone = {"all three": (True,) * 3, "none of the three": (False,) * 3}
            held = label.removesuffix(" only").split(" and ")
            inside = alone.get(label, tuple(name in held for name in names))
            group.share(row, segments[inside], known, self.people.everyone)

    def dual(self, group: Group, row: Row) -> None:
        (mental, known_mental), (drugs, known_drugs) = (
            self.people.any_of([MENTAL]),
            self.people.any_of(self.words.substance),
        )
        known = known_mental & known_drugs
        segments = {
            "mental health only": mental & ~drugs,
            "substance misuse only": ~mental & drugs,
            "both: dual diagnosis": mental & drugs,
            "neither": ~mental & ~drugs,
        }
        label = row["problem"]
        if label == "not known":
            group.printed(~known, row["count"], left_over=True)
        elif label in segments:
            group.share(row, segments[label] & known, known, self.people.everyone)
        else:
            home, known_home = self.people.any_of([self.words.home])
            group.share(row, mental & drugs & home, known & known_home, self.people.everyone)

    def by_cohort(self, group: Group, row: Row) -> None:
        need = row["need"]
        yes, known = self.people.said(need, "yes"), self.people.known(need)
        if row["cohort"] != ALL:
            name, part = self.words.parts[row["cohort"]]
            group = Group(self, name, (part,))
            others = tuple(g for g in self.people.groups[name] if g != part and g not in self.words.unknown)
            rest = Group(self, name, others)
            rest.printed(yes, row["against_count"], left_over=True)
            rest.printed(known, row["against_out_of"], left_over=True)
        group.share(row, yes, known, self.people.everyone)

    def outcome_of_combination(self, group: Group, row: Row) -> None:
        label = row["combination"]
        needs = [] if label == NONE else label.split(JOINED)
        who = self._others() if label == OTHERS else self.people.exactly(needs)
        group.share(row, who & self.people.said("outcome", "yes"), who & self.people.known("outcome"), who)

    def outcome_of_at_least(self, group: Group, row: Row) -> None:
        who = self.people.at_least(row["needs"].split(JOINED))
        group.share(row, who & self.people.said("outcome", "yes"), who & self.people.known("outcome"), who)

    def outcome_of_need(self, group: Group, row: Row) -> None:
        yes, no = (self.people.said(row["need"], answer) for answer in ("yes", "no"))
        again, followed = self.people.said("outcome", "yes"), self.people.known("outcome")
        group.share(row, yes & again, yes & followed, yes, is_flag=True)
        group.of(no & again, row["against_count"], no & followed, row["against_out_of"])

    def outcome_of_number(self, group: Group, row: Row) -> None:
        label = row["number_of_needs"]
        if label == "trend":
            return
        who = self.people.in_full if label == ALL else self.people.numbering(int(label))
        group.share(row, who & self.people.said("outcome", "yes"), who & self.people.known("outcome"), who)

    def _listed(self, name: str, frame: pd.DataFrame, group: Group) -> None:
        """Note what it says of a row that it is listed, and of all others that they are not."""
        exactly = "combination" in frame
        labels = [label for label in frame["combination" if exactly else "needs"] if label != OTHERS]
        for size in range(len(self.people.needs) + 1) if exactly else (2, 3):
            for needs in combinations(self.people.needs, size):
                mask = self.people.exactly(needs) if exactly else self.people.at_least(needs)
                terms = group.placed(mask)
                if (JOINED.join(needs) or NONE) in labels:
                    self.known.between(terms, self.listed_from, np.inf)
                elif len([x for x in labels if exactly or len(x.split(JOINED)) == size]) < MOST[name]:
                    self.known.between(terms, 0, self.listed_from - 1)


@dataclass(frozen=True)
class Group:
    """A group of people that rows are about."""

    reading: Reading
    name: str
    groups: Sequence[str]

    def placed(self, mask: Masks) -> Floats:
        return self.reading.people.placed(mask, name=self.name, groups=self.groups)

    def printed(self, mask: Masks, shown: float, *, left_over: bool = False) -> None:
        self.reading.known.printed(self.placed(mask), shown, left_over=left_over)

    def of(self, part: Masks, shown: float, whole: Masks, out_of: float, *, is_flag: bool = False) -> None:
        self.reading.known.of(self.placed(part), shown, self.placed(whole), out_of, is_flag=is_flag)

    def share(self, row: Row, part: Masks, whole: Masks, everyone: Masks, *, is_flag: bool = False) -> None:
        """Note a count, those known and those not known, who are printed too."""
        self.of(part, row["count"], whole, row["out_of"], is_flag=is_flag)
        self.printed(everyone, row["out_of"] + row["not_known"])
        self.printed(everyone & ~whole, row["not_known"], left_over=True)


def unravelled(row: Row, *, base: int) -> tuple[int, ...]:
    """Return the first only, the second only and neither, where the printed figures leave no other choice."""
    if np.isnan(row["count"]) or np.isnan(row["out_of"]):
        return ()
    both, known = int(row["count"]), int(row["out_of"])
    ends = np.arange(0, known - both + 1, base, dtype=np.float64)
    first, second = (each.ravel() for each in np.meshgrid(ends, ends, indexing="ij"))
    neither = known - both - first - second
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = (both + first) * (both + second) / known
        odds = np.where(first * second > 0, both * neither / (first * second), np.nan)
    fits = (neither >= 0) & _same(expected, row["expected"], 1) & _same(odds, row["odds_ratio"], 2)
    found = np.flatnonzero(fits)
    return tuple(int(each[found[0]]) for each in (first, second, neither)) if len(found) == 1 else ()


def _same(those: Floats, shown: float, decimals: int) -> Masks:
    """Tell which figures are shown so; where none is shown there is none, or it is withheld."""
    if np.isnan(shown):
        return np.ones(len(those), dtype=bool)
    return np.asarray(np.abs(those - shown) <= 0.51 * 10.0**-decimals)


READERS = {
    "coverage.assessment": Reading.coverage,
    "needs.prevalence": Reading.prevalence,
    "overlap.number_of_needs": Reading.number,
    "overlap.pairs": Reading.pairs,
    "overlap.association": Reading.association,
    "overlap.combinations": Reading.combination,
    "overlap.at_least": Reading.at_least,
    "overlap.domains": Reading.domains,
    "overlap.dual_diagnosis": Reading.dual,
    "needs.by_cohort": Reading.by_cohort,
    "needs.reconviction": Reading.outcome_of_need,
    "overlap.combinations_and_outcome": Reading.outcome_of_combination,
    "overlap.at_least_and_outcome": Reading.outcome_of_at_least,
    "overlap.reconviction": Reading.outcome_of_number,
}
