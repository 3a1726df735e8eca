"""What a question may ask of a store, so that one query layer serves the file and the server.

Questions are written once, in SQL that SQLite and MariaDB (in ANSI mode) both understand: values as ``?``,
names that are keywords in double quotes, every derived table named, ``IS NOT NULL`` in full. What the two do
not share is here, and is little: how words are found (``Hits``). ``kb.mariadb`` holds the other side.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from kb.questions.query import Word

Row = dict[str, Any]


class Rows(Protocol):
    """The rows of an answer, as a DB-API cursor gives them."""

    @property
    def description(self) -> Any:
        """One tuple a column, its name first."""

    def __iter__(self) -> Iterator[Any]: ...

    def fetchone(self) -> Any:
        """The next row or None."""

    def fetchall(self) -> Sequence[Any]:
        """All rows that are left."""


class Database(Protocol):
    """A connection that answers SELECTs: ``sqlite3.Connection``, or ``kb.mariadb.connection.Connection``."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Rows:
        """Run one statement, values for its question marks apart from it."""


class Hits(Protocol):
    """The provisions that answer a query within filters; how a store finds them is its own affair."""

    def fetch(self, inside: bool, low: int, high: int) -> Iterator[Any]:
        """(number, provision_id, text, heading) of those whose number is from ``low`` and below ``high``, rising.

        With ``inside`` of those whose headings have the words too (and some whose headings only seem to).
        """

    def first_of(
        self, inside: bool, low: int, high: int, limit: int, wanted: Callable[[Any], bool]
    ) -> list[Any] | None:
        """Of what ``fetch`` gives the first ``limit`` that are wanted, or some more, by the order of equal scores.

        That is the newer plan first, then by the plan's identity and by number. None where there are not so many,
        or where reading all of them is no more work.
        """

    def few(self) -> bool:
        """Whether there are so few that all are read at once."""

    def any(self) -> bool:
        """Whether there is one."""

    def count(self, most: int | None) -> int:
        """How many there are; where texts must be looked at for it, no further than ``most``."""

    def facets(self, most: int) -> list[Row]:
        """How many by place, year, level, topic, kind and content: ``facet``, ``value``, ``count``."""

    def total(self) -> int:
        """How many provisions there are."""

    def holding(self, word: Word) -> int:
        """How many provisions the index gives for one word; near enough to weigh it."""

    def sql(self) -> str:
        """The query as a statement that the store's own command line runs."""


def rows_of(db: Database, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
    """The rows of an answer as dicts, one after the other: none is held."""
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def marks_of(values: Collection[object]) -> str:
    """As many question marks as there are values, for ``IN (…)``.

    >>> marks_of(["330122", "330523"])
    '?, ?'
    """
    return ", ".join("?" * len(values))
