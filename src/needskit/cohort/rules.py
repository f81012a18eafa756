"""Every rule that an extract can break, by its stable name: what it means, and how to mend it.

The page ``docs/reference/rules.md`` is written from here by ``python -m needskit.reference --write``.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from needskit.errors import reject_name

if TYPE_CHECKING:
    from collections.abc import Mapping

ERROR, WARNING, NOTE = "error", "warning", "note"
OFTEN = "warning, or error where most of the column breaks it"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: when it is broken, how bad that is, and what to do about it.

    Parameters
    ----------
    name
        Short and stable, as in ``Problem.rule``.
    severity
        In words: "warning, or error where most of the column breaks it".
    meaning
        What is so where the rule is broken: a whole sentence.
    mend
        What to do: a whole sentence or two.
    """

    name: str
    severity: str
    meaning: str
    mend: str


# fmt: off
_ROWS = (
    ("rows_above_header", NOTE, "Rows with words stand above the header.",
     "Nothing, if they are titles. If the wrong row was taken for the header, give the right one as header_row."),
    ("note_below_the_table", WARNING, "The row is a note below the table, not a record.",
     "Nothing. If it is a record, fill in its other columns, or move it up among the records."),
    ("repeated_header", WARNING, "The row repeats the header.",
     "Nothing; it is set aside. Several mean that files were pasted together: see that none was pasted twice."),
    ("totals_row", WARNING, "The row is a row of totals, not a person.",
     "Nothing; it is set aside. If it is a person, write the identifier or the group differently from a total."),
    ("no_identifier", WARNING, "The row has no identifier, so it cannot be told who it is.",
     "Fill in the identifier, or delete the row. If many rows lack one, ask for another export."),
    ("repeated_exactly", WARNING, "The row repeats an earlier row exactly.",
     "Nothing; each person is counted once. Several mean that an export or a paste was made twice."),
    ("conflicting_records", ERROR, "Several rows have one identifier and different values.",
     "Give each person one row, or say in the settings of the source which row counts, with repeated."),
    ("another_row_of_the_person", WARNING, "Another row of the person is the one that counts.",
     "Nothing. Which row counts is said in the settings of the source, with repeated."),
    ("identifier_forms", NOTE, "The identifier is written in another way than in other rows.",
     "Nothing; the ways of writing one number are read as one."),
    ("check_letter", WARNING, "The last letter of the identifier does not follow from its numbers.",
     "Look it up in the case system: a number or the letter is mistyped."),
    ("counts_not_answers", ERROR, "The column holds counts where yes or no is wanted.",
     "Give each person a row with yes or no, or take the column out of the needs."),
    ("nobody_known", WARNING, "A column that others depend on holds nothing that is known.",
     "See that the right column is read, and that its texts are understood."),
    ("no_people", ERROR, "No row of the file is a record of a person.",
     "See that the right file and sheet are read, and export it again with a row a person."),
    ("no_count", ERROR, "The row does not say how many people it stands for.",
     "Fill in the number. If the number was hidden to protect people, ask for records."),
    ("may_be_a_total", WARNING, "The row stands for as many people as all other rows together.",
     "Delete it if it is a total, for it is counted. Leave it if the group really is that large."),
)
_VALUES = (
    ("not_in_code_list", OFTEN, "The text is none of the codes, labels and usual spellings of the code list.",
     "Correct it, or say in the settings of the source, under codes, which code it means."),
    ("code_and_words_differ", OFTEN, "The cell holds a code and words that mean something else.",
     "See in the case system which is right, and leave that one."),
    ("not_a_number", OFTEN, "The text cannot be read as a number.",
     "Write the number in digits, without words. Leave the cell empty if it is not known."),
    ("hidden_number", OFTEN, "The cell holds a mark for a number that somebody has hidden.",
     "Ask for the records: a protected table cannot be used as an extract."),
    ("out_of_range", OFTEN, "The number is lower or higher than it can be.",
     "Correct it, or leave the cell empty if it is not known. See that the column is the one it is taken for."),
    ("not_a_length", OFTEN, "The text cannot be read as the length of a sentence.",
     "Write it as 9 months, 1Y 6M or 270 days."),
    ("not_a_score", OFTEN, "The text is no answer to a scored question of an assessment.",
     "Write 0, 1 or 2, or say in the settings what the text means, under codes."),
    ("may_be_fractions", ERROR, "The column is of percentages, and holds no number above 1.",
     "If they are fractions, say so in the settings of the source, under units."),
    ("not_a_name", OFTEN, "A mark for a hidden number, or an error of a spreadsheet, stands where a name is wanted.",
     "Write the name, or leave the cell empty."),
    ("free_text", OFTEN, "The texts are long, or nearly all different: names of people, addresses or remarks.",
     "Take another column, or group its values first. A table would print them."),
    ("length_without_unit", OFTEN, "The length has no unit, so it could be days, months or years.",
     "Write the unit into the cell, or say it in the settings of the source, under units."),
    ("not_a_date", OFTEN, "The text cannot be read as a date.",
     "Write it as 2025-12-31 or 31/12/2025. Say in the settings if months come first or years have two digits."),
    ("placeholder_date", WARNING, "The date is one that systems write where they have none, such as 01/01/1900.",
     "Fill in the right date, or leave the cell empty: it is counted as not known either way."),
)
_AGREEMENT = (
    ("impossible_age", WARNING, "The date of birth and the index date give an age that cannot be.",
     "Correct the date that is wrong. Years of two digits and swapped columns are the usual causes."),
    ("age_differs", WARNING, "The age in the file differs from the age that the two dates give.",
     "Correct what is wrong. If the age is that at the date of the extract, leave the column out."),
    ("after_as_at", WARNING, "The date is after the date that the extract describes.",
     "Correct the date, or as_at if that is wrong."),
    ("after_index", NOTE, "The assessment was made after the person's index date.",
     "Correct the date that is wrong, or give all assessments as a source of their own, so that one can be chosen."),
    ("sentence_differs", WARNING, "The sentence band differs from what type and length of the sentence give.",
     "See which is right. The band is used: leave it out to use type and length."),
    ("does_not_apply", WARNING, "The cell is filled, and the question was not one to put to this person.",
     "Empty it, or correct the yes or no column that it depends on."),
    ("end_before_start", WARNING, "The end is before the start.",
     "Correct the date that is wrong; swapped columns are the usual cause."),
    ("start_before_referral", WARNING, "The start is before the referral.",
     "Correct the date that is wrong; swapped columns are the usual cause."),
    ("overlapping_spells", NOTE, "Two spells of one person overlap.",
     "Close the earlier one where it ended, or make one of the two."),
    ("sources_differ", WARNING, "Two sources say different things about one person.",
     "See which is right, and correct the other or leave the column out of it."),
    ("links_to_nobody", "warning, or error where the source is said to be complete",
     "No row of the source is of anybody in the cohort.",
     "See that its identifier is of the same kind as that of the people, and say its form under [cohort] identifier."),
    ("complete_with_gaps", "warning, or error where many rows are so",
     "A row of a source that is said to be complete has no identifier, so whoever is not found may be in it.",
     "Mend the identifiers, or leave complete out: whoever is not found is then not known."),
)
_ASSESSMENTS = (
    ("needs_without_assessment", WARNING, "The person is said not to be assessed, yet needs are answered.",
     "Correct the column assessed, or empty the needs if nobody asked."),
    ("not_in_the_cohort", NOTE, "The assessment is of nobody in the cohort.",
     "Nothing, if the source covers more people. If it should not, see that identifiers are written alike."),
    ("another_type", NOTE, "The assessment is of a type that is not taken.",
     "Nothing, unless it should count: name its type under [assessments], types."),
    ("type_not_known", WARNING, "The type of the assessment is not known, and only some types are taken.",
     "Fill in the type, or take all types with types = [] under [assessments]."),
    ("no_assessment_type", NOTE, "There is no column that tells the type of assessments, so all were taken.",
     "Export it with its type, or see that all rows are of the types wanted."),
    ("another_status", NOTE, "The assessment has a status that is not taken, such as not complete.",
     "Nothing, unless it should count: name its status under [assessments], statuses."),
    ("status_not_known", WARNING, "The status of the assessment is not known, and only some are taken.",
     "Fill in the status, or take all with statuses = [] under [assessments]."),
    ("no_assessment_status", NOTE, "There is no column that tells the status of assessments, so all were taken.",
     "Export it with its status, or see that all rows are complete."),
    ("no_date_of_assessment", WARNING, "The assessment has no date, so it cannot be told whether it counts.",
     "Fill in the day on which it was completed."),
    ("no_index_date", NOTE, "The person has no index date, so an assessment from any time can count.",
     "Fill in the index date of the person."),
    ("after_the_index_date", NOTE, "The assessment was made after the person's index date.",
     "Nothing, if both dates are right."),
    ("older_than_the_window", NOTE, "The assessment was made too long before the person's index date.",
     "Nothing, if both dates are right. The window is within_weeks under [assessments]."),
    ("not_the_one_taken", NOTE, "Another assessment of the person is the one that counts.",
     "Nothing. Which one counts is take under [assessments]."),
    ("same_day", NOTE, "Two assessments of one person have one date; the one lower in the file counts.",
     "Delete the one that should not count, or sort the file so that the right one is lower."),
    ("flag_and_score_differ", WARNING, "The flag of a need and the score of its section say different things.",
     "See which cut-off the system used for the flag. The flag counts: leave it out to count the score."),
    ("score_and_items_differ", WARNING, "The score of a section is not the sum of its items.",
     "See whether it is a weighted score. The score counts: leave it out to count the items."),
    ("screened_out_yet_scored", WARNING, "The screening question says no, yet its section is scored or flagged.",
     "Correct the screening question or the section; the section counts."),
    ("screen_alone", NOTE, "There is a screening question without a flag, a score or an item to go with it.",
     "Export the section as well, for the question alone can only say no."),
    ("partial_section", NOTE, "The need comes from a section of which some items are missing.",
     "Complete the assessment. What missing items count is partial under [needs]."),
    ("editions_mixed", NOTE, "Assessments of several editions are in the file, and their cut-offs differ.",
     "Nothing; each row has the cut-offs of its edition. Say so where the figures are used."),
    ("edition_not_known", NOTE, "The row does not say of which edition the assessment is.",
     "Fill in the edition, or set the usual one with edition under [needs]."),
)
_FOLLOW_UP = (
    ("not_followed_up", NOTE, "An outcome is given though the follow-up is not over.",
     "Nothing. Divide people by followed_up, or set data_end under [follow_up] if it is wrong."),
    ("outcomes_differ", WARNING, "The number of reoffences contradicts the yes or no beside it.",
     "See which is right. An empty number is not known, and 0 is none."),
    ("offence_before_index", NOTE, "The offence was on or before the index date, so it is no reoffence.",
     "Nothing, if both dates are right."),
    ("pseudo_reconviction", NOTE, "The offence was on or before the index date and was proved after it.",
     "Nothing, if the dates are right: it is no reoffence, for the day of the offence decides."),
    ("reconviction_outside_follow_up", "note, or warning in a row of people", "The offence lies after the follow-up.",
     "Nothing, if the date is right. How long people are followed is set under [follow_up]."),
    ("outcome_after_waiting", NOTE, "The offence was in the follow-up, and proved after the waiting time.",
     "Nothing, if the dates are right. How long an outcome is waited for is set under [follow_up]."),
    ("offence_without_date", WARNING, "The offence has no date, so it cannot be told whether it is a reoffence.",
     "Fill in the day of the offence. The answer of the person is not known, unless another offence makes it yes."),
    ("outcome_without_date", WARNING, "The outcome of an offence in the follow-up has no date.",
     "Fill in the day of the outcome: it cannot be told whether it was within the waiting time."),
    ("offence_without_outcome", WARNING, "The outcome of an offence in the follow-up is not known.",
     "Fill in the outcome, with pending for an offence that has not ended."),
    ("no_offence_outcome", NOTE, "There is no column that tells the outcome of offences, so all count as proven.",
     "Export it with its outcome, or see that the file holds nothing but offences that were proven."),
    ("reoffending_not_worked_out", NOTE, "Offences were read, and something is missing to work out reoffending.",
     "Give what is named there. Without it no outcome follows from the offences."),
    ("conviction_before_offence", WARNING, "The conviction is before the offence.",
     "Correct the date that is wrong; swapped columns are the usual cause."),
)
_COLUMNS = (
    ("column_not_used", NOTE, "Columns of the file have no standard name, so they were not read.",
     "Nothing, if they are not needed. Otherwise give the standard name and the header under columns."),
    ("need_not_supplied", NOTE, "Needs of the set have no column in the file.",
     "Export them as well, or choose a need set without them."),
    ("too_many_groups", NOTE, "The column has too many values to divide by.",
     "Group its values in the file into fewer, such as districts into areas."),
)
# fmt: on

GROUPS: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        title: tuple(Rule(*words) for words in rules)
        for title, rules in (
            ("Rows", _ROWS),
            ("Values", _VALUES),
            ("Values that must agree", _AGREEMENT),
            ("Assessments", _ASSESSMENTS),
            ("Follow-up", _FOLLOW_UP),
            ("Columns", _COLUMNS),
        )
    }
)
"""The rules by what they are about, in the order of the page."""

RULES: Mapping[str, Rule] = MappingProxyType({rule.name: rule for rules in GROUPS.values() for rule in rules})


def mend(rule: str) -> str:
    """What should be done where a rule is broken?

    Parameters
    ----------
    rule
        Its name.

    Raises
    ------
    UsageError
        If there is no such rule.

    Examples
    --------
    >>> mend("no_identifier")
    'Fill in the identifier, or delete the row. If many rows lack one, ask for another export.'
    """
    if rule not in RULES:
        reject_name(rule, kind="rule", known=RULES)
    return RULES[rule].mend
