"""A made-up extract says that it is made up, keeps to the schema, and is the same for the same seed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import pathlib
from typing import Any

import pandas as pd
import pytest

from needskit.errors import OutputError, UsageError
from needskit.synthetic import (
    AS_AT,
    SYNTHETIC_MARK,
    is_synthetic,
    is_synthetic_file,
    synthetic_people,
    write_synthetic,
)

SCHEMAS = pathlib.Path(__file__).parents[3] / "schemas"
OTHER_NEED_SETS = {
    "need_health",
    "need_drugs_and_alcohol",
    "need_family",
    "need_homelessness",
    "need_substance",
    "need_offending",
}
NOT_MADE_UP = {"people", "sentence_type", "sentence_length"}
"""Rows are people, and the band of the sentence is made up itself."""


def fields() -> list[dict[str, Any]]:
    read = json.loads((SCHEMAS / "people.json").read_text(encoding="utf-8"))
    return [field for field in read["fields"] if field["name"] not in OTHER_NEED_SETS | NOT_MADE_UP]


def codes(name: str) -> set[str]:
    read = json.loads((SCHEMAS / "codes" / f"{name}.json").read_text(encoding="utf-8"))
    return {code["code"] for code in read["codes"]}


def test_the_columns_are_those_of_the_schema_in_its_order() -> None:
    assert list(synthetic_people(people=5, seed=1).columns) == [field["name"] for field in fields()]


def test_every_code_is_in_the_code_list_of_its_column() -> None:
    made_up = synthetic_people(people=5_000, seed=3)
    for field in fields():
        if "needskit:codes" in field:
            assert set(made_up[field["name"]]) - {""} <= codes(field["needskit:codes"]), field["name"]


def test_every_value_has_the_type_and_bounds_of_its_column() -> None:
    made_up = synthetic_people(people=5_000, seed=4)
    for field in fields():
        given = made_up[field["name"]]
        given = given[given.ne("")]
        if field["type"] == "boolean":
            assert set(given) == {"yes", "no"}, field["name"]
        if field["type"] == "date":
            pd.to_datetime(given, format="%Y-%m-%d")
        if field["type"] in {"integer", "number"}:
            bounds = field["constraints"]
            assert given.astype(int).between(bounds["minimum"], bounds.get("maximum", 10**9)).all(), field["name"]


def test_no_column_is_wholly_blank() -> None:
    made_up = synthetic_people(people=2_000, seed=5)
    assert (made_up != "").any().all()


def test_identifiers_are_marked_numbered_and_of_one_width() -> None:
    identifiers = synthetic_people(people=1_200, seed=1)["person_id"]
    assert identifiers.iloc[[0, -1]].tolist() == ["SYNTHETIC-0000001", "SYNTHETIC-0001200"]
    assert identifiers.is_unique
    assert is_synthetic(identifiers)


def test_districts_are_six_invented_names_of_unequal_size() -> None:
    sizes = synthetic_people(people=20_000, seed=1)["district"].value_counts().drop("")
    assert len(sizes) == 6
    assert all(name.startswith("Northshire ") for name in sizes.index)
    assert sizes.max() > 3 * sizes.min()


def test_one_made_up_person_among_others_marks_the_whole_column() -> None:
    assert is_synthetic(pd.Series(["A1", None, "SYNTHETIC-0000001"]))
    assert not is_synthetic(pd.Series(["A1", None, "B2"]))
    assert not is_synthetic(pd.Series([1, 2]))


def test_a_file_name_says_whether_it_is_made_up() -> None:
    assert is_synthetic_file(pathlib.Path("any") / "SYNTHETIC-people-5-seed-1.csv")
    assert not is_synthetic_file(pathlib.Path("SYNTHETIC-folder") / "people.csv")


def test_the_file_reads_back_as_the_frame_with_plain_line_ends(tmp_path: pathlib.Path) -> None:
    path = write_synthetic(tmp_path / "new folder", people=150, seed=6)
    assert path == tmp_path / "new folder" / f"{SYNTHETIC_MARK}-people-150-seed-6.csv"
    written = path.read_bytes()
    assert b"\r" not in written
    assert written.endswith(b"\n")
    assert written.count(b"\n") == 151
    assert written.isascii()
    read = pd.read_csv(path, dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(read, synthetic_people(people=150, seed=6))


def test_a_file_of_more_than_one_block_has_every_row_once(tmp_path: pathlib.Path) -> None:
    path = write_synthetic(tmp_path, people=50_001, seed=1)
    lines = path.read_bytes().splitlines()
    assert len(lines) == 50_002
    assert lines[-1].startswith(b"SYNTHETIC-0050001,")


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_ones(tmp_path: pathlib.Path) -> None:
    first = write_synthetic(tmp_path / "a", people=300, seed=1).read_bytes()
    assert write_synthetic(tmp_path / "b", people=300, seed=1).read_bytes() == first
    assert write_synthetic(tmp_path, people=300, seed=2).read_bytes() != first
    assert write_synthetic(tmp_path, people=300, seed=1, as_at=dt.date(2024, 12, 31)).read_bytes() != first


def test_the_bytes_are_those_recorded_here_on_every_machine(tmp_path: pathlib.Path) -> None:
    # Changes whenever a margin or a draw is changed on purpose; then record the new one.
    written = write_synthetic(tmp_path, people=2_000, seed=1).read_bytes()
    assert hashlib.sha256(written).hexdigest() == "e8ebb31f05f5abbaad4277f6cb71152e56bfc703deedbe72c5c329deab083644"


def test_nothing_is_dated_after_the_day_the_extract_is_drawn() -> None:
    made_up = synthetic_people(people=3_000, seed=8)
    for field in fields():
        if field["type"] == "date":
            assert made_up[field["name"]].max() <= AS_AT.isoformat(), field["name"]


def test_one_person_can_be_made_up() -> None:
    assert synthetic_people(people=1, seed=0).shape == (1, len(fields()))


@pytest.mark.parametrize("people", [0, -1, 10_000_000])
def test_a_number_of_people_out_of_range_is_refused(people: int) -> None:
    with pytest.raises(UsageError, match=r"people must be 1 to 9,999,999"):
        synthetic_people(people=people, seed=1)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(UsageError, match=r"seed must be 0 or more"):
        synthetic_people(people=1, seed=-1)


def test_a_date_before_youth_offending_teams_had_grown_up_is_refused(tmp_path: pathlib.Path) -> None:
    with pytest.raises(UsageError, match=r"as_at must be 2010-01-01 or later"):
        write_synthetic(tmp_path, people=1, seed=1, as_at=dt.date(2009, 12, 31))


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: pathlib.Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"choose a folder"):
        write_synthetic(in_the_way, people=1, seed=1)
