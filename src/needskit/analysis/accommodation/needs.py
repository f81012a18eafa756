"""What else do homeless people need?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import KNOWN, YES
from needskit.analysis.count import Row, Words, people
from needskit.analysis.points import POINTS, end_of_key, two_groups_at
from needskit.analysis.tabulate import By, share
from needskit.table.compared import AGAINST_THE_REST
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort


def needs(cohort: Cohort, *, at: str | None = None, dichotomy: str | None = None, by: By = None) -> Table:
    """How many have each need, of those who are homeless and of the others?

    Counted are people whose accommodation and whose answer on the need are known.

    Parameters
    ----------
    cohort
        Whose people are counted.
    at
        The point in time; the first that the extract has unless told otherwise.
    dichotomy
        ``homeless``, ``housed`` or ``settled``: how people are put in two groups; as the settings say unless told
        otherwise.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has no needs, the extract does not say where people live, or there is no such dichotomy.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> rows = [("rough sleeping", "yes")] * 3 + [("settled", "yes")] + [("settled", "no")] * 3
    >>> extract = pd.DataFrame(rows, columns=["accommodation_on_release", "need_drugs"])
    >>> extract["person_id"] = [str(number) for number in range(7)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> needs(cohort).to_frame()[["count", "out_of", "against_count", "against_out_of"]].to_numpy().tolist()
    [[3, 3, 1, 4]]
    """
    point, breakdown = two_groups_at(cohort, at, dichotomy)
    first, second = breakdown.groups[:2]
    name = breakdown.attribute.name
    has, has_not = (name, first.answers), (name, second.answers)
    word, unit = cohort.needs.word, cohort.unit.capitalize()
    rows = []
    for question in cohort.needs.required:
        yes, known = (question.column, YES), (question.column, KNOWN)
        parts = (people(has, yes), people(has, known), people(has), people(has_not, yes), people(has_not, known))
        rows.append(Row((question.label,), AGAINST_THE_REST, parts))
    group, others = first.label.lower(), second.label.lower()
    words = Words(
        key=f"accommodation.needs{end_of_key(cohort, breakdown, point)}",
        title=f"Prevalence of each {word}, {group} {POINTS[point]} against {others}",
        headings=Headings(
            count=f"{unit}, {group}, with this {word}",
            out_of=f"{unit}, {group}, with a known answer",
            not_known=f"{unit}, {group}, whose answer is not known",
            against_count=f"{unit}, {others}, with this {word}",
            against_out_of=f"{unit}, {others}, with a known answer",
            estimate=f"Percentage with this {word}, {group}",
            further={"against_estimate": f"Percentage with this {word}, {others}"},
        ),
        notes=(
            f"Whoever's accommodation is not known is in neither group. The difference is {group} less {others}.",
            f"The table makes {len(rows)} comparisons{' in each group' if by else ''}; some would stand out by chance.",
        ),
        sources=(*cohort.needs.sources, *((f"{breakdown.label}: {breakdown.source}",) if breakdown.source else ())),
    )
    return share(cohort, rows, name="need", label=word.capitalize(), words=words, by=by)
