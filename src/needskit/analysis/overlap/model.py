"""Does reconviction go with the number of needs, among people of the same age, sex and prior offending?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.tabulate import share
from needskit.cohort.breakdown import NOT_IN_A_BAND, NOT_KNOWN, Group
from needskit.cohort.build import NUMBER_OF_NEEDS
from needskit.cohort.combination import NOT_IN_FULL
from needskit.cohort.strata import Factor, Strata, with_strata
from needskit.errors import UsageError
from needskit.table.modelled import term_of
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.analysis.count import Part
    from needskit.analysis.outcome import Outcome
    from needskit.cohort.cohort import Cohort

STRATA = "number of needs, age, sex and prior convictions"
PRIOR = "prior_convictions"
PRIOR_BANDS = (("no previous conviction", 0, 0), ("1 to 6 previous convictions", 1, 6), ("7 or more", 7, None))
"""Bands of prior convictions. A local definition, not official, coarse enough that each has people in it."""

LEAST_GROUPS = 2


def reconviction_adjusted(cohort: Cohort, *, outcome: str = RECONVICTED) -> Table:
    """Are people with more needs reconvicted more often, at the same age, sex and prior offending?

    A logistic regression of the outcome on the number of needs, adjusted for age group, sex and prior convictions as
    far as the extract holds them. Counted are people followed up in full of whom all of these are known. It is fitted
    to people grouped alike, from the counts as they are shown.

    Parameters
    ----------
    cohort
        Whose people are counted.
    outcome
        The yes or no column that is the outcome.

    Raises
    ------
    UsageError
        If the cohort has no needs, no such outcome, or holds none of age, sex and prior convictions.

    References
    ----------
    Hosmer, Lemeshow and Sturdivant, Applied Logistic Regression, third edition, 2013. Peduzzi and others (1996),
    Journal of Clinical Epidemiology 49, 1373-1379, for how many people a term wants.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> reconviction_adjusted(cohort).to_frame()["term"].tolist()[:2]
    ['one need more', 'aged 10 to 17, against 25 and over']
    """
    cohort.needs.refuse_none()
    asked = reconviction_of(cohort, outcome)
    factors = _factors(cohort)
    if len(factors) == 1:
        message = (
            "A model adjusts for age, sex or prior convictions, and this extract holds none of them. See "
            "overlap.reconviction for the figures as found."
        )
        raise UsageError(message)
    cohort, strata = with_strata(cohort, [each.factor for each in factors], name=STRATA)
    terms = _terms(cohort, factors)
    design = tuple((1.0, *(term.value_at(at) for term in terms)) for at in strata.places)
    parts = _parts(strata, asked)
    rows = [
        Row((term.label,), term_of(design, term=place, alone=place == 1), parts)
        for place, term in enumerate(terms, start=1)
    ]
    word, unit = cohort.needs.word, cohort.unit.capitalize()
    adjusted = ", ".join(each.words for each in factors[1:])
    words = Words(
        key="overlap.reconviction_adjusted",
        title=f"Number of {word}s and outcome, adjusted: {asked.words}",
        headings=Headings(
            count=f"{unit} in the model, {asked.words}",
            out_of=f"{unit} in the model",
            not_known=f"{unit} not in the model",
            further={"odds_ratio": "Odds ratio, adjusted"},
        ),
        notes=(
            *asked.notes,
            f"Adjusted for {adjusted}. {unit} with one of these, any {word} or the outcome not known are left out.",
            (
                "An odds ratio above 1 means more often, at the same value of the others. It is not how many times as "
                "often: odds are not percentages."
            ),
            (
                f"What the model cannot show: it supposes that each {word} more changes the odds alike, and that the "
                "groups of age and prior offending are the same throughout. What is not in the extract is not adjusted "
                f"for. It does not say that {word}s lead to reconviction, and it is not for judging one {cohort.one}."
            ),
        ),
        sources=cohort.needs.sources,
    )
    return share(cohort, rows, name="term", label="Term", words=words)


@dataclass(frozen=True, slots=True)
class _Adjusted:
    """A factor of the model, what it is in words, and the group that others are set against."""

    factor: Factor
    words: str
    against: int


def _factors(cohort: Cohort) -> list[_Adjusted]:
    """Return the number of needs, then what the extract holds to adjust for."""
    number = cohort.attributes[NUMBER_OF_NEEDS]
    scores = tuple(Group(answer, frozenset({answer})) for answer in number.answers if answer != NOT_IN_FULL)
    found = [_Adjusted(Factor(number, scores), f"number of {cohort.needs.word}s", 0)]
    for name, words in (("age_group", "age group"), ("sex", "sex")):
        if name in cohort.breakdowns:
            breakdown = cohort.breakdown(name)
            groups = _told_apart(breakdown.groups, name)
            if len(groups) >= LEAST_GROUPS:
                found.append(_Adjusted(Factor(breakdown.attribute, groups), words, len(groups) - 1))
    if PRIOR in cohort.attributes:
        attribute = cohort.attributes[PRIOR]
        numbers = [int(answer) for answer in attribute.answers if answer.isdigit()]
        bands = tuple(
            Group(label, frozenset(str(n) for n in numbers if low <= n and (high is None or n <= high)))
            for label, low, high in PRIOR_BANDS
        )
        found.append(_Adjusted(Factor(attribute, bands), "previous convictions", 0))
    return found


def _told_apart(groups: tuple[Group, ...], name: str) -> tuple[Group, ...]:
    """Return the groups that a model can tell apart; of sex, female and male alone."""
    known = (group for group in groups if group.label not in {NOT_KNOWN, NOT_IN_A_BAND})
    return tuple(group for group in known if name != "sex" or group.answers <= {"female", "male"})


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of the model: its words, and whether it is a number or one group of a factor."""

    label: str
    factor: int
    group: int | None

    def value_at(self, at: tuple[int, ...]) -> float:
        """Return its value in a stratum."""
        return float(at[self.factor]) if self.group is None else float(at[self.factor] == self.group)


def _terms(cohort: Cohort, factors: list[_Adjusted]) -> list[_Term]:
    terms = [_Term(f"one {cohort.needs.word} more", 0, None)]
    for place, each in enumerate(factors[1:], start=1):
        against = each.factor.groups[each.against].label
        for group, of in enumerate(each.factor.groups):
            if group != each.against:
                said = f"aged {of.label}" if each.words == "age group" else of.label.lower()
                terms.append(_Term(f"{said}, against {against.lower()}", place, group))
    return terms


def _parts(strata: Strata, asked: Outcome) -> tuple[Part, ...]:
    """Return whom the model counts: in all, in each stratum, and in each group, which rounding must keep."""
    everywhere = (STRATA, frozenset(strata.names))
    single = [(STRATA, frozenset({name})) for name in strata.names]
    margins = [
        (STRATA, strata.with_group(place, group))
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
