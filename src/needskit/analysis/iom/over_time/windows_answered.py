"""One attribute a window: whether there was an offence before the index date and after it, and what follows of that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.analysis.answers import KNOWN, NO, YES
from needskit.analysis.divided import divided
from needskit.analysis.iom.over_time.windows import BEFORE
from needskit.cohort.build import FOLLOWED_UP
from needskit.table.whom import Attribute, Implied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.analysis.iom.over_time.dated import Dated, Flags, Numbers, Window
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition

BOTH, LOST, GAINED, NEITHER = ANSWERS = ("before and after", "before alone", "after alone", "neither")
ANY_BEFORE, ANY_AFTER = frozenset({BOTH, LOST}), frozenset({BOTH, GAINED})
ANY = {"before": ANY_BEFORE, "after": ANY_AFTER}


def known_name(found: Dated) -> str:
    """Return the name of the attribute of whether all windows are known of somebody: one name for one question."""
    longest, furthest = max(w.months for w in found.windows), max(w.gap for w in found.windows)
    since = f", offences known from {found.known_from}" if found.known_from is not None else ""
    within = "|".join(f"{w.months}+{w.gap}" for w in found.windows)
    return f"known in windows to {longest} months, {furthest} apart{since}: {within}"


def name_of(found: Dated, window: Window) -> str:
    """Return the name of the attribute of a window."""
    return f"offences, {window.in_words}, {known_name(found)}"


def column_of(found: Dated, window: Window, side: str) -> str:
    """Return what the offences of a window are called; those after are the same whatever the gap."""
    gap = f", gap of {window.gap}" if side == "before" else ""
    return f"offences in {window.months} months {side}{gap}, {known_name(found)}"


def with_windows(cohort: Cohort, found: Dated) -> Cohort:
    """Return the cohort with an attribute for each window, and one for whether they are known.

    Parameters
    ----------
    cohort
        Whose people are divided.
    found
        Their offences.
    """
    name = known_name(found)
    of_known = pd.Categorical.from_codes(np.where(found.known, 0, 1), categories=pd.Index(["yes", "no"]))
    followed = _holding(cohort, found, {"yes": found.known}, [(frozenset({"yes"}), ((FOLLOWED_UP, YES),))])
    label = f"{name[:1].upper()}{name[1:]}"
    attributes = {**cohort.attributes, name: Attribute(name, label, ("yes", "no"), implies=tuple(followed))}
    columns: dict[str, pd.Categorical[str] | pd.Series | Numbers] = {name: of_known}
    for window in found.windows:
        some_before, some_after = found.before[window] > 0, found.after[window] > 0
        places = np.where(some_before, np.where(some_after, 0, 1), np.where(some_after, 2, 3))
        made, answered = divided(cohort, name_of(found, window), np.where(found.known, places, -1), ANSWERS)
        implies = (
            Implied(frozenset(ANSWERS), ((name, YES),), way="both"),
            *_nested(found, window),
            *_holding(cohort, found, _answers(found, places), list(_said(cohort, window))),
        )
        columns[answered.name] = made.people[answered.name]
        attributes[answered.name] = replace(answered, implies=implies)
        for side, numbers in (("before", found.before), ("after", found.after)):
            columns[column_of(found, window, side)] = numbers[window]
    return replace(cohort, people=cohort.people.assign(**columns), attributes=attributes)


def _answers(found: Dated, places: Numbers) -> dict[str, Flags]:
    return {answer: found.known & (places == place) for place, answer in enumerate(ANSWERS)}


def _nested(found: Dated, window: Window) -> Iterator[Implied]:
    """Say that an offence in a window is one in every window around it: of the next around it, others follow."""
    wider = [each for each in found.windows if each != window]
    same = [each for each in wider if each.gap == window.gap and each.months > window.months]
    around = [each for each in wider if each.gap < window.gap and each.holds_before(window)]
    longer = min(same, key=lambda each: each.months, default=None)
    nearer = min(around, key=lambda each: (each.months, -each.gap), default=None)
    for each in filter(None, (longer, nearer)):
        yield Implied(ANY_BEFORE, ((name_of(found, each), ANY_BEFORE),), way="forth")
    if longer is not None:
        yield Implied(ANY_AFTER, ((name_of(found, longer), ANY_AFTER),), way="forth")
    alike = [each for each in wider if each.months == window.months and each.gap < window.gap]
    if alike:
        yield Implied(ANY_AFTER, ((name_of(found, alike[0]), ANY_AFTER),), way="both")


def _said(cohort: Cohort, window: Window) -> Iterator[tuple[frozenset[str], tuple[Condition, ...]]]:
    """Return what should hold of columns that may have been made of the same offences."""
    rule, there = cohort.definitions.follow_up, {name for name in cohort.attributes if name in cohort.people}
    followed: tuple[Condition, ...] = ((FOLLOWED_UP, YES),) if FOLLOWED_UP in there else ()
    none_after = frozenset(ANSWERS) - ANY_AFTER
    if rule.happened in there:
        if window.months <= rule.months:
            yield ANY_AFTER, (*followed, (rule.happened, YES))
        if window.months >= rule.months:
            yield none_after, (*followed, (rule.happened, NO))
            yield frozenset(ANSWERS), (*followed, (rule.happened, KNOWN))
    if BEFORE in there and window.months == rule.months and not window.gap:
        yield ANY_BEFORE, ((BEFORE, YES),)
        yield frozenset(ANSWERS) - ANY_BEFORE, ((BEFORE, NO),)


def _holding(
    cohort: Cohort,
    found: Dated,
    answers: dict[str, Flags],
    said: list[tuple[frozenset[str], tuple[Condition, ...]]],
) -> Iterator[Implied]:
    """Say what holds of everybody: a source may have had such a column ready."""
    for of, conditions in said:
        if not {name for name, _ in conditions} <= set(cohort.people):
            continue
        meets = np.ones(len(found.known), dtype=bool)
        for name, wanted in conditions:
            meets &= cohort.people[name].isin(list(wanted)).to_numpy(dtype=bool)
        given = np.logical_or.reduce([answers[answer] for answer in of])
        if not (given & ~meets).any():
            yield Implied(of, conditions, way="forth")
