"""Whichever way identifiers are looked up, they are of the same people."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from needskit.extract.join import places

TEXTS = st.sampled_from(["", "A", "a", "B ", "B", "É", "nan", "0012", "12", "\U0001f600"])
ROWS = st.lists(TEXTS | st.none(), max_size=12)


@given(people=st.lists(TEXTS, unique=True, max_size=8), first=ROWS, more=ROWS)
@example(people=[], first=["A"], more=[])
@example(people=["A"], first=[], more=[])
@settings(max_examples=40, deadline=None)
def test_a_place_is_where_the_identifier_stands_among_the_people(
    people: list[str], first: list[str | None], more: list[str | None]
) -> None:
    # Two sources, one below the other, are kept in pieces.
    rows = pd.concat([pd.Series(each, dtype="str") for each in (first, more)], ignore_index=True)
    expected = [people.index(text) if text in people else -1 for text in (*first, *more)]

    for who in (pd.Index(people, dtype="str"), pd.Index(people, dtype=object)):
        found = places(rows, who)
        assert found.tolist() == expected
        assert found.dtype == np.intp
