"""A needs assessment of made-up people, protected for publication.

Run: python examples/northshire.py [folder]
"""

import sys

import needskit as nk

folder = [*sys.argv[1:], "."][0]
extract = nk.write_synthetic(folder, people=2_000, seed=1)
cohort = nk.read_cohort(extract, population="made-up people in Northshire", as_at="2025-12-31")
young = nk.needs.prevalence(cohort.where("aged 18 to 24", age=(18, 24)))
older = nk.needs.prevalence(cohort.where("aged 25 and over", age=(25, None)))
tables = [
    nk.overlap.number_of_needs(cohort),
    nk.overlap.number_of_needs(cohort, by="sex"),
    young,
    nk.difference(young, against=older),
]
released = nk.release(tables, policy=nk.STANDARD_POLICY)
book = nk.Workbook(title="Northshire needs assessment", tables=released, contact="insight@northshire.example")
print(*nk.headlines(released), sep="\n")
print(book.save(f"{folder}/northshire.xlsx"))
