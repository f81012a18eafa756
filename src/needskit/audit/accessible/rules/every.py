"""Every rule, by subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.audit.accessible.rules import document, figures, looks, objects, repair, shorthand, tables, worksheets

if TYPE_CHECKING:
    from needskit.audit.accessible.rule import Rule

GROUPS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("Tables", tables.RULES),
    ("Figures", figures.RULES),
    ("Shorthand and notes", shorthand.RULES),
    ("Looks", looks.RULES),
    ("Links, charts and what floats", objects.RULES),
    ("Worksheets", worksheets.RULES),
    ("The workbook", document.RULES),
    ("What Excel repairs", repair.RULES),
)
"""Titles and rules, in the order of the reference page."""

RULES: tuple[Rule, ...] = tuple(rule for _, rules in GROUPS for rule in rules)
