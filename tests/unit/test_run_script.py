"""run.py on a fake machine: what it installs and when, what it starts, and what it says when it cannot."""

from __future__ import annotations

import ast
import importlib.util
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

SCRIPT = Path(__file__).parents[2] / "run.py"
PYPROJECT = """
[build-system]
requires = ["hatchling>=1.24"]
[project]
name = "needskit"
dependencies = ["pandas>=2.2.2", "pandera[pandas]>=0.24"]
[project.optional-dependencies]
dev = ["pandas-stubs>=2.2", "ruff==0.1.0"]
"""
UNREACHABLE = "Retrying after connection broken by 'x'\nERROR: No matching distribution found for y\n"
SUBPROCESS_FAILED = "Obtaining it\n  \u00d7 did not run\n  ERROR: disk full\n  note: not pip"


def load() -> ModuleType:
    """Import run.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("needskit_run_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RUN = load()


@dataclass
class Machine:
    """Stands in for every program that run.py starts, in a checkout of its own."""

    root: Path
    capsys: pytest.CaptureFixture[str]
    version: str = "3.11"
    venv_version: str = ""
    windows: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    jobs: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")

    def start(self, *arguments: str) -> int:
        self.jobs.clear()
        place = RUN.Place(self.root, "python", self.version, self.windows, self.environment, self.answer)
        return int(RUN.main(arguments, place=place))

    def answer(self, job: Any) -> Any:  # noqa: ANN401 - classes of a module loaded at run time
        """Do what a program would."""
        self.jobs.append(job)
        name = self.name(job)
        code, output = self.answers.get(name, (0, ""))
        if name == "sys":
            if not Path(job.command[0]).exists():
                raise FileNotFoundError
            return RUN.Outcome(code, f"{self.venv_version}\n")
        if name == "venv" and not code:
            self.venv_version = self.version
            (self.root / ".venv" / "needskit-stamp.txt").unlink(missing_ok=True)
            python = self.root / ".venv" / ("Scripts/python.exe" if self.windows else "bin/python")
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        return RUN.Outcome(code, output)

    def name(self, job: Any) -> str:  # noqa: ANN401 - as above
        what = str(job.command[2])
        if job.command[1] == "-c":
            return what.removeprefix("import ").partition(",")[0]
        return f"ruff {job.command[3]}" if what == "ruff" else what

    def fill_wheelhouse(self, *files: str) -> Path:
        wheelhouse = self.root / "wheelhouse"
        wheelhouse.mkdir()
        for file in files:
            (wheelhouse / file).touch()
        return wheelhouse

    def said(self) -> str:
        return "".join(self.capsys.readouterr())

    @property
    def started(self) -> list[str]:
        return [self.name(job) for job in self.jobs]

    def last(self, name: str) -> Any:  # noqa: ANN401 - as above
        return [job for job in self.jobs if self.name(job) == name][-1]


@pytest.fixture
def machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Machine:
    return Machine(tmp_path / "a folder" / "need skit", capsys)


def test_the_first_demo_makes_the_environment_installs_and_starts_needskit(machine: Machine) -> None:
    assert machine.start("demo", "--seed", "7") == 0
    assert machine.started == ["sys", "ensurepip", "venv", "pip", "needskit"]
    assert machine.last("pip").command[-2:] == ("-e", ".")
    demo = machine.last("needskit")
    assert demo.command[0] == str(machine.root / ".venv" / "bin" / "python")
    assert demo.command[1:] == ("-m", "needskit", "demo", "--out", "demo-output", "--seed", "7")
    assert not demo.kept
    assert {job.folder for job in machine.jobs} == {machine.root}


def test_the_second_demo_installs_nothing(machine: Machine) -> None:
    machine.start("demo")
    assert machine.start("demo") == 0
    assert machine.started == ["sys", "needskit"]


def test_the_exit_code_of_the_demo_is_handed_on(machine: Machine) -> None:
    machine.answers["needskit"] = (3, "")
    assert machine.start("demo") == 3


def test_the_checks_need_dev_and_dev_serves_the_demo(machine: Machine) -> None:
    machine.start("demo")
    machine.start("test")
    assert machine.last("pip").command[-1] == ".[dev]"
    machine.start("demo")
    assert "pip" not in machine.started


def test_a_changed_pyproject_or_a_moved_folder_is_installed_into_the_same_environment(
    machine: Machine,
) -> None:
    machine.start("demo")
    (machine.root / "pyproject.toml").write_text(PYPROJECT + "\n", encoding="utf-8")
    machine.start("demo")
    assert machine.started == ["sys", "pip", "needskit"]
    machine.root = machine.root.rename(machine.root.parent / "moved")
    machine.start("demo")
    assert machine.started == ["sys", "pip", "needskit"]


def test_an_environment_of_another_python_is_made_again(machine: Machine) -> None:
    machine.start("demo")
    machine.version = "3.12"
    machine.start("demo")
    assert machine.started == ["sys", "ensurepip", "venv", "pip", "needskit"]
    machine.start("demo")
    assert machine.started == ["sys", "needskit"]


def test_an_environment_without_pip_is_made_again(machine: Machine) -> None:
    machine.start("demo")
    machine.answers["sys"] = (1, "")
    machine.start("demo")
    assert machine.started == ["sys", "ensurepip", "venv", "pip", "needskit"]


def test_on_windows_the_python_is_in_scripts(machine: Machine) -> None:
    machine.windows = True
    machine.start("demo")
    assert Path(machine.last("needskit").command[0]) == machine.root / ".venv" / "Scripts" / "python.exe"


def test_the_callers_python_settings_stay_out_and_the_index_settings_stay(machine: Machine) -> None:
    index = {"PIP_INDEX_URL": "https://mirror.example/simple", "HTTPS_PROXY": "http://proxy.example:8080"}
    machine.environment = {**index, "PYTHONPATH": "x", "VIRTUAL_ENV": "y", "PYTHONHOME": "z"}
    machine.start("test")
    assert all(job.environment == index for job in machine.jobs)


def test_a_failed_installation_leaves_its_log_and_is_tried_again(machine: Machine) -> None:
    machine.start("demo")
    machine.answers["pip"] = (1, SUBPROCESS_FAILED)
    assert machine.start("test") == 1
    said = machine.said()
    assert "its last lines are:\n  Obtaining it\n  ERROR: disk full\n" in said
    assert said.isascii()
    log = machine.root / ".venv" / "needskit-install.log"
    assert log.read_text(encoding="utf-8") == SUBPROCESS_FAILED
    machine.start("demo")
    assert machine.started == ["sys", "pip"]


def test_a_wheelhouse_is_used_without_any_network(machine: Machine) -> None:
    built = ("hatchling-1.27.whl", "editables-0.5.tar.gz", "Pandera-0.24.0.zip", "pandas-2.2.3.whl")
    wheelhouse = machine.fill_wheelhouse(*built, "pandas_stubs-2.2.whl", "ruff-0.1.0.whl")
    machine.environment = {"PIP_FIND_LINKS": "https://elsewhere.example"}
    assert machine.start("test") == 0
    pip = machine.last("pip")
    assert pip.command[-5:] == ("--no-index", "--find-links", str(wheelhouse), "-e", ".[dev]")
    # pip splits the variable at spaces, and the folder's name has two.
    assert pip.environment == {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheelhouse.as_uri()}
    assert " " not in wheelhouse.as_uri()


@pytest.mark.parametrize(("verb", "last"), [("demo", "pandera"), ("test", "pandera, ruff")])
def test_what_a_wheelhouse_lacks_is_named_before_pip_starts(machine: Machine, verb: str, last: str) -> None:
    machine.fill_wheelhouse("pandas-2.2.3-cp311.whl", "pandas_stubs-2.2.whl")
    assert machine.start(verb) == 1
    assert f"lacks hatchling, editables, {last}: fill it" in machine.said()
    assert "pip" not in machine.started


def test_a_wheelhouse_for_another_python_is_told_from_a_missing_network(machine: Machine) -> None:
    machine.fill_wheelhouse("hatchling-1.whl", "editables-1.whl", "pandas-2.2.3-cp312.whl", "pandera-1.whl")
    machine.answers["pip"] = (1, "ERROR: No matching distribution found for pandas>=2.2.2\n")
    assert machine.start("demo") == 1
    assert "has no pandas>=2.2.2 for this system and Python 3.11: fill it" in machine.said()


@pytest.mark.parametrize(
    ("program", "output", "words"),
    [
        ("ensurepip", "", "apt install python3-venv"),
        ("venv", "created successfully because ensurepip is not available.", "python -m pip install ."),
        ("venv", "[WinError 1260] This program is blocked", "Your organisation does not"),
        ("venv", "Error: [Errno 13] Permission denied: '.venv'", "Move the needskit folder"),
        ("venv", "Error: no space", "python -m venv failed"),
        ("pip", UNREACHABLE, "HTTPS_PROXY"),
        ("pip", UNREACHABLE, "wheelhouse/"),
        ("pip", f"{UNREACHABLE}[SSL: CERTIFICATE_VERIFY_FAILED]", "PIP_CERT"),
        ("pip", "ERROR: something else", ".venv/needskit-install.log"),
    ],
)
def test_a_failure_is_told_in_words_with_exit_code_1(machine: Machine, program: str, output: str, words: str) -> None:
    machine.answers[program] = (1, output)
    assert machine.start("demo") == 1
    assert words in machine.said()
    assert "needskit" not in machine.started


def test_no_permission_to_make_the_environment_is_told_in_words(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert machine.start("demo") == 1
    assert machine.said().startswith("Cannot write .venv in ")


def test_a_script_copied_alone_says_what_is_missing(machine: Machine) -> None:
    (machine.root / "pyproject.toml").unlink()
    assert machine.start("demo") == 1
    assert "pyproject.toml is not beside run.py" in machine.said()


@pytest.mark.parametrize("arguments", [(), ("frobnicate",), ("test", "extra"), ("",)])
def test_no_verb_or_an_unknown_one_prints_the_usage_and_exits_with_2(
    machine: Machine, arguments: tuple[str, ...]
) -> None:
    assert machine.start(*arguments) == 2
    assert machine.said().startswith("usage: python run.py demo")
    assert machine.jobs == []


def test_the_checks_go_on_after_a_failure_and_pytest_is_last(machine: Machine) -> None:
    machine.answers["mypy"] = (2, "")
    assert machine.start("test") == 1
    said = machine.said().splitlines()
    names = [check.name for check in RUN.CHECKS]
    assert [line for line in said if line.startswith("==")] == [f"== {name} ==" for name in names]
    assert machine.jobs[-1].command[1:] == ("-m", "pytest", "-n", "2")
    outcomes = ["FAILED  mypy (exit code 2)" if name == "mypy" else f"ok      {name}" for name in names]
    assert said[-len(names) :] == outcomes


def test_an_older_python_can_parse_the_script() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_older_python_is_told_which_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    with pytest.raises(SystemExit, match=r"^needskit needs Python 3.11 or later; this is 3.8: install one"):
        load()


def test_a_kept_command_gives_its_code_and_both_streams(machine: Machine) -> None:
    program = "import sys; print('Collecting a (from b)', file=sys.stderr); print('x'); sys.exit(4)"
    done = RUN.run(RUN.Job((sys.executable, "-c", program), dict(os.environ), machine.root, kept=True))
    assert done.code == 4
    assert sorted(done.output.split("\n")) == ["", "Collecting a (from b)", "x"]
    assert machine.said() == "  Collecting a\n"
