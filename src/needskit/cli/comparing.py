"""What the options of `needskit compare` say, over what the settings say."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from needskit.cohort.comparison import Comparison

if TYPE_CHECKING:
    import argparse

EITHER = ("impute", "known_only")
"""Ways to deal with a number that is not known: to ask for one is not to ask for the other."""


def told(chosen: argparse.Namespace, said: Comparison) -> Comparison:
    """Return what an evaluation is told: by the options that were given, and otherwise by the settings.

    Parameters
    ----------
    chosen
        The options of the command; None for those that were not given.
    said
        What the settings say.

    Examples
    --------
    >>> import argparse
    >>> chosen = argparse.Namespace(method=None, impute=True, outcome=None)
    >>> found = told(chosen, Comparison(method="entropy", known_only=True))
    >>> found.method, found.impute, found.known_only
    ('entropy', True, False)
    """
    options = {each.name: getattr(chosen, each.name, None) for each in fields(Comparison)}
    given = {name: value for name, value in options.items() if value is not None}
    if any(name in given for name in EITHER):
        given = {**dict.fromkeys(EITHER, False), **given}
    if chosen.outcome:
        given |= {"primary_outcome": tuple(chosen.outcome[:1]), "other_outcomes": tuple(chosen.outcome[1:])}
    lists = {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    return replace(said, **given | lists)
