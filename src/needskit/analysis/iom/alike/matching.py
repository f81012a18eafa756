"""Who is set beside whom: people managed under IOM, and people like them who are not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.analysis.answers import YES
from needskit.analysis.iom.alike.arms import NOT_NOW, OTHERS, TREATED, USUAL, Arms, with_arms
from needskit.analysis.iom.alike.asked import FEWEST, FEWEST_EVER, Asked
from needskit.analysis.iom.alike.cautions import Facts, cautions_of
from needskit.analysis.iom.alike.covariates import Covariate, covariates_of, usual_in
from needskit.analysis.iom.alike.followed import refuse_immature
from needskit.analysis.iom.alike.how import How, weighted
from needskit.analysis.iom.alike.likeness import likeness_of
from needskit.analysis.iom.alike.matched import Matched
from needskit.analysis.iom.alike.refusal import refuse, refuse_groups
from needskit.analysis.iom.alike.terms import (
    Models,
    Values,
    known_in_full,
    refuse_missing,
    values_of,
    with_somebody_alike,
)
from needskit.analysis.iom.at_any_time import AT_ANY_TIME, has_iom_spells, with_at_any_time
from needskit.analysis.outcome import followed_up_in
from needskit.cohort.provenance import Stated
from needskit.stats.matching import Matched as Weighted
from needskit.table.whom import Attribute, Implied
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from needskit.cohort.cohort import Cohort
    from needskit.cohort.settings import Wanted
    from needskit.stats.ways import Method, Scale

    Flags = npt.NDArray[np.bool_]

NO_MODEL = frozenset({"exact", "none"})
"""Methods for which a number need not be known, and nobody is left out for being like nobody."""


def match(  # noqa: PLR0913 - each is one thing that a match depends on, named at the call
    cohort: Cohort,
    *,
    treated: Mapping[str, Wanted] | None = None,
    comparison: Mapping[str, Wanted] | None = None,
    called: str | None = None,
    adjust: Sequence[str] | None = None,
    numbers: Sequence[str] = (),
    method: Method = "radius",
    caliper: float | None = 0.2,
    caliper_scale: Scale = "logit_sd",
    each: int = 1,
    again: bool = False,
    exactly: Sequence[str] = (),
    impute: bool = False,
    known_only: bool = False,
    never_managed: bool = False,
    min_people: int = FEWEST,
) -> Matched:
    """Who, of those not managed under IOM, is like those who are?

    Looked at is whoever is followed up in full, where the extract says who is, and of whom it is known whether they are
    managed. A logistic model without a penalty says how likely each was to be managed, given what is known of them
    before; those as likely stand for each other. Somebody with a characteristic that nobody of the other arm has is
    not matched. A characteristic that is not known is a level of its own. People are alike in what is matched on, and
    may differ in anything else.

    Parameters
    ----------
    cohort
        Of both arms: not narrowed to those managed.
    treated, comparison
        Conditions of either arm as ``Cohort.where`` takes them; ``{"iom": True}``, and whoever is known not to meet
        them, unless told otherwise.
    called
        What those treated are called, where no column of yes or no says it.
    adjust
        Columns and breakdowns to match on, none of them measured after the index date: sex, age, ethnicity, sentence,
        earlier offending, OGRS3 and needs, as far as the extract holds them, unless told otherwise.
    numbers
        Columns of the analyst's own that are numbers, to match on besides.
    method
        "radius": all within the caliper share the weight; "nearest"; "full": everybody in a set with the nearest, with
        the least distance within sets; "exact": the same in all, numbers by bands; "subclass": fifths of the
        probability; "weights": everybody by their odds; "entropy": everybody by weights under which the means agree;
        "none": everybody as they are.
    caliper, caliper_scale
        How far apart people may be, in standard deviations of the logit ("logit_sd") or of the probability ("ps_sd"),
        or in the probability itself ("ps"); for "nearest" None is any distance.
    each, again
        Of "nearest": how many stand for each, and whether one may stand for several.
    exactly
        Columns and breakdowns that people must be the same in; they are matched on besides.
    impute, known_only
        What is done where a number is not known: fill in the median beside a term for those, or leave them out.
    never_managed
        Whether the comparison is only of those known never to have been managed under IOM up to the date of the
        extract, by its spells.
    min_people
        Fewest people matched in an arm, 10 or more.

    Raises
    ------
    UsageError
        If people cannot be matched, with a code such as ``R-SEPARATION`` and what to do; or an argument is off.

    References
    ----------
    Rosenbaum and Rubin (1983), Biometrika 70, 41-55; Austin (2011), Pharmaceutical Statistics 10, 150-161; Dehejia and
    Wahba (2002), Review of Economics and Statistics 84, 151-161; Hansen (2004), Journal of the American Statistical
    Association 99, 609-618.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> match(cohort, adjust=("sex", "age", "ogrs3"), known_only=True).estimand
    'the effect on those managed under IOM that are matched'
    """
    how = How(method, caliper, caliper_scale, each, again, tuple(exactly), impute, known_only)
    asked = Asked(treated, comparison, called, adjust, numbers, min_people, never_managed)
    return match_by(cohort, asked, how, models=Models())


def match_by(cohort: Cohort, asked: Asked, how: How, *, models: Models) -> Matched:
    """Who is like those treated, by one method of several that share their models?

    Parameters
    ----------
    cohort
        Of both arms.
    asked
        What does not depend on the method.
    how
        The method.
    models
        Of this cohort and what is asked, fitted so far.

    Raises
    ------
    UsageError
        As ``match`` does.
    """
    refuse_groups(cohort, asked, (*usual_in(cohort), *how.exactly))
    adjust, comparison = asked.adjust, asked.comparison
    if asked.never_managed or has_iom_spells(cohort):
        cohort = with_at_any_time(cohort)
    if asked.never_managed:
        comparison = {**(NOT_NOW if comparison is None else comparison), AT_ANY_TIME: False}
    arms = with_arms(cohort, USUAL if asked.treated is None else asked.treated, comparison, asked.called)
    names = (
        *(usual_in(cohort) if adjust is None else adjust),
        *(name for name in how.exactly if name not in (adjust or ())),
    )
    found_in, covariates = covariates_of(
        arms.cohort, tuple(dict.fromkeys(names)) if adjust is None else names, numbers=asked.numbers, told_by=arms.asked
    )
    arms = replace(arms, cohort=found_in)
    values = values_of(found_in, covariates)
    looked_at = _looked_at(arms, values, how)
    could_be, found = _weighted(arms, values, how, looked_at, models)
    if min(found.treated, found.comparison) < asked.min_people:
        words = (
            f"Fewer than {asked.min_people} are matched in an arm. Widen the caliper, match on less, or ask for more"
            + (
                f"; min_people (--min-people) may be as low as {FEWEST_EVER}."
                if asked.min_people > FEWEST_EVER
                else "."
            )
        )
        refuse(f"R-MATCHED<{FEWEST}", words)
    return _matched(arms, values, how, looked_at, could_be, found, by_default=adjust is None and not asked.numbers)


def _looked_at(arms: Arms, values: Sequence[Values], how: How) -> Flags:
    """Return who of both arms is followed up in full, and known enough of."""
    found: Flags = arms.codes <= OTHERS
    refuse_immature(arms.cohort, found)
    for name, answers in followed_up_in(arms.cohort):
        found = found & arms.cohort.people[name].isin(list(answers)).to_numpy(dtype=bool)
    if how.known_only:
        found = found & known_in_full(values)
    elif how.method not in NO_MODEL:
        refuse_missing(values, found, impute=how.impute)
    for place in (TREATED, OTHERS):
        if not (found & (arms.codes == place)).any():
            words = (
                f"None of the arm '{arms.attribute.answers[place]}' is followed up and known enough of. Match on "
                "less, or ask for earlier index dates."
            )
            refuse("R-ARM<10", words)
    return found


def _weighted(
    arms: Arms, values: Sequence[Values], how: How, looked_at: Flags, models: Models
) -> tuple[Flags, Weighted]:
    """Return who has somebody alike, and how much each of all people counts."""
    treated = arms.codes == TREATED
    alike = looked_at if how.method in NO_MODEL else with_somebody_alike(values, treated, looked_at)
    kept, ours = [each.of(alike) for each in values], treated[alike]
    among = weighted(how, kept, ours, lambda: models.of(kept, ours, among=alike, impute=how.impute))
    weights, group = np.zeros(len(treated)), np.full(len(treated), -1, dtype=np.intp)
    rows = np.flatnonzero(alike)
    weights[alike] = among.weights
    # Groups are named by the row of somebody among those matched; by that of all people here.
    group[alike] = among.group if how.method in {"exact", "subclass", "none"} else _of_all(among.group, rows)
    return alike, Weighted(weights, treated, group)


def _of_all(group: npt.NDArray[np.intp], rows: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    return np.where(group >= 0, rows[np.maximum(group, 0)], -1)


def _matched(
    arms: Arms,
    values: Sequence[Values],
    how: How,
    looked_at: Flags,
    could_be: Flags,
    found: Weighted,
    *,
    by_default: bool,
) -> Matched:
    """Return the match with its attributes, its words and what to be careful of."""
    covariates = tuple(each.covariate for each in values)
    treated, others = arms.codes == TREATED, arms.codes == OTHERS
    likeness = likeness_of(values, treated, looked_at, found.weights)
    all_matched = found.treated == int((treated & looked_at).sum())
    usual = by_default and how == How() and arms.attribute.name == "arm" and not arms.cohort.among
    on = ", ".join(inside_a_sentence(each.label) for each in covariates)
    # One name always stands for one match: another part of the people, or another way, is another.
    told = (arms.cohort.among, arms.attribute.name, how.in_words, f"on {', '.join(each.name for each in covariates)}")
    name = "matched" if usual else f"matched: {'; '.join(each for each in told if each)}"
    numbers = sorted(each.name for each in covariates if each.number)
    complete = _yes_or_no(f"known: {', '.join(numbers) or 'all'}", "Every number known", _of_known(covariates))
    followed = followed_up_in(arms.cohort)
    in_an_arm = (arms.attribute.name, frozenset(arms.attribute.answers[: OTHERS + 1]))
    every = (in_an_arm, *followed, *(((complete.name, YES),) if how.known_only else ()))
    matched = _yes_or_no(name, "Matched", tuple(Implied(YES, (each,)) for each in every))
    columns = {complete: known_in_full(values), matched: found.weights > 0}
    people = arms.cohort.people.assign(**{each.name: _column(each, flags) for each, flags in columns.items()})
    attributes = {**arms.cohort.attributes, **{each.name: each for each in columns}}
    cohort = replace(arms.cohort, people=people, attributes=attributes)
    facts = Facts(
        cohort, arms.attribute, covariates, treated, others, looked_at, found.weights, _of_arms(found, others),
        worst=likeness.worst_after, imputed=how.impute and not known_in_full(values)[looked_at].all(),
    )  # fmt: skip
    effect = f"the effect on those {arms.called}" if arms.called != "treated" else "the effect on those treated"
    return Matched(
        cohort, arms.attribute, matched, complete, how, covariates, likeness, found.weights, treated, others,
        could_be, found.group, facts.found.effective_size,
        estimand=effect if all_matched else f"{effect} that are matched",
        settings=(
            Stated("Who is compared", f"{arms.called} beside {_beside(arms)}", "The two arms"),
            Stated("How they are matched", how.in_words, "Who stands for those treated"),
            Stated("Matched on", on, "What the arms are made alike in; they may differ in anything else"),
        ),
        cautions=cautions_of(facts, by_weights=not how.counts_alike),
    )  # fmt: skip


def _of_arms(found: Weighted, others: Flags) -> Weighted:
    """Return the same without those of no arm, who weigh nothing."""
    kept = found.is_treated | others
    return Weighted(found.weights[kept], found.is_treated[kept], found.group[kept])


def _beside(arms: Arms) -> str:
    _, _, beside = arms.attribute.name.partition(" beside ")
    never = f"{arms.cohort.unit} known never to have been managed under IOM"
    return beside.replace(f"iom no, {AT_ANY_TIME} no", never) or "all others known not to be"


def _of_known(covariates: Sequence[Covariate]) -> tuple[Implied, ...]:
    """Say that whoever has every number has each."""
    known = [(each.levels.attribute.name, each.known) for each in covariates if each.number and each.levels]
    every = (Implied(YES, tuple(known), way="both"),) if known and all(c.levels for c in covariates if c.number) else ()
    return (*every, *(Implied(YES, (condition,)) for condition in known))


def _yes_or_no(name: str, label: str, implies: tuple[Implied, ...]) -> Attribute:
    return Attribute(name, label, ("yes", "no"), implies=implies)


def _column(attribute: Attribute, flags: Flags) -> pd.Categorical[str]:
    return pd.Categorical.from_codes(np.where(flags, 0, 1), categories=pd.Index(attribute.answers))
