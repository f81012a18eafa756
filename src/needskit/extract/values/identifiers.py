from typing import NamedTuple
class Identified(NamedTuple):
    texts: object; refused: object; check_letter: object
def standard_identifiers(texts, form):
    import numpy as np
    z=np.zeros(len(texts),dtype=bool)
    return Identified(texts,z,z)
