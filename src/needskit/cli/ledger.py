"""The command about releases that went out: what a ledger holds, and how two releases differ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from needskit.cli.console import say
from needskit.errors import DisclosureError, UsageError

if TYPE_CHECKING:
    import argparse

DONE = 0


def ledger(chosen: argparse.Namespace) -> int:
    """List the releases of a ledger, take one out, or compare two releases by their tidy files."""
    if chosen.new:
        if chosen.forget:
            message = "--forget goes with one ledger: needskit ledger X.json --forget ID."
            raise UsageError(message)
        return _compared(chosen)
    return _listed(chosen)


def _listed(chosen: argparse.Namespace) -> int:
    from needskit.disclosure.ledger.ledger import Ledger  # noqa: PLC0415 - each command loads what it needs

    path = Path(chosen.old)
    if not path.is_file():
        message = f"There is no ledger '{path.name}'. To compare two releases, name the tidy folders of both."
        raise UsageError(message)
    if chosen.forget:
        Ledger.opened(path).forget(chosen.forget)
    entries = Ledger.opened(path).entries
    for each in entries:
        hidden = sum(value is None for value in each.shown.values())
        counts = f"{len(each.shown) - hidden:,} counts" + (f", {hidden:,} hidden" if hidden else "")
        say(f"{each.id}  policy {each.policy}, {counts}, needskit {each.needskit}")
    say(f"Releases in {path.name}: {len(entries)}.")
    return DONE


def _compared(chosen: argparse.Namespace) -> int:
    from needskit.output.churn import compare_releases  # noqa: PLC0415

    churn = compare_releases(chosen.old, chosen.new, threshold=chosen.threshold)
    for sentence in churn.sentences:
        say(sentence)
    for told in churn.tells:
        say(f"  {told.table}, {told.row}, {told.figure}: {told.old:,} became {told.new:,}")
    return DisclosureError.exit_code if churn.tells else DONE
