"""A finished file read back from disk: its sheets, its parts, its tidy files, and what its rows are said to count."""
