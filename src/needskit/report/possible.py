"""What an extract must hold for each analysis of the standard report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis import accommodation, demographics, iom, needs, overlap, transition
from needskit.analysis.first_reoffence import DAYS
from needskit.analysis.outcome import RECONVICTED
from needskit.analysis.reconviction.headline import REOFFENCES
from needskit.analysis.reconviction.rates import CUSTODY
from needskit.analysis.transition.by_age.events import COLUMNS
from needskit.analysis.values import values_of
from needskit.cohort.any_of import held
from needskit.cohort.build import FOUND_IN
from needskit.cohort.combination import MOST_COMBINED
from needskit.cohort.severity import severity_labels

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

PAIR = 2


def always(_cohort: Cohort) -> bool:
    """Every extract will do."""
    return True


def has_needs(cohort: Cohort) -> bool:
    """It holds a need."""
    return bool(cohort.needs.questions)


def has_pairs(cohort: Cohort) -> bool:
    """It holds two needs or more."""
    return len(cohort.needs.questions) >= PAIR


def has_combinations(cohort: Cohort) -> bool:
    """It holds few enough needs for their combinations to be read."""
    return PAIR <= len(cohort.needs.questions) <= MOST_COMBINED


def has_severity(cohort: Cohort) -> bool:
    """It says how severe a need is."""
    return any(column in cohort.attributes for column in severity_labels(cohort.needs))


def has_parts(cohort: Cohort) -> bool:
    """It holds a part that needs are usually cut by."""
    return has_needs(cohort) and needs.has_parts(cohort)


def has_domains(cohort: Cohort) -> bool:
    """It holds each of the three domains."""
    columns = [held(cohort, domain.any_of) for domain in cohort.definitions.domains]
    return all(columns) and len(set(columns)) == len(columns)


def has_dual_diagnosis(cohort: Cohort) -> bool:
    """It holds mental health and substance misuse."""
    rule = cohort.definitions.dual_diagnosis
    return bool(held(cohort, rule.mental_health) and held(cohort, rule.substance))


def has_contacts(cohort: Cohort) -> bool:
    """It holds what counts as a contact."""
    return has_needs(cohort) and overlap.has_contacts(cohort)


def has_outcome(cohort: Cohort) -> bool:
    """It holds needs and who was reconvicted."""
    return has_needs(cohort) and RECONVICTED in cohort.attributes


def has_combination_outcomes(cohort: Cohort) -> bool:
    """It holds combinations and who was reconvicted."""
    return has_combinations(cohort) and has_outcome(cohort)


def has_model(cohort: Cohort) -> bool:
    """It holds something to adjust reconviction for."""
    adjusts = {"age_group", "sex"} & cohort.breakdowns.keys() or "prior_convictions" in cohort.attributes
    return has_outcome(cohort) and bool(adjusts)


def has_strata(cohort: Cohort) -> bool:
    """It holds age, sex and needs."""
    return has_needs(cohort) and {"age_group", "sex"} <= cohort.breakdowns.keys()


def has_homes(cohort: Cohort) -> bool:
    """It says where people live."""
    return bool(accommodation.points_in(cohort))


def has_two_points(cohort: Cohort) -> bool:
    """It says where people live before custody and on release."""
    return {"before_custody", "on_release"} <= {*accommodation.points_in(cohort)}


def has_spells(cohort: Cohort) -> bool:
    """It holds spells of accommodation."""
    return accommodation.has_spells(cohort)


def has_homes_and_needs(cohort: Cohort) -> bool:
    """It says where people live, and what they need."""
    return has_homes(cohort) and has_needs(cohort)


def has_homes_and_outcome(cohort: Cohort) -> bool:
    """It says where people live, and who was reconvicted."""
    return has_homes(cohort) and RECONVICTED in cohort.attributes


def has_homes_and_model(cohort: Cohort) -> bool:
    """The same, and something to adjust for."""
    adjusts = {
        "age_group",
        "sex",
        "sentence_band",
    } & cohort.breakdowns.keys() or "prior_convictions" in cohort.attributes
    return has_homes_and_outcome(cohort) and bool(adjusts)


def has_number(cohort: Cohort) -> bool:
    """It says how often people were reconvicted."""
    return {RECONVICTED, REOFFENCES} <= cohort.attributes.keys()


def has_time_at_risk(cohort: Cohort) -> bool:
    """The same, and how long they were in custody."""
    return has_number(cohort) and CUSTODY in cohort.attributes


def has_days(cohort: Cohort) -> bool:
    """It says how soon people were reconvicted."""
    return {RECONVICTED, DAYS} <= cohort.attributes.keys()


def has_ages(cohort: Cohort) -> bool:
    """It holds ages."""
    return "age" in cohort.attributes


def has_ages_and_offences(cohort: Cohort) -> bool:
    """It holds ages, and the number of offences before the index date."""
    return has_ages(cohort) and COLUMNS["offences"] in cohort.attributes


def has_ages_and_reoffences(cohort: Cohort) -> bool:
    """It holds ages, and says how often people were reconvicted."""
    return has_ages(cohort) and has_number(cohort)


def has_ages_and_needs(cohort: Cohort) -> bool:
    """It holds young adults and others, and needs."""
    return transition.has_other_ages(cohort) and has_needs(cohort)


def has_ages_and_homes(cohort: Cohort) -> bool:
    """It holds young adults and others, and says where people live."""
    return transition.has_other_ages(cohort) and has_homes(cohort)


def has_ages_and_outcome(cohort: Cohort) -> bool:
    """It holds young adults and others, and says who was reconvicted."""
    return transition.has_other_ages(cohort) and RECONVICTED in cohort.attributes


def has_steps_of_outcome(cohort: Cohort) -> bool:
    """It holds ages on both sides of a step, and says who was reconvicted."""
    return transition.has_steps(cohort) and RECONVICTED in cohort.attributes


def has_age_of_outcome(cohort: Cohort) -> bool:
    """It holds ages, and says who was reconvicted."""
    return has_ages(cohort) and RECONVICTED in cohort.attributes


def has_passage_and_needs(cohort: Cohort) -> bool:
    """It holds who crosses from youth to adult services, and needs."""
    return transition.has_passage(cohort) and has_needs(cohort)


def has_tiers_and_needs(cohort: Cohort) -> bool:
    """It says who is managed under IOM and in which tier, and holds needs."""
    return iom.has_tiers(cohort) and has_needs(cohort)


def has_characteristics(cohort: Cohort) -> bool:
    """It holds something to describe people by."""
    return any(name in cohort.breakdowns for name in demographics.CHARACTERISTICS)


def has_linked(cohort: Cohort) -> bool:
    """It has linked sources."""
    return any(source.role != "people" for source in cohort.sources)


def has_links(cohort: Cohort) -> bool:
    """It says who is in which source."""
    return any(
        source.role != "people" and f"{FOUND_IN}{source.label}" in cohort.attributes for source in cohort.sources
    )


def has_agreement(cohort: Cohort) -> bool:
    """Two sources of it hold one column."""
    return bool(cohort.agreement)


def has_answers(cohort: Cohort) -> bool:
    """It holds values that can be known or not."""
    return bool(values_of(cohort))
