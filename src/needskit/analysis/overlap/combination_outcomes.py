"""How many of those with each combination of needs are reconvicted?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from needskit.analysis.count import Row, Words, people
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.overlap.combinations import SIZES, USUALLY_LISTED
from needskit.analysis.overlap.sets import (
    NOT_LISTED,
    OTHERS,
    all_others,
    answer_of,
    commonest,
    every,
    named,
    on_listing,
    refuse_none,
)
from needskit.analysis.tabulate import By, share
from needskit.cohort.combination import COMBINATION, with_all
from needskit.errors import UsageError
from needskit.table.measure import PERCENTAGE
from needskit.table.ranked import ranked
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

Kind = Literal["exactly", "at least"]
EVERYBODY_COUNTED = 2
"""The part of a percentage that counts everybody of its row: by it the combinations are listed."""


def combinations_and_outcome(
    cohort: Cohort, *, outcome: str = RECONVICTED, kind: Kind = "exactly", most: int = USUALLY_LISTED, by: By = None
) -> Table:
    """How many of those with each combination of needs have an outcome, such as being reconvicted?

    Counted are people with a known answer on every need who are followed up in full and whose outcome is known. The
    combinations are the commonest, by how many people have them, whatever their outcome.

    Parameters
    ----------
    cohort
        Whose people are counted.
    outcome
        The yes or no column that is the outcome.
    kind
        Whether a row is of people with "exactly" these needs, with a row for all other combinations, or with "at least"
        these two or three, whatever others they have.
    most
        How many are listed at most.
    by
        The name of a breakdown, or several to cross; a group "all" comes first, and it decides which are the
        commonest.

    Raises
    ------
    UsageError
        If the cohort has no needs, more than 12, no such outcome or no such breakdown; if ``kind`` is neither of the
        two, or ``most`` not 1 or more.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> answers = [("yes", "yes", "yes")] * 3 + [("yes", "yes", "no")] + [("no", "no", "no")] * 2
    >>> extract = pd.DataFrame(answers, columns=["need_drugs", "need_alcohol", "reconvicted_12_months"])
    >>> extract["person_id"] = [str(number) for number in range(6)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> combinations_and_outcome(cohort).to_frame()[["combination", "count", "out_of"]]
                        combination  count  out_of
    0  Drug misuse + Alcohol misuse      3       4
    1                       no need      0       2
    2        all other combinations      0       0
    """
    refuse_none(most)
    if kind not in {"exactly", "at least"}:
        message = 'kind wants "exactly" or "at least": with just these needs, or whatever others there are.'
        raise UsageError(message)
    asked, exactly = reconviction_of(cohort, outcome), kind == "exactly"
    every_one = every(cohort)
    word, unit = cohort.needs.word, cohort.unit.capitalize()
    of_sizes = range(len(cohort.needs.columns) + 1) if exactly else SIZES
    found = commonest(cohort, of_sizes, exactly=exactly, most=most)
    rows = []
    for places in found:
        held = frozenset({answer_of(cohort, places)}) if exactly else with_all(every_one, places)
        having = (COMBINATION, held)
        parts = (people(having, *asked.yes), people(having, *asked.known), people(having))
        rows.append(Row((named(cohort, places),), PERCENTAGE, parts, rare_in=OTHERS if exactly else NOT_LISTED))
    if exactly:
        others = (COMBINATION, all_others(cohort, found))
        parts = (people(others, *asked.yes), people(others, *asked.known), people(others))
        rows.append(Row((OTHERS,), PERCENTAGE, parts))
    name = "combination" if exactly else "needs"
    words = Words(
        key=f"overlap.{'combinations' if exactly else 'at_least'}_and_outcome",
        title=f"Combinations of {word}s and outcome: {asked.words}, with {kind} these {word}s",
        headings=Headings(
            count=f"{unit} with {kind} these {word}s, {asked.words}",
            out_of=f"{unit} with {kind} these {word}s, followed up and with a known outcome",
            not_known=f"{unit} with {kind} these {word}s, not followed up or without a known outcome",
            estimate=f"Percentage {asked.words}",
        ),
        notes=(
            *asked.notes,
            on_listing(cohort, f"The {most} commonest"),
            (
                f"{unit} with different {word}s differ in age and offending too, so a difference between rows is not "
                f"what the {word}s do."
            ),
        ),
        sources=cohort.needs.sources,
    )
    made = share(cohort, rows, name=name, label=f"Combination of {word}s", words=words, by=by)
    *first, last = made.dimensions
    made = replace(made, dimensions=(*first, replace(last, sized_by=EVERYBODY_COUNTED)))
    return ranked(made, made.counts)
