"""Identifiers in the one form that links: PNC, CRN and NOMS numbers, however they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from needskit.extract.values.pnc import standard_pnc
from needskit.schema import SYNTHETIC_MARK

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.extract.files.raw import Flags

Form = Literal["as written", "pnc", "crn", "noms"]

MARK: Final = f"{SYNTHETIC_MARK}-"
SHAPES: Final = {
    "pnc": r"[0-9]{1,4}/[0-9]{1,7}[A-Z]|[0-9]{2,11}[A-Z]",
    "crn": r"[A-Z][0-9]{6}",
    "noms": r"[A-Z][0-9]{4}[A-Z]{2}",
}
PASSED_OVER: Final = {"pnc": r"[\s\u00a0-]+", "crn": r"[\s\u00a0/.-]+", "noms": r"[\s\u00a0/.-]+"}


@dataclass(frozen=True, slots=True, repr=False)
class Identified:
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


@dataclass(frozen=True, slots=True, repr=False)
class _Cleaned:
    """Where a text is an identifier once it is cleaned, what it is then, and the mark before it."""

    places: npt.NDArray[np.intp]
    texts: npt.NDArray[np.object_]
    marks: npt.NDArray[np.str_]


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
        short form, which most systems write, does not say it, nor does the letter check it. Without a slash a
        number that is not of full length, and one whose year has lost its nought to a spreadsheet, is taken if the
        check letter proves it.

    Notes
    -----
    The check letter is that of the year and seven digits, read as one number, modulo 23 among the letters without
    I, O and S: HMPPS's public code (ministryofjustice on GitHub, hmpps-person-record, PNCIdentifier.kt).

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
    written = texts.astype("str").reset_index(drop=True)
    right = written.str.fullmatch(SHAPES[form]).to_numpy(dtype=bool, copy=True)
    plain, mark = written.to_numpy(dtype=object, copy=True), np.full(len(texts), "", dtype=object)
    # Most are written plainly, so that only the others are worth cleaning.
    cleaned = _cleaned(written[~right], form)
    plain[cleaned.places], mark[cleaned.places], right[cleaned.places] = cleaned.texts, cleaned.marks, True
    refused, wrong = ~right, nothing.copy()
    if form == "pnc":
        found = standard_pnc(plain[right])
        plain[right] = found.texts
        refused[right], wrong[right] = found.refused, found.wrong_letter
    plain = np.where(refused, written.to_numpy(dtype=object), mark + plain)
    return Identified(pd.Series(plain, index=texts.index, dtype="str"), refused, wrong)


def _cleaned(texts: pd.Series, form: str) -> _Cleaned:
    """Return the texts that are identifiers once they are cleaned."""
    upper = texts[texts.str.fullmatch(r"[\x21-\x7e\s\u00a0]+").to_numpy(dtype=bool)].str.upper()
    # The mark of made-up people is no part of the number, and stays.
    marked = upper.str.startswith(MARK).to_numpy(dtype=bool)
    plain = upper.str.removeprefix(MARK).str.replace(PASSED_OVER[form], "", regex=True)
    right = plain.str.fullmatch(SHAPES[form]).to_numpy(dtype=bool)
    places = plain.index.to_numpy(dtype=np.intp)[right]
    return _Cleaned(places, plain.to_numpy(dtype=object)[right], np.where(marked[right], MARK, ""))
