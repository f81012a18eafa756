"""The answer that a table of accommodation from spells gives of each person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import needskit as nk

if TYPE_CHECKING:
    import pandas as pd

    from needskit.table.table import Table

Spells = Callable[..., nk.Cohort]
NOT_KNOWN = "not known"


def answers(cohort: nk.Cohort, ask: Callable[[nk.Cohort], Table]) -> dict[str, str]:
    """Return the answer of each person: the row that counts somebody where each is asked about alone."""
    found = {}
    for place, person in enumerate(cohort.people["person_id"]):
        alone = replace(cohort, people=cohort.people.iloc[[place]].reset_index(drop=True))
        frame = own_rows(ask(alone))
        [found[str(person)]] = frame.loc[frame["count"] == 1, question_of(frame)]
    return found


def own_rows(table: Table) -> pd.DataFrame:
    """Return the rows of a table without those that repeat others."""
    frame = table.to_frame()
    return frame[~frame[question_of(frame)].str.contains("of all categories")]


def question_of(frame: pd.DataFrame) -> str:
    return next(name for name in ("days_homeless", "moves", "accommodation") if name in frame)
