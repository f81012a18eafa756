"""How many live in Northshire, by district, sex and age, and by ethnic group and age: all made up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADER = ("Area", "Sex", "Ethnic group", "Age from", "Age to", "Population")
BANDS: Mapping[tuple[int, int | None], float] = {
    (0, 9): 0.11,
    (10, 17): 0.09,
    (18, 20): 0.035,
    (21, 24): 0.045,
    (25, None): 0.72,
}
YOUNGEST = 10
"""From which age on somebody can offend: residents below it are in no rate."""

RESIDENTS = {
    "Northshire Central": 31_400,
    "Northshire East": 22_300,
    "Northshire West": 18_700,
    "Northshire Coast": 16_900,
    "Northshire Hills": 12_600,
    "Northshire Moors": 8_100,
}

ETHNIC_GROUPS: Mapping[str, tuple[str, float, float]] = {
    "white": ("White", 0.80, 0.90),
    "mixed": ("Mixed or multiple ethnic groups", 0.05, 0.02),
    "asian": ("Asian, Asian British or Asian Welsh", 0.09, 0.05),
    "black": ("Black, Black British, Black Welsh, Caribbean or African", 0.04, 0.02),
    "other": ("Other ethnic group", 0.02, 0.01),
}
"""By code: as a census names it, the share of those under 25, and the share of those from 25 on."""

ADULT, GROWN_UP = 18, 25
ROUNDED_TO = 5


def residents() -> tuple[list[list[str]], Counter[str]]:
    """Return the counts by district, sex and age, then those by ethnic group and age, and what a right reading finds.

    A blank is all of them. The second counts are rounded, each on its own, as published ones are.
    """
    rows: list[list[str]] = []
    known: Counter[str] = Counter()
    of_age: Counter[tuple[int, int | None]] = Counter()
    for district, everybody in RESIDENTS.items():
        for sex, of_all in (("F", 0.51), ("M", 0.49)):
            for band, of_sex in BANDS.items():
                people = round(everybody * of_all * of_sex)
                rows.append([district, sex, "", *_ages(band), str(people)])
                of_age[band] += people
                if band[0] >= YOUNGEST:
                    known[f"residents: {district}"] += people
    for band, everybody in of_age.items():
        rows.append(["", "", "", *_ages(band), str(_rounded(everybody))])
        known["residents: all"] += _rounded(everybody) if band[0] >= YOUNGEST else 0
        for code, (words, of_the_young, of_others) in ETHNIC_GROUPS.items():
            people = _rounded(everybody * (of_others if band[0] >= GROWN_UP else of_the_young))
            rows.append(["", "", words, *_ages(band), str(people)])
            known[f"young residents: {code}"] += people if ADULT <= band[0] < GROWN_UP else 0
    return rows, known


def _ages(band: tuple[int, int | None]) -> tuple[str, str]:
    first, last = band
    return str(first), "" if last is None else str(last)


def _rounded(people: float) -> int:
    return ROUNDED_TO * round(people / ROUNDED_TO)
