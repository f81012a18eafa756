"""Controlled rounding in which a private key draws which way each count goes, so that no direction is favoured."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.disclosure.key import Key
from needskit.disclosure.policies.publish import PUBLISH, rounded_together
from needskit.errors import UsageError

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.protected import Protected
    from needskit.disclosure.rare import Listed
    from needskit.table.table import Table


@dataclass(frozen=True, slots=True)
class Drawn:
    """Rounding of which a key draws the directions; None if none was given yet."""

    key: Key | None = field(default=None, repr=False)

    def __call__(self, tables: Sequence[Table], policy: Policy, listed: Listed) -> Protected:
        """Round the counts of each extract together, every one in the direction that it draws, if that can be.

        Raises
        ------
        UsageError
            If there is no key.
        DisclosureError
            If the tables disagree, or no rounding makes everything add up.
        """
        if self.key is None:
            message = (
                "The policy 'publish-random' wants a private key: policy=nk.publish_random(key=...), or on the command "
                "line --key-file FILE."
            )
            raise UsageError(message)
        return rounded_together(tables, policy, listed, drawn_by=self.key)


PUBLISH_RANDOM = replace(
    PUBLISH,
    name="publish-random",
    method=Drawn(),
    words=(
        *PUBLISH.words[:2],
        "Which of the two multiples beside it a count goes to is drawn by chance, the nearer one more often.",
        *PUBLISH.words[2:],
    ),
)
"""As ``publish``, with directions drawn; it must be given its key by ``publish_random``."""


def publish_random(*, key: bytes | os.PathLike[str]) -> Policy:
    """Return the policy that rounds like ``publish``, with a private key that draws which way each count goes.

    Each count draws the upper multiple with the chance of how far it is on the way to it: 13 goes to 15 in three of
    five draws and to 10 in two. What adds up still adds up, so some go the other way: over all counts and many keys
    errors come to about nought, while a single count that sums tie may lean one way. One key makes the same release
    again. Whoever has the key could narrow counts down: it is no part of any setting, log or file that needskit writes.

    Parameters
    ----------
    key
        At least 32 random bytes, or the path of a file that holds them and nothing else. Text is not taken, since it
        could be either.

    Raises
    ------
    UsageError
        If the key is too short, its file cannot be read, or it is neither.

    References
    ----------
    Cox (1987), "A constructive procedure for unbiased controlled rounding", JASA 82, 520-524.

    Examples
    --------
    >>> publish_random(key=bytes(range(32))).name
    'publish-random'
    """
    if isinstance(key, bytes):
        return replace(PUBLISH_RANDOM, method=Drawn(Key(key)))
    if isinstance(key, str):
        message = "The key is text, which could be the key or its file. Give bytes, or pathlib.Path(...) of the file."
        raise UsageError(message)
    return replace(PUBLISH_RANDOM, method=Drawn(Key.from_file(Path(key))))
