"""Identifiers in the one form that links: PNC, CRN and NOMS numbers, however they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from needskit.extract.files.raw import Flags

Form = Literal["as written", "pnc", "crn", "noms"]

CRN = r"[A-Z][0-9]{6}"
NOMS = r"[A-Z][0-9]{4}[A-Z]{2}"
PNC_WITH_SLASH = r"(?:[0-9]{2})?(?P<year>[0-9]{1,2})/(?P<serial>[0-9]{1,7})(?P<letter>[A-Z])"
PNC_WITHOUT = (
    r"(?:(?:19|20)(?P<year>[0-9]{2})(?P<serial>[0-9]{7})|(?P<short>[0-9]{2})(?P<rest>[0-9]{1,7}))(?P<letter>[A-Z])"
)
CHECK_LETTERS = np.array(list("ZABCDEFGHJKLMNPQRTUVWXY"))
SERIAL = 10**7
"""A PNC number has a year of two digits, seven digits, and a check letter."""


class Identified(NamedTuple):
    """Distinct identifiers in their one form, of shape ``(distinct,)``.

    Parameters
    ----------
    texts
        The identifier; as it was written where it is refused.
    refused
        Which are no identifier of that form.
    check_letter
        Which PNC numbers have a check letter that does not go with their digits.
    """

    texts: pd.Series
    refused: Flags
    check_letter: Flags


def standard_identifiers(texts: pd.Series, form: Form) -> Identified:
    """Which identifier is each text, in the form in which the same one is always the same text?

    Parameters
    ----------
    texts
        Distinct texts, trimmed.
    form
        "as written" changes nothing. A CRN is a letter and six digits, a NOMS number a letter, four digits and two
        letters; case, spaces and hyphens do not matter. A PNC number becomes its year of two digits, seven digits
        and the letter: "2008/0359381C", "08/359381c" and "08359381C" are one. The century is left out, since the
        short form, which most systems write, does not say it. A year of one digit, whose nought Excel has dropped,
        is taken if the check letter proves it.

    Notes
    -----
    The check letter is that of the year and seven digits, read as one number, modulo 23 among the letters without
    I, O and S: HMPPS's public code, hmpps-person-record, PNCIdentifier.

    Examples
    --------
    >>> found = standard_identifiers(pd.Series(["08/359381C", "2008/0359381c", "UNKNOWN PNC", "12/394773A"]), "pnc")
    >>> found.texts.tolist()
    ['08/0359381C', '08/0359381C', 'UNKNOWN PNC', '12/0394773A']
    >>> found.refused.tolist(), found.check_letter.tolist()
    ([False, False, True, False], [False, False, False, True])
    """
    nothing = np.zeros(len(texts), dtype=bool)
    if form == "as written":
        return Identified(texts, nothing, nothing)
    plain = texts.astype("str").str.upper().str.replace(r"[\s\u00a0]+", "", regex=True).reset_index(drop=True)
    if form == "pnc":
        return _pnc(texts.reset_index(drop=True), plain.str.replace("-", "", regex=False))
    plain = plain.str.replace(r"[-/.]", "", regex=True)
    right = plain.str.fullmatch(CRN if form == "crn" else NOMS).to_numpy(dtype=bool)
    return Identified(plain.where(right, texts.reset_index(drop=True)), ~right, nothing)


def _pnc(written: pd.Series, plain: pd.Series) -> Identified:
    slashed = plain.str.extract(f"^{PNC_WITH_SLASH}$")
    joined = plain.str.extract(f"^{PNC_WITHOUT}$")
    year = slashed["year"].fillna(joined["year"]).fillna(joined["short"])
    serial = slashed["serial"].fillna(joined["serial"]).fillna(joined["rest"])
    letter = slashed["letter"].fillna(joined["letter"])
    found = letter.notna().to_numpy(dtype=bool)
    number = (year.where(found, "0").astype(np.int64) * SERIAL + serial.where(found, "0").astype(np.int64)).to_numpy()
    right = letter.fillna("").to_numpy(dtype=object).astype(str) == CHECK_LETTERS[number % len(CHECK_LETTERS)]
    # The nought before a year of one digit is only guessed, so that the letter must prove it.
    short = (year.str.len() == 1).fillna(value=False).to_numpy(dtype=bool)
    refused = ~found | (short & ~right)
    standard = year.str.zfill(2) + "/" + serial.str.zfill(7) + letter
    return Identified(standard.where(~refused, written), refused, ~refused & ~right)
