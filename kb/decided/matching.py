"""Find a judged fact again: by its identity, else by the bytes of its source, else by what it says and where."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from kb.database import Database, rows_of
from kb.schema import KINDS

Row = dict[str, Any]

_MACHINE = """SELECT f.*, s.name AS source, s.sha256, l.characters, coalesce(f.outside,
  substr(p.text, f.sentence_start - p.start + 1, f.sentence_end - f.sentence_start), '') AS sentence
FROM {table} f JOIN plans l ON l.plan_id = f.plan_id JOIN sources s ON s.source_id = l.source_id
  LEFT JOIN provisions p ON p.plan_id = f.plan_id AND p.provision = f.provision
WHERE {where}"""
_LETTERS = {"m": "measure", "d": "date", "r": "role"}


def kind_of(fact_id: str) -> str | None:
    """The kind that a fact's identity names; None where it is no identity of a fact.

    >>> kind_of("0123456789ab:m120.2")
    'measure'
    """
    return _LETTERS.get(fact_id.partition(":")[2][:1])


def machine_fact(db: Database, fact_id: str) -> Row | None:
    """The fact of this identity as the machine reads it, whatever was decided."""
    kind = kind_of(fact_id)
    found = _of_source(db, kind, fact_id.partition(":")[0], "f.fact_id = ?", [fact_id]) if kind else []
    return found[0] if found else None


def find_fact(db: Database, review: Row) -> Row | None:
    """The present fact that a decision is about, as the machine reads it; None where there is none.

    A fact keeps its identity as long as its source's name and bytes and its first character stay. Under
    another name the same bytes give the same place; in a changed source the same expression in the same
    sentence is the same fact, the one nearest to where it stood where the sentence is said several times.
    """
    fact_id, kind = str(review["fact_id"]), review["kind"]
    if kind not in KINDS:
        return None
    same = _here(db, kind, fact_id, review)
    if same is not None:
        return same
    place = fact_id.partition(":")[2]
    if review["sha256"]:
        moved = db.execute("SELECT source_id FROM sources WHERE sha256 = ? ORDER BY name", (review["sha256"],))
        for (source_id,) in moved.fetchall():
            same = _here(db, kind, f"{source_id}:{place}", review, strict=True)
            if same is not None:
                return same
    row = db.execute("SELECT source_id FROM sources WHERE name = ?", (review["source"],)).fetchone()
    return _alike(_of_source(db, kind, row[0], "f.text = ?", [review["text"]]), review) if row else None


def _here(db: Database, kind: str, fact_id: str, review: Row, *, strict: bool = False) -> Row | None:
    """The fact that begins at this very place: the one with the same text first, for several may begin there."""
    source_id, _, place = fact_id.partition(":")
    first = place.partition(".")[0]
    # Several facts at one place are m12, m12.2, m12.3 …; "/" is the character after ".".
    between = [f"{source_id}:{first}", f"{source_id}:{first}/"]
    found = _of_source(db, kind, source_id, "f.fact_id >= ? AND f.fact_id < ?", between)
    same_text = [fact for fact in found if fact["text"] == review["text"]]
    exact = [fact for fact in (same_text if strict else found) if fact["fact_id"] == fact_id]
    best = [fact for fact in exact if fact in same_text] or same_text or exact
    return best[0] if best else None


def _alike(found: Iterable[Row], review: Row) -> Row | None:
    sentence = "".join(str(review["sentence"]).split())
    same = [fact for fact in found if "".join(fact["sentence"].split()) == sentence]
    before = _offset(str(review["fact_id"]))

    def distance(fact: Row) -> tuple[bool, int, str]:
        elsewhere = review["at"] is not None and fact["start"] - fact["sentence_start"] != review["at"]
        return elsewhere, abs(fact["original_start"] - before), fact["fact_id"]

    return min(same, key=distance, default=None)


def _offset(fact_id: str) -> int:
    digits = fact_id.partition(":")[2][1:].partition(".")[0]
    return int(digits) if digits.isdecimal() else 0


def _of_source(db: Database, kind: str, source_id: str, where: str, values: Sequence[Any]) -> list[Row]:
    # Facts are kept by plan and identity: through its plans a source's are found without looking at all.
    within = "f.plan_id IN (SELECT plan_id FROM plans WHERE source_id = ?)"
    sql = _MACHINE.format(table=KINDS[kind], where=f"{within} AND {where} ORDER BY f.fact_id")
    return [row | {"kind": kind} for row in rows_of(db, sql, [source_id, *values])]


def read_reviews(db: Database, where: str = "1", values: Sequence[Any] = ()) -> list[Row]:
    """Decisions in the order of their arrival, ``correction`` and ``reading`` read from their JSON."""
    rows = rows_of(db, f"SELECT * FROM reviews WHERE {where} ORDER BY review_id", values)
    return [row | {name: json.loads(row[name]) for name in ("correction", "reading")} for row in rows]


def latest_by_coder(reviews: Iterable[Row]) -> dict[str, Row]:
    """Each coder's decision of the latest date; of one day, the last to arrive."""
    last: dict[str, Row] = {}
    for review in sorted(reviews, key=lambda one: (one["date"], one["review_id"])):
        last[review["coder"]] = review
    return dict(sorted(last.items()))
