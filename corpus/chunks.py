"""Decoding that keeps apart what could not be decoded, so that every character knows its byte."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from corpus.model import Note, Stretch
from corpus.prior import likelihood, weights

_WINDOW = 256  # bytes
_SWITCH_COST = 25.0  # nats
_FIRST_BYTE_COST = 8.0
_TURNED = 50.0  # nats by which the other order of bytes must be likelier than that of the byte order mark
_LOOK = 32_768  # bytes that are enough to tell


@dataclass(frozen=True, slots=True)
class Chunk:
    """Text decoded from ``size`` bytes at ``byte``; ``codec`` is None for U+FFFD in place of bad bytes."""

    text: str
    byte: int
    size: int
    codec: str | None


def read_chunk(data: bytes, codec: str, byte: int) -> Iterator[Chunk]:
    """Decode as ``errors="replace"`` does, keeping apart what it replaced."""
    view, at = memoryview(data), 0
    while at < len(data):
        try:
            yield Chunk(codecs.decode(view[at:], codec), byte + at, len(data) - at, codec)
            return
        except UnicodeDecodeError as error:
            if error.start:
                sound = view[at : at + error.start]
                yield Chunk(codecs.decode(sound, codec), byte + at, error.start, codec)
            yield Chunk("\ufffd", byte + at + error.start, error.end - error.start, None)
            at += error.end


def join_chunks(chunks: Iterable[Chunk]) -> tuple[str, tuple[Stretch, ...], list[tuple[int, int]]]:
    """(text, stretches, bad bytes as (offset, count))."""
    parts: list[str] = []
    stretches: list[Stretch] = []
    bad: list[tuple[int, int]] = []
    length = 0
    for chunk in chunks:
        if chunk.codec is None:
            bad.append((chunk.byte, chunk.size))
        if not stretches or chunk.codec is None or stretches[-1].encoding != chunk.codec:
            stretches.append(Stretch(length, chunk.byte, chunk.codec))
        parts.append(chunk.text)
        length += len(chunk.text)
    return "".join(parts), tuple(stretches), bad


def bad_notes(bad: list[tuple[int, int]], codec: str) -> tuple[Note, ...]:
    """What is told of the bytes that could not be decoded, (byte, how many) each; nothing where there are none.

    >>> [note.message for note in bad_notes([(7, 1), (30, 2)], "gb18030")]
    ["3 bytes that are no gb18030 stand as U+FFFD (errors='replace'), at byte 7, 30"]
    """
    if not bad:
        return ()
    where = ", ".join(str(byte) for byte, _ in bad[:5]) + (" …" if len(bad) > 5 else "")
    count = sum(size for _, size in bad)
    return (
        Note(
            "bytes replaced",
            f"{count} bytes that are no {codec} stand as U+FFFD (errors='replace'), at byte {where}",
            "junxian show gives the bytes around each",
        ),
    )


def read_wide(data: bytes, codec: str, first: int, phase: int) -> Iterator[Chunk]:
    """Decode UTF-16 from byte ``first`` on; ``phase`` is the byte that its characters mostly begin at.

    A lost byte tears every later character, so both readings are followed and joined where they meet.
    """
    start, cuts = _find_cuts(data, codec, first, phase)
    if start > first:
        yield Chunk("\ufffd", first, start - first, None)
    for cut in cuts:
        yield from read_chunk(data[start:cut], codec, start)
        yield Chunk("\ufffd", cut, 1, None)
        start = cut + 1
    yield from read_chunk(data[start:], codec, start)


def _find_cuts(data: bytes, codec: str, first: int, phase: int) -> tuple[int, list[int]]:
    """(where the first character begins, where the characters change between even and odd bytes)."""
    starts = range(first, len(data), _WINDOW)
    best = [0.0, -_FIRST_BYTE_COST]
    came: list[tuple[int, int]] = []
    for start in starts:
        here = [likelihood(data[start + p : start + p + _WINDOW].decode(codec, "replace")) for p in (0, 1)]
        cost = _SWITCH_COST if came else 2 * _FIRST_BYTE_COST
        before = (0 if best[0] >= best[1] - cost else 1, 1 if best[1] >= best[0] - cost else 0)
        best = [here[p] + max(best[p], best[1 - p] - cost) for p in (0, 1)]
        came.append(before)
    parity = 0 if best[0] >= best[1] else 1
    cuts = []
    for number in range(len(came) - 1, 0, -1):
        before_ = came[number][parity]
        if before_ != parity:
            cuts.append(_refine_cut(data, codec, first + before_, starts[number]))
        parity = before_
    return first + (parity if came else phase), cuts[::-1]


def _refine_cut(data: bytes, codec: str, begin: int, near: int) -> int:
    """The byte near ``near``, an even way from ``begin``, after which characters are best read a byte later."""
    first = max(begin, near - 2 * _WINDOW + (begin - near) % 2)
    last = min(len(data), near + 2 * _WINDOW)
    weigh = weights()

    def sums(start: int) -> list[float]:
        pairs = [data[at : at + 2].decode(codec, "replace") for at in range(start, last - 1, 2)]
        return [0.0, *accumulate(sum(map(weigh.__getitem__, pair)) for pair in pairs)]

    before, after = sums(first), sums(first + 1)
    n = min(len(before), len(after))
    return first + 2 * max(range(n), key=lambda k: before[k] + after[-1] - after[k])


def read_four(data: bytes) -> tuple[str, str] | None:
    """(text, codec) of UTF-32 without a byte order mark; hardly anything else is valid so.

    >>> read_four("县".encode("utf-32-be"))
    ('县', 'utf-32-be')
    """
    for codec in ("utf-32-le", "utf-32-be"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, codec
    return None


def find_turned(data: bytes, codec: str) -> str:
    """The UTF-16 of the other order of bytes, where the text after a byte order mark is likelier in it; else ""."""
    other = "utf-16-le" if codec == "utf-16-be" else "utf-16-be"
    own, turned = (likelihood(data[2:_LOOK].decode(name, "replace")) for name in (codec, other))
    return other if turned > own + _TURNED else ""
