"""The stated order of search results, and the true first of it without looking at every hit.

    score = STEP ** bucket · Σ weight(word) · (HEADING · [in the headings above] + saturated(count)) + NEAR · closeness

Buckets (``kb.product.rank_bucket``) say how much a provision tells for its length, saturated(count) is the
term of bm25, weight(word) its idf, shared out to 1 among the words, and closeness how near the words stand.
Equal scores go by where the first word stands, then by length, then by identity. Provisions are scored with
all words in the headings first, then bucket by bucket. Nothing beyond a bucket's best possible score can
beat what is already found, so the search stops there: the result is that of scoring every hit. Of words so
frequent that more than ``CANDIDATES`` provisions hold them, that many are scored, the best buckets first and
in the order of storage; the others follow unscored.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kb.database import Database, Hits
from kb.grams import fold
from kb.product import BUCKET_BITS, BUCKETS
from kb.questions.query import Node, Query, Word

STEP, HEADING, NEAR, K1 = 0.85, 2.0, 0.5, 0.6
CANDIDATES = 1000
_MOST_COUNTED = 4  # more repetitions say no more
_TOP = _MOST_COUNTED * (K1 + 1) / (_MOST_COUNTED + K1)
_SATURATED = tuple(count * (K1 + 1) / (count + K1) for count in range(_MOST_COUNTED + 1))

Key = tuple[float, int, int, int, str, int]  # -score, bucket, first, length, provision_id, number


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores one row; ``best(bucket, in_heading)`` is what none of that kind can exceed."""

    words: tuple[tuple[tuple[str, ...], float], ...]  # forms, weight
    plain: bool = False  # the words are of characters that stand only for themselves

    def key(self, number: int, provision_id: str, text: str, heading: str) -> Key:
        """The sort key of a row."""
        folded, above = (text, heading) if self.plain else (fold(text), fold(heading))
        bucket = number >> BUCKET_BITS
        total, first = 0.0, len(text)
        spots: list[tuple[int, int]] = []
        for forms, weight in self.words:
            count, at = 0, len(text)
            for form in forms:
                found = folded.find(form)
                if found >= 0:
                    count += folded.count(form)
                    at = min(at, found)
            total += weight * (HEADING * any(form in above for form in forms) + _SATURATED[min(count, _MOST_COUNTED)])
            first = min(first, at)
            spots.append((at, len(forms[0])))
        score = total * STEP**bucket
        if len(spots) > 1:
            window = max(at + length for at, length in spots) - min(at for at, _ in spots)
            score += NEAR * min(1.0, sum(length for _, length in spots) / max(window, 1))
        return -round(score, 9), bucket, first, len(text), provision_id, number

    def best(self, bucket: int, in_heading: bool) -> float:
        """The highest score that a row of this bucket can have; ``in_heading``: all words stand above it."""
        heading = 1.0 if in_heading else 1.0 - min((weight for _, weight in self.words), default=0.0)
        return (HEADING * heading + _TOP) * STEP**bucket + (NEAR if len(self.words) > 1 else 0.0)


def weigh_words(db: Database, query: Query, hits: Hits) -> Scorer:
    """The scorer of a query: rare words weigh more, all weights together 1."""
    if len(query.words) <= 1:
        return Scorer(tuple((word.forms, 1.0) for word in query.words), is_plain(query))
    total = db.execute("SELECT count(*) FROM provisions").fetchone()[0]
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
    scorer: Scorer, apart: bool, limit: int | None, fetch: Callable[[bool, int, int], Iterable[Any]]
) -> list[Key]:
    """The first ``limit`` keys of all rows that ``fetch(inside, low, high)`` gives, in order.

    ``inside`` asks for those only that have all words in the headings above them, which is done first
    where ``apart``; without it for all.
    """
    every = [(inside, bucket) for inside in ((True, False) if apart else (False,)) for bucket in range(BUCKETS)]
    units = [(scorer.best(bucket, inside or not apart), inside, bucket) for inside, bucket in every]
    units.sort(key=lambda unit: (-unit[0], unit[2], not unit[1]))
    scored: list[Key] = []
    rest: list[Key] = []
    seen: set[int] = set()
    for best, inside, bucket in units:
        if limit is not None and len(scored) + len(rest) >= limit:
            if len(scored) >= CANDIDATES:
                break
            if -heapq.nsmallest(limit, scored)[-1][0] > best:
                break
        for row in fetch(inside, bucket << BUCKET_BITS, (bucket + 1) << BUCKET_BITS):
            if row[0] in seen:
                continue
            seen.add(row[0])
            if len(scored) < CANDIDATES:
                scored.append(scorer.key(*row))
            elif limit is None or len(scored) + len(rest) < limit:
                rest.append(scorer.key(*row))
            else:
                break
    return (sorted(scored) + rest)[:limit]
