"""Bytes that a wrong reading left behind, and the likeliest characters that they were.

Each character of the garbled text is a unit: the bytes that it stands for, sometimes with a second
possibility. The characters of the right encoding are found as the likeliest way through all of them,
so that a lost byte costs one character and not the rest of the line.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.prior import weights

Unit = tuple[bytes, ...]  # possible bytes of one character, the plain one first
UNKNOWN = b""  # a unit that stands for a byte nobody knows, or two
HOLE = "\ufffd"
_HOLE_COST = -16.0
_LETTER_COST = -8.0  # a lone letter among wide characters is more often the second half of one
_SECOND_COST = -4.0
_VANISHED_COST = -8.0
_VANISHED_USUAL = -7.5  # only the commonest characters are seen where nothing shows that one was there


@dataclass(frozen=True, slots=True)
class Block:
    """Characters ``new`` were what units ``start:end`` stand for; the smallest such pieces."""

    start: int
    end: int
    new: str
    plain: bool  # no second possibility was taken
    doubtful: bool = False  # reads so badly among its neighbours that something may be lost there


@cache
def _char(data: bytes, codec: str) -> str | None:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return text if len(text) == 1 else None


def _width(lead: int, codec: str) -> int:
    """How many bytes a character beginning with this one has."""
    if lead < 0x80:
        return 1
    if codec != "utf-8":
        return 2
    return 4 if lead >= 0xF0 else 3 if lead >= 0xE0 else 2


class Lattice:
    """Nodes are places between bytes; each edge is a byte (None: unknown) with its cost."""

    def __init__(
        self,
        units: Sequence[Unit],
        second: float = _SECOND_COST,
        vanished: float = _VANISHED_COST,
        usual: float = _VANISHED_USUAL,
    ) -> None:
        self.second = second  # what it costs not to take the plain bytes of a unit
        self.vanished = vanished  # and that a byte went without a trace
        self.usual = usual  # and how rare a character may be to be seen there
        self.edges: list[list[tuple[int | None, int, float]]] = []
        self.unit_at: list[int] = []  # the unit that a node begins or lies in
        self.border: list[bool] = []
        for number, unit in enumerate(units):
            self._add_unit(number, unit)
        self._add_node(len(units), True)

    def _add_node(self, number: int, border: bool) -> int:
        self.edges.append([])
        self.unit_at.append(number)
        self.border.append(border)
        return len(self.edges) - 1

    def _add_unit(self, number: int, unit: Unit) -> None:
        start = self._add_node(number, True)
        ways: list[tuple[list[int | None], float]] = []
        # Where only a few bytes are possible, each of them is as good.
        second = -math.log(len(unit)) if unit[0] == UNKNOWN else self.second
        for rank, data in enumerate(unit):
            cost = second if rank else 0.0
            if data == UNKNOWN:
                # One sign for what could not be read: mostly of one byte, at times of two.
                ways += [([None], cost), ([None, None], cost + _SECOND_COST / 2)]
            else:
                ways.append((list(data), cost))
        chains = [[start, *(self._add_node(number, False) for _ in values[1:])] for values, _ in ways]
        goal = len(self.edges)
        for (values, cost), chain in zip(ways, chains, strict=True):
            for i, value in enumerate(values):
                to = chain[i + 1] if i + 1 < len(values) else goal
                self.edges[chain[i]].append((value, to, cost if i == 0 else 0.0))


def read_units(units: Sequence[Unit], codec: str, vanished: bytes = b"") -> tuple[float, list[Block]]:
    """(log-probability, blocks) of the likeliest characters of this encoding.

    ``vanished`` is a second byte that may have gone without a trace, as soft hyphens do (经 is BE AD).

    >>> score, blocks = read_units([(b"\\xcf",), (b"\\xd8",), (b"\\xb3",), (b"\\xc7",)], "gb18030")
    >>> [block.new for block in blocks]      # "county town"
    ['县', '城']
    """
    lattice = Lattice(units)
    goal = len(lattice.edges) - 1
    best = [float("-inf")] * (goal + 1)
    came: list[tuple[int, str, bool] | None] = [None] * (goal + 1)
    best[0] = 0.0
    for node in range(goal):
        if best[node] == float("-inf"):
            continue
        for to, char, cost, plain in steps_from(lattice, node, codec, vanished):
            score = best[node] + cost
            if score > best[to]:
                best[to], came[to] = score, (node, char, plain)
    steps: list[tuple[int, int, str, bool]] = []
    node = goal
    while node:
        before = came[node]
        assert before is not None
        steps.append((before[0], node, before[1], before[2]))
        node = before[0]
    return best[goal], join_steps(lattice, steps[::-1])


def steps_from(lattice: Lattice, node: int, codec: str, vanished: bytes = b"") -> list[tuple[int, str, float, bool]]:
    """What the bytes from a node on may have been: (node behind it, character, cost, whether its bytes say just that).

    >>> lattice = Lattice([(b"\\xcf",), (b"\\xd8",)])
    >>> [(to, char) for to, char, _, plain in steps_from(lattice, 0, "gb18030") if plain]      # "county"
    [(2, '县')]
    """
    weigh = weights()
    found: list[tuple[int, str, float, bool]] = []
    for value, to, cost in lattice.edges[node]:
        found.append((to, HOLE, _HOLE_COST + cost, False))
        if value is None:
            # An unknown byte may begin a character of two.
            found += [
                (end, HOLE, _HOLE_COST + cost + more, False) for byte, end, more in lattice.edges[to] if byte is None
            ]
            continue
        for data in _completed(value, vanished, codec):
            char = _char(data, codec)
            if char is not None and weigh[char] > lattice.usual:
                found.append((to, char, weigh[char] + cost + lattice.vanished, False))
        if codec == "utf-8" and _width(value, codec) == 3:
            # One byte of three is gone: what is left of the character is one hole.
            tails = [(end, byte) for byte, end, _ in lattice.edges[to]]
            found += [(end, HOLE, _HOLE_COST, False) for end, byte in tails if byte is None or byte & 0xC0 == 0x80]
        for data, end, price, torn in _paths(lattice, value, to, cost, codec):
            char = HOLE if torn else _char(data, codec)
            price += _LETTER_COST if codec != "utf-8" and b"@" < data < b"\x7f" else 0.0
            if char is not None:
                plain = not torn and price in (0.0, _LETTER_COST)
                found.append((end, char, price + (_HOLE_COST if torn else weigh[char]), plain))
    return found


def _paths(lattice: Lattice, value: int, to: int, cost: float, codec: str) -> list[tuple[bytes, int, float, bool]]:
    """The bytes of a character that begins with this one: (bytes, node behind them, cost, whether one is unknown)."""
    paths = [(bytes((value,)), to, cost, False)]
    for _ in range(_width(value, codec) - 1):
        paths = [
            (data + bytes((after or 0,)), end, price + more, torn or after is None)
            for data, middle, price, torn in paths
            for after, end, more in lattice.edges[middle]
        ]
    return paths


def _completed(value: int, vanished: bytes, codec: str) -> tuple[bytes, ...]:
    """The two bytes that one was a part of if the other vanished; in Big5 also the first, before a letter or sign."""
    if not vanished:
        return ()
    after = (bytes((value,)) + vanished,) if value > 0x80 else ()
    return (*after, vanished + bytes((value,))) if codec.startswith("big5") and value >= 0x40 else after


class Way:
    """One step of a reading in which neighbours count: from which node to which, with which characters, after what."""

    __slots__ = ("before", "frm", "new", "plain", "to")

    def __init__(self, frm: int, to: int, new: str, plain: bool, before: Way | None) -> None:
        self.frm, self.to, self.new, self.plain, self.before = frm, to, new, plain, before


State = tuple[float, Way | None]  # what a reading up to a node is worth, and its last step


def retrace(last: Way | None) -> list[tuple[int, int, str, bool]]:
    """The steps of the reading that ends with this one, from its beginning.

    >>> retrace(Way(2, 4, "城", True, Way(0, 2, "县", True, None)))      # "county town"
    [(0, 2, '县', True), (2, 4, '城', True)]
    """
    steps = []
    while last is not None:
        steps.append((last.frm, last.to, last.new, last.plain))
        last = last.before
    return steps[::-1]


def join_steps(lattice: Lattice, steps: list[tuple[int, int, str, bool]]) -> list[Block]:
    """Characters that do not begin and end with a unit belong to one block with their neighbours."""
    blocks: list[Block] = []
    start, new, plain = 0, "", True
    for _, to, char, is_plain in steps:
        new += char
        plain = plain and is_plain
        if lattice.border[to]:
            blocks.append(Block(start, lattice.unit_at[to], new, plain))
            start, new, plain = lattice.unit_at[to], "", True
    return blocks
