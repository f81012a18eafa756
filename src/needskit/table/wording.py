"""How dates and names are worded, the same in titles, keys and covers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Spelled out, since the names that Python knows depend on the language of the machine."""


def date_in_words(date: dt.date) -> str:
    """Return a date as it is read aloud.

    Examples
    --------
    >>> import datetime
    >>> date_in_words(datetime.date(2025, 12, 31))
    '31 December 2025'
    """
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def inside_a_sentence(label: str) -> str:
    """Return a label without its capital, unless it starts with an abbreviation.

    Examples
    --------
    >>> inside_a_sentence("Drug misuse"), inside_a_sentence("ETE")
    ('drug misuse', 'ETE')
    """
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


_PREDICATE = re.compile(r"(\w+ed|known|in|on|at|under)\b", re.IGNORECASE)
"""How the label of a yes or no begins that says what is so of each: "Managed under IOM", "In drug treatment"."""

_OR_NOT = re.compile(r"^(\w+) or not\b")
"""How the label of a choice of two begins: "Homeless or not before custody"."""


def after_by(label: str, *, is_flag: bool) -> str:
    """Return the label of a breakdown as it stands after "by" in a title.

    Examples
    --------
    >>> after_by("District", is_flag=False), after_by("Managed under IOM", is_flag=True)
    ('district', 'whether managed under IOM')
    >>> after_by("Homeless or not before custody", is_flag=False)
    'whether homeless before custody'
    """
    words = inside_a_sentence(label)
    if _OR_NOT.match(words):
        return f"whether {_OR_NOT.sub(lambda found: found[1], words)}"
    return f"whether {words}" if is_flag and _PREDICATE.match(words) else words


def slug(words: str) -> str:
    """Return the words as part of a key.

    Examples
    --------
    >>> slug("Aged 18 to 24, at index")
    'aged_18_to_24_at_index'
    """
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
