"""Columns without a list of answers, such as districts: the texts that the extract brings along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.extract.values.column import Column, Refused, coded_answers, problems_of
from needskit.extract.values.numbers import SUPPRESSED
from needskit.schema import NOT_KNOWN, normalise

if TYPE_CHECKING:
    from needskit.extract.files.raw import Flags, Positions, Tokens
    from needskit.extract.values.spelling import Spelling
    from needskit.schema import Field

ERROR_OF_EXCEL = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
LONGEST = 100
"""So many letters a name has; what is longer is free text."""

FEW_PEOPLE = 20
"""Of so few rows nobody can tell whether their texts are names of groups."""


def parse_names(field: Field, tokens: Tokens, empty: Flags, rows: Positions, spelling: Spelling) -> Column:
    """Turn texts into names of groups, in the order of the alphabet, "not known" last.

    Texts that differ in nothing but capitals and white space are one name, written as most rows write it. What stands
    for a hidden number or is an error of a spreadsheet is no name. Texts of which most rows have one of their own, or
    that are long, are refused: they are names of people, addresses or remarks, and a table would print them.

    Parameters
    ----------
    field
        The column.
    tokens, empty
        The distinct texts, and which of them mean that nothing is known, shape ``(distinct,)``.
    rows
        The row of the file of each record.
    spelling
        The names that the user gives to some texts.
    """
    renamed = _renamed(tokens, spelling)
    if spelling.names_each:
        # Rows without an identifier are no records, so every text is a name, and none is not known.
        return Column(open_list(renamed, np.zeros_like(empty)).cat.remove_unused_categories(), ())
    marks = _marks(renamed) & ~empty
    nothing = empty | marks
    free = _free_texts(renamed, nothing)
    refused = [
        Refused("not_a_name", marks, "wants a name, and holds the mark of a hidden number or an error of Excel."),
        Refused(
            "free_text", free,
            "wants a name that several rows share, and holds texts that are long or nearly all different, as names of "
            "people, addresses and remarks are.",
        ),
    ]  # fmt: skip
    return Column(open_list(renamed, nothing | free), problems_of(field, refused, tokens, empty, rows))


def _renamed(tokens: Tokens, spelling: Spelling) -> Tokens:
    """Return an open list with the texts that the user renames."""
    if not spelling.codes:
        return tokens
    renamed = pd.Series([spelling.codes.get(normalise(text), text) for text in tokens.texts], dtype="str")
    return tokens.rewritten(renamed)


def _marks(tokens: Tokens) -> Flags:
    short = (tokens.texts.str.len() <= len("suppressed")).to_numpy(dtype=bool)
    found = np.zeros(len(short), dtype=bool)
    found[short] = [
        SUPPRESSED.fullmatch(text) is not None or ERROR_OF_EXCEL.fullmatch(text) is not None
        for text in tokens.texts[short]
    ]
    return found


def _free_texts(tokens: Tokens, nothing: Flags) -> Flags:
    """Tell which texts are no names of groups: long ones, and all where most rows have a text of their own."""
    times = tokens.times_of_each
    named = ~nothing & (times > 0)
    known = int(times[named].sum())
    if known >= FEW_PEOPLE and 2 * int(named.sum()) > known:
        return named
    long: Flags = named & (tokens.texts.str.len() > LONGEST).to_numpy(dtype=bool)
    return long


def open_list(tokens: Tokens, empty: Flags) -> pd.Series:
    """Return a column of free texts as categories in the order of the alphabet, "not known" last.

    Texts that differ in nothing but capitals and white space are one; it is written as most rows write it.
    """
    times = tokens.times_of_each
    kept = ~empty & (times > 0)
    plain = tokens.texts[kept].str.split().str.join(" ").str.casefold()
    written = pd.DataFrame({"plain": plain, "text": tokens.texts[kept], "times": times[kept]})
    commonest = written.sort_values(["times", "text"], ascending=[False, True]).drop_duplicates("plain")
    label = commonest.set_index("plain")["text"].str.split().str.join(" ")
    places, names = pd.factorize(plain.map(label), sort=True)
    look_up = np.full(len(kept), len(names), dtype=np.int32)
    look_up[kept] = places
    return coded_answers(look_up, tokens, [*names, NOT_KNOWN])
