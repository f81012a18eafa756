"""How serious was what those who reoffended did, and what came of it, beside people like them who reoffended too?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.count import Words
from needskit.analysis.iom.alike.amounts import Counted, count_alike, most_evidence
from needskit.analysis.iom.alike.refusal import refuse_matched_on, refuse_nobody
from needskit.analysis.iom.alike.wording import (
    ONE_TESTED,
    SOURCES,
    arms_in_words,
    effective_size_of,
    key_of,
    not_known_of,
    others_of,
)
from needskit.analysis.outcome import followed_up_in
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.profile import answer_codes
from needskit.errors import UsageError
from needskit.schema import load_codes
from needskit.stats.effect import proportion_difference
from needskit.table.figure import PARTLY_ALIKE
from needskit.table.matched_part import MATCHED_PART
from needskit.table.table import Headings
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needskit.analysis.iom.alike.matched import Matched
    from needskit.stats.effect import Difference
    from needskit.stats.proportion import Floats
    from needskit.table.table import Table
    from needskit.table.whom import Attribute, Sum

CUSTODY, COURT = "custody_for_reoffence_12_months", "court_of_first_reoffence_12_months"
COURTS = "court_type"


def custody(matched: Matched, *, outcome: str = CUSTODY) -> Table:
    """Of those managed under IOM who reoffended, how many were sentenced to custody for it, beside people like them?

    Counted are people of either arm who are matched, reoffended, and of whom it is known whether any reoffence led to
    a sentence of custody; of the comparison the percentage is weighted by the weights of the match. Those who
    reoffended are a part that being managed may itself have changed: the difference may be no effect.

    Parameters
    ----------
    matched
        From ``match``.
    outcome
        The yes or no column that is asked of those who reoffended; it is none that is matched on.

    Raises
    ------
    UsageError
        If the extract has no such outcome, it is asked of others too, it is matched on, or it is known of nobody in an
        arm.

    References
    ----------
    Ministry of Justice, Justice Data Lab reports: custody for reoffences, among those who reoffended, where ten of the
    treated have it. Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), known_only=True)
    >>> [found] = custody(matched).to_frame().to_dict("records")
    >>> bool(found["out_of"] < nk.iom.rate(matched).to_frame()["out_of"][0])
    True
    """
    asked = _asked_of_reoffenders(matched, outcome, {"yes", "no"})
    words = _words(
        matched,
        asked,
        key=key_of("custody", matched, column=outcome, usual=CUSTODY),
        counted="sentenced to custody",
        tested="One difference is",
    )
    return _table(matched, asked, words, {inside_a_sentence(asked.label): "yes"}, dimension=("outcome", "Outcome"))


def severity(matched: Matched, *, outcome: str = COURT) -> Table:
    """Of those managed under IOM who reoffended, how serious was the first offence, beside that of people like them?

    By the court in which it can be tried: a magistrates' court alone, either, or the Crown Court alone. Counted are
    people of either arm who are matched, reoffended, and of whose first reoffence the kind is known; of several on the
    same day the most serious counts. Those who reoffended are a part that being managed may itself have changed.

    Parameters
    ----------
    matched
        From ``match``.
    outcome
        The column of the kind of court, which is asked of those who reoffended; it is none that is matched on.

    Raises
    ------
    UsageError
        If the extract has no such column, it is asked of others too, it is matched on, or it is known of nobody in an
        arm.

    References
    ----------
    Ministry of Justice, Justice Data Lab reports: severity of reoffending as indictable only, triable either way and
    summary. Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), known_only=True)
    >>> found = severity(matched).to_frame()
    >>> found["court"].tolist(), bool(found["count"].sum() == found["out_of"][0])
    (['Summary', 'Either way', 'Indictable only'], True)
    """
    courts = load_codes(COURTS).codes
    asked = _asked_of_reoffenders(matched, outcome, {code.code for code in courts})
    words = _words(
        matched,
        asked,
        key=key_of("severity", matched, column=outcome, usual=COURT),
        counted="with a first reoffence of the kind",
        tested="A difference for each kind of court is",
    )
    kinds = {code.label: code.code for code in courts}
    return _table(matched, asked, words, kinds, dimension=("court", "Kind of court of the first reoffence"))


def has_custody(matched: Matched) -> bool:
    """Tell whether it is known, of somebody matched in either arm who reoffended, if it led to custody."""
    return _is_known(matched, CUSTODY)


def has_severity(matched: Matched) -> bool:
    """Tell whether the kind of court of the first reoffence is known of somebody matched in either arm."""
    return _is_known(matched, COURT)


def _is_known(matched: Matched, column: str) -> bool:
    asked = matched.cohort.attributes.get(column)
    if asked is None or asked.within is None:
        return False
    weights = _answers(matched, asked)[1]
    return bool((weights[matched.is_treated] > 0).any() and (weights[matched.is_comparison] > 0).any())


def _asked_of_reoffenders(matched: Matched, column: str, answers: Iterable[str]) -> Attribute:
    """Return the attribute of an outcome of those who reoffended."""
    asked = matched.cohort.attributes.get(column)
    if asked is None or not {*answers} <= {*asked.answers}:
        message = (
            f"The outcome is read from '{column}', and this extract does not hold it with the answers "
            f"{', '.join(sorted(answers))}. Add it, or name another with outcome=."
        )
        raise UsageError(message)
    if asked.within is None:
        message = f"'{column}' is not asked of those who reoffended alone. Add the column of who did, or name another."
        raise UsageError(message)
    refuse_matched_on(matched, column)
    return asked


def _answers(matched: Matched, asked: Attribute) -> tuple[Floats, Floats]:
    """Return the place of each one's answer, and the weights of those who reoffended and of whom it is known."""
    codes = answer_codes(matched.cohort.people, asked)
    known = [place for place, answer in enumerate(asked.answers) if answer != NOT_KNOWN]
    return codes.astype(np.float64), np.where(np.isin(codes, known), matched.weights, 0.0)


def _table(
    matched: Matched, asked: Attribute, words: Words, kinds: Mapping[str, str], *, dimension: tuple[str, str]
) -> Table:
    """Set the arms beside each other in each kind of answer."""
    codes, weights = _answers(matched, asked)
    counted, alike = Counted(matched), count_alike(matched, weights)
    followed, known = followed_up_in(matched.cohort), (asked.name, frozenset(asked.answers) - {NOT_KNOWN})
    heads: dict[str, tuple[Sum, Sum]] = {}
    for label, answer in kinds.items():
        which = (*followed, (asked.name, frozenset({answer})))
        heads[label] = (counted.of(matched.ours, *which), counted.of(matched.theirs, *which))
    everyone = [counted.of(arm, *followed, known) for arm in (matched.ours, matched.theirs)]
    # All of either arm were made alike, and not the part of them that is counted here.
    measure = MATCHED_PART[min(most_evidence(matched), PARTLY_ALIKE), alike]
    rows = {}
    for label, answer in kinds.items():
        is_kind = codes == asked.answers.index(answer)
        found = proportion_difference(is_kind, matched.is_treated, weights=weights)
        refuse_nobody(matched, found.effective_treated, found.effective_others)
        ours, theirs = heads[label]
        called = asked.name if answer == "yes" else f"{asked.name} {answer}"
        others = [part for other, parts in heads.items() if other != label for part in parts]
        weighted = (
            () if alike else (counted.thousandths(f"{called}, weighted", found.others), _size(counted, asked, found))
        )
        rows[label] = (
            measure,
            (ours, everyone[0], theirs, everyone[1], *weighted, counted.how_alike(), *others),
        )
    return counted.table(words, rows, dimension=dimension)


def _size(counted: Counted, asked: Attribute, found: Difference) -> Sum:
    """Return the effective size of the comparison, which all kinds have in common."""
    return counted.amount(f"{asked.name}, effective size", round(found.effective_others))


def _words(matched: Matched, asked: Attribute, *, key: str, counted: str, tested: str) -> Words:
    """Return the words of a table of those who reoffended."""
    unit, called, label = matched.cohort.unit, matched.called, inside_a_sentence(asked.label)
    parent = asked.within[0] if asked.within else asked.name
    again = inside_a_sentence(matched.cohort.attributes[parent].label)
    each = unit.capitalize()
    return Words(
        key=key,
        title=f"{label[:1].upper()}{label[1:]}, of those {called} and of {others_of(matched)}, all of them {again}",
        headings=Headings(
            count=f"{each} {called} {counted}",
            out_of=f"{each} {called}, matched, {again}",
            against_count=f"{each} of the comparison {counted}",
            against_out_of=f"{each} of the comparison, matched, {again}",
            estimate=f"Percentage of those {called}",
            further={
                "against_estimate": "Percentage of the comparison, weighted",
                "needed": f"About how many {called}, {again}, would be needed",
            },
        ),
        notes=(
            *arms_in_words(matched),
            (
                f"Only {unit} {again} are counted. Being {called} may itself have changed which these are, and how "
                "many: all matched were made alike, and this part of them was not. So the difference may not "
                f"be what being {called} did, and is to be read beside how many of either arm were {again}."
            ),
            f"A difference that is not significant does not mean that being {called} has no effect.",
            ONE_TESTED.replace("One difference is", tested),
            effective_size_of(matched),
            not_known_of(label),
        ),
        sources=SOURCES,
    )
