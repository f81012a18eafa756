"""How often the limits of a matched difference hold the truth, and those of a quick look do not.

A few repetitions of one of the plans of ``benchmarks/iom/coverage.py``, which is run by hand with a thousand of each.
"""

from __future__ import annotations

import numpy as np

from needskit.stats.design import Category, design
from needskit.stats.effect import proportion_difference
from needskit.stats.matching import on_scale, radius
from needskit.stats.propensity import propensity

REPETITIONS, OURS, PEOPLE, TRUTH = 120, 200, 800, -0.08


def test_matching_makes_limits_that_hold_the_truth_where_those_of_all_others_do_not() -> None:
    held = np.zeros(2)
    for seed in np.random.SeedSequence(1).spawn(REPETITIONS):
        chance = np.random.default_rng(seed)
        prior, need = chance.gamma(2.0, size=PEOPLE) - 2, chance.binomial(1, 0.5, PEOPLE)
        # Who offended more before is likelier to be managed, and to be reconvicted whether managed or not.
        pull = 0.7 * prior + 0.6 * need + chance.gumbel(size=PEOPLE)
        managed = pull >= np.sort(pull)[-OURS]
        likely = 0.12 + 0.76 / (1 + np.exp(-(0.6 * prior + 0.5 * need - 0.3)))
        reconvicted = chance.random(PEOPLE) < likely + TRUTH * managed
        score, within = on_scale(propensity(design([prior, Category(need, 2)]), managed), caliper=0.2)
        weights = radius(score, managed, within=within).weights, np.ones(PEOPLE)
        for way, each in enumerate(weights):
            found = proportion_difference(reconvicted, managed, weights=each)
            held[way] += found.lower <= TRUTH <= found.upper
    matched, plain = held / REPETITIONS
    # Of 120 a true 95% falls outside of these once in a thousand times.
    assert 0.88 <= matched <= 1
    assert plain < 0.6
