"""Policies with a key, a ledger, and two releases compared, on the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.cli.conftest import Ended

    Run = Callable[..., Ended]

ABOUT = ("--population", "people in a test", "--as-at", "2025-12-31", "--only", "needs.prevalence")


def test_a_key_comes_from_a_file_or_the_environment(
    run: Run, extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my.key").write_text("k" * 40 + "\n", encoding="utf-8")
    monkeypatch.setenv("ROUNDING_KEY", "k" * 40)
    random = ("report", extract, *ABOUT, "--policy", "publish-random")
    written = []
    for name, key in (("a", ("--key-file", tmp_path / "my.key")), ("b", ("--key-variable", "ROUNDING_KEY"))):
        ended = run(*random, *key, "--tidy", tmp_path / name)
        assert ended.code == 0, ended.err
        assert "kkkk" not in ended.out + ended.err
        written.append((tmp_path / name / "needs.prevalence.csv").read_text(encoding="utf-8"))
    assert written[0] == written[1]
    refused = [
        (random, "wants a private key"),
        ((*random, "--key-variable", "NO_SUCH_KEY"), "no variable 'NO_SUCH_KEY'"),
        ((*random, "--key-file", "a", "--key-variable", "b"), "Name one key"),
        ((*random[:-1], "publish", "--key-file", "a"), "Policy 'publish' has no key"),
    ]
    for words, said in refused:
        ended = run(*words, "--tidy", tmp_path / "c")
        assert (ended.code, said in ended.err) == (2, True), ended.err


def test_the_settings_name_the_key_file_and_the_ledger_beside_them(run: Run, extract: Path, tmp_path: Path) -> None:
    (tmp_path / "my.key").write_text("k" * 40, encoding="utf-8")
    settings = tmp_path / "needskit.toml"
    settings.write_text(
        '[cohort]\npopulation = "people in a test"\nas_at = 2025-12-31\n'
        '[report]\npolicy = "publish-random"\nkey_file = "my.key"\nledger = "ledger.json"\n'
        'tables = ["needs.prevalence"]\n'
        f'[sources.people]\nrole = "people"\nfile = "{extract.name}"\n',
        encoding="utf-8",
    )
    ended = run("report", settings, "--tidy", tmp_path / "tidy")
    assert ended.code == 0, ended.err
    listed = run("ledger", tmp_path / "ledger.json")
    assert re.match(r"[0-9a-f]{12}  policy publish-random, [\d,]+ counts, needskit ", listed.out)
    assert listed.out.endswith("Releases in ledger.json: 1.\n")


def test_a_release_that_never_went_out_is_taken_out_again(run: Run, extract: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.json"
    assert run("report", extract, *ABOUT, "--ledger", ledger, "--tidy", tmp_path / "tidy").code == 0
    name = run("ledger", ledger).out.split()[0]
    assert run("ledger", ledger, "--forget", name).out == "Releases in ledger.json: 0.\n"
    assert "There is no ledger 'none.json'" in run("ledger", tmp_path / "none.json").err


@pytest.mark.parametrize(("policy", "code"), [("publish", 0), ("none", 3)])
def test_two_releases_are_compared_by_their_tidy_files(
    run: Run, extract: Path, tmp_path: Path, policy: str, code: int
) -> None:
    fewer = tmp_path / "fewer.csv"
    fewer.write_text("\n".join(extract.read_text(encoding="utf-8").splitlines()[:-3]) + "\n", encoding="utf-8")
    for name, source in (("old", extract), ("new", fewer)):
        assert run("report", source, *ABOUT, "--policy", policy, "--tidy", tmp_path / name).code == 0
    ended = run("ledger", tmp_path / "old", tmp_path / "new")
    assert ended.code == code
    assert ended.out.startswith("Numbers in both: ")
    assert ("became" in ended.out) == bool(code)
    assert run("ledger", tmp_path / "old", tmp_path / "new", "--forget", "x").code == 2


def test_what_policy_nhs_leaks_is_said_on_standard_error(run: Run, extract: Path, tmp_path: Path) -> None:
    ended = run("report", extract, *ABOUT, "--policy", "nhs", "--tidy", tmp_path / "tidy")
    assert "easily unpicked" in ended.err
    assert "easily unpicked" not in (tmp_path / "tidy" / "about-these-tables.txt").read_text(encoding="utf-8")
