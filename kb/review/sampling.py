"""Which facts to review: all, at random, the same share of each stratum, or the least certain first."""

from __future__ import annotations

import hashlib
import heapq
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from corpus.errors import QueryError
from kb.database import Database, rows_of
from kb.questions.filters import NOTHING_FILTERED, Filters, narrow_facts
from kb.questions.sorting import Key, Ordered
from kb.questions.values import read_value
from kb.schema import KINDS, machine_sql

Row = dict[str, Any]
METHODS = ("random", "stratified", "uncertain")
STRATA = ("kind", "rule", "place")
# What each doubt takes from the chance that a fact is right; stated in docs/review.md.
DOUBTS = {
    "disputed": 0.5, "changed": 0.4, "lossy repair": 0.3, "likely repair": 0.1, "hedged": 0.1, "no canonical name": 0.1,
    "no place": 0.1, "year unknown": 0.1,
}  # fmt: skip
_SPARE = 100  # rows of a stratum beyond twice the sample, before those that lost are let go
_NEAR = 30  # characters of the original text on either side
PRIOR_RIGHT, PRIOR_WRONG = 4.0, 1.0  # what a rule counts as before anybody has looked at it

_ASK = {
    "measure": "hedge IS NOT NULL AS hedged, indicator_id IS NULL AS unnamed, 0 AS undated",
    "date": "0 AS hedged, 0 AS unnamed, coalesce(resolved, edtf) LIKE '%X%' AND type != 'recurring' AS undated",
    "role": "0 AS hedged, office IS NULL AS unnamed, 0 AS undated",
}


def candidates(db: Database, kinds: Sequence[str] = (), filters: Filters = NOTHING_FILTERED) -> Iterator[Row]:
    """Facts as the machine read them, with what speaks for and against each; those rejected before are among them."""
    narrow, values = narrow_facts(filters)
    for kind in [read_value("fact", kind) for kind in kinds] or KINDS:
        sql = (
            "SELECT fact_id, kind, rule, place, source, plan, original_start AS start, "
            f'original_end AS "end", {_ASK[kind]} FROM ({machine_sql(kind)}) found WHERE {narrow}'
        )
        yield from rows_of(db, sql, values)


def draw(rows: Iterable[Row], method: str | None, size: int | None, *, by: str = "rule", seed: int = 0) -> list[Row]:
    """Some of the rows: by ``random`` or ``stratified`` always the same for one seed, in the order of the text.

    ``uncertain`` takes those with the highest ``uncertainty`` and puts them first; ``stratified`` gives each
    value of ``by`` (kind, rule or place) its share, at least one. Without a method the first ones.

    >>> rows = [{"fact_id": f"s:m{n}", "rule": "a" if n < 9 else "b"} for n in range(10)]
    >>> [row["rule"] for row in draw(rows, "stratified", 3)]
    ['a', 'a', 'b']
    """
    if method is None:
        return list(Ordered(rows, _place, size)) if size != 0 else []
    if method not in METHODS or by not in STRATA:
        raise QueryError(method if method not in METHODS else by, "is no way to draw a sample",
                         remedy=", ".join(METHODS if method not in METHODS else STRATA))  # fmt: skip
    if method == "uncertain":
        return _smallest(size, rows, lambda row: (-row["uncertainty"], _lot(row, seed)))
    if method == "random":
        return sorted(_smallest(size, rows, lambda row: (_lot(row, seed),)), key=_place)
    lots = ((str(row[by]), _lot(row, seed), row) for row in rows)
    return sorted(_draw_strata(lots, size), key=_place)


def _smallest(size: int | None, rows: Iterable[Row], key: Key) -> list[Row]:
    return sorted(rows, key=key) if size is None else heapq.nsmallest(size, rows, key)


def _draw_strata(lots: Iterable[tuple[str, str, Row]], size: int | None) -> Iterator[Row]:
    """Of each stratum its share, by lot; no more than ``size`` of one are held."""
    held: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for name, lot, row in lots:
        counts[name] += 1
        held[name].append((lot, row))
        if size is not None and len(held[name]) > 2 * size + _SPARE:
            held[name] = heapq.nsmallest(size, held[name], itemgetter(0))
    shares = share_out(dict(counts), counts.total() if size is None else size)
    for name, some in held.items():
        yield from (row for _, row in heapq.nsmallest(shares[name], some, itemgetter(0)))


def _place(row: Row) -> tuple[Any, ...]:
    """Where a fact stands in the order of the sources and of the text."""
    return row.get("source", ""), row.get("plan", 0), row.get("start", 0), row.get("end", 0), row["fact_id"]


def _lot(row: Row, seed: int) -> str:
    """A number that depends on the seed and the fact alone, so that a sample stays the same as the base grows."""
    return hashlib.sha256(f"{seed}:{row['fact_id']}".encode()).hexdigest()


def share_out(sizes: dict[str, int], total: int) -> dict[str, int]:
    """How many of each stratum: in proportion, at least one of each as far as the total goes, none beyond its size.

    >>> share_out({"a": 90, "b": 9, "c": 1}, 10)
    {'a': 8, 'b': 1, 'c': 1}
    """
    whole = sum(sizes.values())
    total = min(total, whole)
    order = sorted(sizes, key=lambda name: (-sizes[name], name))
    shares = {name: int(n < total) for n, name in enumerate(order)}
    while sum(shares.values()) < total:
        # The stratum that lags most behind its share comes next.
        open_ = [name for name in order if shares[name] < sizes[name]]
        name = max(open_, key=lambda name: sizes[name] / whole * total - shares[name])
        shares[name] += 1
    return {name: shares[name] for name in sizes}


def weigh(db: Database, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with ``uncertainty`` (0 to 1) and ``doubts``, the reasons for it.

    Uncertainty is 1 − p × (1 − d) for each doubt d, where p is the share of the rule's reviewed facts
    that were right, smoothed by (4 + right) / (5 + reviewed).
    """
    right, seen = _past(db)
    spoilt = _repairs(db)
    stands = dict(db.execute("SELECT fact_id, decision || changed FROM settled").fetchall())
    for row in rows:
        rule = (row["kind"], row["rule"])
        sure = (PRIOR_RIGHT + right[rule]) / (PRIOR_RIGHT + PRIOR_WRONG + seen[rule])
        said = [f"rule right {right[rule]} of {seen[rule]}"] if seen[rule] else []
        settled = stands.get(row["fact_id"], "")
        verdicts = set(find_near(spoilt[row["source"]], row["start"], row["end"]))
        doubts = [
            name
            for name, holds in (
                ("disputed", settled.startswith("disputed")), ("changed", settled.endswith("1")),
                ("lossy repair", "lossy" in verdicts), ("likely repair", "likely" in verdicts),
                ("hedged", row["hedged"]), ("no canonical name", row["unnamed"]), ("no place", not row["place"]),
                ("year unknown", row["undated"]),
            )
            if holds
        ]  # fmt: skip
        for name in doubts:
            sure *= 1 - DOUBTS[name]
        if settled and "disputed" not in doubts and "changed" not in doubts:
            sure = 1.0
        yield row | {"uncertainty": round(1 - sure, 4), "doubts": "; ".join(said + doubts)}


def _past(db: Database) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Of each rule: facts that reviews found right, facts reviewed."""
    right: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    sql = """SELECT kind, rule, decision, count(*) FROM settled
      WHERE decision != 'disputed' AND NOT changed GROUP BY 1, 2, 3"""
    for kind, rule, decision, count in db.execute(sql):
        seen[kind, rule] += count
        right[kind, rule] += count if decision == "accepted" else 0
    return right, seen


def _repairs(db: Database) -> dict[str, list[tuple[int, int, str]]]:
    """Where each source was repaired without certainty, in the order of the text."""
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    sql = """SELECT s.name, r.start, r."end", r.verdict FROM repairs r JOIN sources s USING (source_id)
      WHERE r.verdict != 'exact' ORDER BY s.name, r.start"""
    for name, start, end, verdict in db.execute(sql):
        found[name].append((start, end, verdict))
    return found


def find_near(repairs: Sequence[tuple[int, int, str]], start: int, end: int) -> Iterator[str]:
    """Verdicts of the repairs within 30 characters of a fact; ``repairs`` in the order of the text.

    >>> list(find_near([(0, 5, "lossy"), (90, 95, "likely")], 100, 104))
    ['likely']
    """
    first = bisect_left(repairs, (start - _NEAR,))
    for at, last, verdict in repairs[max(0, first - 1) :]:  # the one that begins before may reach as far
        if at >= end + _NEAR:
            return
        if last > start - _NEAR:
            yield verdict
