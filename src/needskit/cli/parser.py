"""The commands and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import get_args

from needskit.cli import commands as run
from needskit.disclosure.policies import POLICIES, STANDARD_POLICY
from needskit.stats.ways import Correction, Method

Run = Callable[[argparse.Namespace], int]


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    from needskit import __version__  # noqa: PLC0415

    made = argparse.ArgumentParser(
        prog="needskit",
        description="From extracts about people who offend to a protected, accessible workbook.",
    )
    made.add_argument("--version", action="version", version=f"needskit {__version__}")
    commands = made.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, words: str, function: Run) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
        added.set_defaults(run=function, need=None, needs="oasys", need_word="need", column=None, breakdown=None)
        added.set_defaults(sheet=None, unit="people")
        return added

    demo = command("demo", "make up an extract and its workbook", run.demo)
    demo.add_argument("--out", default="demo-output", metavar="DIR", help="where to (default: demo-output)")
    _made_up(demo, people=2000)
    _about(demo, contact="needskit demo")
    _how(demo)
    init = command("init", "look at files and write a settings file, needskit.toml, for them", run.init)
    init.add_argument("files", nargs="+", metavar="FILE", help="the files that agencies sent")
    init.add_argument("--out", default="needskit.toml", metavar="X.toml", help="where to (default: needskit.toml)")
    init.add_argument("--force", action="store_true", help="write over a settings file that is there")
    check = command("check", "say what is wrong with an extract, by rule", run.check)
    _source(check)
    check.add_argument("--report", metavar="X.xlsx", help="also write what is wrong row by row, for your eyes only")
    report = command("report", "write the workbook of an extract", run.report)
    _source(report)
    _places(report)
    _about(report)
    _how(report)
    compare = command(
        "compare", "write the workbook of an evaluation of IOM: people beside people like them", run.compare
    )
    _source(compare)
    _places(compare)
    _match(compare)
    _about(compare)
    _policy(compare)
    command("tables", "list the tables of the standard report", run.tables)
    schema = command("schema", "list the standard columns", run.schema)
    schema.add_argument(
        "--out", metavar="DIR", help="write data dictionary, settings and rules as pages into this folder"
    )
    synth = command("synth", "make up an extract", run.synth)
    synth.add_argument("--out", required=True, metavar="DIR", help="where to")
    synth.add_argument(
        "--linked", action="store_true", help="files of youth, adult and other services about the same people too"
    )
    _made_up(synth, people=None)
    return made


def _made_up(command: argparse.ArgumentParser, *, people: int | None) -> None:
    command.add_argument("--people", type=int, default=people, required=people is None, metavar="N", help="how many")
    command.add_argument(
        "--seed", type=int, default=1, metavar="S", help="the same seed makes the same people (default: 1)"
    )


def _source(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "source",
        metavar="SETTINGS|EXTRACT",
        help="a settings file (needskit.toml), or one file with the standard column names",
    )
    command.add_argument("--population", default="", help="who they are: 'people on probation in Northshire'")
    command.add_argument("--as-at", metavar="DATE", help="the date that the extract describes: 2025-12-31")
    command.add_argument("--unit", help="what is counted, in the plural (default: people)")
    command.add_argument("--needs", help="the need set: oasys, pathways or multiple_disadvantage (default: oasys)")
    command.add_argument("--need", action="append", metavar="COLUMN=LABEL", help="a need of your own; repeat for more")
    command.add_argument("--need-word", help="what one need is called (default: need)")
    command.add_argument(
        "--column", action="append", metavar="NAME=THEIRS", help="a standard name and its header in the file"
    )
    command.add_argument(
        "--breakdown", action="append", metavar="COLUMN=LABEL", help="a column of your own to divide by"
    )
    command.add_argument("--sheet", help="of a workbook with several")


def _places(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", metavar="X.xlsx", help="the workbook")
    command.add_argument("--tidy", metavar="DIR", help="a folder for one CSV a table")


def _match(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--adjust",
        action="append",
        metavar="NAME",
        help="match on this column; repeat for more (default: the usual ones)",
    )
    command.add_argument(
        "--exactly", action="append", metavar="NAME", help="people must be the same in this; repeat for more"
    )
    command.add_argument("--method", choices=get_args(Method), help="how people are matched (default: radius)")
    command.add_argument(
        "--caliper", type=float, metavar="X", help="in standard deviations of the logit (default: 0.2)"
    )
    command.add_argument(
        "--min-people", type=int, metavar="N", help="refuse if fewer are matched in an arm (default: 30)"
    )
    command.add_argument(
        "--known-only", action="store_true", default=None, help="leave out whose numbers are not all known"
    )
    command.add_argument(
        "--impute", action="store_true", default=None, help="put the median for a number that is not known, and say so"
    )
    command.add_argument(
        "--outcome",
        action="append",
        metavar="NAME",
        help="look at this column; repeat for more, what the evaluation is about first",
    )
    command.add_argument(
        "--adjust-p", choices=get_args(Correction), help="correct P values for how many are tested (default: none)"
    )
    command.add_argument(
        "--never-managed",
        action="store_true",
        default=None,
        help="beside only those known never to have been managed under IOM",
    )
    command.add_argument("--submitted", type=int, metavar="N", help="how many people the scheme named")
    command.add_argument(
        "--regression",
        dest="regression_to_the_mean",
        action="store_true",
        default=None,
        help="how much of a fall is to be expected anyway, were rates steady",
    )


def _about(command: argparse.ArgumentParser, *, contact: str = "") -> None:
    command.add_argument("--title", default="", help="of the workbook")
    command.add_argument("--contact", default=contact, help="whom to ask about it")


def _how(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--only", action="append", metavar="KEY", help="only this table and its breakdowns; repeat for more"
    )
    command.add_argument("--by", action="append", metavar="NAME", help="break needs down by this; repeat for more")
    _policy(command)


def _policy(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--policy",
        help=f"{' or '.join(POLICIES)} (default: {STANDARD_POLICY.name})",
    )
