"""Build a knowledge base from folders: only what is new or changed is read; any interruption can be resumed."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import SourceError
from kb import schema
from kb.building.gathering import recover
from kb.building.interrupts import interruptible
from kb.building.origins import Origins
from kb.building.reading import Reading
from kb.building.report import Progress, Report, Untold
from kb.building.writing import mark_duplicates
from kb.lock import lock_builder
from kb.store import connect_writer, set_meta, transaction, unwritable

# What reads and spreads files is loaded by a build alone: whoever asks a base need not wait for it.
if TYPE_CHECKING:
    from corpus.files.discovery import Found
    from kb.building.workers import Produce


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
    from kb.building.produce import fingerprint, produce
    from kb.cluster.spreading import spread_over, watch_cluster

    folders = _existing([folders] if isinstance(folders, str | Path) else folders)
    make, program, find = make or produce, program or fingerprint(), find or _find_sources
    progress = progress or (watch_cluster() if client is not None else None)
    begun, report = time.monotonic(), Report()
    with contextlib.ExitStack() as stack:
        run = spread_over(client, workers, stack)

        def fill(db: sqlite3.Connection, origins: Origins) -> None:
            reading = Reading(db, origins, report, progress or Untold(), program)
            reading.fill(partial(find, folders), run, make)

        write_base(kb, folders, fill, report, program, "build again")
    report.seconds = time.monotonic() - begun
    return report


def _existing(folders: Sequence[str | Path]) -> list[str | Path]:
    for folder in folders:
        if not Path(folder).exists():
            raise SourceError(os.fspath(folder), "does not exist", remedy="check the path of the folder")
    return list(folders)


def _find_sources(folders: Sequence[Path | str]) -> list[Found]:
    from corpus.sources import find_sources

    return find_sources(folders)


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


def count_states(db: sqlite3.Connection, origins: Origins, report: Report) -> None:
    """What the base holds now; states of these folders' sources only."""
    states = db.execute("SELECT name, state FROM sources")
    report.states.update(state for name, state in states if name not in origins.elsewhere)
    for table in ("plans", "provisions", "measure_facts", "date_facts", "role_facts", "repairs"):
        report.counts[table] = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def finish_base(db: sqlite3.Connection, report: Report, program: str) -> None:
    """Write what the base says of itself and leave one plain file that any SQLite opens read-only."""
    from kb.decided.apply import apply_reviews

    set_meta(db, program=program)
    spoken_of = " UNION ".join(f"SELECT place FROM {table} WHERE place IS NOT NULL" for table in schema.PLACED)
    db.execute(f"DELETE FROM divisions WHERE place NOT IN ({spoken_of})")
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
