"""Damage to values: codes, numbers, yes and no, sentences, and values that contradict each other."""

from __future__ import annotations

from tests.spec.damage.proof import Case, all_of, cell, cells
from tests.spec.damage.sound import LAST, NEEDS

EVERYBODY = range(2, LAST + 1)
UNITS = '[sources.people.units]\nsentence_length = "months"'
NO_BAND = "[sources.people.columns]\nsentence_band = false"


def strange(column: str, text: str, rule: str, becomes: str = "none") -> Case:
    """Return a case of one text that cannot be read, in the cell of the person on row 7."""
    return Case(
        name=f"{column} is {text!r}", damage=cell(column, 7, text), found={rule: (7,)}, becomes={column: becomes}
    )


def alike(column: str, texts: dict[int, str], name: str) -> Case:
    """Return a case of other ways to write what stands in some cells, which are no damage."""
    return Case(name=f"{column}: {name}", damage=cells(column, texts))


def needs(name: str, text: str, settings: str, **answers: str) -> Case:
    """Return a case of one text in need_drugs on row 6, which is yes, and on row 7, which is no answer."""
    return Case(
        name=name, damage=cells("need_drugs", {6: text}), rows=(6,), settings=settings,
        becomes={f"need_{need}": answer for need, answer in answers.items()},
    )  # fmt: skip


CASES = (
    strange("sex", "zqx", "not_in_code_list", "not known"),
    strange("risk_of_harm", "*", "not_in_code_list", "not known"),
    strange("need_drugs", "*", "not_in_code_list", "not answered"),
    strange("need_thinking", "<5", "not_in_code_list", "not answered"),
    strange("iom", "zqx", "not_in_code_list", "not known"),
    strange("accommodation_on_release", "Zqx hostel", "not_in_code_list", "not known"),
    strange("ethnicity", "B1 - White: British", "code_and_words_differ", "not known"),
    strange("ethnicity", "White: British (A1)", "code_and_words_differ", "not known"),
    strange("prior_convictions", "<5", "hidden_number"),
    strange("prior_convictions", "*", "hidden_number"),
    strange("ogrs3", "[c]", "hidden_number"),
    strange("prior_convictions", "-3", "out_of_range"),
    strange("prior_convictions", "7.5", "not_a_number"),
    strange("prior_convictions", "zqx seven", "not_a_number"),
    strange("prior_convictions", "1,007", "out_of_range"),
    strange("ogrs3", "101", "out_of_range"),
    strange("reoffences_12_months", "many", "not_a_number"),
    Case(name="an age of 9, which dates know better", damage=cell("age", 7, "9"), found={"out_of_range": (7,)}),
    Case(name="an age of 111, which dates know better", damage=cell("age", 7, "111"), found={"out_of_range": (7,)}),
    Case(
        name="an age that is not that of the date of birth",
        damage=cells("age", {7: "33", 12: "34"}), found={"age_differs": (7, 12)},
    ),
    Case(
        name="an age of 9 and no date of birth",
        damage=all_of(cell("age", 7, "9"), cell("date_of_birth", 7, "")),
        found={"out_of_range": (7,)}, becomes={"age": "none", "date_of_birth": "none"},
    ),
    Case(
        name="a column of numbers that is mostly unreadable",
        damage=cells("ogrs3", {row: f"zqx {row}" for row in range(2, 20)}),
        found={"not_a_number": tuple(range(2, 20))}, refused=True,
    ),
    Case(
        name="a column of codes that is mostly unreadable",
        damage=cells("sex", dict.fromkeys(EVERYBODY, "zqx")),
        found={"not_in_code_list": tuple(EVERYBODY)}, refused=True,
    ),
    Case(
        name="counts where yes or no is wanted",
        damage=cells("need_drugs", {row: str(row + 10) for row in EVERYBODY}),
        found={"counts_not_answers": tuple(EVERYBODY)}, refused=True,
    ),
    Case(
        name="a third of a column unreadable",
        damage=cells("sex", dict.fromkeys(range(4, 14), "zqx")),
        found={"not_in_code_list": tuple(range(4, 14))}, becomes={"sex": "not known"},
    ),
    alike("ethnicity", {4: "W1 - White: British", 8: "White: British (W1)", 12: "W1-White:British"}, "code and words"),
    alike("sex", {4: "  Female ", 6: "Female\u00a0", 8: "\tFemale\t", 10: "FEMALE", 12: " female  "}, "white space"),
    alike("iom", {5: "1", 6: "0", 10: "TRUE", 11: "false", 15: "yes", 16: " n "}, "other words for yes and no"),
    alike("ogrs3", {4: "34.50", 8: "+38.5", 12: "42.5%"}, "other ways to write a number"),
    alike("prior_convictions", {4: "4.0", 8: "008"}, "other ways to write a whole number"),
    alike("age", {4: "60 years", 6: "58 yrs"}, "with the word for years"),
    alike("accommodation_on_release", {7: "NFA", 12: "dnf", 17: "No fixed abode (verified)"}, "other words for it"),
    alike("sentence_length", {5: "270 days", 10: "9 Months", 8: "24 months"}, "other units"),
    needs("a blank need is not known", "", "", drugs="not answered"),
    needs("a blank need is a no where that is said", "", '[needs]\nblank = "no"', drugs="no"),
    needs("X is a yes where that is said", "X", '[need.need_drugs]\nyes = ["X"]'),
    needs("a text is no answer where said", "Zqx", '[need.need_drugs]\nmissing = ["zqx"]', drugs="not answered"),
    Case(name="X where nobody said what it means", damage=cell("need_drugs", 6, "X"),
         found={"not_in_code_list": (6,)}, becomes={"need_drugs": "not answered"}),
    Case(
        name="a code of their own, which is named",
        damage=cells("sex", {4: "Zqx", 8: "ZQX"}), settings='[sources.people.codes]\nsex = { Zqx = "female" }',
    ),
    Case(
        name="needs of somebody said not to be assessed",
        damage=cell("assessed", 6, "no"), found={"needs_without_assessment": (6,)},
        becomes={"assessed": "no", **{f"need_{name}": "not assessed" for name in NEEDS}},
    ),
    Case(
        name="a tier of somebody not in IOM",
        damage=cell("iom_tier", 6, "Flex"), found={"does_not_apply": (6,)}, becomes={"iom_tier": "flex"},
    ),
    Case(
        name="a sentence length without a unit",
        damage=cells("sentence_length", {5: "9", 6: "24"}), found={"length_without_unit": (5, 6)},
    ),
    Case(
        name="a sentence length without a unit, and no band beside it",
        damage=cells("sentence_length", {5: "9", 6: "24"}), settings=NO_BAND,
        found={"length_without_unit": (5, 6)}, becomes={"sentence_band": "not known"},
    ),
    Case(
        name="a sentence length whose unit is said",
        damage=cells("sentence_length", {5: "9", 6: "24"}), settings=UNITS,
    ),
    Case(
        name="a sentence length that is none", damage=cell("sentence_length", 5, "zqx"), found={"not_a_length": (5,)},
    ),
    Case(
        name="a band of sentence that contradicts its length",
        damage=cell("sentence_band", 5, "custody_1_to_4_years"),
        found={"sentence_differs": (5,)}, becomes={"sentence_band": "custody_1_to_4_years"},
    ),
    Case(
        name="a band of sentence that contradicts its type",
        damage=cell("sentence_type", 7, "SSO"), found={"sentence_differs": (7,)},
        becomes={"sentence_type": "suspended_sentence_order"},
    ),
    Case(
        name="reconvicted, and no reoffence", damage=cell("reoffences_12_months", 6, "0"),
        found={"outcomes_differ": (6,)}, becomes={"reoffences_12_months": "0"},
    ),
    Case(
        name="not reconvicted, and reoffences", damage=cell("reoffences_12_months", 7, "2"),
        found={"outcomes_differ": (7,)}, becomes={"reoffences_12_months": "2"},
    ),
    Case(
        name="days to a reoffence of somebody not reconvicted", damage=cell("days_to_first_reoffence", 7, "90"),
        found={"does_not_apply": (7,)}, becomes={"days_to_first_reoffence": "90"},
    ),
    Case(
        name="a reoffence after the year of follow-up", damage=cell("days_to_first_reoffence", 12, "366"),
        found={"reconviction_outside_follow_up": (12,)}, becomes={"days_to_first_reoffence": "366"},
    ),
)  # fmt: skip
"""Each is done to the sound file as CSV."""
