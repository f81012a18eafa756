"""The made-up needs: answers that go together in one person, with the share of people with two or more exact.

The model is a one-factor latent Gaussian one. Each person has a severity, each need a strength that follows
the severity more or less closely, and the need is there when its strength passes the need's cut-off. The
cut-offs come from how common each need is. One small shift of all of them together (`level`) then makes the
share of people with two or more needs exact at any size, and leaves which person has which to the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from needskit.synthetic import draws, margins

if TYPE_CHECKING:
    from needskit.synthetic.arrays import Days, Flags, Floats, Integers
    from needskit.synthetic.people import Traits, When


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """Assessed or not, on which day, each need (people by `margins.NEEDS`) and which answers are known."""

    assessed: Flags
    assessment_date: Days
    has_need: Flags
    answered: Flags
    mental_health: Flags
    mental_health_known: Flags


def level(above_cut_off: Floats, *, share: float) -> float:
    """How far to move every cut-off so that exactly `share` of people have two or more needs.

    A person has two or more needs when the second highest of their strengths is above its cut-off. So the
    level is the value that parts the lowest people by that second highest from the rest.

    Parameters
    ----------
    above_cut_off
        People by needs: strength less cut-off.
    share
        0 to 1, to the nearest person.

    Returns
    -------
    float
        Taken from every strength; nothing when there are no people.

    Examples
    --------
    >>> strengths = np.array([[1.0, 2.0], [0.5, 3.0], [-1.0, 0.7], [0.2, 0.3]])
    >>> moved = level(strengths, share=0.5)
    >>> int((((strengths - moved) > 0).sum(axis=1) >= 2).sum())
    2
    """
    if above_cut_off.shape[0] == 0:
        return 0.0
    second = np.sort(np.sort(above_cut_off, axis=1)[:, -2])
    below = second.size - int(np.floor(share * second.size + 0.5))
    # Where everyone, or no one, is to have two or more, there is a neighbour on one side only.
    low = second[below - 1] if below else min(-1.0, second[0] - 1.0)
    high = second[below] if below < second.size else max(1.0, second[-1] + 1.0)
    return 0.0 if low < 0 < high else float((low + high) / 2)


def draw_needs(rng: np.random.Generator, *, traits: Traits, when: When, sentence: Integers) -> Needs:
    """Draw who is assessed, when, which needs they have and which answers are missing."""
    people = traits.severity.size
    # Coverage is best for the longest sentences, as in the Ministry of Justice's OASys tables.
    keen = rng.standard_normal(people) + 0.15 * sentence
    assessed = draws.quota(keen, share=margins.SHARE_ASSESSED, among=np.ones(people, dtype=np.bool_))
    answered = (rng.random(traits.need_strengths.shape) >= margins.SHARE_ANSWER_NOT_KNOWN) & assessed[:, None]
    cut_offs = np.array([NormalDist().inv_cdf(1 - share) for share, _, _ in margins.NEEDS.values()])
    above = traits.need_strengths - cut_offs
    scored = above[:, : margins.SCORED_NEEDS]
    complete = answered[:, : margins.SCORED_NEEDS].all(axis=1)
    has_need = above > 0
    has_need[:, : margins.SCORED_NEEDS] = scored > level(scored[complete], share=margins.SHARE_TWO_OR_MORE_NEEDS)
    follows = margins.MENTAL_HEALTH_FOLLOWS
    strain = follows * traits.severity + np.sqrt(1 - follows**2) * rng.standard_normal(people)
    return Needs(
        assessed=assessed,
        assessment_date=_assessment_dates(rng, when=when),
        has_need=has_need,
        answered=answered,
        mental_health=strain > NormalDist().inv_cdf(1 - margins.SHARE_MENTAL_HEALTH),
        mental_health_known=rng.random(people) >= margins.SHARE_MENTAL_HEALTH_NOT_KNOWN,
    )


def _assessment_dates(rng: np.random.Generator, *, when: When) -> Days:
    """Mostly within 55 weeks before the index date, some longer ago, a few in the twelve weeks after."""
    people = when.age.size
    recent_days = 7 * margins.ASSESSMENT_WEEKS
    kind = draws.pick(rng, (margins.SHARE_ASSESSED_RECENTLY, margins.SHARE_ASSESSED_EARLIER, 0.0), people=people)
    recent = draws.spread(rng, low=0, high=recent_days, people=people, lean=1.5)
    earlier = draws.spread(rng, low=recent_days + 1, high=2 * recent_days, people=people, lean=2.0)
    after = -draws.spread(rng, low=1, high=84, people=people)
    dates: Days = when.index_date - np.choose(kind, [recent, earlier, after])
    return dates
