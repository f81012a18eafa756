"""From flags, section scores, items and screening questions to needs: yes, no and not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from needskit.cohort.problems import Problem
from needskit.extract.needs.severity import KNOWN_TO_A_ROW, severity
from needskit.extract.values.column import coded, problem
from needskit.schema import FLAG_ANSWERS, NOT_KNOWN, severity_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from needskit.extract.files.raw import Positions

Numbers = npt.NDArray[np.float64]
Answers = npt.NDArray[np.int8]
Partial = Literal["if decided", "as nought"]

YES, NO, NOT_GIVEN = (np.int8(position) for position in range(3))
ITEM_MOST = 2
"""Each scored item of an OASys section is 0, 1 or 2 (HMPPS, hmpps-assess-risks-and-needs, Section.kt)."""

EDITION = "assessment_edition"
STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class NeedRule:
    """From which columns a need is worked out, and how.

    Parameters
    ----------
    column
        Where the answer goes, ``need_drugs``; also the flag, if the frame has it.
    cut_off
        The score at or above which there is a need; None where there is none, so that only the flag can tell.
    most
        The highest possible score of the section; None where that is two for each item.
    score
        The column of the section score: ``score_drugs``.
    items
        The columns of its items, each 0, 1 or 2.
    screen
        The column of the screening question, whose "no" settles a section that nobody answered; empty if there
        is none.
    by_edition
        Cut-offs of other editions, by the code in the column ``assessment_edition``.
    severe
        The score at or above which the need is severe; None where there is none, so that nothing is said of it.
    severe_by_edition
        The same of other editions.
    """

    column: str
    cut_off: int | None
    most: int | None
    score: str
    items: tuple[str, ...]
    screen: str = ""
    by_edition: Mapping[str, int | None] = field(default_factory=dict)
    severe: int | None = None
    severe_by_edition: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def tells(self) -> tuple[str, ...]:
        """The columns of which any one is enough to tell that there is a need."""
        return (self.column, *self.scored)

    @property
    def scored(self) -> tuple[str, ...]:
        """The columns that tell by a score whether there is a need, and how severe it is."""
        return () if self.cut_off is None else (self.score, *self.items)


class _Items(NamedTuple):
    """What the items of a section come to, arrays of shape ``(rows,)``."""

    known: Numbers
    missing: Numbers
    of: int


class _Section(NamedTuple):
    """What is found of one section: the need and how severe it is, as codes of shape ``(rows,)``, and problems."""

    need: Answers
    severity: Answers
    problems: list[Problem]


def needs_found(
    frame: pd.DataFrame,
    rules: Iterable[NeedRule],
    *,
    partial: Partial,
    edition: str = STANDARD,
    row_numbers: Positions,
) -> tuple[dict[str, pd.Series], tuple[Problem, ...]]:
    """Which needs does each row show?

    For each need, the first of these that tells: the flag; the section score; the items; the screening question.
    A score at or above the cut-off is a need. Items that are all missing tell nothing. The screening question
    settles with its "no" a section of which no item known is above 0; its "yes" settles nothing. Two sources
    that contradict each other are counted as a problem, and the one that comes first counts. How severe a need
    is comes from the score or the items alone, and never contradicts the need (``severity``).

    Parameters
    ----------
    frame
        Typed columns, a row an assessment or a person: flags and screening questions yes, no, not known; scores
        and items whole numbers, missing allowed.
    rules
        One for each need.
    partial
        What a section is worth of which some items are missing. "as nought": missing items count 0, as in HMPPS's
        public code, so that the need is counted too seldom. "if decided": yes if the items known already reach
        the cut-off, no if the missing ones at their most could not, otherwise not known.
    edition
        The edition of rows that do not say theirs.
    row_numbers
        The row of the file of each, shape ``(rows,)``.

    Returns
    -------
    tuple
        The answers by column, and what was found wrong. A need is left out if the frame has neither its flag, its
        score nor an item: a screening question alone can only say no. Beside a need with a severe cut-off whose score
        or an item the frame has stands its severity, ``severity_drugs`` beside ``need_drugs``.

    Notes
    -----
    HMPPS's public code (ministryofjustice on GitHub, hmpps-assess-risks-and-needs, Section.kt, 2026).

    Examples
    --------
    >>> import pandas as pd
    >>> drugs = NeedRule("need_drugs", 2, 10, "score_drugs", ("item_use", "item_injected"), "screen_drugs")
    >>> never = pd.Categorical(["not known", "not known", "no"], categories=["yes", "no", "not known"])
    >>> frame = pd.DataFrame({"score_drugs": pd.array([2, 1, None], dtype="Int64"), "screen_drugs": never})
    >>> answers, _ = needs_found(frame, [drugs], partial="if decided", row_numbers=np.arange(1, 4))
    >>> answers["need_drugs"].tolist()
    ['yes', 'no', 'no']
    """
    asked = tuple(rules)
    found = [rule for rule in asked if not set(rule.tells).isdisjoint(frame.columns)]
    problems = [*_screens_alone(frame, asked), *_editions(frame, edition, row_numbers)]
    answers: dict[str, pd.Series] = {}
    for rule in found:
        section = _section(frame, rule, partial, edition, row_numbers)
        answers[rule.column] = coded(section.need, FLAG_ANSWERS)
        if rule.severe is not None and not set(rule.scored).isdisjoint(frame.columns):
            answers[severity_column(rule.column)] = coded(section.severity, KNOWN_TO_A_ROW)
        problems += section.problems
    return answers, tuple(problems)


def _section(frame: pd.DataFrame, rule: NeedRule, partial: Partial, edition: str, row_numbers: Positions) -> _Section:
    flag, screen = _flags(frame, rule.column), _flags(frame, rule.screen)
    cut_off = _cut_offs(frame, rule.by_edition, rule.cut_off, edition)
    severe = _cut_offs(frame, rule.severe_by_edition, rule.severe, edition)
    score, items = _scores(frame, rule), _items(frame, rule)
    least, most = (np.where(np.isnan(score), of_items, score) for of_items in _reach(items, rule, partial))
    worked_out = _at_or_above(least, cut_off)
    worked_out[(worked_out == NO) & (most >= cut_off)] = NOT_GIVEN
    settled = np.where(flag != NOT_GIVEN, flag, worked_out)
    positive = (score > 0) | (items.known > 0)
    # "No" and an item above 0 contradict each other: the items are then left to tell what they can.
    screened_out = (screen == NO) & ~positive
    settled[(settled == NOT_GIVEN) & screened_out] = NO

    complete = (items.missing == 0) & (items.of > 0)
    in_part = (items.missing > 0) & (items.missing < items.of)
    counted = in_part & (flag == NOT_GIVEN) & np.isnan(score) & ~screened_out
    done = "Missing items counted 0." if partial == "as nought" else "Not known where the missing items could decide."
    problems = [
        *problem(
            "flag_and_score_differ", (flag != NOT_GIVEN) & (worked_out != NOT_GIVEN) & (flag != worked_out),
            row_numbers, column=rule.column,
            wanted="differs from what the score of its section, or its items, give.", done="The flag counts.",
        ),
        *problem(
            "score_and_items_differ", complete & (score != items.known) & ~np.isnan(score), row_numbers,
            column=rule.score, wanted="differs from the sum of its items.", done="The score counts.",
        ),
        *problem(
            "screened_out_yet_scored", (screen == NO) & (positive | (flag == YES)), row_numbers, column=rule.screen,
            wanted="says no, yet the section is scored above 0 or flagged.", done="The section counts.",
        ),
        *problem(
            "partial_section", counted, row_numbers, column=rule.column, severity="note",
            wanted="comes from a section of which some items are missing.", done=done,
        ),
    ]  # fmt: skip
    need = settled.astype(np.int8)
    return _Section(need, severity(need, least, most, cut_off=cut_off, severe=severe), problems)


def _reach(items: _Items, rule: NeedRule, partial: Partial) -> tuple[Numbers, Numbers]:
    """Return the least and the most that items can come to; not a number where all of them are missing."""
    least = np.where(items.missing < items.of, items.known, np.nan)
    if partial == "as nought":
        return least, least
    most = least + ITEM_MOST * items.missing
    return least, most if rule.most is None else np.minimum(most, rule.most)


def _at_or_above(score: Numbers, cut_off: Numbers) -> Answers:
    answers: Answers = np.where(score >= cut_off, YES, NO)
    answers[np.isnan(score) | np.isnan(cut_off)] = NOT_GIVEN
    return answers


def _cut_offs(frame: pd.DataFrame, by_edition: Mapping[str, int | None], standard: int | None, edition: str) -> Numbers:
    """Return the cut-off of each row, by its edition; not a number where there is none."""
    editions, codes = _edition_of(frame, edition)
    return np.array([by_edition.get(name, standard) for name in editions], dtype=np.float64)[codes]


def _edition_of(frame: pd.DataFrame, edition: str) -> tuple[Sequence[str], Positions]:
    """Return the editions there can be, and which each row has."""
    if EDITION not in frame.columns:
        return [edition], np.zeros(len(frame), dtype=np.intp)
    column = frame[EDITION]
    names = [edition if name == NOT_KNOWN else str(name) for name in column.cat.categories]
    # A missing value has the code -1, which is the last place.
    return [*names, edition], column.cat.codes.to_numpy().astype(np.intp)


def _editions(frame: pd.DataFrame, edition: str, row_numbers: Positions) -> tuple[Problem, ...]:
    """Count rows whose edition is not known, and say where editions are mixed."""
    if EDITION not in frame.columns:
        return ()
    names, codes = _edition_of(frame, edition)
    used = {names[code] for code in np.unique(codes)}
    mixed = Problem(
        "editions_mixed", EDITION, "note", len(frame) if len(used) > 1 else 0,
        "is not the same in all rows, and cut-offs differ between editions.",
        "Each row has the cut-offs of its edition.", at=row_numbers,
    )  # fmt: skip
    unknown = (frame[EDITION].isna() | (frame[EDITION] == NOT_KNOWN)).to_numpy(dtype=bool)
    silent = problem(
        "edition_not_known", unknown, row_numbers, column=EDITION, severity="note",
        wanted="is not known.", done=f"Taken to be {edition}.",
    )  # fmt: skip
    return (*((mixed,) if len(used) > 1 else ()), *silent)


def _screens_alone(frame: pd.DataFrame, rules: Iterable[NeedRule]) -> tuple[Problem, ...]:
    """Say which screening questions are there without anything that could tell a need."""
    return tuple(
        Problem(
            "screen_alone", rule.screen, "note", 0,
            "is there without a flag, a score or an item, and alone can only say no.", "The need is left out.",
        )
        for rule in rules
        if rule.screen in frame.columns and set(rule.tells).isdisjoint(frame.columns)
    )  # fmt: skip


def _flags(frame: pd.DataFrame, column: str) -> Answers:
    """Return yes, no and not given of a column; not given everywhere if there is no such column."""
    if column not in frame.columns:
        return np.full(len(frame), NOT_GIVEN)
    place = {"yes": YES, "no": NO}
    look_up = np.array([*(place.get(name, NOT_GIVEN) for name in frame[column].cat.categories), NOT_GIVEN])
    answers: Answers = look_up[frame[column].cat.codes.to_numpy()]
    return answers


def _scores(frame: pd.DataFrame, rule: NeedRule) -> Numbers:
    if rule.cut_off is None or rule.score not in frame.columns:
        return np.full(len(frame), np.nan)
    return frame[rule.score].to_numpy(dtype=np.float64, na_value=np.nan)


def _items(frame: pd.DataFrame, rule: NeedRule) -> _Items:
    """Add up the items known and count the missing ones; an item without a column is missing in every row."""
    known = np.zeros(len(frame))
    missing = np.zeros(len(frame))
    asked = () if rule.cut_off is None else rule.items
    for name in asked:
        if name not in frame.columns:
            missing += 1
            continue
        items = frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
        missing += np.isnan(items)
        known += np.nan_to_num(items)
    return _Items(known, missing, len(asked))
