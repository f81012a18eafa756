"""Sentences that a commissioner can read out: the most telling first, each with its count and its worksheet.

Which is the more telling is a rule that anybody can follow, and not the size of an effect: the largest of many is the
one that chance has made large.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.errors import UsageError
from needskit.output.board_sentences import BOARD, COMPARISONS, comparisons_of
from needskit.output.sentence import who_of
from needskit.output.tabs import tabs_of
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.disclosure.released import Release
    from needskit.output.board_parts import Candidate

MOST = 10
"""Sentences that a board will hear."""

HOW_FAR = "coverage.assessment"
"""The table whose sentence closes: it says how far all others reach."""


@dataclass(frozen=True, slots=True)
class BoardSentence:
    """One sentence to read out, and where its figures stand.

    Parameters
    ----------
    words
        The sentence, with its count and what that is out of.
    table
        The worksheet that holds every figure in it: "Table 9".
    key
        Of the released table.
    """

    words: str
    table: str
    key: str

    def __str__(self) -> str:
        """Return the sentence with its worksheet at the end."""
        return f"{self.words} ({self.table})"


def headline(released: Release, *, most: int = MOST) -> tuple[BoardSentence, ...]:
    """Which sentences would a commissioner read out to a board?

    Made only from released tables of the whole population. What is withheld is left out: a board wants what is known.
    Sentences come in this order. Those that are sure come before those that are not: a difference is sure if its
    limits lie on one side of none, a percentage if its limits are no more than 20 points apart. Among these, every
    subject has one sentence before any has two. Among these, what more people are counted in comes first. How many
    were assessed closes, for it says how far the others reach.

    Parameters
    ----------
    released
        What ``release`` gave.
    most
        Of sentences; fewer come where fewer can be said.

    Returns
    -------
    tuple of BoardSentence
        Each with its worksheet and the key of its table.

    Raises
    ------
    UsageError
        If ``most`` is less than 1.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(nk.synthetic_people(people=2_000, seed=1), population="made-up people")
    >>> (first,) = nk.headline(nk.release([nk.needs.prevalence(cohort)]), most=1)
    >>> print(first)
    The commonest need was lifestyle and associates, 79.8%: 1,420 of 1,780 people with a known answer; of 220 more \
it is not known. (Table 1)
    """
    if most < 1:
        message = f"At least one sentence is wanted, and most={most} asks for fewer. Give a number from 1 on."
        raise UsageError(message)
    tabs = tabs_of(released)
    found = list(_candidates(released))
    last = [each for each in found if each.key == HOW_FAR]
    ranked = _ranked([each for each in found if each.key != HOW_FAR])[: most - len(last) if most > 1 else most]
    said = [*ranked, *last][:most]
    several = len({released[each.key].caption.population for each in said}) > 1
    return tuple(
        BoardSentence(
            f"{who_of(released[each.key])}: {inside_a_sentence(each.words)}" if several else each.words,
            tabs[each.key],
            each.key,
        )
        for each in said
    )


def _candidates(released: Release) -> Iterator[Candidate]:
    """Go through all that can be said of tables that are of everybody, in the order of the tables."""
    for table in released:
        key = table.caption.key
        if table.caption.among:
            continue
        if key in BOARD:
            yield from BOARD[key](table, released.policy)
        elif key.startswith(COMPARISONS):
            yield from comparisons_of(table, released.policy)


def _ranked(found: list[Candidate]) -> list[Candidate]:
    """Return the sentences, the most telling first."""
    by_weight = sorted(found, key=lambda each: (not each.sure, -each.people))
    seen: Counter[str] = Counter()
    turns: dict[int, int] = {}
    for place, each in enumerate(by_weight):
        turns[place] = seen[each.subject]
        seen[each.subject] += 1
    order = sorted(range(len(by_weight)), key=lambda place: (not by_weight[place].sure, turns[place], place))
    return [by_weight[place] for place in order]
