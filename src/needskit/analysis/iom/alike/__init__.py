"""People managed under IOM beside people like them: the match, how good it is, and what became of both."""
