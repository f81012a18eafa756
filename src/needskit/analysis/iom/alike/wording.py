"""Words that every table of a match has: who is compared, how they are matched, and on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.iom.at_any_time import AT_ANY_TIME

if TYPE_CHECKING:
    from needskit.analysis.iom.alike.matched import Matched


def suffix_of(matched: Matched) -> str:
    """Return what the key of a table says of the method: nothing of the usual one."""
    told = ("" if matched.how.method == "radius" else f"_{matched.how.method}",)
    return "".join((*told, "_never_managed" if AT_ANY_TIME in matched.asked else ""))


def arms_in_words(matched: Matched) -> tuple[str, ...]:
    """Return notes on who is compared with whom, and how they are matched."""
    unit = matched.cohort.unit
    compared, how, on = (each.value for each in matched.settings)
    followed = (
        f" Only {unit} followed up in full are matched." if len(matched.looked_at) > int(matched.how.known_only) else ""
    )
    return (
        f"Compared are {unit} {compared}. Where that is not known, they are in neither arm.{followed}",
        f"For each {matched.called} stand {how}. Matched on: {on}.",
    )


ONE_TESTED = (
    "One difference is tested here, at the level of 5%. Of twenty outcomes that are tested one would be significant by "
    "chance alone; no correction is made."
)


KISH = "Kish (1965), Survey Sampling, section 11.7"
JUSTICE_DATA_LAB = "Ministry of Justice, Justice Data Lab reports"
SOURCES = (JUSTICE_DATA_LAB, "Newcombe (1998), Statistics in Medicine 17, 873-890, method 10", KISH)
IN_CUSTODY = (
    "Days in custody are not taken out: whoever is in custody cannot reoffend in the community, and looks slower to."
)


def key_of(question: str, matched: Matched, *, column: str, usual: str) -> str:
    """Return the key of a table of outcomes: the question, the method and the column, where they are not the usual."""
    return f"iom.{question}{suffix_of(matched)}{'' if column == usual else f'_of_{column}'}"


def others_of(matched: Matched) -> str:
    """Return what the comparison is called."""
    return "all others" if matched.how.method == "none" else f"{matched.cohort.unit} like them"


def notes_of(matched: Matched) -> tuple[str, ...]:
    """Return notes on who is compared, what a difference means, and what the effective size is."""
    return (
        *arms_in_words(matched),
        (
            f"It is {matched.estimand} if the arms differ in nothing else that matters. A difference that is not "
            f"significant does not mean that being {matched.called} has no effect."
        ),
        effective_size_of(matched),
    )


def effective_size_of(matched: Matched) -> str:
    """Return the note on what the effective size is."""
    unit = matched.cohort.unit
    return f"The effective size is how many {unit} of equal weight would tell as much as those of the comparison."


def not_known_of(words: str) -> str:
    """Return the note on those of whom an outcome is not known."""
    return f"Whoever of those matched it is not known of ({words}) is in no figure: not known is not a no."
