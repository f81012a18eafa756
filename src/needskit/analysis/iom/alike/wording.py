"""Words that every table of a match has: who is compared, how they are matched, and on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.iom.at_any_time import AT_ANY_TIME

if TYPE_CHECKING:
    from needskit.analysis.iom.alike.matched import Matched


def suffix_of(matched: Matched) -> str:
    """Return what the key of a table says of the method: nothing of the usual one."""
    told = ("" if matched.how.method == "radius" else f"_{matched.how.method}",)
    return "".join((*told, "_never_managed" if AT_ANY_TIME in matched.asked else ""))


def arms_in_words(matched: Matched) -> tuple[str, ...]:
    """Return notes on who is compared with whom, and how they are matched."""
    unit = matched.cohort.unit
    compared, how, on = (each.value for each in matched.settings)
    followed = (
        f" Only {unit} followed up in full are matched." if len(matched.looked_at) > int(matched.how.known_only) else ""
    )
    return (
        f"Compared are {unit} {compared}. Where that is not known, they are in neither arm.{followed}",
        f"For each {matched.called} stand {how}. Matched on: {on}.",
    )
