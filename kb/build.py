"""Build a knowledge base from folders: only what is new or changed is read; any interruption can be resumed."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus.errors import SourceError
from kb.building.gathering import Gathered, recover
from kb.building.interrupts import interruptible
from kb.building.listed import Listed
from kb.building.origins import Origins
from kb.building.product import Product
from kb.store import (
    connect_writer,
    delete_source,
    lock_builder,
    mark_duplicates,
    set_meta,
    transaction,
    unwritable,
    write_product,
)

# What reads and spreads files is loaded by a build alone: whoever asks a base need not wait for it.
if TYPE_CHECKING:
    from corpus.files.discovery import Found
    from kb.building.spreading import Run


@dataclass
class Report:
    """What a build did; the counts of states add up to the sources found."""

    found: int = 0
    read: int = 0  # new or changed
    unchanged: int = 0
    removed: int = 0
    states: Counter[str] = field(default_factory=Counter)
    counts: dict[str, int] = field(default_factory=dict)  # rows of the tables
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def failed(self) -> int:
        return self.states["failed"]


Produce = Callable[[str, str], Any]  # path, name → Product


class Progress(Protocol):
    """Something that is told of each source as it is done (tqdm, a notebook, nothing)."""

    def start(self, total: int) -> None: ...
    def step(self, name: str, state: str) -> None: ...
    def close(self) -> None: ...


def build(
    folders: str | Path | Sequence[str | Path],
    kb: str | Path = "junxian.db",
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    make: Produce | None = None,
    program: str | None = None,
    find: Callable[[Sequence[Path | str]], list[Found]] | None = None,
    client: Any = None,
) -> Report:
    """Read folders or files into the knowledge base and say what became of every file.

    Sources whose bytes and program are as before stay untouched; those that are gone from these folders
    leave the base; what was built from other folders stays. Ctrl-C or SIGTERM ends the build; what is
    committed stays, the report says ``interrupted`` and the next build goes on from there. ``make`` and
    ``program`` (its version) stand in for what reads a file. ``client``, a ``dask.distributed`` Client or the
    address of a scheduler, has the files read by its workers; the base is the same. Raises StoreError when
    the base cannot be written or another process is building it, SourceError when a folder does not exist,
    ClusterError when the cluster cannot do it.
    """
    if find is None:
        from corpus.sources import find_sources

        find = find_sources
    from kb.building.produce import fingerprint, produce
    from kb.building.spreading import spread_over, watch_cluster

    make, program = make or produce, program or fingerprint()
    progress = progress or (watch_cluster() if client is not None else None)
    if isinstance(folders, str | Path):
        folders = [folders]
    begun, report = time.monotonic(), Report()
    for folder in folders:
        if not Path(folder).exists():
            raise SourceError(os.fspath(folder), "does not exist", remedy="check the path of the folder")
    with contextlib.ExitStack() as stack:
        run = spread_over(client, workers, stack)

        def fill(db: sqlite3.Connection, origins: Origins) -> None:
            _fill(db, partial(find, list(folders)), origins, report, run, progress, make, program)

        write_base(kb, folders, fill, report, program, "build again")
    report.seconds = time.monotonic() - begun
    return report


def write_base(
    kb: str | Path,
    folders: Sequence[str | Path],
    fill: Callable[[sqlite3.Connection, Origins], None],
    report: Report,
    program: str,
    again: str,
) -> None:
    """Have ``fill`` write into the base, which nobody else writes meanwhile, and end it; stopped, the report says so.

    Raises StoreError where it cannot be written; ``again`` is what to do once it can.
    """
    with lock_builder(kb), interruptible() as stop:
        stop.begin()
        db = connect_writer(kb)
        try:
            recover(db)
            origins = Origins(db, folders, kb)
            # Where the end is stopped, the next build tidies up.
            for work in (partial(fill, db, origins), partial(finish_base, db, report, program)):
                report.interrupted |= stop.stopped(work)
            count_states(db, origins, report)
        except sqlite3.OperationalError as error:
            raise unwritable(os.fspath(kb), error, f"free some space, then {again}: it goes on from here") from None
        finally:
            db.close()


def _fill(
    db: sqlite3.Connection,
    find: Callable[[], list[Found]],
    origins: Origins,
    report: Report,
    run: Run,
    progress: Progress | None,
    make: Produce,
    program: str,
) -> None:
    files = Listed(origins.name(find()), origins.folder)
    report.found = len(files)
    gone = (name for (name,) in db.execute("SELECT name FROM sources ORDER BY name") if name not in files)
    for name in [name for name in gone if name not in origins.elsewhere]:
        delete_source(db, name)
        report.removed += 1
    hashes: dict[str, str] = {}  # of the files that are being read
    if progress:
        progress.start(len(files))
    try:
        tasks = _tasks(db, files, hashes, report, progress, program, origins)
        with contextlib.closing(run(make, tasks)) as products, Gathered(db) as gathered:
            for (_, name), answer in products:
                gathered.add(product_of(name, answer, hashes.pop(name, "")), origins.folder(name))
                report.read += 1
                if progress:
                    progress.step(name, _state_of(answer))
        origins.keep_all()
    finally:
        if progress:
            progress.close()


def _tasks(
    db: sqlite3.Connection,
    files: Listed,
    hashes: dict[str, str],
    report: Report,
    progress: Progress | None,
    program: str,
    origins: Origins,
) -> Iterator[tuple[str, str]]:
    """The files that must be read; the others are settled on the way."""
    from corpus.sources import hash_file
    from kb.building.produce import failed, unread
    from kb.building.rows import name_source

    known = "SELECT source_id, state, settings FROM sources WHERE name = ?"
    for name in files:
        product = None
        if skipped := files.skipped(name):
            product = unread(name, "skipped", *skipped)
        else:
            try:
                digest = hash_file(Path(files.path(name)), name=name)[0]
            except SourceError as error:
                product = failed(name, error)
        if product:
            write_product(db, product, folder=origins.folder(name))
            if progress:
                progress.step(name, _state_of(product))
            continue
        before = db.execute(known, (name,)).fetchone()
        # What failed is tried again: its remedy may have been taken.
        if before and (before[0], before[2]) == (name_source(name, digest), program) and before[1] in ("ok", "warned"):
            report.unchanged += 1
            if progress:
                progress.step(name, before[1])
            continue
        hashes[name] = digest
        yield files.path(name), name


def product_of(name: str, answer: Any, sha256: str) -> Product:
    """What a worker answered as a product, also when it died; ``sha256`` of the file's bytes where it is known."""
    from kb.building.produce import broken
    from kb.building.rows import name_source
    from kb.building.workers import Gone

    product: Product = broken(name, RuntimeError(answer.reason)) if isinstance(answer, Gone) else answer
    if product.source["sha256"] is None and sha256:  # unread, yet known by its bytes: not tried again until they change
        source = product.source | {"sha256": sha256, "source_id": name_source(name, sha256)}
        product = dataclasses.replace(product, source=source)
    return product


def _state_of(answer: Any) -> str:
    """A worker that died has left no product."""
    return str(answer.source["state"]) if isinstance(answer, Product) else "failed"


def count_states(db: sqlite3.Connection, origins: Origins, report: Report) -> None:
    """What the base holds now; states of these folders' sources only."""
    states = db.execute("SELECT name, state FROM sources")
    report.states.update(state for name, state in states if name not in origins.elsewhere)
    for table in ("plans", "provisions", "measure_facts", "date_facts", "role_facts", "repairs"):
        report.counts[table] = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def finish_base(db: sqlite3.Connection, report: Report, program: str) -> None:
    """Write what the base says of itself and leave one plain file that any SQLite opens read-only."""
    from kb.review.apply import apply_reviews

    set_meta(db, program=program)
    db.execute(
        "DELETE FROM divisions WHERE place NOT IN (SELECT place FROM provisions WHERE place IS NOT NULL"
        " UNION SELECT place FROM plans WHERE place IS NOT NULL)"
    )
    mark_duplicates(db)
    with transaction(db):
        apply_reviews(db)  # a decision may find its fact in another source now, or nowhere
    if report.read + report.removed > 20 and not report.interrupted:
        from kb.index.indexing import optimize_indexes

        optimize_indexes(db)
    # Whoever stops a build waits for this: a look at some rows will do until the next one.
    db.execute(f"PRAGMA analysis_limit = {1000 if report.interrupted else 0}")
    db.execute("ANALYZE")
    db.execute("PRAGMA synchronous = FULL")
    try:
        free, pages = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
        # Many pages are half empty after many insertions.
        if (report.read * 5 > report.found or free * 5 > pages) and not report.interrupted:
            db.execute("PRAGMA temp_store = FILE")  # a base must not have to fit in memory
            db.execute("PRAGMA cache_size = -4096")  # enough from end to end; the copy has as much
            db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):  # readers are there: the next build will do it
            raise
