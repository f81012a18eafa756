"""How many of those managed could be matched, and who was lost on the way?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import YES
from needskit.analysis.count import Counter, Placed, Words, attributes_of, caption_for, people
from needskit.analysis.iom.alike.arms import COMPARISON
from needskit.analysis.iom.alike.wording import arms_in_words, suffix_of
from needskit.analysis.iom.at_any_time import AT_ANY_TIME
from needskit.analysis.outcome import followed_up_in
from needskit.analysis.received import everybody, received
from needskit.cohort.build import KEPT
from needskit.errors import UsageError
from needskit.table.differences import of_submitted
from needskit.table.measure import COUNT, PART_OF_WHOLE
from needskit.table.table import Cell, Dimension, Headings, Level, Table
from needskit.table.whom import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.analysis.count import Asked
    from needskit.analysis.iom.alike.matched import Matched
    from needskit.table.whom import Sum


ALL = "all records"
OTHER_TIME = "of these, managed at another time"
WHY_OTHER_TIME = (
    "Those of the comparison that were managed at another time had some of what is compared, so that a difference is "
    "smaller than beside others. They are matched all the same unless they are left out."
)

_OF_SUBMITTED = (
    "Those {called} who are in the cohort are a percentage of those submitted. Whoever was submitted and is not in it "
    "is in no other figure."
)


def attrition(matched: Matched, *, submitted: int | None = None) -> Table:
    """How many people of either arm were received, could be looked at, and are matched?

    First come all records, as far as it is known which arm they are in; then either arm. Percentages are of those of
    the arm in the cohort, and above it of the records received. Whoever is lost on the way is in no comparison, so that
    what is found holds for those matched.

    Parameters
    ----------
    matched
        From ``match``.
    submitted
        How many people the scheme named, of whom some may not be in the extract. It is given, and shown as it is.

    Raises
    ------
    UsageError
        If fewer were submitted than are found.

    References
    ----------
    Ministry of Justice, Justice Data Lab reports: those submitted, found and matched are told first.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> matched = nk.iom.match(cohort, adjust=("sex", "age"), known_only=True)
    >>> attrition(matched).to_frame().query("arm == 'all records'")["step"].tolist()
    ['records received', 'in the cohort', 'arm known', 'followed up in full', 'every number known', 'matched']
    """
    cohort = matched.cohort
    counter = Counter(cohort)
    first, kept = received(cohort), everybody(cohort)
    counter.counts |= {first: sum(cohort.records.values()), kept: cohort.records[KEPT]}
    in_cohort = "in the cohort"
    cells = [
        Cell((ALL, "records received"), COUNT, (count_of(first),)),
        Cell((ALL, in_cohort), PART_OF_WHOLE, (count_of(kept), count_of(first))),
    ]
    counts = _Counts(counter, Placed((), cohort.whom, (), ()))
    if cohort.among:
        cells.append(Cell((ALL, f"of these, {cohort.among}"), PART_OF_WHOLE, (counts.of(), count_of(kept))))
    either = (matched.arm.name, frozenset(matched.arm.answers[:2]))
    arms: tuple[tuple[str, Asked], ...] = ((matched.called, (matched.ours,)), (COMPARISON, (matched.theirs,)))
    cells.append(Cell((ALL, "arm known"), PART_OF_WHOLE, (counts.of(either), counts.of())))
    cells += [
        Cell((ALL, step), PART_OF_WHOLE, (counts.of(either, *asked), counts.of())) for step, asked in _steps(matched)
    ]
    for label, asked in arms:
        whole = counts.of(*asked)
        given = submitted is not None and label == matched.called
        cells.append(Cell((label, in_cohort), of_submitted(submitted) if given else COUNT, (whole,)))
        if label == COMPARISON and _tells_other_times(matched):
            managed = counts.of(*asked, (AT_ANY_TIME, YES))
            cells.append(Cell((label, OTHER_TIME), PART_OF_WHOLE, (managed, whole)))
        cells += [
            Cell((label, step), PART_OF_WHOLE, (counts.of(*asked, *more), whole)) for step, more in _steps(matched)
        ]
    if submitted is not None and submitted < int(matched.is_treated.sum()):
        message = "submitted wants how many people the scheme named, and more of them are in the extract than that."
        raise UsageError(message)
    words = _words(matched, submitted=submitted is not None)
    levels = tuple(Level(step, under=arm) for arm, step in (cell.at for cell in cells))
    return Table(
        caption=caption_for(cohort, words, ()),
        dimensions=(
            Dimension("arm", "Arm", tuple(Level(label) for label in (ALL, *(label for label, _ in arms)))),
            Dimension("step", "Step", levels),
        ),
        headings=words.headings,
        cells=tuple(cells),
        counts=counter.counts,
        attributes=attributes_of(cohort, counter.counts),
    )


class _Counts:
    """Looks up how many of the cohort meet conditions."""

    def __init__(self, counter: Counter, everybody_there: Placed) -> None:
        self.counter = counter
        self.there = everybody_there

    def of(self, *asked: tuple[str, frozenset[str]]) -> Sum:
        """Return the sum that counts them."""
        return self.counter.sum_of(self.there, people(*asked))


def _steps(matched: Matched) -> Iterator[tuple[str, Asked]]:
    """Return the steps from an arm to those matched, each with the conditions of all before it."""
    asked: Asked = followed_up_in(matched.cohort)
    if asked:
        yield "followed up in full", asked
    if matched.how.known_only:
        asked = (*asked, (matched.complete.name, YES))
        yield "every number known", asked
    yield "matched", (matched.is_matched,)


def _tells_other_times(matched: Matched) -> bool:
    """Tell whether it is known who of the comparison was managed at another time, and they are not left out for it."""
    about_iom = any(name.startswith("iom") for name in matched.asked)
    return about_iom and AT_ANY_TIME in matched.cohort.people and AT_ANY_TIME not in matched.asked


def _words(matched: Matched, *, submitted: bool) -> Words:
    unit = matched.cohort.unit
    return Words(
        key=f"iom.attrition{suffix_of(matched)}",
        title=f"How many {matched.called} could be matched",
        headings=Headings(
            count=f"Records or {unit}",
            out_of="Out of",
            estimate="Percentage",
            further={"submitted": f"{unit.capitalize()} submitted"},
        ),
        notes=(
            *arms_in_words(matched),
            "Percentages of an arm are of those of it in the cohort. What a comparison finds holds for those matched.",
            *((_OF_SUBMITTED.format(called=matched.called),) if submitted else ()),
            *((WHY_OTHER_TIME,) if _tells_other_times(matched) else ()),
            (
                f"{unit.capitalize()} of the comparison that are like none of the other arm are not matched either: "
                "that few of them are is no fault of the match."
            ),
        ),
    )
