"""However many needs there are and however people are gone over, they are counted with the answers they gave."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.cohort.breakdown import each_answer
from needskit.cohort.packed import BLOCK, numbered
from needskit.cohort.profile import Profile
from needskit.schema import NEED_ANSWERS
from needskit.table.whom import Attribute

if TYPE_CHECKING:
    import numpy.typing as npt

SEX = each_answer(Attribute("sex", "Sex", ("female", "male", "not known")), {})
DISTRICT = each_answer(Attribute("district", "District", tuple("ABCDE")), {})
NOT_ASSESSED = 3

answers = st.integers(0, 31).flatmap(
    lambda needs: st.lists(st.lists(st.integers(0, 3), min_size=needs, max_size=needs), min_size=1, max_size=40)
)


def people(codes: npt.NDArray[np.int8], seed: int) -> pd.DataFrame:
    """Return a frame of these answers, in groups drawn at random."""
    rng = np.random.default_rng(seed)
    needs = {f"need_{n}": pd.Categorical.from_codes(column, pd.Index(NEED_ANSWERS)) for n, column in enumerate(codes.T)}
    groups = {
        breakdown.name: pd.Categorical.from_codes(
            rng.integers(0, len(breakdown.groups), len(codes)), pd.Index(breakdown.attribute.answers)
        )
        for breakdown in (SEX, DISTRICT)
    }
    return pd.DataFrame({**needs, **groups})


@settings(max_examples=60, deadline=None)
@given(answers)
def test_patterns_are_numbered_in_rising_order_for_up_to_31_needs(rows: list[list[int]]) -> None:
    codes = np.array(rows, dtype=np.int8).reshape(len(rows), -1)
    numbers, patterns = numbered(list(codes.T), len(rows))
    packed = [sum(answer << (2 * need) for need, answer in enumerate(row)) for row in rows]
    assert patterns.tolist() == sorted(set(packed))
    assert [int(patterns[number]) for number in numbers] == packed


@pytest.mark.parametrize("rows", [BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7])
@pytest.mark.parametrize("needs", [3, 12])
def test_nobody_is_lost_where_one_block_of_people_ends_and_the_next_begins(rows: int, needs: int) -> None:
    codes = np.random.default_rng(rows).integers(0, 4, (rows, needs)).astype(np.int8)
    numbers, patterns = numbered(list(codes.T), rows)
    assert ((patterns[numbers][:, None] >> (2 * np.arange(needs))) & 3 == codes).all()


@pytest.mark.parametrize("patterns_first", [True, False], ids=["from the patterns", "from the people"])
@pytest.mark.parametrize("weighted", [True, False], ids=["rows of many people", "rows of one person"])
@pytest.mark.parametrize("needs", [1, 5, 7, 11])
def test_answers_and_numbers_of_needs_are_the_same_whichever_way_they_are_counted(
    needs: int, *, weighted: bool, patterns_first: bool
) -> None:
    rng = np.random.default_rng(needs)
    codes = rng.integers(0, 3, (400, needs)).astype(np.int8)
    codes[rng.random(400) < 0.1] = NOT_ASSESSED
    frame = people(codes, seed=needs)
    weights = rng.integers(0, 9, 400) if weighted else None
    profile = Profile(frame, weights, [f"need_{n}" for n in range(needs)])
    if patterns_first:
        assert profile.patterns_by(SEX, DISTRICT).sum() == profile.total
    last, number = profile.answers_by(f"need_{needs - 1}", SEX, DISTRICT), profile.number_by(SEX, DISTRICT)
    expected: Counter[tuple[int, ...]] = Counter()
    for row, group, place, people_in_row in zip(
        codes,
        frame["sex"].cat.codes,
        frame["district"].cat.codes,
        weights if weights is not None else np.ones(400, dtype=int),
        strict=True,
    ):
        expected[0, group, place, int(row[-1])] += int(people_in_row)
        known = needs + 1 if (row == NOT_ASSESSED - 1).any() else int((row == 0).sum())
        expected[1, group, place, needs + 2 if row[0] == NOT_ASSESSED else known] += int(people_in_row)
    for kind, counts in enumerate((last, number)):
        found = {(kind, *place): int(counts[place]) for place in np.ndindex(counts.shape)}
        assert found == {place: expected[place] for place in found}
