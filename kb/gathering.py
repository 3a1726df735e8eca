"""Products that wait to be written together: a transaction costs more than what a small source brings."""

from __future__ import annotations

import sqlite3
import time

from kb.product import Product
from kb.store import write_product, write_products

WAIT = 0.25  # seconds that a source may wait
MOST = 20_000  # rows that may wait


class Gathered:
    """Writes products a moment's worth at a time.

    Each source is written whole or not at all; leaving the block writes what waits, also after Ctrl-C.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.waiting: list[tuple[Product, str]] = []
        self.rows, self.since = 0, 0.0

    def __enter__(self) -> Gathered:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None or not issubclass(kind, sqlite3.Error):
            self.write()

    def add(self, product: Product, folder: str) -> None:
        """Take one; it is written with those before it when they are many or have waited."""
        if not self.waiting:
            self.since = time.monotonic()
        self.waiting.append((product, folder))
        self.rows += sum(map(len, product.rows.values()))
        if self.rows > MOST or time.monotonic() - self.since > WAIT:
            self.write()

    def write(self) -> None:
        """Write what waits."""
        some, self.waiting, self.rows = self.waiting, [], 0
        if not some:
            return
        try:
            write_products(self.db, some)
        except (sqlite3.OperationalError, KeyboardInterrupt):
            raise
        except Exception:
            for product, folder in some:
                self._write_alone(product, folder)

    def _write_alone(self, product: Product, folder: str) -> None:
        from kb.produce import broken

        try:
            write_product(self.db, product, folder=folder)
        except (sqlite3.OperationalError, KeyboardInterrupt):
            raise
        except Exception as error:  # one file whose rows cannot be stored must not stop the build
            write_product(self.db, broken(product.source["name"], error), folder=folder)
