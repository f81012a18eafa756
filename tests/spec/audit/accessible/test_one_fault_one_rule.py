"""Each fault, put into a workbook that breaks no rule, breaks its own rule and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.spec.audit.accessible.faults import FAULTS
from tests.spec.audit.accessible.faults_of_files import FAULTS as FAULTS_OF_FILES
from tests.spec.audit.accessible.sound import saved, sound_book

import needskit as nk
from needskit.audit.accessible.rules.every import RULES

if TYPE_CHECKING:
    from pathlib import Path


def test_the_sound_workbook_breaks_no_rule(tmp_path: Path) -> None:
    checked = nk.check_workbook(saved(sound_book(), tmp_path))

    assert checked.is_clean
    assert checked.in_words.startswith("needs-by-sex.xlsx: 4 worksheets, ")
    assert checked.in_words.endswith(" rules; found: nothing.")


@pytest.mark.filterwarnings("ignore:File may not be readable")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_breaks_its_rule_and_no_other(fault: str, tmp_path: Path) -> None:
    code, spoil = FAULTS[fault]
    book = sound_book()
    spoil(book)

    checked = nk.check_workbook(saved(book, tmp_path))

    assert {finding.code for finding in checked.findings} == {code}


@pytest.mark.filterwarnings("ignore:Call to deprecated function copy")
@pytest.mark.parametrize("fault", FAULTS_OF_FILES)
def test_a_fault_of_the_file_breaks_its_rule_and_what_follows_from_it(fault: str, tmp_path: Path) -> None:
    codes, made = FAULTS_OF_FILES[fault]

    checked = nk.check_workbook(made(tmp_path))

    assert {finding.code for finding in checked.findings} == codes


def test_every_rule_has_a_fault_that_breaks_it() -> None:
    broken = {code for code, _ in FAULTS.values()}.union(*(codes for codes, _ in FAULTS_OF_FILES.values()))

    assert {rule.code for rule in RULES} == broken


def test_every_rule_has_its_own_code_and_says_what_is_wrong_what_to_do_and_who_asks_for_it() -> None:
    codes = [rule.code for rule in RULES]

    assert len(set(codes)) == len(codes)
    assert [r.code for r in RULES if not (r.means.endswith(".") and r.mend.endswith(".") and r.source)] == []
