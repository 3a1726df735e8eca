"""The stated order of search results, and the true first of it without looking at every hit.

    score = STEP ** bucket · Σ weight(word) · (HEADING · [in the headings above] + 1) + NEAR · closeness

Buckets (``kb.building.product.rank_bucket``) say how much a provision tells for its length, weight(word) is its idf,
shared out to 1 among the words, and closeness how near the words stand: 1 side by side, 0 for a single word.
(That a word is repeated did not help readers, see benchmarks/ranking.py, and does not count.) Equal scores go
by bucket, then the newer plan first, then by the plan's identity and the order within it: nothing in this
depends on when or in which order sources were read.

Provisions are looked at in units: of one bucket, with all words in the headings or not. The units come by the
best score that one of their kind can have, and when nothing in those to come can be better than what is
found, the search stops. A unit that is large is not read whole either (``Hits.first_of``): plans are gone through
in the order in which equal scores go, and once enough provisions with that best score are found, no other of the
unit can precede them. Either way the result is that of scoring every hit.
"""

from __future__ import annotations

import heapq
import math
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from kb.building.product import BUCKET_BITS, BUCKETS
from kb.database import Database, Hits, marks_of
from kb.index.grams import fold
from kb.questions.query import Node, Query, Word

STEP, HEADING, NEAR = 0.85, 2.0, 0.5

Row = tuple[int, str, str, str]  # number, provision_id, text, heading
Hit = tuple[float, int, str, int]  # -score, bucket, plan_id, number


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores one row; ``best(bucket, in_heading)`` is what none of that kind can exceed."""

    words: tuple[tuple[tuple[str, ...], float], ...]  # forms, weight
    plain: bool = False  # the words are of characters that stand only for themselves

    def hit(self, row: Row) -> Hit:
        """A row with its score."""
        number, provision_id, text, heading = row
        folded, above = (text, heading) if self.plain else (fold(text), fold(heading))
        bucket = number >> BUCKET_BITS
        total = 0.0
        for forms, weight in self.words:
            for form in forms:
                if form in above:
                    total += weight * HEADING
                    break
            total += weight
        score = total * STEP**bucket
        if len(self.words) > 1:
            score += NEAR * self._closeness(folded)
        return -round(score, 9), bucket, provision_id.partition("/")[0], number

    def scores(self, negative: float) -> Callable[[Row], bool]:
        """Whether a row has this score, given with its sign turned as in ``Hit``."""
        return lambda row: self.hit(row)[0] == negative

    def _closeness(self, folded: str) -> float:
        spots = []
        for forms, _ in self.words:
            at = min((at for form in forms if (at := folded.find(form)) >= 0), default=len(folded))
            spots.append((at, len(forms[0])))
        window = max(at + length for at, length in spots) - min(at for at, _ in spots)
        return min(1.0, sum(length for _, length in spots) / max(window, 1))

    def best(self, bucket: int, in_heading: bool) -> float:
        """The highest score that a row of this bucket can have; ``in_heading``: all words stand above it."""
        total = 0.0
        for _, weight in self.words:  # as ``hit`` adds, to the last bit
            total += weight * HEADING
            total += weight
        if not in_heading:
            total -= HEADING * min((weight for _, weight in self.words), default=0.0)
        return round(total * STEP**bucket + (NEAR if len(self.words) > 1 else 0.0), 9)


def weigh_words(query: Query, hits: Hits) -> Scorer:
    """The scorer of a query: rare words weigh more, all weights together 1."""
    if len(query.words) <= 1:
        return Scorer(tuple((word.forms, 1.0) for word in query.words), is_plain(query))
    total = hits.total()
    idf = []
    for word in query.words:
        holding = hits.holding(word)
        idf.append(math.log(1 + (total - holding + 0.5) / (holding + 0.5)))
    whole = sum(idf) or 1.0
    return Scorer(
        tuple((word.forms, value / whole) for word, value in zip(query.words, idf, strict=True)), is_plain(query)
    )


def is_plain(query: Query) -> bool:
    """Whether the words have Chinese characters alone, so that no text need be folded to look for them."""
    return all("一" <= char <= "龥" for word in query.words for form in word.forms for char in form)


def asks_for_all(query: Query) -> bool:
    """Whether every word must be there; only then can all of them stand in the headings."""
    tree = query.tree
    return isinstance(tree, Word) or (
        isinstance(tree, Node) and tree.operator == "and" and all(isinstance(part, Word) for part in tree.parts)
    )


def first_ranked(
    db: Database, hits: Hits, scorer: Scorer, apart: bool, limit: int | None
) -> Sequence[tuple[float, int]]:
    """(score, number) of the first ``limit`` hits, best first; of all when that is None.

    Where ``apart``, those that have all words in the headings above them are looked at first.
    """
    if limit is None:
        return _All(db, map(scorer.hit, hits.fetch(False, 0, BUCKETS << BUCKET_BITS)))
    if hits.few():
        return _in_order(db, map(scorer.hit, hits.fetch(False, 0, BUCKETS << BUCKET_BITS)), limit)
    every = [(inside, bucket) for inside in ((True, False) if apart else (False,)) for bucket in range(BUCKETS)]
    units = sorted((-scorer.best(bucket, inside or not apart), bucket, not inside) for inside, bucket in every)
    found: dict[int, Hit] = {}
    for negative, bucket, beneath in units:
        if len(found) >= limit:
            last = heapq.nsmallest(limit, found.values())[-1]
            if last[:2] < (negative, bucket):
                break
        span = bucket << BUCKET_BITS, (bucket + 1) << BUCKET_BITS
        # Only where a row can have the best score is it worth while to look for such rows.
        if apart and (not beneath or len(scorer.words) == 1):
            first = hits.first_of(not beneath, *span, limit, scorer.scores(negative))
            if first is not None:
                found |= {row[0]: scorer.hit(row) for row in first}
                break
        found |= {row[0]: scorer.hit(row) for row in hits.fetch(not beneath, *span) if row[0] not in found}
    return _in_order(db, found.values(), limit)


class _All(Sequence[tuple[float, int]]):
    """All hits in their order; of each twenty bytes are held."""

    def __init__(self, db: Database, found: Iterable[Hit]) -> None:
        import numpy as np

        sql = "SELECT plan_id FROM plans ORDER BY coalesce(year, 0) DESC, plan_id"
        ranks = {plan: n for n, (plan,) in enumerate(db.execute(sql))}
        scores, plans, numbers = array("d"), array("i"), array("q")
        for negative, _, plan, number in found:
            scores.append(negative)
            plans.append(ranks.get(plan, len(ranks)))
            numbers.append(number)
        self._scores, self._numbers = scores, numbers
        rows = np.array(numbers, np.int64)
        self._order = np.lexsort((rows, np.array(plans), rows >> BUCKET_BITS, np.array(scores)))

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> tuple[float, int]: ...

    @overload
    def __getitem__(self, at: slice) -> list[tuple[float, int]]: ...

    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return [(-self._scores[n], self._numbers[n]) for n in self._order[at].tolist()]
        return -self._scores[self._order[at]], self._numbers[self._order[at]]


def _in_order(db: Database, found: Iterable[Hit], limit: int | None) -> list[tuple[float, int]]:
    """The first ``limit`` hits, with the newer plans first among equals."""
    kept = list(found)
    if limit is not None and len(kept) > limit:
        last = heapq.nsmallest(limit, kept)[-1][:2]
        kept = [hit for hit in kept if hit[:2] <= last]
    years = _read_years(db, {hit[2] for hit in kept})

    def place(hit: Hit) -> tuple[Any, ...]:
        return hit[:2], -years.get(hit[2], 0), hit[2:]

    kept.sort(key=place)
    return [(-hit[0], hit[-1]) for hit in kept[:limit]]


def _read_years(db: Database, plans: set[str]) -> dict[str, int]:
    years: dict[str, int] = {}
    names = sorted(plans)
    for n in range(0, len(names), 500):
        some = names[n : n + 500]
        sql = f"SELECT plan_id, coalesce(year, 0) FROM plans WHERE plan_id IN ({marks_of(some)})"
        years |= dict(db.execute(sql, some).fetchall())
    return years
