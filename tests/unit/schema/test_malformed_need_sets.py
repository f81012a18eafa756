"""A need set that is not sound is refused by the name of its file and its key."""

from __future__ import annotations

import copy
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from needskit.errors import NeedskitError
from needskit.schema import load_needs, schemas_folder
from needskit.schema.entry import Entry
from needskit.schema.needs import need_set_from

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.schema import NeedSet

NEED_SET: dict[str, Any] = {
    "name": "set",
    "title": "Set",
    "description": "A set.",
    "edition": "one",
    "source": "Nowhere.",
    "needs": [
        {
            "name": "a",
            "column": "need_a",
            "label": "A",
            "definition": "A.",
            "cut_off": 2,
            "severe": 4,
            "max_score": 4,
            "editions": {"san": {"cut_off": 1, "severe": 3}},
            "headers": ["A Need"],
            "scoreHeaders": ["A Score"],
            "screen": {"title": "Ever", "headers": ["Ever"]},
            "items": [
                {"name": "one", "title": "One", "headers": ["1.1"], "scale": "0 to 2"},
                {"name": "two", "title": "Two", "headers": ["1.2"], "scale": "ever"},
            ],
        },
        {"name": "b", "column": "need_b", "label": "B", "definition": "B."},
    ],
}
MISSING = object()


def with_slip(path: list[str | int], value: object) -> NeedSet:
    """Build the sound set with one value changed, added or (MISSING) taken away."""
    document = copy.deepcopy(NEED_SET)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if value is MISSING:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    entry = Entry(file="slip.json", place="", values=document)
    return need_set_from(entry, columns=["need_a", "need_b"], editions=["standard", "san"])


def message_of(path: list[str | int], value: object) -> str:
    with pytest.raises(NeedskitError) as caught:
        with_slip(path, value)
    return str(caught.value)


def test_the_set_without_a_slip_is_sound() -> None:
    assert [need.name for need in with_slip(["name"], "set").needs] == ["a", "b"]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["needs"], [], "slip.json, needs: one need or more"),
        (["needs", 0, "cutoff"], 2, "slip.json, needs[0].cutoff: the key is not known"),
        (["needs", 0, "column"], "need_c", "slip.json, needs[0].column: there is no need column need_c"),
        (["needs", 0, "column"], "need_b", "slip.json, needs[0].column: two needs"),
        (["needs", 0, "label"], "B", "slip.json, needs[0].label: two needs"),
        (["needs", 0, "severe"], 1, "slip.json, needs[0].severe: a cut-off"),
        (["needs", 0, "cut_off"], MISSING, "slip.json, needs[0].severe: a cut-off"),
        (["needs", 0, "cut_off"], "2", "slip.json, needs[0].cut_off: a whole number"),
        (["needs", 0, "cut_off"], True, "slip.json, needs[0].cut_off: a whole number"),
        (["needs", 0, "max_score"], 3, "slip.json, needs[0].max_score: the highest score"),
        (["needs", 0, "max_score"], 6, "slip.json, needs[0].max_score: 2 for each scored question"),
        (["needs", 0, "max_score"], MISSING, "slip.json, needs[0].cut_off: what is scored wants"),
        (["needs", 1, "scoreHeaders"], ["B Score"], "slip.json, needs[1].cut_off: what is scored wants"),
        (["needs", 0, "items", 0, "scale"], "0 to 3", "slip.json, needs[0].items[0].scale: one of 0 to 2"),
        (["needs", 0, "items", 0, "headers"], MISSING, "slip.json, needs[0].items[0].headers: the key is missing"),
        (["needs", 0, "items", 0, "name"], "two", "slip.json, needs[0].items: two questions of the set"),
        (["needs", 0, "items", 0, "headers"], ["a SCORE"], "slip.json, needs[0].items: 'a SCORE' stands for score_a"),
        (["needs", 0, "screen", "title"], MISSING, "slip.json, needs[0].screen.title: the key is missing"),
        (["needs", 0, "screen", "headers"], ["1-1"], "slip.json, needs[0].screen: '1-1' stands for item_one"),
        (["needs", 0, "scoreHeaders"], ["need_b"], "slip.json, needs[0].scoreHeaders: 'need_b' stands for need_b"),
        (["needs", 1, "headers"], ["A need"], "slip.json, needs[1].headers: 'A need' stands for need_a too"),
        (["needs", 0, "headers"], ["?"], "slip.json, needs[0].headers: a header without a letter or a digit"),
        (["needs", 0, "editions"], {"old": {"cut_off": 1}}, "slip.json, needs[0].editions.old: an edition of"),
        (["needs", 0, "editions"], {"standard": {"cut_off": 1}}, "slip.json, needs[0].editions.standard: an"),
        (["needs", 0, "editions", "san", "cut_off"], MISSING, "slip.json, needs[0].editions.san.cut_off: the key"),
        (["needs", 0, "editions", "san", "severe"], 0, "slip.json, needs[0].editions.san.severe: the severe"),
    ],
)
def test_a_need_set_with_a_slip_is_refused(path: list[str | int], value: object, said: str) -> None:
    assert message_of(path, value).startswith(said)


@pytest.mark.parametrize("other", ["nothing", "oasys_ten", "set"])
def test_a_set_includes_only_a_set_that_includes_no_other(
    other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(schemas_folder(), tmp_path / "schemas")
    needs = tmp_path / "schemas" / "needs" / "set.json"
    needs.write_text(json.dumps({**NEED_SET, "includes": other}), encoding="utf-8")
    monkeypatch.setattr("needskit.schema.entry.schemas_folder", lambda: tmp_path / "schemas")

    with pytest.raises(NeedskitError, match="includes: a need set that includes no other"):
        load_needs("set")
