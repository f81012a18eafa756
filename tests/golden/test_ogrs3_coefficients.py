"""The coefficients of OGRS3 as published, and where its public sources differ.

Sources: Howard, Francis, Soothill and Humphreys (2009), Ministry of Justice Research Summary 7/09;
NOMS-DIGITAL-STUDIO/rsr-calculator, test/OGRS3.spec.js; ministryofjustice/hmpps-arns-risk-actuarial-api at 1811fe7.
"""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING

import pytest
from tests.golden.convicted import CLOSE, people

from needskit.cohort.ogrs3 import linear_score, ogrs3
from needskit.schema import load_ogrs3, normalise

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCALE = load_ogrs3()


def test_sexual_offences_not_against_a_child_have_the_coefficient_of_oasys_unless_told_otherwise() -> None:
    # Conflict 1. 0.0328 in the mapping of OASys; 0.003276327 in rsr-calculator and in the R code. Nobody can tell from
    # outside which of them lost or gained a nought. It moves the odds by 3 per cent.
    convicted = people(offence_group=["sexual_not_child"])
    other = conflict("sexual_not_child")

    assert (linear_score(convicted) - linear_score(people())).item() == pytest.approx(0.0328, abs=CLOSE)
    found = linear_score(convicted, sexual_not_child=other) - linear_score(people())
    assert found.item() == pytest.approx(0.003276327, abs=CLOSE)
    assert 1 < math.exp(0.0328 - other) < 1.03
    low, high = ogrs3(convicted, horizon=2, sexual_not_child=other), ogrs3(convicted, horizon=2)
    assert low.item() < high.item() < low.item() + 0.01


def test_another_coefficient_of_sexual_offences_moves_no_other_group() -> None:
    groups = [group.code for group in SCALE.offence_groups if group.code != "sexual_not_child"]
    convicted = people(19, offence_group=groups)

    assert linear_score(convicted, sexual_not_child=5).tolist() == linear_score(convicted).tolist()


def test_girls_of_10_to_15_are_less_likely_to_reoffend_than_boys() -> None:
    # Conflict 2. The Kotlin service has +0.785, +0.61385 and +0.66952: girls would reoffend most of all. The other
    # programs have a minus.
    published = {11: -0.785038489, 13: -0.613852078, 15: -0.669521331}
    for age, expected in published.items():
        ages = {name: [age, age] for name in ("age_at_follow_up", "age_at_conviction", "age_at_first_sanction")}
        girl, boy = linear_score(people(2, sex=["female", "male"], **ages))
        base = linear_score(people())[0] - coefficient("male", 20)
        assert girl - base == pytest.approx(expected, abs=CLOSE)
        assert girl < boy


def test_drink_driving_lowers_the_odds_and_other_motoring_raises_them() -> None:
    # Conflict 3. In rsr-calculator the lookup of labels has drink driving at 14 and other motoring at 15, and the
    # coefficients have them the other way round. The mapping of OASys and the R code agree with these.
    drink, motoring = linear_score(people(2, offence_group=["Drink driving", "Other motoring"])) - linear_score(
        people()
    )

    assert drink == pytest.approx(-0.121439408, abs=CLOSE)
    assert motoring == pytest.approx(0.262228428, abs=CLOSE)


def test_previous_sanctions_have_no_cap_unless_one_is_given() -> None:
    # Conflict 4. rsr-calculator counts 50 previous sanctions at most; the Kotlin service counts all.
    cap = int(conflict("most_previous"))
    convicted = people(
        3,
        sanctions=[51, 52, 101],
        age_at_follow_up=[50],
        age_at_conviction=[50],
        age_at_first_sanction=[15],
    )
    at_cap, above, far_above = linear_score(convicted)

    assert cap == 50
    assert at_cap < above < far_above
    assert far_above - at_cap == pytest.approx(1.251124464 * math.log(101 / 51), abs=CLOSE)
    assert linear_score(convicted, most_previous=cap).tolist() == [at_cap] * 3


def test_every_conflict_is_named_in_the_data_with_both_sides() -> None:
    assert [each.name for each in SCALE.conflicts] == ["sexual_not_child", "girls", "motoring", "most_previous"]
    assert all(each.here and each.elsewhere for each in SCALE.conflicts)


def conflict(name: str) -> float:
    [value] = [each.alternative for each in SCALE.conflicts if each.name == name]
    assert value is not None
    return value


# Research Summary 7/09 and coefficients.json: first age of a band, males, females.
AGES = [
    (10, 0, -0.785038489),
    (12, 0.083922902, -0.613852078),
    (14, 0.075775765, -0.669521331),
    (16, -0.061594199, -0.959179629),
    (18, -0.625103618, -0.897480934),
    (21, -1.051515067, -1.028488454),
    (25, -1.166679288, -1.052777806),
    (30, -1.325976554, -1.129127959),
    (35, -1.368045933, -1.42187494),
    (40, -1.499690953, -1.524652221),
    (50, -2.025261458, -2.44983716),
]


def coefficient(sex: str, age: int) -> float:
    """Return what the published table has for an age."""
    band = [row for row in AGES if row[0] <= age][-1]
    return band[1] if sex == "male" else band[2]


@pytest.mark.parametrize("sex", ["male", "female"])
def test_every_age_from_10_to_110_has_the_coefficient_of_its_band(sex: str) -> None:
    ages = list(range(10, 111))
    convicted = people(len(ages), sex=[sex], age_at_follow_up=ages, age_at_conviction=[10], age_at_first_sanction=[10])
    rest = 1.251124464 * math.log(1 / 10) + 0.126142106

    assert linear_score(convicted) == pytest.approx([rest + coefficient(sex, age) for age in ages], abs=CLOSE)


# OGRS3.spec.js has no status but the two of convictions; the others from coefficients.json.
STATUSES = {
    "first_caution": (1, 0),
    "first_conviction": (1, 0.126142106),
    "repeat_caution": (2, 0.083100501),
    "caution_after_conviction": (2, 0.34859587),
    "repeat_conviction": (2, 0.463062792),
}


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_has_its_coefficient(status: str) -> None:
    sanctions, expected = STATUSES[status]
    known = people(sanctions=[sanctions], status=[status])
    rest = 1.251124464 * math.log(sanctions / 10) + coefficient("male", 20)

    assert linear_score(known).item() == pytest.approx(rest + expected, abs=CLOSE)
    assert {each.code for each in SCALE.statuses} == set(STATUSES)


def test_without_a_status_everybody_was_convicted() -> None:
    said = people(2, sanctions=[1, 2], status=["first_conviction", "repeat_conviction"])

    assert linear_score(people(2, sanctions=[1, 2])).tolist() == linear_score(said).tolist()


# coefficients.json, but for sexual offences not against a child (see conflict 1).
OFFENCES = {
    "Violence": 0,
    "Robbery": -0.634795912,
    "Public order": 0.181917975,
    "Sexual (not against child)": 0.0328,
    "Sexual (against child)": -0.653434071,
    "Soliciting or prostitution": 0.760608858,
    "Burglary (domestic)": -0.12394352,
    "Burglary (other)": 0.240604429,
    "Theft (non-motor)": 0.661244321,
    "Handling stolen goods": 0.351866973,
    "Fraud and forgery": 0.159910192,
    "Absconding or bail offences": 0.733378677,
    "Taking & driving away and related offences": 0.380059431,
    "Theft from vehicles": 0.427225615,
    "Other motoring": 0.262228428,
    "Drink driving and related offences": -0.121439408,
    "Criminal damage": 0.204960477,
    "Drug import/export/production": -0.795556373,
    "Drug possession/supply": 0.077165871,
    "Other offence": -0.060667525,
}


def test_every_offence_group_has_its_coefficient_by_code_and_by_label() -> None:
    by_label = linear_score(people(20, offence_group=list(OFFENCES)))
    by_code = linear_score(people(20, offence_group=[group.code for group in SCALE.offence_groups]))

    assert by_label - linear_score(people()) == pytest.approx(list(OFFENCES.values()), abs=CLOSE)
    assert by_code.tolist() == by_label.tolist()


def test_every_home_office_code_is_mapped_to_one_of_the_20_groups(real_data: Callable[[str], Path]) -> None:
    # actuarial-mapping.json of hmpps-arns-risk-actuarial-api (MIT licence, Crown copyright): weights of 4 decimals.
    with real_data("oasys/ogrs3_offence_mapping.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    weights = {group.code: group.coefficient for group in SCALE.offence_groups}
    found = {(SCALE.group_lookup[normalise(row["ogrs3_group"])], row["ogrs3_weight"]) for row in rows}
    named = {code: float(weight) for code, weight in found if code is not None}

    assert len(rows) == 3028
    # Those that want the exact offence have no group and no weight.
    assert [weight for code, weight in found if code is None] == [""]
    assert len(found) == 21
    assert named == pytest.approx(weights, abs=0.5e-4 + CLOSE)
