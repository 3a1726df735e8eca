"""How well learned groups of indicator names agree with the synonyms of the vocabulary.

Pairs of names that one group holds, against pairs that one indicator holds. The threshold is chosen on every
second indicator and measured on the others; character n-grams cannot know that GDP is 生产总值, so recall is bounded.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from extract.grouping import _MARKS, THRESHOLD, learn_groups
from extract.indicators import indicators


def named(half: int) -> dict[str, str]:
    """Name → indicator, of every second indicator."""
    chosen = sorted(item.id for item in indicators().values() if item.synonyms)[half::2]
    return {name: key for key in chosen for name in (key, *indicators()[key].synonyms)}


def measure(truth: dict[str, str], threshold: float, marks: bool) -> tuple[float, float, float]:
    blocks: dict[frozenset[str], list[str]] = defaultdict(list)
    for name in sorted(truth):
        blocks[frozenset(_MARKS.findall(name)) if marks else frozenset()].append(name)
    groups = [group for block in blocks.values() for group in learn_groups(block, threshold=threshold)]
    guessed = {pair for group in groups for pair in combinations(sorted(group), 2)}
    real = {(a, b) for a, b in combinations(sorted(truth), 2) if truth[a] == truth[b]}
    hits = len(guessed & real)
    precision, recall = hits / (len(guessed) or 1), hits / len(real)
    # a wrong merge joins two indicators in a table, a missed one only leaves a row apart: precision counts double
    score = 1.25 * precision * recall / (0.25 * precision + recall) if hits else 0.0
    return precision, recall, score


if __name__ == "__main__":
    for marks in (False, True):
        print("with marks that keep apart" if marks else "characters alone")
        for step in range(3, 9):
            threshold = step / 10
            p, r, f = measure(named(0), threshold, marks)
            q, s, g = measure(named(1), threshold, marks)
            chosen = "  <- chosen" if marks and threshold == THRESHOLD else ""
            print(f"  threshold {threshold:.1f}  chosen on P {p:.3f} R {r:.3f} F0.5 {f:.3f}", end="   ")
            print(f"held out P {q:.3f} R {s:.3f} F0.5 {g:.3f}{chosen}")
