"""One table in an engine, read: its records, what the distinct values of each column mean, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.build import KEPT
from needskit.cohort.provenance import Source
from needskit.engine.columns import IDENTIFIER, coded_of, distinct_of, raw_table, wanted_of
from needskit.engine.rows import records_of
from needskit.extract.files.raw import Tokens
from needskit.extract.records import OF_THE_COHORT
from needskit.extract.typed import Typed, about_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.cohort.problems import Problem
    from needskit.engine.columns import Coded, Wanted
    from needskit.engine.connect import Opened
    from needskit.engine.rows import Records
    from needskit.extract.files.raw import RawTable
    from needskit.extract.project.reading import Reading


@dataclass(frozen=True, slots=True, repr=False)
class Read:
    """One table in an engine, read.

    Parameters
    ----------
    of, reading
        The table, and what is wanted of it.
    wanted
        Its columns.
    records
        The rows that are records, and what became of the others.
    coded
        What the distinct values of each column mean; of identifiers nothing is known here.
    raw
        What is known of the table before its texts are typed.
    problems
        Rows set aside and values that break a rule.
    about
        What of the table was not read.
    """

    of: Opened
    reading: Reading
    wanted: Wanted
    records: Records
    coded: Mapping[str, Coded]
    raw: RawTable
    problems: tuple[Problem, ...]
    about: tuple[Problem, ...]

    @property
    def dates(self) -> dict[str, Coded]:
        """The columns that hold dates."""
        return {name: each for name, each in self.coded.items() if self.reading.fields[name].type == "date"}

    @property
    def others(self) -> dict[str, Coded]:
        """The columns that hold answers and numbers."""
        return {name: each for name, each in self.coded.items() if self.reading.fields[name].type != "date"}

    @property
    def typed(self) -> Typed:
        """The same as a source of a file, without a row: for what asks for columns alone."""
        nothing = np.zeros(0, dtype=np.intp)
        return Typed(self.reading, self.raw, np.zeros(0, dtype=np.int8), (), pd.DataFrame(), nothing, ())

    def named(self, problems: Sequence[Problem], *, several: bool) -> tuple[Problem, ...]:
        """Return problems with the header of their column and, of several sources, the name of this one."""
        source, headers = self.reading.name if several else "", self.wanted.headers
        return tuple(replace(each, header=headers.get(each.column, ""), source=source) for each in problems)

    def source(self, fates: Mapping[str, int], *, outside: int = 0, used_are: str = "") -> Source:
        """Return where the figures come from."""
        part = self.reading.part
        return Source(
            self.of.name,
            "",
            self.of.details,
            label=self.reading.name,
            role=part.role,
            rows=fates,
            outside=outside,
            used_are=used_are,
            complete=part.complete,
        )

    @property
    def fates(self) -> dict[str, int]:
        """What became of its rows, where all that are kept are of the cohort."""
        fates = self.records.fates
        return {OF_THE_COHORT: fates[KEPT], **{fate: rows for fate, rows in fates.items() if fate != KEPT}}


def read_of(of: Opened, reading: Reading) -> Read:
    """Read a table in an engine: nothing comes out but the distinct values of its columns.

    Parameters
    ----------
    of
        The table.
    reading
        What is wanted of it.
    """
    wanted = wanted_of(of, reading)
    # Identifiers, also those of assessments, are as many as rows; they are compared where they are.
    names = [name for name in wanted.headers if reading.fields[name].role != "identifier" and name != IDENTIFIER]
    found = {name: distinct_of(wanted.table, name) for name in names}
    records = records_of(wanted, found, reading)
    if not records.all_kept:
        found = {name: distinct_of(records.table, name) for name in names}
    coded = {name: coded_of(name, each, reading) for name, each in found.items()}
    texts = {name: found[name].texts if name in found else _no_texts() for name in wanted.headers}
    raw = raw_table(of, wanted, texts)
    problems = (*records.problems, *(problem for each in coded.values() for problem in each.problems))
    about = tuple(about_file(raw, reading, records=records.people))
    return Read(of, reading, wanted, records, coded, raw, problems, about)


def _no_texts() -> Tokens:
    return Tokens(pd.Series([], dtype="str"), np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.int64))
