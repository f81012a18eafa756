"""Which charts are drawn of a release, of which cells, and what is said of each. It knows no spreadsheet library."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from needskit.disclosure.shorthand import NOT_APPLICABLE
from needskit.output.charts_of_ages import beside_older, by_age
from needskit.output.charts_of_balance import balance
from needskit.output.charts_of_effects import forest
from needskit.output.charts_of_needs import combinations, number_of_needs, prevalence
from needskit.output.charts_of_outcomes import curve, kinds_of_accommodation
from needskit.output.charts_of_pairs import heat_map
from needskit.output.charts_of_parts import parts
from needskit.output.charts_of_passage import flow
from needskit.output.charts_of_survival import two_curves

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedTable
    from needskit.output.chart import Page

NUMBER_OF_NEEDS, PREVALENCE = "overlap.number_of_needs", "needs.prevalence"
COMBINATIONS, PAIRS = "overlap.combinations", "overlap.pairs"
TIME_TO_FIRST, ACCOMMODATION = "reconviction.time_to_first", "accommodation.reconviction"
STATUS = "accommodation.status"


def is_heat_map(table: ReleasedTable) -> bool:
    """Tell whether a table is of pairs of needs, and so is shown as a heat map."""
    return _is(table, PAIRS) and len(table.dimensions) == len(("need", "other_need"))


def page_of(table: ReleasedTable, *, policy: Policy) -> Page | None:
    """Return the charts of a table; None if none is drawn of it, or all that could be drawn is withheld.

    Charts are drawn of the number of needs, of the prevalence of needs, of the combinations of needs, of the time to
    the first reoffence, also of two arms, of reconviction by accommodation, of the passage at 18 and at 25, of each
    year of age and of the needs of young adults, and of how people compare with others like them, of any part of the
    cohort, not broken down. A withheld figure is never drawn: it is left out, and a line names it.

    Parameters
    ----------
    table
        A released table.
    policy
        It decides the precision, and whether limits include the rounding.
    """
    draw = next((made for key, made in _DRAWN.items() if _is(table, key)), None)
    if draw is None or len(table.dimensions) != 1 + (draw in _OF_TWO) or is_mostly_hidden(table):
        return None
    return draw(table, policy)


def page_of_parts(table: ReleasedTable, *, policy: Policy) -> Page | None:
    """Return the chart of a table that divides all people into parts of 100; None if there is none.

    Parameters
    ----------
    table, policy
        As ``page_of`` has them.
    """
    return parts(table, policy) if _is_divided(table) and not is_mostly_hidden(table) else None


def pictures_of(table: ReleasedTable, *, policy: Policy) -> tuple[Page, ...]:
    """Return all that pictures are drawn of: the chart of a table, its heat map, and its chart of parts of 100.

    Parameters
    ----------
    table, policy
        As ``page_of`` has them.
    """
    squares = heat_map(table, policy) if is_heat_map(table) and not is_mostly_hidden(table) else None
    pages = (page_of(table, policy=policy), squares, page_of_parts(table, policy=policy))
    return tuple(page for page in pages if page is not None)


def is_mostly_hidden(table: ReleasedTable) -> bool:
    """Tell whether most rows of a table that have a figure are not shown: what is left would look like all of it."""
    with_figure = [cell for cell in table.cells if cell.measure.figures and cell.status != NOT_APPLICABLE]
    return 2 * sum(cell.is_confidential for cell in with_figure) > len(with_figure)


def left_out_chart(table: ReleasedTable, *, policy: Policy) -> str:
    """Say why no chart is drawn of a table that usually has one; empty where one is drawn, or none ever is.

    Parameters
    ----------
    table, policy
        As ``page_of`` has them.
    """
    if not any(cell.is_confidential for cell in table.cells):
        return ""
    draw = next((made for key, made in _DRAWN.items() if _is(table, key)), None)
    usual = is_heat_map(table) or _is_divided(table) or (draw and len(table.dimensions) == 1 + (draw in _OF_TWO))
    return NO_CHART if usual and not pictures_of(table, policy=policy) else ""


def _is_divided(table: ReleasedTable) -> bool:
    """Tell whether a table is one whose people are drawn in parts of 100: broken down, but for needs one by one."""
    key, dimensions = table.caption.key, len(table.dimensions)
    return any(
        re.fullmatch(rf"{re.escape(name)}(_.+)?", key) and dimensions in wanted for name, wanted in DIVIDED.items()
    )


def _is(table: ReleasedTable, key: str) -> bool:
    """Tell whether a table is that of a key, of the whole cohort or of a part, of one column or of other ages."""
    more = "_.+" if key in _ENDING else "(_for|_of|_aged)_.+"
    return re.fullmatch(rf"{re.escape(key)}({more})?", table.caption.key) is not None


_DRAWN: dict[str, Callable[[ReleasedTable, Policy], Page | None]] = {
    NUMBER_OF_NEEDS: number_of_needs,
    PREVALENCE: prevalence,
    COMBINATIONS: combinations,
    TIME_TO_FIRST: curve,
    ACCOMMODATION: kinds_of_accommodation,
    "transition.crossing": flow,
    "transition.turning_25": flow,
    "transition.age_profile": by_age,
    "transition.needs": beside_older,
    "iom.balance": balance,
    "iom.survival": two_curves,
    "iom.rate": forest,
    "iom.frequency": forest,
    "iom.sensitivity": forest,
    "overlap.reconviction_adjusted": forest,
    "accommodation.reconviction_adjusted": forest,
    "accommodation.reconviction_stratified": forest,
    "reconviction.time_to_first_adjusted": forest,
}

DIVIDED = {PREVALENCE: (1,), NUMBER_OF_NEEDS: (2,), STATUS: (2, 3)}
"""Tables that a chart of parts of 100 is drawn of, with how many dimensions."""

NO_CHART = "No chart is drawn of this table, for too much of it is not shown."
"""Nothing is said of a table of which only a second chart is missing."""

_OF_TWO = {beside_older, balance}
"""What draws tables of two dimensions."""

_ENDING = {
    "iom.balance",
    "iom.rate",
    "iom.frequency",
    "iom.survival",
    "accommodation.reconviction_adjusted",
    "accommodation.reconviction_stratified",
}
"""The keys of these tables end in the method, or in what was compared."""
