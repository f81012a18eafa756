"""Whether what a project says of terms can be meant: definitions, follow-up, comparators, targets, named cohorts."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from needskit.cohort.settings import DOMAINS, OFFENCES, SERVICES
from needskit.errors import UsageError, reject_name
from needskit.extract.project.checked_comparison import check_comparison
from needskit.extract.project.checked_targets import check_targets
from needskit.extract.project.comparison import ComparisonPart
from needskit.extract.project.conditions import answers_by_name, refuse_condition
from needskit.extract.project.measures import check_measure
from needskit.extract.project.own_bandings import OLDEST
from needskit.schema import load_bandings, load_codes, load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.extract.project.parts import Project
    from needskit.extract.project.terms import AgeBandingPart, DomainPart, SupportPart, TransitionPart

YOUNGEST = 10
LONGEST_WINDOW = 731
"""Two years: whoever comes to an adult service later than that has not crossed, but begun anew."""


def check_terms(project: Project) -> None:
    """Prove what a project says of terms, as far as can be told without its files.

    Raises
    ------
    UsageError
        If a column is one of no schema and not the user's own, a number or a label has no meaning, or two things
        have one label.
    """
    _numbers(project)
    _age_bandings(project.definitions.age_bandings)
    check_measure(project.follow_up)
    _known(project.assessments.types, load_codes("assessment_type").names, kind="type of assessment")
    _known(project.assessments.statuses, load_codes("assessment_status").names, kind="status of assessment")
    rule, needs = project.definitions.dual_diagnosis, _yes_or_no(project)
    known = needs | {part.flag for part in project.sources.values() if part.flag}
    _known((*rule.mental_health, *rule.substance), known, kind="yes or no column for dual_diagnosis")
    for comparator in project.comparators:
        _known((comparator.need,), needs, kind="need for a comparator")
    if project.definitions.domains is not None:
        _domains(project.definitions.domains, known)
    _repeated_contact(project)
    _transition(project.definitions.transition)
    _support(project.definitions.support, known)
    _cohorts(project)
    _comparison(project)
    check_targets(project)


def _numbers(project: Project) -> None:
    low, high = project.definitions.young_adults
    if not YOUNGEST <= low <= high <= OLDEST:
        message = "young_adults wants the first and the last age, such as young_adults = [18, 24]."
        raise UsageError(message)
    if project.follow_up.months < 1 or project.follow_up.waiting_months < 0:
        message = "follow_up wants months of 1 or more, and waiting_months of 0 or more."
        raise UsageError(message)
    if project.assessments.within_weeks < 0:
        message = "assessments: within_weeks wants 0 for no limit, or a number of weeks."
        raise UsageError(message)


def _age_bandings(own: tuple[AgeBandingPart, ...]) -> None:
    """Raise unless the bands of each rise without a gap, and each has a label that no other banding has."""
    titles = (banding.title for banding in load_bandings()) if own else ()
    _labels((*titles, *(each.label for each in own)), of="definitions.age_bandings")
    for each in own:
        place = f"definitions.age_bandings: '{each.name}'"
        if not each.levels:
            message = f"{place} wants a band at least, such as levels = [[10, 17], [18, 24], [25, {OLDEST}]]."
            raise UsageError(message)
        for first, last in each.levels:
            if not YOUNGEST <= first <= last <= OLDEST:
                message = f"{place} wants of each band the first and the last age, from {YOUNGEST} to {OLDEST}."
                raise UsageError(message)
        if any(upper[0] != lower[1] + 1 for lower, upper in pairwise(each.levels)):
            message = f"{place} wants bands that rise, each from the age after the last of the one before."
            raise UsageError(message)


def _yes_or_no(project: Project) -> set[str]:
    """Return the yes or no columns that there can be: those of the schema, and needs of the user's own."""
    return {field.name for field in load_table("people").fields if field.type == "boolean"} | set(project.need)


def _domains(domains: tuple[DomainPart, ...], known: set[str]) -> None:
    if len(domains) != len(DOMAINS):
        message = f"definitions: domains wants three, and {len(domains)} are named. Name all three, or none."
        raise UsageError(message)
    _labels((each.label for each in domains), of="definitions.domains")
    for each in domains:
        if not each.any_of:
            message = f"definitions.domains: '{each.label}' wants at least one column under any_of."
            raise UsageError(message)
        _known(each.any_of, known, kind="yes or no column for domains")
    often = Counter(column for each in domains for column in each.any_of)
    if twice := [column for column, times in often.items() if times > 1]:
        message = f"definitions.domains: '{twice[0]}' is named twice, and would count as two things. Name it once."
        raise UsageError(message)


def _repeated_contact(project: Project) -> None:
    rule = project.definitions.repeated_contact
    if min(rule.needs, rule.times, 1 if rule.months is None else rule.months) < 1:
        message = "definitions.repeated_contact: needs, times and months want 1 or more."
        raise UsageError(message)
    columns = {f.name for f in load_table("people").fields if f.type == "integer" and f.role in {"number", "outcome"}}
    _known((rule.of,), (OFFENCES, SERVICES, *columns - {"age"}), kind="contact for repeated_contact")
    if rule.months is not None and rule.of not in {OFFENCES, SERVICES}:
        message = f"definitions.repeated_contact: '{rule.of}' has a time of its own. Leave months out."
        raise UsageError(message)


def _transition(said: TransitionPart) -> None:
    if said.period is not None and said.period[1] < said.period[0]:
        message = "definitions.transition: period wants its first and its last day, such as [2024-04-01, 2025-03-31]."
        raise UsageError(message)
    if not 1 <= said.long_gap_days < said.window_days <= LONGEST_WINDOW:
        message = (
            "definitions.transition: long_gap_days wants 1 or more, and window_days more than that and at most "
            f"{LONGEST_WINDOW}, but they were {said.long_gap_days} and {said.window_days}."
        )
        raise UsageError(message)


def _support(said: tuple[SupportPart, ...], known: set[str]) -> None:
    _labels((each.label for each in said), of="definitions.support")
    for each in said:
        if not each.services:
            message = f"definitions.support: '{each.label}' wants at least one name under services."
            raise UsageError(message)
        _known((each.need,) if each.need else (), known, kind="yes or no column for support")


def _cohorts(project: Project) -> None:
    _labels((part.label for part in project.cohorts.values()), of="cohorts")
    known = answers_by_name(project) if project.cohorts else {}
    for name, part in project.cohorts.items():
        if not part.where:
            message = f'cohorts.{name}.where wants a condition at least, such as sex = "female".'
            raise UsageError(message)
        for column, condition in part.where.items():
            if column not in known:
                reject_name(column, kind=f"column or breakdown for cohorts.{name}.where", known=known)
            refuse_condition(column, condition, known[column], place=f"cohorts.{name}.where")


def _comparison(project: Project) -> None:
    if project.comparison == ComparisonPart():
        return
    askable = answers_by_name(project)
    known = frozenset(askable) | frozenset(load_table("people").names)
    check_comparison(project.comparison, askable=askable, known=known)


def _labels(labels: Iterable[str], *, of: str) -> None:
    """Raise unless every label holds words, and words that no other has."""
    seen: set[str] = set()
    for label in labels:
        words = " ".join(label.split()).casefold()
        if not words:
            message = f"{of}: a label is empty. It wants words."
            raise UsageError(message)
        if words in seen:
            message = f"{of}: the label '{label}' is there twice. Give each its own."
            raise UsageError(message)
        seen.add(words)


def _known(names: Iterable[str], known: Iterable[str], *, kind: str) -> None:
    there = tuple(known)
    for name in names:
        if name not in there:
            reject_name(name, kind=kind, known=there)
