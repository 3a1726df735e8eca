"""The best explanation of a stretch of page by lost bytes.

In step, a token is a character as it was written. Where a byte was lost the reading falls out of step:
from there each character of the page is (second byte of one token, first byte of the next), until

- a single ASCII byte completes a character (``trail``),
- a gloss stands where the second byte was; its syllable says which character it is (``gloss``),
- a second byte is lost (``lost``).

A pair that showed as a private-use character may have vanished in between (``vanished``). Whatever byte
is missing is tried in all values; the language model weighs each reading against the text as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus.repair.byteshift_pairs import Pairs
from corpus.repair.byteshift_tokens import Stretch
from corpus.repair.language import Floats, Ids, Language
from corpus.repair.readings import is_read

# Log-chances of what the channel does at one place.
LOSS_BY_A3 = -2.0  # a byte before 0xA3: by far the commonest loss
LOSS = -11.0  # any other byte
CUT = -3.0  # a gloss written across the border of two characters
# The second loss, which brings the reading in step: shown by a sign, at the end of a line, before a
# full-width sign (0xA1, 0xA3), or anywhere.
LOST_MARKED, LOST_AT_EDGE, LOST_BY_SIGN, LOST_UNMARKED = -4.0, -5.0, -6.0, -12.0
WORN = 2.0  # on a page with many runs, one more is no surprise
SPACE_TAKEN, SIGN_TAKEN = -6.0, -1.0  # a space or ? that the browser put where a byte was lost
VANISHED = -8.0
BEFORE_LETTER = -5.0  # the ASCII byte that ends a run is seldom followed by a letter
POOR = -12.5  # a character this unlikely makes us look for another explanation
GUESSED_ONLY = 6.0  # what a run must gain when none of its characters has both its bytes
ODD = -9.0  # a token this unlikely where it stands may be damage
MARKERS = (0x3F, 0x20)  # ? or space, written where a byte could not be read
NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Step:
    """What may come next while out of step: candidate codes, and what each is worth to the end of the run."""

    codes: Ids
    ids: Ids
    gain: Floats
    until: int  # the token after those that it uses up
    more: bool  # still out of step
    guessed: bool  # a byte of it was lost
    prior: Floats | None = None  # log-chance of each code before its neighbours are looked at
    follower: Ids | None = None  # after a vanished pair: the best second character for each code


@dataclass(frozen=True, slots=True)
class Choice:
    """All codes that a character with a lost byte may have, and the log-chance of each by itself."""

    codes: Ids
    prior: Floats


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of tokens and the characters that they were."""

    first: int
    last: int  # exclusive
    codes: list[int]
    choices: list[Choice | None]  # for each code that was guessed, what else it may be
    gain: float
    left: int  # ids of the neighbours
    right: int
    cut: bool


class Search:
    """All runs of one stretch; build it, then ask ``best_run``."""

    def __init__(
        self, stretch: Stretch, pairs: Pairs, model: Language, traditional: float, *, worn: bool, vanishes: bool
    ) -> None:
        self.stretch, self.pairs, self.model, self.traditional = stretch, pairs, model, traditional
        self.worn, self.vanishes = worn, vanishes
        tokens = stretch.tokens
        self.size = len(tokens)
        lead = np.array([token.lead for token in tokens], dtype=np.int64)
        self.stray = np.array([1 if token.reading else 0 for token in tokens] + [0])
        self.trail = np.array([token.trail for token in tokens], dtype=np.int64)
        self.lead = lead
        single = np.array([token.single for token in tokens], dtype=np.int64)
        single[(single < 0x40) | (single == 0x7F)] = 0
        self.single = single
        before = np.concatenate(([0], self.trail[:-1])) << 8
        # middle[j]: the character between tokens j-1 and j; closing[j]: the one that ASCII token j completes.
        self.middle = np.where((before > 0x8000) & (lead > 0), before | lead, 0)
        folded = np.array([token.single > 0 for token in tokens])
        self.solid = np.concatenate(([0], np.cumsum(~folded & (lead > 0) | (single > 0))))
        self.middle[1:][folded[1:] & folded[:-1]] = 0  # rows of question marks are no text
        self.closing = np.where((before > 0x8000) & (single > 0), before | single, 0)
        self.middle_ids, self.closing_ids = pairs.ids[self.middle], pairs.ids[self.closing]
        self.middle_follow = self._follow_row(self.middle_ids)
        self.closing_follow = self._follow_row(self.closing_ids)
        self.closing_gain = self._after(np.arange(1, self.size + 1), self.closing_ids) - stretch.cost[: self.size]
        letters = np.array([0x41 <= t.single <= 0x5A or 0x61 <= t.single <= 0x7A for t in tokens[1:]] + [False])
        self.closing_gain += np.where(letters, BEFORE_LETTER, 0.0)
        self._reward_fitting_glosses()
        # Unlikely as they stand: only there are a second loss or a vanished pair worth a thought.
        low = stretch.cost < ODD
        self.odd = low | np.append(low[1:], False) | np.append(False, low[:-1]) | np.append([False, False], low[:-2])
        self.special: dict[int, list[Step]] = {}
        self.value = np.full(self.size + 1, NEVER)
        self._fill_values()

    def _fill_values(self) -> None:
        """value[j]: what it is worth to be out of step after the character middle[j], to the run's end."""
        cost, value = self.stretch.cost.tolist(), [NEVER] * (self.size + 1)
        middle, closing = self.middle.tolist(), self.closing.tolist()
        on, off, end = self.middle_follow.tolist(), self.closing_follow.tolist(), self.closing_gain.tolist()
        trail = self.trail.tolist()
        for j in range(self.size - 1, 0, -1):
            if not middle[j]:
                continue
            best = NEVER
            if j + 1 < self.size:
                if middle[j + 1]:
                    best = on[j + 1] + value[j + 1] - cost[j + 1]
                if closing[j + 1]:
                    best = max(best, off[j + 1] + end[j + 1])
            if self.odd[j] or 0x40 <= trail[j] <= 0x7E:
                self.value[j + 1 :] = value[j + 1 :]
                for step in self._special_steps(j):
                    if len(step.codes):
                        best = max(best, float((self.model.follow(int(self.middle_ids[j]), step.ids) + step.gain).max()))
            value[j] = max(best, NEVER)
        self.value = np.array(value)
        # ahead[j]: no way on from token j is worth more.
        self.ahead = np.full(self.size, NEVER)
        self.ahead[:-1] = np.where(self.middle[1:] > 0, self.value[1:-1] - self.stretch.cost[1 : self.size], NEVER)
        self.ahead[:-1] = np.maximum(self.ahead[:-1], np.where(self.closing[1:] > 0, self.closing_gain[1:], NEVER))
        for j in np.flatnonzero(self.odd[: self.size] | (self.trail >= 0x40) & (self.trail <= 0x7E)):
            gains = [float(step.gain.max()) for step in self._special_steps(int(j)) if len(step.codes)]
            self.ahead[j] = max([float(self.ahead[j]), *gains])

    def _follow_row(self, ids: Ids) -> Floats:
        """Log-chance of ids[j] after the out-of-step character middle[j-1]."""
        before = np.concatenate((ids[:1], self.middle_ids[:-1]))
        return self.model.follow(before, ids)

    def _after(self, place: Ids | int, ids: Ids) -> Floats:
        """What the token at ``place`` gains when it follows ``ids`` instead of what it seemed to follow."""
        place = np.minimum(place + self.stray[place], self.size)
        result: Floats = self.model.follow(ids, self.stretch.ids[place]) - self.stretch.cost[place]
        return result

    def _reward_fitting_glosses(self) -> None:
        """A stray gloss right after a run that gives its last character's reading speaks for the run."""
        for j, token in enumerate(self.stretch.tokens):
            if token.reading and j and self.closing[j - 1]:
                char = self.pairs.simple.get(int(self.closing[j - 1]), "")
                if is_read(char, token.reading):
                    self.closing_gain[j - 1] -= self.stretch.cost[j]

    def steps(self, j: int) -> list[Step]:
        """What may follow when the second byte of token j begins a character."""
        found: list[Step] = []
        if j + 1 < self.size:
            if self.middle[j + 1] and self.value[j + 1] > NEVER / 2:
                gain = self.value[j + 1 : j + 2] - self.stretch.cost[j + 1]
                found.append(Step(self.middle[j + 1 : j + 2], self.middle_ids[j + 1 : j + 2], gain, j + 2, True, False))
            if self.closing[j + 1]:
                gain = self.closing_gain[j + 1 : j + 2]
                codes, ids = self.closing[j + 1 : j + 2], self.closing_ids[j + 1 : j + 2]
                found.append(Step(codes, ids, gain, j + 2, False, False))
        return found + self._special_steps(j)

    def _special_steps(self, j: int) -> list[Step]:
        if j not in self.special:
            self.special[j] = self._make_special_steps(j)
        return self.special[j]

    def _make_special_steps(self, j: int) -> list[Step]:
        lead = int(self.trail[j])
        if 0x40 <= lead <= 0x7E:
            # The pair had swallowed an ASCII character: that is where the reading is in step again.
            codes = np.array([lead], dtype=np.int64)
            ids = self.pairs.ids[codes]
            return [Step(codes, ids, self._after(j + 1, ids), j + 1, False, True)]
        if not 0x81 <= lead <= 0xFE or not self.odd[j]:
            return []
        found: list[Step] = []
        at_end = j + 1 == self.size
        token = None if at_end else self.stretch.tokens[j + 1]
        poor = not at_end and max(self._quality(self.middle_follow, self.middle, j + 1),
                                  self._quality(self.closing_follow, self.closing, j + 1)) < POOR  # fmt: skip
        if token and token.reading:
            found.append(self._guess(self.pairs.read_as(token.reading, lead), j + 2, CUT))
        elif token and (token.single in MARKERS or self.stretch.text[token.start] == "\ufffd"):
            found.append(self._guess(self.pairs.by_lead[lead], j + 2, LOST_MARKED))
        if (at_end and self.stretch.to_line_end) or (token and not token.lead and not self.closing[j + 1]):
            found.append(self._guess(self.pairs.by_lead[lead], j + 1, LOST_AT_EDGE, taken=False))
        elif token and self.model.signs[self.stretch.ids[j + 1]]:
            cost = LOST_BY_SIGN / 2 if self.worn else LOST_BY_SIGN
            found.append(self._guess(self.pairs.by_lead[lead], j + 1, cost, taken=False))
        elif poor and not self.odd[j + 3 : j + 5].any():
            found.append(self._guess(self.pairs.by_lead[lead], j + 1, LOST_UNMARKED, taken=False))
        if self.vanishes and poor and token and (token.lead or token.single):
            found += self._vanished(j, lead)
        return found

    def _quality(self, row: Floats, codes: Ids, j: int) -> float:
        return float(row[j]) if codes[j] and self.pairs.known[codes[j]] else NEVER

    def _guess(self, codes: Ids, until: int, cost: float, *, taken: bool = True) -> Step:
        """A second byte that was lost; ``taken``: the token before ``until`` stood in its place."""
        ids = self.pairs.ids[codes]
        used = self.stretch.spent(until - 1, until) if taken else 0.0
        prior = self.pairs.prior(codes, self.traditional)
        return Step(codes, ids, self._after(until, ids) - used + cost + prior, until, False, True, prior)

    def _vanished(self, j: int, lead: int) -> list[Step]:
        """A pair (q, r) fell out between tokens j and j+1: the characters were (trail, q) and (r, next)."""
        token = self.stretch.tokens[j + 1]
        second = token.lead or token.single
        chosen = [
            (lead << 8 | q, (trails[trails > 0x80] << 8) | second)
            for q, trails in self.pairs.private.items()
            if self.pairs.known[lead << 8 | q]
        ]
        if not chosen:
            return []
        firsts = np.concatenate([np.full(len(codes), first) for first, codes in chosen])
        seconds = np.concatenate([codes for _, codes in chosen])
        known = self.pairs.known[seconds]
        firsts, seconds = firsts[known], seconds[known]
        if not len(firsts):
            return []
        ids = self.pairs.ids[seconds]
        worth = self.model.follow(self.pairs.ids[firsts], ids) + self.pairs.prior(seconds, self.traditional)
        worth = worth + self._go_on(j + 1, ids)
        # The best second character for each first one.
        order = np.lexsort((-worth, firsts))
        best = order[np.unique(firsts[order], return_index=True)[1]]
        codes = firsts[best]
        gain = worth[best] - self.stretch.cost[j + 1] + VANISHED
        more = bool(token.lead) and not self.single[j + 1]
        ids, prior = self.pairs.ids[codes], np.zeros(len(codes))
        return [Step(codes, ids, gain, j + 2, more, True, prior, seconds[best])]

    def _go_on(self, j: int, ids: Ids) -> Floats:
        """What it is worth to be out of step after token j with these as the last character."""
        if self.single[j]:
            return self._after(j + 1, ids)
        best = np.full(len(ids), NEVER)
        for step in self.steps(j):
            if len(step.codes) == 1:
                best = np.maximum(best, self.model.follow(ids, step.ids) + step.gain)
        return best

    # Where a run begins.

    def best_runs(self, above: float) -> list[Run]:
        """Runs that do not overlap, the best first, each gaining more than ``above`` over the text as it stands."""
        found: list[Run] = []
        starts = sorted(self._starts(), reverse=True)
        known: dict[tuple[int, int], Run | None] = {}
        while starts:
            best: Run | None = None
            for bound, first, i, cost in starts:
                if bound <= (best.gain if best else above):
                    break
                if (first, i) not in known:
                    known[first, i] = self._run_from(first, i, cost)
                run = known[first, i]
                if run is None or run.gain <= (best.gain if best else above) or not self._has_substance(run):
                    continue
                if not any(run.first < other.last and other.first < run.last for other in found):
                    best = run
            if best is None:
                break
            found.append(best)
            starts = [start for start in starts if not best.first <= start[1] < best.last]
        return found

    def _has_substance(self, run: Run) -> bool:
        """A lone ? is a run only on a worn page, and never beside another."""
        surely = any(choice is None for choice in run.choices)
        if surely and self.solid[run.last] > self.solid[run.first] or run.cut:
            return True
        tokens = self.stretch.tokens
        beside = [tokens[i].single for i in (run.first - 1, run.last) if 0 <= i < self.size]
        if 0x3F in beside or any(tokens[i].single == 0x20 for i in range(run.first, run.last)):
            return False
        return run.gain > GUESSED_ONLY or (self.worn and run.last - run.first == 1)

    def _starts(self) -> list[tuple[float, int, int, float]]:
        """(upper bound of the gain, first token, the token whose second byte comes next, log-chance)."""
        starts: list[tuple[float, int, int, float]] = []
        for i, token in enumerate(self.stretch.tokens):
            stray = bool(token.reading)
            if stray and i and self.trail[i - 1]:
                first, at, cost = i, i + 1, CUT
                if at >= self.size:
                    continue
            elif token.lead:
                first, at = i, i
                cost = (LOSS_BY_A3 if 0xA3 in (token.lead, token.trail) else LOSS) + (WORN if self.worn else 0.0)
            else:
                continue
            ahead = float(self.ahead[at])
            if stray and self.single[at]:
                ahead = max(ahead, 0.0)
            if ahead > NEVER / 2:
                bound = ahead + cost
                starts.append((bound - self.stretch.spent(first, at + 1), first, i, cost))
                if not stray and i and (taken := self._marker_cost(i - 1)):
                    starts.append((bound + taken - self.stretch.spent(i - 1, at + 1), i - 1, i, cost + taken))
        return starts

    def _marker_cost(self, i: int) -> float:
        """Log-chance that this token only marks the place of a lost byte; 0 if it cannot."""
        token = self.stretch.tokens[i]
        if token.single == 0x20:
            before = self.stretch.text[token.start - 1 : token.start]
            return SPACE_TAKEN if before.strip() else 0.0
        return SIGN_TAKEN if token.single == 0x3F or self.stretch.text[token.start] == "\ufffd" else 0.0

    def _run_from(self, first: int, i: int, cost: float) -> Run | None:
        token = self.stretch.tokens[i]
        left = int(self.stretch.context[first])
        if token.reading:
            codes, at = self._cut_codes(i), i + 1
            costs = np.zeros(len(codes))
        else:
            both = (self.pairs.by_trail.get(token.lead), self.pairs.by_lead.get(token.lead))
            codes, at = np.concatenate([c for c in both if c is not None]), i
            near = (LOSS_BY_A3 if token.lead == 0xA3 else LOSS, LOSS_BY_A3 if token.trail == 0xA3 else LOSS)
            costs = np.repeat(near, [0 if c is None else len(c) for c in both]) - max(near)
        if not len(codes):
            return None
        ids = self.pairs.ids[codes]
        prior = self.pairs.prior(codes, self.traditional) + costs
        start = self.model.follow(left, ids) + prior
        start = start + cost - self.stretch.spent(first, at + 1)
        best: tuple[float, int, Step | None, int] = (NEVER, 0, None, 0)
        if token.reading and self.single[at]:
            worth = start + self._after(at + 1, ids)
            best = (float(worth.max()), int(worth.argmax()), None, 0)
        for step in self.steps(at) if self.trail[at] else []:
            best = max(best, self._join(start, ids, step), key=lambda found: found[0])
        gain, chosen, step_chosen, k = best
        if gain <= NEVER / 2:
            return None
        choice = Choice(codes, prior)
        return self._trace(first, at, left, int(codes[chosen]), step_chosen, k, gain, bool(token.reading), choice)

    def _join(self, start: Floats, ids: Ids, step: Step) -> tuple[float, int, Step | None, int]:
        """The best pair of a start and a next step."""
        if not len(step.codes):
            return (NEVER, 0, None, 0)
        # Both bytes guessed: the dozen likeliest beginnings are enough.
        tops = np.argsort(start)[::-1][: 400 if len(step.codes) == 1 else 24]
        worth = start[tops, None] + self.model.follow(ids[tops, None], step.ids[None, :]) + step.gain[None, :]
        row, column = np.unravel_index(int(worth.argmax()), worth.shape)
        return float(worth[row, column]), int(tops[row]), step, int(column)

    def _cut_codes(self, i: int) -> Ids:
        """Characters that begin with the byte which, after the byte before, was read as the gloss says."""
        straddled = self.pairs.read_as(self.stretch.tokens[i].reading, int(self.trail[i - 1]))
        after = self.stretch.tokens[i + 1]
        second = after.lead or (after.single if self.single[i + 1] else 0)
        leads = np.unique(straddled & 0xFF)
        codes = (leads[leads > 0x80] << 8) | second if second else leads[:0]
        return codes[self.pairs.known[codes]]

    def _trace(
        self, first: int, at: int, left: int, code: int, step: Step | None, k: int, gain: float, cut: bool, start: Choice
    ) -> Run:
        codes: list[int] = [code]
        choices: list[Choice | None] = [start]
        until = at + 1
        while step is not None:
            codes.append(int(step.codes[k]))
            choices.append(Choice(step.codes, step.prior) if step.prior is not None else None)
            cut = cut or bool(self.stretch.tokens[step.until - 1].reading)
            until = step.until
            if step.follower is not None:
                codes.append(int(step.follower[k]))
                choices.append(Choice(step.follower, np.zeros(len(step.follower))))
            if not step.more:
                break
            last = int(self.pairs.ids[codes[-1]])
            options = [s for s in self.steps(until - 1) if len(s.codes)]
            worths = [self.model.follow(last, s.ids) + s.gain for s in options]
            pick = max(range(len(options)), key=lambda o: float(worths[o].max()))
            step, k = options[pick], int(worths[pick].argmax())
        return Run(first, until, codes, choices, gain, left, int(self.stretch.ids[until]), cut)
