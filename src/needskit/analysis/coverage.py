"""Who is in the figures and who is not: records, assessments, values, problems."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis.count import Part, Row, Words, attributes_of, caption_for, people
from needskit.analysis.received import breaking
from needskit.analysis.tabulate import By, names_in, share, stacked
from needskit.analysis.values import UNKNOWN, values_of
from needskit.cohort.build import FOLLOWED_UP, KEPT, NUMBER_OF_NEEDS, RECORD
from needskit.cohort.combination import NOT_IN_FULL
from needskit.errors import UsageError
from needskit.table.measure import COUNT, PART_OF_WHOLE
from needskit.table.table import Cell, Dimension, Headings, Level, Table
from needskit.table.whom import Attribute, Whom, count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.cohort.problems import Problem

COVERED = ("sex", "age_band", "ethnicity", "district", "sentence_band", "iom")
"""Groups whose coverage is told apart where the extract holds them."""

ASSESSED = ("assessed", frozenset({"yes"}))


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of the flow: whom it counts, how many, and of whom it is a part."""

    label: str
    whom: Whom
    count: int
    of: Whom | None


def flow(cohort: Cohort) -> Table:
    """What became of every record received, and how many people are in the figures?

    Percentages above the cohort are of the records received; those below it are of the cohort. Where rows
    stand for several, those kept are counted by the people they stand for.

    Parameters
    ----------
    cohort
        Whose people are counted.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2", "", "2"], "sex": ["f", "m", "m", "m"]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> flow(cohort).to_frame().set_index("step").loc[["records received", "cohort"], "count"].tolist()
    [4, 2]
    """
    steps = _steps(cohort)
    cells = tuple(
        Cell((step.label,), COUNT, (count_of(step.whom),))
        if step.of is None
        else Cell((step.label,), PART_OF_WHOLE, (count_of(step.whom), count_of(step.of)))
        for step in steps
    )
    words = Words(
        key="coverage.flow",
        title="Cohort flow: what became of the records received",
        headings=Headings(count=f"Records or {cohort.unit}", out_of="Out of", estimate="Percentage"),
        notes=(
            "Rows down to the cohort are out of the records received; rows after it are out of the cohort.",
            "A record is set aside if it is blank, a repeated header, a total, an exact repeat, or has no identifier.",
            f"Records without an identifier may stand for {cohort.unit}; those are not counted.",
            f"No {cohort.one} is left out because another value is not known.",
        ),
    )
    return Table(
        caption=caption_for(cohort, words, ()),
        dimensions=(Dimension("step", "Step", tuple(Level(step.label) for step in steps)),),
        headings=words.headings,
        cells=cells,
        counts={step.whom: step.count for step in steps},
        attributes=attributes_of(cohort, [step.whom for step in steps]),
    )


def _steps(cohort: Cohort) -> list[_Step]:
    record = cohort.attributes[RECORD]
    received = Whom(cohort.whom.source)
    steps = [_Step("records received", received, sum(cohort.records.values()), None)]
    kept = received
    for fate, count in cohort.records.items():
        whom = received.narrow(record, [fate])
        if whom is not None and fate != KEPT:
            steps.append(_Step(f"set aside: {fate}", whom, count, received))
        elif whom is not None:
            kept = whom
    steps.append(_Step("cohort", kept, cohort.records[KEPT], received))
    if cohort.among:
        steps.append(_Step(f"of these, {cohort.among}", cohort.whom, len(cohort), kept))
    return [*steps, *_assessed_steps(cohort), *_followed_step(cohort)]


def _assessed_steps(cohort: Cohort) -> list[_Step]:
    """Return how many of the cohort were assessed, and how many with every need answered."""
    assessed, number = cohort.attributes.get("assessed"), cohort.attributes.get(NUMBER_OF_NEEDS)
    if assessed is None or number is None:
        return []
    counts = cohort.profile.number_by()
    found = [
        (
            f"with {'an assessment' if cohort.assessed_stated else f'any {cohort.needs.word} answered'}",
            cohort.whom.narrow(assessed, ["yes"]),
            int(counts[:-1].sum()),
        ),
        (
            f"with every {cohort.needs.word} answered",
            cohort.whom.narrow(number, set(number.answers) - {NOT_IN_FULL}),
            int(counts[:-2].sum()),
        ),
    ]
    return [_Step(label, whom, count, cohort.whom) for label, whom, count in found if whom is not None]


def _followed_step(cohort: Cohort) -> list[_Step]:
    """Return how many of the cohort were followed up in full, where that is known."""
    followed = cohort.attributes.get(FOLLOWED_UP)
    if followed is None:
        return []
    whom = cohort.whom.narrow(followed, ["yes"])
    count = int(cohort.profile.people_by(cohort.breakdown(FOLLOWED_UP))[followed.answers.index("yes")])
    return [_Step(f"{followed.label[:1].lower()}{followed.label[1:]}", whom, count, cohort.whom)] if whom else []


def assessment(cohort: Cohort, *, by: By = None) -> Table:
    """How many people have an assessment, in each group?

    Everybody in the cohort is counted. Where coverage differs between groups, so may any figure about needs.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        Names of breakdowns, one after another; those of ``COVERED`` that the extract holds unless told otherwise.

    Raises
    ------
    UsageError
        If the extract says nothing of assessments, or has no such breakdown.

    References
    ----------
    Ministry of Justice, Identified needs of offenders in custody and the community from OASys, 2021: the
    columns Has L3 OASys and Count.
    """
    if "assessed" not in cohort.attributes:
        message = "This extract says nothing of assessments: it wants a column assessed, or columns of needs."
        raise UsageError(message)
    names = names_in(by) or tuple(name for name in COVERED if name in cohort.breakdowns)
    unit = cohort.unit.capitalize()
    answered = "an assessment" if cohort.assessed_stated else f"any {cohort.needs.word} answered"
    words = Words(
        key="coverage.assessment",
        title="Assessment coverage" if cohort.assessed_stated else f"Coverage: {answered}",
        headings=Headings(
            count=f"{unit} with {answered}",
            out_of=f"{unit} in the cohort",
            estimate=f"Percentage with {answered}",
        ),
        notes=(
            f"Assessed: as the extract says or, where it says nothing, with any {cohort.needs.word} answered.",
            f"Figures about {cohort.needs.word}s speak only of those with {answered}.",
        ),
    )
    return stacked(cohort, Row((), PART_OF_WHOLE, (people(ASSESSED), people())), by=names, words=words)


def completeness(cohort: Cohort) -> Table:
    """Of how many people is each value known?

    Everybody whom the value concerns is counted; needs concern everybody, whether assessed or not. Dates and
    scores with decimals are not among the values.

    Parameters
    ----------
    cohort
        Whose people are counted.

    Raises
    ------
    UsageError
        If the extract holds nothing but identifiers.
    """
    asked = values_of(cohort)
    if not asked:
        message = "This extract holds nothing of people but who they are: no value can be known or not."
        raise UsageError(message)
    rows = [
        Row((_label(cohort, attribute),), PART_OF_WHOLE, (people(_known(attribute)), _concerned(attribute)))
        for attribute in asked
    ]
    unit = cohort.unit.capitalize()
    words = Words(
        key="coverage.completeness",
        title="Completeness: how often each value is known",
        headings=Headings(
            count=f"{unit} whose value is known", out_of=f"{unit} concerned", estimate="Percentage known"
        ),
        notes=("A value that is blank, or that breaks a rule, is not known.", *_about_some(asked)),
    )
    return share(cohort, rows, name="column", label="Column", words=words)


def _label(cohort: Cohort, attribute: Attribute) -> str:
    """Return the label of a column; a need says that it is one, beside columns of the same subject."""
    return f"{attribute.label} ({cohort.needs.word})" if attribute.name in cohort.needs.columns else attribute.label


def _about_some(asked: Sequence[Attribute]) -> list[str]:
    """Return the note on values that concern only some, if there are any."""
    some = [attribute.label for attribute in asked if _concerned(attribute) != people()]
    return [f"Some values concern only some, and are out of those: {', '.join(some)}."] if some else []


def _known(attribute: Attribute) -> tuple[str, frozenset[str]]:
    return attribute.name, frozenset(attribute.answers) - UNKNOWN


def _concerned(attribute: Attribute) -> Part:
    """Return whom a value concerns: needs concern everybody, assessed or not."""
    if attribute.within is None or attribute.within[0] == "assessed":
        return people()
    return people((attribute.within[0], frozenset({attribute.within[1]})))


def _sentence(found: Problem) -> str:
    source = found.source.replace("_", " ")
    words = found.sentence.removeprefix("note: ").replace(f"{found.source}: ", f"{source}: ", 1)
    return words[:1].upper() + words[1:]


PREDICATE = re.compile(r"(?!rows )[a-z]+s ")
"""How the words of a rule begin that say something of its column: it is, has, wants or differs from something."""


def _what_was_found(found: Problem) -> str:
    """Return the rule and what was done as sentences: "Assessment date is after the index date. Kept as it is."."""
    column = found.column.replace("_", " ")
    joint = " " if PREDICATE.match(found.wanted) else ": "
    rule = f"{column}{joint}{found.wanted}" if column else found.wanted
    source = found.source.replace("_", " ")
    words = f"{source}: {rule} {found.done}" if source else f"{rule} {found.done}"
    return words[:1].upper() + words[1:]


def problems(cohort: Cohort) -> Table:
    """Which rules do the rows of the extract break, and what was done about it?

    Parameters
    ----------
    cohort
        Whose extract it is: all its rows, whatever part of it the cohort is.
    """
    everything = Whom(cohort.whom.source)
    attributes = {RECORD: cohort.attributes[RECORD]}
    counts = {everything: sum(cohort.records.values())}
    cells: list[Cell] = []
    levels: list[Level] = []
    for found in cohort.problems:
        rows, attribute, answer = breaking(cohort, found)
        whom = rows.narrow(attribute, [answer])
        if found.rows and whom is not None and whom not in counts:
            attributes[attribute.name] = attribute
            counts[whom] = found.rows
            # A rule is listed only because a row breaks it, as a district is because somebody lives there.
            levels.append(Level(_what_was_found(found), found_in=attribute.name))
            cells.append(Cell((levels[-1].label,), COUNT, (count_of(whom),)))
    levels.append(Level("Records received"))
    cells.append(Cell((levels[-1].label,), COUNT, (count_of(everything),)))
    words = Words(
        key="coverage.problems",
        title="Rules that rows of the extract break",
        headings=Headings(count="Rows"),
        notes=(
            "One row can break several rules, so the counts do not add up.",
            "A rule that is not listed is broken by no row or, where counts are rounded, by a few at most.",
            *(_sentence(found) for found in cohort.problems if not found.rows),
        ),
    )
    return Table(
        caption=caption_for(cohort, words, ()),
        dimensions=(Dimension("problem", "What was found, and what was done", tuple(levels)),),
        headings=words.headings,
        cells=tuple(cells),
        counts=counts,
        attributes=attributes,
    )
