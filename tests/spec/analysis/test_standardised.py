"""Numbers of needs with ages and sexes mixed as elsewhere: worked out by hand, stratum by stratum."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint
from tests.spec.analysis.shown import figures, row, rows

import needskit as nk

Read = Callable[..., nk.Cohort]
Person = tuple[str, str, str, str, str]

COLUMNS = ["sex", "age", "need_drugs", "need_alcohol", "district"]


def people(*counts: tuple[int, Person]) -> pd.DataFrame:
    rows_of = [person for count, person in counts for _ in range(count)]
    return pd.DataFrame(rows_of, columns=COLUMNS, dtype="str").assign(
        person_id=[str(number) for number in range(len(rows_of))]
    )


# Of 10 young women 8 have both needs; of 40 men of 25 and over 10 have.
HERE = people(
    (8, ("f", "24", "yes", "yes", "North")),
    (2, ("f", "18", "no", "no", "North")),
    (10, ("m", "25", "yes", "yes", "South")),
    (30, ("m", "40", "no", "no", "South")),
)
# As many of the one as of the other.
THERE = people((30, ("f", "20", "no", "no", "East")), (30, ("m", "30", "yes", "no", "East")))


def elsewhere(read: Read, frame: pd.DataFrame) -> nk.Cohort:
    return read(frame, population="people elsewhere")


def test_each_stratum_has_the_weight_that_it_has_in_the_standard(read: Read) -> None:
    table = nk.overlap.standardised(read(HERE), to=elsewhere(read, THERE))
    found = row(table, number_of_needs="two or more")
    assert (found["count"], found["out_of"], found["crude"]) == (18, 50, 0.36)
    # (80% + 25%) / 2
    assert found["estimate"] == pytest.approx(0.525)
    assert found["covered"] == 1
    women, men = (proportion_confint(*each, method="wilson") for each in ((8, 10), (10, 40)))
    assert found["lower"] == pytest.approx(0.525 - hypot(0.8 - women[0], 0.25 - men[0]) / 2)
    assert found["upper"] == pytest.approx(0.525 + hypot(women[1] - 0.8, men[1] - 0.25) / 2)


def test_the_mean_is_standardised_too(read: Read) -> None:
    found = row(nk.overlap.standardised(read(HERE), to=elsewhere(read, THERE)), number_of_needs="mean")
    assert (found["count"], found["out_of"]) == (36, 50)
    assert found["crude_mean"] == pytest.approx(0.72)
    # (1.6 + 0.5) / 2; variances of each stratum, divided by one person less.
    assert found["estimate"] == pytest.approx(1.05)
    variances = 4 * 0.8 * 0.2 * 10 / 9 / 10, 4 * 0.25 * 0.75 * 40 / 39 / 40
    reach = 1.959964 * hypot(*(variance**0.5 / 2 for variance in variances))
    assert (found["lower"], found["upper"]) == pytest.approx((1.05 - reach, 1.05 + reach), abs=1e-6)


def test_whose_age_sex_or_answer_is_not_known_is_in_no_figure(read: Read) -> None:
    more = people(
        (1, ("", "24", "yes", "yes", "North")),
        (1, ("f", "", "yes", "yes", "North")),
        (1, ("f", "24", "yes", "", "North")),
        (1, ("f", "24", "", "", "North")),
        (1, ("f", "9", "yes", "yes", "North")),
    )
    all_of_them = pd.concat([HERE, more]).assign(person_id=[str(number) for number in range(55)])
    first, second = (nk.overlap.standardised(read(frame), to=elsewhere(read, THERE)) for frame in (HERE, all_of_them))
    assert (second.to_frame()["not_known"] == first.to_frame()["not_known"] + 5).all()
    one, other = (table.to_frame().drop(columns="not_known") for table in (first, second))
    pd.testing.assert_frame_equal(one, other)


def test_a_stratum_of_the_standard_that_nobody_is_in_is_left_out_and_told(read: Read) -> None:
    with_young_men = pd.concat([THERE, people((20, ("m", "18", "no", "no", "East")))])
    standard = elsewhere(read, with_young_men.assign(person_id=[str(number) for number in range(80)]))
    found = row(nk.overlap.standardised(read(HERE), to=standard), number_of_needs="two or more")
    assert found["covered"] == 60 / 80
    assert found["estimate"] == pytest.approx(0.525)


def test_parts_that_differ_in_ages_and_sexes_alone_come_to_the_same(read: Read) -> None:
    # In both districts half of the women and a quarter of the men have both needs.
    by_district = people(
        (10, ("f", "30", "yes", "yes", "North")),
        (10, ("f", "30", "no", "no", "North")),
        (1, ("m", "30", "yes", "yes", "North")),
        (3, ("m", "30", "no", "no", "North")),
        (2, ("f", "30", "yes", "yes", "South")),
        (2, ("f", "30", "no", "no", "South")),
        (8, ("m", "30", "yes", "yes", "South")),
        (24, ("m", "30", "no", "no", "South")),
    )
    table = nk.overlap.standardised(read(by_district), by="district")
    assert table.caption.key == "overlap.standardised_by_district"
    places = {where: row(table, district=where, number_of_needs="two or more") for where in ("all", "North", "South")}
    assert places["North"]["crude"] != places["South"]["crude"]
    # 24 women and 36 men in all.
    assert [found["estimate"] for found in places.values()] == pytest.approx([(24 * 0.5 + 36 * 0.25) / 60] * 3)
    assert places["all"]["crude"] == pytest.approx(places["all"]["estimate"])
    assert rows(table, district="not known")["out_of"].tolist() == [0, 0]
    assert "of the whole cohort" in table.caption.title


def test_the_title_says_whose_mix_it_is_and_a_part_is_named(read: Read) -> None:
    north = read(HERE).where("in the north", district="North")
    table = nk.overlap.standardised(north, to=elsewhere(read, THERE))
    assert table.caption.key == "overlap.standardised_for_in_the_north"
    assert table.caption.title.endswith("of people elsewhere, 31 December 2025")
    found = row(table, number_of_needs="two or more")
    assert (found["estimate"], found["covered"]) == (0.8, 0.5)


def test_one_need_has_a_mean_and_no_two_or_more(read: Read) -> None:
    one = read(HERE.drop(columns="need_alcohol"))
    table = nk.overlap.standardised(one, to=elsewhere(read, THERE))
    assert figures(table, "count", "out_of", "not_known") == {"mean": [18, 50, 0]}
    assert row(table, number_of_needs="mean")["estimate"] == pytest.approx(0.525)


def test_of_nobody_there_are_rows_without_figures(read: Read) -> None:
    nobody = read(HERE).where("others", sex="other")
    table = nk.overlap.standardised(nobody, to=elsewhere(read, THERE))
    assert figures(table, "count", "out_of") == {"two or more": [0, 0], "mean": [0, 0]}
    assert table.to_frame()["estimate"].isna().all()


def test_rows_for_several_people_count_as_those_people(read: Read) -> None:
    groups = HERE.drop(columns="person_id").value_counts().reset_index(name="people").astype("str")
    first, second = (nk.overlap.standardised(read(frame), by="district").to_frame() for frame in (HERE, groups))
    pd.testing.assert_frame_equal(first, second)


def test_what_cannot_be_standardised_is_refused(read: Read) -> None:
    cohort = read(HERE)
    with pytest.raises(nk.UsageError, match=r"wants to= \(another cohort\) or by= \(a breakdown\)"):
        nk.overlap.standardised(cohort)
    for by in ("sex", "age_band"):
        with pytest.raises(nk.UsageError, match="standardised for age and sex cannot be broken down by them"):
            nk.overlap.standardised(cohort, by=by)
    without_age = elsewhere(read, THERE.drop(columns="age"))
    with pytest.raises(nk.UsageError, match="the extract of people elsewhere does not hold both"):
        nk.overlap.standardised(cohort, to=without_age)
    with pytest.raises(nk.UsageError, match="None of the needs"):
        nk.overlap.standardised(read(HERE.drop(columns=["need_drugs", "need_alcohol"])), by="district")
