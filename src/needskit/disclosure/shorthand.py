"""The shorthand that stands in place of a figure, as the Government Statistical Service has it."""

LOW_RELIABILITY = "[u]"
"""The estimate is withheld: too few people are behind it."""

CONFIDENTIAL = "[c]"
"""The count is withheld, or what would tell it."""

NOT_APPLICABLE = "[z]"
"""There is no such figure for this row."""

SHORTHAND = {
    CONFIDENTIAL: "confidential: the number, or what would tell it, is not shown",
    LOW_RELIABILITY: "low reliability: too few are behind the figure to show it",
    NOT_APPLICABLE: "not applicable: there is no such figure for this row",
}
