"""Does reconviction go with the number of needs, among people of the same age, sex and prior offending?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Words
from needskit.analysis.modelled_terms import (
    Adjusted,
    Term,
    notes_on,
    rows_of,
    strata_name,
    terms_of,
    to_adjust_for,
)
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.tabulate import share
from needskit.cohort.breakdown import Group
from needskit.cohort.build import NUMBER_OF_NEEDS
from needskit.cohort.combination import NOT_IN_FULL
from needskit.cohort.strata import Factor, with_strata
from needskit.errors import UsageError
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort


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
    adjusted, alike = to_adjust_for(cohort)
    if not adjusted:
        message = (
            "A model adjusts for age, sex or prior convictions, and this extract holds none of them. See "
            "overlap.reconviction for the figures as found."
        )
        raise UsageError(message)
    factors = [_number_of_needs(cohort), *adjusted]
    cohort, strata = with_strata(cohort, [each.factor for each in factors], name=strata_name(factors))
    terms = [Term(f"one {cohort.needs.word} more", 0, None), *terms_of(adjusted, after=1)]
    word, unit = cohort.needs.word, cohort.unit.capitalize()
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
            *notes_on(adjusted, alike, unit, lacking=f"a {word} or the outcome"),
            (
                f"What the model cannot show: it supposes that each {word} more changes the odds alike, and that the "
                "groups of age and prior offending are the same throughout. What is not in the extract is not adjusted "
                f"for. It does not say that {word}s lead to reconviction, and it is not for judging one {cohort.one}."
            ),
        ),
        sources=cohort.needs.sources,
    )
    return share(cohort, rows_of(strata, terms, asked), name="term", label="Term", words=words)


def _number_of_needs(cohort: Cohort) -> Adjusted:
    number = cohort.attributes[NUMBER_OF_NEEDS]
    scores = tuple(Group(answer, frozenset({answer})) for answer in number.answers if answer != NOT_IN_FULL)
    return Adjusted(Factor(number, scores), f"number of {cohort.needs.word}s", "number of needs", 0)
