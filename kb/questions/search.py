"""Search: exactly the provisions that hold the words, the most telling first, with facets and snippets."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.errors import StoreError
from kb.grams import fold
from kb.questions.filters import NOTHING_FILTERED, Filters
from kb.questions.query import Node, Query, Word, parse_query
from kb.questions.ranking import asks_for_all, first_ranked, weigh_words

Row = dict[str, Any]
KEYS = (
    "provision_id", "plan_id", "title", "place", "place_name", "year", "address", "heading", "topic",
    "text", "snippet", "score", "source", "start", "end",
)  # fmt: skip
OPEN, CLOSE = "⟦", "⟧"  # around each hit in a snippet
_AROUND = 40  # characters of a snippet before and after the hits
_FROM = "{} f CROSS JOIN provisions p ON p.number = f.rowid"
_PLANS = " JOIN plans l ON l.plan_id = p.plan_id"
_QUOTES = re.compile('["“”„‟″]')


@dataclass(frozen=True, slots=True)
class Asked:
    """A query ready to be run: the words, what narrows them, and what the reader should be told."""

    query: Query
    filters: Filters
    notes: tuple[str, ...] = ()

    def condition(self, *, inside: bool = False) -> tuple[str, str, list[Any]]:
        """(FROM, WHERE, values) of exactly the provisions that answer, in the order of their numbers.

        With ``inside`` of those whose headings have the words too (and some whose headings only seem to).
        Where the index is no proof, the text is looked at, by ``holds`` if need be.
        """
        index = "headings_fts" if inside else "provisions_fts"
        where, values = [f"f.{index} MATCH ?"], [self.query.match]
        narrowed, more = self.filters.conditions()
        tables = _FROM.format(index) + (_PLANS if any("l." in one for one in narrowed) else "")
        tree = self.query.tree
        if tree is not None and (inside or not tree.settled):
            check, checked = _check(tree)
            where.append(check)
            values += checked
        return tables, " AND ".join(where + narrowed), values + more


def ask(db: sqlite3.Connection, typed: str, filters: Filters, *, expert: bool = False, literal: bool = False) -> Asked:
    """Parse what was typed; abbreviations known to this knowledge base are expanded unless ``literal``.

    Quotation marks are looked for as typed; only where nothing holds them are they left out, with a note.
    """
    known = {} if literal else _abbreviations(db, typed)
    query = parse_query(typed, expert=expert, abbreviations=known)
    notes = [f"{short} → {', '.join(forms)}" for short, forms in query.expanded.items()]
    asked = Asked(query, filters, tuple(notes))
    if not expert and _QUOTES.search(typed) and query.tree and not _any(db, Asked(query, NOTHING_FILTERED)):
        bare = parse_query(typed, abbreviations=known, quotes=False)
        if bare.tree:
            return Asked(bare, filters, (*notes, "quotes"))
    return asked


def search_provisions(db: sqlite3.Connection, asked: Asked, *, limit: int | None = 20, offset: int = 0) -> list[Row]:
    """The provisions that answer, best first; the keys are ``KEYS``."""
    if asked.query.tree is None:
        return []
    _register(db, asked.query)
    scorer = weigh_words(db, asked.query)

    def fetch(inside: bool, low: int, high: int) -> Iterator[Any]:
        tables, where, values = asked.condition(inside=inside)
        sql = f"SELECT p.number, p.provision_id, p.text, p.heading FROM {tables} WHERE {where}"
        return iter(db.execute(f"{sql} AND f.rowid >= ? AND f.rowid < ?", [*values, low, high]))

    apart = asks_for_all(asked.query)
    keys = first_ranked(scorer, apart, None if limit is None else limit + offset, fetch)[offset:]
    details = _details(db, [key[-1] for key in keys])
    if any(key[-1] not in details for key in keys):  # a hit without its plan or source
        raise StoreError("the knowledge base", "is damaged", remedy="junxian verify; then build anew")
    return [_row(details[key[-1]], -key[0], asked.query) for key in keys]


def count_provisions(db: sqlite3.Connection, asked: Asked, *, most: int | None = None) -> int:
    """How many provisions answer; where texts must be looked at for it, no further than ``most``."""
    if asked.query.tree is None:
        return 0
    _register(db, asked.query)
    if asked.query.tree.settled and asked.filters == NOTHING_FILTERED:
        sql = "SELECT count(*) FROM provisions_fts WHERE provisions_fts MATCH ?"
        return int(db.execute(sql, (asked.query.match,)).fetchone()[0])
    tables, where, values = asked.condition()
    limit = -1 if most is None else most
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {tables} WHERE {where} LIMIT ?)"
    return int(db.execute(sql, [*values, limit]).fetchone()[0])


FACETS = {
    "place": "coalesce(p.place || ' ' || d.name, '')",
    "province": "coalesce(substr(p.place, 1, 2), '')",
    "year": "coalesce(l.year, '')",
    "level": "coalesce(l.place_level, '')",
    "topic": "coalesce(p.topic, '')",
    "kind": "l.kind",
}


def count_facets(db: sqlite3.Connection, asked: Asked, *, most: int = 20) -> list[Row]:
    """How many of the hits there are by place, year, level, topic, kind of document, and what they hold.

    Keys: ``facet``, ``value``, ``count``; within a facet the most frequent first.
    """
    if asked.query.tree is None:
        return []
    _register(db, asked.query)
    tables, where, values = asked.condition()
    if _PLANS not in tables:
        tables += _PLANS
    tables += " LEFT JOIN divisions d ON d.place = p.place"
    db.execute("DROP TABLE IF EXISTS temp.hits")
    db.execute("PRAGMA query_only = OFF")  # of temporary tables only: the file itself is open read-only
    try:
        columns = ", ".join(f"{sql} AS {name}" for name, sql in FACETS.items())
        db.execute(f"CREATE TEMP TABLE hits AS SELECT {columns}, p.has AS has FROM {tables} WHERE {where}", values)
        rows: list[Row] = []
        for name in FACETS:
            counted = f"SELECT {name}, count(*) FROM temp.hits GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?"
            rows += [{"facet": name, "value": value, "count": n} for value, n in db.execute(counted, (most,))]
        for name, bit in (("target", 2), ("deadline", 4), ("role", 8), ("measure", 1)):
            n = db.execute("SELECT count(*) FROM temp.hits WHERE has & ?", (bit,)).fetchone()[0]
            rows.append({"facet": "has", "value": name, "count": n})
        db.execute("DROP TABLE temp.hits")
    finally:
        db.execute("PRAGMA query_only = ON")
    return rows


def mark_hits(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the words stand in a text, overlaps joined."""
    folded = fold(text)
    spans = []
    for word in query.words:
        for form in word.forms:
            at = folded.find(form)
            while at >= 0:
                spans.append((at, at + len(form)))
                at = folded.find(form, at + len(form))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def snippet(text: str, query: Query) -> str:
    """The part of a text around its first hits, each hit between ⟦ and ⟧.

    >>> snippet("落实医保支付70%", parse_query("醫保"))    # "implement medical insurance payment 70 %"
    '落实⟦医保⟧支付70%'
    """
    hits = mark_hits(text, query)
    left = max(0, hits[0][0] - _AROUND) if hits else 0
    right = min(len(text), left + 3 * _AROUND)
    parts, last = ["…" if left else ""], left
    for start, end in hits:
        if start >= right:
            break
        parts += (text[last:start], OPEN, text[start:end], CLOSE)
        last = end
    parts += (text[last : max(right, last)], "…" if max(right, last) < len(text) else "")
    return "".join(parts).replace("\r", " ").replace("\n", " ")


def write_sql(asked: Asked) -> str:
    """The query as SQL that any sqlite3 with FTS5 runs on the knowledge base."""
    if asked.query.tree is None:
        return "SELECT provision_id FROM provisions WHERE 0"
    tables, where, values = asked.condition()
    if "holds(" in where:
        where = where.replace("holds(p.text)", _plain_check(asked.query.tree))
    pieces = where.split("?")
    filled = "".join(piece + value for piece, value in zip(pieces, [*map(_quote, values), ""], strict=True))
    select = f"SELECT p.provision_id, p.address, p.text FROM {tables}"
    return f"{select}\nWHERE {filled}"


def _row(details: Row, score: float, query: Query) -> Row:
    row = dict.fromkeys(KEYS) | details
    return row | {"snippet": snippet(details["text"], query), "score": round(score, 4)}


def _details(db: sqlite3.Connection, numbers: list[int]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    sql = """SELECT p.number, p.provision_id, p.plan_id, l.title, p.place,
      coalesce(d.name, l.place_name) AS place_name,
      l.year, p.address, p.heading, p.topic, p.text, s.name AS source,
      p.original_start AS start, p.original_end AS "end"
      FROM provisions p JOIN plans l ON l.plan_id = p.plan_id JOIN sources s ON s.source_id = l.source_id
      LEFT JOIN divisions d ON d.place = p.place WHERE p.number IN ({})"""
    for i in range(0, len(numbers), 500):
        part = numbers[i : i + 500]
        cursor = db.execute(sql.format(", ".join("?" * len(part))), part)
        names = [column[0] for column in cursor.description]
        for values in cursor:
            found[values[0]] = dict(zip(names[1:], values[1:], strict=True))
    return found


def _register(db: sqlite3.Connection, query: Query) -> None:
    tree = query.tree
    if tree is not None:
        db.create_function("holds", 1, lambda text: tree.holds(fold(text)), deterministic=True)


def _any(db: sqlite3.Connection, asked: Asked) -> bool:
    _register(db, asked.query)
    tables, where, values = asked.condition()
    return db.execute(f"SELECT 1 FROM {tables} WHERE {where} LIMIT 1", values).fetchone() is not None


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
        return "(" + " OR ".join(f"instr(lower(p.text), {_quote(form)})" for form in tree.forms) + ")"
    if tree.operator == "not":
        return f"NOT {_plain_check(tree.parts[0])}"
    return "(" + f" {tree.operator.upper()} ".join(_plain_check(part) for part in tree.parts) + ")"


def _quote(value: Any) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _abbreviations(db: sqlite3.Connection, typed: str) -> Mapping[str, list[str]]:
    """Other forms of the typed words, common ones and those of these plans.

    Only where the long form holds the short one and that has three characters: 人社局 is nothing else than
    人力资源和社会保障局, the bureau of human resources, while 医保 is a word by now.
    """
    from extract.references import common_abbreviations

    forms: dict[str, list[str]] = {}
    if len(typed) > 200:
        return forms
    query = parse_query(typed)
    for word in query.words:
        rows = db.execute(
            "SELECT DISTINCT short, long FROM abbreviations WHERE short = ? OR long = ? ORDER BY 1, 2",
            (word.text, word.text),
        ).fetchall()
        for short, long in [*rows, *(pair for pair in common_abbreviations().items() if word.text in pair)]:
            if len(short) >= 3 and _runs_through(short, long):
                other = long if word.text == short else short
                if other not in (word.text, *forms.get(word.text, ())):
                    forms.setdefault(word.text, []).append(other)
    return forms


def _runs_through(short: str, long: str) -> bool:
    """Whether the characters of the short form come in this order in the long one."""
    rest = iter(long)
    return len(short) < len(long) and all(char in rest for char in short)
