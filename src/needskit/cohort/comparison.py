"""How people are set beside people like them: everything that an evaluation is told, in one list."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from needskit.cohort.provenance import Stated
from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.cohort.settings import Wanted
    from needskit.stats.ways import Correction, Method, Scale

NOT_OF_A_MATCH = (
    "primary_outcome",
    "other_outcomes",
    "adjust_p",
    "submitted",
    "regression_to_the_mean",
    "horizon_months",
)
"""What an evaluation is told that ``iom.match`` is not."""

OF_EVERY_METHOD = (
    "treated",
    "comparison",
    "called",
    "adjust",
    "numbers",
    "impute",
    "known_only",
    "never_managed",
    "min_people",
)
"""What all methods of ``iom.sensitivity`` are told alike."""

LISTS = ("adjust", "numbers", "exactly", "primary_outcome", "other_outcomes")
"""What is told by names."""

RANGE = 2
ASKED = {True: "asked for", False: "not asked for"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What an evaluation is told: who is set beside whom, how, and what is looked at.

    Parameters
    ----------
    treated, comparison, called, adjust, numbers, method, caliper, caliper_scale, each, again, exactly, impute, \
known_only, never_managed, min_people
        As ``iom.match`` takes them.
    primary_outcome
        The column that the evaluation is about, named before anybody looked: yes or no, or a number. None for who was
        reconvicted, or how often, as far as the extract holds it. Several want a caution.
    other_outcomes
        Further columns; None for how often people reoffended, where the extract holds it.
    adjust_p
        Whether P values of all outcomes are corrected for their number: "none" or "holm".
    submitted
        How many people the scheme named; None if nobody said.
    regression_to_the_mean
        Whether the fall to be expected anyway is worked out too.
    horizon_months
        For how many months the column ``ogrs3`` is.

    Raises
    ------
    UsageError
        If a text is given where several names are wanted.

    Examples
    --------
    >>> Comparison(adjust=("sex", "age"), method="entropy").of_match["method"]
    'entropy'
    """

    treated: Mapping[str, Wanted] | None = None
    comparison: Mapping[str, Wanted] | None = None
    called: str | None = None
    adjust: tuple[str, ...] | None = None
    numbers: tuple[str, ...] = ()
    method: Method = "radius"
    caliper: float | None = 0.2
    caliper_scale: Scale = "logit_sd"
    each: int = 1
    again: bool = False
    exactly: tuple[str, ...] = ()
    impute: bool = False
    known_only: bool = False
    never_managed: bool = False
    min_people: int = 30
    primary_outcome: tuple[str, ...] | None = None
    other_outcomes: tuple[str, ...] | None = None
    adjust_p: Correction = "none"
    submitted: int | None = None
    regression_to_the_mean: bool = False
    horizon_months: int = 24

    def __post_init__(self) -> None:
        """Refuse a text whose letters would be taken for names.

        Raises
        ------
        UsageError
            If there is one.
        """
        for name in LISTS:
            if isinstance(getattr(self, name), str):
                message = f'{name} wants several names, such as {name}=("sex", "age"); one alone is ("sex",).'
                raise UsageError(message)

    @property
    def of_match(self) -> dict[str, Any]:
        """What ``iom.match`` is told: ``iom.match(cohort, **settings.of_match)``."""
        names = (each.name for each in fields(self))
        return {name: getattr(self, name) for name in names if name not in NOT_OF_A_MATCH}

    @property
    def of_every_method(self) -> dict[str, Any]:
        """What ``iom.sensitivity`` is told of every method."""
        return {name: getattr(self, name) for name in OF_EVERY_METHOD}

    @property
    def stated(self) -> tuple[Stated, ...]:
        """Everything here as the method sheet says it.

        Examples
        --------
        >>> [each.value for each in Comparison(method="nearest", caliper=None).stated if each.name == "Caliper"]
        ['any distance']
        """
        usual = "the usual ones that the extract holds"
        missing = "filled in by the median" if self.impute else "left out" if self.known_only else "refused"
        times = "each for several" if self.again else "each for one alone"
        said = (
            ("Treated", _in_words(self.treated) or "iom yes", "Who is set beside others, by columns and answers"),
            ("Beside", _in_words(self.comparison) or "all others known not to be", "Who is in the comparison"),
            ("Never managed", ASKED[self.never_managed], "Of the comparison: at no time, by the spells of IOM"),
            ("Treated are called", self.called or "as the column says", "In titles and headings"),
            ("To be matched on", _names(self.adjust, usual), "What people are to be alike in"),
            ("Own numbers to be matched on", _names(self.numbers), "Columns of the analyst's own"),
            ("Method of matching", self.method, "As the page on matching names it"),
            ("Caliper", _caliper(self), "How far apart people may be in their probability; of radius and nearest"),
            ("Stand for each one treated", f"{self.each}, {times}", "Of the method nearest"),
            ("To be the same in", _names(self.exactly), "Of radius, nearest and exact"),
            ("Numbers not known", missing, "What is done with whoever has one among what is matched on"),
            ("Fewest matched", f"{self.min_people} in an arm", "Of fewer there is no comparison"),
            ("Primary outcome", _names(self.primary_outcome, "the usual one"), "What the evaluation is about"),
            ("Other outcomes", _names(self.other_outcomes, "the usual one"), "What is looked at beside it"),
            ("Correction of P values", self.adjust_p, "For the number of differences that are tested"),
            ("Submitted", _number(self.submitted), "How many the scheme named, as the analyst says"),
            ("Regression to the mean", ASKED[self.regression_to_the_mean], "A table"),
            ("Months of ogrs3", str(self.horizon_months), "The time that the probability in that column is for"),
            ("Seed", "none: nothing is drawn by chance", "The same extract gives the same match"),
        )
        return tuple(Stated(*each) for each in said)


def _names(names: tuple[str, ...] | None, usual: str = "none") -> str:
    return usual if names is None else ", ".join(names) or "none"


def _number(number: int | None) -> str:
    return "not given" if number is None else f"{number:,}"


def _caliper(said: Comparison) -> str:
    return "any distance" if said.caliper is None else f"{said.caliper:g} ({said.caliper_scale})"


def _in_words(conditions: Mapping[str, Wanted] | None) -> str:
    """Say conditions as they were asked for, not by what the extract holds."""
    return ", ".join(f"{name} {_wanted(wanted)}" for name, wanted in (conditions or {}).items())


def _wanted(wanted: Wanted) -> str:
    if isinstance(wanted, bool):
        return "yes" if wanted else "no"
    if wanted is None or isinstance(wanted, str | int):
        return str(wanted)
    ends = tuple(wanted)
    if isinstance(wanted, tuple) and len(ends) == RANGE and not any(isinstance(end, str) for end in ends):
        low, high = ends
        return f"up to {high}" if low is None else f"{low} and over" if high is None else f"{low} to {high}"
    return " or ".join(map(str, ends))
