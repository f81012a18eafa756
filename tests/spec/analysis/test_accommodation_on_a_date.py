"""Where people live on a date, from spells drawn so that a reader can count them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.spec.analysis.spells import NOT_KNOWN, answers

from needskit.analysis.accommodation import status_on

if TYPE_CHECKING:
    from tests.spec.analysis.spells import Spells


def test_where_people_live_on_a_date_is_the_spell_open_then(spells: Spells) -> None:
    cohort = spells("""
    person_id | accommodation | start_date | end_date   | why
    A         | NFA           | 2024-06-01 | 2024-07-10 | the last day
    B         | NFA           | 2024-07-10 |            | the first day
    C         | NFA           | 2024-06-01 | 2024-07-09 | over
    D         | NFA           | 2024-07-11 |            | not begun
    E         | A01A          | 2024-01-01 |            | the one begun last
    E         | A02           | 2024-07-01 | 2024-07-31 |
    F         | HMP           | 2024-01-01 |            | prison
    """)
    wanted = {
        "A": "Homeless, not rough sleeping",
        "B": "Homeless, not rough sleeping",
        "C": NOT_KNOWN,
        "D": NOT_KNOWN,
        "E": "Bail or probation accommodation",
        "F": NOT_KNOWN,
    }
    assert answers(cohort, lambda one: status_on(one, on=dt.date(2024, 7, 10))) == wanted
    assert answers(cohort, lambda one: status_on(one, days_after=10)) == wanted
    frame = status_on(cohort, days_after=10).to_frame().set_index("accommodation")
    assert frame["point"].unique().tolist() == ["10 days after the index date"]
    housed = frame.loc[["housed, of all categories"], ["count", "out_of", "not_known"]]
    assert housed.to_numpy().tolist() == [[1, 3, 3]]
    assert frame.loc["not known", "share_of_all"] == 0.5


def test_before_the_index_date_days_are_counted_back(spells: Spells) -> None:
    cohort = spells("person_id | accommodation | start_date | end_date\nA | NFA | 2024-06-29 | 2024-06-29")
    table = status_on(cohort, days_after=-1)
    assert table.caption.title == "Accommodation 1 day before the index date"
    assert table.to_frame()["count"].tolist() == [0, 0, 0, 1, 0, 0, 1, 0, 0]


def test_where_a_column_says_the_very_same_its_counts_are_taken_and_protected_once(spells: Spells) -> None:
    cohort = spells("""
    person_id | accommodation | start_date | end_date
    A         | NFA           | 2024-06-29 | 2024-09-29
    A         | A01A          | 2024-09-30 |
    B         | A01A          | 2024-06-29 |
    """)
    # 92 days after 30 June is 30 September, three months.
    assert status_on(cohort, days_after=92).attributes.keys() == {"accommodation_at_3_months", "record"}
    assert status_on(cohort, days_after=93).attributes.keys() == {"accommodation_at_3_months", "record"}
    assert status_on(cohort, on=dt.date(2024, 6, 1)).attributes.keys() == {"accommodation on 1 June 2024", "record"}
