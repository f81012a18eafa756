"""How much the share of young adults depends on who is meant, side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import needskit as nk

if TYPE_CHECKING:
    from needskit.analysis.transition.by_age.ages import Band
    from needskit.table.table import Table

Read = Callable[..., nk.Cohort]

PEOPLE = """
person_id | age | district
1         | 15  | North
2         | 16  | North
3         | 18  | North
4         | 24  | South
5         | 25  | South
6         | 26  | South
7         |     | South
"""


def shown(table: Table) -> dict[tuple[str, ...], tuple[int, int]]:
    frame = table.to_frame()
    names = [name for name in ("district", "definition") if name in frame]
    return {tuple(row[name] for name in names): (row["count"], row["out_of"]) for _, row in frame.iterrows()}


def test_both_ends_of_each_definition_are_in_it_and_ages_not_known_in_none(read: Read) -> None:
    table = nk.transition.definitions(read(PEOPLE))
    assert shown(table) == {("aged 18 to 24",): (2, 6), ("aged 16 to 24",): (3, 6), ("aged 18 to 25",): (3, 6)}
    assert table.to_frame()["not_known"].tolist() == [1, 1, 1]
    assert any("overlap" in note for note in table.caption.notes)


def test_districts_stand_side_by_side(read: Read) -> None:
    found = shown(nk.transition.definitions(read(PEOPLE), bands=[(16, 24)], by="district"))
    assert found == {
        ("all", "aged 16 to 24"): (3, 6),
        ("North", "aged 16 to 24"): (2, 3),
        ("South", "aged 16 to 24"): (1, 3),
        ("not known", "aged 16 to 24"): (0, 0),
    }


@pytest.mark.parametrize(
    ("bands", "wrong"),
    [
        ([(9, 24)], "from 10 to 110 in rising order, but one was 9 and 24"),
        ([(18, 111)], "from 10 to 110"),
        ([(24, 18)], "in rising order"),
        ([(18, 24), (18, 24)], "named twice"),
        ([], "a first and a last age at least"),
    ],
)
def test_bands_that_are_none_are_refused(read: Read, bands: list[Band], wrong: str) -> None:
    with pytest.raises(nk.UsageError, match=wrong):
        nk.transition.definitions(read(PEOPLE), bands=bands)
