"""What an evaluation looks at, in which order, and what it says of itself."""

from __future__ import annotations

import inspect
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests.spec.analysis.matched_people import cohort_of, people

import needskit as nk
from needskit.cohort.comparison import Comparison
from needskit.extract.project.checked_comparison import comparison_of
from needskit.extract.project.comparison import ComparisonPart
from needskit.report.method import cautions_in
from needskit.table.figure import MORE, NEITHER

if TYPE_CHECKING:
    from needskit.report.evaluation import Evaluation

ON: dict[str, Any] = {"adjust": ("sex", "prior_convictions"), "known_only": True}


@cache
def cohort() -> nk.Cohort:
    frame = nk.synthetic_people(people=2_000, seed=1)
    return nk.read_cohort(frame, population="made-up people", as_at="2025-12-31")


def evaluated(among: nk.Cohort | None = None, **told: Any) -> Evaluation:  # noqa: ANN401 - settings of any kind
    return nk.evaluation(among or cohort(), settings=Comparison(**told))


@cache
def usual() -> Evaluation:
    return evaluated(**ON)


def keys(found: Any) -> list[str]:  # noqa: ANN401 - an evaluation or a release
    return [table.caption.key for table in getattr(found, "tables", found)]


def test_what_a_match_is_told_is_one_list_with_one_set_of_defaults() -> None:
    arguments = inspect.signature(nk.iom.match).parameters
    usual = {name: each.default for name, each in arguments.items() if name != "cohort"}
    assert Comparison().of_match == usual
    assert {each.name for each in fields(ComparisonPart)} == {each.name for each in fields(Comparison)}
    assert comparison_of(ComparisonPart()) == Comparison()
    told = inspect.signature(nk.iom.sensitivity).parameters
    assert Comparison().of_every_method == {name: told[name].default for name in Comparison().of_every_method}


def test_tables_stand_in_the_order_they_are_to_be_read() -> None:
    assert keys(evaluated(regression_to_the_mean=True, horizon_months=12, **ON)) == [
        "iom.attrition",
        "iom.tiers",
        "iom.needs",
        "iom.spells",
        "iom.profile",
        "iom.balance",
        "iom.rate",
        "iom.frequency",
        "iom.differences",
        "iom.rate_by_time",
        "iom.severity",
        "iom.custody",
        "iom.time_to_first",
        "iom.survival",
        "iom.sensitivity",
        "iom.regression_to_the_mean_for_managed_under_iom",
        "reconviction.observed_expected_for_managed_under_iom",
        "reconviction.observed_expected_recalibrated_for_managed_under_iom",
    ]


def test_what_misleads_or_does_not_fit_is_no_usual_table() -> None:
    # OGRS3 is for 24 months and reconviction here for 12; steady rates are asked for by name alone.
    assert not [key for key in keys(usual()) if "regression" in key or "expected" in key]


def test_those_expected_are_fitted_to_the_comparison() -> None:
    # Of 40 managed 24 are reconvicted and of 80 others 40, all with 72 per cent, the middle of a band: 60 against 50.
    yes = [*["yes"] * 24, *["no"] * 16], [*["yes"] * 40, *["no"] * 40]
    frame = people(sex=("f", "f"), prior_convictions=(1, 1), ogrs3=(72, 72))
    frame["reconvicted_12_months"] = [*yes[0], *yes[1]]
    tables = evaluated(cohort_of(frame), method="none", adjust=("sex",), horizon_months=12).tables
    found = {table.caption.key: table for table in tables}
    as_given, fitted = (
        found[f"reconviction.observed_expected{how}_for_managed_under_iom"] for how in ("", "_recalibrated")
    )
    assert as_given.to_frame()["ratio"][0] == pytest.approx(0.60 / 0.72)
    assert fitted.to_frame()["ratio"][0] == pytest.approx(0.60 / 0.50)
    assert any("in the comparison" in note for note in fitted.caption.notes)


def test_the_primary_outcome_comes_first_and_several_want_a_caution() -> None:
    told = {"primary_outcome": ("reoffences_12_months",), "other_outcomes": ("reconvicted_12_months",), **ON}
    found = evaluated(**told)
    rows = {table.caption.key: table.to_frame() for table in found.tables}
    assert rows["iom.differences"][["role", "outcome"]].to_numpy().tolist() == [
        ["primary", "Reoffences within 12 months"],
        ["other", "Reconvicted within 12 months"],
    ]
    # The methods are compared by the primary outcome, which they can do of a yes or no.
    assert "iom.sensitivity" not in rows
    assert "W-OUTCOMES" not in {each.code for each in found.cautions}
    both = Comparison(primary_outcome=("reconvicted_12_months", "reoffences_12_months"))
    assert "W-OUTCOMES" in {each.code for each in cautions_in(cohort(), found.matched, both)}


def test_one_outcome_alone_has_no_table_of_how_many_are_tested() -> None:
    assert "iom.differences" not in keys(evaluated(other_outcomes=(), **ON))


def two_outcomes(correction: str) -> list[list[float]]:
    """Return P values and what they say of an outcome with a difference that is just found, and of one with none."""
    frame = people(
        200,
        200,
        sex=("f", "f"),
        prior_convictions=(1, 1),
        reconvicted_12_months=[*["yes"] * 22, *["no"] * 28, *["yes"] * 17, *["no"] * 33],
        reoffences_12_months=[0, 1, 2, 3, 0, 1, 2, 3],
    )
    found = evaluated(cohort_of(frame), method="none", adjust_p=correction)
    [table] = [each for each in found.tables if each.caption.key == "iom.differences_none"]
    return table.to_frame().drop(columns=["role", "outcome", "unit"]).to_numpy(dtype=float).tolist()


def test_holm_doubles_the_smaller_of_two_p_values() -> None:
    (alone, says), (other, says_nothing) = two_outcomes("none")
    assert (says, says_nothing) == (MORE, NEITHER)
    assert 0.025 < alone < 0.05 < other
    first, second = two_outcomes("holm")
    assert first == pytest.approx([alone, MORE, 2 * alone, NEITHER])
    assert second == pytest.approx([other, NEITHER, other, NEITHER])


def test_submitted_is_a_number_given_that_those_found_are_part_of() -> None:
    found = nk.iom.attrition(nk.iom.match(cohort(), **ON), submitted=400).to_frame()
    [row] = found[found["submitted"].notna()].to_dict("records")
    assert (row["arm"], row["step"], row["submitted"]) == ("managed under IOM", "in the cohort", 400)
    assert row["estimate"] == row["count"] / 400
    with pytest.raises(nk.UsageError, match="more of them are in the extract"):
        nk.iom.attrition(nk.iom.match(cohort(), **ON), submitted=10)


def test_many_lost_before_the_extract_was_made_want_a_caution() -> None:
    lost = [cautions_in(cohort(), usual().matched, Comparison(submitted=number)) for number in (None, 400)]
    assert ["W-LOST" in {each.code for each in found} for found in lost] == [False, True]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"adjust": "sex"}, "adjust wants several names"),
        ({"primary_outcome": ("reconvicted_24_months",)}, "no outcome of this cohort called 'reconvicted_24_months'"),
        ({"primary_outcome": ("prior_convictions",)}, "R-OUTCOME-MATCHED"),
    ],
)
def test_what_cannot_be_is_refused(told: dict[str, Any], words: str) -> None:
    with pytest.raises(nk.UsageError, match=words):
        evaluated(**{**ON, **told})


@pytest.mark.parametrize("number", [1, 0])
def test_differences_want_two_outcomes(number: int) -> None:
    matched = nk.iom.match(cohort(), **ON)
    with pytest.raises(nk.UsageError, match="two outcomes or more"):
        nk.iom.differences(matched, [nk.iom.rate(matched)] * number)


def test_settings_of_the_cohort_are_taken_unless_told_otherwise() -> None:
    definitions = replace(cohort().definitions, comparison=Comparison(other_outcomes=(), **ON))
    told = replace(cohort(), definitions=definitions)
    assert "iom.frequency" not in keys(nk.evaluation(told))
    assert "iom.frequency" in keys(nk.evaluation(told, settings=Comparison(**ON)))
