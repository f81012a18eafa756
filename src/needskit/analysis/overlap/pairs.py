"""Which needs come together, two by two?"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from needskit.analysis.answers import KNOWN, NO, YES
from needskit.analysis.count import Row, Words, people
from needskit.analysis.tabulate import By, in_groups, share
from needskit.errors import UsageError
from needskit.table.measure import COUNT
from needskit.table.overlapping import SHARE_OF_FIRST, together
from needskit.table.table import Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.needs import NeedQuestion


def pairs(cohort: Cohort, *, by: By = None) -> Table:
    """Of those with one need, how many have another too?

    Each need beside each other one, both ways: of those who have the first and whose answer on the second is known,
    how many have the second. The row of a need beside itself is the number of people who have it, as in the table
    of prevalence.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has fewer than two needs or no such breakdown.

    References
    ----------
    Ministry of Justice, Identified needs of offenders in custody and the community from OASys, 2025: needs that come
    together.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3", "4"],
    ...         "need_drugs": ["yes", "yes", "no", "yes"],
    ...         "need_alcohol": ["yes", "no", "yes", ""],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> pairs(cohort).to_frame()[["need", "other_need", "count", "out_of", "not_known"]]
                 need      other_need  count  out_of  not_known
    0     Drug misuse     Drug misuse      3    <NA>       <NA>
    1     Drug misuse  Alcohol misuse      1       2          1
    2  Alcohol misuse     Drug misuse      1       2          0
    3  Alcohol misuse  Alcohol misuse      2    <NA>       <NA>
    """
    questions = _two_or_more(cohort)
    word, unit = cohort.needs.word, cohort.unit
    rows = [_row(first, second) for first in questions for second in questions]
    levels = tuple(Level(question.label) for question in questions)
    words = Words(
        key="overlap.pairs",
        title=f"{word.capitalize()}s that come together, two by two",
        headings=Headings(
            count=f"{unit.capitalize()} with both {word}s",
            out_of=f"{unit.capitalize()} with the first {word} and a known answer on the second",
            not_known=f"{unit.capitalize()} with the first {word} whose answer on the second is not known",
            estimate=f"Percentage with the second {word}, of those with the first",
        ),
        notes=(
            f"Where a row names the same {word} twice, it counts the {unit} with it.",
            (
                "Each pair stands twice, once from each side: the count is the same and the percentage is not, for it "
                f"is of those with the first {word}."
            ),
            f"One {cohort.one} can be in many pairs, so the counts do not add up.",
        ),
        sources=cohort.needs.sources,
    )
    dimensions = (Dimension("need", word.capitalize(), levels), Dimension("other_need", f"Other {word}", levels))
    return in_groups(cohort, rows, dimensions, words=words, by=by)


def _row(first: NeedQuestion, second: NeedQuestion) -> Row:
    at = (first.label, second.label)
    has = (first.column, YES)
    if first is second:
        return Row(at, COUNT, (people(has),))
    parts = (
        people(has, (second.column, YES)),
        people(has, (second.column, NO)),
        people(has, (second.column, KNOWN)),
        people(has),
    )
    return Row(at, SHARE_OF_FIRST, parts)


def association(cohort: Cohort, *, by: By = None) -> Table:
    """Which needs come together more often than chance would bring them?

    Each pair of needs once, among people with a known answer on both: how many have both, how many would if the one
    need said nothing of the other, lift, phi and the odds ratio with its limits. A pair is said to come together
    beyond chance where the limits of its odds ratio, widened so that they hold for all pairs at once, leave out 1.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has fewer than two needs or no such breakdown.

    References
    ----------
    Woolf (1955), Annals of Human Genetics 19, 251-253, for the limits of an odds ratio; Bonferroni's inequality for
    many pairs.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> answers = [("yes", "yes")] * 30 + [("yes", "no")] * 10 + [("no", "yes")] * 10 + [("no", "no")] * 50
    >>> extract = pd.DataFrame(answers, columns=["need_drugs", "need_alcohol"])
    >>> extract["person_id"] = [str(number) for number in range(100)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> association(cohort).to_frame()[["pair", "count", "expected", "lift", "odds_ratio"]]
                               pair  count  expected   lift  odds_ratio
    0  Drug misuse + Alcohol misuse     30      16.0  1.875        15.0
    """
    questions = _two_or_more(cohort)
    word, unit = cohort.needs.word, cohort.unit
    both = list(combinations(questions, 2))
    measure = together(len(both))
    rows = [
        Row(
            (f"{first.label} + {second.label}",),
            measure,
            (
                *(
                    people((first.column, one), (second.column, other))
                    for one, other in ((YES, YES), (YES, NO), (NO, YES), (NO, NO))
                ),
                people((first.column, KNOWN), (second.column, KNOWN)),
            ),
        )
        for first, second in both
    ]
    words = Words(
        key="overlap.association",
        title=f"Pairs of {word}s and chance",
        headings=Headings(
            count=f"{unit.capitalize()} with both {word}s",
            out_of=f"{unit.capitalize()} with a known answer on both",
            estimate="Percentage with both",
            further={"expected": f"{unit.capitalize()} expected with both by chance"},
        ),
        notes=(
            (
                f"A lift of 1, a phi of 0 and an odds ratio of 1 are what chance would give. That two {word}s come "
                "together does not say that the one leads to the other."
            ),
            (
                f"The table looks at {len(both)} {'pair' if len(both) == 1 else 'pairs'}"
                f"{' in each group' if by else ''}. Some would stand out by chance "
                "alone if each were judged by itself, so the words in the last column are judged by limits that are "
                "wide enough for all of them. Cannot be told means that chance is not ruled out, not that it is shown."
            ),
        ),
        sources=cohort.needs.sources,
    )
    return share(cohort, rows, name="pair", label=f"Pair of {word}s", words=words, by=by)


def _two_or_more(cohort: Cohort) -> tuple[NeedQuestion, ...]:
    questions = cohort.needs.required
    if len(questions) == 1:
        message = f"A pair wants two {cohort.needs.word}s, and this cohort has one. Name more with needs=."
        raise UsageError(message)
    return questions
