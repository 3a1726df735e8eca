"""What has been reviewed, how far coders agree, how right the machine is, and what needs another look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import combinations
from typing import Any

from kb.database import Database
from kb.decided.matching import latest_by_coder, read_reviews
from kb.review.agreement import cohen_kappa, krippendorff_alpha, share_agreed
from kb.review.precision import Tally
from kb.schema import KINDS

Row = dict[str, Any]
KEYS = (
    "what", "kind", "rule", "coders", "facts", "reviewed", "accepted", "corrected", "rejected", "disputed", "changed",
    "precision", "precision_low", "precision_high", "found", "after", "after_low", "after_high",
    "units", "agreement", "kappa", "alpha", "fact_id", "text", "sentence", "source", "detail",
)  # fmt: skip
# How a person reads them: the columns of each sort of row.
TABLES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("precision",), ("kind", "rule", "facts", "reviewed", "accepted", "corrected", "rejected", "disputed", "changed",
                      "precision", "precision_low", "precision_high", "after")),
    (("coder",), ("coders", "reviewed", "accepted", "corrected", "rejected")),
    (("agreement",), ("coders", "kind", "units", "agreement", "kappa", "alpha")),
    (("conflict", "changed", "missing"), ("what", "fact_id", "source", "text", "detail", "sentence")),
)  # fmt: skip
_COUNTED = tuple(one.name for one in fields(Tally) if one.name != "facts")


def review_status(db: Database) -> list[Row]:
    """One row a finding; ``what`` says of which sort:

    - ``precision``: coverage and precision by kind, by rule and, with kind ``all``, of everything;
    - ``coder``: how much each coder decided; ``agreement``: of each pair of coders and of all together;
    - ``conflict``, ``changed``, ``missing``: facts on which coders differ, which the machine reads otherwise
      since, and decisions whose fact the present build does not have.

    Rates are between 0 and 1, intervals of 95 % (Wilson); ``after`` is the precision of what the base
    answers with, decisions applied. Nothing but counts of facts while there are no reviews.
    """
    tallies = _tally(db)
    rows = list(_precision(tallies))
    reviews = read_reviews(db)
    if reviews:
        rows += _coders(reviews)
        rows += _agreement(reviews)
        rows += _listed(db, reviews)
    return [dict.fromkeys(KEYS) | row for row in rows]


def _tally(db: Database) -> dict[tuple[str, str], Tally]:
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kind, table in KINDS.items():
        for rule, count in db.execute(f"SELECT rule, count(*) FROM {table} GROUP BY 1"):
            counts[kind, rule]["facts"] += count
    verdict = "CASE WHEN changed THEN 'changed' ELSE decision END"
    sql = f"SELECT kind, rule, {verdict}, count(*) FROM settled GROUP BY 1, 2, 3"
    for kind, rule, decision, count in db.execute(sql):
        counts[kind, rule][decision] += count
    return {key: Tally(**held) for key, held in sorted(counts.items())}


def _precision(tallies: dict[tuple[str, str], Tally]) -> Iterator[Row]:
    whole = sum(tallies.values(), Tally())
    yield _tally_row("all", None, whole)
    for kind in KINDS:
        of_kind = sum((one for (held, _), one in tallies.items() if held == kind), Tally())
        yield _tally_row(kind, None, of_kind)
    for (kind, rule), one in tallies.items():
        if one.judged or one.disputed or one.changed:
            yield _tally_row(kind, rule, one)


def _tally_row(kind: str, rule: str | None, tally: Tally) -> Row:
    low, high = tally.interval or (None, None)
    row: Row = {"what": "precision", "kind": kind, "rule": rule, "facts": tally.facts}
    row |= {name: getattr(tally, name) for name in _COUNTED}
    row["reviewed"] = tally.judged + tally.disputed + tally.changed
    row |= {"precision": _round(tally.precision), "precision_low": _round(low), "precision_high": _round(high)}
    row |= {"found": _round(tally.found), "after": _round(tally.after(tally.precision))}
    return row | {"after_low": _round(tally.after(low)), "after_high": _round(tally.after(high))}


def _coders(reviews: Iterable[Row]) -> Iterator[Row]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for judged in _by_fact(reviews).values():
        for coder, review in judged.items():
            counts[coder][review["decision"]] += 1
    for coder, held in sorted(counts.items()):
        row = {"what": "coder", "kind": "all", "coders": coder, "reviewed": sum(held.values())}
        yield row | {"accepted": held["accept"], "corrected": held["correct"], "rejected": held["reject"]}


def _agreement(reviews: Iterable[Row]) -> Iterator[Row]:
    """Of accept, correct and reject; with three coders or more also of all together."""
    judged = _by_fact(reviews)
    kinds = {key: next(iter(one.values()))["kind"] for key, one in judged.items()}
    coders = sorted({coder for one in judged.values() for coder in one})
    for kind in ("all", *KINDS):
        units = [one for key, one in judged.items() if kind in ("all", kinds[key])]
        for group in [*combinations(coders, 2), *([tuple(coders)] if len(coders) > 2 else [])]:
            said = [[one[coder]["decision"] for coder in group if coder in one] for one in units]
            said = [choices for choices in said if len(choices) > 1]
            if not said:
                continue
            row: Row = {"what": "agreement", "kind": kind, "coders": ", ".join(group), "units": len(said)}
            row["alpha"] = _round(krippendorff_alpha(said))
            if len(group) == 2:
                pairs = [(first, second) for first, second in said]
                row |= {"agreement": _round(share_agreed(pairs)), "kappa": _round(cohen_kappa(pairs))}
            yield row


def _by_fact(reviews: Iterable[Row]) -> dict[str, dict[str, Row]]:
    """Each coder's latest decision on each fact, under the fact's present identity where it has one."""
    judged: dict[str, list[Row]] = defaultdict(list)
    for review in reviews:
        judged[review["now"] or review["fact_id"]].append(review)
    return {key: latest_by_coder(held) for key, held in sorted(judged.items())}


def _listed(db: Database, reviews: Iterable[Row]) -> Iterator[Row]:
    settled = {row[0]: row[1:] for row in db.execute("SELECT fact_id, reviewed, changed FROM settled")}
    judged = _by_fact(reviews)
    for key, latest in judged.items():
        said = {(one["decision"], str(sorted(one["correction"].items()))) for one in latest.values()}
        if len(said) > 1:
            yield _listing("conflict", key, latest, _told(latest))
    for key, latest in judged.items():
        if key in settled and settled[key][1]:
            yield _listing("changed", key, latest, settled[key][0])
    for key, latest in judged.items():
        if key not in settled:
            yield _listing("missing", key, latest, _told(latest))


def _told(latest: dict[str, Row]) -> str:
    parts = []
    for coder, one in latest.items():
        fixed = ", ".join(f"{name} {value}" for name, value in one["correction"].items())
        said = f"{coder} {one['decision']}" + (f" ({fixed})" if fixed else "")
        parts.append(said + (f": {one['note']}" if one["note"] else ""))
    return "; ".join(parts)


def _listing(what: str, fact_id: str, latest: dict[str, Row], detail: str) -> Row:
    one = next(iter(latest.values()))
    row: Row = {"what": what, "kind": one["kind"], "coders": ", ".join(latest), "fact_id": fact_id, "detail": detail}
    return row | {name: one[name] for name in ("text", "sentence", "source")}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
