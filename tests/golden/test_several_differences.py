"""P values of several differences, corrected as statsmodels corrects them."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from needskit.stats.holm import holm

CASES = {
    "in no order": [0.04, 0.001, 0.3, 0.012, 0.02],
    "ties": [0.01, 0.01, 0.04, 0.04],
    "one alone": [0.0321],
    "none near": [0.7, 0.9, 1.0],
    "many": np.random.default_rng(1).uniform(0, 0.2, size=40).tolist(),
}


@pytest.mark.parametrize("name", CASES)
def test_corrected_p_values_are_those_of_statsmodels(name: str) -> None:
    given = CASES[name]
    assert holm(given).tolist() == pytest.approx(multipletests(given, method="holm")[1].tolist(), abs=1e-14)


def test_one_that_is_not_known_counts_among_the_tests() -> None:
    found = holm([0.01, np.nan, 0.03])
    assert found.tolist() == pytest.approx([0.03, np.nan, 0.06], nan_ok=True)
