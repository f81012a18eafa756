"""An attacker with the weighted percentage of a comparison cannot tell how many of it have the outcome.

The attacker knows how people were matched, and so what the weighted percentage is made of; the numbers of women and of
men in either arm; and how far each figure may be from the true one. None of the code that protects them is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats

OUTCOME = "reconvicted_12_months"


def two_arms(seed: int) -> pd.DataFrame:
    """Return women and men of two arms, of whom some are reconvicted."""
    chance = np.random.default_rng(seed)
    rows = [
        (arm, sex, "yes" if n < round(share * size) else "no")
        for arm, sex, size, share in (
            ("yes", "f", chance.integers(22, 40), 0.5),
            ("yes", "m", chance.integers(22, 40), 0.4),
            ("no", "f", chance.integers(45, 80), chance.uniform(0.4, 0.6)),
            ("no", "m", chance.integers(25, 45), chance.uniform(0.4, 0.6)),
        )
        for n in range(size)
    ]
    frame = pd.DataFrame(rows, columns=["iom", "sex", OUTCOME])
    times = frame[OUTCOME].map({"yes": "2", "no": "0"})
    return frame.assign(person_id=[f"P{number}" for number in range(len(frame))], reoffences_12_months=times)


def around(shown: float, off_by: int) -> Floats:
    return np.arange(max(int(shown) - off_by, 0), int(shown) + off_by + 1, dtype=np.float64)


@pytest.mark.parametrize("seed", [1, 2, 3, 5])
def test_a_weighted_percentage_does_not_tell_how_many_have_the_outcome(seed: int) -> None:
    frame = two_arms(seed)
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    matched = nk.iom.match(cohort, adjust=("sex",), method="exact")
    released = nk.release([nk.iom.rate(matched), nk.reconviction.headline(cohort, by=["iom", "sex"])])
    rate, groups = (table.to_frame() for table in released)
    off_by, shown = released.off_by, rate["against_estimate"][0]

    counts = groups.set_index(["iom", "sex"])["count"]
    women, men = (around(counts["no", sex], off_by) for sex in ("Female", "Male"))
    # Even who knows how many there are of each, and so every weight, to the last one.
    size = frame.groupby(["iom", "sex"]).size()
    of_women, of_men = (size["yes", sex] / size["no", sex] for sex in ("f", "m"))
    share = (of_women * women[:, None] + of_men * men[None, :]) / int((frame["iom"] == "yes").sum())
    may_be = np.abs(share - shown) <= (off_by + 0.5) / 1_000
    may_be &= np.abs(women[:, None] + men[None, :] - rate["against_count"][0]) <= off_by

    found = frame[(frame["iom"] == "no") & (frame[OUTCOME] == "yes")].groupby("sex").size()
    assert may_be[women == found["f"], men == found["m"]].all()
    left = [women[may_be.any(axis=1)], men[may_be.any(axis=0)]]
    assert min(len(each) for each in left) >= 4
