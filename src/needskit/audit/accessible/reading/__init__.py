"""A workbook as its file has it: parts, worksheets, tables, styles and drawings, read without openpyxl."""
