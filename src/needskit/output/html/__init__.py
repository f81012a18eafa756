"""The release as one page of HTML, for those who will not open a workbook."""
