"""Every block of Python and every command of needskit in README and docs runs and prints what it says.

Lines of a Python block that start with "# > " are what it must print; so is what follows a command. The blocks
of one page run in order, in one namespace and one empty folder.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from needskit.cli import main

CHECKOUT = Path(__file__).parents[2]
PAGES = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PRINTED = "# > "
COMMANDS = (["needskit"], ["python", "-m", "needskit"])
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
SCRIPT_LINES = 15


def name_of(page: Path) -> str:
    return page.relative_to(CHECKOUT).as_posix()


def blocks_of(page: Path) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in BLOCK.finditer(page.read_text(encoding="utf-8"))]


def commands_of(block: str) -> list[tuple[list[str], list[str]]]:
    """Return each command of needskit, and the lines that it is said to print."""
    found: list[tuple[list[str], list[str]]] = []
    for line in block.replace("\\\n", " ").splitlines():
        if line.startswith("$ "):
            found.append((shlex.split(line[2:], comments=True), []))
        elif found:
            found[-1][1].append(line)
    return [
        (words[len(start) :], printed) for words, printed in found for start in COMMANDS if words[: len(start)] == start
    ]


@pytest.mark.parametrize("page", [page for page in PAGES if blocks_of(page)], ids=name_of)
def test_what_a_page_says_to_run_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {"__name__": "page"}
    for language, block in blocks_of(page):
        if language == "python":
            exec(compile(block, name_of(page), "exec"), namespace)  # noqa: S102 - running our own prose is the point
            printed = [line.removeprefix(PRINTED) for line in block.splitlines() if line.startswith(PRINTED)]
            said = capsys.readouterr().out.splitlines()
            assert not printed or [line.rstrip() for line in said] == printed
            continue
        for arguments, printed in commands_of(block):
            assert main(arguments) == 0, arguments
            said = capsys.readouterr().out.splitlines()
            assert not printed or [line.rstrip() for line in said] == printed


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    broken = [to for to in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / to).exists()]

    assert broken == []


def test_the_script_of_the_readme_is_no_longer_than_it_says() -> None:
    [script] = [block for language, block in blocks_of(CHECKOUT / "README.md") if language == "python"]

    assert len(script.splitlines()) <= SCRIPT_LINES
