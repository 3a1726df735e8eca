"""Where certain characters stand in a text: all of them at once, where a pattern would make a match for each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class Signs:
    """Some characters of the basic plane, by kind; a text is looked through for all kinds in one go.

    >>> signs = Signs("，。", "（")
    >>> places, kinds = signs.find("全县，（略）。𠮷，")     # "the whole county, (left out)."
    >>> places.tolist(), kinds.tolist()
    ([2, 3, 6, 8], [1, 2, 1, 1])
    """

    def __init__(self, *kinds: str) -> None:
        self._kinds: NDArray[np.uint8] = np.zeros(0x10000, dtype=np.uint8)
        for number, chars in enumerate(kinds, 1):
            self._kinds[list(map(ord, chars))] = number

    def find(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """The places of all of them, and the number of the kind that each is of, from 1."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        kinds = self._kinds[np.minimum(codes, 0xFFFF)]
        places = np.flatnonzero(kinds)
        return places, kinds[places]
