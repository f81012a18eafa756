"""The answers to a need that every question about needs asks for."""

from __future__ import annotations

YES = frozenset({"yes"})
NO = frozenset({"no"})
KNOWN = YES | NO
