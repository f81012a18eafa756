"""Start needskit from a fresh checkout: make `.venv`, install into it, then show the demo or run every check.

A folder `wheelhouse/` beside this file is installed from without any network. To fill one, run this in the
checkout on a machine that has the network, the same operating system and the same Python version:

    python -m pip download -d wheelhouse ".[dev]" hatchling editables

Python 3.6 to 3.10 must be able to parse this file, so that they can say which Python is needed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must read this line to say what it lacks
    sys.exit(
        f"needskit needs Python 3.11 or later; this is {sys.version_info[0]}.{sys.version_info[1]}: install "
        "one from python.org or your organisation's software centre and run this again with it."
    )

import hashlib
import os
import re
import subprocess
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that `test` runs: its name, and what it gives to the Python of `.venv`."""

    name: str
    arguments: tuple[str, ...]


# Through `python -m`, because the launchers in .venv break when the folder moves, and may be blocked.
# import-linter has no `-m` of its own. pytest is last, so that its own summary ends the output of the checks.
CHECKS = (
    Check("ruff check", ("-m", "ruff", "check", ".")),
    Check("ruff format", ("-m", "ruff", "format", "--check", ".")),
    Check("mypy", ("-m", "mypy")),
    Check("lint-imports", ("-c", "from importlinter.cli import lint_imports_command as lint; lint()")),
    Check("reference pages", ("-m", "needskit.reference", "--check")),
    Check("pytest", ("-m", "pytest", "-n", "2")),
)

FILL = 'python -m pip download -d wheelhouse ".[dev]" hatchling editables'
LOG = ".venv/needskit-install.log"
STAMP = ".venv/needskit-stamp.txt"
USAGE = f"""usage: python run.py demo [arguments of needskit demo]
       python run.py test

demo  installs needskit into .venv beside this file and writes the demo to demo-output beside it
test  installs the development tools as well and runs every check

Without a network: on a machine that has one, with the same system and Python version, run
  {FILL}
in the needskit folder, and copy the folder wheelhouse to beside run.py."""

# "--no-user", because a pip.ini may say "user", which no virtual environment allows.
PIP = ("-m", "pip", "install", "--no-user", "--no-input", "--progress-bar=off", "--disable-pip-version-check")
# What the caller set for another Python must not reach the one in .venv.
DROPPED = frozenset({"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"})

MOVE = (
    "Move the needskit folder to one where you may write, such as Documents, close any program that is using "
    "its .venv, and run this again."
)
NO_MODULE = (
    "This Python has no venv or no ensurepip module, so it cannot make .venv: on Debian or Ubuntu run "
    "`apt install python3-venv` and then this again. Or do without: `python -m pip install .`"
)
BLOCKED = (
    "Your organisation does not let programs start from this folder, so .venv cannot be used here: move the "
    "needskit folder to one where they may, or use the Python you have: `python -m pip install .`"
)
NO_TRUST = (
    "pip does not trust the certificate that it was shown: set PIP_CERT to your organisation's certificate "
    f"file, or fill the folder wheelhouse/ (`python run.py` says how). The whole log is {LOG}."
)
NO_NETWORK = (
    "pip could not reach the package index: set HTTPS_PROXY if your network has a proxy, or fill the folder "
    f"wheelhouse/ on a machine with the network (`python run.py` says how). The whole log is {LOG}."
)
# Signs in what a program printed, and what to say; the first that fits (pip counts a certificate as network).
FAILURES = (
    (("WinError 1260",), BLOCKED),
    (("No module named venv", "No module named ensurepip", "ensurepip is not available"), NO_MODULE),
    (("CERTIFICATE_VERIFY_FAILED", "problem confirming the ssl certificate"), NO_TRUST),
    (("connection broken by", "Max retries exceeded", "Read timed out", "ProxyError"), NO_NETWORK),
    (("Errno 13]", "Errno 30]", "WinError 5]", "WinError 32]"), f"Cannot write in .venv. {MOVE}"),
)


class SetupError(Exception):
    """needskit cannot be installed here; the words say why and what to do."""


@dataclass(frozen=True, slots=True)
class Job:
    """A command, its whole environment, its folder, and whether its output is kept or shown as it comes."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    kept: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """The exit code of a finished command, and what it printed to both streams if that was kept."""

    code: int
    output: str = ""


def say(text: str, *, wrong: bool = False) -> None:
    """Print ASCII at once: a console may know no more, and child processes print in between."""
    stream = sys.stderr if wrong else sys.stdout
    print(text.encode("ascii", "backslashreplace").decode("ascii"), file=stream, flush=True)


def run(job: Job) -> Outcome:
    """Run a command; if its output is kept, it can ask nothing, and each package pip comes to is shown."""
    streams = (subprocess.DEVNULL, subprocess.PIPE, subprocess.STDOUT)
    feed, out, err = streams if job.kept else (None, None, None)
    lines = []
    with subprocess.Popen(
        job.command, env=job.environment, cwd=job.folder, stdin=feed, stdout=out, stderr=err, errors="replace"
    ) as child:
        for line in child.stdout or ():
            lines.append(line)
            if line.startswith("Collecting "):
                say("  " + line.split(" (from ")[0].strip())
    return Outcome(child.returncode, "".join(lines))


@dataclass(frozen=True, slots=True)
class Place:
    """The checkout, the Python that runs this file, its environment, and what runs commands."""

    root: Path
    python: str = sys.executable
    version: str = f"{sys.version_info[0]}.{sys.version_info[1]}"
    windows: bool = os.name == "nt"
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    runner: Callable[[Job], Outcome] = run

    @property
    def venv_python(self) -> Path:
        """The Python of `.venv`."""
        return self.root / ".venv" / ("Scripts/python.exe" if self.windows else "bin/python")

    @property
    def wheelhouse(self) -> Path:
        """The folder to install from without a network, if it is there."""
        return self.root / "wheelhouse"

    def run(self, command: Sequence[str], *, kept: bool = True, offline: bool = False) -> Outcome:
        """Run a command in the checkout, in the caller's environment less what belongs to another Python."""
        clean = {name: value for name, value in self.environment.items() if name not in DROPPED}
        if offline:
            # The pip inside build isolation reads these; it splits at spaces, which a URI has not.
            clean |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheelhouse.as_uri()}
        return self.runner(Job(tuple(command), clean, self.root, kept))


def is_sound(place: Place) -> bool:
    """Say whether `.venv` has a Python of the running version that starts, and pip."""
    question = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    try:
        outcome = place.run([str(place.venv_python), "-c", question])
    except OSError:
        return False
    return outcome.code == 0 and outcome.output.split()[-1:] == [place.version]


def failure(output: str, *, what: str) -> SetupError:
    """Say in a sentence or two why a program failed, from what it printed."""
    for signs, words in FAILURES:
        if any(sign in output for sign in signs):
            return SetupError(words)
    # Lines that start with a drawn box or a note only say that a part of pip failed, which is known.
    last = re.findall(r"^[ ]*((?!note:)[!-~].*)$", output, re.MULTILINE)[-6:]
    return SetupError("\n  ".join([f"{what} failed; the whole log is {LOG} and its last lines are:", *last]))


def make_venv(place: Place) -> None:
    """Make `.venv`, in place of one that is broken or of another Python; raise SetupError or OSError."""
    log = place.root / LOG
    log.parent.mkdir(exist_ok=True)
    log.touch()
    if place.run([place.python, "-c", "import ensurepip, venv"]).code:
        raise SetupError(NO_MODULE)
    say(f"Making .venv with Python {place.version}.")
    made = place.run([place.python, "-m", "venv", "--clear", str(log.parent)])
    log.write_text(made.output, encoding="utf-8")
    if made.code:
        raise failure(made.output, what="python -m venv")


def install_stamp(place: Place, *, extra: str) -> str:
    """Hash pyproject.toml, the extra, the Python version and the folder (an editable install names it)."""
    counted = [(place.root / "pyproject.toml").read_bytes(), os.fsencode(place.root)]
    return hashlib.sha256(b"\0".join([*counted, place.version.encode(), extra.encode()])).hexdigest()


def is_installed(place: Place, *, extra: str) -> bool:
    """Say whether the stamp is that of `extra` or of "dev", which holds everything."""
    stamp = place.root / STAMP
    wanted = {install_stamp(place, extra=name) for name in (extra, "dev")}
    return stamp.exists() and stamp.read_text(encoding="utf-8", errors="replace") in wanted


def missing_from_wheelhouse(place: Place, *, extra: str) -> list[str]:
    """Name the packages that pyproject.toml asks for and the wheelhouse has no file of."""
    asked = tomllib.loads((place.root / "pyproject.toml").read_text(encoding="utf-8"))
    project = asked["project"]
    # hatchling asks for editables itself, once it is asked for an editable installation.
    wanted = [*asked["build-system"]["requires"], "editables", *project.get("dependencies", [])]
    wanted += project.get("optional-dependencies", {}).get(extra, [])
    names = [re.split(r"[^\w.-]", want)[0] for want in wanted if ";" not in want]
    files = [re.split(r"-\d", path.name)[0] for path in place.wheelhouse.iterdir()]
    held = {re.sub(r"[-_.]+", "-", name).lower() for name in files}
    return [name for name in names if re.sub(r"[-_.]+", "-", name).lower() not in held]


def install(place: Place, *, extra: str) -> None:
    """Install needskit, editable, with `extra` ("" for none) into `.venv`, and stamp it; raise SetupError."""
    offline = place.wheelhouse.is_dir()
    missing = missing_from_wheelhouse(place, extra=extra) if offline else []
    if missing:
        message = f"The folder wheelhouse/ lacks {', '.join(missing)}: fill it by `{FILL}`."
        raise SetupError(message)
    (place.root / STAMP).unlink(missing_ok=True)
    say("Installing needskit and the packages it needs into .venv; the first time takes some minutes.")
    links = ["--no-index", "--find-links", str(place.wheelhouse)] if offline else []
    what = f".[{extra}]" if extra else "."
    done = place.run([str(place.venv_python), *PIP, *links, "-e", what], offline=offline)
    (place.root / LOG).write_text(done.output, encoding="utf-8")
    absent = re.findall(r"No matching distribution found for (.+)", done.output)
    if done.code and offline and absent:
        unmet = f"{absent[-1].strip()} for this system and Python {place.version}"
        message = f"The folder wheelhouse/ has no {unmet}: fill it by `{FILL}`."
        raise SetupError(message)
    if done.code:
        raise failure(done.output, what="pip install")
    (place.root / STAMP).write_text(install_stamp(place, extra=extra), encoding="utf-8")


def prepare(place: Place, *, extra: str) -> None:
    """Have a sound `.venv` with needskit and `extra` in it, and do nothing if it is so; raise SetupError."""
    if not (place.root / "pyproject.toml").exists():
        message = "pyproject.toml is not beside run.py: unpack the whole needskit folder and run it in there."
        raise SetupError(message)
    if not is_sound(place):
        make_venv(place)
    if not is_installed(place, extra=extra):
        install(place, extra=extra)


def run_checks(place: Place) -> int:
    """Run every check, going on after a failure, and say how each ended; 1 if any failed."""
    codes = {}
    for check in CHECKS:
        say(f"== {check.name} ==")
        codes[check.name] = place.run([str(place.venv_python), *check.arguments], kept=False).code
    for name, code in codes.items():
        say(f"FAILED  {name} (exit code {code})" if code else f"ok      {name}")
    return int(any(codes.values()))


def main(arguments: Sequence[str], *, place: Place) -> int:
    """Do what the arguments say and give the exit code: 1 if needskit cannot be installed, 2 for usage."""
    verb, *rest = arguments or [""]
    asked = verb in {"-h", "--help"}
    if asked or (verb != "demo" and (verb != "test" or rest)):
        say(USAGE, wrong=not asked)
        return 0 if asked else 2
    try:
        prepare(place, extra="dev" if verb == "test" else "")
        if verb == "test":
            return run_checks(place)
        demo = [str(place.venv_python), "-m", "needskit", "demo", "--out", "demo-output", *rest]
        return place.run(demo, kept=False).code
    except SetupError as error:
        say(str(error), wrong=True)
    except OSError as error:
        say(f"Cannot write .venv in {place.root} ({error.strerror or error}). {MOVE}", wrong=True)
    except KeyboardInterrupt:
        say("Stopped.", wrong=True)
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], place=Place(Path(__file__).absolute().parent)))
