"""How FTS5 keeps account of the segments of an index, and the numbers of variable length that it writes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]
_STRUCTURE = 10  # row of the table _data
_MOST_SEGMENTS = 2000


def pack_numbers(values: NDArray[np.integer[Any]]) -> tuple[Bytes, Numbers]:
    """The numbers as SQLite's variable-length integers, one after the other, and where each begins.

    >>> packed, starts = pack_numbers(np.array([5, 300]))
    >>> packed.tobytes(), starts.tolist(), unpack_numbers(packed, starts[1:]).tolist()
    (b'\\x05\\x82,', [0, 1, 3], [5, 300])
    """
    longer, limit = [np.flatnonzero(values >= 0x80)], 0x80  # those of more than one byte, of more than two …
    while len(longer[-1]):
        limit <<= 7
        longer.append(longer[-1][values[longer[-1]] >= limit])
    sizes = np.ones(len(values), dtype=np.uint8)
    for some in longer:
        sizes[some] += 1
    starts = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    packed = np.empty(starts[-1], dtype=np.uint8)
    ends = starts[1:] - 1
    packed[ends] = values.astype(np.uint8) & 0x7F
    for place, some in enumerate(longer, 1):
        packed[ends[some] - place] = values[some] >> 7 * place & 0x7F | 0x80
    return packed, starts


def unpack_numbers(packed: Bytes, ends: Numbers) -> Numbers:
    """The numbers that ``pack_numbers`` packed, from where each ends."""
    values = np.zeros(len(ends), dtype=np.int64)
    starts = np.concatenate(([0], ends[:-1]))
    for place in range(int((ends - starts).max())):
        some = np.flatnonzero(ends - starts > place)
        values[some] = values[some] << 7 | packed[starts[some] + place] & 0x7F
    return values


@dataclass(frozen=True, slots=True)
class Structure:
    """Which segments an index has: by level, the first level holding the newest."""

    cookie: bytes
    written: int
    levels: tuple[tuple[int, tuple[tuple[int, int, int], ...]], ...]  # merging, (segment, first page, last page)

    @classmethod
    def read(cls, db: sqlite3.Connection, table: str) -> Structure:
        """As the index says; its newest format, which tables of our kind have not, raises ValueError."""
        data = db.execute(f"SELECT block FROM {table}_data WHERE id = {_STRUCTURE}").fetchone()[0]
        packed = np.frombuffer(data[4:], dtype=np.uint8)
        numbers = iter(unpack_numbers(packed, np.flatnonzero(packed < 0x80) + 1).tolist())
        count, segments, written = next(numbers), next(numbers), next(numbers)
        levels = []
        for _ in range(count):
            merging, held = next(numbers), next(numbers)
            levels.append((merging, tuple((next(numbers), next(numbers), next(numbers)) for _ in range(held))))
        if sum(len(some) for _, some in levels) != segments or next(numbers, None) is not None:
            raise ValueError(f"{table} has an unknown structure")
        return cls(data[:4], written, tuple(levels))

    def free_segment(self) -> int:
        """The first number that no segment has."""
        taken = {segment for _, some in self.levels for segment, _, _ in some}
        return next(number for number in range(1, _MOST_SEGMENTS) if number not in taken)

    def add(self, segment: int, pages: int) -> Structure:
        """With one more segment, the newest."""
        merging, some = self.levels[0] if self.levels else (0, ())
        level = (merging, (*some, (segment, 1, pages)))
        return Structure(self.cookie, self.written + pages, (level, *self.levels[1:]))

    def write(self, db: sqlite3.Connection, table: str) -> None:
        """Put it into the index."""
        numbers = [len(self.levels), sum(len(some) for _, some in self.levels), self.written]
        for merging, some in self.levels:
            numbers += [merging, len(some), *(number for segment in some for number in segment)]
        data = self.cookie + pack_numbers(np.array(numbers, dtype=np.int64))[0].tobytes()
        db.execute(f"UPDATE {table}_data SET block = ? WHERE id = {_STRUCTURE}", (data,))
