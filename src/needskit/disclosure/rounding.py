"""Controlled rounding: every count to a multiple of the base beside it, so that everything still adds up.

Each count goes down or up to the next multiple of the base (a multiple stays as it is), and one integer
program chooses which so that every sum between the counts of the workbook, shown or implied, holds for the
rounded counts too, at the least total distance.

References
----------
Cox (1987), "A constructive procedure for unbiased controlled rounding", JASA 82, 520-524; ESSnet Handbook on
Statistical Disclosure Control, second edition, chapter 5.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.disclosure.aims import ANY
from needskit.disclosure.linked import completed
from needskit.disclosure.program import Attempt, Program
from needskit.disclosure.protected import Protected
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from needskit.disclosure.aims import Aims
    from needskit.disclosure.linked import LinkedCells
    from needskit.disclosure.relations import Equation
    from needskit.table.whom import Attribute, Sum, Whom


def round_together(
    linked: LinkedCells,
    counts: Mapping[Whom, int],
    attributes: Mapping[str, Attribute],
    *,
    base: int,
    left_over: Sequence[Sum] = (),
    least: Mapping[Whom, int] | None = None,
    most: Mapping[Whom, int] | None = None,
    aims: Aims = ANY,
) -> Protected:
    """Round all linked counts together so that every sum still holds.

    Tried in turn: everything; with implied counts, which nobody sees, free to go one multiple further; without
    relations that hold only where everybody is answered in full; with what is left over free; with counts that are
    multiples free to become the next; with every count free to go one multiple further; without what follows from how
    attributes are made, and without ``most``. ``off_by`` says which of these it came to.

    Parameters
    ----------
    linked
        From ``link``.
    counts
        The true count of every shown description.
    attributes
        Every attribute that the descriptions use.
    base
        What every count becomes a multiple of.
    left_over
        Sums of several counts that the tables show as one number, such as everybody less those known: that number
        is held as near to the true one as a count is, if that can be.
    least
        The smallest multiple that a count may become, where it is shown only because it is that large.
    most
        The largest, where it is not shown only because it is not that large.
    aims
        Which multiples counts go to if they can, where that is not the nearest. Those shown before stay what they were
        shown as in all attempts but the last three; then all but the first again, with these free but dear to move.

    Raises
    ------
    DisclosureError
        If no rounding makes everything add up: nothing is then released.
    """
    ends = least or {}, most or {}
    found = rounded_within(linked, counts, attributes, base=base, left_over=left_over, ends=ends, aims=aims)
    if found is None:
        message = (
            "No rounding makes all these tables add up. Release fewer tables together, or coarser breakdowns "
            "(for example age_group in place of age_band)."
        )
        raise DisclosureError(message)
    return found


def rounded_within(
    linked: LinkedCells,
    counts: Mapping[Whom, int],
    attributes: Mapping[str, Attribute],
    *,
    base: int,
    left_over: Sequence[Sum],
    ends: tuple[Mapping[Whom, int], Mapping[Whom, int]],
    off_by: Container[int] | None = None,
    aims: Aims = ANY,
) -> Protected | None:
    """Round all linked counts together like ``round_together``; None if there is no rounding.

    Parameters
    ----------
    linked, counts, attributes, base, left_over
        Those of ``round_together``.
    ends
        Its ``least`` and ``most``.
    off_by
        By how many any count may be off at the most, if not by as many as must be.
    aims
        Those of ``round_together``.
    """
    true = completed(linked, counts)
    _refuse_contradiction(linked, true)
    relations = linked.relations
    if_true = tuple(equation for equation in relations.if_true if _comes_to(equation, true) == 0)
    # What is counts added up is a count to the reader; what is left of one by another gives way before it.
    added = [terms for terms in left_over if all(k > 0 for k, _ in terms)]
    # What the records show not to be so can neither be kept nor be used by anybody.
    sums = linked.parts + tuple(each for each in relations.always if _comes_to(each, true) in {None, 0})
    not_below = tuple(each for each in relations.not_below if (_comes_to(each, true) or 0) >= 0)
    attempts: tuple[Attempt, ...] = (
        Attempt(sums + if_true, not_below, left_over),
        Attempt(sums + if_true, not_below, left_over, implied_steps=1),
        Attempt(sums, not_below, left_over, implied_steps=1),
        Attempt(sums, not_below, added, implied_steps=1),
        Attempt(sums, not_below, left_over, implied_steps=1, multiples_stay=False),
        Attempt(sums, not_below, implied_steps=1, shown_steps=1),
        Attempt(sums, not_below, implied_steps=1, shown_steps=1, most_holds=False),
        Attempt(linked.parts, implied_steps=1, shown_steps=1, most_holds=False),
    )
    if aims.pinned:
        pinned = tuple(replace(each, pins_hold=True) for each in attempts if not each.shown_steps)
        # Where pins cannot all hold, implied counts that may go further let more of them hold.
        attempts = (*pinned, *attempts[1:])
    for attempt in attempts:
        off = base * (1 + attempt.shown_steps) - int(attempt.multiples_stay)
        if off_by is not None and off not in off_by:
            continue
        found = Program(linked, true, attributes, base, attempt, ends, aims).solve(attempt.equations)
        if found is not None:
            free = [sum(abs(k) for k, _ in terms) for terms in left_over if terms not in attempt.left_over]
            return Protected(found, off, off * max(free, default=1), listing_fits=attempt.most_holds or not ends[1])
    return None


def _refuse_contradiction(linked: LinkedCells, true: Mapping[Whom, int]) -> None:
    """Raise if parts are more than their whole: the tables are then not of the same people."""
    adds_up = all(_comes_to(equation, true) in {None, 0} for equation in linked.parts)
    if min(true.values(), default=0) < 0 or not adds_up:
        message = (
            "The true counts of these tables do not add up. "
            "Make them from one extract, or give each extract its own population in words."
        )
        raise DisclosureError(message)


def _comes_to(equation: Equation, counts: Mapping[Whom, int]) -> int | None:
    """Return what weighted true counts add up to; None if one of them is not known."""
    total = 0
    for weight, whom in equation:
        count = counts.get(whom)
        if count is None:
            return None
        total += weight * count
    return total
