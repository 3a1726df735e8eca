"""Build a data set from folders: the files are read as for a knowledge base, here or by a cluster."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import SourceError, StoreError
from corpus.files.discovery import Found
from kb.building.interrupts import interruptible
from kb.building.product import Product
from kb.building.reading import product_of
from kb.building.report import Progress, Report, Untold
from kb.building.rows import name_source
from kb.cluster.spreading import spread_over, watch_cluster
from kb.dataset.layout import TABLES
from kb.dataset.staging import Known, Staging, check_place
from kb.lock import lock_builder

if TYPE_CHECKING:
    from kb.building.workers import Produce, Run


def build_dataset(
    folders: str | Path | Sequence[str | Path],
    directory: str | Path,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    make: Produce | None = None,
    program: str | None = None,
    client: Any = None,
) -> Report:
    """Read folders or files into the Parquet data set ``directory`` and say what became of every file.

    What an interrupted build wrote, and batches of the data set in place whose files are as before, are kept;
    the data set appears, or changes, as a whole at the end. Options as ``kb.build``. Raises StoreError when it
    cannot be written or another process is building it, SourceError when a folder does not exist, ClusterError
    when the cluster cannot do it.
    """
    from kb.building.produce import fingerprint, produce

    make, program = make or produce, program or fingerprint()
    progress = progress or (watch_cluster() if client is not None else None) or Untold()
    folders = [folders] if isinstance(folders, str | Path) else list(folders)
    for folder in folders:
        if not Path(folder).exists():
            raise SourceError(os.fspath(folder), "does not exist", remedy="check the path of the folder")
    begun, report, directory = time.monotonic(), Report(), Path(directory).absolute()
    check_place(directory)
    with contextlib.ExitStack() as stack:
        run = spread_over(client, workers, stack)
        stack.enter_context(lock_builder(directory))
        stop = stack.enter_context(interruptible())
        stop.begin()
        work = partial(_fill, Staging(directory, program), folders, report, run, progress, make)
        report.interrupted = stop.stopped(work)
    report.seconds = time.monotonic() - begun
    return report


def _fill(
    staging: Staging, folders: Sequence[str | Path], report: Report, run: Run, progress: Progress, make: Produce
) -> None:
    from corpus.sources import find_sources

    apart = [os.path.realpath(folder) for folder in (staging.directory, staging.folder)]
    found = [one for one in find_sources(list(folders)) if not _lies_in(one, apart)]
    report.found = len(found)
    progress.start(len(found))
    files = _Files(found, staging.program)
    kept = set(staging.open(files.wants))
    report.unchanged = len(kept)
    try:
        with contextlib.closing(run(make, files.tasks(kept))) as products:
            for name, product in files.in_order(products):
                _add(staging, name, product)
                progress.step(name, str(product.source["state"]))
    finally:
        report.read = files.read
        progress.close()
    staging.flush()
    report.states.update(staging.count_states())
    manifest = staging.finish()
    report.counts = {table: manifest.count_rows(table) for table in TABLES}


class _Files:
    """The files of a build: which are as before, which are to be read, and their products in order of name."""

    def __init__(self, found: Sequence[Found], program: str) -> None:
        self.found = {one.name: one for one in found}
        self.program = program
        self.hashes: dict[str, str] = {}
        self.read = 0
        self._settled: dict[str, Product] = {}
        self._order: list[str] = []

    def wants(self, known: Known, finished: bool) -> bool:
        """Whether a source of an earlier build is as it would be read now.

        What failed in a finished build is tried again: its remedy may have been taken.
        """
        one = self.found.get(known["name"])
        if one is None:
            return False
        if one.skipped:
            return bool(known["state"] == "skipped" and known["reason"] == one.skipped)
        with contextlib.suppress(SourceError):
            same = known["source_id"] == name_source(one.name, self._hash(one))
            if known["state"] in ("ok", "warned"):
                return bool(same and known["settings"] == self.program)
            return same and not finished
        return False

    def tasks(self, kept: set[str]) -> Iterator[tuple[str, str]]:
        """The files to be read; skipped ones get their product on the way."""
        from kb.building.produce import failed, unread

        for one in self.found.values():
            if one.name in kept:
                continue
            self._order.append(one.name)
            if one.skipped:
                self._settled[one.name] = unread(one.name, "skipped", one.skipped, one.remedy)
                continue
            try:
                self._hash(one)
            except SourceError as error:
                self._settled[one.name] = failed(one.name, error)
                continue
            yield one.file, one.name

    def in_order(self, answers: Iterator[tuple[tuple[str, str], Any]]) -> Iterator[tuple[str, Product]]:
        """Each product when those before it have come, so that the data set is the same however it was read."""
        at = 0
        for (_, name), answer in answers:
            self.read += 1
            self._settled[name] = product_of(name, answer, self.hashes.get(name, ""))
            while at < len(self._order) and self._order[at] in self._settled:
                yield self._order[at], self._settled.pop(self._order[at])
                at += 1
        yield from ((name, self._settled.pop(name)) for name in self._order[at:])

    def _hash(self, one: Found) -> str:
        from corpus.sources import hash_file

        if one.name not in self.hashes:
            self.hashes[one.name] = hash_file(one.path, name=one.name)[0]
        return self.hashes[one.name]


def _add(staging: Staging, name: str, product: Product) -> None:
    from kb.building.produce import broken

    try:
        staging.add(product)
    except (StoreError, KeyboardInterrupt):
        raise
    except Exception as error:  # one file whose rows cannot be stored must not stop the build
        staging.add(broken(name, error))


def _lies_in(one: Found, folders: Sequence[str]) -> bool:
    path = os.path.realpath(one.file)
    return any(path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)
