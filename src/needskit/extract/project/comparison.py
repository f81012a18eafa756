"""What needskit.toml says of an evaluation: who is set beside whom, how, and what is looked at."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic reads the annotations when it checks a file
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from needskit.extract.project.terms import STRICT, ConditionPart
from needskit.stats.ways import Correction, Method, Scale  # noqa: TC001 - as above


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonPart:
    """``[comparison]``: what `needskit compare` sets beside each other, and how. Its options go before these.

    Parameters
    ----------
    treated
        Who is set beside others, by conditions as under `[cohorts.<name>.where]`: who is managed under IOM unless told
        otherwise.
    comparison
        Who they are set beside: all others who are known not to be treated unless told otherwise.
    called
        What those treated are called, where no column of yes or no says it.
    adjust
        Columns and breakdowns to match on, none of them measured after the index date; the usual ones that the extract
        holds unless told otherwise.
    numbers
        Columns of your own that are numbers, to match on besides.
    exactly
        Columns and breakdowns that people must be the same in.
    method
        How people are matched.
    caliper
        How far apart people may be; false for any distance, of the method nearest.
    caliper_scale
        In what that is: standard deviations of the logit or of the probability, or the probability itself.
    each
        Of the method nearest: how many stand for each one treated.
    again
        Of the method nearest: whether one may stand for several.
    impute
        Whether the median is put for a number that is not known.
    known_only
        Whether those are left out whose numbers are not all known.
    never_managed
        Whether the comparison is only of those known never to have been managed under IOM, by its spells.
    min_people
        Fewest people matched in an arm, 10 or more.
    primary_outcome
        The column that the evaluation is about, named before anybody looked: yes or no, or a number. Several can be
        named, against a caution.
    other_outcomes
        Further columns to look at; how often people reoffended unless told otherwise.
    adjust_p
        Whether P values are corrected for how many differences are tested, by the method of Holm.
    submitted
        How many people the scheme named to be looked at: those lost before the extract was made are then told too.
    regression_to_the_mean
        Whether a table says how much of a fall is to be expected anyway, were rates steady.
    horizon_months
        For how many months the column ogrs3 is; it is set against an outcome of as many.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    treated: Mapping[str, ConditionPart] = field(default_factory=dict)
    comparison: Mapping[str, ConditionPart] = field(default_factory=dict)
    called: str = ""
    adjust: tuple[str, ...] | None = None
    numbers: tuple[str, ...] = ()
    exactly: tuple[str, ...] = ()
    method: Method = "radius"
    caliper: float | Literal[False] = 0.2
    caliper_scale: Scale = "logit_sd"
    each: int = 1
    again: bool = False
    impute: bool = False
    known_only: bool = False
    never_managed: bool = False
    min_people: int = 30
    primary_outcome: str | tuple[str, ...] | None = None
    other_outcomes: tuple[str, ...] | None = None
    adjust_p: Correction = "none"
    submitted: int | None = None
    regression_to_the_mean: bool = False
    horizon_months: int = 24
