"""Sources put into a knowledge base and taken out of it, each with all that was found in it."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from corpus.errors import StoreError
from kb import schema
from kb.building.batches import Batches, Rows, Values
from kb.building.product import BUCKET_BITS, BUCKETS, Product, rank_of
from kb.packing import checksum
from kb.store import transaction

Row = dict[str, Any]
Indexed = tuple[int, str, str]  # of a provision: number, text, heading


def write_product(db: sqlite3.Connection, product: Product, *, folder: str = "") -> None:
    """Put one source and all that was found in it in place of what its name held before; one transaction.

    ``folder`` is where it was found, noted with it: a build of another folder must leave it alone.
    """
    write_products(db, [(product, folder)])


def write_products(db: sqlite3.Connection, some: Sequence[tuple[Product, str]]) -> None:
    """Products with their folders, as ``write_product`` writes one; all in one transaction."""
    # Loaded by what writes alone: whoever asks a base need not wait for numpy.
    from kb.decided.apply import apply_reviews
    from kb.index.indexing import INDEXED, add_to_index, tidy_indexes

    with transaction(db):
        fresh = not sum(_delete(db, product.source["name"]) for product, _ in some)
        added = (row for product, folder in some for row in _insert_product(db, product, folder))
        while batch := list(itertools.islice(added, INDEXED)):
            add_to_index(db, batch, fresh)
        for product, _ in some:
            apply_reviews(db, product.source["name"])
    if fresh:
        tidy_indexes(db)


def _insert_product(db: sqlite3.Connection, product: Product, folder: str) -> Iterator[Indexed]:
    """Insert the rows of a source that is not there; gives the provisions, for the search index."""
    _insert(db, "sources", [product.source | {"checksum": checksum("sources", product.source)}])
    _insert(db, "origins", [{"name": product.source["name"], "folder": folder}])
    if plans := product.rows.get("plans"):
        _insert_values(db, "plans", plans.in_batches())
    if provisions := product.rows.get("provisions"):
        yield from _insert_provisions(db, provisions)
    for name in schema.BY_NAME:
        rows = product.rows.get(name)
        if rows and name not in ("sources", "plans", "provisions"):
            _insert_values(db, name, rows.in_batches(), replace=name == "divisions")


def delete_source(db: sqlite3.Connection, name: str) -> None:
    """Remove a source and all that was found in it; one transaction."""
    with transaction(db):
        _delete(db, name)


def _delete(db: sqlite3.Connection, name: str) -> bool:
    """Remove a source; says whether anything of it was in the search index."""
    from kb.index.indexing import remove_from_index

    held = "SELECT l.plan_id FROM plans l JOIN sources s USING (source_id) WHERE s.name = ?"
    indexed = remove_from_index(
        db,
        db.execute(f"SELECT number, text, heading FROM provisions WHERE plan_id IN ({held}) ORDER BY number", (name,)),
    )
    db.execute("DELETE FROM sources WHERE name = ?", (name,))
    return indexed


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Insert rows, which need not name what they leave empty."""
    names = schema.BY_NAME[table].names
    _insert_values(db, table, [[[row.get(name) for name in names] for row in rows]])


def _insert_values(
    db: sqlite3.Connection, table: str, batches: Iterable[list[Values]], *, replace: bool = False
) -> None:
    """Insert rows given as the values of all columns, in their order."""
    statement = _inserting(table, replace)
    try:
        for values in batches:
            db.executemany(statement, values)
    except UnicodeEncodeError:  # lone surrogates cannot be stored; nothing was inserted of the row that failed
        raise StoreError(table, "holds characters that cannot be stored") from None


@cache
def _inserting(table: str, replace: bool) -> str:
    names = schema.BY_NAME[table].names
    columns = ", ".join(f'"{name}"' for name in names)
    verb = "INSERT OR REPLACE" if replace else "INSERT"
    return f'{verb} INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(names))})'


def _insert_provisions(db: sqlite3.Connection, rows: Rows | Batches) -> Iterator[Indexed]:
    """Insert the provisions with a number each; gives what of them goes into the search index."""
    last = {}
    for bucket in range(BUCKETS):
        low, high = bucket << BUCKET_BITS, (bucket + 1) << BUCKET_BITS
        sql = "SELECT coalesce(max(number), ?1) FROM provisions WHERE number >= ?1 AND number < ?2"
        last[bucket] = db.execute(sql, (low, high)).fetchone()[0]
    text, heading = (rows.names.index(name) for name in ("text", "heading"))
    for some in rows.in_batches():
        numbered: list[Values] = []
        for values in some:
            bucket = rank_of(values)
            last[bucket] += 1
            numbered.append([last[bucket], *values])
        _insert_values(db, "provisions", [numbered])
        yield from [(values[0], values[text + 1], values[heading + 1]) for values in numbered]


def mark_duplicates(db: sqlite3.Connection) -> None:
    """Note on every plan whose text another plan has too which one that is: the first by name of source."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    sql = """SELECT l.text_sha256, l.plan_id, l.source_id, s.name FROM plans l JOIN sources s USING (source_id)
      WHERE l.text_sha256 IN (SELECT text_sha256 FROM plans GROUP BY 1 HAVING count(*) > 1) ORDER BY s.name, l.plan"""
    for sha, plan_id, source_id, name in db.execute(sql):
        groups.setdefault(sha, []).append((plan_id, source_id, name))
    rows: list[Row] = []
    for (first_id, _, first), *others in groups.values():
        for plan_id, source_id, _ in others:
            message = f"has the same text as plan {first_id.rpartition('-')[2]} of {first}"
            row: Row = {"source_id": source_id, "plan_id": plan_id, "code": "duplicate of", "message": message}
            row["remedy"] = "keep one of them"
            rows.append(row | {"checksum": checksum("notes", row)})
    with transaction(db):
        db.execute("DELETE FROM notes WHERE code = 'duplicate of'")
        _insert(db, "notes", rows)
