"""The tables by needskit: from the counts of its profile, and by its public functions."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.overlap.figures import COMBINATIONS, MOST, NUMBERS, PAIRS, Array
from benchmarks.overlap.people import ACCOMMODATION, ALCOHOL, BREAKDOWNS, DRUGS, MENTAL, NEEDS, OUTCOME, STRATA

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.profile import Profile
    from needskit.table.table import Table

NOT_KNOWN = 2
"""The place of not answered and not assessed together, after yes and no."""

DOMAINS = {
    "Substance": (NEEDS[DRUGS], NEEDS[ALCOHOL]),
    "Accommodation": (NEEDS[ACCOMMODATION],),
    "Mental health": (NEEDS[MENTAL],),
}
CORE = frozenset({"number_of_needs", "combinations", "pairs", "association"})

PUBLIC = (
    ("needs", "prevalence", {}),
    ("overlap", "number_of_needs", {}),
    ("overlap", "pairs", {}),
    ("overlap", "association", {}),
    ("overlap", "combinations", {}),
    ("overlap", "at_least", {}),
    ("overlap", "domains", {"domains": DOMAINS}),
    ("overlap", "dual_diagnosis", {}),
    ("overlap", "standardised", {}),
    ("overlap", "reconviction", {}),
)
"""The public functions by module, and what each is given besides the cohort and a breakdown."""


def arrays(profile: Profile, breakdowns: Mapping[str, Breakdown]) -> FromProfile:
    """Return the counts of a profile, each worked out when it is asked for."""
    return FromProfile(profile, breakdowns)


def tables(cohort: Cohort) -> dict[str, Table]:
    """Make the public tables of everybody and by each breakdown, and protect none."""
    return {
        f"{module}.{name} {by or ''}".strip(): function(cohort, by=by, **more)
        for module, name, function, more in public_functions()
        for by in (None, *BREAKDOWNS)
    }


def core_tables(cohort: Cohort, by: str) -> dict[str, Table]:
    """Make those of the three core tables that are there, by one breakdown."""
    return {name: function(cohort, by=by, **more) for _, name, function, more in public_functions() if name in CORE}


def public_functions() -> list[tuple[str, str, Callable[..., Table], dict[str, object]]]:
    """Return the public functions that this version of needskit has."""
    import needskit as nk  # noqa: PLC0415 - a contender that is not timed need not load it

    listed = [(module, name, getattr(getattr(nk, module), name, None), more) for module, name, more in PUBLIC]
    return [(module, name, function, more) for module, name, function, more in listed if function is not None]


def missing() -> list[str]:
    """Name the public functions that this version of needskit does not have."""
    there = {(module, name) for module, name, _, _ in public_functions()}
    return [f"{module}.{name}" for module, name, _ in PUBLIC if (module, name) not in there]


class FromPatterns:
    """Counts worked out from how many people of each group have each pattern, and never from the people.

    No threaded matrix product is used: the second core may be busy, and the products are small.
    """

    def __init__(self, patterns: Array) -> None:
        self.known = np.minimum(patterns.T, NOT_KNOWN).astype(np.int16, order="C")
        self.in_full = (self.known < NOT_KNOWN).all(axis=0)
        binary = (self.known[:, self.in_full] == 0).astype(np.int64)
        self.combination = (binary << np.arange(MOST)[:, None]).sum(axis=0)

    def combined(self, counts: Array) -> Array:
        """Lay out the patterns of those answered in full."""
        found = np.zeros((len(counts), COMBINATIONS), dtype=np.int64)
        found[:, self.combination] = counts[:, self.in_full]
        return found

    def numbered(self, counts: Array, number: Array) -> Array:
        """Add up patterns by their number of needs."""
        return np.rint(summed(counts.ravel().astype(float), number, len(counts), NUMBERS + 2)).astype(np.int64)

    def paired(self, counts: Array) -> Array:
        """Count the four cells of each pair.

        Needs are taken a few at a time, four chunks of them two by two, and patterns added up to those of the few: so
        each pair is worked out from hundreds of patterns instead of ten thousand.
        """
        found = np.empty((len(counts), 4, len(PAIRS)))
        done: set[tuple[int, int]] = set()
        weights = counts.ravel().astype(float)
        for first, second in combinations(np.array_split(np.arange(MOST), 4), 2):
            few = [*first.tolist(), *second.tolist()]
            new = [(i, j) for i, j in combinations(range(len(few)), 2) if (few[i], few[j]) not in done]
            done |= {(few[i], few[j]) for i, j in new}
            at = [PAIRS.index((few[i], few[j])) for i, j in new]
            code = np.zeros(self.known.shape[1], dtype=np.int16)
            for need in reversed(few):
                code *= 3
                code += self.known[need]
            few_patterns = summed(weights, code, len(counts), 3 ** len(few))
            found[..., at] = (few_patterns @ pair_cells(len(few), new)).reshape(len(counts), 4, -1)
        return np.rint(found).astype(np.int64)

    def in_domains(self, counts: Array, *, three: bool) -> Array:
        """Count people by which domains they have, among those known on each."""
        substance = np.minimum(self.known[DRUGS], self.known[ALCOHOL])
        # A no and an answer not known make not known; nought, yes, outweighs both.
        substance = np.where((substance == 1) & (self.known[DRUGS] != self.known[ALCOHOL]), NOT_KNOWN, substance)
        domains = [substance, self.known[ACCOMMODATION], self.known[MENTAL]]
        domains = domains if three else [domains[0], domains[2]]
        width = 2 ** len(domains)
        place = sum((domain == 0).astype(np.int64) << bit for bit, domain in enumerate(domains))
        place = np.where(np.any([domain == NOT_KNOWN for domain in domains], axis=0), width, place)
        found = summed(counts.ravel().astype(float), place, len(counts), width + 1)
        return np.rint(found[:, :width]).astype(np.int64)


class FromProfile:
    """The counts of a needskit profile."""

    def __init__(self, profile: Profile, breakdowns: Mapping[str, Breakdown]) -> None:
        self.profile = profile
        self.by = breakdowns
        self._patterns: FromPatterns | None = None

    @property
    def patterns(self) -> FromPatterns:
        """What follows from patterns."""
        self._patterns = self._patterns or FromPatterns(self.profile.patterns)
        return self._patterns

    def answers(self, by: str) -> Array:
        """As Counts."""
        return np.stack([self.profile.answers_by(need, self.by[by]) for need in NEEDS], axis=1)

    def number(self, by: str) -> Array:
        """As Counts."""
        return self.patterns.numbered(self.profile.patterns_by(self.by[by]), self.profile.number_of_each_pattern)

    def combinations(self, by: str) -> Array:
        """As Counts."""
        return self.patterns.combined(self.profile.patterns_by(self.by[by]))

    def pairs(self, by: str) -> Array:
        """As Counts."""
        return self.patterns.paired(self.profile.patterns_by(self.by[by]))

    def domains(self, by: str) -> Array:
        """As Counts."""
        return self.patterns.in_domains(self.profile.patterns_by(self.by[by]), three=True)

    def dual(self, by: str) -> Array:
        """As Counts."""
        return self.patterns.in_domains(self.profile.patterns_by(self.by[by]), three=False)

    def strata(self, by: str) -> Array:
        """As Counts."""
        return self.profile.number_by(self.by[by], *(self.by[name] for name in STRATA))[..., :NUMBERS]

    def outcomes(self, by: str) -> Array:
        """As Counts."""
        return self.profile.number_by(self.by[by], self.by[OUTCOME])[..., :NUMBERS].transpose(0, 2, 1)


def summed(weights: Array, place: Array, groups: int, width: int) -> Array:
    """Add up the counts of the patterns of each group that have the same place."""
    at = (width * np.arange(groups)[:, None] + place).ravel()
    return np.bincount(at, weights, groups * width).reshape(groups, width)


def pair_cells(needs: int, pairs: list[tuple[int, int]]) -> Array:
    """Return which patterns of a few needs are in which cell of which pair: ``(patterns, 4 * pairs)``."""
    digits = np.arange(3**needs)[:, None] // 3 ** np.arange(needs) % 3
    first, second = digits[:, [i for i, _ in pairs]], digits[:, [j for _, j in pairs]]
    cells = [(first == a) & (second == b) for a, b in ((0, 0), (0, 1), (1, 0), (1, 1))]
    return np.concatenate(cells, axis=1).astype(float)
