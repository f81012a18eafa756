"""Every rule of a workbook, by subject. Add one to the tuple of its module and every check applies it."""
