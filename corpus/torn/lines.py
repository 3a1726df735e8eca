"""Lines of a file that may have lost single bytes; a sound file loads none of what it would need."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from corpus.chunks import Chunk, read_chunk
from corpus.torn.gates import GATES


def may_be_torn(text: str, codec: str) -> bool:
    """Whether a text read in this encoding shows any sign of lost bytes.

    >>> may_be_torn("已經竣F", "big5hkscs"), may_be_torn("已經做了", "big5hkscs")    # "is done", one byte gone; whole
    (True, False)
    """
    gate = GATES.get(codec)
    if not gate or not gate.search(text):
        return False
    from corpus.torn.reading import shows_loss

    return shows_loss(text, codec)


def line_reader(data: bytes, codec: str, phase: int) -> tuple[int, Callable[[bytes, int], Iterable[Chunk]]]:
    """(the byte at which the first line begins, what reads a line that begins at a byte of this file).

    ``phase``: the byte from which the file reads best.
    """
    if not (phase and codec in GATES) and not may_be_torn(data[phase:].decode(codec, "replace"), codec):
        return phase, lambda line, byte: read_chunk(line, codec, byte)
    from corpus.torn.reading import Torn

    return 0, Torn(codec, data, cut=bool(phase)).read_line
