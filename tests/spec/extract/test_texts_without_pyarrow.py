"""The same cohort whether pandas keeps its texts with pyarrow or without it."""

from __future__ import annotations

import pandas as pd

from needskit.extract.read import check
from needskit.synthetic import synthetic_people


def test_the_cohort_is_the_same_where_pandas_keeps_its_texts_without_pyarrow() -> None:
    extract = synthetic_people(people=40, seed=1)
    odd = ["not  known", "\u0662\u0664", "\x1f", "<5", "31/12/9999", "n/k", "\u00a0", "\u0130", "30%", "45351"]
    for column in ("age", "index_date", "district", "need_drugs", "sex"):
        extract.loc[: len(odd) - 1, column] = odd
    found = check(extract, population="made-up people", as_at="2025-12-31")
    cohort, problems = found.cohort, found.problems
    with pd.option_context("mode.string_storage", "python"):
        again = check(extract.astype("str"), population="made-up people", as_at="2025-12-31")
        other, others = again.cohort, again.problems
    assert problems == others
    assert cohort is not None
    assert other is not None
    assert cohort.people.astype("object").to_csv() == other.people.astype("object").to_csv()
