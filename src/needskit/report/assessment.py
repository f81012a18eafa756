"""The workbook around the tables: what its terms mean, and what its figures depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis import demographics
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.output.cautions import cautions_of
from needskit.output.theme import Theme
from needskit.output.workbook import Definition, Setting, Workbook
from needskit.report.catalogue import BREAKDOWNS

if TYPE_CHECKING:
    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.cohort import Cohort
    from needskit.disclosure.released import Release

HERE = "As this workbook uses the term"
NEED = "need"
FLOWS = {"coverage.flow": "Cohort flow", "iom.attrition": "of how many could be matched"}
"""Which tables tell of records received, and what each is called."""


def needs_assessment(
    cohort: Cohort, released: Release, *, title: str = "", contact: str = "", theme: Theme | None = None
) -> Workbook:
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
        Whom to ask about it. Left out, as the theme says.
    theme
        Fonts, colours, markers, words and logo of a house; as the guidance has it unless told otherwise.
    """
    return Workbook(
        title=title or _title(cohort),
        tables=released,
        contact=contact,
        as_at=cohort.as_at,
        population=cohort.in_words,
        definitions=_definitions(cohort),
        settings=(*_provenance(cohort, released), *_cautions(cohort, released)),
        theme=theme or Theme(),
    )


def _title(cohort: Cohort) -> str:
    """Return the usual title: a needs assessment, unless something else than needs is counted."""
    word = cohort.needs.word
    return f"{'Needs assessment' if word == NEED else f'{word.capitalize()}s'}: {cohort.in_words}"


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
    )
    of_dates = {
        "age": Definition("Age", "In completed years at the index date.", HERE),
        "index_date": Definition(
            "Index date", f"The date from which each {cohort.one} is followed: release, or the start of an order.", HERE
        ),
    }
    held = {*cohort.people.columns, *cohort.left_in_engine}
    dated = (definition for column, definition in of_dates.items() if column in held)
    return (*needs_defined, *groupings, *general, *dated)


def _cautions(cohort: Cohort, released: Release) -> tuple[Setting, ...]:
    """Return what to be careful of that released figures show, and that no setting says already."""
    said = {setting.name for setting in cohort.settings}
    found = {f"Caution {code}": words for code, words in cautions_of(released).items()}
    return tuple(
        Setting(name, words, "As the released figures show; the page on matching says what to do")
        for name, words in found.items()
        if name not in said
    )


def _source_of(breakdown: Breakdown) -> str:
    if breakdown.attribute.from_extract:
        return "The extract"
    return breakdown.source or f"The answers to {breakdown.attribute.name} in the schema of needskit"


def _provenance(cohort: Cohort, released: Release) -> tuple[Setting, ...]:
    settings = [Setting(said.name, said.value, said.meaning) for said in cohort.settings]
    for source in cohort.sources:
        settings.append(Setting("Source", source.name, source.details))
        if source.sha256:
            settings.append(
                Setting("SHA-256 of the source", source.sha256, "Tells whether a file is the one that was read")
            )
    told = {key for table in released for key in FLOWS if table.caption.key.startswith(key)}
    words = next((f"See the table {FLOWS[key]}" for key in FLOWS if key in told), "In no table of this workbook")
    settings.append(Setting("Records received and kept", words, "The counts are protected there"))
    return tuple(settings)
