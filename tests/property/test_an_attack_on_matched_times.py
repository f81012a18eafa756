"""An attacker with all that is shown of how soon matched people reoffend cannot tell how many of them do by when.

The attacker knows how people were matched, and so what every weighted figure is made of; how many women and men there
are in either arm; how many of each reoffend by each day, as far as that is shown; and how far each figure may be from
the true one. None of the code that protects them is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import needskit as nk
from needskit.stats.tails import chi_squared_p_value
from needskit.stats.weighted_hazard import weighted_hazard_ratio
from needskit.stats.weighted_log_rank import weighted_log_rank
from needskit.stats.weighted_survival import Sums, WeightedByDay
from needskit.table.until import mean_off_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.stats.proportion import Floats

OUTCOME, DAYS = "reconvicted_12_months", "days_to_first_reoffence"
ON, MIDDLES = (183, 365), np.array([92.0, 274.5, 365.0])
WOMEN, MEN = "Female", "Male"


def two_arms(seed: int) -> pd.DataFrame:
    """Return women and men of two arms, of whom some reoffend in either half of the year."""
    chance = np.random.default_rng(seed)
    rows = [
        (arm, sex, *((("yes", "90"), ("yes", "270"), ("no", ""))[int(drawn)]))
        for arm, sex, size in (
            ("yes", "f", chance.integers(25, 40)),
            ("yes", "m", chance.integers(25, 40)),
            ("no", "f", chance.integers(60, 90)),
            ("no", "m", chance.integers(40, 60)),
        )
        for drawn in chance.choice(3, size=size, p=(0.3, 0.25, 0.45))
    ]
    frame = pd.DataFrame(rows, columns=["iom", "sex", OUTCOME, DAYS])
    return frame.assign(person_id=[f"P{number}" for number in range(len(frame))])


def of_both(women: Floats, men: Floats, weights: tuple[float, float]) -> Floats:
    """Return what the comparison comes to in each band: heads, weights and their squares."""
    return np.array([women * weights[0] ** power + men * weights[1] ** power for power in range(3)])


def by_band(ours: Floats, theirs: Floats) -> WeightedByDay:
    """Return two arms by band, of which the first counts alike."""
    both = [np.stack([ours, each]) for each in theirs]
    events = [np.column_stack([each[:, :-1], [0, 0]]) for each in both]
    left = [np.column_stack([np.zeros((2, len(ON))), each[:, -1:]]) for each in both]
    return WeightedByDay(Sums(*events), Sums(*left))


def in_reach(
    counts: pd.Series[float],
    size: pd.Series[int],
    weights: tuple[float, float],
    shares: Floats,
    treated: int,
    off: int,
) -> Iterator[tuple[Floats, Floats]]:
    """Go through the women and men of the comparison, by band, that the counts and the weighted shares allow."""
    asked = [("no", sex, f"by day {day}") for sex in (WOMEN, MEN) for day in ON]
    grid = np.array(np.meshgrid(*(np.arange(-off, off + 1) + int(counts[at]) for at in asked), indexing="ij"))
    by_day = grid.reshape(len(asked), -1).T
    women, men = by_day[:, :2], by_day[:, 2:]
    apart = np.abs((women * weights[0] + men * weights[1]) / treated - shares).max(axis=1)
    for early_women, late_women, early_men, late_men in by_day[apart <= (off + 0.5) / 1_000]:
        both = (
            np.array([early, late - early, size["no", sex] - late], dtype=np.float64)
            for sex, early, late in (("f", early_women, late_women), ("m", early_men, late_men))
        )
        found = tuple(both)
        if min(each.min() for each in found) >= 0:
            yield found[0], found[1]


def error_of(row: pd.Series[float], bands: Floats, off: int) -> float:
    """Return the error of the mean of the comparison, as the limits must have been made of it."""
    own, most = mean_off_by(bands[None, :], MIDDLES, off, fewest=np.array([row["out_of"] - off]))
    reach = (row["days_difference_upper"] - row["days_difference_lower"]) / 2 - own[0] - (off + 0.5) / 10
    return float(np.sqrt((reach / 1.959964) ** 2 - most[0] ** 2)) - (off + 0.5) / 10


@pytest.mark.parametrize("seed", [1, 2])
def test_curves_means_and_ratios_do_not_tell_how_many_reoffend_by_when(seed: int) -> None:
    frame = two_arms(seed)
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    matched = nk.iom.match(cohort, adjust=("sex",), method="exact")
    tables = [
        nk.iom.time_to_first(matched, on=ON),
        nk.iom.survival(matched, on=ON),
        nk.reconviction.time_to_first(cohort, by=["iom", "sex"], on=ON),
    ]
    released = nk.release(tables)
    time, curves, groups = (table.to_frame() for table in released)
    row, off = time.iloc[0], released.off_by
    slack = (off + 0.5) / 1_000
    counts = groups.set_index(["iom", "sex", "day"])["count"]
    size = frame.groupby(["iom", "sex"]).size()
    weights = (size["yes", "f"] / size["no", "f"], size["yes", "m"] / size["no", "m"])
    treated = int((frame["iom"] == "yes").sum())
    true_ours = np.array([((frame["iom"] == "yes") & (frame[DAYS] == day)).sum() for day in ("90", "270", "")])

    # The error of the weighted mean, taken back out of the limits.
    shown_error = error_of(row, np.diff([0, *(row["out_of"] - curves["count"]), row["out_of"]]), off)

    left = []
    for women, men in in_reach(counts, size, weights, 1 - curves["against_estimate"].to_numpy(), treated, off):
        theirs = of_both(women, men, weights)
        mean = theirs[1] @ MIDDLES / treated
        error = np.sqrt(theirs[2] @ (MIDDLES - mean) ** 2) / treated
        # Even who knows each one of those managed, and so what a ratio and a test must be made of.
        people = by_band(true_ours, theirs)
        statistic = weighted_log_rank(people).statistic
        ends = [chi_squared_p_value(max(statistic + sign * slack, 0), degrees=1) for sign in (1, -1)]
        if (
            abs(mean - row["against_mean_days"]) <= (off + 0.5) / 10
            and abs(error - shown_error) <= (off + 1.5) / 10
            and abs(weighted_hazard_ratio(people).ratio - row["hazard_ratio"]) <= slack
            and ends[0] - 1e-9 <= row["log_rank_p_value"] <= ends[1] + 1e-9
        ):
            left.append((*women[:2], *men[:2]))

    found = frame[frame["iom"] == "no"].groupby(["sex", DAYS]).size()
    true = tuple(found[sex, day] for sex in ("f", "m") for day in ("90", "270"))
    assert true in left
    assert min(len(set(each)) for each in zip(*left, strict=True)) >= 4
