"""What needs have men and women in the HELP trial? A DataFrame, needs of your own, and a breakdown by sex.

Run: python examples/help_trial.py HELPrct.csv [folder]    (R package mosaicData: 453 adults in detoxification, Boston)
"""

import sys

import pandas as pd

import needskit as nk

NEEDS = {
    "homeless": "Homeless",
    "depression": "Depression, CES-D score of 16 or more",
    "suicidal": "Suicidal thoughts",
    "drug": "Main substance a drug",
    "alcohol": "Main substance alcohol",
}
file, folder = [*sys.argv[1:], "."][:2]
trial = pd.read_csv(file)
people = trial[["sex", "age"]].assign(person_id=trial["id"], homeless=trial["homeless"].eq("homeless"))
people = people.assign(depression=trial["cesd"].ge(16), suicidal=trial["g1b"].eq("yes"))
people = people.assign(drug=trial["substance"].ne("alcohol"), alcohol=trial["substance"].eq("alcohol"))
cohort = nk.read_cohort(people, population="adults in detoxification, Boston", as_at=None, needs=NEEDS)
tables = [nk.needs.prevalence(cohort, by="sex"), nk.overlap.number_of_needs(cohort, by="sex")]
print(*(table.to_frame().iloc[:, :4].to_string(index=False) for table in tables), sep="\n\n")
book = nk.Workbook(title="HELP trial: needs", tables=nk.release(tables, policy="none"), contact="the evaluators")
print(book.save(f"{folder}/help-trial.xlsx"))
