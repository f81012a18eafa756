"""Before and after against worked figures and statsmodels; the source stands beside each figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import t as student
from scipy.stats import ttest_rel
from statsmodels.api import GEE, GLM
from statsmodels.genmod.cov_struct import Independence
from statsmodels.genmod.families import Poisson

from needskit.errors import UsageError
from needskit.stats.before_after import changed, difference_in_differences
from needskit.stats.two_windows import by_number, moments

if TYPE_CHECKING:
    from needskit.stats.two_windows import Moments

rng = np.random.default_rng(18)
PEOPLE = 120
RATE = rng.gamma(0.7, 2, PEOPLE)
IN_GROUP = np.arange(PEOPLE) < 50
TIME = np.stack([rng.uniform(0.2, 1, PEOPLE), rng.uniform(0.2, 1, PEOPLE)])
EVENTS = rng.poisson(TIME * RATE * np.where([np.zeros(PEOPLE, dtype=bool), IN_GROUP], 0.5, 1))
WEIGHT = rng.uniform(0.2, 3, PEOPLE)


Floats = npt.NDArray[np.float64]


def of(those: npt.NDArray[np.bool_], weight: Floats | float = 1.0) -> Moments:
    before, after = EVENTS[:, those]
    time_before, time_after = TIME[:, those]
    return moments(before, after, time_before=time_before, time_after=time_after, weight=weight)


def long(those: npt.NDArray[np.bool_]) -> tuple[Floats, Floats, Floats, npt.NDArray[np.intp]]:
    """Return events, the window (0 before, 1 after), the logarithm of time, and whose row it is."""
    number = np.flatnonzero(those)
    window = np.repeat([0.0, 1.0], len(number))
    return EVENTS[:, those].ravel().astype(np.float64), window, np.log(TIME[:, those].ravel()), np.tile(number, 2)


def test_300_offences_of_100_of_300_people_to_93_of_43() -> None:
    # The arithmetic of a fall in offences of 69% and in people reconvicted of 57%: those are the falls reported of the
    # Sussex scheme (Revolving Doors, 2013). The counts are made up to it; each person here offends alike.
    people = np.zeros((4, 4))
    people[3, 0], people[3, 2], people[3, 3], people[0, 0] = 57, 36, 7, 200
    found = by_number(people)
    events, anyone, each = (changed(one) for one in (found.events, found.anyone, found.each))
    assert found.events.sums.tolist() == [300, 300, 93, 300]
    assert found.anyone.sums.tolist() == [100, 300, 43, 300]
    assert [round(100 * (float(one.ratio) - 1), 1) for one in (events, anyone, each)] == [-69.0, -57.0, -27.9]
    assert round(100 * float(anyone.difference), 1) == -19.0
    assert (float(each.before), round(float(each.after), 3)) == (3.0, 2.163)
    assert float(anyone.ratio * each.ratio) == pytest.approx(float(events.ratio))


def test_ratio_and_standard_error_are_those_of_clustered_poisson_regression() -> None:
    # statsmodels 0.15.0, GEE with an independent working correlation and its robust covariance.
    events, window, log_time, whose = long(np.ones(PEOPLE, dtype=bool))
    design = np.column_stack([np.ones(len(window)), window])
    fitted = GEE(events, design, groups=whose, offset=log_time, family=Poisson(), cov_struct=Independence()).fit()
    found = changed(of(np.ones(PEOPLE, dtype=bool)))
    assert float(found.ratio) == pytest.approx(np.exp(fitted.params[1]), rel=1e-9)
    assert float(found.standard_error) == pytest.approx(fitted.bse[1], rel=1e-9)
    assert float(found.before) == pytest.approx(np.exp(fitted.params[0]), rel=1e-9)


def test_limits_and_p_value_are_those_of_a_model_with_clusters_and_students_t() -> None:
    # statsmodels 0.15.0, GLM with cov_type="cluster" and use_t. Its correction has a further factor for the number of
    # rows and terms, which is taken out here: what is left is people over people less 1.
    events, window, log_time, whose = long(np.ones(PEOPLE, dtype=bool))
    design = np.column_stack([np.ones(len(window)), window])
    fitted = GLM(events, design, family=Poisson(), offset=log_time).fit(
        cov_type="cluster", cov_kwds={"groups": whose, "use_correction": True}, use_t=True
    )
    error = fitted.bse[1] * np.sqrt((2 * PEOPLE - 2) / (2 * PEOPLE - 1))
    found = changed(of(np.ones(PEOPLE, dtype=bool)))
    limits = np.exp(fitted.params[1] + error * student.ppf([0.025, 0.975], PEOPLE - 1))
    assert [float(found.ratio_lower), float(found.ratio_upper)] == pytest.approx(limits.tolist(), rel=1e-8)
    expected = 2 * student.sf(abs(fitted.params[1]) / error, PEOPLE - 1)
    assert float(found.p_value) == pytest.approx(expected, rel=1e-7)


def test_the_interaction_and_its_standard_error_are_those_of_clustered_poisson_regression() -> None:
    # statsmodels 0.15.0, GEE: window, group and their product.
    events, window, log_time, whose = long(np.ones(PEOPLE, dtype=bool))
    group = IN_GROUP[whose].astype(float)
    design = np.column_stack([np.ones(len(window)), window, group, window * group])
    fitted = GEE(events, design, groups=whose, offset=log_time, family=Poisson(), cov_struct=Independence()).fit()
    found = difference_in_differences(of(IN_GROUP), of(~IN_GROUP))
    assert float(found.ratio) == pytest.approx(np.exp(fitted.params[3]), rel=1e-9)
    assert float(found.standard_error) == pytest.approx(fitted.bse[3], rel=1e-9)


def test_weighted_people_are_those_of_a_weighted_model_with_clusters() -> None:
    # statsmodels 0.15.0, GEE with weights and its robust covariance.
    events, window, log_time, whose = long(np.ones(PEOPLE, dtype=bool))
    design = np.column_stack([np.ones(len(window)), window])
    fitted = GEE(
        events,
        design,
        groups=whose,
        offset=log_time,
        family=Poisson(),
        cov_struct=Independence(),
        weights=WEIGHT[whose],
    ).fit()
    found = changed(of(np.ones(PEOPLE, dtype=bool), weight=WEIGHT))
    assert float(found.ratio) == pytest.approx(np.exp(fitted.params[1]), rel=1e-9)
    assert float(found.standard_error) == pytest.approx(fitted.bse[1], rel=1e-8)


def test_the_difference_of_people_with_equal_times_is_that_of_a_paired_t_test() -> None:
    # scipy.stats.ttest_rel: with one unit of time each, the difference of means is the mean of the differences.
    before, after = EVENTS
    found = changed(moments(before, after))
    limits = ttest_rel(after, before).confidence_interval(0.95)
    assert [float(found.difference_lower), float(found.difference_upper)] == pytest.approx([limits.low, limits.high])


def test_many_events_of_few_people_make_wider_limits_than_chance_alone() -> None:
    # Poisson regression without clusters has a standard error of the root of 1 / 300 + 1 / 93, whoever offends.
    found = changed(moments([30, 0], [31, 0], people=[3, 290]))
    alone = np.sqrt(1 / 90 + 1 / 93)
    assert np.isnan(found.standard_error), "three people who changed alike do not tell how far chance goes"
    uneven = changed(moments([60, 15, 0], [3, 45, 0], people=[1, 2, 290]))
    assert float(uneven.standard_error) > 5 * alone


def test_what_cannot_be_told_is_not_a_number() -> None:
    one = changed(moments([5], [2]))
    assert float(one.ratio) == pytest.approx(0.4)
    assert np.isnan([one.ratio_lower, one.difference_upper, one.p_value]).all()
    none_after, none_before = changed(moments([5, 1, 2], [0, 0, 0])), changed(moments([0, 0, 0], [5, 1, 2]))
    assert float(none_after.ratio) == 0
    assert np.isnan([none_after.ratio_upper, none_after.p_value, none_before.ratio, none_before.ratio_upper]).all()
    assert float(none_after.difference) == pytest.approx(-8 / 3)
    assert float(none_after.difference_lower) < float(none_after.difference_upper)


def test_what_is_below_0_is_refused() -> None:
    with pytest.raises(UsageError, match="must not be below 0"):
        moments([1, -1], [0, 0])
    with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
        changed(of(IN_GROUP), confidence=0.05)
