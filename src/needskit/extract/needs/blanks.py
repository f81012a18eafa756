"""Empty cells of needs that mean no: in a row that shows that the person was asked, and in no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.extract.values.column import coded
from needskit.schema import FLAG_ANSWERS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from needskit.extract.files.raw import Tokens

YES, NO, UNKNOWN = range(3)


def blanks_as_no(
    frame: pd.DataFrame,
    texts: Mapping[str, Tokens],
    *,
    needs: Sequence[str],
    blank_is_no: Collection[str],
    all_asked: bool,
) -> pd.DataFrame:
    """Return the records with empty cells read as no, in rows that answer another need or say "assessed".

    A row whose every need is empty tells of nobody asked, and stays not known; so does a text that means so.

    Parameters
    ----------
    frame
        Typed; needs are yes, no or not known.
    texts
        What each column holds in the file, row by row as ``frame``.
    needs
        The columns of ``frame`` that are needs.
    blank_is_no
        Those in which an empty cell means no.
    all_asked
        Whether every row is an assessment.
    """
    read = [name for name in needs if name in blank_is_no and name in texts]
    if not read:
        return frame
    asked = np.full(len(frame), all_asked)
    if "assessed" in frame:
        asked |= frame["assessed"].cat.codes.to_numpy() == YES
    for name in needs:
        asked |= frame[name].cat.codes.to_numpy() != UNKNOWN
    made: dict[str, pd.Series] = {}
    for name in read:
        codes = frame[name].cat.codes.to_numpy().copy()
        empty = texts[name].rows_with((texts[name].texts == "").to_numpy(dtype=bool))
        codes[asked & empty & (codes == UNKNOWN)] = NO
        made[name] = coded(codes, FLAG_ANSWERS).set_axis(frame.index)
    return frame.assign(**made)
