"""What each command does."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.cli.console import Progress, say
from needskit.cli.places import look, refuse_places, saved
from needskit.cli.protection import protection
from needskit.cli.reading import read
from needskit.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.disclosure.released import Release
    from needskit.extract.project.parts import ReportPart
    from needskit.extract.read import Checked
    from needskit.table.table import Table

DONE, PROBLEMS = 0, 1
CONTACT = "the team that made this workbook"


def demo(chosen: argparse.Namespace) -> int:
    """Make up an extract and its workbook."""
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
    return report(chosen)


def report(chosen: argparse.Namespace) -> int:
    """Write the workbook of an extract."""
    from needskit.report import standard_report  # noqa: PLC0415

    refuse_places(chosen)
    progress = Progress()
    found = read(chosen)
    cohort, said = found.required(Path(chosen.source).name), found.report
    progress.stage("read and checked the extract")
    # Tables that the command names are not held to the breakdowns that the settings want of others.
    by = chosen.by or (None if chosen.only else said.by)
    tables = standard_report(cohort, by=by, only=chosen.only or said.tables)
    return write(chosen, cohort, tables, said=said, progress=progress)


def compare(chosen: argparse.Namespace) -> int:
    """Write the workbook of an evaluation: people managed under IOM beside people like them."""
    from needskit.cli.comparing import told  # noqa: PLC0415
    from needskit.report import evaluation  # noqa: PLC0415

    refuse_places(chosen)
    progress = Progress()
    found = read(chosen)
    cohort = found.required(Path(chosen.source).name)
    progress.stage("read and checked the extract")
    policy = protection(chosen, found.report).policy
    made = evaluation(cohort, settings=told(chosen, cohort.definitions.comparison), policy=policy)
    progress.stage("matched people with people like them")
    for caution in made.cautions:
        say(f"  {caution.code}: {caution.words}", sys.stderr)
    title = chosen.title or f"Integrated Offender Management: {cohort.in_words}"
    return write(chosen, made.cohort, made.tables, said=found.report, progress=progress, title=title)


def write(
    chosen: argparse.Namespace,
    cohort: Cohort,
    tables: Sequence[Table],
    *,
    said: ReportPart,
    progress: Progress,
    title: str = "",
) -> int:
    """Protect tables together, write them where the command says, and say the main findings."""
    from needskit.disclosure.release import release  # noqa: PLC0415
    from needskit.output.text import headlines  # noqa: PLC0415
    from needskit.output.tidy import write_tidy  # noqa: PLC0415
    from needskit.report import needs_assessment  # noqa: PLC0415

    theme = look(chosen, said)
    contact = chosen.contact or said.contact or theme.cover.contact or CONTACT
    _say_what_to_mend(chosen, cohort, contact)
    progress.stage(f"counted {len(tables)} {'table' if len(tables) == 1 else 'tables'}")
    protect = protection(chosen, said)
    released = release(tables, policy=protect.policy, ledger=protect.ledger)
    progress.stage(f"protected them together, policy {released.policy.name}")
    for advice in released.advice:
        say(f"  {advice}", sys.stderr)
    written = []
    words = {"title": title or chosen.title or said.title, "contact": contact}
    book = needs_assessment(cohort, released, theme=theme, **words)
    if chosen.out:
        written += saved(chosen, book, progress)
    if chosen.tidy:
        write_tidy(released, chosen.tidy)
        written.append(Path(chosen.tidy))
        progress.stage("wrote the tidy files")
    written += write_pages(chosen, released, progress, title=book.title, contact=contact)
    for sentence in headlines(released):
        say(sentence)
    say(f"Look in: {', '.join(str(path) for path in written)}")
    return DONE


def write_pages(
    chosen: argparse.Namespace, released: Release, progress: Progress, *, title: str, contact: str
) -> list[Path]:
    """Write what is read without a workbook: a page, and pictures."""
    from needskit.output.html.write import write_html  # noqa: PLC0415
    from needskit.output.pictures.write import write_pictures  # noqa: PLC0415

    written = []
    if chosen.html:
        written.append(write_html(released, chosen.html, title=title, contact=contact))
        progress.stage("wrote the page, read it back and checked it")
    if chosen.pictures:
        write_pictures(released, chosen.pictures, form="png" if chosen.png else "svg")
        written.append(Path(chosen.pictures))
        progress.stage("wrote the pictures")
    return written


def _say_what_to_mend(chosen: argparse.Namespace, cohort: Cohort, contact: str) -> None:
    """Say on standard error what the analyst would want to mend before the workbook goes out."""
    broken = sum(problem.severity == "warning" for problem in cohort.problems)
    if broken:
        rules = "1 rule is" if broken == 1 else f"{broken} rules are"
        say(f"  {rules} broken by rows of the extract: `needskit check` says which", sys.stderr)
    if cohort.left_in_engine:
        say("  counted in an engine: tables that want a row a person, as of crossing, are not made", sys.stderr)
    if (chosen.out or chosen.html) and contact == CONTACT:
        say("  nobody is named on the cover: say whom to ask with --contact", sys.stderr)


def check(chosen: argparse.Namespace) -> int:
    """Say what is wrong with an extract, by rule."""
    found = read(chosen)
    for problem in found.problems:
        say(problem.sentence)
    if chosen.report:
        _write_check_report(chosen, found)
    if found.cohort is None:
        say("The extract cannot be used until the errors are mended.")
        return PROBLEMS
    counts = ", ".join(f"{fate}: {count:,}" for fate, count in found.cohort.records.items() if count)
    say(f"The extract can be used. Records received: {sum(found.cohort.records.values()):,} ({counts}).")
    return DONE


def _write_check_report(chosen: argparse.Namespace, found: Checked) -> None:
    from needskit.check_report import write_check_report  # noqa: PLC0415
    from needskit.check_report.from_check import checked_sources, flow_of  # noqa: PLC0415

    if not found.sources:
        message = (
            "--report shows records, and those of a source that is counted in an engine stay there. Read a smaller "
            "extract of the rows in question with it."
        )
        raise UsageError(message)
    if Path(chosen.report).suffix.lower() != ".xlsx":
        message = "--report wants the name of an Excel workbook, ending in .xlsx."
        raise UsageError(message)
    written = write_check_report(
        chosen.report, problems=found.problems, flow=flow_of(found), sources=checked_sources(found)
    )
    say(f"What is wrong row by row, with the records themselves, for your eyes only: {written}")


def init(chosen: argparse.Namespace) -> int:
    """Look at files and write a settings file for them."""
    from needskit.guess import write_settings  # noqa: PLC0415

    written = write_settings(chosen.files, chosen.out, force=chosen.force)
    say(f"Wrote {written.path}: {written.sentence}")
    for line in written.to_do:
        say(f"  to do: {line}")
    say(f"Next: needskit check {written.path}")
    return DONE


def tables(_chosen: argparse.Namespace) -> int:
    """List the tables of the standard report."""
    from needskit.report import BREAKDOWNS, STANDARD  # noqa: PLC0415

    width = max(len(entry.key) for entry in STANDARD) + 2
    for entry in STANDARD:
        say(f"{entry.key:{width}}{entry.question}{' Also by each breakdown.' if entry.breaks_down else ''}")
    say(f"Breakdowns unless told otherwise: {', '.join(BREAKDOWNS)}, where the extract holds them.")
    return DONE


def schema(chosen: argparse.Namespace) -> int:
    """List the standard columns."""
    from needskit.schema import TABLES, load_table  # noqa: PLC0415

    for name in TABLES:
        table = load_table(name)
        say(f"{name} ({table.rows})")
        for field in table.fields:
            say(f"  {field.name:36}{field.title}")
    if chosen.out:
        from needskit.reference import write_pages  # noqa: PLC0415

        say(f"The reference pages are in: {', '.join(str(path) for path in write_pages(Path(chosen.out)))}")
    return DONE


def synth(chosen: argparse.Namespace) -> int:
    """Make up an extract."""
    from needskit.synthetic import write_synthetic, write_synthetic_spells  # noqa: PLC0415

    say(f"Made up: {write_synthetic(chosen.out, people=chosen.people, seed=chosen.seed)}")
    if chosen.linked:
        for role, path in write_synthetic_spells(chosen.out, people=chosen.people, seed=chosen.seed).items():
            say(f"Made up, with the role {role}: {path}")
    return DONE
