"""From files to one validated cohort: reading, header and code mapping, dates, records set aside."""
