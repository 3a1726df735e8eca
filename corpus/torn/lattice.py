"""Which bytes of a stretch are torn characters: the likeliest way from its one end to the other.

A way goes over pairs of bytes, over single ones, and over bytes that are left of a character whose other byte was
lost. Which character that was is not asked here, only how well the best one fits between its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.repair.language import Floats, Ids, Language
from corpus.repair.lost_bytes.alphabets import Alphabet

TORN, TORN_HERE = -9.0, -5.0  # log-chance that a byte was lost at a place; where others of the file were
LETTER = -6.0  # less for a letter beside a figure: a 4A scenic spot, the G60 corridor
ALONE = -3.0  # less for a capital where no others were: Block A
SIGNS, SIGN = "\\^_`|", 4.0  # signs that hardly stand alone between wide characters
BAD = -26.0  # of a byte that no reading explains
ODD = -8.0  # a character this unlikely where it stands may be damage
NEVER = -1e9
FITTING = 96  # the commonest characters that a byte may be left of: enough to tell where it stands
PAIR, SINGLE, LOOSE = 0, 1, 2  # what a way ends with: two bytes, one, or one that is no character


class Piece(NamedTuple):
    """data[start:end] is one character, or (torn) the byte that is left of one."""

    start: int
    end: int
    torn: bool


@dataclass(frozen=True, slots=True)
class _Rows:
    """Ids by place: of what ends there and of what begins there, for pairs and for single bytes; -1 for none."""

    last: tuple[Ids, Ids]
    next: tuple[Ids, Ids]


@dataclass(frozen=True, slots=True)
class Judge:
    """What decides: the characters of the encoding, how they follow each other, and how often bytes were lost."""

    alphabet: Alphabet
    model: Language
    torn: float = TORN
    first: float = 0.0  # for the first byte, where the file may begin within a character


def find_torn(data: bytes, judge: Judge, left: int, right: int, near: NDArray[np.bool_]) -> list[Piece]:
    """The pieces of these bytes, which begin and end with a character; ``near``: bytes that may be torn.

    ``left`` and ``right`` are the ids of the characters beside them.
    """
    ways = _Ways(data, judge, left, right, near)
    for at in range(len(data)):
        for kind in (PAIR, SINGLE, LOOSE):
            if ways.best[at][kind] > NEVER / 2:
                ways.go_on(at, kind)
    return ways.retrace()


class _Ways:
    """The best way to each place, by what it ends with, and how it came: (place, kind, whether past a torn byte)."""

    def __init__(self, data: bytes, judge: Judge, left: int, right: int, near: NDArray[np.bool_]) -> None:
        rows = _read_rows(data, judge.alphabet, left)
        model, size = judge.model, len(data)
        self.size, self.near = size, near.tolist()
        far = np.full(size, int(model.ids("\n")[0]))  # nothing is known to follow what is no character
        lasts = (rows.last[PAIR][:size], rows.last[SINGLE][:size], far)
        self.on = [[_follow(model, last, rows.next[m]).tolist() for m in (PAIR, SINGLE)] for last in lasts]
        self.off = [float(_follow(model, rows.last[k][-1:], np.array([right]))[0]) for k in (PAIR, SINGLE)] + [0.0]
        self.torn = _weigh_torn(data, judge, rows, right, near)
        self.best = [[NEVER] * 3 for _ in range(size + 1)]
        self.came: list[list[tuple[int, int, bool]]] = [[(0, 0, False)] * 3 for _ in range(size + 1)]
        self.best[0][SINGLE] = 0.0
        self.end: tuple[float, int, int, bool] = (NEVER, size, SINGLE, False)  # likewise, for a torn byte at the end

    def go_on(self, at: int, kind: int) -> None:
        """Follow the best way to a place by one character, with a torn one before it or none."""
        score = self.best[at][kind]
        for after, to in ((PAIR, at + 2), (SINGLE, at + 1)):
            self._come(to, after, score + self.on[kind][after][at], (at, kind, False))
            if kind != LOOSE and self.near[at] and (value := self.torn.get((at, kind, after))) is not None:
                self._come(to + 1, after, score + value, (at, kind, True))
        self._come(at + 1, LOOSE, score + BAD, (at, kind, False))
        if at + 1 == self.size and (value := self.torn.get((at, kind, LOOSE))) is not None:
            self.end = max(self.end, (score + value, at, kind, True))

    def _come(self, to: int, kind: int, score: float, came: tuple[int, int, bool]) -> None:
        if to <= self.size and score > max(self.best[to][kind], NEVER / 2):
            self.best[to][kind], self.came[to][kind] = score, came

    def retrace(self) -> list[Piece]:
        """The pieces of the best way of all."""
        last = self.best[self.size]
        ends = [(last[kind] + self.off[kind], self.size, kind, False) for kind in (PAIR, SINGLE, LOOSE)]
        _, at, kind, torn = max(self.end, *ends)
        pieces = [Piece(at, at + 1, True)] if torn else []
        while at:
            before, was, torn = self.came[at][kind]
            first = before + torn
            pieces.append(Piece(first, at, kind == LOOSE))
            if torn:
                pieces.append(Piece(before, first, True))
            at, kind = before, was
        return pieces[::-1]


def _read_rows(data: bytes, alphabet: Alphabet, left: int) -> _Rows:
    codes = np.frombuffer(data, dtype=np.uint8).astype(np.int64)
    pairs = np.append(alphabet.ids[codes[:-1] << 8 | codes[1:]], -1)
    single = alphabet.single[codes]
    return _Rows(
        (np.concatenate(([-1, -1], pairs[:-1])), np.concatenate(([left], single))),
        (pairs, single),
    )


def _follow(model: Language, last: Ids, after: Ids) -> Floats:
    both = (last >= 0) & (after >= 0)
    found: Floats = np.where(both, model.follow(np.maximum(last, 0), np.maximum(after, 0)), NEVER)
    return found


def _weigh_torn(
    data: bytes, judge: Judge, rows: _Rows, right: int, near: NDArray[np.bool_]
) -> dict[tuple[int, int, int], float]:
    """What a torn character at a place is worth between what ends there and what begins behind it."""
    model, asked = judge.model, list[tuple[int, int, int]]()
    costs: list[float] = []
    befores: list[int] = []
    afters: list[int] = []
    guesses: list[Ids] = []
    for at in np.flatnonzero(near).tolist():
        options = judge.alphabet.left_of(data[at])[:FITTING]
        if not len(options):
            continue
        ids = model.numbers[np.minimum(options, 0xFFFF)].astype(np.int64)
        for k in (PAIR, SINGLE):
            before = int(rows.last[k][at])
            behind = (
                [(LOOSE, right)] if at + 1 == len(data) else [(m, int(rows.next[m][at + 1])) for m in (PAIR, SINGLE)]
            )
            for m, after in behind:
                if before >= 0 and after >= 0:
                    asked.append((at, k, m))
                    costs.append(
                        judge.torn
                        + (0.0 if at else judge.first)
                        + _weigh_letter(data[at], at > 0 and SINGLE in (k, m), judge.torn)
                    )
                    befores.append(before)
                    afters.append(after)
                    guesses.append(ids)
    if not asked:
        return {}
    sizes = [len(ids) for ids in guesses]
    flat = np.concatenate(guesses)
    worth = model.follow(np.repeat(befores, sizes), flat) + model.follow(flat, np.repeat(afters, sizes))
    most = np.maximum.reduceat(worth, np.cumsum([0, *sizes[:-1]])) + np.array(costs)
    return dict(zip(asked, most.tolist(), strict=True))


def _weigh_letter(byte: int, beside: bool, torn: float) -> float:
    """What speaks for or against a letter or sign being what is left of a character; ``beside``: next to another."""
    if beside and byte < 0x80:
        return LETTER
    if 0x41 <= byte <= 0x5A:
        return ALONE if torn == TORN else -1.0
    return SIGN if byte < 0x80 and chr(byte) in SIGNS else 0.0
