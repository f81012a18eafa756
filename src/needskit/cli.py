"""The command line: one command from an extract to a workbook."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from needskit.disclosure.policy import POLICIES, STANDARD_POLICY
from needskit.errors import NeedskitError, UsageError

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name for it

DONE, PROBLEMS = 0, 1
CONTACT = "the team that made this workbook"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 done; 1 problems in the data; 2 usage; 3 refused by disclosure control. A deliberate error is one
    sentence without a traceback; anything else is a bug and keeps it.
    """
    chosen = _parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except BrokenPipeError:
        # The reader of our output, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except NeedskitError as error:
        say(str(error), sys.stderr)
        return error.exit_code
    return code


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a line in ASCII: a Windows console may show nothing else."""
    print(text.encode("ascii", "replace").decode("ascii"), file=stream or sys.stdout)


class Progress:
    """Says on standard error what is being done, stage by stage, and how long it took."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    def stage(self, done: str) -> None:
        """Say that a stage is done."""
        now = time.perf_counter()
        say(f"  {done} ({now - self._since:.1f} s)", sys.stderr)
        self._since = now


def _demo(chosen: argparse.Namespace) -> int:
    from needskit.synthetic import AS_AT, write_synthetic  # noqa: PLC0415 - each command loads what it needs

    folder = Path(chosen.out)
    progress = Progress()
    extract = write_synthetic(folder, people=chosen.people, seed=chosen.seed)
    progress.stage(f"made up an extract of {chosen.people:,} people, marked SYNTHETIC")
    chosen.source, chosen.population, chosen.as_at = (
        str(extract),
        "made-up people in Northshire",
        AS_AT.isoformat(),
    )
    chosen.out, chosen.tidy = str(folder / "needs-assessment.xlsx"), str(folder / "tidy")
    return _report(chosen)


def _report(chosen: argparse.Namespace) -> int:
    from needskit.disclosure.release import release  # noqa: PLC0415
    from needskit.output.text import headlines  # noqa: PLC0415
    from needskit.output.tidy import write_tidy  # noqa: PLC0415
    from needskit.report import needs_assessment, standard_report  # noqa: PLC0415

    _refuse_places(chosen)
    progress = Progress()
    cohort = _read(chosen)
    progress.stage("read and checked the extract")
    _say_what_to_mend(chosen, cohort)
    tables = standard_report(cohort, by=chosen.by, only=chosen.only or ())
    progress.stage(f"counted {len(tables)} {'table' if len(tables) == 1 else 'tables'}")
    released = release(tables, policy=chosen.policy)
    progress.stage(f"protected them together, policy {released.policy.name}")
    written = []
    if chosen.out:
        book = needs_assessment(cohort, released, title=chosen.title, contact=chosen.contact)
        written.append(book.save(chosen.out))
        progress.stage("wrote the workbook, read it back and checked it")
    if chosen.tidy:
        write_tidy(released, chosen.tidy)
        written.append(Path(chosen.tidy))
        progress.stage("wrote the tidy files")
    for sentence in headlines(released):
        say(sentence)
    say(f"Look in: {', '.join(str(path) for path in written)}")
    return DONE


def _refuse_places(chosen: argparse.Namespace) -> None:
    """Raise before any work is done if there is nowhere to write to."""
    if not chosen.out and not chosen.tidy:
        message = "Say where to: --out needs.xlsx for the workbook, --tidy FOLDER for one CSV a table, or both."
        raise UsageError(message)
    if chosen.out and Path(chosen.out).suffix.lower() != ".xlsx":
        message = "--out wants the name of an Excel workbook, ending in .xlsx."
        raise UsageError(message)
    if chosen.tidy and Path(chosen.tidy).is_file():
        message = "--tidy wants a folder, and that is the name of a file."
        raise UsageError(message)


def _say_what_to_mend(chosen: argparse.Namespace, cohort: Cohort) -> None:
    """Say on standard error what the analyst would want to mend before the workbook goes out."""
    broken = sum(problem.severity == "warning" for problem in cohort.problems)
    if broken:
        rules = "1 rule is" if broken == 1 else f"{broken} rules are"
        say(f"  {rules} broken by rows of the extract: `needskit check` says which", sys.stderr)
    if chosen.out and chosen.contact == CONTACT:
        say("  nobody is named on the cover: say whom to ask with --contact", sys.stderr)


def _check(chosen: argparse.Namespace) -> int:
    from needskit.extract.read import check  # noqa: PLC0415

    cohort, problems = check(
        chosen.source,
        population=_population(chosen),
        as_at=chosen.as_at,
        **_reading(chosen),
    )
    for problem in problems:
        say(problem.sentence)
    if cohort is None:
        say("The extract cannot be used until the errors are mended.")
        return PROBLEMS
    counts = ", ".join(f"{fate}: {count:,}" for fate, count in cohort.records.items() if count)
    say(f"The extract can be used. Records received: {sum(cohort.records.values()):,} ({counts}).")
    return DONE


def _tables(_chosen: argparse.Namespace) -> int:
    from needskit.report import BREAKDOWNS, STANDARD  # noqa: PLC0415

    for entry in STANDARD:
        say(f"{entry.key:32}{entry.question}{' Also by each breakdown.' if entry.breaks_down else ''}")
    say(f"Breakdowns unless told otherwise: {', '.join(BREAKDOWNS)}, where the extract holds them.")
    return DONE


def _schema(chosen: argparse.Namespace) -> int:
    from needskit.schema import load_table, write_reference  # noqa: PLC0415

    for field in load_table("people").fields:
        say(f"{field.name:36}{field.title}")
    if chosen.out:
        say(f"The data dictionary is in: {write_reference(Path(chosen.out))}")
    return DONE


def _synth(chosen: argparse.Namespace) -> int:
    from needskit.synthetic import write_synthetic  # noqa: PLC0415

    say(f"Made up: {write_synthetic(chosen.out, people=chosen.people, seed=chosen.seed)}")
    return DONE


def _read(chosen: argparse.Namespace) -> Cohort:
    from needskit.extract.read import read_cohort  # noqa: PLC0415

    return read_cohort(chosen.source, population=_population(chosen), as_at=chosen.as_at, **_reading(chosen))


def _population(chosen: argparse.Namespace) -> str:
    return chosen.population or f"{chosen.unit} in {Path(chosen.source).name}"


def _reading(chosen: argparse.Namespace) -> dict[str, Any]:
    """Return the arguments of a reading that the commands share."""
    return {
        "unit": chosen.unit,
        "needs": dict(_pairs(chosen.need, "--need")) or chosen.needs,
        "need_word": chosen.need_word,
        "columns": dict(_pairs(chosen.column, "--column")),
        "breakdowns": dict(_pairs(chosen.breakdown, "--breakdown")),
        "sheet": chosen.sheet,
    }


def _pairs(texts: Sequence[str] | None, option: str) -> list[tuple[str, str]]:
    pairs = [text.partition("=") for text in texts or ()]
    if any(not name or not sign or not value for name, sign, value in pairs):
        message = f"{option} wants NAME=VALUE, such as {option} {_PAIRS[option]}."
        raise UsageError(message)
    return [(name.strip(), value.strip()) for name, _, value in pairs]


_PAIRS = {
    "--column": 'person_id="Case Ref"',
    "--need": 'need_gambling="Gambling"',
    "--breakdown": 'team="Team"',
}


def _parser() -> argparse.ArgumentParser:
    from needskit import __version__  # noqa: PLC0415

    parser = argparse.ArgumentParser(
        prog="needskit",
        description="From an extract about people who offend to a protected, accessible workbook.",
    )
    parser.add_argument("--version", action="version", version=f"needskit {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    demo = _command(commands, "demo", "make up an extract and its workbook", _demo)
    demo.add_argument("--out", default="demo-output", metavar="DIR", help="where to (default: demo-output)")
    _made_up(demo, people=2000)
    _about(demo, contact="needskit demo")
    _how(demo)
    check = _command(commands, "check", "say what is wrong with an extract, by rule", _check)
    _source(check)
    report = _command(commands, "report", "write the workbook of an extract", _report)
    _source(report)
    report.add_argument("--out", metavar="X.xlsx", help="the workbook")
    report.add_argument("--tidy", metavar="DIR", help="a folder for one CSV a table")
    _about(report)
    _how(report)
    _command(commands, "tables", "list the tables of the standard report", _tables)
    schema = _command(commands, "schema", "list the standard columns", _schema)
    schema.add_argument("--out", metavar="DIR", help="write the data dictionary into this folder")
    synth = _command(commands, "synth", "make up an extract", _synth)
    synth.add_argument("--out", required=True, metavar="DIR", help="where to")
    _made_up(synth, people=None)
    return parser


Run = Callable[[argparse.Namespace], int]


def _command(commands: Commands, name: str, words: str, run: Run) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
    parser.set_defaults(
        run=run,
        need=None,
        needs="oasys",
        need_word="need",
        column=None,
        breakdown=None,
        sheet=None,
        unit="people",
    )
    return parser


def _made_up(parser: argparse.ArgumentParser, *, people: int | None) -> None:
    parser.add_argument("--people", type=int, default=people, required=people is None, metavar="N", help="how many")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="the same seed makes the same people (default: 1)"
    )


def _source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="EXTRACT", help="a CSV or Excel file with the standard column names")
    parser.add_argument("--population", default="", help="who they are: 'people on probation in Northshire'")
    parser.add_argument("--as-at", metavar="DATE", help="the date that the extract describes: 2025-12-31")
    parser.add_argument("--unit", help="what is counted, in the plural (default: people)")
    parser.add_argument("--needs", help="the need set: oasys, pathways or multiple_disadvantage (default: oasys)")
    parser.add_argument("--need", action="append", metavar="COLUMN=LABEL", help="a need of your own; repeat for more")
    parser.add_argument("--need-word", help="what one need is called (default: need)")
    parser.add_argument(
        "--column", action="append", metavar="NAME=THEIRS", help="a standard name and its header in the file"
    )
    parser.add_argument(
        "--breakdown", action="append", metavar="COLUMN=LABEL", help="a column of your own to divide by"
    )
    parser.add_argument("--sheet", help="of a workbook with several")


def _about(parser: argparse.ArgumentParser, *, contact: str = CONTACT) -> None:
    parser.add_argument("--title", default="", help="of the workbook")
    parser.add_argument("--contact", default=contact, help="whom to ask about it")


def _how(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--only", action="append", metavar="KEY", help="only this table and its breakdowns; repeat for more"
    )
    parser.add_argument("--by", action="append", metavar="NAME", help="break needs down by this; repeat for more")
    parser.add_argument(
        "--policy",
        default=STANDARD_POLICY.name,
        help=f"{' or '.join(POLICIES)} (default: {STANDARD_POLICY.name})",
    )
