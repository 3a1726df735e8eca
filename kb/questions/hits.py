"""How the file finds words: its FTS5 index of characters and pairs, and a look at the text where that is no proof."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from kb.building.product import BUCKET_BITS, BUCKETS
from kb.database import Database, Hits, marks_of
from kb.index.grams import fold
from kb.questions.filters import NOTHING_FILTERED, Filters
from kb.questions.query import Node, Query, Word

Row = dict[str, Any]
_SMALL = 1000  # hits; so few are read
_EASE = 3
_FROM = "{} f CROSS JOIN provisions p ON p.number = f.rowid"
_PLANS = " JOIN plans l ON l.plan_id = p.plan_id"
FACETS = {
    "place": "coalesce(p.place || ' ' || d.name, '')",
    "province": "coalesce(substr(p.place, 1, 2), '')",
    "year": "coalesce(l.year, '')",
    "level": "coalesce(l.place_level, '')",
    "topic": "coalesce(p.topic, '')",
    "kind": "l.kind",
}
HELD = (("target", 2), ("deadline", 4), ("role", 8), ("measure", 1))


def hits_of(db: Database, query: Query, filters: Filters) -> Hits:
    """The hits of a query in this store: as its connection finds them, else by the index in the file."""
    make = getattr(db, "hits", None)
    if make is not None:
        hits: Hits = make(query, filters)
        return hits
    assert isinstance(db, sqlite3.Connection)
    return FileHits(db, query, filters)


class FileHits:
    """``kb.database.Hits`` in SQLite."""

    def __init__(self, db: sqlite3.Connection, query: Query, filters: Filters) -> None:
        self.db, self.query, self.filters = db, query, filters
        tree = query.tree
        if tree is not None:
            db.create_function("holds", 1, lambda text: tree.holds(fold(text)), deterministic=True)

    def fetch(self, inside: bool, low: int, high: int) -> Iterator[Any]:
        """As ``Hits.fetch``."""
        tables, where, values = self._condition(inside=inside)
        sql = f"SELECT p.number, p.provision_id, p.text, p.heading FROM {tables} WHERE {where}"
        return iter(self.db.execute(f"{sql} AND f.rowid >= ? AND f.rowid < ?", [*values, low, high]))

    def first_of(
        self, inside: bool, low: int, high: int, limit: int, wanted: Callable[[Any], bool]
    ) -> list[Any] | None:
        """As ``Hits.first_of``.

        With n hits among N provisions about limit · N / n of these must be looked at, ``_EASE`` times as fast as
        hits are read and scored: units of fewer than √(limit · N / _EASE) are better read, and after _EASE · n
        the search gives up.
        """
        if self._size(inside, low, high, _SMALL) < _SMALL:
            return None
        provisions = self.db.execute("SELECT count(*) FROM provisions").fetchone()[0]
        even = math.isqrt(limit * provisions // _EASE)
        size = self._size(inside, low, high, 16 * even)
        if size < even:
            return None
        most = _EASE * size * self.db.execute("SELECT count(*) FROM plans").fetchone()[0] // provisions
        found: list[Any] = []
        looked = 0
        for some in self._plans_in_order():
            looked += len(some)
            found += filter(wanted, self._fetch_plans(some, inside, low, high))
            if len(found) >= limit:
                return found
            if looked > most:
                break
        return None

    def few(self) -> bool:
        """As ``Hits.few``."""
        return self._size(False, 0, BUCKETS << BUCKET_BITS, _SMALL) < _SMALL

    def _plans_in_order(self) -> Iterator[list[str]]:
        """The plans, newest first, some at a time; first few, then more."""
        plans = (row[0] for row in self.db.execute("SELECT plan_id FROM plans ORDER BY year DESC, plan_id"))
        count = 8
        while some := list(islice(plans, count)):
            yield some
            count = min(2 * count, 256)

    def _fetch_plans(self, plans: Sequence[str], inside: bool, low: int, high: int) -> Iterator[Any]:
        """As ``fetch``, of these plans alone, in any order; without the index."""
        # The sign keeps SQLite from going through all provisions of these numbers.
        where = [f"p.plan_id IN ({marks_of(plans)})", "+p.number >= ?", "+p.number < ?"]
        values: list[Any] = [*plans, low, high]
        narrowed, more = self.filters.conditions()
        if self.query.tree is not None:
            check, checked = _check(self.query.tree)
            for column in ("p.text", "p.heading") if inside else ("p.text",):
                where.append(check.replace("p.text", column))
                values += checked
        tables = "provisions p" + (_PLANS if any("l." in one for one in narrowed) else "")
        sql = f"SELECT p.number, p.provision_id, p.text, p.heading FROM {tables} WHERE {' AND '.join(where + narrowed)}"
        return iter(self.db.execute(sql, values + more))

    def _size(self, inside: bool, low: int, high: int, most: int) -> int:
        """No fewer than ``fetch`` gives, quickly; counts no further than ``most``."""
        index = "headings_fts" if inside else "provisions_fts"
        sql = f"SELECT 1 FROM {index} WHERE {index} MATCH ? AND rowid >= ? AND rowid < ? LIMIT ?"
        counted = self.db.execute(f"SELECT count(*) FROM ({sql})", (self.query.match, low, high, most))
        return int(counted.fetchone()[0])

    def any(self) -> bool:
        """As ``Hits.any``."""
        tables, where, values = self._condition()
        return self.db.execute(f"SELECT 1 FROM {tables} WHERE {where} LIMIT 1", values).fetchone() is not None

    def count(self, most: int | None) -> int:
        """As ``Hits.count``."""
        if self.query.tree is not None and self.query.tree.settled and self.filters == NOTHING_FILTERED:
            return self._matching(self.query.match)
        tables, where, values = self._condition()
        limit = -1 if most is None else most
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {tables} WHERE {where} LIMIT ?)"
        return int(self.db.execute(sql, [*values, limit]).fetchone()[0])

    def total(self) -> int:
        """As ``Hits.total``."""
        return int(self.db.execute("SELECT count(*) FROM provisions").fetchone()[0])

    def holding(self, word: Word) -> int:
        """As ``Hits.holding``."""
        return self._matching(word.match())

    def facets(self, most: int) -> list[Row]:
        """As ``Hits.facets``."""
        tables, where, values = self._condition()
        if _PLANS not in tables:
            tables += _PLANS
        tables += " LEFT JOIN divisions d ON d.place = p.place"
        db = self.db
        db.execute("DROP TABLE IF EXISTS temp.hits")
        db.execute("PRAGMA query_only = OFF")  # of temporary tables only: the file itself is open read-only
        try:
            columns = ", ".join(f"{sql} AS {name}" for name, sql in FACETS.items())
            db.execute(f"CREATE TEMP TABLE hits AS SELECT {columns}, p.has AS has FROM {tables} WHERE {where}", values)
            rows: list[Row] = []
            for name in FACETS:
                counted = f"SELECT {name}, count(*) FROM temp.hits GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?"
                rows += [{"facet": name, "value": value, "count": n} for value, n in db.execute(counted, (most,))]
            for name, bit in HELD:
                n = db.execute("SELECT count(*) FROM temp.hits WHERE has & ?", (bit,)).fetchone()[0]
                rows.append({"facet": "has", "value": name, "count": n})
            db.execute("DROP TABLE temp.hits")
        finally:
            db.execute("PRAGMA query_only = ON")
        return rows

    def sql(self) -> str:
        """SQL that any sqlite3 with FTS5 runs on the knowledge base."""
        return write_statement(self.query, self.filters)

    def _matching(self, match: str | None) -> int:
        sql = "SELECT count(*) FROM provisions_fts WHERE provisions_fts MATCH ?"
        return int(self.db.execute(sql, (match,)).fetchone()[0])

    def _condition(self, *, inside: bool = False) -> tuple[str, str, list[Any]]:
        return _condition(self.query, self.filters, inside=inside)


def write_statement(query: Query, filters: Filters) -> str:
    """A query as SQL that any sqlite3 with FTS5 runs on the knowledge base."""
    if query.tree is None:
        return "SELECT provision_id FROM provisions WHERE 0"
    tables, where, values = _condition(query, filters)
    where = re.sub(r"CASE WHEN .*? ELSE (.*?) END", r"\1", where)
    select = f"SELECT p.provision_id, p.address, p.text FROM {tables}"
    return f"{select}\nWHERE {fill_values(where, values)}"


def fill_values(sql: str, values: list[Any]) -> str:
    """A statement with its values in the place of the question marks.

    >>> fill_values("year = ? AND topic = ?", [2025, "医保支付"])     # "payment by medical insurance"
    "year = 2025 AND topic = '医保支付'"
    """
    pieces = sql.split("?")
    return "".join(piece + value for piece, value in zip(pieces, [*map(quote, values), ""], strict=True))


def quote(value: Any) -> str:
    """A number or text as SQL writes it."""
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _condition(query: Query, filters: Filters, *, inside: bool = False) -> tuple[str, str, list[Any]]:
    """(FROM, WHERE, values) of exactly the provisions that answer, in the order of their numbers.

    With ``inside`` of those whose headings have the words too (and some whose headings only seem to).
    Where the index is no proof, the text is looked at.
    """
    index = "headings_fts" if inside else "provisions_fts"
    where, values = [f"f.{index} MATCH ?"], [query.match]
    narrowed, more = filters.conditions()
    tables = _FROM.format(index) + (_PLANS if any("l." in one for one in narrowed) else "")
    tree = query.tree
    if tree is not None and (inside or not tree.settled):
        check, checked = _check(tree)
        where.append(check)
        values += checked
    return tables, " AND ".join(where + narrowed), values + more


def _check(tree: Word | Node) -> tuple[str, list[Any]]:
    """The look at the text, as SQL that agrees with ``tree.holds``.

    Only texts with a NUL, where SQLite stops comparing, are looked at by ``holds``.
    """
    sql, values = _spell(tree)
    if "GLOB" in sql:
        sql = f"CASE WHEN instr(p.text, char(0)) THEN holds(p.text) ELSE {sql} END"
    return sql, values


def _spell(tree: Word | Node) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if isinstance(tree, Word):
        for form in tree.forms:
            pattern = glob_pattern(form)
            parts.append("instr(p.text, ?) > 0" if pattern is None else "p.text GLOB ?")
            values.append(form if pattern is None else pattern)
        return (parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"), values
    for part in tree.parts:
        sql, more = _spell(part)
        parts.append(sql)
        values += more
    if tree.operator == "not":
        return f"NOT {parts[0]}", values
    return f"({f' {tree.operator.upper()} '.join(parts)})", values


def glob_pattern(form: str) -> str | None:
    """The GLOB pattern of all texts that hold a folded form; None where each character stands only for itself.

    >>> glob_pattern("pm2.5浓度")    # "PM2.5 concentration"
    '*[pPｐＰ][mMｍＭ][2２][.．][5５]浓度*'
    """
    if not any("!" <= char <= "~" for char in form):
        return None
    return f"*{''.join(_variants(char) if '!' <= char <= '~' else char for char in form)}*"


def _variants(char: str) -> str:
    forms = dict.fromkeys((char, char.upper(), chr(ord(char) + 0xFEE0), chr(ord(char.upper()) + 0xFEE0)))
    # A bracket is plain where it comes first, a caret and a hyphen where they come last.
    kept = [form for form in forms if form not in "^-"]
    return f"[{''.join(kept)}{''.join(form for form in forms if form in '^-')}]"
