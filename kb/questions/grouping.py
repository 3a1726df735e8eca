"""Grouping of masked forms: each joins the form before it that it is most like, or leads those to come.

Forms are taken in the order in which they may lead, some thousand at a time. What may be alike shares shingle hashes:
of each form the smallest are kept, and each of them has a list of the first forms that lead and have it. Rare
hashes are asked first, so a form meets no more than some hundred others, however many there are; the likest by their
hashes are compared in full. Hashes that one form alone has can bring no two together and are dropped. Forms, hashes
and lists lie in temporary files; a form takes some tens of bytes of memory, whatever its length.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from typing import IO, Any

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

Array = np.ndarray[Any, Any]

SHORTEST = 16  # characters of the masked form: below, set phrases meet by chance
LIKENESS = 0.66  # share of characters in common (2·LCS / both lengths) that makes a copy
SKETCH = 16  # smallest shingle hashes kept of a provision
SHINGLE = 4
_CANDIDATES = 16  # leaders that are compared in full, those with most shingles in common first
_CROWD = 384  # leaders looked up by common shingles; rare shingles are asked first
_AT_ONCE = 2000  # forms hashed and compared together
_SORTED = 4_000_000  # hashes that are counted at once
NO_HASH = np.uint64(0xFFFFFFFFFFFFFFFF)  # where a form has fewer shingles
_NONE, _LAST = np.uint32(0xFFFFFFFF), np.int32(0x7FFFFFFF)


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

    def templates(self, least: int = 1) -> Iterator[Array]:
        """The items of each template in their order, the leader first; of at least so many items."""
        order = np.argsort(self.leaders, kind="stable").astype(np.int32)
        order = order[np.searchsorted(self.leaders[order], 0) :]
        starts = np.flatnonzero(np.diff(self.leaders[order], prepend=-1))
        sizes = np.diff(starts, append=len(order))
        for n in np.flatnonzero(sizes >= least):
            yield order[starts[n] : starts[n] + sizes[n]]


def group_items(forms: Iterable[tuple[str, Sequence[int] | None]]) -> Groups:
    """Group items by their masked forms, given with their shingle hashes where these are known.

    >>> form = "县医院每年向乡镇卫生院派驻医师不少于0名工作时间不少于一年"      # doctors sent to township hospitals
    >>> group_items([(form, None), ("短", None), (form.replace("县", "省"), None)]).leaders.tolist()
    [0, -1, 0]
    """
    with _file() as texts, _file() as hashes, _file() as lists:
        kept = _Forms(texts, hashes)
        for masked, known in forms:
            kept.add(masked, known)
        items = kept.finish()
        if not len(kept.firsts):
            return Groups(np.full(len(items), -1, np.int32), np.ones(len(items)))
        leads, likeness = _lead(kept, lists)
        leaders = kept.items[leads][items]
        leaders[items < 0] = -1
        return Groups(leaders, likeness[items])


def _file() -> IO[bytes]:
    return tempfile.TemporaryFile(prefix="junxian-")


class _Forms:
    """The forms of all items in files; ``finish`` tells which are the same."""

    def __init__(self, texts: IO[bytes], hashes: IO[bytes]) -> None:
        self._texts, self._hashes = texts, hashes
        self._entries = array("i")  # for each item where its form is written, -1: too short
        self._names, self._ends, self._sizes = array("Q"), array("q", [0]), array("i")
        self._waiting: list[tuple[str, Sequence[int] | None]] = []
        self.firsts: Array = np.empty(0, np.int64)  # for each distinct form its first entry
        self.items: Array = np.empty(0, np.int32)  # and the first item that has it
        self.sizes: Array = np.empty(0, np.int32)  # and its characters
        self.sketches: Any = None  # of all entries
        self._map: Any = None  # the file of texts

    def add(self, masked: str, hashes: Sequence[int] | None) -> None:
        """The form of the next item."""
        if len(masked) < SHORTEST:
            self._entries.append(-1)
            return
        self._entries.append(len(self._names))
        packed = masked.encode("utf-8", "surrogatepass")
        self._names.append(int.from_bytes(blake2b(packed, digest_size=8).digest(), "little"))
        self._ends.append(self._ends[-1] + len(packed))
        self._sizes.append(len(masked))
        self._texts.write(packed)
        self._waiting.append((masked, hashes))
        if len(self._waiting) >= _AT_ONCE:
            self._hash()

    def finish(self) -> Array:
        """All forms are there: for each item the number of its form, -1 where it is too short."""
        self._hash()
        entries = np.frombuffer(self._entries, np.int32) if self._entries else np.empty(0, np.int32)
        if not self._names:
            return entries
        names = np.frombuffer(self._names, np.uint64)
        _, first, of_entry = np.unique(names, return_index=True, return_inverse=True)
        order = np.argsort(first)
        self.firsts = first[order]
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        self.sizes = np.frombuffer(self._sizes, np.int32)[self.firsts]
        self.items = np.flatnonzero(entries >= 0).astype(np.int32)[self.firsts]
        for file in (self._texts, self._hashes):
            file.flush()
        self._map = mmap(self._texts.fileno(), 0, access=ACCESS_READ)
        self.sketches = np.memmap(self._hashes, np.uint32, "r", shape=(len(names), SKETCH))
        found = rank[of_entry][entries]
        found[entries < 0] = -1
        return found

    def text(self, form: int) -> str:
        """A form as it was given."""
        entry = self.firsts[form]
        packed: bytes = self._map[self._ends[entry] : self._ends[entry + 1]]
        return packed.decode("utf-8", "surrogatepass")

    def _hash(self) -> None:
        if not self._waiting:
            return
        rows = hash_shingles([masked if known is None else "" for masked, known in self._waiting])
        for row, (_, known) in zip(rows, self._waiting, strict=True):
            if known is not None:
                row[: len(known)] = known
        (rows >> np.uint64(32)).astype(np.uint32).tofile(self._hashes)  # likeness is settled by the forms themselves
        self._waiting = []


def _count_hashes(kept: _Forms) -> tuple[Array, Array]:
    """The hashes that several forms have, rising, and how many forms these are; a part of the hashes at a time."""
    count = len(kept.firsts)
    parts = 1 + count * SKETCH // _SORTED
    edges = np.linspace(0, 1 << 32, parts + 1).astype(np.uint64)
    found = []
    for low, high in pairwise(edges):
        some = []
        for n in range(0, count, _SORTED // SKETCH):
            hashes = kept.sketches[kept.firsts[n : n + _SORTED // SKETCH]].ravel()
            some.append(hashes[(hashes >= low) & (hashes < high) & (hashes != _NONE)])
        known, counts = np.unique(np.concatenate(some), return_counts=True)
        found.append((known[counts > 1], counts[counts > 1].astype(np.int32)))
    return np.concatenate([known for known, _ in found]), np.concatenate([counts for _, counts in found])


def _lead(kept: _Forms, lists: IO[bytes]) -> tuple[Array, Array]:
    """For each form the form that leads it, and how like that is."""
    known, counts = _count_hashes(kept)
    count = len(kept.firsts)
    leads, likeness = np.arange(count, dtype=np.int32), np.ones(count)
    if not len(known):
        return leads, likeness
    index = _Leaders(counts, lists)
    for low in range(0, count, _AT_ONCE):
        some = kept.sketches[kept.firsts[low : low + _AT_ONCE]]
        places = np.searchsorted(known, some)
        places[known[np.minimum(places, len(known) - 1)] != some] = -1
        pairs = [index.like(places), _like_each_other(places, low)]
        rows, others = (np.concatenate(each) for each in zip(*pairs, strict=True))
        rows, others, alike = _compare(kept, low, rows, others)
        for row, other, like in zip(rows.tolist(), others.tolist(), alike.tolist(), strict=True):
            form = low + row
            if leads[form] == form and leads[other] == other:  # the likest that leads; none is sought beyond it
                leads[form], likeness[form] = other, like
        own = np.flatnonzero(leads[low : low + len(some)] == np.arange(low, low + len(some)))
        index.add(places[own], own + low)
    return leads, likeness


class _Leaders:
    """The first leaders that have each hash, in one file for all lists, as long as they can become."""

    def __init__(self, counts: Array, file: IO[bytes]) -> None:
        self.starts = np.concatenate(([0], np.cumsum(np.minimum(counts, _CROWD), dtype=np.int64)))
        self.sizes = np.zeros(len(counts), np.int32)
        file.truncate(4 * int(self.starts[-1]))
        self.leaders = np.memmap(file, np.int32, "r+", shape=(int(self.starts[-1]),))

    def add(self, places: Array, leaders: Array) -> None:
        """Leaders that have these hashes, -1 for none."""
        rows, columns = np.nonzero(places >= 0)
        hashes = places[rows, columns]
        order = np.argsort(hashes, kind="stable")
        hashes, added = hashes[order], leaders[rows[order]]
        at = self.sizes[hashes] + _count_before(hashes)
        room = at < _CROWD
        self.leaders[self.starts[hashes[room]] + at[room]] = added[room]
        distinct, counts = np.unique(hashes, return_counts=True)
        self.sizes[distinct] += counts.astype(np.int32)

    def like(self, places: Array) -> tuple[Array, Array]:
        """(row, leader) for those that share most with each row."""
        sizes = np.where(places >= 0, self.sizes[places], 0)
        return _most_shared(self.starts[:-1][places], sizes, self.leaders)


def _like_each_other(places: Array, low: int) -> tuple[Array, Array]:
    """As ``_Leaders.like``, of the rows before each row: whether they lead is not known yet."""
    rows, columns = np.nonzero(places >= 0)
    order = np.argsort(places[rows, columns], kind="stable")
    rows, columns = rows[order], columns[order]
    hashes = places[rows, columns]
    before = _count_before(hashes)
    starts, sizes = np.zeros(places.shape, np.int64), np.zeros(places.shape, np.int64)
    starts[rows, columns] = np.arange(len(hashes)) - before
    sizes[rows, columns] = before
    return _most_shared(starts, sizes, (rows + low).astype(np.int32))


def _count_before(values: Array) -> Array:
    """For each of some values in rising order how many of the same are before it."""
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    return np.arange(len(values)) - np.repeat(starts, np.diff(starts, append=len(values)))


def _most_shared(starts: Array, sizes: Array, lists: Array) -> tuple[Array, Array]:
    """(row, form) for the forms that stand in most of the lists of a row; short lists are asked before long ones."""
    order = np.argsort(np.where(sizes > 0, sizes, 1 << 40), axis=1, kind="stable")
    starts, sizes = np.take_along_axis(starts, order, 1), np.take_along_axis(sizes, order, 1)
    sizes = np.minimum(sizes, _CROWD)
    sizes[:, 1:][np.cumsum(sizes, axis=1)[:, 1:] > _CROWD] = 0
    each, total = sizes.ravel(), sizes.sum(axis=1)
    ends = np.cumsum(each)
    at = np.arange(ends[-1]) + np.repeat(starts.ravel() - ends + each, each)
    width = max(int(total.max()), _CANDIDATES)
    met = np.full((len(sizes), width), _LAST, np.int32)  # the members of all lists of a row
    met[np.arange(width) < total[:, None]] = lists[at]
    met.sort(axis=1)
    new = np.ones(met.shape, bool)
    new[:, 1:] = met[:, 1:] != met[:, :-1]
    runs = np.flatnonzero(new)
    keys = np.full(met.size, _LAST, np.int32)  # small for those that stand in many lists, then for those before
    keys[runs] = ((SKETCH - np.diff(runs, append=met.size)) << 16) + runs % width
    keys[met.ravel() == _LAST] = _LAST
    near = np.partition(keys.reshape(met.shape), _CANDIDATES - 1, axis=1)[:, :_CANDIDATES]
    rows, columns = np.nonzero(near != _LAST)
    return rows, met[rows, near[rows, columns] & 0xFFFF].astype(np.int64)


def _compare(kept: _Forms, low: int, rows: Array, others: Array) -> tuple[Array, Array, Array]:
    """Of these pairs those that are alike, row by row, the likest first, with their likeness."""
    ours, theirs = kept.sizes[rows + low], kept.sizes[others]
    able = 2 * np.minimum(ours, theirs) >= LIKENESS * (ours + theirs)
    rows, others = rows[able], others[able]
    texts = {form: kept.text(form) for form in np.unique(np.concatenate((rows + low, others))).tolist()}
    left, right = ([texts[form] for form in each.tolist()] for each in (rows + low, others))
    alike = cpdist(left, right, scorer=Indel.normalized_similarity, score_cutoff=LIKENESS, dtype=np.float64)
    able = alike >= LIKENESS
    rows, others, alike = rows[able], others[able], alike[able]
    order = np.lexsort((others, -alike, rows))
    return rows[order], others[order], alike[order]
