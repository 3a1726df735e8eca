"""How MariaDB finds words: Mroonga's pairs of characters give the rows, a look at the folded text settles them.

The column ``words.text`` holds the folded text in a binary collation, so that Mroonga normalises nothing and
every character, stops, digits and signs too, is part of a pair: no row that holds the words is missed. Each
shard is asked for itself, because a full-text question to a partitioned Spider table is not safe (10.11).
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from kb.index.grams import match_words
from kb.mariadb.dialect import escape_phrase
from kb.questions.filters import NOTHING_FILTERED, Filters
from kb.questions.hits import HELD, fill_values
from kb.questions.query import Node, Query, Word

if TYPE_CHECKING:
    from kb.database import Database

Row = dict[str, Any]
_PAGE, _LARGEST = 1000, 64_000  # rows asked for at once: the first time, and at last
_FEW = 300  # hits; fewer are fetched with one question
_FACETS = ("place", "province", "year", "level", "topic", "kind")
_GRAM = re.compile(r'"((?:[^"]|"")*)"')


class ServerHits:
    """``kb.database.Hits`` in MariaDB."""

    def __init__(self, db: Database, query: Query, filters: Filters, *, shards: Sequence[str], provisions: int) -> None:
        self.db, self.query, self.filters, self.provisions = db, query, filters, provisions
        self.tables = [f"words_{shard}" for shard in shards] or ["words"]
        self._held: dict[bool, list[Any] | None] = {}
        self._units: dict[tuple[bool, int, int], list[Any]] = {}

    def fetch(self, inside: bool, low: int, high: int) -> Iterator[Any]:
        """As ``Hits.fetch``."""
        tree = self.query.tree
        few = self._units.get((inside, low, high)) or self._few(inside)
        if few is not None:
            rows: Iterator[Any] = (row for row in few if low <= row[0] < high)
        else:
            pages = [self._pages(table, inside, low, high) for table in self.tables]
            rows = heapq.merge(*pages, key=lambda row: row[0])
        if tree is None or (tree.settled and not inside):
            return rows
        return (row for row in rows if tree.holds(row[2]))

    def first_of(
        self, inside: bool, low: int, high: int, limit: int, wanted: Callable[[Any], bool]
    ) -> list[Any] | None:
        """As ``Hits.first_of``: the server sorts, by columns alone, else Mroonga sorts what it has already cut.

        Mroonga looks up all that matches for every statement, so what one statement has told is not asked again.
        """
        tree = self.query.tree
        if tree is None or self._held.get(inside) is not None:
            return None
        for most in (4 * limit, 64 * limit):
            found, seen = [], []
            cut = short = False
            for table in self.tables:
                rows = self._newest(table, inside, low, high, most)
                some = [row for row in rows if tree.holds(row[2]) and wanted(row)]
                cut = cut or len(rows) == most
                short = short or (len(rows) == most and len(some) < limit)
                found += some
                seen += rows
            if len(found) >= limit and not short:
                return found
            if not cut:
                if self._few(inside) is None:
                    self._units[inside, low, high] = sorted(seen, key=lambda row: row[0])
                return None
        return None

    def _newest(self, table: str, inside: bool, low: int, high: int, most: int) -> list[Any]:
        """The first candidates of one table by the order of equal scores, which is that of their numbers."""
        where, values = self._condition(inside=inside, checked=False)
        if low:  # what lies beyond the unit is left out here: a further condition costs as much as the sorting
            where, values = f"{where} AND p.number >= ?", [*values, low]
        sql = f"""SELECT p.number, p.provision_id, p.text, p.heading FROM {table} p
          WHERE {where} ORDER BY p.number LIMIT {most:d}"""
        return [row for row in self.db.execute(sql, values) if row[0] < high]

    def few(self) -> bool:
        """As ``Hits.few``, as far as it is known: asking would take as long as the first of them."""
        return self._held.get(False) is not None

    def any(self) -> bool:
        """As ``Hits.any``."""
        return self.count(1) > 0

    def count(self, most: int | None) -> int:
        """As ``Hits.count``."""
        tree = self.query.tree
        sure = tree is not None and tree.settled and self.filters == NOTHING_FILTERED
        where, values = self._condition()
        total = 0
        for table in self.tables:
            sql = f"SELECT count(*) FROM {table} p WHERE {where}"
            if most is not None and not sure:
                sql = f"SELECT count(*) FROM (SELECT p.number FROM {table} p WHERE {where} LIMIT {most:d}) found"
            total += int(self._one(sql, values))
        return total if most is None or sure else min(total, most)

    def total(self) -> int:
        """As ``Hits.total``."""
        return self.provisions

    def holding(self, word: Word) -> int:
        """As ``Hits.holding``: by the same pairs that the file's index is asked for."""
        asked = " ".join(_all_grams(form) for form in word.forms)
        sql = "SELECT count(*) FROM {} p WHERE MATCH (p.text) AGAINST (? IN BOOLEAN MODE)"
        return sum(int(self._one(sql.format(table), [f"+({asked})"])) for table in self.tables)

    def facets(self, most: int) -> list[Row]:
        """As ``Hits.facets``."""
        where, values = self._condition()
        named = dict(self.db.execute("SELECT place, name FROM divisions").fetchall())
        counts: dict[str, Counter[Any]] = {name: Counter() for name in (*_FACETS, "has")}
        for table in self.tables:
            sql = f"""SELECT p.place, p.year, p.place_level, p.topic, p.kind, p.has, count(*) FROM {table} p
              WHERE {where} GROUP BY p.place, p.year, p.place_level, p.topic, p.kind, p.has"""
            for place, year, level, topic, kind, has, n in self.db.execute(sql, values):
                shown = f"{place} {named[place]}" if place in named else ""
                values_of = (shown, place[:2], year or "", level, topic, kind)
                for name, value in zip(_FACETS, values_of, strict=True):
                    counts[name][value] += n
                for name, bit in HELD:
                    counts["has"][name] += n if has & bit else 0
        rows: list[Row] = []
        for facet in _FACETS:
            ranked = sorted(counts[facet].items(), key=lambda one: (-one[1], isinstance(one[0], str), one[0]))
            rows += [{"facet": facet, "value": value, "count": n} for value, n in ranked[:most]]
        return rows + [{"facet": "has", "value": name, "count": counts["has"][name]} for name, _ in HELD]

    def sql(self) -> str:
        """The query as a statement for MariaDB's own client."""
        where, values = self._condition()
        asked = " UNION ALL ".join(f"SELECT p.number FROM {table} p WHERE {where}" for table in self.tables)
        filled = fill_values(asked, values * len(self.tables))
        return f"SELECT provision_id, address, text FROM provisions WHERE number IN ({filled})"

    def _few(self, inside: bool) -> list[Any] | None:
        """All candidates, where they are so few that one question fetches them."""
        if inside not in self._held:
            rows: list[Any] | None = []
            for table in self.tables:
                some = list(islice(self._pages(table, inside, 0, 1 << 62, page=_FEW), _FEW))
                rows = None if len(some) == _FEW or rows is None else rows + some
                if rows is None:
                    break
            self._held[inside] = None if rows is None else sorted(rows, key=lambda row: row[0])
        return self._held[inside]

    def _pages(self, table: str, inside: bool, low: int, high: int, *, page: int = _PAGE) -> Iterator[Any]:
        """The candidates of one table, page by page: a reader that has enough leaves the rest where it is."""
        where, values = self._condition(inside=inside, checked=False)
        last = low - 1
        while True:
            sql = f"""SELECT p.number, p.provision_id, p.text, p.heading FROM {table} p
              WHERE {where} AND p.number > ? AND p.number < ? ORDER BY p.number LIMIT {page}"""
            rows = self.db.execute(sql, [*values, last, high]).fetchall()
            yield from rows
            if len(rows) < page:
                return
            page, last = min(page * 2, _LARGEST), rows[-1][0]

    def _condition(self, *, inside: bool = False, checked: bool = True) -> tuple[str, list[Any]]:
        """(WHERE, values); ``checked`` with the look at the text where pairs are no proof."""
        tree = self.query.tree
        column = "heading" if inside else "text"
        where = [f"MATCH (p.{column}) AGAINST (? IN BOOLEAN MODE)"]
        values: list[Any] = [write_match(tree) if tree else ""]
        if checked and tree is not None and not tree.settled:
            check, forms = _check(tree)
            where.append(check)
            values += forms
        narrowed, more = self._narrowed()
        return " AND ".join(where + narrowed), values + more

    def _narrowed(self) -> tuple[list[str], list[Any]]:
        narrowed, values = self.filters.conditions()
        return [re.sub(r"\bl\.", "p.", one) for one in narrowed], values  # words have the columns of both

    def _one(self, sql: str, values: list[Any]) -> Any:
        return self.db.execute(sql, values).fetchone()[0]


def write_match(tree: Word | Node) -> str:
    """The boolean-mode expression of what every hit has; what must be absent is left to the look at the text.

    >>> from kb.questions.query import parse_query
    >>> print(write_match(parse_query("医保 70%").tree))       # "medical insurance"
    +(+"医保" +"70%")
    """
    return f"+{_expression(tree) or ''}"


def _expression(tree: Word | Node) -> str | None:
    if isinstance(tree, Word):
        phrases = [escape_phrase(form) for form in tree.forms]
        return phrases[0] if len(phrases) == 1 else f"({' '.join(phrases)})"
    if tree.operator == "not":
        return None
    parts = [_expression(part) for part in tree.parts]
    known = [part for part in parts if part]
    if tree.operator == "and":
        return f"({' '.join(f'+{part}' for part in known)})" if known else None
    return f"({' '.join(known)})" if all(parts) else None


def _check(tree: Word | Node) -> tuple[str, list[str]]:
    # Not instr() or locate(): Spider (10.11) hands them to its shards with the two texts changed round.
    if isinstance(tree, Word):
        return "(" + " OR ".join(["replace(p.text, ?, '') <> p.text"] * len(tree.forms)) + ")", list(tree.forms)
    checks = [_check(part) for part in tree.parts]
    forms = [form for _, held in checks for form in held]
    if tree.operator == "not":
        return f"NOT {checks[0][0]}", forms
    return "(" + f" {tree.operator.upper()} ".join(check for check, _ in checks) + ")", forms


def _all_grams(form: str) -> str:
    grams = [gram.replace('""', '"') for gram in _GRAM.findall(match_words([form]))]
    return "(" + " ".join(f"+{escape_phrase(gram)}" for gram in grams) + ")"
