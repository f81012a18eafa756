"""A schema file that is not sound is refused by its name and its key."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from needskit.errors import NeedskitError
from needskit.schema import schemas_folder
from needskit.schema.bandings import bandings_from
from needskit.schema.codes import code_list_from
from needskit.schema.entry import Entry, read_entry
from needskit.schema.tables import table_from

if TYPE_CHECKING:
    from pathlib import Path

CODE_LIST: dict[str, Any] = {
    "name": "colour",
    "title": "Colour",
    "description": "A colour.",
    "source": "Nowhere.",
    "codes": [
        {"code": "red", "label": "Red", "synonyms": ["r"]},
        {"code": "blue", "label": "Blue", "synonyms": ["b"]},
    ],
    "notKnown": ["?"],
    "groupings": [
        {
            "name": "warm",
            "title": "Warm",
            "levels": [{"label": "Warm", "codes": ["red"]}, {"label": "Cold", "codes": ["blue"]}],
        }
    ],
}
TABLE: dict[str, Any] = {
    "name": "people",
    "title": "People",
    "description": "People.",
    "needskit:rows": "one a person",
    "fields": [
        {
            "name": "id",
            "title": "Id",
            "description": "Id.",
            "type": "string",
            "needskit:role": "identifier",
        },
        {
            "name": "flag",
            "title": "Flag",
            "description": "Flag.",
            "type": "boolean",
            "trueValues": ["yes"],
            "falseValues": ["no"],
            "needskit:role": "flag",
        },
        {
            "name": "age",
            "title": "Age",
            "description": "Age.",
            "type": "integer",
            "constraints": {"minimum": 10, "maximum": 110},
            "needskit:role": "number",
        },
    ],
    "missingValues": [""],
    "primaryKey": "id",
}
BANDINGS: dict[str, Any] = {
    "name": "age_bands",
    "title": "Age bands",
    "description": "Bands.",
    "source": "Nowhere.",
    "bandings": [
        {
            "name": "band",
            "title": "Band",
            "source": "Nowhere.",
            "levels": [{"label": "10 to 17", "from": 10, "to": 17}, {"label": "18 and over", "from": 18}],
        }
    ],
}
MISSING = object()


def with_slip(sound: dict[str, Any], path: list[str | int], value: object) -> Entry:
    """Give a copy of a sound document with one value changed, added or (MISSING) taken away."""
    document = copy.deepcopy(sound)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if value is MISSING:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return Entry(file="slip.json", place="", values=document)


def parse(sound: dict[str, Any], entry: Entry) -> object:
    if sound is CODE_LIST:
        return code_list_from(entry)
    if sound is TABLE:
        return table_from(entry, code_lists=["sex"])
    return bandings_from(entry)


def message_of(sound: dict[str, Any], path: list[str | int], value: object) -> str:
    entry = with_slip(sound, path, value)
    with pytest.raises(NeedskitError) as caught:
        parse(sound, entry)
    return str(caught.value)


def test_the_documents_without_a_slip_are_sound() -> None:
    assert code_list_from(with_slip(CODE_LIST, ["name"], "colour")).names == ("red", "blue")
    assert table_from(with_slip(TABLE, ["name"], "people"), code_lists=[]).names == ("id", "flag", "age")
    assert len(bandings_from(with_slip(BANDINGS, ["name"], "age_bands"))) == 1


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["tilte"], "x", "slip.json, tilte: the key is not known"),
        (["source"], MISSING, "slip.json, source: the key is missing"),
        (["source"], " ", "slip.json, source: a text that is not empty"),
        (["codes"], [], "slip.json, codes: one code or more"),
        (["codes"], "red", "slip.json, codes: a list of objects"),
        (["codes", 0], "red", "slip.json, codes[0]: an object"),
        (["codes", 0, "synonym"], [], "slip.json, codes[0].synonym: the key is not known"),
        (["codes", 0, "synonyms"], "r", "slip.json, codes[0].synonyms: a list of texts"),
        (["codes", 0, "synonyms"], [1], "slip.json, codes[0].synonyms: a list of texts"),
        (["codes", 0, "synonyms"], [" "], "slip.json, codes: a synonym is empty"),
        (["codes", 0, "synonyms"], ["B "], "slip.json, codes: 'b' is listed under two codes"),
        (["codes", 0, "synonyms"], ["Blue"], "slip.json, codes: 'blue' is listed under two codes"),
        (["codes", 0, "synonyms"], ["not known"], "slip.json, codes: 'not known' is listed"),
        (["notKnown"], ["r"], "slip.json, codes: 'r' is listed"),
        (["codes", 1, "code"], "red", "slip.json, codes: the code red is there twice"),
        (["groupings", 0, "levels", 0, "codes"], ["green"], "slip.json, groupings[0].levels: 'green' is not"),
        (["groupings", 0, "levels", 0, "codes"], [], "slip.json, groupings[0].levels: every code"),
        (
            ["groupings", 0, "levels", 0, "codes"],
            ["red", "blue"],
            "slip.json, groupings[0].levels: every code",
        ),
    ],
)
def test_a_code_list_with_a_slip_is_refused(path: list[str | int], value: object, said: str) -> None:
    assert message_of(CODE_LIST, path, value).startswith(said)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["fields", 0, "type"], "text", "slip.json, fields[0].type: one of string"),
        (["fields", 0, "needskit:role"], "key", "slip.json, fields[0].needskit:role: one of identifier"),
        (
            ["fields", 0, "needskit:codes"],
            "sexx",
            "slip.json, fields[0].needskit:codes: there is no code list",
        ),
        (
            ["fields", 0, "needskit:requiredUnless"],
            "n",
            "slip.json, fields[0].needskit:requiredUnless: there is",
        ),
        (["fields", 0, "name"], "age", "slip.json, fields[0].name: the column age is there twice"),
        (["fields", 0, "trueValues"], ["yes"], "slip.json, fields[0].trueValues: a boolean column"),
        (["fields", 1, "falseValues"], MISSING, "slip.json, fields[1].trueValues: a boolean column"),
        (["fields", 1, "falseValues"], ["YES"], "slip.json, fields[1].falseValues: a value cannot mean both"),
        (["fields", 2, "constraints"], [], "slip.json, fields[2].constraints: an object"),
        (
            ["fields", 2, "constraints", "max"],
            9,
            "slip.json, fields[2].constraints.max: the key is not known",
        ),
        (["fields", 2, "constraints", "maximum"], 9, "slip.json, fields[2].constraints.maximum: the maximum"),
        (
            ["fields", 2, "constraints", "required"],
            1,
            "slip.json, fields[2].constraints.required: true or false",
        ),
        (["primaryKey"], "person", "slip.json, primaryKey: there is no column person"),
        (["primaryKey"], MISSING, "slip.json, primaryKey: a text"),
        (["needskit:rows"], MISSING, "slip.json, needskit:rows: the key is missing"),
        (["needskit:rows"], "two a person", "slip.json, needskit:rows: one of one a person, many a person"),
        (["needskit:rows"], "many a person", "slip.json, needskit:rows: a required identifier"),
        (["needskit:rows"], "no people", "slip.json, primaryKey: only a table whose rows are one a person"),
        (["fields", 0, "needskit:headers"], "CRN", "slip.json, fields[0].needskit:headers: a list of texts"),
        (["fields", 0, "needskit:headers"], [" - "], "slip.json, fields[0].needskit:headers: a header without"),
        (["fields", 0, "needskit:headers"], ["AGE"], "slip.json, fields[0].needskit:headers: 'AGE' stands for age"),
    ],
)
def test_a_table_with_a_slip_is_refused(path: list[str | int], value: object, said: str) -> None:
    assert message_of(TABLE, path, value).startswith(said)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["bandings", 0, "levels"], [], "slip.json, bandings[0].levels: one band or more"),
        (["bandings", 0, "levels", 0, "to"], 16, "slip.json, bandings[0].levels: '18 and over' should start"),
        (["bandings", 0, "levels", 0, "to"], MISSING, "slip.json, bandings[0].levels: '18 and over' should"),
        (["bandings", 0, "levels", 0, "to"], 9, "slip.json, bandings[0].levels[0].to: a band cannot end"),
    ],
)
def test_bandings_with_a_slip_are_refused(path: list[str | int], value: object, said: str) -> None:
    assert message_of(BANDINGS, path, value).startswith(said)


def test_every_schema_file_is_plain_ascii_with_one_newline_at_its_end() -> None:
    for file in schemas_folder().rglob("*.json"):
        content = file.read_bytes()
        assert content.isascii(), file.name
        assert content.endswith(b"}\n"), file.name
        assert b"\r" not in content, file.name


@pytest.mark.parametrize(("content", "said"), [("{", "slip.json, line 1: this is not JSON"), ("[]", "one JSON object")])
def test_a_file_that_is_not_one_json_object_is_refused(
    content: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slip.json").write_text(content, encoding="utf-8")
    monkeypatch.setattr("needskit.schema.entry.schemas_folder", lambda: tmp_path)

    with pytest.raises(NeedskitError, match=said):
        read_entry("slip.json")


def test_the_name_inside_a_file_is_the_name_of_the_file() -> None:
    for file in schemas_folder().rglob("*.json"):
        assert json.loads(file.read_text(encoding="utf-8"))["name"] == file.stem


def test_a_header_belongs_to_one_column_of_a_table_only() -> None:
    table = copy.deepcopy(TABLE)
    table["fields"][0]["needskit:headers"] = ["Case Ref."]
    table["fields"][2]["needskit:headers"] = ["case_ref"]

    with pytest.raises(NeedskitError, match="'case_ref' stands for id too"):
        table_from(Entry(file="slip.json", place="", values=table), code_lists=[])


def test_a_table_of_no_people_has_no_required_identifier() -> None:
    table = copy.deepcopy(TABLE)
    table["needskit:rows"] = "no people"
    table["fields"][0]["constraints"] = {"required": True}

    with pytest.raises(NeedskitError, match="needskit:rows: a table of no people"):
        table_from(Entry(file="slip.json", place="", values=table), code_lists=[])
