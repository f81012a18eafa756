"""Two areas or two years with people of other ages and sexes: how many needs, were they mixed alike?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import AT_LEAST
from needskit.analysis.count import Counter, Placed, Words, attributes_of, caption_for, people
from needskit.analysis.tabulate import By, breakdowns_in, groups_of, levels_of
from needskit.cohort.breakdown import EVERYBODY, NOT_IN_A_BAND, NOT_KNOWN
from needskit.cohort.build import NUMBER_OF_NEEDS
from needskit.cohort.combination import NOT_IN_FULL
from needskit.cohort.strata import Factor, Strata, with_strata
from needskit.errors import UsageError
from needskit.table.modelled import STANDARDISED, standardised_mean
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.table.measure import Measure
    from needskit.table.whom import Sum

STRATA = "age and sex"
AGES, SEX, SEXES = "age_group", "sex", frozenset({"female", "male"})


def standardised(cohort: Cohort, *, to: Cohort | None = None, by: By = None) -> Table:
    """How many needs would people have if their ages and sexes were mixed as in another cohort?

    Counted are people with a known answer on every need whose age and sex are known. Each stratum of age group and sex
    is weighted by the people of the standard in it, so that two areas, or two years, compare as if their people were of
    the same ages and sexes. The figures as found stand beside. It allows for age and sex alone.

    Parameters
    ----------
    cohort
        Whose people are counted.
    to
        The standard: whose mix of ages and sexes is used. The cohort itself unless told otherwise, which compares its
        parts.
    by
        The name of a breakdown, or several to cross, but not age or sex; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort or the standard has no ages, sexes or needs, there is neither ``to`` nor ``by``, or no such
        breakdown.

    References
    ----------
    Zou, Huang and Zhang (2009), Computational Statistics and Data Analysis 53, 1080-1085, for the limits.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> rows = [("f", 20, "yes")] * 8 + [("f", 20, "no")] * 2 + [("m", 40, "yes")] * 10 + [("m", 40, "no")] * 30
    >>> extract = pd.DataFrame(rows, columns=["sex", "age", "need_drugs"]).assign(need_alcohol="yes")
    >>> extract["person_id"] = [str(number) for number in range(50)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> even = pd.concat([extract.iloc[:10], extract.iloc[10:20]])
    >>> other = nk.read_cohort(even, population="people elsewhere", as_at="2025-12-31")
    >>> frame = standardised(cohort, to=other).to_frame().set_index("number_of_needs")
    >>> frame.loc["two or more", ["crude", "estimate"]].round(3).tolist()
    [0.36, 0.525]
    """
    if to is None and not by:
        message = "standardised wants to= (another cohort) or by= (a breakdown), or it would change nothing."
        raise UsageError(message)
    cohort.needs.refuse_none()
    divided, strata = _with_strata(cohort)
    standard, _ = _with_strata(cohort if to is None else to)
    breakdowns = breakdowns_in(cohort, by)
    if any(breakdown.attribute.name in {"age", SEX} for breakdown in breakdowns):
        message = (
            "Figures that are standardised for age and sex cannot be broken down by them. Choose another breakdown."
        )
        raise UsageError(message)
    counter, others = Counter(divided), Counter(standard)
    weights = _of_strata(others, Placed((), standard.whom, (), ()), strata, ())
    statements = _statements(cohort, strata)
    cells = tuple(
        Cell((*group.at, label), measure, _parts(counter, group, strata, (measure, numbers), weights))
        for group in groups_of(divided, breakdowns)
        for label, measure, numbers in statements
    )
    words = _words(cohort, standard, strata, own=to is None)
    by_group = tuple(Dimension(b.name, b.label, (Level(EVERYBODY), *levels_of(b))) for b in breakdowns)
    levels = tuple(Level(label) for label, _, _ in statements)
    counts = {**others.counts, **counter.counts}
    return Table(
        caption=caption_for(cohort, words, breakdowns),
        dimensions=(*by_group, Dimension(NUMBER_OF_NEEDS, f"Number of {cohort.needs.word}s", levels)),
        headings=words.headings,
        cells=cells,
        counts=counts,
        attributes={**attributes_of(standard, others.counts), **attributes_of(divided, counter.counts)},
    )


def _with_strata(cohort: Cohort) -> tuple[Cohort, Strata]:
    factors = []
    for name in (AGES, SEX):
        if name not in cohort.breakdowns:
            message = f"Standardising wants age and sex, and the extract of {cohort.population} does not hold both."
            raise UsageError(message)
        breakdown = cohort.breakdown(name)
        kept = tuple(
            group
            for group in breakdown.groups
            if group.label not in {NOT_KNOWN, NOT_IN_A_BAND} and (name != SEX or group.answers <= SEXES)
        )
        factors.append(Factor(breakdown.attribute, kept))
    return with_strata(cohort, factors, name=STRATA)


Statement = tuple[str, "Measure", tuple[frozenset[str], ...]]
"""Its label, its measure and the numbers of needs that it counts: a set and all for a share, each alone for the mean.
"""

Counted = tuple["Measure", tuple[frozenset[str], ...]]
"""A statement without its label."""


def _statements(cohort: Cohort, strata: Strata) -> list[Statement]:
    numbers = [answer for answer in cohort.attributes[NUMBER_OF_NEEDS].answers if answer != NOT_IN_FULL]
    shares: list[Statement] = [
        (label, STANDARDISED, (frozenset(numbers[least:]), frozenset(numbers)))
        for least, label in AT_LEAST.items()
        if least < len(numbers)
    ]
    mean = standardised_mean(len(strata.names), unit=f"{cohort.needs.word}s per {cohort.one}")
    return [*shares, ("mean", mean, tuple(frozenset({number}) for number in numbers))]


def _parts(
    counter: Counter, group: Placed, strata: Strata, counted: Counted, weights: tuple[Sum, ...]
) -> tuple[Sum, ...]:
    """Return whom a statement counts: those who count, those known and everybody, of all strata and of each."""
    measure, numbers = counted
    everywhere = (STRATA, frozenset(strata.names))
    asked = [(NUMBER_OF_NEEDS, answers) for answers in numbers]
    overall = [counter.sum_of(group, people(condition, everywhere)) for condition in asked]
    everyone = counter.sum_of(group, people())
    if measure is not STANDARDISED:
        each = [
            counter.sum_of(group, people(condition, (STRATA, frozenset({stratum}))))
            for stratum in strata.names
            for condition in asked
        ]
        return (everyone, *overall, *each, *weights)
    by_stratum = [_of_strata(counter, group, strata, (condition,)) for condition in asked]
    return (*overall, everyone, *by_stratum[0], *by_stratum[1], *weights)


def _of_strata(
    counter: Counter, group: Placed, strata: Strata, asked: tuple[tuple[str, frozenset[str]], ...]
) -> tuple[Sum, ...]:
    """Return the people of each stratum who meet conditions."""
    return tuple(counter.sum_of(group, people(*asked, (STRATA, frozenset({name})))) for name in strata.names)


def _words(cohort: Cohort, standard: Cohort, strata: Strata, *, own: bool) -> Words:
    word, unit = cohort.needs.word, cohort.unit
    groups = " and ".join(
        f"{factor.attribute.label.lower()} ({'; '.join(group.label for group in factor.groups)})"
        for factor in strata.factors
    )
    whose = "of the whole cohort" if own else f"of {standard.in_words}"
    return Words(
        key="overlap.standardised",
        title=f"Number of {word}s per {cohort.one}, standardised to the ages and sexes {whose}",
        headings=Headings(
            count=f"{unit.capitalize()} with this number of {word}s",
            out_of=f"{unit.capitalize()} with a known answer on every {word}, and a known age and sex",
            not_known=f"{unit.capitalize()} with one of these not known",
            estimate="Standardised percentage",
            mean=f"Standardised mean number of {word}s per {cohort.one}",
        ),
        notes=(
            f"The strata are {groups}. The standard is the mix {whose}.",
            (
                "A standardised figure is not how many there are: it answers what would be if ages and sexes were "
                "mixed as in the standard. It allows for nothing else, such as sentences, and says nothing of causes."
            ),
        ),
        sources=cohort.needs.sources,
    )
