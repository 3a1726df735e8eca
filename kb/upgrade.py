"""A knowledge base of an older schema version becomes one of the present version, or stays exactly as it was.

All rows go into a new file beside the old one, which takes its place in one step at the end: whoever stops this
in the middle finds the old base whole. What researchers decided comes along; search indexes are made anew.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

from corpus.errors import StoreError
from kb import schema
from kb.database import marks_of, rows_of
from kb.index.grams import split_grams
from kb.index.indexing import INDEXES
from kb.packing import checksum


def upgrade_base(path: str | Path) -> None:
    """Bring a base of an older version up to date. Hold ``kb.lock.lock_builder``.

    Raises StoreError when it is damaged or holds what the present version cannot keep, sqlite3.Error when a disk
    is full or another program is reading; the old base is untouched then.
    """
    file = Path(os.path.realpath(path))
    new = Path(f"{file}-upgrade")
    new.unlink(missing_ok=True)  # of an upgrade that was killed
    old = sqlite3.connect(file, isolation_level=None, timeout=30)
    try:
        # What a killed build left in the write-ahead log must be in the file before another takes its place.
        if old.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise sqlite3.OperationalError("database is locked")
        _write(file, new)
        shutil.copymode(file, new)
        old.close()
        new.replace(file)
        _sync(file.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise
    finally:
        old.close()


def _write(file: Path, new: Path) -> None:
    db = sqlite3.connect(new, isolation_level=None)
    try:
        for pragma in ("page_size = 8192", "journal_mode = OFF", "synchronous = OFF", "trusted_schema = OFF"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("ATTACH ? AS old", (str(file),))
        db.execute("BEGIN")
        for statement in schema.statements():
            db.execute(statement)
        for table in schema.TABLES:
            _copy(db, table.name)
        _index(db)
        _settle(db)
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {schema.VERSION}")
        db.execute("COMMIT")
        db.execute("DETACH old")
        db.execute("ANALYZE")
        if db.execute("PRAGMA foreign_key_check").fetchone() or not _is_whole(db):
            raise _unfit(file)
    except sqlite3.IntegrityError:
        raise _unfit(file) from None
    finally:
        db.close()
    _sync(new)


def _copy(db: sqlite3.Connection, table: str) -> None:
    """All rows of a table, as far as the older version has it; what is new in it gets its default."""
    held = [row[1] for row in db.execute(f'PRAGMA old.table_info("{table}")')]
    if not held:
        return
    names = schema.BY_NAME[table].names
    common = ", ".join(f'"{name}"' for name in names if name in held)
    if set(names) == set(held):  # with their checksums: damage stays visible
        db.execute(f'INSERT INTO main."{table}" ({common}) SELECT {common} FROM old."{table}"')
        return
    defaults = db.execute(f'SELECT name, dflt_value FROM pragma_table_info("{table}", "main")').fetchall()
    plain = {name: db.execute(f"SELECT {given or 'NULL'}").fetchone()[0] for name, given in defaults}  # given as SQL
    marks = marks_of(names)
    away = _places_away(db) if {"provision", "place"} <= set(names) - (set(held) & {"place"}) else {}
    for found in rows_of(db, f'SELECT {common} FROM old."{table}"'):
        row = plain | found
        if away:
            row["place"] = away.get((row["plan_id"], row["provision"]))
        if "checksum" in names:
            row["checksum"] = checksum(table, row)
        db.execute(f'INSERT INTO main."{table}" VALUES ({marks})', [row[name] for name in names])


def _places_away(db: sqlite3.Connection) -> dict[tuple[str, int], str]:
    """Provisions about another place than their plan: until version 3 facts had no place of their own."""
    sql = """SELECT p.plan_id, p.provision, p.place FROM old.provisions p JOIN old.plans l ON l.plan_id = p.plan_id
      WHERE p.place IS NOT NULL AND p.place IS NOT l.place"""
    return {(plan_id, provision): place for plan_id, provision, place in db.execute(sql)}


def _index(db: sqlite3.Connection) -> None:
    """The search indexes, of the provisions."""
    rows = db.execute("SELECT number, text, replace(heading, ' / ', ' ') FROM main.provisions ORDER BY number")
    for number, *texts in rows:
        for (index, column), text in zip(INDEXES, texts, strict=True):
            db.execute(f"INSERT INTO {index} (rowid, {column}) VALUES (?, ?)", (number, split_grams(text)))


def _settle(db: sqlite3.Connection) -> None:
    """What the decisions come to."""
    from kb.decided.apply import apply_reviews

    apply_reviews(db)


def _is_whole(db: sqlite3.Connection) -> bool:
    return bool(db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))


def _unfit(file: Path) -> StoreError:
    remedy = "build a new one from the sources"
    return StoreError(os.fspath(file), "was made by an older version and cannot be brought up to date", remedy=remedy)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
