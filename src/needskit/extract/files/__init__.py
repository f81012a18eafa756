"""From a file to a grid of texts: what stands where, and which row is the header."""
