"""How many police and crime plans name each theme? The unit counted is the plan, and a theme stands where a need would.

Run: python examples/plan_review.py police_and_crime_plans_2013.csv [folder]
"""

import sys

import needskit as nk

THEMES = {
    "multiple_complex_needs": "Multiple and complex needs",
    "young_adults": "Young adults",
    "young_people": "Young people",
    "mental_health": "Mental health",
    "women_suspects_offenders": "Women suspects and offenders",
    "bame": "Black, Asian and minority ethnic people",
    "prevent_crime": "Preventing crime",
    "reduce_reoffending": "Reducing reoffending",
    "joint_commissioning": "Joint commissioning",
}
AREA = {"person_id": "area"}
PLANS = "police and crime plans"
file, folder = [*sys.argv[1:], "."][:2]
plans = nk.read_cohort(file, population=PLANS, as_at=None, unit="plans", needs=THEMES, need_word="theme", columns=AREA)
tables = [nk.needs.prevalence(plans), nk.overlap.number_of_needs(plans)]
print(*(table.to_frame().iloc[:, :3].to_string(index=False) for table in tables), sep="\n\n")
book = nk.Workbook(title="Themes of plans", tables=nk.release(tables, policy="none"), contact="the reviewers")
print(book.save(f"{folder}/plan-review.xlsx"))
