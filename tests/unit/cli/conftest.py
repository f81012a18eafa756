"""Running a command as the console would, without starting another Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from needskit.cli import main
from needskit.synthetic import synthetic_people

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Ended(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run a command; both its streams must be ASCII, since a Windows console may show nothing else."""

    def ended(*arguments: str | Path) -> Ended:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as left:  # argparse leaves this way
            code = left.code if isinstance(left.code, int) else -1
        printed = capsys.readouterr()
        assert printed.out.isascii()
        assert printed.err.isascii()
        assert "Traceback" not in printed.err
        return Ended(code, printed.out, printed.err)

    return ended


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """Return the file of 120 made-up people."""
    path = tmp_path / "extract.csv"
    synthetic_people(people=120, seed=2).to_csv(path, index=False)
    return path
