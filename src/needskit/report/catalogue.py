"""Every table of the standard report, in its order, and what an extract must hold for it."""

from __future__ import annotations

from functools import partial

from needskit.analysis import (
    accommodation,
    coverage,
    demographics,
    iom,
    linkage,
    needs,
    overlap,
    reconviction,
    targets,
    transition,
)
from needskit.analysis.outcome import RECONVICTED
from needskit.report import possible
from needskit.report.entry import Entry, when_asked

BREAKDOWNS = ("sex", "age_band", "ethnicity", "district", "sentence_band", "homeless_before_custody", "iom")
"""What the standard report breaks needs down by, where the extract holds it."""

DICHOTOMY = "homeless"
"""Which dichotomy of accommodation that is, unless the settings name another."""


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
    when_asked("needs.severity", "How severe is each need?", needs.severity, possible.has_severity),
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
    when_asked("overlap.pairs", "Of those with one need, how many have another?", overlap.pairs, possible.has_pairs),
    when_asked(
        "overlap.association", "Which needs come together beyond chance?", overlap.association, possible.has_pairs
    ),
    when_asked(
        "overlap.combinations", "Which combinations are the commonest?", overlap.combinations, possible.has_combinations
    ),
    when_asked(
        "overlap.at_least",
        "Which two and three needs come together most often?",
        overlap.at_least,
        possible.has_combinations,
    ),
    when_asked("overlap.domains", "How do three domains overlap?", overlap.domains, possible.has_domains),
    when_asked(
        "overlap.dual_diagnosis", "How many have a dual diagnosis?", overlap.dual_diagnosis, possible.has_dual_diagnosis
    ),
    when_asked(
        "overlap.repeated_contact",
        "Who has several needs and comes back?",
        overlap.repeated_contact,
        possible.has_contacts,
    ),
    when_asked(
        "overlap.reconviction",
        "Are people with more needs reconvicted more?",
        overlap.reconviction,
        possible.has_outcome,
    ),
    when_asked(
        "overlap.combinations_and_outcome",
        "Which combinations are reconvicted most?",
        overlap.combinations_and_outcome,
        possible.has_combination_outcomes,
    ),
    when_asked(
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
    when_asked("reconviction.rates", "How often for the time at risk?", reconviction.rates, possible.has_time_at_risk),
    when_asked(
        "reconviction.time_to_first", "How soon are people reconvicted?", reconviction.time_to_first, possible.has_days
    ),
    when_asked(
        "reconviction.concentration",
        "What share is by the most prolific?",
        reconviction.concentration,
        possible.has_number,
    ),
    Entry("targets.progress", "Are the targets met that were stated?", targets.progress, targets.has_targets),
    when_asked("accommodation.status", "Where do people live?", accommodation.status, possible.has_homes),
    when_asked("accommodation.change", "How does it change?", accommodation.change, possible.has_two_points),
    when_asked(
        "accommodation.gained_and_lost",
        "Who gained or lost a home?",
        accommodation.gained_and_lost,
        possible.has_two_points,
    ),
    when_asked(
        "accommodation.days_homeless", "How long are people homeless?", accommodation.days_homeless, possible.has_spells
    ),
    when_asked("accommodation.moves", "How often do people move?", accommodation.moves, possible.has_spells),
    when_asked(
        "accommodation.needs", "What else do homeless people need?", accommodation.needs, possible.has_homes_and_needs
    ),
    when_asked(
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
    when_asked(
        "transition.definitions",
        "How much does that depend on who is meant?",
        transition.definitions,
        possible.has_ages,
    ),
    when_asked(
        "transition.representation",
        "Is their share larger than that of the residents?",
        transition.representation,
        transition.has_residents,
    ),
    when_asked(
        "transition.representation_of_offences",
        "What share of the offences is by young adults?",
        partial(transition.representation, of="offences"),
        possible.has_ages_and_offences,
    ),
    when_asked(
        "transition.representation_of_reoffences",
        "What share of the reoffences is by young adults?",
        partial(transition.representation, of="reoffences"),
        possible.has_ages_and_reoffences,
    ),
    Entry(
        "transition.disproportionality",
        "Is each ethnic group's share of young adults that of the residents?",
        transition.disproportionality,
        transition.has_residents_by,
    ),
    when_asked(
        "transition.needs",
        "Do young adults have each need more often than older people?",
        transition.needs,
        possible.has_ages_and_needs,
    ),
    when_asked(
        "transition.overlap",
        "Do young adults have more needs than older people?",
        transition.overlap,
        possible.has_ages_and_needs,
    ),
    when_asked(
        "transition.accommodation",
        "Are young adults homeless more often than older people?",
        transition.accommodation,
        possible.has_ages_and_homes,
    ),
    when_asked(
        "transition.reconviction",
        "Are young adults reconvicted more often than older people?",
        transition.reconviction,
        possible.has_ages_and_outcome,
    ),
    when_asked(
        "transition.age_profile", "How old are people, by single year?", transition.age_profile, possible.has_ages
    ),
    when_asked(
        f"transition.age_profile_of_{RECONVICTED}",
        "How many are reconvicted at each age?",
        partial(transition.age_profile, of=RECONVICTED),
        possible.has_age_of_outcome,
    ),
    when_asked(
        f"transition.steps_of_{RECONVICTED}",
        "Does that drop or rise at 18 and at 25?",
        partial(transition.steps, of=RECONVICTED),
        possible.has_steps_of_outcome,
    ),
    when_asked(
        "transition.crossing",
        "Who crosses from youth to adult services, and who is lost?",
        transition.crossing,
        transition.has_passage,
    ),
    when_asked("transition.gap", "How long is the gap?", transition.gap, transition.has_passage),
    when_asked(
        "transition.needs_on_each_side",
        "What do those need who are lost?",
        transition.needs_on_each_side,
        possible.has_passage_and_needs,
    ),
    when_asked(
        "transition.needs_before_and_after",
        "What do the same people need before they turn 18, and after?",
        transition.needs_before_and_after,
        transition.has_needs_before_and_after,
    ),
    when_asked(
        "transition.support_kept",
        "Is support kept at 18?",
        transition.support_kept,
        transition.has_support,
    ),
    when_asked(
        "transition.turning_25",
        "Who passes out of services for young adults at 25?",
        transition.turning_25,
        transition.has_passage_at_25,
    ),
    when_asked(
        "transition.followed",
        "Are those aged 17 convicted more before or after they turn 18?",
        transition.followed,
        transition.can_be_followed,
    ),
    when_asked("iom.tiers", "Which tier are those managed under IOM in?", iom.tiers, iom.has_tiers),
    when_asked(
        "iom.needs",
        "What does each tier need, and those not managed?",
        iom.needs,
        possible.has_tiers_and_needs,
    ),
    when_asked(
        "iom.spells", "How long are they managed, and who is adopted and removed?", iom.spells, iom.has_management
    ),
    when_asked(
        "iom.before_after_for_managed_under_iom",
        "Are those managed under IOM reconvicted less than before?",
        iom.before_after_of_managed,
        iom.has_before_after,
    ),
)
"""Every table of the standard report, in its order."""
