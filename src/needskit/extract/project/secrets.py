"""No password or token in settings or connection strings: the driver has it from the environment."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus, urlsplit

from needskit.errors import UsageError

SECRETS = re.compile(
    r"(?i)(?:^|[^a-z])(?:[a-z_]*(?:password|passwd|passphrase|secret|token|credential)s?|pwd|pass|pat|sas|api_?key|"
    r"private_?key|access_?key|secret_?key|account_?key|shared_?key)\s*="
)
"""Names under which connection strings carry what nobody may write down."""


def refuse_secrets(text: str) -> None:
    """Raise if a connection string holds a password or another secret.

    Parameters
    ----------
    text
        A path or a connection string, in any of the ways in which drivers write one.

    Raises
    ------
    UsageError
        If so; the string is not repeated.

    Examples
    --------
    >>> refuse_secrets("postgres://reader@host/linked")
    >>> refuse_secrets("postgres://reader:hunter2@host/linked")
    Traceback (most recent call last):
    needskit.errors.UsageError: The connection string holds a password or a token. Leave it out: the driver reads it \
from the environment (PGPASSWORD, say) or a file of its own.
    """
    _, scheme, rest = text.partition("://")
    # What stands before the host, also where a password with a slash in it ends the host too early.
    before_host = rest.rpartition("@")[0] if scheme else ""
    if SECRETS.search(unquote_plus(text)) or ":" in unquote_plus(before_host) or _has_password(text):
        message = (
            "The connection string holds a password or a token. Leave it out: the driver reads it from the environment "
            "(PGPASSWORD, say) or a file of its own."
        )
        raise UsageError(message)


def _has_password(text: str) -> bool:
    try:
        return urlsplit(text).password is not None
    except ValueError:
        # It is no address at all; whoever opens it says so, without its words.
        return False
