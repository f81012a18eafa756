"""What is worked out from counts, the same for every contender: only the counting differs.

Every count has the groups as its first axis. Percentages leave out whoever is not known.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
from benchmarks.overlap.people import BREAKDOWNS, LEVELS, NEEDS, STRATA

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = npt.NDArray[np.generic]
Tables = dict[str, Array]

Z = 1.959963984540054
"""Standard errors to either side of a 95% interval."""

MOST = len(NEEDS)
NUMBERS = MOST + 1
COMBINATIONS = 2**MOST
PAIRS = tuple(combinations(range(MOST), 2))
TRIPLES = tuple(combinations(range(MOST), 3))
AT_LEAST = np.array([sum(1 << need for need in needs) for needs in (*PAIRS, *TRIPLES)])
"""The combination that is all of each pair and triple: the first need is the lowest digit."""

SEGMENTS = 8
"""Which of the three domains: substance 1, accommodation 2, mental health 4, added up."""

CORE_BY = "district"
CHECKED_PAIR = PAIRS.index((NEEDS.index("need_drugs"), NEEDS.index("need_alcohol")))


class Counts(Protocol):
    """People counted by the groups of one breakdown; made afresh for each timing."""

    def answers(self, by: str) -> Array:
        """People by need and answer: shape ``(groups, needs, 4)``."""

    def number(self, by: str) -> Array:
        """People by number of needs, then not answered in full, then not assessed: ``(groups, 13)``."""

    def combinations(self, by: str) -> Array:
        """People answered in full by exactly which needs they have: ``(groups, 1024)``."""

    def pairs(self, by: str) -> Array:
        """People with a known answer on two needs: both, first only, second only, neither: ``(groups, 4, pairs)``."""

    def domains(self, by: str) -> Array:
        """People known on all three domains by which they have: ``(groups, 8)``."""

    def dual(self, by: str) -> Array:
        """People known on substance and mental health: neither, substance, mental health, both: ``(groups, 4)``."""

    def strata(self, by: str) -> Array:
        """People answered in full by age band, sex and number of needs: ``(groups, 6, 2, 11)``."""

    def outcomes(self, by: str) -> Array:
        """People answered in full by number of needs and outcome: ``(groups, 11, 3)``."""


def three_core_tables(counts: Counts, by: str = CORE_BY) -> Tables:
    """Number of needs, exact combinations, and pairs with all their measures, by one breakdown."""
    return {
        **named("number", number_table(counts.number(by))),
        "combinations": counts.combinations(by),
        **named("pairs", pair_table(counts.pairs(by))),
    }


def all_tables(counts: Counts) -> Tables:
    """Every table by each breakdown and of everybody."""
    tables: Tables = {}
    strata = counts.strata("district")
    everybody = strata.sum(axis=0)
    for by in BREAKDOWNS:
        found = {name: getattr(counts, name)(by) for name in MAKERS}
        found["strata"] = stratified(counts, by, strata, everybody)
        tables |= named(f"by {by}", tables_of(found, everybody))
        if by == BREAKDOWNS[-1]:
            whole = {name: each.sum(axis=0, keepdims=True) for name, each in found.items()}
            tables |= named("all", tables_of(whole, everybody))
    return tables


def tables_of(found: dict[str, Array], everybody: Array) -> Tables:
    """Make every table from its counts."""
    tables: Tables = {}
    for name, maker in MAKERS.items():
        tables |= named(name, maker(found[name]))
    known = found["combinations"].sum(axis=1)[:, None]
    at_least = supported(found["combinations"])[:, AT_LEAST]
    return {
        **tables,
        **named("at least", shares(at_least, known)),
        **named("standardised", standardised(found["strata"], everybody)),
    }


def stratified(counts: Counts, by: str, of_districts: Array, everybody: Array) -> Array:
    """Return people by stratum; a group of age or sex is in strata of its own only."""
    if by not in STRATA:
        return of_districts if by == "district" else counts.strata(by)
    axis = STRATA.index(by)
    apart = np.zeros((len(LEVELS[by]), *everybody.shape), dtype=everybody.dtype)
    for group in range(len(apart)):
        here = (slice(None),) * axis + (group,)
        apart[(group, *here)] = everybody[here]
    return apart


def answer_table(answers: Array) -> Tables:
    """Prevalence of each need among those of whom it is known."""
    yes, no = answers[..., 0], answers[..., 1]
    return {"not known": answers[..., 2:], **shares(yes, yes + no)}


def number_table(number: Array) -> Tables:
    """Distribution of the number of needs, with two or more and the mean."""
    at = number[:, :NUMBERS]
    known = at.sum(axis=1)
    counted = np.concatenate([at, at[:, 2:].sum(axis=1, keepdims=True)], axis=1)
    with np.errstate(all="ignore"):
        mean = (at @ np.arange(NUMBERS)) / known
    return {"not known": number[:, NUMBERS:], "mean": mean, **shares(counted, known[:, None])}


def combination_table(combined: Array) -> Tables:
    """Exact combinations of those answered in full."""
    return shares(combined, combined.sum(axis=1, keepdims=True))


def pair_table(cells: Array) -> Tables:
    """Pairs: the four cells, share of the first, expected, lift, phi, odds ratio."""
    both, first, second, neither = (cells[:, i].astype(float) for i in range(4))
    known = both + first + second + neither
    has_first, has_second = both + first, both + second
    with np.errstate(all="ignore"):
        expected = has_first * has_second / known
        across = has_first * has_second * (known - has_first) * (known - has_second)
        ratio = both * neither / (first * second)
        reach = np.exp(Z * np.sqrt(1 / both + 1 / first + 1 / second + 1 / neither))
        return {
            "cells": cells,
            "expected": expected,
            "lift": both / expected,
            "phi": (both * neither - first * second) / np.sqrt(across),
            "odds ratio": ratio,
            "odds ratio lower": ratio / reach,
            "odds ratio upper": ratio * reach,
            **shares(both, has_first),
        }


def supported(exact: Array) -> Array:
    """Return how many have at least the needs of each combination, need after need."""
    support = exact.copy()
    for bit in range(MOST):
        halves = support.reshape(len(exact), -1, 2, 1 << bit)
        halves[:, :, 0] += halves[:, :, 1]
    return support


def segment_table(segments: Array) -> Tables:
    """Seven segments of three domains among those known on all, and nobody's."""
    return shares(segments, segments.sum(axis=1, keepdims=True))


def outcome_table(outcomes: Array) -> Tables:
    """Reconviction by number of needs, among those followed up."""
    yes, no = outcomes[..., 0], outcomes[..., 1]
    return {"not known": outcomes[..., 2], **shares(yes, yes + no)}


def standardised(strata: Array, everybody: Array) -> Tables:
    """Mean and two or more as they would be with the ages and sexes of everybody, over strata that a group has."""
    at = strata.reshape(len(strata), -1, NUMBERS).astype(float)
    weights = everybody.reshape(-1, NUMBERS).sum(axis=1).astype(float)
    people = at.sum(axis=2)
    there = weights * (people > 0)
    with np.errstate(all="ignore"):
        share = there / there.sum(axis=1, keepdims=True) / np.where(people > 0, people, 1)
    return {
        "mean": (share * (at @ np.arange(NUMBERS))).sum(axis=1),
        "two or more": (share * at[..., 2:].sum(axis=2)).sum(axis=1),
    }


MAKERS = {
    "answers": answer_table,
    "number": number_table,
    "combinations": combination_table,
    "pairs": pair_table,
    "domains": segment_table,
    "dual": segment_table,
    "outcomes": outcome_table,
}


def shares(count: Array, out_of: Array) -> Tables:
    """Return counts with their share and its Wilson limits; not a number where nobody is counted."""
    with np.errstate(all="ignore"):
        share = count / out_of
        reach = Z * np.sqrt(share * (1 - share) / out_of + Z**2 / (4 * out_of**2)) / (1 + Z**2 / out_of)
        middle = (share + Z**2 / (2 * out_of)) / (1 + Z**2 / out_of)
    lower, upper = np.maximum(middle - reach, 0), np.minimum(middle + reach, 1)
    return {"count": count, "out of": out_of, "share": share, "lower": lower, "upper": upper}


def named(first: str, tables: Tables) -> Tables:
    """Return tables with a word before their names."""
    return {f"{first}: {name}": each for name, each in tables.items()}


def check_values(core: Tables) -> dict[str, float]:
    """Return figures that tell whether contenders counted the same, to print."""
    return {
        "people with two or more needs": float(core["number: count"][:, -1].sum()),
        "combinations that somebody has": float((core["combinations"].sum(axis=0) > 0).sum()),
        "exact combinations by district, sum of squares": float((core["combinations"].astype(float) ** 2).sum()),
        "people with both needs of a pair, sum of squares": float((core["pairs: count"] ** 2).sum()),
        "odds ratio of drugs and alcohol, district A": float(core["pairs: odds ratio"][0, CHECKED_PAIR]),
    }


def differences(ours: Tables, theirs: Tables) -> Iterator[str]:
    """Name the tables that differ by more than 1e-9 of their size; a figure that is none must be none in both."""
    if ours.keys() != theirs.keys():
        yield "the names of the tables"
    for name in ours.keys() & theirs.keys():
        a, b = (np.asarray(tables[name], dtype=float) for tables in (ours, theirs))
        if a.shape != b.shape or not np.allclose(a, b, rtol=1e-9, atol=1e-12, equal_nan=True):
            yield name
