"""Figures that come of weights: no counts of people, and so each with a source of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.count import Counter, Placed, attributes_of, caption_for, people
from needskit.analysis.iom.alike.balance import balance
from needskit.analysis.iom.alike.covariates import PRIOR_OFFENDING
from needskit.cohort.profile import answer_codes
from needskit.table.figure import ALIKE, PARTLY_ALIKE, UNLIKE
from needskit.table.matched import THOUSANDTHS
from needskit.table.table import Cell, Dimension, Level, Table
from needskit.table.whom import Attribute, Whom, count_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from needskit.analysis.count import Part, Words
    from needskit.analysis.iom.alike.matched import Matched
    from needskit.analysis.outcome import Outcome
    from needskit.stats.effect import Difference
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Measure
    from needskit.table.whom import Condition, Sum


@dataclass
class Counted:
    """What the cells of a table of matched people count, as it is looked up."""

    matched: Matched
    counter: Counter = field(init=False)
    amounts: dict[Whom, int] = field(init=False, default_factory=dict)
    further: dict[str, Attribute] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with nothing counted."""
        self.counter = Counter(self.matched.cohort)
        self.everybody = Placed((), self.matched.cohort.whom, (), ())

    def of(self, arm: Condition, *asked: Condition) -> Sum:
        """Return the sum that counts those of an arm who are matched and meet conditions."""
        return self.counter.sum_of(self.everybody, people(arm, self.matched.is_matched, *asked))

    def part(self, arm: Condition, part: Part) -> Sum:
        """Return the sum that counts those of an arm who are matched and whom a part means."""
        among = tuple((times, (arm, self.matched.is_matched, *asked)) for times, asked in part)
        return self.counter.sum_of(self.everybody, among)

    def events(self, arm: Condition, number: Condition, *, called: str) -> Sum:
        """Return the sum of what those of an arm come to together."""
        return self.sum_over(arm, (number,), number[0], called)

    def sum_over(self, arm: Condition, asked: tuple[Condition, ...], column: str, called: str) -> Sum:
        """Return the sum of a column over those of an arm who meet conditions."""
        among = (arm, self.matched.is_matched, *asked)
        return self.counter.amount_of(self.everybody, among, of=column, called=called)

    def thousandths(self, called: str, value: float) -> Sum:
        """Return the sum that is a weighted figure in thousandths."""
        return self.amount(called, round(THOUSANDTHS * value))

    def error(self, called: str, value: float) -> Sum:
        """Return the sum that is a standard error in thousandths, rounded up so that a small one is not none."""
        return self.amount(called, math.ceil(THOUSANDTHS * value))

    def weighted(self, column: str, found: Difference) -> tuple[Sum, Sum]:
        """Return the sums that are the weighted figure of the comparison, and its effective size."""
        return (
            self.thousandths(f"{column}, weighted", found.others),
            self.amount(f"{column}, effective size", round(found.effective_others)),
        )

    def by_model(self, column: str, found: Difference) -> tuple[Sum, Sum, Sum]:
        """Return the sums that are the figure of the comparison by a model, its effective size, and the error."""
        return (
            self.thousandths(f"{column}, doubly robust", max(found.others, 0.0)),
            self.amount(f"{column}, effective size", round(found.effective_others)),
            self.error(f"{column}, doubly robust, standard error", found.standard_error),
        )

    def by_model_alone(self, column: str, found: Difference) -> tuple[Sum, Sum]:
        """Return the sums that are the figure of the comparison by a model alone, and the error."""
        return (
            self.thousandths(f"{column}, by a model", found.others),
            self.error(f"{column}, by a model, standard error", found.standard_error),
        )

    def amount(self, called: str, whole: int) -> Sum:
        """Return the sum that is a figure of weighted people, tied to no other.

        Parameters
        ----------
        called
            What it is, with the outcome: the same words are the same figure.
        whole
            The figure.
        """
        among = f", {self.matched.cohort.among}" if self.matched.cohort.among else ""
        whom = Whom(f"{self.matched.cohort.whom.source}: {called}, {self.matched.matched.name}{among}")
        self.amounts[whom] = whole
        return count_of(whom)

    def how_alike(self) -> Sum:
        """Return the sum that says how alike the arms are in what differs most: the figure that the balance has."""
        table = balance(self.matched)
        found = table.cells[0].parts[-1]
        for _, whom in found:
            self.amounts[whom] = table.counts[whom]
            self.further |= {name: table.attributes[name] for name, _ in whom.conditions}
        return found

    def one_row(self, words: Words, label: str, measure: Measure, parts: tuple[Sum, ...]) -> Table:
        """Return the table of one outcome, once everything that it counts was looked up."""
        return self.table(words, {label: (measure, parts)})

    def table(
        self,
        words: Words,
        rows: Mapping[str, tuple[Measure, tuple[Sum, ...]]],
        *,
        dimension: tuple[str, str] = ("outcome", "Outcome"),
    ) -> Table:
        """Return the table of what was counted.

        Parameters
        ----------
        words
            Its words.
        rows
            By the label of each, its measure and parts.
        dimension
            What the rows are of: name and label.
        """
        at = {label: f"{label[:1].upper()}{label[1:]}" for label in rows}
        return Table(
            caption=caption_for(self.matched.cohort, words, ()),
            dimensions=(Dimension(*dimension, tuple(Level(each) for each in at.values())),),
            headings=words.headings,
            cells=tuple(Cell((at[label],), measure, parts) for label, (measure, parts) in rows.items()),
            counts=self.counts,
            attributes=self.attributes,
        )

    @property
    def counts(self) -> dict[Whom, int]:
        """Everything that was looked up."""
        return {**self.counter.counts, **self.amounts}

    @property
    def attributes(self) -> dict[str, Attribute]:
        """Every attribute that was asked for."""
        return {**attributes_of(self.matched.cohort, self.counter.counts), **self.further}


def most_evidence(matched: Matched) -> int:
    """Return the highest level of evidence that a comparison can have, however alike its arms are.

    Parameters
    ----------
    matched
        From ``match``.
    """
    if matched.how.method == "none":
        return UNLIKE
    return ALIKE if PRIOR_OFFENDING & {each.name for each in matched.covariates} else PARTLY_ALIKE


def answers_of(matched: Matched, outcome: Outcome) -> tuple[Floats, Floats]:
    """Return the answers, and the weights of those of whom they are known.

    Parameters
    ----------
    matched
        From ``match``.
    outcome
        A yes or no.

    Returns
    -------
    tuple
        1 for yes and 0 for all else, and the weights, 0 for whoever's answer is not known; shapes ``(people,)``.
    """
    attribute = matched.cohort.attributes[outcome.column]
    codes = answer_codes(matched.cohort.people, attribute)
    yes, no = (codes == attribute.answers.index(answer) for answer in ("yes", "no"))
    return yes.astype(np.float64), np.where(yes | no, matched.weights, 0.0)


def numbers_of(matched: Matched, column: str) -> tuple[Floats, Floats]:
    """Return the numbers, and the weights of those of whom they are known.

    Parameters
    ----------
    matched
        From ``match``.
    column
        Of whole numbers.

    Returns
    -------
    tuple
        The numbers, 0 where they are not known, and the weights, 0 there too; shapes ``(people,)``.
    """
    found = matched.cohort.people[column].to_numpy(dtype=np.float64, na_value=np.nan)
    known = ~np.isnan(found)
    return np.where(known, found, 0.0), np.where(known, matched.weights, 0.0)


def count_alike(matched: Matched, weights: Floats) -> bool:
    """Tell whether all of the comparison count alike, so that their figures are those of counts.

    A weighted figure would then tell the counts more finely than they are shown.

    Parameters
    ----------
    matched
        From ``match``.
    weights
        Of those whose outcome is known; shape ``(people,)``.
    """
    theirs = weights[matched.is_comparison & (weights > 0)]
    return matched.how.counts_alike or bool(np.allclose(theirs, theirs[:1]))


def clusters_of(matched: Matched) -> npt.NDArray[np.intp] | None:
    """Return who is set beside whom; None where nobody is beside few enough to be a cluster with them.

    Parameters
    ----------
    matched
        From ``match``.
    """
    is_paired = matched.how.method == "nearest" and not matched.how.again
    return matched.group if is_paired else None
