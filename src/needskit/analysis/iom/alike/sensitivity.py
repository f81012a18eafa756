"""Does what is found depend on how people are matched?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from needskit.analysis.count import Words, caption_for
from needskit.analysis.iom.alike.amounts import Counted, answers_of, count_alike
from needskit.analysis.iom.alike.asked import FEWEST, Asked
from needskit.analysis.iom.alike.how import How
from needskit.analysis.iom.alike.matching import match_by
from needskit.analysis.iom.alike.refusal import refuse
from needskit.analysis.iom.alike.terms import Models, terms_of, values_of
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.errors import UsageError
from needskit.stats.effect import proportion_difference
from needskit.stats.outcome_model import doubly_robust, expected_without, standardised
from needskit.table.figure import REFUSALS
from needskit.table.matched import ESTIMATED, refused
from needskit.table.matched_by_model import ESTIMATED_BY_MODEL, ESTIMATED_BY_MODEL_ALONE
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.analysis.iom.alike.matched import Matched
    from needskit.analysis.outcome import Outcome
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.settings import Wanted
    from needskit.stats.effect import Difference
    from needskit.stats.proportion import Floats
    from needskit.table.whom import Attribute, Sum, Whom

METHODS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "none": ("not matched", {"method": "none"}),
    "radius": ("all that are near enough", {}),
    "nearest": ("the nearest, each for one alone", {"method": "nearest"}),
    "nearest again": ("the nearest, also for several", {"method": "nearest", "again": True}),
    "full": ("sets of the nearest, none left out", {"method": "full"}),
    "exact": ("those alike in everything", {"method": "exact"}),
    "subclass": ("fifths of the probability", {"method": "subclass"}),
    "weights": ("all, by their odds", {"method": "weights"}),
    "entropy": ("all, by weights that make means the same", {"method": "entropy"}),
    "doubly robust": ("all, by their odds and a model of the outcome", {"method": "weights"}),
    "model": ("a model of the outcome alone", {"method": "weights"}),
}
"""The label of each method, and what ``match`` is told."""

DOUBLY_ROBUST, BY_MODEL_ALONE = "doubly robust", "model"


def sensitivity(  # noqa: PLR0913 - what all methods are told alike, named at the call
    cohort: Cohort,
    *,
    treated: Mapping[str, Wanted] | None = None,
    comparison: Mapping[str, Wanted] | None = None,
    called: str | None = None,
    outcome: str = RECONVICTED,
    adjust: Sequence[str] | None = None,
    numbers: Sequence[str] = (),
    impute: bool = False,
    known_only: bool = False,
    min_people: int = FEWEST,
    never_managed: bool = False,
    methods: Sequence[str] = tuple(METHODS),
) -> Table:
    """Does it depend on the method how those managed under IOM compare with people like them?

    A row for each method. Counted are people of either arm whom the method matches and whose outcome is known. A method
    that cannot be had of these people says why by its code, and ends nothing. Where methods that make the arms alike
    part, what is found is no more sure than they agree; the first row, of people as they are, is no estimate of an
    effect.

    Parameters
    ----------
    cohort
        Of both arms: not narrowed to those managed.
    treated, comparison, called, adjust, numbers, impute, known_only, never_managed, min_people
        As ``match`` takes them.
    outcome
        The yes or no column that is the outcome; it is none that is matched on.
    methods
        Which, in reading order: "none", "radius", "nearest", "nearest again", "full", "exact", "subclass", "weights",
        "entropy", "doubly robust", "model".

    Raises
    ------
    UsageError
        If there is no such method or outcome, or people cannot be matched by any method.

    References
    ----------
    Robins, Rotnitzky and Zhao (1994), Journal of the American Statistical Association 89, 846-866; Hainmueller (2012),
    Political Analysis 20, 25-46; Stuart (2010), Statistical Science 25, 1-21.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> table = sensitivity(cohort, adjust=("sex", "age"), known_only=True, methods=("none", "radius", "weights"))
    >>> table.to_frame()["method"].tolist()
    ['not matched', 'all that are near enough', 'all, by their odds']
    """
    if not methods or len(set(methods)) < len(methods) or not set(methods) <= METHODS.keys():
        message = f"methods wants each once out of {', '.join(METHODS)}."
        raise UsageError(message)
    asked = reconviction_of(cohort, outcome)
    told = Asked(treated, comparison, called, adjust, numbers, min_people, never_managed)
    rows = _Rows(asked, told, {"impute": impute, "known_only": known_only})
    cells = tuple(rows.cell(cohort, method) for method in methods)
    if rows.usual is None:
        raise rows.refusals[0]
    words = _words(rows.usual, asked)
    return Table(
        caption=caption_for(rows.usual.cohort, words, ()),
        dimensions=(Dimension("method", "Method", tuple(Level(METHODS[method][0]) for method in methods)),),
        headings=words.headings,
        cells=cells,
        counts=rows.counts,
        attributes=rows.attributes,
    )


class _Rows:
    """The rows, with whatever they count."""

    def __init__(self, outcome: Outcome, told: Asked, missing: Mapping[str, bool]) -> None:
        self.outcome = outcome
        self.told = told
        self.missing = missing
        self.models = Models()
        self.usual: Matched | None = None
        self.refusals: list[UsageError] = []
        self.counts: dict[Whom, int] = {}
        self.attributes: dict[str, Attribute] = {}

    def cell(self, cohort: Cohort, method: str) -> Cell:
        """Return one row; of a method that is refused, one that says why."""
        at = (METHODS[method][0],)
        try:
            how = How(**{**self.missing, **METHODS[method][1]})
            matched = match_by(cohort, self.told, how, models=self.models)
            found = self._estimated(at, matched, method)
        except UsageError as error:
            code, _, _ = str(error).partition(":")
            if code not in REFUSALS:
                raise
            self.refusals.append(error)
            return Cell(at, refused(code), ())
        self.usual = self.usual or matched
        return found

    def _estimated(self, at: tuple[str, ...], matched: Matched, method: str) -> Cell:
        outcome, counted = self.outcome, Counted(matched)
        answer, weights = answers_of(matched, outcome)
        by_weights = proportion_difference(answer, matched.is_treated, weights=weights)
        if not (by_weights.effective_treated > 0 and by_weights.effective_others > 0):
            refuse("R-ARM<10", "The outcome is known of nobody matched in an arm.")
        counts = [counted.of(arm, *of) for arm in (matched.ours, matched.theirs) for of in (outcome.yes, outcome.known)]
        alike = count_alike(matched, weights)
        amounts: Sequence[Sum] = ()
        measure = ESTIMATED[alike]
        if method == BY_MODEL_ALONE:
            measure = ESTIMATED_BY_MODEL_ALONE
            amounts = counted.by_model_alone(outcome.column, _by_model(matched, answer, weights, alone=True))
        elif method == DOUBLY_ROBUST:
            measure = ESTIMATED_BY_MODEL
            amounts = counted.by_model(outcome.column, _by_model(matched, answer, weights))
        elif not alike:
            amounts = counted.weighted(outcome.column, by_weights)
        self.counts |= counted.counts
        self.attributes |= counted.attributes
        return Cell(at, measure, (*counts, *amounts))


def _by_model(matched: Matched, answer: Floats, weights: Floats, *, alone: bool = False) -> Difference:
    """Return the difference by a model of the comparison, corrected by weights unless it is to stand alone."""
    kept = matched.could_be & (weights > 0)
    values = [each.of(kept) for each in values_of(matched.cohort, matched.covariates)]
    treated = matched.is_treated[kept]
    terms = terms_of(values, impute=matched.how.impute)
    model = expected_without(answer[kept], treated, terms.matrix, kind="logistic")
    if not model.converged:
        refuse("R-MODEL", "No model of the outcome can be fitted to the comparison. Match on less.")
    if alone:
        return standardised(answer[kept], treated, model)
    return doubly_robust(answer[kept], treated, model, weights=weights[kept])


def _words(matched: Matched, outcome: Outcome) -> Words:
    unit, called = matched.cohort.unit.capitalize(), matched.called
    compared, _, on = (each.value for each in matched.settings)
    suffix = "" if outcome.column == RECONVICTED else f"_of_{outcome.column}"
    return Words(
        key=f"iom.sensitivity{suffix}",
        title=f"How those {called} compare with {matched.cohort.unit} like them, by method: {outcome.words}",
        headings=Headings(
            count=f"{unit} {called} {outcome.words}",
            out_of=f"{unit} {called}, matched",
            against_count=f"{unit} of the comparison {outcome.words}",
            against_out_of=f"{unit} of the comparison, matched",
            estimate=f"Percentage of those {called}",
            further={"against_estimate": "Percentage of the comparison, weighted"},
        ),
        notes=(
            f"Compared are {matched.cohort.unit} {compared}. Matched on: {on}.",
            "Methods match different ones of those treated: a difference is of those matched in its row.",
            (
                "All rows test one question and are no evidence beyond each other. Name the method before looking: "
                "to choose the row that is significant is to be led by chance."
            ),
            (
                "The row that is not matched is no estimate of an effect. Where the others part, what is found depends "
                "on the method."
            ),
        ),
        sources=(
            "Stuart (2010), Statistical Science 25, 1-21",
            "Hainmueller (2012), Political Analysis 20, 25-46",
            "Robins, Rotnitzky and Zhao (1994), Journal of the American Statistical Association 89, 846-866",
        ),
    )
