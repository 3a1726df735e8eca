"""The tables of a publication: those of the file, its views as plain columns, and the words for Mroonga."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kb import schema
from kb.building.product import BUCKET_BITS, BUCKETS
from kb.index.grams import fold
from kb.mariadb.dialect import COLLATION

VIEWS = ("measures", "dates", "roles", "mentions")
WORDS = "words"
_WHOLE = ("plans", "sources", "settled", "notes", "abbreviations")  # small, and asked for by everything: on the hub
_KEYS = {
    "plan_id", "fact_id", "source_id", "provision_id", "number", "name", "indicator_id", "place", "topic", "role",
    "type", "short", "long",
}  # fmt: skip
_LONGEST = 255  # characters of a VARCHAR; what is longer in the file becomes LONGTEXT
_PREFIX = 191  # characters of a LONGTEXT that an index holds
_TYPES = {"INTEGER": "BIGINT", "REAL": "DOUBLE", "BLOB": "LONGBLOB"}
_ENDING = f"DEFAULT CHARSET=utf8mb4 COLLATE={COLLATION}"
_WORDS_COLUMNS = (
    "number", "provision_id", "plan_id", "text", "heading", "place", "topic", "has", "year", "place_level", "kind",
)  # fmt: skip
# Provisions are numbered anew, within their rank in the order in which equal scores go: to sort them by that order
# is then to sort them by their key, which takes a server half as long.
_ORDER = f"p.number >> {BUCKET_BITS}, coalesce(l.year, 0) DESC, p.plan_id, p.number"
_WORDS = f"""SELECT p.number, p.provision_id, p.plan_id, p.text, p.heading, coalesce(p.place, ''),
  coalesce(p.topic, ''), p.has,
  coalesce(l.year, 0), coalesce(l.place_level, ''), l.kind, p.plan_id FROM provisions p JOIN plans l USING (plan_id)
  ORDER BY {_ORDER}"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table to publish: its columns with their types in MariaDB, and whether its rows are spread by province."""

    name: str
    columns: tuple[tuple[str, str], ...]
    sharded: bool

    def rows(self, db: sqlite3.Connection) -> Generator[tuple[Any, ...], None, None]:
        """The rows in the file; of a sharded table with their ``plan_id`` behind."""
        if self.name == WORDS:
            for number, identity, plan, text, heading, *rest in _renumber(db.execute(_WORDS), 0):
                # A NUL would end Mroonga's reading of a text; headings are apart, as in the file's index.
                above = _plain(heading.replace(" / ", " "))
                yield number, identity, plan, _plain(text), above, *rest
            return
        if self.name == "provisions":
            named = ", ".join(f'p."{name}"' for name, _ in self.columns)
            sql = f"SELECT {named}, p.plan_id FROM provisions p JOIN plans l USING (plan_id) ORDER BY {_ORDER}"
            yield from _renumber(db.execute(sql), [name for name, _ in self.columns].index("number"))
            return
        names = ", ".join(f'"{name}"' for name, _ in self.columns) + (", plan_id" if self.sharded else "")
        yield from db.execute(f'SELECT {names} FROM "{self.name}"')

    def make(self, suffix: str) -> str:
        """CREATE TABLE where the rows lie, without the keys that ``index`` adds when they are there."""
        if self.name == WORDS:
            return f"{self._head(suffix, hidden=('province',), keys=['PRIMARY KEY (number)'])} ENGINE=Mroonga {_ENDING}"
        return f"{self._head(suffix, keys=['PRIMARY KEY (row_id)'])} ENGINE=InnoDB {_ENDING}"

    def index(self, suffix: str) -> str:
        """ALTER TABLE with the other keys, "" where there are none: of rows that are there they are sorted once."""
        keys = self._indexes()
        if self.name == WORDS:
            keys = ["KEY by_plan (plan_id)"]
            for column in ("text", "heading"):
                keys.append(f"FULLTEXT KEY {column}_words ({column}) COMMENT 'tokenizer \"TokenBigram\"'")
        added = ", ".join(f"ADD {key}" for key in keys)
        return f'ALTER TABLE "{self.name}{suffix}" {added}' if added else ""

    def make_link(self, suffix: str, shards: Sequence[tuple[str, Sequence[str] | None]]) -> str:
        """CREATE TABLE on the hub over the tables of the shards: (name of the server, its provinces or None: rest)."""
        parts = []
        for n, (server, provinces) in enumerate(shards, 1):
            where = f"VALUES IN ({', '.join(map(repr, provinces))})" if provinces is not None else "DEFAULT"
            parts.append(f"PARTITION s{n} {where} COMMENT 'srv \"{server}\"'")
        keys = ["PRIMARY KEY (row_id, province)", *self._indexes()]
        remote = f'wrapper "mysql", table "{self.name}{suffix}"'
        spread = f"PARTITION BY LIST COLUMNS (province) ({', '.join(parts)})"
        return f"{self._head(suffix, keys=keys)} ENGINE=Spider COMMENT='{remote}' {_ENDING} {spread}"

    def make_part(self, suffix: str, shard: int, server: str) -> str:
        """CREATE TABLE on the hub over the table of one shard alone."""
        keys = ["PRIMARY KEY (number)", "KEY by_plan (plan_id)", "FULLTEXT KEY text_words (text)"]
        keys += ["FULLTEXT KEY heading_words (heading)"]
        remote = f'wrapper "mysql", srv "{server}", table "{self.name}{suffix}"'
        head = self._head(f"_{shard}{suffix}", hidden=("province",), keys=keys)
        return f"{head} ENGINE=Spider COMMENT='{remote}' {_ENDING}"

    @property
    def stored(self) -> tuple[str, ...]:
        """The columns that are written, in the order of ``values``."""
        hidden = ("province",) if self.name == WORDS else ("row_id", "province")
        return (*(name for name, _ in self.columns), *hidden)

    def values(self, row: tuple[Any, ...], row_id: int, province: str) -> tuple[Any, ...]:
        """A row as it is written."""
        own = row[: len(self.columns)]
        return (*own, province) if self.name == WORDS else (*own, row_id, province)

    def _head(self, suffix: str, *, hidden: tuple[str, ...] = ("row_id", "province"), keys: Sequence[str]) -> str:
        body = [f'"{name}" {kind}' for name, kind in self.columns]
        kinds = {
            "row_id": "BIGINT NOT NULL DEFAULT 0 INVISIBLE",
            "province": "VARCHAR(4) NOT NULL DEFAULT '' INVISIBLE",
        }
        body += [f"{name} {kinds[name]}" for name in hidden]
        return f'CREATE TABLE "{self.name}{suffix}" ({", ".join([*body, *keys])})'

    def _indexes(self) -> list[str]:
        held = [(name, kind) for name, kind in self.columns if name in _KEYS]
        return [
            f'KEY "by_{name}" ("{name}"{f"({_PREFIX})" if kind.startswith("LONGTEXT") else ""})'
            for name, kind in held
            if not kind.startswith("LONGBLOB")
        ]


def _renumber(rows: Iterable[tuple[Any, ...]], at: int) -> Iterator[tuple[Any, ...]]:
    """Provisions that come in their order, numbered from 1 within each rank.

    >>> list(_renumber([("a", 7), ("b", 3), ("c", 1 << 26)], 1))
    [('a', 1), ('b', 2), ('c', 67108865)]
    """
    last = dict.fromkeys(range(BUCKETS), 0)
    for row in rows:
        bucket = row[at] >> BUCKET_BITS
        last[bucket] += 1
        yield *row[:at], (bucket << BUCKET_BITS) + last[bucket], *row[at + 1 :]


def list_tables(db: sqlite3.Connection) -> list[Table]:
    """What a knowledge base publishes; the widths of its columns are read from its rows."""
    kinds = {column.name: column.type for table in schema.TABLES for column in table.columns}
    kinds |= dict.fromkeys(("original", "kind", "plan_place", "said_by"), "TEXT")  # of views
    found = []
    for table in schema.TABLES:
        if table.name == "origins":  # folders of the machine that built it
            continue
        columns = {column.name: column.type for column in table.columns}
        sharded = "plan_id" in columns and table.name not in _WHOLE
        found.append(Table(table.name, _typed(db, table.name, columns), sharded))
    for name in VIEWS:
        names = [column[0] for column in db.execute(f"SELECT * FROM {name} LIMIT 0").description]
        found.append(Table(name, _typed(db, name, {one: kinds[one] for one in names}, nullable=True), True))
    return [*found, _words(found)]


def _words(found: Sequence[Table]) -> Table:
    provisions = dict(next(table.columns for table in found if table.name == "provisions"))
    plans = dict(next(table.columns for table in found if table.name == "plans"))
    kinds = {**plans, **provisions, "year": "BIGINT", "kind": plans["kind"], "text": "LONGTEXT", "heading": "LONGTEXT"}
    # Mroonga knows no NULL: what is not known is empty there, and no filter asks for that.
    columns = tuple((name, f"{kinds[name].removesuffix(' NOT NULL')} NOT NULL") for name in _WORDS_COLUMNS)
    return Table(WORDS, columns, True)


def _typed(
    db: sqlite3.Connection, table: str, columns: dict[str, str], *, nullable: bool = False
) -> tuple[tuple[str, str], ...]:
    texts = [name for name, kind in columns.items() if kind.startswith("TEXT")]
    longest = dict.fromkeys(texts, 0)
    if texts:
        asked = ", ".join(f'max(length("{name}"))' for name in texts)
        found = db.execute(f'SELECT {asked} FROM "{table}"').fetchone()
        longest = {name: int(size or 0) for name, size in zip(texts, found, strict=True)}
    typed = []
    for name, kind in columns.items():
        own = _TYPES.get(kind.split()[0])
        if own is None:
            own = f"VARCHAR({max(16, longest[name])})" if longest[name] <= _LONGEST else "LONGTEXT"
        must = not nullable and ("NOT NULL" in kind or "PRIMARY KEY" in kind)
        typed.append((name, own + (" NOT NULL" if must else "")))
    return tuple(typed)


def _plain(text: str) -> str:
    return fold(text).replace("\0", " ")
