"""What the rows of a file are said to count: ``structure.json``, read and proved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from needskit.audit.formulas import FORMS, FORMULAS
from needskit.errors import UsageError

if TYPE_CHECKING:
    import os

Answers = frozenset[str]
Cell = tuple[str, frozenset[tuple[str, Answers]]]
"""Whom a count counts: the extract that they are in, and conditions on attributes."""

Terms = tuple[tuple[int, Cell], ...]
"""A figure as a weighted sum of counts."""

FORMAT = "needskit structure 1"


@dataclass(frozen=True, slots=True)
class Implied:
    """What some answers of an attribute have to do with conditions on others."""

    answers: Answers
    conditions: tuple[tuple[str, Answers], ...]
    way: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An attribute: its answers, to whom it is put, of what it is the number, and what follows from its answers."""

    answers: tuple[str, ...]
    within: tuple[str, str] | None = None
    numbers: tuple[str, ...] = ()
    implies: tuple[Implied, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What is said to have been done to the counts.

    Parameters
    ----------
    name
        Of the policy.
    base
        Counts are multiples of this; 1 if they are true ones.
    off_by, left_over_off_by
        By how many a count, and one that is left of several, may differ from the true one.
    threshold
        Fewer people than this, but not nobody, are to be protected.
    protects
        Whether the file is meant to leave the building.
    """

    name: str = "not said"
    base: int = 1
    off_by: int = 0
    left_over_off_by: int = 0
    threshold: int = 5
    protects: bool = True


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the estimate of a row is: of which two figures, in which unit, with which limits."""

    kind: str
    of: tuple[str, str]
    unit: str = ""
    limits: str = ""


@dataclass(frozen=True, slots=True)
class Formulas:
    """Figures of one pair of counts or one fourfold table: of which counts, and by which formula each.

    Parameters
    ----------
    of
        Whom each of ``a``, ``b``, ``c``, ``d`` and their sums counts, as ``needskit.audit.formulas`` names them.
    figures
        The formula of each figure.
    confidence
        Of limits.
    unit
        Of the estimate, where it is among the figures.
    """

    of: Mapping[str, Terms]
    figures: Mapping[str, str]
    confidence: float = 0.95
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RowSaid:
    """A row: its labels, whom its figures count, what its estimate and other figures are, by whom rows are ranked."""

    at: tuple[str, ...]
    counts: Mapping[str, Terms]
    estimate: Estimate | None = None
    ranked_by: Terms = ()
    formulas: tuple[Formulas, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnSaid:
    """The words over a figure in the workbook, its unit, and how many decimals it has."""

    heading: str
    unit: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class TableSaid:
    """A table: the sheet it is on, its columns by figure, and its rows in their order."""

    key: str
    sheet: str
    dimensions: tuple[str, ...]
    ranked: bool
    columns: Mapping[str, ColumnSaid]
    rows: tuple[RowSaid, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """Everything that a reader is told of whom the figures count."""

    rules: Rules = field(default_factory=Rules)
    attributes: Mapping[str, Asked] = field(default_factory=dict)
    tables: tuple[TableSaid, ...] = ()
    counts: tuple[Cell, ...] = ()


def read_structure(given: Mapping[str, Any] | str | os.PathLike[str]) -> Structure:
    """Read a structure, from its file or as it was made.

    Raises
    ------
    UsageError
        If it is not there, or not such a structure; the words say what is wrong with it.
    """
    said = given if isinstance(given, Mapping) else _from_file(Path(given))
    if said.get("format") != FORMAT:
        _refuse(f"its 'format' is not '{FORMAT}'")
    try:
        sources = said.get("sources", ())
        counts = tuple(_cell(each, sources) for each in said.get("counts", ()))
        alone = tuple(((1, cell),) for cell in counts)
        tables = tuple(_table(each, counts, alone) for each in said["tables"])
        attributes = {str(name): _asked(each) for name, each in said.get("attributes", {}).items()}
        rules = Rules(**said.get("policy", {}))
    except KeyError as error:
        _refuse(f"{error} is missing somewhere in it")
    except (TypeError, ValueError, IndexError, AttributeError):
        _refuse("a part of it has not the form that the page 'structure of tables' describes")
    rows = [row for table in tables for row in table.rows]
    every = (
        terms for row in rows for told in (row.counts, *(each.of for each in row.formulas)) for terms in told.values()
    )
    cells = {*counts, *(cell for terms in every for _, cell in terms)}
    return Structure(rules, _completed(attributes, cells), tables, counts)


def _from_file(path: Path) -> Mapping[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        _refuse(f"there is no file '{path.name}'")
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        _refuse(f"'{path.name}' cannot be read as JSON")
    if not isinstance(said, Mapping):
        _refuse(f"'{path.name}' holds no object")
    return said


def _refuse(why: str) -> NoReturn:
    message = f"The structure of the tables cannot be used: {why}."
    raise UsageError(message)


def _cell(said: Mapping[str, Any], sources: Sequence[str] = ()) -> Cell:
    where, of = said.get("where", {}), said.get("of", "")
    return str(sources[of] if isinstance(of, int) else of), frozenset(
        (str(name), frozenset(map(str, told))) for name, told in where.items()
    )


def _terms(said: object, counts: tuple[Cell, ...], alone: tuple[Terms, ...]) -> Terms:
    if isinstance(said, Mapping):
        return ((1, _cell(said)),)
    if not isinstance(said, list):
        raise TypeError
    if len(said) == 1 and said[0][0] == 1 and isinstance(said[0][1], int):
        return alone[said[0][1]]
    return tuple((int(weight), counts[of] if isinstance(of, int) else _cell(of)) for weight, of in said)


def _table(said: Mapping[str, Any], counts: tuple[Cell, ...], alone: tuple[Terms, ...]) -> TableSaid:
    columns = {str(name): _column(each) for name, each in said.get("columns", {}).items()}
    rows = tuple(_row(each, counts, alone) for each in said["rows"])
    dimensions = tuple(map(str, said.get("dimensions", ())))
    key = str(said.get("key", said.get("sheet", "")))
    return TableSaid(key, str(said.get("sheet", "")), dimensions, said.get("order") == "ranked", columns, rows)


def _column(said: object) -> ColumnSaid:
    if isinstance(said, str):
        return ColumnSaid(said)
    if not isinstance(said, Mapping):
        raise TypeError
    return ColumnSaid(str(said["heading"]), str(said.get("unit", "")), said.get("decimals"))


def _row(said: Mapping[str, Any], counts: tuple[Cell, ...], alone: tuple[Terms, ...]) -> RowSaid:
    told = said.get("estimate")
    estimate = None
    if told is not None:
        first, second = told["of"]
        estimate = Estimate(told["kind"], (first, second), told.get("unit", "%"), told.get("limits", ""))
    shown = {str(name): _terms(each, counts, alone) for name, each in said.get("counts", {}).items()}
    ranked_by = _terms(said.get("ranked_by", []), counts, alone)
    formulas = tuple(_formulas(each, shown, counts, alone) for each in said.get("formulas", ()))
    return RowSaid(tuple(map(str, said["at"])), shown, estimate, ranked_by, formulas)


def _formulas(
    said: Mapping[str, Any], shown: Mapping[str, Terms], counts: tuple[Cell, ...], alone: tuple[Terms, ...]
) -> Formulas:
    of = {
        str(form): shown[whom] if isinstance(whom, str) else _terms(whom, counts, alone)
        for form, whom in said["of"].items()
    }
    if not of.keys() <= FORMS.keys() or not set(said["figures"].values()) <= FORMULAS.keys():
        raise ValueError
    figures = {str(name): str(formula) for name, formula in said["figures"].items()}
    return Formulas(of, figures, float(said.get("confidence", 0.95)), str(said.get("unit", "")))


def _asked(said: Mapping[str, Any]) -> Asked:
    within = said.get("within")
    implies = tuple(
        Implied(
            frozenset(each["answers"]),
            tuple((name, frozenset(told)) for name, told in each["conditions"].items()),
            each.get("way", "forth"),
        )
        for each in said.get("implies", ())
    )
    numbers = tuple(said.get("numbers", ()))
    return Asked(tuple(said["answers"]), (within[0], within[1]) if within else None, numbers, implies)


def _completed(attributes: dict[str, Asked], cells: set[Cell]) -> dict[str, Asked]:
    """Return the attributes with those that conditions alone tell of: their answers are those that are named."""
    named: dict[str, set[str]] = {}
    for _, conditions in cells:
        for name, told in conditions:
            named.setdefault(name, set()).update(told)
    for name, answers in named.items():
        if name in attributes and not answers <= set(attributes[name].answers):
            _refuse(f"a condition names an answer that the attribute '{name}' does not have")
    return {**{name: Asked(tuple(sorted(told))) for name, told in named.items()}, **attributes}
