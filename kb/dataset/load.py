"""Take a data set into a knowledge base: the base is the one that a build of the same files gives."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import StoreError
from corpus.files.discovery import Found
from kb.build import write_base
from kb.building.origins import Origins
from kb.building.product import Product
from kb.building.report import Progress, Report, Untold
from kb.building.writing import delete_source, write_product
from kb.dataset.layout import MANIFEST, Row
from kb.dataset.manifest import Batch, Manifest, check_part, read_manifest, read_part
from kb.dataset.sheets import products_of

_SEEN = ("ok", "warned")


def load(folder: str | Path, kb: str | Path = "junxian.db", *, progress: Progress | None = None) -> Report:
    """Take the data set in ``folder`` into the knowledge base ``kb``; one transaction a source.

    Every part is compared with its checksum first: nothing is taken from a damaged data set. Sources that the
    base has already stay untouched, those that left the data set leave the base. Ctrl-C or SIGTERM ends it,
    the report says ``interrupted`` and the next load goes on. Raises StoreError when a part is missing or
    damaged, or the base cannot be written.
    """
    begun, report = time.monotonic(), Report()
    manifest = read_manifest(folder)
    for part in manifest.parts:
        check_part(folder, part)

    def fill(db: sqlite3.Connection, origins: Origins) -> None:
        _fill(db, Path(folder), manifest, origins, report, progress or Untold())

    write_base(kb, [folder], fill, report, manifest.program, "load again")
    report.seconds = time.monotonic() - begun
    return report


def _fill(
    db: sqlite3.Connection,
    folder: Path,
    manifest: Manifest,
    origins: Origins,
    report: Report,
    progress: Progress,
) -> None:
    names = _claim_names(folder, manifest, origins)
    report.found = len(names)
    known = {
        name: (source_id, settings)
        for name, source_id, state, settings in db.execute("SELECT name, source_id, state, settings FROM sources")
        if state in _SEEN
    }
    for name in sorted(known.keys() - names - origins.elsewhere):
        delete_source(db, name)
        report.removed += 1
    progress.start(len(names))
    try:
        for product in _read(folder, manifest, known, report):
            if product is not None:
                write_product(db, product, folder=origins.folder(product.source["name"]))
                report.read += 1
            progress.step("", str(product.source["state"]) if product else "ok")
        origins.keep_all()
    finally:
        progress.close()


def _claim_names(folder: Path, manifest: Manifest, origins: Origins) -> set[str]:
    """The names of all sources. Raises StoreError where the base has one of them from another folder."""
    names = set[str]()
    for part in manifest.parts:
        if part.table == "sources":
            names |= set(read_part(folder, part, ["name"]).column("name").to_pylist())
    for one in origins.name([Found(os.fspath(folder / MANIFEST), name) for name in sorted(names)]):
        if one.name not in names:
            reason = f"holds a source that the base has from another folder ({one.name.partition('/')[2]})"
            raise StoreError(os.fspath(folder), reason, remedy="load it into a base of its own")
    return names


def _read(
    folder: Path, manifest: Manifest, known: dict[str, tuple[str, str]], report: Report
) -> Iterator[Product | None]:
    """The products that are new or changed, None for each that the base has; a batch at a time."""
    for batch in manifest.batches:
        sources = _rows(folder, batch, "sources")
        changed = [row for row in sources if known.get(row["name"]) != (row["source_id"], row["settings"])]
        for _ in range(len(sources) - len(changed)):
            report.unchanged += 1
            yield None
        if changed:
            others = {part.table for part in batch.parts} - {"sources"}
            tables: dict[str, Any] = {table: _rows(folder, batch, table) for table in sorted(others)}
            yield from products_of({"sources": changed, **tables})


def _rows(folder: Path, batch: Batch, table: str) -> list[Row]:
    parts = [part for part in batch.parts if part.table == table]
    return [row for part in parts for row in read_part(folder, part).to_pylist()]
