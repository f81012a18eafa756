"""Young adults set against those older and those younger: who is on which side, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.analysis.shown import figures, row

import needskit as nk

if TYPE_CHECKING:
    from needskit.table.table import Table

Read = Callable[..., nk.Cohort]
FOUR = ("count", "out_of", "against_count", "against_out_of")
FROM_25, TO_17 = "25 and over", "10 to 17"

PEOPLE = """
    person_id | age | sex | need_drugs | need_alcohol | mental_health | accommodation_on_release | reconvicted_12_months
    1         | 17  | f   | no         | yes          | no            | settled                  | yes
    2         | 18  | f   | yes        | yes          | yes           | rough sleeping           | yes
    3         | 24  | m   | yes        | no           |               | settled                  | no
    4         | 25  | m   | no         | no           | yes           | rough sleeping           | no
    5         | 60  | f   | yes        |              | yes           |                          | yes
    6         |     | m   | yes        | yes          | yes           | rough sleeping           | yes
    7         | 20  | m   |            |              | no            | settled                  |
    """
TABLES = (nk.transition.needs, nk.transition.overlap, nk.transition.accommodation, nk.transition.reconviction)


def test_each_need_of_those_aged_18_to_24_is_set_against_those_older_and_those_younger(read: Read) -> None:
    table = nk.transition.needs(read(PEOPLE))
    # 2 and 3 are young adults with an answer, 4 and 5 older, 1 younger; the age of 6 is not known.
    assert figures(table, *FOUR, against=FROM_25) == {"Drug misuse": [2, 2, 1, 2], "Alcohol misuse": [1, 2, 0, 1]}
    assert figures(table, *FOUR, against=TO_17) == {"Drug misuse": [2, 2, 0, 1], "Alcohol misuse": [1, 2, 1, 1]}
    # 7 is not assessed.
    assert figures(table, "not_known", against=FROM_25)["Drug misuse"] == [1]
    assert table.caption.title == "Prevalence of each need, aged 18 to 24 against other ages"


def test_several_needs_and_a_dual_diagnosis_are_set_against_others(read: Read) -> None:
    found = figures(nk.transition.overlap(read(PEOPLE)), *FOUR, against=FROM_25)
    # Of those older, 5 has not answered in full, but has a dual diagnosis by drugs; 3 has no known one.
    assert found == {"two or more": [1, 2, 0, 1], "dual diagnosis": [1, 2, 1, 2]}


def test_several_needs_want_two(read: Read) -> None:
    with pytest.raises(nk.UsageError, match="Several needs at once want two needs, and this cohort has one"):
        nk.transition.overlap(read("person_id | age | need_drugs\n1 | 18 | yes\n2 | 40 | no"))


def test_homeless_housed_and_settled_are_set_against_others(read: Read) -> None:
    table = nk.transition.accommodation(read(PEOPLE))
    found = figures(table, *FOUR, against=FROM_25)
    assert found == {"Homeless": [1, 3, 1, 1], "Housed": [2, 3, 0, 1], "Settled": [2, 3, 0, 1]}
    assert table.caption.key == "transition.accommodation"
    with pytest.raises(nk.UsageError, match="does not say where people live at 3 months"):
        nk.transition.accommodation(read(PEOPLE), at="at_3_months")


def test_outcomes_are_of_those_followed_up(read: Read) -> None:
    people = """
        person_id | age | index_date | follow_up_end | reconvicted_12_months
        1         | 18  | 2023-01-01 | 2024-01-01    | yes
        2         | 19  | 2023-01-01 | 2024-01-01    | no
        3         | 20  | 2023-01-01 | 2023-06-01    | yes
        4         | 40  | 2023-01-01 | 2024-01-01    | no
        """
    found = row(nk.transition.reconviction(read(people)), against=FROM_25)
    # 3 was followed for five months: too early is not counted, whatever the answer.
    assert [found[name] for name in (*FOUR, "not_known")] == [1, 2, 0, 1, 1]


@pytest.mark.parametrize("asked", TABLES)
def test_the_difference_is_young_adults_less_the_others_and_every_title_says_who_they_are(
    read: Read, asked: Callable[..., Table]
) -> None:
    table = asked(read(PEOPLE), band=(18, 25))
    frame = table.to_frame()
    found = (frame["estimate"] - frame["against_estimate"]).tolist()
    assert frame["difference"].tolist() == pytest.approx(found, nan_ok=True)
    assert "aged 18 to 25" in table.caption.title
    assert table.caption.key.endswith("_aged_18_to_25")
    assert list(dict.fromkeys(frame["against"])) == ["26 and over", "10 to 17"]


def test_the_band_is_that_of_the_settings(read: Read) -> None:
    cohort = read(PEOPLE)
    table = nk.transition.needs(replace(cohort, definitions=replace(cohort.definitions, young_adults=(16, 24))))
    assert table.caption.key == "transition.needs"
    assert figures(table, *FOUR, against=FROM_25)["Drug misuse"] == [2, 3, 1, 2]
    assert figures(table, *FOUR, against="10 to 15")["Drug misuse"] == [2, 3, 0, 0]


def test_those_younger_are_left_out_only_where_the_cohort_was_chosen_so(read: Read) -> None:
    everybody = read("person_id | age | need_drugs\n1 | 18 | yes\n2 | 40 | no")
    adults = everybody.where("aged 18 and over", age=(18, None))
    # Nobody is 17, but somebody could be: that there is nobody is a figure, and not a note.
    assert set(nk.transition.needs(everybody).to_frame()["against"]) == {FROM_25, TO_17}
    assert set(nk.transition.needs(adults).to_frame()["against"]) == {FROM_25}


@pytest.mark.parametrize("ages", [(18, 24), (25, None), (None, 17)])
def test_one_side_alone_is_refused(read: Read, ages: tuple[int | None, int | None]) -> None:
    part = read(PEOPLE).where("of some ages", age=ages)
    with pytest.raises(nk.UsageError, match="aged 18 to 24 and those of other ages are not both in it"):
        nk.transition.needs(part)
    assert nk.transition.has_other_ages(read(PEOPLE))
    assert not nk.transition.has_other_ages(part)


@pytest.mark.parametrize("band", [(24, 18), (18, 18), (9, 24), (18, 110)])
def test_a_band_that_is_none_is_refused(read: Read, band: tuple[int, int]) -> None:
    with pytest.raises(nk.UsageError, match="band wants two ages from 10 to 109 in rising order"):
        nk.transition.needs(read(PEOPLE), band=band)


def test_a_band_from_10_on_has_nobody_younger(read: Read) -> None:
    assert set(nk.transition.needs(read(PEOPLE), band=(10, 17)).to_frame()["against"]) == {"18 and over"}


def test_ages_are_wanted(read: Read) -> None:
    cohort = read("person_id | need_drugs\n1 | yes")
    with pytest.raises(nk.UsageError, match="holds no ages"):
        nk.transition.needs(cohort)
    assert not nk.transition.has_other_ages(cohort)
    assert not nk.transition.has_steps(cohort)


def test_a_note_says_how_many_comparisons_there_are(read: Read) -> None:
    plain, by_sex = (nk.transition.needs(read(PEOPLE), by=by).caption.notes for by in (None, "sex"))
    assert any("The table makes 4 comparisons. About" in note for note in plain)
    assert any("The table makes 4 comparisons in each group. About" in note for note in by_sex)


def test_swapping_the_groups_changes_the_sign_and_turns_the_ratio_round(read: Read) -> None:
    rows = [("20", "yes")] * 18 + [("20", "no")] * 12 + [("14", "yes")] * 20 + [("14", "no")] * 60
    frame = pd.DataFrame(rows, columns=["age", "need_drugs"]).assign(person_id=[str(n) for n in range(110)])
    cohort = read(frame)
    one = row(nk.transition.needs(cohort, band=(18, 24)), against=TO_17)
    other = row(nk.transition.needs(cohort, band=(10, 17)), against="18 and over")
    assert one["difference"] == pytest.approx(-other["difference"]) == pytest.approx(0.35)
    assert one["difference_lower"] == pytest.approx(-other["difference_upper"])
    assert one["risk_ratio"] == pytest.approx(1 / other["risk_ratio"])
    assert one["risk_ratio_lower"] == pytest.approx(1 / other["risk_ratio_upper"])
    assert one["p_value"] == pytest.approx(other["p_value"])
    assert [one[f"against_{end}"] for end in ("lower", "upper")] == pytest.approx([other["lower"], other["upper"]])
