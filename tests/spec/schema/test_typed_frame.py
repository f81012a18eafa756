"""The typed frame: a right one is accepted whole, and each way of being wrong is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd
import pandera.errors
import pytest

from needskit.errors import UsageError
from needskit.schema import FLAG_ANSWERS, NEED_ANSWERS, Field, load_codes, load_table, pandera_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

PEOPLE = load_table("people")
ROWS = 3


def categorical(values: Sequence[str | None], categories: Sequence[str]) -> pd.Series:
    return pd.Series(values, dtype=pd.CategoricalDtype(list(categories)))


def typed(field: Field) -> pd.Series:
    if field.codes is not None:
        categories = load_codes(field.codes).categories
        return categorical([categories[0], categories[1], "not known"], categories)
    if field.type == "boolean":
        answers = NEED_ANSWERS if field.role == "need" else FLAG_ANSWERS
        return categorical(answers[:ROWS], answers)
    if field.type == "date":
        return pd.Series(pd.DatetimeIndex(["2023-01-31", "NaT", "2024-02-29"]))
    if field.type == "string" and field.role == "identifier":
        return pd.Series(["A1", "A2", "A3"])
    if field.type == "string":
        return categorical(["North", "South", "North"], ["North", "South"])
    dtype = "Int64" if field.type == "integer" else "Float64"
    return pd.Series([field.minimum, None, field.maximum or 12], dtype=dtype)


def right_frame() -> pd.DataFrame:
    return pd.DataFrame({field.name: typed(field) for field in PEOPLE.fields})


def accepts(frame: pd.DataFrame) -> bool:
    schema = pandera_schema(PEOPLE, columns=PEOPLE.names)
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors:
        return False
    return True


def test_a_right_frame_is_accepted_and_comes_back_as_it_was() -> None:
    frame = right_frame()

    checked = pandera_schema(PEOPLE, columns=PEOPLE.names).validate(frame, lazy=True)

    pd.testing.assert_frame_equal(checked, right_frame())


def test_an_empty_frame_of_the_right_types_is_accepted() -> None:
    assert accepts(right_frame().iloc[:0])


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_date_may_have_any_unit(unit: Literal["s", "ms", "us", "ns"]) -> None:
    frame = right_frame()
    frame["index_date"] = frame["index_date"].dt.as_unit(unit)

    assert accepts(frame)


SEX = load_codes("sex").categories
WRONG = {
    "a code that is not in the list": ("sex", categorical(["female", "male", "x"], [*SEX, "x"])),
    "categories in another order": ("sex", categorical(["female"] * 3, SEX[::-1])),
    "categories that leave one out": ("sex", categorical(["female"] * 3, SEX[:-1])),
    "a missing code": ("sex", categorical(["female", None, "male"], SEX)),
    "codes as plain text": ("sex", pd.Series(["female", "male", "not known"])),
    "a flag as true and false": ("iom", pd.Series([True, False, True])),
    "a flag with the answers of a need": ("iom", categorical(["yes", "no", "no"], NEED_ANSWERS)),
    "a need with the answers of a flag": ("need_drugs", categorical(["yes", "no", "no"], FLAG_ANSWERS)),
    "a missing need": ("need_drugs", categorical(["yes", None, "no"], NEED_ANSWERS)),
    "a missing outcome flag": ("reconvicted_12_months", categorical(["yes", None, "no"], FLAG_ANSWERS)),
    "an open list as plain text": ("district", pd.Series(["North", "South", "North"])),
    "an open list of numbers": ("district", pd.Series(pd.Categorical([1, 2, 1]))),
    "an age below 10": ("age", pd.Series([9, 20, None], dtype="Int64")),
    "an age above 110": ("age", pd.Series([111, 20, None], dtype="Int64")),
    "an age as a float": ("age", pd.Series([19.0, 20.0, None])),
    "an age that cannot be missing": ("age", pd.Series([19, 20, 21])),
    "a negative count of people": ("people", pd.Series([-1, 2, 3], dtype="Int64")),
    "a score above 100": ("ogrs3", pd.Series([100.5, 20, None], dtype="Float64")),
    "a score as whole numbers": ("ogrs3", pd.Series([100, 20, None], dtype="Int64")),
    "more days than a year has": ("days_to_first_reoffence", pd.Series([367, 2, 3], dtype="Int64")),
    "a date as text": ("index_date", pd.Series(["2023-01-31", "2023-02-01", "2023-02-02"])),
    "a date with a time zone": ("index_date", pd.Series(pd.to_datetime(["2023-01-31"] * 3, utc=True))),
    "an identifier as a number": ("person_id", pd.Series([1, 2, 3])),
    "a missing identifier": ("person_id", pd.Series(["A1", None, "A3"])),
}


@pytest.mark.parametrize("slip", WRONG)
def test_a_frame_with_a_slip_is_refused(slip: str) -> None:
    column, values = WRONG[slip]
    frame = right_frame()
    frame[column] = values

    assert not accepts(frame)


def test_a_frame_with_a_column_too_many_is_refused() -> None:
    assert not accepts(right_frame().assign(surname=["a", "b", "c"]))


def test_a_frame_with_a_column_too_few_is_refused() -> None:
    assert not accepts(right_frame().drop(columns="age"))


def test_needs_and_levels_of_the_users_own_are_checked_like_the_others() -> None:
    schema = pandera_schema(
        PEOPLE,
        columns=["need_gambling", "caseload", "district"],
        needs=["need_gambling"],
        levels={"caseload": ["urban", "rural"], "district": ["North", "South"]},
    )
    frame = pd.DataFrame(
        {
            "need_gambling": categorical(["yes", "not answered"], NEED_ANSWERS),
            "caseload": categorical(["urban", "rural"], ["urban", "rural"]),
            "district": categorical(["North", "North"], ["North", "South"]),
        }
    )

    assert len(schema.validate(frame, lazy=True)) == 2
    with pytest.raises(pandera.errors.SchemaErrors):
        schema.validate(frame.assign(district=categorical(["North", "North"], ["North"])), lazy=True)
    with pytest.raises(pandera.errors.SchemaErrors):
        schema.validate(frame.assign(need_gambling=categorical(["yes", "no"], FLAG_ANSWERS)), lazy=True)


def test_a_column_that_nobody_declared_is_named_with_its_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'need_drugs'"):
        pandera_schema(PEOPLE, columns=["need_drug"])
