"""Is support that young people have at 17 kept at 18, begun again, or lost?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.answers import YES
from needskit.analysis.count import Row, Words, people
from needskit.analysis.divided import divided
from needskit.analysis.spells import SERVICES, day_before, of_sources, open_between, spells_of
from needskit.analysis.tabulate import By, in_groups
from needskit.analysis.transition.across.passage import EIGHTEEN, birthdays
from needskit.analysis.transition.across.period import (
    IN_PERIOD,
    OTHER_TIME,
    dates_of,
    in_words,
    is_in,
    of_the_period,
    spread,
    with_turned,
)
from needskit.cohort.settings import Support
from needskit.cohort.smaller_extract import require_rows
from needskit.errors import UsageError
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Dimension, Headings, Level, Table
from needskit.table.whom import Implied

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from needskit.analysis.spells import Spells
    from needskit.analysis.transition.across.period import Period
    from needskit.cohort.cohort import Cohort
    from needskit.extract.values.dates import Dates
    from needskit.table.whom import Condition

KEPT, AGAIN, PLANNED, LOST = "kept", "begun again", "over as planned", "lost"
TOO_EARLY, NOT_AT_17, NOT_TOLD = "too early to tell", "not at 17", "not known whether at 17"
ANSWERS = (KEPT, AGAIN, PLANNED, LOST, TOO_EARLY, NOT_AT_17, NOT_TOLD, OTHER_TIME)
WHAT_BECAME = frozenset({KEPT, AGAIN, PLANNED, LOST})
AT_17 = WHAT_BECAME | {TOO_EARLY}
TOLD = AT_17 | {NOT_AT_17}

ANY = Support("Any service", ())
"""What is followed where the settings name no support."""


def support_kept(cohort: Cohort, *, period: tuple[dt.date, dt.date] | None = None, by: By = None) -> Table:
    """Of the young people in a service at 17, how many still are at 18, come back to it, or lose it?

    Counted are people who turned 18 in a period, for each kind of support that the settings name. At 17: with a spell
    of it on any day of that year of age. Kept: with a spell that began before the 18th birthday and goes on through it;
    spells that overlap or follow each other by a day are one. Begun again: not kept, and a new spell begins within the
    window of the birthday. Over as planned: neither, and the last spell at 17 ended as planned. Lost: none of these.

    Parameters
    ----------
    cohort
        Whose people are counted. What counts as one kind of support its settings say under ``definitions.support``;
        any service where they name none.
    period
        First and last day on which those counted turned 18, both in it; that of the settings unless told otherwise.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract has no date, no dates of birth, no source of services with days, or no such breakdown; if the
        period is none, or the column of a need is not there.

    References
    ----------
    A local definition.

    Examples
    --------
    >>> import datetime, pathlib, tempfile, pandas as pd, needskit as nk
    >>> settings = '''
    ... cohort = {population = "people in a test", as_at = 2025-12-31}
    ... sources.people = {file = "", role = "people"}
    ... sources.services = {file = "", role = "services", complete = true}
    ... '''
    >>> people = pd.DataFrame({"person_id": ["1", "2", "3"], "date_of_birth": ["2007-03-01"] * 3})
    >>> services = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2"],
    ...         "start_date": ["2024-06-01", "2024-06-01"],
    ...         "end_date": ["2025-08-31", "2025-01-31"],
    ...     }
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "needskit.toml")
    ...     _ = path.write_text(settings)
    ...     cohort = nk.read_cohort(path, frames={"people": people, "services": services})
    >>> frame = support_kept(cohort, period=(datetime.date(2025, 1, 1), datetime.date(2025, 9, 30))).to_frame()
    >>> frame.set_index("step")[["count", "out_of"]].to_dict("index")["kept on the 18th birthday"]
    {'count': 1, 'out_of': 2}
    """
    require_rows(
        cohort,
        f"Whether support is kept at {EIGHTEEN}",
        whose=f"those who turn {EIGHTEEN} in the period",
        columns=["date_of_birth"],
        sources={SERVICES: ["service", "start_date", "end_date"]},
    )
    as_at, wanted = dates_of(cohort, period)
    made, in_period = with_turned(cohort, EIGHTEEN, wanted)
    among, inside = of_the_period(made, in_period)
    others = np.where(is_in(made, in_period, OTHER_TIME), ANSWERS.index(OTHER_TIME), -1)
    turned, at_17 = birthdays(among, EIGHTEEN), birthdays(among, EIGHTEEN - 1)
    days = cohort.definitions.transition.window_days
    rows: list[Row] = []
    levels: list[Level] = []
    supports = cohort.definitions.support or (ANY,)
    names = {
        support: f"{support.label} of those who turned 18 {in_words(wanted)}, window {days}" for support in supports
    }
    for support in supports:
        spells = spells_of(among, SERVICES, services=support.services)
        told = _what_became(spells, at_17, turned, np.datetime64(as_at, "D"), days)
        places = spread(told, inside, others=others)
        implies = (
            *of_sources(cohort, (SERVICES,), AT_17),
            *_among_wider(support, names),
            Implied(TOLD | {NOT_TOLD}, ((in_period, frozenset({IN_PERIOD})),), way="both"),
            Implied(frozenset({OTHER_TIME}), ((in_period, frozenset({OTHER_TIME})),), way="both"),
        )
        made, attribute = divided(made, names[support], places, ANSWERS, implies=implies)
        own = _rows(cohort, support, attribute.name, turned=(in_period, frozenset({IN_PERIOD})))
        rows += own
        levels += [Level(row.at[-1], under=support.label) for row in own]
    dimensions = (
        Dimension("support", "Support", tuple(Level(support.label) for support in supports)),
        Dimension("step", "Step", tuple(levels)),
    )
    return in_groups(made, rows, dimensions, words=_words(cohort, wanted, days), by=by)


def has_support(cohort: Cohort) -> bool:
    """Tell whether an extract holds what support through the 18th birthday takes."""
    records = cohort.linked.get(SERVICES)
    dated = records is not None and bool({"start_date", "end_date"} & {*records.columns})
    return dated and "date_of_birth" in cohort.people and cohort.as_at is not None


def _what_became(
    spells: Spells, at_17: Dates, turned: Dates, today: np.datetime64, window_days: int
) -> npt.NDArray[np.intp]:
    """Return the place of what became of everybody's support, as if all had turned 18 in the period."""
    code = {answer: place for place, answer in enumerate(ANSWERS)}
    window = np.timedelta64(window_days, "D")
    there = open_between(spells, at_17, day_before(turned))
    place, first, last = spells.joined()
    through = (first < turned[place]) & (last >= turned[place])
    kept = np.bincount(place[through], minlength=len(turned)) > 0
    anew = (spells.first >= turned[spells.place]) & (spells.first <= turned[spells.place] + window)
    again = np.bincount(spells.place[anew], minlength=len(turned)) > 0
    told = (
        (~there & (spells.doubtful | ~spells.told), NOT_TOLD),
        (~there, NOT_AT_17),
        (kept, KEPT),
        (again, AGAIN),
        (_over_as_planned(spells, turned), PLANNED),
        (turned + window <= today, LOST),
    )
    found = np.select([condition for condition, _ in told], [code[answer] for _, answer in told], code[TOO_EARLY])
    return np.asarray(found, dtype=np.intp)


def _over_as_planned(spells: Spells, turned: Dates) -> npt.NDArray[np.bool_]:
    """Tell whose last spell before the birthday ended as planned."""
    before = np.flatnonzero(spells.first < turned[spells.place])
    # Of several that ended on one day, one that did not end as planned decides, whatever the order of rows.
    order = before[np.lexsort((~spells.planned[before], spells.last[before]))]
    found = np.zeros(len(turned), dtype=bool)
    found[spells.place[order]] = spells.planned[order]
    return found


def _who_needs(cohort: Cohort, support: Support) -> Condition | None:
    if not support.need:
        return None
    if support.need not in cohort.attributes:
        message = f"'{support.label}' is said to be needed by '{support.need}', and this extract has no such column."
        raise UsageError(message)
    return support.need, YES


def _among_wider(support: Support, names: Mapping[Support, str]) -> Iterator[Implied]:
    """Say that whoever is in one of some services at 17 is in one of more of them, and keeps it where they keep it."""
    own = {service.strip().casefold() for service in support.services}
    for other, name in names.items():
        wider = {service.strip().casefold() for service in other.services}
        if other is not support and own and (own <= wider or not wider):
            for answers in (AT_17, frozenset({KEPT})):
                yield Implied(answers, ((name, answers),))


def _rows(cohort: Cohort, support: Support, name: str, *, turned: Condition) -> list[Row]:
    window_days, word = cohort.definitions.transition.window_days, cohort.needs.word
    needs = _who_needs(cohort, support)

    def row(label: str, counted: frozenset[str], known: frozenset[str], every: Condition, *also: Condition) -> Row:
        parts = (people(condition, *also) for condition in ((name, counted), (name, known), every))
        return Row((support.label, label), PERCENTAGE, tuple(parts))

    steps = (
        ("kept on the 18th birthday", KEPT),
        (f"begun again within {window_days} days", AGAIN),
        ("over as planned before 18", PLANNED),
        ("lost", LOST),
    )
    return [
        row("in it at 17", AT_17, TOLD, turned),
        *([row(f"in it at 17, of those with this {word}", AT_17, TOLD, turned, needs)] if needs else []),
        *(row(label, frozenset({answer}), WHAT_BECAME, (name, AT_17)) for label, answer in steps),
    ]


def _words(cohort: Cohort, period: Period, window_days: int) -> Words:
    unit, word = cohort.unit.capitalize(), cohort.needs.word
    supports = [each for each in cohort.definitions.support if each.need]
    return Words(
        key="transition.support_kept",
        title=f"Support through the 18th birthday: {cohort.unit} turning 18 {in_words(period)}",
        headings=Headings(
            count=f"{unit} in this row",
            out_of=f"{unit} it is out of",
            not_known="Not known, or too early to tell",
            estimate="Percentage",
        ),
        notes=(
            (
                f"In it at 17: with a spell of this support on any day at that age, of {cohort.unit} turning 18 in the "
                "period. The four rows below divide those in it at 17 of whom it is known what became of it."
            ),
            (
                "Kept: a spell goes on through the birthday. Begun again: none does, and a new one begins within "
                f"{window_days} days of it. Over as planned: neither, and the last spell ended as planned. Lost: "
                "none of these, which does not say that it was still wanted."
            ),
            *(
                (f"With this {word}: as the assessment that counts says, which may be of another time.",)
                if supports
                else ()
            ),
        ),
        sources=("Support kept: a local definition, which the settings can change",),
    )
