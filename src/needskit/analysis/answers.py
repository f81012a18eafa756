"""The answers that every question about needs asks for, and the numbers of needs that are told together."""

from __future__ import annotations

YES = frozenset({"yes"})
NO = frozenset({"no"})
KNOWN = YES | NO
AT_LEAST = {2: "two or more", 3: "three or more", 5: "five or more"}
"""So many needs or more, in words."""
