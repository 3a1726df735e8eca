"""Does the provision that a reader has in mind come first? Known items: MRR@10 against other ways to rank.

    python benchmarks/ranking.py junxian.db [--items 400]

Provisions are drawn at random; the query is their two or three rarest words (jieba, of two characters or more),
shortened by a character where they are long, as people type. Each way ranks; the score is 1/place of that
provision among the first ten, 0 beyond. ``plain FTS5`` is what SQLite does by default, ``bm25 words`` FTS5 over
jieba words.
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Callable

from corpus.words import cut
from kb.questions.filters import Filters
from kb.questions.search import ask, search_provisions
from kb.store import connect_reader

HAN = re.compile("[一-龥]{2,}")


def make_indexes(rows: list[tuple[int, str]]) -> sqlite3.Connection:
    """The two FTS5 tables that we are compared with."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE plain USING fts5(text)")
    db.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    db.executemany("INSERT INTO plain (rowid, text) VALUES (?, ?)", rows)
    db.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", ((n, " ".join(cut(text))) for n, text in rows))
    return db


def choose_items(rows: list[tuple[int, str]], count: int, dice: random.Random) -> list[tuple[int, str]]:
    """(provision, query) pairs."""
    words = {number: {word for word in cut(text) if HAN.fullmatch(word)} for number, text in rows}
    frequency = Counter(word for found in words.values() for word in found)
    items = []
    for number, _ in dice.sample(rows, min(len(rows), 4 * count)):
        # Words that one provision alone has would make any way look good.
        known = sorted(
            (word for word in words[number] if frequency[word] > 3), key=lambda word: (frequency[word], word)
        )
        if len(known) >= 3:
            picked = known[: dice.choice((2, 3))]
            items.append((number, " ".join(word[:2] if len(word) > 3 else word for word in picked)))
    return items[:count]


def ask_fts(db: sqlite3.Connection, table: str, query: str) -> list[int]:
    """The first ten by bm25."""
    pieces = query.split() if table == "plain" else [" ".join(cut(word)) for word in query.split()]
    match = " AND ".join('"' + piece + '"' for piece in pieces)
    sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rank LIMIT 10"
    return [row[0] for row in db.execute(sql, (match,))]


def main() -> None:
    """Print MRR@10 of each way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("--items", type=int, default=400)
    given = parser.parse_args()
    base = connect_reader(given.base)
    rows = base.execute("SELECT number, text FROM provisions ORDER BY provision_id").fetchall()
    numbers = dict(base.execute("SELECT provision_id, number FROM provisions").fetchall())
    others = make_indexes(rows)

    def ours(query: str) -> list[int]:
        return [numbers[row["provision_id"]] for row in search_provisions(base, ask(base, query, Filters()), limit=10)]

    ways: dict[str, Callable[[str], list[int]]] = {
        "junxian": ours,
        "bm25 words": lambda query: ask_fts(others, "words", query),
        "plain FTS5": lambda query: ask_fts(others, "plain", query),
    }
    items = choose_items(rows, given.items, random.Random(5))
    print(f"{len(rows)} provisions, {len(items)} known items")
    for name, way in ways.items():
        places = [
            (found.index(number) + 1 if number in found else 0) for number, query in items for found in [way(query)]
        ]
        score = sum(1 / place for place in places if place) / len(items)
        print(f"{name:12} MRR@10 {score:.3f}   found among the first ten {sum(map(bool, places)) / len(items):.3f}")


if __name__ == "__main__":
    main()
