"""From the words of a command to what is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from needskit.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from needskit.extract.read import Checked

SETTINGS = ".toml"
PAIRS = {
    "--column": 'person_id="Case Ref"',
    "--need": 'need_gambling="Gambling"',
    "--breakdown": 'team="Team"',
}
"""An example of what each option of the kind NAME=VALUE wants."""


def read(chosen: argparse.Namespace) -> Checked:
    """Read and check what a command names; problems that are errors are in what is returned."""
    from needskit.extract.project.arguments import Arguments  # noqa: PLC0415 - each command loads what it needs
    from needskit.extract.read import located_of, try_cohort  # noqa: PLC0415

    is_settings = Path(chosen.source).suffix.lower() == SETTINGS
    usual = "" if is_settings else f"{chosen.unit} in {Path(chosen.source).name}"
    said = Arguments(
        population=chosen.population or usual,
        as_at=chosen.as_at,
        unit=chosen.unit,
        needs=dict(pairs(chosen.need, "--need")) or chosen.needs,
        need_word=chosen.need_word,
        columns=dict(pairs(chosen.column, "--column")),
        breakdowns=dict(pairs(chosen.breakdown, "--breakdown")),
        sheet=chosen.sheet,
    )
    located = located_of(chosen.source, said, {})
    if not located.project.is_counted:
        return try_cohort(located)
    from needskit.engine.count import check_settings  # noqa: PLC0415

    return check_settings(located)


def pairs(texts: Sequence[str] | None, option: str) -> list[tuple[str, str]]:
    """Return the names and values of an option that was given any number of times.

    Examples
    --------
    >>> pairs(["team=Team"], "--breakdown")
    [('team', 'Team')]
    """
    found = [text.partition("=") for text in texts or ()]
    if any(not name or not sign or not value for name, sign, value in found):
        message = f"{option} wants NAME=VALUE, such as {option} {PAIRS[option]}."
        raise UsageError(message)
    return [(name.strip(), value.strip()) for name, _, value in found]
