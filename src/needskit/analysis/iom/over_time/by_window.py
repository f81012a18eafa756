"""How far does the fall from before to after depend on which months are looked at?"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from needskit.analysis.answers import YES
from needskit.analysis.count import Counter, attributes_of, caption_for, people
from needskit.analysis.iom.over_time.before_after import FEWEST_FOR_SELECTION
from needskit.analysis.iom.over_time.dated import Window, dated, lacking
from needskit.analysis.iom.over_time.window_words import refused, words_of
from needskit.analysis.iom.over_time.windows import (
    AT_RISK,
    CUSTODY_AFTER,
    CUSTODY_BEFORE,
    WINDOW_DAYS,
    chosen_by,
    numbers_known,
)
from needskit.analysis.iom.over_time.windows_answered import (
    ANY,
    BOTH,
    GAINED,
    LOST,
    NEITHER,
    column_of,
    known_name,
    name_of,
    with_windows,
)
from needskit.analysis.tabulate import groups_of
from needskit.errors import UsageError
from needskit.table.before_after import (
    ANY_BEFORE_AND_AFTER,
    PRODUCTS,
    RATE_BEFORE_AND_AFTER,
    RATE_OF_TIME_AT_RISK,
)
from needskit.table.table import Cell, Dimension, Level, Table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from needskit.analysis.count import Part
    from needskit.analysis.iom.over_time.dated import Dated
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition, Sum

USUAL_GAPS = (0, 3, 6)
YEAR = Window(12, 0)
"""The window that days in custody are held for."""


def by_window(
    cohort: Cohort,
    *,
    months: Sequence[int] | None = None,
    gaps: Sequence[int] = USUAL_GAPS,
    known_from: dt.date | None = None,
    acknowledge_selection: bool = False,
) -> Table:
    """How far does the fall from before to after depend on which months are looked at?

    Counted are the same people in every row: those followed up for the longest window whose every offence that may
    count is known, and where the source of offences is not complete, who have a record in it. An offence counts by its
    own date, if its outcome came within the waiting time after the window, before the index date as after it. The
    window after begins on the day after the index date; the window before ends on it, or a gap earlier. A fall is not
    an effect, and none of the rows is the right one.

    Parameters
    ----------
    cohort
        Whose people are counted, such as ``cohort.where("managed under IOM", iom=True)``.
    months
        How long the windows are, before and after alike; 3, 6, 9, 12, 18 and 24 unless told otherwise, as far as at
        least half of the people whom the shortest covers are covered.
    gaps
        How many months lie between the window before and the index date: what somebody was chosen for is then in none.
    known_from
        The first day from which offences are known; whoever's longest window begins earlier is not counted. If not
        given, offences are taken to be known for as long before as is asked for.
    acknowledge_selection
        As in ``before_after``.

    Raises
    ------
    UsageError
        If the extract lacks index dates, linked offences or the end of the data; a length or gap makes no sense; or
        (R-SELECTED) people were chosen by what they did before: by a condition of the cohort, or all of 10 or more
        had an offence in a window before.

    References
    ----------
    Dawson and Cuppleditch (2007), An impact assessment of the Prolific and other Priority Offender programme, Home
    Office Online Report 08/07: the same people, and falls of 24, 43 and 62 per cent by the choice of windows. Ministry
    of Justice, Guide to proven reoffending statistics, for which offences count.

    Examples
    --------
    >>> import datetime as dt, tempfile, pathlib, pandas as pd, needskit as nk
    >>> settings = '''
    ... [cohort]
    ... population = "people in a test"
    ... [follow_up]
    ... data_end = 2025-12-31
    ... [sources.people]
    ... file = ""
    ... role = "people"
    ... [sources.police]
    ... file = ""
    ... role = "offences"
    ... '''
    >>> people = pd.DataFrame({"person_id": ["A", "B"], "index_date": ["2022-01-01"] * 2})
    >>> offences = pd.DataFrame(
    ...     [["A", "2021-11-30", "2021-12-20"], ["A", "2021-05-01", "2021-08-01"], ["B", "2022-05-01", "2022-06-01"]],
    ...     columns=["person_id", "offence_date", "outcome_date"],
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "needskit.toml")
    ...     _ = path.write_text(settings)
    ...     cohort = nk.read_cohort(path, frames={"people": people, "police": offences})
    >>> frame = by_window(cohort, months=[3, 12], gaps=[0]).to_frame()
    >>> frame[frame["statement"] == "offences per 100 people"][["events", "against_events"]].to_numpy().tolist()
    [[1, 0], [2, 1]]
    """
    found = dated(cohort, months, gaps, known_from)
    made, custody = _with_sums(with_windows(cohort, found), found)
    of = _Counted(made, found, custody)
    if (chosen_by(cohort) or of.any_all_before()) and not acknowledge_selection:
        raise UsageError(refused(cohort))
    cells = tuple(cell for window in found.windows for cell in of.cells(window))
    words = words_of(cohort, found, has_custody=bool(custody), acknowledged=acknowledge_selection)
    levels = dict.fromkeys(cell.at[1] for cell in cells)
    timed = next((cell.at for cell in cells if cell.measure is RATE_OF_TIME_AT_RISK), None)
    under = {timed[1]: timed[0]} if timed else {}
    return Table(
        caption=caption_for(cohort, words, ()),
        dimensions=(
            Dimension("window", "Months before and after", tuple(Level(each.in_words) for each in found.windows)),
            Dimension("statement", "Statement", tuple(Level(label, under.get(label)) for label in levels)),
        ),
        headings=words.headings,
        cells=cells,
        counts=of.counter.counts,
        attributes=attributes_of(made, of.counter.counts),
    )


def can_be_windowed(cohort: Cohort) -> bool:
    """Tell whether the extract holds what windows ask for, and people were not chosen by what they did before."""
    if lacking(cohort) or chosen_by(cohort):
        return False
    found = dated(cohort, None, USUAL_GAPS, None)
    return bool(found.known.any()) and not _Counted(with_windows(cohort, found), found, ()).any_all_before()


class _Counted:
    """What the cells of the table count."""

    def __init__(self, cohort: Cohort, found: Dated, custody: tuple[Condition, ...]) -> None:
        self.cohort, self.found, self.custody = cohort, found, custody
        self.counter = Counter(cohort)
        (self.group,) = groups_of(cohort, ())
        self.known: tuple[Condition, ...] = ((known_name(found), YES),)

    def any_all_before(self) -> bool:
        """Tell whether in any window all had an offence before, and are too many for chance."""
        every = self._number(people(*self.known))
        parts = (people((name_of(self.found, window), ANY["before"])) for window in self.found.windows)
        return every >= FEWEST_FOR_SELECTION and any(self._number(part) == every for part in parts)

    def _number(self, part: Part) -> int:
        return sum(times * self.counter.counts[whom] for times, whom in self._sum(part))

    def _sum(self, part: Part) -> Sum:
        return self.counter.sum_of(self.group, part)

    def cells(self, window: Window) -> Iterator[Cell]:
        """Make the rows of one window: how many, how often, and for the time at risk where that is known."""
        name, unit = name_of(self.found, window), self.cohort.unit
        some = {side: self._sum(people((name, answers))) for side, answers in ANY.items()}
        known, everybody = self._sum(people(*self.known)), self._sum(people())
        pairs = (self._sum(people((name, frozenset({answer})))) for answer in (GAINED, LOST, BOTH, NEITHER))
        how_many = (some["before"], known, everybody, some["after"], *pairs)
        yield Cell((window.in_words, f"{unit} with a proven offence"), ANY_BEFORE_AND_AFTER, how_many)
        sides = [column_of(self.found, window, side) for side in ANY]
        sums = [self._amount(self.known, column) for column in sides]
        products = [self._amount(self.known, *pair) for pair in combinations_with_replacement(sides, 2)]
        first = (known, everybody, some["before"], some["after"])
        yield Cell((window.in_words, f"offences per 100 {unit}"), RATE_BEFORE_AND_AFTER, (*first, *sums, *products))
        if self.custody and window == YEAR:
            timed = (*self.known, *self.custody)
            four = (sides[0], f"{AT_RISK[CUSTODY_BEFORE]}", sides[1], f"{AT_RISK[CUSTODY_AFTER]}")
            parts = (
                *(self._sum(people(*timed)), everybody),
                *(self._sum(people((name, answers), *self.custody)) for answers in ANY.values()),
                *(self._amount(timed, each) for each in four),
                *(self._amount(timed, four[one], four[other]) for one, other in PRODUCTS),
            )
            yield Cell((window.in_words, "offences per 100 years at risk"), RATE_OF_TIME_AT_RISK, parts)

    def _amount(self, asked: tuple[Condition, ...], *columns: str) -> Sum:
        called = " times ".join(columns)
        return self.counter.amount_of(self.group, asked, of=called, called=called)


def _with_sums(cohort: Cohort, found: Dated) -> tuple[Cohort, tuple[Condition, ...]]:
    """Return the cohort with products of what each did in two windows, and who is counted for the time at risk."""
    custody = numbers_known(cohort, CUSTODY_BEFORE, CUSTODY_AFTER) if YEAR in found.windows else ()
    columns = {column: cohort.people[column] for window in found.windows for column in _sides(found, window)}
    pairs = [pair for window in found.windows for pair in combinations_with_replacement(_sides(found, window), 2)]
    if custody:
        columns |= {
            called: (WINDOW_DAYS - cohort.people[column].astype("Int64")).clip(lower=0)
            for column, called in AT_RISK.items()
        }
        before, after = _sides(found, YEAR)
        four = (before, AT_RISK[CUSTODY_BEFORE], after, AT_RISK[CUSTODY_AFTER])
        pairs += [(four[one], four[other]) for one, other in PRODUCTS]
    columns |= {f"{one} times {other}": columns[one] * columns[other] for one, other in pairs}
    return replace(cohort, people=cohort.people.assign(**columns)), custody


def _sides(found: Dated, window: Window) -> tuple[str, str]:
    return column_of(found, window, "before"), column_of(found, window, "after")
