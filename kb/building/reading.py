"""The files of one build: which must be read, and what comes of each into the base."""

from __future__ import annotations

import contextlib
import dataclasses
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import SourceError
from kb.building.gathering import Gathered
from kb.building.listed import Listed
from kb.building.origins import Origins
from kb.building.product import Product
from kb.building.report import Progress, Report
from kb.building.writing import delete_source, write_product

if TYPE_CHECKING:
    from corpus.files.discovery import Found
    from kb.building.workers import Produce, Run

_KNOWN = "SELECT source_id, state, settings FROM sources WHERE name = ?"
_SOUND = ("ok", "warned")


@dataclass(frozen=True, slots=True)
class Reading:
    """One build's reading into an open base."""

    db: sqlite3.Connection
    origins: Origins
    report: Report
    progress: Progress
    program: str  # its version: what another one read is read anew
    _hashes: dict[str, str] = field(default_factory=dict)  # of the files that are being read

    def fill(self, find: Callable[[], Sequence[Found]], run: Run, make: Produce) -> None:
        """Bring the base to what ``find`` gives: what is gone goes, what is new or changed is read by ``run``."""
        origins, report = self.origins, self.report
        files = Listed(origins.name(find()), origins.folder)
        report.found = len(files)
        gone = (name for (name,) in self.db.execute("SELECT name FROM sources ORDER BY name") if name not in files)
        for name in [name for name in gone if name not in origins.elsewhere]:
            delete_source(self.db, name)
            report.removed += 1
        self.progress.start(len(files))
        try:
            with contextlib.closing(run(make, self._tasks(files))) as products, Gathered(self.db) as gathered:
                for (_, name), answer in products:
                    gathered.add(product_of(name, answer, self._hashes.pop(name, "")), origins.folder(name))
                    report.read += 1
                    self.progress.step(name, _state_of(answer))
            origins.keep_all()
        finally:
            self.progress.close()

    def _tasks(self, files: Listed) -> Iterator[tuple[str, str]]:
        """The files that must be read; the others are settled on the way."""
        for name in files:
            product, digest = self._look(files, name)
            if product:
                write_product(self.db, product, folder=self.origins.folder(name))
                self.progress.step(name, _state_of(product))
            elif state := self._unchanged(name, digest):
                self.report.unchanged += 1
                self.progress.step(name, state)
            else:
                self._hashes[name] = digest
                yield files.path(name), name

    def _look(self, files: Listed, name: str) -> tuple[Product | None, str]:
        """The product of a file that is not to be read or cannot be; otherwise the hash of its bytes."""
        from corpus.sources import hash_file
        from kb.building.produce import failed, unread

        if skipped := files.skipped(name):
            return unread(name, "skipped", *skipped), ""
        try:
            return None, hash_file(Path(files.path(name)), name=name)[0]
        except SourceError as error:
            return failed(name, error), ""

    def _unchanged(self, name: str, digest: str) -> str:
        """The state of a source that is as before; empty where it must be read."""
        from kb.building.rows import name_source

        before = self.db.execute(_KNOWN, (name,)).fetchone()
        # What failed is tried again: its remedy may have been taken.
        if before and (before[0], before[2]) == (name_source(name, digest), self.program) and before[1] in _SOUND:
            return str(before[1])
        return ""


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
