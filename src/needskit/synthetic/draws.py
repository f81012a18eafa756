"""How the made-up values are drawn: streams of chance, exact quotas, shares and calendar months.

Only uniform and standard normal draws are taken and everything else is worked from them, because those two
streams are the steadiest that numpy has from one version to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.synthetic.arrays import Days, Flags, Floats, Integers


def stream(seed: int, *, part: int) -> np.random.Generator:
    """Give one part of the extract its own stream, so that a change to one part leaves the others alone.

    Examples
    --------
    >>> bool(stream(1, part=0).random() == stream(1, part=0).random())
    True
    >>> bool(stream(1, part=0).random() == stream(1, part=1).random())
    False
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy=seed, spawn_key=(part,))))


def quota(score: Floats, *, share: float, among: Flags) -> Flags:
    """Mark exactly `share` of the people `among`, to the nearest person: those with the highest scores.

    Parameters
    ----------
    score
        One number a person; pure chance gives a random quota, a risk score one that goes with risk.
    share
        0 to 1.
    among
        Who may be marked.

    Examples
    --------
    >>> quota(np.array([0.1, 0.9, 0.5, 0.7]), share=0.5, among=np.array([True, False, True, True])).tolist()
    [False, False, True, True]
    """
    places = np.flatnonzero(among)
    wanted = int(np.floor(share * places.size + 0.5))
    marks = np.zeros(score.size, dtype=np.bool_)
    marks[places[np.argsort(-score[places], kind="stable")[:wanted]]] = True
    return marks


def pick(rng: np.random.Generator, shares: Sequence[float], *, people: int) -> Integers:
    """Draw a place in `shares` for each person; the last place takes what the others leave.

    Examples
    --------
    >>> pick(stream(1, part=0), [0.0, 1.0, 0.0], people=3).tolist()
    [1, 1, 1]
    """
    return np.searchsorted(np.cumsum(shares)[:-1], rng.random(people), side="right").astype(np.int64)


def follow(rng: np.random.Generator, now: Integers, moves: Sequence[Sequence[float]]) -> Integers:
    """Draw where each person is next, given where they are now: row `now` of `moves` holds the shares.

    Examples
    --------
    >>> follow(stream(1, part=0), np.array([0, 1]), [[0.0, 1.0], [1.0, 0.0]]).tolist()
    [1, 0]
    """
    edges = np.cumsum(np.asarray(moves), axis=1)[:, :-1]
    drawn = rng.random(now.size)
    places = np.zeros(now.size, dtype=np.int64)
    for step in range(edges.shape[1]):
        places += drawn >= edges[now, step]
    return places


def spread(rng: np.random.Generator, *, low: int, high: int, people: int, lean: float = 1.0) -> Integers:
    """Draw whole numbers from `low` to `high`; a `lean` above 1 crowds them towards `low`.

    Examples
    --------
    >>> drawn = spread(stream(1, part=0), low=3, high=5, people=100)
    >>> sorted(set(drawn.tolist()))
    [3, 4, 5]
    """
    return low + np.floor((high - low + 1) * rng.random(people) ** lean).astype(np.int64)


def later(rng: np.random.Generator, days: Days, *, low: int, high: int, lean: float = 1.0) -> Days:
    """Draw a day from `low` to `high` days after each day; before it where they are below 0.

    Examples
    --------
    >>> later(stream(1, part=0), np.array(["2025-12-31"], dtype="datetime64[D]"), low=-31, high=-31).tolist()
    [datetime.date(2025, 11, 30)]
    """
    moved: Days = days + spread(rng, low=low, high=high, people=days.size, lean=lean).astype("timedelta64[D]")
    return moved


def falling_count(rng: np.random.Generator, scale: Floats) -> Integers:
    """Draw counts 0, 1, 2 ... that fall away faster the smaller the scale.

    Examples
    --------
    >>> falling_count(stream(1, part=0), np.array([0.0001, 0.0001])).tolist()
    [0, 0]
    """
    return np.floor(-np.log1p(-rng.random(scale.size)) * scale).astype(np.int64)


def add_months(days: Days, *, months: int | Integers) -> Days:
    """Move days by whole months, to the month's last day where it is too short.

    Examples
    --------
    >>> add_months(np.array(["2025-12-31"], dtype="datetime64[D]"), months=-6).tolist()
    [datetime.date(2025, 6, 30)]
    """
    month = days.astype("datetime64[M]")
    day_of_month = days - month.astype("datetime64[D]")
    target = month + np.asarray(months).astype("timedelta64[M]")
    last = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    moved: Days = np.minimum(target.astype("datetime64[D]") + day_of_month, last)
    return moved


def from_shares(score: Floats, shares: Sequence[float]) -> Integers:
    """Cut people into ordered groups of the shares given, lowest scores first.

    Examples
    --------
    >>> from_shares(np.array([0.3, -1.0, 2.0, 0.1]), [0.5, 0.25, 0.25]).tolist()
    [1, 0, 2, 0]
    """
    rank = np.empty(score.size, dtype=np.float64)
    rank[np.argsort(score, kind="stable")] = (np.arange(score.size) + 0.5) / max(score.size, 1)
    return np.searchsorted(np.cumsum(shares)[:-1], rank, side="right").astype(np.int64)
