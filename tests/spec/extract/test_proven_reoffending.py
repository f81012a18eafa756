"""Proven reoffending from offences: which offences count, and which of them is the first.

Rule: Ministry of Justice, Guide to proven reoffending statistics. An offence in one year from the index date that is
proved by a conviction or a caution in that year or in six months more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.spec.extract.offences import DAYS, HAPPENED, OFFENCES, TIMES, rules, told

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from tests.spec.extract.offences import Read


DAY_BY_DAY = [
    # the offence     the outcome    counts
    ("2023-01-15 | 2023-03-01", "no", "on the index day itself"),
    ("2023-01-16 | 2023-03-01", "yes", "the day after"),
    ("2024-01-15 | 2024-03-01", "yes", "on the last day of follow-up"),
    ("2024-01-16 | 2024-03-01", "no", "the day after it"),
    ("2023-05-01 | 2024-07-15", "yes", "proved on the last day of waiting"),
    ("2023-05-01 | 2024-07-16", "no", "proved the day after it"),
    ("2024-01-15 | 2024-07-15", "yes", "both on their last day"),
    ("2022-12-31 | 2023-02-01", "no", "before the index day, proved after it"),
    ("2022-11-01 | 2022-12-01", "no", "before it altogether"),
]


@pytest.mark.parametrize(("dates", "counts", "_when"), DAY_BY_DAY, ids=[when for *_, when in DAY_BY_DAY])
def test_the_day_of_the_offence_and_that_of_the_outcome_decide(
    read_with: Read, dates: str, counts: str, _when: str
) -> None:
    cohort = read_with("person_id | index_date\nA | 2023-01-15", f"{OFFENCES}A | {dates} | conviction")
    assert told(cohort, HAPPENED) == [[counts]]
    assert told(cohort, TIMES) == [["1" if counts == "yes" else "0"]]


def test_offences_that_do_not_count_are_set_aside_by_name(read_with: Read) -> None:
    cohort = read_with(
        "person_id | index_date\nA | 2023-01-15",
        OFFENCES
        + "A | 2023-01-15 | 2023-03-01 | conviction\n"  # row 1: on the index day, proved after it
        + "A | 2022-06-01 | 2023-03-01 | caution\n"  # row 2: before it, proved after it
        + "A | 2022-06-01 | 2022-07-01 | conviction\n"  # row 3: before it
        + "A | 2024-01-16 | 2024-03-01 | conviction\n"  # row 4: after the follow-up
        + "A | 2023-05-01 | 2024-07-16 | conviction\n"  # row 5: proved after the waiting time
        + "A | 2023-05-01 | 2023-07-16 | acquitted\n",  # row 6: not proved
    )
    assert told(cohort, HAPPENED, TIMES, DAYS) == [["no", "0", "?"]]
    assert rules(cohort) == {
        "offence_before_index": (3,),
        "pseudo_reconviction": (1, 2),
        "reconviction_outside_follow_up": (4,),
        "outcome_after_waiting": (5,),
    }


def test_reoffences_are_counted_and_the_first_is_the_earliest_by_its_own_date(read_with: Read) -> None:
    cohort = read_with(
        "person_id | index_date\nA | 2023-01-15\nB | 2023-01-15",
        OFFENCES
        + "A | 2023-06-01 | 2023-06-02 | conviction\n"
        + "A | 2023-02-14 | 2024-02-01 | caution\n"  # convicted last, and the first offence: day 30
        + "A | 2023-02-14 | 2024-02-01 | caution\n"  # alike, and another
        + "B | 2023-01-16 | 2023-06-02 | conviction\n",
    )
    assert told(cohort, HAPPENED, TIMES, DAYS) == [["yes", "3", "30"], ["yes", "1", "1"]]


def test_two_index_dates_of_a_person_want_a_word_on_which_counts(read_with: Read) -> None:
    people = "person_id | index_date\nA | 2022-01-15\nA | 2023-01-15"
    offences = f"{OFFENCES}A | 2022-02-14 | 2022-03-01 | conviction"
    with pytest.raises(nk.DataError, match="repeated"):
        read_with(people, offences)
    first = read_with(people, offences, more='repeated = "earliest index date"')
    last = read_with(people, offences, more='repeated = "latest index date"')
    assert (told(first, HAPPENED), told(last, HAPPENED)) == ([["yes"]], [["no"]])


def test_somebody_released_recalled_and_released_again_is_followed_from_the_release_that_counts(
    read_with: Read,
) -> None:
    people = "person_id | index_date\nA | 2022-01-10\nA | 2022-09-01"
    offences = f"{OFFENCES}A | 2023-03-01 | 2023-05-01 | conviction"  # a year and more after the first release
    first = read_with(people, offences, more='repeated = "first row"')
    last = read_with(people, offences, more='repeated = "last row"')
    assert told(first, HAPPENED, DAYS) == [["no", "?"]]
    assert told(last, HAPPENED, DAYS) == [["yes", "181"]]
    assert "another_row_of_the_person" in {found.rule for found in last.problems}


@pytest.mark.parametrize(
    ("offence", "counts"),
    [("2025-02-28", "yes"), ("2025-03-01", "no")],  # a year from 29 February ends on 28 February
)
def test_a_year_from_29_february_ends_on_28_february(read_with: Read, offence: str, counts: str) -> None:
    cohort = read_with("person_id | index_date\nA | 2024-02-29", f"{OFFENCES}A | {offence} | 2025-04-01 | conviction")
    assert told(cohort, HAPPENED) == [[counts]]


@pytest.mark.parametrize(
    ("rows", "custody"),
    [
        # date of the offence, custody                      any, first
        (["2023-02-14 | yes"], ["yes", "yes"]),
        (["2023-02-14 | no", "2023-03-14 | yes"], ["yes", "no"]),
        (["2023-02-14 | no", "2023-03-14 |"], ["not known", "no"]),
        (["2023-02-14 |", "2023-03-14 | yes"], ["yes", "not known"]),
        (["2023-02-14 | no", "2023-02-14 | yes"], ["yes", "yes"]),
        (["2022-02-14 | yes"], ["not known", "not known"]),  # asked of those who offended again
    ],
)
def test_custody_is_asked_of_reoffences_alone(read_with: Read, rows: list[str], custody: list[str]) -> None:
    drawn = "".join(f"A | {date} | 2023-05-01 | conviction | {said}\n" for date, said in (r.split("|") for r in rows))
    cohort = read_with(
        "person_id | index_date\nA | 2023-01-15",
        f"person_id | offence_date | outcome_date | outcome | custody\n{drawn}",
    )
    names = ("custody_for_reoffence_12_months", "custody_for_first_reoffence_12_months")
    assert told(cohort, *names) == [custody]
    assert {cohort.attributes[name].within for name in names} == {(HAPPENED, "yes")}


@pytest.mark.parametrize(
    ("rows", "court"),
    [
        # date of the offence, outcome, kind of court
        (["2023-02-14 | conviction | summary"], "summary"),
        (["2023-02-14 | conviction | TEW", "2023-03-14 | conviction | indictable only"], "either_way"),
        (["2023-02-14 | conviction | summary", "2023-02-14 | conviction | either way"], "either_way"),
        (["2023-02-14 | conviction | summary", "2023-02-14 | conviction |"], "not known"),
        (["2023-02-14 | conviction | indictable only", "2023-02-14 | conviction |"], "indictable_only"),
        (["2023-02-14 | conviction | either way", "2023-02-14 | | summary"], "either_way"),  # it may not count
        (["2023-02-14 | conviction | summary", "2023-02-14 | | either way"], "not known"),
        (["2023-02-14 | conviction | summary", "2023-02-13 | | summary"], "not known"),  # the first may be another
        (["2022-02-14 | conviction | summary"], "not known"),  # asked of those who offended again
    ],
)
def test_the_kind_of_court_is_the_most_serious_of_the_first_day(read_with: Read, rows: list[str], court: str) -> None:
    drawn = "".join(
        f"A | {date} | 2023-05-01 | {outcome} | {said}\n" for date, outcome, said in (row.split("|") for row in rows)
    )
    cohort = read_with(
        "person_id | index_date\nA | 2023-01-15",
        f"person_id | offence_date | outcome_date | outcome | court_type\n{drawn}",
    )
    name = "court_of_first_reoffence_12_months"
    assert told(cohort, name) == [[court]]
    assert cohort.attributes[name].within == (HAPPENED, "yes")


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [
        # kind of court, custody                               with custody, summary, either way, indictable only
        (["summary | yes", "summary | no", "TEW | yes"], ["2", "2", "1", "0"]),
        (["summary | yes", "| no"], ["1", "?", "?", "?"]),  # the second may be of any kind
        (["summary |"], ["?", "1", "0", "0"]),
        ([], ["0", "0", "0", "0"]),
    ],
)
def test_reoffences_are_counted_by_kind_of_court_and_custody(
    read_with: Read, rows: list[str], numbers: list[str]
) -> None:
    drawn = "".join(f"A | 2023-02-14 | 2023-05-01 | conviction | {said}\n" for said in rows)
    before = "A | 2022-02-14 | 2022-05-01 | conviction | summary | yes\n"
    cohort = read_with(
        "person_id | index_date\nA | 2023-01-15",
        f"person_id | offence_date | outcome_date | outcome | court_type | custody\n{before}{drawn}",
    )
    kinds = ("custodial", "summary", "either_way", "indictable_only")
    assert told(cohort, *(f"{kind}_reoffences_12_months" for kind in kinds)) == [numbers]
    assert cohort.attributes["custodial_reoffences_12_months"].label == (
        "Number of proven reoffences with custody within 12 months"
    )


def test_columns_that_are_ready_win_and_where_they_differ_it_is_counted(read_with: Read) -> None:
    cohort = read_with(
        f"person_id | index_date | {HAPPENED}\nA | 2023-01-15 | no\nB | 2023-01-15 | yes\nC | 2023-01-15 |",
        OFFENCES
        + "A | 2023-02-14 | 2023-03-01 | conviction\n"
        + "B | 2023-02-14 | 2023-03-01 | conviction\n"
        + "C | 2023-02-14 | 2023-03-01 | conviction\n",
    )
    assert told(cohort, HAPPENED) == [["no"], ["yes"], ["yes"]]
    assert [each for each in cohort.agreement if each[0] == HAPPENED] == [(HAPPENED, "police", 2, 1)]
    assert cohort.attributes[HAPPENED].label == "Reconvicted within 12 months"


def test_two_sources_of_offences_are_asked_together(tmp_path: Path, draw: Callable[[str], pd.DataFrame]) -> None:
    (tmp_path / "needskit.toml").write_text(
        '[cohort]\npopulation = "people in a test"\n[follow_up]\ndata_end = 2025-12-31\n'
        + "".join(
            f'[sources.{name}]\nfile = ""\nrole = "{role}"\n'
            for name, role in (("people", "people"), ("police", "offences"), ("courts", "offences"))
        ),
        encoding="utf-8",
    )
    frames = {
        "people": draw("person_id | index_date\nA | 2023-01-15\nB | 2023-01-15\nC | 2023-01-15"),
        "police": draw(f"{OFFENCES}A | 2023-05-01 | 2023-06-01 | caution\nB | 2020-05-01 | 2020-06-01 | caution"),
        "courts": draw("person_id | offence_date | outcome_date\nA | 2023-04-01 | 2023-06-01"),
    }
    cohort = nk.read_cohort(tmp_path / "needskit.toml", frames=frames)
    assert told(cohort, HAPPENED, TIMES, DAYS) == [["yes", "2", "76"], ["no", "0", "?"], ["not known", "?", "?"]]
    assert [found.source for found in cohort.problems if found.rule == "no_offence_outcome"] == ["courts"]
