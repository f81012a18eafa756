"""What a match is told whatever its method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.cohort.settings import Wanted

FEWEST, FEWEST_EVER = 30, 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What a match is told whatever its method: see ``match``."""

    treated: Mapping[str, Wanted] | None = None
    comparison: Mapping[str, Wanted] | None = None
    called: str | None = None
    adjust: Sequence[str] | None = None
    numbers: Sequence[str] = ()
    min_people: int = FEWEST
    never_managed: bool = False

    def __post_init__(self) -> None:
        """Refuse to match next to nobody.

        Raises
        ------
        UsageError
            If fewer people may be matched than are let be.
        """
        if self.min_people < FEWEST_EVER:
            message = f"min_people wants {FEWEST_EVER} or more: fewer tell nothing, and of each of them too much."
            raise UsageError(message)
