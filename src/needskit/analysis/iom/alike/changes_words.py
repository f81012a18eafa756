"""The words of the table of changes, and what to be careful of where people were chosen by what they did before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from needskit.analysis.count import Words
from needskit.analysis.iom.alike.covariates import PRIOR_OFFENDING
from needskit.analysis.iom.alike.wording import arms_in_words, suffix_of
from needskit.analysis.iom.over_time.windows import BEFORE, CUSTODY_BEFORE, OFFENCES
from needskit.table.apart import BOTH_ARMS, NOBODY_CHOSEN
from needskit.table.table import Headings

if TYPE_CHECKING:
    from needskit.analysis.iom.alike.matched import Matched

SELECTED: Final = "W-SELECTED"
"""The code of the caution that those treated were chosen by the window before."""

CHOSEN_BY = frozenset({BEFORE, OFFENCES})
"""What people are chosen by who are chosen by what they did in the window before."""

LASTING = PRIOR_OFFENDING - CHOSEN_BY - {CUSTODY_BEFORE}
"""Measures of earlier offending that one bad year does not make."""


def words_of(matched: Matched, chosen: int) -> Words:
    """Return the words of the table.

    Parameters
    ----------
    matched
        Whose changes they are.
    chosen
        In how many arms all did something in the window before, because they were chosen by it.
    """
    unit, called = matched.cohort.unit, matched.called
    return Words(
        key=f"iom.difference_in_differences{suffix_of(matched)}",
        title=f"Changes from before to after of those {called}, and of {_others(matched)}",
        headings=Headings(
            count=unit.capitalize(),
            out_of=f"{unit.capitalize()} {called}, matched",
            against_out_of=f"{unit.capitalize()} of the comparison, matched",
            events=f"Number before, of those {called}",
            against_events=f"Number after, of those {called}",
            estimate=f"Before, of those {called}",
            further={
                "rate_after": f"After, of those {called}",
                "rate_change": f"Change, of those {called}",
                "relative_change": f"Relative change, of those {called}",
                "others_before": "Before, of the comparison, weighted",
                "others_after": "After, of the comparison, weighted",
                "others_change": "Change, of the comparison",
                "others_relative_change": "Relative change, of the comparison",
                "person_years": "Years at risk before",
                "significant": "Significant difference of the changes",
            },
        ),
        notes=(
            *arms_in_words(matched),
            (
                f"It is {matched.estimand} only if both arms would have changed alike, which nothing here can show. A "
                f"difference that is not significant does not mean that being {called} has no effect."
            ),
            *_of_choice(matched, chosen),
            (
                f"{unit.capitalize()} reconvicted per 100 are a percentage, so that their changes are in percentage "
                "points. The difference of the changes supposes that both arms would have changed by as much, the "
                "ratio that they would have changed in proportion: where the arms were far apart before, the two can "
                "disagree, and then neither is sure. They are two tests of one question."
            ),
            "Whoever of those matched it is not known of in either window is in no figure: not known is not a no.",
            (
                "Before is the 12 months to the index date, after the 12 months from it on. Days in custody are taken "
                "off in the row of years at risk alone, which is there where they are held for both windows."
            ),
        ),
        sources=(
            "Kish (1965), Survey Sampling, section 11.7",
            "Angrist and Pischke (2009), Mostly Harmless Econometrics, section 5.2",
            "Daw and Hatfield (2018), Health Services Research 53, 4138-4156",
        ),
    )


def _of_choice(matched: Matched, chosen: int) -> tuple[str, ...]:
    """Say what follows of how people were chosen."""
    called = matched.called
    mend = (
        "Match on what was done before and on lasting risk (earlier convictions, OGRS3), both, or read what came after "
        "alone."
    )
    on = {each.name for each in matched.covariates}
    if CHOSEN_BY & on:
        words = (
            "The arms are matched on what they did before, so that the changes differ by about as much as what came "
            "after does, and regression to the mean moves both arms alike as far as they are alike in lasting risk."
        )
        if not LASTING & on:
            words += (
                " That is not matched on: a comparison of lower risk, picked in a bad year, comes down further by "
                "itself, which then looks like harm. Match on earlier convictions or OGRS3 as well."
            )
    elif chosen == NOBODY_CHOSEN:
        words = (
            f"Those {called} are mostly chosen when they offend much, and come down again whatever is done: regression "
            "to the mean. Where the comparison was not as high before, it does not come down as far, and the "
            f"difference of the changes takes that for an effect. {mend}"
        )
    else:
        who = "both arms" if chosen == BOTH_ARMS else f"those {called}"
        words = (
            f"{SELECTED}: {who} were chosen by what they did before, or all did something then. They come down again "
            "whatever is done (regression to the mean), and the difference of the changes takes that for an effect as "
            f"far as the comparison was not chosen in the same way. {mend}"
        )
    return (words,)


def _others(matched: Matched) -> str:
    return "all others" if matched.how.method == "none" else f"{matched.cohort.unit} like them"
