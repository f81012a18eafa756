"""Importing needskit is quick and silent, and nothing that it does needs the network."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import TYPE_CHECKING, NoReturn

from needskit.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

HEAVY = ("duckdb", "ibis", "numpy", "openpyxl", "pandas", "pandera", "pyarrow", "scipy", "statsmodels")


def in_a_fresh_python(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a Python of its own, in which a warning is an error."""
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_importing_needskit_loads_no_heavy_package_and_says_nothing() -> None:
    done = in_a_fresh_python(
        f"import sys; before = set(sys.modules); import needskit; loaded = set(sys.modules) - before; "
        f"sys.exit(', '.join(sorted(loaded & set({HEAVY!r}))) or 0)"
    )

    assert (done.stdout, done.stderr) == ("", "")
    assert done.returncode == 0


def test_listing_the_public_names_loads_nothing_either() -> None:
    done = in_a_fresh_python(f"import needskit, sys; dir(needskit); sys.exit(bool(set(sys.modules) & set({HEAVY!r})))")

    assert (done.returncode, done.stderr) == (0, "")


def test_reading_an_extract_loads_no_solver_no_excel_and_no_statistics() -> None:
    done = in_a_fresh_python(
        "import sys, needskit as nk; people = nk.synthetic_people(people=20, seed=1); "
        "nk.needs.prevalence(nk.read_cohort(people, population='made-up people', as_at=None)).to_frame(); "
        "sys.exit(', '.join(sorted({'scipy.optimize', 'openpyxl', 'statsmodels'} & set(sys.modules))) or 0)"
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_the_demo_opens_no_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        message = "a socket was opened"
        raise OSError(message)

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)

    assert main(["demo", "--out", str(tmp_path / "demo"), "--people", "200"]) == 0
    assert (tmp_path / "demo" / "needs-assessment.xlsx").is_file()
    assert capsys.readouterr().out.isascii()
