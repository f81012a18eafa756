"""Those aged 17 are followed before and after they turn 18, from dates drawn so that a reader can count them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.analysis.shown import figures, row

import needskit as nk
from needskit.analysis.transition import followed
from needskit.cohort.settings import FollowUp
from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Draw = Callable[[str], pd.DataFrame]
    Follow = Callable[..., nk.Cohort]

BEFORE, AFTER = "before the 18th birthday", "from the 18th birthday on"
YEAR = 365.25
SETTINGS = """
[cohort]
population = "people in a test"
{more}
[sources.people]
file = ""
role = "people"
[sources.police]
file = ""
role = "offences"
{complete}
"""
DATA_END = "[follow_up]\ndata_end = 2025-12-31\n"
LONG_BEFORE = "person_id | offence_date | outcome_date | outcome\nA | 2021-03-01 | 2021-04-01 | conviction"


@pytest.fixture
def follow(draw: Draw, tmp_path: Path) -> Follow:
    """Return the cohort of drawn people and offences; the source of offences is complete unless told otherwise."""

    def cohort(
        people: str, offences: str = LONG_BEFORE, *, more: str = DATA_END, complete: bool = True, court: str = ""
    ) -> nk.Cohort:
        path = tmp_path / "needskit.toml"
        said = "complete = true" if complete else ""
        path.write_text(SETTINGS.format(more=more, complete=said), encoding="utf-8")
        frames = {"people": draw(people), "police": draw(offences), **({"court": draw(court)} if court else {})}
        return nk.read_cohort(path, frames=frames)

    return cohort


def known(cohort: nk.Cohort, **asked: int) -> dict[str, list[float]]:
    """Return with any, at risk, not known, and the offences of each of the two times."""
    return figures(followed(cohort, **asked), "count", "out_of", "not_known", "events")  # type: ignore[arg-type]


def days(cohort: nk.Cohort, **asked: int) -> list[int]:
    """Return the days at risk of each of the two times."""
    years = figures(followed(cohort, **asked), "person_years")  # type: ignore[arg-type]
    return [round(each * YEAR) for [each] in years.values()]


def test_the_birthday_is_the_first_day_of_the_second_time(follow: Follow) -> None:
    cohort = follow(
        """
        person_id | date_of_birth | index_date
        A         | 2004-07-01    | 2022-01-01
        """,
        """
        person_id | offence_date | outcome_date | outcome    | why
        A         | 2022-01-01   | 2022-02-01   | conviction | on the index date: before the follow-up
        A         | 2022-01-02   | 2022-02-01   | caution    | the first day
        A         | 2022-06-30   | 2022-10-01   | conviction | the day before the birthday, convicted after it
        A         | 2022-07-01   | 2022-08-01   | conviction | the birthday
        A         | 2022-07-02   | 2022-08-01   | not guilty |
        A         | 2024-01-01   | 2024-07-01   | conviction | the last day of 24 months, and of 6 months of waiting
        A         | 2024-01-02   | 2024-02-01   | conviction | a day late
        A         | 2023-12-31   | 2024-07-02   | conviction | proved a day late
        """,
    )
    assert known(cohort) == {BEFORE: [1, 1, 0, 2], AFTER: [1, 1, 0, 2]}
    # 2 January to 30 June 2022, and 1 July 2022 to 1 January 2024.
    assert days(cohort) == [180, 550]
    first = row(followed(cohort), time=BEFORE)
    assert first["estimate"] == pytest.approx(2 / (180 / YEAR))
    assert first["any_share"] == 1


def test_born_on_29_february_is_18_on_1_march(follow: Follow) -> None:
    cohort = follow(
        """
        person_id | date_of_birth | index_date
        A         | 2004-02-29    | 2022-02-01
        """,
        """
        person_id | offence_date | outcome_date | outcome
        A         | 2022-02-28   | 2022-04-01   | conviction
        A         | 2022-03-01   | 2022-04-01   | conviction
        A         | 2022-03-02   | 2022-04-01   | conviction
        """,
    )
    assert known(cohort) == {BEFORE: [1, 1, 0, 1], AFTER: [1, 1, 0, 2]}
    assert days(cohort) == [27, 703]


def test_with_the_index_date_on_the_day_before_the_birthday_no_day_is_before_it(follow: Follow) -> None:
    cohort = follow(
        """
        person_id | date_of_birth | index_date | why
        A         | 2004-07-01    | 2022-06-30 | no day of the follow-up before the birthday
        B         | 2004-07-02    | 2022-06-30 | one day
        C         | 2004-06-30    | 2022-06-30 | 18 on the index date: not among them
        """,
        """
        person_id | offence_date | outcome_date | outcome
        A         | 2022-07-01   | 2022-08-01   | conviction
        C         | 2022-07-01   | 2022-08-01   | conviction
        """,
    )
    assert known(cohort) == {BEFORE: [0, 1, 0, 0], AFTER: [1, 2, 0, 1]}
    assert days(cohort) == [1, 731 + 730]


def test_a_follow_up_that_ends_before_the_birthday_has_no_second_time(follow: Follow) -> None:
    cohort = follow(
        """
        person_id | date_of_birth | index_date
        A         | 2004-12-31    | 2022-01-01
        B         | 2004-07-01    | 2022-01-01
        """,
        """
        person_id | offence_date | outcome_date | outcome
        A         | 2022-03-01   | 2022-04-01   | conviction
        """,
    )
    # Of six months, to 1 July 2022, B has the last day as an adult, and A none..
    assert known(cohort, months=6) == {BEFORE: [1, 2, 0, 1], AFTER: [0, 1, 0, 0]}
    assert days(cohort, months=6) == [181 + 180, 1]


PEOPLE_NOT_KNOWN = """
person_id | date_of_birth | index_date | age | why
A         | 2004-07-01    | 2022-01-01 |     | an offence without a date
B         | 2004-07-01    | 2022-01-01 |     | an offence without an outcome, and one that counts
C         | 2004-07-01    | 2022-01-01 |     | a conviction without a date
D         |               | 2022-01-01 | 17  | the birthday is not known
E         | 2004-07-01    |            | 17  | the index date is not known
F         | 2006-01-01    | 2023-07-01 |     | the waiting time ends a day after the data
G         | 2006-01-01    | 2023-06-30 | 17  | the last who is followed up in full
H         | 2004-07-01    | 2022-01-01 |     | what is missing does not matter
I         |               |            | 18  | not 17
"""
OFFENCES_NOT_KNOWN = """
person_id | offence_date | outcome_date | outcome
A         |              | 2022-08-01   | conviction
B         | 2022-03-01   |              |
B         | 2022-04-01   | 2022-08-01   | conviction
C         | 2022-08-01   |              | conviction
F         | 2023-08-01   | 2023-09-01   | conviction
H         |              | 2021-12-01   | conviction
H         | 2024-08-01   |              |
H         |              |              | not guilty
"""


def test_what_is_not_known_is_no_no_and_the_same_people_are_not_known_in_both(follow: Follow) -> None:
    cohort = follow(PEOPLE_NOT_KNOWN, OFFENCES_NOT_KNOWN)
    assert known(cohort) == {BEFORE: [0, 2, 6, 0], AFTER: [0, 2, 6, 0]}


def test_no_record_is_no_offence_only_in_a_complete_source(follow: Follow) -> None:
    cohort = follow(PEOPLE_NOT_KNOWN, OFFENCES_NOT_KNOWN, complete=False)
    assert known(cohort) == {BEFORE: [0, 1, 7, 0], AFTER: [0, 1, 7, 0]}


def test_nobody_aged_17_leaves_a_table_of_noughts(follow: Follow) -> None:
    cohort = follow("person_id | date_of_birth | index_date\nA | 1990-01-01 | 2022-01-01")
    assert known(cohort) == {BEFORE: [0, 0, 0, 0], AFTER: [0, 0, 0, 0]}
    assert pd.isna(row(followed(cohort), time=BEFORE)["estimate"])
    assert len(nk.release(followed(cohort)).tables) == 1


def test_who_was_followed_for_less_time_is_not_known_however_far_the_data_reach(follow: Follow) -> None:
    cohort = follow(
        """
        person_id | date_of_birth | index_date | follow_up_end | why
        A         | 2004-07-01    | 2022-01-01 | 2023-12-30    | moved away two days early
        B         | 2004-07-01    | 2022-01-01 | 2023-12-31    | the last full day
        """
    )
    assert known(cohort) == {BEFORE: [0, 1, 1, 0], AFTER: [0, 1, 1, 0]}


def test_the_measure_of_the_settings_says_which_outcomes_count(follow: Follow) -> None:
    people = "person_id | date_of_birth | index_date\nA | 2004-07-01 | 2022-01-01"
    offences = """
        person_id | offence_date | outcome_date | outcome
        A         | 2022-02-01   | 2022-03-01   | caution
        A         | 2022-08-01   | 2022-09-01   | conviction
        A         | 2022-09-01   | 2024-03-01   | conviction
        """
    more = '[follow_up]\ndata_end = 2025-12-31\nmeasure = "reconviction"\nmonths = 6\nwaiting_months = 1\n'
    cohort = follow(people, offences, more=more)
    # The months are those of the table; the last conviction is a month after 24 months and so too late.
    assert known(cohort) == {BEFORE: [0, 1, 0, 0], AFTER: [1, 1, 0, 1]}
    assert "led to a conviction, which came not later than 1 month after" in followed(cohort).caption.notes[0]


def test_without_a_follow_up_in_the_settings_the_extract_cannot_tell(follow: Follow) -> None:
    people = "person_id | date_of_birth | index_date\nA | 2004-07-01 | 2022-01-01"
    with pytest.raises(UsageError, match="how far offences are known"):
        followed(follow(people, more=""))
    with pytest.raises(UsageError, match="date_of_birth and index_date"):
        followed(follow("person_id | age\nA | 17"))
    with pytest.raises(UsageError, match="role 'offences' that has the columns offence_date and outcome_date"):
        followed(follow(people, "person_id | offence_date\nA | 2022-02-01"))
    with pytest.raises(UsageError, match="months of 1 or more"):
        followed(follow(people), months=0)
    with pytest.raises(UsageError, match="an age from 11 to"):
        followed(follow(people), age=10)


def test_another_birthday_has_a_key_and_words_of_its_own(follow: Follow) -> None:
    table = followed(
        follow("person_id | date_of_birth | index_date\nA | 2001-07-01 | 2022-01-01"), months=12, age=21, by="age_band"
    )
    assert table.caption.key == "transition.followed_12_months_through_21_by_age_band"
    assert figures(table, "out_of", age_band="18 to 20") == {
        "before the 21st birthday": [1],
        "from the 21st birthday on": [1],
    }


def test_the_settings_file_says_how_people_are_followed_to_the_cohort(follow: Follow) -> None:
    people = "person_id | date_of_birth | index_date\nA | 2004-07-01 | 2022-01-01"
    more = '[follow_up]\nmonths = 24\nmeasure = "rearrest"\nlabel = "Rearrested"\noutcomes = ["pending"]\n'
    said = follow(people, more=more, complete=False).definitions.follow_up
    assert said == FollowUp(
        ("pending",), asks_when=False, months=24, happened="rearrest_24_months", times="number_rearrest_24_months"
    )


def test_every_record_of_a_source_without_outcomes_is_proven_beside_one_that_has_them(follow: Follow) -> None:
    cohort = follow(
        "person_id | date_of_birth | index_date\nA | 2004-07-01 | 2022-01-01",
        """
        person_id | offence_date | outcome_date | outcome
        A         | 2022-02-01   | 2022-03-01   | not guilty
        """,
        court="""
        person_id | offence_date | outcome_date
        A         | 2022-03-01   | 2022-04-01
        A         | 2022-08-01   | 2022-09-01
        """,
        more=f'{DATA_END}\n[sources.court]\nfile = ""\nrole = "offences"\n',
    )
    assert known(cohort) == {BEFORE: [1, 1, 0, 1], AFTER: [1, 1, 0, 1]}


def test_cases_are_no_people(follow: Follow) -> None:
    cohort = follow(
        "person_id | date_of_birth | index_date\nA | 2004-07-01 | 2022-01-01", more=f'unit = "cases"\n{DATA_END}'
    )
    table = followed(cohort)
    said = [table.caption.title, *table.caption.notes, *table.caption.sources, table.cells[0].measure.method]
    said += [table.headings.count, table.headings.out_of, table.headings.not_known, table.headings.events]
    assert table.headings.count.startswith("Cases ")
    assert not [
        words for words in said if re.search(r"\b(people|persons?|whom?|nobody|needs?)\b", words, re.IGNORECASE)
    ]
