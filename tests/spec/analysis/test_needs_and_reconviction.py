"""Needs and reconviction: only of people followed up in full; trend and model are those of statsmodels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep
from tests.spec.analysis.shown import figures, row, rows

import needskit as nk

if TYPE_CHECKING:
    from needskit.table.table import Table

Read = Callable[..., nk.Cohort]

ANALYSES = (nk.needs.reconviction, nk.overlap.reconviction, nk.overlap.reconviction_adjusted)
FIGURES = ["odds_ratio", "odds_ratio_lower", "odds_ratio_upper", "p_value"]
FOUR = ("count", "out_of", "against_count", "against_out_of", "not_known")

# Followed to the day before the index date comes round again is followed up in full.
PEOPLE = """
    person_id | sex | index_date | follow_up_end | need_drugs | need_alcohol | reconvicted_12_months
    1         | f   | 2024-03-10 | 2025-03-09    | yes        | yes          | yes
    2         | f   | 2024-03-10 | 2025-03-08    | yes        | yes          | yes
    3         | m   | 2024-03-10 | 2025-06-01    | yes        | no           | no
    4         | m   | 2024-03-10 | 2025-06-01    | no         | no           | yes
    5         | m   | 2024-03-10 | 2025-06-01    | no         |              | no
    6         | m   | 2024-03-10 | 2025-06-01    | yes        | yes          |
    7         | m   | 2024-03-10 |               | no         | no           | yes
    8         | m   | 2024-03-10 | 2025-06-01    |            |              | yes
    """


def test_with_and_without_a_need_only_those_followed_up_in_full_are_counted(read: Read) -> None:
    found = figures(nk.needs.reconviction(read(PEOPLE)), *FOUR)
    # With drugs: 1 and 3; 2 is a day short and of 6 the outcome is not known. Without: 4 and 5, not 7.
    assert found["Drug misuse"] == [1, 2, 1, 2, 2]
    assert found["Alcohol misuse"] == [1, 1, 1, 2, 2]


def test_by_number_of_needs_only_those_followed_up_in_full_are_counted(read: Read) -> None:
    found = figures(nk.overlap.reconviction(read(PEOPLE)), "count", "out_of", "not_known")
    assert found == {"0": [1, 1, 1], "1": [0, 1, 0], "2": [1, 1, 2], "all": [2, 3, 3], "trend": [2, 3, -1]}


def test_where_the_extract_does_not_say_who_was_followed_up_the_notes_do(read: Read) -> None:
    cohort = read("person_id | need_drugs | reconvicted_12_months\n1 | yes | yes\n2 | no | no\n3 | no |")
    table = nk.needs.reconviction(cohort)
    assert figures(table, *FOUR)["Drug misuse"] == [1, 1, 0, 1, 0]
    assert table.caption.notes[0].startswith("The extract does not say who was followed up in full")
    followed = nk.needs.reconviction(read(PEOPLE)).caption.notes[0]
    assert followed == "Whoever is not yet followed up in full is in no figure: too early is not a no."


def test_the_difference_and_its_limits_are_newcombes(read: Read) -> None:
    answers = [("yes", "yes")] * 24 + [("yes", "no")] * 16 + [("no", "yes")] * 12 + [("no", "no")] * 48
    frame = pd.DataFrame(answers, columns=["need_drugs", "reconvicted_12_months"])
    frame = frame.assign(person_id=[str(number) for number in range(100)])
    found = row(nk.needs.reconviction(read(frame)), need="Drug misuse")
    assert (found["estimate"], found["against_estimate"]) == (0.6, 0.2)
    assert found["difference"] == pytest.approx(0.4)
    reference = confint_proportions_2indep(24, 40, 12, 60, method="newcomb")
    assert (found["difference_lower"], found["difference_upper"]) == pytest.approx(reference)


@pytest.mark.parametrize("analysis", ANALYSES[:2])
def test_a_group_that_nobody_is_in_keeps_its_rows(read: Read, analysis: Callable[..., Table]) -> None:
    table = analysis(read(PEOPLE), by="sex")
    others = rows(table, sex="Other")
    assert others["count"].fillna(0).tolist() == [0] * len(others)
    assert others["estimate"].isna().all()
    women = analysis(read(PEOPLE).where("women", sex="female"))
    assert women.caption.key.endswith("reconviction_for_women")
    count_and_out_of = rows(table, sex="Female")[["count", "out_of"]].to_numpy().tolist()
    assert women.to_frame()[["count", "out_of"]].to_numpy().tolist() == count_and_out_of


def made_up(
    people: int, *, ages: tuple[str, ...] = ("16", "17", "19", "24", "25", "60"), seed: int = 3
) -> pd.DataFrame:
    """Return people of whom those with more needs, and the younger, are reconvicted more often."""
    chance = np.random.default_rng(seed)
    needs = chance.random((people, 3)) < 0.5
    age = chance.choice(ages, size=people)
    prior = chance.choice(["0", "1", "6", "7", "30"], size=people)
    odds = -1.2 + 0.4 * needs.sum(axis=1) + 0.5 * (age < "25") + 0.3 * (prior != "0")
    return pd.DataFrame(
        {
            "person_id": [f"P{number:04d}" for number in range(people)],
            "sex": chance.choice(["female", "male", "other", ""], p=[0.3, 0.6, 0.05, 0.05], size=people),
            "age": age,
            "prior_convictions": prior,
            **{
                name: np.where(chance.random(people) < 0.03, "", np.where(has, "yes", "no"))
                for name, has in zip(("need_drugs", "need_alcohol", "need_thinking"), needs.T, strict=True)
            },
            "reconvicted_12_months": np.where(chance.random(people) < 1 / (1 + np.exp(-odds)), "yes", "no"),
        }
    )


def complete(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the people of whom everything is known, with their number of needs and outcome as numbers."""
    needs = frame[["need_drugs", "need_alcohol", "need_thinking"]]
    known = frame[(needs != "").all(axis=1)]
    yes = (known["reconvicted_12_months"] == "yes").astype(float)
    return known.assign(number=(needs == "yes").sum(axis=1), yes=yes)


def test_the_trend_is_that_of_a_line_through_all_people(read: Read) -> None:
    frame = made_up(600)
    found = row(nk.overlap.reconviction(read(frame)), number_of_needs="trend")
    known = complete(frame)
    line = sm.OLS(known["yes"], sm.add_constant(known["number"].astype(float))).fit()
    assert found["estimate"] == pytest.approx(line.params["number"], abs=1e-9)
    cells = known.groupby("number")["yes"].agg(["size", "sum"])
    size, yes = cells["size"].to_numpy(), cells["sum"].to_numpy()
    counts = np.column_stack([size - yes, yes])
    test = sm.stats.Table(counts, shift_zeros=False).test_ordinal_association()
    # statsmodels divides by one person less.
    z = test.zscore * (len(known) / (len(known) - 1)) ** 0.5
    assert found["p_value"] == pytest.approx(2 * float(norm.sf(abs(z))), rel=1e-6)
    assert (found["count"], found["out_of"]) == (known["yes"].sum(), len(known))


def design_of(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Return the terms of the model and the outcome, a row a person."""
    known = complete(frame)
    known = known[known["sex"].isin(["female", "male"])]
    age, prior = known["age"].astype(int), known["prior_convictions"].astype(int)
    terms = {
        "one need more": known["number"],
        "aged 10 to 17, against 25 and over": age.between(10, 17),
        "aged 18 to 24, against 25 and over": age.between(18, 24),
        "female, against male": known["sex"].eq("female"),
        "1 to 6 previous convictions, against no previous conviction": prior.between(1, 6),
        "7 or more, against no previous conviction": prior.ge(7),
    }
    return sm.add_constant(pd.DataFrame(terms).astype(float), has_constant="add"), known["yes"]


def assert_that_of_statsmodels(shown: pd.DataFrame, design: pd.DataFrame, yes: pd.Series) -> None:
    fit = sm.GLM(yes, design, family=sm.families.Binomial()).fit(tol=1e-12)
    limits = np.exp(fit.conf_int())
    for term in design.columns.drop("const"):
        reference = np.exp(fit.params[term]), *limits.loc[term], fit.pvalues[term]
        [found] = shown.loc[shown["term"] == term, FIGURES].astype(float).to_numpy()
        assert found == pytest.approx(reference, abs=1e-6), term
    assert set(shown["out_of"]) == {len(yes)}
    assert set(shown["count"]) == {yes.sum()}


def test_the_adjusted_model_is_that_of_statsmodels_on_single_people(read: Read) -> None:
    frame = made_up(900)
    [table] = nk.release(nk.overlap.reconviction_adjusted(read(frame)), policy="none")
    design, yes = design_of(frame)
    assert_that_of_statsmodels(table.to_frame(), design, yes)
    alone = sm.GLM(yes, design[["const", "one need more"]], family=sm.families.Binomial()).fit(tol=1e-12)
    crude = table.to_frame()["crude_odds_ratio"].astype(float)
    assert crude[0] == pytest.approx(np.exp(alone.params["one need more"]), abs=1e-6)
    assert crude[1:].isna().all()


def test_a_group_that_nobody_is_in_has_no_odds_ratio_and_takes_none_from_the_others(read: Read) -> None:
    frame = made_up(600, ages=("19", "24", "25", "60"))
    shown = nk.overlap.reconviction_adjusted(read(frame)).to_frame()
    nobody = "aged 10 to 17, against 25 and over"
    assert shown.set_index("term").loc[nobody, ["odds_ratio", "p_value"]].isna().all()
    design, yes = design_of(frame)
    assert_that_of_statsmodels(shown, design.drop(columns=nobody), yes)


def test_of_one_sex_or_one_age_the_model_adjusts_for_the_rest(read: Read) -> None:
    frame = made_up(900)
    women = nk.overlap.reconviction_adjusted(read(frame).where("women", sex="female")).to_frame()
    design, yes = design_of(frame[frame["sex"] == "female"])
    assert_that_of_statsmodels(women, design.drop(columns="female, against male"), yes)
    # Against 25 and over nothing can be said where nobody is; of the number of needs all the same.
    young = nk.overlap.reconviction_adjusted(read(frame).where("aged up to 24", age=(None, 24))).to_frame()
    by_term = young.set_index("term")["odds_ratio"]
    ages = [term for term in by_term.index if term.startswith("aged")]
    assert by_term[ages].isna().all()
    design, yes = design_of(frame[frame["age"] < "25"])
    fit = sm.GLM(yes, design.drop(columns=ages[0]), family=sm.families.Binomial()).fit(tol=1e-12)
    assert by_term["one need more"] == pytest.approx(np.exp(fit.params["one need more"]), abs=1e-6)


def test_whoever_is_not_followed_up_in_full_is_not_in_the_model(read: Read) -> None:
    frame = made_up(600).assign(index_date="2024-03-10", follow_up_end="2025-06-01")
    early = frame.assign(follow_up_end="2025-03-08", person_id=frame["person_id"] + "X", reconvicted_12_months="yes")
    first = nk.overlap.reconviction_adjusted(read(frame)).to_frame()
    second = nk.overlap.reconviction_adjusted(read(pd.concat([frame, early]))).to_frame()
    assert (second["not_known"] - first["not_known"] == 600).all()
    pd.testing.assert_frame_equal(first.drop(columns="not_known"), second.drop(columns="not_known"))


def test_too_few_reconvicted_for_its_terms_and_the_model_is_withheld(read: Read) -> None:
    [table] = nk.release(nk.overlap.reconviction_adjusted(read(made_up(60, seed=4))))
    assert table.to_frame()["odds_ratio"].isna().all()
    assert all("odds_ratio" in cell.withheld for cell in table.cells)


@pytest.mark.parametrize("analysis", ANALYSES)
def test_rows_for_several_people_count_as_those_people(read: Read, analysis: Callable[..., Table]) -> None:
    frame = made_up(300)
    groups = frame.drop(columns="person_id").value_counts().reset_index(name="people").astype("str")
    pd.testing.assert_frame_equal(analysis(read(frame)).to_frame(), analysis(read(groups)).to_frame())


@pytest.mark.parametrize("analysis", ANALYSES)
def test_an_outcome_that_is_not_there_is_refused(read: Read, analysis: Callable[..., Table]) -> None:
    without = read("person_id | sex | need_drugs\n1 | f | yes")
    with pytest.raises(nk.UsageError, match=r"read from 'reconvicted_12_months', and this extract does not hold it"):
        analysis(without)
    with pytest.raises(nk.UsageError, match=r"read from 'sex', and this extract does not hold it as a yes or no"):
        analysis(without, outcome="sex")
    with pytest.raises(nk.UsageError, match="None of the needs"):
        analysis(read("person_id | reconvicted_12_months\n1 | yes"))


def test_a_model_wants_something_to_adjust_for(read: Read) -> None:
    with pytest.raises(nk.UsageError, match="adjusts for age, sex or prior convictions, and this extract holds none"):
        nk.overlap.reconviction_adjusted(read("person_id | need_drugs | reconvicted_12_months\n1 | yes | yes"))


def test_another_yes_or_no_can_be_the_outcome(read: Read) -> None:
    cohort = read("person_id | need_drugs | reconvicted_before_12_months\n1 | yes | yes\n2 | no | no")
    found = figures(nk.needs.reconviction(cohort, outcome="reconvicted_before_12_months"), *FOUR)
    assert found["Drug misuse"] == [1, 1, 0, 1, 0]
