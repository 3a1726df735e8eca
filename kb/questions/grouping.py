"""Grouping of masked forms: each joins the first form that it is like enough, or leads those to come.

Forms are taken in the order in which they may lead. What must be held of a form is small and of fixed size (its
smallest shingle hashes, four bytes each); the forms themselves wait in a temporary file. Hashes that one form
alone has can bring no two together and are dropped. So a million provisions need a few hundred megabytes,
however long they are and however many share one wording.
"""

from __future__ import annotations

import tempfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from mmap import ACCESS_READ, mmap
from typing import IO, Any

import numpy as np
from rapidfuzz.distance import Indel

Array = np.ndarray[Any, Any]

SHORTEST = 16  # characters of the masked form: below, set phrases meet by chance
LIKENESS = 0.66  # share of characters in common (2·LCS / both lengths) that makes a copy
SKETCH = 16  # smallest shingle hashes kept of a provision
SHINGLE = 4
_CANDIDATES = 12  # leaders that are compared in full, those with most shingles in common first
_CROWD = 384  # leaders looked up by common shingles; rare shingles are asked first
_AT_ONCE = 2000  # forms hashed together
NO_HASH = np.uint64(0xFFFFFFFFFFFFFFFF)  # where a form has fewer shingles


def hash_shingles(forms: Sequence[str]) -> Array:
    """The ``SKETCH`` smallest distinct hashes of each form's shingles, uint64 (n_forms, SKETCH), ascending.

    Where a form has fewer, the row ends in the largest number.
    """
    sketches = np.full((len(forms), SKETCH), NO_HASH, np.uint64)
    lengths = np.array([len(form) for form in forms], np.int64)
    codes = np.frombuffer("".join(forms).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = len(codes) - SHINGLE + 1
    if count <= 0:
        return sketches
    rolled = np.zeros(count, np.uint64)
    for n in range(SHINGLE):
        rolled = rolled * np.uint64(0x100000001B3) ^ codes[n : count + n]
    rolled = (rolled ^ (rolled >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    rolled = (rolled ^ (rolled >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    rows = np.repeat(np.arange(len(forms)), lengths)[:count]
    whole = np.arange(SHINGLE, count + SHINGLE) <= np.cumsum(lengths)[rows]  # not across two forms
    rows, values = rows[whole], rolled[whole]
    order = np.lexsort((values, rows))
    rows, values = rows[order], values[order]
    first = np.ones(len(rows), bool)
    first[1:] = (rows[1:] != rows[:-1]) | (values[1:] != values[:-1])
    rows, values = rows[first], values[first]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    few = rank < SKETCH
    sketches[rows[few], rank[few]] = values[few]
    return sketches


@dataclass(frozen=True, slots=True)
class Groups:
    """For each item the item that leads it (itself; -1 where its form is too short) and how like that is."""

    leaders: Array
    likeness: Array

    def templates(self, least: int = 1) -> Iterator[list[int]]:
        """The items of each template in their order, the leader first; of at least so many items."""
        order = np.argsort(self.leaders, kind="stable")
        order = order[np.searchsorted(self.leaders[order], 0) :]
        starts = np.flatnonzero(np.diff(self.leaders[order], prepend=-1))
        sizes = np.diff(starts, append=len(order))
        for n in np.flatnonzero(sizes >= least):
            yield order[starts[n] : starts[n] + sizes[n]].tolist()


def group_items(forms: Iterable[tuple[str, Sequence[int] | None]]) -> Groups:
    """Group items by their masked forms, given with their shingle hashes where these are known.

    >>> form = "县医院每年向乡镇卫生院派驻医师不少于0名工作时间不少于一年"      # doctors sent to township hospitals
    >>> group_items([(form, None), ("短", None), (form.replace("县", "省"), None)]).leaders.tolist()
    [0, -1, 0]
    """
    with tempfile.TemporaryFile(prefix="junxian-") as file:
        kept = _Forms(file)
        for masked, known in forms:
            kept.add(masked, known)
        kept.flush()
        if not len(kept.firsts):
            empty = np.full(len(kept.of_item), -1, np.int64)
            return Groups(empty, np.ones(len(empty)))
        leads, likeness = _lead(kept)
    of_item = np.frombuffer(kept.of_item, np.int32)
    leaders = np.frombuffer(kept.firsts, np.int32)[leads][of_item].astype(np.int64)
    leaders[of_item < 0] = -1
    return Groups(leaders, likeness[of_item])


class _Forms:
    """The distinct forms: where each stands in the file, its hashes, and which items have it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.of_item, self.firsts = array("i"), array("i")  # the form of an item, the first item of a form
        self.ends = array("q", [0])
        self.sketches: list[Array] = []
        self._known: dict[bytes, int] = {}
        self._waiting: list[str] = []

    def add(self, masked: str, hashes: Sequence[int] | None) -> None:
        """The form of the next item."""
        if len(masked) < SHORTEST:
            self.of_item.append(-1)
            return
        packed = masked.encode("utf-16-le", "surrogatepass")
        name = blake2b(packed, digest_size=12).digest()
        form = self._known.setdefault(name, len(self.firsts))
        if form == len(self.firsts):
            self.firsts.append(len(self.of_item))
            self.file.write(packed)
            self.ends.append(self.ends[-1] + len(packed))
            if hashes is None:
                self._waiting.append(masked)
                if len(self._waiting) == _AT_ONCE:
                    self._hash()
            else:
                self._hash()
                row = np.full((1, SKETCH), NO_HASH, np.uint64)
                row[0, : len(hashes)] = hashes
                self.sketches.append(_halve(row))
        self.of_item.append(form)

    def flush(self) -> None:
        """All forms are there."""
        self._hash()
        self._known.clear()
        self.file.flush()

    def _hash(self) -> None:
        if self._waiting:
            self.sketches.append(_halve(hash_shingles(self._waiting)))
            self._waiting = []


def _halve(hashes: Array) -> Array:
    return (hashes >> np.uint64(32)).astype(np.uint32)  # likeness is settled by the forms themselves


def _lead(kept: _Forms) -> tuple[Array, Array]:
    """For each form the form that leads it, and how like that is."""
    sketches = np.concatenate(kept.sketches)
    kept.sketches.clear()
    known, counts = np.unique(sketches, return_counts=True)
    shared = (counts > 1) & (known != np.uint32(0xFFFFFFFF))
    known, counts = known[shared], counts[shared]
    count = len(sketches)
    leads, likeness = np.arange(count, dtype=np.int32), np.ones(count)
    index = _Leaders(counts)
    with mmap(kept.file.fileno(), 0, access=ACCESS_READ) as text:

        def read(form: int) -> str:
            return text[kept.ends[form] : kept.ends[form + 1]].decode("utf-16-le", "surrogatepass")

        for low in range(0, count, _AT_ONCE):
            some = sketches[low : low + _AT_ONCE]
            places = np.searchsorted(known, some)
            there = known[np.minimum(places, len(known) - 1)] == some if len(known) else np.zeros(some.shape, bool)
            for n in range(len(some)):
                form, hashes = low + n, places[n][there[n]]
                best = _best(read(form), index.like(hashes), read) if len(hashes) else None
                if best:
                    leads[form], likeness[form] = best
                else:
                    index.add(hashes, form)
    return leads, likeness


class _Leaders:
    """Which leaders have a hash: one array for all lists, as long as they can become."""

    def __init__(self, counts: Array) -> None:
        self.starts = np.concatenate(([0], np.cumsum(counts)))
        self.sizes = np.zeros(len(counts), np.int32)
        self.leaders = np.empty(self.starts[-1], np.int32)

    def add(self, hashes: Array, leader: int) -> None:
        """A leader that has these hashes."""
        self.leaders[self.starts[hashes] + self.sizes[hashes]] = leader
        self.sizes[hashes] += 1

    def like(self, hashes: Array) -> list[int]:
        """Leaders that share hashes, most in common first; rare hashes are asked before common ones."""
        pairs = sorted(zip(self.sizes[hashes].tolist(), range(len(hashes)), strict=True))
        shared: Counter[int] = Counter()
        asked = 0
        for size, n in pairs:
            if not size:
                continue
            if asked and asked + size > _CROWD:
                break
            start = self.starts[hashes[n]]
            shared.update(self.leaders[start : start + size].tolist())
            asked += size
        return [leader for leader, _ in shared.most_common(_CANDIDATES)]


def _best(masked: str, candidates: Sequence[int], read: Any) -> tuple[int, float] | None:
    best: tuple[int, float] | None = None
    for leader in candidates:
        floor = best[1] if best else LIKENESS
        likeness = Indel.normalized_similarity(masked, read(leader), score_cutoff=floor)
        if likeness >= floor and (best is None or likeness > best[1]):
            best = leader, likeness
    return best
