"""The cohort followed through a birthday: offences before people turn 18, and from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Counter, Words, attributes_of, caption_for, people
from needskit.analysis.tabulate import By, breakdowns_in, groups_of, levels_of
from needskit.analysis.transition.through.answered import AMOUNTS, UNSURE, at_risk, with_any, with_times
from needskit.analysis.transition.through.two_times import lacking, two_times
from needskit.cohort.breakdown import EVERYBODY, NOT_KNOWN
from needskit.cohort.smaller_extract import require_rows
from needskit.errors import UsageError
from needskit.schema import load_codes
from needskit.table.reoffending import ANY_AND_PER_YEAR
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

USUAL_MONTHS, USUAL_AGE = 24, 18
OUTCOMES = "offence_outcome"

TEENS = range(10, 21)


def followed(cohort: Cohort, *, months: int = USUAL_MONTHS, age: int = USUAL_AGE, by: By = None) -> Table:
    """Of people aged 17 at the index date, how many had a proven offence before they turned 18, and how many after?

    Counted are people followed up in full whose date of birth is known, in each row those with at least a day of the
    follow-up in it. Not known are those not followed up in full, without a date of birth, with an offence that may
    count, or without a record in a source of offences that is not complete. An offence counts by its own date: the
    birthday itself is in the second row. It is no claim of cause.

    Parameters
    ----------
    cohort
        Whose people are counted.
    months
        Calendar months of follow-up from the index date.
    age
        Which birthday divides the follow-up, in years; people are a year younger at the index date.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract lacks the dates of people, their offences or the end of the data; if the months or the age
        are none; or if there is no such breakdown.

    References
    ----------
    Ministry of Justice, Guide to proven reoffending statistics, for which offences count. Breslow and Day, Statistical
    methods in cancer research II, 1987, for Byar's limits; Garwood (1936), Biometrika 28, 437-442, for exact ones.

    Examples
    --------
    >>> import tempfile, pathlib, pandas as pd, needskit as nk
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
    >>> people = pd.DataFrame(
    ...     {"person_id": ["A", "B"], "date_of_birth": ["2004-07-01"] * 2, "index_date": ["2022-01-01"] * 2}
    ... )
    >>> offences = pd.DataFrame(
    ...     [["A", "2022-06-30", "2022-09-01"], ["A", "2022-07-01", "2022-09-01"], ["B", "2023-01-01", "2023-02-01"]],
    ...     columns=["person_id", "offence_date", "outcome_date"],
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "needskit.toml")
    ...     _ = path.write_text(settings)
    ...     cohort = nk.read_cohort(path, frames={"people": people, "police": offences})
    >>> followed(cohort).to_frame()[["time", "count", "out_of", "events"]].to_numpy().tolist()
    [['before the 18th birthday', 1, 2, 1], ['from the 18th birthday on', 2, 2, 2]]
    """
    _refuse(cohort, months=months, age=age)
    birthday = f"the {_ordinal(age)} birthday"
    within = "1 month" if months == 1 else f"{months} months"
    name = f"offences in {within}, divided by {birthday}"
    made = with_times(cohort, two_times(cohort, months=months, age=age), name=name, months=months, age=age)
    labels = (f"before {birthday}", f"from {birthday} on")
    breakdowns = breakdowns_in(made, by)
    counter = Counter(made)
    cells = []
    for group in groups_of(made, breakdowns):
        for place, label in enumerate(labels):
            asked = ((name, at_risk(place)),)
            parts = (people((name, answers)) for answers in (with_any(place), at_risk(place), UNSURE))
            columns = (f"{column} of {name}" for column in AMOUNTS[place])
            amounts = (counter.amount_of(group, asked, of=column, called=column) for column in columns)
            counted = (counter.sum_of(group, part) for part in parts)
            cells.append(Cell((*group.at, label), ANY_AND_PER_YEAR, (*counted, *amounts)))
    words = _words(cohort, birthday, months=months, age=age, within=within)
    by_group = (Dimension(b.name, b.label, (Level(EVERYBODY), *levels_of(b))) for b in breakdowns)
    return Table(
        caption=caption_for(made, words, breakdowns),
        dimensions=(*by_group, Dimension("time", "Time", tuple(Level(label) for label in labels))),
        headings=words.headings,
        cells=tuple(cells),
        counts=counter.counts,
        attributes=attributes_of(made, counter.counts),
    )


def can_be_followed(cohort: Cohort) -> bool:
    """Tell whether the extract holds what following people through a birthday asks for."""
    return not lacking(cohort)


def _refuse(cohort: Cohort, *, months: int, age: int) -> None:
    require_rows(
        cohort,
        "What follows a birthday",
        whose=f"those aged {age - 1} at the index date",
        columns=["date_of_birth", "index_date", "follow_up_end"],
        sources={"offences": ["offence_date", "outcome_date", "outcome"]},
    )
    missing = lacking(cohort)
    if missing:
        message = f"Nothing can be said of offences before and after a birthday: {missing}"
        raise UsageError(message)
    ages = [int(answer) for answer in cohort.attributes["age"].answers if answer != NOT_KNOWN]
    if months < 1 or not ages[0] < age <= ages[-1]:
        message = (
            f"A follow-up through a birthday wants months of 1 or more and an age from {ages[0] + 1} to {ages[-1]}, "
            f"but was months={months}, age={age}."
        )
        raise UsageError(message)


def _words(cohort: Cohort, birthday: str, *, months: int, age: int, within: str) -> Words:
    rule, unit, young = cohort.definitions.follow_up, cohort.unit, age - 1
    labels = {code.code: code.label.lower() for code in load_codes(OUTCOMES).codes}
    outcomes = " or ".join(labels.get(outcome, outcome) for outcome in rule.outcomes)
    waiting = "1 month" if rule.waiting_months == 1 else f"{rule.waiting_months} months"
    by_then = f", which came not later than {waiting} after that" if rule.asks_when else ""
    unlisted = "" if rule.complete else "; no record in the source of offences"
    ended = "" if months == USUAL_MONTHS else f"_{months}_months"
    return Words(
        key=f"transition.followed{ended}{'' if age == USUAL_AGE else f'_through_{age}'}",
        title=f"Aged {young} at the index date: offences before {birthday} and from it on, within {within}",
        headings=Headings(
            count=f"{unit.capitalize()} with a proven offence in this time",
            out_of=f"{unit.capitalize()} aged {young} at the index date and at risk in this time",
            not_known=f"{unit.capitalize()} aged {young} at the index date whose follow-up is not known",
            events="Proven offences",
            estimate="Rate of proven offences",
            further={
                "any_share": "Percentage with a proven offence",
                "any_share_lower": "Lower 95% limit of the percentage with a proven offence",
                "any_share_upper": "Upper 95% limit of the percentage with a proven offence",
            },
        ),
        notes=(
            (
                f"An offence counts by its own date, from the day after the index date to {within} after it, if it "
                f"led to a {outcomes}{by_then}. {birthday.capitalize()} is the first day of the second row; for a "
                "birth on 29 February it is 1 March in a year without that day."
            ),
            (
                "Not known: not followed up in full; date of birth not known; an offence that may count, whose "
                f"date or outcome is not known{unlisted}. The same {unit} are not known in both rows."
            ),
            (
                "The two rows are of unequal length, so compare the rates and not the percentages. Their limits "
                f"suppose independent events, which repeated offences of one {cohort.one} are not; a ratio of the "
                "two rates is not given, for it would have no limits that hold."
            ),
            (
                "A difference is no effect of the birthday or of a change of services: the second row is also later "
                "after the index date, and age, sentences and supervision change too."
            ),
            "Days in custody are not taken off, so a rate is too low where many were in custody.",
        ),
        sources=("Proven offences: Ministry of Justice, Guide to proven reoffending statistics",),
    )


def _ordinal(number: int) -> str:
    """Return a number as the first, second and so on.

    Examples
    --------
    >>> [_ordinal(number) for number in (11, 18, 21, 22, 23)]
    ['11th', '18th', '21st', '22nd', '23rd']
    """
    ending = "th" if number % 100 in TEENS else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
