"""A whole evaluation in one call: people managed under IOM matched, the tables of it, and what to be careful of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from needskit.analysis import iom
from needskit.disclosure.policies import STANDARD_POLICY
from needskit.report.comparison import comparison
from needskit.report.method import cautions_in, with_method

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.comparison import Comparison
    from needskit.disclosure.policy import Policy
    from needskit.table.table import Table


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """What became of people managed under IOM, beside people like them.

    Parameters
    ----------
    cohort
        With everything that the evaluation depends on among its settings, for ``needs_assessment``.
    matched
        Who is set beside whom.
    tables
        In the order that they are to be read. They hold true counts: ``release`` them together.
    cautions
        What to be careful of: the analyst's own, for they follow from true counts.
    """

    cohort: Cohort
    matched: iom.Matched
    tables: tuple[Table, ...]
    cautions: tuple[iom.Caution, ...] = field(repr=False)


def evaluation(
    cohort: Cohort,
    *,
    settings: Comparison | None = None,
    policy: Policy | str = STANDARD_POLICY,
) -> Evaluation:
    """What became of people managed under IOM, beside people like them, and what does it depend on?

    People are matched, and the tables of ``needskit compare`` made: who was lost on the way, how alike the arms are,
    what became of them, by every method, before and after, and against what was expected.

    Parameters
    ----------
    cohort
        Everybody, as it was read.
    settings
        What the evaluation is told; what needskit.toml says under ``[comparison]`` unless told otherwise.
    policy
        Under which the tables will be released. It says which cautions go with them: those that follow from true
        counts do only where nothing is protected.

    Raises
    ------
    UsageError
        If people cannot be matched, or an outcome is not there.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> found = evaluation(cohort, settings=nk.Comparison(adjust=("sex", "prior_convictions"), known_only=True))
    >>> [table.caption.key for table in found.tables][4:7]
    ['iom.profile', 'iom.balance', 'iom.rate']
    """
    said = settings or cohort.definitions.comparison
    matched = iom.match(cohort, **said.of_match)
    return Evaluation(
        with_method(cohort, matched, said, policy=policy),
        matched,
        comparison(cohort, matched, settings=said),
        cautions_in(cohort, matched, said),
    )
