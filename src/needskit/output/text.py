"""Sentences made from released tables alone, each with its count, what it is out of and who is not known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from needskit.output.sentence import Sentence, at_level, has_share, listed, numbers_of, share_shown, share_text, who_of
from needskit.output.text_of_iom import of_comparisons, what_does_not_follow
from needskit.output.text_of_outcomes import of_domains, of_dual_diagnosis, of_homeless, of_reconviction
from needskit.output.text_of_targets import of_targets
from needskit.output.text_of_young_adults import (
    of_gap,
    of_passage,
    of_representation,
    of_young_adults,
    of_young_adults_reconvicted,
)

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import Release, ReleasedTable

ALIKE = 0.8
"""Needs known of fewer than this share of the people of another need are not ranked without saying so."""


def headlines(release: Release) -> tuple[str, ...]:
    """Say the main findings, in sentences.

    Made only from the tables of the whole population: two or more needs, the commonest need, the share of young adults,
    against that of the residents where they are counted, how many have an assessment where the extract says so, dual
    diagnosis, two or three domains, reconviction, that of homeless people against others and of young adults against
    those older, how many were lost between services at 18 and at 25, the gap between them, and targets; then what can
    be said, and what cannot, of people who were matched. A table that is not there gives no sentence; an estimate that
    is withheld gives a sentence that says so.

    Parameters
    ----------
    release
        The released tables, from which every number in the sentences comes.
    """
    tables = {table.caption.key: table for table in release if not table.caption.among}
    said: dict[str, tuple[str, ...]] = {}
    for key, say in HEADLINES.items():
        if key in tables and not said.get(SAID_INSTEAD.get(key, "")):
            said[key] = say(tables[key], release.policy)
    return (*(sentence for sentences in said.values() for sentence in sentences), *of_comparisons(release))


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence, and where its figures stand.

    Parameters
    ----------
    words
        The sentence.
    key
        Of the table that it is made of; empty where it is of several.
    follows
        Whether it says what was found; otherwise it says what does not follow, or what to be careful of.
    """

    words: str
    key: str
    follows: bool


def findings(release: Release) -> tuple[Finding, ...]:
    """Say the main findings, each with the table that it is made of.

    Parameters
    ----------
    release
        The released tables.
    """
    made_of: dict[str, str] = {}
    for table in release:
        for words in headlines(replace(release, tables=(table,))):
            made_of.setdefault(words, table.caption.key)
    does_not_follow = what_does_not_follow(release)
    return tuple(Finding(words, made_of.get(words, ""), words not in does_not_follow) for words in headlines(release))


def _of_needs(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many have two or more of what is counted: needs, or whatever one is called there."""
    counted = table.dimensions[-1].label.lower().removeprefix("number of ")
    return at_level("two or more", f"had two or more {counted}")(table, policy)


def _of_assessments(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many have an assessment, if that is what the table counts."""
    return at_level("all", "had an assessment")(table, policy) if "assessment" in table.headings.count else ()


def _commonest(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Return the need that most people have; all of them if the percentages shown are the same."""
    who, word = who_of(table), table.dimensions[-1].label.lower()
    if any(cell.is_withheld for cell in table.cells):
        return (f"{who}: which {word} is commonest cannot be said, for the percentage of one or more is withheld.",)
    shares = [cell for cell in table.cells if has_share(cell)]
    shown = [share_shown(table, cell, policy) for cell in shares]
    if not any(shown):
        return ()
    most = [cell for cell, value in zip(shares, shown, strict=True) if value == max(shown)]
    names = listed([", ".join(cell.at) for cell in most])
    share = share_text(table, most[0], "estimate", policy)
    numbers = "; ".join(numbers_of(table, cell) for cell in most)
    known = [cell.figures["out_of"] for cell in shares]
    alike = min(known) >= ALIKE * max(known)
    caution = "" if alike else f"; the {word}s are known of different numbers"
    if len(most) == 1:
        return (f"{who}: the commonest {word} was {names}, {share} ({numbers}){caution}.",)
    return (f"{who}: the commonest {word}s were {names}, each {share} ({numbers}){caution}.",)


HEADLINES: dict[str, Sentence] = {
    "overlap.number_of_needs": _of_needs,
    "needs.prevalence": _commonest,
    "transition.representation": of_representation,
    "transition.young_adults_share": of_young_adults,
    "coverage.assessment": _of_assessments,
    "overlap.dual_diagnosis": of_dual_diagnosis,
    "overlap.domains": of_domains,
    "reconviction.headline": of_reconviction,
    "accommodation.reconviction": of_homeless,
    "transition.reconviction": of_young_adults_reconvicted,
    "transition.crossing": of_passage,
    "transition.gap": of_gap,
    "transition.turning_25": of_passage,
    "targets.progress": of_targets,
}
"""What is said of which table, in the order it is said."""

SAID_INSTEAD = {"transition.young_adults_share": "transition.representation"}
"""Of which table nothing is said where something is said of the other, which holds the same share and more."""
