"""Bands of age that the settings name divide people as those of needskit do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.damage.drawn import write_sources

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

Draw = Callable[[str], pd.DataFrame]
Settle = Callable[[str], nk.Cohort]

PEOPLE = "person_id | age | sex\n1 | 15 | f\n2 | 16 | f\n3 | 24 | m\n4 | 25 | m\n5 | 110 | f\n6 |  | f"
LOCAL = '[[definitions.age_bandings]]\nname = "local_band"\nlabel = "Local bands"\nlevels = '


@pytest.fixture
def settle(draw: Draw, tmp_path: Path) -> Settle:
    return lambda said: nk.read_cohort(write_sources(draw, tmp_path, said, people=PEOPLE))


def test_both_ends_of_a_band_belong_to_it(settle: Settle) -> None:
    table = nk.distribution(settle(f"{LOCAL}[[10, 15], [16, 24], [25, 110]]"), "local_band")
    frame = table.to_frame()
    assert frame["local_band"].tolist() == ["10 to 15", "16 to 24", "25 and over", "not known"]
    assert frame["count"].tolist() == [1, 2, 2, 1]
    assert table.dimensions[0].label == "Local bands"


def test_ages_outside_all_bands_are_a_group_of_their_own(settle: Settle) -> None:
    frame = nk.distribution(settle(f"{LOCAL}[[16, 16], [17, 24]]"), "local_band").to_frame()
    assert dict(zip(frame["local_band"], frame["count"], strict=True)) == {
        "16": 1,
        "17 to 24": 1,
        "other ages": 3,
        "not known": 1,
    }


def test_a_part_of_the_cohort_may_be_one_of_the_bands(settle: Settle) -> None:
    cohort = settle(f"{LOCAL}[[10, 15], [16, 24], [25, 110]]")
    assert len(cohort.where("aged 16 to 24", local_band="16 to 24")) == 2
    named = settle(f'{LOCAL}[[16, 24]]\n\n[cohorts.young]\nlabel = "Young"\nwhere = {{ local_band = "16 to 24" }}')
    assert named.definitions.cohorts[0].label == "Young"
    assert nk.demographics.profile(named, characteristics=["sex", "local_band"]).to_frame()["count"].sum() == 12


@pytest.mark.parametrize(
    ("levels", "wrong"),
    [
        ("[]", "wants a band at least"),
        ("[[10, 17], [17, 24]]", "wants bands that rise"),
        ("[[10, 17], [19, 24]]", "wants bands that rise"),
        ("[[18, 24], [10, 17]]", "wants bands that rise"),
        ("[[24, 18]]", "the first and the last age, from 10 to 110"),
        ("[[0, 17]]", "the first and the last age, from 10 to 110"),
        ("[[18, 111]]", "the first and the last age, from 10 to 110"),
        ("[[18, 24, 30]]", "more values than it wants"),
    ],
)
def test_bands_that_are_none_are_refused(settle: Settle, levels: str, wrong: str) -> None:
    with pytest.raises(nk.UsageError, match=wrong):
        settle(f"{LOCAL}{levels}")


@pytest.mark.parametrize("name", ["age_band", "young_16_to_24", "age", "sex", "minority_ethnic", "Band", "followed_up"])
def test_a_name_that_is_taken_or_is_none_is_refused(settle: Settle, name: str) -> None:
    with pytest.raises(nk.UsageError, match=r"definitions.age_bandings"):
        settle(f"{LOCAL}[[18, 24]]".replace("local_band", name))


@pytest.mark.parametrize("label", ["Age group", " age GROUP ", ""])
def test_a_label_of_another_banding_is_refused(settle: Settle, label: str) -> None:
    with pytest.raises(nk.UsageError, match=r"definitions.age_bandings: (the|a) label"):
        settle(f"{LOCAL}[[18, 24]]".replace("Local bands", label))


def test_two_bandings_of_one_name_are_refused(settle: Settle) -> None:
    other = f"{LOCAL}[[18, 24]]".replace("Local bands", "Other bands")
    with pytest.raises(nk.UsageError, match="the name 'local_band' is taken"):
        settle(f"{LOCAL}[[18, 25]]\n{other}")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("young_16_to_24", {"10 to 15": 1, "16 to 24": 2, "25 and over": 2, "not known": 1}),
        ("young_18_to_25", {"10 to 17": 2, "18 to 25": 2, "26 and over": 1, "not known": 1}),
    ],
)
def test_the_usual_other_definitions_of_young_adults_are_there(
    settle: Settle, name: str, expected: dict[str, int]
) -> None:
    frame = nk.distribution(settle(""), name).to_frame()
    assert dict(zip(frame[name], frame["count"], strict=True)) == expected
