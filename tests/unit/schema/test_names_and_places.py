"""Names that are not there, tokens, and where the schemas are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needskit.errors import NeedskitError, UsageError
from needskit.schema import load_codes, load_needs, load_table, normalise
from needskit.schema.location import candidates, first_with_people

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: load_codes("ethnicty"), "code list called 'ethnicty'; did you mean 'ethnicity'"),
        (lambda: load_codes("age_bands"), "code list called 'age_bands'"),
        (lambda: load_needs("OASys "), "need set called 'OASys '; did you mean 'oasys'"),
        (lambda: load_table("person"), "table called 'person'; did you mean 'people'"),
        (lambda: load_table("people").field("aged"), "column of people called 'aged'; did you mean 'age'"),
        (lambda: load_codes("accommodation").grouping("home"), "grouping of accommodation called 'home'"),
        (lambda: load_codes("../people"), "code list called '../people'"),
    ],
)
def test_an_unknown_name_is_a_usage_error_with_the_nearest_name(ask: Callable[[], object], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask()

    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("token", "normal"),
    [("  Male ", "male"), ("N/K", "n/k"), ("White\u00a0:\t Irish", "white : irish"), ("", ""), (" \n", "")],
)
def test_a_token_is_compared_trimmed_in_one_case_and_with_single_spaces(token: str, normal: str) -> None:
    assert normalise(token) == normal


def test_the_installed_schemas_go_before_those_of_a_checkout(tmp_path: Path) -> None:
    module = tmp_path / "src" / "needskit" / "schema" / "location.py"
    installed, checkout = candidates(module)
    for folder in (installed, checkout):
        folder.mkdir(parents=True)

    (checkout / "people.json").write_text("{}", encoding="utf-8")
    assert first_with_people((installed, checkout)) == tmp_path / "schemas"

    (installed / "people.json").write_text("{}", encoding="utf-8")
    assert first_with_people((installed, checkout)) == tmp_path / "src" / "needskit" / "schemas"


def test_without_schemas_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NeedskitError, match="install needskit again"):
        first_with_people((tmp_path,))
