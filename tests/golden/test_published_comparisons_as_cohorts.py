"""Published comparisons as cohorts, through the public functions: figure and sentence from the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk
from needskit.output.text import findings

if TYPE_CHECKING:
    from needskit.disclosure.released import Release

OUTCOME = "reconvicted_12_months"


def compared(ours: tuple[int, int], theirs: tuple[int, int]) -> Release:
    """Return so many of so many reconvicted in either arm, set beside each other as they are."""
    arms = (("yes", *ours), ("no", *theirs))
    rows = [(arm, "yes" if place < some else "no") for arm, some, size in arms for place in range(size)]
    frame = pd.DataFrame(rows, columns=["iom", OUTCOME]).assign(sex="m")
    frame["person_id"] = [f"P{number}" for number in range(len(frame))]
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    return nk.release([nk.iom.rate(nk.iom.match(cohort, adjust=("sex",), method="none"))], policy="none")


def test_on_a_knife_edge_the_sentence_says_what_the_limits_say() -> None:
    # Rossi, Berk and Lenihan (1980): 48 of 216 with aid rearrested, 66 of 216 without. Newcombe's limits (1998, method
    # 10) leave out no difference, and those of Katz's ratio, .528 to 1.002, do not.
    found = compared((48, 216), (66, 216))
    [row] = found.tables[0].to_frame().to_dict("records")
    limits = (row["difference"], row["difference_lower"], row["difference_upper"])
    assert limits == pytest.approx((-0.0833333, -0.1650463, -0.0001510), abs=5e-8)
    first, *_ = findings(found)
    assert (
        "That is between less than 1 and 17 fewer in every 100 (95% limits): a statistically significant" in first.words
    )
    assert not any("has no effect" in each.words for each in findings(found))


@pytest.mark.parametrize(
    ("people", "rate", "expected"),
    [
        # The fewest that the Justice Data Lab analyses; its reports on IOM in Norfolk and Suffolk, and in Leeds (July
        # 2017). 5% two-sided, 80% power, by the rates of the comparison; 16.6 where 16.65 is rounded half up to 16.7.
        (30, 0.56, 24.9),
        (64, 0.69, 16.6),
        (142, 0.56, 11.8),
    ],
)
def test_what_would_probably_be_found_stands_beside_the_difference(people: int, rate: float, expected: float) -> None:
    found = compared((round(people * rate), people), (round(10_000 * rate), 10_000))
    [row] = found.tables[0].to_frame().to_dict("records")
    assert round(100 * row["detectable"], 1) == pytest.approx(expected)
