"""Is a target that was stated met, and can that be told?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import KNOWN, YES
from needskit.analysis.count import Row, Words, people
from needskit.analysis.outcome import answer_of
from needskit.analysis.tabulate import share
from needskit.cohort.targets import Baseline, Target
from needskit.errors import UsageError
from needskit.table.figure import COMPARATOR_WORDS
from needskit.table.table import Headings, Table
from needskit.table.targeted import against_target
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition

__all__ = ["Baseline", "Target", "has_targets", "progress"]

PER_CENT = 100

ON_EXACT = (
    "Of a baseline without limits it is not said of how many it is. It is taken as exact, so that the limits of the "
    "difference from it are too narrow."
)


def has_targets(cohort: Cohort) -> bool:
    """Tell whether the settings state a target of which the extract holds something."""
    return bool(_held(cohort))


def progress(cohort: Cohort, *, targets: Sequence[Target] | None = None) -> Table:
    """How common is it now, against the target that was stated and the baseline that it is measured from?

    A row for each target. Counted are people whom it is about and whose answer is yes or no; of an outcome, those
    followed up in full. Others are "not known" and in no percentage. Whoever is not known to be among those whom a
    target is about is not counted for it.

    Parameters
    ----------
    cohort
        Whose people are counted.
    targets
        Which; those of the settings, as far as the extract holds what they are about, unless told otherwise.

    Raises
    ------
    UsageError
        If there is no target, or one is about what the extract does not hold, or two have one name.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10. Fleiss, Levin and Paik (2003), Statistical Methods
    for Rates and Proportions, third edition, chapter 4.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": [str(number) for number in range(400)]})
    >>> extract["reconvicted_12_months"] = ["yes"] * 208 + ["no"] * 192
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> target = Target(
    ...     "A tenth fewer", "reconvicted_12_months", Baseline(60.0, "2024", "a plan", out_of=1_000), fall=10
    ... )
    >>> frame = progress(cohort, targets=[target]).to_frame()
    >>> frame[["estimate", "comparator", "difference", "wanted", "people_to_find"]].round(3).to_numpy().tolist()
    [[0.52, 0.6, -0.08, 0.54, 1200.0]]
    """
    asked = tuple(_held(cohort) if targets is None else targets)
    if not asked:
        message = (
            "There is no target of which this extract holds something. State one under [[targets]] of the settings, or "
            "with targets=."
        )
        raise UsageError(message)
    if len({each.label for each in asked}) < len(asked):
        message = "Two targets have one name. Give each its own."
        raise UsageError(message)
    rows = [_row(cohort, target) for target in asked]
    return share(
        cohort,
        rows,
        name="target",
        label="Target",
        words=_words(cohort, asked, left=_left(cohort) if targets is None else ()),
    )


def _row(cohort: Cohort, target: Target) -> Row:
    answer, whom = answer_of(cohort, target.of), _whom(cohort, target)
    if target.of in {name for name, _ in whom}:
        message = f"The target '{target.name}' is about an answer and about those who give it. Leave it out of where."
        raise UsageError(message)
    known = (*whom, *answer.followed, (answer.column, KNOWN))
    baseline = target.baseline
    measure = against_target(
        baseline.percentage / PER_CENT, float(baseline.out_of or 0), target.wanted / PER_CENT, baseline.in_words
    )
    return Row(
        (target.label,),
        measure,
        (people(*whom, *answer.followed, (answer.column, YES)), people(*known), people(*whom)),
    )


def _whom(cohort: Cohort, target: Target) -> tuple[Condition, ...]:
    """Return the conditions of whom a target is about; those on one attribute together."""
    found: dict[str, frozenset[str]] = {}
    for name, wanted in target.where.items():
        attribute, answers = cohort.asked(name, wanted=wanted)
        found[attribute.name] = found.get(attribute.name, answers) & answers
    return tuple(found.items())


def _held(cohort: Cohort) -> tuple[Target, ...]:
    """Return the targets of the settings of which the extract holds something."""
    return tuple(each for each in cohort.definitions.targets if _is_held(cohort, each))


def _left(cohort: Cohort) -> tuple[Target, ...]:
    """Return the other targets of the settings."""
    return tuple(each for each in cohort.definitions.targets if not _is_held(cohort, each))


def _is_held(cohort: Cohort, target: Target) -> bool:
    try:
        _row(cohort, target)
    except UsageError:
        return False
    return True


def _words(cohort: Cohort, targets: Sequence[Target], *, left: Sequence[Target]) -> Words:
    unit = cohort.unit.capitalize()
    exact = any(target.baseline.out_of is None for target in targets)
    return Words(
        key="targets.progress",
        title="Progress against targets",
        headings=Headings(
            count=f"{unit} that have it, as the notes say of each target",
            out_of=f"{unit} that the target is about, with a known answer",
            not_known=f"{unit} that the target is about, without one",
            estimate="Percentage now",
            further={
                "comparator": "Baseline",
                COMPARATOR_WORDS: "Baseline: its population, date and source",
                "difference": "Percentage now less the baseline",
                "difference_lower": "Lower 95% limit of the percentage now less the baseline",
                "difference_upper": "Upper 95% limit of the percentage now less the baseline",
                "relative_change": "Change relative to the baseline",
                "significant": "Significant change since the baseline",
                "people_to_find": f"About how many {cohort.unit} would be needed to find the change that is the target",
            },
        ),
        notes=(
            *(f"{target.label}: {_stated(cohort, target)}." for target in targets),
            *(f"{target.label}: not here, for the extract does not hold what it is about." for target in left),
            (
                f"Baseline and percentage now are taken to be of different {cohort.unit}, and to be counted alike: a "
                "change of what is counted, or of how, is a change of the percentage too."
            ),
            *((ON_EXACT,) if exact else ()),
            (
                f"A change since the baseline is no effect of anything: it may be chance, other {cohort.unit}, or what "
                "goes on elsewhere too. That a change is not significant does not mean that there is none."
            ),
        ),
        sources=tuple(dict.fromkeys(f"Baseline: {target.baseline.source}" for target in targets)),
    )


def _stated(cohort: Cohort, target: Target) -> str:
    """Say what a target is about."""
    conditions = "; ".join(_condition(cohort, target, name) for name in target.where)
    whom = f"{cohort.unit} with {conditions}" if conditions else f"all {cohort.unit}"
    return f"{target.in_words} is the target. Counted: {answer_of(cohort, target.of).words}; of {whom}"


def _condition(cohort: Cohort, target: Target, name: str) -> str:
    attribute, answers = cohort.asked(name, wanted=target.where[name])
    breakdown = cohort.breakdowns.get(name)
    numbers = sorted(int(answer) for answer in answers if answer.isdigit())
    if breakdown is not None:
        said = " or ".join(group.label for group in breakdown.groups if group.answers <= answers)
        return f"{inside_a_sentence(breakdown.label)}: {inside_a_sentence(said)}"
    label = inside_a_sentence(attribute.label)
    if numbers and len(numbers) == len(answers) > 1:
        return f"{label}: {numbers[0]} to {numbers[-1]}"
    return f"{label}: {' or '.join(sorted(answers))}"
