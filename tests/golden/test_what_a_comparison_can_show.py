"""Detectable differences, people needed and E-values against R, statsmodels and published figures."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import power_proportions_2indep, proportion_effectsize

from needskit.errors import UsageError
from needskit.stats.effect import proportion_difference
from needskit.stats.planning import (
    Detectable,
    detectable_difference,
    e_value,
    people_needed,
    people_needed_for_proportions,
    people_to_find,
)

EVALUATIONS = {
    # People, comparison rate, and the fall that would probably be found, in percentage points. People and rates of the
    # last two are those of the Justice Data Lab's reports on IOM in Norfolk and Suffolk, and in Leeds (July 2017).
    "thirty people, the fewest that the Justice Data Lab analyses": (30, 0.56, 24.9),
    "Norfolk and Suffolk": (64, 0.69, 16.6),
    "Leeds": (142, 0.56, 11.8),
}


@pytest.mark.parametrize("name", EVALUATIONS)
def test_a_fall_that_would_probably_be_found_is_large(name: str) -> None:
    people, rate, expected = EVALUATIONS[name]
    found = detectable_difference(people, 10_000, proportion=rate)
    assert round(100 * found.lower, 1) == expected


@pytest.mark.parametrize(("treated", "others", "rate"), [(30, 10_000, 0.56), (64, 100, 0.69), (216, 216, 0.3056)])
@pytest.mark.parametrize("power", [0.7, 0.8, 0.95])
def test_statsmodels_finds_it_as_often_as_was_asked(treated: int, others: int, rate: float, power: float) -> None:
    found = detectable_difference(treated, others, proportion=rate, power=power)
    for difference in (-found.lower, found.higher):
        if not np.isnan(difference):
            powered = power_proportions_2indep(
                difference, rate, treated, ratio=others / treated, alpha=0.05, return_results=False
            )
            # Theirs has what the test finds on the wrong side as well.
            assert powered == pytest.approx(power, abs=1e-5)


@pytest.mark.parametrize(("now", "before", "others"), [(0.54, 0.60, 1000), (0.25, 0.3, 5_000), (0.66, 0.6, 900)])
def test_statsmodels_finds_a_change_of_so_many_and_of_no_fewer(now: float, before: float, others: int) -> None:
    enough = people_to_find(now, against=before, others=others)
    powers = [
        power_proportions_2indep(now - before, before, number, ratio=others / number, alpha=0.05, return_results=False)
        for number in (enough, enough - 1)
    ]
    assert powers[0] >= 0.8 > powers[1]


def test_about_as_many_as_by_the_arcsine_are_needed() -> None:
    # Cohen's effect size is another approximation, of nearly the same. A ratio of 0 is a baseline known for certain.
    for ratio, others in ((0, np.inf), (1, 1068)):
        size = proportion_effectsize(0.54, 0.60)
        by_arcsine = NormalIndPower(ddof=0).solve_power(effect_size=size, alpha=0.05, power=0.8, ratio=ratio)
        assert people_to_find(0.54, against=0.60, others=others) == pytest.approx(by_arcsine, rel=0.01)
    # By hand: (1.959964 * sqrt(.6 * .4) + 0.841621 * sqrt(.54 * .46)) squared, over .06 squared.
    by_hand = ((1.959964 * 0.24**0.5 + 0.841621 * (0.54 * 0.46) ** 0.5) / 0.06) ** 2
    assert people_to_find(0.54, against=0.60) == np.ceil(by_hand)


def test_no_number_finds_a_change_from_a_baseline_of_too_few() -> None:
    assert people_to_find(0.54, against=0.60, others=100) == np.inf


def test_examples_of_r() -> None:
    # R, help(power.prop.test): n = 50, p1 = .5, power = .90 gives p2 = 0.8026; n = 50 and p2 = .75 a power of 0.740;
    # p1 = .5, p2 = .75, power = .90 wants 76.7 in each group; n = 50, p2 = .9 and a power of .90 a level of 0.00131.
    assert 0.5 + detectable_difference(50, 50, proportion=0.5, power=0.9).higher == pytest.approx(0.8026, abs=5e-5)
    assert detectable_difference(50, 50, proportion=0.5, power=0.740).higher == pytest.approx(0.25, abs=2e-4)
    assert detectable_difference(76.7, 76.7, proportion=0.5, power=0.9).higher == pytest.approx(0.25, abs=1e-4)
    at_this_level = detectable_difference(50, 50, proportion=0.5, power=0.9, confidence=1 - 0.00131)
    assert at_this_level.higher == pytest.approx(0.4, abs=3e-4)


def test_what_even_none_or_all_would_not_show_is_no_number() -> None:
    assert np.isnan(detectable_difference(5, 1000, proportion=0.05).lower)
    assert np.isnan(detectable_difference(5, 1000, proportion=0.0).lower)
    assert np.isnan(detectable_difference(5, 1000, proportion=1.0).higher)
    # None of these would have the answer against half: that is found.
    assert detectable_difference(50, 1000, proportion=0.5).lower < 0.5


def test_e_values_that_were_published() -> None:
    # VanderWeele and Ding (2017), Annals of Internal Medicine 167, 268-274: breast-feeding and deaths of infants from
    # respiratory infection, 3.9 (1.8 to 8.7); and leukaemia, 0.80 (0.71 to 0.91).
    found = e_value(3.9, lower=1.8, upper=8.7)
    assert (round(found.of_estimate, 3), round(found.of_limit, 3)) == (7.263, 3.000)
    found = e_value(0.80, lower=0.71, upper=0.91)
    assert (round(found.of_estimate, 2), round(found.of_limit, 2)) == (1.81, 1.43)


def test_rossis_trial_shows_something_or_nothing_by_which_limits_are_asked() -> None:
    # 48 of 216 rearrested with financial aid, 66 of 216 without. Katz's limits of the ratio hold 1.
    by_ratio = e_value(48 / 66, lower=0.5278897, upper=1.0019624)
    assert round(by_ratio.of_estimate, 4) == 2.0931
    assert by_ratio.of_limit == 1
    aid, arrested = np.repeat([1, 0], 216), np.repeat([1, 0, 1, 0], [48, 168, 66, 150])
    found = proportion_difference(arrested, aid, weights=np.ones(432))
    by_difference = e_value(
        found.treated / found.others, lower=1 + found.lower / found.others, upper=1 + found.upper / found.others
    )
    assert by_difference.of_estimate == pytest.approx(by_ratio.of_estimate, rel=1e-12)
    assert 1 < by_difference.of_limit < 1.05
    # One person fewer in each group, and the limits of the difference would hold 0.
    assert people_needed_for_proportions(216, 216, proportion=48 / 216, against=66 / 216) == 216


def test_a_ratio_of_nought_or_without_an_end_cannot_be_explained_away() -> None:
    assert e_value(0.0, lower=0.0, upper=0.5).of_estimate == np.inf
    assert np.isnan(e_value(np.nan, lower=np.nan, upper=np.nan).of_estimate)
    assert np.isnan(e_value(np.nan, lower=np.nan, upper=np.nan).of_limit)
    assert e_value(1.0, lower=0.9, upper=1.1) == e_value(1.0, lower=1.0, upper=1.0)


def test_people_needed() -> None:
    # A difference of one standard error has to become one of 1.96: 3.8415 times the people.
    assert people_needed(1000, difference=-2.0, standard_error=2.0) == 3842
    assert people_needed(100, difference=0.0, standard_error=2.0) == np.inf
    assert np.isnan(people_needed(100, difference=np.nan, standard_error=2.0))
    assert people_needed_for_proportions(10, 10, proportion=0.4, against=0.4) == np.inf
    assert np.isnan(people_needed_for_proportions(10, 0, proportion=0.4, against=np.nan))


def test_what_cannot_be_planned_is_refused() -> None:
    with pytest.raises(UsageError, match="Both groups must have people"):
        detectable_difference(0, 10, proportion=0.5)
    with pytest.raises(UsageError, match="proportion must lie between 0 and 1"):
        detectable_difference(10, 10, proportion=56)
    with pytest.raises(UsageError, match=r"power must lie between 0\.5 and 1"):
        detectable_difference(10, 10, proportion=0.5, power=0.2)
    assert isinstance(detectable_difference(10, 10, proportion=0.5), Detectable)
