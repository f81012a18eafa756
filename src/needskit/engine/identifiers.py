"""Identifiers in an engine: compared there, and never fetched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from needskit.engine.columns import IDENTIFIER
from needskit.schema import SYNTHETIC_MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir

SPACES = (" ", "\t", "\n", "\r")


@dataclass(frozen=True, slots=True, repr=False)
class Identifiers:
    """What must be known of identifiers before they are compared.

    Parameters
    ----------
    rows
        How many rows there are.
    spaced
        Whether white space is in any: trimming all of them takes longer than counting everything else.
    made_up
        Whether any says that its person is made up.
    unnamed, of_all
        Whether any says that nothing is known, or that everybody is meant.
    """

    rows: int
    spaced: bool
    made_up: bool
    unnamed: bool = False
    of_all: bool = False

    def trimmed(self, table: ir.Table) -> ir.StringColumn:
        """Return the identifiers without white space at either end; those that are missing are empty."""
        column = table[IDENTIFIER].fill_null("")
        return column.strip() if self.spaced else column

    def plain(self, table: ir.Table) -> ir.StringColumn:
        """Return them as words are compared: trimmed, in small letters, with single spaces."""
        lower = self.trimmed(table).lower()
        return lower.re_replace(r"\s+", " ") if self.spaced else lower

    def key(self, table: ir.Table) -> ir.Column:
        """Return what is the same where identifiers are; hashes take less memory than texts, where there are some."""
        return _hash_of(self.trimmed(table)) if table.get_backend().name == "duckdb" else self.trimmed(table)


def identifiers_in(table: ir.Table, *, nothing: Sequence[str], everybody: Sequence[str]) -> Identifiers:
    """Look at the identifiers of a table, in the engine: once, or twice if white space is in any.

    Parameters
    ----------
    table
        With the identifier as text.
    nothing, everybody
        Words in small letters, in place of an identifier: nothing is known, everybody is meant.
    """
    import ibis  # noqa: PLC0415 - an optional extra

    column = table[IDENTIFIER].fill_null("")
    spaced = ibis.or_(*(column.contains(space) for space in SPACES))
    # What is longer than every word is none of them, and need not be put in small letters.
    longest = max(len(word) for word in (*nothing, *everybody))
    plain = ibis.ifelse(column.length() <= longest, column.lower(), ibis.null("string"))
    asked = {
        "spaced": spaced.sum(),
        "made_up": column.contains(f"{SYNTHETIC_MARK}-").sum(),
        "unnamed": plain.isin(nothing).sum(),
        "of_all": plain.isin(everybody).sum(),
    }
    found = table.aggregate(rows=table.count(), **asked).to_pandas().fillna(0).iloc[0]
    told = {name: bool(found[name]) for name in asked}
    seen = Identifiers(int(found["rows"]), **told)
    if not seen.spaced:
        return seen
    plain = seen.plain(table)
    again = table.aggregate(unnamed=plain.isin(nothing).sum(), of_all=plain.isin(everybody).sum())
    found = again.to_pandas().fillna(0).iloc[0]
    return replace(seen, unnamed=bool(found["unnamed"]), of_all=bool(found["of_all"]))


def _hash_of(column: ir.StringColumn) -> ir.Column:
    """Return DuckDB's own hash: that of Ibis is written as bits first."""
    import ibis  # noqa: PLC0415 - an optional extra

    @ibis.udf.scalar.builtin(name="hash", signature=(("string",), "uint64"))
    def hash_of(text):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - the signature says it  # pragma: no cover
        """Say nothing: the engine has it."""

    return hash_of(column)
