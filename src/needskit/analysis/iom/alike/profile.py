"""How do those managed under IOM differ from others?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Placed, Row, Words, counted, people
from needskit.analysis.iom.alike.wording import arms_in_words, suffix_of
from needskit.analysis.tabulate import one_after_another
from needskit.table.compared import AGAINST_THE_REST
from needskit.table.table import Headings, Level, Table

if TYPE_CHECKING:
    from needskit.analysis.iom.alike.covariates import Covariate
    from needskit.analysis.iom.alike.matched import Matched


def profile(matched: Matched) -> Table:
    """Who are those managed under IOM, and how do they differ from the others before matching?

    A row for each level of each covariate. Counted are people of either arm who are followed up in full, where the
    extract says who is. Percentages of a level are of those of whom it is known; those of whom it is not known are a
    row of their own, as a percentage of all.

    Parameters
    ----------
    matched
        From ``match``.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> profile(nk.iom.match(cohort, adjust=("sex", "age"), known_only=True)).to_frame()["group"].tolist()[:4]
    ['Female', 'Male', 'Other', 'not known']
    """
    covariates = [each for each in matched.covariates if each.levels is not None]
    rows = [row for covariate in covariates for row in _rows(matched, covariate)]
    levels = [Level(row.at[1], row.at[0], row.found_in) for row in rows]
    everybody = Placed((), matched.cohort.whom, (), ())
    return counted(matched.cohort, [everybody], rows, one_after_another(levels), _words(matched))


def _rows(matched: Matched, covariate: Covariate) -> list[Row]:
    """Return a row for each level, of those of whom it is known, and one for those of whom it is not."""
    if covariate.levels is None:
        return []
    name = covariate.levels.attribute.name
    rows = []
    for group in covariate.levels.groups:
        having = (name, group.answers)
        of = ((name, covariate.known),) if group in covariate.groups else ()
        arms = [(arm, *matched.looked_at) for arm in (matched.ours, matched.theirs)]
        ours, theirs = ([people(*arm, *asked) for asked in ((having,), of, ())] for arm in arms)
        rows.append(
            Row(
                (covariate.label, group.label),
                AGAINST_THE_REST,
                (*ours, *theirs[:2]),
                covariate.levels.found_in(group.label),
            )
        )
    return rows


def _words(matched: Matched) -> Words:
    unit, called = matched.cohort.unit.capitalize(), matched.called
    return Words(
        key=f"iom.profile{suffix_of(matched)}",
        title=f"Those {called} and the comparison before matching",
        headings=Headings(
            count=f"{unit} {called}",
            out_of=f"{unit} {called} with a known answer",
            against_count=f"{unit} of the comparison",
            against_out_of=f"{unit} of the comparison with a known answer",
            not_known=f"{unit} {called} whose answer is not known",
            estimate=f"Percentage of those {called}",
            further={
                "against_estimate": "Percentage of the comparison",
                "difference": f"Those {called} less the comparison",
            },
        ),
        notes=(
            *arms_in_words(matched),
            "Rows of those not known are of all of the arm.",
            f"Nothing here is matched: it says how those {called} differ, which is why others are no fair comparison.",
        ),
        sources=tuple(
            f"{c.levels.label}: {c.levels.source}" for c in matched.covariates if c.levels and c.levels.source
        ),
    )
