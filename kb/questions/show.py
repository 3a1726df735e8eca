"""One provision, plan or fact beside its original: file, line, characters, bytes, and the repairs between."""

from __future__ import annotations

import json
from typing import Any

from corpus.errors import QueryError, StoreError
from corpus.model import Source
from kb.building.rows import Row
from kb.database import Database
from kb.packing import sha256_text, unpack_text
from kb.questions.facts import read_kind
from kb.questions.records import plan_text
from kb.schema import KINDS

KEYS = (
    "id", "what", "source", "plan_id", "title", "address", "text", "original", "start", "end", "line", "page",
    "byte_start", "byte_end", "sentence", "facts", "repairs",
)  # fmt: skip


def show(db: Database, identity: str) -> Row:
    """What stands under this identity, checked against its SHA-256 before it is shown.

    Raises QueryError when there is nothing, StoreError when the stored text is not what was stored.
    """
    found = _provision(db, identity) or _fact(db, identity) or _plan(db, identity)
    if found is None:
        raise QueryError(identity, "is no provision, plan or fact here", remedy="junxian search WORDS --format jsonl")
    source = _source(db, found["source"])
    start, end = found["start"], found["end"]
    span = source.byte_span(start, end)
    repairs = db.execute(
        """SELECT r.rule, r.start, r."end", r.raw, r.restored, r.verdict FROM repairs r JOIN sources s USING (source_id)
        WHERE s.name = ? AND r.start < ? AND r."end" > ? ORDER BY r.start""",
        (source.name, max(end, start + 1), start),
    )
    names = ("rule", "start", "end", "raw", "restored", "verdict")
    found |= {
        "id": identity,
        "original": source.original[start:end],
        "line": source.original.count("\n", 0, start) + 1,
        "page": source.page(start),
        "byte_start": span[0] if span else None,
        "byte_end": span[1] if span else None,
        "repairs": [dict(zip(names, row, strict=True)) for row in repairs],
    }
    return {key: found.get(key) for key in KEYS}


def _provision(db: Database, identity: str) -> Row | None:
    row = db.execute(
        """SELECT s.name, p.plan_id, l.title, p.address, p.text, p.original_start, p.original_end, p.start, p."end",
          l.text_sha256
        FROM provisions p JOIN plans l USING (plan_id) JOIN sources s USING (source_id) WHERE p.provision_id = ?""",
        (identity,),
    ).fetchone()
    if row is None:
        return None
    name, plan_id, title, address, text, start, end, first, last, sha = row
    whole = plan_text(db, plan_id)
    if whole[first:last] != text or sha256_text(whole) != sha:
        raise _spoilt(identity)
    held = "provision_id = ? AND plan_id = ?"
    facts = [fact for kind in KINDS for fact in read_kind(db, kind, held, [identity, plan_id])]
    found = {"what": "provision", "source": name, "plan_id": plan_id, "title": title, "address": address}
    return found | {"text": text, "start": start, "end": end, "facts": sorted(facts, key=lambda fact: fact["start"])}


def _fact(db: Database, identity: str) -> Row | None:
    for kind in KINDS:
        where, values = "fact_id = ? AND plan_id >= ? AND plan_id < ?", [identity, *_plans(identity)]
        facts = list(read_kind(db, kind, where, values))
        if not facts:  # a rejected one is shown as the machine read it, with who rejected it
            said = dict(db.execute("SELECT fact_id, reviewed FROM settled WHERE fact_id = ?", (identity,)).fetchall())
            rejected = read_kind(db, kind, where, values, machine=True) if said else ()
            facts = [fact | {"reviewed": said[identity]} for fact in rejected]
        if facts:
            fact = facts[0]
            names = ("source", "plan_id", "title", "address", "text", "start", "end", "sentence")
            return {"what": kind, "facts": [fact]} | {name: fact[name] for name in names}
    return None


def _plan(db: Database, identity: str) -> Row | None:
    row = db.execute(
        """SELECT s.name, l.title, l.text_sha256, min(p.original_start), max(p.original_end)
        FROM plans l JOIN sources s USING (source_id) LEFT JOIN provisions p USING (plan_id)
        WHERE l.plan_id = ? GROUP BY l.plan_id""",
        (identity,),
    ).fetchone()
    if row is None:
        return None
    text = plan_text(db, identity)
    if sha256_text(text) != row[2]:
        raise _spoilt(identity)
    found = {"what": "plan", "source": row[0], "plan_id": identity, "title": row[1], "text": text}
    return found | {"start": row[3] or 0, "end": row[4] or 0, "facts": []}


def _plans(fact_id: str) -> tuple[str, str]:
    """Between which plan identities those of a fact's source lie; facts are kept by plan."""
    source_id = fact_id.partition(":")[0]
    return f"{source_id}-", f"{source_id}."


def _source(db: Database, name: str) -> Source:
    row: Any = db.execute(
        "SELECT sha256, size, original, original_sha256, encoding, reader, pages FROM sources WHERE name = ?", (name,)
    ).fetchone()
    original = unpack_text(row[2])
    if sha256_text(original) != row[3]:
        raise _spoilt(name)
    return Source(name, row[0], row[1] or 0, original, row[4], row[5] or "", pages=tuple(json.loads(row[6])))


def _spoilt(what: str) -> StoreError:
    return StoreError(what, "is not as it was stored: the file is damaged", remedy="junxian verify; then build anew")
