"""Files as agencies send them, the settings that are guessed for them, and what a check then says."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from needskit.extract.project.toml import project_from
from needskit.extract.read import check
from needskit.guess import settings_for, write_settings

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.extract.read import Checked

Rows = Sequence[Sequence[str]]


@pytest.fixture
def guess(tmp_path: Path, csv_of: Callable[[Rows], str]) -> Callable[..., dict[str, Any]]:
    """Return the settings that are guessed for some files, given as rows by name, proved to be a project."""

    def settings(**files: Rows) -> dict[str, Any]:
        paths = []
        for name, rows in files.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(csv_of(rows), encoding="utf-8", newline="")
            paths.append(str(path))
        text = settings_for(paths, folder=str(tmp_path))
        (tmp_path / "guessed.toml").write_text(text, encoding="utf-8")
        said = tomllib.loads(text)
        project_from(said, file="guessed.toml")
        return said

    return settings


@pytest.fixture
def guessed_text(tmp_path: Path) -> Callable[[], str]:
    """Return the text of the settings that were guessed last."""
    return lambda: (tmp_path / "guessed.toml").read_text(encoding="utf-8")


@pytest.fixture
def checked(tmp_path: Path) -> Callable[..., Checked]:
    """Return what a check says of the settings written for some files."""

    def run(*files: Path) -> Checked:
        written = write_settings([str(file) for file in files], str(tmp_path / "needskit.toml"), force=True)
        return check(str(written.path))

    return run


@pytest.fixture(scope="session")
def people() -> Callable[[Mapping[str, Sequence[str]]], list[list[str]]]:
    """Return the rows of a file of some people: their CRN, and these columns, each repeated as often as it takes."""

    def rows(columns: Mapping[str, Sequence[str]]) -> list[list[str]]:
        size = max(len(values) for values in columns.values())
        body = [
            [f"X{place:06}", *(values[place % len(values)] for values in columns.values())] for place in range(size)
        ]
        return [["CRN", *columns], *body]

    return rows
