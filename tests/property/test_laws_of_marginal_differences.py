"""Laws of differences of mean probabilities that hold for any people."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from needskit.stats.logistic import logistic
from needskit.stats.marginal import term_difference

often = settings(max_examples=150, deadline=None)
# With and without the answer: in each of two strata, those with the term and those without it.
CELLS = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), min_size=4, max_size=4)
DESIGN = np.array([[1, 1, 0], [1, 0, 0], [1, 1, 1], [1, 0, 1]], dtype=float)
PEOPLE = st.lists(st.integers(1, 100), min_size=4, max_size=4)
Cells = list[tuple[int, int]]


@often
@given(CELLS, PEOPLE)
def test_the_term_turned_round_gives_the_opposite(cells: Cells, people: list[int]) -> None:
    yes, no = np.array(cells, dtype=float).T
    turned = DESIGN.copy()
    turned[:, 1] = 1 - turned[:, 1]
    one, other = logistic(DESIGN, yes, yes + no), logistic(turned, yes, yes + no)
    assume(one.converged and other.converged)
    found, opposite = (
        term_difference(one, DESIGN, people, term=1),
        term_difference(other, turned, people, term=1),
    )
    np.testing.assert_allclose(opposite.difference, -found.difference, atol=1e-7)
    np.testing.assert_allclose(opposite.standard_error, found.standard_error, rtol=1e-6)
    np.testing.assert_allclose([opposite.lower, opposite.upper], [-found.upper, -found.lower], atol=1e-6)


@often
@given(CELLS, PEOPLE)
def test_it_has_the_sign_of_the_coefficient_and_lies_within_its_limits(cells: Cells, people: list[int]) -> None:
    yes, no = np.array(cells, dtype=float).T
    model = logistic(DESIGN, yes, yes + no)
    assume(model.converged)
    found = term_difference(model, DESIGN, people, term=1)
    assert found.difference * model.coefficient[1] >= -1e-12
    assert -1 <= found.lower <= found.difference <= found.upper <= 1
    assert 0 <= found.if_0 <= 1
    assert 0 <= found.if_1 <= 1


@often
@given(CELLS)
def test_a_saturated_model_says_the_standardised_difference_of_the_proportions(cells: Cells) -> None:
    yes, no = np.array(cells[:2], dtype=float).T
    design = DESIGN[:2, :2]
    model = logistic(design, yes, yes + no)
    assume(model.converged)
    found, share = term_difference(model, design, yes + no, term=1), yes / (yes + no)
    np.testing.assert_allclose(found.difference, share[0] - share[1], atol=1e-9)
    wald = np.sqrt((share * (1 - share) / (yes + no)).sum())
    np.testing.assert_allclose(found.standard_error, wald, rtol=1e-7)
