"""PNC numbers: a year, seven digits and a letter that checks them, in one form however they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from needskit.extract.files.raw import Flags

Whole = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

CHECK_LETTERS: Final = np.frombuffer(b"ZABCDEFGHJKLMNPQRTUVWXY", dtype=np.uint8)
SERIAL_DIGITS: Final = 7
SERIAL: Final = 10**SERIAL_DIGITS
SHORTEST_JOINED: Final = 6
"""Digits of a serial that has no slash before it to say where it begins."""

LONGEST: Final = 13
CENTURIES: Final = (19, 20)
CENTURY: Final = 100
NOUGHT, SLASH = ord("0"), ord("/")


@dataclass(frozen=True, slots=True, repr=False)
class StandardPnc:
    """PNC numbers in their one form, and which are refused or have the wrong letter; shape ``(texts,)``."""

    texts: npt.NDArray[np.object_]
    refused: Flags
    wrong_letter: Flags


@dataclass(frozen=True, slots=True, repr=False)
class _Reading:
    """One way to read the digits: the year, the serial, where it is possible, and where it needs no proof."""

    year: Whole
    serial: Whole
    possible: Flags
    plain: Flags


def standard_pnc(texts: npt.NDArray[np.object_]) -> StandardPnc:
    """Which PNC number is each text, as two digits of the year, a slash, seven digits and the letter?

    With a slash, the year has two digits or four; one digit is a year whose nought is lost, if the letter proves
    it. Without one, nine digits are a year of two and a serial of seven, eleven a year of four; with a nought lost
    from either, they are read in the way that the letter proves, and refused if it proves none or if more is lost:
    one letter in 23 is right by chance. A reading that the letter proves goes before one that it does not.

    Parameters
    ----------
    texts
        Digits, perhaps a slash after the first one to four of them, and a capital letter; shape ``(texts,)``.

    Examples
    --------
    >>> found = standard_pnc(np.array(["8/359381C", "20080359381C", "8/359381D"], dtype=object))
    >>> found.texts[:2].tolist(), found.refused.tolist()
    (['08/0359381C', '08/0359381C'], [False, False, True])
    """
    signs = np.array(texts.tolist(), dtype=f"S{LONGEST}").view(np.uint8).reshape(len(texts), LONGEST)
    letter = signs[np.arange(len(signs)), (signs != 0).sum(axis=1) - 1]
    readings = _readings(signs)
    proved = [CHECK_LETTERS[(way.year * SERIAL + way.serial) % len(CHECK_LETTERS)] == letter for way in readings]
    chances = [way.possible & right for way, right in zip(readings, proved, strict=True)]
    chances += [way.possible & way.plain for way in readings]
    year = np.select(chances, [way.year for way in readings] * 2, 0)
    serial = np.select(chances, [way.serial for way in readings] * 2, 0)
    refused = ~np.logical_or.reduce(chances)
    wrong = ~refused & ~np.logical_or.reduce(chances[: len(readings)])
    return StandardPnc(_written(year, serial, letter), refused, wrong)


def _readings(signs: Bytes) -> tuple[_Reading, ...]:
    """Return each way to read the digits, the likeliest first."""
    is_digit = (signs >= NOUGHT) & (signs < NOUGHT + 10)
    digits = is_digit.sum(axis=1)
    slash = signs == SLASH
    slashed, before = slash.any(axis=1), slash.argmax(axis=1)
    number = np.zeros(len(signs), dtype=np.int64)
    for column in range(LONGEST):
        number = np.where(is_digit[:, column], number * 10 + (signs[:, column].astype(np.int64) - NOUGHT), number)
    return (
        _split(number, digits, 2, slashed, before, full=2 + SERIAL_DIGITS),
        _split(number, digits, 4, slashed, before, full=4 + SERIAL_DIGITS),
        _split(number, digits, 1, slashed, before, full=0),
    )


def _split(number: Whole, digits: Whole, years: int, slashed: Flags, before: Whole, *, full: int) -> _Reading:
    """Return the reading with so many digits for the year."""
    left = digits - years
    least = np.where(slashed, 1, SHORTEST_JOINED)
    possible = (left >= least) & (left <= SERIAL_DIGITS) & (~slashed | (before == years))
    base = 10 ** np.clip(left, 0, SERIAL_DIGITS).astype(np.int64)
    year, serial = number // base, number % base
    if years > len("08"):
        possible &= np.isin(year // CENTURY, CENTURIES)
        year = year % CENTURY
    plain = (slashed & (full > 0)) | (digits == full)
    return _Reading(np.where(possible, year, 0), serial, possible, plain)


def _written(year: Whole, serial: Whole, letter: Bytes) -> npt.NDArray[np.object_]:
    width = len("08/0359381C")
    signs = np.empty((len(year), width), dtype=np.uint8)
    signs[:, 0], signs[:, 1], signs[:, 2], signs[:, -1] = year // 10 + NOUGHT, year % 10 + NOUGHT, SLASH, letter
    for place in range(SERIAL_DIGITS):
        signs[:, width - 2 - place] = serial // 10**place % 10 + NOUGHT
    return signs.view(f"S{width}").ravel().astype(f"U{width}").astype(object)
