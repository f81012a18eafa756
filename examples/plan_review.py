"""Which police and crime plans name which themes, and which themes together? The unit counted is the plan.

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
ID, BY, WHO = {"person_id": "area"}, {"area": "Area"}, "police and crime plans of 2013"  # the area names the plan
file, folder = [*sys.argv[1:], "."][:2]
plans = nk.read_cohort(file, population=WHO, unit="plans", needs=THEMES, need_word="theme", columns=ID, breakdowns=BY)
tables = [nk.needs.prevalence(plans), nk.needs.prevalence(plans, by="area"), nk.overlap.number_of_needs(plans)]
together = nk.overlap.pairs, nk.overlap.association, nk.overlap.combinations, nk.overlap.at_least
released = nk.release([*tables, *(analysis(plans) for analysis in together)], policy="none")  # plans are public
print(*(f"{table.caption.key}\n{table.to_frame().round(3).to_csv(index=False)}" for table in released), sep="\n")
book = nk.Workbook(title="Themes of plans", tables=released, contact="the reviewers")
print(*nk.headlines(released), book.save(f"{folder}/plan-review.xlsx"), sep="\n")
