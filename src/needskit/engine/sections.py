"""Needs from scores, items and screening questions: only the distinct sets of answers to a section need Python."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.problems import no_rows
from needskit.engine.columns import Coded, mapped
from needskit.errors import DataError
from needskit.extract.needs.found import EDITION, needs_found
from needskit.extract.project.rules import need_rules
from needskit.extract.typed import WORKED_OUT_FROM
from needskit.extract.values.column import coded as coded_answers
from needskit.schema import severity_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from needskit.cohort.problems import Problem
    from needskit.extract.needs.found import NeedRule
    from needskit.extract.project.parts import Project
    from needskit.extract.project.reading import Reading

MOST_SETS = 500_000
"""A section with more distinct sets of answers is no section."""


@dataclass(frozen=True, slots=True, repr=False)
class Sections:
    """A table with the needs that were worked out, and the columns that stand in place of what they came from.

    Parameters
    ----------
    table
        With a level of each of them.
    columns
        Every column that is left, in the order of a file that was read.
    levels
        What each level means, of those worked out.
    problems
        What was found wrong.
    """

    table: ir.Table
    columns: tuple[str, ...]
    levels: Mapping[str, pd.Series]
    problems: tuple[Problem, ...]


def sections_of(table: ir.Table, coded: Mapping[str, Coded], reading: Reading, project: Project) -> Sections:
    """Work out needs from scores, items and screening questions, as ``extract.needs.found`` does of rows.

    Parameters
    ----------
    table
        With a level of every column.
    coded
        What each level means.
    reading, project
        Which columns are of which section, and how partial sections count.

    Raises
    ------
    DataError
        If a section has too many distinct sets of answers.
    """
    given = [name for name in coded if reading.fields[name].role in WORKED_OUT_FROM]
    if not given:
        return Sections(table, tuple(coded), {}, ())
    columns = [name for name in coded if name not in given]
    levels: dict[str, pd.Series] = {}
    problems: list[Problem] = []
    rules = need_rules(project)
    for rule in rules:
        held = [name for name in dict.fromkeys((*rule.tells, rule.screen, EDITION)) if name in coded]
        if not set(rule.tells) & coded.keys():
            problems += _alone(coded, rule, project)
            continue
        sets = _sets(table, held, coded)
        found, said = needs_found(
            sets.drop(columns=["set__", "people__"]),
            [rule],
            partial=project.needs.partial,
            edition=project.needs.edition,
            row_numbers=np.arange(len(sets)),
        )
        times = sets["people__"].to_numpy(dtype=np.int64)
        problems += [
            replace(each, rows=int(times[each.at].sum()), at=no_rows()) if len(each.at) else each for each in said
        ]
        table = _with_answers(table, sets["set__"].to_numpy(dtype=np.int64), found, held, coded)
        levels |= {name: _every(answers) for name, answers in found.items()}
        columns += [name for name in found if name not in columns]
    return Sections(table, tuple(columns), levels, tuple(_in_order(problems)))


def _every(answers: pd.Series) -> pd.Series:
    """Return each category once, in order, as a column of those categories."""
    categories = [str(category) for category in answers.cat.categories]
    return coded_answers(np.arange(len(categories)), categories)


def _alone(coded: Mapping[str, Coded], rule: NeedRule, project: Project) -> tuple[Problem, ...]:
    """Say of a screening question that stands alone what is said of it in a file."""
    if rule.screen not in coded:
        return ()
    nobody = pd.DataFrame({rule.screen: coded[rule.screen].levels.iloc[:0]})
    partial = project.needs.partial
    return needs_found(nobody, [rule], partial=partial, row_numbers=np.zeros(0, dtype=np.int64))[1]


def _number(table: ir.Table, held: Sequence[str], coded: Mapping[str, Coded]) -> ir.IntegerValue:
    """Return one number for the answers of a row to a section, the first column in the lowest place."""
    number, stride = table[f"{held[0]}__level"], len(coded[held[0]].levels)
    for name in held[1:]:
        number += table[f"{name}__level"] * stride
        stride *= len(coded[name].levels)
    return number


def _sets(table: ir.Table, held: Sequence[str], coded: Mapping[str, Coded]) -> pd.DataFrame:
    """Return the distinct sets of answers to a section, typed, and how many people gave each."""
    numbered = table.select(set__=_number(table, held, coded))
    found: pd.DataFrame = (
        numbered.group_by("set__").agg(people__=lambda each: each.count()).limit(MOST_SETS + 1).to_pandas()
    )
    if len(found) > MOST_SETS:
        message = (
            f"The section of '{held[0]}' has more than {MOST_SETS:,} different sets of answers. Check its columns."
        )
        raise DataError(message)
    found = found.sort_values("set__", ignore_index=True)
    left = found["set__"].to_numpy(dtype=np.int64)
    for name in held:
        levels = coded[name].levels
        found[name] = levels.iloc[left % len(levels)].reset_index(drop=True)
        left = left // len(levels)
    return found


def _with_answers(
    table: ir.Table, sets: np.ndarray, found: Mapping[str, pd.Series], held: Sequence[str], coded: Mapping[str, Coded]
) -> ir.Table:
    """Add the answers that follow from each set, as levels; those of a flag that was given are replaced."""
    name = f"{severity_column(held[0])}__set"
    table = table.mutate(**{name: _number(table, held, coded)})
    places = np.append(np.arange(len(sets)), 0)
    whole = Coded(name, pd.Series(sets), places, pd.Series(sets), np.zeros(len(sets), dtype=np.int64), ())
    made = {f"{each}__new": answers.cat.codes.to_numpy().astype(np.int64) for each, answers in found.items()}
    table = mapped(table, whole, made)
    return table.mutate(**{f"{each}__level": table[f"{each}__new"] for each in found}).drop(*made, name)


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems in the order of a file that was read: screening questions, editions once, then the sections."""
    alone = [each for each in problems if each.rule == "screen_alone"]
    editions = {each.rule: each for each in problems if each.column == EDITION}
    rest = [each for each in problems if each.rule != "screen_alone" and each.column != EDITION]
    return [*alone, *editions.values(), *rest]
