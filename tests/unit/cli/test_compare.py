"""The command of an evaluation: what it prints, writes and refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from needskit.synthetic import write_synthetic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.cli.conftest import Ended

    Run = Callable[..., Ended]

ON = ["--adjust", "sex", "--adjust", "prior_convictions", "--adjust", "ogrs3", "--known-only"]
ABOUT = ["--population", "made-up people", "--as-at", "2025-12-31", "--contact", "the evaluators"]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of 2,000 made-up people."""
    return write_synthetic(tmp_path_factory.mktemp("people"), people=2_000, seed=1)


def test_it_writes_the_workbook_of_an_evaluation(run: Run, people: Path, tmp_path: Path) -> None:
    out, tidy = tmp_path / "iom.xlsx", tmp_path / "tidy"
    ended = run("compare", people, *ABOUT, "--out", out, "--tidy", tidy, *ON)

    assert ended.code == 0
    assert sorted(path.stem for path in tidy.glob("*.csv")) == [
        "iom.attrition",
        "iom.balance",
        "iom.custody",
        "iom.differences",
        "iom.frequency",
        "iom.needs",
        "iom.profile",
        "iom.rate",
        "iom.rate_by_time",
        "iom.sensitivity",
        "iom.severity",
        "iom.spells",
        "iom.survival",
        "iom.tiers",
        "iom.time_to_first",
    ]
    book = load_workbook(out)
    assert str(book["Cover"]["A1"].value).startswith("SYNTHETIC - Integrated Offender Management: made-up people")
    method = [str(cell) for row in book["Method and provenance"].iter_rows(values_only=True) for cell in row if cell]
    assert any("near enough in their probability" in words for words in method)


def test_the_settings_say_how_and_the_options_go_before_them(run: Run, people: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(people.read_bytes())
    settings = tmp_path / "needskit.toml"
    settings.write_text(
        '[cohort]\npopulation = "made-up people"\nas_at = 2025-12-31\n'
        '[sources.people]\nfile = "people.csv"\nrole = "people"\n'
        '[comparison]\nadjust = ["sex", "prior_convictions"]\nimpute = true\nmethod = "nearest"\ncaliper = false\n'
        'treated = { iom_tier = ["fixed", "flex"] }\ncomparison = { iom = false }\ncalled = "fixed or flex"\n'
        'primary_outcome = "reconvicted_12_months"\nother_outcomes = []\n',
        encoding="utf-8",
    )
    ended = run("compare", settings, "--tidy", tmp_path / "tidy", "--contact", "the evaluators", "--known-only")
    assert ended.code == 0
    assert "of those fixed or flex could be matched" in ended.out
    rate = (tmp_path / "tidy" / "iom.rate_nearest.csv").read_text(encoding="utf-8-sig")
    assert "W-IMPUTED" not in ended.err
    assert "Reconvicted within 12 months" in rate
    assert not list((tmp_path / "tidy").glob("iom.frequency*"))
    more = run("compare", settings, "--tidy", tmp_path / "more", "--method", "radius", "--caliper", "0.3", "--outcome",
               "reconvicted_12_months", "--outcome", "reoffences_12_months", "--adjust-p", "holm", "--submitted", "400",
               "--regression")  # fmt: skip
    assert more.code == 0
    assert "when corrected for their number (Holm)" in more.out
    found = {path.stem for path in (tmp_path / "more").glob("*.csv")}
    assert {"iom.rate", "iom.frequency", "iom.differences"} < found
    assert any(name.startswith("iom.regression_to_the_mean") for name in found)


def test_what_to_be_careful_of_is_said_on_standard_error_by_its_code(run: Run, people: Path, tmp_path: Path) -> None:
    ended = run("compare", people, *ABOUT, "--out", tmp_path / "iom.xlsx", "--adjust", "sex")
    assert ended.code == 0
    assert "  W-NO-PRIORS: " in ended.err
    assert "W-" not in ended.out


def test_what_can_and_what_cannot_be_said_is_printed(run: Run, people: Path, tmp_path: Path) -> None:
    ended = run("compare", people, *ABOUT, "--out", tmp_path / "iom.xlsx", *ON)
    assert "managed under IOM, matched) were reconvicted within 12 months, against " in ended.out
    assert "This does not mean that being managed under IOM has no effect" in ended.out


@pytest.mark.parametrize(
    ("asked", "because"),
    [
        ([], "R-MISSING: "),
        (["--adjust", "reconvicted_12_months"], "R-AFTER-INDEX: "),
        (["--adjust", "iom_tier"], "R-TELLS-ARM: "),
        (["--adjust", "sex", "--min-people", "1000"], "R-MATCHED<30: "),
    ],
)
def test_a_match_that_cannot_be_is_one_sentence_with_its_code(
    run: Run, people: Path, tmp_path: Path, asked: list[str], because: str
) -> None:
    ended = run("compare", people, *ABOUT, "--out", tmp_path / "iom.xlsx", *asked)
    assert ended.code == 2
    assert because in ended.err
    assert not (tmp_path / "iom.xlsx").exists()
