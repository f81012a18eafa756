"""Made-up spells are of the made-up people, and hold what real ones hold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk
from needskit.cli import main
from needskit.schema import load_table
from needskit.synthetic import is_synthetic_file, synthetic_people, synthetic_spells, write_synthetic_spells

if TYPE_CHECKING:
    from pathlib import Path

    Frames = dict[str, pd.DataFrame]

PEOPLE, SEED = 4_000, 3
PASSAGE = ["known_to_youth_services", "youth_service_end", "adult_service_start"]


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    return synthetic_people(people=PEOPLE, seed=SEED)


@pytest.fixture(scope="module")
def written() -> Frames:
    return synthetic_spells(people=PEOPLE, seed=SEED)


@pytest.fixture(scope="module")
def spells(people: pd.DataFrame, written: Frames) -> Frames:
    """Return the spells with days as dates, and with the day on which their person is 18."""
    born = pd.to_datetime(people.set_index("person_id")["date_of_birth"])
    found = {}
    for role, frame in written.items():
        names = [name for name in map(str, frame.columns) if name.endswith("_date")]
        days = {name: pd.to_datetime(frame[name].replace("", None)) for name in names}
        adult = frame["person_id"].map(born) + pd.DateOffset(years=18)
        found[role] = frame.assign(**days, adult=adult)
    return found


def test_the_columns_are_those_of_the_schemas(written: Frames) -> None:
    for role, frame in written.items():
        assert list(frame.columns) == list(load_table(role).names)
        assert all(isinstance(value, str) for value in frame.to_numpy().ravel())


def test_what_follows_from_the_spells_is_what_the_people_say(
    people: pd.DataFrame, written: Frames, tmp_path: Path
) -> None:
    said = "".join(f'[sources.{role}]\nfile = ""\nrole = "{role}"\n' for role in ("people", *written))
    path = tmp_path / "needskit.toml"
    path.write_text(f'[cohort]\npopulation = "made-up people"\nas_at = 2025-12-31\n{said}', encoding="utf-8")
    frames = {**written, "people": people.drop(columns=PASSAGE)}
    cohort = nk.read_cohort(path, frames=frames)
    followed = cohort.people.set_index("person_id")[PASSAGE].loc[people["person_id"]]
    followed["youth_service_end"] = followed["youth_service_end"].dt.strftime("%Y-%m-%d")
    followed["adult_service_start"] = followed["adult_service_start"].dt.strftime("%Y-%m-%d")
    for column in PASSAGE:
        given = people[column].to_numpy()
        same = followed[column].astype(str).to_numpy() == given
        # Whoever was never known to youth services is in no list of them, so that is not known of them.
        assert same[(given != "") & (given != "no")].all()
        assert not (followed[column] == "yes").to_numpy()[given == "no"].any()
    assert {each.rule for each in cohort.problems} <= {"overlapping_spells", "after_index"}


def test_cases_of_youth_services_hold_what_real_ones_hold(spells: Frames) -> None:
    cases = spells["youth"]
    closed, days = cases["end_date"], (cases["end_date"] - cases["start_date"]).dt.days
    earlier = cases.groupby("person_id")["end_date"].shift()
    assert cases["person_id"].duplicated().any()
    assert (days == 0).any()
    assert (cases["start_date"] < earlier).any()
    assert closed.isna().any()
    assert (closed > cases["adult"] + pd.DateOffset(years=1)).any()
    last = cases.groupby("person_id").agg(end=("end_date", "max"), no_end=("end_date", "count"), adult=("adult", "max"))
    assert (last["end"] < last["adult"] - pd.DateOffset(years=1)).any()


def test_some_never_come_to_adult_services_and_some_orders_are_over_before_18(
    people: pd.DataFrame, spells: Frames
) -> None:
    orders = spells["adult"]
    grown = people["age"].astype(int) >= 18
    known = people["known_to_youth_services"] == "yes"
    assert (~people.loc[grown & known, "person_id"].isin(orders["person_id"])).any()
    assert (orders["end_date"] < orders["adult"]).any()
    assert ((orders["start_date"] < orders["adult"]) & (orders["end_date"] >= orders["adult"])).any()


def test_support_at_17_is_kept_started_again_lost_or_completed(spells: Frames) -> None:
    support = spells["services"]
    at_17 = (support["start_date"] < support["adult"]) & (
        support["start_date"] >= support["adult"] - pd.DateOffset(years=1)
    )
    stopped = at_17 & (support["end_date"] < support["adult"])
    after = set(support.loc[support["start_date"] >= support["adult"], "person_id"])
    again = support["person_id"].isin(after)
    assert (at_17 & ((support["end_date"] > support["adult"]) | support["end_date"].isna())).any()
    assert (stopped & again & (support["completed"] == "no")).any()
    assert (stopped & ~again & (support["completed"] == "no")).any()
    assert (stopped & (support["completed"] == "yes")).any()
    assert support["service"].str.endswith("18 to 25").any()
    assert (support["start_date"].isna() & support["referred_date"].notna()).any()


def test_another_seed_or_day_gives_other_spells(written: Frames) -> None:
    again = synthetic_spells(people=PEOPLE, seed=SEED)
    other = synthetic_spells(people=PEOPLE, seed=SEED + 1)
    earlier = synthetic_spells(people=PEOPLE, seed=SEED, as_at=dt.date(2024, 12, 31))
    for role, frame in written.items():
        assert frame.equals(again[role])
        assert not frame.equals(other[role])
        assert not frame.equals(earlier[role])


def test_more_people_than_an_identifier_can_number_are_refused() -> None:
    with pytest.raises(nk.UsageError, match="people must be 1 to 9,999,999"):
        synthetic_spells(people=10_000_000, seed=1)


def test_the_command_writes_them_beside_the_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["synth", "--people", "50", "--out", str(tmp_path), "--linked"]) == 0
    names = [f"SYNTHETIC-{role}-50-seed-1.csv" for role in ("people", "youth", "adult", "services")]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    said = capsys.readouterr().out
    assert [name for name in names if name not in said] == []
    again = write_synthetic_spells(tmp_path / "again", people=50, seed=1)
    for path in again.values():
        assert is_synthetic_file(path)
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()
    read = pd.read_csv(again["youth"], dtype=str, keep_default_na=False)
    assert read.equals(synthetic_spells(people=50, seed=1)["youth"])
