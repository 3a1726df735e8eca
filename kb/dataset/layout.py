"""Which tables a data set has, with which columns, and where a row belongs."""

from __future__ import annotations

from functools import cache
from typing import Any

from kb.schema import BY_NAME

Row = dict[str, Any]
FORMAT = 1  # of the data set
NOWHERE = "00"  # province of what has none
MANIFEST = "manifest.json"
# What a build finds; reviews and where a source lay belong to a base, not to what was found.
TABLES = (
    "sources", "notes", "plans", "sections", "provisions", "measure_facts", "date_facts", "role_facts",
    "mention_facts", "places", "citations", "repairs", "divisions", "abbreviations",
)  # fmt: skip
_GIVEN = {"provisions": ("number",), "sources": ("checksum",)}  # filled when a row is stored


@cache
def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table of the data set, in order.

    >>> columns_of("divisions")
    ('place', 'name', 'level', 'checksum')
    """
    return tuple(name for name in BY_NAME[table].names if name not in _GIVEN.get(table, ()))


@cache
def arrow_schema(table: str) -> Any:
    """The Arrow schema of a table; everything may be empty there, the knowledge base checks what may not."""
    import pyarrow as pa

    types = {"TEXT": pa.string(), "INTEGER": pa.int64(), "REAL": pa.float64(), "BLOB": pa.binary()}
    kinds = {column.name: types[column.type.split()[0]] for column in BY_NAME[table].columns}
    return pa.schema([(name, kinds[name]) for name in columns_of(table)])


def province_of(place: str | None) -> str:
    """The first two digits of a GB/T 2260 code.

    >>> province_of("130608"), province_of(None)      # 河北省保定市清苑区: Hebei
    ('13', '00')
    """
    return place[:2] if place and place[:2].isdecimal() else NOWHERE


def source_of(row: Row) -> str | None:
    """The source that a row belongs to.

    >>> source_of({"plan_id": "0123456789ab-2"}), source_of({"place": "130608"})
    ('0123456789ab', None)
    """
    if row.get("source_id"):
        return str(row["source_id"])
    return str(row["plan_id"]).rpartition("-")[0] if row.get("plan_id") else None


def part_path(table: str, province: str, batch: str) -> str:
    """Where a part lies in the data set.

    >>> part_path("plans", "13", "00002")
    'plans/province=13/00002.parquet'
    """
    return f"{table}/province={province}/{batch}.parquet"
