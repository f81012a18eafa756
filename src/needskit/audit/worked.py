"""Figures of a row that follow by a formula from few counts: read as they are stored, and worked back to counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.audit.follows import half_width
from needskit.audit.formulas import FORMULAS, PER_HUNDRED, Figure, fitting, from_forms, gives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needskit.audit.equations import Known
    from needskit.audit.facts import Facts
    from needskit.audit.formulas import Floats
    from needskit.audit.reading.grid import Grid
    from needskit.audit.reading.structure import Cell, ColumnSaid, Formulas, RowSaid, TableSaid, Terms

PERCENT, PROPORTION = 100.0, 2
MOST_DECIMALS = 9

LIMITS = (" lower", " upper")
"""How the names of formulas of limits end."""

SUMS = (
    ("ab", "a", "b"),
    ("cd", "c", "d"),
    ("ac", "a", "c"),
    ("bd", "b", "d"),
    ("all", "ab", "cd"),
    ("all", "ac", "bd"),
)
"""Which of the sums of a fourfold table two others come to."""


@dataclass(frozen=True, slots=True)
class Worked:
    """Figures of a row that are of the same counts.

    Parameters
    ----------
    said
        Of which counts they are, and by which formulas.
    figures
        As they are stored.
    names
        What the structure calls them.
    columns
        The places of their columns.
    grid, place
        Where the row is.
    """

    said: Formulas
    figures: tuple[Figure, ...]
    names: tuple[str, ...]
    columns: tuple[int, ...]
    grid: Grid
    place: int

    @property
    def where(self) -> str:
        """Where the first of them is, in words."""
        return self.grid.where(self.place, self.columns[0])


def worked_in(said: TableSaid, row: RowSaid, grid: Grid, place: int, columns: Mapping[str, int]) -> tuple[Worked, ...]:
    """Return the figures of a row that can be worked back, those of the same counts together."""
    found = []
    for formulas in row.formulas:
        shown = []
        for name, formula in formulas.figures.items():
            called = f"{name} ({formulas.unit})" if f"{name} ({formulas.unit})" in columns else name
            column = columns.get(called)
            value = grid.rows[place][column] if column is not None else None
            if column is not None and isinstance(value, float) and formula in FORMULAS:
                is_share = formula in PER_HUNDRED
                told = said.columns.get(called)
                decimals = decimals_of(told, grid, column, is_share=is_share)
                # Halves are of the figure as it is shown; formulas give proportions.
                times = PERCENT if is_share else 1.0
                as_shown = value * times if grid.tidy else value
                figure = Figure(formula, as_shown / times, half_width(as_shown, decimals) / times)
                shown.append((figure, name, column))
        if shown:
            figures, names, places = zip(*shown, strict=True)
            found.append(Worked(formulas, figures, names, places, grid, place))
    return tuple(found)


def decimals_of(told: ColumnSaid | None, grid: Grid, column: int, *, is_share: bool) -> int:
    """Return how many decimals a column has: as is said, or as its numbers do."""
    if told is not None and told.decimals is not None:
        return told.decimals
    numbers = [value for row in grid.rows if isinstance(value := row[column], float)]
    fewest = next((d for d in range(MOST_DECIMALS) if all(round(n, d) == n for n in numbers)), MOST_DECIMALS)
    return max(fewest - (PROPORTION if grid.tidy and is_share else 0), 0)


def not_from_shown(every: Sequence[Worked], facts: Facts) -> Iterator[tuple[Worked, bool]]:
    """Go through the figures that tell more than the counts shown, each with whether all of these are shown.

    Where counts are rounded, a figure of counts that stand nowhere may be of rounded ones, and limits are made wider:
    neither is taken for a true one.
    """
    is_true = facts.rules.off_by == 0
    from_shown: list[tuple[Worked, Floats]] = []
    for worked in every:
        of = worked.said.of
        known = {form: number for form, terms in of.items() if (number := facts.shown_of(terms)) is not None}
        four = from_forms(known) if len(known) == len(of) else None
        if four is not None:
            from_shown.append((worked, four))
        elif is_true or any(facts.is_hidden(of[form]) for form in of.keys() - known.keys()):
            yield worked, False
    wrong = _apart(from_shown, is_true=is_true)
    yield from ((worked, True) for number, (worked, _) in enumerate(from_shown) if number in wrong)


def _apart(from_shown: Sequence[tuple[Worked, Floats]], *, is_true: bool) -> set[int]:
    """Return which do not follow from four counts: all of one formula are worked out together."""
    by_formula: dict[tuple[str, float], list[tuple[int, Figure]]] = {}
    for number, (worked, _) in enumerate(from_shown):
        for figure in worked.figures:
            if is_true or not figure.formula.endswith(LIMITS):
                by_formula.setdefault((figure.formula, worked.said.confidence), []).append((number, figure))
    wrong: set[int] = set()
    for (formula, confidence), figures in by_formula.items():
        four = np.stack([from_shown[number][1] for number, _ in figures], axis=1)
        value, half = (np.array([figure[at] for _, figure in figures], dtype=np.float64) for at in (1, 2))
        fits = gives(formula, four, value=value, half=half, confidence=confidence)
        wrong.update(number for (number, _), is_so in zip(figures, fits, strict=True) if not is_so)
    return wrong


def narrow_by(worked: Worked, facts: Facts) -> None:
    """Keep of the counts only those that give the figures as they are stored."""
    places = {form: facts.place(terms) for form, terms in worked.said.of.items()}
    cells = {form: terms[0][1] for form, said in worked.said.of.items() if _is_one(terms := facts.terms(said))}
    for form, cell in beside(cells, facts.known).items():
        if cell in facts.system.places:
            places.setdefault(form, facts.system.places[cell])
    low, high = facts.system.low, facts.system.high
    figures = worked.figures
    if facts.rules.off_by:
        figures = tuple(figure for figure in figures if not figure.formula.endswith(LIMITS))
    within = {form: (low[place], high[place]) for form, place in places.items()}
    if not figures or all(least == most for least, most in within.values()):
        return
    ends = fitting(figures, within, confidence=worked.said.confidence)
    for form, (least, most) in (ends or {}).items():
        facts.learn(places[form], least, most, worked.where)


def beside(cells: Mapping[str, Cell], known: Known) -> dict[str, Cell]:
    """Return the other sums of a fourfold table as counts of their own, as far as conditions tell."""
    found = dict(cells)
    for _ in range(2):
        for whole, part, other in SUMS:
            if part in found and other in found and whole not in found:
                _add(found, whole, _together(found[part], found[other], known))
            for one, left in ((part, other), (other, part)):
                if whole in found and one in found and left not in found:
                    _add(found, left, _without(found[whole], found[one], known))
    return found


def _add(found: dict[str, Cell], form: str, cell: Cell | None) -> None:
    if cell is not None:
        found[form] = cell


def _is_one(terms: Terms) -> bool:
    return len(terms) == 1 and terms[0][0] == 1


def _together(one: Cell, other: Cell, known: Known) -> Cell | None:
    """Return those of either count, if these differ in one answer alone."""
    apart = {name for name, _ in one[1] ^ other[1]}
    if one[0] != other[0] or len(apart) != 1:
        return None
    (name,) = apart
    first, second = dict(one[1]).get(name), dict(other[1]).get(name)
    if first is None or second is None or first & second:
        return None
    return known.canonical((one[0], (one[1] & other[1]) | {(name, first | second)}))


def _without(whole: Cell, part: Cell, known: Known) -> Cell | None:
    """Return those of a whole who are not in a part of it, if one answer alone tells them apart."""
    apart = {name for name, _ in whole[1] ^ part[1]}
    if whole[0] != part[0] or len(apart) != 1:
        return None
    (name,) = apart
    told = dict(part[1]).get(name)
    left = dict(whole[1]).get(name, frozenset(known.attributes[name].answers)) - (told or frozenset())
    if told is None or not left:
        return None
    return known.canonical((whole[0], frozenset({*(whole[1] - {c for c in whole[1] if c[0] == name}), (name, left)})))
