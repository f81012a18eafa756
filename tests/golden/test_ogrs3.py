"""OGRS3 against the tests of the Ministry of Justice's own programs.

Sources: Howard, Francis, Soothill and Humphreys (2009), Ministry of Justice Research Summary 7/09;
NOMS-DIGITAL-STUDIO/rsr-calculator, test/OGRS3.spec.js; ministryofjustice/hmpps-arns-risk-actuarial-api at 1811fe7.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.golden.convicted import CLOSE, ONE_YEAR, TWO_YEARS, people

from needskit.cohort.ogrs3 import linear_score, ogrs3, probability, two_year_band
from needskit.schema import load_ogrs3

SCALE = load_ogrs3()


def test_a_man_of_20_with_0_to_4_previous_sanctions() -> None:
    convicted = people(5, sanctions=[1, 2, 3, 4, 5])

    assert ogrs3(convicted, horizon=1) == pytest.approx(ONE_YEAR, abs=CLOSE)
    assert ogrs3(convicted, horizon=2) == pytest.approx(TWO_YEARS, abs=CLOSE)


def test_a_woman_of_43_convicted_of_criminal_damage_at_37() -> None:
    # OGRS3.spec.js: 16.98 and 29.57 per cent, as OASys gives; further digits from its test of Oracle SQL.
    woman = people(
        sex=["female"],
        age_at_follow_up=[43],
        age_at_conviction=[37],
        age_at_first_sanction=[14],
        sanctions=[6],
        offence_group=["criminal_damage"],
    )
    one, two = (ogrs3(woman, horizon=horizon).item() for horizon in (1, 2))

    assert (round(100 * one, 2), round(100 * two, 2)) == (16.98, 29.57)
    # That Oracle test rounds the intercepts, and them alone, to 1.40256 and 2.1217, so that its sixth decimal differs.
    oracle = [0.1698175324237223856, 0.2957162404363142215]
    assert probability(linear_score(woman).item() + np.array([1.40256, 2.1217])) == pytest.approx(oracle, abs=CLOSE)
    assert [one, two] == pytest.approx(oracle, abs=2e-6)
    # The same file: the formula with coefficients of nine decimals.
    z = 1.251124464 * math.log(6 / 33) + 0.463062792 - 1.524652221 + 0.204960477
    formula = [1 / (1 + math.exp(-(intercept + z))) for intercept in (1.402562384, 2.121705678)]
    assert [one, two] == pytest.approx(formula, abs=CLOSE)


@pytest.mark.parametrize(("z", "published"), [(-2.776835807, (0.20193, 0.34183)), (0, (0.80259, 0.89299))])
def test_the_intercepts_are_those_of_the_oasys_spreadsheet(z: float, published: tuple[float, float]) -> None:
    # As z = 0 shows, that spreadsheet rounds the intercepts to 1.40256 and 2.1217; its results have five decimals.
    assert probability([1.40256 + z, 2.1217 + z]).round(5).tolist() == list(published)
    ours = [probability(SCALE.intercept(horizon) + z).item() for horizon in (1, 2)]
    assert ours == pytest.approx(published, abs=0.5e-5 + 1e-6)


@pytest.mark.parametrize(
    ("ages", "offence", "published"),
    [
        # OGRS3RiskProducerServiceTest.kt: age at follow-up, at conviction, at first sanction; per cent as shown.
        ((60, 59, 47), "soliciting", (8, 16)),
        ((30, 30, 21), "fraud", (11, 20)),
        ((30, 30, 21), "other", (9, 17)),
    ],
)
def test_men_with_one_earlier_sanction_have_the_per_cent_of_the_service(
    ages: tuple[int, int, int], offence: str, published: tuple[int, int]
) -> None:
    man = people(
        age_at_follow_up=[ages[0]],
        age_at_conviction=[ages[1]],
        age_at_first_sanction=[ages[2]],
        sanctions=[2],
        offence_group=[offence],
    )

    assert tuple(math.floor(100 * ogrs3(man, horizon=horizon).item() + 0.5) for horizon in (1, 2)) == published


@pytest.mark.parametrize(
    ("per_cent", "band"),
    [
        *((0, "low"), (1, "low"), (49, "low"), (49.49, "low")),
        *((49.51, "medium"), (50, "medium"), (74, "medium"), (74.49, "medium")),
        *((74.51, "high"), (75, "high"), (89, "high"), (89.49, "high")),
        *((89.51, "very_high"), (90, "very_high"), (99, "very_high"), (100, "very_high")),
    ],
)
def test_a_band_starts_at_its_whole_per_cent(per_cent: float, band: str) -> None:
    [place] = two_year_band([per_cent / 100])

    assert SCALE.risk_bands[place].code == band


def test_a_probability_is_neither_rounded_nor_kept_within_1_and_99_per_cent() -> None:
    # Operational systems show 0 per cent as 1, and 100 as 99. A sum over a cohort must not.
    ages = {"age_at_follow_up": [110, 20], "age_at_conviction": [110, 20], "age_at_first_sanction": [10, 20]}
    least, most = ogrs3(people(2, **ages, sanctions=[1, 100], offence_group=["drug_import", "soliciting"]), horizon=2)

    assert 0 < least < 0.005
    assert 0.995 < most < 1
