"""Every table of the standard report, in its order, and what an extract must hold for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis import (
    accommodation,
    coverage,
    demographics,
    linkage,
    needs,
    overlap,
    reconviction,
    transition,
)
from needskit.report import possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.cohort.cohort import Cohort
    from needskit.table.table import Table

BREAKDOWNS = ("sex", "age_band", "ethnicity", "district", "sentence_band", "homeless_before_custody", "iom")
"""What the standard report breaks needs down by, where the extract holds it."""

DICHOTOMY = "homeless"
"""Which dichotomy of accommodation that is, unless the settings name another."""


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
    possible: Callable[[Cohort], bool] = possible.always
    breaks_down: bool = False
    usually_by: tuple[str, ...] | None = None
    plain: bool = True


def _when_asked(key: str, question: str, make: Callable[..., Table], possible: Callable[[Cohort], bool]) -> Entry:
    """Return an analysis that the standard report makes plain, and by a breakdown only where that is asked for."""
    return Entry(key, question, make, possible, breaks_down=True, usually_by=())


STANDARD = (
    Entry("coverage.problems", "Which rules do rows of the extract break?", coverage.problems),
    Entry("coverage.flow", "What became of every record received?", coverage.flow),
    Entry("linkage.rows", "What became of the rows of linked sources?", linkage.rows, possible.has_linked),
    Entry("linkage.found", "How many people are in each source?", linkage.found, possible.has_links),
    Entry("linkage.agreement", "How often do sources agree?", linkage.agreement, possible.has_agreement),
    Entry("coverage.assessment", "How many people have an assessment?", coverage.assessment, possible.has_needs),
    Entry("coverage.completeness", "How often is each value known?", coverage.completeness, possible.has_answers),
    Entry("demographics.profile", "Who are the people?", demographics.profile, possible.has_characteristics),
    Entry(
        "needs.prevalence", "How many people have each need?", needs.prevalence, possible.has_needs, breaks_down=True
    ),
    _when_asked("needs.severity", "How severe is each need?", needs.severity, possible.has_severity),
    Entry(
        "needs.by_cohort", "How many have each need in each part of the cohort?", needs.by_cohort, possible.has_parts
    ),
    Entry(
        "overlap.number_of_needs",
        "How many needs do people have?",
        overlap.number_of_needs,
        possible.has_needs,
        breaks_down=True,
    ),
    Entry(
        "overlap.standardised",
        "How many needs, were ages and sexes mixed alike?",
        overlap.standardised,
        possible.has_strata,
        breaks_down=True,
        usually_by=("district",),
        plain=False,
    ),
    _when_asked("overlap.pairs", "Of those with one need, how many have another?", overlap.pairs, possible.has_pairs),
    _when_asked(
        "overlap.association", "Which needs come together beyond chance?", overlap.association, possible.has_pairs
    ),
    _when_asked(
        "overlap.combinations", "Which combinations are the commonest?", overlap.combinations, possible.has_combinations
    ),
    _when_asked(
        "overlap.at_least",
        "Which two and three needs come together most often?",
        overlap.at_least,
        possible.has_combinations,
    ),
    _when_asked("overlap.domains", "How do three domains overlap?", overlap.domains, possible.has_domains),
    _when_asked(
        "overlap.dual_diagnosis", "How many have a dual diagnosis?", overlap.dual_diagnosis, possible.has_dual_diagnosis
    ),
    _when_asked(
        "overlap.repeated_contact",
        "Who has several needs and comes back?",
        overlap.repeated_contact,
        possible.has_contacts,
    ),
    _when_asked(
        "overlap.reconviction",
        "Are people with more needs reconvicted more?",
        overlap.reconviction,
        possible.has_outcome,
    ),
    _when_asked(
        "overlap.combinations_and_outcome",
        "Which combinations are reconvicted most?",
        overlap.combinations_and_outcome,
        possible.has_combination_outcomes,
    ),
    _when_asked(
        "needs.reconviction", "Are people with a need reconvicted more?", needs.reconviction, possible.has_outcome
    ),
    Entry(
        "overlap.reconviction_adjusted",
        "The same at equal age, sex and prior offending?",
        overlap.reconviction_adjusted,
        possible.has_model,
    ),
    Entry(
        "reconviction.headline",
        "How many are reconvicted, and how often?",
        reconviction.headline,
        possible.has_number,
        breaks_down=True,
    ),
    _when_asked("reconviction.rates", "How often for the time at risk?", reconviction.rates, possible.has_time_at_risk),
    _when_asked(
        "reconviction.time_to_first", "How soon are people reconvicted?", reconviction.time_to_first, possible.has_days
    ),
    _when_asked(
        "reconviction.concentration",
        "What share is by the most prolific?",
        reconviction.concentration,
        possible.has_number,
    ),
    _when_asked("accommodation.status", "Where do people live?", accommodation.status, possible.has_homes),
    _when_asked("accommodation.change", "How does it change?", accommodation.change, possible.has_two_points),
    _when_asked(
        "accommodation.gained_and_lost",
        "Who gained or lost a home?",
        accommodation.gained_and_lost,
        possible.has_two_points,
    ),
    _when_asked(
        "accommodation.days_homeless", "How long are people homeless?", accommodation.days_homeless, possible.has_spells
    ),
    _when_asked("accommodation.moves", "How often do people move?", accommodation.moves, possible.has_spells),
    _when_asked(
        "accommodation.needs", "What else do homeless people need?", accommodation.needs, possible.has_homes_and_needs
    ),
    _when_asked(
        "accommodation.reconviction",
        "Are homeless people reconvicted more?",
        accommodation.reconviction,
        possible.has_homes_and_outcome,
    ),
    Entry(
        "accommodation.reconviction_stratified",
        "The same within each sentence?",
        accommodation.reconviction_stratified,
        possible.has_homes_and_outcome,
        breaks_down=True,
        usually_by=("sentence_band",),
        plain=False,
    ),
    Entry(
        "accommodation.reconviction_adjusted",
        "The same at equal age, sex, sentence and prior offending?",
        accommodation.reconviction_adjusted,
        possible.has_homes_and_model,
    ),
    Entry(
        "transition.young_adults_share",
        "What share are young adults?",
        transition.young_adults_share,
        possible.has_ages,
    ),
)
"""Every table of the standard report, in its order."""
