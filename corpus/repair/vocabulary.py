"""Words and how often they are used: the closer look at the few best readings of a lost-byte run.

A text is as likely as the best way to cut it into words drawn one by one. The words of the page itself
count too, so that a page on medical insurance knows 医保 better than the word list does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.repair.language import FOLDED, Floats, class_of, convert_characters
from corpus.words import cut

DATA = Path(__file__).resolve().parents[1] / "data" / "words.npz"
LONGEST = 4
UNKNOWN = -19.0  # log-share of a character that is no word of the list
PAGE_WEIGHT = 4000.0  # what the word list is worth, in words seen on the page


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Log-shares of words; keys are four code points in 64 bits."""

    keys: NDArray[np.uint64]
    share: Floats
    page_keys: NDArray[np.uint64]
    page_share: Floats
    scale: float  # log of what the word list weighs beside the page

    def score(self, texts: list[str]) -> Floats:
        """Log-probability of each text (all of one length), simplified script, best cut into words.

        >>> likelier, less = load_vocabulary().score(["确保县域医疗", "确福县域医疗"])
        >>> bool(likelier > less)      # "ensure county-level health care"; 确福 is no word
        True
        """
        size = len(texts[0])
        codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype="<u4").astype(np.uint64)
        rows = np.minimum(codes, 0xFFFF).reshape(len(texts), size)
        best = np.full((size + 1, len(texts)), -1e9)
        best[0] = 0.0
        shares = [self._shares(rows, length) for length in range(1, LONGEST + 1)]
        for at in range(size):
            for length in range(1, min(LONGEST, size - at) + 1):
                np.maximum(best[at + length], best[at] + shares[length - 1][:, at], out=best[at + length])
        result: Floats = best[size]
        return result

    def go_on(self, rows: NDArray[np.uint64], best: Floats) -> Floats:
        """One more character: its code point is the last of each row of four; ``best`` holds the log-probability
        of the text up to each of the four places before it, and comes back for the place after it.
        """
        ends = [best[:, LONGEST - n] + self._shares(rows[:, LONGEST - n :], n)[:, 0] for n in range(1, LONGEST + 1)]
        result: Floats = np.max(ends, axis=0)
        return result

    def adapt(self, text: str) -> Vocabulary:
        """The vocabulary that also knows the words of this sound, simplified text."""
        words = Counter(word for word in cut(text) if len(word) <= LONGEST and "\n" not in word)
        if not words:
            return self
        items = sorted((pack_word(word), n) for word, n in words.items())
        keys = np.array([key for key, _ in items], dtype=np.uint64)
        counts = np.array([n for _, n in items], dtype=np.float64)
        total = counts.sum() + PAGE_WEIGHT
        listed = np.exp(_look_up(self.keys, self.share, keys, -99.0))
        share = np.log((counts + PAGE_WEIGHT * listed) / total)
        return replace(self, page_keys=keys, page_share=share, scale=float(np.log(PAGE_WEIGHT / total)))

    def _shares(self, rows: NDArray[np.uint64], length: int) -> Floats:
        if rows.shape[1] < length:
            return np.empty((len(rows), 0))
        key = np.zeros((rows.shape[0], rows.shape[1] - length + 1), dtype=np.uint64)
        for i in range(LONGEST):
            key <<= np.uint64(16)
            if i < length:
                key |= rows[:, i : i + key.shape[1]]
        found = _look_up(self.keys, self.share, key, UNKNOWN if length == 1 else -1e9) + self.scale
        if len(self.page_keys):
            own = _look_up(self.page_keys, self.page_share, key, -np.inf)
            found = np.where(own > -np.inf, own, found)
        return found


def _look_up(keys: NDArray[np.uint64], values: Floats, wanted: NDArray[np.uint64], missing: float) -> Floats:
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, values[place], missing)


def pack_word(word: str) -> int:
    """Up to four characters as one number."""
    key = 0
    for i in range(LONGEST):
        key = key << 16 | (min(ord(word[i]), 0xFFFF) if i < len(word) else 0)
    return key


_CLASSES = {ord(char): class_of(char) for char in map(chr, (*range(0x30, 0x7B), *range(0xFF10, 0xFF5B)))}


def spell_plainly(text: str) -> str:
    """The text as the tables spell it: simplified, full-width signs, one digit and two letters for all."""
    return mark_classes(convert_characters(text))


def mark_classes(simple: str) -> str:
    """Simplified text with full-width signs, one digit and two letters for all.

    >>> mark_classes("增长25%,")    # "grew by 25%,"
    '增长00%，'
    """
    return simple.translate(FOLDED).translate(_CLASSES)


@cache
def load_vocabulary() -> Vocabulary:
    """The word list alone; read once."""
    with np.load(DATA) as data:
        keys = np.cumsum(np.ascontiguousarray(data["keys"].T).view("<u8").ravel(), dtype=np.uint64)
        share = data["share"] / -16.0
    none = np.empty(0)
    return Vocabulary(keys, share, none.astype(np.uint64), none, 0.0)
