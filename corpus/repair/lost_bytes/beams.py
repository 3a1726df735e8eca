"""The likeliest few readings of a run, followed from its one end to the other: rows of one table.

What may come next is planned for every run by itself (``gaps``) and read for all runs of a page at once:
asking for ten thousand characters takes hardly longer than asking for ten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.repair.language import Floats, Ids, Language
from corpus.repair.lost_bytes.choice import Page
from corpus.repair.lost_bytes.fillings import Choice
from corpus.repair.lost_bytes.pairs import Pairs
from corpus.repair.vocabulary import LONGEST, spell_briefly, spell_plainly

PHRASES, WORDS = 0.75, 0.45


class Trail(NamedTuple):
    """What was read, the last first."""

    before: Trail | None
    codes: tuple[int, ...]
    choices: tuple[Choice | None, ...]  # what else each may be


@dataclass(frozen=True)
class Beam:
    """Readings of equal reach, one a row."""

    trails: list[Trail | None]
    phrases: Floats
    ids: Ids  # of the last three characters
    chars: NDArray[np.uint64]  # their code points, spelt plainly
    words: Floats  # log-probability of the words up to the last four places
    extra: Floats  # what the missing bytes cost
    length: Ids  # characters of the run
    margin: Floats  # by how much the reading beat the best one of another length that it met

    @property
    def total(self) -> Floats:
        """How likely each reading is, all told."""
        result: Floats = PHRASES * self.phrases + WORDS * self.words[:, -1] + self.extra
        return result

    def pick(self, rows: Ids) -> Beam:
        """These readings alone, in this order."""
        trails = [self.trails[i] for i in rows.tolist()]
        return Beam(trails, *[column[rows] for column in self._columns()])

    def cut(self, start: int, end: int) -> Beam:
        """The readings from one row to another."""
        return Beam(self.trails[start:end], *[column[start:end] for column in self._columns()])

    def _columns(self) -> tuple[Any, ...]:
        return (self.phrases, self.ids, self.chars, self.words, self.extra, self.length, self.margin)

    @classmethod
    def join(cls, beams: list[Beam]) -> Beam:
        """All readings of these, one after another."""
        if len(beams) == 1:
            return beams[0]
        columns: list[Any] = [np.concatenate(parts) for parts in zip(*[beam._columns() for beam in beams], strict=True)]
        return cls([trail for beam in beams for trail in beam.trails], *columns)


class Plan(NamedTuple):
    """One, two or three characters that may come next after some readings."""

    to: int  # the token that comes next, or -1 where the run ends
    rows: Ids  # the readings, by their rows
    codes: tuple[Ids, ...]  # first characters, second ones …
    cost: Floats  # log-chance of what is missing
    choices: tuple[Choice | None, ...]


class Reader:
    """Reads on, with words and phrases of the page."""

    def __init__(self, pairs: Pairs, model: Language, page: Page) -> None:
        self.pairs, self.model, self.page = pairs, model, page
        # Full-width figures and letters, which the tables take for common ones, are as rare as the page has them.
        self.wide = np.where(pairs.wide, page.wide, 0.0)

    def start(self, left: str) -> Beam:
        """One reading that has got as far as this text before the run."""
        none = np.zeros((1, LONGEST - 1), dtype=np.int64)
        words = np.full((1, LONGEST), -1e9)
        words[0, -1] = 0.0
        zero, far = np.zeros(1), np.full(1, np.inf)
        beam = Beam([None], zero, none, none.astype(np.uint64), words, zero, np.zeros(1, dtype=np.int64), far)
        return self.go_to(beam, spell_briefly(left)[-LONGEST:].rjust(LONGEST, "\n"))

    def go_to(self, beam: Beam, text: str) -> Beam:
        """Every reading with these characters after it."""
        plain = np.frombuffer(spell_plainly(text).encode("utf-32-le"), dtype="<u4")
        plain = np.minimum(plain, 0xFFFF).astype(np.uint64)
        size = len(beam.trails)
        for number, char in zip(self.model.ids(text).tolist(), plain, strict=True):
            beam = self._advance(beam, np.full(size, number), np.full(size, char))
        return beam

    def read(self, batch: list[tuple[Beam, list[Plan]]]) -> list[list[tuple[int, Beam]]]:
        """What each plan leads to, (token, readings), beam by beam."""
        plans = [(n, plan) for n, (_, planned) in enumerate(batch) for plan in planned]
        if not plans:
            return [[] for _ in batch]
        shifts = np.cumsum([0, *(len(beam.trails) for beam, _ in batch)])
        rows = np.concatenate([plan.rows + shifts[n] for n, plan in plans])
        sizes = [len(plan.rows) for _, plan in plans]
        ends = np.cumsum(sizes).tolist()
        beam = Beam.join([beam for beam, _ in batch]).pick(rows)
        beam.extra[:] += np.concatenate([plan.cost for _, plan in plans])
        trails: list[Trail | None] = []
        at = 0
        for _, plan in plans:
            before = beam.trails[at : at + len(plan.rows)]
            at += len(plan.rows)
            found = zip(*(column.tolist() for column in plan.codes), strict=True)
            trails += [Trail(one, codes, plan.choices) for one, codes in zip(before, found, strict=True)]
        beam = Beam(trails, *beam._columns())
        for k in range(max(len(plan.codes) for _, plan in plans)):
            beam = self._read_column(beam, [plan for _, plan in plans], k)
        results: list[list[tuple[int, Beam]]] = [[] for _ in batch]
        for (n, plan), size, end in zip(plans, sizes, ends, strict=True):
            results[n].append((plan.to, beam.cut(end - size, end)))
        return results

    def _read_column(self, beam: Beam, plans: list[Plan], k: int) -> Beam:
        """The next character of every plan that has so many."""
        longer = [len(plan.codes) > k for plan in plans]
        codes = np.concatenate([plan.codes[k] for plan, has in zip(plans, longer, strict=True) if has])
        ids, chars, wide = self.pairs.ids[codes], self.pairs.plain[codes], self.wide[codes]
        if all(longer):
            beam.extra[:] += wide
            return self._advance(beam, ids, chars)
        sizes = [len(plan.rows) for plan in plans]
        rows = np.flatnonzero(np.repeat(longer, sizes))
        part = Beam([], *[column[rows] for column in beam._columns()])
        part.extra[:] += wide
        part = self._advance(part, ids, chars)
        for column, new in zip(beam._columns(), part._columns(), strict=True):
            column[rows] = new
        return beam

    def _advance(self, beam: Beam, ids: Ids, chars: NDArray[np.uint64]) -> Beam:
        rows = np.concatenate((beam.ids, ids[:, None]), axis=1)
        plain = np.concatenate((beam.chars, chars[:, None]), axis=1)
        phrases = beam.phrases + self.page.phrases.follow(self.model, rows)[:, 0]
        words = self.page.words.go_on(plain, beam.words)
        words = np.concatenate((beam.words[:, 1:], words[:, None]), axis=1)
        return Beam(beam.trails, phrases, rows[:, 1:], plain[:, 1:], words, beam.extra, beam.length + 1, beam.margin)


def prune(beams: list[Beam], width: int) -> Beam:
    """The likeliest readings of all; of those that end alike only the best."""
    beam = Beam.join(beams)
    total = beam.total
    kept: list[int] = []
    ends: dict[bytes, int] = {}
    chars = np.ascontiguousarray(beam.chars)
    margin = beam.margin.copy()
    for row in np.argsort(-total).tolist():
        winner = ends.setdefault(chars[row].tobytes(), row)
        if winner == row:
            kept.append(row)
            if len(kept) == width:
                break
        elif beam.length[winner] != beam.length[row]:
            margin[winner] = min(margin[winner], total[winner] - total[row])
    picked = beam.pick(np.array(kept))
    picked.margin[:] = margin[kept]
    return picked
