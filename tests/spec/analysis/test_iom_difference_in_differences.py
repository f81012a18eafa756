"""The change of people managed under IOM beside that of people like them, in numbers that can be checked by eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
import pytest
from tests.spec.analysis.matched_people import OURS, THEIRS, cohort_of, people

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.table.table import Table

BEFORE, AFTER = "reconvicted_before_12_months", "reconvicted_12_months"
OFFENCES, REOFFENCES = "offences_before_12_months", "reoffences_12_months"
FLAGS: dict[str, list[object]] = {
    # Of four managed three before and two after, of four others two and two.
    BEFORE: ["yes", "yes", "yes", "no", "yes", "yes", "no", "no"],
    AFTER: ["yes", "no", "yes", "no", "yes", "no", "yes", "no"],
}
NUMBERS: dict[str, list[object]] = {OFFENCES: [4, 2, 2, 0, 2, 2, 0, 0], REOFFENCES: [2, 0, 2, 0, 1, 0, 2, 0]}
PEOPLE, EVENTS, TIME = (
    "people reconvicted per 100 people",
    "offences per 100 people",
    "offences per 100 years at risk",
)


def made_of(
    columns: Mapping[str, Sequence[object]],
    *,
    adjust: tuple[str, ...] = ("sex",),
    method: Literal["exact", "none"] = "exact",
) -> Table:
    cohort = cohort_of(people(OURS, THEIRS, sex=["f", "m", "f", "m"], **columns))
    return nk.iom.difference_in_differences(nk.iom.match(cohort, adjust=adjust, method=method))


def rows(table: Table) -> pd.DataFrame:
    return table.to_frame().set_index("statement")


def test_each_arm_changes_and_the_changes_differ() -> None:
    found = rows(made_of({**FLAGS, **NUMBERS}, method="none"))
    row = found.loc[PEOPLE]
    assert [row[name] for name in ("out_of", "against_out_of", "events", "against_events")] == [40, 80, 30, 20]
    assert [row[name] for name in ("estimate", "rate_after", "rate_change")] == [0.75, 0.5, -0.25]
    assert [row[name] for name in ("others_before", "others_after", "others_change")] == [0.5, 0.5, 0]
    assert row["changes_apart"] == -0.25
    assert row["relative_change"] == pytest.approx(-1 / 3)
    assert row["ratio_of_changes"] == pytest.approx(2 / 3)
    row = found.loc[EVENTS]
    assert [row[name] for name in ("events", "against_events")] == [80, 40]
    assert [row[name] for name in ("rate_change", "others_change", "changes_apart")] == [-1, -0.25, -0.75]
    # From 2 to 1 against from 1 to 0.75.
    assert row["ratio_of_changes"] == pytest.approx(0.5 / 0.75)
    assert TIME not in found.index


def test_limits_hold_the_difference_and_agree_with_their_p_value() -> None:
    for _, row in rows(made_of({**FLAGS, **NUMBERS}, method="none")).iterrows():
        assert row["changes_apart_lower"] < row["changes_apart"] < row["changes_apart_upper"]
        assert (row["changes_apart_upper"] < 0) == (row["changes_apart_p"] < 0.05) == (row["significant"] == -1)
        assert (row["ratio_of_changes_upper"] < 1) == (row["ratio_of_changes_p"] < 0.05)


def test_the_comparison_is_weighted() -> None:
    # Of the others women fell and men did not; those managed are women three times in four.
    flags = {BEFORE: ["yes"] * 4 + ["yes"] * 3 + ["no"], AFTER: ["no", "yes"] * 2 + ["no", "yes", "no", "no"]}
    cohort = cohort_of(people(OURS, THEIRS, sex=["f", "f", "f", "m", "f", "m", "f", "m"], **flags))
    matched = nk.iom.match(cohort, adjust=("sex",), method="exact")
    row = rows(nk.iom.difference_in_differences(matched)).loc[PEOPLE]
    # Women from 1 to 0, men from a half to a half.
    assert row["others_before"] == pytest.approx(0.75 * 1 + 0.25 * 0.5)
    assert row["others_after"] == pytest.approx(0.75 * 0 + 0.25 * 0.5)
    assert row["changes_apart"] == pytest.approx(-0.5 + 0.75)


def test_days_in_custody_make_a_row_of_their_own() -> None:
    days: dict[str, list[object]] = {
        "days_in_custody_before_12_months": ["0", "0", "0", "0", "265", "265", "265", "265"],
        "days_in_custody_12_months": ["165", "165", "165", "165", "0", "0", "0", ""],
    }
    row = rows(made_of({**NUMBERS, **days}, method="none")).loc[TIME]
    # The last of every four others is not known.
    assert [row["out_of"], row["against_out_of"]] == [40, 60]
    assert row["estimate"] == pytest.approx(80 / (40 * 365 / 365.25))
    assert row["rate_after"] == pytest.approx(40 / (40 * 200 / 365.25))
    assert row["others_before"] == pytest.approx(80 / (60 * 100 / 365.25), abs=0.001)
    assert row["others_after"] == pytest.approx(60 / (60 * 365 / 365.25), abs=0.001)


def test_whoever_is_not_known_in_a_window_is_in_no_figure_of_the_row() -> None:
    flags: dict[str, list[object]] = {BEFORE: ["yes", "yes", "no", ""] * 2, AFTER: ["yes", "no", "", "no"] * 2}
    found = rows(made_of({**flags, **NUMBERS}, method="none"))
    assert found["out_of"].tolist() == [20, 40]
    assert found["against_out_of"].tolist() == [40, 80]


@pytest.mark.parametrize(
    ("adjust", "before", "said"),
    [
        (("sex",), ["yes", "no"] * 4, "Those managed under IOM are mostly chosen when they offend much"),
        (("sex",), ["yes"] * 4 + ["yes", "no"] * 2, "W-SELECTED: those managed under IOM were chosen"),
        (("sex",), ["yes"] * 8, "W-SELECTED: both arms were chosen"),
        (("sex", BEFORE), ["yes", "no"] * 4, "The arms are matched on what they did before"),
    ],
)
def test_what_follows_of_how_people_were_chosen(adjust: tuple[str, ...], before: list[str], said: str) -> None:
    table = made_of({BEFORE: before, AFTER: FLAGS[AFTER]}, adjust=adjust)
    assert [note for note in table.caption.notes if note.startswith(said)]
    assert sum(note.startswith("W-SELECTED") for note in table.caption.notes) == said.startswith("W-SELECTED")


def test_those_chosen_by_a_condition_on_the_window_before_are_told() -> None:
    matched = nk.iom.match(
        cohort_of(people(OURS, THEIRS, sex=["f", "m", "f", "m"], **FLAGS)),
        treated={"iom": True, BEFORE: True},
        comparison={"iom": False},
        adjust=("sex",),
        called="managed",
    )
    assert any("W-SELECTED: those managed" in note for note in nk.iom.difference_in_differences(matched).caption.notes)


def test_without_both_windows_it_is_said_what_to_add() -> None:
    with pytest.raises(nk.UsageError, match=f"'{BEFORE}' and '{AFTER}' as yes or no columns, or '{OFFENCES}'"):
        made_of({AFTER: FLAGS[AFTER]})


def test_of_those_chosen_a_release_asks_for_none_without_an_offence_before() -> None:
    chance = np.random.default_rng(1)
    size = 400
    frame = pd.DataFrame({"person_id": [f"P{n}" for n in range(size)], "iom": ["yes", "no"] * (size // 2), "sex": "f"})
    frame[AFTER] = chance.choice(["yes", "no"], size)
    of_others = chance.choice(["yes", "no"], size)
    frame[BEFORE] = np.where(frame["iom"] == "yes", "yes", of_others)
    for chosen in (True, False):
        # Two of those managed were not reconvicted, so that they were not all chosen by it: who they are must not show.
        frame.loc[[0, 2], BEFORE] = "yes" if chosen else "no"
        matched = nk.iom.match(cohort_of(frame), adjust=("sex",), method="exact")
        [row] = nk.release([nk.iom.difference_in_differences(matched)]).tables[0].to_frame().to_dict("records")
        assert (row["status"] == "[u]") is not chosen
        assert pd.isna(row["changes_apart"]) is not chosen


@pytest.mark.parametrize(
    ("on", "is_standard"),
    [(("sex",), False), (("prior_convictions",), False), ((OFFENCES,), False), (("prior_convictions", OFFENCES), True)],
)
def test_of_those_chosen_by_the_window_before_it_is_asked_for_by_name(
    on: tuple[str, ...], *, is_standard: bool
) -> None:
    more: dict[str, list[object]] = {"sex": ["f", "m", "f", "m"], "prior_convictions": [1, 2, 1, 2, 1, 2, 1, 2]}
    all_before: dict[str, list[object]] = {**more, **NUMBERS, OFFENCES: [2, 3, 2, 3, 2, 3, 2, 3]}
    matched = nk.iom.match(cohort_of(people(OURS, THEIRS, **all_before)), adjust=on)
    assert nk.iom.has_changes_apart(matched) is is_standard
    # Where some did nothing before, nobody is taken to have been chosen by it.
    matched = nk.iom.match(cohort_of(people(OURS, THEIRS, **more, **NUMBERS)), adjust=("sex",))
    assert nk.iom.has_changes_apart(matched)


def test_of_those_chosen_it_is_asked_for_by_name_where_the_others_did_less_before() -> None:
    size = 400
    chance = np.random.default_rng(4)
    frame = pd.DataFrame({"person_id": [str(place) for place in range(size)]})
    frame["iom"] = np.where(np.arange(size) % 4 == 0, "yes", "no")
    frame["prior_convictions"] = chance.integers(0, 5, size)
    frame[OFFENCES] = 1 + chance.integers(0, 3, size)
    frame[REOFFENCES] = chance.integers(0, 3, size)
    frame[AFTER] = chance.choice(["yes", "no"], size)
    for others, is_standard in (("yes", True), ("no", False)):
        # All of those managed were reconvicted before; of the others all, or half.
        frame[BEFORE] = np.where((frame["iom"] == "yes") | (np.arange(size) % 2 == 0), "yes", others)
        matched = nk.iom.match(cohort_of(frame), adjust=("prior_convictions", OFFENCES))
        assert nk.iom.has_changes_apart(matched) is is_standard
