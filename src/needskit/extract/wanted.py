"""What is to be read, and how: every setting that a figure depends on, checked before the file is opened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from needskit.cohort.build import TAKEN
from needskit.cohort.cohort import PEOPLE, NeedQuestion, Needs
from needskit.cohort.settings import Settings
from needskit.errors import DataError, UsageError, reject_name
from needskit.extract.files.header import standard_form
from needskit.schema import Field, TableSchema, load_needs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.extract.files.raw import RawTable


@dataclass(frozen=True, slots=True)
class Wanted(Settings):
    """The settings of one reading, checked against the schema before the file is opened."""

    def checked(self, schema: TableSchema) -> Wanted:
        """Return the settings, each proved possible.

        Raises
        ------
        UsageError
            If words are missing, or a name is unknown or already taken.
        """
        for name, words in (
            ("population", self.population),
            ("unit", self.unit),
            ("need_word", self.needs.word),
        ):
            if not words.strip():
                message = f"{name} wants words, such as {name}='{_EXAMPLES[name]}'."
                raise UsageError(message)
        for name in self.breakdowns:
            if name in schema.names:
                message = f"breakdowns: '{name}' is a standard column already. Give your column another name."
                raise UsageError(message)
            _refuse_header(name, argument="breakdowns")
        for name in self.columns:
            if name not in self.known(schema):
                reject_name(name, kind="standard column", known=sorted(self.known(schema)))
        return self

    def known(self, schema: TableSchema) -> dict[str, None]:
        """Every column that is read if it is there, in order."""
        return dict.fromkeys((*schema.names, *self.needs.columns, *self.breakdowns))

    def field(self, name: str, schema: TableSchema) -> Field:
        """Return what a column must hold; a need of the user's own is a yes or no column."""
        if name in schema.names:
            return schema.field(name)
        question = next(q for q in self.needs.questions if q.column == name)
        model = schema.field("need_drugs")
        return replace(model, name=name, title=question.label, description=question.definition)

    def require_columns(self, table: RawTable, schema: TableSchema) -> None:
        """Raise unless the table says who each row is and holds the columns that the user named."""
        own = (*self.breakdowns, *(name for name in self.needs.columns if name not in schema.names))
        for name in own:
            if name not in table.columns:
                message = (
                    f"{table.name}: there is no column '{name}', which was asked for. "
                    f"Rename the column, or say columns={{'{name}': 'their header'}}."
                )
                raise DataError(message)
        if "person_id" in table.columns or PEOPLE in table.columns:
            return
        hints = f" ({'; '.join(table.hints)})" if table.hints else ""
        message = (
            f"{table.name} has no column 'person_id' that tells people apart, nor '{PEOPLE}' for rows that stand "
            f"for several{hints}. Rename the column that does, or say columns={{'person_id': 'their header'}} "
            '(on the command line: --column person_id="their header").'
        )
        raise DataError(message)


def _refuse_header(name: str, *, argument: str) -> None:
    """Raise if a name of the user's own is not written as a standard name is, or is taken."""
    if name in TAKEN:
        message = f"{argument}: the name '{name}' is taken. Give your column another name."
        raise UsageError(message)
    if standard_form(name) != name:
        message = (
            f"{argument}: '{name}' is no column name. Use small letters, figures and underscores; "
            "columns={...} renames."
        )
        raise UsageError(message)


_EXAMPLES = {"population": "people on probation in Northshire", "unit": "people", "need_word": "need"}


def wanted_needs(needs: str | Mapping[str, str], schema: TableSchema, *, need_word: str) -> Needs:
    """Return the needs that are to be counted, from the name of a set or from the user's own list.

    Raises
    ------
    UsageError
        If there is no such set, or the list is empty or names a column that is no need.
    """
    if isinstance(needs, str):
        found = load_needs(needs)
        questions = tuple(NeedQuestion(n.column, n.label, n.definition) for n in found.needs)
        return Needs(found.title, found.source, questions, word=need_word)
    if not needs:
        message = (
            "needs wants the name of a need set, or at least one column and its label: {'need_gambling': 'Gambling'}."
        )
        raise UsageError(message)
    for column in needs:
        _refuse_header(column, argument="needs")
        if column == "assessed" or (column in schema.names and schema.field(column).type != "boolean"):
            message = f"needs: '{column}' is a standard column that can be no {need_word}."
            raise UsageError(message)
    questions = tuple(
        NeedQuestion(column, label, f"As recorded in the extract, column {column}") for column, label in needs.items()
    )
    return Needs(f"{need_word[:1].upper()}{need_word[1:]}s of this extract", "", questions, word=need_word)


def iso_date(value: dt.date | str) -> dt.date:
    """Return a date from itself or from ISO text.

    Raises
    ------
    UsageError
        If it is neither.

    Examples
    --------
    >>> iso_date("2025-12-31").year
    2025
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        message = "as_at wants a date such as 2025-12-31: the date that the extract describes."
    raise UsageError(message)
