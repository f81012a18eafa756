"""The figures that a cell can have: what each is called, its unit and how finely it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNTS = (
    *("count", "out_of", "not_known", "against_count", "against_out_of", "gained", "lost", "at_least"),
    *("events", "all_events", "against_events"),
)
"""Numbers of people, and of what they did, each protected."""

ESTIMATES = ("estimate", "lower", "upper")
"""What a measure comes to, and its limits, in the unit of the measure."""

PERCENTAGES, POINTS, PER_100 = "%", "percentage points", "per 100"


@dataclass(frozen=True, slots=True)
class Further:
    """A figure beside the estimate.

    Parameters
    ----------
    heading
        The words over it, unless the table has its own.
    unit
        As the heading says it; empty for a plain number.
    decimals
        How finely it is shown; None for as finely as the percentages of its table.
    shown_per
        By what it is multiplied when it is shown.
    words
        The words that stand for its values, if it is one of a few and not a number.
    never_nought
        Whether it is above 0 however small, so that one that rounds to 0 is said to be less than the least shown.
    given
        Whether it is a published number that the analyst gives, and so is never withheld.
    """

    heading: str
    unit: str = ""
    decimals: int | None = 2
    shown_per: int = 1
    words: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    never_nought: bool = False
    given: bool = False


def _percentage(heading: str, *, given: bool = False) -> Further:
    return Further(heading, PERCENTAGES, None, 100, given=given)


def _points(heading: str) -> Further:
    return Further(heading, POINTS, None, 100)


MORE, NEITHER, LESS = 1, 0, -1
GOOD, ACCEPTABLE, POOR = 1, 0, -1
MET, MISSED = 1, -1
UNLIKE, PARTLY_ALIKE, ALIKE = 2, 3, 4
"""How far a comparison can be believed, by the Maryland scale of scientific methods."""

FITTED, NOBODY, CERTAIN, NOT_FITTED, FEW_AGES = 1, 0, -1, -2, -3

REFUSALS = (
    *("R-ARM<10", "R-MATCHED<30", "R-SEPARATION", "R-NO-WEIGHTS", "R-MISSING", "R-MODEL"),
    "refused",
)
"""Why there is no comparison; the last stands for any other reason."""

FURTHER: Mapping[str, Further] = MappingProxyType(
    {
        "cumulative": _percentage("Cumulative percentage"),
        "moving": _percentage("Percentage of three years together"),
        "at_least_share": _percentage("Percentage with at least these"),
        "share_of_all": _percentage("Percentage of all, those not known among them"),
        "lowest": _percentage("Percentage of all if those not known were no"),
        "highest": _percentage("Percentage of all if those not known were yes"),
        "comparator": Further("Comparator", PERCENTAGES, 1, 100, given=True),
        "comparator_difference": _points("Difference from the comparator"),
        "baseline_lower": Further("Lower 95% limit of the baseline", PERCENTAGES, 1, 100, given=True),
        "baseline_upper": Further("Upper 95% limit of the baseline", PERCENTAGES, 1, 100, given=True),
        "against_estimate": _percentage("Percentage of the others"),
        "against_lower": _percentage("Lower 95% limit of the percentage of the others"),
        "against_upper": _percentage("Upper 95% limit of the percentage of the others"),
        "matched_share": _percentage("Percentage of those matched"),
        "weighted_share": _percentage("Percentage of the comparison, weighted"),
        "apart_before": Further("Standardised difference before"),
        "apart_after": Further("Standardised difference after"),
        "alike": Further("How alike", words=MappingProxyType({GOOD: "good", ACCEPTABLE: "acceptable", POOR: "poor"})),
        "variance_ratio_before": Further("Variance ratio before"),
        "variance_ratio_after": Further("Variance ratio after"),
        "spread": Further(
            "How alike in spread",
            words=MappingProxyType({GOOD: "alike: 0.5 to 2", POOR: "apart: below 0.5 or above 2"}),
        ),
        "line_below": _percentage("Percentage by the line of the ages below"),
        "line_above": _percentage("Percentage by the line of the ages from here on"),
        "share_of_people": _percentage("Percentage of the people"),
        "share_of_events": _percentage("Percentage of the events"),
        "expected_share": _percentage("Percentage expected"),
        "difference": _points("Difference"),
        "difference_lower": _points("Lower 95% limit of the difference"),
        "difference_upper": _points("Upper 95% limit of the difference"),
        "difference_if_first": _points("Difference if all not known were in the first group"),
        "difference_if_second": _points("Difference if all not known were in the second group"),
        "mean_days": Further("Mean days without", decimals=1),
        "against_mean_days": Further("Mean days without, of the comparison", decimals=1),
        "days_difference": Further("Difference in mean days", decimals=1),
        "days_difference_lower": Further("Lower 95% limit of the difference in mean days", decimals=1),
        "days_difference_upper": Further("Upper 95% limit of the difference in mean days", decimals=1),
        "risk_ratio": Further("Risk ratio"),
        "risk_ratio_lower": Further("Lower 95% limit of the risk ratio"),
        "risk_ratio_upper": Further("Upper 95% limit of the risk ratio"),
        "expected": Further("Expected by chance", decimals=1),
        "ratio": Further("Observed divided by expected"),
        "ratio_lower": Further("Lower 95% limit of observed divided by expected"),
        "ratio_upper": Further("Upper 95% limit of observed divided by expected"),
        "lift": Further("Lift: found divided by expected"),
        "phi": Further("Phi coefficient"),
        "odds_ratio": Further("Odds ratio"),
        "odds_ratio_lower": Further("Lower 95% limit of the odds ratio"),
        "odds_ratio_upper": Further("Upper 95% limit of the odds ratio"),
        "hazard_ratio": Further("Hazard ratio"),
        "hazard_ratio_lower": Further("Lower 95% limit of the hazard ratio"),
        "hazard_ratio_upper": Further("Upper 95% limit of the hazard ratio"),
        "crude_difference": _points("Difference, not adjusted"),
        "crude_odds_ratio": Further("Odds ratio, not adjusted"),
        "beyond_chance": Further(
            "Together beyond chance",
            words=MappingProxyType({MORE: "more often", NEITHER: "cannot be told", LESS: "less often"}),
        ),
        "chi_squared": Further("Chi-squared"),
        "p_value": Further("P value", decimals=3, never_nought=True),
        "log_rank_p_value": Further("P value of the log-rank test", decimals=3, never_nought=True),
        "strata_differ": Further("P value of whether strata differ", decimals=3, never_nought=True),
        "fit": Further(
            "What the model can tell",
            words=MappingProxyType(
                {
                    FITTED: "estimated",
                    NOBODY: "nobody in one of the two groups",
                    CERTAIN: "tells the outcome of some people for certain",
                    NOT_FITTED: "no estimate",
                }
            ),
        ),
        "lines": Further(
            "What the lines can tell",
            words=MappingProxyType(
                {
                    FITTED: "estimated",
                    FEW_AGES: "too few ages on one side for a line",
                    CERTAIN: "all or none on one side",
                    NOT_FITTED: "no estimate",
                }
            ),
        ),
        "lower_quartile": Further("Lower quartile", decimals=1),
        "median": Further("Median", decimals=1),
        "upper_quartile": Further("Upper quartile", decimals=1),
        "crude": _percentage("Percentage as found"),
        "crude_mean": Further("Mean as found", decimals=1),
        "relative_change": _percentage("Relative change"),
        "relative_change_lower": _percentage("Lower 95% limit of the relative change"),
        "relative_change_upper": _percentage("Upper 95% limit of the relative change"),
        "expected_change": _percentage("Relative change expected"),
        "rate_after": Further("Rate after", PER_100, None, 100),
        "rate_change": Further("Change of the rate", PER_100, None, 100),
        "rate_change_lower": Further("Lower 95% limit of the change of the rate", PER_100, None, 100),
        "rate_change_upper": Further("Upper 95% limit of the change of the rate", PER_100, None, 100),
        "others_before": Further("Rate of the comparison before, weighted", PER_100, None, 100),
        "others_after": Further("Rate of the comparison after, weighted", PER_100, None, 100),
        "others_change": Further("Change of the rate of the comparison", PER_100, None, 100),
        "others_relative_change": _percentage("Relative change of the comparison"),
        "changes_apart": Further("Difference of the changes", PER_100, None, 100),
        "changes_apart_lower": Further("Lower 95% limit of the difference of the changes", PER_100, None, 100),
        "changes_apart_upper": Further("Upper 95% limit of the difference of the changes", PER_100, None, 100),
        "changes_apart_p": Further("P value of the difference of the changes", decimals=3, never_nought=True),
        "ratio_of_changes": Further("Ratio of the changes"),
        "ratio_of_changes_lower": Further("Lower 95% limit of the ratio of the changes"),
        "ratio_of_changes_upper": Further("Upper 95% limit of the ratio of the changes"),
        "ratio_of_changes_p": Further("P value of the ratio of the changes", decimals=3, never_nought=True),
        "reference_mean": Further("Mean of the reference population"),
        "reference_shape": Further("Shape of the rates"),
        "any_share": _percentage("Percentage with any"),
        "any_share_lower": _percentage("Lower 95% limit of the percentage with any"),
        "any_share_upper": _percentage("Upper 95% limit of the percentage with any"),
        "per_reoffender": Further("Per one with any"),
        "per_person": Further("Per one"),
        "per_100": Further("Per 100", decimals=0, shown_per=100),
        "person_years": Further("Years at risk", decimals=0),
        "against_person_years": Further("Years at risk after", decimals=0),
        "covered": _percentage("Percentage of the standard covered"),
        "population": Further("Residents", decimals=0, given=True),
        "residents_share": Further("Percentage of the residents", PERCENTAGES, 1, 100, given=True),
        "representation": Further("Percentage divided by that of the residents"),
        "representation_lower": Further("Lower 95% limit of the percentage divided by that of the residents"),
        "representation_upper": Further("Upper 95% limit of the percentage divided by that of the residents"),
        "effective_size": Further("Effective size of the comparison", decimals=0),
        "against_mean": Further("Mean of the comparison, weighted"),
        "mean_difference": Further("Difference of the means"),
        "mean_difference_lower": Further("Lower 95% limit of the difference of the means"),
        "mean_difference_upper": Further("Upper 95% limit of the difference of the means"),
        "per_year": Further("Per 100 years at risk", decimals=1, shown_per=100),
        "against_per_year": Further("Per 100 years at risk of the comparison, weighted", decimals=1, shown_per=100),
        "rate_ratio": Further("Mean divided by that of the comparison"),
        "rate_ratio_lower": Further("Lower 95% limit of the rate ratio"),
        "rate_ratio_upper": Further("Upper 95% limit of the rate ratio"),
        "significant": Further(
            "Significant difference", words=MappingProxyType({MORE: "yes: more", NEITHER: "no", LESS: "yes: less"})
        ),
        "corrected_p_value": Further("P value, corrected", decimals=3, never_nought=True),
        "corrected_significant": Further(
            "Significant, corrected", words=MappingProxyType({MORE: "yes: more", NEITHER: "no", LESS: "yes: less"})
        ),
        "submitted": Further("Submitted", decimals=0, given=True),
        "wanted": Further("Target", PERCENTAGES, 1, 100, given=True),
        "reached": Further(
            "Whether the target is met",
            words=MappingProxyType({MET: "met", NEITHER: "cannot be told", MISSED: "not met"}),
        ),
        "people_to_find": Further("About how many would be needed", decimals=0, given=True),
        "detectable": _points("Smallest fall that would probably be found"),
        "needed": Further("About how many treated would be needed", decimals=0),
        "e_value": Further("E-value"),
        "e_value_of_limit": Further("E-value of the limit"),
        "evidence": Further(
            "Evidence level",
            words=MappingProxyType(
                {
                    UNLIKE: "2: not made alike",
                    PARTLY_ALIKE: "3: alike in part",
                    ALIKE: "3 to 4: alike in what they are matched on",
                }
            ),
        ),
        "estimator": Further(
            "What the method can tell",
            words=MappingProxyType({FITTED: "estimated", **{-place: code for place, code in enumerate(REFUSALS, 1)}}),
        ),
        "rate": Further("Rate per 1,000 residents", decimals=1, shown_per=1_000),
        "rate_lower": Further("Lower 95% limit of the rate", decimals=1, shown_per=1_000),
        "rate_upper": Further("Upper 95% limit of the rate", decimals=1, shown_per=1_000),
    }
)
"""Every figure beside an estimate, in reading order."""

COMPARATOR_WORDS = "comparator_words"
"""The name of the column that says whose a comparator is."""

FIGURES = (*COUNTS, *ESTIMATES, *FURTHER)
"""Every figure a cell can have, in reading order."""

FIGURES_OF_A_CALCULATION = (*FIGURES, "base", "further_base")
"""What a measure may give: the figures, and the smallest number of people behind the estimate and behind the others."""
