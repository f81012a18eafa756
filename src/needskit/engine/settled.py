"""Cells settled as rows of a file are: by the same code, with every rule counted by the people of its cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.build import FOLLOWED_UP, FOUND_IN
from needskit.cohort.cohort import PEOPLE
from needskit.cohort.problems import Problem, no_rows
from needskit.extract.files.raw import Tokens
from needskit.extract.flags import flags_of
from needskit.extract.needs.blanks import blanks_as_no
from needskit.extract.settle import DEPENDED_ON, settle
from needskit.extract.spells import YES
from needskit.extract.values.column import FEW
from needskit.schema import load_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.engine.columns import Coded
    from needskit.extract.project.parts import Project
    from needskit.extract.project.reading import Reading

EMPTY = "empty__"
"""How the name of a column begins that says of a cell of people whether a value was empty."""


def settled_cells(
    cells: pd.DataFrame, reading: Reading, project: Project, broken: Sequence[tuple[Problem, ...]]
) -> tuple[pd.DataFrame, tuple[Problem, ...], dict[str, str]]:
    """Complete the columns of cells that depend on each other, and say which rules are broken by how many people.

    Parameters
    ----------
    cells
        Typed, with ``people``.
    reading, project
        How the source is read.
    broken
        What the engine counted of rules between dates: before ages, of ages, beside the point, after all others.

    Returns
    -------
    tuple
        The cells, the problems in the order of a file that was read, and the labels of columns that were made.
    """
    times = cells[PEOPLE].to_numpy(dtype=np.int64)
    followed = cells[FOLLOWED_UP].to_numpy(dtype=np.int8) if FOLLOWED_UP in cells else None
    held = [name for name in cells.columns if name.startswith(FOUND_IN)]
    found_in = {name: cells[name].to_numpy(dtype=np.int8) == YES for name in held}
    answers = cells.drop(columns=[PEOPLE, FOLLOWED_UP, *held], errors="ignore")
    frame, problems = settle(_with_blanks(answers, reading), project, np.arange(len(cells)))
    before, of_ages, beside, after = broken
    of_people = [_of_people(each, times) for each in problems]
    first = [each for each in of_people if each.rule == "needs_without_assessment"]
    not_applying = [*beside, *(each for each in of_people if each.rule == "does_not_apply")]
    place = {field.name: position for position, field in enumerate(load_table(PEOPLE).fields)}
    not_applying.sort(key=lambda each: place[each.column])
    rest = [each for each in of_people if each.rule not in {"needs_without_assessment", "does_not_apply"}]
    frame, flags, more = flags_of(frame, project, found_in, followed=followed)
    last = (_of_people(each, times) for each in more)
    return (
        frame.assign(**{PEOPLE: cells[PEOPLE]}),
        (*before, *of_ages, *first, *not_applying, *rest, *after, *last),
        flags,
    )


def _of_people(found: Problem, times: np.ndarray) -> Problem:
    """Return a problem of cells as one of the people in them."""
    return replace(found, rows=int(times[found.at].sum()), at=no_rows())


def _with_blanks(cells: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Return the cells with empty values of needs read as no, where the settings say so and the person was asked."""
    empty = [name for name in cells.columns if name.startswith(EMPTY)]
    frame = cells.drop(columns=empty)
    texts = {
        name.removeprefix(EMPTY): Tokens(pd.Series(["filled", ""]), cells[name].to_numpy(dtype=np.intp))
        for name in empty
    }
    needs = [name for name in frame.columns if name in reading.fields and reading.fields[name].role == "need"]
    return blanks_as_no(frame, texts, needs=needs, blank_is_no=list(texts), all_asked=False)


def of_nobody(people: pd.DataFrame, dates: Mapping[str, Coded], number: int) -> tuple[Problem, ...]:
    """Say which columns, of those that many tables depend on, hold nothing that is known."""
    if number < FEW:
        return ()
    return tuple(
        Problem("nobody_known", column, "warning", 0, wanted, "Tables that depend on it are empty.")
        for column, wanted in DEPENDED_ON.items()
        if (column in dates and not dates[column].known()) or (column in people and not (people[column] == "yes").any())
    )
