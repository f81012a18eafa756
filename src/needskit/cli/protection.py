"""From the words of a command and the settings to how the counts of a release are protected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.cli.reading import SETTINGS
from needskit.disclosure.policies import STANDARD_POLICY
from needskit.disclosure.policies.publish_random import PUBLISH_RANDOM
from needskit.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from needskit.disclosure.policy import Policy
    from needskit.extract.project.parts import ReportPart


@dataclass(frozen=True, slots=True)
class Protection:
    """The policy of a release, and the ledger that it goes into, if any."""

    policy: Policy | str
    ledger: Path | None


def protection(chosen: argparse.Namespace, said: ReportPart) -> Protection:
    """Return how counts are protected: as the command says, then as the settings do.

    Raises
    ------
    UsageError
        If a key was named that the policy has no use for, or two were.
    """
    beside = Path(chosen.source).parent if Path(chosen.source).suffix.lower() == SETTINGS else Path()
    ledger = Path(chosen.ledger) if chosen.ledger else beside / said.ledger if said.ledger else None
    name = chosen.policy or said.policy or STANDARD_POLICY.name
    if name != PUBLISH_RANDOM.name:
        if chosen.key_file or chosen.key_variable:
            message = f"Policy '{name}' has no key. Leave the key out, or choose --policy {PUBLISH_RANDOM.name}."
            raise UsageError(message)
        return Protection(name, ledger)
    if chosen.key_file and chosen.key_variable:
        message = "Name one key: --key-file or --key-variable."
        raise UsageError(message)
    return Protection(_drawn_by(chosen, said, beside), ledger)


def _drawn_by(chosen: argparse.Namespace, said: ReportPart, beside: Path) -> Policy | str:
    from needskit.disclosure.key import Key  # noqa: PLC0415 - loaded only where there is a key
    from needskit.disclosure.policies.publish_random import publish_random  # noqa: PLC0415

    if chosen.key_variable:
        return publish_random(key=Key.from_environment(chosen.key_variable).secret)
    if chosen.key_file or said.key_file:
        return publish_random(key=Path(chosen.key_file) if chosen.key_file else beside / said.key_file)
    return PUBLISH_RANDOM.name
