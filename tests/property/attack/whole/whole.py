"""Scores an attack on a whole report: what of its sensitive figures is learnt, and what was not looked at."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.property.attack.whole.said import Seen, Unknowns
from tests.property.attack.whole.worlds import NEARLY, Floats, Worlds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needskit.disclosure.policy import Policy
    from needskit.table.table import Table
    from needskit.table.whom import Sum, Whom

SMALL = 5
RESTS = (("count", "out_of", 0), ("against_count", "against_out_of", 0), ("out_of", "everyone", 1))


@dataclass(frozen=True)
class Learnt:
    """What an attack on a whole report came to; ``open`` is what there was no time for."""

    cells: int
    linked: int
    sensitive: int
    exact: int
    known_small: int
    two: int
    open: int
    narrowest: float
    hidden: float
    mean_error: float
    most_error: float
    programs: int
    seconds: float
    not_looked_at: str = ""
    where: tuple[str, ...] = ()


def attack(tables: Sequence[Table], *, policy: Policy | str = "publish", seconds: float = 120.0) -> Learnt:
    """Release tables, and attack them."""
    return attack_on(Seen.of(tables, policy), seconds=seconds)


def attack_on(seen: Seen, *, seconds: float) -> Learnt:
    """Attack a release."""
    began = time.process_time()
    unknowns, small = Unknowns(seen), seen.released.policy.threshold or SMALL
    unknowns.read()
    targets = {unknowns.place(terms): terms for terms in sensitive(seen, small=small)}
    bare = Worlds.of(unknowns.rows, unknowns.low, unknowns.high)
    for place, (low, high) in unknowns.said.items():
        bare.low[place], bare.high[place] = max(bare.low[place], low), min(bare.high[place], high)
    for terms, place in unknowns.places.items():
        _fits(bare, terms, place, seen)
    bare.narrow()
    for terms, place in unknowns.places.items():
        _fits(bare, terms, place, seen)
    asked = np.array(sorted(targets), dtype=np.intp)
    bare.settle(asked, small=small, until=began + seconds)
    # Nobody can ever be in what is left of a whole by a part that is all of it: that is no secret.
    kept = [bare.high[place] > 0 or not always_nought(unknowns, int(place)) for place in asked]
    asked = asked[np.array(kept, dtype=bool)]
    low, high = bare.low[asked], bare.high[asked]
    safe = bare.is_safe(asked, small)
    exact, few, two = low == high, (low >= 1) & (high < small), high - low < 2
    settled = safe | two | few | ((bare.seen_low[asked] == low) & (bare.seen_high[asked] == high))
    wrong = errors(seen)
    return Learnt(
        sum(1 for _ in seen.cells()),
        len(seen.protected.counts),
        len(asked),
        int(exact.sum()),
        int(few.sum()),
        int(two.sum()),
        int((~settled).sum()),
        float(np.min(high - low, initial=np.inf)),
        hidden_in(seen),
        float(wrong.mean()),
        float(wrong.max(initial=0)),
        bare.programs,
        time.process_time() - began,
        unknowns.not_looked_at,
        tuple(str(targets[int(place)]) for place in asked[exact | few | two]),
    )


def errors(seen: Seen) -> Floats:
    """Return by how much each count that is shown is wrong."""
    shown = [whom for whom in counts_of(seen) if whom not in seen.protected.hidden]
    return np.array([abs(seen.protected.counts[whom] - seen.true[whom]) for whom in shown] or [0], dtype=np.float64)


def hidden_in(seen: Seen) -> float:
    """Return of how many cells in a hundred the count is hidden."""
    hidden = [cell.withheld.get("count") == "[c]" for cell in seen.cells()]
    return 100 * sum(hidden) / max(len(hidden), 1)


def always_nought(unknowns: Unknowns, place: int) -> bool:
    """Tell whether an unknown is nought whatever is printed, because of whom it counts."""
    rows = Worlds.of(unknowns.rows, unknowns.low, unknowns.high)
    cost = np.zeros(len(rows.low))
    cost[place] = -1.0
    # All of these sums hold if everybody is nought, and whoever can be more is more.
    answer = milp(cost, constraints=[LinearConstraint(rows.matrix, rows.least, rows.most)], bounds=Bounds(0, 1))
    return answer.x is not None and bool(answer.x[place] < NEARLY)


def _fits(worlds: Worlds, terms: Sum, place: int, seen: Seen) -> None:
    """Refuse an attack that thinks the truth impossible: it is wrong about something."""
    if all(whom in seen.true for _, whom in terms):
        true = sum(k * seen.true[whom] for k, whom in terms)
        worlds.true[place] = true
        assert worlds.low[place] <= true <= worlds.high[place], (terms, true, worlds.low[place], worlds.high[place])


def counts_of(seen: Seen) -> list[Whom]:
    return sorted({whom for cell in seen.cells() for part in cell.parts for _, whom in part}, key=lambda w: w.sort_key)


def sensitive(seen: Seen, *, small: int) -> list[Sum]:
    """Return small numbers of people, and all but a few of a group: whatever is counted, shown or not."""
    hides = seen.released.policy.hides_counts
    of_events = [(cell, pair.events) for cell in seen.cells() for pair in cell.measure.events_of]
    events = {whom.source for cell, place in of_events for _, whom in cell.parts[place]}
    every = [whom for whom in counts_of(seen) if whom.source not in events]
    hidden = [whom for whom in every if not hides or whom in seen.protected.hidden]
    found: dict[Sum, None] = {((1, whom),): None for whom in hidden if 1 <= seen.true[whom] < small}
    for rest, whole, least in _rests(seen):
        left, people = (sum(k * seen.true[whom] for k, whom in terms) for terms in (rest, whole))
        if people and (1 if hides else least) <= left < small and not any(whom.source in events for _, whom in rest):
            found[rest] = None
    return list(found)


def _rests(seen: Seen) -> Iterator[tuple[Sum, Sum, int]]:
    """Go through those left of a whole, with the whole, and from which number on they are no open secret."""
    for cell in seen.cells():
        shows = dict(zip(cell.measure.shows, cell.parts, strict=False))
        for one, other, least in RESTS:
            part, whole = shows.get(one), shows.get(other)
            rest = (*((-k, whom) for k, whom in part or ()), *(whole or ()))
            if part and whole and len({whom for _, whom in rest}) == len(rest):
                yield rest, whole, least
