"""A writing connection of the loader: its errors name the server and never a password."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from corpus.errors import StoreError
from kb.mariadb.address import Address
from kb.mariadb.connection import connect, said

_SESSION = (
    "SET SESSION sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES', foreign_key_checks = 0, unique_checks = 0,"
    " collation_connection = 'utf8mb4_nopad_bin'"
)


class Writer:
    """One server that is loaded; a context manager."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.raw: Any = None

    def __enter__(self) -> Writer:
        self.raw, _ = connect(self.address, writing=True)
        self.run(_SESSION)
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(Exception):
            self.raw.close()

    def run(self, sql: str, values: Sequence[Any] = (), *, many: bool = False, secret: str = "") -> list[Any]:
        """Run a statement of the loader's own; StoreError with what the server said."""
        import pymysql

        try:
            with self.raw.cursor() as cursor:
                if many:
                    cursor.executemany(sql, values)
                else:
                    cursor.execute(sql, tuple(values))
                return list(cursor.fetchall()) if cursor.description else []
        except (pymysql.MySQLError, OSError) as error:
            told = self.address.hide(said(error))
            told = told.replace(secret, "…") if secret else told
            remedy = "docs/serving.md tells which rights the account needs; publishing again begins anew"
            raise StoreError(str(self.address), f"refused the load ({told})", remedy=remedy) from None
