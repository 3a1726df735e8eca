"""How the file finds words: its FTS5 index of characters and pairs, and a look at the text where that is no proof."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from kb.grams import fold
from kb.questions.filters import NOTHING_FILTERED, Filters
from kb.questions.query import Node, Query, Word

Row = dict[str, Any]
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
    if "holds(" in where:
        where = where.replace("holds(p.text)", _plain_check(query.tree))
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
    Where the index is no proof, the text is looked at, by ``holds`` if need be.
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
    """The look at the text: in SQL where characters stand only for themselves, else by ``holds``."""
    words = tree.words()
    plain = all("一" <= char <= "龥" for word in words for form in word.forms for char in form)
    if plain and isinstance(tree, Word) and len(tree.forms) == 1:
        return "instr(p.text, ?)", [tree.forms[0]]
    if plain and isinstance(tree, Node) and tree.operator == "and":
        parts = tree.parts
        if all(isinstance(part, Word) and len(part.forms) == 1 for part in parts):
            forms = [part.forms[0] for part in parts if isinstance(part, Word)]
            return " AND ".join(["instr(p.text, ?)"] * len(forms)), list(forms)
    return "holds(p.text)", []


def _plain_check(tree: Word | Node) -> str:
    if isinstance(tree, Word):
        return "(" + " OR ".join(f"instr(lower(p.text), {quote(form)})" for form in tree.forms) + ")"
    if tree.operator == "not":
        return f"NOT {_plain_check(tree.parts[0])}"
    return "(" + f" {tree.operator.upper()} ".join(_plain_check(part) for part in tree.parts) + ")"
