"""Rows put in order without holding them: the first few of them in memory, many in a temporary file."""

from __future__ import annotations

import contextlib
import heapq
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

Row = dict[str, Any]
Key = Callable[[Row], tuple[Any, ...]]
HELD = 5000  # rows that are sorted in memory
_AT_ONCE = 1000  # rows written together


class Ordered:
    """Rows in the order of a key of texts and numbers, equal ones as they came; iterated once.

    ``total`` is how many there were, also where only the first ``limit`` are given.

    >>> rows = [{"n": 3}, {"n": 1}, {"n": 2}]
    >>> found = Ordered(rows, lambda row: (row["n"],), limit=2)
    >>> list(found), found.total
    ([{'n': 1}, {'n': 2}], 3)
    """

    def __init__(self, rows: Iterable[Row], key: Key, limit: int | None = None) -> None:
        self.total = 0
        self._rows: Iterator[Row]
        stream = self._count(rows)
        if limit is not None and limit <= HELD:
            self._rows = iter(heapq.nsmallest(limit, stream, key))
            return
        first = list(islice(stream, HELD + 1))
        if len(first) <= HELD:
            self._rows = iter(sorted(first, key=key)[:limit])
        else:
            self._rows = islice(_sort_on_disk(chain(first, stream), key), limit)

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def _count(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.total += 1
            yield row


def _sort_on_disk(rows: Iterable[Row], key: Key) -> Iterator[Row]:
    """The rows by SQLite's own sorting, in a file that nobody else sees; all are written before the first is given."""
    db = sqlite3.connect("", isolation_level=None)
    db.execute("PRAGMA journal_mode = OFF")
    stream = iter(rows)
    first = next(stream)
    names, width = tuple(first), len(key(first))
    columns = [f"k{n}" for n in range(width)]
    db.execute(f"CREATE TABLE rows (number INTEGER PRIMARY KEY, {', '.join(columns)}, held TEXT)")
    insert = f"INSERT INTO rows ({', '.join(columns)}, held) VALUES ({', '.join('?' * (width + 1))})"
    db.execute("BEGIN")
    packed = ((*key(row), json.dumps(list(row.values()))) for row in chain([first], stream))
    while some := list(islice(packed, _AT_ONCE)):
        db.executemany(insert, some)
    db.execute("COMMIT")
    return _read(db, names, f"SELECT held FROM rows ORDER BY {', '.join(columns)}, number")


def _read(db: sqlite3.Connection, names: tuple[str, ...], sql: str) -> Iterator[Row]:
    with contextlib.closing(db):
        for (held,) in db.execute(sql):
            yield dict(zip(names, json.loads(held), strict=True))
