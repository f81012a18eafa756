"""What models adjust for, as far as an extract holds it; their terms; and whom they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis.count import Row, people
from needskit.cohort.breakdown import NOT_IN_A_BAND, NOT_KNOWN, Breakdown, Group, grouped
from needskit.cohort.strata import Factor, Strata
from needskit.table.term import term_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from needskit.analysis.count import Part
    from needskit.analysis.outcome import Outcome
    from needskit.cohort.cohort import Cohort

PRIOR = "prior_convictions"
PRIOR_BANDS = (("no previous conviction", 0, 0), ("1 to 6 previous convictions", 1, 6), ("7 or more", 7, None))
"""Bands of prior convictions. A local definition, not official, coarse enough that each has people in it."""

SENTENCES = (
    ("community order or suspended sentence", frozenset({"community_order", "suspended_sentence_order"})),
    ("custody under 12 months", frozenset({"custody_under_12_months"})),
    (
        "custody of 12 months or more",
        frozenset({"custody_1_to_4_years", "custody_4_years_or_more", "indeterminate"}),
    ),
)
"""Bands of sentences that a model tells apart. A local definition, coarser than the code list: of some sentences there
are so few people that counts rounded for release would say nothing of them."""

AGE, SEX, SENTENCE = "age_group", "sex", "sentence_band"
LEAST_GROUPS = 2


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A factor of a model, and the group that others are set against.

    Parameters
    ----------
    factor
        Its attribute and groups.
    words
        What it is, in a note: "previous convictions".
    short
        What it is, in the name of the strata: "prior convictions".
    against
        The place of the group that others are set against.
    says
        How a term names a group, with a place for it: "aged {}".
    """

    factor: Factor
    words: str
    short: str
    against: int
    says: str = "{}"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a model: its words, and whether it is a number or one group of a factor."""

    label: str
    factor: int
    group: int | None

    def value_at(self, at: tuple[int, ...]) -> float:
        """Return its value in a stratum."""
        return float(at[self.factor]) if self.group is None else float(at[self.factor] == self.group)


def prior_bands(cohort: Cohort) -> Breakdown | None:
    """Return the breakdown by prior convictions; None where the extract does not hold them."""
    attribute = cohort.attributes.get(PRIOR)
    if attribute is None:
        return None
    numbers = [answer for answer in attribute.answers if answer.isdigit()]
    bands = [
        (label, frozenset(n for n in numbers if low <= int(n) and (high is None or int(n) <= high)))
        for label, low, high in PRIOR_BANDS
    ]
    return grouped(attribute, name=PRIOR, label="Previous convictions", groups=bands, source="")


def to_adjust_for(cohort: Cohort, *, sentence: bool = False) -> tuple[list[Adjusted], tuple[str, ...]]:
    """Return what the extract holds to adjust for, and what is left out since all of the cohort are alike in it.

    Whether all are alike follows from how the cohort was chosen, never from a look at its people: a note may then say
    so.

    Parameters
    ----------
    cohort
        Whose people are counted.
    sentence
        Whether the band of the sentence is one.
    """
    found: list[Adjusted] = []
    alike: list[str] = []
    for each in _held(cohort, sentence=sentence):
        possible = cohort.whom.answers_to(each.factor.attribute.name)
        groups = [group for group in each.factor.groups if possible is None or group.answers & possible]
        if len(groups) >= LEAST_GROUPS:
            found.append(each)
        else:
            alike.append(each.words)
    return found, tuple(alike)


def _held(cohort: Cohort, *, sentence: bool) -> Iterable[Adjusted]:
    if AGE in cohort.breakdowns:
        factor = _factor(cohort.breakdown(AGE))
        yield Adjusted(factor, "age group", "age", len(factor.groups) - 1, "aged {}")
    if SEX in cohort.breakdowns:
        factor = _factor(cohort.breakdown(SEX))
        yield Adjusted(factor, "sex", "sex", len(factor.groups) - 1)
    prior = prior_bands(cohort)
    if prior is not None:
        yield Adjusted(_factor(prior), "previous convictions", "prior convictions", 0)
    if sentence and SENTENCE in cohort.breakdowns:
        attribute = cohort.attributes[SENTENCE]
        bands = grouped(attribute, name=SENTENCE, label="Sentence", groups=list(SENTENCES), source="")
        yield Adjusted(_factor(bands), "sentence", "sentence", 0)


def _factor(breakdown: Breakdown) -> Factor:
    """Return the groups that a model can tell apart; of sex, female and male alone."""
    known = (group for group in breakdown.groups if group.label not in {NOT_KNOWN, NOT_IN_A_BAND})
    return Factor(
        breakdown.attribute,
        tuple(group for group in known if breakdown.name != SEX or group.answers <= {"female", "male"}),
    )


def strata_name(factors: Sequence[Adjusted]) -> str:
    """Return the name of the strata of these factors: the same for the same factors, and for no others."""
    *most, last = (each.short for each in factors)
    return f"{', '.join(most)} and {last}" if most else last


def terms_of(factors: Sequence[Adjusted], *, after: int) -> list[Term]:
    """Return a term for each group of the factors but the one that others are set against.

    Parameters
    ----------
    factors
        What is adjusted for.
    after
        How many factors of the strata come before them.
    """
    return [
        Term(f"{each.says.format(_inside(of))}, against {_inside(each.factor.groups[each.against])}", place, group)
        for place, each in enumerate(factors, start=after)
        for group, of in enumerate(each.factor.groups)
        if group != each.against
    ]


def _inside(group: Group) -> str:
    return group.label.lower()


def rows_of(strata: Strata, terms: Sequence[Term], asked: Outcome, *, in_points: bool = False) -> list[Row]:
    """Return a row for each term of the model; beside the first, what it comes to by itself.

    Parameters
    ----------
    strata, terms, asked
        What the model is made of.
    in_points
        Whether the first term has a difference in percentage points too.
    """
    design = tuple((1.0, *(term.value_at(at) for term in terms)) for at in strata.places)
    parts = parts_of(strata, asked)
    columns = [
        tuple(place for place, other in enumerate(terms, start=1) if other.factor == term.factor)
        if term.group is not None
        else ()
        for term in terms
    ]
    measures = [
        term_of(design, term=place, factor=factor, alone=place == 1, in_points=in_points and place == 1)
        for place, factor in enumerate(columns, start=1)
    ]
    return [Row((term.label,), measure, parts) for term, measure in zip(terms, measures, strict=True)]


def parts_of(strata: Strata, asked: Outcome) -> tuple[Part, ...]:
    """Return whom a model counts: in all, in each stratum, and in each group, which rounding must keep."""
    name = strata.attribute.name
    everywhere = (name, frozenset(strata.names))
    single = [(name, frozenset({each})) for each in strata.names]
    margins = [
        (name, strata.with_group(place, group))
        for place, factor in enumerate(strata.factors)
        for group in range(len(factor.groups))
    ]
    return (
        people(everywhere, *asked.yes),
        people(everywhere, *asked.known),
        people(),
        *(people(condition, *asked.yes) for condition in single),
        *(people(condition, *asked.known) for condition in single),
        *(people(condition, *outcome) for outcome in (asked.yes, asked.known) for condition in margins),
    )


def notes_on(factors: Sequence[Adjusted], alike: Sequence[str], unit: str, *, lacking: str) -> tuple[str, ...]:
    """Say what is adjusted for, what cannot be, and who is left out.

    Parameters
    ----------
    factors, alike
        From ``to_adjust_for``.
    unit
        Whom the cohort counts: "People".
    lacking
        What else must be known of them: "a need or the outcome".
    """
    adjusted = ", ".join(each.words for each in factors)
    left_out = f"Not adjusted for, since all here are alike in it: {', '.join(alike)}."
    return (
        f"Adjusted for {adjusted}. {unit} are left out where one of these, {lacking} is not known.",
        *((left_out,) if alike else ()),
        (
            "An odds ratio above 1 means more often, at the same value of the others. It is not how many times as "
            "often: odds are not percentages."
        ),
        (
            "Where one of the two groups of a row is empty, the row has no figure. Where a term tells the outcome of "
            "some for certain, the model has no estimate and every row is without; the last column says which term "
            "does."
        ),
        (
            "Where counts are rounded, those of small groups are rounded too before the model is fitted. With a few "
            "hundred in all that can move its figures by as much as chance does."
        ),
    )
