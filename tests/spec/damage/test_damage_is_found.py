"""Each kind of damage to an extract is found under its own rule, in its own rows, and touches nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.spec.damage import dates, rows, values
from tests.spec.damage.proof import Case, prove

if TYPE_CHECKING:
    from pathlib import Path

CASES = (*rows.CASES, *values.CASES, *dates.CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_damage(case: Case, tmp_path: Path) -> None:
    prove(case, tmp_path)


def test_no_two_cases_have_one_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
