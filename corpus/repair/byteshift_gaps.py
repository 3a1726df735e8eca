"""A run on a page that dropped private-use characters, read again with an eye on what fell out.

Of such a run some pairs are missing without a trace: 规模化、品牌化 reads 规模虎品牌化. Whether 虎 stands there or
化、 of which the middle is gone is for words and phrases to say, not for pairs of characters alone; so the
likeliest few readings are followed from one end of the run to the other, each as far as it goes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.repair.byteshift_choice import Page
from corpus.repair.byteshift_search import Choice, Run
from corpus.repair.byteshift_steps import NEVER, ODD, POOR, SHOWN_AS_MARK, Steps
from corpus.repair.language import Floats, Ids
from corpus.repair.vocabulary import LONGEST, spell_plainly

WIDTH = 8  # readings that are followed at once
STARTS, FILLS, ENDS = 8, 10, 6  # likeliest first characters, fillings of a gap, last characters
PHRASES, WORDS = 0.75, 0.45
FALLEN_OUT = 3.0  # log-odds for a gap: a shorter text is always a little likelier by itself
FIRSTS, MIDDLES = 8, 24  # of three characters of which two pairs are gone
DOUBTS = 12  # places of one run where something may be missing: with more, fewer readings are followed
NO_DOUBT = -5.0  # characters that follow each other as well as this need no other explanation


class _Trail(NamedTuple):
    """What was read, the last first."""

    before: _Trail | None
    codes: tuple[int, ...]
    choices: tuple[Choice | None, ...]  # what else each may be


@dataclass(frozen=True)
class _Beam:
    """Readings of equal reach, one a row."""

    phrases: Floats
    ids: Ids  # of the last three characters
    chars: NDArray[np.uint64]  # their code points, spelt plainly
    words: Floats  # log-probability of the words up to the last four places
    extra: Floats  # what the missing bytes cost
    trails: list[_Trail | None]
    length: Ids  # characters of the run
    margin: Floats  # by how much the reading beat the best one of another length that it met

    @property
    def total(self) -> Floats:
        return PHRASES * self.phrases + WORDS * self.words[:, -1] + self.extra

    def pick(self, rows: Ids) -> _Beam:
        """These readings alone, in this order."""
        trails = [self.trails[i] for i in rows.tolist()]
        return _Beam(
            self.phrases[rows],
            self.ids[rows],
            self.chars[rows],
            self.words[rows],
            self.extra[rows],
            trails,
            self.length[rows],
            self.margin[rows],
        )


class Gaps:
    """Reads the runs of one stretch again."""

    def __init__(self, ways: Steps, page: Page) -> None:
        self.ways, self.page, self.pairs = ways, page, ways.pairs
        self.bonus = ways.gaps + FALLEN_OUT
        self.width, self.three = WIDTH, ODD

    def read_again(self, run: Run) -> Run:
        """The run with what words and phrases say about its gaps; as it is if it has none."""
        choice = run.choices[0]
        doubts = sum(self._may_lack(j) for j in range(run.at, run.last - 1))
        if choice is None or not doubts:
            return run
        self.width, self.three = (WIDTH, ODD) if doubts <= DOUBTS else (WIDTH // 2, POOR)
        beams: dict[int, list[_Beam]] = {run.at: [self._begin(run, choice)]}
        ended: list[_Beam] = []
        for j in range(run.at, run.last):
            if j in beams:
                beam = _prune(beams.pop(j), self.width)
                for to, following in self._expand(beam, j, run.last):
                    (ended if to < 0 else beams.setdefault(to, [])).append(following)
        if not ended:
            return run
        beam = _prune([self._go_to_right(beam, run.last) for beam in ended], self.width)
        codes: list[int] = []
        choices: list[Choice | None] = []
        trail = beam.trails[0]
        while trail:
            codes[:0] = trail.codes
            choices[:0] = trail.choices
            trail = trail.before
        sure = 1.0 / (1.0 + np.exp(-np.minimum(beam.margin[0], 50.0)))
        return replace(run, codes=codes, choices=choices, sure=float(sure))

    def _may_lack(self, j: int) -> bool:
        """Whether a pair may have stood between token j and the next."""
        ways = self.ways
        if not 0x81 <= ways.trail[j] <= 0xFE or j + 1 >= ways.size:
            return False
        if not ways.middle[j + 1]:
            return bool(ways.closing[j + 1])
        return self._fit(j) < NO_DOUBT

    def _fit(self, j: int) -> float:
        """How well the character between token j and the next goes with its neighbours, the worse side."""
        ways = self.ways
        after = [ways.middle_follow[j + 2]] if j + 2 < ways.size and ways.middle[j + 2] else []
        return float(min([ways.middle_follow[j + 1], *after]))

    def _begin(self, run: Run, choice: Choice) -> _Beam:
        left = self.ways.stretch.write(max(0, run.first - LONGEST), run.first)[-LONGEST:].rjust(LONGEST, "\n")
        none = np.zeros((1, LONGEST - 1), dtype=np.int64)
        words = np.full((1, LONGEST), -1e9)
        words[0, -1] = 0.0
        beam = _Beam(
            np.zeros(1),
            none,
            none.astype(np.uint64),
            words,
            np.zeros(1),
            [None],
            np.zeros(1, dtype=np.int64),
            np.full(1, np.inf),
        )
        plain = np.frombuffer(spell_plainly(left).encode("utf-32-le"), dtype="<u4").astype(np.uint64)
        for number, char in zip(self.ways.model.ids(left).tolist(), plain, strict=True):
            beam = self._advance(beam, np.array([number]), np.array([char]), np.zeros(1), [None])
        fit = self.ways.model.follow(run.left, self.pairs.ids[choice.codes]) + choice.prior
        tops = np.argsort(fit)[::-1][:STARTS]
        return self._read(
            beam.pick(np.zeros(len(tops), dtype=np.int64)), [choice.codes[tops]], choice.prior[tops], (choice,)
        )

    def _expand(self, beam: _Beam, j: int, last: int) -> list[tuple[int, _Beam]]:
        """What may follow: (the token that comes next, or -1 where the run ends, the readings)."""
        ways, size = self.ways, len(beam.trails)
        found: list[tuple[int, _Beam]] = []
        if j + 1 < last and ways.middle[j + 1]:
            found.append((j + 1, self._read(beam, [np.full(size, ways.middle[j + 1])], np.zeros(size), (None,))))
        if j + 2 == last and ways.closing[j + 1]:
            found.append((-1, self._read(beam, [np.full(size, ways.closing[j + 1])], np.zeros(size), (None,))))
        if j + 1 < last and self._may_lack(j):
            found += self._fill(beam, j, j + 1, last)
            if self._fit(j) < self.three:
                found += self._fill_two(beam, j, last)
        if j + 2 < last and ways.stretch.tokens[j + 1].single == 0x3F:
            found += self._fill(beam, j, j + 2, last)
        for step in ways.special_steps(j):
            if step.follower is None and step.until == last:
                tops = np.argsort(step.gain)[::-1][:ENDS]
                prior = np.zeros(len(tops)) if step.prior is None else step.prior[tops]
                rows, k = (grid.ravel() for grid in np.meshgrid(np.arange(size), np.arange(len(tops)), indexing="ij"))
                choice = Choice(step.codes, step.prior) if step.prior is not None else None
                found.append((-1, self._read(beam.pick(rows), [step.codes[tops][k]], prior[k], (choice,))))
        return found

    def _fill(self, beam: _Beam, j: int, after: int, last: int) -> list[tuple[int, _Beam]]:
        """Two characters whose middle is gone, before token ``after``."""
        ways, token = self.ways, self.ways.stretch.tokens[after]
        ends = bool(ways.single[after]) or not token.lead
        second = token.single if ends else token.lead
        if not second or ends != (after + 1 == last):
            return []
        firsts, seconds = self.pairs.read_around(int(ways.trail[j]), second, beyond=after > j + 1)
        if not len(firsts):
            return []
        prior = self.pairs.prior(firsts, ways.traditional) + self.pairs.prior(seconds, ways.traditional)
        fit = ways.model.follow(self.pairs.ids[firsts], self.pairs.ids[seconds]) + prior
        if not ends:
            fit = fit + self._look_ahead(seconds, after + 1)
        heads, place = np.unique(firsts, return_inverse=True)
        worth = fit + ways.model.follow(beam.ids[:, -1:], self.pairs.ids[heads][None, :])[:, place]
        size = min(FILLS, len(firsts))
        chosen = np.argpartition(-worth, size - 1, axis=1)[:, :size].ravel()
        cost = np.full(len(chosen), SHOWN_AS_MARK if after > j + 1 else self.bonus) + prior[chosen]
        choice = Choice(firsts, prior, seconds)
        rows = np.repeat(np.arange(len(beam.trails)), size)
        read = self._read(beam.pick(rows), [firsts[chosen], seconds[chosen]], cost, (choice, None))
        return [(-1 if ends else after, read)]

    def _fill_two(self, beam: _Beam, j: int, last: int) -> list[tuple[int, _Beam]]:
        """Three characters of which two pairs are gone: of the first and the last one byte each is left."""
        ways, token = self.ways, self.ways.stretch.tokens[j + 1]
        if not token.lead or ways.single[j + 1] or j + 2 >= last:
            return []
        model, ids = ways.model, self.pairs.ids
        firsts, betweens, joined = self.pairs.read_in_gap(int(ways.trail[j]))
        if not len(firsts):
            return []
        start = model.follow(int(beam.ids[0, -1]), ids[firsts]) + self.pairs.prior(firsts, ways.traditional)
        tops = np.argsort(-start)[:FIRSTS]
        worth = start[tops, None] + model.follow(ids[firsts[tops]][:, None], ids[betweens][None, :])
        worth = np.where(joined[tops], worth + self.pairs.prior(betweens, ways.traditional), NEVER)
        best = np.argpartition(-worth.ravel(), MIDDLES)[:MIDDLES]
        one, two = firsts[tops[best // len(betweens)]], betweens[best % len(betweens)]
        ends = [self.pairs.end_after(int(code) & 0xFF, token.lead) for code in two]
        rows = np.repeat(np.arange(len(two)), [len(codes) for codes in ends])
        three = np.concatenate(ends)
        if not len(three):
            return []
        fit = worth.ravel()[best][rows] + model.follow(ids[two[rows]], ids[three])
        fit = fit + self.pairs.prior(three, ways.traditional) + self._look_ahead(three, j + 2)
        tops = np.argsort(-fit)[:FILLS]
        one, two, three = one[rows[tops]], two[rows[tops]], three[tops]
        prior = [self.pairs.prior(codes, ways.traditional) for codes in (one, two, three)]
        cost = np.sum(prior, axis=0) + 2 * self.bonus
        choices = tuple(
            Choice(codes, self.pairs.prior(codes, ways.traditional))
            for codes in (firsts, betweens, np.unique(np.concatenate(ends)))
        )
        read = self._read(beam.pick(np.zeros(len(tops), dtype=np.int64)), [one, two, three], cost, choices)
        return [(j + 1, read)]

    def _look_ahead(self, codes: Ids, after: int) -> Floats:
        """How well these are followed by what comes next, if the reading goes on out of step."""
        ways = self.ways
        unknown = len(ways.model.count) - 1
        if after >= ways.size:
            return np.zeros(len(codes))
        follows = [row[after] for row in (ways.middle_ids, ways.closing_ids) if row[after] < unknown]
        ids = self.pairs.ids[codes]
        chances = [ways.model.follow(ids, np.full(len(ids), number)) for number in follows]
        return np.max(chances, axis=0) if chances else np.zeros(len(codes))

    def _read(self, beam: _Beam, codes: list[Ids], cost: Floats, choices: tuple[Choice | None, ...]) -> _Beam:
        """Every reading with its own next characters."""
        rows = zip(*(column.tolist() for column in codes), strict=True)
        trails = [_Trail(before, row, choices) for before, row in zip(beam.trails, rows, strict=True)]
        for column in codes:
            beam = self._advance(beam, self.pairs.ids[column], self.pairs.plain[column], cost, list(trails))
            cost = np.zeros(len(trails))
        return beam

    def _advance(
        self, beam: _Beam, ids: Ids, chars: NDArray[np.uint64], cost: Floats, trails: list[_Trail | None]
    ) -> _Beam:
        rows = np.concatenate((beam.ids, ids[:, None]), axis=1)
        plain = np.concatenate((beam.chars, chars[:, None]), axis=1)
        phrases = beam.phrases + self.page.phrases.follow(self.ways.model, rows)[:, 0]
        words = self.page.words.go_on(plain, beam.words)
        words = np.concatenate((beam.words[:, 1:], words[:, None]), axis=1)
        return _Beam(phrases, rows[:, 1:], plain[:, 1:], words, beam.extra + cost, trails, beam.length + 1, beam.margin)

    def _go_to_right(self, beam: _Beam, last: int) -> _Beam:
        """The readings judged by what stands after the run, too."""
        right = spell_plainly(self.ways.stretch.write(last, last + LONGEST) or "\n")
        size = len(beam.trails)
        for number, char in zip(self.ways.model.ids(right).tolist(), right, strict=True):
            chars = np.full(size, min(ord(char), 0xFFFF), dtype=np.uint64)
            beam = self._advance(beam, np.full(size, number), chars, np.zeros(size), beam.trails)
        return beam


def _prune(beams: list[_Beam], width: int) -> _Beam:
    """The likeliest readings of all; of those that end alike only the best."""
    beam = _Beam(
        np.concatenate([b.phrases for b in beams]),
        np.concatenate([b.ids for b in beams]),
        np.concatenate([b.chars for b in beams]),
        np.concatenate([b.words for b in beams]),
        np.concatenate([b.extra for b in beams]),
        [trail for b in beams for trail in b.trails],
        np.concatenate([b.length for b in beams]),
        np.concatenate([b.margin for b in beams]),
    )
    total = beam.total
    kept: list[int] = []
    ends: dict[tuple[int, ...], int] = {}
    for row in np.argsort(-total).tolist():
        winner = ends.setdefault(tuple(beam.chars[row].tolist()), row)
        if winner == row:
            kept.append(row)
            if len(kept) == width:
                break
        elif beam.length[winner] != beam.length[row]:
            beam.margin[winner] = min(beam.margin[winner], total[winner] - total[row])
    return beam.pick(np.array(kept))
