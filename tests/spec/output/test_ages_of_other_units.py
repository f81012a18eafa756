"""Ages and residents of households and cases: no text of a table says that they are people."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.analysis.residents import read_with

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.table.table import Table

Draw = Callable[[str], pd.DataFrame]

OF_PEOPLE = re.compile(r"\b(people|persons?|nobody|everybody|everyone|anybody|somebody|whom?|needs?)\b", re.IGNORECASE)
ACT = "Children and Young Persons Act 1963"
HOUSEHOLDS = """
person_id | age | sex | district | ethnicity | offences_before_12_months
1         | 18  | f   | North    | white     | 2
2         | 30  | m   | North    | black     | 0
"""
RESIDENTS = "\n".join(
    [
        "sex | ethnicity | age_from | age_to | people",
        *(
            f"{sex} | {group} | {ages} | 100"
            for sex in ("f", "m")
            for group in ("white", "mixed", "asian", "black", "other")
            for ages in ("10 | 17", "18 | 20", "21 | 24", "25 | ")
        ),
    ]
)


def texts_of(table: Table) -> list[str]:
    """Return every text that a reader of a table sees, but for names that programs read."""
    headings = table.headings
    words = [getattr(headings, name) for name in ("count", "out_of", "not_known", "estimate", "events", "all_events")]
    methods = [cell.measure.method for cell in table.cells]
    caption = table.caption
    return [
        caption.title,
        caption.population,
        *caption.notes,
        *caption.sources,
        *words,
        *headings.further.values(),
        *methods,
    ]


@pytest.mark.parametrize("with_residents", [True, False])
def test_tables_of_ages_speak_of_nothing_else(draw: Draw, tmp_path: Path, *, with_residents: bool) -> None:
    cohort = read_with(
        draw,
        tmp_path,
        HOUSEHOLDS,
        RESIDENTS if with_residents else "",
        population="households in a test",
        unit="households",
    )
    made = nk.transition
    tables = [made.definitions(cohort), made.representation(cohort, by="sex")]
    tables += [made.representation(cohort, of="offences", by="district")]
    if with_residents:
        tables += [made.disproportionality(cohort), made.disproportionality(cohort, of="sex")]
    texts = [text for table in tables for text in texts_of(table)]
    assert any("households" in text for text in texts)
    assert [text for text in texts if OF_PEOPLE.search(text.replace(ACT, ""))] == []
