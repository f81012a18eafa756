"""The words of the table of windows, and of the refusal to make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Words
from needskit.analysis.iom.over_time.before_after import SELECTED
from needskit.analysis.iom.over_time.windows import EVIDENCE
from needskit.schema import load_codes
from needskit.table.table import Headings

if TYPE_CHECKING:
    from needskit.analysis.iom.over_time.dated import Dated
    from needskit.cohort.cohort import Cohort

OUTCOMES = "offence_outcome"


def words_of(cohort: Cohort, found: Dated, *, has_custody: bool, acknowledged: bool) -> Words:
    """Return the words of the table.

    Parameters
    ----------
    cohort
        Whose people are counted.
    found
        The windows.
    has_custody
        Whether there is a row for the time at risk.
    acknowledged
        Whether it is acknowledged that people were chosen by what they did before.
    """
    unit = cohort.unit
    return Words(
        key="iom.windows",
        title=f"How the fall from before to after depends on the months that are looked at, of the same {unit}",
        headings=_headings(unit),
        notes=(
            (
                f"The same {unit} are in every row. What differs between the rows is the choice of months alone, so "
                "the headline moves by the distance between the rows without anything having changed. Say which "
                "months were looked at, and choose them before looking."
            ),
            (
                "A fall is not an effect. There is no comparison group. Evidence level 2 of 5 on the Maryland "
                "Scientific Methods Scale: before and after, without others to compare with."
            ),
            (
                f"{unit.capitalize()} are mostly chosen when they offend much, so the months just before the index "
                "date are high, and whatever comes after is lower: regression to the mean. A gap leaves those months "
                "out, and a longer window thins them."
            ),
            *(_acknowledged(unit) if acknowledged else ()),
            *_counted(cohort, found),
            (
                "A difference is in percentage points, a relative change in per cent of what was before: always say "
                "which."
            ),
            (
                "Years at risk are those of each window less the days in custody, which are held for 12 months alone. "
                "In the other rows custody is not taken off: where more were in custody after than before, that alone "
                "brings fewer offences."
                if has_custody
                else "Days in custody are not taken off: where more were in custody after than before, that alone "
                "brings fewer offences."
            ),
        ),
        sources=(
            (
                "Dawson and Cuppleditch (2007), An impact assessment of the Prolific and other Priority Offender "
                "programme, Home Office Online Report 08/07"
            ),
            "Proven offences: Ministry of Justice, Guide to proven reoffending statistics",
            EVIDENCE,
        ),
    )


def refused(cohort: Cohort) -> str:
    """Return why the table is not made of people chosen by what they did before.

    Parameters
    ----------
    cohort
        Whose people they are.
    """
    return (
        f"{SELECTED}: these {cohort.unit} were chosen by what they did before the index date, or all had an offence in "
        "a window before it, so that the fall is what it is because of the choice. Leave out the windows that all "
        "offended in, take a cohort that is not chosen by its offences before, or set acknowledge_selection=True: the "
        "table then says that the fall is not an effect."
    )


def _headings(unit: str) -> Headings:
    called = unit.capitalize()
    return Headings(
        count=f"{called} with a proven offence before",
        out_of=f"{called} whose windows are all covered",
        not_known=f"{called} with a window that is not covered, or not known",
        against_count=f"{called} with a proven offence after",
        gained=f"{called} with one after alone",
        lost=f"{called} with one before alone",
        events="Proven offences before",
        against_events="Proven offences after",
        estimate="Percentage before",
        further={
            "against_estimate": "Percentage after",
            "against_lower": "Lower 95% limit of the percentage after",
            "against_upper": "Upper 95% limit of the percentage after",
            "difference": "Difference: after less before",
            "relative_change": "Relative change: after divided by before, less 1",
            "person_years": "Years at risk before",
        },
    )


def _acknowledged(unit: str) -> tuple[str, ...]:
    return (
        (
            f"It is acknowledged that these {unit} were chosen by what they did before, so that before is what it is "
            "because of the choice and can mostly fall. The fall is not an effect."
        ),
    )


def _counted(cohort: Cohort, found: Dated) -> tuple[str, ...]:
    """Say who is counted, and which offences."""
    unit, rule = cohort.unit, cohort.definitions.follow_up
    labels = {code.code: code.label.lower() for code in load_codes(OUTCOMES).codes}
    outcomes = " or ".join(labels.get(outcome, outcome) for outcome in rule.outcomes)
    waiting = "1 month" if rule.waiting_months == 1 else f"{rule.waiting_months} months"
    by_then = f", which came not later than {waiting} after the window" if rule.asks_when else ""
    record = "" if rule.complete else ", and with a record in the source of offences"
    since = (
        f"Offences are known from {found.known_from:%d %B %Y} on, and whoever's longest window begins earlier is in no "
        "row."
        if found.known_from is not None
        else "That offences are known for as far back as the longest window and the longest gap reach is taken for "
        "granted."
    )
    return (
        (
            "An offence counts by its own date, before and after alike, if it led to a "
            f"{outcomes}{by_then}. The window after begins on the day after the index date. The window before ends on "
            "the index date, or the gap earlier. Both are of the length that the row says."
        ),
        (
            f"Counted are {unit} followed up to the end of the longest window, without an offence that may count in a "
            f"window and of which the date or the outcome is not known{record}. {since}"
        ),
    )
