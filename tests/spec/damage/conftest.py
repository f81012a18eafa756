"""Failures of the proof are shown in full."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.spec.damage.proof")
