"""Whether the order of rows can follow from what is shown: rows sorted by true counts tell of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from needskit.audit.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needskit.audit.facts import Facts
    from needskit.audit.matched import MatchedRow, MatchedTable

WORDS = (
    "The order of the rows follows neither from the list of answers nor from the numbers shown: it may tell of others."
)
MEND = "Put rows in the order of the code list, or of the numbers shown and then of their words."
LAST_ROWS = ("all", "total", "other", "no need", "none", "not ", "mean", "unknown")
"""How the words of rows begin that stand first or last whatever their number."""

FEWEST = 4
"""Of fewer rows an order by size would be chance too often."""


def orders(tables: Sequence[MatchedTable], facts: Facts) -> Iterator[Finding]:
    """Find tables whose rows stand in an order that tells something."""
    for table in tables:
        is_said = list(table.order) == sorted(table.order)
        groups = _groups(table)
        if table.said.ranked:
            wrong = not (is_said and all(_is_by_size(rows, facts) for rows in groups[:1]))
        else:
            wrong = not is_said and not all(_is_by_size(rows, facts) or _is_by_words(rows) for rows in groups)
        if wrong:
            yield Finding("A-ORDER", "disclosure", table.grid.name, WORDS, MEND)


def nearly_sorted(tables: Sequence[MatchedTable], *, off_by: float) -> Iterator[Finding]:
    """Find tables, of which nothing is said, whose rows are all but sorted by what is shown.

    Where rounded numbers rise once or twice by no more than the rounding in rows that otherwise fall, or equal numbers
    do not stand in the order of their words, the rows were sorted by numbers that are not shown.
    """
    for table in tables:
        for rows in _groups(table):
            numbers = [(_size(row), _words(row)) for row in rows if not _words(row).startswith(LAST_ROWS)]
            sizes = [size for size, _ in numbers if size is not None]
            if len(sizes) < FEWEST or len(sizes) < len(numbers) or len(set(sizes)) < FEWEST - 1:
                continue
            rises = [later - sooner for sooner, later in pairwise(sizes) if later > sooner]
            ties = [(one[1], other[1]) for one, other in pairwise(numbers) if one[0] == other[0] and one[1] > other[1]]
            is_by_words = [words for _, words in numbers] == sorted(words for _, words in numbers)
            falls_on_the_whole = len(rises) <= len(sizes) // 4 and all(rise <= 2 * off_by for rise in rises)
            if off_by and falls_on_the_whole and not is_by_words and (rises or ties):
                yield Finding("A-ORDER", "disclosure", table.grid.name, WORDS, MEND)
                break


def _groups(table: MatchedTable) -> list[list[MatchedRow]]:
    """Return the rows of each group, in the order of the file; all labels but the last are those of the group."""
    found: dict[tuple[str, ...], list[MatchedRow]] = {}
    for row in table.rows:
        found.setdefault(row.said.at[:-1], []).append(row)
    return list(found.values())


def _words(row: MatchedRow) -> str:
    return row.said.at[-1].casefold()


def _size(row: MatchedRow) -> float | None:
    """Return the first number of a row that counts."""
    return next((shown.number for shown in row.counts.values()), None)


def _is_by_size(rows: Sequence[MatchedRow], facts: Facts) -> bool:
    """Tell whether rows fall by the numbers shown, equal ones in the order of their words; special rows stand apart."""
    listed = [(facts.shown_of(row.said.ranked_by) if row.said.ranked_by else _size(row), _words(row)) for row in rows]
    usual = [(-size, words) for size, words in listed if size is not None and not words.startswith(LAST_ROWS)]
    return usual == sorted(usual)


def _is_by_words(rows: Sequence[MatchedRow]) -> bool:
    usual = [_words(row) for row in rows if not _words(row).startswith(LAST_ROWS)]
    return usual == sorted(usual)
