"""A needskit.toml with every key that a figure depends on, and how the method sheet says each."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from openpyxl import Workbook
from tests.spec.damage.full_comparison import OF_A_COMPARISON
from tests.spec.damage.full_comparison import TOML as COMPARISON

from needskit.extract.project import comparison, parts, targets, terms

if TYPE_CHECKING:
    from pathlib import Path

TOML = """
[cohort]
population = "people in zebra"
as_at = 2025-12-30
unit = "clients"
identifier = "crn"
[needs]
set = "multiple_disadvantage"
edition = "san"
word = "theme"
blank = "no"
partial = "as nought"
[need.need_gambling]
label = "Gambling zeal"
definition = "Gambles a zillion"
column = "Gambles"
yes = ["Zounds"]
no = ["Zip"]
missing = ["Zero"]
blank = "not known"
[need.need_debt]
label = "Debt zone"
column = "Owes"
at_least = 417
[assessments]
take = "first"
within_weeks = 53
types = ["layer_2"]
statuses = ["open"]
[follow_up]
months = 14
waiting_months = 7
data_end = 2025-11-29
measure = "zigzag"
outcomes = ["other_disposal"]
label = "Zigzagged"
[definitions]
accommodation = "housed"
young_adults = [19, 23]
[[definitions.age_bandings]]
name = "zodiac_band"
label = "Zodiac bands"
levels = [[10, 17], [18, 26], [27, 110]]
[definitions.dual_diagnosis]
mental_health = ["need_emotional_wellbeing"]
substance = ["need_substance"]
[[definitions.domains]]
label = "Zymotic misuse"
any_of = ["need_substance"]
[[definitions.domains]]
label = "Zoned out of home"
any_of = ["need_homelessness", "need_gambling"]
[[definitions.domains]]
label = "Mental zest"
any_of = ["mental_health"]
[definitions.repeated_contact]
needs = 3
times = 43
months = 47
of = "services"
[definitions.transition]
period = [2019-03-04, 2024-05-06]
window_days = 97
long_gap_days = 23
adult_services = ["Zodiac adult"]
young_adult_services = ["Zodiac youth"]
[[definitions.support]]
label = "Zonal help"
services = ["Zonal"]
need = "need_substance"
[cohorts.older]
label = "Older zebras"
[cohorts.older.where]
age = { from = 51, to = 97 }
sex = "Female"
[breakdowns]
team = "Team of zeal"
[[comparators]]
need = "need_substance"
percentage = 41.7
period = "2019 to zenith"
population = "prisoners of Zembla"
source = "Zembla bulletin"
note = "men in zinc"
[[targets]]
name = "Zero misuse"
of = "need_substance"
where = { sex = "Female" }
fall = 12.5
by = 2027-03-30
[targets.baseline]
percentage = 61.3
period = "2018 to zodiac"
source = "Zonal plan"
out_of = 1234
population = "clients of Zante"
note = "before zeal"
[[targets]]
name = "Zippy"
of = "need_gambling"
fall_points = 7.25
baseline = { percentage = 33.3, period = "2018", source = "Zonal plan" }
[[targets]]
name = "Zooming"
of = "need_debt"
level = 44.75
baseline = { percentage = 33.3, period = "2018", source = "Zonal plan" }
[sources.caseload]
file = "caseload.csv"
role = "people"
header_row = 3
repeated = "last row"
only_named = false
dates = "month first"
two_digit_years = 2024
missing = ["Zilch"]
columns = { person_id = "Zone CRN", risk_of_harm = false }
codes = { sex = { Zoe = "female" } }
units = { sentence_length = "days" }
[sources.drugs]
file = "drugs.xlsx"
sheet = "Zone clients"
role = "services"
complete = true
flag = "in_treatment"
label = "In zonal treatment"
[sources.oasys]
file = "oasys.csv"
role = "assessments"
only_named = true
columns = { person_id = "CRN", assessment_date = "Zone date" }
"""

"""[report] is not here: it says how figures are shown and not what they are."""

PARTS = {
    "cohort": parts.CohortPart, "needs": parts.NeedsPart, "need": parts.NeedPart, "assessments": parts.AssessmentsPart,
    "follow_up": parts.FollowUpPart, "definitions": terms.DefinitionsPart,
    "age_bandings": terms.AgeBandingPart, "dual": terms.DualDiagnosisPart,
    "domains": terms.DomainPart, "repeated": terms.RepeatedContactPart, "transition": terms.TransitionPart,
    "support": terms.SupportPart, "cohorts": terms.NamedCohortPart,
    "range": terms.RangePart, "comparators": terms.ComparatorPart, "targets": targets.TargetPart,
    "baseline": targets.BaselinePart, "comparison": comparison.ComparisonPart, "sources": parts.SourcePart,
}  # fmt: skip

ON_THE_SHEET = {
    "cohort.population": "people in zebra",
    "cohort.as_at": "2025-12-30",
    "cohort.unit": "clients",
    "cohort.identifier": "crn",
    "needs.set": "disadvantage",
    "needs.edition": "Edition of cut-offs: san",
    "needs.word": "theme",
    "needs.blank": "A blank theme: no",
    "needs.partial": "as nought",
    "need.label": "Gambling zeal",
    "need.definition": "Gambles a zillion",
    "need.column": "column Owes",
    "need.yes": "yes: Zounds",
    "need.no": "no: Zip",
    "need.missing": "not known: Zero",
    "need.at_least": "need from 417 on",
    "need.blank": "blank: not known",
    "assessments.take": "Assessment taken: first",
    "assessments.within_weeks": "within 53 weeks",
    "assessments.types": "Types of assessment: layer_2",
    "assessments.statuses": "Statuses of assessment: open",
    "follow_up.months": "Follow-up: 14 months",
    "follow_up.waiting_months": "Waiting time: 7 months",
    "follow_up.data_end": "2025-11-29",
    "follow_up.measure": "(zigzag)",
    "follow_up.outcomes": "with the outcome other_disposal",
    "follow_up.label": "Reoffending: Zigzagged",
    "definitions.accommodation": "Accommodation dichotomy: housed",
    "definitions.young_adults": "aged 19 to 23",
    "definitions.age_bandings": "Own bands of age",
    "age_bandings.name": "zodiac_band",
    "age_bandings.label": "Zodiac bands",
    "age_bandings.levels": "18 to 26, 27 and over",
    "definitions.dual_diagnosis": "Dual diagnosis",
    "dual.mental_health": "need_emotional_wellbeing",
    "dual.substance": "need_substance",
    "definitions.domains": "Domains of disadvantage",
    "definitions.repeated_contact": "Repeated contact",
    "domains.label": "Mental zest: ",
    "domains.any_of": "need_homelessness or need_gambling",
    "repeated.needs": "3 or more themes",
    "repeated.times": "43 or more contacts",
    "repeated.months": "within 47 months",
    "repeated.of": "spells with a service that started",
    "definitions.transition": "Turned 18",
    "definitions.support": "Support: ",
    "transition.period": "4 March 2019 to 6 May 2024",
    "transition.window_days": "within 97 days",
    "transition.long_gap_days": "more than 23 days",
    "transition.adult_services": "Adult services: Zodiac adult",
    "transition.young_adult_services": "Services for young adults: Zodiac youth",
    "support.label": "Zonal help: ",
    "support.services": "Zonal,",
    "support.need": "wanted by need_substance",
    "cohorts.label": "Older zebras: ",
    "cohorts.where": "sex Female",
    "range.from_": "age 51 to",
    "range.to": "to 97",
    "comparators.need": "need_substance: ",
    "comparators.percentage": "41.7%",
    "comparators.period": "2019 to zenith",
    "comparators.population": "prisoners of Zembla",
    "comparators.source": "Zembla bulletin",
    "comparators.note": "men in zinc",
    **OF_A_COMPARISON,
    "targets.name": "Zero misuse (by",
    "targets.of": "need_substance of",
    "targets.where": "of sex Female",
    "targets.baseline": "from 61.3%",
    "targets.fall": "a fall of 12.5%",
    "targets.fall_points": "a fall of 7.25 percentage points",
    "targets.level": "44.75%",
    "targets.by": "by 30 March 2027",
    "baseline.percentage": "61.3%",
    "baseline.period": "2018 to zodiac",
    "baseline.source": "Zonal plan",
    "baseline.out_of": "of 1,234",
    "baseline.population": "clients of Zante",
    "baseline.note": "before zeal",
    "sources.file": "drugs.xlsx",
    "sources.role": "services",
    "sources.sheet": "Zone clients",
    "sources.header_row": "row 3",
    "sources.repeated": "last row",
    "sources.complete": "is not concerned",
    "sources.only_named": "Other columns, source oasys: not read",
    "sources.dates": "month first",
    "sources.two_digit_years": "to 2024",
    "sources.missing": "Zilch",
    "sources.columns": "Zone CRN",
    "sources.codes": "Zoe: female",
    "sources.units": "sentence_length: days",
    "sources.flag": "in_treatment",
    "sources.label": "In zonal treatment",
}
"""Every key of every part, and words that the sheet has because of its value above."""


def every_key() -> set[str]:
    return {f"{name}.{each.name}" for name, part in PARTS.items() for each in fields(part)}


def write_full_settings(folder: Path) -> Path:
    """Write the settings and the files that they name."""
    (folder / "caseload.csv").write_text(
        "Caseload,,,,,,,,\n,,,,,,,,\n"
        "Zone CRN,Sex,Index date,Date of birth,Gambles,Owes,Team,Sentence length,need_substance\n"
        "X400001,Zoe,06/13/24,1980-03-04,Zounds,500,East,90,yes\nX400002,M,06/14/24,1981-03-04,Zip,20,West,80,\n",
        encoding="utf-8",
    )
    (folder / "oasys.csv").write_text("CRN,Zone date\nX400001,2024-05-01\n", encoding="utf-8")
    book = Workbook()
    book.worksheets[0].title = "Zone clients"
    for row in (("person_id", "service"), ("X400001", "Drugs")):
        book.worksheets[0].append(row)
    book.save(folder / "drugs.xlsx")
    path = folder / "needskit.toml"
    path.write_text(TOML + COMPARISON, encoding="utf-8")
    return path
