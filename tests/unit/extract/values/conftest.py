"""Columns of the tables of the schema, filled with a few texts and read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from needskit.extract.files.raw import Tokens
from needskit.extract.values.parse import parse_column
from needskit.extract.values.spelling import Spelling
from needskit.schema import load_needs, load_table

if TYPE_CHECKING:
    from needskit.extract.values.column import Column
    from needskit.schema import Field, TableSchema

Parse = Callable[..., "Column"]


@pytest.fixture(scope="session")
def people() -> TableSchema:
    return load_table("people")


@pytest.fixture(scope="session")
def fields(people: TableSchema) -> dict[str, Field]:
    """The columns of the table of people, and those that its OASys needs are worked out from."""
    scored = load_needs("oasys").fields()
    return {field.name: field for field in (*people.fields, *scored)}


@pytest.fixture(scope="session")
def parse(people: TableSchema, fields: dict[str, Field]) -> Parse:
    """Read the texts of a column, one a row, the first of them on row 2; settings are those of its spelling."""

    def column(name: str, *texts: str, **said: object) -> Column:
        spelling: Callable[..., Spelling] = Spelling
        tokens = Tokens.of(pd.Series(texts, dtype="str"))
        return parse_column(fields[name], tokens, people, np.arange(2, len(texts) + 2), spelling(**said))

    return column
