"""A run on a page that dropped private-use characters, read again with an eye on what fell out.

Of such a run some pairs are missing without a trace: 规模化、品牌化 reads 规模虎品牌化. Whether 虎 stands there or
化、 of which the middle is gone is for words and phrases to say, not for pairs of characters alone; so the
likeliest few readings are followed from one end of the run to the other, each as far as it goes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corpus.repair.language import Floats, Ids
from corpus.repair.lost_bytes.beams import PHRASES, Beam, Plan, Reader, prune
from corpus.repair.lost_bytes.choice import WIDE, Page
from corpus.repair.lost_bytes.fillings import Choice
from corpus.repair.lost_bytes.search import Run
from corpus.repair.lost_bytes.steps import NEVER, ODD, POOR, SHOWN_AS_MARK, Steps
from corpus.repair.vocabulary import LONGEST

WIDTH = 8  # readings that are followed at once
STARTS, FILLS, ENDS = 8, 10, 6  # likeliest first characters, fillings of a gap, last characters
FALLEN_OUT = 3.0  # log-odds for a gap: a shorter text is always a little likelier by itself
FIRSTS, MIDDLES = 4, 12  # of three characters of which two pairs are gone
MOST = 12  # fillings of one gap, after all readings
DOUBTS = 12  # places of one run where something may be missing: with more, fewer readings are followed
NO_DOUBT = -6.5  # characters that follow each other as well as this need no other explanation


def read_again(runs: list[tuple[Steps, Run]], page: Page) -> list[Run]:
    """The runs of a page with what words and phrases say about their gaps; as they are where they have none."""
    if not runs:
        return []
    ways = runs[0][0]
    reader = Reader(ways.pairs, ways.model, page)
    under_way = [Gaps(ways, reader, run) for ways, run in runs]
    for gaps in under_way:
        gaps.begin()
    for step in range(max(run.last - run.at for _, run in runs)):
        ready = [(gaps, gaps.run.at + step) for gaps in under_way if gaps.run.at + step in gaps.beams]
        batch = []
        for gaps, j in ready:
            beam = prune(gaps.beams.pop(j), gaps.width)
            batch.append((beam, gaps.plan(beam, j)))
        for (gaps, _), found in zip(ready, reader.read(batch), strict=True):
            for to, beam in found:
                (gaps.ended if to < 0 else gaps.beams.setdefault(to, [])).append(beam)
    return [gaps.finish() for gaps in under_way]


class Gaps:
    """Reads one run again."""

    def __init__(self, ways: Steps, reader: Reader, run: Run) -> None:
        self.ways, self.reader, self.run, self.pairs = ways, reader, run, ways.pairs
        self.bonus = ways.gaps + FALLEN_OUT
        doubts = sum(self._may_lack(j) for j in range(run.at, run.last - 1))
        self.width, self.three = (WIDTH, ODD) if doubts <= DOUBTS else (WIDTH // 2, POOR)
        self.doubts = doubts
        self.beams: dict[int, list[Beam]] = {}  # by the token whose second byte comes next
        self.ended: list[Beam] = []

    def begin(self) -> None:
        """The likeliest first characters, if there is anything to read again."""
        run, choice = self.run, self.run.choices[0]
        if choice is None or not self.doubts:
            return
        beam = self.reader.start(self.ways.stretch.write(max(0, run.first - WIDE), run.first))
        fit = self.ways.model.follow(run.left, self.pairs.ids[choice.codes]) + choice.prior
        tops = np.argsort(fit)[::-1][:STARTS]
        plan = Plan(run.at, np.zeros(len(tops), dtype=np.int64), (choice.codes[tops],), choice.prior[tops], (choice,))
        ((_, begun),) = self.reader.read([(beam, [plan])])[0]
        self.beams[run.at] = [begun]

    def finish(self) -> Run:
        """The run as it is read by now."""
        if not self.ended:
            return self.run
        right = self.ways.stretch.write(self.run.last, self.run.last + LONGEST) or "\n"
        beam = prune([self.reader.go_to(Beam.join(self.ended), right)], self.width)
        codes: list[int] = []
        choices: list[Choice | None] = []
        trail = beam.trails[0]
        while trail:
            codes[:0] = trail.codes
            choices[:0] = trail.choices
            trail = trail.before
        sure = 1.0 / (1.0 + np.exp(-np.minimum(beam.margin[0], 50.0)))
        return replace(self.run, codes=codes, choices=choices, sure=float(sure))

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

    def plan(self, beam: Beam, j: int) -> list[Plan]:
        """What may follow when the second byte of token j begins a character."""
        ways, size, last = self.ways, len(beam.trails), self.run.last
        found: list[Plan] = []
        all_, free = np.arange(size), np.zeros(size)
        if j + 1 < last and ways.middle[j + 1]:
            found.append(Plan(j + 1, all_, (np.full(size, ways.middle[j + 1]),), free, (None,)))
        if j + 2 == last and ways.closing[j + 1]:
            found.append(Plan(-1, all_, (np.full(size, ways.closing[j + 1]),), free, (None,)))
        if j + 1 < last and self._may_lack(j):
            found += self._fill(beam, j, j + 1)
            if (self._fit(j) if ways.middle[j + 1] else ways.closing_follow[j + 1]) < self.three:
                found += self._fill_two(beam, j) + self._fill_three(j)
        if j + 2 < last and ways.stretch.tokens[j + 1].single == 0x3F:
            found += self._fill(beam, j, j + 2)
        for step in ways.special_steps(j):
            if step.follower is None and step.until == last:
                tops = np.argsort(step.gain)[::-1][:ENDS]
                prior = np.zeros(len(tops)) if step.prior is None else step.prior[tops]
                rows, k = np.repeat(all_, len(tops)), np.tile(np.arange(len(tops)), size)
                choice = Choice(step.codes, step.prior) if step.prior is not None else None
                found.append(Plan(-1, rows, (step.codes[tops][k],), prior[k], (choice,)))
        return found

    def _fill(self, beam: Beam, j: int, after: int) -> list[Plan]:
        """Two characters whose middle is gone, before token ``after``."""
        ways, token = self.ways, self.ways.stretch.tokens[after]
        ends = bool(ways.single[after]) or not token.lead
        second = token.single if ends else token.lead
        if not second or ends != (after + 1 == self.run.last):
            return []
        filling = ways.fillings.around(int(ways.trail[j]), second, beyond=after > j + 1)
        if not len(filling):
            return []
        firsts, seconds, choice = filling.firsts, filling.seconds, Choice.of(filling)
        prior = choice.prior
        fit = filling.inner + prior
        if not ends:
            fit = fit + self._look_ahead(filling.tails, after + 1)[filling.tail]
        worth = fit + ways.model.follow(beam.ids[:, -1:], self.pairs.ids[filling.heads][None, :])[:, filling.head]
        size = min(FILLS, len(firsts))
        chosen = np.argpartition(-worth, size - 1, axis=1)[:, :size].ravel()
        rows = np.repeat(np.arange(len(beam.trails)), size)
        if len(rows) > MOST:  # of all readings only those that may be among the likeliest
            total = beam.total[rows] + PHRASES * worth[rows, chosen]
            tops = np.argpartition(-total, MOST)[:MOST]
            rows, chosen = rows[tops], chosen[tops]
        cost = np.full(len(chosen), SHOWN_AS_MARK if after > j + 1 else self.bonus) + prior[chosen]
        return [Plan(-1 if ends else after, rows, (firsts[chosen], seconds[chosen]), cost, (choice, None))]

    def _left_of_last(self, j: int) -> tuple[int, bool]:
        """The byte of token j + 1 that ends a character of which the beginning is gone, and whether the run ends there;
        0 if it cannot.
        """
        token = self.ways.stretch.tokens[j + 1]
        ends = bool(self.ways.single[j + 1]) or not token.lead  # （此件公开 of which only the end of 開 is left
        return (token.single if ends else token.lead) if ends == (j + 2 == self.run.last) else 0, ends

    def _fill_two(self, beam: Beam, j: int) -> list[Plan]:
        """Three characters of which two pairs are gone: of the first and the last one byte each is left."""
        ways, model, ids = self.ways, self.ways.model, self.pairs.ids
        second, ends = self._left_of_last(j)
        firsts, betweens, joined = self.pairs.read_in_gap(int(ways.trail[j]))
        if not second or not len(firsts):
            return []
        start = model.follow(int(beam.ids[0, -1]), ids[firsts]) + self.pairs.prior(firsts, ways.traditional)
        tops = np.argsort(-start)[:FIRSTS]
        rows = np.array([ways.fillings.between(code, betweens) for code in firsts[tops].tolist()])
        worth = np.where(joined[tops], start[tops, None] + rows, NEVER)
        best = np.argpartition(-worth.ravel(), MIDDLES)[:MIDDLES]
        one, two = firsts[tops[best // len(betweens)]], betweens[best % len(betweens)]
        last = [self.pairs.end_after(int(code) & 0xFF, second) for code in two]
        rows = np.repeat(np.arange(len(two)), [len(codes) for codes in last])
        three = np.concatenate(last)
        if not len(three):
            return []
        fit = worth.ravel()[best][rows] + model.follow(ids[two[rows]], ids[three])
        fit = fit + self.pairs.prior(three, ways.traditional)
        if not ends:
            fit = fit + self._look_ahead(three, j + 2)
        tops = np.argsort(-fit)[:FILLS]
        one, two, three = one[rows[tops]], two[rows[tops]], three[tops]
        prior = [self.pairs.prior(codes, ways.traditional) for codes in (one, two, three)]
        cost = np.sum(prior, axis=0) + 2 * self.bonus
        choices = tuple(
            Choice(codes, self.pairs.prior(codes, ways.traditional))
            for codes in (firsts, betweens, np.unique(np.concatenate(last)))
        )
        return [Plan(-1 if ends else j + 1, np.zeros(len(tops), dtype=np.int64), (one, two, three), cost, choices)]

    def _fill_three(self, j: int) -> list[Plan]:
        """Four characters that running text has beside each other, of which three pairs are gone: 件公开发."""
        second, ends = self._left_of_last(j)
        fours = self.pairs.read_known(int(self.ways.trail[j]), second)
        if not len(fours):
            return []
        cost = self.pairs.prior(fours, self.ways.traditional).sum(axis=1) + 3 * self.bonus
        columns = tuple(np.ascontiguousarray(fours.T))
        return [Plan(-1 if ends else j + 1, np.zeros(len(fours), dtype=np.int64), columns, cost, (None,) * 4)]

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
