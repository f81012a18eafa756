"""One analysis of the standard report: its key, its question, and what an extract must hold for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.report import possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.cohort.cohort import Cohort
    from needskit.table.table import Table


@dataclass(frozen=True, slots=True)
class Entry:
    """One analysis of the catalogue.

    Parameters
    ----------
    key
        Of its table.
    question
        What it answers.
    make
        The analysis.
    possible
        Whether a cohort holds what it needs.
    breaks_down
        Whether it can be made by a breakdown too.
    usually_by
        By which breakdowns the standard report makes it, if not by all that it uses.
    plain
        Whether it is made without a breakdown too.
    """

    key: str
    question: str
    make: Callable[..., Table]
    possible: Callable[[Cohort], bool] = possible.always
    breaks_down: bool = False
    usually_by: tuple[str, ...] | None = None
    plain: bool = True


def when_asked(key: str, question: str, make: Callable[..., Table], possible: Callable[[Cohort], bool]) -> Entry:
    """Return an analysis that the standard report makes plain, and by a breakdown only where that is asked for."""
    return Entry(key, question, make, possible, breaks_down=True, usually_by=())
