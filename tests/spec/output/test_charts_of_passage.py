"""Which charts are drawn of the passage between services, of years of age and of young adults beside those older."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.disclosure.policies import NONE, PUBLISH
from needskit.disclosure.released import ReleasedCell, ReleasedTable
from needskit.disclosure.shorthand import LOW_RELIABILITY
from needskit.output.chart import ChartKind, Page, Step
from needskit.output.charts import page_of
from needskit.table.compared import ANOTHER_GROUP
from needskit.table.measure import COUNT, PERCENTAGE
from needskit.table.modelled import MOVING
from needskit.table.table import Caption, Dimension, Headings, Level

if TYPE_CHECKING:
    from needskit.table.measure import Measure

NAMES_OF_DIVIDED = [
    "turned 18 in the period",
    "known to youth services before",
    "youth case open on the 18th birthday",
]


def cell(*at: str, measure: Measure = PERCENTAGE, **figures: float) -> ReleasedCell:
    return ReleasedCell(at, measure, (), figures)


def share(label: str, count: float, out_of: float) -> ReleasedCell:
    return cell(label, count=count, out_of=out_of, estimate=count / out_of)


def table(key: str, *cells: ReleasedCell, labels: tuple[str, ...] = ("Step",), headings: Headings) -> ReleasedTable:
    dimensions = tuple(
        Dimension(f"dimension_{place}", label, tuple(map(Level, dict.fromkeys(each.at[place] for each in cells))))
        for place, label in enumerate(labels)
    )
    return ReleasedTable(Caption(key, "A table", "people in Exampleshire"), dimensions, headings, cells, {})


def passage(*cells: ReleasedCell) -> ReleasedTable:
    return table("transition.crossing", *cells, headings=Headings("People in this row", "People it is out of"))


PASSAGE = (
    share("turned 18 in the period", 300, 600),
    share("known to youth services before", 225, 290),
    share("not known to youth services", 65, 290),
    cell("known to youth services or not: not recorded", measure=COUNT, count=10),
    share("youth case open on the 18th birthday", 100, 225),
    share("youth case closed before the 18th birthday", 125, 225),
    cell("youth case: closing not recorded", measure=COUNT, count=0),
    share("adult services began by the day the case closed", 20, 90),
    share("adult services began after a gap of 1 to 28 days", 10, 90),
    share("adult services began after a gap of more than 28 days", 15, 90),
    share("lost: no adult services within 91 days", 40, 90),
    share("youth case goes on, no adult services yet", 5, 90),
    cell("too early to tell", measure=COUNT, count=10),
    share("in all: transferred", 45, 90),
    share("of those closed before: adult services within 91 days of that birthday", 30, 125),
)


def page(given: ReleasedTable) -> Page:
    found = page_of(given, policy=PUBLISH)
    assert found is not None
    return found


def starts(given: Page) -> dict[str, float]:
    """Return where each bar begins: after those of its step above it."""
    (chart,) = given.charts
    counts = {point.row: point.value for point in chart.points}
    return {point.name: sum(counts[row] for row in point.after) for point in chart.points}


def test_each_step_of_the_flow_begins_at_0_and_is_as_long_as_the_bar_that_it_divides() -> None:
    found = page(passage(*PASSAGE))

    assert found.charts[0].kind is ChartKind.FLOW
    assert list(starts(found).values()) == [0, 0, 225, 290, 0, 100, 0, 20, 30, 45, 85, 90]
    assert [point.value for point in found.charts[0].points] == [300, 225, 65, 10, 100, 125, 20, 10, 15, 40, 5, 10]


def test_bars_that_are_divided_and_those_of_which_it_is_not_told_look_otherwise() -> None:
    (chart,) = page(passage(*PASSAGE)).charts

    assert [point.name for point in chart.points if point.step is Step.DIVIDED] == NAMES_OF_DIVIDED
    assert [point.name for point in chart.points if point.step is Step.NOT_TOLD] == [
        "known to youth services or not: not recorded",
        "too early to tell",
    ]


def test_the_flow_says_how_many_go_on_at_each_step_and_how_many_are_lost() -> None:
    (chart,) = page(passage(*PASSAGE)).charts

    assert chart.alt.startswith(
        "Flow chart, one bar for each row. 300 turned 18 in the period; of these, 225 known to youth services before; "
        "of these, 100 with a youth case open on the 18th birthday; of these, 40 lost: no adult services within 91 "
        "days (44% of 90 of which it is known)."
    )


def test_rows_that_are_0_or_repeat_others_are_not_drawn_but_named() -> None:
    assert page(passage(*PASSAGE)).lines[1:] == (
        "Not drawn, for the table shows 0: youth case: closing not recorded.",
        (
            "In the table but not in the chart: in all: transferred; of those closed before: adult services within 91 "
            "days of that birthday."
        ),
    )


def test_a_row_without_a_count_is_left_out_and_the_next_begins_where_the_last_drawn_ends() -> None:
    hidden = replace(PASSAGE[7], figures={}, status=LOW_RELIABILITY)
    found = page(passage(*PASSAGE[:7], hidden, *PASSAGE[8:]))

    assert starts(found)["adult services began after a gap of 1 to 28 days"] == 0
    assert "Left out because too few are behind the figure: adult services began by the day the case closed." in (
        found.lines
    )


def test_a_flow_says_no_more_than_is_shown() -> None:
    lost = replace(PASSAGE[10], figures={"count": 40.0, "out_of": 90.0}, status=LOW_RELIABILITY)
    without_share = page(passage(*PASSAGE[:10], lost)).charts[0].alt
    nobody = page(passage(PASSAGE[0], share("known to youth services before", 0, 300), *PASSAGE[2:4]))

    assert without_share.endswith("of these, 40 lost: no adult services within 91 days.")
    assert "300 turned 18 in the period; of these, 0 known to youth services before." in nobody.charts[0].alt
    assert page_of(passage(share("turned 18 in the period", 0, 600)), policy=PUBLISH) is None


def year(age: int, count: float, moving: float | None = None) -> ReleasedCell:
    share = count / 200
    limits = {"lower": share - 0.04, "upper": share + 0.05}
    beside = {} if moving is None else {"moving": moving}
    return cell(str(age), measure=MOVING, count=count, out_of=200, estimate=share, **limits, **beside)


def by_age(*cells: ReleasedCell) -> ReleasedTable:
    headings = Headings("People", "People of known age", estimate="Percentage of this age", further={})
    return table("transition.age_profile_of_iom", *cells, labels=("Age",), headings=headings)


AGES = (share("under 16", 20, 200), year(16, 20), year(17, 30, 0.15), year(18, 40))


def test_each_year_of_age_is_a_dot_with_its_limits_and_three_years_are_a_line() -> None:
    found = page(by_age(*AGES))
    (chart,) = found.charts

    assert chart.kind is ChartKind.YEARS
    # 20, 30 and 40 of 200
    assert [(point.day, point.lower, point.value, point.upper, point.beside) for point in chart.points] == [
        (16, 6, 10, 15, None),
        (17, 11, 15, 20, 15),
        (18, 16, 20, 25, None),
    ]
    assert found.lines == (
        "Each dot is one year of age, and the line through it its 95% limits, rounding included.",
        "The line without dots: three years together.",
        "In the table but not in the chart: under 16.",
    )
    assert "The highest is 18, 20% (40 of 200 people of known age; 95% limits 16% to 25%" in chart.alt


def test_a_year_of_age_that_is_withheld_is_left_out_and_without_three_years_there_is_no_line() -> None:
    hidden = replace(AGES[2], figures={"count": 30.0}, status=LOW_RELIABILITY)
    found = page(by_age(AGES[1], hidden, AGES[3]))

    assert [point.day for point in found.charts[0].points] == [16, 18]
    assert found.charts[0].beside == ""
    assert found.lines[1:] == ("Left out because too few are behind the figure: 17.",)


def test_ages_that_are_as_high_are_named_together_and_one_age_alone_is_no_chart() -> None:
    (chart,) = page(by_age(year(16, 20), year(17, 40), year(18, 40))).charts

    assert "The highest is 20%, at 17 and 18." in chart.alt
    assert page_of(by_age(AGES[0], AGES[1]), policy=PUBLISH) is None


def test_years_of_age_of_true_counts_say_nothing_of_rounding() -> None:
    found = page_of(by_age(*AGES), policy=NONE)

    assert found is not None
    assert not any("rounding" in words for words in (*found.lines, *(chart.alt for chart in found.charts)))


def against(age: str, need: str, count: float, theirs: float | None) -> ReleasedCell:
    others = {} if theirs is None else {"against_estimate": theirs / 200}
    return cell(
        age, need, measure=ANOTHER_GROUP, count=count, out_of=100, against_out_of=200, estimate=count / 100, **others
    )


def test_young_adults_have_a_bar_beside_that_of_those_older_for_each_need() -> None:
    given = table(
        "transition.needs",
        against("25 and over", "Drug misuse", 60, 80),
        against("25 and over", "Attitudes", 70, None),
        against("10 to 17", "Drug misuse", 60, 20),
        labels=("Aged 18 to 24, set against", "Need"),
        headings=Headings("People", "People", estimate="Percentage with this need, aged 18 to 24"),
    )
    found = page(given)
    (chart,) = found.charts

    assert chart.kind is ChartKind.PAIRS
    assert [(point.name, point.value, point.beside) for point in chart.points] == [("Drug misuse", 60, 40)]
    assert (chart.called, chart.title_of_values) == (
        ("Aged 18 to 24", "Aged 25 and over"),
        "Percentage with this need (%)",
    )
    assert found.lines[1:] == ("Left out because too few are behind the figure: Attitudes.",)
    assert chart.alt == (
        "Bar chart of the percentage with each need, aged 18 to 24 and 25 and over. Drug misuse: 60% and 40%. Left out "
        "because too few are behind the figure: Attitudes."
    )
