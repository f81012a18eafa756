"""What an evaluation must say of itself: every setting of it, and what to be careful of that may be written down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.analysis.iom import Caution
from needskit.cohort.provenance import Stated
from needskit.disclosure.policies import policy_named
from needskit.report.outcomes import outcomes_in

if TYPE_CHECKING:
    from needskit.analysis.iom import Matched
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.comparison import Comparison
    from needskit.disclosure.policy import Policy

MOST_LOST = 0.2

OF_SETTINGS_ALONE = frozenset({"W-NO-PRIORS", "W-OUTCOMES", "W-COMPLETED"})
"""Cautions that follow from what was asked for, and not from anybody's record: the only ones that may be written into
what is protected. Others are told again from released figures where these show it, and to the analyst alone where not.
"""


def cautions_in(cohort: Cohort, matched: Matched, told: Comparison) -> tuple[Caution, ...]:
    """What should the analyst be careful of? That of the match, and that of what is looked at.

    They follow from true counts: they are the analyst's own.

    Parameters
    ----------
    cohort
        Everybody.
    matched
        The same, matched.
    told
        What the evaluation is told.
    """
    found = list(matched.cautions)
    if sum(each.is_primary for each in outcomes_in(cohort, told)) > 1:
        words = "More than one outcome is primary: one of them is the more likely to be significant by chance."
        found.append(Caution("W-OUTCOMES", words))
    could_be = int((matched.is_treated & matched.could_be).sum())
    lost = told.submitted is not None and told.submitted - could_be > MOST_LOST * told.submitted
    if lost and "W-LOST" not in {each.code for each in found}:
        words = f"More than a fifth of the {cohort.unit} submitted cannot be looked at: nothing is found of them."
        found.append(Caution("W-LOST", words))
    return tuple(found)


def with_method(cohort: Cohort, matched: Matched, told: Comparison, *, policy: Policy | str) -> Cohort:
    """Return the cohort with everything that an evaluation depends on, for the method sheet of its workbook.

    Parameters
    ----------
    cohort
        Everybody, as it was read.
    matched
        The same, matched.
    told
        What the evaluation is told.
    policy
        Under which its tables are released: where nothing is protected every caution is written down.
    """
    chosen = policy_named(policy) if isinstance(policy, str) else policy
    looked_at = outcomes_in(cohort, told)
    primary, further = (tuple(o.column for o in looked_at if o.is_primary is wanted) for wanted in (True, False))
    stated = replace(told, primary_outcome=primary, other_outcomes=further).stated
    others = [each for each in cohort.settings if each.name not in {setting.name for setting in stated}]
    written = [
        Stated(f"Caution {each.code}", each.words, "What to be careful of; the page on matching says what to do")
        for each in cautions_in(cohort, matched, told)
        if not chosen.protects or each.code in OF_SETTINGS_ALONE
    ]
    effect = Stated("What is estimated", matched.estimand, "If the arms differ in nothing else that matters")
    return replace(cohort, settings=(*others, *stated, *matched.settings, effect, *written))
