"""The same people before and after, and what regression to the mean alone would bring."""
