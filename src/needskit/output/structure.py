"""What each row of released tables counts, for a program: no count of it, only whom."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from needskit.output.excel.columns import grid_of
from needskit.output.structure_answers import ANY_OTHER, Names, answers_of, called, names_of
from needskit.output.structure_formulas import USUAL, worked_of
from needskit.output.tabs import tabs_of
from needskit.table.figure import COUNTS
from needskit.table.whom import Attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needskit.disclosure.released import Release, ReleasedCell, ReleasedTable
    from needskit.output.structure_formulas import Worked
    from needskit.table.measure import Measure
    from needskit.table.whom import Condition, Sum, Whom

FORMAT = "needskit structure 1"
USUAL_THRESHOLD = 5
KNOWN = ("count", "out_of", "everyone")


def structure_of(release: Release) -> dict[str, Any]:
    """Whom does each figure of these tables count?

    What an auditor must know to judge a finished file, and what a reader is told anyway by titles and notes: for each
    row and figure the conditions on attributes, what the attributes are, and the policy. It holds no count.

    Parameters
    ----------
    release
        The tables.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2"], "need_drugs": ["yes", "no"]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> found = structure_of(nk.release(nk.needs.prevalence(cohort)))
    >>> found["tables"][0]["key"], found["policy"]["base"]
    ('needs.prevalence', 5)
    """
    places: dict[Whom, int] = {}
    tabs = tabs_of(release)
    tables = [_table(table, tabs[table.caption.key], release, places) for table in release]
    attributes: dict[str, Attribute] = {}
    for table in release:
        attributes |= table.attributes
    named: dict[str, frozenset[str]] = {}
    for name, answers in (condition for whom in places for condition in whom.conditions):
        named[name] = named.get(name, frozenset()) | answers
    # An attribute that no table explains has the answers that it is named with, and there may be others.
    bare = {name: Attribute(name, name, (*sorted(told), ANY_OTHER)) for name, told in named.items()}
    attributes = {**bare, **attributes}
    used = _used(set(named), attributes)
    held = {name: attributes[name] for name in sorted(used)}
    names = names_of(places, held)
    sources = sorted({whom.source for whom in places})
    return {
        "format": FORMAT,
        "policy": _policy(release),
        "attributes": {name: _attribute(name, held, names) for name in held},
        "sources": sources,
        "counts": [_whom(whom, sources, held, names) for whom in places],
        "tables": tables,
    }


def structure_text(release: Release) -> str:
    """Return the structure as the text of its file."""
    return json.dumps(structure_of(release), ensure_ascii=False, separators=(",", ":")) + "\n"


def _policy(release: Release) -> dict[str, Any]:
    policy = release.policy
    threshold = getattr(policy, "threshold", 0) or (policy.base if policy.base > 1 else USUAL_THRESHOLD)
    return {
        "name": policy.name,
        "base": policy.base,
        "off_by": release.off_by,
        "left_over_off_by": release.left_over_off_by,
        "threshold": threshold,
        "protects": policy.protects,
    }


def _used(names: set[str], attributes: Mapping[str, Attribute]) -> set[str]:
    """Return the attributes that conditions name, with those that these presuppose."""
    parents = {within[0] for name in names if (within := attributes[name].within)}
    return names if parents <= names else _used(names | parents, attributes)


def _attribute(name: str, held: Mapping[str, Attribute], names: Names) -> dict[str, Any]:
    attribute = held[name]
    found: dict[str, Any] = {"answers": answers_of(attribute, names[name])}
    if attribute.within:
        found["within"] = list(attribute.within)
    if attribute.numbers and set(attribute.numbers) <= set(held):
        found["numbers"] = list(attribute.numbers)
    implied = [
        {
            "answers": called(implied.answers, attribute, names[name]),
            "conditions": _where(implied.conditions, held, names),
            "way": implied.way,
        }
        for implied in attribute.implies
        if all(other in held for other, _ in implied.conditions)
    ]
    return {**found, **({"implies": implied} if implied else {})}


def _whom(whom: Whom, sources: list[str], held: Mapping[str, Attribute], names: Names) -> dict[str, Any]:
    source, conditions = whom.sort_key
    return {
        "of": sources.index(source),
        "where": _where([(name, frozenset(told)) for name, told in conditions], held, names),
    }


def _where(conditions: Iterable[Condition], held: Mapping[str, Attribute], names: Names) -> dict[str, list[str]]:
    return {name: called(answers, held[name], names[name]) for name, answers in conditions}


def _table(table: ReleasedTable, tab: str, release: Release, places: dict[Whom, int]) -> dict[str, Any]:
    grid = grid_of(table, name="", policy=release.policy)
    columns: dict[str, Any] = {}
    for column in grid.columns:
        if column.figure:
            told = {"heading": column.heading, "decimals": column.decimals}
            # A mean beside percentages has columns of its own.
            name = column.figure if column.figure not in columns else f"{column.figure} ({column.unit})"
            columns[name] = {**told, **({"unit": column.unit} if column.unit else {})}
    last = table.dimensions[-1] if table.dimensions else None
    ranked_by = last.sized_by if last is not None and any(level.rare_in for level in last.levels) else None
    return {
        "key": table.caption.key,
        "sheet": tab,
        "dimensions": [dimension.name for dimension in table.dimensions],
        "order": "fixed" if ranked_by is None else "ranked",
        "columns": columns,
        "rows": [_row(cell, places, ranked_by) for cell in table.cells],
    }


def _row(cell: ReleasedCell, places: dict[Whom, int], ranked_by: int | None = None) -> dict[str, Any]:
    measure = cell.measure
    counts = {name: _terms(part, places) for name, part in _shown(cell).items() if name in measure.figures}
    found: dict[str, Any] = {"at": list(cell.at) or ["all"], "counts": counts}
    if ranked_by is not None:
        found["ranked_by"] = _terms(cell.parts[ranked_by], places)
    if _is_percentage(measure):
        found["estimate"] = {"kind": "percentage", "of": _numerator_and_denominator(measure)}
        if measure.name == "percentage":
            found["estimate"]["limits"] = "wilson"
    elif _is_mean(measure):
        found["estimate"] = {"kind": "mean", "of": ["count", "out_of"], "unit": measure.unit}
    formulas = [_formulas(cell, worked, counts, places) for worked in worked_of(measure)]
    return {**found, **({"formulas": formulas} if formulas else {})}


def _formulas(
    cell: ReleasedCell, worked: Worked, counts: Mapping[str, list[list[int]]], places: dict[Whom, int]
) -> dict[str, Any]:
    measure = cell.measure
    whom = {
        form: _terms(
            cell.parts[part] if isinstance(part, int) else _added([(times, cell.parts[of]) for times, of in part]),
            places,
        )
        for form, part in worked.of.items()
    }
    # What the row shows is told by its name: the file is shorter.
    named = {tuple(map(tuple, terms)): name for name, terms in counts.items()}
    found: dict[str, Any] = {
        "of": {form: named.get(tuple(map(tuple, terms)), terms) for form, terms in whom.items()},
        "figures": dict(worked.figures),
    }
    if measure.confidence != USUAL:
        found["confidence"] = measure.confidence
    return {**found, **({"unit": measure.unit} if measure.unit else {})}


def _is_percentage(measure: Measure) -> bool:
    return measure.unit == "%" and "estimate" in measure.figures


def _is_mean(measure: Measure) -> bool:
    """Tell whether the parts of a measure are everybody, and then the people at each score."""
    return measure.name == "mean" and not measure.shows


def _numerator_and_denominator(measure: Measure) -> list[str]:
    """Return of which figures a percentage is: a share of events is of all events, and the people stand beside it."""
    return ["events", "all_events"] if "all_events" in measure.figures else ["count", "out_of"]


def _shown(cell: ReleasedCell) -> dict[str, Sum]:
    """Return which sum of counts each figure that counts is."""
    measure, parts = cell.measure, cell.parts
    if _is_mean(measure):
        everyone, *people_at = parts
        known = _added([(1, part) for part in people_at])
        scores = _added(list(enumerate(people_at)))
        return {"count": scores, "out_of": known, "not_known": _added([(1, everyone), (-1, known)])}
    names = measure.shows or (KNOWN if set(measure.figures) == {"count", "out_of", "not_known"} else ())
    shown = {name: part for name, part in zip(names, parts, strict=False) if name}
    if "everyone" in shown and "out_of" in shown:
        shown["not_known"] = _added([(1, shown["everyone"]), (-1, shown["out_of"])])
    return {name: part for name, part in shown.items() if name in COUNTS}


def _added(sums: list[tuple[int, Sum]]) -> Sum:
    weights: dict[Whom, int] = {}
    for times, part in sums:
        for weight, whom in part:
            weights[whom] = weights.get(whom, 0) + times * weight
    return tuple((weight, whom) for whom, weight in weights.items() if weight)


def _terms(part: Sum, places: dict[Whom, int]) -> list[list[int]]:
    return [[weight, places.setdefault(whom, len(places))] for weight, whom in part]
