"""A writing connection of the loader: its errors name the server and never a password."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from corpus.errors import StoreError
from kb.address import Address
from kb.mariadb.connection import connect, said

_SESSION = (
    "SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES', foreign_key_checks = 0,"
    " unique_checks = 0, collation_connection = 'utf8mb4_nopad_bin'"
)
_STATEMENT = 400_000  # characters of one statement: a server takes 16 MB unless it is told otherwise
_DENIED = (1044, 1045, 1142, 1143, 1227, 1370)  # ER_DBACCESS_DENIED_ERROR and its kin
_QUOTE, _QUOTES = "'", "''"


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

    def run(self, sql: str, values: Sequence[Any] = (), *, secret: str = "") -> list[Any]:
        """Run a statement of the loader's own; StoreError with what the server said."""
        import pymysql

        try:
            with self.raw.cursor() as cursor:
                cursor.execute(sql, tuple(values))
                return list(cursor.fetchall()) if cursor.description else []
        except (pymysql.MySQLError, OSError) as error:
            raise self._refused(error, secret) from None

    def insert(self, statement: bytes) -> None:
        """Run an INSERT that is written out; StoreError with what the server said."""
        import pymysql

        try:
            self.raw.query(statement)
        except (pymysql.MySQLError, OSError) as error:
            raise self._refused(error) from None

    def _refused(self, error: Exception, secret: str = "") -> StoreError:
        told = self.address.hide(said(error))
        told = told.replace(secret, "…") if secret else told
        remedy = "see whether the server's disk is full and what its error log says"
        if error.args and error.args[0] in _DENIED:
            remedy = "docs/serving.md tells which rights the account needs"
        remedy += "; publishing again begins anew"
        return StoreError(str(self.address), f"refused the load ({told})", remedy=remedy)


class Batch:
    """Rows for one server, written out by us: the driver takes four times as long to fill in values one by one."""

    def __init__(self, place: Writer, head: str) -> None:
        self.place, self._head = place, head
        self._rows: list[str] = []
        self._size = 0

    def add(self, values: Sequence[Any]) -> None:
        """One row more."""
        row = f"({','.join([write_value(value) for value in values])})"
        self._rows.append(row)
        self._size += len(row)
        if self._size >= _STATEMENT:
            self.flush()

    def flush(self) -> None:
        """Insert what waits."""
        if self._rows:
            self.place.insert((self._head + ",".join(self._rows)).encode("utf-8"))
            self._rows, self._size = [], 0


def write_value(value: Any) -> str:
    """A value as MariaDB reads it where a backslash is a character like any other.

    >>> print(*[write_value(one) for one in (None, 7, 0.1, "it's 7%", b"7%")])
    NULL 7 0.1e0 'it''s 7%' x'3725'
    """
    if isinstance(value, str):
        return f"'{value.replace(_QUOTE, _QUOTES)}'" if _QUOTE in value else f"'{value}'"
    if value is None:
        return "NULL"
    if isinstance(value, float):
        return f"{value!r}e0" if "e" not in repr(value) else repr(value)  # else it is read as a decimal
    return f"x'{value.hex()}'" if isinstance(value, bytes) else str(value)
