"""How severe a need is: none, standard or severe, by the score of its section and never against the need itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from needskit.extract.values.column import coded
from needskit.schema import SEVERITY_ANSWERS

if TYPE_CHECKING:
    import pandas as pd

    from needskit.extract.files.raw import Positions

Numbers = npt.NDArray[np.float64]
Answers = npt.NDArray[np.int8]

KNOWN_TO_A_ROW = SEVERITY_ANSWERS[:4]
"""What a row can say; that a person was not assessed is settled later, from all of their sources."""

NONE, AT_CUT_OFF, SEVERE, UNKNOWN = (np.int8(position) for position in range(4))
NEED_YES, NEED_NO = 0, 1


def severity(need: Answers, least: Numbers, most: Numbers, *, cut_off: Numbers, severe: Numbers) -> Answers:
    """How severe is the need that each row shows?

    Severe if the score reaches the severe cut-off whatever the missing items are, standard if it reaches the
    cut-off and cannot reach the severe one; otherwise not known. Where the need is no, there is none, whatever
    the score; where it is yes and the score does not say so, or where it is not known, severity is not known.

    Parameters
    ----------
    need
        0 yes, 1 no, 2 not known; shape ``(rows,)``, as all others.
    least, most
        Between which the score of the section lies; the same where nothing is missing, not a number where nothing
        is known.
    cut_off, severe
        The scores from which on it is a need, and a severe one; not a number where there is none.

    Returns
    -------
    numpy.ndarray
        Positions in ``KNOWN_TO_A_ROW``.

    Notes
    -----
    HMPPS's public code (ministryofjustice on GitHub: hmpps-assess-risks-and-needs, Section.kt and ScoredSection;
    hmpps-tier, NeedSection).

    Examples
    --------
    Drug misuse is a need from 2 and severe from 8; the last row has items that come to 6, 7 or 8.

    >>> need, least, most = np.zeros(4, dtype=np.int8), np.array([2.0, 7, 8, 6]), np.array([2.0, 7, 8, 8])
    >>> found = severity(need, least, most, cut_off=np.full(4, 2.0), severe=np.full(4, 8.0))
    >>> [KNOWN_TO_A_ROW[code] for code in found]
    ['standard', 'standard', 'severe', 'not known']
    """
    found = np.full(len(need), UNKNOWN)
    # Whatever is compared with a score or a cut-off that is not there is false.
    found[(least >= cut_off) & (most < severe)] = AT_CUT_OFF
    found[(least >= cut_off) & (least >= severe)] = SEVERE
    return of_the_need(need, found)


def of_the_need(need: npt.NDArray[np.integer], found: npt.NDArray[np.integer]) -> Answers:
    """Return a severity that does not contradict the need that is counted.

    Parameters
    ----------
    need
        0 yes, 1 no, anything else not known; shape ``(rows,)``.
    found
        Positions in ``SEVERITY_ANSWERS``, shape ``(rows,)``.

    Examples
    --------
    >>> of_the_need(np.array([0, 0, 1, 2]), np.array([2, 0, 2, 1])).tolist()
    [2, 3, 0, 3]
    """
    agreed = np.full(len(need), UNKNOWN)
    agreed[need == NEED_NO] = NONE
    graded = (need == NEED_YES) & ((found == AT_CUT_OFF) | (found == SEVERE))
    agreed[graded] = found[graded]
    return agreed


def highest(answers: pd.Series, person: Positions, people: int) -> pd.Series:
    """How severe is the need of each person at the worst of their assessments?

    The highest that is known. Where another assessment does not say, it may have been worse.

    Parameters
    ----------
    answers
        Of each assessment that is taken: no need, standard, severe, not known.
    person
        The position of its person, shape ``(rows,)``; rows of nobody (-1) are passed over.
    people
        How many people there are.

    Examples
    --------
    >>> import pandas as pd
    >>> drugs = pd.Series(pd.Categorical(["standard", "severe", "not known", "no need"], categories=KNOWN_TO_A_ROW))
    >>> highest(drugs, np.array([0, 0, 1, 1]), 3).tolist()
    ['severe', 'no need', 'not known']
    """
    codes = answers.cat.codes.to_numpy()
    of_somebody = (person >= 0) & (codes != UNKNOWN)
    found = np.full(people, -1, dtype=np.int8)
    np.maximum.at(found, person[of_somebody], codes[of_somebody])
    return coded(np.where(found < 0, UNKNOWN, found), KNOWN_TO_A_ROW)
