"""What is worked out block by block is what would be worked out from all rows at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.stats import tall
from needskit.stats.logistic import logistic
from needskit.stats.tall import blocks, triangle
from needskit.stats.weighting import entropy_balance


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 999), st.integers(0, 12), st.integers(1, 4))
def test_a_triangle_has_the_lengths_and_angles_of_its_matrix(seed: int, rows: int, columns: int) -> None:
    x = np.random.default_rng(seed).normal(size=(rows, columns))
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(tall, "ROWS", 3)
        assert [row for each in blocks(rows) for row in range(rows)[each]] == list(range(rows))
        found = triangle(x, less=np.arange(columns, dtype=np.float64))
    np.testing.assert_allclose(found.T @ found, (x - np.arange(columns)).T @ (x - np.arange(columns)), atol=1e-10)
    np.testing.assert_allclose(found, np.triu(found))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 999))
def test_a_model_and_weights_do_not_depend_on_the_blocks(seed: int) -> None:
    chance = np.random.default_rng(seed)
    x = np.column_stack([np.ones(200), chance.normal(size=(200, 2)), chance.integers(0, 2, 200)])
    treated = chance.random(200) < 1 / (1 + np.exp(-x @ np.array([-0.5, 0.5, -0.3, 0.4])))
    whole, balanced = logistic(x, treated, np.ones(200)), entropy_balance(treated, x[:, 1:])
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(tall, "ROWS", 17)
        in_blocks, in_parts = logistic(x, treated, np.ones(200)), entropy_balance(treated, x[:, 1:])
    assert whole.converged
    assert balanced.reached
    np.testing.assert_allclose(in_blocks.coefficient, whole.coefficient, atol=1e-9)
    np.testing.assert_allclose(in_blocks.covariance, whole.covariance, atol=1e-9)
    np.testing.assert_allclose(in_parts.weights, balanced.weights, atol=1e-9)


def test_a_term_that_follows_from_others_is_seen_in_blocks() -> None:
    chance = np.random.default_rng(1)
    x = np.column_stack([np.ones(300), chance.normal(size=(300, 2))])
    follows = np.column_stack([x, x @ np.array([1.0, 2.0, -3.0])])
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(tall, "ROWS", 50)
        assert logistic(x, chance.random(300) < 0.5, np.ones(300)).converged
        assert not logistic(follows, chance.random(300) < 0.5, np.ones(300)).converged
