"""Every number the made-up people are drawn from, by name.

The headline margins follow public reports, so that a reader of the demonstration sees a familiar picture.
All else (how things go together, how often an answer is missing) is invented to be plausible.

Sources
-------
* 94% with two or more needs; 79% of homeless people reconvicted in a year against 47% of others:
  Cambridgeshire Office of the Police and Crime Commissioner, board report on the Offenders theme, 2020. The
  second pair and the 15% homeless before custody: Surveying Prisoner Crime Reduction (SPCR), Ministry of
  Justice.
* A third of the cohort aged 18 to 24: Revolving Doors, First Generation: One Year On, 2013 (10% of the
  population, a third of recorded crime).
* How common each need is: within the range of the Ministry of Justice's OASys tables, women in custody on
  30 June 2021 (thinking 68-77%, lifestyle 83-87%, relationships 81-82%, accommodation 66-72%, employment
  65-71%, attitudes 67-85%, drugs 43-72%, alcohol 19-41%), set a little lower for a cohort that is mostly men
  and mostly in the community.
* 2.9 reoffences for each person who reoffends: Ministry of Justice, Proven Reoffending Statistics, July 2011
  to June 2012.
* Accommodation on release and at three months: Ministry of Justice, Offender Accommodation Outcomes, 2022/23
  to 2024/25 (about 85% housed on release, about 75% settled at three months).
"""

from __future__ import annotations

from typing import Final

# --- Headlines: held to the nearest person at any size --------------------------------------------
SHARE_AGED_18_TO_24: Final = 1 / 3
SHARE_AGED_16_OR_17: Final = 0.03
SHARE_HOMELESS: Final = 0.15
SHARE_RECONVICTED_HOMELESS: Final = 0.79
SHARE_RECONVICTED_OTHERS: Final = 0.47
# Where accommodation is not known; about the two above in their proportions.
SHARE_RECONVICTED_NOT_KNOWN: Final = 0.52
SHARE_TWO_OR_MORE_NEEDS: Final = 0.94
SHARE_ASSESSED: Final = 0.90
SHARE_IOM: Final = 0.07

# --- Dates ----------------------------------------------------------------------------------------
WAITING_MONTHS: Final = 6
"""Time for an offence to reach a conviction: the follow-up is seen up to this long before the as-at date."""
FOLLOW_UP_MONTHS: Final = 12
INDEX_WINDOW_MONTHS: Final = 27
"""Index dates fall in this many months ..."""
INDEX_WINDOW_ENDS_MONTHS: Final = 9
"""... ending this long before the last day seen, so that 3 months in 27 are not yet followed up."""

# --- Who ------------------------------------------------------------------------------------------
# Shares of people by completed years at the index date.
AGES_18_TO_24: Final = (0.10, 0.12, 0.14, 0.15, 0.16, 0.165, 0.165)
AGE_BANDS_25_AND_OVER: Final = (
    (25, 29, 0.25),
    (30, 34, 0.23),
    (35, 39, 0.18),
    (40, 49, 0.22),
    (50, 79, 0.12),
)
SEX: Final = {"female": 0.15, "male": 0.85}
ETHNICITY: Final = {"white": 0.78, "mixed": 0.05, "asian": 0.06, "black": 0.09, "other": 0.02}
SHARE_ETHNICITY_NOT_KNOWN: Final = 0.04
DISTRICTS: Final = {
    "Northshire Central": 0.31,
    "Northshire East": 0.22,
    "Northshire West": 0.18,
    "Northshire Coast": 0.14,
    "Northshire Hills": 0.10,
    "Northshire Moors": 0.05,
}
SENTENCE_BANDS: Final = {
    "community_order": 0.37,
    "suspended_sentence_order": 0.17,
    "custody_under_12_months": 0.22,
    "custody_1_to_4_years": 0.15,
    "custody_4_years_or_more": 0.08,
    "indeterminate": 0.01,
}
RISK_OF_HARM: Final = {"low": 0.22, "medium": 0.52, "high": 0.23, "very_high": 0.03}
SHARE_DISTRICT_NOT_KNOWN: Final = 0.01
SHARE_DISTRICT_NOT_KNOWN_HOMELESS: Final = 0.06  # no address, so often no district
SHARE_SENTENCE_NOT_KNOWN: Final = 0.02
SHARE_RISK_OF_HARM_NOT_KNOWN: Final = 0.03
SHARE_OGRS_NOT_KNOWN: Final = 0.03
SHARE_PRIORS_NOT_KNOWN: Final = 0.01
SHARE_BEFORE_NOT_KNOWN: Final = 0.01

# --- Accommodation --------------------------------------------------------------------------------
ACCOMMODATION: Final = (
    "settled",
    "other_housed",
    "bail_or_probation",
    "homeless_not_rough_sleeping",
    "rough_sleeping",
)
FIRST_HOMELESS_CODE: Final = 3
HOUSED_BEFORE: Final = (0.76, 0.19, 0.05)
HOMELESS_BEFORE: Final = (0.62, 0.38)
# Each row: where people of that status are next, in the order of ACCOMMODATION.
ON_RELEASE_GIVEN_BEFORE: Final = (
    (0.74, 0.11, 0.06, 0.07, 0.02),
    (0.36, 0.40, 0.10, 0.10, 0.04),
    (0.25, 0.20, 0.45, 0.07, 0.03),
    (0.15, 0.22, 0.17, 0.34, 0.12),
    (0.09, 0.16, 0.17, 0.26, 0.32),
)
AT_3_MONTHS_GIVEN_RELEASE: Final = (
    (0.93, 0.04, 0.00, 0.02, 0.01),
    (0.52, 0.40, 0.02, 0.04, 0.02),
    (0.56, 0.22, 0.14, 0.06, 0.02),
    (0.36, 0.20, 0.04, 0.32, 0.08),
    (0.24, 0.16, 0.04, 0.20, 0.36),
)
SHARE_ACCOMMODATION_NOT_KNOWN: Final = {"before": 0.03, "release": 0.04, "three_months": 0.08}

# --- Needs ----------------------------------------------------------------------------------------
SCORED_NEEDS: Final = 8
"""The first eight of `NEEDS` are the scored OASys needs; the other two have no cut-off."""
NEEDS: Final = {
    # need: (share with it at 25 and over, how closely it follows a person's severity, shift under 25)
    "accommodation": (0.62, 0.582, 0.0),
    "employment": (0.67, 0.634, 0.1),
    "relationships": (0.79, 0.624, 0.0),
    "lifestyle": (0.78, 0.707, 0.2),
    "drugs": (0.55, 0.562, -0.2),
    "alcohol": (0.30, 0.395, -0.3),
    "thinking": (0.74, 0.707, 0.2),
    "attitudes": (0.70, 0.707, 0.1),
    "finance": (0.52, 0.55, 0.0),
    "emotional_wellbeing": (0.48, 0.40, 0.0),
}
# How the middle numbers were found: guesses in proportion to how strongly OASys sections go together were all
# scaled by one number, and that number moved until 94% of 400,000 drawn people had two or more of the eight
# with no quota at all. What chance leaves over at other sizes is taken up by `needs.level`.
SHARE_ANSWER_NOT_KNOWN: Final = 0.01
SHARE_MENTAL_HEALTH: Final = 0.34
MENTAL_HEALTH_FOLLOWS: Final = 0.35
SHARE_MENTAL_HEALTH_NOT_KNOWN: Final = 0.05
ASSESSMENT_WEEKS: Final = 55
"""An assessment counts as recent for 55 weeks (HMPPS, hmpps-tier, TierService.kt)."""
SHARE_ASSESSED_RECENTLY: Final = 0.87
SHARE_ASSESSED_EARLIER: Final = 0.08  # the rest were assessed in the weeks after the index date

# --- Offending ------------------------------------------------------------------------------------
REOFFENCES_SCALE: Final = 2.15
"""Gives about 2.9 reoffences for each person reconvicted."""
IOM_TIERS: Final = {"fixed": 0.56, "flex": 0.30, "free": 0.14}
SHARE_IOM_ENDED: Final = 0.40
SHARE_IN_CUSTODY_AFTER_REOFFENCE: Final = 0.45
SHARE_RECALLED_WITHOUT_REOFFENCE: Final = 0.07
COURTS: Final = {"summary": 0.50, "either_way": 0.42, "indictable_only": 0.08}
SHARE_CUSTODY_FOR_REOFFENCE: Final = 0.38
"""Of those reconvicted. Like the courts it is made up, not official."""

# --- Youth services -------------------------------------------------------------------------------
SHARE_KNOWN_TO_YOUTH_SERVICES: Final = {"18 to 24": 0.40, "25 and over": 0.08}
YOUTH_SERVICES_BEGAN: Final = "2001-01-01"
"""Nobody who turned 18 before youth offending teams were well under way is on their books."""
SHARE_YOUTH_NOT_KNOWN: Final = 0.03
SHARE_YOUTH_END_NOT_KNOWN: Final = 0.05
SHARE_ADULT_START_NOT_KNOWN: Final = 0.08

# --- Linked spells: all invented -------------------------------------------------------------------
CASES_WITHOUT_END: Final = (0.34, 0.33, 0.33)
"""Of cases whose end the flat extract does not give: no end, still open at 19, closed long before 18."""
EARLIER_CASES_SCALE: Final = 0.9
SHARE_CASES_OVERLAP: Final = 0.15
SHARE_SAME_DAY: Final = 0.04
SHARE_ANOTHER_CASE: Final = 0.20
SHARE_NEVER_ADULT: Final = 0.50  # of those known to youth services whose start with adult services is not given
SHARE_NO_ORDER: Final = 0.07
SHARE_ORDER_AGAIN: Final = 0.15
SHARE_ORDER_BEFORE_18: Final = 0.01
SHARE_ORDER_END_NOT_KNOWN: Final = 0.03
SERVICES: Final = {
    "Drug service": 0.35,
    "Alcohol service": 0.18,
    "Mental health service": 0.27,
    "Housing support": 0.20,
}
SHARE_SUPPORT_AT_17: Final = {"known": 0.40, "others": 0.05}
SUPPORT_AT_18: Final = {"kept": 0.30, "started again": 0.25, "lost": 0.25, "completed before": 0.20}
SHARE_SECOND_SUPPORT: Final = 0.15
SHARE_SUPPORT_OF_ADULTS: Final = 0.15
SHARE_FOR_YOUNG_ADULTS: Final = 0.40
SHARE_NOT_TAKEN_UP: Final = 0.02
