"""How the made-up files are drawn: one seeded stream of chance, and the spellings of each standard code."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SAID: dict[str, Any] = json.loads(Path(__file__).with_name("spellings.json").read_text(encoding="utf-8"))
"""By column: each standard code, how often it is drawn, and texts that mean it."""

NOT_KNOWN = "not known"
EXCEL_DAY_NOUGHT = dt.date(1899, 12, 30)

Cell = str | int | dt.datetime | None


class Draws:
    """Chance, the same with every version of numpy."""

    def __init__(self, seed: int) -> None:
        self._stream = np.random.Generator(np.random.PCG64(seed))

    def below(self, number: int) -> int:
        return int(self._stream.random() * number)

    def chance(self, share: float) -> bool:
        return bool(self._stream.random() < share)

    def one_of(self, options: Sequence[str]) -> str:
        return options[self.below(len(options))]

    def days(self, fewest: int, most: int) -> dt.timedelta:
        return dt.timedelta(days=fewest + self.below(most - fewest + 1))

    def kind(self, shares: Mapping[str, float]) -> str:
        """Draw one of the names; shares that do not add up to one are made to."""
        ends = np.cumsum(list(shares.values()))
        place = int(np.searchsorted(ends, float(self._stream.random()) * float(ends[-1]), side="right"))
        return list(shares)[min(place, len(shares) - 1)]

    def spelt(self, column: str) -> tuple[str, str]:
        """Draw a standard code, and a text that means it."""
        code = self.kind({code: share for code, (share, _) in SAID[column].items()})
        return code, self.one_of(SAID[column][code][1])

    def misspelt(self, crn: str) -> str:
        """Write an identifier as one agency or another would: small letters, spaces between or around."""
        mark, letter_and_digits = crn[:-7], crn[-7:]
        apart = f"{letter_and_digits[0]} {letter_and_digits[1:4]} {letter_and_digits[4:]}"
        return self.one_of((crn, crn, crn.lower(), f"{mark}{apart}", f" {crn} "))

    def in_excel(self, day: dt.date) -> Cell:
        """Write a date as one of several people who keep a workbook would: a date, its serial number, or a text."""
        date = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a workbook holds local times
        texts = (f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d %b %Y}")
        return (date, date, (day - EXCEL_DAY_NOUGHT).days, self.one_of(texts))[self.below(4)]
