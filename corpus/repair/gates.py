"""One look at a text that tells which repairs may find anything in it.

Most rules are about characters that sound plans hardly hold. One pass over the code units of a text
gathers, for all rules at once, whether any such character is there; sound text costs that pass alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_PLANE = "".join(map(chr, range(0x10000)))
_SURROGATES = slice(0xD800, 0xE000)


class Gates:
    """Patterns of one character each, numbered as they were given.

    >>> gates = Gates([re.compile("[`']"), re.compile("[?]")])
    >>> gates.look("县城?"), gates.look("县城")     # the second pattern only; none
    (2, 0)
    """

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._bits: NDArray[np.uint32] = np.zeros(0x10000, dtype=np.uint32)
        for number, pattern in enumerate(patterns):
            # Runs, not characters: some patterns match nearly all of them.
            for found in re.finditer(f"(?:{pattern.pattern})+", _PLANE, pattern.flags):
                self._bits[found.start() : found.end()] |= np.uint32(1 << number)
        # Characters beyond the basic plane come as pairs: let every rule look for itself.
        self._bits[_SURROGATES] = np.uint32((1 << len(patterns)) - 1)

    def look(self, text: str) -> int:
        """A number whose bit n says that a character of pattern n may be in the text."""
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
        return int(np.bitwise_or.reduce(self._bits[units])) if len(units) else 0
