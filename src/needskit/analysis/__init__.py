"""Analyses: one module a subject, each a definition over the counts of a cohort."""
