"""Statistics: arrays in, arrays out. Nothing here knows what a need or a person is."""
