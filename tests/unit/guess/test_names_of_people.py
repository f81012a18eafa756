"""Which texts in a column of codes look like the names of people, and that none of them is written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from needskit.guess import settings_for
from needskit.guess.people_names import looks_like_name, words_of
from needskit.schema import load_table

Rows = Sequence[Sequence[str]]
WORDS = words_of(load_table("people").field("ethnicity"))


@pytest.mark.parametrize(
    "text",
    ["Ann Example", "EXAMPLE, Ann", "Ann-Marie O'Example", "Ann B. Example", "Ann Bob Cecil Example", "mr example",
     "Miss Example", "Dr. White", "Example (Mrs)", "\u00c9lise Example"],
)  # fmt: skip
def test_a_title_or_words_with_capitals_look_like_a_name(text: str) -> None:
    assert looks_like_name(text, WORDS)


@pytest.mark.parametrize(
    "text",
    ["Example", "Legacy scheme", "ann example", "Local Code 7", "White Something", "Not Known", "Other Group",
     "One Two Three Four Five", "Mrs", ""],
)  # fmt: skip
def test_others_do_not(text: str) -> None:
    assert not looks_like_name(text, WORDS)


@pytest.mark.parametrize("header", ["Ethnicity", "Drug Need", "RoSH"])
@pytest.mark.parametrize("spellings", [("Qzx Example",), ("Mrs Qzx",), ("qzx example", "Qzx Example")])
def test_a_name_in_many_rows_is_counted_and_not_written(
    spellings: tuple[str, ...], header: str, csv_of: Callable[[Rows], str]
) -> None:
    rows = [[f"X{n:06}", "M", spellings[n % len(spellings)]] for n in range(24)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text(csv_of([["CRN", "Gender", header], *rows, ["X000099", "F", "yes"]]), encoding="utf-8")
        text = settings_for([str(path)], folder=folder)

    assert "qzx" not in text.casefold()
