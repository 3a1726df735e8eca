"""A stretch of a page as the lost-byte decoder sees it: pairs of bytes, single bytes, stray glosses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from corpus.repair.glosses import LETTERS, TONED, Gloss
from corpus.repair.language import Floats, Ids, Language

# ？；！（ … were folded to half-width after the damage: in a run they stand for the pair A3 xx.
FOLDABLE = "!\"'(),-./:;?[]%&+"
STRAY_COST = -14.0  # log-chance of a gloss that belongs to no character before it
# A gloss that does not fit the character before it, or whose ( was eaten: 當?shù)厝.
_STRAY = re.compile(
    rf"[?\ufffd]?[(（] ?([{LETTERS}]{{1,7}}) ?[)）]|[?\ufffd]([a-z]{{0,4}}[{TONED}][{LETTERS}]{{0,4}})[)）]"
)
_MAY_BE_STRAY = re.compile("[?(（\ufffd]")
_TONE = re.compile(f"[{TONED}]")


class Token(NamedTuple):
    """One character as read by the browser, or one stray gloss."""

    start: int
    end: int
    lead: int  # first byte of a pair, else 0
    trail: int  # second byte of a pair, else 0
    single: int  # a byte that stands alone (ASCII, 0x80), else 0
    reading: str  # of a stray gloss, else empty


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens of one line or part of it, with how likely each is where it stands."""

    text: str
    tokens: list[Token]
    ids: Ids  # one per token
    context: Ids  # the id of the last character before each token, and before the end
    cost: Floats  # log-probability of each token after its context
    total: Floats  # sums of ``cost`` up to each token
    to_line_end: bool  # whether the line ends with the last token

    def spent(self, first: int, last: int) -> float:
        """Log-probability of tokens[first:last] as they stand."""
        return float(self.total[last] - self.total[first])

    def is_marked(self, first: int, at: int) -> bool:
        """Whether a run that begins with ``first``, its second character at ``at``, takes a ? for a lost byte."""
        return at > first and self.tokens[first].single == 0x3F

    def write(self, first: int, last: int) -> str:
        """tokens[first:last] as text, without stray glosses."""
        return "".join(self.text[t.start : t.end] for t in self.tokens[first:last] if not t.reading)


def read_tokens(text: str, start: int, end: int, glosses: list[Gloss]) -> list[Token]:
    """The tokens of text[start:end]; glosses that fit their character are left out."""
    tokens: list[Token] = []
    skip = {gloss.start: gloss.end for gloss in glosses}
    at = start
    for stop in sorted({found.start() for found in _MAY_BE_STRAY.finditer(text, start, end)}.union(skip)):
        if not at <= stop < end:
            continue
        if stop in skip:
            tokens += _read_characters(text, at, stop)
            at = skip[stop]
        elif (stray := _STRAY.match(text, stop, end)) and _TONE.search(stray[0]):
            tokens += _read_characters(text, at, stop)
            tokens.append(Token(stop, stray.end(), 0, 0, 0, stray[1] or stray[2]))
            at = stray.end()
    return tokens + _read_characters(text, at, end)


def _read_characters(text: str, start: int, end: int) -> list[Token]:
    make, read = Token._make, _read_bytes
    return [make((at, at + 1, *read(char))) for at, char in enumerate(text[start:end], start)]


@lru_cache(65536)
def _read_bytes(char: str) -> tuple[int, int, int, str]:
    """(first, second byte of a pair, byte that stands alone, no reading) of a character; 0 for what it has not."""
    code = ord(char)
    if code < 0x80:
        return (0xA3, code + 0x80, code, "") if char in FOLDABLE else (0, 0, code, "")
    raw = char.encode("gb18030", "surrogatepass") if not 0xD800 <= code < 0xE000 else b""
    if char == "€":
        return 0, 0, 0x80, ""  # browsers show a byte 0x80 that stands alone so
    return (raw[0], raw[1], 0, "") if len(raw) == 2 else (0, 0, 0, "")


def weigh_tokens(text: str, start: int, end: int, tokens: list[Token], model: Language) -> Stretch:
    """The stretch with the chance of each token; a line begins and ends with a line feed."""
    before = text[start - 1] if start else "\n"
    chars = "".join("\n" if token.reading else text[token.start] for token in tokens)
    after = text[end : end + 1] or "\n"
    ids = model.ids(before + chars + after)
    stray = np.array([False, *(bool(token.reading) for token in tokens), False])
    # A stray gloss is passed over: its neighbours follow each other.
    place = np.maximum.accumulate(np.where(stray, 0, np.arange(len(ids))))
    context = ids[place[:-1]]
    cost = np.where(stray[1:], STRAY_COST, model.follow(context, ids[1:]))
    total = np.concatenate(([0.0], np.cumsum(cost)))
    return Stretch(text, tokens, ids[1:], context, cost, total, after in "\r\n")
