"""What may come next while a page is read out of step.

In step, a token is a character as it was written. Where a byte was lost the reading falls out of step:
from there each character of the page is (second byte of one token, first byte of the next), until

- a single ASCII byte completes a character, or a pair had swallowed one,
- a gloss stands where the second byte was; its syllable says which character it is,
- a second byte is lost.

A pair that showed as a private-use character may have vanished in between. Whatever byte is missing is
tried in all values; the language model weighs each reading against the text as it stands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corpus.repair.language import Floats, Ids, Language
from corpus.repair.lost_bytes.fillings import Among, Fillings, Step
from corpus.repair.lost_bytes.pairs import Pairs
from corpus.repair.lost_bytes.tokens import Stretch
from corpus.repair.readings import is_read

# Log-chances of what the channel does at one place.
CUT = -3.0  # a gloss written across the border of two characters
# The second loss, which brings the reading in step: shown by a sign, at the end of a line, before a
# full-width sign (0xA1, 0xA3), or anywhere.
LOST_MARKED, LOST_AT_EDGE, LOST_BY_SIGN, LOST_UNMARKED = -4.0, -5.0, -6.0, -12.0
LOST_BEFORE_A3 = -3.0  # a first byte: what is left is the A3 of 。
VANISHED = -5.0
VANISHED_HERE = -1.0  # where the page is known to have dropped them all
UNUSUAL = -4.0  # there a character this unlikely is enough to ask what may be missing before it
SHOWN_AS_MARK = -3.0  # a private-use pair of which a filter made a question mark
SWALLOWED_LETTER = -6.0  # a pair more often swallows a bracket than the beginning of a Latin word
BEFORE_LETTER = -5.0  # the ASCII byte that ends a run is seldom followed by a letter
POOR = -12.5  # a character this unlikely makes us look for another explanation
ODD = -9.0  # a token this unlikely where it stands may be damage
MARKERS = (0x3F, 0x20)  # ? or space, written where a byte could not be read
NEVER = -1e9
ON, OFF = 0, 1  # the reading stays out of step, or an ASCII byte ends that


class Steps:
    """What may follow at every token of a stretch while out of step, and what it is worth."""

    def __init__(
        self,
        stretch: Stretch,
        pairs: Pairs,
        model: Language,
        traditional: float,
        *,
        worn: bool,
        gaps: float,
        fillings: Fillings | None = None,
        marks_rare: bool = False,
    ) -> None:
        self.stretch, self.pairs, self.model, self.traditional = stretch, pairs, model, traditional
        self.worn, self.gaps, self.marks_rare = worn, gaps, marks_rare
        self.fillings = fillings or Fillings(pairs, model, traditional)
        self.enough = UNUSUAL if gaps >= VANISHED_HERE else POOR
        tokens = stretch.tokens
        self.size = len(tokens)
        rows = np.array([(token.lead, token.trail, token.single) for token in tokens], dtype=np.int64)
        self.lead, self.trail, self.alone = rows.reshape(-1, 3).T.copy()
        self.stray = np.array([1 if token.reading else 0 for token in tokens] + [0])
        self.signs = np.flatnonzero(self.alone == 0x3F).tolist()  # question marks
        self.marks = (self.alone == MARKERS[0]) | (self.alone == MARKERS[1])
        self.single = single = np.where((self.alone < 0x40) | (self.alone == 0x7F), 0, self.alone)
        before = np.concatenate(([0], self.trail[:-1])) << 8
        # middle[j]: the character between tokens j-1 and j; closing[j]: the one that ASCII token j completes.
        self.middle = np.where((before > 0x8000) & (self.lead > 0), before | self.lead, 0)
        folded = self.alone > 0
        self.solid = np.concatenate(([0], np.cumsum(~folded & (self.lead > 0) | (single > 0))))
        # Rows of question marks are no text; !; may be 。 and what follows it.
        self.middle[1:][folded[1:] & (self.alone[:-1] == 0x3F)] = 0
        self.closing = np.where((before > 0x8000) & (single > 0), before | single, 0)
        self.middle_ids, self.closing_ids = pairs.ids[self.middle], pairs.ids[self.closing]
        self.middle_follow, self.closing_follow = self._follow_row(self.middle), self._follow_row(self.closing)
        self.closing_gain = self.after(np.arange(1, self.size + 1), self.closing_ids) - stretch.cost[: self.size]
        lower = self.alone | 0x20
        letters = (self.alone > 0x40) & (lower >= 0x61) & (lower <= 0x7A)
        self.closing_gain += np.where(np.append(letters[1:], False), BEFORE_LETTER, 0.0)
        self._reward_fitting_glosses()
        self._weigh_swallowed()
        # Unlikely as they stand: only there are a second loss or a vanished pair worth a thought.
        low = stretch.cost < ODD
        self.odd = low | np.append(low[1:], False) | np.append(False, low[:-1]) | np.append([False, False], low[:-2])
        self.special: dict[int, list[Step]] = {}
        self.may_lose = self._find_losses().tolist()
        self.value = np.full(self.size + 1, NEVER)
        self.best: dict[int, tuple[int, int]] = {}  # after middle[j]: which step is best, and which of its codes
        self.straight = list(range(self.size + 1))  # the token up to which the best way only goes on as before
        self.until = [0] * (self.size + 1)  # where the best way ends, if that is known
        self._fill_values()

    def _weigh_swallowed(self) -> None:
        """Pairs that swallowed an ASCII character, which is where the reading is in step again."""
        self.swallows = (self.trail >= 0x40) & (self.trail <= 0x7E)
        places = np.flatnonzero(self.swallows)
        ids, lower = self.pairs.ids[self.trail[places]], self.trail[places] | 0x20
        gain = self.after(places + 1, ids) + np.where((lower >= 0x61) & (lower <= 0x7A), SWALLOWED_LETTER, 0.0)
        worth = self.model.follow(self.middle_ids[places], ids) + gain
        self.swallowed_gain, self.swallowed_worth = self._put(places, gain), self._put(places, worth).tolist()

    def _fill_values(self) -> None:
        """value[j]: what it is worth to be out of step after the character middle[j], to the run's end."""
        cost, value = self.stretch.cost.tolist(), [NEVER] * (self.size + 1)
        middle, closing = self.middle.tolist(), self.closing.tolist()
        swallows = self.swallows.tolist()
        on, off, end = self.middle_follow.tolist(), self.closing_follow.tolist(), self.closing_gain.tolist()
        for j in range(self.size - 1, 0, -1):
            if not middle[j]:
                continue
            best, pick = NEVER, (-1, 0)
            if j + 1 < self.size:
                if middle[j + 1] and value[j + 1] > NEVER / 2:
                    best, pick = on[j + 1] + value[j + 1] - cost[j + 1], (ON, 0)
                if closing[j + 1] and off[j + 1] + end[j + 1] > best:
                    best, pick = off[j + 1] + end[j + 1], (OFF, 0)
            if swallows[j]:
                if self.swallowed_worth[j] > best:
                    best, pick = self.swallowed_worth[j], (OFF + 1, 0)
            elif self.may_lose[j]:
                for n, step in enumerate(self.special_steps(j)):
                    if len(step.codes) and float(step.gain.max()) > best:  # no chance is above one
                        worth = step.after(self.model, int(self.middle_ids[j]))
                        if worth.max() > best:
                            best, pick = float(worth.max()), (OFF + 1 + n, int(worth.argmax()))
            self.value[j] = value[j] = max(best, NEVER)
            self.best[j] = pick
            if pick[0] == ON:
                self.straight[j] = self.straight[j + 1]
                self.until[j] = self.until[j + 1]
            elif pick[0] == OFF:
                self.until[j] = j + 2
            elif pick[0] > OFF and not (step := self.special_steps(j)[pick[0] - OFF - 1]).more:
                self.until[j] = step.until
        # The usual ways on to a token: (ids of its codes, what they are worth to the end of the run).
        on = np.append(np.where(self.middle > 0, self.value[:-1] - self.stretch.cost[: self.size], NEVER), NEVER)
        off = np.append(np.where(self.closing > 0, self.closing_gain, NEVER), NEVER)
        self.usual = ((np.append(self.middle_ids, 0), on), (np.append(self.closing_ids, 0), off))
        self.special_gain = np.where(self.swallows, self.swallowed_gain, NEVER)
        for at in np.flatnonzero(self.may_lose & ~self.swallows).tolist():
            gains = [float(step.gain.max()) for step in self.special_steps(at) if len(step.codes)]
            self.special_gain[at] = max([NEVER, *gains])
        # ahead[j]: no way on from token j is worth more.
        self.ahead = np.maximum(np.maximum(on[1:], off[1:]), self.special_gain)
        # reach[j]: the end of every run whose first second byte is that of token j; 0 where there are several.
        alone = (on[1:] > NEVER / 2) & (off[1:] <= NEVER / 2) & (self.special_gain <= NEVER / 2)
        self.reach = np.where(alone, np.append(self.until[1:], 0)[: self.size], 0).tolist()

    def _follow_row(self, codes: Ids) -> Floats:
        """Log-chance of codes[j] after the out-of-step character middle[j-1], where there is one."""
        places = np.flatnonzero(codes)
        return self._put(places, self.model.follow(self.middle_ids[places - 1], self.pairs.ids[codes[places]]))

    def _put(self, places: Ids, values: Floats) -> Floats:
        """One value a token: these at these places, 0 elsewhere."""
        found = np.zeros(self.size)
        found[places] = values
        return found

    def after(self, place: Ids | int, ids: Ids) -> Floats:
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

    def best_step(self, j: int) -> tuple[Step | None, int]:
        """The best step after the character middle[j], and which of its codes."""
        kind, k = self.best.get(j, (-1, 0))
        if kind < 0:
            return None, 0
        if kind > OFF:
            return self.special_steps(j)[kind - OFF - 1], k
        return (self._step_on(j) if kind == ON else self._step_off(j)), 0

    def _step_on(self, j: int) -> Step:
        at = slice(j + 1, j + 2)
        return Step(self.middle[at], self.middle_ids[at], self.value[at] - self.stretch.cost[at], j + 2, True, False)

    def _step_off(self, j: int) -> Step:
        at = slice(j + 1, j + 2)
        return Step(self.closing[at], self.closing_ids[at], self.closing_gain[at], j + 2, False, False)

    def steps(self, j: int) -> list[Step]:
        """What may follow when the second byte of token j begins a character."""
        found: list[Step] = []
        if j + 1 < self.size:
            if self.middle[j + 1] and self.value[j + 1] > NEVER / 2:
                found.append(self._step_on(j))
            if self.closing[j + 1]:
                found.append(self._step_off(j))
        return found + self.special_steps(j)

    def special_steps(self, j: int) -> list[Step]:
        """The steps that lose another byte, or a pair."""
        if j not in self.special:
            self.special[j] = self._make_special_steps(j) if self.may_lose[j] else []
        return self.special[j]

    def _find_losses(self) -> NDArray[np.bool_]:
        """The tokens after which ``special_steps`` may find any, all looked at in one go."""
        size, stretch, known = self.size, self.stretch, self.pairs.known
        # How well the character goes that each token completes while out of step.
        self.fits = fits = np.maximum(
            np.where((self.middle > 0) & known[self.middle], self.middle_follow, NEVER),
            np.where((self.closing > 0) & known[self.closing], self.closing_follow, NEVER),
        )
        wide = (self.lead > 0) | (self.alone > 0)
        apart = (self.lead == 0) & (self.closing == 0) | self.marks | (self.stray[:size] > 0)
        calm = ~(np.append(self.odd, [False] * 3)[2 : size + 2] | np.append(self.odd, [False] * 3)[3 : size + 3])
        after = apart | self.model.signs[stretch.ids[:size]] | (fits < POOR) & calm
        if self.gaps > NEVER:
            after |= wide & (fits < self.enough) | (self.alone == 0x3F)
        pair = self.odd[:size] & (self.trail >= 0x81) & (self.trail <= 0xFE)
        found: NDArray[np.bool_] = pair & (np.append(after[1:], stretch.to_line_end) | (self.trail == 0xA3))
        return found | (self.trail >= 0x40) & (self.trail <= 0x7E)

    def _make_special_steps(self, j: int) -> list[Step]:
        lead = int(self.trail[j])
        if self.swallows[j]:
            codes = self.trail[j : j + 1]
            return [Step(codes, self.pairs.ids[codes], self.swallowed_gain[j : j + 1], j + 1, False, True)]
        if not 0x81 <= lead <= 0xFE or not self.odd[j]:
            return []
        found: list[Step] = []
        at_end = j + 1 == self.size
        token = None if at_end else self.stretch.tokens[j + 1]
        best = NEVER if at_end else float(self.fits[j + 1])
        poor = not at_end and best < POOR
        if token and token.reading:
            found.append(self._guess(self.fillings.read_as(token.reading, lead), j + 2, CUT, taken=True))
        elif token and (token.single in MARKERS or self.stretch.text[token.start] == "\ufffd"):
            found.append(self._guess(self.fillings.led_by(lead), j + 2, LOST_MARKED, taken=True))
        if (at_end and self.stretch.to_line_end) or (token and not token.lead and not self.closing[j + 1]):
            found.append(self._guess(self.fillings.ended_by(lead), j + 1, LOST_AT_EDGE))
        elif lead == 0xA3:
            found.append(self._lose_either(lead, j + 1, LOST_BEFORE_A3))
        elif token and self.model.signs[self.stretch.ids[j + 1]]:
            found.append(self._lose_either(lead, j + 1, LOST_BY_SIGN / 2 if self.worn else LOST_BY_SIGN))
        elif poor and not self.odd[j + 3 : j + 5].any():
            found.append(self._lose_either(lead, j + 1, LOST_UNMARKED))
        if self.gaps > NEVER and token and (token.lead or token.single) and best < self.enough:
            found += self._vanished(j, lead, j + 1)
        if self.gaps > NEVER and token and token.single == 0x3F and j + 2 < self.size:
            found += self._vanished(j, lead, j + 2)
        return found

    def _lose_either(self, byte: int, until: int, cost: float) -> Step:
        """One byte of a character was lost, and nothing shows which; the tokens go on in step behind it."""
        before_a3 = until < self.size and self.stretch.tokens[until].lead == 0xA3
        return self._guess(self.fillings.left_of(byte, before_a3=before_a3), until, cost)

    def _guess(self, among: Among, until: int, cost: float, *, taken: bool = False) -> Step:
        """The last character of a run, guessed; ``taken``: the token before ``until`` stood in its place."""
        used = self.stretch.spent(until - 1, until) if taken else 0.0
        place = min(until + int(self.stray[until]), self.size)
        gain = among.before(int(self.stretch.ids[place])) - self.stretch.cost[place] - used + cost + among.prior
        return Step(among.codes, among.ids, gain, until, False, True, among.prior, among=among)

    def _vanished(self, j: int, lead: int, after: int) -> list[Step]:
        """A pair (q, r) fell out before token ``after``: the characters were (trail, q) and (r, next)."""
        token = self.stretch.tokens[after]
        second = token.lead or token.single
        if not second:
            return []
        filling = self.fillings.around(lead, second, beyond=after > j + 1)
        if not len(filling):
            return []
        firsts, seconds = filling.firsts, filling.seconds
        worth = filling.inner + filling.second_prior + self._go_on(after, self.pairs.ids[filling.tails])[filling.tail]
        best = filling.best_seconds(worth)
        codes = firsts[best]
        mark = j + 1 if after > j + 1 else -1
        gain = worth[best] - self.stretch.spent(j + 1, after + 1) + (self.gaps if mark < 0 else SHOWN_AS_MARK)
        more = bool(token.lead) and not self.single[after]
        ids, prior = self.pairs.ids[codes], np.zeros(len(codes))
        return [Step(codes, ids, gain, after + 1, more, True, prior, seconds[best], filling, mark)]

    def _go_on(self, j: int, ids: Ids) -> Floats:
        """What it is worth to be out of step after token j with these as the last character."""
        if self.single[j]:
            return self.after(j + 1, ids)
        best = np.full(len(ids), NEVER)
        for step in self.steps(j):
            if len(step.codes) == 1:
                best = np.maximum(best, self.model.follow(ids, step.ids) + step.gain)
        return best
