"""Products that wait to be written together: the rows and index of one cost more alone than in company.

What waits is safe: each product is committed as it comes, as one row of the table ``waiting``, from which a build
that follows a killed one takes it. So no source is read twice but the one that was being read; where several workers
read, also what a worker had finished and could not yet hand over.
"""

from __future__ import annotations

import dataclasses
import sqlite3
import time

from kb.building.product import Product, read_product, spell_product
from kb.building.writing import write_product, write_products
from kb.store import transaction

WAIT = 0.25  # seconds that the first source may wait; others as long as the build has taken so far
LONGEST = 4.0  # seconds that any may wait: it is safe, and whoever searches meanwhile sees it so much later
MOST = 20_000  # rows that may wait
LARGE = 2_000  # rows of a source that is better written at once
_WAITING = """CREATE TABLE IF NOT EXISTS waiting (
  name TEXT NOT NULL PRIMARY KEY, source_id TEXT NOT NULL, folder TEXT NOT NULL, product BLOB NOT NULL)"""


def recover(db: sqlite3.Connection) -> None:
    """Write what a killed build had read and not yet written."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'waiting'").fetchone():
        return
    gathered = Gathered(db)
    for name, folder, spelt in db.execute("SELECT name, folder, product FROM waiting").fetchall():
        try:
            product = read_product(spelt)
            sound = isinstance(product, Product) and product.source["name"] == name
        except (ValueError, LookupError, TypeError):
            sound = False
        if sound:  # else it is read anew
            gathered.waiting.append((product, folder))
    gathered.write()
    db.execute("DROP TABLE IF EXISTS waiting")


class Gathered:
    """Writes products a moment's worth at a time.

    Each source is written whole or not at all; leaving the block writes what waits, also after Ctrl-C.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.waiting: list[tuple[Product, str]] = []
        self.rows, self.since = 0, 0.0
        self.begun: float | None = None  # when the first came
        self.kept = False  # whether anything stands in the table
        self.blots_out: int = db.execute("PRAGMA secure_delete").fetchone()[0]

    def __enter__(self) -> Gathered:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None or not issubclass(kind, sqlite3.Error):
            self.write()
            self.db.execute("DROP TABLE IF EXISTS waiting")

    def add(self, product: Product, folder: str) -> None:
        """Take one; it is written with those before it when they are many or have waited."""
        if not self.waiting:
            self.since = time.monotonic()
            self.begun = self.begun or self.since
        rows = sum(map(len, product.rows.values()))
        if rows <= LARGE:
            self._keep(product, folder)
        self.waiting.append((dataclasses.replace(product), folder))  # what it was spelt as is no longer needed
        self.rows += rows
        wait = max(WAIT, min(self.since - (self.begun or self.since), LONGEST))
        if rows > LARGE or self.rows > MOST or time.monotonic() - self.since > wait:
            self.write()

    def write(self) -> None:
        """Write what waits."""
        some, self.waiting, self.rows = self.waiting, [], 0
        if not some:
            return
        try:
            write_products(self.db, some)
        except (sqlite3.OperationalError, KeyboardInterrupt):
            self.waiting = some  # Ctrl-C: they are written on the way out
            raise
        except Exception:
            for product, folder in some:
                self._write_alone(product, folder)
        if self.kept:
            self.db.execute("PRAGMA secure_delete = OFF")  # the same stands in the tables: nothing to blot out
            self.db.execute("DELETE FROM waiting")
            self.db.execute(f"PRAGMA secure_delete = {self.blots_out}")
            self.kept = False

    def _keep(self, product: Product, folder: str) -> None:
        if not self.kept:
            self.db.execute(_WAITING)
            self.kept = True
        row = (product.source["name"], product.source["source_id"], folder, spell_product(product))
        with transaction(self.db):
            self.db.execute("INSERT OR REPLACE INTO waiting VALUES (?, ?, ?, ?)", row)

    def _write_alone(self, product: Product, folder: str) -> None:
        from kb.building.produce import broken

        try:
            write_product(self.db, product, folder=folder)
        except (sqlite3.OperationalError, KeyboardInterrupt):
            raise
        except Exception as error:  # one file whose rows cannot be stored must not stop the build
            write_product(self.db, broken(product.source["name"], error), folder=folder)
