"""Every policy by its name. A further one is a module here, and a line below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.disclosure.policies.nhs import NHS
from needskit.disclosure.policies.none import NONE
from needskit.disclosure.policies.publish import PUBLISH
from needskit.disclosure.policies.publish_random import PUBLISH_RANDOM
from needskit.disclosure.policies.suppress import SUPPRESS, SUPPRESS_6, SUPPRESS_8, SUPPRESS_10
from needskit.errors import reject_name

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy

__all__ = ["NONE", "POLICIES", "PUBLISH", "STANDARD_POLICY", "policy_named"]

POLICIES = {
    policy.name: policy
    for policy in (PUBLISH, PUBLISH_RANDOM, SUPPRESS, SUPPRESS_6, SUPPRESS_8, SUPPRESS_10, NHS, NONE)
}
STANDARD_POLICY = PUBLISH


def policy_named(name: str) -> Policy:
    """Return a policy by its name.

    Raises
    ------
    UsageError
        If there is none: an unknown rule is never passed over.

    Examples
    --------
    >>> policy_named("publish").base
    5
    """
    if name not in POLICIES:
        reject_name(name, kind="disclosure policy", known=POLICIES)
    return POLICIES[name]
