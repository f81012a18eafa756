"""What a needskit.toml can say of an evaluation, every key of it, and how the method sheet says each."""

from __future__ import annotations

TOML = """
[comparison]
treated = { sex = "Female" }
comparison = { sex = "Male" }
called = "zealots"
adjust = ["prior_convictions"]
numbers = ["team"]
exactly = ["district"]
method = "nearest"
caliper = 0.37
caliper_scale = "ps_sd"
each = 3
again = true
known_only = true
never_managed = true
impute = false
min_people = 17
primary_outcome = "reoffences_12_months"
other_outcomes = ["days_to_first_reoffence"]
adjust_p = "holm"
submitted = 4171
regression_to_the_mean = true
horizon_months = 13
"""

OF_A_COMPARISON = {
    "comparison.treated": "Treated: sex Female",
    "comparison.comparison": "Beside: sex Male",
    "comparison.called": "zealots",
    "comparison.adjust": "To be matched on: prior_convictions",
    "comparison.numbers": "Own numbers to be matched on: team",
    "comparison.exactly": "To be the same in: district",
    "comparison.method": "Method of matching: nearest",
    "comparison.caliper": "Caliper: 0.37",
    "comparison.caliper_scale": "(ps_sd)",
    "comparison.each": "Stand for each one treated: 3,",
    "comparison.again": "each for several",
    "comparison.known_only": "Numbers not known: left out",
    "comparison.impute": "Numbers not known: left out",
    "comparison.never_managed": "Never managed: asked for",
    "comparison.min_people": "Fewest matched: 17",
    "comparison.primary_outcome": "Primary outcome: reoffences_12_months",
    "comparison.other_outcomes": "Other outcomes: days_to_first_reoffence",
    "comparison.adjust_p": "Correction of P values: holm",
    "comparison.submitted": "Submitted: 4,171",
    "comparison.regression_to_the_mean": "Regression to the mean: asked for",
    "comparison.horizon_months": "Months of ogrs3: 13",
}
"""Every key, and words that the sheet has because of its value above."""
