"""The knowledge base file: opened for reading or for writing, of the present schema version or not at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import StoreError
from kb import schema
from kb.address import check_file
from kb.packing import checksum_meta

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
    """A writing connection to a knowledge base, made empty if there is none. Hold ``kb.lock.lock_builder`` first.

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
        remedy = "wait until the export or notebook that is reading it has ended, then do it again"
        return StoreError(name, f"is in use: another program is reading it ({error})", remedy=remedy)
    return StoreError(name, f"cannot be written ({error})", remedy=remedy)


def damaged(name: str, error: Exception) -> StoreError:
    """The error for a file that SQLite cannot make sense of; a disk that does not give it is no damage."""
    if "disk I/O error" in str(error):
        return StoreError(name, f"cannot be read ({error})", remedy="check the disk and copy the file again")
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


def set_meta(db: sqlite3.Connection, **values: str) -> None:
    """Write facts about the knowledge base itself."""
    with transaction(db):
        held = dict(db.execute("SELECT key, value FROM meta WHERE key != 'checksum'").fetchall()) | values
        held["checksum"] = checksum_meta(held)
        db.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", held.items())
