"""What an extract must hold: columns, code lists, age bands and need sets.

The JSON files of the schemas folder are the source of truth. The pandera schema, the data dictionary and the
spellings that the reader understands are made from them.
"""

from needskit.schema.answers import (
    FLAG_ANSWERS,
    NEED_ANSWERS,
    NO,
    NOT_ANSWERED,
    NOT_ASSESSED,
    NOT_KNOWN,
    YES,
)
from needskit.schema.bandings import Band, Banding, load_bandings
from needskit.schema.codes import Code, CodeList, Grouping, GroupLevel, code_list_names, load_codes
from needskit.schema.dictionary import data_dictionary, write_reference
from needskit.schema.fields import Field, TableSchema, load_table
from needskit.schema.location import schemas_folder
from needskit.schema.mark import SYNTHETIC_MARK, is_synthetic
from needskit.schema.needs import Need, NeedSet, load_needs, need_set_names
from needskit.schema.pandera_schema import pandera_schema
from needskit.schema.tokens import normalise

__all__ = [
    "FLAG_ANSWERS",
    "NEED_ANSWERS",
    "NO",
    "NOT_ANSWERED",
    "NOT_ASSESSED",
    "NOT_KNOWN",
    "SYNTHETIC_MARK",
    "YES",
    "Band",
    "Banding",
    "Code",
    "CodeList",
    "Field",
    "GroupLevel",
    "Grouping",
    "Need",
    "NeedSet",
    "TableSchema",
    "code_list_names",
    "data_dictionary",
    "is_synthetic",
    "load_bandings",
    "load_codes",
    "load_needs",
    "load_table",
    "need_set_names",
    "normalise",
    "pandera_schema",
    "schemas_folder",
    "write_reference",
]
