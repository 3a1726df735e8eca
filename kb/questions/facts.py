"""Facts in their public format, from a knowledge base or from a file just read: the same rows."""

from __future__ import annotations

import heapq
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from kb.building.product import Product
from kb.building.rows import Row
from kb.database import Database, rows_of
from kb.questions.filters import NOTHING_FILTERED, Filters, narrow_facts
from kb.questions.values import read_value
from kb.schema import KINDS, machine_sql, own_columns

_HEAD = ("source", "plan", "address", "kind", "start", "end", "text", "original", "sentence", "place")
_TAIL = (
    "rule", "page", "fact_id", "plan_id", "provision_id", "place_name", "plan_place", "said_by", "year", "title",
    "topic", "reviewed",
)  # fmt: skip


@cache
def fact_keys(kind: str | None = None) -> tuple[str, ...]:
    """The keys of the rows, in order: of one kind, or of all kinds beside each other. Raises QueryError for another.

    >>> fact_keys("role")[10:14]
    ('role', 'duty', 'post', 'office')
    """
    kinds = [read_value("fact", kind)] if kind else list(KINDS)
    own = tuple(dict.fromkeys(name for one in kinds for name in own_columns(one)))
    shown = [name for name in own if name not in ("resolved_start", "resolved_end")]
    if "resolved" in shown:
        shown.insert(shown.index("resolved") + 1, "resolved_from")
    return (*_HEAD, *shown, *_TAIL)


def list_facts(
    db: Database, *, kinds: Sequence[str] = (), filters: Filters = NOTHING_FILTERED, limit: int | None = None
) -> Iterator[Row]:
    """Facts in the order of the sources and of the text; of some kinds, within filters.

    Raises QueryError for a kind that is none.
    """
    kinds = [read_value("fact", kind) for kind in kinds]
    pages = dict(db.execute("SELECT name, pages FROM sources WHERE pages != '[]'").fetchall())
    streams = [_rows_of_kind(db, kind, filters, pages, limit) for kind in kinds or KINDS]
    rows = _merge(streams)
    for n, row in enumerate(rows):
        if limit is not None and n >= limit:
            return
        yield row


def facts_of_product(product: Product) -> list[Row]:
    """The facts of a file just read, in the order of the text."""
    plans = {row["plan_id"]: row for row in product.rows.get("plans", [])}
    provisions = {(row["plan_id"], row["provision"]): row for row in product.rows.get("provisions", [])}
    names = {row["place"]: row["name"] for row in product.rows.get("divisions", [])}
    pages = str(product.source.get("pages") or "[]")
    found = []
    for kind, table in KINDS.items():
        for row in product.rows.get(table, []):
            plan = plans[row["plan_id"]]
            provision = provisions.get((row["plan_id"], row["provision"]), {})
            sentence = row["outside"]
            if sentence is None:
                at = provision["start"]
                sentence = provision["text"][row["sentence_start"] - at : row["sentence_end"] - at]
            whole = row | {
                "source": product.source["name"],
                "plan": plan["plan"],
                "address": provision.get("address") or _section_address(product, row),
                "provision_id": provision.get("provision_id"),
                "kind": kind,
                "original": row["raw"] or row["text"],
                "sentence": sentence,
                "place": row["place"] or plan["place"],
                "place_name": names.get(row["place"]) or plan["place_name"],
                "plan_place": plan["place"],
                "said_by": plan["place_name"] if row["place"] else None,
                "year": plan["year"],
                "title": plan["title"],
                "topic": provision.get("topic"),
            }
            found.append(_public(whole, kind, pages))
    return sorted(found, key=_order)


def _section_address(product: Product, row: Row) -> str:
    """Of the innermost section around a fact that no provision holds."""
    held = [
        section
        for section in product.rows.get("sections", [])
        if section["plan_id"] == row["plan_id"] and section["start"] <= row["start"] < section["end"]
    ]
    return str(max(held, key=lambda section: section["start"])["address"]) if held else ""


def _rows_of_kind(db: Database, kind: str, filters: Filters, pages: dict[str, str], limit: int | None) -> Iterator[Row]:
    return read_kind(db, kind, *narrow_facts(filters), pages, limit=limit)


def read_kind(
    db: Database,
    kind: str,
    where: str,
    values: Sequence[Any],
    pages: dict[str, str] | None = None,
    *,
    machine: bool = False,
    limit: int | None = None,
) -> Iterator[Row]:
    """Facts of one kind that meet an SQL condition, in the order of the sources and of the text; the first ``limit``.

    With ``machine`` as they were read, whatever researchers decided.
    """
    facts = f"({machine_sql(kind)})" if machine else f"{kind}s"
    sql = f"SELECT * FROM {facts} found WHERE {where} ORDER BY source, plan, original_start, original_end, fact_id"
    if limit is not None:
        sql += f" LIMIT {limit:d}"
    for row in rows_of(db, sql, values):
        yield _public(row, kind, (pages or {}).get(row["source"], "[]"))


def _public(row: Row, kind: str, pages: str) -> Row:
    row = row | {"start": row["original_start"], "end": row["original_end"], "page": _page(row, pages)}
    if kind == "date":
        row["working_days"] = bool(row["working_days"])
        first = row.get("resolved_start")
        row["resolved_from"] = None if first is None else [first, row["resolved_end"]]
    if kind == "measure":
        row["value"], row["value_max"] = _plain(row["value"]), _plain(row["value_max"])
    return {key: row.get(key) for key in fact_keys(kind)}  # jsonl prints these, tables all kinds' beside each other


def _plain(value: Any) -> Any:
    """90 rather than 90.0."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def _page(row: Row, pages: str) -> int | None:
    starts = json.loads(pages)
    return bisect_right(starts, row["original_start"]) if starts else None


def _order(row: Row) -> tuple[Any, ...]:
    return row["source"], row["plan"], row["start"], row["end"], row["fact_id"]


def _merge(streams: Sequence[Iterator[Row]]) -> Iterator[Row]:
    return heapq.merge(*streams, key=_order)
