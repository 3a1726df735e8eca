"""What two characters may stand around a pair of bytes that is gone: the same few thousand, asked for again and again.

Of a page that dropped its private-use characters every run has a dozen gaps. Which characters fit around them, and how
well they follow each other, depends on two bytes alone: it is worked out once for each two bytes of a page.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus.repair.language import Floats, Ids, Language
from corpus.repair.lost_bytes.pairs import Pairs

LOSS_BY_A3 = -2.0  # log-chance that a byte before 0xA3 was lost: by far the commonest loss
LOSS = -11.0  # any other byte
TOPS = 24  # likeliest first characters that are joined with a guessed second one


@dataclass(frozen=True)
class Filling:
    """Pairs of characters (codes), one a row in the order of the first ones, and how well each goes together."""

    firsts: Ids
    seconds: Ids
    heads: Ids  # the first characters without repeats, and which of them each row has
    head: Ids
    tails: Ids  # the same of the second ones
    tail: Ids
    inner: Floats  # log-chance of the second after the first
    first_prior: Floats  # log-chance of the script
    second_prior: Floats

    def __len__(self) -> int:
        return len(self.firsts)

    @classmethod
    def both(cls, ones: Ids, twos: Ids, one_prior: Floats, two_prior: Floats, pairs: Pairs, model: Language) -> Filling:
        """Every one of these with every one of those."""
        head, tail = np.repeat(np.arange(len(ones)), len(twos)), np.tile(np.arange(len(twos)), len(ones))
        firsts, seconds = ones[head], twos[tail]
        inner = model.follow(pairs.ids[firsts], pairs.ids[seconds])
        return cls(firsts, seconds, ones, head, twos, tail, inner, one_prior[head], two_prior[tail])

    def best_seconds(self, worth: Floats) -> Ids:
        """For each first character the row where the second one is worth most."""
        starts = np.flatnonzero(np.append(True, self.head[1:] != self.head[:-1]))
        most = np.maximum.reduceat(worth, starts)
        rows = np.flatnonzero(worth == most[self.head])
        found: Ids = rows[rows.searchsorted(starts)]
        return found


class Among:
    """Characters of which one stood at a place, and how well each goes with its neighbours.

    A page asks for the same few again and again: what was worked out once is remembered.
    """

    def __init__(self, codes: Ids, ids: Ids, prior: Floats, model: Language) -> None:
        self.codes, self.ids, self.prior, self.model = codes, ids, prior, model
        self._after: dict[int, Floats] = {}
        self._before: dict[int, Floats] = {}

    def after(self, left: int) -> Floats:
        """Log-chance of each after the character with this id."""
        if left not in self._after:
            self._after[left] = self.model.follow(left, self.ids)
        return self._after[left]

    def before(self, right: int) -> Floats:
        """Log-chance of the character with this id after each."""
        if right not in self._before:
            self._before[right] = self.model.follow(self.ids, [right])
        return self._before[right]


@dataclass(frozen=True, slots=True)
class Choice:
    """All codes that a character with a lost byte may have, and the log-chance of each by itself."""

    codes: Ids
    prior: Floats
    seconds: Ids | None = None  # of a pair that is gone: the character after each code
    filling: Filling | None = None  # the same with what is known of it
    among: Among | None = None

    @classmethod
    def one_of(cls, among: Among) -> Choice:
        """One of these characters."""
        return cls(among.codes, among.prior, among=among)

    @classmethod
    def of(cls, filling: Filling) -> Choice:
        """The two characters around a pair that is gone."""
        return cls(filling.firsts, filling.first_prior + filling.second_prior, filling.seconds, filling)


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
    both: Filling | None = None  # all that the two characters may be together
    mark: int = -1  # the token that only shows where the pair was
    among: Among | None = None  # all that a guessed character may be

    def after(self, model: Language, left: int) -> Floats:
        """What each code is worth after the character with this id."""
        return (self.among.after(left) if self.among else model.follow(left, self.ids)) + self.gain


def join_step(start: Floats, firsts: Among, step: Step) -> tuple[float, int, int]:
    """(worth, which first character, which code of the step) of the best pair of a first character and what follows."""
    ids, model = firsts.ids, firsts.model
    if len(step.codes) == 1:
        worth = start + firsts.before(int(step.ids[0])) + step.gain
        only = int(worth.argmax())
        return float(worth[only]), only, 0
    # Both bytes guessed: the two dozen likeliest beginnings are enough.
    tops = np.argpartition(-start, TOPS)[:TOPS] if len(start) > TOPS else np.arange(len(start))
    tops = tops[np.argsort(-start[tops], kind="stable")]
    # What follows the first of them at its best shows which pairs can win at all: no chance is above one.
    least = float(start[tops[0]] + step.after(model, int(ids[tops[0]])).max())
    most = start[tops, None] + step.gain
    rows, columns = np.nonzero(most >= min(least, float(most.max())))
    pairs = most[rows, columns] + model.follow(ids[tops[rows]], step.ids[columns])
    best = int(pairs.argmax())
    return float(pairs[best]), int(tops[rows[best]]), int(columns[best])


class Fillings:
    """The fillings of one page."""

    def __init__(self, pairs: Pairs, model: Language, traditional: float) -> None:
        self.pairs, self.model, self.traditional = pairs, model, traditional
        self._around: dict[tuple[int, int, bool], Filling] = {}
        self._between: dict[int, Floats] = {}
        self._left: dict[tuple[int, bool], Among] = {}
        self._led: dict[int, Among] = {}

    def among(self, codes: Ids, prior: Floats | None = None) -> Among:
        """These characters; by their script alone if nothing else is known of their chances."""
        prior = self.pairs.prior(codes, self.traditional) if prior is None else prior
        return Among(codes, self.pairs.ids[codes], prior, self.model)

    def led_by(self, byte: int) -> Among:
        """The characters that begin with this byte."""
        if byte not in self._led:
            self._led[byte] = self.among(self.pairs.by_lead[byte])
        return self._led[byte]

    def read_as(self, reading: str, byte: int) -> Among:
        """The characters that begin with this byte and may be read so."""
        return self.among(self.pairs.read_as(reading, byte))

    def ended_by(self, byte: int) -> Among:
        """The characters that the last byte of a line may be left of: as A3, of those that end with it, too."""
        led = self.led_by(byte)
        return self.among(np.concatenate((led.codes, self.pairs.by_trail[byte]))) if byte == 0xA3 else led

    def left_of(self, byte: int, *, before_a3: bool) -> Among:
        """The characters that this byte may be left of; ``before_a3``: it stands there."""
        key = (byte, before_a3)
        if key not in self._left:
            both = (self.pairs.by_trail.get(byte), self.pairs.by_lead.get(byte))
            codes = np.concatenate([c for c in both if c is not None])
            near = (LOSS_BY_A3 if byte == 0xA3 else LOSS, LOSS_BY_A3 if before_a3 else LOSS)
            costs = np.repeat(near, [0 if c is None else len(c) for c in both]) - max(near)
            self._left[key] = self.among(codes, self.pairs.prior(codes, self.traditional) + costs)
        return self._left[key]

    def around(self, lead: int, second: int, *, beyond: bool) -> Filling:
        """All pairs of characters that begin and end with these bytes (see ``Pairs.read_around``)."""
        key = (lead, second, beyond)
        if key not in self._around:
            self._around[key] = self._make(*self.pairs.read_around(lead, second, beyond=beyond))
        return self._around[key]

    def _make(self, firsts: Ids, seconds: Ids) -> Filling:
        pairs, ids = self.pairs, self.pairs.ids
        begins = np.append(True, firsts[1:] != firsts[:-1])[: len(firsts)]
        heads, head = firsts[begins], np.cumsum(begins) - 1
        there = np.zeros(0x100, dtype=np.int64)
        there[seconds >> 8] = 1
        tails = np.flatnonzero(there) << 8 | (seconds[:1] & 0xFF)
        tail = (np.cumsum(there) - 1)[seconds >> 8]
        inner = self.model.follow(ids[firsts], ids[seconds]) if len(firsts) else np.empty(0)
        first, second = pairs.prior(heads, self.traditional)[head], pairs.prior(tails, self.traditional)[tail]
        return Filling(firsts, seconds, heads, head, tails, tail, inner, first, second)

    def between(self, code: int, betweens: Ids) -> Floats:
        """Log-chances of the characters that lie between two gaps after this one, their script taken in."""
        if code not in self._between:
            left = int(self.pairs.ids[code])
            chance = self.model.follow(left, self.pairs.ids[betweens]) + self.pairs.prior(betweens, self.traditional)
            self._between[code] = chance
        return self._between[code]
