"""What became of people managed under IOM, beside people like them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Words
from needskit.analysis.iom.alike.amounts import Counted, answers_of, clusters_of, count_alike, most_evidence, numbers_of
from needskit.analysis.iom.alike.refusal import refuse_matched_on, refuse_nobody
from needskit.analysis.iom.alike.wording import ONE_TESTED, SOURCES, key_of, not_known_of, notes_of, others_of
from needskit.analysis.outcome import RECONVICTED, number_known, reconviction_of
from needskit.stats.effect import mean_difference, proportion_difference
from needskit.table.matched import MATCHED_PERCENTAGE
from needskit.table.matched_mean import MATCHED_MEAN
from needskit.table.table import Headings
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.analysis.iom.alike.matched import Matched
    from needskit.table.table import Table
    from needskit.table.whom import Sum

REOFFENCES = "reoffences_12_months"
CALLED = "reoffences"


def rate(matched: Matched, *, outcome: str = RECONVICTED) -> Table:
    """How many of those managed under IOM are reconvicted, and how many of the people they are matched with?

    Counted are people of either arm who are matched and whose outcome is known; of the comparison the percentage is
    weighted. It is the effect on those matched only if the arms differ in nothing else that matters.

    Parameters
    ----------
    matched
        From ``match``.
    outcome
        The yes or no column that is the outcome; it is none that is matched on.

    Raises
    ------
    UsageError
        If the extract has no such outcome, it is matched on, or it is known of nobody matched in an arm.

    References
    ----------
    Ministry of Justice, Justice Data Lab reports: one-year proven reoffending rate. Newcombe (1998), Statistics in
    Medicine 17, 873-890, method 10. Kish (1965), Survey Sampling, section 11.7. VanderWeele and Ding (2017), Annals of
    Internal Medicine 167, 268-274.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), known_only=True)
    >>> [found] = rate(matched).to_frame().to_dict("records")
    >>> found["difference_lower"] <= found["difference"] <= found["difference_upper"]
    True
    """
    asked = reconviction_of(matched.cohort, outcome)
    refuse_matched_on(matched, outcome)
    answer, weights = answers_of(matched, asked)
    found = proportion_difference(answer, matched.is_treated, weights=weights)
    refuse_nobody(matched, found.effective_treated, found.effective_others)
    counted, alike = Counted(matched), count_alike(matched, weights)
    counts = [counted.of(arm, *which) for arm in (matched.ours, matched.theirs) for which in (asked.yes, asked.known)]
    parts = (
        *counts,
        *([] if alike else counted.weighted(outcome, found)),
        counted.how_alike(),
    )
    unit, called = matched.cohort.unit.capitalize(), matched.called
    words = Words(
        key=key_of("rate", matched, column=outcome, usual=RECONVICTED),
        title=f"How many of those {called}, and of {others_of(matched)}, were {asked.words}",
        headings=Headings(
            count=f"{unit} {called} {asked.words}",
            out_of=f"{unit} {called}, matched",
            against_count=f"{unit} of the comparison {asked.words}",
            against_out_of=f"{unit} of the comparison, matched",
            estimate=f"Percentage of those {called}",
            further={
                "against_estimate": "Percentage of the comparison, weighted",
                "needed": f"About how many {called} would be needed",
            },
        ),
        notes=(*notes_of(matched), ONE_TESTED, not_known_of(asked.words)),
        sources=SOURCES,
    )
    return counted.one_row(words, asked.words, MATCHED_PERCENTAGE[most_evidence(matched), alike], parts)


def has_number(matched: Matched, number: str) -> bool:
    """Tell whether a column of whole numbers is known of somebody matched in either arm.

    Parameters
    ----------
    matched
        From ``match``.
    number
        As ``frequency`` is asked for.
    """
    if number not in matched.cohort.attributes:
        return False
    counts = numbers_of(matched, number)[1] > 0
    return bool(counts[matched.is_treated].any() and counts[matched.is_comparison].any())


def frequency(matched: Matched, *, number: str = REOFFENCES) -> Table:
    """How often do those managed under IOM reoffend, and how often the people they are matched with?

    Counted are people of either arm who are matched and whose number is known; of the comparison the mean is weighted.
    Limits are those of pairs where each one stands for one alone, and those of people elsewhere. It is the effect on
    those matched only if the arms differ in nothing else that matters.

    Parameters
    ----------
    matched
        From ``match``.
    number
        The column of whole numbers that says how often; it is none that is matched on.

    Raises
    ------
    UsageError
        If the extract has no such number, it is matched on, or it is known of nobody matched in an arm.

    References
    ----------
    Ministry of Justice, Justice Data Lab reports: frequency of one-year proven reoffending. White (1980), Econometrica
    48, 817-838. Abadie and Spiess (2022), Journal of the American Statistical Association 117, 983-995.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), known_only=True)
    >>> [found] = frequency(matched).to_frame().to_dict("records")
    >>> bool(abs(found["per_person"] - found["against_mean"] - found["mean_difference"]) < 1e-9)
    True
    """
    known = number_known(matched.cohort, number)
    some = (number, known[1] - {"0"})
    refuse_matched_on(matched, number)
    events, weights = numbers_of(matched, number)
    found = mean_difference(events, matched.is_treated, weights=weights, clusters=clusters_of(matched))
    refuse_nobody(matched, found.effective_treated, found.effective_others)
    counted = Counted(matched)
    # Where nobody differs from anybody there is no error, and so no limits.
    error = found.standard_error if found.standard_error > 0 else 0.0
    called_events = CALLED if number == REOFFENCES else number
    alike = count_alike(matched, weights)
    theirs: tuple[Sum, ...] = (
        (counted.events(matched.theirs, known, called=called_events),) if alike else counted.weighted(number, found)
    )
    parts = (
        counted.events(matched.ours, known, called=called_events),
        counted.of(matched.ours, known),
        counted.of(matched.ours, some),
        counted.of(matched.theirs, some),
        counted.of(matched.theirs, known),
        theirs[0],
        counted.error(f"{number}, standard error", error),
        *theirs[1:],
        counted.how_alike(),
    )
    unit, one, called = matched.cohort.unit.capitalize(), matched.cohort.one, matched.called
    label = inside_a_sentence(matched.cohort.attributes[number].label)
    words = Words(
        key=key_of("frequency", matched, column=number, usual=REOFFENCES),
        title=f"{label[:1].upper()}{label[1:]} per {one}, of those {called} and of {others_of(matched)}",
        headings=Headings(
            count=unit,
            out_of=f"{unit} {called}, matched",
            against_out_of=f"{unit} of the comparison, matched",
            events=f"{label[:1].upper()}{label[1:]} of those {called}",
            further={
                "per_person": f"Per {one} {called}",
                "against_mean": f"Per {one} of the comparison, weighted",
                "mean_difference": f"Difference per {one}",
                "mean_difference_lower": f"Lower 95% limit of the difference per {one}",
                "mean_difference_upper": f"Upper 95% limit of the difference per {one}",
                "rate_ratio": "First divided by the second",
            },
        ),
        notes=(*notes_of(matched), ONE_TESTED, not_known_of(label)),
        sources=SOURCES,
    )
    return counted.one_row(words, label, MATCHED_MEAN[most_evidence(matched), alike], parts)
