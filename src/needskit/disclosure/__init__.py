"""Disclosure control: the one way from a table with true counts to one that may leave the building."""
