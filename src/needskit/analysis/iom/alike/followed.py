"""What to be careful of in who is followed from when: people managed at other times, and days that are not alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.answers import YES
from needskit.analysis.iom.alike.refusal import refuse
from needskit.analysis.iom.at_any_time import AT_ANY_TIME, said_to_be
from needskit.analysis.values import UNKNOWN
from needskit.cohort.build import FOLLOWED_UP
from needskit.extract.months import months_later
from needskit.schema import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from needskit.cohort.cohort import Cohort
    from needskit.extract.values.dates import Dates
    from needskit.stats.proportion import Floats
    from needskit.table.whom import Attribute, Condition

    Flags = npt.NDArray[np.bool_]

KINDS = ("index_type", "sentence_type")
"""Columns that say what kind of day people are followed from, the first that there is."""

ADOPTION = "adoption"
APART = 0.10
"""A standardised difference above which kinds are mixed differently."""

COMPLETED = re.compile(
    r"(?<!not )\b(completed|completers?|finished|graduated|graduates)\b|_completed|\bcompleted_", re.IGNORECASE
)
MONTHS = re.compile(r"_(\d+)_months$")


def on_who_is_followed(
    cohort: Cohort, *, arm: Attribute, treated: Flags, others: Flags, weights: Floats
) -> Iterator[tuple[str, str]]:
    """Say what follows of when people were managed, and of the day that each is followed from.

    Parameters
    ----------
    cohort
        With the arms.
    arm
        The attribute that says who is in which.
    treated, others
        Who is in which arm, shape ``(people,)``.
    weights
        How much each one counts; 0 for whoever is not matched.
    """
    unit = cohort.unit
    ours, theirs = treated & (weights > 0), others & (weights > 0)
    asked = {name for implied in arm.implies for name, _ in implied.conditions}
    if any(name.startswith("iom") for name in asked):
        if (managed_at_another_time(cohort) & theirs).any():
            yield (
                "W-CONTAMINATION",
                f"Some {unit} of the comparison were managed under IOM, at another time or in part.",
            )
        yield from _on_adoption(cohort, ours)
    if _kinds_apart(cohort, ours, theirs, weights) > APART:
        words = f"The kind of day from which {unit} are followed, such as release, is mixed differently in the arms."
        yield "W-INDEX-MIX", words
    if FOLLOWED_UP in cohort.people and (cohort.people[FOLLOWED_UP].eq("no").to_numpy() & (treated | others)).any():
        yield "W-IMMATURE", f"Some {unit} are left out since they are not followed up in full yet."
    if _asks_completed(cohort, arm):
        words = f"Only {unit} that completed something are looked at, and those that do not are likelier to reoffend."
        yield "W-COMPLETED", words


def managed_at_another_time(cohort: Cohort) -> Flags:
    """Tell who was managed under IOM on the day that is asked of, or has a spell of it at any time."""
    found = said_to_be(cohort, "yes")
    if AT_ANY_TIME in cohort.people:
        found = found | cohort.people[AT_ANY_TIME].eq("yes").to_numpy(dtype=bool)
    return found


def refuse_immature(cohort: Cohort, looked_at: Flags) -> None:
    """Raise if an outcome is said of people whose time is not over, and nothing tells who is followed up in full.

    Raises
    ------
    UsageError
        If the date of the extract is too early for an outcome that it holds.
    """
    if cohort.as_at is None or "index_date" not in cohort.people or FOLLOWED_UP in cohort.attributes:
        return
    schema = load_table("people")
    index, today = _days(cohort, "index_date"), np.datetime64(cohort.as_at, "D")
    for name in schema.names:
        months = MONTHS.search(name)
        if name not in cohort.people or schema.field(name).role != "outcome" or months is None:
            continue
        column = cohort.people[name]
        known = column.notna().to_numpy() & ~column.isin(list(UNKNOWN)).to_numpy(dtype=bool)
        if (known & looked_at & (months_later(index, int(months[1])) > today)).any():
            words = (
                f"'{name}' is said of {cohort.unit} whose {months[1]} months are not over on the date of the extract, "
                "so that too early would count as no. Give follow_up_end, or data_end under [follow_up], or leave out "
                "later index dates."
            )
            refuse("R-IMMATURE", words)


def _on_adoption(cohort: Cohort, ours: Flags) -> Iterator[tuple[str, str]]:
    """Say what follows of adoption after the index date, and of adoption as the index date."""
    unit = cohort.unit
    if {"index_date", "iom_start"} <= {*cohort.people}:
        # A day that is not known is neither after another nor the same.
        start, index = _days(cohort, "iom_start"), _days(cohort, "index_date")
        if (ours & (start > index)).any():
            words = (
                f"Some {unit} were adopted after the index date, until when they had to stay free: those days count "
                "for IOM though nothing was done in them yet."
            )
            yield "W-IMMORTAL", words
        on_the_day = ours & (start == index)
    else:
        on_the_day = np.zeros_like(ours)
    kind = KINDS[0]
    adopted = cohort.people[kind].eq(ADOPTION).to_numpy(dtype=bool) & ours if kind in cohort.people else on_the_day
    if 2 * adopted.sum() > ours.sum() or (kind in cohort.people and adopted.any()):
        words = (
            f"{cohort.unit.capitalize()} are followed from adoption: those in custody then were not free to "
            "offend, and the comparison wants a day like it."
        )
        yield "W-INDEX-ADOPTION", words


def _kinds_apart(cohort: Cohort, ours: Flags, theirs: Flags, weights: Floats) -> float:
    """Return the largest standardised difference in the kind of index date; 0 where it is known of nobody in an arm."""
    kinds = [name for name in KINDS if name in cohort.people]
    if not kinds:
        return 0.0
    column = cohort.people[kinds[0]]
    known = ~column.isin(list(UNKNOWN)).to_numpy(dtype=bool)
    ours, theirs = ours & known, theirs & known
    if not (ours.any() and theirs.any()):
        return 0.0
    apart = [0.0]
    for kind in column.cat.categories:
        has = column.eq(kind).to_numpy(dtype=bool)
        first, second = (float(np.average(has[arm], weights=weights[arm])) for arm in (ours, theirs))
        spread = np.sqrt(first * (1 - first))
        if abs(first - second) > ROUNDING:
            apart.append(abs(first - second) / spread if spread > 0 else np.inf)
    return max(apart)


ROUNDING = 1e-9


def _asks_completed(cohort: Cohort, arm: Attribute) -> bool:
    """Tell whether people are looked at for having completed something, by words or by conditions."""
    treated = (condition for implied in arm.implies[:1] for condition in implied.conditions)
    return bool(COMPLETED.search(cohort.among)) or any(
        _is_completion(cohort, condition) for condition in (*cohort.whom.conditions, *treated)
    )


def _is_completion(cohort: Cohort, condition: Condition) -> bool:
    name, answers = condition
    if answers == YES:
        return bool(COMPLETED.search(name) or COMPLETED.search(_label(cohort, name)))
    return _all_completed(answers)


def _all_completed(answers: Iterable[str]) -> bool:
    return all(COMPLETED.search(answer) for answer in answers)


def _label(cohort: Cohort, name: str) -> str:
    return cohort.attributes[name].label if name in cohort.attributes else ""


def _days(cohort: Cohort, column: str) -> Dates:
    days: Dates = cohort.people[column].to_numpy().astype("datetime64[D]")
    return days
