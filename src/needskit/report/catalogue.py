"""Every table of the standard report, in its order, and what an extract must hold for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis import coverage, demographics, linkage, needs, overlap, transition
from needskit.analysis.outcome import RECONVICTED
from needskit.analysis.values import values_of
from needskit.cohort.any_of import held
from needskit.cohort.build import FOUND_IN
from needskit.cohort.combination import MOST_COMBINED
from needskit.cohort.severity import severity_labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.cohort.cohort import Cohort
    from needskit.table.table import Table

BREAKDOWNS = ("sex", "age_band", "ethnicity", "district", "sentence_band", "homeless_before_custody", "iom")
"""What the standard report breaks needs down by, where the extract holds it."""

DICHOTOMY = "homeless"
"""Which dichotomy of accommodation that is, unless the settings name another."""

PAIR = 2


def _always(_cohort: Cohort) -> bool:
    return True


def _has_needs(cohort: Cohort) -> bool:
    return bool(cohort.needs.questions)


def _has_pairs(cohort: Cohort) -> bool:
    return len(cohort.needs.questions) >= PAIR


def _has_combinations(cohort: Cohort) -> bool:
    return PAIR <= len(cohort.needs.questions) <= MOST_COMBINED


def _has_severity(cohort: Cohort) -> bool:
    return any(column in cohort.attributes for column in severity_labels(cohort.needs))


def _has_parts(cohort: Cohort) -> bool:
    return _has_needs(cohort) and needs.has_parts(cohort)


def _has_domains(cohort: Cohort) -> bool:
    columns = [held(cohort, domain.any_of) for domain in cohort.definitions.domains]
    return all(columns) and len(set(columns)) == len(columns)


def _has_dual_diagnosis(cohort: Cohort) -> bool:
    rule = cohort.definitions.dual_diagnosis
    return bool(held(cohort, rule.mental_health) and held(cohort, rule.substance))


def _has_contacts(cohort: Cohort) -> bool:
    return _has_needs(cohort) and overlap.has_contacts(cohort)


def _has_outcome(cohort: Cohort) -> bool:
    return _has_needs(cohort) and RECONVICTED in cohort.attributes


def _has_combination_outcomes(cohort: Cohort) -> bool:
    return _has_combinations(cohort) and _has_outcome(cohort)


def _has_model(cohort: Cohort) -> bool:
    adjusts = {"age_group", "sex"} & cohort.breakdowns.keys() or "prior_convictions" in cohort.attributes
    return _has_outcome(cohort) and bool(adjusts)


def _has_strata(cohort: Cohort) -> bool:
    return _has_needs(cohort) and {"age_group", "sex"} <= cohort.breakdowns.keys()


def _has_ages(cohort: Cohort) -> bool:
    return "age" in cohort.attributes


def _has_characteristics(cohort: Cohort) -> bool:
    return any(name in cohort.breakdowns for name in demographics.CHARACTERISTICS)


def _has_linked(cohort: Cohort) -> bool:
    return any(source.role != "people" for source in cohort.sources)


def _has_links(cohort: Cohort) -> bool:
    return any(
        source.role != "people" and f"{FOUND_IN}{source.label}" in cohort.attributes for source in cohort.sources
    )


def _has_agreement(cohort: Cohort) -> bool:
    return bool(cohort.agreement)


def _has_answers(cohort: Cohort) -> bool:
    return bool(values_of(cohort))


@dataclass(frozen=True, slots=True)
class Entry:
    """One analysis of the catalogue.

    Parameters
    ----------
    key
        Of its table.
    question
        What it answers.
    make
        The analysis.
    possible
        Whether a cohort holds what it needs.
    breaks_down
        Whether it can be made by a breakdown too.
    usually_by
        By which breakdowns the standard report makes it, if not by all that it uses.
    plain
        Whether it is made without a breakdown too.
    """

    key: str
    question: str
    make: Callable[..., Table]
    possible: Callable[[Cohort], bool] = _always
    breaks_down: bool = False
    usually_by: tuple[str, ...] | None = None
    plain: bool = True


def _when_asked(key: str, question: str, make: Callable[..., Table], possible: Callable[[Cohort], bool]) -> Entry:
    """Return an analysis that the standard report makes plain, and by a breakdown only where that is asked for."""
    return Entry(key, question, make, possible, breaks_down=True, usually_by=())


STANDARD = (
    Entry("coverage.problems", "Which rules do rows of the extract break?", coverage.problems),
    Entry("coverage.flow", "What became of every record received?", coverage.flow),
    Entry("linkage.rows", "What became of the rows of linked sources?", linkage.rows, _has_linked),
    Entry("linkage.found", "How many people are in each source?", linkage.found, _has_links),
    Entry("linkage.agreement", "How often do sources agree?", linkage.agreement, _has_agreement),
    Entry("coverage.assessment", "How many people have an assessment?", coverage.assessment, _has_needs),
    Entry("coverage.completeness", "How often is each value known?", coverage.completeness, _has_answers),
    Entry("demographics.profile", "Who are the people?", demographics.profile, _has_characteristics),
    Entry("needs.prevalence", "How many people have each need?", needs.prevalence, _has_needs, breaks_down=True),
    _when_asked("needs.severity", "How severe is each need?", needs.severity, _has_severity),
    Entry("needs.by_cohort", "How many have each need in each part of the cohort?", needs.by_cohort, _has_parts),
    Entry(
        "overlap.number_of_needs",
        "How many needs do people have?",
        overlap.number_of_needs,
        _has_needs,
        breaks_down=True,
    ),
    Entry(
        "overlap.standardised",
        "How many needs, were ages and sexes mixed alike?",
        overlap.standardised,
        _has_strata,
        breaks_down=True,
        usually_by=("district",),
        plain=False,
    ),
    _when_asked("overlap.pairs", "Of those with one need, how many have another?", overlap.pairs, _has_pairs),
    _when_asked("overlap.association", "Which needs come together beyond chance?", overlap.association, _has_pairs),
    _when_asked(
        "overlap.combinations", "Which combinations are the commonest?", overlap.combinations, _has_combinations
    ),
    _when_asked(
        "overlap.at_least", "Which two and three needs come together most often?", overlap.at_least, _has_combinations
    ),
    _when_asked("overlap.domains", "How do three domains overlap?", overlap.domains, _has_domains),
    _when_asked(
        "overlap.dual_diagnosis", "How many have a dual diagnosis?", overlap.dual_diagnosis, _has_dual_diagnosis
    ),
    _when_asked(
        "overlap.repeated_contact", "Who has several needs and comes back?", overlap.repeated_contact, _has_contacts
    ),
    _when_asked(
        "overlap.reconviction", "Are people with more needs reconvicted more?", overlap.reconviction, _has_outcome
    ),
    _when_asked(
        "overlap.combinations_and_outcome",
        "Which combinations are reconvicted most?",
        overlap.combinations_and_outcome,
        _has_combination_outcomes,
    ),
    _when_asked("needs.reconviction", "Are people with a need reconvicted more?", needs.reconviction, _has_outcome),
    Entry(
        "overlap.reconviction_adjusted",
        "The same at equal age, sex and prior offending?",
        overlap.reconviction_adjusted,
        _has_model,
    ),
    Entry("transition.young_adults_share", "What share are young adults?", transition.young_adults_share, _has_ages),
)
"""Every table of the standard report, in its order."""
