"""Groupings of kinds of accommodation: which codes are homeless, and where that comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needskit.schema import CodeList

ONE_BEGUN_LAST = "On a day with several records of accommodation the one begun last counts."


def codes_of(codes: CodeList, name: str) -> frozenset[str]:
    """Return the codes of the first group of a grouping: those that are homeless."""
    [grouping] = [each for each in codes.groupings if each.name == name]
    return frozenset(grouping.levels[0].codes)


def source_of(codes: CodeList, name: str) -> str:
    """Return where a grouping of a code list comes from."""
    [grouping] = [each for each in codes.groupings if each.name == name]
    return grouping.source or codes.source
