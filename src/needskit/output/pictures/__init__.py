"""Charts as pictures: the planned charts of released tables, drawn without a spreadsheet."""
