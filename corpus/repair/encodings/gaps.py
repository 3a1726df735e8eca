"""UTF-8 of which a misreading program dropped bytes: what it had no character for, it left out or wrote as ?.

Windows-1252 has no character for five bytes; GBK none for pairs that users may define, and none for a byte left over
before a digit or at an end. Which bytes can be missing where is known, so that neighbouring characters decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Literal

import numpy as np

from corpus.prior import weights
from corpus.repair.encodings.lattice import (
    HOLE,
    UNKNOWN,
    Block,
    Lattice,
    State,
    Unit,
    Way,
    join_steps,
    retrace,
    steps_from,
)
from corpus.repair.encodings.merged import weigh_blocks
from corpus.repair.language import load_language

Gaps = Literal["none", "signs", "controls", "pairs", "ends"]
_OPEN = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # Windows-1252 has no sign for them
_CONTROLS = tuple(range(0x80, 0xA0))  # and Latin-1 none for these
_MARK = 0x3F
_THIRD, _FOURTH = range(0xAA, 0xB0), range(0xA1, 0xA8)  # first bytes of pairs that users may define
_LEADS = (0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEF)
_SIGNS = "。，；：、）》”！？"
_GONE = -4.0  # nats that a missing byte or pair costs
_LOST = -16.0  # beside what a lost character costs elsewhere
_CLOSE = 2.0  # nats between two characters that are as good
_CLOSER = 3.0  # the same where half of all bytes are gone
_RARE = -11.0  # a character that is rarer is not looked for where bytes are missing
_RAREST = -18.0
_STATES = 6  # last characters that are followed from each place
_Step = tuple[int, str, float, bool]


def read_gaps(units: Sequence[Unit], gaps: Gaps) -> tuple[float, list[Block]]:
    """(log-probability, blocks) of the likeliest characters where bytes of this kind may be missing.

    >>> units = [(bytes([byte]),) for byte in "到位".encode() if byte != 0x8D]      # "in place"; 位 is E4 BD 8D
    >>> "".join(block.new for block in read_gaps(units, "signs")[1])
    '到位'
    """
    if gaps in ("signs", "controls"):
        units = [(b"?",) if unit[0] == UNKNOWN else unit for unit in units]  # one sign for what had none is as good
    lattice = Lattice(units)
    goal = len(lattice.edges) - 1
    states: list[dict[str, State]] = [{} for _ in range(goal + 1)]
    states[0]["\n"] = 0.0, None
    for node in range(goal):
        here = sorted(states[node].items(), key=lambda item: -item[1][0])[:_STATES]
        states[node] = {}
        if here:
            _follow(lattice, node, here, states, gaps)
    score, last = max(states[goal].values(), key=lambda state: state[0])
    blocks = weigh_blocks(join_steps(lattice, retrace(last)), units)
    return score, blocks if gaps == "signs" else _mark_close(blocks, units, gaps)


def _mark_close(blocks: list[Block], units: Sequence[Unit], gaps: Gaps) -> list[Block]:
    """In doubt is a character of which bytes are gone where its neighbours do not choose between several; if a sign
    shows that one is lost there, it is a hole."""
    model = load_language()
    marked = list(blocks)
    for i, block in enumerate(blocks):
        here = units[block.start : block.end]
        data = b"".join(unit[0] for unit in here).rstrip(b"?")
        if block.plain or len(block.new) > 1 or block.new == HOLE or not 0 < len(data) < 3 or data[0] < 0xE2:
            continue
        chars = _could_be(data, gaps)
        left = model.ids(blocks[i - 1].new[-1] if i else "\n")
        right = model.ids(blocks[i + 1].new[0] if i + 1 < len(blocks) else "\n")
        ids = model.ids(chars)
        scores = sorted(model.follow(np.full_like(ids, left[0]), ids) + model.follow(ids, np.full_like(ids, right[0])))
        if len(scores) > 1 and scores[-1] - scores[-2] < (_CLOSER if gaps == "controls" else _CLOSE):
            hole = gaps != "controls" and here[-1][0] in (UNKNOWN, b"?")
            marked[i] = replace(block, new=HOLE if hole else block.new, doubtful=True)
    return marked


def _could_be(data: bytes, gaps: Gaps) -> str:
    """The characters that these first bytes may be a part of."""
    if gaps != "controls":
        return "".join(char for third in range(0x80, 0xC0) if (char := _char(*data, third)))
    patterns = [(None, None)] if len(data) == 1 else [(None, data[1]), (data[1], None)]
    return "".join(char for pattern in patterns for char in _fill(data[0], pattern, _CONTROLS))


def _follow(
    lattice: Lattice,
    node: int,
    here: list[tuple[str, State]],
    states: list[dict[str, State]],
    gaps: Gaps,
) -> None:
    weigh, model = weights(), load_language()
    steps = [*steps_from(lattice, node, "utf-8"), *_steps_over(lattice, node, gaps)]
    if not steps:
        return
    first = model.ids("".join(new[0] for _, new, _, _ in steps))
    follow = model.follow(model.ids("".join(char for char, _ in here))[:, None], np.asarray(first)[None, :])
    last = model.ids("".join(new[-1] for _, new, _, _ in steps))
    inner = np.where([len(new) > 1 for _, new, _, _ in steps], model.follow(first, np.asarray(last)), 0.0)
    worth = []
    for (_, new, cost, _), within in zip(steps, inner.tolist(), strict=True):
        known = new[0] > "\x7f" and new[0] != HOLE
        # A step has the weight of its first character in it; its neighbour tells more.
        worth.append(cost + within - (weigh[new[0]] if known else 0.0) + (_LOST if new == HOLE else 0.0))
    for (_, (score, way)), row in zip(here, follow.tolist(), strict=True):
        for (to, new, _, plain), value, beside in zip(steps, worth, row, strict=True):
            known = new[0] > "\x7f" and new[0] != HOLE
            total = score + value + (max(beside, _RAREST) if known else 0.0)
            if new[-1] not in states[to] or total > states[to][new[-1]][0]:
                states[to][new[-1]] = total, Way(node, to, new, plain, way)


def _steps_over(lattice: Lattice, node: int, gaps: Gaps) -> Iterator[_Step]:
    """Steps over missing bytes; each costs what its first character weighs besides."""
    weigh = weights()
    for lead, to, _ in lattice.edges[node]:
        if lead not in _LEADS:
            continue
        seconds = [(byte, end) for byte, end, _ in lattice.edges[to] if byte is not None]
        gone = {"signs": _OPEN, "controls": _CONTROLS}.get(gaps)
        found = [_over_signs(lattice, lead, to, seconds, gone)] if gone else [_over_end(lattice, lead, seconds)]
        if gaps == "pairs":
            found.append(_over_pairs(lattice, lead, to, seconds))
        for end, new in chain.from_iterable(found):
            if weigh[new[0]] > _RARE:
                yield end, new, weigh[new[0]] + _GONE, False


def _over_signs(
    lattice: Lattice, lead: int, to: int, seconds: list[tuple[int, int]], gone: tuple[int, ...]
) -> Iterator[tuple[int, str]]:
    for end, pattern in _patterns(lattice, to, seconds):
        for char in _fill(lead, pattern, gone):
            yield end, char


def _patterns(
    lattice: Lattice, to: int, seconds: list[tuple[int, int]]
) -> Iterator[tuple[int, tuple[int | None, int | None]]]:
    """Where a character may end, and its second and third byte, None for a missing one."""
    yield to, (None, None)
    for second, end in seconds:
        if second == _MARK:
            yield end, (None, None)
            for third, last, _ in lattice.edges[end]:
                if third is not None and (third == _MARK or 0x80 <= third < 0xC0):
                    yield last, (None, None if third == _MARK else third)
        elif 0x80 <= second < 0xC0:
            yield end, (None, second)
            yield end, (second, None)
            for third, last, _ in lattice.edges[end]:
                if third == _MARK:
                    yield last, (second, None)


@cache
def _fill(lead: int, pattern: tuple[int | None, int | None], gone: tuple[int, ...]) -> tuple[str, ...]:
    weigh = weights()
    second, third = (gone if byte is None else (byte,) for byte in pattern)
    return tuple(c for two in second for three in third if (c := _char(lead, two, three)) and weigh[c] > _RARE)


def _over_end(lattice: Lattice, lead: int, seconds: list[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Over a byte that was left over before a digit or an end."""
    for second, end in seconds:
        if 0x80 <= second < 0xC0 and lattice.border[end]:
            after = [(following, last) for following, last, _ in lattice.edges[end]]
            ends = [last for following, last in after if following in (None, _MARK)]
            if not after or any(following is not None and following < 0x40 for following, _ in after):
                ends.append(end)
            for third in range(0x80, 0xC0) if ends else ():
                if char := _char(lead, second, third):
                    yield from ((last, char) for last in ends)


def _over_pairs(lattice: Lattice, lead: int, to: int, seconds: list[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Over two bytes of one character, or the last of one and the first of the next."""
    if lattice.border[to]:
        for char in _within_pair(lead):
            yield to, char
    for second, end in seconds:
        if not 0x80 <= second < 0xC0 or not lattice.border[end]:
            continue
        ahead = [char for third in _THIRD if (char := _char(lead, second, third))]
        for last, nexts in _behind_pair(lattice, [(byte, at) for byte, at, _ in lattice.edges[end]]):
            for char in ahead:
                for other in nexts:
                    yield last, char + other


def _behind_pair(lattice: Lattice, after: list[tuple[int | None, int]]) -> Iterator[tuple[int, list[str]]]:
    """Characters whose first byte went with the pair; of a sign that ends a line the last byte may be left over."""
    weigh = weights()
    for second, end in after:
        if second is None:
            continue
        if not lattice.edges[end] and (signs := [c for c in _SIGNS if c.encode()[1] == second]):
            yield end, signs
        for third, last, _ in lattice.edges[end]:
            if third is not None:
                chars = [char for lead in _LEADS if (char := _char(lead, second, third)) and weigh[char] > _RARE]
                if chars:
                    yield last, chars


@cache
def _within_pair(lead: int) -> tuple[str, ...]:
    pairs = [(a, b) for a in _THIRD for b in range(0xA1, 0xC0)] + [(a, b) for a in _FOURTH for b in range(0x80, 0xA1)]
    weigh = weights()
    return tuple(char for a, b in pairs if (char := _char(lead, a, b)) and weigh[char] > _RARE)


@cache
def _char(*data: int) -> str:
    try:
        return bytes(data).decode()
    except UnicodeDecodeError:
        return ""
