"""Which names Excel takes for tables and for what is defined by a name."""

from __future__ import annotations

import re

from needskit.audit.accessible.reading.cells import LAST_COLUMN, LAST_ROW, place_of

_NAME = re.compile(r"[^\W\d][\w.\\?]{0,254}|\\[\w.\\?]{0,254}")
_LIKE_R1C1 = re.compile(r"r\d*(c\d*)?|c\d*", re.IGNORECASE)


def is_a_name(text: str) -> bool:
    """Tell whether Excel takes a text as a name: it is not like a cell, in either way of naming cells.

    Examples
    --------
    >>> [is_a_name(text) for text in ("Needs_by_sex", "T1", "R1C1", "c", "1needs", "needs-by-sex")]
    [True, False, False, False, False, False]
    """
    place = place_of(text.replace("$", ""))
    is_cell = place is not None and place[0] <= LAST_ROW and place[1] <= LAST_COLUMN
    return bool(_NAME.fullmatch(text)) and not is_cell and not _LIKE_R1C1.fullmatch(text)
