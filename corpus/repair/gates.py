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


Need = re.Pattern[str] | tuple[re.Pattern[str], re.Pattern[str]]  # a character, or two side by side


class Gates:
    """Patterns of one character each, or pairs of such for two that stand side by side, numbered as they were given.

    >>> gates = Gates([re.compile("[`']"), re.compile("[?]"), (re.compile("[（(]"), re.compile("[a-z]"))])
    >>> gates.look("县城?"), gates.look("县城"), gates.look("县(xian)城")     # the second only; none; the pair
    (2, 0, 4)
    """

    def __init__(self, needs: Sequence[Need]) -> None:
        self._bits: NDArray[np.uint32] = np.zeros(0x10000, dtype=np.uint32)
        pairs = [number for number, need in enumerate(needs) if isinstance(need, tuple)]
        self._order = [number for number in range(len(needs)) if number not in pairs] + pairs  # which bit is whose
        self._single, self._pairs = len(needs) - len(pairs), len(pairs)
        for bit, number in enumerate(self._order):
            need = needs[number]
            for shift, pattern in enumerate(need if isinstance(need, tuple) else (need,)):
                self._mark(pattern, bit + shift * self._pairs)
        # Characters beyond the basic plane come as pairs: let every rule look for itself.
        self._bits[_SURROGATES] = np.uint32((1 << len(needs) + len(pairs)) - 1)

    def _mark(self, pattern: re.Pattern[str], bit: int) -> None:
        # Runs, not characters: some patterns match nearly all of them.
        for found in re.finditer(f"(?:{pattern.pattern})+", _PLANE, pattern.flags):
            self._bits[found.start() : found.end()] |= np.uint32(1 << bit)

    def look(self, text: str) -> int:
        """A number whose bit n says that what pattern n stands for may be in the text."""
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
        if not len(units):
            return 0
        bits = self._bits[units]
        seen = int(np.bitwise_or.reduce(bits)) & (1 << self._single) - 1
        beside = int(np.bitwise_or.reduce(bits[:-1] & (bits[1:] >> self._pairs))) if len(units) > 1 else 0
        seen |= beside & (1 << self._pairs) - 1 << self._single
        return sum(1 << number for bit, number in enumerate(self._order) if seen >> bit & 1)
