"""Whom a count of rows counts: rows of a file are not people, and each file has its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.cohort.build import KEPT, RECORD
from needskit.errors import DataError
from needskit.table.whom import Attribute, Whom

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.problems import Problem
    from needskit.cohort.provenance import Source

PEOPLE = "people"
OUTSIDE = "not in the cohort"
SAME, DIFFERS, NOT_IN_BOTH = "same", "differs", "not in both"


def received(cohort: Cohort) -> Whom:
    """Return whom the records of the sources count that say who is in the cohort."""
    return Whom(cohort.whom.source)


def everybody(cohort: Cohort) -> Whom:
    """Return everybody of the extract, whatever part of them the cohort is."""
    kept = received(cohort).narrow(cohort.attributes[RECORD], [KEPT])
    if kept is None:
        message = "No record was kept."
        raise DataError(message)
    return kept


def rows_of(cohort: Cohort, source: Source) -> Whom:
    """Return whom the rows of one source count: rows that bring people along are the records received.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2"], "sex": ["f", "m"]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> rows_of(cohort, cohort.sources[0])
    Whom(people in a test, 31 December 2025: everyone)
    """
    return received(cohort) if source.role == PEOPLE else Whom(f"{cohort.whom.source}: rows of {source.label}")


def people_outside(cohort: Cohort, source: Source) -> Whom:
    """Return the people of one source who are not in the cohort; where it has a row a person, those rows."""
    rows = rows_of(cohort, source).narrow(fates_of(source), [OUTSIDE]) if source.role == "needs" else None
    return rows or Whom(f"{cohort.whom.source}: people of {source.label} outside the cohort")


def alike(column: str, source: str) -> Attribute:
    """Return whether what two sources say of a column is the same, for the people whom both know."""
    return Attribute(f"{column} in {source}", column, (SAME, DIFFERS, NOT_IN_BOTH))


def fates_of(source: Source) -> Attribute:
    """Return what can become of a row of a source that brings nobody along."""
    return Attribute(f"row of {source.label}", "Row", tuple(source.rows))


def breaking(cohort: Cohort, found: Problem) -> tuple[Whom, Attribute, str]:
    """Return what tells the rows that break a rule: rows set aside by it are those that are counted elsewhere."""
    if found.rule == "sources_differ":
        # The people of whom two sources differ are counted by the table of agreement too.
        return everybody(cohort), alike(found.column, found.source), DIFFERS
    source = next((each for each in cohort.sources if each.label == found.source), cohort.sources[0])
    rows, fate = rows_of(cohort, source), found.rule.replace("_", " ")
    record = cohort.attributes[RECORD] if source.role == PEOPLE else fates_of(source)
    for answer in (fate, f"{fate} ({found.source})"):
        if answer in record.answers:
            return rows, record, answer
    name = " ".join(part for part in ("problem", found.source, found.column, found.rule) if part)
    return rows, Attribute(name, found.rule, ("yes", "no")), "yes"
