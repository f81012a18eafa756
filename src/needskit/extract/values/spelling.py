from dataclasses import dataclass, field
from collections.abc import Mapping
@dataclass(frozen=True, slots=True)
class Spelling:
    missing: frozenset = frozenset()
    codes: Mapping = field(default_factory=dict)
    blank: str = "not known"
    day_first: bool = True
    latest_two_digit_year: int | None = None
    unit: str = ""
    at_least: float | None = None
