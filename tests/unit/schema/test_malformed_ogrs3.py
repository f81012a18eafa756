"""A file of OGRS3 that is not sound is refused by its name and its key."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from needskit.errors import NeedskitError
from needskit.schema import schemas_folder
from needskit.schema.entry import Entry
from needskit.schema.ogrs3 import Ogrs3, load_ogrs3, ogrs3_from

SOUND: dict[str, Any] = json.loads((schemas_folder() / "ogrs3.json").read_text(encoding="utf-8"))
MISSING = object()
GROUP = {"code": "arson", "label": "Arson", "coefficient": 0}


def with_slip(path: list[str | int], value: object) -> Ogrs3:
    """Build the scale with one value changed, added or (MISSING) taken away."""
    document = copy.deepcopy(SOUND)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if value is MISSING:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return ogrs3_from(Entry(file="slip.json", place="", values=document))


def test_the_file_without_a_slip_is_the_scale() -> None:
    assert with_slip(["name"], "ogrs3") == load_ogrs3()


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["source"], MISSING, "slip.json, source: the key is missing"),
        (["sources"], "x", "slip.json, sources: the key is not known"),
        (["source"], " ", "slip.json, source: a text that is not empty"),
        (["intercepts", 1], MISSING, "slip.json, intercepts: one for 1 year, then one for 2"),
        (["intercepts", 0, "years"], 2, "slip.json, intercepts: one for 1 year, then one for 2"),
        (["intercepts", 0, "coefficient"], "1.4", "slip.json, intercepts[0].coefficient: a number"),
        (["intercepts", 0, "coefficient"], True, "slip.json, intercepts[0].coefficient: a number"),
        (["intercepts", 0, "coefficient"], float("nan"), "slip.json, intercepts[0].coefficient: a number"),
        (["sanctionRate", "coefficient"], float("inf"), "slip.json, sanctionRate.coefficient: a number"),
        (["sanctionRate", "yearsAdded"], 0, "slip.json, sanctionRate.yearsAdded: 1 or more"),
        (["ages", "source"], MISSING, "slip.json, ages.source: the key is missing"),
        (["ages", "youngest"], 12, "slip.json, ageBands: bands from 12"),
        (["ageBands"], [], "slip.json, ageBands: bands from 10"),
        (["ageBands", 10], MISSING, "slip.json, ageBands: bands from 10, the last without an upper end"),
        (["ageBands", 10, "to"], 110, "slip.json, ageBands: bands from 10, the last without an upper end"),
        (["ageBands", 4], MISSING, "slip.json, ageBands: '21 to 24' should start just after '16 to 17' ends"),
        (["ageBands", 4, "to"], MISSING, "slip.json, ageBands: '21 to 24' should start just after"),
        (["ageBands", 4, "to"], 21, "slip.json, ageBands: '21 to 24' should start just after"),
        (["ageBands", 4, "female"], MISSING, "slip.json, ageBands[4].female: the key is missing"),
        (["statuses", 0, "sanctions"], "two", "slip.json, statuses[0].sanctions: one or several"),
        (
            ["statuses", 0, "default"],
            True,
            "slip.json, statuses: just one default is wanted of those with sanctions one",
        ),
        (
            ["statuses", 4, "default"],
            MISSING,
            "slip.json, statuses: just one default is wanted of those with sanctions s",
        ),
        (["statuses", 4, "code"], "first_caution", "slip.json, statuses: 1 of its names or codes"),
        (["offenceGroups", 19], MISSING, "slip.json, offenceGroups: 20 groups are wanted, not 19"),
        (["offenceGroups", 3, "code"], "violence", "slip.json, offenceGroups: 1 of its names or codes"),
        (["offenceGroups", 3, "synonyms"], ["ROBBERY"], "slip.json, offenceGroups: 'robbery' is empty, of two groups"),
        (["offenceGroups", 3, "synonyms"], [" "], "slip.json, offenceGroups: '' is empty"),
        (["offenceGroups", 3, "synonyms"], ["Not known"], "slip.json, offenceGroups: 'not known' is empty, of two"),
        (["offenceGroups", 3, "weight"], 1, "slip.json, offenceGroups[3].weight: the key is not known"),
        (["riskBands"], [], "slip.json, riskBands: bands that rise from 0"),
        (["riskBands", 0, "from"], 1, "slip.json, riskBands: bands that rise from 0"),
        (["riskBands", 2, "from"], 50, "slip.json, riskBands: bands that rise from 0"),
        (["riskBands", 3, "from"], 101, "slip.json, riskBands: bands that rise from 0 to 100 at most"),
        (["riskBands", 3, "code"], "low", "slip.json, riskBands: 1 of its names or codes"),
        (["conflicts", 0, "here"], MISSING, "slip.json, conflicts[0].here: the key is missing"),
        (["conflicts", 0, "alternative"], "0.003", "slip.json, conflicts[0].alternative: a number"),
        (["conflicts", 1, "name"], "motoring", "slip.json, conflicts: 1 of its names or codes"),
    ],
)
def test_a_scale_with_a_slip_is_refused(path: list[str | int], value: object, said: str) -> None:
    with pytest.raises(NeedskitError) as caught:
        with_slip(path, value)

    assert str(caught.value).startswith(said)


def test_twenty_one_groups_are_one_too_many() -> None:
    with pytest.raises(NeedskitError, match="20 groups are wanted, not 21"):
        with_slip(["offenceGroups"], [*SOUND["offenceGroups"], GROUP])
