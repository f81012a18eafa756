"""The same people before and after: who is counted, what is refused, and what is said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

COLUMNS = (
    *("reconvicted_before_12_months", "offences_before_12_months", "days_in_custody_before_12_months"),
    *("reconvicted_12_months", "reoffences_12_months", "days_in_custody_12_months", "iom"),
)
PLAIN = ("yes", "4", "0", "yes", "1", "0", "yes")
"""Somebody with 4 offences before and 1 after, never in custody."""

CLEAN = ("no", "0", "0", "no", "0", "0", "no")


def cohort_of(*people: tuple[str, ...], **more: list[str]) -> Cohort:
    frame = pd.DataFrame(list(people), columns=list(COLUMNS))
    frame = frame.assign(person_id=[f"P{number}" for number in range(len(people))], **more)
    return nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")


def followed(in_full: list[bool]) -> dict[str, list[str]]:
    ends = ["2024-12-31" if each else "2024-06-30" for each in in_full]
    return {"index_date": ["2024-01-01"] * len(in_full), "follow_up_end": ends}


def values(frame: pd.DataFrame, statement: str, *names: str) -> list[float]:
    return [float(frame[name].loc[statement]) for name in names]


def shown(cohort: Cohort) -> pd.DataFrame:
    return nk.iom.before_after(cohort).to_frame().set_index("statement")


def test_how_many_how_often_each_of_those_and_for_the_time_at_risk() -> None:
    frame = shown(cohort_of(PLAIN, ("yes", "2", "183", "no", "0", "0", "yes"), CLEAN, CLEAN))

    assert values(frame, "people reconvicted", "count", "against_count", "gained", "lost") == [2, 1, 0, 1]
    assert values(frame, "offences per 100 people", "estimate", "rate_after") == [1.5, 0.25]
    assert values(frame, "offences per 100 people reconvicted", "estimate", "rate_after") == [3, 1]
    # Before, one of the four was out of custody for 182 of 365 days.
    at_risk = (3 * 365 + 182) / 365.25
    assert values(frame, "offences per 100 years at risk", "estimate") == pytest.approx([6 / at_risk])
    years = values(frame, "offences per 100 years at risk", "person_years", "against_person_years")
    assert years == pytest.approx([at_risk, 4 * 365 / 365.25])


def test_a_change_in_percentage_points_never_stands_without_the_relative_one() -> None:
    row = shown(cohort_of(PLAIN, ("yes", "2", "0", "no", "0", "0", "yes"), CLEAN, CLEAN)).loc["people reconvicted"]
    assert [row["difference"], row["relative_change"]] == [-0.25, -0.5]


def test_whoever_was_in_custody_for_all_of_a_window_is_counted_and_adds_no_time() -> None:
    frame = shown(cohort_of(PLAIN, CLEAN, ("yes", "2", "0", "no", "0", "365", "yes")))
    row = frame.loc["offences per 100 years at risk"]
    assert [row["out_of"], row["events"]] == [3, 6]
    assert row["against_person_years"] == pytest.approx(2 * 365 / 365.25)


@pytest.mark.parametrize("place", [0, 1, 3, 4])
def test_whoever_is_not_known_on_one_side_is_in_no_row(place: int) -> None:
    partly = tuple("" if column == place else answer for column, answer in enumerate(PLAIN))
    frame = shown(cohort_of(PLAIN, CLEAN, CLEAN, partly))
    assert frame["out_of"].tolist() == [3] * 4
    assert frame["not_known"].tolist() == [1] * 4
    assert values(frame, "offences per 100 people", "events", "against_events") == [4, 1]


@pytest.mark.parametrize("place", [2, 5])
def test_without_days_in_custody_somebody_is_only_in_no_rate_of_time(place: int) -> None:
    partly = tuple("" if column == place else answer for column, answer in enumerate(PLAIN))
    assert shown(cohort_of(PLAIN, CLEAN, CLEAN, partly))["out_of"].tolist() == [4, 4, 4, 3]


def test_whoever_is_not_yet_followed_up_is_in_no_row() -> None:
    frame = shown(cohort_of(PLAIN, CLEAN, CLEAN, **followed([True, True, False])))
    assert frame[["out_of", "not_known"]].to_numpy().tolist() == [[2, 1]] * 4


def test_without_numbers_it_is_how_many_alone() -> None:
    frame = pd.DataFrame({"person_id": ["1", "2"], "reconvicted_before_12_months": ["yes", "no"]})
    cohort = nk.read_cohort(
        frame.assign(reconvicted_12_months=["no", "no"]), population="people in a test", as_at="2025-12-31"
    )
    table = nk.iom.before_after(cohort)
    assert [cell.at for cell in table.cells] == [("people reconvicted",)]


def test_an_extract_without_the_12_months_before_is_refused() -> None:
    frame = pd.DataFrame({"person_id": ["1"], "reconvicted_12_months": ["no"]})
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    with pytest.raises(nk.UsageError, match="reconvicted_before_12_months"):
        nk.iom.before_after(cohort)


def chosen_by_a_condition() -> Cohort:
    return cohort_of(PLAIN, PLAIN, CLEAN).where("with two offences or more", offences_before_12_months=(2, None))


def chosen_by_a_flag() -> Cohort:
    return cohort_of(PLAIN, CLEAN, CLEAN).where("reconvicted before", reconvicted_before_12_months=True)


def chosen_all_of_them() -> Cohort:
    return cohort_of(*[PLAIN] * 10, CLEAN).where("managed under IOM", iom=True)


@pytest.mark.parametrize("chosen", [chosen_by_a_condition, chosen_by_a_flag, chosen_all_of_them])
def test_a_before_that_people_were_chosen_for_is_refused_until_that_is_acknowledged(chosen: object) -> None:
    cohort = chosen()  # type: ignore[operator] # one of three functions
    with pytest.raises(nk.UsageError, match="R-SELECTED") as raised:
        nk.iom.before_after(cohort)
    assert not any(letter.isdigit() for letter in str(raised.value))

    notes = nk.iom.before_after(cohort, acknowledge_selection=True).caption.notes
    assert any("chosen by what they did before" in note for note in notes)


def test_ten_all_reconvicted_before_are_refused_and_fewer_are_not() -> None:
    few = cohort_of(*[PLAIN] * 9, *[CLEAN] * 12)
    assert nk.iom.before_after(few, by="iom").cells
    # That a table of one is refused would tell the answer of another one whose table is not.
    managed = nk.iom.before_after(few.where("managed under IOM", iom=True))
    assert not any("acknowledged" in note for note in managed.caption.notes)
    with pytest.raises(nk.UsageError, match="R-SELECTED"):
        nk.iom.before_after(cohort_of(*[PLAIN] * 10, *[CLEAN] * 12), by="iom")


def test_it_says_that_a_fall_is_no_effect_and_which_level_of_evidence_it_is() -> None:
    notes = " ".join(nk.iom.before_after(cohort_of(PLAIN, CLEAN)).caption.notes)
    assert "A fall is not an effect" in notes
    assert "level 2 of 5" in notes
    assert "regression to the mean" in notes


def test_regression_to_the_mean_wants_to_know_of_whom_people_were_chosen() -> None:
    cohort = cohort_of(PLAIN, CLEAN)
    for given in ({}, {"reference": cohort, "mean": 1.0}, {"mean": 0.0}, {"mean": 1.0, "kappas": (0.5, -1)}):
        with pytest.raises(nk.UsageError, match=r"reference|mean"):
            nk.iom.regression_to_the_mean(cohort, **given)
    with pytest.raises(nk.UsageError, match="wider cohort"):
        nk.iom.regression_to_the_mean(cohort, reference=cohort)
    with pytest.raises(nk.UsageError, match="R-SELECTED"):
        nk.iom.regression_to_the_mean(chosen_all_of_them(), reference=chosen_by_a_condition())


def test_the_reference_population_is_all_whose_number_before_is_known_followed_up_or_not() -> None:
    people = [PLAIN] * 3 + [CLEAN] * 9 + [("no", "", "0", "no", "0", "0", "no")]
    cohort = cohort_of(*people, **followed([True] * 11 + [False] * 2))
    chosen = cohort.where("managed under IOM", iom=True)
    row = nk.iom.regression_to_the_mean(chosen, reference=cohort).to_frame().iloc[0]
    assert row[["out_of", "events", "against_events"]].tolist() == [3, 12, 3]
    assert row["reference_mean"] == 1.0
    # The variance is (3 * 9 + 9 * 1) / 11, and the shape 1 / (variance - 1).
    assert row["reference_shape"] == pytest.approx(1 / (36 / 11 - 1))


def test_where_people_differ_no_more_than_by_chance_the_reference_has_no_figure() -> None:
    alike = ("yes", "1", "0", "yes", "1", "0", "yes"), ("yes", "1", "0", "yes", "1", "0", "no")
    cohort = cohort_of(*alike)
    chosen = cohort.where("managed under IOM", iom=True)
    frame = nk.iom.regression_to_the_mean(chosen, reference=cohort).to_frame()
    assert frame["expected"].isna().tolist() == [True, False, False, False]


def test_the_standard_report_leaves_out_a_before_that_people_were_chosen_for() -> None:
    chosen, mixed = cohort_of(*[PLAIN] * 10, CLEAN), cohort_of(PLAIN, ("no", "0", "0", "no", "0", "0", "yes"), CLEAN)
    keys = [{table.caption.key for table in nk.standard_report(cohort)} for cohort in (chosen, mixed)]
    assert ["iom.before_after_for_managed_under_iom" in found for found in keys] == [False, True]


def test_of_people_chosen_so_and_of_those_not_managed_the_standard_report_has_nothing() -> None:
    managed = chosen_all_of_them()
    assert not {"iom"} & {table.caption.key.split(".")[0] for table in nk.standard_report(managed)}
    others = cohort_of(PLAIN, CLEAN).where("not managed", iom=False)
    assert not {"iom"} & {table.caption.key.split(".")[0] for table in nk.standard_report(others)}
