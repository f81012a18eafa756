"""What the tables of accommodation from spells share: their parts of the cohort, their words and what they refuse."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.analysis.spells import own_rows

import needskit as nk
from needskit.analysis.accommodation import days_homeless, moves, status_on
from needskit.analysis.accommodation.spells import has_spells

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.spec.analysis.spells import Spells

    Draw = Callable[[str], pd.DataFrame]


EACH = {
    "days homeless": days_homeless,
    "moves": moves,
    "status": lambda cohort, **asked: status_on(cohort, days_after=10, **asked),
}


@pytest.mark.parametrize("which", EACH)
def test_a_table_can_be_broken_down_and_is_of_the_part_of_the_cohort_that_is_chosen(spells: Spells, which: str) -> None:
    cohort = spells(
        "person_id | accommodation | start_date\n1 | NFA | 2024-06-01\n2 | A01A | 2024-06-01\n3 | A01A | 2024-06-01",
        people="""
        person_id | sex | index_date
        1         | f   | 2024-06-30
        2         | f   | 2024-06-30
        3         | m   | 2024-06-30
        4         |     | 2024-06-30
        """,
    )
    ask = EACH[which]
    by_sex = ask(cohort, by="sex").to_frame()
    counts = own_rows(ask(cohort, by="sex")).groupby("sex")["count"].sum()
    assert counts.to_dict() == {"all": 4, "Female": 2, "Male": 1, "Other": 0, "not known": 1}
    women = cohort.where("women", sex="female")
    wanted = by_sex[by_sex["sex"] == "Female"].drop(columns="sex").reset_index(drop=True)
    pd.testing.assert_frame_equal(ask(women).to_frame(), wanted)
    assert ask(women).caption.key.endswith("_for_women")


@pytest.mark.parametrize("which", EACH)
def test_without_spells_or_index_dates_the_error_says_what_is_wanted(spells: Spells, draw: Draw, which: str) -> None:
    flat = nk.read_cohort(
        draw("person_id | index_date | accommodation_on_release\n1 | 2024-06-30 | settled"),
        population="people in a test",
        as_at="2025-12-31",
    )
    with pytest.raises(nk.UsageError, match="wants a source with the role 'accommodation' that has a start_date"):
        EACH[which](flat)
    assert not has_spells(flat)
    undated = spells("person_id | accommodation | start_date\n1 | NFA | 2024-06-01", people="person_id\n1")
    assert not has_spells(undated)
    assert has_spells(spells("person_id | accommodation | start_date\n1 | NFA | 2024-06-01"))
    with pytest.raises(nk.UsageError, match="counted from the index date, and this extract has no column index_date"):
        EACH[which](undated)


def test_what_cannot_be_asked_is_refused(spells: Spells) -> None:
    cohort = spells("person_id | accommodation | start_date\n1 | NFA | 2024-06-01")
    for ask in (days_homeless, moves):
        with pytest.raises(nk.UsageError, match="months wants 1 or more, and was 0"):
            ask(cohort, months=0)
    with pytest.raises(nk.UsageError, match="either a date"):
        status_on(cohort)
    with pytest.raises(nk.UsageError, match="either a date"):
        status_on(cohort, on=dt.date(2024, 7, 1), days_after=1)
    with pytest.raises(nk.UsageError, match=r"Nothing is known of 1 January 2026: the extract describes 31 December"):
        status_on(cohort, on=dt.date(2026, 1, 1))
    with pytest.raises(nk.UsageError, match="at='on_release'"):
        status_on(cohort, days_after=0)


def test_the_words_say_when_and_of_whom(spells: Spells) -> None:
    cohort = spells("person_id | accommodation | start_date\n1 | NFA | 2024-06-01")
    assert days_homeless(cohort, months=1).caption.title == "Days homeless in the month after the index date"
    before = days_homeless(cohort, after=False).caption
    assert (before.key, before.title) == (
        "accommodation.days_homeless_12_months_before",
        "Days homeless in the 12 months up to the index date",
    )
    table = moves(cohort, months=3)
    assert table.caption.key == "accommodation.moves_3_months_after"
    assert table.headings.not_known == "People whose number of changes is not known"
    assert "1 July" not in " ".join(table.caption.notes)
