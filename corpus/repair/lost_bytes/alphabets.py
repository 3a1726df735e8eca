"""Which pairs of bytes are characters in an encoding, and which characters a single byte may be left of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from corpus.repair.language import Ids, load_language
from corpus.repair.lost_bytes.pairs import Pairs
from corpus.simplify import convert_characters


@dataclass(frozen=True)
class Alphabet:
    """The characters of two bytes of one encoding: ``points[first << 8 | second]``, 0 where there is none."""

    codec: str
    points: Ids

    @cached_property
    def ids(self) -> Ids:
        """Code → id in the language model, -1 where it is no character."""
        model = load_language()
        found: Ids = np.where(self.points > 0, model.numbers[np.minimum(self.points, 0xFFFF)], -1)
        return found

    @cached_property
    def single(self) -> Ids:
        """Byte → id of the character that it is by itself, -1 where it is none."""
        found = np.full(0x100, -1, dtype=np.int64)
        if not self.codec.startswith("utf-16"):
            found[:0x80] = load_language().ids("".join(map(chr, range(0x80))))
        return found

    @cached_property
    def _left(self) -> dict[int, Ids]:
        return {}

    @cached_property
    def pairs(self) -> Pairs:
        """The same characters as the decoder of re-encoded GBK knows its own."""
        codes = np.flatnonzero((self.points > 0) & (self.points < 0x10000))
        chars = "".join(map(chr, self.points[codes].tolist()))
        simple = dict(zip(codes.tolist(), convert_characters(chars), strict=True))
        ids, script = np.maximum(self.ids, 0), np.zeros(0x10000, dtype=np.int8)
        known = (self.ids >= 0) & (self.ids < len(load_language().count) - 1)
        return Pairs(simple, ids, known, script, dict(zip(chars, codes.tolist(), strict=True)))

    def left_of(self, byte: int) -> Ids:
        """Code points of the characters that this may be one of the two bytes of, the commonest first."""
        if byte not in self._left:
            model = load_language()
            table = self.points.reshape(0x100, 0x100)
            found = np.unique(np.concatenate((table[byte], table[:, byte])))
            found = found[found > 0x7F]
            ids = model.numbers[np.minimum(found, 0xFFFF)]
            known = ids < len(model.count) - 1
            order = np.argsort(-model.first[ids[known]], kind="stable")
            self._left[byte] = found[known][order].astype(np.int64)
        return self._left[byte]


@cache
def load_alphabet(codec: str) -> Alphabet:
    """The alphabet of an encoding; made when the first torn character is met.

    >>> alphabet = load_alphabet("big5hkscs")
    >>> chr(alphabet.points[0xBFA4]), "縣" in map(chr, alphabet.left_of(0xBF))    # "county"
    ('縣', True)
    """
    points = np.zeros(0x10000, dtype=np.int64)
    if codec.startswith("utf-16"):
        own = np.arange(0x10000)
        own[0xD800:0xE000] = 0
        points[:] = own if codec == "utf-16-be" else own.reshape(0x100, 0x100).T.ravel()
        return Alphabet(codec, points)
    for code in range(0x8140, 0x10000):
        # In GB 18030 a digit behind such a byte begins a character of four.
        if code & 0xFF >= 0x40:
            char = code.to_bytes(2, "big").decode(codec, "ignore")
            points[code] = ord(char) if len(char) == 1 and char > "\x7f" else 0
    return Alphabet(codec, points)
