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
Values = list[Any]
SIZE = 1000  # rows of a batch


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as lists of values in the order of ``names``; whoever goes through them gets dicts.

    >>> rows = Rows.of([{"place": "甲县", "value": 0.5}, {"place": "乙县"}], ("place", "value"))   # counties A, B
    >>> len(rows), rows.values, next(iter(rows))
    (2, [['甲县', 0.5], ['乙县', None]], {'place': '甲县', 'value': 0.5})
    """

    names: tuple[str, ...]
    values: list[Values]

    @classmethod
    def of(cls, rows: Iterable[Row], names: Sequence[str]) -> Rows:
        """The rows with these keys; what a row lacks is None, other keys are left out."""
        return cls(tuple(names), [[row.get(name) for name in names] for row in rows])

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Row]:
        for values in self.values:
            yield dict(zip(self.names, values, strict=True))

    def in_batches(self) -> Iterator[list[Values]]:
        """The values of some rows at a time."""
        if self.values:
            yield self.values


@dataclass(frozen=True, slots=True)
class Batches:
    """Rows that may be read again and again; packed as JSON, so that unpacking runs no code.

    >>> rows = Batches.pack(Rows(("place", "value"), [["甲县", 0.5], ["乙县", None]]))   # counties A, B
    >>> len(rows), list(rows)
    (2, [{'place': '甲县', 'value': 0.5}, {'place': '乙县', 'value': None}])
    """

    names: tuple[str, ...]
    length: int
    packed: tuple[bytes, ...]

    @classmethod
    def pack(cls, rows: Rows) -> Batches:
        """The same rows, packed."""
        values = iter(rows.values)
        packed = []
        while batch := list(itertools.islice(values, SIZE)):
            packed.append(zlib.compress(json.dumps(batch).encode("ascii"), 1))
        return cls(rows.names, len(rows), tuple(packed))

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Row]:
        for batch in self.in_batches():
            for values in batch:
                yield dict(zip(self.names, values, strict=True))

    def in_batches(self) -> Iterator[list[Values]]:
        """The values of some rows at a time."""
        for one in self.packed:
            yield json.loads(zlib.decompress(one))
