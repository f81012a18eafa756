"""Why people cannot be matched: each reason has a code that stays, and a way to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from needskit.cohort.smaller_extract import smaller_extract
from needskit.errors import UsageError
from needskit.schema import load_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.analysis.iom.alike.asked import Asked
    from needskit.analysis.iom.alike.matched import Matched
    from needskit.cohort.cohort import Cohort


def refuse(code: str, words: str) -> NoReturn:
    """Raise that people cannot be matched.

    Parameters
    ----------
    code
        Stable, such as ``R-ARM<10``; what to do about each is said in the page on matching.
    words
        What is wrong, without a value of a record, and what to do.

    Raises
    ------
    UsageError
        Always.

    Examples
    --------
    >>> refuse("R-ARM<10", "Too few are managed.")
    Traceback (most recent call last):
    needskit.errors.UsageError: R-ARM<10: Too few are managed.
    """
    message = f"{code}: {words}"
    raise UsageError(message)


def refuse_groups(cohort: Cohort, asked: Asked, usual: Sequence[str]) -> None:
    """Raise if a row of the extract may stand for several: they cannot be set beside others one by one.

    Parameters
    ----------
    cohort
        Of both arms.
    asked
        What they are matched on, which is what a smaller extract has to hold.
    usual
        The same where nothing is said.

    Raises
    ------
    UsageError
        If rows of the cohort have a number of people.
    """
    if cohort.left_in_engine:
        conditions = [name for wanted in (asked.treated, asked.comparison) if wanted for name in wanted]
        chosen = (*(usual if asked.adjust is None else asked.adjust), *asked.numbers)
        outcomes = [f.name for f in load_table("people").fields if f.role == "outcome" and f.name in cohort.people]
        columns = [*(conditions or ["iom"]), *chosen, *outcomes]
        whose = f"those {asked.called or 'managed under IOM'} and those like them"
        refuse("R-ROWS", f"Matching {smaller_extract(cohort, whose=whose, columns=columns)}")
    if "people" in cohort.people or "person_id" not in cohort.people:
        words = f"Matching wants a row for each {cohort.one}, with an identifier, and not rows of several."
        refuse("R-ROWS", words)


def refuse_matched_on(matched: Matched, column: str) -> None:
    """Raise if an outcome is matched on.

    Raises
    ------
    UsageError
        With the name of the column.
    """
    held = {each.levels.attribute.name for each in matched.covariates if each.levels is not None}
    if column in held | {each.name for each in matched.covariates}:
        refuse(
            "R-OUTCOME-MATCHED", f"'{column}' is matched on, so that the arms are alike in it. Name another outcome."
        )


def refuse_of_a_part(matched: Matched, column: str) -> None:
    """Raise if an outcome is asked of a part of those matched that what was done may itself have changed.

    Raises
    ------
    UsageError
        With the name of the column.
    """
    schema = load_table("people")
    attribute = matched.cohort.attributes.get(column)
    asked_of = attribute.within[0] if attribute is not None and attribute.within else ""
    if asked_of in schema.names and schema.field(asked_of).role == "outcome":
        words = (
            f"'{column}' is known only of those with {asked_of}, and who these are being {matched.called} may itself "
            "have changed. Name an outcome of all; time_to_first, severity and custody look at this one."
        )
        refuse("R-OF-A-PART", words)


def refuse_nobody(matched: Matched, ours: float, theirs: float) -> None:
    """Raise if an outcome is known of nobody matched in an arm.

    Parameters
    ----------
    matched
        From ``match``.
    ours, theirs
        How many of those treated, and of the comparison, it is known of.

    Raises
    ------
    UsageError
        With what the arm is called.
    """
    for size, arm in ((ours, matched.called), (theirs, "comparison")):
        if not size > 0:
            refuse("R-ARM<10", f"The outcome is known of nobody matched in the arm '{arm}'. Name another outcome.")
