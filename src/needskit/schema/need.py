"""One need: where it stands in an extract, and the scores at which it is a need."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from needskit.errors import UsageError, reject_name
from needskit.schema.codes import load_codes
from needskit.schema.scoring import HIGHEST_ITEM, CutOffs, Item, Screen, editions_from, items_from, screen_from

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from needskit.schema.entry import Entry


@dataclass(frozen=True, slots=True)
class Need:
    """One need of a set.

    Attributes
    ----------
    column
        The column that holds it: yes, no, not answered or not assessed.
    cut_off, severe
        The section score at or above which there is a need, and a severe one; None where there is no score.
    max_score
        The highest score that the section can have.
    items
        The questions that are scored.
    section
        The number of the OASys section; None in other sets.
    screen
        The question whose "no" means that there is no need and that the others are not asked.
    editions
        The cut-offs of other editions of the assessment, where they differ.
    headers, score_headers
        What the column of the need, and that of its section score, are called in extracts.
    """

    name: str
    column: str
    label: str
    definition: str
    cut_off: int | None = None
    severe: int | None = None
    max_score: int | None = None
    items: tuple[Item, ...] = ()
    section: int | None = None
    screen: Screen | None = None
    editions: Mapping[str, CutOffs] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    headers: tuple[str, ...] = ()
    score_headers: tuple[str, ...] = ()

    def cut_offs(self, edition: str) -> CutOffs:
        """Give the cut-offs of the need in an edition of the assessment.

        Parameters
        ----------
        edition
            A code of the code list ``assessment_edition``. One without cut-offs of its own for this need uses
            the standard ones (HMPPS, hmpps-tier, NeedSection: ``sanThresholdOverride ?: threshold``).

        Raises
        ------
        UsageError
            If there is no such edition, or if the need has no score.
        """
        known = load_codes("assessment_edition").names
        if edition not in known:
            reject_name(edition, kind="edition of the assessment", known=known)
        if self.cut_off is None:
            message = f"The need '{self.name}' has no score and so no cut-off; it is read from its own column."
            raise UsageError(message)
        return self.editions.get(edition, CutOffs(self.cut_off, self.severe))


def need_from(entry: Entry, *, columns: Collection[str], editions: Collection[str]) -> Need:
    """Build a need from what the file of its set says.

    Raises
    ------
    NeedskitError
        If a key is missing, not known or of the wrong kind; if its column is not one of ``columns``; or if the
        cut-offs are out of order or do not go with the scored questions.
    """
    entry.only(
        required=("name", "column", "label", "definition"),
        optional=(
            "section",
            "cut_off",
            "severe",
            "max_score",
            "items",
            "screen",
            "editions",
            "headers",
            "scoreHeaders",
        ),
    )
    need = Need(
        name=entry.text("name"),
        column=entry.text("column"),
        label=entry.text("label"),
        definition=entry.text("definition"),
        cut_off=entry.whole_or_none("cut_off"),
        severe=entry.whole_or_none("severe"),
        max_score=entry.whole_or_none("max_score"),
        items=items_from(entry),
        section=entry.whole_or_none("section"),
        screen=screen_from(entry),
        editions=editions_from(entry, known=editions),
        headers=entry.texts("headers"),
        score_headers=entry.texts("scoreHeaders"),
    )
    _check_need(entry, need, columns)
    return need


def _check_need(entry: Entry, need: Need, columns: Collection[str]) -> None:
    if need.column not in columns:
        entry.reject("column", because=f"there is no need column {need.column}")
    if need.severe is not None and (need.cut_off is None or need.severe < need.cut_off):
        entry.reject("severe", because="a cut-off, and no higher than the severe one, is wanted")
    top = need.severe if need.severe is not None else need.cut_off
    if need.max_score is not None and top is not None and need.max_score < top:
        entry.reject("max_score", because="the highest score is below a cut-off")
    scored = bool(need.items or need.score_headers or need.editions or need.screen)
    if scored and (need.cut_off is None or need.max_score is None):
        entry.reject("cut_off", because="what is scored wants cut_off and max_score too")
    if need.items and need.max_score != HIGHEST_ITEM * len(need.items):
        entry.reject("max_score", because=f"{HIGHEST_ITEM} for each scored question is wanted")
