"""Whether what a project says of targets can be meant, and what it is for the analysis and for the method sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.cohort.targets import Baseline, Target
from needskit.errors import UsageError, reject_name
from needskit.extract.project.conditions import answers_by_name, condition, condition_in_words, refuse_condition
from needskit.schema import FLAG_ANSWERS

if TYPE_CHECKING:
    from needskit.extract.project.parts import Project
    from needskit.extract.project.targets import TargetPart


def targets_of(project: Project) -> tuple[Target, ...]:
    """Return the targets as the analysis takes them.

    Parameters
    ----------
    project
        Whose targets.

    Raises
    ------
    UsageError
        If one cannot be meant.
    """
    return tuple(_target(part) for part in project.targets)


def check_targets(project: Project) -> None:
    """Prove what a project says of targets, as far as can be told without its files.

    Raises
    ------
    UsageError
        If a column or a condition is none that there can be, two have one name, or a target cannot be meant.
    """
    known = answers_by_name(project) if project.targets else {}
    of_yes_or_no = [name for name, answers in known.items() if set(FLAG_ANSWERS[:2]) <= {*answers.said}]
    names: set[str] = set()
    for part in project.targets:
        name = " ".join(part.name.split()).casefold()
        if not name or name in names:
            message = "targets: each wants a name of its own."
            raise UsageError(message)
        names.add(name)
        if part.of not in of_yes_or_no:
            reject_name(part.of, kind="yes or no column for targets", known=of_yes_or_no)
        if part.of in part.where:
            message = f"targets: '{part.of}' is asked about under of. Leave it out of where."
            raise UsageError(message)
        for column, said in part.where.items():
            if column not in known:
                reject_name(column, kind="column or breakdown for targets.where", known=known)
            refuse_condition(column, said, known[column], place="targets.where")
    targets_of(project)


def target_in_words(part: TargetPart) -> str:
    """Say a target as the method sheet does.

    Parameters
    ----------
    part
        As the settings have it.
    """
    target = _target(part)
    whom = ", ".join(f"{column} {condition_in_words(said)}" for column, said in part.where.items())
    baseline = f"{target.baseline.percentage:g}%, {target.baseline.in_words}"
    return f"{target.label}: {part.of}{f' of {whom}' if whom else ''}, {target.in_words}, from {baseline}"


def _target(part: TargetPart) -> Target:
    said = part.baseline
    return Target(
        name=part.name,
        of=part.of,
        baseline=Baseline(said.percentage, said.period, said.source, said.out_of, said.population, said.note),
        where={column: condition(each) for column, each in part.where.items()},
        fall=part.fall,
        fall_points=part.fall_points,
        level=part.level,
        by=part.by,
    )
