"""What is counted, in the plural and one of it."""

from __future__ import annotations

import re

IRREGULAR = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "lives": "life",
    "wives": "wife",
    "statuses": "status",
    "censuses": "census",
    "crises": "crisis",
    "diagnoses": "diagnosis",
    "movies": "movie",
    "series": "series",
}
"""Plurals that follow no rule below, by their last part: "tradespeople" too."""

ENDINGS = (
    (r"(?<=[a-z]{2})ies$", "y"),  # families, agencies; not ties
    (r"(?<=ss|sh|ch)es$", ""),  # addresses, branches; not cases
    (r"(?<=x)es$", ""),  # boxes
    (r"(?<=[^s])s$", ""),  # plans, households; not staff, nor an address
)
"""The first that fits is what becomes of the end of a word."""

AFTER_THE_NOUN = re.compile(r"\s(?:of|on|in|with|without|at|under|from|for|to|who|whose|that|by|aged|known)\s")


def one_of(unit: str) -> str:
    """Return one of what is counted.

    The noun is the last word, or the one before such words as "of", "on" and "in".

    Parameters
    ----------
    unit
        In the plural.

    Examples
    --------
    >>> one_of("young people"), one_of("families"), one_of("police and crime plans"), one_of("people on probation")
    ('young person', 'family', 'police and crime plan', 'person on probation')
    """
    found = AFTER_THE_NOUN.search(unit)
    noun, after = (unit, "") if found is None else (unit[: found.start()], unit[found.start() :])
    *before, last = re.split(r"(?<=[\s-])", noun)
    return f"{''.join(before)}{_singular(last)}{after}"


def _singular(word: str) -> str:
    """Return one of what a word in the plural names, in small or capital letters as that is."""
    lower = word.casefold()
    for plural, one in IRREGULAR.items():
        if lower == plural or (plural in {"people", "men"} and lower.endswith(plural)):
            kept = word[: len(word) - len(plural)]
            return f"{kept}{one.capitalize() if word[len(kept)].isupper() else one}"
    for ending, instead in ENDINGS:
        if re.search(ending, lower):
            return re.sub(ending, instead, word, flags=re.IGNORECASE)
    return word
