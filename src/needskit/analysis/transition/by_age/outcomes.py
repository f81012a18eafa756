"""How do young adults live and fare, set against others: homeless or not, reconvicted or not?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Words
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.points import DICHOTOMIES, POINTS, first_point
from needskit.analysis.transition.by_age.against import Phrases, Statement, headings_of, notes_of, set_against, sides_of
from needskit.table.wording import slug

if TYPE_CHECKING:
    from needskit.analysis.tabulate import By
    from needskit.cohort.cohort import Cohort
    from needskit.table.table import Table


def accommodation(
    cohort: Cohort, *, at: str | None = None, band: tuple[int, int] | None = None, by: By = None
) -> Table:
    """Are young adults homeless more often than people who are older, or younger?

    Counted are people whose age and accommodation are known. Homeless, housed and settled have a row each. Those
    younger, from 10 on, are set beside them unless the cohort was chosen so that nobody can be so young.

    Parameters
    ----------
    cohort
        Whose people are counted.
    at
        The point in time: ``before_custody``, ``on_release``, ``at_3_months``; the first that the extract has unless
        told otherwise.
    band
        The first and last year of age that are meant by young adults, both included; as the settings of the cohort say
        unless told otherwise.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract does not say where people live, holds no ages, the band is none, the cohort was chosen so that
        there is only one side, or it has no such breakdown.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; Katz and others (1978), Biometrics 34, 469-474.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> rows = (
    ...     [("19", "rough sleeping")] * 2 + [("20", "settled")] + [("40", "rough sleeping")] + [("50", "settled")] * 3
    ... )
    >>> extract = pd.DataFrame(rows, columns=["age", "accommodation_on_release"])
    >>> extract["person_id"] = [str(number) for number in range(7)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = accommodation(cohort).to_frame().set_index(["against", "accommodation"])
    >>> frame.loc[("25 and over", "Homeless"), ["count", "out_of", "against_count", "against_out_of"]].tolist()
    [2, 3, 1, 4]
    """
    point = first_point(cohort, at)
    sides = sides_of(cohort, band)
    found = [cohort.breakdown(f"{dichotomy}_{point}") for dichotomy in DICHOTOMIES]
    statements = []
    for dichotomy in found:
        yes, no = dichotomy.groups[:2]
        statements.append(Statement(yes.label, dichotomy.attribute.name, yes.answers, no.answers))
    phrases = Phrases("living so", "accommodation known", "accommodation not known")
    words = Words(
        key=f"transition.accommodation{'' if point == first_point(cohort, None) else f'_{point}'}{sides.end_of_key}",
        title=f"Accommodation {POINTS[point]}, {sides.words} against other ages",
        headings=headings_of(cohort, sides, phrases),
        notes=(
            "Homeless, housed and settled are three ways of putting accommodation in two groups: do not add them up.",
            *notes_of(cohort, sides, statements, by),
        ),
        sources=tuple(f"{each.label}: {each.source}" for each in found if each.source),
    )
    dimension = ("accommodation", f"Accommodation {POINTS[point]}")
    return set_against(cohort, sides, statements, dimension=dimension, words=words, by=by)


def reconviction(
    cohort: Cohort, *, outcome: str = RECONVICTED, band: tuple[int, int] | None = None, by: By = None
) -> Table:
    """Are young adults reconvicted more often than people who are older, or younger?

    Counted are people of known age followed up in full whose outcome is known. Those younger, from 10 on, are set
    beside them unless the cohort was chosen so that nobody can be so young.

    Parameters
    ----------
    cohort
        Whose people are counted.
    outcome
        The yes or no column that is the outcome.
    band
        The first and last year of age that are meant by young adults, both included; as the settings of the cohort say
        unless told otherwise.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract has no such outcome, holds no ages, the band is none, the cohort was chosen so that there is only
        one side, or it has no such breakdown.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; Katz and others (1978), Biometrics 34, 469-474.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> rows = [("19", "yes")] * 3 + [("24", "no")] + [("25", "yes")] * 2 + [("60", "no")] * 6 + [("61", "")]
    >>> extract = pd.DataFrame(rows, columns=["age", "reconvicted_12_months"])
    >>> extract["person_id"] = [str(number) for number in range(13)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> reconviction(cohort).to_frame()["difference"].tolist()[0]
    0.5
    """
    asked = reconviction_of(cohort, outcome)
    sides = sides_of(cohort, band)
    statements = [Statement(cohort.attributes[outcome].label, asked.column, asked_of=asked.followed)]
    phrases = Phrases(asked.words, "followed up and with a known outcome", "not followed up or without a known outcome")
    words = Words(
        key=f"transition.reconviction{'' if outcome == RECONVICTED else f'_{slug(outcome)}'}{sides.end_of_key}",
        title=f"Outcome: {asked.words}, {sides.words} against other ages",
        headings=headings_of(cohort, sides, phrases),
        notes=(*asked.notes, *notes_of(cohort, sides, statements, by)),
    )
    return set_against(cohort, sides, statements, dimension=("outcome", "Outcome"), words=words, by=by)
