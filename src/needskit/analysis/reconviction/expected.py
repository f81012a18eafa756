"""How many are reconvicted against how many were expected of people like them?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis.count import Counter, Part, Placed, Words, attributes_of, caption_for, people
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.tabulate import By, breakdowns_in, groups_of, levels_of
from needskit.cohort.breakdown import EVERYBODY
from needskit.cohort.chance import with_bands
from needskit.errors import UsageError
from needskit.table.expected import OBSERVED_AGAINST_EXPECTED, OBSERVED_AGAINST_RECALIBRATED, STARTS
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    import pandas as pd

    from needskit.analysis.outcome import Outcome
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Attribute, Sum

OGRS3 = "ogrs3"
HORIZONS = {OGRS3: 24}
"""Of standard columns of probability, for how many months they are."""

RISKS = {"Below 50%": (0, 50), "50% to 74%": (50, 75), "75% to 89%": (75, 90), "90% or more": (90, 101)}
"""Bands of OGRS3: low, medium, high and very high, of the score for two years."""

RISK_NAMES = ("Low", "Medium", "High", "Very high")


def observed_expected(
    cohort: Cohort,
    *,
    probability: str | pd.Series = OGRS3,
    horizon_months: int | None = None,
    outcome: str = RECONVICTED,
    by: By = None,
    recalibrate: bool = False,
    to: Cohort | None = None,
) -> Table:
    """How many are reconvicted, and how many would be if each were as likely to be as the probability says?

    Counted are people followed up in full whose outcome and probability are known. A row for everybody comes first,
    then one for each band of OGRS3, which says whether the probabilities fit at both ends. So that the number expected
    follows from counts, everybody counts with the probability in the middle of their band of 5 per cent.

    Parameters
    ----------
    cohort
        Whose people are counted.
    probability
        The column of probabilities in per cent; or probabilities from 0 to 1 as a Series by ``person_id``, such as
        those of ``needskit.cohort.ogrs3``.
    horizon_months
        For how many months the probability is; that of the column ``ogrs3`` is for 24 unless told otherwise. It must be
        the months of the outcome.
    outcome
        The yes or no column that is the outcome; its name ends in its months, as ``reconvicted_12_months`` does.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.
    recalibrate
        Whether the log odds of all probabilities are first moved alike until as many are expected as were observed, in
        the whole cohort or in another.
    to
        The cohort that they are then fitted to, such as people like these who were not in the scheme; the cohort itself
        unless told otherwise, which compares its groups.

    Raises
    ------
    UsageError
        If the outcome is of another length than the probability, ``to`` is given without ``recalibrate``, or the
        extract has no such probability, outcome or breakdown.

    References
    ----------
    Howard, Francis, Soothill and Humphreys (2009), OGRS 3, Ministry of Justice Research Summary 7/09, for the bands.
    Hong (2013), Computational Statistics and Data Analysis 59, 41-51, for the P value.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": [str(number) for number in range(100)], "ogrs3": "57"})
    >>> extract["reconvicted_12_months"] = ["yes"] * 40 + ["no"] * 60
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = observed_expected(cohort, horizon_months=12).to_frame().set_index("risk")
    >>> frame.loc["all", ["count", "out_of", "estimate", "expected_share", "ratio"]].astype(float).round(2).tolist()
    [40.0, 100.0, 0.4, 0.57, 0.7]
    """
    if to is not None and not recalibrate:
        message = "to= says which cohort the probabilities are fitted to, so it wants recalibrate=True."
        raise UsageError(message)
    asked = reconviction_of(cohort, outcome)
    months = _refuse_other_months(probability, horizon_months, outcome)
    breakdowns = breakdowns_in(cohort, by)
    banded, bands = with_bands(cohort, probability, starts=STARTS)
    counter = Counter(banded)
    fitted_to = _Fit(banded, asked)
    if to is not None:
        fitted_to = _Fit(with_bands(to, probability, starts=STARTS)[0], reconviction_of(to, outcome))
    others = Counter(fitted_to.cohort)
    fit = fitted_to.parts(others, bands) if recalibrate else ()
    measure = OBSERVED_AGAINST_RECALIBRATED if recalibrate else OBSERVED_AGAINST_EXPECTED
    rows = _rows(asked, bands, named=months == HORIZONS[OGRS3])
    cells = tuple(
        Cell((*group.at, label), measure, (*(counter.sum_of(group, part) for part in parts), *fit))
        for group in groups_of(banded, breakdowns)
        for label, parts in rows.items()
    )
    words = _words(cohort, asked, months, fitted_to=_whose(to) if recalibrate else "")
    by_group = tuple(Dimension(b.name, b.label, (Level(EVERYBODY), *levels_of(b))) for b in breakdowns)
    return Table(
        caption=caption_for(cohort, words, breakdowns),
        dimensions=(*by_group, Dimension("risk", "Probability", tuple(Level(label) for label in rows))),
        headings=words.headings,
        cells=cells,
        counts={**others.counts, **counter.counts},
        attributes={**attributes_of(fitted_to.cohort, others.counts), **attributes_of(banded, counter.counts)},
    )


@dataclass(frozen=True, slots=True)
class _Fit:
    """The people whom probabilities are fitted to."""

    cohort: Cohort
    asked: Outcome

    def parts(self, counter: Counter, bands: Attribute) -> tuple[Sum, ...]:
        """Return those with the outcome, and those known in each band."""
        everybody = Placed((), self.cohort.whom, (), ())
        known = (bands.name, frozenset(bands.answers[:-1]))
        parts = (people(*self.asked.yes, known), *_in_each(self.asked, bands, (0, _ABOVE)))
        return tuple(counter.sum_of(everybody, part) for part in parts)


_ABOVE = 101
"""Above every per cent."""


def _rows(asked: Outcome, bands: Attribute, *, named: bool) -> dict[str, tuple[Part, ...]]:
    """Return whom each row counts: those with the outcome, those known, everybody, and those known in each band."""
    found = {EVERYBODY: (0, _ABOVE)}
    for name, (label, ends) in zip(RISK_NAMES, RISKS.items(), strict=True):
        found[f"{name}: {label[:1].lower()}{label[1:]}" if named else label] = ends
    rows = {}
    for label, ends in found.items():
        inside = (bands.name, frozenset(_between(bands, ends)))
        everybody = people() if label == EVERYBODY else people(inside)
        counted = (people(*asked.yes, inside), people(*asked.known, inside), everybody)
        rows[label] = (*counted, *_in_each(asked, bands, ends))
    return rows


def _between(bands: Attribute, ends: tuple[int, int]) -> list[str]:
    low, high = ends
    return [band for start, band in zip(STARTS, bands.answers, strict=False) if low <= start < high]


def _in_each(asked: Outcome, bands: Attribute, ends: tuple[int, int]) -> list[Part]:
    """Return those known in each band, nobody in bands that are not between these ends."""
    inside = _between(bands, ends)
    return [
        people(*asked.known, (bands.name, frozenset({band}))) if band in inside else () for band in bands.answers[:-1]
    ]


def _refuse_other_months(probability: str | pd.Series, horizon_months: int | None, outcome: str) -> int:
    """Return the months of the probability, once the outcome is known to be of as many."""
    horizon = horizon_months
    if horizon is None and isinstance(probability, str):
        horizon = HORIZONS.get(probability)
    said = re.search(r"_(\d+)_months$", outcome)
    if horizon is None or said is None:
        message = (
            "R-HORIZON: what is expected within one time must be compared with what happened within the same. Say for "
            "how many months the probability is (horizon_months=12), and name an outcome that ends in its months, "
            "such as reconvicted_12_months."
        )
        raise UsageError(message)
    months = int(said[1])
    if months != horizon:
        message = (
            f"R-HORIZON: the probability is for {horizon} months and '{outcome}' is for {months}: more happens in a "
            f"longer time, so the two cannot be compared. Name an outcome of {horizon} months, or give a probability "
            f"for {months} with horizon_months={months} if that is what the column holds."
        )
        raise UsageError(message)
    return months


def _whose(to: Cohort | None) -> str:
    return "these same people, all groups together" if to is None else to.in_words


def _words(cohort: Cohort, asked: Outcome, months: int, *, fitted_to: str) -> Words:
    unit = cohort.unit.capitalize()
    fitted = (
        f"Recalibrated to {fitted_to}: the figure says how far a group is from what is usual there for people of its "
        "probabilities, and no longer how far it is from what the scale says."
        if fitted_to
        else "OGRS3 was fitted to people of the 2000s, and reoffending has fallen since, so that it mostly expects too "
        "many now: a ratio below 1 is usual, and is no sign that anything worked. Compare with people elsewhere, or "
        "recalibrate."
    )
    return Words(
        key=f"reconviction.observed_expected{'_recalibrated' if fitted_to else ''}",
        title=f"Observed against expected: {asked.words}{', recalibrated' if fitted_to else ''}",
        headings=Headings(
            count=f"{unit} observed to be {asked.words}",
            out_of=f"{unit} followed up whose outcome and probability are known",
            not_known=f"{unit} not followed up, or whose outcome or probability is not known",
            estimate="Percentage observed",
            further={
                "expected": f"{unit} expected",
                "difference": "Observed less expected, per 100",
                "difference_lower": "Lower 95% limit of observed less expected",
                "difference_upper": "Upper 95% limit of observed less expected",
            },
        ),
        notes=(
            *asked.notes,
            f"The probability and the outcome are both for {months} months.",
            fitted,
            (
                "A probability knows age, sex and offending, and nothing of needs, or of who was chosen for a scheme. "
                "A difference from it is no effect of anything. It is not for judging a person."
            ),
        ),
        sources=(
            (
                "Bands: Howard, Francis, Soothill and Humphreys, OGRS 3, Ministry of Justice Research Summary 7/09, "
                "2009; by whole per cent"
            ),
        ),
    )
