"""Integrity, row by row: what SQLite's own checks cannot see is seen by hashes and by reading the text again."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import QueryError
from kb import schema
from kb.decided.apply import decided_rows
from kb.index.grams import split_grams
from kb.packing import checksum, checksum_meta, sha256_text, unpack_text
from kb.questions.records import plan_text

Row = dict[str, Any]
KEYS = ("table", "row", "problem")
# Damage makes any value out of any other; none of them may stop the checks that follow.
_DAMAGE = (sqlite3.DatabaseError, ArithmeticError, ValueError, LookupError, TypeError, zlib.error, QueryError)


def verify_base(db: sqlite3.Connection) -> Iterator[Row]:
    """One row a problem: ``table``, ``row``, ``problem``; nothing when all is sound."""
    for check in (_check_pages, _check_views, _check_checksums, _check_texts, _check_reviews, _check_index):
        try:
            yield from check(db)
        except _DAMAGE as error:
            yield {"table": "", "row": "", "problem": f"cannot be read: {error}"}


def count_rows(db: sqlite3.Connection) -> int:
    """How many rows are checked."""
    return sum(db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in schema.BY_NAME)


def _check_views(db: sqlite3.Connection) -> Iterator[Row]:
    """What the views say is text in the file as well: a flipped bit there changes what every reader is shown."""
    held = {sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE type = 'view'")}
    for statement in schema.statements():
        if statement.startswith("CREATE VIEW") and statement not in held:
            name = statement.split()[2]
            yield {"table": name, "row": "", "problem": "the view is not as this program makes it"}


def _check_pages(db: sqlite3.Connection) -> Iterator[Row]:
    name = str(db.execute("PRAGMA database_list").fetchone()[2])
    with Path(name).open("rb") as stream:
        head = stream.read(100)
        length = stream.seek(0, os.SEEK_END)
    # By the file's own header: what is still in the write-ahead log of a build under way is not missing.
    log = Path(f"{name}-wal")
    if log.exists() and log.stat().st_size:
        return
    size, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    if length < pages * (65536 if size == 1 else size):
        yield {"table": "", "row": "", "problem": "the file is shorter than it says: its end is missing"}
    for (problem,) in db.execute("PRAGMA integrity_check"):
        if problem != "ok":
            yield {"table": "", "row": "", "problem": str(problem)}
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield {"table": table, "row": str(row), "problem": f"points to a missing row of {parent}"}


def _check_checksums(db: sqlite3.Connection) -> Iterator[Row]:
    """Every row that carries a checksum."""
    for table in schema.TABLES:
        if "checksum" not in table.names:
            continue
        names = [column.name for column in table.columns if not column.type.startswith("BLOB")]
        for values in db.execute(f'SELECT {", ".join(map(_quoted, names))} FROM "{table.name}"'):
            row = dict(zip(names, values, strict=True))
            if checksum(table.name, row) != row["checksum"]:
                yield {"table": table.name, "row": str(values[0]), "problem": "differs from its checksum"}
    meta = dict(db.execute("SELECT key, value FROM meta"))
    if meta.pop("checksum", None) not in (None, checksum_meta(meta)):
        yield {"table": "meta", "row": "", "problem": "differs from its checksum"}


def _check_texts(db: sqlite3.Connection) -> Iterator[Row]:
    """Texts against their SHA-256, provisions and facts against the texts."""
    for name, packed, sha in db.execute("SELECT name, original, original_sha256 FROM sources WHERE original NOT NULL"):
        if _unpacked(packed, sha) is None:
            yield {"table": "sources", "row": name, "problem": "the original text differs from its SHA-256"}
    pieces = (
        "SELECT 'provisions', provision_id, start, \"end\", text FROM provisions WHERE plan_id = ?1",
        *(
            f"SELECT '{table}', {identity}, start, \"end\", text FROM {table} WHERE plan_id = ?1"
            for table, identity in (
                *((table, "fact_id") for table in schema.KINDS.values()),
                *((table, "rowid") for table in ("mention_facts", "places", "citations")),
            )
        ),
    )
    for plan_id, sha in db.execute("SELECT plan_id, text_sha256 FROM plans").fetchall():
        text = _woven(db, plan_id, sha)
        if text is None:
            yield {"table": "plans", "row": plan_id, "problem": "the clean text differs from its SHA-256"}
            continue
        for sql in pieces:
            for table, row, start, end, said in db.execute(sql, (plan_id,)):
                if text[start:end] != said:
                    yield {"table": table, "row": str(row), "problem": "is not what stands in the plan's text"}


def _woven(db: sqlite3.Connection, plan_id: str, sha: str) -> str | None:
    with contextlib.suppress(zlib.error, UnicodeDecodeError, TypeError):
        text = plan_text(db, plan_id)
        if sha256_text(text) == sha:
            return text
    return None


def _unpacked(packed: Any, sha: str) -> str | None:
    with contextlib.suppress(zlib.error, UnicodeDecodeError, TypeError):
        text = unpack_text(packed)
        if sha256_text(text) == sha:
            return text
    return None


def _check_reviews(db: sqlite3.Connection) -> Iterator[Row]:
    """What the views show of decided facts, against what the decisions come to."""
    tables = ("settled", *schema.REVIEWED.values())
    wanted: dict[str, dict[str, tuple[Any, ...]]] = {table: {} for table in tables}
    for table, row in decided_rows(db):
        wanted[table][row["fact_id"]] = tuple(row[name] for name in schema.BY_NAME[table].names)
    for table in tables:
        names = schema.BY_NAME[table].names
        cursor = db.execute(f'SELECT {", ".join(map(_quoted, names))} FROM "{table}"')
        held = {row[names.index("fact_id")]: row for row in cursor}
        for fact in sorted(held.keys() | wanted[table].keys(), key=str):
            if held.get(fact) != wanted[table].get(fact):
                yield {"table": table, "row": str(fact), "problem": "is not what the decisions come to"}


def _check_index(db: sqlite3.Connection) -> Iterator[Row]:
    """The search indexes against the provisions: each term must be in those of them where the index has it."""
    for index, sql in _INDEXED.items():
        count: Counter[str] = Counter()
        total: Counter[str] = Counter()  # of the numbers of these provisions: which they are, not only how many
        for number, text in db.execute(sql):
            for term in {term.lower() for term in split_grams(text).split(" ") if term}:
                count[term] += 1
                total[term] += number
        held = _held_terms(db, index)
        wrong = 0
        for term in filter(_plain, count.keys() | held.keys()):
            has, of = held.get(term, (0, 0))
            # Of Latin letters SQLite folds more than we do (ſ to s): the index may hold more of them, never fewer.
            less = has < count[term] or of < total[term]
            exact = (count[term], total[term])
            wrong += less or (_chinese(term) and ((has, of) != exact or _asked(db, index, term) != exact))
        if wrong:
            problem = f"{wrong} terms are not where the provisions have them; search may miss some"
            yield {"table": index, "row": "", "problem": problem}


# What each index was made from, one row a provision.
_INDEXED = {
    "provisions_fts": "SELECT number, text FROM provisions",
    "headings_fts": "SELECT number, replace(heading, ' / ', ' ') FROM provisions",
}


def _held_terms(db: sqlite3.Connection, index: str) -> dict[str, tuple[int, int]]:
    """The terms of an index, each with the number of rows that have it and the sum of their numbers."""
    db.execute("PRAGMA query_only = OFF")
    try:
        db.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms_of_{index} USING fts5vocab(main, {index}, instance)")
        sql = f"SELECT term, count(*), total(doc) FROM temp.terms_of_{index} GROUP BY term"
        return {term: (count, int(total)) for term, count, total in db.execute(sql)}
    finally:
        db.execute("PRAGMA query_only = ON")


def _asked(db: sqlite3.Connection, index: str, term: str) -> tuple[int, int]:
    """As ``_held_terms``, by the way that a search takes: what leads to a term may be damaged too."""
    sql = f"SELECT count(*), total(rowid) FROM {index} WHERE {index} MATCH ?"
    count, total = db.execute(sql, (f'"{term}"',)).fetchone()
    return count, int(total)


def _plain(term: str) -> bool:
    """Terms that SQLite folds as we do, if perhaps others too into the same."""
    return all("一" <= char <= "龥" or char.isascii() for char in term)


def _chinese(term: str) -> bool:
    return all("一" <= char <= "龥" for char in term)


def _quoted(name: str) -> str:
    return f'"{name}"'
