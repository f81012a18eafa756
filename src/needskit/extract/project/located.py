"""A project, and where its sources are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from needskit.extract.project.parts import Project


@dataclass(frozen=True, slots=True, repr=False)
class Located:
    """A project, and where its sources are.

    Parameters
    ----------
    project
        What is to be done.
    folder
        Its files are beside or below it.
    frames
        Sources that are DataFrames, by name.
    name, sha256
        Of needskit.toml; empty where the project was said in Python.
    """

    project: Project
    folder: Path
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    name: str = ""
    sha256: str = ""
