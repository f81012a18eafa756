"""How many differences are tested, and which stay significant together?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Words, caption_for
from needskit.analysis.iom.alike.wording import arms_in_words, suffix_of
from needskit.errors import UsageError
from needskit.table.differences import one_of
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.analysis.iom.alike.matched import Matched
    from needskit.stats.ways import Correction
    from needskit.table.whom import Attribute, Whom

PRIMARY, OTHER = "primary", "other"
TESTED = frozenset({"p_value", "significant"})


def differences(
    matched: Matched, tables: Sequence[Table], *, primary: int = 1, correction: Correction = "none"
) -> Table:
    """How many differences between people managed under IOM and people like them are tested, and which are found?

    A row for each outcome, the primary one first. Counted is nobody beyond whom the tables of the outcomes count: their
    differences are set side by side, so that none is read without how many there are.

    Parameters
    ----------
    matched
        From ``match``.
    tables
        Of outcomes of this match, each from ``rate``, ``frequency`` or another with a P value in its row.
    primary
        How many of them, from the first on, are what the evaluation is about.
    correction
        "holm" to correct P values for how many there are.

    Raises
    ------
    UsageError
        If there are fewer than two differences, one is there twice, or no such correction.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), known_only=True)
    >>> found = differences(matched, [nk.iom.rate(matched), nk.iom.frequency(matched)], correction="holm").to_frame()
    >>> found[["role", "outcome"]].to_numpy().tolist()
    [['primary', 'Reconvicted within 12 months'], ['other', 'Reoffences within 12 months']]
    >>> bool((found["corrected_p_value"] >= found["p_value"]).all())
    True
    """
    asked = [(table, cell) for table in tables for cell in table.cells if set(cell.measure.figures) >= TESTED]
    labels = [cell.at[-1] for _, cell in asked]
    if len(asked) < 1 + 1 or len(set(labels)) < len(labels) or not 1 <= primary <= len(tables):
        message = "differences wants the tables of two outcomes or more, each once, and how many of them are primary."
        raise UsageError(message)
    if correction not in {"none", "holm"}:
        message = 'correction wants "none" or "holm".'
        raise UsageError(message)
    measures = tuple((cell.measure, len(cell.parts)) for _, cell in asked)
    parts = tuple(part for _, cell in asked for part in cell.parts)
    roles = [PRIMARY if any(table is each for each in tables[:primary]) else OTHER for table, _ in asked]
    counts: dict[Whom, int] = {}
    attributes: dict[str, Attribute] = {}
    for table, _ in asked:
        counts |= table.counts
        attributes |= table.attributes
    by_holm = correction == "holm"
    cells = tuple(
        Cell((role, label), one_of(measures, place=place, by_holm=by_holm), parts)
        for place, (role, label) in enumerate(zip(roles, labels, strict=True))
    )
    words = _words(matched, by_holm=by_holm)
    return Table(
        caption=caption_for(matched.cohort, words, ()),
        dimensions=(
            Dimension("role", "Role", tuple(Level(role) for role in dict.fromkeys(roles))),
            Dimension(
                "outcome",
                "Outcome",
                tuple(Level(label, under=role) for role, label in zip(roles, labels, strict=True)),
            ),
        ),
        headings=words.headings,
        cells=cells,
        counts=counts,
        attributes=attributes,
    )


def _words(matched: Matched, *, by_holm: bool) -> Words:
    return Words(
        key=f"iom.differences{suffix_of(matched)}",
        title=f"Which differences are tested{', corrected for their number' if by_holm else ''}",
        headings=Headings(count=matched.cohort.unit.capitalize()),
        notes=(*arms_in_words(matched), *_notes(by_holm=by_holm)),
        sources=("Holm (1979), Scandinavian Journal of Statistics 6, 65-70",) if by_holm else (),
    )


def _notes(*, by_holm: bool) -> tuple[str, ...]:
    return (
        (
            "The primary outcome is the one that the evaluation is about, named before anybody looked. What another "
            "outcome shows is a hint, and wants an evaluation of its own."
        ),
        (
            "A row that is significant and is not so when corrected may be chance: it is one of several that were "
            "tested."
            if by_holm
            else "No correction is made for how many rows there are: read them together."
        ),
    )
