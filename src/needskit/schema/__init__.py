"""What an extract must hold: columns, code lists, age bands and need sets.

The JSON files of the schemas folder are the source of truth. The pandera schema, the data dictionary and the
spellings that the reader understands are made from them.
"""

from needskit.schema.answers import (
    FLAG_ANSWERS,
    NEED_ANSWERS,
    NO,
    NO_NEED,
    NOT_ANSWERED,
    NOT_ASSESSED,
    NOT_KNOWN,
    SEVERE_NEED,
    SEVERITY_ANSWERS,
    STANDARD_NEED,
    YES,
    severity_column,
)
from needskit.schema.bandings import Band, Banding, load_bandings
from needskit.schema.codes import Code, CodeList, Grouping, GroupLevel, code_list_names, load_codes
from needskit.schema.dictionary import data_dictionary
from needskit.schema.fields import Field
from needskit.schema.location import reference_folder, schemas_folder
from needskit.schema.mark import SYNTHETIC_MARK, is_synthetic
from needskit.schema.need import Need
from needskit.schema.needs import NeedSet, load_needs, need_set_names, severity_columns
from needskit.schema.ogrs3 import Ogrs3, load_ogrs3
from needskit.schema.pandera_schema import pandera_schema
from needskit.schema.scoring import CutOffs, Item, Screen
from needskit.schema.tables import (
    MANY_A_PERSON,
    NO_PEOPLE,
    ONE_A_PERSON,
    TABLES,
    TableSchema,
    load_table,
)
from needskit.schema.tokens import normalise, standard_form

__all__ = [
    "FLAG_ANSWERS",
    "MANY_A_PERSON",
    "NEED_ANSWERS",
    "NO",
    "NOT_ANSWERED",
    "NOT_ASSESSED",
    "NOT_KNOWN",
    "NO_NEED",
    "NO_PEOPLE",
    "ONE_A_PERSON",
    "SEVERE_NEED",
    "SEVERITY_ANSWERS",
    "STANDARD_NEED",
    "SYNTHETIC_MARK",
    "TABLES",
    "YES",
    "Band",
    "Banding",
    "Code",
    "CodeList",
    "CutOffs",
    "Field",
    "GroupLevel",
    "Grouping",
    "Item",
    "Need",
    "NeedSet",
    "Ogrs3",
    "Screen",
    "TableSchema",
    "code_list_names",
    "data_dictionary",
    "is_synthetic",
    "load_bandings",
    "load_codes",
    "load_needs",
    "load_ogrs3",
    "load_table",
    "need_set_names",
    "normalise",
    "pandera_schema",
    "reference_folder",
    "schemas_folder",
    "severity_column",
    "severity_columns",
    "standard_form",
]
