"""Search: exactly the provisions that hold the words, the most telling first, with facets and snippets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.errors import StoreError
from kb.building.product import BUCKET_BITS, BUCKETS
from kb.database import Database, marks_of, rows_of
from kb.index.grams import fold
from kb.questions.filters import NOTHING_FILTERED, Filters
from kb.questions.hits import hits_of, write_statement
from kb.questions.query import Query, parse_query
from kb.questions.ranking import asks_for_all, first_ranked, weigh_words
from kb.schema import PROVISIONS

Row = dict[str, Any]
KEYS = (
    "provision_id", "plan_id", "title", "place", "place_name", "year", "address", "heading", "topic",
    "text", "snippet", "score", "source", "start", "end",
)  # fmt: skip
OPEN, CLOSE = "⟦", "⟧"  # around each hit in a snippet
_AT_ONCE = 500  # hits whose texts are read together
_AROUND = 40  # characters of a snippet before and after the hits
_FACETS = 20  # values of a facet
_QUOTES = re.compile('["“”„‟″]')


@dataclass(frozen=True, slots=True)
class Asked:
    """A query ready to be run: the words, what narrows them, and what the reader should be told."""

    query: Query
    filters: Filters
    notes: tuple[str, ...] = ()


def ask(db: Database, typed: str, filters: Filters, *, expert: bool = False, literal: bool = False) -> Asked:
    """Parse what was typed; abbreviations known to this knowledge base are expanded unless ``literal``.

    Quotation marks are looked for as typed; only where nothing holds them are they left out, with a note.
    """
    known = {} if literal else _abbreviations(db, typed)
    query = parse_query(typed, expert=expert, abbreviations=known)
    notes = [f"{short} → {', '.join(forms)}" for short, forms in query.expanded.items()]
    asked = Asked(query, filters, tuple(notes))
    if not expert and _QUOTES.search(typed) and query.tree and not hits_of(db, query, NOTHING_FILTERED).any():
        bare = parse_query(typed, abbreviations=known, quotes=False)
        if bare.tree:
            return Asked(bare, filters, (*notes, "quotes"))
    return asked


def search_provisions(db: Database, asked: Asked, *, limit: int | None = 20, offset: int = 0) -> list[Row]:
    """The provisions that answer, best first; the keys are ``KEYS``."""
    return list(stream_provisions(db, asked, limit=limit, offset=offset))


def stream_provisions(db: Database, asked: Asked, *, limit: int | None = 20, offset: int = 0) -> Iterator[Row]:
    """The rows of ``search_provisions`` one after the other; what is held of a hit is its place in the order."""
    if asked.query.tree is None:
        return
    hits = hits_of(db, asked.query, asked.filters)
    scorer = weigh_words(asked.query, hits)
    apart = asks_for_all(asked.query)
    first = first_ranked(db, hits, scorer, apart, None if limit is None else limit + offset)
    for n in range(offset, len(first), _AT_ONCE):
        some = first[n : n + _AT_ONCE]
        details = _details(db, [number for _, number in some])
        if len(details) < len(some):  # a hit without its plan or source
            raise StoreError("the knowledge base", "is damaged", remedy="junxian verify; then build anew")
        for score, number in some:
            yield _row(details[number], score, asked.query)


def find_plans(db: Database, asked: Asked) -> set[str]:
    """The identities of the plans in which a provision answers."""
    return {identity.partition("/")[0] for _, identity, _, _ in _find_all(db, asked)}


def find_numbers(db: Database, asked: Asked) -> Iterator[int]:
    """The numbers of the provisions that answer."""
    return (number for number, _, _, _ in _find_all(db, asked))


def _find_all(db: Database, asked: Asked) -> Iterator[Any]:
    if asked.query.tree is None:
        return iter(())
    return hits_of(db, asked.query, asked.filters).fetch(False, 0, BUCKETS << BUCKET_BITS)


def count_provisions(db: Database, asked: Asked, *, most: int | None = None) -> int:
    """How many provisions answer; where texts must be looked at for it, no further than ``most``."""
    if asked.query.tree is None:
        return 0
    return hits_of(db, asked.query, asked.filters).count(most)


def count_facets(db: Database, asked: Asked) -> list[Row]:
    """How many of the hits there are by place, province, year, level, topic, kind of document, and what they hold.

    Keys: ``facet``, ``value`` (a string, of years too), ``count``; within a facet the most frequent first.
    """
    if asked.query.tree is None:
        return []
    return [_name_value(row) for row in hits_of(db, asked.query, asked.filters).facets(_FACETS)]


def _name_value(row: Row) -> Row:
    """The row with its value as text, that of a province with its name behind its code, as places have it."""
    if row["value"] is None:
        return row
    if row["facet"] != "province" or not row["value"]:
        return row | {"value": str(row["value"])}
    from extract.gazetteer import load_gazetteer

    return row | {"value": f"{row['value']} {load_gazetteer().name(row['value'] + '0000') or ''}".rstrip()}


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


def write_sql(asked: Asked, db: Database | None = None) -> str:
    """The query as SQL: of this store, or of any sqlite3 with FTS5 on the file."""
    if db is None or asked.query.tree is None:
        return write_statement(asked.query, asked.filters)
    return hits_of(db, asked.query, asked.filters).sql()


def _row(details: Row, score: float, query: Query) -> Row:
    row = dict.fromkeys(KEYS) | details
    return row | {"snippet": snippet(details["text"], query), "score": round(score, 4)}


def _details(db: Database, numbers: list[int]) -> dict[int, Row]:
    sql = f"""SELECT p.number, p.provision_id, p.plan_id, l.title, p.place,
      coalesce(d.name, l.place_name) AS place_name,
      l.year, p.address, p.heading, p.topic, p.text, s.name AS source,
      p.original_start AS start, p.original_end AS "end"
      FROM {PROVISIONS} WHERE p.number IN ({marks_of(numbers)})"""
    return {row.pop("number"): row for row in rows_of(db, sql, numbers)}


def _abbreviations(db: Database, typed: str) -> Mapping[str, list[str]]:
    """Other forms of the typed words, common ones and those of these plans.

    Only where the long form holds the short one and that has three characters: 人社局 is nothing else than
    人力资源和社会保障局, the bureau of human resources, while 医保 is a word by now.
    """
    from extract.abbreviations import common_abbreviations

    forms: dict[str, list[str]] = {}
    if len(typed) > 200:
        return forms
    query = parse_query(typed)
    for word in query.words:
        rows = db.execute(
            'SELECT DISTINCT short, "long" FROM abbreviations WHERE short = ? OR "long" = ? ORDER BY 1, 2',
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
