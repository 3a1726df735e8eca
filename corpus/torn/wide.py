"""UTF-16 from which single bytes were lost: after each of them every character begins a byte earlier."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from corpus.chunks import Chunk, read_chunk
from corpus.prior import FOREIGN, weights

SWITCH = -16.0  # nats for a lost byte; a character read one byte off costs half as much more than a sound one
FIRST_BYTE = -8.0  # for one that is lost before the first character
AROUND = 8  # characters on each side of where the reading changes that are looked at closely
_CALM = 4  # characters: of sound text hardly two in so many are strange


def read_wide(data: bytes, codec: str, first: int) -> Iterator[Chunk]:
    """Decode UTF-16 from byte ``first`` on, in step again after every lost byte.

    >>> from corpus.repair.lost_bytes.torn_marks import read_mark
    >>> data = ("縣域醫療衛生" * 9).encode("utf-16-le")       # "county-level health care"
    >>> chunks = list(read_wide(data[:51] + data[52:], "utf-16-le", 0))
    >>> [(chunk.byte, read_mark(chunk.text)) for chunk in chunks if chunk.codec is None]     # of 域, U+57DF
    [(50, ('utf-16-le', 223))]
    """
    start, spots = _find_spots(data, codec, first)
    if start > first:
        yield Chunk("\ufffd", first, 1, None)
    if spots:
        from corpus.torn.reading import read_pieces

        for low, high in _join_near(spots):
            begin, end = max(start, low - 2 * AROUND), min(len(data) - (len(data) - high) % 2, high + 2 * AROUND)
            yield from read_chunk(data[start:begin], codec, start)
            yield from read_pieces(data, begin, end, codec)
            start = end
    yield from read_chunk(data[start:], codec, start)


def _join_near(spots: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spots, those whose surroundings touch taken together."""
    first, last = spots[0]
    for start, end in spots[1:]:
        if start - last > 4 * AROUND:
            yield first, last
            first = start
        last = end
    yield first, last


def _find_spots(data: bytes, codec: str, first: int) -> tuple[int, list[tuple[int, int]]]:
    """(where the first character begins, the bytes at which characters change between even and odd places or are
    strange), each from one character's beginning to another's.
    """
    even, odd = _weigh(data, codec, first), _weigh(data, codec, first + 1)
    if not len(odd) or not _find_strange(even).any():
        return first, []
    odd = np.append(odd, np.zeros(len(even) - len(odd)))
    ends, ways = _follow(even.tolist(), odd.tolist())
    phase = 0 if ends[0] >= ends[1] else 1
    strange = _find_strange(even), _find_strange(odd)
    spots: list[tuple[int, int]] = []
    at = len(even) - 1
    while at >= 0:
        byte = first + 2 * at + phase
        if strange[phase][at]:
            spots.append((byte, byte + 2))
        if ways[phase][at]:
            spots.append((byte - 1, byte))
            at -= 1 if phase else 2
            phase = 1 - phase
        else:
            at -= 1
    return first + phase, spots[::-1]


def _follow(even: list[float], odd: list[float]) -> tuple[tuple[float, float], tuple[bytearray, bytearray]]:
    """The worth of the best ways to the end, and at which characters each came from the other."""
    here, there, before = 0.0, FIRST_BYTE, -1e9  # even, odd, odd one character earlier
    ways = bytearray(len(even)), bytearray(len(even))
    for at, (one, other) in enumerate(zip(even, odd, strict=True)):
        to_even, to_odd = before + SWITCH, here + SWITCH
        before = there
        if to_odd > there and at:
            there, ways[1][at] = to_odd, 1
        if to_even > here:
            here, ways[0][at] = to_even, 1
        here, there = here + one, there + other
    return (here, there), ways


def _weigh(data: bytes, codec: str, first: int) -> NDArray[np.float64]:
    """How likely each two bytes from ``first`` on are as a character."""
    size = max(0, len(data) - first) // 2
    units = np.frombuffer(
        data, dtype="<u2" if codec == "utf-16-le" else ">u2", count=size, offset=min(first, len(data))
    )
    kinds, place = np.unique(units, return_inverse=True)
    weigh = weights()
    table = np.array([weigh[chr(unit)] for unit in kinds.tolist()])
    found: NDArray[np.float64] = table[place] if size else np.empty(0)
    return found


def _find_strange(weights_: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The strange characters that have another near: of sound text hardly two in so many are."""
    strange = weights_ <= FOREIGN
    near = np.convolve(strange, np.ones(2 * _CALM - 1), "same") if len(strange) else strange
    found: NDArray[np.bool_] = strange & (near[: len(strange)] > 1)
    return found
