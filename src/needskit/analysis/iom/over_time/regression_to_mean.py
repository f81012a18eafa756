"""How much of the fall in offences was to be expected anyway, because people were chosen when they offended much?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import YES
from needskit.analysis.count import Counter, Words, attributes_of, caption_for, people
from needskit.analysis.iom.over_time.windows import (
    AFTER,
    BEFORE,
    EVENTS,
    EVIDENCE,
    OFFENCES,
    REOFFENCES,
    chosen_by,
    followed_both,
    has_both,
    powers,
)
from needskit.analysis.outcome import followed_up_in, number_known
from needskit.analysis.tabulate import groups_of
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError
from needskit.stats.beyond_regression import SCENARIOS
from needskit.stats.reference_sums import POWERS
from needskit.table.beyond_regression import beyond_regression_to
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition, Sum

FROM_REFERENCE = "as in the reference population"


def regression_to_the_mean(
    cohort: Cohort,
    *,
    reference: Cohort | None = None,
    mean: float | None = None,
    kappas: Sequence[float] = SCENARIOS,
) -> Table:
    """How much of the fall in offences would be expected anyway, and how much is beyond it?

    Counted are people followed up in full whose number of offences in the 12 months before the index date and in the 12
    months from it on is known; where the extract says who was reconvicted, whom ``before_after`` counts. What is
    expected of them comes from a reference population, which is everybody who might have been chosen, those chosen
    among them: all whose number of offences before is known. Without one, its mean is supposed, and so is how people
    differ: then the rows are scenarios and no finding.

    Parameters
    ----------
    cohort
        Those chosen, such as ``cohort.where("managed under IOM", iom=True)``.
    reference
        A cohort of the same extract that was not chosen by its offences, such as the whole of it.
    mean
        Offences of one of a reference population in 12 months, where there is no such cohort.
    kappas
        Shapes of the rates to try: the smaller, the more people differ, and the less they come down.

    Raises
    ------
    UsageError
        If the extract does not hold both numbers as whole numbers, both or neither of ``reference`` and ``mean`` are
        given, a mean or shape is not above 0, or the reference population is of another extract, is the cohort itself
        or (R-SELECTED) was chosen by its offences.

    References
    ----------
    Hauer (1997), Observational Before-After Studies in Road Safety, Pergamon, chapter 11.

    Examples
    --------
    A reference population of 1.2 offences a year with the shape 0.5, and ten people who had 7 each before:

    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": [str(number) for number in range(10)]})
    >>> extract = extract.assign(offences_before_12_months="7", reoffences_12_months="3")
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = regression_to_the_mean(cohort, mean=1.2, kappas=[0.5]).to_frame()
    >>> frame[["events", "against_events", "expected", "estimate"]].round(3).to_numpy().tolist()
    [[70, 30, 52.941, -0.433]]
    """
    numbers = (number_known(cohort, OFFENCES), number_known(cohort, REOFFENCES))
    # Whom before_after counts, so that the two tables show the same of them.
    known = (*(followed_both(cohort) if has_both(cohort) else followed_up_in(cohort)), *numbers)
    _refuse(cohort, reference, mean, kappas)
    counter = Counter(cohort)
    of_reference, counted = _reference(reference)
    first = _chosen(cohort, counter, known)
    measures = [(f"shape {kappa:g}, supposed", beyond_regression_to(mean=mean, kappa=float(kappa))) for kappa in kappas]
    if reference is not None:
        measures.insert(0, (FROM_REFERENCE, beyond_regression_to(mean=None, kappa=None)))
    cells = tuple(Cell((label,), measure, (*first, *of_reference)) for label, measure in measures)
    words = _words(cohort, reference)
    counts = {**counter.counts, **(counted.counts if counted else {})}
    return Table(
        caption=caption_for(cohort, words, ()),
        dimensions=(Dimension("shape", "How rates differ", tuple(Level(label) for label, _ in measures)),),
        headings=words.headings,
        cells=cells,
        counts=counts,
        attributes=attributes_of(cohort, counts),
    )


def _chosen(cohort: Cohort, counter: Counter, known: tuple[Condition, ...]) -> tuple[Sum, ...]:
    """Return the parts of those chosen: known, everybody, any before and after, events before and after."""
    (group,) = groups_of(cohort, ())
    told = dict(known)
    flags = ((BEFORE, YES), (AFTER, YES))
    is_held = all(name in told for name, _ in flags)
    numbers = ((column, _above_nought(cohort, column)) for column in EVENTS)
    some = [{**told, name: answers} for name, answers in (flags if is_held else numbers)]
    return (
        *(counter.sum_of(group, part) for part in (people(*known), people())),
        *(counter.sum_of(group, people(*asked.items())) for asked in some),
        *(counter.amount_of(group, known, of=column, called=called) for column, called in EVENTS.items()),
    )


def _above_nought(cohort: Cohort, column: str) -> frozenset[str]:
    return frozenset(cohort.attributes[column].answers) - {"0", NOT_KNOWN}


def _reference(reference: Cohort | None) -> tuple[tuple[Sum, ...], Counter | None]:
    """Return the parts of the reference population: its people, and sums of powers of their offences before."""
    if reference is None:
        return (), None
    made, columns = powers(reference, len(POWERS))
    counter = Counter(made)
    (group,) = groups_of(made, ())
    known = (number_known(made, OFFENCES),)
    sums = (counter.amount_of(group, known, of=column, called=called) for column, called in columns)
    return (counter.sum_of(group, people(*known)), *sums), counter


def _refuse(cohort: Cohort, reference: Cohort | None, mean: float | None, kappas: Sequence[float]) -> None:
    if (reference is None) == (mean is None):
        message = (
            "regression_to_the_mean wants to know of whom these were chosen: give reference=, a cohort of all who "
            "might have been, or where there is none mean=, their offences in 12 months, and not both."
        )
        raise UsageError(message)
    if (mean is not None and mean <= 0) or any(kappa <= 0 for kappa in kappas) or len(set(kappas)) < len(kappas):
        message = (
            "The mean and the shapes (kappas) of a reference population must be above 0, and each shape named once."
        )
        raise UsageError(message)
    if reference is None:
        if not kappas:
            message = "Without a reference population, regression_to_the_mean wants shapes to try: give kappas=."
            raise UsageError(message)
        return
    if reference.whom.source != cohort.whom.source or reference.whom == cohort.whom:
        message = (
            "reference wants a wider cohort of the same extract, such as the cohort before where(): it is all who "
            "might have been chosen."
        )
        raise UsageError(message)
    if chosen_by(reference):
        message = (
            "R-SELECTED: the reference population was itself chosen by what it did before the index date, so it does "
            "not tell how people differ. Take one that was not, such as the whole extract."
        )
        raise UsageError(message)


def _words(cohort: Cohort, reference: Cohort | None) -> Words:
    unit, one = cohort.unit, cohort.one
    if reference is None:
        of_whom = (
            "There is no reference population: its mean and its shape are supposed, so each row is a scenario. What "
            "the answer is hangs on them, and none of the rows is a finding."
        )
    else:
        of_whom = (
            f"The reference population: {reference.in_words}; of these, all whose number of offences before is known, "
            "those chosen among them. The rows with a supposed shape say how much hangs on it. No figures stand in the "
            "first row where its numbers differ no more than by chance."
        )
    return Words(
        key="iom.regression_to_the_mean",
        title="Offences before and after, and what would be expected at steady rates",
        headings=Headings(
            count="",
            out_of=f"{unit.capitalize()} followed up, both numbers known",
            not_known=f"{unit.capitalize()} not followed up, or a number not known",
            events="Offences before",
            against_events="Reoffences after",
            estimate="Change beyond that expected at steady rates",
            further={
                "expected": "Reoffences expected after, if nothing changed",
                "relative_change": "Relative change seen",
                "expected_change": "Relative change expected, if nothing changed",
                "reference_mean": f"Offences of one {one} of the reference population",
            },
        ),
        notes=(
            (
                f"Whoever is chosen at a high comes down again, whatever is done. The change seen is that of the "
                f"offences of these {unit}; the change expected is what it would be if the rate of each stayed as it "
                "was; the change beyond is what is left."
            ),
            of_whom,
            (
                "Steady rates are a supposition. Where bad years and good ones come and go, as they do, more of the "
                "fall comes by itself than is expected here, and the change beyond is too large: it can be far below 0 "
                "where nothing was done at all. Only a comparison with others like these can tell the two apart."
            ),
            (
                "It is supposed that rates follow a gamma distribution, that offences come by chance at the rate of "
                "each, and that both windows are at risk for as long: days in custody are not taken off."
            ),
            (
                f"The change beyond is not an effect: {unit} grow older, recording changes, and those chosen for more "
                "than their number of offences are not like all others with that number. Evidence level 2 of 5 on the "
                "Maryland Scientific Methods Scale."
            ),
        ),
        sources=(
            "Hauer (1997), Observational Before-After Studies in Road Safety, Pergamon, chapter 11",
            EVIDENCE,
        ),
    )
