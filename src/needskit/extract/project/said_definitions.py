"""What terms mean in a project: for the analyses, and in words for the method sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.cohort.provenance import Stated
from needskit.cohort.settings import (
    DOMAINS,
    OFFENCES,
    SERVICES,
    Assessments,
    Comparator,
    Definitions,
    Domain,
    DualDiagnosis,
    FollowUp,
    NamedCohort,
    RepeatedContact,
    Support,
    Transition,
)
from needskit.extract.project.checked_comparison import comparison_of
from needskit.extract.project.checked_targets import target_in_words, targets_of
from needskit.extract.project.comparison import ComparisonPart
from needskit.extract.project.conditions import condition, condition_in_words
from needskit.extract.project.measures import ROLE, measure_of
from needskit.extract.project.own_bandings import own_bandings
from needskit.table.wording import date_in_words

if TYPE_CHECKING:
    from needskit.extract.project.parts import Project
    from needskit.extract.project.terms import DomainPart, NamedCohortPart, RepeatedContactPart

NONE = "none"


def definitions_of(project: Project) -> Definitions:
    """Return what terms mean, as the analyses take it.

    Parameters
    ----------
    project
        Proved possible.
    """
    said = project.definitions
    return Definitions(
        accommodation=said.accommodation,
        young_adults=said.young_adults,
        age_bandings=own_bandings(project),
        own_breakdowns=(*project.breakdowns, *(part.flag for part in project.sources.values() if part.flag)),
        comparators=tuple(
            Comparator(each.need, each.percentage, each.period, each.population, each.source, each.note)
            for each in project.comparators
        ),
        targets=targets_of(project),
        cohorts=tuple(_named(part) for part in project.cohorts.values()),
        domains=_domains(said.domains),
        repeated_contact=_repeated_contact(said.repeated_contact),
        dual_diagnosis=DualDiagnosis(said.dual_diagnosis.mental_health, said.dual_diagnosis.substance),
        transition=Transition(
            period=said.transition.period,
            window_days=said.transition.window_days,
            long_gap_days=said.transition.long_gap_days,
            adult_services=said.transition.adult_services,
            young_adult_services=said.transition.young_adult_services,
        ),
        support=tuple(Support(part.label.strip(), part.services, part.need) for part in said.support),
        follow_up=_follow_up(project),
        assessments=Assessments(
            project.assessments.types, project.assessments.statuses, project.assessments.within_weeks
        ),
        comparison=comparison_of(project.comparison),
    )


def definitions_said(project: Project) -> tuple[Stated, ...]:
    """Return what terms mean, as the method sheet says it.

    Parameters
    ----------
    project
        Proved possible.
    """
    said = definitions_of(project)
    first, last = said.young_adults
    comparators = "; ".join(
        f"{each.need}: {each.percentage:g}%, {each.population}, {each.period} ({each.source})"
        + (f", {each.note}" if each.note else "")
        for each in said.comparators
    )
    dual = said.dual_diagnosis
    return (
        Stated("Accommodation dichotomy", said.accommodation, f"How the standard report divides {project.cohort.unit}"),
        Stated("Young adults", f"aged {first} to {last}", "In completed years at the index date"),
        Stated(
            "Own bands of age",
            "; ".join(
                f"{each.title} ({each.name}): {', '.join(band.label for band in each.levels)}"
                for each in said.age_bandings
            )
            or NONE,
            "In completed years at the index date; an age outside them is in none",
        ),
        Stated(
            "Dual diagnosis",
            f"{' or '.join(dual.mental_health)}, and {' or '.join(dual.substance)}",
            "Of these columns, those that the extract holds",
        ),
        Stated(
            "Domains of disadvantage",
            "; ".join(f"{domain.label}: {' or '.join(domain.any_of)}" for domain in said.domains),
            "Of these columns, those that the extract holds",
        ),
        _contact_said(said.repeated_contact, word=project.needs.word),
        *_transition_said(said),
        Stated(
            "Named cohorts",
            "; ".join(_cohort_in_words(part) for part in project.cohorts.values()) or NONE,
            "Those that meet all conditions; an answer that is not known meets none, unless that is asked for",
        ),
        Stated("Comparators", comparators or NONE, "Published percentages, as the analyst gives them"),
        *(() if project.comparison == ComparisonPart() else said.comparison.stated),
        Stated("Targets", "; ".join(map(target_in_words, project.targets)) or NONE, "As the analyst gives them"),
    )


def _named(part: NamedCohortPart) -> NamedCohort:
    return NamedCohort(part.label.strip(), {column: condition(said) for column, said in part.where.items()})


def _domains(said: tuple[DomainPart, ...] | None) -> tuple[Domain, Domain, Domain]:
    if said is None:
        return DOMAINS
    first, second, third = (Domain(part.label.strip(), part.any_of) for part in said)
    return first, second, third


def _repeated_contact(said: RepeatedContactPart) -> RepeatedContact:
    months = RepeatedContact().months if said.months is None else said.months
    return RepeatedContact(needs=said.needs, times=said.times, months=months, of=said.of)


def _follow_up(project: Project) -> FollowUp:
    measure = measure_of(project.follow_up)
    return FollowUp(
        outcomes=measure.outcomes,
        asks_when=measure.asks_when,
        months=measure.months,
        waiting_months=measure.waiting_months,
        data_end=project.follow_up.data_end,
        complete=any(part.complete for part in project.sources.values() if part.role == ROLE),
        happened=measure.happened,
        times=measure.times,
    )


def _contact_said(rule: RepeatedContact, *, word: str) -> Stated:
    """Say what a repeated contact is: of a column, without months, for it has a time of its own."""
    window = f"within {rule.months} {'month' if rule.months == 1 else 'months'} before the index date"
    contacts = {
        OFFENCES: f"proven offences {window}, by the date of the offence",
        SERVICES: f"spells with a service that started {window}",
    }
    counted = contacts.get(rule.of, f"as the column {rule.of} counts them")
    return Stated(
        "Repeated contact",
        f"{rule.needs} or more {word}s, and {rule.times} or more contacts: {counted}",
        f"Several {word}s, and back several times",
    )


def _transition_said(said: Definitions) -> tuple[Stated, ...]:
    rule = said.transition
    period = (
        " to ".join(date_in_words(day) for day in rule.period)
        if rule.period
        else f"the 3 years up to {rule.window_days} days before the date of the extract"
    )
    supports = "; ".join(
        f"{each.label}: {' or '.join(each.services)}" + (f", wanted by {each.need}" if each.need else "")
        for each in said.support
    )
    return (
        Stated("Turned 18", period, "Counted on the way from youth to adult services"),
        Stated(
            "Lost",
            f"no adult contact within {rule.window_days} days",
            f"Of leaving youth services. A gap of more than {rule.long_gap_days} days is a long one",
        ),
        Stated("Adult services", " or ".join(rule.adult_services) or NONE, "Services that are so by their names"),
        Stated(
            "Services for young adults",
            " or ".join(rule.young_adult_services) or NONE,
            "Services that are left at 25",
        ),
        Stated("Support", supports or "any service", "What is followed through the 18th birthday"),
    )


def _cohort_in_words(part: NamedCohortPart) -> str:
    conditions = ", ".join(f"{column} {condition_in_words(said)}" for column, said in part.where.items())
    return f"{part.label.strip()}: {conditions}"
