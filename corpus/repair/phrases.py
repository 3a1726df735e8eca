"""Sequences of up to four characters in running text: what the word list cannot say of a place.

Word lists know words, not what stands beside them: that 。 comes after 提高 and before 基本, that a sentence
seldom begins with 化. Counts of newspaper text and of the page itself fill that gap. Asked only for the
few best readings of a character of which a byte was lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.repair.language import Floats, Ids, Language

DATA = Path(__file__).resolve().parents[1] / "data" / "phrases.npz"
BITS = 14  # of a character's id in a key
LONGEST = 4
PAGE_WEIGHT = 3.0  # what one occurrence on the page is worth, in occurrences elsewhere
# How much a length trusts the next shorter one: in kinds of what may follow, and in occurrences.
TRUST = {2: (4.0, 300.0), 3: (4.0, 40.0), 4: (2.0, 10.0)}


@dataclass(frozen=True, slots=True)
class Counts:
    """How often sequences of one length occur, sorted, and what begins them."""

    keys: NDArray[np.uint64]
    count: Floats
    heads: NDArray[np.uint64]  # sequences without their last character
    total: Floats  # how often each head occurs before anything
    kinds: Floats  # how many characters follow it

    def look_up(self, keys: NDArray[np.uint64]) -> tuple[Floats, Floats, Floats]:
        """(count of the sequence, total and kinds of its head); 0 for what never occurred."""
        if not len(self.keys):
            none = np.zeros(keys.shape)
            return none, none, none
        at = np.minimum(self.keys.searchsorted(keys), len(self.keys) - 1)
        heads = keys >> np.uint64(BITS)
        head = np.minimum(self.heads.searchsorted(heads), len(self.heads) - 1)
        known = self.heads[head] == heads
        return (
            np.where(self.keys[at] == keys, self.count[at], 0.0),
            np.where(known, self.total[head], 0.0),
            np.where(known, self.kinds[head], 0.0),
        )


def count_heads(keys: NDArray[np.uint64], count: Floats) -> Counts:
    """The table of these sorted sequences."""
    if not len(keys):
        return Counts(keys, count, keys, count, count)
    head = keys >> np.uint64(BITS)
    first = np.flatnonzero(np.append(True, head[1:] != head[:-1]))
    heads = head[first]
    return Counts(keys, count, heads, np.add.reduceat(count, first), np.diff(np.append(first, len(keys))) * 1.0)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Counts by length, of running text and of the page."""

    general: dict[int, Counts]
    page: dict[int, Counts]

    def score(self, model: Language, left: str, options: list[str], right: str) -> Floats:
        """Log-probability of each option (all of one length) between its neighbours, and of those that follow.

        >>> from corpus.repair.language import load_language
        >>> stop, keep = load_phrases().score(load_language(), "生活水平不断提高", ["。", "保"], "全年完成投资")
        >>> bool(stop > keep)      # "living standards rise steadily. This year …": 提高保 is no phrase
        True
        """
        result: Floats = self.follow(model, surround(model, left, options, right)).sum(axis=1)
        return result

    def follow(self, model: Language, rows: Ids) -> Floats:
        """Log-probability of the characters from the fourth on, each after the three before it; row by row."""
        size = LONGEST - 1
        chance = np.exp(model.follow(rows[:, size - 1 : -1], rows[:, size:]))
        for length, (by_kinds, fixed) in TRUST.items():
            keys = pack_ids(rows, length)[:, size + 1 - length :]
            count, total, kinds = self.general[length].look_up(keys)
            if length in self.page:
                own, own_total, _ = self.page[length].look_up(keys)
                count, total = count + PAGE_WEIGHT * own, total + PAGE_WEIGHT * own_total
            trust = by_kinds * np.maximum(kinds, 1.0) + fixed
            chance = (count + trust * chance) / (total + trust)
        result: Floats = np.log(chance)
        return result

    def adapt(self, ids: Ids) -> Phrases:
        """The counts that also know this text of the page, given as the ids of its characters; added to what they
        knew of the page before.
        """
        page = dict(self.page)
        for length in TRUST:
            if len(ids) >= length:
                keys, count = np.unique(pack_ids(ids[None, :], length)[0], return_counts=True)
                if length in page:
                    keys, count = add_counts(page[length].keys, page[length].count, keys, count)
                page[length] = count_heads(keys, count.astype(np.float64))
        return replace(self, page=page)


def add_counts(
    keys: NDArray[np.uint64], count: NDArray[Any], new: NDArray[np.uint64], more: NDArray[Any]
) -> tuple[NDArray[np.uint64], NDArray[Any]]:
    """A sorted table and a small one, added up.

    >>> keys, count = add_counts(np.array([2, 5]), np.array([1, 1]), np.array([3, 5]), np.array([1, 4]))
    >>> keys.tolist(), count.tolist()
    ([2, 3, 5], [1, 1, 5])
    """
    at = np.minimum(keys.searchsorted(new), len(keys) - 1)
    known = keys[at] == new
    count = count.copy()
    count[at[known]] += more[known]
    place = keys.searchsorted(new[~known])
    return np.insert(keys, place, new[~known]), np.insert(count, place, more[~known])


def surround(model: Language, left: str, options: list[str], right: str) -> Ids:
    """The ids of each option (all of one length) with three characters before and after it, a row each."""
    size = LONGEST - 1
    texts = [left[-size:].rjust(size, "\n") + option + right[:size].ljust(size, "\n") for option in options]
    return model.ids("".join(texts)).reshape(len(texts), -1)


def pack_ids(rows: Ids, length: int) -> NDArray[np.uint64]:
    """Every sequence of so many ids, row by row, as one number each."""
    wide = rows.astype(np.uint64)
    keys = wide[:, : rows.shape[1] - length + 1]
    for shift in range(1, length):
        keys = keys << np.uint64(BITS) | wide[:, shift : rows.shape[1] - length + 1 + shift]
    return keys


@cache
def load_phrases() -> Phrases:
    """The counts of running text alone; read once, when the first character must be guessed."""
    general = {}
    with np.load(DATA) as data:
        for length in TRUST:
            gaps = np.ascontiguousarray(data[f"keys{length}"].T).view("<u8").ravel()
            general[length] = count_heads(np.cumsum(gaps, dtype=np.uint64), np.exp(data[f"count{length}"] / 16.0))
    return Phrases(general, {})
