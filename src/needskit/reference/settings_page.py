"""The reference page of needskit.toml, written from the parts of a project and what they say of themselves."""

from __future__ import annotations

import inspect
import re
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from needskit.extract.project import comparison, parts, targets, terms

if TYPE_CHECKING:
    from dataclasses import Field

TOP = """\
<!-- Generated from src/needskit/extract/project/comparison.py, parts.py, targets.py and terms.py by \
`python -m needskit.reference --write`. Do not edit by hand. -->

# The settings file, needskit.toml

Everything that a figure depends on and that no file says. `needskit init FILE...` writes a first one. It is TOML: texts
stand in double quotes, dates and numbers do not, `#` begins a comment. A key that is not listed here is refused, and so
is a value of the wrong kind. Every setting is printed on the method sheet of the workbook.

How to go about it: [start from their files](../how-to/start-from-their-files.md).
"""
HEADER = "| Key | What it may be | If left out | What it is |\n| --- | --- | --- | --- |"
ORDER = (
    parts.CohortPart, parts.SourcePart, parts.NeedsPart, parts.NeedPart, parts.AssessmentsPart, parts.FollowUpPart,
    terms.DefinitionsPart, terms.AgeBandingPart, terms.DualDiagnosisPart, terms.DomainPart, terms.RepeatedContactPart,
    terms.TransitionPart, terms.SupportPart,
    terms.NamedCohortPart, terms.RangePart, terms.ComparatorPart,
    targets.TargetPart, targets.BaselinePart, comparison.ComparisonPart, parts.ReportPart,
)  # fmt: skip
FEW = 2
"""So many kinds of value are told apart by a word alone."""

PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false", type(None): ""}
BREAKDOWNS = """\
## Own breakdowns

`[breakdowns]`: your own columns to divide people by, a line each: `team = "Team"`. The column is looked for in the
sources with the role people or needs, under that name or the header that `columns` gives it.
"""


def settings_page() -> str:
    """Return the page, which ends with a line end."""
    tables = [_table(part) for part in ORDER]
    return "\n".join((TOP, *tables, BREAKDOWNS))


def _table(part: type[Any]) -> str:
    doc = inspect.getdoc(part) or ""
    words, described = _described(doc)
    title, _, meaning = words.partition(": ")
    rows = [_row(each, get_type_hints(part)[each.name], described) for each in fields(part)]
    return (
        "\n".join((f"## {title.replace('``', '`')}\n", f"{meaning[:1].upper()}{meaning[1:]}\n", HEADER, *rows)) + "\n"
    )


def _described(doc: str) -> tuple[str, dict[str, str]]:
    """Return the first line of a docstring, and what it says of each parameter."""
    first, _, rest = doc.partition("\n\nParameters\n----------\n")
    said = re.split(r"^(\w[\w, ]*)\n(?=    )", rest, flags=re.MULTILINE)[1:]
    found = {}
    for names, words in zip(said[::2], said[1::2], strict=True):
        for name in names.split(", "):
            found[name] = " ".join(words.split()).replace("``", "`")
    return " ".join(first.split()), found


def _row(each: Field[Any], kind: Any, described: dict[str, str]) -> str:  # noqa: ANN401 - any annotation
    return f"| `{terms.key_of(each.name)}` | {_kind(kind)} | {_default(each)} | {described.get(each.name, '')} |"


def _kind(kind: Any) -> str:  # noqa: ANN401 - any annotation
    """Say in words what a key may be."""
    arguments = [each for each in get_args(kind) if each is not type(None)]
    if get_origin(kind) is Literal:
        return ", ".join(f'`"{each}"`' if isinstance(each, str) else str(each).lower() for each in arguments)
    if is_dataclass(kind):
        return "a table of its own"
    if get_origin(kind) is tuple:
        return (
            f"list: {_kind(arguments[0])}"
            if Ellipsis in arguments
            else f"{len(arguments)} in a list: {_kind(arguments[0])}"
        )
    if "Mapping" in str(get_origin(kind)):
        return f"name = {_kind(arguments[1])}"
    if arguments:
        several = " or " if len(arguments) <= FEW else "; "
        return several.join(_kind(each) for each in arguments)
    return PLAIN.get(kind, "date")


def _default(each: Field[Any]) -> str:
    if each.default is not MISSING:
        value = each.default
        if value is None or value in ("", ()):
            return "not said"
        if isinstance(value, tuple):
            return f"`[{', '.join(_toml(part) for part in value)}]`"
        return f"`{_toml(value)}`"
    return "as below" if each.default_factory is not MISSING else "must be there"


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
