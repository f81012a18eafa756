"""What can be said of matched people who reoffended, and of reoffences for the time at risk, and what cannot."""

from __future__ import annotations

from needskit.output.number import count_text
from needskit.output.said import Said
from needskit.output.sentence import numbers_of, share_text, who_of
from needskit.output.shown_of_iom import Shown, difference_in_words, evidence_in_words
from needskit.table.wording import inside_a_sentence

CUSTODY, SEVERITY, RATE_BY_TIME = "iom.custody", "iom.severity", "iom.rate_by_time"


def said_of_part(shown: Shown) -> Said:
    """Say how common a kind of outcome is among those who reoffended, and what their difference does not mean.

    Parameters
    ----------
    shown
        A row of custody or of severity.
    """
    label, [dimension] = inside_a_sentence(shown.cell.at[-1]), shown.table.dimensions
    about = f"{who_of(shown.table)}: {label}"
    if len(shown.table.cells) > 1:
        about = f"{who_of(shown.table)}: {inside_a_sentence(dimension.label)}, {label}"
    if shown.is_withheld or "significant" not in shown.cell.figures:
        return Said((f"{about}, of those {shown.called}: not shown, for it rests on too few with a reoffence.",), ())
    share = share_text(shown.table, shown.cell, "estimate", shown.policy)
    levels = (
        f"{share} of those {shown.called} ({numbers_of(shown.table, shown.cell)}), against "
        f"{shown.beside('against_estimate')}% of {shown.others}, with a reoffence too."
    )
    lower, upper = shown.limits()
    unsure = (f"This does not mean that it is as common on both sides ({label}).",) if lower <= 0 <= upper else ()
    caution = (
        f"What is of those with a reoffence alone is of a part that being {shown.called} may itself have changed: a "
        f"difference may not be what being {shown.called} did."
    )
    return Said((f"{about}: {levels} {difference_in_words(shown)}",), (*unsure, caution))


def said_of_time(shown: Shown) -> Said:
    """Say how often reoffences come for the time at risk, and what the ratio does not mean.

    Parameters
    ----------
    shown
        The row of rates.
    """
    who, figures = who_of(shown.table), shown.cell.figures
    if shown.is_withheld:
        return Said((f"{who}: {shown.outcome} for the time at risk are withheld: they rest on too few.",), ())
    if "significant" not in figures:
        return Said((), (f"{who}: how {shown.outcome} for the time at risk compare cannot be told: none differ.",))
    levels = (
        f"{shown.beside('per_year')} {shown.outcome} in every 100 years at risk, days in custody taken off, of "
        f"{count_text(figures['out_of'])} {shown.unit} {shown.called}, matched, against "
        f"{shown.beside('against_per_year')} of {shown.others}."
    )
    said = [f"{who}: {levels} {_ratio(shown)}"]
    cautions = []
    if figures["rate_ratio_lower"] <= 1 <= figures["rate_ratio_upper"]:
        cautions.append(f"This does not mean that being {shown.called} has no effect on how often.")
    cautions.append(evidence_in_words(shown))
    cautions.append(
        "Rates for the time at risk say how often those at liberty reoffend. Custody itself may come of being "
        f"{shown.called}, so they are to be read beside the numbers for each."
    )
    return Said(tuple(said), tuple(cautions))


def _ratio(shown: Shown) -> str:
    """Say what the limits of the ratio say."""
    rounded = ", rounding included" if shown.policy.rounds else ""
    near, far = shown.beside("rate_ratio_lower"), shown.beside("rate_ratio_upper")
    between = f"{shown.beside('rate_ratio')} times as often (95% limits {near} to {far}{rounded})"
    if shown.cell.figures["significant"]:
        how = "more" if shown.cell.figures["significant"] > 0 else "less"
        return f"That is {between}: {how} often, a statistically significant difference."
    return f"That is {between}: whether it is less often or more cannot be told."
