"""The severity of needs: which columns say it, and what each is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.schema import NO_NEED, SEVERE_NEED, STANDARD_NEED, severity_column, severity_columns
from needskit.table.whom import Implied
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.cohort.needs import Needs


def severity_labels(needs: Needs) -> dict[str, str]:
    """Return the columns that can say how severe these needs are, and what each is called.

    Examples
    --------
    >>> from needskit.cohort.needs import NeedQuestion, Needs
    >>> severity_labels(Needs("", "", (NeedQuestion("need_drugs", "Drug misuse", ""),)))
    {'severity_drugs': 'Severity of drug misuse'}
    """
    return {
        severity_column(question.column): f"Severity of {inside_a_sentence(question.label)}"
        for question in needs.questions
        if severity_column(question.column) in severity_columns()
    }


def severity_implies(column: str, needs: Needs) -> tuple[Implied, ...]:
    """Return what the severity of a need tells of the need; nothing if the column is no severity.

    Whoever has no need by severity is whoever has none, so that the two are one count; whoever has a standard or a
    severe one has the need.
    """
    graded = frozenset({STANDARD_NEED, SEVERE_NEED})
    return tuple(
        implied
        for question in needs.questions
        if column == severity_column(question.column)
        for implied in (
            Implied(frozenset({NO_NEED}), ((question.column, frozenset({"no"})),), way="both"),
            Implied(graded, ((question.column, frozenset({"yes"})),)),
            Implied(graded | {NO_NEED}, ((question.column, frozenset({"yes", "no"})),)),
        )
    )
