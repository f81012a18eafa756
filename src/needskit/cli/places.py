"""Where a command writes the workbook to, in which look, and from which template."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.cli.console import say
from needskit.disclosure.policies import policy_named
from needskit.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from needskit.cli.console import Progress
    from needskit.extract.project.parts import ReportPart
    from needskit.output.theme import Theme
    from needskit.output.workbook import Workbook

OPEN = ".ods"


def look(chosen: argparse.Namespace, said: ReportPart) -> Theme:
    """Return the theme that the command names, or the settings, whose files are beside them."""
    from needskit.output.theme import Theme  # noqa: PLC0415

    if chosen.theme:
        return Theme.read(chosen.theme)
    return Theme.read(Path(chosen.source).parent / said.theme) if said.theme else Theme()


def _say_what_is_desirable(path: Path) -> None:
    """Say on standard error which rules of accessible workbooks are broken that refuse no file."""
    from needskit.audit.accessible import check_workbook  # noqa: PLC0415

    if path.suffix.lower() != OPEN:
        broken = dict.fromkeys(finding.code for finding in check_workbook(path).of("desirable"))
        if broken:
            say(f"  desirable, and not met: {', '.join(broken)}; `needskit audit` says where", sys.stderr)


def saved(chosen: argparse.Namespace, book: Workbook, progress: Progress) -> list[Path]:
    """Write the workbook, from a template if there is one, and as OpenDocument too if that is wanted."""
    if chosen.template:
        from needskit.output.template.fill import fill_template  # noqa: PLC0415

        written = [
            fill_template(
                book.tables,
                chosen.template,
                out=chosen.out,
                title=book.title,
                contact=book.contact,
                as_at=book.as_at,
                accept_loss=chosen.accept_loss,
            )
        ]
    else:
        written = [book.save(chosen.out)]
        _say_what_is_desirable(written[0])
    progress.stage("wrote the workbook, read it back and checked it")
    if chosen.ods:
        from needskit.output.ods.write import to_ods  # noqa: PLC0415

        written.append(to_ods(written[0]))
        progress.stage("wrote it as OpenDocument, read it back and compared it")
    return written


def refuse_places(chosen: argparse.Namespace) -> None:
    """Raise before any work is done if there is nowhere to write to, or nothing to write it with."""
    if not any((chosen.out, chosen.tidy, chosen.html, chosen.pictures)):
        message = (
            "Say where to: --out needs.xlsx for the workbook, --tidy FOLDER for one CSV a table, --html needs.html for "
            "a page, --pictures FOLDER for its charts, or several of them."
        )
        raise UsageError(message)
    if chosen.policy:
        policy_named(chosen.policy)
    _refuse_forms(chosen)
    ending = _ending(chosen)
    for option in ("tidy", "pictures"):
        if getattr(chosen, option) and Path(getattr(chosen, option)).is_file():
            message = f"--{option} wants a folder, and that is the name of a file."
            raise UsageError(message)
    if chosen.ods or ending == OPEN:
        from needskit.output.ods.soffice import find_soffice  # noqa: PLC0415

        find_soffice()
    if chosen.template:
        _say_what_is_lost(chosen)


def _ending(chosen: argparse.Namespace) -> str:
    """Return how the name of the workbook ends; raise if no workbook does, or not one that is filled or converted."""
    ending = Path(chosen.out).suffix.lower() if chosen.out else ""
    if ending not in {"", ".xlsx", OPEN} or (chosen.out and not ending):
        message = (
            "--out wants the name of an Excel workbook, ending in .xlsx, or of an OpenDocument one, ending in .ods."
        )
        raise UsageError(message)
    for option, given in (("--ods", chosen.ods), ("--template", chosen.template)):
        if given and ending != ".xlsx":
            message = f"{option} wants --out with a name that ends in .xlsx."
            raise UsageError(message)
    return ending


def _refuse_forms(chosen: argparse.Namespace) -> None:
    """Raise if a page or pictures are asked for in a form that they do not have."""
    if chosen.html and Path(chosen.html).suffix.lower() not in {".html", ".htm"}:
        message = "--html wants the name of a page, ending in .html."
        raise UsageError(message)
    if chosen.png and not chosen.pictures:
        message = "--png says how pictures are written; say where to with --pictures FOLDER."
        raise UsageError(message)


def _say_what_is_lost(chosen: argparse.Namespace) -> None:
    from needskit.output.template.losses import refuse_losses  # noqa: PLC0415

    for lost in refuse_losses(Path(chosen.template), accept_loss=chosen.accept_loss):
        say(f"  lost from the template: {lost}", sys.stderr)
