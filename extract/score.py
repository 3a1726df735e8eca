"""Precision, recall and F1 of extracted facts against annotated ones.

Facts are rows of the public format. Within one source they are paired by the overlap of their spans in
the original text (intersection over union at least one half), one to one, best overlap first. Three levels
for each kind: *found* (a fact of that kind stands there), *exact* (its core fields agree), *full* (the rest too).
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
KINDS = ("measure", "date", "role")
LEVELS = ("found", "exact", "full")
CORE = {
    "measure": ("value", "value_max", "unit", "comparator"),
    "date": ("type", "edtf", "every", "length"),
    "role": ("role",),
}
REST = {"measure": ("status", "change"), "date": ("working_days",), "role": ("post",)}


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and their harmonic mean, rounded to four digits."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, hits: int, predicted: int, gold: int) -> Rates:
        """Rates from counts; 0 where there is nothing to divide by.

        >>> Rates.of(3, 4, 6)
        Rates(precision=0.75, recall=0.5, f1=0.6)
        """
        precision = hits / predicted if predicted else 0.0
        recall = hits / gold if gold else 0.0
        both = precision + recall
        return cls(round(precision, 4), round(recall, 4), round(2 * precision * recall / both, 4) if both else 0.0)


@dataclass(frozen=True, slots=True)
class KindScore:
    """The score of one kind of fact."""

    kind: str
    gold: int
    predicted: int
    found: Rates
    exact: Rates
    full: Rates


@dataclass(frozen=True, slots=True)
class Mistake:
    """A fact that was missed, made up (extra), or found with other core fields (wrong)."""

    kind: str
    what: str  # wrong, missed, extra
    source: str
    gold: Row | None
    predicted: Row | None


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of all kinds, with every mistake."""

    kinds: tuple[KindScore, ...]
    mistakes: tuple[Mistake, ...]

    def of(self, kind: str) -> KindScore:
        """The score of one kind."""
        return next(score for score in self.kinds if score.kind == kind)


def score_facts(gold: Iterable[Row], predicted: Iterable[Row], *, ranges: Iterable[Row] | None = None) -> Scores:
    """Compare facts with annotated facts; with ranges, only predictions that begin inside one of them count.

    Predictions in sources without any annotation are not counted. A gold fact with ``optional`` may be missed.
    """
    gold_by, predicted_by = _by_source(gold), _by_source(predicted)
    sources = sorted(gold_by)
    if ranges is not None:
        spans = _by_source(ranges)
        predicted_by = {
            source: [row for row in rows if any(r["start"] <= row["start"] < r["end"] for r in spans.get(source, ()))]
            for source, rows in predicted_by.items()
        }
    kinds, mistakes = [], []
    for kind in KINDS:
        counts: Counter[str] = Counter()
        for source in sources:
            golds = [row for row in gold_by[source] if row["kind"] == kind]
            guesses = [row for row in predicted_by.get(source, ()) if row["kind"] == kind]
            mistakes += _compare(kind, source, golds, guesses, counts)
        levels = (Rates.of(counts[level], counts["predicted"], counts["gold"]) for level in LEVELS)
        kinds.append(KindScore(kind, counts["gold"], counts["predicted"], *levels))
    return Scores(tuple(kinds), tuple(mistakes))


def _compare(
    kind: str, source: str, golds: Sequence[Row], guesses: Sequence[Row], counts: Counter[str]
) -> list[Mistake]:
    """Add one source's counts, and say what went wrong in it."""
    pairs = pair_facts(golds, guesses, kind)
    paired_gold, paired_guess = {i for i, _ in pairs}, {j for _, j in pairs}
    counts["gold"] += sum(i in paired_gold or not row.get("optional") for i, row in enumerate(golds))
    counts["predicted"] += len(guesses)
    mistakes = []
    for i, j in pairs:
        exact = _agree(golds[i], guesses[j], CORE[kind])
        counts["found"] += 1
        counts["exact"] += exact
        rest = exact and _agree(golds[i], guesses[j], REST[kind])
        counts["full"] += rest and (kind != "measure" or _share_indicator(golds[i], guesses[j]))
        if not exact:
            mistakes.append(Mistake(kind, "wrong", source, golds[i], guesses[j]))
    mistakes += [
        Mistake(kind, "missed", source, row, None)
        for i, row in enumerate(golds)
        if i not in paired_gold and not row.get("optional")
    ]
    mistakes += [Mistake(kind, "extra", source, None, row) for j, row in enumerate(guesses) if j not in paired_guess]
    return mistakes


def pair_facts(golds: Sequence[Row], guesses: Sequence[Row], kind: str) -> list[tuple[int, int]]:
    """Indices of paired facts: best overlap first; where overlaps tie, agreeing core fields, then nearness in order."""
    ranked = []
    for i, gold in enumerate(golds):
        for j, guess in enumerate(guesses):
            overlap = _overlap(gold, guess)
            if overlap >= 0.5:
                ranked.append((overlap, _agree(gold, guess, CORE[kind]), -abs(i - j), i, j))
    ranked.sort(reverse=True)
    free_gold, free_guess, pairs = set(range(len(golds))), set(range(len(guesses))), []
    for *_, i, j in ranked:
        if i in free_gold and j in free_guess:
            free_gold.remove(i)
            free_guess.remove(j)
            pairs.append((i, j))
    return pairs


def format_scores(scores: Scores, *, kind: str | None = None, errors: int = 0) -> str:
    """The scores as lines of text, one a kind, then the first mistakes."""
    lines = []
    for score in scores.kinds:
        if kind in (None, score.kind):
            levels = "  ".join(
                f"{level} P {rates.precision:.3f} R {rates.recall:.3f} F1 {rates.f1:.3f}"
                for level, rates in zip(LEVELS, (score.found, score.exact, score.full), strict=True)
            )
            lines.append(f"{score.kind:8} gold {score.gold:4} predicted {score.predicted:4}  {levels}")
    for mistake in [m for m in scores.mistakes if kind in (None, m.kind)][:errors]:
        gold, guess = _describe(mistake.gold, mistake.kind), _describe(mistake.predicted, mistake.kind)
        lines.append(f"  {mistake.what:6} {mistake.kind} {mistake.source}: gold {gold} | predicted {guess}")
    return "\n".join(lines)


def _describe(row: Row | None, kind: str) -> str:
    if row is None:
        return "-"
    names = (*CORE[kind], *REST[kind], "indicator")
    values = ", ".join(f"{name}={row[name]}" for name in names if row.get(name) is not None)
    return f"[{row['start']}:{row['end']}] {row.get('text', '')} ({values})"


def _by_source(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by the file name of their source, folders left out."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[str(row["source"]).rpartition("/")[2]].append(row)
    return grouped


def _overlap(a: Row, b: Row) -> float:
    shared = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return shared / (max(a["end"], b["end"]) - min(a["start"], b["start"])) if shared > 0 else 0.0


def _agree(gold: Row, guess: Row, names: Sequence[str]) -> bool:
    return all(_fold(gold.get(name)) == _fold(guess.get(name)) for name in names)


def _fold(value: Any) -> Any:
    """One form for what may be written in several ways: full-width, spaces, 5 and 5.0; nothing at all is None."""
    if value is None or value is False or value == "":
        return None
    if value is True:
        return True
    if isinstance(value, int | float):
        return round(float(value), 6)
    return "".join(unicodedata.normalize("NFKC", str(value)).split())


def _share_indicator(gold: Row, guess: Row) -> bool:
    """Whether the two indicators have half of the characters of the longer one in common."""
    bags = [Counter(str(_fold(row.get("indicator")) or "")) for row in (gold, guess)]
    longer = max(bag.total() for bag in bags)
    return longer == 0 or (bags[0] & bags[1]).total() * 2 >= longer
