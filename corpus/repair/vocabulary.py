"""Words and how often they are used: the closer look at the few best readings of a lost-byte run.

A text is as likely as the best way to cut it into words drawn one by one. The words of the page itself
count too, so that a page on medical insurance knows 医保 better than the word list does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.repair.language import FOLDED, Floats, class_of
from corpus.simplify import convert_characters
from corpus.words import cut

DATA = Path(__file__).resolve().parents[1] / "data" / "words.npz"
LONGEST = 4
UNKNOWN = -19.0  # log-share of a character that is no word of the list
PAGE_WEIGHT = 4000.0  # what the word list is worth, in words seen on the page


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Log-shares of words; keys are four code points in 64 bits. A page has a small table of its own."""

    keys: NDArray[np.uint64]
    share: Floats
    unknown: float = UNKNOWN  # log-share of a character that is no word
    scale: float = 0.0  # log of what the large table weighs beside the page
    page_keys: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    page_share: Floats = field(default_factory=lambda: np.empty(0))

    def score(self, texts: list[str]) -> Floats:
        """Log-probability of each text (all of one length), simplified script, best cut into words.

        >>> likelier, less = load_vocabulary().score(["确保县域医疗", "确福县域医疗"])
        >>> bool(likelier > less)      # "ensure county-level health care"; 确福 is no word
        True
        """
        size = len(texts[0])
        rows = _read_codes("".join(texts)).reshape(len(texts), size)
        best = np.full((size + LONGEST, len(texts)), -1e9)  # up to each place, the first of them before the text
        best[LONGEST - 1] = 0.0
        shares = np.full((size, LONGEST, len(texts)), -1e9)  # of the words that end at each place, the longest first
        for length, share in enumerate(self._shares(rows), 1):
            shares[length - 1 :, LONGEST - length] = share
        for at in range(size):
            (best[at : at + LONGEST] + shares[at]).max(axis=0, out=best[at + LONGEST])
        result: Floats = best[-1]
        return result

    def go_on(self, rows: NDArray[np.uint64], best: Floats) -> Floats:
        """One more character: its code point is the last of each row of four; ``best`` holds the log-probability
        of the text up to each of the four places before it, and comes back for the place after it.
        """
        key = rows[:, LONGEST - 1] << np.uint64(48)
        keys = [key]
        for char in (2, 1, 0):  # the words that end here, from the shortest on
            key = key >> np.uint64(16) | rows[:, char] << np.uint64(48)
            keys.insert(0, key)
        words = self._look_up(np.stack(keys, axis=1))
        words[:, -1] = np.maximum(words[:, -1], self.unknown)
        result: Floats = (best + words).max(axis=1)
        return result

    def adapt(self, text: str) -> Vocabulary:
        """The vocabulary that also knows the words of this sound, simplified text."""
        return self.learn(cut_words(text))

    def learn(self, words: NDArray[np.uint64]) -> Vocabulary:
        """The vocabulary that also knows these running words (see ``cut_words``)."""
        return self.learn_counts(*np.unique(words, return_counts=True))

    def learn_counts(self, found: NDArray[np.uint64], counts: NDArray[np.int64]) -> Vocabulary:
        """The vocabulary that also knows these words, each of which ran so often."""
        if not len(found):
            return self
        total = counts.sum() + PAGE_WEIGHT
        scale = float(np.log(PAGE_WEIGHT / total))  # log of what was known before weighs beside these words
        own = np.log((counts + PAGE_WEIGHT * np.exp(self._look_up(found))) / total)
        kept = ~np.isin(self.page_keys, found)
        keys = np.concatenate((self.page_keys[kept], found))
        share = np.concatenate((self.page_share[kept] + scale, own))
        order = np.argsort(keys, kind="stable")
        return replace(
            self,
            page_keys=keys[order],
            page_share=share[order],
            scale=self.scale + scale,
            unknown=self.unknown + scale,
        )

    def _shares(self, rows: NDArray[np.uint64]) -> list[Floats]:
        """Log-shares of all sequences of one, two, three and four characters, a table each: a row for each place where
        they begin, a column for each text.
        """
        key = rows << np.uint64(48)
        keys = [key]
        for length in range(2, min(LONGEST, rows.shape[1]) + 1):
            key = key[:, :-1] | rows[:, length - 1 :] << np.uint64(64 - 16 * length)
            keys.append(key)
        # Readings of one place differ in few characters: what stands in the row above is not looked up again.
        every = np.concatenate([key.T for key in keys])
        new = np.ones(every.shape, dtype=np.bool_)
        np.not_equal(every[:, 1:], every[:, :-1], out=new[:, 1:])
        found = self._look_up(every[new])[np.cumsum(new) - 1].reshape(every.shape)
        size = keys[0].shape[1]
        np.maximum(found[:size], self.unknown, out=found[:size])
        return np.split(found, np.cumsum([key.shape[1] for key in keys])[:-1])

    def _look_up(self, wanted: NDArray[np.uint64]) -> Floats:
        place = np.minimum(self.keys.searchsorted(wanted), len(self.keys) - 1)
        found = np.where(self.keys[place] == wanted, self.share[place] + self.scale, -1e9)
        if len(self.page_keys):
            place = np.minimum(self.page_keys.searchsorted(wanted), len(self.page_keys) - 1)
            found = np.where(self.page_keys[place] == wanted, self.page_share[place], found)
        return found


def _read_codes(text: str) -> NDArray[np.uint64]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    result: NDArray[np.uint64] = np.minimum(codes, np.uint64(0xFFFF))
    return result


def _pack(rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Every row of four code points as one number."""
    shifts = np.array([48, 32, 16, 0], dtype=np.uint64)
    result: NDArray[np.uint64] = np.bitwise_or.reduce(rows << shifts, axis=1)
    return result


def cut_words(text: str) -> NDArray[np.uint64]:
    """The words of up to four characters of this simplified text, one after another, each packed into a number."""
    words = cut(text)
    sizes = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    codes = np.append(_read_codes("".join(words)), np.zeros(LONGEST, dtype=np.uint64))
    places = (np.cumsum(sizes) - sizes)[:, None] + np.arange(LONGEST)
    rows = np.where(np.arange(LONGEST) < sizes[:, None], codes[places], 0)
    return _pack(rows[(sizes <= LONGEST) & (rows != 0x0A).all(axis=1)])


def pack_word(word: str) -> int:
    """Up to four characters as one number."""
    key = 0
    for i in range(LONGEST):
        key = key << 16 | (min(ord(word[i]), 0xFFFF) if i < len(word) else 0)
    return key


_CLASSES = {ord(char): class_of(char) for char in map(chr, (*range(0x30, 0x7B), *range(0xFF10, 0xFF5B)))}
_PLAIN = _CLASSES | {code: _CLASSES.get(other, chr(other)) for code, other in FOLDED.items()}
_NUMBER = re.compile("0(?:[.．]?0)+")
SHORT = 100  # characters; longer text is looked up all at once


def spell_plainly(text: str) -> str:
    """The text as the tables spell it: simplified, full-width signs, one digit and two letters for all."""
    return mark_classes(convert_characters(text))


def spell_briefly(text: str) -> str:
    """The same with one digit for every number: what is counted stands behind it, and may be far.

    >>> spell_briefly("增長25.5%,")    # "grew by 25.5%,"
    '增长0%，'
    """
    return shorten_numbers(spell_plainly(text))


def shorten_numbers(plain: str) -> str:
    """Plainly spelt text with one digit for every number."""
    return _NUMBER.sub("0", plain)


def mark_classes(simple: str) -> str:
    """Simplified text with full-width signs, one digit and two letters for all.

    >>> mark_classes("增长25%,")    # "grew by 25%,"
    '增长00%，'
    """
    if len(simple) < SHORT:
        return simple.translate(_PLAIN)
    codes = np.frombuffer(simple.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    if codes.max() > 0xFFFF:
        return simple.translate(_PLAIN)
    plain: str = _plane()[codes].tobytes().decode("utf-32-le", "surrogatepass")
    return plain


@cache
def _plane() -> NDArray[np.uint32]:
    """How every character of the basic plane is written plainly."""
    table = np.arange(0x10000, dtype="<u4")
    for code, char in _PLAIN.items():
        table[code] = ord(char)
    return table


@cache
def load_vocabulary() -> Vocabulary:
    """The word list alone; read once."""
    with np.load(DATA) as data:
        keys = np.cumsum(np.ascontiguousarray(data["keys"].T).view("<u8").ravel(), dtype=np.uint64)
        share = data["share"] / -16.0
    return Vocabulary(keys, share)
