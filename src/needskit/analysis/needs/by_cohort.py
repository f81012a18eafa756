"""What do people need in each part of a cohort: women, IOM, young adults, short sentences?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis.answers import KNOWN, YES
from needskit.analysis.count import Counter, Placed, Words, attributes_of, caption_for, people
from needskit.cohort.any_of import NOT_ANSWERED
from needskit.cohort.breakdown import EVERYBODY, NOT_KNOWN
from needskit.cohort.settings import Wanted
from needskit.errors import UsageError
from needskit.table.compared import AGAINST_THE_REST
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.analysis.count import Part
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.needs import NeedQuestion
    from needskit.table.whom import Sum, Whom

Conditions = Mapping[str, Wanted]

USUAL: Mapping[str, Conditions] = {
    "High risk of harm": {"risk_of_harm": ["high", "very_high"]},
    "Women": {"sex": "female"},
    "Managed under IOM": {"iom": True},
    "Dual diagnosis": {"dual_diagnosis": True},
    "Short sentence": {"sentence_band": "custody_under_12_months"},
}
"""The parts of a cohort that a needs assessment is usually cut by; young adults come after them."""


def by_cohort(cohort: Cohort, *, cohorts: Mapping[str, Conditions] | None = None) -> Table:
    """How many people have each need in each part of the cohort, and is that more or less than among the others?

    Each part is set against the rest: everybody of whom it is known that they are not in it. People of whom it is not
    known are in neither. Each need is of those with a known answer on it. The parts overlap, and so are not compared
    with each other.

    Parameters
    ----------
    cohort
        Whose people are counted.
    cohorts
        The parts, by their names in words, each with conditions as ``Cohort.where`` takes them:
        ``{"Women": {"sex": "female"}}``. Unless told otherwise high risk of harm, women, IOM, dual diagnosis, short
        sentences and young adults, as far as the extract holds them, and those that the settings name.

    Raises
    ------
    UsageError
        If the cohort has no needs, a condition is not there, or the extract holds none of the usual parts.

    References
    ----------
    Cambridgeshire Office of the Police and Crime Commissioner, board report on the Offenders theme, 2020: needs by
    cohort. Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> rows = [("f", "yes")] * 3 + [("f", "no")] + [("m", "yes")] * 2 + [("m", "no")] * 6
    >>> extract = pd.DataFrame(rows, columns=["sex", "need_drugs"])
    >>> extract["person_id"] = [str(number) for number in range(12)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = by_cohort(cohort).to_frame().set_index("cohort")
    >>> frame.loc["Women", ["count", "out_of", "against_count", "against_out_of", "difference"]].tolist()
    [3.0, 4.0, 2.0, 8.0, 0.5]
    """
    questions = cohort.needs.required
    parts = [_divided(cohort, label, conditions) for label, conditions in _wanted(cohort, cohorts).items()]
    whole = _Divided(EVERYBODY, ((1, cohort),), ())
    counters: dict[Whom, Counter] = {}
    cells = tuple(_cell(part, question, counters) for part in (whole, *parts) for question in questions)
    counts = {whom: count for counter in counters.values() for whom, count in counter.counts.items()}
    words = _words(cohort, comparisons=len(parts) * len(questions))
    word = cohort.needs.word
    return Table(
        caption=caption_for(cohort, words, ()),
        dimensions=(
            Dimension("cohort", "Cohort", tuple(Level(part.label) for part in (whole, *parts))),
            Dimension("need", word.capitalize(), tuple(Level(question.label) for question in questions)),
        ),
        headings=words.headings,
        cells=cells,
        counts=counts,
        attributes=attributes_of(cohort, counts),
    )


def has_parts(cohort: Cohort) -> bool:
    """Tell whether the extract holds any of the usual parts of a cohort, or the settings name one."""
    return bool(_usual(cohort) or _own(cohort))


def _usual(cohort: Cohort) -> dict[str, Conditions]:
    """Return the usual parts that the extract holds, those that the cohort is cut by already left out."""
    first, last = cohort.definitions.young_adults
    usual = {**USUAL, f"Aged {first} to {last}": {"age": (first, last)}}
    return {
        label: found
        for label, found in usual.items()
        if all(name in cohort.attributes and cohort.whom.answers_to(name) is None for name in found)
    }


def _own(cohort: Cohort) -> dict[str, Conditions]:
    """Return the parts that the settings name, but those that nobody of a narrowed cohort can be in."""
    return {named.label: named.where for named in cohort.definitions.cohorts if _can_be_met(cohort, named.where)}


def _can_be_met(cohort: Cohort, conditions: Conditions) -> bool:
    whom: Whom | None = cohort.whom
    for name, wanted in conditions.items():
        whom = whom.narrow(*cohort.asked(name, wanted=wanted)) if whom is not None else None
    return whom is not None


def _wanted(cohort: Cohort, cohorts: Mapping[str, Conditions] | None) -> Mapping[str, Conditions]:
    """Return the parts that were asked for, or the usual ones that the extract holds."""
    if cohorts is not None:
        if not cohorts:
            message = 'cohorts wants a name and conditions each, such as {"Women": {"sex": "female"}}.'
            raise UsageError(message)
        return cohorts
    held = _usual(cohort)
    own = _own(cohort)
    if not held and not own:
        message = (
            "This extract holds none of the usual parts of a cohort (risk of harm, sex, IOM, sentence, age). "
            'Name some: cohorts={"In the north": {"district": "North"}}.'
        )
        raise UsageError(message)
    return {**held, **own}


@dataclass(frozen=True, slots=True)
class _Divided:
    """A part of a cohort and the rest of it, each as weighted cohorts."""

    label: str
    inside: tuple[tuple[int, Cohort], ...]
    rest: tuple[tuple[int, Cohort], ...]


def _divided(cohort: Cohort, label: str, conditions: Conditions) -> _Divided:
    """Return those who meet all conditions, and everybody but those who may meet them all."""
    inside = cohort.where(label, **conditions)
    may = [cohort]
    for name, wanted in conditions.items():
        may = [narrowed for each in may for narrowed in _may_meet(each, label, name, wanted)]
    return _Divided(label, ((1, inside),), ((1, cohort), *((-1, each) for each in may)))


def _may_meet(cohort: Cohort, label: str, name: str, wanted: Wanted) -> list[Cohort]:
    """Return those who meet a condition or of whom that is not known, as cohorts that share nobody."""
    attribute, answers = cohort.asked(name, wanted=wanted)
    unknown = answers | ({NOT_KNOWN, NOT_ANSWERED} & set(attribute.answers))
    found = [cohort.where(label, **{attribute.name: sorted(unknown)})]
    parent = cohort.attributes.get(attribute.within[0]) if attribute.within else None
    if parent is not None and NOT_KNOWN in parent.answers:
        found.append(cohort.where(label, **{parent.name: NOT_KNOWN}))
    return found


def _cell(part: _Divided, question: NeedQuestion, counters: dict[Whom, Counter]) -> Cell:
    counted = people((question.column, YES)), people((question.column, KNOWN)), people()
    inside = tuple(_sum(part.inside, each, counters) for each in counted)
    if not part.rest:
        return Cell((part.label, question.label), PERCENTAGE, inside)
    rest = tuple(_sum(part.rest, each, counters) for each in counted[:2])
    return Cell((part.label, question.label), AGAINST_THE_REST, (*inside, *rest))


def _sum(of: Sequence[tuple[int, Cohort]], part: Part, counters: dict[Whom, Counter]) -> Sum:
    """Return the sum that counts a part of several cohorts."""
    found: dict[Whom, int] = {}
    for weight, cohort in of:
        counter = counters.setdefault(cohort.whom, Counter(cohort))
        for times, whom in counter.sum_of(Placed((), cohort.whom, (), ()), part):
            found[whom] = found.get(whom, 0) + weight * times
    return tuple((weight, whom) for whom, weight in found.items() if weight)


def _words(cohort: Cohort, *, comparisons: int) -> Words:
    word, unit = cohort.needs.word, cohort.unit
    return Words(
        key="needs.by_cohort",
        title=f"Prevalence of each {word} by cohort, against the rest",
        headings=Headings(
            count=f"{unit.capitalize()} with this {word}",
            out_of=f"{unit.capitalize()} with a known answer",
            not_known=f"{unit.capitalize()} whose answer is not known",
            against_count=f"The rest with this {word}",
            against_out_of="The rest with a known answer",
            estimate=f"Percentage with this {word}",
            further={
                "against_estimate": f"Percentage of the rest with this {word}",
                "difference": "Difference from the rest",
            },
        ),
        notes=(
            f"Cohorts overlap: one {cohort.one} can be in several, so they do not add up and are not compared.",
            (
                f"The rest are all other {unit}, as far as they are known not to be in the cohort. "
                "The difference is the cohort less the rest."
            ),
            (
                f"The table makes {comparisons} comparisons. About one in twenty would have limits that leave out 0 by "
                "chance alone, were there no difference anywhere."
            ),
        ),
        sources=cohort.needs.sources,
    )
