"""Are homeless people reconvicted more often than others of the same age, sex, prior offending and sentence?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Words
from needskit.analysis.modelled_terms import Adjusted, Term, notes_on, rows_of, strata_name, terms_of, to_adjust_for
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.points import POINTS, end_of_key, refuse_one_group, two_groups_at
from needskit.analysis.tabulate import share
from needskit.cohort.strata import Factor, with_strata
from needskit.errors import UsageError
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

FIRST, SECOND = 0, 1


def reconviction_adjusted(
    cohort: Cohort, *, at: str | None = None, dichotomy: str | None = None, outcome: str = RECONVICTED
) -> Table:
    """Are homeless people reconvicted more often, at the same age, sex, prior offending and sentence?

    A logistic regression of the outcome on being homeless, adjusted for age group, sex, prior convictions and sentence
    band as far as the extract holds them. Counted are people followed up in full of whom all of these are known. It is
    fitted to people grouped alike, from the counts as they are shown. Beside the adjusted odds ratio of being homeless
    stand the difference in percentage points that the model gives, and both as they are found.

    Parameters
    ----------
    cohort
        Whose people are counted.
    at
        The point in time; the first that the extract has unless told otherwise.
    dichotomy
        How accommodation is put in two groups: homeless, housed or settled; as the settings say unless told otherwise.
    outcome
        The yes or no column that is the outcome.

    Raises
    ------
    UsageError
        If the extract does not say where people live, has no such outcome, holds none of age, sex, prior convictions
        and sentence, or the cohort was chosen so that nobody can be in one of the two groups.

    References
    ----------
    Hosmer, Lemeshow and Sturdivant, Applied Logistic Regression, third edition, 2013. Lane and Nelder (1982),
    Biometrics 38, 613-621, for the difference. Peduzzi and others (1996), Journal of Clinical Epidemiology 49,
    1373-1379, for how many people a term wants.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> reconviction_adjusted(cohort).to_frame()["term"].tolist()[:2]
    ['homeless, against not homeless', 'aged 10 to 17, against 25 and over']
    """
    point, compared = two_groups_at(cohort, at, dichotomy)
    refuse_one_group(cohort, compared)
    asked = reconviction_of(cohort, outcome)
    adjusted, alike = to_adjust_for(cohort, sentence=True)
    if not adjusted:
        message = (
            "A model adjusts for age, sex, prior convictions or the sentence, and this extract holds none of them in "
            "which people could differ. See accommodation.reconviction for the figures as found."
        )
        raise UsageError(message)
    first, second = compared.groups[:2]
    main = Adjusted(Factor(compared.attribute, (first, second)), compared.label, compared.name, SECOND)
    factors = [main, *adjusted]
    cohort, strata = with_strata(cohort, [each.factor for each in factors], name=strata_name(factors))
    terms = [Term(f"{first.label.lower()}, against {second.label.lower()}", 0, FIRST), *terms_of(adjusted, after=1)]
    unit, group = cohort.unit.capitalize(), first.label.lower()
    words = Words(
        key=f"accommodation.reconviction_adjusted{end_of_key(cohort, compared, point)}",
        title=f"Accommodation {POINTS[point]} and outcome, adjusted: {asked.words}",
        headings=Headings(
            count=f"{unit} in the model, {asked.words}",
            out_of=f"{unit} in the model",
            not_known=f"{unit} not in the model",
            further={"odds_ratio": "Odds ratio, adjusted", "difference": "Difference, adjusted"},
        ),
        notes=(
            *asked.notes,
            *notes_on(adjusted, alike, unit, lacking="the accommodation or the outcome"),
            (
                f"The difference is of the same {cohort.unit} twice: what percentage the model expects, were all of "
                f"them {group}, less what it expects, were none."
            ),
            (
                "What the model cannot show: it supposes that accommodation changes the odds alike at every age, sex, "
                "record and sentence, and that those within a group are alike. What is not in the extract, such as "
                "drug use or support, is not adjusted for. It does not say that accommodation leads to reconviction, "
                f"nor what a home would change, and it is not for judging one {cohort.one}."
            ),
        ),
        sources=(f"{compared.label}: {compared.source}",) if compared.source else (),
    )
    return share(cohort, rows_of(strata, terms, asked, in_points=True), name="term", label="Term", words=words)
