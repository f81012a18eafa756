"""Which people are reconvicted sooner, others being alike? A Cox model of the time to the first reoffence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Counter, Placed, Words, attributes_of, caption_for, people
from needskit.analysis.first_reoffence import DAYS, USUAL_DAYS, First, day_in, rising
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.reconviction.terms import divided, named_in
from needskit.analysis.tabulate import names_in
from needskit.errors import UsageError
from needskit.table.hazard import hazard_term_of
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needskit.analysis.count import Part
    from needskit.analysis.modelled_terms import Term
    from needskit.analysis.reconviction.terms import Named
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.strata import Strata
    from needskit.table.whom import Condition


def time_to_first_adjusted(
    cohort: Cohort,
    *,
    terms: str | Sequence[str],
    bands: Mapping[str, Sequence[int]] | None = None,
    on: Sequence[int] = USUAL_DAYS,
    outcome: str = RECONVICTED,
    days: str = DAYS,
) -> Table:
    """Are people of one group reconvicted sooner than those of another who are otherwise alike?

    A Cox regression of the time to the first reoffence. Counted are people followed up in full whose outcome, day of
    the first reoffence and every term are known. Each row is a term: of a breakdown, each group against its first; of
    a whole number, such as an age, one more. It is fitted to people grouped alike, with a first reoffence between the
    days listed, from the counts as they are shown, and is exact where every day on which there was one is listed.

    Where the terms make more than 120 strata, as whole numbers without bands mostly do, or a breakdown has groups that
    the extract brought along, such as districts, only strata that somebody is in are counted. Which these are tells of
    people, so that such a table can be seen by the analyst or released under the policy "none", and a release that
    protects refuses it. Put numbers in ``bands``, or name fewer terms.

    Parameters
    ----------
    cohort
        Whose people are counted.
    terms
        Names of breakdowns, whose groups are set against the first of them; and of whole numbers, as a number each.
    bands
        Of whole numbers that become groups: the first number of each band, in rising order, the last without an end;
        ``{"age": [18, 25, 35]}``. Whoever is below the first is not in the model.
    on
        Days of the follow-up, in rising order; nearly equal months unless told otherwise.
    outcome, days
        The columns of the outcome, and of the days to the first reoffence.

    Raises
    ------
    UsageError
        If the extract has no such columns, breakdown or number; everybody of the cohort is alike in a term; a term is
        the outcome or its day; bands are of no term, or in no rising order; the days are in no rising order; or the
        terms divide people into more than 1,000 strata.

    References
    ----------
    Cox (1972), Journal of the Royal Statistical Society B 34, 187-220. Efron (1977), Journal of the American
    Statistical Association 72, 557-565, for ties. Peduzzi and others (1995), Journal of Clinical Epidemiology 48,
    1503-1510, for how many people a term wants.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> found = time_to_first_adjusted(cohort, terms=["age"], bands={"age": [18, 25, 35]})
    >>> found.to_frame()["term"].tolist()
    ['Age: 25 to 34, against 18 to 24', 'Age: 35 and over, against 18 to 24']
    """
    first = First(reconviction_of(cohort, outcome), day_in(cohort, days), rising(on))
    factors = named_in(cohort, names_in(terms), bands or {})
    if any(each.factor.attribute.name in {outcome, days} for each in factors):
        message = "A term is the outcome itself or its day, which tells all there is to tell. Name other terms."
        raise UsageError(message)
    words = _words(cohort, first, factors)
    cohort, strata = divided(cohort, factors)
    asked = [term for place, each in enumerate(factors) for term in each.terms(place)]
    counter = Counter(cohort)
    everybody = Placed((), cohort.whom, (), ())
    parts = tuple(counter.sum_of(everybody, part) for part in _parts(strata, first))
    design = tuple(tuple(term.value_at(at) for term in asked) for at in strata.places)
    cells = tuple(
        Cell((term.label,), hazard_term_of(design, days=len(first.on), term=place, factor=_beside(asked, term)), parts)
        for place, term in enumerate(asked)
    )
    return Table(
        caption=caption_for(cohort, words, ()),
        dimensions=(Dimension("term", "Term", tuple(Level(term.label) for term in asked)),),
        headings=words.headings,
        cells=cells,
        counts=counter.counts,
        attributes=attributes_of(cohort, counter.counts),
    )


def _beside(asked: Sequence[Term], term: Term) -> tuple[int, ...]:
    """Return the places of the terms of the same breakdown; none where it is a number."""
    if term.group is None:
        return ()
    return tuple(place for place, other in enumerate(asked) if other.factor == term.factor)


def _parts(strata: Strata, first: First) -> Iterator[Part]:
    """Go through whom the model counts: in all, in each stratum, and those that rounding must keep."""
    name = strata.attribute.name
    everywhere = (name, frozenset(strata.names))
    single = [(name, frozenset({each})) for each in strata.names]
    by_then, without = people(*first.between(-1, first.on[-1])), first.without_by(first.on[-1])
    yield _those(everywhere, by_then)
    yield _those(everywhere, (*by_then, *without))
    yield people()
    for condition in single:
        yield from (_those(condition, part) for part in first.parts)
    if strata.found is None:
        # Many small counts that are each a little off make totals that are far off, unless these are protected too.
        groups = [
            (name, strata.with_group(place, group))
            for place, factor in enumerate(strata.factors)
            for group in range(len(factor.groups))
        ]
        for condition in (everywhere, *groups):
            yield from (_those(condition, part) for part in (*first.parts, by_then))
        yield from (_those(condition, by_then) for condition in single)


def _those(condition: Condition, part: Part) -> Part:
    """Return those of a part who meet one condition more."""
    return tuple((weight, (condition, *asked)) for weight, asked in part)


def _words(cohort: Cohort, first: First, factors: Sequence[Named]) -> Words:
    unit = cohort.unit.capitalize()
    last = first.on[-1]
    named = ", ".join(each.label.lower() for each in factors)
    return Words(
        key="reconviction.time_to_first_adjusted",
        title=f"Time to the first reoffence, adjusted: {first.asked.words}",
        headings=Headings(
            count=f"{unit} in the model with a first reoffence by day {last}",
            out_of=f"{unit} in the model",
            not_known=f"{unit} not in the model",
            further={"hazard_ratio": "Hazard ratio, adjusted"},
        ),
        notes=(
            *first.asked.notes,
            (
                f"In the model are {named}, each at the same value of the others. {unit} of whom one of these, the "
                "outcome or the day of the first reoffence is not known are left out. Groups are set against the first "
                "of theirs, which each row names."
            ),
            (
                "A hazard ratio above 1 means sooner: on any day, of those still without a reoffence, so many times as "
                "many have it. It is not how many times as many have one in the end."
            ),
            (
                "Reoffences between two of the days listed count as of one time, in any order. Whoever has none by the "
                f"last day counts as without one up to day {last}."
            ),
            (
                "What the model cannot show: it supposes that a hazard ratio is the same throughout the follow-up "
                "(proportional hazards), which is not tested here, that one more of a number changes it alike "
                "everywhere, and that people are alike within a group. What is not in it is not adjusted for. It does "
                f"not say that a term leads to reconviction, and it is not for judging one {cohort.one}."
            ),
            (
                "Days in custody are not taken out: whoever is in custody cannot reoffend in the community, and looks "
                "slower to."
            ),
            (
                "Where nobody is in one of the two groups of a row, the row has no figure. Where one of the two has no "
                "reoffence, the model has no estimate and every row is without; the last column says which term it is."
            ),
            (
                "Where counts are rounded, those of small groups between two days are rounded too before the model is "
                "fitted. With a few hundred people that can move its figures by as much as chance does."
            ),
        ),
    )
