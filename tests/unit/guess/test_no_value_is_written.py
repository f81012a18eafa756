"""Values with a mark stand wherever a record may hold something; none of them reaches the settings."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.guess import write_settings

Rows = Sequence[Sequence[str]]
MARK = "qzx"
NEVER = ["CRN", "PNC ID", "Surname", "Date of Birth", "Release Date", "Postcode", "Notes", "LA", "Team", "Age", "Gendr"]
"""No value of these is ever written: identifiers, names, dates, free text, and what is not recognised."""

LISTED = ["Gender", "Ethnicity", "Drug Need", "Reconvicted", "RoSH", "Debt problem"]
"""Of these the texts that are not understood are written, if five rows or more have them."""


@given(
    marked=st.lists(st.sampled_from(NEVER), unique=True),
    few=st.lists(st.sampled_from(LISTED), unique=True),
    rare=st.integers(0, 4),
    above=st.sampled_from([[], [[f"Extract of {MARK}"], []]]),
)
@settings(max_examples=60, deadline=None)
def test_no_marked_value_is_written(
    marked: list[str], few: list[str], rare: int, above: list[list[str]], csv_of: Callable[[Rows], str]
) -> None:
    rows = []
    for place in range(20):
        row = dict.fromkeys(NEVER, f"{place}") | dict.fromkeys(LISTED, "yes") | {"CRN": f"A{place}"}
        row |= {header: f"{MARK}{place % 7} {header}" for header in marked}
        row |= {"CRN": f"{MARK}{place}"} if "CRN" in marked else {}
        row |= dict.fromkeys(few, f"{MARK} of somebody") if place < rare else {}
        rows.append([row[header] for header in [*NEVER, *LISTED]])
    text, said = _written(csv_of([*above, [*NEVER, *LISTED], *rows]))

    assert MARK not in text.casefold()
    assert MARK not in said.casefold()


@given(text=st.sampled_from([f"X12345{n}" for n in range(9)] + ["SW1A 1AA", "01/02/2003", "a@b.org", "Ref 123456"]))
@settings(max_examples=20, deadline=None)
def test_what_looks_like_a_record_is_not_written_though_many_rows_have_it(
    text: str, csv_of: Callable[[Rows], str]
) -> None:
    rows = [[f"B{place}", text if place % 2 else "Male"] for place in range(40)]
    written, _ = _written(csv_of([["CRN", "Gender"], *rows]))

    assert text not in written
    assert "1 other text in 20 rows" in written


def test_a_first_record_is_not_taken_for_a_header(csv_of: Callable[[Rows], str]) -> None:
    rows = [["CRN", "Sex", MARK], ["X1", "M", MARK], ["X2", "F", MARK]]
    headless = [[f"{MARK} Example", "Homeless", "Male"], [f"{MARK} Other", "NFA", "Female"]]
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder) / "one.csv", Path(folder) / "other.csv"
        one.write_text(csv_of([["CRN", "Sex", "Area"], *rows[1:]]), encoding="utf-8")
        other.write_text(csv_of(headless), encoding="utf-8")
        written = write_settings([str(one), str(other)], f"{folder}/needskit.toml", force=False)
        text = written.path.read_text(encoding="utf-8")

    assert MARK not in text
    assert 'Not read: "other.csv": no row of it has a header that is known.' in text


def _written(contents: str) -> tuple[str, str]:
    """Return the settings of a file with these contents, and what the console says."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text(contents, encoding="utf-8", newline="")
        written = write_settings([str(path)], f"{folder}/needskit.toml", force=False)
        return written.path.read_text(encoding="utf-8"), " ".join([written.sentence, *written.to_do])
