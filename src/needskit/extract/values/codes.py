def checked_codes(field, codes): pass
