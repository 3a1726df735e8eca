"""Where a server is and who asks: ``mysql://user@host:port/database``. Passwords are never shown."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from corpus.errors import QueryError

FORM = "mysql://user@host:3306/database"
PASSWORD = "JUNXIAN_PASSWORD"  # the environment variable with the password
_SCHEME = re.compile(r"^mysql:/{1,2}(?=[^/])")  # a path object has one of the two strokes left
_OPTIONS = {"tls", "ca", "socket", "provinces"}


@dataclass(frozen=True, slots=True)
class Address:
    """One database on one server. ``tls``: "", required (encrypted), verified (certificate and name checked)."""

    host: str
    port: int
    database: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: str = ""
    ca: str = ""
    socket: str = ""
    provinces: tuple[str, ...] = ()  # of a shard: those that it shall hold

    def __str__(self) -> str:
        user = f"{self.user}@" if self.user else ""
        return f"mysql://{user}{self.host}:{self.port}/{self.database}"

    def hide(self, text: str) -> str:
        """A message without the password."""
        return text.replace(self.password, "…") if self.password else text


def is_address(given: object) -> bool:
    """Whether this names a server rather than a file.

    >>> is_address("mysql://reader@db.example/plans"), is_address(Path("mysql://db/plans")), is_address("mysql.db")
    (True, True, False)
    """
    return bool(_SCHEME.match(os.fspath(given))) if isinstance(given, str | os.PathLike) else False


def read_address(given: object) -> Address:
    """The parts of an address; a password that it lacks comes from ``JUNXIAN_PASSWORD``, else from ``~/.my.cnf``.

    Raises QueryError for what is no such address; the message never repeats a password.

    >>> str(read_address("mysql://reader:secret@db.example/plans?tls=verified&ca=ca.pem"))
    'mysql://reader@db.example:3306/plans'
    """
    text = _SCHEME.sub("mysql://", os.fspath(given) if isinstance(given, str | os.PathLike) else str(given))
    try:
        parts = urlsplit(text)
        port = parts.port or 3306
    except ValueError:
        raise _wrong("has a port that is no number") from None
    options = dict(parse_qsl(parts.query))
    database = unquote(parts.path.strip("/"))
    if parts.scheme != "mysql" or not re.fullmatch(r"[A-Za-z0-9_]{1,48}", database):
        raise _wrong("is no address of a database")
    unknown = sorted(set(options) - _OPTIONS)
    tls = options.get("tls", "verified" if "ca" in options else "")
    if unknown or tls not in ("", "required", "verified"):
        raise _wrong(f"has an option that is not known: {', '.join(unknown) or 'tls'}")
    provinces = tuple(filter(None, options.get("provinces", "").split(",")))
    if not all(re.fullmatch(r"\d\d|rest", one) for one in provinces):
        raise _wrong("names provinces otherwise than by two digits or rest")
    address = Address(
        unquote(parts.hostname or "127.0.0.1"),
        port,
        database,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        tls,
        options.get("ca", ""),
        options.get("socket", ""),
        provinces,
    )
    return address if address.password else replace(address, password=os.environ.get(PASSWORD, ""))


def option_file() -> str | None:
    """The user's own option file of MariaDB's clients, when there is one."""
    file = Path.home() / ".my.cnf"
    return str(file) if file.is_file() else None


def check_file(given: object) -> None:
    """Raise QueryError where a file is needed and a server was given."""
    if is_address(given):
        remedy = "do it to the file, then publish it again"
        raise QueryError(str(read_address(given)), "is a server, which is only read", remedy=remedy)


def _wrong(reason: str) -> QueryError:
    return QueryError("the server's address", reason, remedy=f"{FORM}, with ?tls=verified&ca=FILE&socket=FILE")
