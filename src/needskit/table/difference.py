"""The difference between two tables that ask the same question of different people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.errors import UsageError
from needskit.table.compared import DIFFERENCE, DIFFERENCE_OF_MEANS
from needskit.table.measure import MEAN, PERCENTAGE, Measure
from needskit.table.table import Cell, Dimension, Table, in_grid
from needskit.table.wording import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.table.whom import Sum, Whom


def difference(table: Table, *, against: Table) -> Table:
    """How much more or less is it than for the other people, and how sure is that?

    Each percentage or mean of ``table`` less the same cell of ``against``, with both counts and both
    denominators. Rows that are plain counts, such as "not known", have no difference and are left out, or are the
    count of ``table`` where the row must stand, such as a need beside itself among pairs. The
    two groups must not share people: a difference between a part and the whole it belongs to is refused,
    for its interval would be wrong. Groups of two extracts are taken to share nobody: nothing can tell.

    Parameters
    ----------
    table, against
        Two tables of one analysis with the same breakdown.

    Raises
    ------
    UsageError
        If the tables ask different questions, have different levels, or are of the same or overlapping people,
        or two extracts have different answers to a question.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10, for percentages.
    Zou and Donner (2008), Statistics in Medicine 27, 1693-1702, for means.

    Examples
    --------
    >>> from needskit.synthetic import synthetic_people
    >>> import datetime, needskit as nk
    >>> cohort = nk.read_cohort(
    ...     synthetic_people(people=500, seed=1),
    ...     population="made-up people",
    ...     as_at=datetime.date(2025, 12, 31),
    ... )
    >>> young = nk.needs.prevalence(cohort.where("aged 18 to 24", age=(18, 24)))
    >>> older = nk.needs.prevalence(cohort.where("aged 25 and over", age=(25, None)))
    >>> difference(young, against=older)
    <Table needs.prevalence_for_aged_18_to_24_less_aged_25_and_over: 8 cells, not released>
    """
    ours, theirs = table.cells, against.cells
    if [cell.at for cell in ours] != [cell.at for cell in theirs]:
        message = (
            f"'{table.caption.key}' and '{against.caption.key}' have different rows. "
            "Make both with the same analysis, needs and breakdown."
        )
        raise UsageError(message)
    _refuse_shared_people(table, against)
    _refuse_other_answers(table, against)
    compared = {cell.at: _compared(cell, other) for cell, other in zip(ours, theirs, strict=True) if _compares(cell)}
    if not compared:
        message = f"'{table.caption.key}' has no percentage or mean, so there is no difference to take."
        raise UsageError(message)
    dimensions = _kept(table.dimensions, compared.keys())
    plain = {cell.at: cell for cell in ours}
    cells = tuple(compared.get(at, plain[at]) for at in in_grid(dimensions))
    first, second = _words(table, against)
    caption = replace(
        table.caption,
        key=f"{table.caption.key}_less_{slug(second)}",
        title=f"{table.caption.title}: {first} less {second}",
        population=f"{table.caption.population}; {against.caption.population}",
        made_up=table.caption.made_up or against.caption.made_up,
        notes=(
            *table.caption.notes,
            (
                f"The difference is the figure for {first} less the figure for {second}. "
                "Where its limits lie on either side of 0, or one is shown as 0, it may be chance."
            ),
        ),
    )
    headings = replace(
        table.headings,
        count=f"{table.headings.count}: {first}",
        out_of=f"{table.headings.out_of}: {first}",
        not_known="",
        against_count=f"{table.headings.count}: {second}",
        against_out_of=f"{table.headings.out_of}: {second}",
        estimate="Difference",
        mean="Difference of means",
    )
    return Table(
        caption=caption,
        dimensions=dimensions,
        headings=headings,
        cells=cells,
        counts={**table.counts, **against.counts},
        attributes={**table.attributes, **against.attributes},
    )


def _words(table: Table, against: Table) -> tuple[str, str]:
    """Return what tells the two groups apart, in words."""
    if table.caption.among or against.caption.among:
        return table.caption.among or "all others", against.caption.among or "all others"
    return table.caption.population, against.caption.population


def _counted(cell: Cell) -> tuple[Sum, ...]:
    """Return the sums that a difference needs: count and denominator, or the whole distribution of a mean."""
    if not _is_share(cell.measure):
        return cell.parts
    shows = cell.measure.shows
    return cell.parts[shows.index("count")], cell.parts[shows.index("out_of")]


def _compares(cell: Cell) -> bool:
    return _is_share(cell.measure) or cell.measure.name == MEAN.name


def _compared(cell: Cell, other: Cell) -> Cell:
    return Cell(cell.at, _measure_of(cell.measure), (*_counted(cell), *_counted(other)))


def _is_share(measure: Measure) -> bool:
    """Tell whether the estimate is a count divided by a number of people, with limits."""
    return measure.unit == PERCENTAGE.unit and "lower" in measure.figures and {"count", "out_of"} <= {*measure.shows}


def _measure_of(measure: Measure) -> Measure:
    """Return the measure of the difference of two such figures."""
    if _is_share(measure):
        return replace(DIFFERENCE, confidence=measure.confidence)
    return replace(DIFFERENCE_OF_MEANS, confidence=measure.confidence, unit=measure.unit)


def _refuse_shared_people(table: Table, against: Table) -> None:
    """Raise if anybody may be in both groups."""
    for cell, other in zip(table.cells, against.cells, strict=True):
        pairs = ((a, b) for part in cell.parts for _, a in part for part_b in other.parts for _, b in part_b)
        if not all(_disjoint(a, b) for a, b in pairs):
            message = (
                f"'{table.caption.key}' and '{against.caption.key}' may count the same ones, so the limits "
                "of their difference would be wrong. Compare a group with the rest: "
                "where(..., age=(18, 24)) against where(..., age=(25, None))."
            )
            raise UsageError(message)


def _refuse_other_answers(table: Table, against: Table) -> None:
    """Raise if a question has other answers in the one extract than in the other: they cannot be tied together."""
    for name, attribute in table.attributes.items():
        if against.attributes.get(name, attribute) != attribute:
            message = (
                f"'{table.caption.key}' and '{against.caption.key}' disagree on the answers to '{name}'. "
                "Read both extracts with the same needs, columns and breakdowns."
            )
            raise UsageError(message)


def _disjoint(a: Whom, b: Whom) -> bool:
    """Tell whether nobody can be meant by both descriptions."""
    if a.source != b.source:
        return True
    theirs = dict(b.conditions)
    return any(not answers & theirs.get(name, answers) for name, answers in a.conditions)


def _kept(dimensions: tuple[Dimension, ...], places: Iterable[tuple[str, ...]]) -> tuple[Dimension, ...]:
    """Return the dimensions with the levels that still have cells."""
    held = [{at[place] for at in places} for place in range(len(dimensions))]
    return tuple(
        replace(d, levels=tuple(level for level in d.levels if level.label in labels))
        for d, labels in zip(dimensions, held, strict=True)
    )
