"""A workbook of a house, filled with released tables: its named cells and its tables, and nothing else."""
