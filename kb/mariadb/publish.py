"""A knowledge base file loaded into MariaDB: a publication that readers see whole, at once, or not at all.

Each publication has tables of its own (``plans_7``); a row of ``junxian_publications`` says which one is the
present one, and a reader asks that row once a question. The former publication is kept for those who are in
the middle of one. A load that broke off leaves a publication that nobody sees; the next load clears it away.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import StoreError
from kb import schema
from kb.address import read_address
from kb.mariadb.connection import STATE
from kb.mariadb.dialect import LAYOUT
from kb.mariadb.shards import Shard, shard_of, share_provinces
from kb.mariadb.tables import VIEWS, WORDS, Table, list_tables
from kb.mariadb.writer import Batch, Writer
from kb.store import connect_reader

Tell = Callable[..., None]
_MAKE_STATE = f"""CREATE TABLE IF NOT EXISTS {STATE} (publication BIGINT NOT NULL PRIMARY KEY,
  state VARCHAR(16) NOT NULL, version BIGINT NOT NULL, fingerprint VARCHAR(64) NOT NULL, shards LONGTEXT NOT NULL,
  spread LONGTEXT NOT NULL, counted LONGTEXT NOT NULL, begun DATETIME NOT NULL DEFAULT current_timestamp)
  ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin"""


@dataclass(frozen=True, slots=True)
class Published:
    """What came of it: the number of the publication, rows by table, shards; ``changed``: False if it was there."""

    publication: int
    changed: bool
    rows: dict[str, int] = field(default_factory=dict)
    shards: tuple[Shard, ...] = ()


def publish_base(
    file: str | Path, to: object, *, shards: Sequence[object] = (), link: str = "", tell: Tell = lambda *_, **__: None
) -> Published:
    """Load a knowledge base file into the database at ``to``, its rows spread over ``shards`` if any are given.

    ``link`` is ``user:password`` of the account with which the hub reads the shards (else that of their
    addresses). Doing it again with the same file changes nothing. Raises StoreError when a server refuses.
    """
    hub = Writer(read_address(to))
    places = [Writer(read_address(one)) for one in shards]
    with contextlib.closing(connect_reader(file)) as db, contextlib.ExitStack() as stack:
        for server in (hub, *places):
            stack.enter_context(server)
        _lock(hub)
        hub.run(_MAKE_STATE)
        sizes = Counter(dict(db.execute(_PROVINCES).fetchall()))
        shared = tuple(share_provinces([server.address for server in places], sizes)) if places else ()
        mark, spread = fingerprint(db), json.dumps([[str(s.address), s.provinces, s.rest] for s in shared])
        there = _present(hub, places, mark, spread)
        if there is not None:
            return Published(there, False, shards=shared)
        load = _Load(hub, places, shared, _clear(hub, places), link, tell)
        load.begin(mark, spread)
        counted = load.fill(db)
        load.show(counted)
        return Published(load.number, True, counted, shared)


_PROVINCES = """SELECT coalesce(substr(l.place, 1, 2), ''), count(*) FROM provisions p JOIN plans l USING (plan_id)
  GROUP BY 1"""


def fingerprint(db: sqlite3.Connection) -> str:
    """The same for two knowledge bases with the same rows, whatever the order in which they were built."""
    import hashlib

    whole = hashlib.sha256(f"{LAYOUT}".encode())
    for table in schema.TABLES:
        names = table.names
        if "checksum" in names:
            # crc32 sums to first and second order, as whole numbers: below 2^63 for two thousand million rows
            sql = "SELECT count(*), sum(checksum), sum((checksum % 65521) * (checksum % 65519)) FROM "
            found = db.execute(sql + f'"{table.name}"').fetchone()
        elif table.name != "origins":
            kept = [f'"{name}"' for name in names]
            where = " WHERE \"key\" <> 'built'" if table.name == "meta" else ""
            found = db.execute(f'SELECT {", ".join(kept)} FROM "{table.name}"{where} ORDER BY 1, 2').fetchall()
        else:
            continue
        whole.update(repr((table.name, found)).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


@dataclass
class _Load:
    """One publication being made."""

    hub: Writer
    places: list[Writer]
    shards: tuple[Shard, ...]
    number: int
    link: str
    tell: Tell
    tables: list[Table] = field(default_factory=list)

    @property
    def suffix(self) -> str:
        return f"_{self.number}"

    def begin(self, mark: str, spread: str) -> None:
        """Note that it is being made."""
        names = json.dumps([str(n) for n in range(1, len(self.shards) + 1)])
        sql = f"INSERT INTO {STATE} (publication, state, version, fingerprint, shards, spread, counted) VALUES "
        values = (self.number, "loading", LAYOUT, mark, names, spread, "{}")
        self.hub.run(sql + "(%s, %s, %s, %s, %s, %s, %s)", values)

    def fill(self, db: sqlite3.Connection) -> dict[str, int]:
        """Make the tables and write their rows; how many in each."""
        self.tables = list_tables(db)
        self._make()
        provinces = {plan: (place or "")[:2] for plan, place in db.execute("SELECT plan_id, place FROM plans")}
        counted = {}
        for table in self.tables:
            with contextlib.closing(table.rows(db)) as rows:
                counted[table.name] = self._write(table, rows, provinces)
            self._check(table, counted[table.name])
            self.tell("publish.table", table=table.name, rows=counted[table.name])
        return counted

    def show(self, counted: dict[str, int]) -> None:
        """Make it the present one, in one transaction; then the names that other programs read."""
        raw = self.hub.raw
        raw.begin()
        self.hub.run(f"UPDATE {STATE} SET state = 'former' WHERE state = 'present'")
        sql = f"UPDATE {STATE} SET state = 'present', counted = %s WHERE publication = %s"
        self.hub.run(sql, (json.dumps(counted), self.number))
        raw.commit()
        for table in self.tables:
            view = f'SELECT * FROM "{table.name}{self.suffix}"'
            if table.name == WORDS and self.shards:
                parts = (f'SELECT * FROM "{WORDS}_{n}{self.suffix}"' for n in range(1, len(self.shards) + 1))
                view = " UNION ALL ".join(parts)
            self.hub.run(f'CREATE OR REPLACE SQL SECURITY INVOKER VIEW "{table.name}" AS {view}')
        shared = ("fact_id, source, plan, plan_id, provision_id, address, kind, start, \"end\", text, original, "
                  "sentence, place, place_name, plan_place, said_by, year, title, heading, topic, rule, "
                  "reviewed")  # fmt: skip
        arms = (f'SELECT {shared} FROM "{name}{self.suffix}"' for name in VIEWS if name != "mentions")
        self.hub.run(f'CREATE OR REPLACE SQL SECURITY INVOKER VIEW "facts" AS {" UNION ALL ".join(arms)}')

    def _make(self) -> None:
        servers = [f"{self.hub.address.database}_{self.number}_{n}" for n in range(1, len(self.shards) + 1)]
        for server, shard, place in zip(servers, self.shards, self.places, strict=True):
            self._name(server, shard, place)
        spread = [
            (server, None if shard.rest else shard.provinces)
            for server, shard in zip(servers, self.shards, strict=True)
            if shard.rest or shard.provinces
        ]
        for table in self.tables:
            for place in self.places if table.sharded and self.shards else [self.hub]:
                place.run(table.make(self.suffix))
            if not (table.sharded and self.shards):
                continue
            if table.name == WORDS:
                for n, server in enumerate(servers, 1):
                    self.hub.run(table.make_part(self.suffix, n, server))
            else:
                self.hub.run(table.make_link(self.suffix, spread))

    def _name(self, server: str, shard: Shard, place: Writer) -> None:
        """Tell the hub where a shard is, and the account that reads it; the password is kept by the server alone."""
        user, _, password = self.link.partition(":")
        raw = place.raw
        user, password = (user, password) if user else (raw.user.decode(), raw.password.decode("latin1"))
        escape = self.hub.raw.escape
        options = [f"HOST {escape(shard.address.host)}", f"PORT {shard.address.port:d}", f"USER {escape(user)}"]
        options += [f"PASSWORD {escape(password)}", f"DATABASE {escape(shard.address.database)}"]
        sql = f'CREATE SERVER "{server}" FOREIGN DATA WRAPPER mysql OPTIONS ({", ".join(options)})'
        self.hub.run(sql.replace("%", "%%"), secret=password)

    def _write(self, table: Table, rows: Iterator[tuple[Any, ...]], provinces: dict[str, str]) -> int:
        """Insert the rows where they belong, many in a statement; then make the keys."""
        places = self.places if table.sharded and self.shards else [self.hub]
        names = ", ".join(f'"{name}"' for name in table.stored)
        batches = [Batch(place, f'INSERT INTO "{table.name}{self.suffix}" ({names}) VALUES ') for place in places]
        held: dict[str, Batch] = {}
        count = 0
        for place in places:
            place.raw.begin()
        for count, row in enumerate(rows, 1):
            province = provinces.get(row[-1], "") if table.sharded else ""
            if province not in held:
                held[province] = batches[shard_of(province, self.shards) if len(places) > 1 else 0]
            held[province].add(table.values(row, count, province))
        index = table.index(self.suffix)
        for batch in batches:
            batch.flush()
            batch.place.raw.commit()
        for place in places if index else ():
            place.run(index)
        return count

    def _check(self, table: Table, count: int) -> None:
        """All rows are where they should be, and the hub can read each shard."""
        spread = table.sharded and bool(self.shards)
        places = self.places if spread else [self.hub]
        there = sum(place.run(f'SELECT count(*) FROM "{table.name}{self.suffix}"')[0][0] for place in places)
        if there != count:
            reason = f"holds {there} rows of {table.name} instead of {count}"
            raise StoreError(str(self.hub.address), reason, remedy="publish again")
        for n in range(1, len(self.shards) + 1) if table.name == WORDS else ():
            self.hub.run(f'SELECT number FROM "{WORDS}_{n}{self.suffix}" LIMIT 1')


def _lock(hub: Writer) -> None:
    name = f"junxian publish {hub.address.database}"
    if hub.run("SELECT get_lock(%s, 0)", (name,))[0][0] != 1:
        remedy = "wait until that publication has ended"
        raise StoreError(str(hub.address), "is being published to by another program", remedy=remedy)


def _present(hub: Writer, places: Sequence[Writer], mark: str, spread: str) -> int | None:
    """The present publication, if it is of these rows, spread like this, and all there."""
    sql = f"SELECT publication, counted FROM {STATE} WHERE state = 'present' AND fingerprint = %s AND spread = %s"
    found = hub.run(sql, (mark, spread))
    if not found:
        return None
    number, counted = found[0]
    for name, count in json.loads(counted).items():
        there = 0
        for server in (hub, *places):
            base = "SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND table_name = %s"
            if server.run(base + " AND engine <> 'SPIDER'", (f"{name}_{number}",))[0][0]:
                there += server.run(f'SELECT count(*) FROM "{name}_{number}"')[0][0]
        if there != count:
            return None
    return int(number)


def _clear(hub: Writer, places: Sequence[Writer]) -> int:
    """Remove what broke off and what nobody reads any more; the number that the next publication has."""
    known = hub.run(f"SELECT publication, state, shards FROM {STATE} ORDER BY publication")
    for number, state, shards in known:
        if state == "present":
            continue
        for server in (hub, *places):
            sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = database()"
            for (name,) in server.run(sql):
                if name.endswith(f"_{number}") and name.removesuffix(f"_{number}").rstrip("_0123456789") in _OURS:
                    server.run(f'DROP TABLE IF EXISTS "{name}"')
        for n in json.loads(shards):
            hub.run(f'DROP SERVER IF EXISTS "{hub.address.database}_{number}_{n}"')
        hub.run(f"DELETE FROM {STATE} WHERE publication = %s", (number,))
    return 1 + max((int(number) for number, *_ in known), default=0)


_OURS = frozenset(schema.BY_NAME) | set(VIEWS) | {WORDS}
