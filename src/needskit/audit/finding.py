"""What is wrong with a finished file: one finding, as every check of it gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["disclosure", "error", "essential", "desirable", "repair", "note"]
"""How bad it is.

``disclosure`` tells a reader of few people, ``error`` is a figure that cannot be right, ``essential`` and
``desirable`` are the two ranks of the guidance on accessible spreadsheets, ``repair`` makes Excel mend the file,
``note`` is for a person to weigh.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: by which rule, how bad, where, in words, and how it is mended.

    Parameters
    ----------
    code
        Of the rule, such as ``A-HIDDEN-SHEET``; it does not change.
    severity
        One of ``Severity``.
    where
        A sheet, a row or cell of it, or a part of the file, in words.
    words
        What is wrong, as a sentence. Counts of what was found may stand in it, a true count may not.
    mend
        What to do about it, as a sentence.
    """

    code: str
    severity: Severity
    where: str
    words: str
    mend: str
