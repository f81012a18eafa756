"""Are homeless people reconvicted more often than others who are like them in one characteristic?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import NO
from needskit.analysis.count import Row, Words, people
from needskit.analysis.modelled_terms import PRIOR, prior_bands
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.points import POINTS, end_of_key, refuse_one_group, two_groups_at
from needskit.analysis.tabulate import share
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.build import FOLLOWED_UP
from needskit.errors import UsageError
from needskit.table.stratified import POOLED, WITHIN
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.analysis.count import Part
    from needskit.analysis.outcome import Outcome
    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition

CRUDE, ALL_STRATA = "all strata, not adjusted", "all strata, pooled"


def reconviction_stratified(
    cohort: Cohort, *, by: str, at: str | None = None, dichotomy: str | None = None, outcome: str = RECONVICTED
) -> Table:
    """Are homeless people reconvicted more often than others of the same sentence, sex or prior offending?

    Counted are people followed up in full whose outcome and whose accommodation are known. Each group of the breakdown
    is a stratum with a row, in which the first group is set against the second. Then come all strata together as they
    are found, and pooled: one odds ratio, risk ratio and difference for all, each stratum compared within itself.
    Whoever's stratum is not known has a row and is in neither of the last two.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        The name of the breakdown whose groups are the strata, or ``prior_convictions`` for bands of these.
    at
        The point in time; the first that the extract has unless told otherwise.
    dichotomy
        How accommodation is put in two groups: homeless, housed or settled; as the settings say unless told otherwise.
    outcome
        The yes or no column that is the outcome.

    Raises
    ------
    UsageError
        If the extract does not say where people live, has no such outcome or breakdown, the strata are made of the
        outcome or of what is compared, or the cohort was chosen so that nobody can be in one of the two groups.

    References
    ----------
    Mantel and Haenszel (1959), Journal of the National Cancer Institute 22, 719-748; Robins, Breslow and Greenland
    (1986), Biometrics 42, 311-323; Greenland and Robins (1985), Biometrics 41, 55-68; Sato (1989), Biometrics 45,
    1323-1324; Tarone (1985), Biometrika 72, 91-95.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> reconviction_stratified(cohort, by="custodial").to_frame()["stratum"].tolist()
    ['Community order or suspended sentence', 'Custody', 'not known', 'all strata, not adjusted', 'all strata, pooled']
    """
    point, compared = two_groups_at(cohort, at, dichotomy)
    refuse_one_group(cohort, compared)
    asked = reconviction_of(cohort, outcome)
    strata = _strata(cohort, by)
    _refuse_strata_of(strata, compared, asked)
    rows = _rows(strata, compared, asked)
    unit = cohort.unit.capitalize()
    group, others = (each.label.lower() for each in compared.groups[:2])
    words = Words(
        key=f"accommodation.reconviction_stratified{end_of_key(cohort, compared, point)}_by_{by}",
        title=f"Accommodation {POINTS[point]} and outcome within strata by {strata.label.lower()}: {asked.words}",
        headings=Headings(
            count=f"{unit}, {group}, {asked.words}",
            out_of=f"{unit}, {group}, followed up and with a known outcome",
            not_known=f"{unit}, {group}, not followed up or without a known outcome",
            against_count=f"{unit}, {others}, {asked.words}",
            against_out_of=f"{unit}, {others}, followed up and with a known outcome",
            estimate=f"Percentage {asked.words}, {group}",
            further={"against_estimate": f"Percentage {asked.words}, {others}"},
        ),
        notes=(
            *asked.notes,
            f"Each row sets {group} against {others}. Those whose accommodation is not known are in no row.",
            (
                f"'{ALL_STRATA}' compares within each stratum and then weighs the strata together; set beside "
                f"'{CRUDE}', it says how far the groups differ because they are mixed otherwise. Both are of those "
                "whose stratum is known."
            ),
            (
                "One figure for all strata supposes that it is the same in each. The last P value is of whether the "
                "odds ratio differs between strata: where it is small, read the strata and not the pooled figure. "
                "Where strata are small it sees little, so that a large one does not show that they are alike."
            ),
            "Each stratum is one more comparison: of many strata, some stand out by chance.",
            (
                "It adjusts for this one characteristic as it is grouped here, and for nothing else, so a difference "
                "is not what accommodation does."
            ),
        ),
        sources=tuple(f"{each.label}: {each.source}" for each in (compared, strata) if each.source),
    )
    return share(cohort, rows, name="stratum", label=strata.label, words=words)


def _strata(cohort: Cohort, by: str) -> Breakdown:
    bands = prior_bands(cohort) if by == PRIOR and by not in cohort.breakdowns else None
    return bands or cohort.breakdown(by)


def _refuse_strata_of(strata: Breakdown, compared: Breakdown, asked: Outcome) -> None:
    """Refuse strata in which there is nothing to compare, whoever the people are."""
    taken = {
        compared.attribute.name: "what is compared",
        asked.column: "the outcome",
        FOLLOWED_UP: "who is followed up",
    }
    if strata.attribute.name in taken:
        message = (
            f"Strata by '{strata.name}' are made of {taken[strata.attribute.name]}, and would leave nothing to compare "
            "within them. Name a characteristic that people had before, such as sentence_band or sex."
        )
        raise UsageError(message)


def _rows(strata: Breakdown, compared: Breakdown, asked: Outcome) -> list[Row]:
    """Return a row for each stratum, for all as they are found, and for all pooled."""
    name = strata.attribute.name
    alone = [(group, (name, group.answers)) for group in strata.groups]
    known = [condition for group, condition in alone if group.label != NOT_KNOWN]
    everywhere = (name, frozenset().union(*(answers for _, answers in known)))
    rows = [
        Row((group.label,), WITHIN, _two(compared, asked, condition), found_in=strata.found_in(group.label))
        for group, condition in alone
    ]
    found = _two(compared, asked, everywhere)
    each = [_two(compared, asked, condition) for condition in known]
    # With the answer and without, of the first group and of the second.
    four = tuple(stratum[place] for place in (0, 3, 4, 6) for stratum in each)
    count, out_of, everyone, _, against_count, against_out_of, _ = found
    rows.append(Row((CRUDE,), WITHIN, found))
    rows.append(Row((ALL_STRATA,), POOLED, (count, out_of, everyone, against_count, against_out_of, *four)))
    return rows


def _two(compared: Breakdown, asked: Outcome, stratum: Condition) -> tuple[Part, ...]:
    """Return the parts of ``WITHIN`` for the people of some strata."""
    first, second = ((compared.attribute.name, group.answers) for group in compared.groups[:2])
    no = (*asked.followed, (asked.column, NO))
    return (
        people(stratum, first, *asked.yes),
        people(stratum, first, *asked.known),
        people(stratum, first),
        people(stratum, first, *no),
        people(stratum, second, *asked.yes),
        people(stratum, second, *asked.known),
        people(stratum, second, *no),
    )
