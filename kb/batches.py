"""Many rows as few bytes: what a worker found in a large file is held packed and unpacked a batch at a time.

A file of 8 MB may come to half a million rows, more than a gigabyte as dicts; packed they take a fiftieth, so the
process that writes stays small however large a file is.
"""

from __future__ import annotations

import itertools
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
SIZE = 1000  # rows of a batch


@dataclass(frozen=True, slots=True)
class Batches:
    """Rows that may be read again and again; packed as JSON, so that unpacking runs no code.

    >>> rows = Batches.pack([{"place": "甲县", "value": 0.5}, {"place": "乙县"}], ("place", "value"))   # counties A, B
    >>> len(rows), list(rows)
    (2, [{'place': '甲县', 'value': 0.5}, {'place': '乙县', 'value': None}])
    """

    names: tuple[str, ...]
    length: int
    packed: tuple[bytes, ...]

    @classmethod
    def pack(cls, rows: Iterable[Row], names: Sequence[str]) -> Batches:
        """The rows with these keys; what a row lacks is None, other keys are left out."""
        packed, length = [], 0
        values = iter([row.get(name) for name in names] for row in rows)
        while batch := list(itertools.islice(values, SIZE)):
            packed.append(zlib.compress(json.dumps(batch).encode("ascii"), 1))
            length += len(batch)
        return cls(tuple(names), length, tuple(packed))

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Row]:
        for one in self.packed:
            for values in json.loads(zlib.decompress(one)):
                yield dict(zip(self.names, values, strict=True))
