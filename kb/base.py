"""A knowledge base opened for questions; every answer is a DataFrame whose rows are those of the command."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import QueryError, StoreError
from kb.address import is_address
from kb.arguments import tells_arguments
from kb.asking import Asking
from kb.frames import One, Row, frame, free_frame, read_filters, read_limit, read_query, several
from kb.messages import say
from kb.questions.years import read_years
from kb.reviewing import Reviewing
from kb.store import connect_reader

if TYPE_CHECKING:
    import pandas as pd

    from kb.building.report import Report

_SECONDS = 60.0  # after which a question is given up
_STEPS = 20_000  # of SQLite's machine between two looks at the clock


def open(path: str | Path = "junxian.db", *, seconds: float = _SECONDS) -> KnowledgeBase:
    """The knowledge base in this file, or at ``mysql://user@host/database``, read-only; ``seconds`` for a question.

    Raises StoreError when it is missing, damaged or of another version, or when its server does not answer.
    """
    return KnowledgeBase(path, seconds=seconds)


@tells_arguments
class KnowledgeBase(Asking, Reviewing):
    """Questions to one knowledge base; also a context manager.

    >>> with open("junxian.db") as base:                       # doctest: +SKIP
    ...     base.search("医保支付", place="保定市", year=2025)      # "medical insurance payment", Baoding
    """

    def __init__(self, path: str | Path = "junxian.db", *, seconds: float = _SECONDS) -> None:
        self.db: Any = connect(path)
        self.path = Path(path) if isinstance(self.db, sqlite3.Connection) else Path(str(self.db))  # no password
        self.seconds = seconds
        self._deadline = 0.0
        self._closed = False
        self.built: Report | None = None  # of the build just before, where ``read_folder`` made one

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        if self._closed:
            return f"KnowledgeBase({self._name!r}: closed)"
        states = dict(self.db.execute("SELECT state, count(*) FROM sources GROUP BY 1 ORDER BY 1").fetchall())
        plans = self.db.execute("SELECT count(*) FROM plans").fetchone()[0]
        told = "".join(f", {n} {state}" for state, n in states.items() if state != "ok")
        sources = sum(states.values())
        counted = f"{sources} source{'s' * (sources != 1)}{told}; {plans} plan{'s' * (plans != 1)}"
        return f"KnowledgeBase({self._name!r}: {counted})"

    def _repr_html_(self) -> str | None:
        from kb.answers.overview import describe_base

        return None if self._closed else describe_base(self.db, self._name)

    def close(self) -> None:
        """Close the file, or the line to the server."""
        self.db.close()
        self._closed = True

    @contextlib.contextmanager
    def limited(self) -> Iterator[Any]:
        """The connection for one question; QueryError when it takes too long, StoreError when the file is damaged."""
        if self._closed:
            raise StoreError(self._name, "is closed", remedy="kb.open it again, or ask within its with block")
        if not isinstance(self.db, sqlite3.Connection):
            with self.db.limited(self.seconds):
                yield self.db
            return
        self._deadline = time.monotonic() + self.seconds
        self.db.set_progress_handler(lambda: time.monotonic() > self._deadline, _STEPS)
        try:
            yield self.db
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise self._damaged(error) from None
            remedy = "narrow it with a place, a year or more words"
            raise QueryError(say("question"), f"took longer than {self.seconds:g} s", remedy=remedy) from None
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from None
        finally:
            self.db.set_progress_handler(None, 0)

    def search(
        self,
        query: One,
        *,
        place: One = None,
        year: One = None,
        topic: One = None,
        kind: One = None,
        level: One = None,
        has: One = None,
        limit: int | None = 20,
        expert: bool = False,
        literal: bool = False,
    ) -> pd.DataFrame:
        """Provisions that hold the words, best first; ``limit`` None or 0: all. Abbreviations are expanded unless
        ``literal``. Years may be numbers or ranges such as "2021-2025", here and in the other questions."""
        from kb.questions.search import KEYS, ask, search_provisions

        filters = read_filters(place, year, topic, kind, level, has)
        with self.limited() as db:
            asked = ask(db, read_query(query), filters, expert=expert, literal=literal)
            return frame(search_provisions(db, asked, limit=read_limit(limit)), KEYS)

    def search_saved(self, saved: str, *, limit: int | None = 20) -> pd.DataFrame:
        """As ``search``, of a line that ``junxian search --save`` printed."""
        from kb.questions.filters import read_saved
        from kb.questions.search import KEYS, ask, search_provisions

        query, filters, options = read_saved(saved)
        with self.limited() as db:
            asked = ask(db, query, filters, **options)
            return frame(search_provisions(db, asked, limit=read_limit(limit)), KEYS)

    def kwic(
        self, query: One, *, window: int = 20, order: str = "rank", limit: int | None = None, **narrow: One
    ) -> Any:
        """Every hit in its context, with quanteda's columns; ``limit`` keeps the best. ``narrow`` as in ``search``."""
        from kb.questions.kwic import KEYS, find_contexts
        from kb.questions.search import ask

        with self.limited() as db:
            asked = ask(db, read_query(query), read_filters(**narrow))
            return frame(find_contexts(db, asked, window=window, order=order, limit=read_limit(limit)), KEYS)

    def facets(self, query: One, **narrow: One) -> pd.DataFrame:
        """How many hits there are by place, year, level, topic, kind and content."""
        from kb.questions.search import ask, count_facets

        with self.limited() as db:
            return frame(
                count_facets(db, ask(db, read_query(query), read_filters(**narrow))), ("facet", "value", "count")
            )

    def facts(self, *, kind: One = None, place: One = None, year: One = None, limit: int | None = None) -> pd.DataFrame:
        """Facts in their public format; ``kind``: measure, date, role."""
        from kb.questions.facts import fact_keys, list_facts

        kinds = tuple(str(one) for one in several(kind))
        filters = read_filters(place=place, year=year)
        with self.limited() as db:
            rows = list(list_facts(db, kinds=kinds, filters=filters, limit=read_limit(limit)))
        return frame(rows, fact_keys(kinds[0] if len(kinds) == 1 else None))

    def plans(self, *, place: One = None, year: One = None) -> pd.DataFrame:
        """Every plan with what it says of itself."""
        from kb.questions.records import PLAN_KEYS, list_plans

        with self.limited() as db:
            return frame(list_plans(db, filters=read_filters(place=place, year=year)), PLAN_KEYS)

    def provisions(self, *, place: One = None, year: One = None) -> pd.DataFrame:
        """Every provision with its text and its place in the source."""
        from kb.questions.records import PROVISION_KEYS, list_provisions

        with self.limited() as db:
            return frame(list_provisions(db, filters=read_filters(place=place, year=year)), PROVISION_KEYS)

    def timeline(self, *, place: One = None, year: One = None) -> pd.DataFrame:
        """Deadlines, phases and recurrences, earliest first."""
        from kb.questions.timeline import KEYS
        from kb.questions.typed import timeline_rows

        with self.limited() as db:
            return frame(timeline_rows(db, places=several(place), years=read_years(year))[0], KEYS)

    def roles(
        self, *, role: One = None, office: One = None, place: One = None, year: One = None, topic: One = None
    ) -> pd.DataFrame:
        """Who leads, supports, answers for and approves what."""
        from kb.questions.duties import KEYS
        from kb.questions.typed import role_rows

        who: dict[str, Any] = {"roles": several(role), "offices": several(office)}
        narrow: dict[str, Any] = {"places": several(place), "years": read_years(year), "topics": several(topic)}
        with self.limited() as db:
            return frame(role_rows(db, **who, **narrow)[0], KEYS)

    def reuse(self, *, place: One = None, topic: One = None) -> pd.DataFrame:
        """Provisions that plans share, as templates, with the words that differ."""
        from kb.questions.reuse import KEYS
        from kb.questions.typed import reuse_rows

        with self.limited() as db:
            return frame(reuse_rows(db, places=several(place), topics=several(topic)), KEYS)

    def instruments(
        self, *, side: One = None, place: One = None, year: One = None, topic: One = None, count: bool = False
    ) -> pd.DataFrame:
        """Policy instruments that provisions name, supply, environment or demand side; ``count``: by place and tool."""
        from kb.questions.instruments import COUNT_KEYS, KEYS, count_tools
        from kb.questions.typed import instrument_rows

        narrow = {"places": several(place), "years": read_years(year), "topics": several(topic)}
        with self.limited() as db:
            rows = instrument_rows(db, sides=several(side), **narrow)
            return frame(count_tools(rows), COUNT_KEYS) if count else frame(rows, KEYS)

    def report(self) -> pd.DataFrame:
        """Every source with its state, reason and remedy."""
        from kb.questions.records import SOURCE_KEYS, list_sources

        with self.limited() as db:
            return frame(list_sources(db), SOURCE_KEYS)

    def provision(self, identity: str) -> Row:
        """A provision, plan or fact beside its original, with file, line and byte offsets."""
        from kb.questions.show import show

        with self.limited() as db:
            return show(db, identity)

    show = provision

    def codebook(self) -> pd.DataFrame:
        """What each table and column means."""
        from kb.schema import codebook

        return frame(codebook(), ("table", "column", "type", "description", "说明"))

    def export(self, table: pd.DataFrame, output: str | Path) -> int:
        """Write an answer as csv, xlsx, jsonl, parquet, md, html or tex, as the suffix says; how many rows."""
        from kb.answers.save import save_answer

        with self.limited() as db:
            return save_answer(db, table, output)

    def sql(self, query: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer to a SELECT of your own."""
        with self.limited() as db:
            try:
                cursor = db.execute(query, values)
            except (sqlite3.OperationalError, sqlite3.ProgrammingError) as error:
                if "interrupted" in str(error):
                    raise
                remedy = "a SELECT over the tables and views of base.codebook()"
                raise QueryError(query, f"cannot be answered ({error})", remedy=remedy) from None
            names = [column[0] for column in cursor.description or ()]
            return free_frame((dict(zip(names, row, strict=True)) for row in cursor), names)

    def _reopen(self) -> None:
        self.db = connect(self.path)
        self._closed = False

    @property
    def _name(self) -> str:
        return os.fspath(self.path) if isinstance(self.db, sqlite3.Connection) else str(self.db)

    def _damaged(self, error: Exception) -> StoreError:
        remedy = "junxian verify; then build anew"
        return StoreError(self._name, f"could not be read ({error})", remedy=remedy)


def connect(path: str | Path) -> Any:
    """A reading connection (``kb.database.Database``) to a file or to a server."""
    if not is_address(path):
        if Path(path).is_dir():
            remedy = "give the file in it, such as junxian.db"
            raise StoreError(os.fspath(path), "is a folder, not a knowledge base file", remedy=remedy)
        return connect_reader(path)
    from kb.mariadb.connection import open_connection

    return open_connection(path)
