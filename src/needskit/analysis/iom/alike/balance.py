"""How alike were the arms made?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from needskit.analysis.count import Counter, Placed, Words, attributes_of, caption_for, people
from needskit.analysis.iom.alike.wording import arms_in_words, suffix_of
from needskit.analysis.tabulate import one_after_another
from needskit.table.balanced import BALANCE, BALANCE_OF_ALL, BALANCE_OF_NUMBER, HUNDREDTHS, judged
from needskit.table.table import Cell, Headings, Level, Table
from needskit.table.whom import Attribute, Whom, count_of

if TYPE_CHECKING:
    from needskit.analysis.iom.alike.likeness import Alike
    from needskit.analysis.iom.alike.matched import Matched
    from needskit.table.whom import Condition, Sum

WORST = "the row that differs most"
MEAN = "mean"
NO_ROW = "none of these"
SLACK = 1e-9
"""What a difference may be above a hundredth by rounding alone."""


def balance(matched: Matched) -> Table:
    """How alike are those managed under IOM and the people they are matched with, before and after matching?

    A row for each level of each covariate, and one for the mean of each number; the first row is the worst of them, and
    says whether the match is good. Counted are people of either arm who are followed up in full, where the extract
    says who is. A level that is not known is a level. Of a match that is poor the arms differ in what was matched on,
    so a difference in outcomes is not what being managed did.

    What comes of weights is no count of people: weighted percentages are of an effective number, which is protected as a
    number of people is, and each standardised difference and variance ratio is a number of hundredths, protected as such.

    Parameters
    ----------
    matched
        From ``match``.

    References
    ----------
    Stuart (2010), Statistical Science 25, 1-21, section 4.1. Austin (2009), Statistics in Medicine 28, 3083-3107.
    Rubin (2001), Health Services and Outcomes Research Methodology 2, 169-188.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), known_only=True)
    >>> balance(matched).to_frame()["group"].tolist()
    ['the row that differs most', 'Female', 'Male', 'Other', 'not known', 'mean', 'no previous conviction', '1 to 6 previous convictions', '7 or more', 'not known']
    """  # noqa: E501 - the levels are one list
    rows = _Rows(matched)
    cells = [rows.worst()]
    cells += [rows.cell(place, row) for place, row in enumerate(matched.likeness.rows)]
    levels = [Level(WORST, under="all"), *(rows.level(row) for row in matched.likeness.rows)]
    words = _words(matched)
    counts = {**rows.counter.counts, **rows.amounts}
    return Table(
        caption=caption_for(matched.cohort, words, ()),
        dimensions=one_after_another(levels),
        headings=words.headings,
        cells=tuple(cells),
        counts=counts,
        attributes={**attributes_of(matched.cohort, rows.counted), rows.attribute.name: rows.attribute},
    )


class _Rows:
    """The rows of the table, and what they count."""

    def __init__(self, matched: Matched) -> None:
        self.matched = matched
        self.counter = Counter(matched.cohort)
        self.everybody = Placed((), matched.cohort.whom, (), ())
        self.amounts: dict[Whom, int] = {}
        self.effective = _effective(matched)
        names = ("worst", *(str(place) for place in range(len(matched.likeness.rows))))
        # An answer that no row has: without it the figures of all rows would be parts of a whole.
        self.attribute = Attribute(f"row of {matched.matched.name}", "Row", (*names, NO_ROW))

    @property
    def counted(self) -> tuple[Whom, ...]:
        """Whom the rows count, people and effective numbers of them."""
        return tuple(
            whom for whom in (*self.counter.counts, *self.amounts) if (self.attribute.name not in dict(whom.conditions))
        )

    def level(self, row: Alike) -> Level:
        """Return where a row stands."""
        covariate = self.matched.covariates[row.covariate]
        if row.group is None or covariate.levels is None:
            return Level(MEAN, under=covariate.label)
        return Level(row.group.label, covariate.label, covariate.levels.found_in(row.group.label))

    def worst(self) -> Cell:
        """Return the row that says whether the match is good."""
        found = self.matched.likeness
        differences = self._differences("worst", found.worst_before, found.worst_after)
        how_alike = self._amount("how alike", "worst", judged(_hundredths(found.worst_after)))
        return Cell(("all", WORST), BALANCE_OF_ALL, (*self._matched(), *differences, how_alike))

    def cell(self, place: int, row: Alike) -> Cell:
        """Return one row."""
        level = self.level(row)
        at = (level.under or "", level.label)
        differences = self._differences(str(place), row.before, row.after)
        levels = self.matched.covariates[row.covariate].levels
        if row.group is None or levels is None:
            return Cell(at, BALANCE_OF_NUMBER, (*self._matched(), *differences, *self._ratios(str(place), row)))
        having = (levels.attribute.name, row.group.answers)
        arms = self.matched.ours, self.matched.theirs
        before = [part for arm in arms for part in self._with(having, arm, *self.matched.looked_at)]
        after = [part for arm in arms for part in self._with(having, arm, self.matched.is_matched)]
        # Where all count alike, percentages are of people, whose numbers are the same in every table.
        weighted = after[2:] if self.matched.how.counts_alike else self._weighted(place, having)
        return Cell(at, BALANCE, (*before, *after, *weighted, *differences))

    def _weighted(self, place: int, having: Condition) -> tuple[Sum, Sum]:
        """Return the effective number of the comparison with a level, and of all of it.

        Each covariate is a source of its own, in which the numbers of its levels add up.
        """
        matched = self.matched
        covariate = matched.likeness.rows[place].covariate
        name = matched.covariates[covariate].name
        found: list[Sum] = []
        amounts = self.effective[place], round(matched.effective_size)
        for asked, amount in zip(((having,), ()), amounts, strict=True):
            conditions = (matched.theirs, matched.is_matched, *asked)
            whom = matched.cohort.whom.meeting(conditions, matched.cohort.attributes)
            if whom is None:
                found.append(())
                continue
            own = Whom(f"{whom.source}: effective number, {matched.matched.name}, by {name}", whom.conditions)
            self.amounts[own] = amount
            found.append(count_of(own))
        level, whole = found
        return level, whole

    def _with(self, having: Condition, *whose: Condition) -> tuple[Sum, Sum]:
        """Return the sums that count those with a level, and all of them."""
        return (
            self.counter.sum_of(self.everybody, people(*whose, having)),
            self.counter.sum_of(self.everybody, people(*whose)),
        )

    def _matched(self) -> tuple[Sum, Sum]:
        arms = self.matched.ours, self.matched.theirs
        ours, theirs = (self.counter.sum_of(self.everybody, people(arm, self.matched.is_matched)) for arm in arms)
        return ours, theirs

    def _differences(self, row: str, before: float, after: float) -> tuple[Sum, Sum]:
        """Return the differences as hundredths."""
        found = (_hundredths(size) for size in (before, after))
        first, second = (self._amount(f"apart {when}", row, size) for when, size in zip(_WHEN, found, strict=True))
        return first, second

    def _ratios(self, row: str, found: Alike) -> tuple[Sum, Sum]:
        """Return the ratios of variances as hundredths."""
        sizes = found.ratio_before, found.ratio_after
        first, second = (
            self._amount(f"variance ratio {when}", row, _away_from_one(size))
            for when, size in zip(_WHEN, sizes, strict=True)
        )
        return first, second

    def _amount(self, called: str, row: str, amount: int) -> Sum:
        """Return the sum that is a figure of a row and no count of people, so that its source is its own."""
        among = f", {self.matched.cohort.among}" if self.matched.cohort.among else ""
        source = f"{self.matched.cohort.whom.source}: {called}, {self.matched.matched.name}"
        whom = Whom(f"{source}{among}", frozenset({(self.attribute.name, frozenset({row}))}))
        self.amounts[whom] = amount
        return ((1, whom),)


_WHEN = ("before", "after")


def _hundredths(size: float) -> int:
    """Return a difference in hundredths, rounded up so that it does not look smaller than it is."""
    return math.ceil(HUNDREDTHS * size - SLACK)


def _away_from_one(ratio: float) -> int:
    """Return a ratio in hundredths, rounded so that it does not look nearer to 1 than it is."""
    return _hundredths(ratio) if ratio > 1 else math.floor(HUNDREDTHS * ratio + SLACK)


def _effective(matched: Matched) -> dict[int, int]:
    """Return the effective number of the comparison in each level, by its row: whole, and of a covariate all of it.

    Those with the largest parts left have one more, so that nothing is lost or added.
    """
    whole = round(matched.effective_size)
    found: dict[int, int] = {}
    for covariate in range(len(matched.covariates)):
        rows = {
            place: row.weighted
            for place, row in enumerate(matched.likeness.rows)
            if row.covariate == covariate and row.group is not None
        }
        # Those whom nobody asked are the rest.
        shares = [*rows.values(), max(1 - sum(rows.values()), 0.0)]
        least = [math.floor(whole * share + SLACK) for share in shares]
        left = sorted(range(len(shares)), key=lambda place: least[place] - whole * shares[place])
        for place in left[: whole - sum(least)]:
            least[place] += 1
        found |= dict(zip(rows, least[:-1], strict=True))
    return found


def _words(matched: Matched) -> Words:
    cohort = matched.cohort
    unit, called = cohort.unit.capitalize(), matched.called
    return Words(
        key=f"iom.balance{suffix_of(matched)}",
        title=f"How alike those {called} and the comparison are",
        headings=Headings(
            count=f"{unit} {called}",
            out_of=f"All {called}",
            against_count=f"{unit} of the comparison",
            against_out_of="All of the comparison",
            estimate=f"Percentage of those {called}",
            further={
                "against_estimate": "Percentage of the comparison, before",
                "matched_share": f"Percentage of those {called} and matched",
                "weighted_share": "Percentage of the comparison, after: weighted",
            },
        ),
        notes=(
            *arms_in_words(matched),
            (
                "The first row is the largest difference of all rows, those withheld among them, and says whether the "
                "match is good. Where it is poor, the arms differ in what they were matched on, and a difference in "
                f"outcomes is not what being {called} did."
            ),
            (
                "Standardised differences are worked out before counts are rounded, and rounded themselves: those of "
                "percentages shown here would be off by as much as they are. Whether the match is good is said of the "
                "difference before it is rounded, and in the other rows of that shown."
            ),
            "Arms that are alike here may differ in whatever is not in the table.",
        ),
        sources=(
            "Stuart (2010), Statistical Science 25, 1-21, section 4.1",
            "Austin (2009), Statistics in Medicine 28, 3083-3107",
            "Rubin (2001), Health Services and Outcomes Research Methodology 2, 169-188: variance ratios",
        ),
    )
