"""Writes the page, reads it back and checks it before it gets its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from needskit.disclosure.released import Release
from needskit.errors import DisclosureError, UsageError
from needskit.output.excel.place import place
from needskit.output.html.check import check
from needskit.output.html.page import planned
from needskit.output.html.text import text_of

if TYPE_CHECKING:
    import os

ENDINGS = {".html", ".htm"}


def write_html(
    released: Release,
    path: str | os.PathLike[str],
    *,
    title: str,
    contact: str,
    language: str = "en-GB",
) -> Path:
    """What can people read who will not open a workbook?

    One file that a browser shows and prints, with nothing from elsewhere and nothing that runs: sentences to read out,
    how the counts are protected, every table with its caption, pictures of those that have a chart, and the notes. It
    holds the same figures as the workbook and no other. It is read back and every figure compared with the release
    before it gets its name.

    Parameters
    ----------
    released
        What ``release`` gave.
    path
        Where to, ending in ``.html``. If the policy protects nothing, the page says INTERNAL, and "-internal" is added
        to a name that does not hold "internal".
    title
        What, of whom, where and when.
    contact
        Whom to ask: a team and its address.
    language
        Of the words, as a tag.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    DisclosureError
        If the tables have not been released, or a figure read back is not the one released.
    UsageError
        If the title or the contact is empty, or the ending is another.
    OutputError
        If the file cannot be written or fails another check.

    References
    ----------
    W3C (2023), Web Content Accessibility Guidelines 2.2, level AA.

    Examples
    --------
    >>> import needskit as nk, tempfile
    >>> cohort = nk.read_cohort(nk.synthetic_people(people=400, seed=1), population="made-up people")
    >>> released = nk.release([nk.needs.prevalence(cohort)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     nk.write_html(released, f"{folder}/needs.html", title="Needs", contact="insight@northshire.example").name
    'needs.html'
    """
    _refuse_unreleased(released)
    for name, words in (("title", title), ("contact", contact)):
        if not words.strip():
            message = f"A page needs a {name}, in words."
            raise UsageError(message)
    target = Path(path)
    if target.suffix.lower() not in ENDINGS:
        message = f"A page is an .html file, and '{target.name}' does not end in that. Give it that ending."
        raise UsageError(message)
    if not released.policy.protects and "internal" not in target.stem.lower():
        target = target.with_name(f"{target.stem}-internal{target.suffix}")
    page = planned(released, title=title, contact=contact, language=language)
    return place(
        text_of(page).encode("utf-8"), target, check=lambda written: check(written, release=released, page=page)
    )


def _refuse_unreleased(tables: object) -> None:
    if not isinstance(tables, Release):
        message = (
            "A page takes only released tables, and this was given something else. Give it what release([...]) returns."
        )
        raise DisclosureError(message)
