"""The two search indexes of a base: what is put into them and taken out with a source."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from operator import itemgetter

from kb.index.grams import split_grams
from kb.index.postings import ROWS, add_postings, forget_index, tidy_index
from kb.index.segments import Structure

INDEXED = ROWS  # provisions put in at a time
INDEXES = (("provisions_fts", "text"), ("headings_fts", "heading"))


def add_to_index(db: sqlite3.Connection, rows: list[tuple[int, str, str]], fresh: bool) -> None:
    """Put provisions (number, text, heading) into the search index.

    ``fresh`` where this transaction has not deleted from it.
    """
    rows.sort(key=itemgetter(0))
    texts = [(number, text) for number, text, _ in rows]
    headings = [(number, heading.replace(" / ", " ")) for number, _, heading in rows]
    for (table, column), values in zip(INDEXES, (texts, headings), strict=True):
        if fresh and _may_write(db, table):
            add_postings(db, table, column, values)
        else:
            grams = ((number, split_grams(text)) for number, text in values)
            db.executemany(f"INSERT INTO {table} (rowid, {column}) VALUES (?, ?)", grams)


def _may_write(db: sqlite3.Connection, table: str) -> bool:
    """Whether an index's own tables are as we know them and this SQLite, which may be defensive, lets us write them."""
    try:
        Structure.read(db, table)
        db.execute(f"UPDATE {table}_data SET id = id WHERE id = -1")
    except (sqlite3.OperationalError, ValueError):
        return False
    return True


def remove_from_index(db: sqlite3.Connection, rows: Iterable[tuple[int, str, str]]) -> bool:
    """Take provisions (number, text, heading) out of the search index; says whether there were any."""
    some = False
    for number, text, heading in rows:
        some = True
        grams = split_grams(text), split_grams(heading.replace(" / ", " "))
        for (table, column), gram in zip(INDEXES, grams, strict=True):
            db.execute(f"INSERT INTO {table} ({table}, rowid, {column}) VALUES ('delete', ?, ?)", (number, gram))
    return some


def tidy_indexes(db: sqlite3.Connection) -> None:
    """After a transaction that put provisions in."""
    for table, _ in INDEXES:
        tidy_index(db, table)


def optimize_indexes(db: sqlite3.Connection) -> None:
    """Make one piece of each search index that is not."""
    for table, _ in INDEXES:
        if sum(len(some) for _, some in Structure.read(db, table).levels) < 2:
            continue
        forget_index(db, table)
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
