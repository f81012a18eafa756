"""The standard report: which tables, in which order, and the workbook around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis import coverage, demographics, linkage, needs, overlap, transition
from needskit.analysis.tabulate import By, names_in
from needskit.analysis.values import values_of
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.build import FOUND_IN
from needskit.errors import UsageError, reject_name
from needskit.output.workbook import Definition, Setting, Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.cohort import Cohort
    from needskit.disclosure.released import Release
    from needskit.table.table import Table

HERE = "As this workbook uses the term"

BREAKDOWNS = ("sex", "age_band", "ethnicity", "district", "sentence_band", "homeless_before_custody", "iom")
"""What the standard report breaks needs down by, where the extract holds it."""

DICHOTOMY = "homeless"
"""Which dichotomy of accommodation that is, unless the settings name another."""


def _always(_cohort: Cohort) -> bool:
    return True


def _has_needs(cohort: Cohort) -> bool:
    return bool(cohort.needs.questions)


def _has_ages(cohort: Cohort) -> bool:
    return "age" in cohort.attributes


def _has_characteristics(cohort: Cohort) -> bool:
    return any(name in cohort.breakdowns for name in demographics.CHARACTERISTICS)


def _has_linked(cohort: Cohort) -> bool:
    return any(source.role != "people" for source in cohort.sources)


def _has_links(cohort: Cohort) -> bool:
    return any(
        source.role != "people" and f"{FOUND_IN}{source.label}" in cohort.attributes for source in cohort.sources
    )


def _has_agreement(cohort: Cohort) -> bool:
    return bool(cohort.agreement)


def _has_answers(cohort: Cohort) -> bool:
    return bool(values_of(cohort))


@dataclass(frozen=True, slots=True)
class Entry:
    """One analysis of the catalogue.

    Parameters
    ----------
    key
        Of its table.
    question
        What it answers.
    make
        The analysis.
    possible
        Whether a cohort holds what it needs.
    breaks_down
        Whether it is made by each breakdown too.
    """

    key: str
    question: str
    make: Callable[..., Table]
    possible: Callable[[Cohort], bool] = _always
    breaks_down: bool = False


STANDARD = (
    Entry("coverage.problems", "Which rules do rows of the extract break?", coverage.problems),
    Entry("coverage.flow", "What became of every record received?", coverage.flow),
    Entry("linkage.rows", "What became of the rows of linked sources?", linkage.rows, _has_linked),
    Entry("linkage.found", "How many people are in each source?", linkage.found, _has_links),
    Entry("linkage.agreement", "How often do sources agree?", linkage.agreement, _has_agreement),
    Entry("coverage.assessment", "How many people have an assessment?", coverage.assessment, _has_needs),
    Entry("coverage.completeness", "How often is each value known?", coverage.completeness, _has_answers),
    Entry("demographics.profile", "Who are the people?", demographics.profile, _has_characteristics),
    Entry("needs.prevalence", "How many people have each need?", needs.prevalence, _has_needs, breaks_down=True),
    Entry(
        "overlap.number_of_needs",
        "How many needs do people have?",
        overlap.number_of_needs,
        _has_needs,
        breaks_down=True,
    ),
    Entry("transition.young_adults_share", "What share are young adults?", transition.young_adults_share, _has_ages),
)
"""Every table of the standard report, in its order."""


def standard_report(cohort: Cohort, *, by: By = None, only: Sequence[str] = ()) -> tuple[Table, ...]:
    """Which tables make a needs assessment of this cohort?

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        Breakdowns of the tables about needs; those of ``BREAKDOWNS`` that the extract holds, and the analyst's own,
        unless told otherwise, none if empty.
    only
        Keys: a table and its breakdowns are made if its key, or that of its analysis, is among them.

    Raises
    ------
    UsageError
        If a key or a breakdown is unknown, or what a key asks for cannot be made from this extract.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2"], "need_drugs": ["yes", "no"], "sex": ["f", "m"]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> [table.caption.key for table in standard_report(cohort, only=["needs.prevalence"])]
    ['needs.prevalence', 'needs.prevalence_by_sex']
    """
    usual = [name.replace(DICHOTOMY, cohort.definitions.accommodation) for name in BREAKDOWNS]
    usual += cohort.definitions.own_breakdowns
    names = [name for name in usual if name in cohort.breakdowns] if by is None else names_in(by)
    for name in names:
        cohort.breakdown(name)
    keys = {key for entry in STANDARD for key in _keys(entry, names)}
    for key in only:
        if key not in keys:
            reject_name(key, kind="table", known=keys)
    made = tuple(
        table
        for entry in STANDARD
        if not only or any(key in only for key in _keys(entry, names))
        for table in _tables(cohort, entry, names, only)
    )
    if by is not None and not any("_by_" in table.caption.key for table in made) and names:
        message = "by= (--by) breaks down tables about needs, and none of those is among the tables asked for."
        raise UsageError(message)
    if not made:
        message = "The tables asked for cannot be made: the extract does not hold the columns that they need."
        raise UsageError(message)
    return made


def _keys(entry: Entry, names: Sequence[str]) -> list[str]:
    return [entry.key, *(f"{entry.key}_by_{name}" for name in names if entry.breaks_down)]


def _tables(cohort: Cohort, entry: Entry, names: Sequence[str], only: Sequence[str]) -> list[Table]:
    """Make one analysis, plain and by each breakdown, as far as it is asked for."""
    if not entry.possible(cohort):
        return []
    whole = not only or entry.key in only
    made = [entry.make(cohort)] if whole else []
    if entry.breaks_down:
        made += [entry.make(cohort, by=name) for name in names if whole or f"{entry.key}_by_{name}" in only]
    return made


def needs_assessment(cohort: Cohort, released: Release, *, title: str = "", contact: str) -> Workbook:
    """Which workbook says where these tables come from, how they were made and what their terms mean?

    A ``Workbook`` with the definitions, settings, sources and provenance of a cohort.

    Parameters
    ----------
    cohort
        Whose words, settings and sources go on the cover, the definitions and the method sheet; no count of
        it does.
    released
        What ``release`` gave.
    title
        Of the workbook; "Needs assessment" and the population unless told otherwise.
    contact
        Whom to ask about it.
    """
    return Workbook(
        title=title or f"Needs assessment: {cohort.in_words}",
        tables=released,
        contact=contact,
        as_at=cohort.as_at,
        population=cohort.in_words,
        definitions=_definitions(cohort),
        settings=_provenance(cohort),
    )


def _definitions(cohort: Cohort) -> tuple[Definition, ...]:
    needs_defined = [
        Definition(question.label, question.definition, cohort.needs.source or HERE)
        for question in cohort.needs.questions
    ]
    groupings = [
        Definition(
            breakdown.label,
            "As the extract names them"
            if breakdown.attribute.from_extract
            else "; ".join(group.label for group in breakdown.groups if group.label != NOT_KNOWN),
            _source_of(breakdown),
        )
        for name, breakdown in cohort.breakdowns.items()
        if name in {*BREAKDOWNS, *demographics.CHARACTERISTICS}
    ]
    general = (
        Definition(
            "Not known", "Not recorded, not usable, not answered or not assessed. It is never counted as no.", HERE
        ),
        Definition(
            "Assessed",
            f"As the extract says or, where it says nothing, with any {cohort.needs.word} answered.",
            HERE,
        ),
        Definition("Age", "In completed years at the index date.", HERE),
        Definition("Index date", "The date from which a person is followed: release, or the start of an order.", HERE),
    )
    return (*needs_defined, *groupings, *general)


def _source_of(breakdown: Breakdown) -> str:
    if breakdown.attribute.from_extract:
        return "The extract"
    return breakdown.source or f"The answers to {breakdown.attribute.name} in the schema of needskit"


def _provenance(cohort: Cohort) -> tuple[Setting, ...]:
    settings = [Setting(said.name, said.value, said.meaning) for said in cohort.settings]
    for source in cohort.sources:
        settings.append(Setting("Source", source.name, source.details))
        if source.sha256:
            settings.append(
                Setting("SHA-256 of the source", source.sha256, "Tells whether a file is the one that was read")
            )
    settings.append(Setting("Records received and kept", "See the table Cohort flow", "The counts are protected there"))
    return tuple(settings)
