"""How finely a count is divided, which decides how much it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.table.whom import Attribute, Whom


def order_of(whom: Whom, attributes: Mapping[str, Attribute]) -> int:
    """Return by how many attributes a count is divided: 0 of a total, 1 of the parts of one.

    What a condition presupposes, such as that somebody is assessed who has a need, is none of its own.
    """
    names = {name for name, _ in whom.conditions}
    presupposed = {within[0] for name in names if (within := attributes[name].within)}
    return len(names - presupposed - {"record"})
