"""What a data set says of itself: its parts with their checksums; what does not agree with it is refused."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import StoreError
from kb import schema
from kb.dataset.layout import FORMAT, MANIFEST

REMEDY = "copy the folder anew, or write it again with build --to-parquet"


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file: path within the data set, table, province, rows, bytes and SHA-256."""

    path: str
    table: str
    province: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The parts that hold some sources completely."""

    name: str
    sources: int
    parts: tuple[Part, ...]

    @classmethod
    def read(cls, said: dict[str, Any]) -> Batch:
        """From its form in the manifest."""
        return cls(said["name"], said["sources"], tuple(Part(**part) for part in said["parts"]))


@dataclass(frozen=True, slots=True)
class Manifest:
    """The batches of a data set, and the program that wrote them."""

    program: str
    batches: tuple[Batch, ...]

    @property
    def parts(self) -> Iterator[Part]:
        """All parts."""
        return (part for batch in self.batches for part in batch.parts)

    def count_rows(self, table: str) -> int:
        """Rows of a table."""
        return sum(part.rows for part in self.parts if part.table == table)

    def dump(self) -> str:
        """As the file that ``read_manifest`` reads."""
        said = {"format": FORMAT, "schema": schema.VERSION, "program": self.program}
        said |= {"batches": [asdict(batch) for batch in self.batches]}
        return json.dumps(said | {"sha256": _hash(said)}, ensure_ascii=False, indent=1) + "\n"


def read_manifest(folder: str | Path) -> Manifest:
    """The manifest of a data set. Raises StoreError when there is none, or it is damaged or of another version."""
    path = Path(folder, MANIFEST)
    name = os.fspath(folder)
    if not Path(folder).is_dir():
        raise StoreError(name, "does not exist", remedy=f"junxian build FOLDER --to-parquet {name}")
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        given = said.pop("sha256")
    except FileNotFoundError:
        remedy = "give the folder that build --to-parquet wrote; a build that was interrupted goes on when run again"
        raise StoreError(name, f"is no finished data set: it has no {MANIFEST}", remedy=remedy) from None
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise StoreError(os.fspath(path), f"cannot be read ({type(error).__name__})", remedy=REMEDY) from None
    if given != _hash(said):
        raise StoreError(os.fspath(path), "differs from its checksum", remedy=REMEDY)
    versions = said["format"], said["schema"]
    if versions != (FORMAT, schema.VERSION):
        where = f"format {versions[0]}, schema {versions[1]}; this program reads {FORMAT}, {schema.VERSION}"
        remedy = "use the same version of junxian at both ends"
        raise StoreError(name, "was written by another version", where=where, remedy=remedy)
    return Manifest(said["program"], tuple(Batch.read(batch) for batch in said["batches"]))


def read_part(folder: str | Path, part: Part, columns: list[str] | None = None) -> Any:
    """The rows of a part as an Arrow table. Raises StoreError where it is missing or not as it was written."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    data = check_part(folder, part)
    try:
        return pq.read_table(pa.BufferReader(data), columns=columns, partitioning=None)
    except (pa.ArrowException, OSError) as error:
        raise StoreError(part.path, f"cannot be read ({error})", where=os.fspath(folder), remedy=REMEDY) from None


def check_part(folder: str | Path, part: Part) -> bytes:
    """The bytes of a part. Raises StoreError where it is missing or not as it was written."""
    try:
        data = Path(folder, part.path).read_bytes()
    except OSError as error:
        reason = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})"
        raise StoreError(part.path, reason, where=os.fspath(folder), remedy=REMEDY) from None
    if len(data) != part.size:
        where = f"{os.fspath(folder)}: {len(data)} bytes, {part.size} were written"
        raise StoreError(part.path, "is not whole", where=where, remedy=REMEDY)
    if hashlib.sha256(data).hexdigest() != part.sha256:
        raise StoreError(part.path, "differs from its checksum", where=os.fspath(folder), remedy=REMEDY)
    return data


def _hash(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
