"""What an attack found in a workbook of a policy that says it does not keep everything: said, and the file is kept."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from needskit.errors import WorkbookWarning

if TYPE_CHECKING:
    from needskit.audit.report import Audit
    from needskit.disclosure.policy import Policy


def warn_of_what_tells(found: Audit, *, policy: Policy) -> None:
    """Warn of what an attack found, the worst first.

    Parameters
    ----------
    found
        Of the file as it is on disk.
    policy
        Under which it was released, with its cautions.

    Warns
    -----
    WorkbookWarning
        In one sentence or two.
    """
    # Of many alike the last names no place, but says how many more there are.
    worst = next((each for each in found.findings if not each.where.endswith("more places")), found.findings[0])
    message = (
        f"An attack on the file found {worst.code} ({worst.where}): {worst.words} Policy '{policy.name}' does "
        "not keep that, and the file was kept; `needskit audit` lists what is found, and policy 'publish' keeps it."
    )
    warnings.warn(message, WorkbookWarning, stacklevel=2)
