"""What a reader learns of each figure: exactly, that it is small, or that it is one of two."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from needskit.audit.bounds import always_nought, bounds_of
from needskit.audit.equations import in_order
from needskit.audit.finding import Finding
from needskit.audit.latent import narrowed_by_three
from needskit.audit.matched import MatchedRow, Shown
from needskit.audit.programs import Budget

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needskit.audit.bounds import Bound
    from needskit.audit.facts import Facts
    from needskit.audit.finding import Severity
    from needskit.audit.matched import MatchedTable
    from needskit.audit.reading.structure import Answers, Cell, Terms

NO = "no"
NOT_SAID = frozenset({"not known", "not answered", "not asked", "not assessed", "unknown"})
"""Answers that tell nothing of anybody."""

NEARLY = 1
"""A figure whose bounds are no further apart has two candidates at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A figure that is asked for: shown or hidden, or those of a group who are not in a part of it."""

    terms: Terms
    at: Shown | MatchedRow | Cell
    is_rest: bool
    is_open: bool
    """Whether it is a true number that is shown: there is nothing to learn."""

    @property
    def where(self) -> str:
        """Where it is, in words."""
        if isinstance(self.at, Shown):
            return self.at.where
        if isinstance(self.at, MatchedRow):
            return f"{self.at.where}, those not counted in it"
        told = (f"{name}: {' or '.join(sorted(answers))}" for name, answers in sorted(self.at[1]))
        return f"in no table, {'; '.join(told)}"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is learnt of the figures of a file.

    Parameters
    ----------
    figures
        How many figures were asked for.
    exact, known_small, two_candidates
        How many are learnt exactly, as above nought but below the threshold, and to two candidates or fewer.
    not_settled
        How many could not be settled with so many programs: they were narrowed alone.
    least_width
        How far apart the bounds of a figure are at least; None if none was asked for.
    sensitive
        How many are sensitive by the true counts; None where these are not given. The others then count these alone.
    mean_error, greatest_error
        How far numbers shown are from the true ones on average, and at most; None where these are not given.
    """

    figures: int = 0
    exact: int = 0
    known_small: int = 0
    two_candidates: int = 0
    not_settled: int = 0
    least_width: float | None = None
    sensitive: int | None = None
    mean_error: float | None = None
    greatest_error: float | None = None


def targets_of(facts: Facts, tables: Sequence[MatchedTable]) -> list[Target]:
    """Return the figures that a reader would like to know, each once."""
    is_true = facts.rules.off_by == 0
    found: dict[Terms, Target] = {}
    for terms, shown in facts.numbers.items():
        if not terms:
            continue
        is_open = is_true and any(each.number is not None for each in shown)
        if is_open or any(each.number is not None or each.is_hidden for each in shown):
            found[terms] = Target(terms, shown[0], is_rest=_is_rest(terms), is_open=is_open)
    for row in (row for table in tables for row in table.rows):
        rest = facts.rest(row, "count", "out_of")
        if rest is not None and _counts_people(row.said.counts["count"]) and rest not in found:
            found[rest] = Target(rest, row, is_rest=True, is_open=False)
    for cell in sorted(facts.known.cells if facts.hides else (), key=in_order):
        if ((1, cell),) not in found:
            found[((1, cell),)] = Target(((1, cell),), cell, is_rest=False, is_open=False)
    return list(found.values())


def _is_rest(terms: Terms) -> bool:
    return any(weight < 0 for weight, _ in terms)


def _counts_people(terms: Terms) -> bool:
    """Tell whether a figure is a number of people, and not a sum of their scores."""
    return all(weight == 1 for weight, _ in terms)


def learnt_of(
    facts: Facts, targets: Sequence[Target], *, programs: int, truths: Mapping[Cell, int] | None = None
) -> tuple[Learnt, list[Finding]]:
    """Bound every figure and say what is learnt.

    Parameters
    ----------
    facts
        Filled and narrowed.
    targets
        What is asked for.
    programs
        How many whole-number programs are solved at most.
    truths
        The true counts, in a test: only sensitive figures are then counted.
    """
    small = facts.rules.threshold
    places = {target: facts.place(target.terms) for target in targets}
    facts.system.narrow()
    asked = [target for target in targets if not target.is_open]
    true = {} if truths is None else {target: _true(target.terms, truths) for target in targets}
    if truths is not None:
        asked = [target for target in targets if _is_sensitive(target, true[target], small)]
    start = {facts.place(terms): number for terms, number in facts.first_numbers()}
    asked_places = [places[target] for target in asked]
    # Where no worlds are looked for, only of what was narrowed to nought need it be told why.
    low, high = facts.system.low, facts.system.high
    noughts = [p for p in asked_places if not low[p] and not start.get(p) and (programs or not high[p])]
    nobody = always_nought(facts.system, noughts)
    for place in nobody:
        facts.system.between(place, 0, 0)
    if nobody and programs:
        facts.system.narrow()
    # Half is kept for the worlds of everything together.
    budget = Budget(programs // 2)
    if facts.hides and programs:
        narrowed_by_three(facts.known, facts.system, small=small, budget=budget)
    budget.left = max(budget.left, 0) + programs - programs // 2
    bounds = bounds_of(facts.system, asked_places, start=start, small=small, budget=budget)
    found = [(target, bounds[places[target]]) for target in asked]
    told = [(t, b) for t, b in found if truths is not None or _matters(t, b, facts)]
    told = [(t, b) for t, b in told if places[t] not in nobody]
    exact = [(t, b) for t, b in told if b.low == b.high]
    few = [(t, b) for t, b in found if b.low >= 1 and b.high < small]
    nearly = [(t, b) for t, b in told if b.high - b.low <= NEARLY]
    off = [
        abs(each.number - true[t]) for t in true for each in facts.numbers.get(t.terms, ()) if each.number is not None
    ]
    learnt = Learnt(
        figures=len(targets),
        exact=len(exact),
        known_small=len(few),
        two_candidates=len(nearly),
        not_settled=sum(not _is_settled(bound, small) for _, bound in found),
        least_width=min((_width(bound) for _, bound in told), default=None),
        sensitive=None if truths is None else len(asked),
        mean_error=sum(off) / len(off) if off else None,
        greatest_error=max(off, default=None),
    )
    return learnt, list(_said(exact, few, nearly, facts))


def _matters(target: Target, bound: Bound, facts: Facts) -> bool:
    """Tell whether it matters that a figure is learnt: nobody is no secret, nor what true numbers shown come to.

    Where true numbers are shown, one that is hidden and not small is hidden to keep others, and is no secret itself.
    """
    if facts.rules.off_by == 0 and bound.low >= facts.rules.threshold and not _shows_it(target, facts):
        return False
    return bound.high > 0 or (
        target.is_rest and not _is_of_nobody(target, facts) and not _is_open_to_all(target, facts)
    )


def _is_open_to_all(target: Target, facts: Facts) -> bool:
    """Tell whether true numbers show openly that a rest is of nobody, and it is not of those who say no.

    It is told where every answer that is left is shown to be of nobody, or is no answer at all.
    """
    whole, part = (next((cell for w, cell in target.terms if w == sign), None) for sign in (1, -1))
    if facts.rules.off_by or len(target.terms) != 2 or whole is None or part is None:  # noqa: PLR2004 - all less some
        return False
    for name, told in part[1] - whole[1]:
        left = dict(whole[1]).get(name, frozenset(facts.known.attributes[name].answers)) - told - NOT_SAID
        parts = [{**dict(whole[1]), name: frozenset({answer})} for answer in left]
        if NO in left or not all(_is_shown_nobody(whole[0], each, facts) for each in parts):
            return False
    return True


def _is_shown_nobody(source: str, conditions: Mapping[str, Answers], facts: Facts) -> bool:
    """Tell whether 0 is shown of these people, or of more than these."""
    everyone = frozenset[str]()
    shown = (terms[0][1] for terms, number in facts.first.items() if number == 0 and len(terms) == 1)
    return any(
        whom == source and all(conditions.get(name, everyone) <= told and name in conditions for name, told in held)
        for whom, held in shown
    )


def _is_of_nobody(target: Target, facts: Facts) -> bool:
    """Tell whether true numbers say that there is nobody in the group at all, of whom nothing is told then."""
    wholes = [((weight, cell),) for weight, cell in target.terms if weight == 1]
    shown = [each.number for whole in wholes for each in facts.numbers.get(whole, ())]
    return facts.rules.off_by == 0 and len(wholes) == 1 and 0 in shown


def _shows_it(target: Target, facts: Facts) -> bool:
    return any(each.number is not None for each in facts.numbers.get(target.terms, ()))


def _true(terms: Terms, truths: Mapping[Cell, int]) -> int:
    return sum(weight * truths.get(cell, 0) for weight, cell in terms)


def _is_sensitive(target: Target, true: int, small: int) -> bool:
    return 0 <= true < small if target.is_rest else 1 <= true < small


def _is_settled(bound: Bound, small: int) -> bool:
    return (
        bound.low == bound.high or bound.is_safe(small) or (bound.low, bound.high) == (bound.seen_low, bound.seen_high)
    )


def _width(bound: Bound) -> float:
    """Return how far apart the bounds are at least: the worlds seen, or what narrowing leaves where none was."""
    return bound.high - bound.low if isnan(bound.seen_low) else bound.seen_high - bound.seen_low


def _said(
    exact: Sequence[tuple[Target, Bound]],
    few: Sequence[tuple[Target, Bound]],
    nearly: Sequence[tuple[Target, Bound]],
    facts: Facts,
) -> Iterator[Finding]:
    mend = "Protect the tables together: hide or round more of what this follows from, or merge rows."
    small = facts.rules.threshold
    learnt = {target for target, _ in exact}
    for target, _ in exact:
        words = "A reader who puts everything together can work this number out exactly."
        yield Finding("A-EXACT", "disclosure", target.where, f"{words}{_by_figure(target, facts)}", mend)
    for target, _ in few:
        if target not in learnt:
            words = f"A reader can work out that this is above nought and below {small}."
            yield Finding("A-SMALL", "disclosure", target.where, f"{words}{_by_figure(target, facts)}", mend)
    learnt |= {target for target, _ in few}
    for target, bound in nearly:
        if target not in learnt:
            severity: Severity = "disclosure" if bound.low < small else "note"
            words = "A reader can work out that this is one of two numbers."
            yield Finding("A-TWO-CANDIDATES", severity, target.where, f"{words}{_by_figure(target, facts)}", mend)


def _by_figure(target: Target, facts: Facts) -> str:
    """Name the figure that told of it, if one did."""
    where = facts.told_by(target.terms)
    return f" A figure helped to tell it: {where}." if where else ""
