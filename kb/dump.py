"""A knowledge base as lines of text that tell two bases apart by what they hold, not by how they were built."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from kb import schema

_DUMPED = {"provisions": ("number",), "reviews": ("review_id",)}  # columns that depend on the order of building
_VOLATILE_META = ("built",)


def canonical_dump(db: sqlite3.Connection) -> Iterator[str]:
    """Every row as a line of JSON, the same whatever the order or number of workers that built it."""
    for table in schema.TABLES:
        if table.name == "origins":
            continue
        names = [name for name in table.names if name not in _DUMPED.get(table.name, ())]
        columns = ", ".join(f'"{name}"' for name in names)
        where = f" WHERE key NOT IN {_VOLATILE_META!r}".replace(",)", ")") if table.name == "meta" else ""
        lines = []
        for row in db.execute(f'SELECT {columns} FROM "{table.name}"{where}'):
            lines.append(json.dumps([table.name, *map(_plain, row)], ensure_ascii=False))
        yield from sorted(lines)


def digest(db: sqlite3.Connection) -> str:
    """SHA-256 of the canonical dump."""
    whole = hashlib.sha256()
    for line in canonical_dump(db):
        whole.update(line.encode("utf-8") + b"\n")
    return whole.hexdigest()


def _plain(value: Any) -> Any:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value
