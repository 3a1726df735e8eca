"""What the sound parts of a page say after the same few characters: 京津 is followed by 冀 all over the page.

General tables cannot know the names of a page. Where one character must be guessed, the page is asked what it
has after the last five, four, three … characters before the place; longer matches count for more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from corpus.repair.language import Floats, Ids, load_language

LONGEST = 5
BASE = 1e-6  # the chance of a character that neither the page nor the word list has
USUAL = 500.0  # what the word list is worth, in characters seen on the page: short pages prove little
_NONE = np.empty(0, dtype=np.int64)
TRUST = 0.5  # how much the shorter match counts for each kind of character after the longer one


@dataclass(frozen=True)
class Memory:
    """The sound text of a page, spelt as the tables spell it (see ``spell_plainly``)."""

    text: str

    @cached_property
    def _codes(self) -> Ids:
        return _read_codes(self.text + "\n")

    @cached_property
    def _counts(self) -> Ids:
        counts: Ids = np.bincount(self._codes, minlength=0x10000)
        return counts

    def _find(self, code: int) -> tuple[Ids, Ids, int]:
        """(where the characters after this one stand, these characters in order, how many kinds)."""
        if code not in self._places:
            after = np.flatnonzero(self._codes[:-1] == code) + 1
            row = np.sort(self._codes[after])
            self._places[code] = after, row, int((row[1:] != row[:-1]).sum()) + bool(len(row))
        return self._places[code]

    @cached_property
    def _places(self) -> dict[int, tuple[Ids, Ids, int]]:
        return {}

    def follow(self, left: str, options: list[str]) -> Floats:
        """Log-chance of each option's first character after ``left``, by this page alone.

        >>> page = Memory("京雄保一体化。融入京雄保，县城建设。")     # "Beijing, Xiong'an, Baoding in one"
        >>> page.follow("京雄", ["保", "。"]).round(1).tolist()
        [-0.0, -7.2]
        """
        wanted = _read_codes("".join(option[0] for option in options))
        counts = self._counts
        chance = (counts[wanted] + USUAL * _usual()[wanted]) / (len(self._codes) + USUAL)
        before = _read_codes(left[: -LONGEST - 1 : -1]).tolist()
        after, row, kinds = self._find(before[0]) if before else (_NONE, _NONE, 0)
        for size, code in enumerate(before, 1):
            if size > 1:
                after = after[(after >= size) & (self._codes[after - size] == code)]
                row = np.sort(self._codes[after])
                kinds = len(set(row.tolist()))
            if not len(after):
                break
            trust = TRUST * kinds
            seen = row.searchsorted(wanted, "right") - row.searchsorted(wanted)
            chance = (seen + trust * chance) / (len(row) + trust)
        result: Floats = np.log(chance)
        return result


@cache
def _usual() -> Floats:
    """How often each character of the basic plane is used."""
    model = load_language()
    share: Floats = np.maximum(model.count[model.numbers] / model.count.sum(), BASE)
    return share


def _read_codes(text: str) -> Ids:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    result: Ids = np.minimum(codes, 0xFFFF)
    return result
