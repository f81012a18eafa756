"""How often does the 95% interval of a matched difference hold the truth? And the intervals that a quick look takes?

Run from the root of the checkout: ``python -m benchmarks.iom.coverage`` (``--repetitions 100`` for less). Every
repetition draws people, fits who was managed, matches within a radius and takes the limits, by the functions that
``needskit.iom.rate`` goes by. Being managed lowers the chance of reconviction by the same for everybody, so that the
truth is the same whoever is matched.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.balance import balance
from needskit.stats.comparison import End, Side, compare_proportions
from needskit.stats.design import Category, design
from needskit.stats.effect import proportion_difference
from needskit.stats.matching import on_scale, radius
from needskit.stats.propensity import propensity

if TYPE_CHECKING:
    from collections.abc import Callable

OUTPUT = Path(__file__).parents[1] / "output"
TRUTH = -0.08
LEAST, MOST = 0.93, 0.975
"""Between these the headline interval is to hold the truth."""

HEADLINE, HEADS, UNMATCHED = "matched, effective size", "matched, head-count", "not matched"


@dataclass(frozen=True)
class Drawn:
    """People of one repetition: what is known of them before, who is managed, who is reconvicted."""

    covariates: list[np.ndarray | Category]
    managed: np.ndarray
    reconvicted: np.ndarray


@dataclass(frozen=True)
class Plan:
    """Who is drawn: managed and others, and what pulls them."""

    managed: int
    others: int
    draw: Callable[[np.random.Generator, int], tuple[list[np.ndarray | Category], np.ndarray, np.ndarray]]
    """Gives covariates, what pulls into IOM, and the chance of reconviction of whoever is not managed."""


def numbers_and_levels(
    random: np.random.Generator, people: int, *, strength: float
) -> tuple[list[np.ndarray | Category], np.ndarray, np.ndarray]:
    """Draw age, earlier offences, a score and two needs, which draw people into IOM and into reconviction alike."""
    age = random.normal(size=people)
    prior = random.gamma(2.0, size=people) - 2
    score = random.normal(size=people) + 0.5 * prior
    need, other_need = (random.binomial(1, chance, people) for chance in (0.5, 0.3))
    # Centred, so that the chance stays within what the truth leaves room for.
    pull = strength * (0.5 * prior + 0.6 * score - 0.4 * age + 0.5 * need + 0.3 * other_need)
    chance = 0.12 + 0.76 / (1 + np.exp(-(0.3 * prior + 0.5 * score - 0.3 * age + 0.4 * need - 0.2)))
    return [age, prior, score, Category(need, 2), Category(other_need, 2)], pull, chance


def levels_alone(
    random: np.random.Generator, people: int
) -> tuple[list[np.ndarray | Category], np.ndarray, np.ndarray]:
    """Draw an age band, a band of earlier offences and a need: so few kinds of people that most are tied."""
    band, prior = random.choice(4, people, p=(0.2, 0.3, 0.3, 0.2)), random.choice(3, people, p=(0.5, 0.3, 0.2))
    need = random.binomial(1, 0.4, people)
    pull = 0.9 * prior - 0.4 * band + 0.7 * need
    chance = 0.12 + 0.76 / (1 + np.exp(-(0.7 * prior - 0.3 * band + 0.5 * need - 0.4)))
    return [Category(band, 4), Category(prior, 3), Category(need, 2)], pull, chance


PLANS = {
    "strong confounding": Plan(300, 6_000, lambda random, people: numbers_and_levels(random, people, strength=1.0)),
    "small comparison pool": Plan(200, 600, lambda random, people: numbers_and_levels(random, people, strength=0.8)),
    "many ties": Plan(200, 2_000, levels_alone),
}


def drawn(plan: Plan, random: np.random.Generator) -> Drawn:
    """Draw people, then who of them is managed, then who is reconvicted."""
    people = plan.managed + plan.others
    covariates, pull, chance = plan.draw(random, people)
    order = np.argpartition(-(pull + random.gumbel(size=people)), plan.managed)
    managed = np.zeros(people, dtype=bool)
    managed[order[: plan.managed]] = True
    return Drawn(covariates, managed, random.random(people) < chance + TRUTH * managed)


def limits(people: Drawn) -> tuple[dict[str, tuple[float, float]], float, float]:
    """Return the limits by each way, the largest standardised difference left, and what part is matched."""
    terms = design(people.covariates)
    score, within = on_scale(propensity(terms, people.managed), caliper=0.2)
    found = radius(score, people.managed, within=within)
    matched = proportion_difference(people.reconvicted, people.managed, weights=found.weights)
    plain = proportion_difference(people.reconvicted, people.managed, weights=np.ones(len(score)))
    sides = [
        End(np.array([share]), np.array([float(size)]))
        for share, size in ((matched.treated, found.treated), (matched.others, found.comparison))
    ]
    heads = compare_proportions(*(Side(each, each) for each in sides))
    left = np.abs(balance(terms.matrix[:, 1:], people.managed, found.weights).after.difference).max()
    return (
        {
            HEADLINE: (matched.lower, matched.upper),
            HEADS: (float(heads.lower[0]), float(heads.upper[0])),
            UNMATCHED: (plain.lower, plain.upper),
        },
        float(left),
        found.treated / int(people.managed.sum()),
    )


def simulated(plan: Plan, *, repetitions: int, seed: int) -> dict[str, float]:
    """Return how often each way holds the truth, beside how alike the arms were made."""
    held = dict.fromkeys((HEADLINE, HEADS, UNMATCHED), 0)
    left, part = 0.0, 0.0
    for each in np.random.SeedSequence(seed).spawn(repetitions):
        found, apart, matched = limits(drawn(plan, np.random.default_rng(each)))
        left, part = left + apart, part + matched
        for way, (lower, upper) in found.items():
            held[way] += lower <= TRUTH <= upper
    return {
        **{way: count / repetitions for way, count in held.items()},
        "largest difference left, mean": left / repetitions,
        "part matched, mean": part / repetitions,
    }


def main() -> None:
    """Simulate every plan and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.iom.coverage", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=1_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    chosen = parser.parse_args()
    record = {}
    for name, plan in PLANS.items():
        since = time.perf_counter()
        found = record[name] = simulated(plan, repetitions=chosen.repetitions, seed=chosen.seed)
        met = "met" if LEAST <= found[HEADLINE] <= MOST else "NOT MET"
        print(f"{name}: {plan.managed} managed, {plan.others:,} others; {time.perf_counter() - since:.0f} s")
        for way, value in found.items():
            target = f"  target {LEAST:.1%} to {MOST:.1%}: {met}" if way == HEADLINE else ""
            print(f"  {way:32}{value:8.3f}{target}")
    OUTPUT.mkdir(exist_ok=True)
    path = OUTPUT / f"coverage-{chosen.repetitions}.json"
    path.write_text(json.dumps({**vars(chosen), "found": record}, indent=1) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
