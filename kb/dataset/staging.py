"""A data set under way: written beside its place batch by batch, resumed where it stopped, put in place when whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.errors import StoreError
from kb.building.product import Product
from kb.dataset.layout import MANIFEST, part_path
from kb.dataset.manifest import Batch, Manifest, Part, read_manifest, read_part
from kb.dataset.sheets import Key, sheets_of

SOURCES, CHARACTERS = 512, 4_000_000  # of a batch, whichever is reached first
_JOURNAL = "journal.jsonl"
_KNOWN = ["name", "source_id", "sha256", "state", "reason", "settings"]
Known = dict[str, Any]


class Staging:
    """The folder ``<directory>.building``; ``finish`` makes it the data set."""

    def __init__(self, directory: Path, program: str) -> None:
        self.directory, self.program = directory, program
        self.folder = directory.with_name(directory.name + ".building")
        self.batches: list[Batch] = []
        self._held: dict[Key, list[Any]] = defaultdict(list)
        self._sources = self._characters = 0

    def open(self, wanted: Callable[[Known, bool], bool]) -> list[str]:
        """Keep what an interrupted build, or the data set in place, holds of batches whose sources are all wanted.

        ``wanted`` is asked of each source, and whether the build that read it was finished. Gives the names kept.
        """
        finished = not (self.folder / _JOURNAL).exists()
        if finished:
            shutil.rmtree(self.folder, ignore_errors=True)
            self._begin_from_last()
        kept: list[str] = []
        for batch in self._read_journal():
            sources = self._sources_of(batch)
            if sources is not None and all(wanted(source, finished) for source in sources):
                self.batches.append(batch)
                kept += [source["name"] for source in sources]
        self._clear()
        return kept

    def add(self, product: Product) -> None:
        """One source more."""
        for key, sheet in sheets_of(product).items():
            self._held[key].append(sheet)
        self._sources += 1
        self._characters += int(product.source.get("characters") or 0)
        if self._sources >= SOURCES or self._characters >= CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Write the sources held as one batch: its parts first, then the line that counts them."""
        if not self._sources:
            return
        number = 1 + max((int(batch.name) for batch in self.batches), default=-1)
        name = f"{number:05}"
        parts = tuple(self._write(table, province, name) for table, province in sorted(self._held))
        batch = Batch(name, self._sources, parts)
        with (self.folder / _JOURNAL).open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(asdict(batch)) + "\n")
        self.batches.append(batch)
        self._held.clear()
        self._sources = self._characters = 0

    def finish(self) -> Manifest:
        """Write the manifest and put the folder in its place."""
        self.flush()
        manifest = Manifest(self.program, tuple(sorted(self.batches, key=lambda batch: batch.name)))
        write_whole(self.folder / MANIFEST, manifest.dump().encode())
        (self.folder / _JOURNAL).unlink()
        os.sync()  # once for all parts: until now a part that was lost is seen by its checksum and made again
        old = self.directory.with_name(self.directory.name + ".old")
        shutil.rmtree(old, ignore_errors=True)
        if self.directory.exists():
            self.directory.rename(old)
        self.folder.rename(self.directory)
        _sync(self.directory.parent)
        shutil.rmtree(old, ignore_errors=True)
        return manifest

    def count_states(self) -> Counter[str]:
        """How the sources written so far ended."""
        sources = (source for batch in self.batches for source in self._sources_of(batch) or ())
        return Counter(source["state"] for source in sources)

    def _begin_from_last(self) -> None:
        """Begin with the parts of the data set in place, linked or copied."""
        _make_folder(self.folder)
        with contextlib.suppress(StoreError):  # none there, or one that is damaged: begin with nothing
            manifest = read_manifest(self.directory)
            for part in manifest.parts:
                _link(self.directory / part.path, self.folder / part.path)
            lines = "".join(json.dumps(asdict(batch)) + "\n" for batch in manifest.batches)
            write_whole(self.folder / _JOURNAL, lines.encode())

    def _read_journal(self) -> Iterator[Batch]:
        with contextlib.suppress(FileNotFoundError):
            for line in (self.folder / _JOURNAL).read_text(encoding="utf-8").splitlines():
                with contextlib.suppress(ValueError, KeyError, TypeError):  # its last line may be half written
                    yield Batch.read(json.loads(line))

    def _sources_of(self, batch: Batch) -> list[Known] | None:
        """The sources of a batch; None when one of its parts is not as it was written."""
        try:
            found: list[Known] = []
            for part in batch.parts:
                table = read_part(self.folder, part, _KNOWN if part.table == "sources" else [])
                if part.table == "sources":
                    found += table.to_pylist()
        except StoreError:
            return None
        return found

    def _clear(self) -> None:
        """Leave in the folder what the kept batches need, and a journal of just these."""
        keep = {self.folder / part.path for batch in self.batches for part in batch.parts}
        for path in [path for path in self.folder.rglob("*") if path.is_file() and path not in keep]:
            path.unlink()
        lines = "".join(json.dumps(asdict(batch)) + "\n" for batch in self.batches)
        write_whole(self.folder / _JOURNAL, lines.encode())

    def _write(self, table: str, province: str, batch: str) -> Part:
        import pyarrow as pa
        import pyarrow.parquet as pq

        sink = pa.BufferOutputStream()
        rows = pa.Table.from_batches(self._held[table, province])
        if table == "divisions":  # of many sources the same
            once = {row["place"]: row for row in rows.to_pylist()}
            rows = pa.Table.from_pylist([once[place] for place in sorted(once)], schema=rows.schema)
        pq.write_table(rows, sink, compression="zstd", write_page_checksum=True)
        data = sink.getvalue().to_pybytes()
        path = part_path(table, province, batch)
        write_whole(self.folder / path, data)
        return Part(path, table, province, rows.num_rows, len(data), hashlib.sha256(data).hexdigest())


def check_place(directory: Path) -> None:
    """Raises StoreError where a data set must not be written: over a file, or a folder that holds other things."""
    if directory.is_dir() and any(directory.iterdir()) and not (directory / MANIFEST).exists():
        raise StoreError(os.fspath(directory), "holds other files", remedy="give an empty or a new folder")
    if directory.exists() and not directory.is_dir():
        raise StoreError(os.fspath(directory), "is no folder", remedy="give an empty or a new folder")
    _make_folder(directory.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Old or new file, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("wb") as stream:
            stream.write(data)
        partial.replace(path)
    except OSError as error:
        reason = f"cannot be written ({error.strerror})"
        raise StoreError(os.fspath(path), reason, remedy="check the folder's rights and free space") from None


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"cannot be made ({error.strerror})"
        raise StoreError(os.fspath(folder), reason, remedy="choose a folder that you may write to") from None


def _link(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):  # what is missing is read anew
        try:
            os.link(old, new)
        except OSError:
            shutil.copyfile(old, new)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    with contextlib.suppress(OSError):
        os.fsync(descriptor)
    os.close(descriptor)
