"""How likely one character is after another: the judge that lost-byte repairs ask.

The counts come from a word list (see train_language.py) and, through ``adapt``, from the sound
parts of the page itself. Everything is counted in simplified script, so both scripts are judged alike.
Loaded when the first suspicious place is met, never for sound text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.simplify import convert_characters

DATA = Path(__file__).resolve().parents[1] / "data" / "characters.npz"
Ids = NDArray[np.int64]
Floats = NDArray[np.float64]

END = 0xFFFFFFFF  # a key beyond all others
RAREST = 1e-8  # the chance of a character that the word list does not have
PAGE_WEIGHT = 60.0  # what the word list is worth, in characters seen on the page
FOLDED = str.maketrans(",;:()", "，；：（）")  # on these pages half-width signs stand for full-width ones
CLASH = 0.002  # how much rarer a sign is after another sign
SIGNS, CLOSING = "，。、；：？！?!—·", "”）》"
SPREAD = {"0": 10, "A": 26, "a": 26}  # characters that share a class


@dataclass(frozen=True, slots=True)
class Language:
    """Log-probabilities of neighbouring characters, addressed by small numbers (ids).

    >>> model = load_language()
    >>> county, area, lush = (int(i) for i in model.ids("縣域郁"))
    >>> model.follow(county, [area]) > model.follow(county, [lush])     # 縣域 is a word
    array([ True])
    """

    numbers: NDArray[np.int32]  # code point → id
    first: Floats  # share of words that begin with the character; per id
    last: Floats  # share of the character's uses that end a word
    count: Floats
    spread: Floats  # log of the chance within a class of characters
    signs: NDArray[np.bool_]  # signs that seldom have another right after them, unless the pair is listed
    closing: NDArray[np.bool_]  # those that seldom come right after a sign: the signs and ” ） 》
    keys: NDArray[np.uint32]  # pairs (left << 16 | right) that words or the page have, sorted
    inside: Floats  # how often the word list has them
    rates: Floats  # their chance, given the left one, beside what chance alone brings together
    free: Floats  # per left one: the chance that nothing but chance decides what follows

    def ids(self, text: str) -> Ids:
        """The id of every character; those outside the BMP and those unknown share the last one."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        found: Ids = self.numbers[np.minimum(codes, 0xFFFF)].astype(np.int64)
        return found

    def follow(self, before: Ids | int, after: Ids | list[int]) -> Floats:
        """Log-probability of ``after`` standing after ``before``, element by element."""
        right = np.asarray(after, dtype=np.int64)
        left = np.asarray(before, dtype=np.int64)
        apart = self.free[left] * self.first[right]
        clash = self.signs[left] & self.closing[right]
        if clash.any():
            apart = np.where(clash, CLASH * apart, apart)
        chance = apart + _look_up(self.keys, self.rates, left << 16 | right)
        result: Floats = np.log(chance) + self.spread[right]
        return result

    def attract(self, before: Ids, after: Ids) -> Floats:
        """How much likelier (log) ``after`` is for standing after ``before``: words have it, chance has not."""
        result: Floats = self.follow(before, after) - np.log(self.first[after])
        return result

    def clash(self, before: Ids | int, after: Ids | int) -> Floats:
        """Log-penalty for two signs in a row; 0 elsewhere."""
        both = self.signs[np.asarray(before)] & self.closing[np.asarray(after)]
        return np.where(both, np.log(CLASH), 0.0)

    def score(self, text: str) -> float:
        """Log-probability of the text, read from the start of a line."""
        ids = self.ids("\n" + text)
        return float(self.follow(ids[:-1], ids[1:]).sum())

    def adapt(self, pieces: list[str]) -> Language:
        """A model that also knows what stands in these sound pieces of the page."""
        ids = self.ids("\n".join(pieces))
        # Stray signs and letters are what damage looks like: they are not learnt.
        usual = (self.first[ids] > 1e-6) & ~np.isin(ids, self.ids("?!aA"))
        left, right = ids[:-1], ids[1:]
        both = usual[:-1] & usual[1:]
        found, counts = np.unique((left[both] << 16) | right[both], return_counts=True)
        totals = np.bincount(left[both], minlength=len(self.count)).astype(np.float64) + PAGE_WEIGHT
        trust = PAGE_WEIGHT / totals  # of what is known beside the page, per left character
        rates = self.rates * trust[np.minimum(self.keys >> 16, len(totals) - 1)]
        seen = counts / totals[found >> 16]
        place = self.keys.searchsorted(found.astype(self.keys.dtype))
        known = self.keys[place] == found
        rates[place[known]] += seen[known]
        new = ~known
        # Where the old ones go among the new ones: found once for both tables.
        at = place[new] + np.arange(int(new.sum()))
        old = np.ones(len(self.keys) + len(at), dtype=np.bool_)
        old[at] = False
        keys, merged = np.empty(len(old), dtype=self.keys.dtype), np.empty(len(old))
        keys[old], keys[at] = self.keys, found[new]
        merged[old], merged[at] = rates, seen[new]
        return replace(self, keys=keys, rates=merged, free=self.free * trust)


def _look_up(keys: NDArray[np.generic], values: Floats, wanted: Ids) -> Floats:
    place = keys.searchsorted(wanted.astype(keys.dtype))  # the last key is beyond all that is wanted
    return np.where(keys[place] == wanted, values[place], 0.0)


@cache
def load_language() -> Language:
    """The model of the word list alone; read once, in some 20 ms."""
    with np.load(DATA) as data:
        chars, count, first, last = (data[name].astype(np.float64) for name in ("chars", "count", "first", "last"))
        words = float(data["words"])
        keys = np.cumsum(np.ascontiguousarray(data["keys"].T).view("<u4").ravel(), dtype=np.uint32)
        keys, inside = np.append(keys, np.uint32(END)), np.append(np.exp(data["inside"] / 16.0), 0.0)
    unknown = len(chars)
    count, last = np.append(count, 1.0), np.maximum(np.append(last / count, 1.0), 1e-3)
    own = {int(code): i for i, code in enumerate(chars)}
    numbers = np.full(0x10000, unknown, dtype=np.int32)
    # Traditional characters are counted as the simplified ones that they become.
    plane = "".join(chr(c) for c in (*range(0x20, 0x7F), *range(0x2010, 0x2670), *range(0x3000, 0xA000)))
    plane += "".join(chr(c) for c in range(0xFF00, 0xFFF0))
    for char, simple in zip(plane, convert_characters(plane).translate(FOLDED), strict=True):
        numbers[ord(char)] = own.get(ord(class_of(simple)), unknown)
    for code in (0x0A, 0x0D, 0xB7):
        numbers[code] = own.get(0x0A if code == 0x0D else code, unknown)
    spread = np.zeros(unknown + 1)
    for sign, size in SPREAD.items():
        spread[own[ord(sign)]] = -np.log(size)
    return Language(
        numbers=numbers,
        first=np.maximum(np.append(first / words, 0.0), RAREST),
        last=last,
        count=count,
        spread=spread,
        signs=np.isin(np.arange(unknown + 1), [own[ord(sign)] for sign in SIGNS]),
        closing=np.isin(np.arange(unknown + 1), [own[ord(sign)] for sign in SIGNS + CLOSING]),
        keys=keys,
        inside=inside,
        rates=inside / count[np.minimum(keys >> 16, unknown)],
        free=last,
    )


def class_of(char: str) -> str:
    """0 for a digit, A or a for a letter, else the character itself."""
    if "0" <= char <= "9" or "０" <= char <= "９":
        return "0"
    if "A" <= char <= "Z" or "Ａ" <= char <= "Ｚ":
        return "A"
    if "a" <= char <= "z" or "ａ" <= char <= "ｚ":
        return "a"
    return char
