"""A connection to a published knowledge base: asked as the file is, with the rows of one publication throughout."""

from __future__ import annotations

import contextlib
import json
import time
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import JunxianError, QueryError, StoreError
from kb import schema
from kb.address import Address, option_file, read_address
from kb.mariadb.dialect import LAYOUT, SESSION, find_unsafe, translate

if TYPE_CHECKING:
    from kb.mariadb.hits import ServerHits
    from kb.questions.filters import Filters
    from kb.questions.query import Query

STATE = "junxian_publications"  # which publication is the present one
NAMES = frozenset(schema.BY_NAME) | {"words", "measures", "dates", "roles", "mentions"}
_CONNECT = 10.0  # seconds
_PATIENCE = 30.0  # seconds beyond a question's time that the network may take
_CHUNK = 1000  # rows taken from the network at once
_TOO_LONG = (1969, 3024, 1028)  # ER_STATEMENT_TIMEOUT and its kin
_NO_TABLE = (1146, 1477)
_SHARD = (1158, 1159, 1160, 1161, 1429, 1430, 1477, 12701, 12702, 12721)


def connect(given: object, *, writing: bool = False) -> tuple[Any, Address]:
    """An open PyMySQL connection. Raises QueryError without PyMySQL, StoreError when the server is not reached."""
    try:
        import pymysql
    except ImportError:
        raise QueryError("PyMySQL", "is not installed", remedy="pip install 'junxian[mysql]'") from None
    address = given if isinstance(given, Address) else read_address(given)
    options: dict[str, Any] = {"read_default_file": option_file(), "read_default_group": "client"}
    options |= {"user": address.user or None, "password": address.password}
    if address.socket:
        options["unix_socket"] = address.socket
    if address.ca:
        options["ssl_ca"] = address.ca
    if address.tls == "verified":
        options |= {"ssl_verify_cert": True, "ssl_verify_identity": True}
    elif address.tls:
        options["ssl"] = {"check_hostname": False}
    try:
        raw = pymysql.connect(
            host=address.host, port=address.port, database=address.database, charset="utf8mb4", autocommit=True,
            connect_timeout=_CONNECT, local_infile=False, init_command=None if writing else SESSION, **options,
        )  # fmt: skip
    except (pymysql.MySQLError, OSError, ValueError, RuntimeError) as error:
        remedy = "check host, port, user, password (JUNXIAN_PASSWORD or ~/.my.cnf), tls=, and that the server runs"
        raise StoreError(str(address), f"could not be opened ({address.hide(said(error))})", remedy=remedy) from None
    if address.tls and not raw._secure:
        raw.close()
        raise StoreError(str(address), "does not offer TLS", remedy="set up TLS on the server, or leave tls= out")
    return raw, address


def said(error: BaseException) -> str:
    """What the server said, without the driver's wrapping."""
    return str(error.args[1]) if len(error.args) > 1 else str(error)


class Rows:
    """The rows of one answer, taken from the network as they are asked for (``kb.database.Rows``)."""

    def __init__(self, connection: Connection, cursor: Any) -> None:
        self._connection, self._cursor = connection, cursor
        self._held: deque[Any] = deque()
        self._open = True
        self.description = cursor.description

    def __iter__(self) -> Iterator[Any]:
        while self._held or self._more():
            yield self._held.popleft()

    def fetchone(self) -> Any:
        """The next row or None."""
        return self._held.popleft() if self._held or self._more() else None

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        return list(self)

    def keep(self) -> None:
        """Take all that is left into memory: the line is needed for another question."""
        while self._more():
            pass

    def _more(self) -> bool:
        if not self._open:
            return False
        with self._connection.telling():
            rows = self._cursor.fetchmany(_CHUNK)
        self._held.extend(rows)
        if not rows:
            self._open = False
            self._cursor.close()
        return bool(rows)


class Connection:
    """A read-only connection (``kb.database.Database``) to the present publication at an address."""

    def __init__(self, given: object) -> None:
        self.address = given if isinstance(given, Address) else read_address(given)
        self._rows: Rows | None = None
        self._open()
        self._suffix, self._names = "", NAMES
        self.shards: tuple[str, ...] = ()
        self.counted: dict[str, int] = {}  # rows of each table; a publication never changes
        self.seconds = 60.0
        self._find_publication()

    def __str__(self) -> str:
        return str(self.address)

    def _open(self) -> None:
        self._raw, _ = connect(self.address)
        self._ready = False
        import pymysql.constants.FIELD_TYPE as kinds
        import pymysql.cursors

        self._stream = pymysql.cursors.SSCursor
        self._raw.decoders = self._raw.decoders | {kinds.NEWDECIMAL: _number, kinds.DECIMAL: _number}

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Rows:
        """Run one SELECT written for both stores. Raises StoreError or QueryError as ``telling`` says."""
        unsafe = find_unsafe(sql) if self.shards else ""
        if unsafe:
            remedy = "replace(text, words, '') <> text finds words; LIKE without ESCAPE does"
            raise QueryError("the SQL", f"has {unsafe}, which the shards would read otherwise", remedy=remedy)
        if self._rows is not None:
            self._rows.keep()
        with self.telling():
            cursor = self._raw.cursor(self._stream)
            cursor.execute(translate(sql, self._suffix, self._names), tuple(values))
        self._rows = Rows(self, cursor)
        return self._rows

    def hits(self, query: Query, filters: Filters) -> ServerHits:
        """How words are found here (``kb.database.Hits``)."""
        from kb.mariadb.hits import ServerHits

        return ServerHits(self, query, filters, shards=self.shards, provisions=self.counted["provisions"])

    @contextlib.contextmanager
    def limited(self, seconds: float) -> Iterator[Connection]:
        """For one question: the present publication, kept to the end, and no statement beyond its time."""
        self.seconds = seconds
        if self._rows is not None:
            self._rows.keep()
            self._rows = None
        limit = f"SET SESSION max_statement_time = {max(seconds, 0.001):f}"
        try:
            self._raw.query(limit)
        except Exception:  # the server has hung up on a line that was idle for long, or was started anew
            self.close()
            self._open()
            with self.telling():
                self._raw.query(limit)
        self._raw._read_timeout = seconds + _PATIENCE
        self._find_publication()
        yield self

    @contextlib.contextmanager
    def telling(self) -> Iterator[None]:
        """The driver's errors as ours: too long, a shard that does not answer, published anew, anything else."""
        import pymysql

        try:
            yield
        except JunxianError:
            raise
        except (pymysql.MySQLError, OSError) as error:
            self._rows = None
            raise self._error(error) from None

    def _error(self, error: Exception) -> JunxianError:
        code = error.args[0] if error.args and isinstance(error.args[0], int) else 0
        told = self.address.hide(said(error))
        if code in _TOO_LONG:
            remedy = "narrow it with a place, a year or more words"
            return QueryError("the question", f"took longer than {self.seconds:g} s", remedy=remedy)
        if code in _SHARD or "foreign" in told.lower() or "remote mysql" in told.lower():
            remedy = "start the server that holds the rest of the rows, then ask again"
            return StoreError(str(self), f"cannot answer in full: a shard does not answer ({told})", remedy=remedy)
        if code in _NO_TABLE:
            return StoreError(str(self), f"was published anew meanwhile ({told})", remedy="ask again")
        return StoreError(str(self), f"did not answer ({told or type(error).__name__})", remedy="ask again")

    def close(self) -> None:
        """Close the line; what is left of an answer is not fetched."""
        with contextlib.suppress(Exception):
            if self._rows is not None:
                self._raw._force_close()
            self._raw.close()

    def _prepare(self) -> None:
        """The rights of a reader, whatever the account may do."""
        self._raw.query(SESSION)
        self._raw.query("SET SESSION TRANSACTION READ ONLY")
        if self.shards:  # else Spider makes temporary tables on the shards, which its account need not be allowed
            self._raw.query("SET SESSION spider_bka_mode = 0, spider_conn_recycle_mode = 2")

    def _find_publication(self) -> None:
        remedy = f"junxian publish FILE --to {self.address}"
        try:
            sql = f"SELECT publication, version, shards, counted FROM {STATE} WHERE state = 'present'"
            found = self._plain(sql)
        except StoreError as error:
            if "doesn't exist" in error.reason:
                raise StoreError(str(self), "is no knowledge base of junxian", remedy=remedy) from None
            raise
        if not found:
            raise StoreError(str(self), "holds no publication yet", remedy=remedy)
        number, version, shards, counted = found[0]
        if version != LAYOUT:
            where = f"version {version} of the tables, this program needs {LAYOUT}"
            better = "update junxian" if version > LAYOUT else remedy
            raise StoreError(str(self), "was published by another version", where=where, remedy=better)
        self._suffix, self.counted = f"_{number}", json.loads(counted)
        if self.shards != tuple(json.loads(shards)) or not self._ready:
            self.shards = tuple(json.loads(shards))
            self._names = NAMES | {f"words_{shard}" for shard in self.shards}
            with self.telling():
                self._prepare()
            self._ready = True

    def _plain(self, sql: str) -> list[Any]:
        with self.telling():
            cursor = self._raw.cursor()
            cursor.execute(sql)
            return list(cursor.fetchall())


def open_connection(given: object) -> Connection:
    """A reading connection; a server that is just being started is given two more tries."""
    for wait in (0.2, 0.5):
        try:
            return Connection(given)
        except StoreError as error:
            if "Lost connection" not in error.reason:
                raise
        time.sleep(wait)
    return Connection(given)


def _number(text: str) -> int | float:
    """Sums come as decimals; SQLite gives whole or real numbers."""
    value = float(text)
    return int(text) if "." not in text else value
