"""Bands of age of the analyst's own, as the bandings of needskit are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.schema import Band, Banding

if TYPE_CHECKING:
    from needskit.extract.project.parts import Project

OLDEST = 110
"""The oldest age that is read: a band up to it is without an upper end."""
SOURCE = "local definition, from the settings"


def own_bandings(project: Project) -> tuple[Banding, ...]:
    """Return the bandings that the settings name.

    Parameters
    ----------
    project
        Its bands need not be proved yet.
    """
    return tuple(
        Banding(each.name, each.label.strip(), SOURCE, tuple(_band(first, last) for first, last in each.levels))
        for each in project.definitions.age_bandings
    )


def _band(first: int, last: int) -> Band:
    """Return a band by its ages.

    Examples
    --------
    >>> [_band(*ages).label for ages in ((10, 15), (16, 16), (17, 110))]
    ['10 to 15', '16', '17 and over']
    """
    if last >= OLDEST:
        return Band(f"{first} and over", first, None)
    return Band(str(first) if first == last else f"{first} to {last}", first, last)
