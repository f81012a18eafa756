"""What an evaluator may ask that has no honest answer: each is refused in a sentence that says what to do."""

from __future__ import annotations

import pytest
from tests.spec.analysis.matched_people import cohort_of
from tests.spec.analysis.test_when_a_comparison_is_refused_or_doubtful import having, with_outcomes

import needskit as nk
from needskit.cli import main
from needskit.errors import UsageError


def test_an_outcome_of_those_who_reoffended_alone_is_none_of_all() -> None:
    frame = with_outcomes(days_to_first_reoffence=["20", ""] * 60, custody_for_reoffence_12_months=["yes", ""] * 60)
    matched = nk.iom.match(cohort_of(frame), adjust=("prior_convictions",))
    with pytest.raises(UsageError, match="R-OF-A-PART: 'custody_for_reoffence_12_months' is known only of those"):
        nk.iom.rate(matched, outcome="custody_for_reoffence_12_months")
    with pytest.raises(UsageError, match="R-OF-A-PART: 'days_to_first_reoffence'"):
        nk.iom.frequency(matched, number="days_to_first_reoffence")


def test_a_number_that_is_known_of_nobody_is_named_and_not_filled_in() -> None:
    with pytest.raises(UsageError, match="R-MISSING: 'ogrs3' is not known of anybody"):
        nk.iom.match(cohort_of(having(ogrs3="")), adjust=("prior_convictions", "ogrs3"), impute=True)


def test_who_is_managed_must_be_said() -> None:
    with pytest.raises(UsageError, match=r"does not say who is managed under IOM\. Give it the column iom"):
        nk.iom.match(cohort_of(having().drop(columns="iom")), adjust=("prior_convictions",))


def test_a_policy_that_there_is_not_is_refused_before_any_file_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "nowhere.csv", "--out", "iom.xlsx", "--policy", "zzz"]) == UsageError.exit_code
    assert "There is no disclosure policy called 'zzz'" in capsys.readouterr().err
