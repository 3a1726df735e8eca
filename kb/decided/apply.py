"""Decisions over the machine's reading: what the views show of each fact that somebody has decided on.

The machine's own rows stay as they are; ``settled`` takes a decided fact out of the views and the tables
``…_reviewed`` put it back as it was decided. Both are made anew from the reviews whenever these or the
sources change, so applying twice changes nothing.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.alignment import Alignment
from kb import schema
from kb.database import marks_of, rows_of
from kb.decided.columns import correctable, reading_of
from kb.decided.matching import find_fact, latest_by_coder, read_reviews
from kb.packing import checksum, unpack_text

Row = dict[str, Any]
_DONE = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the coders' latest decisions on one fact come to."""

    decision: str  # accepted, corrected, rejected, disputed
    reviewed: str  # the same with who decided
    fields: Row  # what the fact says, as far as the coders have seen it


def settle_verdict(reviews: Iterable[Row]) -> Verdict:
    """What most coders decided; ``disputed`` where no decision has more than half of them.

    >>> def by(coder, decision):
    ...     return {"review_id": 1, "coder": coder, "date": "2026-03-05", "decision": decision, "correction": {},
    ...             "reading": {}}
    >>> settle_verdict([by("甲", "accept"), by("乙", "accept"), by("丙", "reject")]).reviewed
    'accepted: 乙, 甲; against: 丙 reject'
    >>> settle_verdict([by("甲", "accept"), by("乙", "reject")]).reviewed
    'disputed: 乙 reject, 甲 accept'
    """
    latest = latest_by_coder(reviews)
    votes: dict[str, list[str]] = defaultdict(list)
    for coder, review in latest.items():
        votes[review["decision"] + json.dumps(review["correction"], sort_keys=True)].append(coder)
    winners = max(votes.values(), key=len)
    against = [f"{coder} {review['decision']}" for coder, review in latest.items() if coder not in winners]
    if 2 * len(winners) <= len(latest):
        everyone = ", ".join(f"{coder} {review['decision']}" for coder, review in latest.items())
        return Verdict("disputed", f"disputed: {everyone}", {})
    chosen = max((latest[coder] for coder in winners), key=lambda one: (one["date"], one["review_id"]))
    decision = _DONE[chosen["decision"]]
    reviewed = f"{decision}: {', '.join(winners)}" + (f"; against: {', '.join(against)}" if against else "")
    return Verdict(decision, reviewed, chosen["reading"] | chosen["correction"])


def apply_reviews(db: sqlite3.Connection, source: str | None = None) -> None:
    """Put all decisions, or those on one source, over what the machine reads now.

    The caller holds the transaction. Decisions whose fact is not there stay in ``reviews`` with ``now`` empty.
    """
    if not _any(db, "reviews") and not _any(db, "settled"):
        return
    where, values, scope = "1", [], "SELECT plan_id FROM plans"
    if source is not None:
        of_source = "SELECT {} FROM sources WHERE name = ?"
        where, values = f"source = ? OR sha256 = ({of_source.format('sha256')})", [source, source]
        scope = f"SELECT plan_id FROM plans WHERE source_id = ({of_source.format('source_id')})"
    bound = [source] if source is not None else []
    held = db.execute(f"SELECT DISTINCT plan_id FROM settled WHERE plan_id IN ({scope})", bound)
    touched = {plan for (plan,) in held.fetchall()}
    for table in ("settled", *schema.REVIEWED.values()):
        db.execute(f"DELETE FROM {table} WHERE plan_id IN ({scope})", bound)
    facts: dict[str, Row] = {}
    judged: dict[str, list[Row]] = defaultdict(list)
    for review in read_reviews(db, where, values):
        fact = find_fact(db, review)
        now = fact["fact_id"] if fact else None
        if now != review["now"]:
            db.execute("UPDATE reviews SET now = ? WHERE review_id = ?", (now, review["review_id"]))
        if fact and source in (None, fact["source"]):
            facts[fact["fact_id"]] = fact
            judged[fact["fact_id"]].append(review)
    for fact_id, reviews in judged.items():
        for table, row in _decided(db, facts[fact_id], reviews):
            _insert(db, table, row)
    for plan in sorted(touched | {fact["plan_id"] for fact in facts.values()}):
        _mark_provisions(db, plan)


def _any(db: sqlite3.Connection, table: str) -> bool:
    return db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


def decided_rows(db: sqlite3.Connection) -> Iterator[tuple[str, Row]]:
    """What all decisions come to, from scratch: the rows that ``settled`` and the reviewed tables must hold."""
    facts: dict[str, Row] = {}
    judged: dict[str, list[Row]] = defaultdict(list)
    for review in read_reviews(db):
        fact = find_fact(db, review)
        if fact:
            facts[fact["fact_id"]] = fact
            judged[fact["fact_id"]].append(review)
    for fact_id, reviews in judged.items():
        yield from _decided(db, facts[fact_id], reviews)


def _decided(db: sqlite3.Connection, fact: Row, reviews: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """The rows, with their tables, that the decisions on one fact come to."""
    kind, verdict = fact["kind"], settle_verdict(reviews)
    seen = {name: verdict.fields[name] for name in correctable(kind) if name in verdict.fields}
    settled = {name: fact[name] for name in ("fact_id", "plan_id", "kind", "rule")}
    settled |= {"decision": verdict.decision, "reviewed": verdict.reviewed, "changed": int(_changed(fact, reviews))}
    yield "settled", settled
    if verdict.decision == "rejected":
        return
    text = seen.pop("text", fact["text"])
    row = fact | seen | (_moved(db, fact, text) if text != fact["text"] else {})
    yield schema.REVIEWED[kind], row | {"reviewed": verdict.reviewed}


def _changed(fact: Row, reviews: Sequence[Row]) -> bool:
    """Whether the machine reads the fact otherwise than when somebody last looked at it."""
    latest = max(reviews, key=lambda one: (one["date"], one["review_id"]))
    present = reading_of(fact["kind"], fact)
    return any(present.get(name) != value for name, value in latest["reading"].items())


def _moved(db: sqlite3.Connection, fact: Row, text: str) -> Row:
    """Offsets of a corrected expression within the same sentence; nothing where the sentence does not hold it."""
    at = locate(fact["sentence"], text, fact["start"] - fact["sentence_start"])
    if at is None:
        return {}
    start = fact["sentence_start"] + at
    packed, original, characters = db.execute(
        "SELECT l.alignment, s.original, s.characters FROM plans l JOIN sources s USING (source_id) WHERE plan_id = ?",
        (fact["plan_id"],),
    ).fetchone()
    way = Alignment.from_runs(json.loads(zlib.decompress(packed)), characters)
    first, last = way.to_original(start, start + len(text))
    raw = unpack_text(original)[first:last]
    row = {"start": start, "end": start + len(text), "original_start": first, "original_end": last, "text": text}
    return row | {"raw": raw if raw != text else None}


def locate(sentence: str, text: str, at: int) -> int | None:
    """Where an expression stands in a sentence, nearest to ``at``; None where it does not.

    >>> locate("由12%提高到18%，争取到20%", "到20%", 6)      # "from 12 % to 18 %, if possible to 20 %"
    13
    """
    spots, found = [], sentence.find(text)
    while found >= 0 and text:
        spots.append(found)
        found = sentence.find(text, found + 1)
    return min(spots, key=lambda spot: (abs(spot - at), spot), default=None)


_HELD = (
    "SELECT provision, 1 + 2 * (status = 'target') FROM {measure} WHERE plan_id = ?{where}"
    " UNION ALL SELECT provision, 4 FROM {date} WHERE type = 'deadline' AND plan_id = ?{where}"
    " UNION ALL SELECT provision, 8 FROM {role} WHERE plan_id = ?{where}"
)


def _mark_provisions(db: sqlite3.Connection, plan_id: str) -> None:
    """What each provision holds, for the filters of the search."""
    has: dict[int | None, int] = defaultdict(int)
    machine = _HELD.format(**schema.KINDS, where=" AND fact_id NOT IN (SELECT fact_id FROM settled)")
    people = _HELD.format(**schema.REVIEWED, where="")
    for provision, bits in db.execute(f"{machine} UNION ALL {people}", [plan_id] * 6):
        has[provision] |= bits
    for row in list(rows_of(db, "SELECT * FROM provisions WHERE plan_id = ?", (plan_id,))):
        if row["has"] != has[row["provision"]]:
            row["has"] = has[row["provision"]]
            found = (row["has"], checksum("provisions", row), row["number"])
            db.execute("UPDATE provisions SET has = ?, checksum = ? WHERE number = ?", found)


def _insert(db: sqlite3.Connection, table: str, row: Row) -> None:
    names: Sequence[str] = schema.BY_NAME[table].names
    columns = ", ".join(f'"{name}"' for name in names)
    marks = marks_of(names)
    db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", [row[name] for name in names])
