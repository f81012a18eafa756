"""Whatever stands in a column, it is read or refused, and no sentence repeats it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from needskit.extract.values.column import Column
from needskit.extract.values.identifiers import standard_identifiers
from needskit.schema import Field

Parse = Callable[..., Column]

NAMES = (
    "person_id", "people", "index_date", "age", "sex", "ethnicity", "district", "sentence_type", "sentence_length",
    "ogrs3", "need_drugs", "score_drugs", "item_suitability_of_accommodation", "item_no_fixed_abode", "screen_drugs",
)  # fmt: skip
SAID: tuple[dict[str, object], ...] = (
    {},
    {"day_first": False, "latest_two_digit_year": 2025, "unit": "months", "blank": "no"},
    {"at_least": 2.0, "unit": "days", "missing": frozenset({"x"})},
)
SHAPED = st.from_regex(
    r"[A-Za-z]{0,4}[0-9]{0,9}[ /.:()<%-]{0,2}[0-9]{0,9}[ /.:()<+-]{0,2}[A-Za-z0-9 ]{0,8}\)?", fullmatch=True
)
# Longer than any word of the product, so that a sentence has it only if it was copied.
TEXTS = st.lists(st.one_of(st.text(max_size=40), SHAPED), min_size=1, max_size=12)


@given(TEXTS, st.sampled_from(NAMES), st.sampled_from(SAID))
@example(["\u0660\u0661\u0662", "\uff12\uff15", "'24", "1\u00a0234", "\u200b24", "(" * 40, "1-" * 20], "age", {})
@example(["99/99/9999", "9" * 40, "00000", "1e400", "-0", "+" * 9], "index_date", SAID[1])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_or_refused(
    parse: Parse, fields: dict[str, Field], texts: list[str], name: str, said: dict[str, object]
) -> None:
    name = name if name in fields else "need_drugs"
    kept = {key: value for key, value in said.items() if key != "at_least" or fields[name].type == "boolean"}
    column = parse(name, *texts, **kept)
    assert len(column.answers) == len(texts)
    assert all(0 < found.rows <= len(texts) for found in column.problems)


@given(TEXTS, st.sampled_from(NAMES), st.sampled_from(SAID))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_sentence_repeats_a_text(
    parse: Parse, fields: dict[str, Field], texts: list[str], name: str, said: dict[str, object]
) -> None:
    name = name if name in fields else "need_drugs"
    kept = {key: value for key, value in said.items() if key != "at_least" or fields[name].type == "boolean"}
    marked = [f"{text}zqxj{text}" for text in texts]
    for found in parse(name, *marked, **kept).problems:
        assert "zqxj" not in found.sentence
        assert "zqxj" not in repr(found)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_text_is_an_identifier_or_is_refused_as_it_was(texts: list[str]) -> None:
    written = pd.Series(texts, dtype="str")
    for form in ("pnc", "crn", "noms"):
        found = standard_identifiers(written, form)
        assert found.texts[found.refused].tolist() == written[found.refused].tolist()
        again = standard_identifiers(found.texts[~found.refused], form)
        assert again.texts.tolist() == found.texts[~found.refused].tolist()
        assert not again.refused.any()
