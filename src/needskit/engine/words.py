"""The words of a driver, which may hold a value or a secret: they are not repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

OURS = frozenset({"builtins", "needskit", "numpy", "pandas", "pandera"})
"""Packages whose errors are none of a driver."""


class Unsaid:
    """A block in which errors of a driver are swallowed: what comes after the block says that it failed.

    Each driver has errors of its own, so that they are told by where they come from.

    Parameters
    ----------
    *others
        Errors of Python that are swallowed too.

    Examples
    --------
    >>> with Unsaid(OSError) as unsaid:
    ...     raise OSError("reader:hunter2@host")
    >>> unsaid.kind
    'OSError'
    """

    def __init__(self, *others: type[Exception]) -> None:
        self._others = others
        self.kind = ""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        """Swallow what a driver said, and keep what kind of error it was."""
        if kind is None or not issubclass(kind, Exception):
            return False
        if kind.__module__.partition(".")[0] in OURS and not issubclass(kind, self._others):
            return False
        self.kind = kind.__name__
        return True
