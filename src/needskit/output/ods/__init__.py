"""A workbook as OpenDocument, by LibreOffice where it is present, and compared with the workbook cell by cell."""
