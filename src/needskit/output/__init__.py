"""Writers of released tables: the workbook, sentences and tidy files. They accept nothing but a release.

openpyxl is loaded only when ``Workbook`` is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needskit.output.text import headlines
    from needskit.output.tidy import write_tidy
    from needskit.output.workbook import Definition, Setting, Workbook

__all__ = ["Definition", "Setting", "Workbook", "headlines", "write_tidy"]


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name == "headlines":
        return import_module("needskit.output.text").headlines
    if name == "write_tidy":
        return import_module("needskit.output.tidy").write_tidy
    if name in __all__:
        return getattr(import_module("needskit.output.workbook"), name)
    message = f"module 'needskit.output' has no attribute '{name}'"
    raise AttributeError(message)
