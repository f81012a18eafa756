"""Lay the made-up people out as a flat extract: the standard columns in order, every value as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.synthetic import draws, margins
from needskit.synthetic.needs import Needs, draw_needs
from needskit.synthetic.offending import draw_history, draw_outcome, draw_register, draw_severity
from needskit.synthetic.people import (
    ADULT_OFFENDER_AGE,
    Homes,
    When,
    draw_ages,
    draw_homes,
    draw_traits,
    draw_when,
)
from needskit.synthetic.services import COMPLETED, SERVICES, draw_support
from needskit.synthetic.spells import Spells, draw_adult_spells, draw_youth_spells
from needskit.synthetic.text import iso_days, numbers, words, yes_no
from needskit.synthetic.youth import Youth, draw_youth

if TYPE_CHECKING:
    import datetime as dt

    from needskit.synthetic.arrays import Flags, Integers, Words
    from needskit.synthetic.offending import History, Outcome, Register, Severity
    from needskit.synthetic.people import Traits


def lay_out(*, people: int, seed: int, as_at: dt.date, id_prefix: str) -> dict[str, Words]:
    """Draw everything in turn and put it in words; `needskit.synthetic.synthetic_people` says what it is.

    Parameters
    ----------
    people
        1 or more.
    seed
        0 or more.
    as_at
        The day the extract is drawn.
    id_prefix
        What every identifier starts with.

    Returns
    -------
    dict
        The words of each column by its name, in the order of the schema `people`.

    Examples
    --------
    >>> import datetime as dt
    >>> words_by_column = lay_out(people=2, seed=1, as_at=dt.date(2025, 12, 31), id_prefix="SYNTHETIC-")
    >>> words_by_column["person_id"].tolist()
    ['SYNTHETIC-0000001', 'SYNTHETIC-0000002']
    """
    # Each part has its own stream by number: add parts at the end, never renumber.
    drawn_on = np.array([as_at], dtype="datetime64[D]")
    ages = draw_ages(draws.stream(seed, part=0), people=people)
    when = draw_when(draws.stream(seed, part=1), ages=ages, as_at=as_at)
    traits = draw_traits(draws.stream(seed, part=2), ages=ages)
    homes = draw_homes(draws.stream(seed, part=3), traits=traits)
    sentence = _draw_sentence(draws.stream(seed, part=4), traits=traits, ages=ages)
    needs = draw_needs(draws.stream(seed, part=5), traits=traits, when=when, sentence=sentence)
    register = draw_register(draws.stream(seed, part=6), traits=traits, when=when, as_at=drawn_on)
    history = draw_history(draws.stream(seed, part=7), traits=traits, when=when, iom=register.iom)
    outcome = draw_outcome(draws.stream(seed, part=8), traits=traits, when=when, homes=homes)
    youth = draw_youth(draws.stream(seed, part=9), traits=traits, when=when, as_at=drawn_on)
    severity = draw_severity(draws.stream(seed, part=16), traits=traits, outcome=outcome)
    return (
        {"person_id": _identifiers(id_prefix, people=people)}
        | _when_columns(when)
        | _who_columns(draws.stream(seed, part=10), traits=traits, homes=homes, sentence=sentence)
        | _history_columns(draws.stream(seed, part=11), history=history)
        | _home_columns(homes)
        | _register_columns(register)
        | _need_columns(needs)
        | _before_columns(draws.stream(seed, part=12), history=history)
        | _outcome_columns(outcome, severity, when=when)
        | _youth_columns(youth)
    )


def lay_out_spells(*, people: int, seed: int, as_at: dt.date, id_prefix: str) -> dict[str, dict[str, Words]]:
    """Draw the linked records of the same people; `needskit.synthetic.synthetic_spells` says what they are.

    Examples
    --------
    >>> import datetime as dt
    >>> spells = lay_out_spells(people=2, seed=1, as_at=dt.date(2025, 12, 31), id_prefix="SYNTHETIC-")
    >>> list(spells["services"])
    ['person_id', 'service', 'referred_date', 'start_date', 'end_date', 'completed']
    """
    drawn_on = np.array([as_at], dtype="datetime64[D]")
    ages = draw_ages(draws.stream(seed, part=0), people=people)
    when = draw_when(draws.stream(seed, part=1), ages=ages, as_at=as_at)
    traits = draw_traits(draws.stream(seed, part=2), ages=ages)
    youth = draw_youth(draws.stream(seed, part=9), traits=traits, when=when, as_at=drawn_on)
    names = _identifiers(id_prefix, people=people)
    support = draw_support(draws.stream(seed, part=15), when=when, youth=youth, as_at=drawn_on)
    return {
        "youth": _spell_columns(
            names, draw_youth_spells(draws.stream(seed, part=13), when=when, youth=youth, as_at=drawn_on)
        ),
        "adult": _spell_columns(
            names, draw_adult_spells(draws.stream(seed, part=14), when=when, youth=youth, as_at=drawn_on)
        ),
        "services": {
            "person_id": names[support.person],
            "service": words(support.service, SERVICES),
            "referred_date": iso_days(support.referred),
            "start_date": iso_days(support.start),
            "end_date": iso_days(support.end),
            "completed": words(support.completed, COMPLETED),
        },
    }


def _identifiers(prefix: str, *, people: int) -> Words:
    return np.array([f"{prefix}{place:07d}" for place in range(1, people + 1)], dtype=np.object_)


def _spell_columns(names: Words, spells: Spells) -> dict[str, Words]:
    return {
        "person_id": names[spells.person],
        "start_date": iso_days(spells.start),
        "end_date": iso_days(spells.end),
    }


def _draw_sentence(rng: np.random.Generator, *, traits: Traits, ages: Integers) -> Integers:
    """Give longer sentences to people with more behind them; none of 4 years or more before the age of 21."""
    score = 0.4 * traits.offending + rng.standard_normal(ages.size)
    band = draws.from_shares(score, tuple(margins.SENTENCE_BANDS.values()))
    longest_when_young = list(margins.SENTENCE_BANDS).index("custody_1_to_4_years")
    return np.where(ages < ADULT_OFFENDER_AGE, np.minimum(band, longest_when_young), band)


def _when_columns(when: When) -> dict[str, Words]:
    return {
        "index_date": iso_days(when.index_date),
        "date_of_birth": iso_days(when.date_of_birth),
        "age": numbers(when.age),
    }


def _who_columns(rng: np.random.Generator, *, traits: Traits, homes: Homes, sentence: Integers) -> dict[str, Words]:
    people = sentence.size
    everyone = np.ones(people, dtype=np.bool_)
    ethnicity_blank = draws.quota(rng.random(people), share=margins.SHARE_ETHNICITY_NOT_KNOWN, among=everyone)
    district_blank_share = np.where(
        homes.homeless, margins.SHARE_DISTRICT_NOT_KNOWN_HOMELESS, margins.SHARE_DISTRICT_NOT_KNOWN
    )
    harm = 0.4 * traits.severity + 0.3 * sentence + rng.standard_normal(people)
    return {
        "sex": words(draws.pick(rng, tuple(margins.SEX.values()), people=people), margins.SEX),
        "ethnicity": words(
            draws.pick(rng, tuple(margins.ETHNICITY.values()), people=people),
            margins.ETHNICITY,
            known=~ethnicity_blank,
        ),
        "district": words(
            draws.pick(rng, tuple(margins.DISTRICTS.values()), people=people),
            margins.DISTRICTS,
            known=rng.random(people) >= district_blank_share,
        ),
        "sentence_band": words(
            sentence,
            margins.SENTENCE_BANDS,
            known=_kept(rng, margins.SHARE_SENTENCE_NOT_KNOWN, people=people),
        ),
        "risk_of_harm": words(
            draws.from_shares(harm, tuple(margins.RISK_OF_HARM.values())),
            margins.RISK_OF_HARM,
            known=_kept(rng, margins.SHARE_RISK_OF_HARM_NOT_KNOWN, people=people),
        ),
    }


def _history_columns(rng: np.random.Generator, *, history: History) -> dict[str, Words]:
    people = history.ogrs.size
    return {
        "ogrs3": numbers(history.ogrs, known=_kept(rng, margins.SHARE_OGRS_NOT_KNOWN, people=people)),
        "prior_convictions": numbers(
            history.prior_convictions, known=_kept(rng, margins.SHARE_PRIORS_NOT_KNOWN, people=people)
        ),
    }


def _home_columns(homes: Homes) -> dict[str, Words]:
    names = margins.ACCOMMODATION
    return {
        "accommodation_before_custody": words(homes.before, names, known=homes.before_known),
        "accommodation_on_release": words(homes.release, names, known=homes.release_known),
        "accommodation_at_3_months": words(homes.three_months, names, known=homes.three_months_known),
    }


def _register_columns(register: Register) -> dict[str, Words]:
    return {
        "iom": yes_no(register.iom),
        "iom_tier": words(register.tier, margins.IOM_TIERS, known=register.iom),
        "iom_start": iso_days(register.start, known=register.iom),
        "iom_end": iso_days(register.end, known=register.iom & register.ended),
    }


def _need_columns(needs: Needs) -> dict[str, Words]:
    return (
        {
            "assessed": yes_no(needs.assessed),
            "assessment_date": iso_days(needs.assessment_date, known=needs.assessed),
        }
        | {
            f"need_{name}": yes_no(needs.has_need[:, place], known=needs.answered[:, place])
            for place, name in enumerate(margins.NEEDS)
        }
        | {"mental_health": yes_no(needs.mental_health, known=needs.mental_health_known)}
    )


def _before_columns(rng: np.random.Generator, *, history: History) -> dict[str, Words]:
    known = _kept(rng, margins.SHARE_BEFORE_NOT_KNOWN, people=history.ogrs.size)
    return {
        "offences_before_12_months": numbers(history.offences_before, known=known),
        "reconvicted_before_12_months": yes_no(history.offences_before > 0, known=known),
        "days_in_custody_before_12_months": numbers(history.custody_before, known=known),
    }


def _outcome_columns(outcome: Outcome, severity: Severity, *, when: When) -> dict[str, Words]:
    seen = when.followed_up
    again = seen & outcome.reconvicted
    reoffences = np.where(outcome.reconvicted, outcome.reoffences, 0)
    return {
        "reconvicted_12_months": yes_no(outcome.reconvicted, known=seen),
        "reoffences_12_months": numbers(reoffences, known=seen),
        "days_to_first_reoffence": numbers(outcome.days_to_first, known=again),
        "custody_for_reoffence_12_months": yes_no(severity.custody, known=again),
        "court_of_first_reoffence_12_months": words(severity.court, margins.COURTS, known=again),
        "days_in_custody_12_months": numbers(outcome.custody, known=seen),
        "follow_up_end": iso_days(when.last_day_seen),
    }


def _youth_columns(youth: Youth) -> dict[str, Words]:
    return {
        "known_to_youth_services": yes_no(youth.known, known=youth.recorded),
        "youth_service_end": iso_days(youth.youth_end, known=youth.youth_end_recorded),
        "adult_service_start": iso_days(youth.adult_start, known=youth.adult_start_recorded),
    }


def _kept(rng: np.random.Generator, share_not_known: float, *, people: int) -> Flags:
    return rng.random(people) >= share_not_known
