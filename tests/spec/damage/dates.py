"""Damage to dates: forms that cannot be read or that nobody wrote, and dates that contradict each other."""

from __future__ import annotations

from tests.spec.damage.proof import Case, Damage, all_of, cell, cells
from tests.spec.damage.sound import LAST, Sheet, age, index_date

EVERYBODY = range(2, LAST + 1)
MONTH_FIRST = 'dates = "month first"'
CENTURY = "two_digit_years = 2025"
OUTCOMES = ("reconvicted_12_months", "reoffences_12_months", "days_to_first_reoffence")

IMPOSSIBLE_WITH_THE_DAY_FIRST = tuple(row for row in EVERYBODY if index_date(row).day > 12)
"""18 of 30."""


def written(form: str, *rows: int) -> Damage:
    """Write the index date of these people in another form."""
    return cells("index_date", {row: index_date(row).strftime(form) for row in rows})


def alike(name: str, form: str, settings: str = "") -> Case:
    """Return a case of index dates in another form, which are the same dates."""
    return Case(name=f"index dates {name}", damage=written(form, 4, 7, 21), settings=settings)


def no_date(text: str, rule: str = "not_a_date") -> Case:
    """Return a case of an assessment date that is none."""
    return Case(
        name=f"a date that is {text}", damage=cell("assessment_date", 7, text),
        found={rule: (7,)}, becomes={"assessment_date": "none"},
    )  # fmt: skip


def serial(row: int, time: str = "") -> str:
    """Return the number of days that Excel counts, and the time of day as a fraction."""
    return f"{index_date(row).toordinal() - 693594}{time}"


def all_month_first(sheet: Sheet) -> None:
    written("%m/%d/%Y", *EVERYBODY)(sheet)


CASES = (
    no_date("31/02/2024"),
    no_date("29/02/2023"),
    no_date("00/01/2024"),
    no_date("2024"),
    no_date("zqx"),
    no_date("<5"),
    no_date("03/02/24"),
    no_date("01/01/1900", "placeholder_date"),
    no_date("1900-01-01 00:00:00", "placeholder_date"),
    no_date("31/12/9999", "placeholder_date"),
    no_date("9999-12-31", "placeholder_date"),
    Case(
        name="a column with the month first, and nobody said so",
        damage=all_month_first, found={"not_a_date": IMPOSSIBLE_WITH_THE_DAY_FIRST}, refused=True,
    ),
    Case(name="a column with the month first, as was said", damage=lambda _sheet: None, before=all_month_first,
         settings=MONTH_FIRST),
    Case(
        name="a date with the day first in a column with the month first",
        before=all_month_first, damage=written("%d/%m/%Y", 3), settings=MONTH_FIRST,
        found={"not_a_date": (3,)}, becomes={"index_date": "none"},
    ),
    alike("in ISO form", "%Y-%m-%d"),
    alike("with dots", "%d.%m.%Y"),
    alike("with the month named", "%d %b %Y"),
    alike("with the month in capitals", "%d-%b-%Y"),
    alike("with a time of day", "%Y-%m-%dT11:50:04"),
    alike("with midnight", "%d/%m/%Y 00:00"),
    alike("in figures alone", "%Y%m%d"),
    alike("with two digits for the year, where that is allowed", "%d/%m/%y", CENTURY),
    Case(name="days as Excel counts them", damage=cells("index_date", {row: serial(row) for row in (4, 7, 21)})),
    Case(name="days as Excel counts them, with a time",
         damage=cells("index_date", {4: serial(4, ".5"), 7: serial(7, ".99")})),
    Case(
        name="five forms in one column",
        damage=all_of(written("%Y-%m-%d", 3, 4), written("%d %B %Y", 5), written("%d-%m-%Y", 6), written("%Y/%m/%d", 8),
                      cell("index_date", 9, serial(9))),
    ),
    Case(
        name="years of two digits, which nobody can tell",
        damage=written("%d/%m/%y", 4, 7, 21), found={"not_a_date": (4, 7, 21)}, becomes={"index_date": "none"},
    ),
    Case(
        name="born after the index date", damage=cell("date_of_birth", 7, "2024-05-06"),
        found={"impossible_age": (7,)}, becomes={"date_of_birth": "2024-05-06", "age": "none"},
    ),
    Case(
        name="nine years old", damage=cell("date_of_birth", 7, "2014-05-06"),
        found={"impossible_age": (7,)}, becomes={"date_of_birth": "2014-05-06", "age": "none"},
    ),
    Case(
        name="a hundred and eleven years old", damage=cell("date_of_birth", 7, "1912-05-06"),
        found={"impossible_age": (7,)}, becomes={"date_of_birth": "1912-05-06", "age": "none"},
    ),
    Case(
        name="a century mistaken, which the column age shows", damage=cell("date_of_birth", 7, "1936-08-08"),
        found={"age_differs": (7,)}, becomes={"date_of_birth": "1936-08-08", "age": "87"},
    ),
    Case(
        name="an index date after the date of the extract",
        damage=all_of(cell("index_date", 8, "02/01/2026"), cell("age", 8, str(age(8) + 2))),
        found={"after_as_at": (8,)}, becomes={"index_date": "2026-01-02", "age": str(age(8) + 2)},
    ),
    Case(
        name="born after the date of the extract", damage=cell("date_of_birth", 7, "2026-05-06"),
        found={"after_as_at": (7,), "impossible_age": (7,)}, becomes={"date_of_birth": "2026-05-06", "age": "none"},
    ),
    Case(
        name="an assessment the day after the index date", damage=cell("assessment_date", 7, "2024-02-25"),
        found={"after_index": (7,)}, becomes={"assessment_date": "2024-02-25"},
    ),
    Case(
        name="an assessment after the date of the extract", damage=cell("assessment_date", 7, "2026-01-01"),
        found={"after_as_at": (7,), "after_index": (7,)}, becomes={"assessment_date": "2026-01-01"},
    ),
    Case(
        name="a reoffence after the date of the extract",
        damage=all_of(cell("index_date", 12, "01/12/2025"), cell("age", 12, str(age(12) + 1))),
        found={"after_as_at": (12,)}, becomes={"index_date": "2025-12-01", "age": str(age(12) + 1)},
    ),
    Case(
        name="outcomes of somebody whose follow-up is not over",
        damage=cell("index_date", 12, "01/12/2024"), settings="[follow_up]\ndata_end = 2026-03-31",
        found={f"not_followed_up: {column}": (12,) for column in OUTCOMES},
        becomes={"index_date": "2024-12-01", "followed_up": "no"},
    ),
)  # fmt: skip
"""Each is done to the sound file as CSV."""
