"""A finished workbook read back from disk and judged by a reader who shares no code with what made it."""
