"""Which combinations of needs are the commonest: exactly these, or at least these?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.overlap.sets import (
    NOT_LISTED,
    OTHERS,
    all_others,
    answer_of,
    commonest,
    every,
    named,
    numbers,
    on_listing,
    refuse_none,
)
from needskit.analysis.tabulate import By, share
from needskit.cohort.build import NUMBER_OF_NEEDS
from needskit.cohort.combination import COMBINATION, with_all
from needskit.errors import UsageError
from needskit.table.measure import CUMULATIVE, PERCENTAGE
from needskit.table.overlapping import EXACTLY
from needskit.table.ranked import ranked
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

USUALLY_LISTED = 20
USUALLY_OF_A_SIZE = 10
SIZES = (2, 3)
"""Sets of so many needs are looked for among those who have at least these."""


def combinations(cohort: Cohort, *, most: int = USUALLY_LISTED, by: By = None) -> Table:
    """Which combinations of needs are the commonest?

    Counted are people with a known answer on every need, each in exactly one combination: the needs listed and no
    other. Beside that stands how many have at least these needs, whatever others they have, of the same people. The
    combinations that are not listed are one row together. A release lists a combination only if at least 10 people
    are shown in it.

    Parameters
    ----------
    cohort
        Whose people are counted.
    most
        How many combinations are listed at most, the commonest first.
    by
        The name of a breakdown, or several to cross; a group "all" comes first, and it decides which are the
        commonest.

    Raises
    ------
    UsageError
        If the cohort has no needs, more than 12, or no such breakdown; if ``most`` is not 1 or more.

    References
    ----------
    Ministry of Justice, Identified needs of offenders in custody and the community from OASys, 2025: common
    combinations of identified needs.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> answers = [("yes", "yes")] * 3 + [("yes", "no")] * 2 + [("no", "no")]
    >>> extract = pd.DataFrame(answers, columns=["need_drugs", "need_alcohol"])
    >>> extract["person_id"] = [str(number) for number in range(6)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> combinations(cohort, most=2).to_frame()[["combination", "count", "out_of", "cumulative", "at_least"]]
                        combination  count  out_of  cumulative  at_least
    0  Drug misuse + Alcohol misuse      3       6    0.500000         3
    1                   Drug misuse      2       6    0.833333         5
    2        all other combinations      1       6    1.000000      <NA>
    """
    refuse_none(most)
    word, unit = cohort.needs.word, cohort.unit
    all_combinations = every(cohort)
    found = commonest(cohort, range(len(cohort.needs.columns) + 1), exactly=True, most=most)
    known = people((NUMBER_OF_NEEDS, numbers(cohort)))
    rows = []
    for places in found:
        exactly = (people((COMBINATION, frozenset({answer_of(cohort, places)}))), known, people())
        having = people((COMBINATION, with_all(all_combinations, places)))
        # Everybody has at least no need.
        measure, parts = (EXACTLY, (*exactly, having)) if places else (CUMULATIVE, exactly)
        rows.append(Row((named(cohort, places),), measure, parts, rare_in=OTHERS))
    others = people((COMBINATION, all_others(cohort, found)))
    rows.append(Row((OTHERS,), CUMULATIVE, (others, known, people())))
    words = Words(
        key="overlap.combinations",
        title=f"Commonest combinations of {word}s",
        headings=Headings(
            count=f"{unit.capitalize()} with exactly these {word}s",
            out_of=f"{unit.capitalize()} with a known answer on every {word}",
            not_known=f"{unit.capitalize()} whose combination is not known",
            estimate=f"Percentage with exactly these {word}s",
            at_least=f"{unit.capitalize()} with at least these {word}s",
            further={"at_least_share": f"Percentage with at least these {word}s"},
        ),
        notes=(
            (
                f"Exactly these {word}s: every {cohort.one} with a known answer on every {word} is in one row only. At "
                f"least these {word}s: whatever others they have, so one {cohort.one} can be in many rows."
            ),
            on_listing(cohort, f"The {most} commonest"),
        ),
        sources=cohort.needs.sources,
    )
    made = share(cohort, rows, name="combination", label=f"Combination of {word}s", words=words, by=by)
    return ranked(made, made.counts)


def at_least(cohort: Cohort, *, most: int = USUALLY_OF_A_SIZE, by: By = None) -> Table:
    """Which two and which three needs do people have together most often, whatever others they have?

    Counted are people with a known answer on every need, as in the table of combinations: a person with drugs, alcohol
    and accommodation is in the three pairs and in the one set of three. Singles are the table of prevalence.

    Parameters
    ----------
    cohort
        Whose people are counted.
    most
        How many sets of two, and how many of three, are listed at most, the commonest first.
    by
        The name of a breakdown, or several to cross; a group "all" comes first, and it decides which are the
        commonest.

    Raises
    ------
    UsageError
        If the cohort has fewer than two needs, more than 12, or no such breakdown; if ``most`` is not 1 or more.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> answers = [("yes", "yes", "yes")] * 3 + [("yes", "yes", "no")] * 2
    >>> extract = pd.DataFrame(answers, columns=["need_drugs", "need_alcohol", "need_attitudes"])
    >>> extract["person_id"] = [str(number) for number in range(5)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> at_least(cohort, most=1).to_frame()[["needs", "count", "out_of"]]
                                          needs  count  out_of
    0              Drug misuse + Alcohol misuse      5       5
    1  Drug misuse + Alcohol misuse + Attitudes      3       5
    """
    refuse_none(most)
    word, unit = cohort.needs.word, cohort.unit
    all_combinations = every(cohort)
    found = [places for size in SIZES for places in commonest(cohort, [size], exactly=False, most=most)]
    if len(cohort.needs.columns) < SIZES[0]:
        message = f"A pair wants two {word}s, and this cohort has one. Name more with needs=."
        raise UsageError(message)
    known = people((NUMBER_OF_NEEDS, numbers(cohort)))
    rows = [
        Row(
            (named(cohort, places),),
            PERCENTAGE,
            (people((COMBINATION, with_all(all_combinations, places))), known, people()),
            rare_in=NOT_LISTED,
        )
        for places in found
    ]
    words = Words(
        key="overlap.at_least",
        title=f"Two and three {word}s that come together most often, whatever others there are",
        headings=Headings(
            count=f"{unit.capitalize()} with at least these {word}s",
            out_of=f"{unit.capitalize()} with a known answer on every {word}",
            not_known=f"{unit.capitalize()} whose combination is not known",
            estimate=f"Percentage with at least these {word}s",
        ),
        notes=(
            f"One {cohort.one} can be in many rows, so they do not add up.",
            on_listing(cohort, f"The {most} commonest sets of two and the {most} commonest of three"),
        ),
        sources=cohort.needs.sources,
    )
    made = share(cohort, rows, name="needs", label=f"{word.capitalize()}s", words=words, by=by)
    return ranked(made, made.counts)
