"""Which column of each sheet tells people apart, so that the sheets can be linked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.guess.identifiers import identifiers_of
from needskit.guess.names import FALLBACK_KEYS, FULL_SET, KEY, owner_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.guess.looked import Column, Sheet

KEY_WORDS = re.compile(r"(^|_)(crn|pnc|noms|nomis|delius|person_id|client_id)(_|$)")
"""Words in a header, in its standard form, of a column of identifiers whatever else it says."""

FEW_REPEAT = 0.1
"""Up to this share of people with several rows that differ, a sheet is one with a row a person."""


def keys_of(sheets: Sequence[Sheet]) -> list[Column | None]:
    """Which column of each sheet is its key? None where there is none.

    Of several columns of identifiers the one that most of the other sheets share identifiers with is taken, then the
    one that shares most of them, then the better filled one, then the first.
    """
    candidates = [key_columns(sheet) for sheet in sheets]
    sets = [[identifiers_of(column) for column in columns] for columns in candidates]
    return [
        _best(columns, sets[place], [each for other, each in enumerate(sets) if other != place])
        for place, columns in enumerate(candidates)
    ]


def key_columns(sheet: Sheet) -> list[Column]:
    """Return the columns that may be the key: those called so, else one that is called an identifier and is one."""
    headers = [column.header for column in sheet.columns]
    usable = [column for column in sheet.columns if column.rows and headers.count(column.header) == 1]
    known = [column for column in usable if owner_of(column.form, "assessments", FULL_SET) == KEY]
    known = known or [column for column in usable if KEY_WORDS.search(column.form)]
    if known:
        return known
    unique = [column for column in usable if len(column.texts) == column.rows == sheet.rows]
    named = sorted(
        (column for column in unique if column.form in FALLBACK_KEYS), key=lambda each: FALLBACK_KEYS.index(each.form)
    )
    return named[:1] or [column for column in unique if column.form.endswith("_id")][:1]


def _best(
    columns: Sequence[Column], sets: Sequence[frozenset[str]], others: Sequence[Sequence[frozenset[str]]]
) -> Column | None:
    if not columns:
        return None
    shared = [[max((len(own & each) for each in other), default=0) for other in others] for own in sets]
    linked = [(sum(count > 0 for count in each), sum(each)) for each in shared]
    return columns[max(range(len(columns)), key=lambda place: (*linked[place], columns[place].rows, -place))]


def one_row_a_person(sheet: Sheet, key: Column | None) -> bool:
    """Has nearly everybody one row? Rows that repeat another exactly are not counted."""
    return key is None or repeating(sheet, key) <= FEW_REPEAT


def repeating(sheet: Sheet, key: Column) -> float:
    """What share of people has several rows that differ?"""
    frame = pd.DataFrame({place: column.tokens.codes for place, column in enumerate(sheet.columns)})
    place = next(place for place, column in enumerate(sheet.columns) if column is key)
    known = frame[key.filled[key.tokens.codes]].drop_duplicates()
    times = np.bincount(known[place].to_numpy()) if len(known) else np.zeros(1, dtype=np.intp)
    return float((times > 1).sum() / max((times > 0).sum(), 1))


def shared_identifiers(one: Column, other: Column) -> float:
    """What share of the people of the second column are in the first too?"""
    second = identifiers_of(other)
    return len(identifiers_of(one) & second) / max(len(second), 1)
