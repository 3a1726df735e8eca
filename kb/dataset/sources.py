"""What became of every source of a data set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kb.dataset.layout import Row
from kb.dataset.manifest import read_manifest
from kb.dataset.provinces import read_columns

KEYS = ("source", "state", "reason", "remedy", "reader", "encoding", "evidence", "size", "characters", "sha256")


def list_sources(folder: str | Path) -> Iterator[Row]:
    """Every source with its state, reason and remedy, by name. Raises StoreError for a data set that is damaged."""
    found: list[Row] = []
    for part in read_manifest(folder).parts:
        if part.table == "sources":
            found += read_columns(os.fspath(folder), part, ["name", *KEYS[1:]]).to_pylist()
    for row in sorted(found, key=lambda row: str(row["name"])):
        yield {"source": row.pop("name")} | row
