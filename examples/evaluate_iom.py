"""An evaluation of IOM with made-up people: what can be said, and what cannot.

Run: python examples/evaluate_iom.py [folder]
"""

import sys

import needskit as nk

folder = [*sys.argv[1:], "."][0]
extract = nk.write_synthetic(folder, people=3_000, seed=1)
cohort = nk.read_cohort(extract, population="made-up people in Northshire", as_at="2025-12-31")
told = nk.Comparison(
    adjust=("sex", "age", "prior_convictions", "ogrs3"),
    known_only=True,
    adjust_p="holm",
    submitted=300,
)
found = nk.evaluation(cohort, settings=told)
for caution in found.cautions:
    print(f"{caution.code}: {caution.words}")
released = nk.release(found.tables)
book = nk.needs_assessment(found.cohort, released, title="IOM in Northshire", contact="insight@northshire.example")
print(*nk.headlines(released), sep="\n")
print(book.save(f"{folder}/iom.xlsx"))
