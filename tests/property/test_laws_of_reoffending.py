"""What always holds of reoffending that is worked out from offences, and that it is what a loop over people finds."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from needskit.extract.offences import BLOCK, offences_of
from needskit.extract.project.measures import measure_of
from needskit.extract.project.parts import FollowUpPart
from needskit.extract.reoffending import reoffending_of

if TYPE_CHECKING:
    import random

OUTCOMES = ["conviction", "caution", "other_disposal", "not_proven", "pending", "not known"]
ANSWERS = ["yes", "no", "not known"]
FIRST, DAYS = dt.date(2021, 3, 1), 900
"""No 29 February in these days, nor in the follow-up a year later."""

INDEX_DAYS = 200
LONG = 200


class Row(NamedTuple):
    """An offence; dates may be missing."""

    person: int
    offended: dt.date | None
    ended: dt.date | None
    outcome: str
    custody: str


def days(most: int) -> st.SearchStrategy[dt.date]:
    return st.integers(0, most).map(lambda number: FIRST + dt.timedelta(days=number))


people = st.lists(st.tuples(days(INDEX_DAYS) | st.none(), st.sampled_from([0, 0, 0, 1, 2])), min_size=1, max_size=6)
rows = st.lists(
    st.builds(
        Row,
        st.integers(-1, 5),
        days(DAYS) | st.none(),
        days(DAYS) | st.none(),
        st.sampled_from(OUTCOMES),
        st.sampled_from(ANSWERS),
    ),
    max_size=12,
)
measures = st.builds(
    FollowUpPart,
    months=st.sampled_from([1, 6, 12]),
    waiting_months=st.sampled_from([0, 6]),
    measure=st.sampled_from(["proven reoffending", "reconviction"]),
) | st.just(FollowUpPart(measure="rearrest", outcomes=("pending", "conviction"), label="Rearrested"))

People = list[tuple[dt.date | None, int]]


def told(who: People, *sources: list[Row], rule: FollowUpPart, complete: bool = False) -> list[list[object]]:
    """Return what is said of each: happened, times, days, custody, first custody, times with it; None if not known."""
    measure = measure_of(rule)
    index = np.array([day for day, _ in who], dtype="datetime64[D]")
    read = []
    for offences in sources:
        kept = [row for row in offences if row.person < len(who)]
        frame = pd.DataFrame(
            {
                "offence_date": np.array([row.offended for row in kept], dtype="datetime64[s]"),
                "outcome_date": np.array([row.ended for row in kept], dtype="datetime64[s]"),
                "outcome": pd.Categorical([row.outcome for row in kept], categories=OUTCOMES),
                "custody": pd.Categorical([row.custody for row in kept], categories=ANSWERS),
            }
        )
        place = np.array([row.person for row in kept], dtype=np.intp)
        read.append(offences_of(frame, place, index, measure))
    followed = np.array([answer for _, answer in who], dtype=np.int8)
    columns = reoffending_of(read, followed, measure, complete=complete)
    answers = pd.DataFrame(columns).astype(object)
    return answers.where(answers.notna() & (answers != "not known"), None).to_numpy().tolist()


def later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def may_it(row: Row, start: dt.date, rule: FollowUpPart) -> tuple[bool, bool]:
    """Say whether an offence counts, and whether it may, by trying every date and outcome that it could have."""
    counted = measure_of(rule).outcomes
    last, waited = later(start, rule.months), later(start, rule.months + rule.waiting_months)
    found = set()
    out = [row.ended] if row.ended else [start, start + dt.timedelta(days=1), waited, waited + dt.timedelta(days=1)]
    for ended in out:
        at = [row.offended] if row.offended else [start, start + dt.timedelta(days=1), last + dt.timedelta(days=1)]
        if row.offended is None and ended <= start:
            at = [start]  # an offence is not after its outcome
        outcomes = OUTCOMES[:5] if row.outcome == "not known" else [row.outcome]
        in_time = ended <= waited or "pending" in counted
        found |= {start < day <= last and in_time and outcome in counted for day in at for outcome in outcomes}
    return found == {True}, True in found


@given(who=people, offences=rows, rule=measures, complete=st.booleans())
def test_it_is_what_a_loop_over_people_finds(
    *, who: People, offences: list[Row], rule: FollowUpPart, complete: bool
) -> None:
    for person, found in enumerate(told(who, offences, rule=rule, complete=complete)):
        start, followed = who[person]
        mine = [row for row in offences if row.person == person]
        if followed != 0 or not (mine or complete):
            assert found == [None] * 6
            continue
        if start is None:
            continue  # nobody without an index date is followed up
        each = [may_it(row, start, rule) for row in mine]
        certain = [row for row, (does, _) in zip(mine, each, strict=True) if does]
        doubted = any(may and not does for does, may in each)
        happened = "yes" if certain else None if doubted else "no"
        assert found[:2] == [happened, None if doubted else len(certain)]
        if not doubted:
            days_to = [(row.offended - start).days for row in certain if row.offended]
            assert found[2] == (min(days_to) if days_to else None)
            assert found[3] == custody_of(certain)
            first = [row for row in certain if row.offended and (row.offended - start).days == found[2]]
            assert found[4] == custody_of(first)
            led = [row.custody for row in certain]
            assert found[5] == (None if "not known" in led else led.count("yes"))


def custody_of(certain: list[Row]) -> str | None:
    led = [row.custody for row in certain]
    return "yes" if "yes" in led else None if "not known" in led or not led else "no"


@given(who=people, offences=rows, rule=measures, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    who: People, offences: list[Row], rule: FollowUpPart, order: random.Random
) -> None:
    mixed = list(offences)
    order.shuffle(mixed)
    assert told(who, mixed, rule=rule) == told(who, offences, rule=rule)


@given(who=people, offences=rows, rule=measures)
def test_a_year_later_everything_is_the_same(who: People, offences: list[Row], rule: FollowUpPart) -> None:
    def shifted(day: dt.date | None) -> dt.date | None:
        return day and day.replace(year=day.year + 1)

    moved = [(shifted(day), answer) for day, answer in who]
    moved_rows = [row._replace(offended=shifted(row.offended), ended=shifted(row.ended)) for row in offences]
    assert told(moved, moved_rows, rule=rule) == told(who, offences, rule=rule)


@given(who=people, offences=rows, more=rows, rule=measures, complete=st.booleans())
def test_another_offence_never_turns_a_yes_into_anything_else(
    *, who: People, offences: list[Row], more: list[Row], rule: FollowUpPart, complete: bool
) -> None:
    before = told(who, offences, rule=rule, complete=complete)
    after = told(who, [*offences, *more], rule=rule, complete=complete)
    for one, other in zip(before, after, strict=True):
        assert one[0] != "yes" or other[0] == "yes"
        if isinstance(one[1], int) and isinstance(other[1], int):
            assert other[1] >= one[1]


@given(who=people, some=rows, others=rows, rule=measures)
def test_two_sources_say_what_one_with_all_their_rows_does(
    who: People, some: list[Row], others: list[Row], rule: FollowUpPart
) -> None:
    assert told(who, some, others, rule=rule) == told(who, [*some, *others], rule=rule)


def test_blocks_of_rows_make_no_difference() -> None:
    who: People = [(FIRST, 0), (FIRST + dt.timedelta(days=LONG), 0)]
    inside = Row(0, FIRST + dt.timedelta(days=1), FIRST + dt.timedelta(days=2), "conviction", "no")
    rule = FollowUpPart()
    count = BLOCK + 1
    measure = measure_of(rule)
    frame = pd.DataFrame(
        {
            "offence_date": np.full(count, np.datetime64(inside.offended, "s")),
            "outcome_date": np.full(count, np.datetime64(inside.ended, "s")),
            "outcome": pd.Categorical(np.full(count, "conviction"), categories=OUTCOMES),
        }
    )
    place = np.zeros(count, dtype=np.intp)
    place[-1] = 1
    index = np.array([day for day, _ in who], dtype="datetime64[D]")
    source = offences_of(frame, place, index, measure)
    columns = reoffending_of([source], np.zeros(2, dtype=np.int8), measure, complete=False)
    assert columns[measure.happened].tolist() == ["yes", "no"]
    assert columns[measure.times].tolist() == [999, 0]  # the column can hold no more
