"""Identifiers in an engine: compared there, and never fetched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.engine.columns import IDENTIFIER
from needskit.schema import SYNTHETIC_MARK

if TYPE_CHECKING:
    import ibis.expr.types as ir

SPACES = (" ", "\t", "\n", "\r")


@dataclass(frozen=True, slots=True, repr=False)
class Identifiers:
    """What must be known of identifiers before they are compared.

    Parameters
    ----------
    spaced
        Whether white space is in any: trimming all of them takes longer than counting everything else.
    made_up
        Whether any says that its person is made up.
    """

    spaced: bool
    made_up: bool

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


def identifiers_in(table: ir.Table) -> Identifiers:
    """Look at the identifiers of a table, in the engine."""
    import ibis  # noqa: PLC0415 - an optional extra

    column = table[IDENTIFIER].fill_null("")
    spaced = ibis.or_(*(column.contains(space) for space in SPACES))
    marked = column.contains(f"{SYNTHETIC_MARK}-")
    found = table.aggregate(spaced=spaced.sum(), made_up=marked.sum()).to_pandas().fillna(0).iloc[0]
    return Identifiers(bool(found["spaced"]), bool(found["made_up"]))


def _hash_of(column: ir.StringColumn) -> ir.Column:
    """Return DuckDB's own hash: that of Ibis is written as bits first."""
    import ibis  # noqa: PLC0415 - an optional extra

    @ibis.udf.scalar.builtin(name="hash", signature=(("string",), "uint64"))
    def hash_of(text):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - the signature says it  # pragma: no cover
        """Say nothing: the engine has it."""

    return hash_of(column)
