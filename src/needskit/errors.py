"""Every deliberate error of needskit: its words and its exit code.

A deliberate error is one sentence or two: what was wanted, what came and what to do. It never holds a value
or an identifier from a record: tables, columns, rules, row numbers and counts are all that it may name.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable


class NeedskitError(Exception):
    """Something a user can mend, shown without a traceback."""

    exit_code = 1


class WorkbookWarning(UserWarning):
    """Something in a workbook that was kept could be better, and hinders nobody from reading it."""


class DataError(NeedskitError):
    """The data are not what they must be; the words say which rule and how many rows."""

    exit_code = 1


class UsageError(NeedskitError):
    """A function was called, or a command typed, in a way that has no answer."""

    exit_code = 2


class DisclosureError(NeedskitError):
    """What was asked for cannot be protected, so nothing is written."""

    exit_code = 3


class OutputError(NeedskitError):
    """A file could not be written, or what was written failed its own check."""

    exit_code = 1


def reject_name(name: str, *, kind: str, known: Iterable[str]) -> NoReturn:
    """Raise that a name is not one of those there are, with the nearest one named.

    Parameters
    ----------
    name
        What was asked for, by the caller: never a value from a record.
    kind
        What it should have been a name of, in the singular: "code list".
    known
        The names there are.

    Raises
    ------
    UsageError
        Always.

    Examples
    --------
    >>> reject_name("sexx", kind="list", known=["ethnicity", "sex"])
    Traceback (most recent call last):
    needskit.errors.UsageError: There is no list called 'sexx'; did you mean 'sex'? There are: ethnicity, sex.
    """
    names = sorted(known)
    near = get_close_matches(" ".join(name.split()).casefold(), names, n=1, cutoff=0.5)
    hint = f"; did you mean '{near[0]}'?" if near else "."
    message = f"There is no {kind} called '{name}'{hint} There are: {', '.join(names)}."
    raise UsageError(message)
