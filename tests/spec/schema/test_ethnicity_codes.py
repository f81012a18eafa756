"""Ethnic group: every code and label of the 16+1 and the 18+1 classification, and its group of the 5+1.

Source: the classifications of the 2001 census (16+1) and of the 2011 census (18+1), as police, prisons and
probation use them; codes as in HMPPS's public code, hmpps-person-record, EthnicityCode.kt.
"""

from __future__ import annotations

import pytest

from needskit.schema import load_codes, normalise

# Code, label of the 2001 census, group here (None: not known).
SIXTEEN_AND_ONE = [
    ("W1", "White - British", "white"),
    ("W2", "White - Irish", "white"),
    ("W9", "White - Any other White background", "white"),
    ("M1", "Mixed - White and Black Caribbean", "mixed"),
    ("M2", "Mixed - White and Black African", "mixed"),
    ("M3", "Mixed - White and Asian", "mixed"),
    ("M9", "Mixed - Any other Mixed background", "mixed"),
    ("A1", "Asian or Asian British - Indian", "asian"),
    ("A2", "Asian or Asian British - Pakistani", "asian"),
    ("A3", "Asian or Asian British - Bangladeshi", "asian"),
    ("A9", "Asian or Asian British - Any other Asian background", "asian"),
    ("B1", "Black or Black British - Caribbean", "black"),
    ("B2", "Black or Black British - African", "black"),
    ("B9", "Black or Black British - Any other Black background", "black"),
    ("O1", "Chinese or other ethnic group - Chinese", "other"),
    ("O9", "Chinese or other ethnic group - Any other", "other"),
    ("NS", "Not stated", None),
]

# Code, label of the 2011 census, group here (None: not known).
EIGHTEEN_AND_ONE = [
    ("W1", "White: English/Welsh/Scottish/Northern Irish/British", "white"),
    ("W2", "White: Irish", "white"),
    ("W3", "White: Gypsy or Irish Traveller", "white"),
    ("W9", "White: Any other White background", "white"),
    ("M1", "Mixed/multiple ethnic groups: White and Black Caribbean", "mixed"),
    ("M2", "Mixed/multiple ethnic groups: White and Black African", "mixed"),
    ("M3", "Mixed/multiple ethnic groups: White and Asian", "mixed"),
    ("M9", "Mixed/multiple ethnic groups: Any other Mixed/Multiple ethnic background", "mixed"),
    ("A1", "Asian/Asian British: Indian", "asian"),
    ("A2", "Asian/Asian British: Pakistani", "asian"),
    ("A3", "Asian/Asian British: Bangladeshi", "asian"),
    ("A4", "Asian/Asian British: Chinese", "asian"),
    ("A9", "Asian/Asian British: Any other Asian background", "asian"),
    ("B1", "Black/African/Caribbean/Black British: Caribbean", "black"),
    ("B2", "Black/African/Caribbean/Black British: African", "black"),
    ("B9", "Black/African/Caribbean/Black British: Any other Black/African/Caribbean background", "black"),
    ("O2", "Other ethnic group: Arab", "other"),
    ("O9", "Other ethnic group: Any other ethnic group", "other"),
    ("NS", "Not stated", None),
]
ROWS = [*SIXTEEN_AND_ONE, *EIGHTEEN_AND_ONE]


@pytest.mark.parametrize(("code", "label", "group"), ROWS)
def test_a_code_and_its_label_mean_the_same_broad_group(code: str, label: str, group: str | None) -> None:
    ethnicity = load_codes("ethnicity")

    assert ethnicity.lookup[normalise(code)] == group
    assert group is None or ethnicity.lookup[normalise(label)] == group


def test_there_are_seventeen_and_nineteen_codes() -> None:
    assert (len(SIXTEEN_AND_ONE), len(EIGHTEEN_AND_ONE)) == (16 + 1, 18 + 1)


def test_chinese_alone_follows_the_older_classification_and_with_asian_the_newer() -> None:
    lookup = load_codes("ethnicity").lookup

    assert (lookup["chinese"], lookup["asian or asian british: chinese"]) == ("other", "asian")
