"""What do those need who are lost between youth and adult services, and those who are not?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import KNOWN, NO, YES
from needskit.analysis.count import Row, Words, people
from needskit.analysis.tabulate import By, share
from needskit.analysis.transition.across import routes
from needskit.analysis.transition.across.routes import YOUTH_SERVICES, crossing_of
from needskit.errors import UsageError
from needskit.table.compared import ANOTHER_GROUP
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    import datetime as dt

    from needskit.analysis.transition.across.routes import Crossing
    from needskit.cohort.cohort import Cohort


def needs_on_each_side(
    cohort: Cohort, *, at: int = 18, period: tuple[dt.date, dt.date] | None = None, by: By = None
) -> Table:
    """How many of those lost between youth and adult services have each need, and how many of those transferred?

    Counted are people who turned 18 in a period with an open youth case, and whose need is known: those lost are set
    against those who came to adult services within the window. Whoever is still in youth services, or of whom it is too
    early to tell, is on neither side.

    Parameters
    ----------
    cohort
        Whose people are counted.
    at
        18, or 25 for people who leave services for young adults.
    period
        First and last day on which those counted turned that age; that of the settings unless told otherwise.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract holds no needs, ``at`` is another age, or the extract does not hold what ``crossing`` takes.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; Katz and others (1978), Biometrics 34, 469-474.

    Examples
    --------
    >>> import datetime, pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3"],
    ...         "date_of_birth": ["2007-03-01", "2007-03-02", "2007-03-03"],
    ...         "known_to_youth_services": ["yes", "yes", "yes"],
    ...         "youth_service_end": ["2025-04-01", "2025-04-01", "2025-04-01"],
    ...         "adult_service_start": ["2025-04-01", "2025-09-20", "2025-09-20"],
    ...         "need_drugs": ["no", "yes", "no"],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> year = datetime.date(2025, 1, 1), datetime.date(2025, 9, 30)
    >>> frame = needs_on_each_side(cohort, period=year).to_frame()
    >>> frame[["need", "count", "out_of", "against_count", "against_out_of"]].to_numpy().tolist()
    [['Drug misuse', 1, 2, 0, 1]]
    """
    word = cohort.needs.word
    if not cohort.needs.questions:
        message = f"This extract holds no {word}s, so there is nothing to set beside each other."
        raise UsageError(message)
    found = crossing_of(cohort, period=period, service=routes.service_at(at))
    rows = [_row(found, question.column, question.label) for question in cohort.needs.questions]
    unit, service = cohort.unit.capitalize(), found.service
    lost, came = f"{unit} lost", f"{unit} transferred"
    words = Words(
        key=f"transition.needs_on_each_side{'' if at == YOUTH_SERVICES.age else f'_at_{at}'}",
        title=(
            f"{word.capitalize()}s of those lost between {service.out_of} and adult services, against those "
            f"transferred: {cohort.unit} turning {at} {found.when}"
        ),
        headings=Headings(
            count=f"{lost}, with this {word}",
            out_of=f"{lost}, with a known answer",
            not_known=f"{lost}, whose answer is not known",
            against_count=f"{came}, with this {word}",
            against_out_of=f"{came}, with a known answer",
            estimate=f"Percentage of those lost with this {word}",
            further={
                "against_estimate": f"Percentage of those transferred with this {word}",
                "against_lower": "Lower 95% limit of the percentage, those transferred",
                "against_upper": "Upper 95% limit of the percentage, those transferred",
                "difference": "Difference: lost less transferred",
                "risk_ratio": "Risk ratio: lost to transferred",
            },
        ),
        notes=(
            (
                f"Lost: no adult services within {found.rule.window_days} days of the day the {service.case} closed. "
                f"Transferred: adult services began by then, with or without a gap. Those still there, or too early "
                "to tell, are on neither side."
            ),
            (
                f"A {word} is what the assessment that counts says, which may be of another time than the birthday. "
                "Those lost may not be assessed again, so what is known of them can be older."
            ),
            (
                f"The table makes {len(rows)} comparisons. About one in twenty would have limits that leave out 0 by "
                "chance alone, were there no difference anywhere."
            ),
        ),
        sources=cohort.needs.sources,
    )
    return share(found.cohort, rows, name="need", label=word.capitalize(), words=words, by=by)


def _row(found: Crossing, column: str, label: str) -> Row:
    lost, came = found.on(frozenset({routes.LOST})), found.on(routes.TRANSFERRED)
    yes, no, known = ((column, answers) for answers in (YES, NO, KNOWN))
    parts = (
        *(people(lost, yes), people(lost, known), people(lost), people(lost, no)),
        *(people(came, yes), people(came, known), people(came, no)),
    )
    return Row((label,), ANOTHER_GROUP, parts)
