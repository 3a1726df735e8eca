"""One province of a data set as a small knowledge base in memory: what is asked of a base can be asked of it.

So a question at scale is the question itself, put to each province by itself: no second way to answer it.
A province holds its plans and its guests: plans of elsewhere that state something about a place here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import StoreError
from kb.dataset.layout import Row, columns_of, province_of
from kb.dataset.manifest import REMEDY, Manifest, Part
from kb.schema import BY_NAME, statements

# What questions of comparison and reuse read; texts as a whole are not among it.
_FACTS = ("measure_facts", "mention_facts")
_DUTIES = "role_facts"  # who leads: read for comparisons alone
_NEEDED = ("plans", "provisions", "sections", *_FACTS, _DUTIES, "divisions", "sources", "notes")
_UNREAD = {"plans": ("rest", "alignment"), "sources": ("original", "metadata", "pages", "evidence")}


@dataclass(frozen=True, slots=True)
class Province:
    """Where one province's rows lie; small enough to be sent to a worker, who must see ``folder``."""

    folder: str
    code: str
    parts: tuple[Part, ...]  # of all provinces
    guests: tuple[tuple[str, str], ...] = ()  # province and identity of plans

    @classmethod
    def all_of(cls, folder: str | Path, manifest: Manifest, *, more: Collection[str] = ()) -> list[Province]:
        """Every province of a data set, the unknown one last; and ``more`` of which nothing may be there."""
        parts = tuple(part for part in manifest.parts if part.table in _NEEDED)
        codes = sorted({part.province for part in parts} | set(more), key=lambda code: (code == "00", code))
        return [cls(str(Path(folder).absolute()), code, parts) for code in codes]

    def open(self, *, duties: bool = False) -> sqlite3.Connection:
        """The province as a base in memory, with who does what where ``duties`` are asked for.

        Raises StoreError when a part is missing or damaged.
        """
        db = sqlite3.connect(":memory:", isolation_level=None)
        for statement in statements():
            db.execute(statement)
        homes = {self.code} | {home for home, _ in self.guests}
        invited = {plan for _, plan in self.guests}
        plans = list(self._rows("plans", {self.code}))
        plans += [row for row in self._rows("plans", homes - {self.code}) if row["plan_id"] in invited]
        held = {row["plan_id"] for row in plans}
        self._insert(db, "plans", plans)
        for table in ("provisions", "sections", *_FACTS, *([_DUTIES] if duties else [])):
            self._insert(db, table, (row for row in self._rows(table, homes) if row["plan_id"] in held))
        told = " UNION ".join(
            f"SELECT place FROM {table}" for table in ("provisions", "measure_facts", "mention_facts")
        )
        about = {province_of(place) for (place,) in db.execute(told)}
        self._insert(db, "divisions", {row["place"]: row for row in self._rows("divisions", about | homes)}.values())
        self._insert_sources(db, {row["source_id"] for row in plans}, homes)
        return db

    def _insert_sources(self, db: sqlite3.Connection, wanted: Collection[str], homes: Collection[str]) -> None:
        """The sources of the plans, with notes; one with plans of several provinces lies in that of the first."""
        found = [row for row in self._rows("sources", homes) if row["source_id"] in wanted]
        where = set(homes)
        if len(found) < len(wanted):
            where = {part.province for part in self.parts}
            found += [row for row in self._rows("sources", where - set(homes)) if row["source_id"] in wanted]
        self._insert(db, "sources", found)
        self._insert(db, "notes", (row for row in self._rows("notes", where) if row["source_id"] in wanted))

    def _rows(self, table: str, provinces: Collection[str]) -> Iterator[Row]:
        columns = [name for name in columns_of(table) if name not in _UNREAD.get(table, ())]
        for part in self.parts:
            if part.table == table and part.province in provinces:
                yield from read_columns(self.folder, part, columns).to_pylist()

    @staticmethod
    def _insert(db: sqlite3.Connection, table: str, rows: Any) -> None:
        columns = [column for column in BY_NAME[table].columns if (table, column.name) != ("provisions", "number")]
        # What is not read and may not be empty is never asked for.
        blanks = {c.name: b"" if c.type.startswith("BLOB") else 0 for c in columns if "NOT NULL" in c.type}
        names = ", ".join(f'"{column.name}"' for column in columns)
        values = (tuple(row.get(c.name, blanks.get(c.name)) for c in columns) for row in rows)
        db.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})', values)


def read_columns(folder: str, part: Part, columns: Sequence[str]) -> Any:
    """Some columns of a part, pages compared with their checksums. Raises StoreError."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = Path(folder, part.path)
    try:
        return pq.read_table(path, columns=list(columns), partitioning=None, page_checksum_verification=True)
    except FileNotFoundError:
        reason, where = "is missing", f"{folder}: every worker must see it there"
        raise StoreError(part.path, reason, where=where, remedy=REMEDY) from None
    except (pa.ArrowException, OSError) as error:
        raise StoreError(part.path, f"cannot be read ({error})", where=folder, remedy=REMEDY) from None
