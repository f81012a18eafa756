"""The cohort: people whose records met the schema, counted once."""
