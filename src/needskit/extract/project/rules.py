"""From which columns each need of the set is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.extract.needs.found import NeedRule
from needskit.extract.project.reading import need_set
from needskit.schema import load_codes

if TYPE_CHECKING:
    from needskit.extract.project.parts import Project
    from needskit.schema import Need


def need_rules(project: Project) -> tuple[NeedRule, ...]:
    """Return for each need of the set which flag, score, items and screening question tell of it."""
    found = need_set(project)
    return tuple(_rule(need) for need in found.needs) if found is not None else ()


def _rule(need: Need) -> NeedRule:
    editions = load_codes("assessment_edition").names
    cut_offs = {e: need.cut_offs(e) for e in editions} if need.cut_off is not None else {}
    return NeedRule(
        column=need.column,
        cut_off=need.cut_off,
        most=need.max_score,
        score=f"score_{need.name}",
        items=tuple(f"item_{item.name}" for item in need.items),
        screen=f"screen_{need.name}" if need.screen is not None else "",
        by_edition={edition: found.cut_off for edition, found in cut_offs.items()},
        severe=need.severe,
        severe_by_edition={edition: found.severe for edition, found in cut_offs.items()},
    )
