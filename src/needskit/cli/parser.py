"""The commands and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import get_args

from needskit.cli import audit as judge
from needskit.cli import commands as run
from needskit.cli import ledger
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
        added.set_defaults(sheet=None, unit="people", html=None, pictures=None, png=False)
        added.set_defaults(ods=False, template=None)
        return added

    demo = command("demo", "make up an extract and its workbook", run.demo)
    demo.add_argument("--out", default="demo-output", metavar="DIR", help="where to (default: demo-output)")
    _made_up(demo, people=2000)
    _about(demo, contact="needskit demo")
    _how(demo)
    _begun(command("init", "look at files and write a settings file, needskit.toml, for them", run.init))
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
    _audited(
        command("audit", "say what a finished workbook tells of few people, and which rules it breaks", judge.audit)
    )
    command("tables", "list the tables of the standard report", run.tables)
    _schema(command("schema", "list the standard columns", run.schema))
    synth = command("synth", "make up an extract", run.synth)
    synth.add_argument("--out", required=True, metavar="DIR", help="where to")
    synth.add_argument(
        "--linked", action="store_true", help="files of youth, adult and other services about the same people too"
    )
    _made_up(synth, people=None)
    _ledger(command("ledger", "list the releases of a ledger, or compare two releases", ledger.ledger))
    return made


def _begun(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE", help="the files that agencies sent")
    command.add_argument("--out", default="needskit.toml", metavar="X.toml", help="where to (default: needskit.toml)")
    command.add_argument("--force", action="store_true", help="write over a settings file that is there")


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
    command.add_argument("--out", metavar="X.xlsx", help="the workbook; X.ods where LibreOffice is present")
    command.add_argument("--ods", action="store_true", help="the workbook as OpenDocument as well, beside it")
    command.add_argument("--tidy", metavar="DIR", help="a folder for one CSV a table")
    command.add_argument("--html", metavar="X.html", help="one page for those who will not open a workbook")
    command.add_argument("--pictures", metavar="DIR", help="a folder for one SVG a chart")
    command.add_argument("--png", action="store_true", help="pictures as PNG, which needs needskit[pictures]")
    command.add_argument("--template", metavar="X.xlsx", help="a workbook of the house that --out is filled from")
    command.add_argument(
        "--accept-loss", action="store_true", help="fill it although some of it, which is said, is lost"
    )


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


def _audited(command: argparse.ArgumentParser) -> None:
    command.add_argument("workbook", metavar="X.xlsx", help="any workbook, whoever made it")
    command.add_argument(
        "--tidy", metavar="DIR", help="the folder of its tidy files, which say whom each figure counts"
    )
    command.add_argument("--structure", metavar="X.json", help="whom each figure counts (default: that of --tidy)")
    command.add_argument(
        "--programs",
        type=int,
        default=10_000,
        metavar="N",
        help="how many programs look for what fits (default: 10000)",
    )


def _about(command: argparse.ArgumentParser, *, contact: str = "") -> None:
    command.add_argument("--title", default="", help="of the workbook")
    command.add_argument("--contact", default=contact, help="whom to ask about it")
    command.add_argument("--theme", metavar="X.toml", help="fonts, colours, markers, words of the cover and logo")


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
    command.add_argument("--key-file", metavar="FILE", help="that holds the private key of policy publish-random")
    command.add_argument("--key-variable", metavar="NAME", help="of the environment that holds that key instead")
    command.add_argument("--ledger", metavar="X.json", help="what earlier releases showed; this one is written into it")


def _schema(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--out", metavar="DIR", help="write data dictionary, settings and rules as pages into this folder"
    )


def _ledger(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "old", metavar="LEDGER|OLD", help="a ledger to list, or the tidy folder of the earlier release"
    )
    command.add_argument("new", nargs="?", metavar="NEW", help="the tidy folder of the later release")
    command.add_argument("--threshold", type=int, default=5, metavar="N", help="fewer are few (default: 5)")
    command.add_argument("--forget", metavar="ID", help="take a release that never went out from the ledger")
