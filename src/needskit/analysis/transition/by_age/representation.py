"""Ages among people or their offences, against the ages of the residents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from needskit.analysis.count import Counter, Words, attributes_of, caption_for, people
from needskit.analysis.tabulate import By, breakdowns_in, groups_of, levels_of, names_in
from needskit.analysis.transition.by_age.ages import (
    AGE_NOTE,
    aged,
    ages_of,
    around,
    called,
    known_ages,
    overlap_note,
    refuse_bands,
)
from needskit.analysis.transition.by_age.beside import residents_beside
from needskit.analysis.transition.by_age.events import with_events
from needskit.cohort.breakdown import EVERYBODY, NOT_KNOWN
from needskit.table.measure import COUNT, PERCENTAGE
from needskit.table.represented import EVENTS_OF_NOT_KNOWN, SHARE_OF_EVENTS
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.analysis.count import Placed
    from needskit.analysis.transition.by_age.ages import Band
    from needskit.analysis.transition.by_age.beside import Beside
    from needskit.analysis.transition.by_age.events import Events
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition, Sum

Of = Literal["people", "offences", "reoffences"]

AGE_NOT_KNOWN = ("age", frozenset({NOT_KNOWN}))


def has_residents(cohort: Cohort) -> bool:
    """Whether an extract holds ages, and counts of residents that young adults can be set against."""
    if "age" not in cohort.attributes:
        return False
    beside = residents_beside(cohort, (), None)
    return bool(beside.of(PERCENTAGE, EVERYBODY, cohort.definitions.young_adults).residents)


def representation(
    cohort: Cohort,
    *,
    of: Of = "people",
    bands: Sequence[Band] | None = None,
    residents_from: int | None = None,
    by: By = None,
) -> Table:
    """How large is each age band's share of people, or of their offences, against its share of the residents?

    Counted are people whose age at the index date is known; of offences and reoffences, also whose number is known, and
    of reoffences those followed up in full. The residents are those that the extract's counts give, for everybody and
    by sex or district. Of other breakdowns, and of a part of the cohort, nobody has counted the residents of that kind,
    so the share stands alone.

    Parameters
    ----------
    cohort
        Whose people are counted.
    of
        "people"; "offences" in the 12 months before the index date; or "reoffences" within 12 months.
    bands
        The first and last year of age of each row, both included; a band up to the oldest age has no upper end. Young
        adults as the settings say, between those younger and those older, unless told otherwise.
    residents_from
        The first age of the residents whose share is shown. Aged 10 and over, the age of criminal responsibility, where
        the counts can tell them, and all of them otherwise; 0 asks for all of them.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If ages or the numbers are not in the extract, a band is none, or there is no such breakdown.

    References
    ----------
    Revolving Doors, First Generation: One Year On, 2013: 18 to 24 year olds are 10% of the population and a third of
    recorded crime. Children and Young Persons Act 1963, section 16.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2", "3"], "age": ["18", "24", "40"]})
    >>> extract["offences_before_12_months"] = ["5", "1", "2"]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = representation(cohort, of="offences").to_frame().set_index("age")
    >>> frame.loc["18 to 24", ["count", "out_of", "events", "all_events", "estimate"]].tolist()
    [2.0, 3.0, 6.0, 8.0, 0.75]
    """
    ages = ages_of(cohort)
    asked = around(cohort.definitions.young_adults, ages) if bands is None else bands
    spans = tuple((first, last) for first, last in asked)
    refuse_bands(spans, ages)
    beside = residents_beside(cohort, names_in(by), residents_from)
    whose, events = (cohort, None) if of == "people" else with_events(cohort, of)
    breakdowns = breakdowns_in(whose, by)
    counter, known = Counter(whose), known_ages(whose)
    labels = [called(span, oldest=ages[1]) for span in spans]
    cells = []
    for group in groups_of(whose, breakdowns):
        of_group = group.at[0] if group.at else EVERYBODY
        for span, label in zip(spans, labels, strict=True):
            usual = PERCENTAGE if events is None else SHARE_OF_EVENTS
            measure = beside.of(usual, of_group, (span[0], None if span[1] == ages[1] else span[1]))
            cells.append(Cell((*group.at, label), measure, _parts(counter, group, aged(span), known, events)))
        cells.append(_not_known(counter, group, events))
    words = _words(cohort, spans, events, beside)
    by_group = tuple(Dimension(b.name, b.label, (Level(EVERYBODY), *levels_of(b))) for b in breakdowns)
    return Table(
        caption=caption_for(whose, words, breakdowns),
        dimensions=(*by_group, Dimension("age", "Age", tuple(Level(label) for label in (*labels, NOT_KNOWN)))),
        headings=words.headings,
        cells=tuple(cells),
        counts=counter.counts,
        attributes=attributes_of(whose, counter.counts),
    )


def _parts(counter: Counter, group: Placed, age: Condition, known: Condition, events: Events | None) -> tuple[Sum, ...]:
    """Return the parts of a row: people, and their events where these are what is asked of."""
    if events is None:
        return tuple(counter.sum_of(group, part) for part in (people(age), people(known), people()))
    counted = (events.people(counter, group, (age,)), events.people(counter, group, (known,)))
    everybody = counter.sum_of(group, people())
    inside, whole = (events.amounts(counter, group, (each,)) for each in (age, known))
    return (*counted, everybody, inside[0], whole[0], inside[1], whole[1])


def _not_known(counter: Counter, group: Placed, events: Events | None) -> Cell:
    """Return the row of those whose age is not known: they are in no percentage."""
    at = (*group.at, NOT_KNOWN)
    if events is None:
        return Cell(at, COUNT, (counter.sum_of(group, people(AGE_NOT_KNOWN)),))
    number, _ = events.amounts(counter, group, (AGE_NOT_KNOWN,))
    return Cell(at, EVENTS_OF_NOT_KNOWN, (events.people(counter, group, (AGE_NOT_KNOWN,)), number))


def _words(cohort: Cohort, spans: Sequence[Band], events: Events | None, beside: Beside) -> Words:
    told, what = not beside.why_not, cohort.unit if events is None else events.called
    band = cohort.definitions.young_adults
    ages = f"those aged {band[0]} to {band[1]} and others" if band in spans else "each age"
    return Words(
        key="transition.representation" if events is None else f"transition.representation_of_{what}",
        title=f"Share of {what}{' and of residents' if told else ''}: {ages}",
        headings=_of_people(cohort.unit, beside) if events is None else _of_events(cohort.unit, events, beside),
        notes=(
            AGE_NOTE,
            *overlap_note(spans),
            *((events.note(cohort.unit, cohort.one),) if events is not None else ()),
            *((_RESIDENTS, _least(events), _NOT_WHY.format(what=what)) if told else (beside.why_not,)),
        ),
        sources=(_FROM_TEN,) if told and beside.start else (),
    )


def _of_people(unit: str, beside: Beside) -> Headings:
    return Headings(
        count=f"{unit.capitalize()} of this age",
        out_of=f"{unit.capitalize()} with a known age",
        not_known=f"{unit.capitalize()} whose age is not known",
        estimate=f"Percentage of {unit}",
        further=_further(beside, "Rate"),
    )


def _of_events(unit: str, events: Events, beside: Beside) -> Headings:
    what, followed = events.called, ", followed up" if events.of_followed_up else ""
    lacking = "not followed up, or age" if followed else "age"
    return Headings(
        count=f"{unit.capitalize()} of this age{followed}, number of {what} known",
        out_of=f"{unit.capitalize()} of known age{followed}, number of {what} known",
        not_known=f"{unit.capitalize()}, {lacking} or number of {what} not known",
        estimate=f"Percentage of {what}",
        events=f"{what.capitalize()} by those of this age",
        all_events=f"{what.capitalize()} by all with a known age",
        further=_further(beside, what.capitalize()),
    )


def _further(beside: Beside, counted: str) -> dict[str, str]:
    return {
        "population": "Residents of this age",
        "residents_share": f"Percentage of {beside.who}",
        "rate": f"{counted} per 1,000 residents of this age",
    }


_FROM_TEN = "Residents from the age of criminal responsibility: Children and Young Persons Act 1963, section 16"
_RESIDENTS = (
    "The residents are those of the source that counts them, on its own date. Such counts mostly have students where "
    "they live in term, and prisoners where they are held."
)


def _least(events: Events | None) -> str:
    """Say who is in no rate, and so what a rate is."""
    unknown = "age" if events is None else f"age or number of {events.called}"
    too_early = ", and those not followed up," if events is not None and events.of_followed_up else ""
    whose = f"Those whose {unknown} is not known{too_early}"
    return f"{whose} are in no percentage and no rate, so a rate is the least it can be."


_NOT_WHY = (
    "Where a percentage divided by that of the residents is above 1, this age has a larger share of the {what} than of "
    "the residents. That describes this extract, and gives no reason."
)
