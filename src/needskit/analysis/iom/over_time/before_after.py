"""How many were reconvicted, and how often, in the 12 months before the index date and the 12 months from it on?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from needskit.analysis.answers import YES
from needskit.analysis.count import Counter, Words, attributes_of, caption_for, people
from needskit.analysis.iom.over_time.windows import AFTER, BEFORE, EVIDENCE, chosen_by, windows
from needskit.analysis.outcome import followed_up_in
from needskit.analysis.tabulate import By, breakdowns_in, groups_of, levels_of
from needskit.cohort.breakdown import EVERYBODY
from needskit.errors import UsageError
from needskit.table.before_after import (
    ANY_BEFORE_AND_AFTER,
    RATE_BEFORE_AND_AFTER,
    RATE_OF_THOSE_WITH_ANY,
    RATE_OF_TIME_AT_RISK,
)
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.analysis.count import Placed
    from needskit.analysis.iom.over_time.windows import Windows
    from needskit.cohort.cohort import Cohort

SELECTED: Final = "R-SELECTED"
"""The code of the refusal to set after against a before that the people were chosen for."""

FEWEST_FOR_SELECTION: Final = 10
"""Of fewer than this, that all were reconvicted before may be chance. To refuse them would also tell of those who are
not refused that somebody among so few was not."""


def before_after(cohort: Cohort, *, by: By = None, acknowledge_selection: bool = False) -> Table:
    """Were the same people reconvicted less, and less often, in the 12 months after the index date than before?

    Counted are people followed up in full whose reconviction is known before and after, and where the extract holds
    numbers of offences, these too; for the time at risk, also their days in custody in both windows. Whoever is not
    known on one side is in no figure. A fall is not an effect: there is nobody to compare with, and people who are
    chosen when they offend much offend less afterwards whatever is done.

    Parameters
    ----------
    cohort
        Whose people are counted, such as ``cohort.where("managed under IOM", iom=True)``.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.
    acknowledge_selection
        Whether to make the table although people were chosen by what they did before, so that "before" is 100%, or as
        high as it is, because of that. A note then says so.

    Raises
    ------
    UsageError
        If the extract does not say who was reconvicted before and after, there is no such breakdown, or (R-SELECTED)
        people were chosen by what they did before: by a condition of the cohort, or all of 10 or more were reconvicted.

    References
    ----------
    McNemar (1947), Psychometrika 12, 153-157; Newcombe (1998), Statistics in Medicine 17, 2635-2650, method 10;
    Liang and Zeger (1986), Biometrika 73, 13-22. Sherman and others (1998), Preventing Crime: What Works, What
    Doesn't, What's Promising, National Institute of Justice, for the levels of the Maryland scale.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3", "4"],
    ...         "reconvicted_before_12_months": ["yes", "yes", "no", "no"],
    ...         "reconvicted_12_months": ["no", "yes", "no", "no"],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = before_after(cohort).to_frame()
    >>> frame[["count", "against_count", "out_of", "difference", "relative_change"]].to_numpy().tolist()
    [[2, 1, 4, -0.25, -0.5]]
    """
    of = windows(cohort)
    breakdowns = breakdowns_in(of.cohort, by)
    groups = groups_of(of.cohort, breakdowns)
    counter = Counter(of.cohort)
    chosen = chosen_by(cohort) or any(_all_before(of, counter, group) for group in groups)
    if chosen and not acknowledge_selection:
        raise UsageError(_refused(cohort))
    cells = tuple(cell for group in groups for cell in _cells(of, counter, group))
    words = _words(cohort, of, acknowledged=acknowledge_selection)
    by_group = (Dimension(b.name, b.label, (Level(EVERYBODY), *levels_of(b))) for b in breakdowns)
    labels = list(dict.fromkeys(cell.at[-1] for cell in cells))
    return Table(
        caption=caption_for(cohort, words, breakdowns),
        dimensions=(*by_group, Dimension("statement", "Statement", tuple(Level(label) for label in labels))),
        headings=words.headings,
        cells=cells,
        counts=counter.counts,
        attributes=attributes_of(of.cohort, counter.counts),
    )


def can_be_set_side_by_side(cohort: Cohort) -> bool:
    """Tell whether people were not chosen by what they did before, as far as that can be seen."""
    of = windows(cohort)
    (everybody,) = groups_of(of.cohort, ())
    return not chosen_by(cohort) and not _all_before(of, Counter(of.cohort), everybody)


def _all_before(of: Windows, counter: Counter, group: Placed) -> bool:
    """Tell whether all of a group were reconvicted before, and are too many for chance."""
    sums = (counter.sum_of(group, of.part(*flag)) for flag in (((BEFORE, YES),), ()))
    yes, known = (sum(times * counter.counts[whom] for times, whom in part) for part in sums)
    return yes == known >= FEWEST_FOR_SELECTION


def _cells(of: Windows, counter: Counter, group: Placed) -> Iterator[Cell]:
    """Make the rows of one group: how many; how often each, each of those with any, and for the time at risk."""
    unit = of.cohort.unit
    everybody = counter.sum_of(group, people())
    (yes_before, yes_after), no = ((BEFORE, YES), (AFTER, YES)), frozenset({"no"})
    ways = (
        *((yes_before,), (), None, (yes_after,)),
        *(((BEFORE, no), yes_after), (yes_before, (AFTER, no)), (yes_before, yes_after), ((BEFORE, no), (AFTER, no))),
    )
    parts = [everybody if way is None else counter.sum_of(group, of.part(*way)) for way in ways]
    yield Cell((*group.at, f"{unit} reconvicted"), ANY_BEFORE_AND_AFTER, tuple(parts))
    if not of.has_numbers:
        return
    first = (parts[1], everybody, parts[0], parts[3])
    each = (*first, *of.per_person(counter, group))
    yield Cell((*group.at, f"offences per 100 {unit}"), RATE_BEFORE_AND_AFTER, each)
    of_any = (*first, *of.per_reoffender(counter, group))
    yield Cell((*group.at, f"offences per 100 {unit} reconvicted"), RATE_OF_THOSE_WITH_ANY, of_any)
    if of.timed:
        flags = ((), (yes_before,), (yes_after,))
        known, before, after = (counter.sum_of(group, of.timed_part(*flag)) for flag in flags)
        timed = (known, everybody, before, after, *of.per_day(counter, group))
        yield Cell((*group.at, "offences per 100 years at risk"), RATE_OF_TIME_AT_RISK, timed)


def _refused(cohort: Cohort) -> str:
    return (
        f"{SELECTED}: these {cohort.unit} were chosen by what they did before the index date, so that reconviction and "
        "offences before are what they are because of the choice and can mostly fall. Take a cohort that is not chosen "
        "by its offences before, ask regression_to_the_mean how much of the fall was to be expected, or set "
        "acknowledge_selection=True: the table then says that the fall is not an effect."
    )


def _words(cohort: Cohort, of: Windows, *, acknowledged: bool) -> Words:
    unit, one = cohort.unit, cohort.one
    what = ", number of offences" if of.has_numbers else ""
    too_early = "not yet followed up in full" if followed_up_in(cohort) else "not followed up"
    return Words(
        key="iom.before_after",
        title=f"Reconviction in the 12 months before the index date and the 12 months after, of the same {unit}",
        headings=Headings(
            count=f"{unit.capitalize()} reconvicted before",
            out_of=f"{unit.capitalize()} known before and after",
            not_known=f"{unit.capitalize()} {too_early}, or not known before or after",
            against_count=f"{unit.capitalize()} reconvicted after",
            gained=f"{unit.capitalize()} reconvicted after alone",
            lost=f"{unit.capitalize()} reconvicted before alone",
            events="Offences before",
            against_events="Reoffences after",
            estimate="Percentage reconvicted before",
            further={
                "against_estimate": "Percentage reconvicted after",
                "against_lower": "Lower 95% limit of the percentage after",
                "against_upper": "Upper 95% limit of the percentage after",
                "difference": "Difference: after less before",
                "relative_change": "Relative change: after divided by before, less 1",
                "person_years": "Years at risk before",
            },
        ),
        notes=(
            (
                "A fall is not an effect. There is no comparison group, so it cannot be told what would have become of "
                f"the same {unit} otherwise. Evidence level 2 of 5 on the Maryland Scientific Methods Scale: before "
                "and after, without others to compare with."
            ),
            (
                f"{unit.capitalize()} are mostly chosen when they offend much, and whoever is chosen at a high comes "
                "down again whatever is done: regression to the mean."
            ),
            *(
                (
                    (
                        f"It is acknowledged that these {unit} were chosen by what they did before, so that before is "
                        "what it is because of the choice and can mostly fall. The fall is not an effect."
                    ),
                )
                if acknowledged
                else ()
            ),
            (
                "Before is the 12 months to the index date, after the 12 months from it on. Counted in every row are "
                f"those followed up in full whose reconviction{what} is known before and after; for the time at risk, "
                "those whose days in custody are known too."
            ),
            (
                "A difference is in percentage points, a relative change in per cent of what was before: always say "
                "which."
            ),
            *(
                (
                    (
                        f"The relative change of the offences is that of the {unit} reconvicted put together with that "
                        f"of the offences per 100 {unit} reconvicted. The last is not the change of any {one}: those "
                        f"reconvicted before and those reconvicted after are not the same {unit}."
                    ),
                )
                if of.has_numbers
                else ()
            ),
            (
                "Also different after: age, what is recorded, and how long a court takes. Custody takes time at risk "
                "away: where years at risk after are fewer than before, that alone brings fewer offences. "
                "Without days in custody in the extract that is in no figure."
            ),
        ),
        sources=(EVIDENCE,),
    )
