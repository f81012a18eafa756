"""Sentences made from released tables alone, each with its count and what it is out of."""

from __future__ import annotations

from collections.abc import Callable

from needskit.disclosure.policy import Policy
from needskit.disclosure.released import LOW_RELIABILITY, Release, ReleasedCell, ReleasedTable
from needskit.output.number import as_text, count_text, decimals_of, stored

Sentence = Callable[[ReleasedTable, Policy], tuple[str, ...]]


def headlines(release: Release) -> tuple[str, ...]:
    """Say the main findings, in sentences.

    Made only from the tables of the whole population: two or more needs, the commonest need, the share of
    young adults, and how many have an assessment. A table that is not there gives no sentence; an estimate
    that is withheld gives a sentence that says so.

    Parameters
    ----------
    release
        The released tables, from which every number in the sentences comes.
    """
    tables = {table.caption.key: table for table in release if not table.caption.among}
    return tuple(
        sentence for key, say in HEADLINES.items() if key in tables for sentence in say(tables[key], release.policy)
    )


def _of_needs(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many have two or more of what is counted: needs, or whatever one is called there."""
    counted = table.dimensions[-1].label.lower().removeprefix("number of ")
    return _at_level("two or more", f"had two or more {counted}")(table, policy)


def _at_level(level: str, verb: str) -> Sentence:
    """Return how to say the share at one level: 94% of people had two or more needs (375 of 400)."""

    def say(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
        found = [cell for cell in table.cells if level in cell.at]
        if not found:
            return ()
        who = _who(table)
        if found[0].status == LOW_RELIABILITY:
            return (f"The share of {who} who {verb} is withheld: too few people are behind it.",)
        if not _has_share(found[0]):
            return ()
        return (f"{_share(table, found[0], policy)} of {who} {verb} ({_numbers(table, found[0])}).",)

    return say


def _commonest(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Return the need that most people have; all of them if the percentages shown are the same."""
    shares = [cell for cell in table.cells if _has_share(cell)]
    who, word = table.caption.population, table.dimensions[-1].label.lower()
    if not shares:
        withheld = any(cell.status == LOW_RELIABILITY for cell in table.cells)
        return (f"The commonest {word} of {who} is withheld: too few people are behind it.",) if withheld else ()
    shown = [_shown(table, cell, policy) for cell in shares]
    most = [cell for cell, value in zip(shares, shown, strict=True) if value == max(shown)]
    names = _listed([", ".join(cell.at) for cell in most])
    numbers = "; ".join(_numbers(table, cell) for cell in most)
    share = _share(table, most[0], policy)
    if len(most) == 1:
        return (f"The commonest {word} was {names}: {share} of {who} ({numbers}).",)
    return (f"The commonest {word}s were {names}: each {share} of {who} ({numbers}).",)


HEADLINES: dict[str, Sentence] = {
    "overlap.number_of_needs": _of_needs,
    "needs.prevalence": _commonest,
    "transition.young_adults_share": _at_level("18 to 24", "were aged 18 to 24"),
    "coverage.assessment": _at_level("all", "had an assessment"),
}
"""What is said of which table, in the order it is said."""


def _who(table: ReleasedTable) -> str:
    """Return the population as the middle of a sentence."""
    population = table.caption.population
    return f"{population}," if "," in population else population


def _has_share(cell: ReleasedCell) -> bool:
    return cell.measure.unit == "%" and {"count", "out_of", "estimate"} <= cell.figures.keys()


def _shown(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> float:
    return stored(cell.figures["estimate"], cell.measure, decimals_of(table, cell.measure, protects=policy.protects))


def _share(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> str:
    return as_text(cell.figures["estimate"], cell.measure, decimals_of(table, cell.measure, protects=policy.protects))


def _numbers(table: ReleasedTable, cell: ReleasedCell) -> str:
    """Return the count and its denominator, with the table's own words for who is behind it."""
    out_of = table.headings.out_of
    words = f" {out_of[:1].lower()}{out_of[1:]}".replace(" all ", " ", 1) if out_of else ""
    return f"{count_text(cell.figures['count'])} of {count_text(cell.figures['out_of'])}{words}"


def _listed(names: list[str]) -> str:
    lowered = [name if name[1:2].isupper() else name[:1].lower() + name[1:] for name in names]
    return " and ".join(filter(None, [", ".join(lowered[:-1]), lowered[-1]]))
