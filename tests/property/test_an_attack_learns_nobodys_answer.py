"""An attack on released tables that knows how they were made and shares no code with what made them.

The attacker holds the printed figures and the general knowledge of which rows are parts of which. Every true
count is a whole number of people within 4 of the printed one; an integer program says how low and how high it
can be.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import LinearConstraint
from scipy.sparse import csr_array
from tests.property.attack.bounds import SMALL, learnt_from

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Container, Hashable

OFF_BY = 4
Key = tuple[object, ...]
Terms = dict[Key, int]
Frames = dict[str, pd.DataFrame]
Row = dict["Hashable", Any]

STACKED = {"Sex": "sex", "District": "district", "Managed under IOM": "iom"}
"""The characteristics that the attacker also has needs by, under the name of their column."""


@dataclass
class Attack:
    """What the attacker can write down: unknown whole numbers, sums that hold, and printed figures."""

    unknown: dict[Key, int] = field(default_factory=dict)
    sums: list[tuple[Terms, float, float]] = field(default_factory=list)
    printed: list[tuple[Terms, int]] = field(default_factory=list)

    def at_most(self, smaller: Terms, larger: Terms) -> None:
        self.sums.append((_less(larger, smaller), 0, np.inf))

    def equal(self, one: Terms, other: Terms) -> None:
        self.sums.append((_less(one, other), 0, 0))

    def figure(self, terms: Terms, shown: float) -> None:
        """Note a printed count; one that is already there must be the same."""
        self.printed.append((terms, round(shown)))

    def program(self) -> tuple[LinearConstraint, int]:
        within = [(terms, max(shown - OFF_BY, 0), shown + OFF_BY) for terms, shown in self.printed]
        rows = [*self.sums, *within]
        for terms, _, _ in rows:
            for key in terms:
                self.unknown.setdefault(key, len(self.unknown))
        cells = [(r, self.unknown[key], k) for r, (terms, _, _) in enumerate(rows) for key, k in terms.items()]
        r, c, k = np.array(cells, dtype=np.float64).T
        size = len(self.unknown)
        matrix = csr_array((k, (r.astype(np.int32), c.astype(np.int32))), shape=(len(rows), size))
        return LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows]), size


def _less(one: Terms, other: Terms) -> Terms:
    found: defaultdict[Key, int] = defaultdict(int)
    for terms, sign in ((one, 1), (other, -1)):
        for key, k in terms.items():
            found[key] += sign * k
    return dict(found)


def _total(*keys: Key) -> Terms:
    return dict.fromkeys(keys, 1)


def written_down(frames: Frames) -> Attack:
    """Write down all that the frames say, by what their rows and columns are called."""
    attack = Attack()
    needs = [str(need) for need in frames["needs.prevalence"]["need"]]
    groups: dict[str, list[str]] = {"": ["all"]}
    for key, frame in frames.items():
        by = key.partition("_by_")[2]
        if by:
            groups[by] = [label for label in dict.fromkeys(frame[by]) if label != "all"]
        for row in frame.to_dict("records"):
            if key.startswith("needs.prevalence"):
                _read_need(attack, _group(row, by), row)
            elif key.startswith("overlap.number_of_needs"):
                _read_number(attack, _group(row, by), row, most=len(needs))
    _read_coverage(attack, frames["coverage.assessment"], groups)
    for group in [(by, label) for by, labels in groups.items() for label in labels]:
        _understand(attack, group, needs)
    _add_up(attack, groups)
    return attack


def _add_up(attack: Attack, groups: dict[str, list[str]]) -> None:
    """Write down that the groups of a breakdown come to all."""
    written = [*(terms for terms, _ in attack.printed), *(terms for terms, _, _ in attack.sums)]
    of_all = dict.fromkeys(key for terms in written for key in terms if key[0] == ("", "all"))
    for by, labels in groups.items():
        for key in of_all if by else ():
            attack.equal(_total(key), _total(*(((by, label), *key[1:]) for label in labels)))


def _read_coverage(attack: Attack, frame: pd.DataFrame, groups: Container[str]) -> None:
    for row in frame.to_dict("records"):
        name = "" if row["group"] == "all" else STACKED.get(row["characteristic"], "no table")
        if name in groups:
            attack.figure(_total(((name, row["group"]), "assessed")), row["count"])
            attack.figure(_total(((name, row["group"]), "everyone")), row["out_of"])


def _group(row: Row, by: str) -> Key:
    label = row[by] if by else "all"
    return ("", "all") if label == "all" else (by, label)


def _read_need(attack: Attack, group: Key, row: Row) -> None:
    count, out_of, not_known = (float(str(row[name])) for name in ("count", "out_of", "not_known"))
    yes, no = (group, row["need"], "yes"), (group, row["need"], "no")
    attack.figure(_total(yes), count)
    attack.figure(_total(yes, no), out_of)
    attack.figure(_total((group, "everyone")), out_of + not_known)


def _read_number(attack: Attack, group: Key, row: Row, *, most: int) -> None:
    label, count = str(row["number_of_needs"]), float(str(row["count"]))
    numbers = [(group, "number", n) for n in range(most + 1)]
    fixed = {"not answered in full": (group, "in part"), "not assessed": (group, "not assessed")}
    if label in fixed:
        attack.figure(_total(fixed[label]), count)
        return
    out_of, not_known = float(str(row["out_of"])), float(str(row["not_known"]))
    attack.figure(_total(*numbers), out_of)
    attack.figure(_total((group, "everyone")), out_of + not_known)
    if label != "mean":
        least = {"two or more": 2, "three or more": 3, "five or more": 5}.get(label)
        attack.figure(_total(*(numbers[least:] if least else [numbers[int(label)]])), count)


def _understand(attack: Attack, group: Key, needs: list[str]) -> None:
    """Write down what holds in any group, for whoever knows what the words mean."""
    most = len(needs)
    numbers = [(group, "number", n) for n in range(most + 1)]
    in_part = (group, "in part")
    attack.equal(_total((group, "assessed")), _total(*numbers, in_part))
    attack.equal(_total((group, "everyone")), _total((group, "assessed"), (group, "not assessed")))
    missing = []
    for need in needs:
        yes, no, said, left = ((group, need, answer) for answer in ("yes", "no", "in part", "missing"))
        have = [(group, need, "among", n) for n in range(most + 1)]
        attack.equal(_total((group, "assessed")), _total(yes, no, left))
        # Of the people with n needs, some have this one; of those not answered in full, some said yes.
        attack.equal(_total(yes), _total(*have, said))
        attack.at_most(_total(said, left), _total(in_part))
        for number, having in zip(numbers, have, strict=True):
            attack.at_most(_total(having), _total(number))
        missing.append(left)
    for n, number in enumerate(numbers):
        attack.equal({number: n}, _total(*((group, need, "among", n) for need in needs)))
    attack.at_most(_total(in_part), _total(*missing))


def learnt(printed: Frames, true: Frames) -> tuple[int, dict[str, int]]:
    """Return how many sensitive figures there are, and how many are learnt exactly, as small, or nearly."""
    attack = written_down(printed)
    constraint, size = attack.program()
    targets = _sensitive(written_down(true))
    rows = np.zeros((len(targets), size))
    for place, terms in enumerate(targets):
        for key, k in terms.items():
            rows[place, attack.unknown[key]] = k
    return len(targets), learnt_from(constraint, rows)


def _sensitive(truth: Attack) -> list[Terms]:
    """Return what ought to stay hidden: 1 to 4 people, and all but 0 to 4 of those with a known answer."""
    counts = {tuple(terms): shown for terms, shown in truth.printed}
    small = [_total(*keys) for keys, shown in counts.items() if 1 <= shown < SMALL]
    complements = [
        _total(keys[1])
        for keys, shown in counts.items()
        if len(keys) == 2 and shown > 0 and shown - counts[keys[:1]] < SMALL
    ]
    return small + complements


@pytest.mark.parametrize(("people", "seed", "by"), [(60, 1, "iom"), (150, 2, "sex"), (400, 6, "iom")])
def test_no_small_count_is_learnt_from_the_tables_together(people: int, seed: int, by: str) -> None:
    cohort = nk.read_cohort(
        nk.synthetic_people(people=people, seed=seed), population="made-up people", as_at="2025-12-31"
    )
    analyses = (nk.needs.prevalence, nk.overlap.number_of_needs)
    tables = [analysis(cohort, by=each) for each in (None, by) for analysis in analyses]
    tables.append(nk.coverage.assessment(cohort))
    released, internal = nk.release(tables), nk.release(tables, policy="none")
    how_many, bounds = learnt(
        {table.caption.key: table.to_frame() for table in released},
        {table.caption.key: table.to_frame() for table in internal},
    )
    assert how_many > 3
    assert bounds == {"exact": 0, "known to be small": 0, "two candidates or fewer": 0}


@pytest.mark.parametrize(("people", "seed"), [(150, 2), (2000, 3)])
def test_percentages_and_limits_are_those_of_the_counts_beside_them(people: int, seed: int) -> None:
    cohort = nk.read_cohort(
        nk.synthetic_people(people=people, seed=seed), population="made-up people", as_at="2025-12-31"
    )
    [table] = nk.release([nk.needs.prevalence(cohort, by="district")])
    for row in table.to_frame().to_dict("records"):
        count, out_of = row["count"], row["out_of"]
        shown = [row[name] for name in ("estimate", "lower", "upper")]
        if out_of < 30:
            assert np.isnan(shown).all()
            continue
        smallest, largest = out_of - OFF_BY, out_of + OFF_BY
        low = _wilson(max(count - OFF_BY, 0), largest, -1)
        high = _wilson(min(count + OFF_BY, smallest), smallest, 1)
        assert shown == pytest.approx([count / out_of, low, high])


def _wilson(count: float, out_of: float, side: int) -> float:
    z, p = NormalDist().inv_cdf(0.975), count / out_of
    root = z * float(np.sqrt(p * (1 - p) / out_of + z**2 / (4 * out_of**2)))
    return (p + z**2 / (2 * out_of) + side * root) / (1 + z**2 / out_of)
