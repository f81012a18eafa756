"""Checks of a finished file that need no bounds: of its numbers, of the order of rows, of the parts of the file."""
