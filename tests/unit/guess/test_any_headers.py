"""Whatever the headers hold, the settings are sound TOML that a check can run on."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.extract.project.toml import project_from
from needskit.extract.read import check
from needskit.guess import settings_for

Rows = Sequence[Sequence[str]]
ODD = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\"\\=[]{}#\n\t'."), max_size=40)
KNOWN = st.sampled_from(
    ["Sex", "sex", "Gender", "DOB", "Age", "need_drugs", "Drug Need", "Homeless", "4.2", "Team", "team", "Debt problem"]
)
LONG = st.just("Has the person ever had, in the last twelve months, any " + "very " * 30 + "great need of help?")


@given(headers=st.lists(ODD | KNOWN | LONG, max_size=8), values=st.lists(st.sampled_from(["yes", "no", "1", "", "F"])))
@settings(max_examples=60, deadline=None)
def test_settings_of_any_headers_can_be_checked(
    headers: list[str], values: list[str], csv_of: Callable[[Rows], str]
) -> None:
    said = [*values, "x"]
    body = [
        [f"X{row:06}", "m", *(said[(row + place) % len(said)] for place in range(len(headers)))] for row in range(12)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text(csv_of([["CRN", "IOM Status", *headers], *body]), encoding="utf-8", newline="")
        text = settings_for([str(path)], folder=folder)
        project_from(tomllib.loads(text), file="needskit.toml")
        (Path(folder) / "needskit.toml").write_text(text, encoding="utf-8")
        found = check(f"{folder}/needskit.toml")

    # The name of a section is that of its column and cannot go on in the next line.
    assert max(len(line) for line in text.splitlines() if "[need." not in line) < 120
    assert found.cohort is not None
    assert len(found.cohort) == 12
