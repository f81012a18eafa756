"""Needs from scores, items and screening questions: only the distinct sets of answers to a section need Python."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.problems import no_rows
from needskit.engine.columns import Coded
from needskit.engine.mapped import mapped
from needskit.engine.packed import apart, wide
from needskit.errors import DataError
from needskit.extract.needs.found import EDITION, needs_found
from needskit.extract.project.rules import need_rules
from needskit.extract.typed import WORKED_OUT_FROM
from needskit.extract.values.column import coded as coded_answers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir
    import numpy.typing as npt

    from needskit.cohort.problems import Problem
    from needskit.engine.mapped import Numbers
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


def sections_of(
    table: ir.Table, records: ir.Table, coded: Mapping[str, Coded], reading: Reading, project: Project
) -> Sections:
    """Work out needs from scores, items and screening questions, as ``extract.needs.found`` does of rows.

    Parameters
    ----------
    table
        With a level of every column.
    records
        The same people without the levels.
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
    numbered: dict[str, ir.IntegerValue] = {}
    made: list[tuple[Coded, dict[str, Numbers]]] = []
    for rule in rules:
        held = [name for name in dict.fromkeys((*rule.tells, rule.screen, EDITION)) if name in coded]
        if not set(rule.tells) & coded.keys():
            problems += _alone(coded, rule, project)
            continue
        # Only the columns of the section are numbered to find its sets: short queries are quickly written.
        few = mapped(records, [(coded[name], {f"{name}__level": np.arange(len(coded[name].levels))}) for name in held])
        sets = _sets(few.select(set__=_number(few, held, coded)), held, coded)
        partial, edition = project.needs.partial, project.needs.edition
        answers = sets.drop(columns=["set__", "people__"])
        found, said = needs_found(answers, [rule], partial=partial, edition=edition, row_numbers=np.arange(len(sets)))
        times = sets["people__"].to_numpy(dtype=np.int64)
        problems += [_of_people(each, times) for each in said]
        numbered[f"{rule.column}__set"] = _number(table, held, coded)
        made.append(_answers(f"{rule.column}__set", sets["set__"], found))
        levels |= {name: _every(each) for name, each in found.items()}
        columns += [name for name in found if name not in columns]
    table = mapped(table.mutate(**numbered), made).drop(*numbered)
    table = table.mutate(**{f"{name}__level": table[f"{name}__new"] for name in levels})
    return Sections(
        table.drop(*(f"{name}__new" for name in levels)), tuple(columns), levels, tuple(_in_order(problems))
    )


def _of_people(found: Problem, times: npt.NDArray[np.int64]) -> Problem:
    """Return a problem of sets of answers as one of the people who gave them."""
    return replace(found, rows=int(times[found.at].sum()), at=no_rows()) if len(found.at) else found


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
    """Return one number for the answers of a row to a section."""
    return wide({name: table[f"{name}__level"] for name in held}, _sizes(held, coded), held)


def _sizes(held: Sequence[str], coded: Mapping[str, Coded]) -> dict[str, int]:
    return {name: len(coded[name].levels) for name in held}


def _sets(numbered: ir.Table, held: Sequence[str], coded: Mapping[str, Coded]) -> pd.DataFrame:
    """Return the distinct sets of answers to a section, typed, and how many people gave each."""
    grouped = numbered.group_by("set__").agg(people__=lambda each: each.count())
    found: pd.DataFrame = grouped.limit(MOST_SETS + 1).to_pandas()
    if len(found) > MOST_SETS:
        message = (
            f"The section of '{held[0]}' has more than {MOST_SETS:,} different sets of answers. Check its columns."
        )
        raise DataError(message)
    found = found.sort_values("set__", ignore_index=True)
    places = apart(found["set__"].to_numpy(dtype=np.int64), _sizes(held, coded), held)
    for name, each in places.items():
        found[name] = coded[name].levels.iloc[each].reset_index(drop=True)
    return found


def _answers(name: str, sets: pd.Series, found: Mapping[str, pd.Series]) -> tuple[Coded, dict[str, Numbers]]:
    """Return what follows from each set of answers, as the levels of each column."""
    places = np.append(np.arange(len(sets)), 0)
    whole = Coded(name, sets, places, sets, np.zeros(len(sets), dtype=np.int64), ())
    return whole, {f"{each}__new": answers.cat.codes.to_numpy().astype(np.int64) for each, answers in found.items()}


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems in the order of a file that was read: screening questions, editions once, then the sections."""
    alone = [each for each in problems if each.rule == "screen_alone"]
    editions = {each.rule: each for each in problems if each.column == EDITION}
    rest = [each for each in problems if each.rule != "screen_alone" and each.column != EDITION]
    return [*alone, *editions.values(), *rest]
