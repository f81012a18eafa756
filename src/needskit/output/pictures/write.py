"""Pictures of released tables as files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.disclosure.released import Release
from needskit.errors import DisclosureError, UsageError
from needskit.output.excel.place import place
from needskit.output.pictures.as_png import png_of
from needskit.output.pictures.as_svg import svg_of
from needskit.output.pictures.drawn import drawings_of

if TYPE_CHECKING:
    import os

    from needskit.output.pictures.drawing import Drawing

FORMS = ("svg", "png")
INTERNAL = "-internal"


def picture(released: Release, path: str | os.PathLike[str], *, key: str, chart: int = 1) -> Path:
    """What does the chart of a released table look like, as a file for a paper or a slide?

    The chart that the workbook has of that table, drawn of the same released figures and with the same words. SVG
    needs nothing more; PNG needs the extra ``needskit[pictures]``. The title, and the alternative text with the
    finding, are in the file. Two runs give the same bytes.

    Parameters
    ----------
    released
        What ``release`` gave.
    path
        Where to, ending in ``.svg`` or ``.png``. If the policy protects nothing and the name does not hold "internal",
        "-internal" is added to it.
    key
        Of the table: "needs.prevalence".
    chart
        Which of its charts, counted from 1: a few tables have a second one, of everybody in parts of 100.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    DisclosureError
        If the tables have not been released.
    UsageError
        If no such chart is drawn of that table, the ending is another, or matplotlib is missing for PNG.
    OutputError
        If the file cannot be written.

    Examples
    --------
    >>> import needskit as nk, tempfile
    >>> cohort = nk.read_cohort(nk.synthetic_people(people=400, seed=1), population="made-up people")
    >>> released = nk.release([nk.needs.prevalence(cohort)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     nk.picture(released, f"{folder}/needs.svg", key="needs.prevalence").name
    'needs.svg'
    """
    _refuse_unreleased(released)
    target = Path(path)
    form = target.suffix.lower().removeprefix(".")
    _refuse_form(form)
    found = drawings_of(released, key, titled=True)
    if not found:
        message = f"No chart is drawn of the table '{key}', or all that could be drawn is withheld. Choose another."
        raise UsageError(message)
    if not 1 <= chart <= len(found):
        message = (
            f"The table '{key}' has charts 1 to {len(found)}, and chart {chart} was asked for. Choose one of these."
        )
        raise UsageError(message)
    if not released.policy.protects and "internal" not in target.stem.lower():
        target = target.with_name(f"{target.stem}{INTERNAL}{target.suffix}")
    return place(_bytes_of(found[chart - 1][0], form), target)


def write_pictures(released: Release, folder: str | os.PathLike[str], *, form: str = "svg") -> tuple[Path, ...]:
    """Which pictures can be had of a release?

    One file for each table that a chart is drawn of, ``<key>.svg``, and ``<key>-2.svg`` of its second chart where it
    has one; see ``picture``.

    Parameters
    ----------
    released
        What ``release`` gave.
    folder
        Where to; it is made if it is not there.
    form
        "svg", or "png", which needs the extra ``needskit[pictures]``.

    Returns
    -------
    tuple of Path
        The files, in the order of the tables; none if no table has a chart.

    Raises
    ------
    DisclosureError
        If the tables have not been released.
    UsageError
        If the form is another, or matplotlib is missing for PNG.
    OutputError
        If a file cannot be written.
    """
    _refuse_unreleased(released)
    _refuse_form(form)
    made = {}
    for table in released:
        for number, (drawn, _) in enumerate(drawings_of(released, table.caption.key, titled=True), start=1):
            name = re.sub(r"[^A-Za-z0-9._-]+", "_", table.caption.key).lstrip(".")
            mark = "" if released.policy.protects else INTERNAL
            which = f"-{number}" if number > 1 else ""
            made[f"{name}{which}{mark}.{form}"] = _bytes_of(drawn, form)
    return tuple(place(content, Path(folder) / name) for name, content in made.items())


def _bytes_of(drawing: Drawing, form: str) -> bytes:
    return png_of(drawing) if form == "png" else svg_of(drawing, name="picture").encode("utf-8")


def _refuse_form(form: str) -> None:
    if form not in FORMS:
        message = f"A picture is {' or '.join(FORMS)}, and this is '{form}'. Give it one of these endings."
        raise UsageError(message)


def _refuse_unreleased(tables: object) -> None:
    if not isinstance(tables, Release):
        message = (
            "Pictures are drawn of released tables only, and this was given something else. Give it what "
            "release([...]) returns."
        )
        raise DisclosureError(message)
