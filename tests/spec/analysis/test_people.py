"""Who the people are, how many are young adults, and who is in the figures at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from needskit.table.table import Table

Read = Callable[..., nk.Cohort]
Draw = Callable[[str], pd.DataFrame]

SEVEN = """
    person_id | sex | age | need_drugs | need_alcohol | district
    1         | f   | 18  | yes        | yes          | North
    2         | f   | 24  | no         | no           | North
    3         | m   | 25  | yes        |              | South
    4         | m   | 17  |            |              | South
    5         |     |     |            | no           |
              | m   | 30  | yes        | yes          | North
    5         |     |     |            | no           |
    """


def figures(table: Table, drawing: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of a drawing as texts, whole numbers without a point and blanks for none."""
    frame = table.to_frame()
    columns = {str(name): frame[name] for name in drawing.columns}
    texts = {name: [_text(value) for value in values] for name, values in columns.items()}
    return pd.DataFrame(texts, dtype="str")


def _text(value: object) -> str:
    if value is pd.NA or value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_the_flow_says_what_became_of_every_record(read: Read, draw: Draw) -> None:
    expected = draw("""
        step                        | count | out_of
        records received            | 7     |
        set aside: blank row        | 0     | 7
        set aside: repeated header  | 0     | 7
        set aside: totals row       | 0     | 7
        set aside: note below the table | 0 | 7
        set aside: no identifier    | 1     | 7
        set aside: repeated exactly | 1     | 7
        cohort                      | 5     | 7
        of these, aged 18 to 24     | 2     | 5
        with any need answered      | 2     | 2
        with every need answered    | 2     | 2
        """)
    table = nk.coverage.flow(read(SEVEN).where("aged 18 to 24", age=(18, 24)))
    pd.testing.assert_frame_equal(figures(table, expected), expected)


def test_coverage_is_out_of_everybody_in_each_group(read: Read, draw: Draw) -> None:
    expected = draw("""
        characteristic | group     | count | out_of
        all            | all       | 4     | 5
        Sex            | Female    | 2     | 2
        Sex            | Male      | 1     | 2
        Sex            | Other     | 0     | 0
        Sex            | not known | 1     | 1
        District       | North     | 2     | 2
        District       | South     | 1     | 2
        District       | not known | 1     | 1
        """)
    table = nk.coverage.assessment(read(SEVEN), by=["sex", "district"])
    pd.testing.assert_frame_equal(figures(table, expected), expected)


def test_completeness_is_out_of_everybody_assessed_or_not(read: Read) -> None:
    frame = nk.coverage.completeness(read(SEVEN)).to_frame()
    found = dict(zip(frame["column"], zip(frame["count"], frame["out_of"], strict=True), strict=True))
    assert found["Sex"] == (4, 5)
    assert found["Age"] == (4, 5)
    assert found["District"] == (4, 5)
    assert [counts for label, counts in found.items() if label.startswith("Drug misuse")] == [(3, 5)]
    assert [counts for label, counts in found.items() if label.startswith("Alcohol misuse")] == [(3, 5)]


def test_problems_are_counted_by_rule_without_a_row_number(read: Read) -> None:
    table = nk.coverage.problems(read("person_id | sex\n1 | x\n2 | x\n3 | f\nTotal |"))
    frame = table.to_frame()
    assert frame["count"].tolist() == [1, 2, 4]
    assert frame["problem"].tolist() == [
        "Is a row of totals, not a person. Set aside.",
        (
            "Sex wants one of the codes, labels or synonyms of its code list (female, male, other). "
            "Counted as not known."
        ),
        "Records received",
    ]


def test_an_extract_without_problems_lists_only_what_was_received(read: Read) -> None:
    frame = nk.coverage.problems(read("person_id | sex\n1 | f")).to_frame()
    assert frame[["problem", "count"]].to_numpy().tolist() == [["Records received", 1]]


def test_a_profile_goes_through_one_characteristic_after_another(read: Read, draw: Draw) -> None:
    expected = draw("""
        characteristic | group       | count | out_of
        Sex            | Female      | 2     | 4
        Sex            | Male        | 2     | 4
        Sex            | Other       | 0     | 4
        Sex            | not known   | 1     |
        Age group      | 10 to 17    | 1     | 4
        Age group      | 18 to 24    | 2     | 4
        Age group      | 25 and over | 1     | 4
        Age group      | not known   | 1     |
        """)
    table = nk.demographics.profile(read(SEVEN), characteristics=["sex", "age_group"])
    pd.testing.assert_frame_equal(figures(table, expected), expected)


def test_a_profile_goes_through_what_the_extract_holds(read: Read) -> None:
    characteristics = nk.demographics.profile(read(SEVEN)).dimensions[0].labels
    assert characteristics == ("Sex", "Age band", "District")


def test_a_profile_wants_something_to_describe_people_by(read: Read) -> None:
    with pytest.raises(nk.UsageError, match="no column to describe people by"):
        nk.demographics.profile(read("person_id | need_drugs\n1 | yes"))


def test_young_adults_are_a_share_of_those_whose_age_is_known(read: Read, draw: Draw) -> None:
    expected = draw("""
        age         | count | out_of | not_known
        10 to 17    | 1     | 4      | 1
        18 to 20    | 1     | 4      | 1
        21 to 24    | 1     | 4      | 1
        18 to 24    | 2     | 4      | 1
        25 and over | 1     | 4      | 1
        not known   | 1     |        |
        """)
    pd.testing.assert_frame_equal(figures(nk.transition.young_adults_share(read(SEVEN)), expected), expected)


def test_young_adults_may_be_18_to_25(read: Read, draw: Draw) -> None:
    expected = draw("""
        age         | count | out_of
        10 to 17    | 1     | 4
        18 to 25    | 3     | 4
        26 and over | 0     | 4
        not known   | 1     |
        """)
    table = nk.transition.young_adults_share(read(SEVEN), band=(18, 25))
    pd.testing.assert_frame_equal(figures(table, expected), expected)
    assert table.caption.title == "Young adults, aged 18 to 25, as a share of all ages"


@pytest.mark.parametrize("band", [(24, 18), (10, 24), (18, 110), (0, 200)])
def test_a_band_that_is_none_is_refused(read: Read, band: tuple[int, int]) -> None:
    with pytest.raises(nk.UsageError, match="band wants two ages from 11 to 109"):
        nk.transition.young_adults_share(read(SEVEN), band=band)


def test_ages_are_wanted_for_young_adults(read: Read) -> None:
    with pytest.raises(nk.UsageError, match="holds no ages: it wants a column age, or date_of_birth and index_date"):
        nk.transition.young_adults_share(read("person_id | sex\n1 | f"))


def test_age_cannot_be_broken_down_by_age(read: Read) -> None:
    with pytest.raises(nk.UsageError, match="'age' cannot be broken down by itself"):
        nk.transition.young_adults_share(read(SEVEN), by="age_band")


def test_coverage_wants_assessments(read: Read) -> None:
    with pytest.raises(nk.UsageError, match="says nothing of assessments"):
        nk.coverage.assessment(read("person_id | sex\n1 | f"))


def test_the_words_of_coverage_are_those_of_what_is_counted(read: Read) -> None:
    cohort = read("person_id | need_drugs\n1 | yes", unit="plans", need_word="theme")
    assert nk.coverage.assessment(cohort).headings.out_of == "Plans in the cohort"
    assert "with every theme answered" in nk.coverage.flow(cohort).dimensions[0].labels


def test_rows_set_aside_are_the_same_count_as_in_the_flow() -> None:
    identifiers = [*(str(number) for number in range(40)), *[""] * 7, *["1"] * 8]
    frame = pd.DataFrame({"person_id": identifiers, "sex": "f"})
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    problems, flow = nk.coverage.problems(cohort), nk.coverage.flow(cohort)
    in_the_flow = {part for cell in flow.cells for part in cell.parts}
    assert all(cell.parts[0] in in_the_flow for cell in problems.cells)
    shown = nk.release([problems, flow])
    step = shown["coverage.flow"].to_frame().set_index("step")["count"]
    rows = shown["coverage.problems"].to_frame()["count"].tolist()
    assert rows == [step[f"set aside: {fate}"] for fate in ("no identifier", "repeated exactly")] + [
        step["records received"]
    ]


def test_a_rule_that_few_rows_break_is_not_listed_in_a_release() -> None:
    frame = pd.DataFrame({"person_id": [str(n) for n in range(50)], "sex": ["q"] * 2 + ["f"] * 48})
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    table = nk.coverage.problems(cohort)
    assert len(nk.release([table], policy="none")["coverage.problems"].cells) == 2
    shown = nk.release([table])["coverage.problems"].to_frame()
    assert shown["problem"].tolist()[-1] == "Records received"
    assert 0 not in shown["count"].tolist()
