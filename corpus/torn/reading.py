"""Files of two-byte characters read again where single bytes were lost from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from corpus.chunks import Chunk, read_chunk
from corpus.lines import line_end, line_start
from corpus.repair.language import load_language
from corpus.repair.lost_bytes.alphabets import load_alphabet
from corpus.repair.lost_bytes.places import find_places, find_trails
from corpus.repair.lost_bytes.torn_marks import write_mark
from corpus.torn.gates import GATES
from corpus.torn.lattice import ODD, TORN, TORN_HERE, Judge, Piece, find_torn

BEFORE, AFTER = 24, 8  # characters around such a place that are read again
ADAPTED = 1.0  # log-odds that knowing the page may add
CUT = 8.0  # what speaks for its first byte
OPENING = 60  # bytes of such a file any of which may be torn
SEVERAL = 3  # so many lost bytes make one more no surprise
_LETTER = re.compile("[@-~\ufffd]")
_ODD_AROUND = 3  # bytes around an unlikely character that may be torn


def read_pieces(data: bytes, start: int, end: int, codec: str) -> Iterator[Chunk]:
    """data[start:end], which begins and ends with a character of UTF-16; any byte of it may be torn."""
    model = load_language()
    left, right = (data[at : at + 2].decode(codec, "replace")[:1] or "\n" for at in (max(0, start - 2), end))
    ids = model.ids((left if start > 1 else "\n") + right).tolist()
    part = data[start:end]
    near = np.ones(len(part), dtype=np.bool_)
    pieces = find_torn(part, Judge(load_alphabet(codec), model), ids[0], ids[-1], near)
    yield from write_pieces(part, start, pieces, codec, len(data))


def write_pieces(data: bytes, byte: int, pieces: list[Piece], codec: str, size: int) -> Iterator[Chunk]:
    """The chunks of these bytes, which begin at a byte of a file of this size; torn ones as signs of what is left."""
    done = 0
    for piece in pieces:
        if piece.torn:
            if piece.start > done:
                yield from read_chunk(data[done : piece.start], codec, byte + done)
            left = data[piece.start]
            # A file that begins or ends within a character was cut off there.
            known = 0 < byte + piece.start < size - 1 and len(load_alphabet(codec).left_of(left))
            mark = write_mark(codec, left) if known else "\ufffd"
            yield Chunk(mark, byte + piece.start, 1, None)
            done = piece.end
    yield from read_chunk(data[done:], codec, byte + done)


def shows_loss(text: str, codec: str) -> bool:
    """Whether any place of a text that a gate let through looks as if a byte was lost, by its nearest neighbours.

    >>> shows_loss("推進G60科創走廊，A級景區", "big5hkscs"), shows_loss("專案已經竣F，正在驗收", "big5hkscs")
    (False, True)
    """
    if "\ufffd" in text:
        return True
    places = [found.end() - 1 for found in GATES[codec].finditer(text)]
    alphabet, model = load_alphabet(codec), load_language()
    if find_trails(text, places, alphabet.pairs):
        return True
    for at in places:
        left, this, right = model.ids(text[at - 1] + text[at] + (text[at + 1 : at + 2] or "\n")).tolist()
        stands = model.follow(np.array([left, this]), np.array([this, right])).sum()
        ids = model.numbers[np.minimum(alphabet.left_of(ord(text[at])), 0xFFFF)].astype(np.int64)
        if len(ids) and (model.follow(left, ids) + model.follow(ids, right)).max() + TORN + ADAPTED > stands:
            return True
    return False


class Torn:
    """Reads the lines of one file."""

    def __init__(self, codec: str, data: bytes, *, cut: bool) -> None:
        """``cut``: the file is rather read from its second byte on."""
        self.codec, self.size, self.cut = codec, len(data), cut
        text = data.decode(codec, "replace")
        seen = Counter(text[max(0, at - 1) : at + 2] for at in self._places(text))
        self.usual = {around for around, count in seen.items() if count > 1 and "\ufffd" not in around}
        self.judge = Judge(load_alphabet(codec), load_language().adapt(self._sound_pieces(text)))
        found = at = 0
        for line in data.splitlines(keepends=True):
            found += sum(chunk.codec is None for chunk in self.read_line(line, at))
            at += len(line)
            if found >= SEVERAL:
                self.judge = replace(self.judge, torn=TORN_HERE)
                break

    def _sound_pieces(self, text: str) -> list[str]:
        pieces, at = [], 0
        for start, end in self._suspicious(text, self._before()):
            pieces.append(text[at : max(at, start)])
            at = end
        return [piece for piece in (*pieces, text[at:]) if len(piece) > 1]

    def _before(self) -> int:
        """How many characters before a sign of damage may be damaged: in GB 18030 all up to the line's beginning."""
        return BEFORE if self.codec != "gb18030" else 1 << 30

    def _places(self, text: str) -> list[int]:
        """Offsets of what sound text shows seldom."""
        if self.codec == "gb18030":
            return find_places(text)
        return [found.end() - 1 for found in GATES[self.codec].finditer(text)]

    def _suspicious(self, text: str, before: int) -> list[tuple[int, int]]:
        """Parts of lines that show damage, with so much before it; those that touch taken together."""
        found: list[tuple[int, int]] = []
        for at in self._places(text):
            if text[max(0, at - 1) : at + 2] in self.usual:
                continue
            first = max(at - before, line_start(text, at))
            last = min(at + 1 + AFTER, line_end(text, at))
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], max(last, found[-1][1]))
            elif first < last:
                found.append((first, last))
        return found

    def read_line(self, line: bytes, byte: int) -> Iterator[Chunk]:
        """The chunks of a line that begins at this byte of the file."""
        text = line.decode(self.codec, "replace")
        chars: list[int] = []
        done = 0
        ends_cut = byte + len(line) == self.size and text.endswith("\ufffd")
        opening = self.cut and not byte
        whole = [(0, len(text.rstrip("\r\n")))]
        for first, last in whole if opening else self._suspicious(text[: len(text) - ends_cut], self._before()):
            chars = chars or self._split(line)
            start, end = chars[first], chars[last]
            left, right = text[first - 1] if first else "\n", text[last : last + 1] or "\n"
            pieces = self._read_again(line[start:end], left, right, OPENING if opening else 0)
            if not any(piece.torn for piece in pieces):
                continue
            yield from read_chunk(line[done:start], self.codec, byte + done)
            yield from write_pieces(line[start:end], byte + start, pieces, self.codec, self.size)
            done = end
        yield from read_chunk(line[done:], self.codec, byte + done)

    def _split(self, line: bytes) -> list[int]:
        """The byte at which each character begins as the line reads, and its end."""
        starts: list[int] = []
        for chunk in read_chunk(line, self.codec, 0):
            at = chunk.byte
            if chunk.codec is None:
                starts.append(at)
                continue
            for char in chunk.text:
                starts.append(at)
                at += len(char.encode(self.codec, "ignore"))  # Big5 has a few characters of two code points
        return [*starts, len(line)]

    def _read_again(self, data: bytes, left: str, right: str, opening: int) -> list[Piece]:
        ids = self.judge.model.ids(left + right)
        near = self._find_odd(data, left + data.decode(self.codec, "replace") + right)
        near[:opening] = True
        judge = replace(self.judge, first=CUT) if opening else self.judge
        return find_torn(data, judge, int(ids[0]), int(ids[-1]), near)

    def _find_odd(self, data: bytes, text: str) -> np.ndarray:
        """Which bytes are in or beside a character that is unlikely where it stands; ``text`` with its neighbours."""
        model = self.judge.model
        ids = model.ids(text)
        cost = model.follow(ids[:-1], ids[1:])
        odd = (cost[:-1] < ODD) | (cost[1:] < ODD)
        for found in _LETTER.finditer(text):
            if text[found.start() - 1 : found.start() + 2] not in self.usual:
                odd[max(0, found.start() - 2) : found.end()] = True
        near = np.zeros(len(data), dtype=np.bool_)
        starts = self._split(data)
        for i in np.flatnonzero(odd).tolist():
            near[max(0, starts[i] - _ODD_AROUND) : starts[i + 1] + _ODD_AROUND] = True
        return near
