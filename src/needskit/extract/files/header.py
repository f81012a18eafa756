"""Which column of a file is which column of the schema."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

from needskit.errors import DataError, UsageError
from needskit.schema import standard_form

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

SAME_ENOUGH = 0.8
"""How like a standard name a header must be for an error to offer it as a slip of the pen."""


def near_misses(header: Sequence[str], *, known: Collection[str], found: Collection[str]) -> list[str]:
    """Return the standard names that an unused header may have been meant for, each with its column number."""
    missing = [name for name in known if name not in found]
    hints = []
    for position, text in enumerate(header, start=1):
        near = get_close_matches(standard_form(text), missing, n=1, cutoff=SAME_ENOUGH)
        if near and standard_form(text) not in found:
            hints.append(f"column {position} looks like '{near[0]}'")
    return hints


def _nothing_known(forms: Sequence[str], known: Collection[str], file: str, row: int) -> str:
    hints = near_misses(forms, known=known, found=())
    near = f" ({'; '.join(hints)})" if hints else ""
    return (
        f"{file}: none of its {len(forms)} columns has a standard name{near}. Row {row} must be the header; "
        "`needskit schema` lists the standard names, and columns={...} renames."
    )


def find_header(top: Sequence[Sequence[str]], *, known: Collection[str], wanted: Collection[str]) -> int | None:
    """Which of the first rows is the header? The one with most names that are looked for.

    Parameters
    ----------
    top
        The first rows of the file, every cell a text.
    known
        The standard names.
    wanted
        Headers that the user named, which count before standard names.

    Returns
    -------
    int or None
        The position of the row; the earliest of equals. None if no row has any of the names. A row with a
        single standard name is passed over if a row above it has as many filled cells: it is a record in which
        such a word stands.

    Examples
    --------
    >>> find_header([["Extract of June"], [], ["Person ID", "Sex"]], known=["person_id", "sex"], wanted=[])
    2
    """
    sought = {form for text in wanted if (form := standard_form(text))}
    words = {text.strip() for text in wanted}
    best, best_hits, widest = None, (0, 0), 0
    for position, row in enumerate(top):
        cells = {text.strip() for text in row} - {""}
        forms = {standard_form(text) for text in cells}
        named = len(forms & sought | {standard_form(text) or text for text in cells & words})
        hits = (named, len(forms & set(known)))
        alone = not named and hits[1] == 1 and 1 < len(cells) <= widest
        if hits > best_hits and not alone:
            best, best_hits = position, hits
        widest = max(widest, len(cells))
    return best


def place_columns(
    header: Sequence[str],
    *,
    known: Collection[str],
    renamed: Mapping[str, str | None],
    file: str,
    row: int = 1,
) -> dict[str, int]:
    """Find the column of each standard name that has one.

    Parameters
    ----------
    header
        The texts of the header row.
    known
        The standard names.
    renamed
        For some standard names the header in the file, which several may share; None for one not to be read.
    file
        Its name, for errors.
    row
        The row of the file that the header is, counted from 1, for errors.

    Returns
    -------
    dict
        Name and position in the file, in the order of the file.

    Raises
    ------
    UsageError
        If a renamed header is not there.
    DataError
        If two columns have one name, or no column is known. Headers are not quoted unless the user wrote them,
        or they are all but a standard name: in a file without a header row a record stands in its place.

    Examples
    --------
    >>> place_columns(["CRN", "Sex"], known=["person_id", "sex"], renamed={"person_id": "CRN"}, file="extract.csv")
    {'person_id': 0, 'sex': 1}
    """
    forms = [standard_form(text) for text in header]
    found = {
        name: _named_position(header, forms, theirs, name=name, file=_place(file, row))
        for name, theirs in renamed.items()
        if theirs is not None
    }
    taken = set(found.values())
    free = [
        (form, position)
        for position, form in enumerate(forms)
        if position not in taken and form in known and form not in renamed
    ]
    repeated = [name for name, times in Counter(form for form, _ in free).items() if times > 1]
    if repeated:
        message = f"{file}: more than one column is '{repeated[0]}'. Rename or remove all but one."
        raise DataError(message)
    found.update(free)
    if not found:
        raise DataError(_nothing_known(forms, known, file, row))
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _named_position(header: Sequence[str], forms: Sequence[str], theirs: str, *, name: str, file: str) -> int:
    """Return where a header that the user named stands: written the same, else of the same standard form."""
    exact = [position for position, text in enumerate(header) if text.strip() == theirs.strip()]
    alike = [position for position, form in enumerate(forms) if form and form == standard_form(theirs)]
    found = exact or alike
    if not found:
        message = (
            f"{file}: there is no column '{theirs}', which was to be read as '{name}'. "
            "Write it as it stands in the header row."
        )
        raise UsageError(message)
    if len(found) > 1:
        message = f"{file}: more than one column is '{theirs}'. Rename or remove all but one."
        raise DataError(message)
    return found[0]


def _place(file: str, row: int) -> str:
    return file if row == 1 else f"{file}, header in row {row}"
