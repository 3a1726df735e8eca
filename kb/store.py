"""The knowledge base file: opened, locked, and written one source at a time."""

from __future__ import annotations

import contextlib
import itertools
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import StoreError
from kb import schema
from kb.building.batches import Batches, Rows, Values
from kb.building.lock import lock_builder as lock_builder
from kb.building.product import BUCKET_BITS, BUCKETS, Product, rank_of
from kb.mariadb.address import check_file
from kb.packing import checksum, checksum_meta

Row = dict[str, Any]
Indexed = tuple[int, str, str]  # of a provision: number, text, heading
OLDER = (1,)  # schema versions that ``kb.upgrade`` brings up to date
UPGRADE = "junxian build FOLDER with the same --kb: it is brought up to date, decisions are kept"


def connect_reader(path: str | Path) -> sqlite3.Connection:
    """A read-only connection that trusts nothing in the file.

    Raises StoreError when the file is missing, no knowledge base, damaged or of another schema version.
    """
    check_file(path)
    file = Path(path)
    name = os.fspath(path)
    if not file.is_file():
        raise StoreError(name, "does not exist", remedy=f"junxian build FOLDER --kb {name}")
    uri = file.resolve().as_uri() + "?mode=ro"
    try:
        db = _open(uri)
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        # A base left in WAL mode (killed build) in a folder that cannot be written: read what is committed.
        if "readonly" not in str(error) and "unable to open" not in str(error):
            raise damaged(name, error) from None
        try:
            db = _open(uri + "&immutable=1")
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as again:
            raise damaged(name, again) from None
    check_version(db, name)
    return db


def _open(uri: str) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=30)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA query_only = ON")
    db.execute("PRAGMA mmap_size = 1073741824")
    db.execute("PRAGMA cache_size = -65536")
    return db


def connect_writer(path: str | Path) -> sqlite3.Connection:
    """A writing connection to a knowledge base, made empty if there is none. Hold ``lock_builder`` first.

    A base of an older schema version is brought up to date before.
    """
    from kb.upgrade import upgrade_base

    name = os.fspath(path)
    try:
        db = sqlite3.connect(path, isolation_level=None, timeout=30)
        if _read_mark(db, "application_id") == schema.APPLICATION_ID and _read_mark(db, "user_version") in OLDER:
            db.close()
            upgrade_base(path)
            db = sqlite3.connect(path, isolation_level=None, timeout=30)
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA trusted_schema = OFF")
        if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            _create(db)
        check_version(db, name)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA cache_size = -16384")  # four times as much would spare a fifteenth of the writing
        db.execute("PRAGMA temp_store = MEMORY")
    except sqlite3.OperationalError as error:
        raise unwritable(name, error, "check the folder's rights and free space") from None
    except sqlite3.DatabaseError as error:
        raise damaged(name, error) from None
    return db


def _create(db: sqlite3.Connection) -> None:
    # The page size and the marks must precede the first table; all of it is one transaction.
    db.execute("PRAGMA page_size = 8192")
    with transaction(db):
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {schema.VERSION}")
        for statement in schema.statements():
            db.execute(statement)


def check_version(db: sqlite3.Connection, name: str) -> None:
    """Raise StoreError unless this file is a knowledge base of the present schema version."""
    try:
        application, version = _read_mark(db, "application_id"), _read_mark(db, "user_version")
    except sqlite3.DatabaseError as error:
        raise damaged(name, error) from None
    if application != schema.APPLICATION_ID:
        raise StoreError(name, "is no knowledge base of junxian", remedy="give another file with --kb")
    if version > schema.VERSION:
        where = f"schema version {version}, this program knows {schema.VERSION}"
        raise StoreError(name, "was made by a newer version", where=where, remedy="update junxian")
    if version < schema.VERSION:
        where = f"schema version {version}, this program needs {schema.VERSION}"
        remedy = UPGRADE if version in OLDER else "build it anew from the sources"
        raise StoreError(name, "was made by an older version", where=where, remedy=remedy)


def _read_mark(db: sqlite3.Connection, mark: str) -> int:
    return int(db.execute(f"PRAGMA {mark}").fetchone()[0])


def unwritable(name: str, error: sqlite3.OperationalError, remedy: str) -> StoreError:
    """The error for a file that SQLite would not write; when others are at it, that is what it says."""
    if "locked" in str(error):
        remedy = "wait until the export or notebook that is reading it has ended, then build again"
        return StoreError(name, f"is in use: another program is reading it ({error})", remedy=remedy)
    return StoreError(name, f"cannot be written ({error})", remedy=remedy)


def damaged(name: str, error: Exception) -> StoreError:
    """The error for a file that SQLite cannot make sense of."""
    return StoreError(name, f"is damaged or no knowledge base ({error})", remedy="build it anew from the sources")


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def write_product(db: sqlite3.Connection, product: Product, *, folder: str = "") -> None:
    """Put one source and all that was found in it in place of what its name held before; one transaction.

    ``folder`` is where it was found, noted with it: a build of another folder must leave it alone.
    """
    write_products(db, [(product, folder)])


def write_products(db: sqlite3.Connection, some: Sequence[tuple[Product, str]]) -> None:
    """Products with their folders, as ``write_product`` writes one; all in one transaction."""
    # Loaded by what writes alone: whoever asks a base need not wait for numpy.
    from kb.index.indexing import INDEXED, add_to_index, tidy_indexes
    from kb.review.apply import apply_reviews

    with transaction(db):
        fresh = not sum(_delete(db, product.source["name"]) for product, _ in some)
        added = (row for product, folder in some for row in _insert_product(db, product, folder))
        while batch := list(itertools.islice(added, INDEXED)):
            add_to_index(db, batch, fresh)
        for product, _ in some:
            apply_reviews(db, product.source["name"])
    if fresh:
        tidy_indexes(db)


def _insert_product(db: sqlite3.Connection, product: Product, folder: str) -> Iterator[Indexed]:
    """Insert the rows of a source that is not there; gives the provisions, for the search index."""
    _insert(db, "sources", [product.source | {"checksum": checksum("sources", product.source)}])
    _insert(db, "origins", [{"name": product.source["name"], "folder": folder}])
    if plans := product.rows.get("plans"):
        _insert_values(db, "plans", plans.in_batches())
    if provisions := product.rows.get("provisions"):
        yield from _insert_provisions(db, provisions)
    for name in schema.BY_NAME:
        rows = product.rows.get(name)
        if rows and name not in ("sources", "plans", "provisions"):
            _insert_values(db, name, rows.in_batches(), replace=name == "divisions")


def delete_source(db: sqlite3.Connection, name: str) -> None:
    """Remove a source and all that was found in it; one transaction."""
    with transaction(db):
        _delete(db, name)


def _delete(db: sqlite3.Connection, name: str) -> bool:
    """Remove a source; says whether anything of it was in the search index."""
    from kb.index.indexing import remove_from_index

    held = "SELECT l.plan_id FROM plans l JOIN sources s USING (source_id) WHERE s.name = ?"
    indexed = remove_from_index(
        db,
        db.execute(f"SELECT number, text, heading FROM provisions WHERE plan_id IN ({held}) ORDER BY number", (name,)),
    )
    db.execute("DELETE FROM sources WHERE name = ?", (name,))
    return indexed


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Insert rows, which need not name what they leave empty."""
    names = schema.BY_NAME[table].names
    _insert_values(db, table, [[[row.get(name) for name in names] for row in rows]])


def _insert_values(
    db: sqlite3.Connection, table: str, batches: Iterable[list[Values]], *, replace: bool = False
) -> None:
    """Insert rows given as the values of all columns, in their order."""
    statement = _inserting(table, replace)
    try:
        for values in batches:
            db.executemany(statement, values)
    except UnicodeEncodeError:  # lone surrogates cannot be stored; nothing was inserted of the row that failed
        raise StoreError(table, "holds characters that cannot be stored") from None


@cache
def _inserting(table: str, replace: bool) -> str:
    names = schema.BY_NAME[table].names
    columns = ", ".join(f'"{name}"' for name in names)
    verb = "INSERT OR REPLACE" if replace else "INSERT"
    return f'{verb} INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(names))})'


def _insert_provisions(db: sqlite3.Connection, rows: Rows | Batches) -> Iterator[Indexed]:
    """Insert the provisions with a number each; gives what of them goes into the search index."""
    last = {}
    for bucket in range(BUCKETS):
        low, high = bucket << BUCKET_BITS, (bucket + 1) << BUCKET_BITS
        sql = "SELECT coalesce(max(number), ?1) FROM provisions WHERE number >= ?1 AND number < ?2"
        last[bucket] = db.execute(sql, (low, high)).fetchone()[0]
    text, heading = (rows.names.index(name) for name in ("text", "heading"))
    for some in rows.in_batches():
        numbered: list[Values] = []
        for values in some:
            bucket = rank_of(values)
            last[bucket] += 1
            numbered.append([last[bucket], *values])
        _insert_values(db, "provisions", [numbered])
        yield from [(values[0], values[text + 1], values[heading + 1]) for values in numbered]


def mark_duplicates(db: sqlite3.Connection) -> None:
    """Note on every plan whose text another plan has too which one that is: the first by name of source."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    sql = """SELECT l.text_sha256, l.plan_id, l.source_id, s.name FROM plans l JOIN sources s USING (source_id)
      WHERE l.text_sha256 IN (SELECT text_sha256 FROM plans GROUP BY 1 HAVING count(*) > 1) ORDER BY s.name, l.plan"""
    for sha, plan_id, source_id, name in db.execute(sql):
        groups.setdefault(sha, []).append((plan_id, source_id, name))
    rows: list[Row] = []
    for (first_id, _, first), *others in groups.values():
        for plan_id, source_id, _ in others:
            message = f"has the same text as plan {first_id.rpartition('-')[2]} of {first}"
            row: Row = {"source_id": source_id, "plan_id": plan_id, "code": "duplicate of", "message": message}
            row["remedy"] = "keep one of them"
            rows.append(row | {"checksum": checksum("notes", row)})
    with transaction(db):
        db.execute("DELETE FROM notes WHERE code = 'duplicate of'")
        _insert(db, "notes", rows)


def set_meta(db: sqlite3.Connection, **values: str) -> None:
    """Write facts about the knowledge base itself."""
    with transaction(db):
        held = dict(db.execute("SELECT key, value FROM meta WHERE key != 'checksum'").fetchall()) | values
        held["checksum"] = checksum_meta(held)
        db.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", held.items())
