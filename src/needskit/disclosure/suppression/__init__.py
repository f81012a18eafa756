"""Which counts must not be shown so that nobody can work out a small one: over all tables of a release together."""
