"""Bandings: how single years of age are put into bands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from needskit.schema.entry import Entry, read_entry


@dataclass(frozen=True, slots=True)
class Band:
    """Ages from ``from_`` to ``to``, both in it, in completed years; no ``to`` means without an upper end."""

    label: str
    from_: int
    to: int | None


@dataclass(frozen=True, slots=True)
class Banding:
    """Named bands in rising order, without a gap between them; an age outside them all is in no band."""

    name: str
    title: str
    source: str
    levels: tuple[Band, ...]


@cache
def load_bandings() -> tuple[Banding, ...]:
    """Read the bandings of age, the default one first.

    Raises
    ------
    NeedskitError
        If the file is not sound.

    Examples
    --------
    >>> [banding.name for banding in load_bandings()]
    ['age_band', 'age_group', 'young_16_to_24', 'young_18_to_25', 'moj_age_band']
    >>> [band.label for band in load_bandings()[1].levels]
    ['10 to 17', '18 to 24', '25 and over']
    """
    return bandings_from(read_entry("codes/age_bands.json"))


def bandings_from(entry: Entry) -> tuple[Banding, ...]:
    """Build the bandings from what their file says.

    Raises
    ------
    NeedskitError
        If a key is missing, not known or of the wrong kind; if a band ends before it starts; or if bands
        overlap or leave a gap.
    """
    entry.only(required=("name", "title", "description", "source", "bandings"))
    return tuple(_banding(item) for item in entry.entries("bandings"))


def _banding(entry: Entry) -> Banding:
    entry.only(required=("name", "title", "source", "levels"))
    levels = tuple(_band(item) for item in entry.entries("levels"))
    if not levels:
        entry.reject("levels", because="one band or more is wanted")
    for lower, upper in pairwise(levels):
        if lower.to is None or upper.from_ != lower.to + 1:
            entry.reject("levels", because=f"'{upper.label}' should start just after '{lower.label}' ends")
    return Banding(name=entry.text("name"), title=entry.text("title"), source=entry.text("source"), levels=levels)


def _band(entry: Entry) -> Band:
    entry.only(required=("label", "from"), optional=("to",))
    band = Band(label=entry.text("label"), from_=entry.whole("from"), to=entry.whole_or_none("to"))
    if band.to is not None and band.to < band.from_:
        entry.reject("to", because="a band cannot end before it starts")
    return band
