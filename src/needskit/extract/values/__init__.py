"""From texts to typed values: numbers, dates, codes, identifiers, lengths of sentence."""
