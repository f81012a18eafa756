"""The columns that an extract may hold to work a need out from: its score, its scored questions, its screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from needskit.schema.answers import NO_SPELLINGS, YES_SPELLINGS
from needskit.schema.fields import Field
from needskit.schema.scoring import HIGHEST_ITEM, SCALES

if TYPE_CHECKING:
    from needskit.schema.need import Need
    from needskit.schema.scoring import Item, Screen

_EXAMPLES: Final = {"0 to 2": "1-Some problems", "yes or no": "Yes", "ever": "Previous"}


def scoring_fields(need: Need) -> tuple[Field, ...]:
    """Return the columns that one need can be worked out from: its score, its scored questions and its screen."""
    fields: list[Field] = []
    if need.max_score is not None:
        fields.append(_score(need, need.max_score))
    fields += [_item(need, item) for item in need.items]
    if need.screen is not None:
        fields.append(_screen(need, need.screen))
    return tuple(fields)


def _score(need: Need, highest: int) -> Field:
    return Field(
        name=f"score_{need.name}",
        title=f"{need.label}: score",
        description=f"Score of the section, from 0 to {highest}; the need {need.label} is worked out from it.",
        example=str(need.cut_off),
        type="integer",
        role="score",
        required=False,
        unique=False,
        minimum=0,
        maximum=highest,
        codes=None,
        true_values=(),
        false_values=(),
        headers=need.score_headers,
    )


def _item(need: Need, item: Item) -> Field:
    return Field(
        name=f"item_{item.name}",
        title=item.title,
        description=f"Scored question of the need {need.label}, answered {SCALES[item.scale]}.",
        example=_EXAMPLES[item.scale],
        type="integer",
        role="item",
        required=False,
        unique=False,
        minimum=0,
        maximum=HIGHEST_ITEM,
        codes=None,
        true_values=(),
        false_values=(),
        headers=item.headers,
        scale=item.scale,
    )


def _screen(need: Need, screen: Screen) -> Field:
    return Field(
        name=f"screen_{need.name}",
        title=screen.title,
        description=f"Where this is no, there is no need {need.label}, and its questions are not asked.",
        example="no",
        type="boolean",
        role="screen",
        required=False,
        unique=False,
        minimum=None,
        maximum=None,
        codes=None,
        true_values=YES_SPELLINGS,
        false_values=NO_SPELLINGS,
        headers=screen.headers,
    )
