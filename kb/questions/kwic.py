"""Keyword in context: every hit with what stands left and right of it, in quanteda's columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from corpus.errors import QueryError
from kb.database import Database
from kb.questions.search import Asked, Row, mark_hits, stream_provisions
from kb.questions.sorting import Ordered

KEYS = ("docname", "from", "to", "pre", "keyword", "post", "place", "place_name", "year", "heading", "provision_id")
ORDERS = ("rank", "left", "right")


def find_contexts(
    db: Database, asked: Asked, *, window: int = 20, order: str = "rank", limit: int | None = None
) -> list[Row]:
    """One row a hit: ``from``/``to`` are 1-based characters of the provision, as quanteda counts, end included.

    The first ``limit`` hits by rank; ``order`` sorts them by rank, by the context on the left read from the hit
    outwards, or by that on the right.
    """
    return list(stream_contexts(db, asked, window=window, order=order, limit=limit))


def stream_contexts(
    db: Database, asked: Asked, *, window: int = 20, order: str = "rank", limit: int | None = None
) -> Iterator[Row]:
    """The rows of ``find_contexts`` one after the other."""
    if order not in ORDERS:
        raise QueryError(order, "is no order of contexts", remedy=", ".join(ORDERS))
    rows = islice(_each(db, asked, window, limit), limit)
    if order == "left":
        return iter(Ordered(rows, lambda row: (row["pre"][::-1], row["docname"], row["from"])))
    if order == "right":
        return iter(Ordered(rows, lambda row: (row["post"], row["docname"], row["from"])))
    return rows


def _each(db: Database, asked: Asked, window: int, limit: int | None) -> Iterator[Row]:
    for found in stream_provisions(db, asked, limit=limit):
        text = found["text"]
        for start, end in mark_hits(text, asked.query):
            yield {
                "docname": found["source"],
                "from": start + 1,
                "to": end,
                "pre": _line(text[max(0, start - window) : start]),
                "keyword": text[start:end],
                "post": _line(text[end : end + window]),
                "place": found["place"],
                "place_name": found["place_name"],
                "year": found["year"],
                "heading": found["heading"],
                "provision_id": found["provision_id"],
            }


def _line(text: str) -> str:
    return " ".join(text.split())
