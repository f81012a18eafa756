"""Propensity, matching and balance on the job training of LaLonde (1986), as MatchIt of R gives them.

The people are those of the data set ``lalonde`` of MatchIt 4 (Ho, Imai, King and Stuart 2011): 185 who were trained and
429 of a survey. The figures were had before this code was written: of MatchIt in R 4.2 for what it does, and in Python
apart from this code for a radius, which it does not. Balance is also printed in its vignette "Getting Started".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.optimize import linear_sum_assignment

from needskit.stats.balance import balance
from needskit.stats.design import Category, Design, design, every_level
from needskit.stats.full_matching import full, linked
from needskit.stats.matching import Matched, alike, exact, on_scale, radius
from needskit.stats.nearest import nearest
from needskit.stats.propensity import Propensity, propensity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.stats.proportion import Floats

RACES = ("black", "hispan", "white")


class Trained(NamedTuple):
    """The people, the design and the model of who was trained."""

    people: pd.DataFrame
    terms: Design
    treated: Floats
    found: Propensity
    covariates: list[Floats | Category]

    def figures(self, matched: Matched) -> tuple[int, int, str, str, str]:
        """Return who is matched, and the differences in earnings and in the proportion without any, as printed."""
        return (
            matched.treated,
            matched.comparison,
            f"{matched.effective_size:.4f}",
            f"{self.apart(self.people['re78'], matched):.6f}",
            f"{self.apart(self.people['re78'] == 0, matched):.8f}",
        )

    def apart(self, answer: pd.Series, matched: Matched) -> float:
        """Return the difference of weighted means."""
        ours, theirs = (matched.weights * arm for arm in (matched.is_treated, ~matched.is_treated))
        return float(np.average(answer, weights=ours) - np.average(answer, weights=theirs))


@pytest.fixture(scope="module")
def trained(real_data: Callable[[str], Path]) -> Trained:
    people = pd.read_csv(real_data("lalonde/MatchIt_lalonde.csv"))
    numbers = {name: people[name].to_numpy(dtype=float) for name in ("age", "educ", "re74", "re75")}
    race = Category([RACES.index(each) for each in people["race"]], levels=3)
    covariates: list[Floats | Category] = [numbers["age"], numbers["educ"], race]
    covariates += [people[name].to_numpy(dtype=float) for name in ("married", "nodegree")]
    covariates += [numbers["re74"], numbers["re75"]]
    treated = people["treat"].to_numpy(dtype=float)
    terms = design(covariates)
    return Trained(people, terms, treated, propensity(terms, treated), covariates)


def test_who_was_trained_is_the_model_of_r(trained: Trained) -> None:
    # glm(treat ~ age + educ + race + married + nodegree + re74 + re75, family = binomial): intercept, age, education,
    # Hispanic and white against black, married, without a degree, earnings in 1974 and in 1975.
    expected = [-1.6632816, 0.01577707, 0.16130688, -2.08173412, -3.06536774, -0.83211328, 0.70729688]
    assert trained.found.coefficient[0].round(7) == expected[0]
    assert trained.found.coefficient[1:7].round(8).tolist() == expected[1:]
    assert [f"{each:.4e}" for each in trained.found.coefficient[7:]] == ["-7.1777e-05", "5.3446e-05"]
    assert trained.found.probability[:3].round(8).tolist() == [0.63876993, 0.22463424, 0.67824388]
    assert round(trained.found.logit_sd, 6) == 1.804512


def test_every_figure_of_the_model_is_that_of_statsmodels(trained: Trained) -> None:
    fit = sm.Logit(trained.treated, trained.terms.matrix).fit(disp=0, tol=1e-12, maxiter=100)
    np.testing.assert_allclose(trained.found.coefficient, fit.params, rtol=1e-7)
    np.testing.assert_allclose(trained.found.standard_error, fit.bse, rtol=1e-6)
    np.testing.assert_allclose(trained.found.probability, fit.predict(), rtol=1e-7)


def test_everybody_unmatched(trained: Trained) -> None:
    everybody = exact(np.zeros(len(trained.treated)), trained.treated)
    assert trained.figures(everybody)[3:] == ("-635.026212", "0.01480501")
    assert (everybody.treated, everybody.comparison, round(everybody.effective_size, 9)) == (185, 429, 429)


def test_the_nearest_for_each(trained: Trained) -> None:
    # MatchIt: method = "nearest", distance = "glm".
    found = nearest(trained.found.probability, trained.treated)
    assert trained.figures(found) == (185, 185, "185.0000", "894.367480", "-0.01081081")
    assert np.bincount(found.group[found.is_matched]).max() == 2


def test_the_nearest_for_each_are_the_people_of_matchit_in_its_pairs(
    trained: Trained, real_data: Callable[[str], Path]
) -> None:
    theirs = pd.read_csv(real_data("lalonde/lalonde_matchit_nn.csv"), index_col=0)
    found = nearest(trained.found.probability, trained.treated)
    names = trained.people["rownames"].to_numpy()
    assert sorted(names[found.is_matched]) == sorted(theirs.index)
    pairs = set(zip(pd.Series(found.group, index=names)[theirs.index], theirs["subclass"], strict=True))
    assert len(pairs) == theirs["subclass"].nunique() == 185
    # glm of R stops where the deviance has settled to 8 digits, a little before this code does.
    ours = pd.Series(trained.found.probability, index=names)[theirs.index]
    np.testing.assert_allclose(ours, theirs["distance"], rtol=3e-8)


def test_the_nearest_who_can_be_chosen_again(trained: Trained) -> None:
    # MatchIt: method = "nearest", replace = TRUE.
    found = nearest(trained.found.probability, trained.treated, again=True)
    # Not -0: the proportions without earnings are the same, and differ by rounding at most.
    assert trained.figures(found)[:4] == (185, 82, "46.3126", "1991.615274")
    assert abs(trained.apart(trained.people["re78"] == 0, found)) < 5e-9


def test_the_nearest_within_a_fifth_of_a_standard_deviation_of_the_probability(trained: Trained) -> None:
    # MatchIt: method = "nearest", caliper = 0.2, which it takes for standard deviations of the probability.
    score, within = on_scale(trained.found, caliper=0.2, scale="ps_sd")
    found = trained.figures(nearest(score, trained.treated, within=within))
    assert found == (113, 113, "113.0000", "1571.744454", "-0.01769912")


def test_the_nearest_within_a_fifth_of_a_standard_deviation_of_the_logit(trained: Trained) -> None:
    # MatchIt: the same with link = "linear.logit".
    score, within = on_scale(trained.found, caliper=0.2)
    found = trained.figures(nearest(score, trained.treated, within=within))
    assert found == (117, 117, "117.0000", "1770.602906", "-0.05128205")


def test_those_alike_in_race_marriage_and_degree(trained: Trained) -> None:
    # MatchIt: method = "exact" of treat ~ race + married + nodegree.
    group = alike([trained.people[name] for name in ("race", "married", "nodegree")])
    found = trained.figures(exact(group, trained.treated))
    assert found == (185, 429, "111.5254", "1309.897210", "-0.03618727")


def test_all_within_a_hundredth_of_probability(trained: Trained) -> None:
    score, within = on_scale(trained.found, caliper=0.01, scale="ps")
    found = trained.figures(radius(score, trained.treated, within=within))
    assert found == (177, 399, "66.9762", "1870.948660", "-0.02758385")


def least_of_all_matches(score: Floats, treated: Floats) -> float:
    """Return the least distance of sets that hold everybody, by SciPy's assignment of pairs that are worth a link.

    Everybody alone would go to the nearest of the other arm; two who are linked save what they then need not go.
    """
    apart = np.abs(np.subtract.outer(score[treated == 1], score[treated == 0]))
    ours, theirs = apart.min(axis=1), apart.min(axis=0)
    saved = np.maximum(np.add.outer(ours, theirs) - apart, 0)
    return float(ours.sum() + theirs.sum() - saved[linear_sum_assignment(saved, maximize=True)].sum())


def probit(trained: Trained) -> Floats:
    """Return the probabilities that the vignette of MatchIt matches in full by; those of people alike are the same."""
    fit = sm.Probit(trained.treated, trained.terms.matrix).fit(disp=0, tol=1e-12, maxiter=100)
    return np.asarray(fit.predict()).round(12)


def apart_in(score: Floats, treated: Floats) -> Floats:
    """Return how far apart those of each link are."""
    ours, theirs = linked(score, treated)
    return np.abs(score[ours] - score[theirs])


@pytest.mark.parametrize("by", ["logit", "probit"])
def test_no_sets_of_everybody_are_nearer(trained: Trained, by: str) -> None:
    score = trained.found.probability if by == "logit" else probit(trained)
    assert apart_in(score, trained.treated).sum() == pytest.approx(least_of_all_matches(score, trained.treated))
    found = full(score, trained.treated)
    assert (found.treated, found.comparison) == (185, 429)


def test_sets_are_nearer_than_those_of_matchit(trained: Trained) -> None:
    # The vignette "Getting Started" of MatchIt, summary(m.out2) and head(m.data): the first probabilities; their means
    # are 0.0045 standard deviations apart, and those within sets 0.0198 on average; black 0.0119; effective size 50.76.
    # In R 4.2 the difference in earnings is 1855.010201. optmatch, which it asks, rounds distances before it looks for
    # the least (its argument tol), so that its sets are not quite the nearest, nor its figures those of the nearest.
    score = probit(trained)
    assert score[:4].round(7).tolist() == [0.6356765, 0.2298151, 0.6813560, 0.7690590]
    found = balance(
        np.column_stack([score, trained.people["race"] == "black"]), trained.treated, full_of(trained).weights
    )
    assert f"{np.mean(apart_in(score, trained.treated)) / found.spread[0]:.4f}" == "0.0197"
    assert found.after.difference.round(4).tolist() == [0.0036, 0.0119]
    assert full_of(trained).effective_size > 50.76


def test_who_of_those_alike_is_in_which_set_moves_the_difference_and_not_the_distance(trained: Trained) -> None:
    # Of 614 men 41 have the probability of somebody before them. Moved apart by next to nothing, they give differences
    # between which that of MatchIt lies.
    score, chance = probit(trained), np.random.default_rng(1)
    assert len(np.unique(score)) == 614 - 41
    least, earned = apart_in(score, trained.treated).sum(), []
    for _ in range(60):
        moved = score + chance.normal(0, 1e-10, len(score))
        assert apart_in(moved, trained.treated).sum() == pytest.approx(least, abs=1e-6)
        earned.append(trained.apart(trained.people["re78"], full(moved, trained.treated)))
    assert min(earned) < 1855.010201 < max(earned)
    # Here they count as they do on average, whatever the order of rows.
    found = full_of(trained)
    assert min(earned) < trained.apart(trained.people["re78"], found) < max(earned)
    back = full(score[::-1], trained.treated[::-1])
    np.testing.assert_allclose(back.weights[::-1], found.weights, rtol=1e-12)


def full_of(trained: Trained) -> Matched:
    return full(probit(trained), trained.treated)


def columns(trained: Trained) -> Floats:
    """Return the probability, age, education, black, Hispanic, white, married, no degree, and earnings twice."""
    return np.column_stack([trained.found.probability, every_level(trained.covariates).matrix])


# The vignette "Getting Started" of MatchIt, summary(m.out0) and summary(m.out1).
BEFORE = [1.7941, -0.3094, 0.0550, 1.7615, -0.3498, -1.8819, -0.8263, 0.2450, -0.7211, -0.2903]
AFTER = [0.9739, 0.0718, -0.1290, 1.0259, -0.6629, None, -0.0552, 0.1546, -0.0505, -0.0257]


def test_how_alike_they_are_before_and_after(trained: Trained) -> None:
    found = balance(columns(trained), trained.treated, nearest(trained.found.probability, trained.treated).weights)
    assert found.before.difference.round(4).tolist() == BEFORE
    after = found.after.difference.round(4).tolist()
    assert [known if known is None else each for known, each in zip(AFTER, after, strict=True)] == AFTER
    numbers = found.before.variance_ratio[[1, 2, 8, 9]].round(4).tolist()
    assert numbers == [0.4400, 0.4959, 0.5181, 0.9563]
    assert np.isnan(found.before.variance_ratio[3:8]).all()
    assert not found.in_one_arm.any()
    # MatchIt divides by the square root of p(1 - p) of those trained, of whom 84.3243% are black.
    assert round(float(found.spread[3]), 6) == round(float(np.sqrt(156 / 185 * 29 / 185)), 6)
