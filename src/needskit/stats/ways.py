"""The ways to match people, by name: what settings and the command line must know without loading any statistics."""

from __future__ import annotations

from typing import Literal

Method = Literal["radius", "nearest", "full", "exact", "subclass", "weights", "entropy", "none"]
"""How people are set beside each other."""

Scale = Literal["logit_sd", "ps_sd", "ps"]
"""In what the distance between two people is measured."""

Correction = Literal["none", "holm"]
"""What is done to P values where several differences are tested."""
