from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needskit.guess.toml_text import comment, quoted, setting, shown

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(TEXTS)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert tomllib.loads(f"a = {quoted(text)}") == {"a": text}
    assert quoted(text).isprintable()


@given(TEXTS, TEXTS)
def test_a_setting_is_sound_however_long_it_is(text: str, words: str) -> None:
    lines = setting("sex", quoted(text), words)

    assert tomllib.loads("\n".join(lines)) == {"sex": text}
    assert max(map(len, lines)) < 120
    assert all(line.isprintable() for line in lines)


@given(TEXTS)
def test_a_suggestion_is_a_setting_once_the_sign_is_taken_away(text: str) -> None:
    lines = setting("sex", quoted(text), off=True)

    assert all(line.startswith("# ") for line in lines)
    assert tomllib.loads("\n".join(line.removeprefix("# ") for line in lines)) == {"sex": text}


@given(TEXTS)
def test_a_remark_is_nothing_but_a_remark(text: str) -> None:
    assert tomllib.loads("\n".join(comment(shown(text)))) == {}
    assert all(line.startswith("#") for line in comment(text))


@pytest.mark.parametrize("surrogate", ["\ud800", "a\udfffb"])
def test_half_a_sign_is_no_text(surrogate: str) -> None:
    assert "?" in tomllib.loads(f"a = {quoted(surrogate)}")["a"]
