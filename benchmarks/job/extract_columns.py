"""What an analyst without needskit knows of the extract: its columns, codes, ranges and breakdowns."""

from __future__ import annotations

import datetime as dt

AS_AT = dt.date(2025, 12, 31)
MISSING = ["", "not known", "unknown", "not recorded", "not stated", "n/k", "nk", "missing"]
NOT_KNOWN = "not known"
ALL = "all"

NEEDS = {
    "need_accommodation": "Accommodation",
    "need_employment": "Education, training and employment",
    "need_relationships": "Relationships",
    "need_lifestyle": "Lifestyle and associates",
    "need_drugs": "Drug misuse",
    "need_alcohol": "Alcohol misuse",
    "need_thinking": "Thinking and behaviour",
    "need_attitudes": "Attitudes",
}
"""The eight scored OASys needs, which the tables count."""

EXTRA_NEEDS = ("need_finance", "need_emotional_wellbeing")
FLAGS = (
    "iom",
    "assessed",
    "mental_health",
    "reconvicted_before_12_months",
    "reconvicted_12_months",
    "custody_for_reoffence_12_months",
    "known_to_youth_services",
)
YES_NO = (*FLAGS, *NEEDS, *EXTRA_NEEDS)
DATES = (
    "index_date",
    "date_of_birth",
    "iom_start",
    "iom_end",
    "assessment_date",
    "follow_up_end",
    "youth_service_end",
    "adult_service_start",
)
NOT_AFTER_AS_AT = ("index_date", "date_of_birth", "assessment_date")
RANGES = {
    "age": (10, 110),
    "prior_convictions": (0, 999),
    "offences_before_12_months": (0, 999),
    "days_in_custody_before_12_months": (0, 366),
    "reoffences_12_months": (0, 999),
    "days_to_first_reoffence": (0, 366),
    "days_in_custody_12_months": (0, 366),
}
"""Whole numbers and the least and the most that each may be; ogrs3 is a number from 0 to 100."""

_ACCOMMODATION = (
    "settled",
    "other_housed",
    "bail_or_probation",
    "homeless_not_rough_sleeping",
    "rough_sleeping",
)
HOMELESS = ("homeless_not_rough_sleeping", "rough_sleeping")
CODES = {
    "sex": ("female", "male", "other"),
    "ethnicity": ("white", "mixed", "asian", "black", "other"),
    "sentence_band": (
        "community_order",
        "suspended_sentence_order",
        "custody_under_12_months",
        "custody_1_to_4_years",
        "custody_4_years_or_more",
        "indeterminate",
    ),
    "risk_of_harm": ("low", "medium", "high", "very_high"),
    "accommodation_before_custody": _ACCOMMODATION,
    "accommodation_on_release": _ACCOMMODATION,
    "accommodation_at_3_months": _ACCOMMODATION,
    "iom_tier": ("fixed", "flex", "free"),
    "court_of_first_reoffence_12_months": ("summary", "either_way", "indictable_only"),
}
TEXTS = ("district", *CODES)

AGE_BANDS = {
    "10 to 17": (10, 17),
    "18 to 20": (18, 20),
    "21 to 24": (21, 24),
    "25 to 29": (25, 29),
    "30 to 34": (30, 34),
    "35 to 39": (35, 39),
    "40 to 49": (40, 49),
    "50 to 59": (50, 59),
    "60 and over": (60, 110),
}
YOUNG = {
    "10 to 17": (10, 17),
    "18 to 20": (18, 20),
    "21 to 24": (21, 24),
    "18 to 24": (18, 24),
    "25 and over": (25, 110),
}

BREAKDOWNS = (
    "sex",
    "age_band",
    "ethnicity",
    "district",
    "sentence_band",
    "homeless_before_custody",
    "iom",
)
COVERED = ("sex", "age_band", "ethnicity", "district", "sentence_band", "iom")
PROFILED = ("sex", "age_band", "ethnicity", "district", "sentence_band", "risk_of_harm", "iom")
COMPLETENESS = ("ogrs3", *RANGES, *TEXTS, *(c for c in YES_NO if c != "assessed"))

LEVELS = {
    **CODES,
    "age_band": tuple(AGE_BANDS),
    "homeless_before_custody": ("homeless", "not homeless"),
    "iom": ("yes", "no"),
}
"""Groups of each breakdown in reading order; districts are those that the extract holds."""

NUMBERS = tuple(range(len(NEEDS) + 1))
AT_LEAST = {"two or more": 2, "three or more": 3}

RECEIVED, NO_IDENTIFIER, REPEATED, COHORT, ASSESSED, IN_FULL = (
    "records received",
    "set aside: no identifier",
    "set aside: repeated exactly",
    "cohort",
    "with an assessment",
    "with every need answered",
)
PREVALENCE_COLUMNS = (
    "Need",
    "People with this need",
    "People with a known answer",
    "People whose answer is not known",
    "Percentage with this need (%)",
    "Lower 95% limit (%)",
    "Upper 95% limit (%)",
)
NUMBER_COLUMNS = (
    "Number of needs",
    "People with this number of needs",
    "People with a known answer on every need",
    "People whose number is not known",
    "Percentage with this number of needs (%)",
    "Lower 95% limit (%)",
    "Upper 95% limit (%)",
    "Mean number of needs per person",
    "Mean: lower 95% limit",
    "Mean: upper 95% limit",
)
PROFILE_COLUMNS = (
    "Characteristic",
    "Group",
    "People",
    "People with a known answer",
    "People whose answer is not known",
    "Percentage of those with a known answer (%)",
    "Lower 95% limit (%)",
    "Upper 95% limit (%)",
)
YOUNG_COLUMNS = (
    "Age",
    "People of this age",
    "People with a known age",
    "People whose age is not known",
    "Percentage of this age (%)",
    "Lower 95% limit (%)",
    "Upper 95% limit (%)",
)
COVERAGE_COLUMNS = (
    "Characteristic",
    "Group",
    "People with an assessment",
    "All people",
    "Percentage with an assessment (%)",
)
COMPLETENESS_COLUMNS = ("Column", "People whose value is known", "All people", "Percentage known (%)")
FLOW_COLUMNS = ("Step", "Records or people", "Out of", "Percentage (%)")
PROBLEM_COLUMNS = ("What was found", "Rows")
