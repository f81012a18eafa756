"""Offences by their own dates, as the records of people hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.settings import OFFENCES
from needskit.extract.join import Places, places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.cohort.cohort import Cohort


def offences_lacking(cohort: Cohort) -> str:
    """What is missing so that dated offences could be counted? Nothing, in words: an empty text.

    Parameters
    ----------
    cohort
        With the dates of its people, as far as the extract holds them.
    """
    records, rule = cohort.linked.get(OFFENCES), cohort.definitions.follow_up
    wanted = ["offence_date", *(["outcome_date"] if rule.asks_when else [])]
    if records is None or not {"person_id", *wanted} <= set(records):
        return f"it wants a source with the role 'offences' that has the columns {' and '.join(wanted)}."
    if rule.data_end is None and "follow_up_end" not in cohort.people:
        return "nothing says how far offences are known: give data_end under [follow_up], or a column follow_up_end."
    return ""


def linked_offences(cohort: Cohort, people: pd.Series) -> Iterator[tuple[pd.DataFrame, Places]]:
    """Return the offences of these people, and whose each is: those that have an outcome apart from the others.

    A source without a column of outcomes is one of proven offences, also where it is put together with others.

    Parameters
    ----------
    cohort
        With linked offences.
    people
        The identifiers of those whose offences are asked for; places are among them.
    """
    records = cohort.linked[OFFENCES]
    whose = places(records["person_id"], pd.Index(people))
    kept = np.flatnonzero(whose >= 0)
    records, whose = records.iloc[kept].reset_index(drop=True), whose[kept]
    if "outcome" not in records:
        yield records, whose
        return
    unsaid = records["outcome"].isna().to_numpy()
    yield records[~unsaid].reset_index(drop=True), whose[~unsaid]
    yield records[unsaid].drop(columns="outcome").reset_index(drop=True), whose[unsaid]
