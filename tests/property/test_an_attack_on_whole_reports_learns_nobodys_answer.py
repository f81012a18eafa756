"""An attacker with a whole standard report, and every rounded count behind any figure of it, learns nobody's answer.

``python -m benchmarks.disclosure`` does the same for reports of 60 to 20,000 people with every table there is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.property.attack.whole.said import Seen
from tests.property.attack.whole.whole import attack_on
from tests.property.test_release_at_every_size import AWKWARD, cohort_of

import needskit as nk
from needskit.disclosure.policies.publish import PUBLISH
from needskit.disclosure.protected import Protected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.rare import Listed
    from needskit.table.table import Table

SECONDS = 20.0


@pytest.mark.parametrize("which", ["a district of one"])
def test_no_small_count_is_learnt_from_a_whole_report(which: str) -> None:
    found = attack_on(Seen.of(nk.standard_report(cohort_of(AWKWARD[which])), "publish"), seconds=SECONDS)
    assert found.sensitive > 100
    assert (found.exact, found.known_small, found.two, found.open) == (0, 0, 0, 0)


def each_by_itself(tables: Sequence[Table], policy: Policy, listed: Listed) -> Protected:
    del listed
    every = {whom: count for table in tables for whom, count in table.counts.items()}
    return Protected({whom: policy.base * round(n / policy.base) for whom, n in every.items()}, 2, 4)


def test_much_is_learnt_where_each_count_is_rounded_by_itself() -> None:
    cohort = cohort_of(AWKWARD["a district of one"])
    tables = [nk.needs.prevalence(cohort, by=by) for by in (None, "sex", "district", "age_band")]
    tables += [nk.overlap.number_of_needs(cohort, by=by) for by in (None, "sex", "district", "age_band")]
    found = attack_on(Seen.of(tables, replace(PUBLISH, method=each_by_itself)), seconds=SECONDS)
    assert found.known_small > 0
