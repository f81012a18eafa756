"""Days homeless and changes of accommodation, from spells drawn so that a reader can count them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.analysis.spells import NOT_KNOWN, answers

from needskit.analysis.accommodation import days_homeless, moves

if TYPE_CHECKING:
    from tests.spec.analysis.spells import Spells


def test_the_window_runs_from_the_day_after_the_index_date_to_the_same_day_at_its_end(spells: Spells) -> None:
    # A to D are homeless for one stretch and housed on all other days of the window, 1 July to 30 July 2024.
    cohort = spells("""
    person_id | accommodation | start_date | end_date   | why
    A         | NFA           | 2024-06-01 | 2024-06-30 | homeless to the index date, which is not in the window
    A         | A01A          | 2024-07-01 |            |
    B         | NFA           | 2024-06-01 | 2024-07-01 | one night more
    B         | A01A          | 2024-07-02 |            |
    C         | A01A          | 2024-06-01 | 2024-07-29 |
    C         | NFA           | 2024-07-30 |            | homeless on the last day
    D         | A01A          | 2024-06-01 | 2024-07-30 |
    D         | NFA           | 2024-07-31 |            | homeless on the day after it
    E         | NFA           | 2024-07-02 | 2024-07-29 | 28 days, and the first and last day are not known
    F         | NFA           | 2024-07-01 | 2024-07-28 | 28 days
    F         | A01A          | 2024-07-29 | 2024-07-30 |
    G         | NFA           | 2024-07-01 | 2024-07-29 | 29 days
    G         | A01A          | 2024-07-30 | 2024-07-30 |
    """)
    assert answers(cohort, lambda one: days_homeless(one, months=1)) == {
        "A": "none",
        "B": "1 to 28 days",
        "C": "1 to 28 days",
        "D": "none",
        "E": NOT_KNOWN,
        "F": "1 to 28 days",
        "G": "29 to 91 days",
    }


def test_the_window_before_ends_with_the_index_date(spells: Spells) -> None:
    # 31 May to 30 June 2024.
    cohort = spells("""
    person_id | accommodation | start_date | end_date   | why
    A         | NFA           | 2024-05-01 | 2024-05-30 | the day before the window
    A         | A01A          | 2024-05-31 |            |
    B         | NFA           | 2024-05-01 | 2024-05-31 | the first day of the window
    B         | A01A          | 2024-06-01 |            |
    C         | A01A          | 2024-05-01 | 2024-06-29 |
    C         | NFA           | 2024-06-30 |            | the index date
    D         | A01A          | 2024-05-01 | 2024-06-30 |
    D         | NFA           | 2024-07-01 |            | the day after it
    """)
    assert answers(cohort, lambda one: days_homeless(one, months=1, after=False)) == {
        "A": "none",
        "B": "1 to 28 days",
        "C": "1 to 28 days",
        "D": "none",
    }


def test_a_day_without_a_record_is_not_known_unless_the_other_days_settle_the_band(spells: Spells) -> None:
    # The year has 365 days, 1 July 2024 to 30 June 2025.
    cohort = spells(
        """
        person_id | accommodation | start_date | end_date   | why
        A         | A01A          | 2024-07-01 |            | open: housed on every day
        B         | NFA           |            | 2024-12-30 | open at the start: homeless for 183 days, then no record
        C         | NFA           |            | 2024-12-29 | 182 days, then no record: perhaps more
        D         | A01A          | 2024-07-01 | 2024-09-30 | a gap of one day
        D         | A01A          | 2024-10-02 |            |
        E         | NFA           | 2024-07-01 | 2024-07-10 | 10 days homeless and one not known: 10 or 11
        E         | A01A          | 2024-07-12 |            |
        F         | NFA           | 2024-07-01 | 2024-07-28 | 28 days homeless and one not known: 28 or 29
        F         | A01A          | 2024-07-30 |            |
        G         | NFA           | 2024-07-01 | 2024-07-10 | in prison for a day: not known
        G         | HMP           | 2024-07-11 | 2024-07-11 |
        G         | A01A          | 2024-07-12 |            |
        H         | A01A          | 2024-07-01 | 2024-12-31 | in prison
        H         | HMP           | 2025-01-01 |            |
        I         | A01A          | 2023-07-01 | 2024-06-30 | over before the window
        J         | A01A          | 2024-08-01 | 2024-07-01 | over before it began, so no record
        K         | NFA           | 31/06/2024 |            | a date that cannot be read, so no record
        L         | NFA           |            |            | no date: no spell
        """,
        people="person_id | index_date\n" + "\n".join(f"{person} | 2024-06-30" for person in "ABCDEFGHIJKLM"),
    )
    assert answers(cohort, days_homeless) == {
        "A": "none",
        "B": "183 days or more",
        "C": NOT_KNOWN,
        "D": NOT_KNOWN,
        "E": "1 to 28 days",
        "F": NOT_KNOWN,
        "G": "1 to 28 days",
        "H": NOT_KNOWN,
        "I": NOT_KNOWN,
        "J": NOT_KNOWN,
        "K": NOT_KNOWN,
        "L": NOT_KNOWN,
        "M": NOT_KNOWN,
    }


def test_of_overlapping_spells_the_one_begun_last_counts_while_it_lasts(spells: Spells) -> None:
    # A year, 1 July 2024 to 30 June 2025.
    cohort = spells("""
    person_id | accommodation | start_date | end_date   | why
    A         | A01A          | 2020-01-01 |            | two nights out, and two more, from a home that is kept
    A         | NFA           | 2024-08-01 | 2024-08-02 |
    A         | NFA           | 2024-09-01 | 2024-09-02 |
    B         | NFA           | 2020-01-01 |            | one night in a home
    B         | A01A          | 2024-08-01 | 2024-08-01 |
    C         | A01A          | 2024-07-01 |            | of two begun on one day the lower row
    C         | NFA           | 2024-07-01 |            |
    D         | NFA           | 2024-07-01 |            | the same the other way round
    D         | A01A          | 2024-07-01 |            |
    E         | NFA           | 2024-06-01 |            | begun before the window, and yet the one begun last counts
    E         | A01A          | 2024-05-01 |            |
    F         | A01A          | 2020-01-01 |            | one within another within another
    F         | NFA           | 2024-07-01 | 2024-12-31 |
    F         | A01A          | 2024-07-11 | 2024-12-21 |
    F         | NFA           | 2024-08-01 | 2024-08-05 |
    """)
    # F: 1 to 10 July, 1 to 5 August, 22 to 31 December.
    assert answers(cohort, days_homeless) == {
        "A": "1 to 28 days",
        "B": "183 days or more",
        "C": "183 days or more",
        "D": "none",
        "E": "183 days or more",
        "F": "1 to 28 days",
    }
    assert answers(cohort, moves) == {
        "A": "3 or more",
        "B": "2",
        "C": NOT_KNOWN,
        "D": NOT_KNOWN,
        "E": "0",
        "F": "3 or more",
    }


def test_a_change_is_a_day_with_another_kind_of_accommodation_than_the_day_before(spells: Spells) -> None:
    # From 30 June 2024, the index date, to 30 July.
    cohort = spells("""
    person_id | accommodation | start_date | end_date   | why
    A         | NFA           | 2024-06-01 | 2024-06-30 | moves on the first day of the window
    A         | A01A          | 2024-07-01 |            |
    B         | NFA           | 2024-06-01 | 2024-06-29 | moves on the index date
    B         | A01A          | 2024-06-30 |            |
    C         | A01A          | 2024-06-01 | 2024-07-29 | moves on the last day
    C         | NFA           | 2024-07-30 |            |
    D         | A01A          | 2024-06-01 | 2024-07-30 | moves on the day after it
    D         | NFA           | 2024-07-31 |            |
    E         | A01A          | 2024-06-01 | 2024-07-10 | two moves on one day: it is another place than the day before
    E         | NFA           | 2024-07-10 | 2024-07-10 |
    E         | A03           | 2024-07-10 |            |
    F         | A01A          | 2024-06-01 | 2024-07-10 | two moves on one day, and back where it began
    F         | NFA           | 2024-07-10 | 2024-07-10 |
    F         | A01A          | 2024-07-10 |            |
    G         | A01A          | 2024-06-01 | 2024-07-10 | from one settled home to another
    G         | A01C          | 2024-07-11 |            |
    H         | A01A          | 2024-06-01 | 2024-07-10 | a gap
    H         | NFA           | 2024-07-12 |            |
    I         | A01A          | 2024-07-01 |            | the index date is not known, and so whether it was elsewhere
    J         | A01A          | 2024-07-01 | 2024-07-05 | three known changes, though not all days are known
    J         | NFA           | 2024-07-06 | 2024-07-06 |
    J         | A03           | 2024-07-08 | 2024-07-09 |
    J         | A02           | 2024-07-10 | 2024-07-10 |
    K         | A01A          | 2024-06-01 | 2024-07-10 | from bail accommodation to other housed: two kinds
    K         | A02           | 2024-07-11 | 2024-07-11 |
    K         | A03           | 2024-07-12 |            |
    """)
    assert answers(cohort, lambda one: moves(one, months=1)) == {
        "A": "1",
        "B": "0",
        "C": "1",
        "D": "0",
        "E": "1",
        "F": "0",
        "G": "0",
        "H": NOT_KNOWN,
        "I": NOT_KNOWN,
        "J": "3 or more",
        "K": "2",
    }


def test_months_end_on_the_last_day_of_a_month_that_is_shorter(spells: Spells) -> None:
    # A month after 31 January is 29 February 2024, or 28 February 2025; a year after 29 February is 28 February.
    cohort = spells(
        """
        person_id | accommodation | start_date | end_date   |
        A         | A01A          | 2024-01-01 | 2024-02-28 |
        A         | NFA           | 2024-02-29 | 2024-02-29 |
        B         | A01A          | 2025-01-01 | 2025-02-28 |
        C         | A01A          | 2025-01-01 | 2025-02-27 |
        """,
        people="person_id | index_date\nA | 2024-01-31\nB | 2025-01-31\nC | 2025-01-31",
    )
    assert answers(cohort, lambda one: days_homeless(one, months=1)) == {
        "A": "1 to 28 days",
        "B": "none",
        "C": NOT_KNOWN,
    }
    leap = spells(
        """
        person_id | accommodation | start_date | end_date
        A         | A01A          | 2024-03-01 | 2025-02-28
        B         | A01A          | 2024-03-01 | 2025-02-27
        """,
        people="person_id | index_date\nA | 2024-02-29\nB | 2024-02-29",
    )
    assert answers(leap, days_homeless) == {"A": "none", "B": NOT_KNOWN}


def test_nothing_is_known_after_the_date_of_the_extract_or_without_an_index_date(spells: Spells) -> None:
    cohort = spells(
        """
        person_id | accommodation | start_date
        A         | A01A          | 2024-01-01
        B         | A01A          | 2024-01-01
        C         | NFA           | 2024-01-01
        D         | A01A          | 2024-01-01
        E         | NFA           | 2024-01-01
        """,
        people="person_id | index_date\nA | 2024-12-31\nB | 2025-01-01\nC | 2025-02-01\nD |\nE | 2026-02-01",
    )
    # C is known to have been homeless for 333 days of the year, which settles it.
    settled = {"A": "none", "B": NOT_KNOWN, "C": "183 days or more", "D": NOT_KNOWN, "E": NOT_KNOWN}
    assert answers(cohort, days_homeless) == settled
    assert answers(cohort, moves) == {"A": "0", "B": NOT_KNOWN, "C": NOT_KNOWN, "D": NOT_KNOWN, "E": NOT_KNOWN}


def test_a_status_at_a_point_in_time_is_no_spell(spells: Spells) -> None:
    cohort = spells("""
    person_id | accommodation | point      | start_date
    A         | NFA           | on release | 2024-06-30
    A         | A01A          |            | 2024-06-01
    B         | NFA           | on release | 2024-06-30
    """)
    assert answers(cohort, days_homeless) == {"A": "none", "B": NOT_KNOWN}
