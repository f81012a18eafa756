"""The Excel workbook: planned as plain grids, drawn with openpyxl, read back and checked."""
