"""GBK pairs of bytes and what they stand for: the alphabet of the lost-byte decoder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.repair.language import Floats, Ids, load_language
from corpus.repair.phrases import BITS, load_phrases
from corpus.repair.readings import find_characters
from corpus.repair.vocabulary import spell_plainly
from corpus.simplify import convert_characters

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))


@dataclass(frozen=True)
class Pairs:
    """Tables over all two-byte codes (lead << 8 | trail)."""

    simple: dict[int, str]  # code → character in simplified script
    ids: NDArray[np.int64]  # code → id in the language model
    known: NDArray[np.bool_]  # code → whether the language model knows the character
    script: NDArray[np.int8]  # code → 1 traditional only, -1 simplified only, 0 both
    number: dict[str, int]  # character → code

    @cached_property
    def plain(self) -> NDArray[np.uint64]:
        """Code → code point of the character as the tables spell it."""
        found = np.zeros(0x10000, dtype=np.uint64)
        chars = spell_plainly("".join(self.simple.values()))
        found[list(self.simple)] = [min(ord(char), 0xFFFF) for char in chars]
        return found

    @cached_property
    def wide(self) -> NDArray[np.bool_]:
        """Code → whether it is a figure or letter in full width."""
        found = np.zeros(0x10000, dtype=np.bool_)
        found[[code for char, code in self.number.items() if "\uff10" <= char <= "\uff5a" and char.isalnum()]] = True
        return found

    @cached_property
    def script_of(self) -> NDArray[np.int8]:
        """Code point → 1 traditional only, -1 simplified only, 0 both."""
        found = np.zeros(0x10000, dtype=np.int8)
        found[[min(ord(char), 0xFFFF) for char in self.number]] = self.script[list(self.number.values())]
        return found

    @cached_property
    def by_lead(self) -> dict[int, Ids]:
        """Codes of known characters that begin with this byte."""
        return {lead: self._known([lead << 8 | trail for trail in TRAILS]) for lead in LEADS}

    @cached_property
    def by_trail(self) -> dict[int, Ids]:
        """Codes of known characters that end with this byte."""
        return {trail: self._known([lead << 8 | trail for lead in LEADS]) for trail in TRAILS}

    @cached_property
    def private(self) -> dict[int, Ids]:
        """lead → trails of the pairs that show as private-use characters, which some sites dropped."""
        return self._trails("[\ue000-\uf8ff]")

    @cached_property
    def beyond(self) -> dict[int, Ids]:
        """lead → trails of the pairs that a filter which knows GBK alone writes as a question mark."""
        missing = {char for char in self.number if not char.encode("gbk", "ignore")}
        return self._trails(f"[{''.join(missing)}]")

    @cached_property
    def _gone(self) -> tuple[tuple[Ids, Ids], tuple[Ids, Ids]]:
        """(first bytes, second bytes) of all pairs in ``private``, and of all in ``beyond``, in the order of both."""
        flat = []
        for gone in (self.private, self.beyond):
            rows = [(q, trail) for q in sorted(gone) for trail in sorted(gone[q].tolist()) if trail > 0x80]
            firsts, seconds = np.array(rows, dtype=np.int64).T
            flat.append((firsts, seconds))
        return flat[0], flat[1]

    def read_around(self, lead: int, second: int, *, beyond: bool) -> tuple[Ids, Ids]:
        """All pairs of characters that begin and end with these bytes where the pair between them is gone, in order.

        ``beyond``: a pair that GBK alone does not have, else one that shows as a private-use character.
        """
        q, trails = self._gone[beyond]
        firsts, seconds = lead << 8 | q, trails << 8 | second
        known = self.known[firsts] & self.known[seconds]
        return firsts[known], seconds[known]

    @cached_property
    def _chains(self) -> dict[int, tuple[Ids, Ids, NDArray[np.bool_]]]:
        return {}

    @cached_property
    def _betweens(self) -> Ids:
        """Codes of known characters that end with the first byte of a private-use pair."""
        return self._known([lead << 8 | trail for lead in LEADS for trail in self.private if trail in TRAILS])

    def read_in_gap(self, lead: int) -> tuple[Ids, Ids, NDArray[np.bool_]]:
        """(first characters, second characters, which may stand together) where the pair between is gone.

        The second characters lost their second byte, too, with another pair.
        """
        if lead in self._chains:
            return self._chains[lead]
        firsts = self._known([lead << 8 | trail for trail in self.private])
        leads = [self.private[int(code) & 0xFF] for code in firsts]
        joined = np.array([np.isin(self._betweens >> 8, codes) for codes in leads])
        self._chains[lead] = (firsts, self._betweens, joined.reshape(len(firsts), len(self._betweens)))
        return self._chains[lead]

    def read_known(self, lead: int, second: int) -> Ids:
        """Four characters a row that begin and end with these bytes and are known to follow each other, where the three
        pairs between are gone: 件公开发.
        """
        return self._known_fours.get((lead, second), np.empty((0, 4), dtype=np.int64))

    @cached_property
    def _known_fours(self) -> dict[tuple[int, int], Ids]:
        """(first byte, last byte) → the rows of ``read_known``, in simplified script."""
        keys = load_phrases().general[4].keys.astype(np.int64)
        code_of = np.zeros(1 << BITS, dtype=np.int64)
        plain = [code for char, code in self.number.items() if self.simple[code] == char and not self.wide[code]]
        code_of[self.ids[plain]] = plain
        codes = code_of[np.stack([keys >> BITS * k & (1 << BITS) - 1 for k in (3, 2, 1, 0)], axis=1)]
        gone = np.zeros(0x10000, dtype=np.bool_)
        gone[[lead << 8 | int(trail) for lead, trails in self.private.items() for trail in trails]] = True
        between = (codes[:, :-1] & 0xFF) << 8 | codes[:, 1:] >> 8
        found: dict[tuple[int, int], list[list[int]]] = {}
        for row in codes[gone[between].all(axis=1) & (codes > 0x8000).all(axis=1)].tolist():
            found.setdefault((row[0] >> 8, row[3] & 0xFF), []).append(row)
        return {ends: np.unique(rows, axis=0) for ends, rows in found.items()}

    def end_after(self, trail: int, second: int) -> Ids:
        """Codes of the characters that end so after a private-use pair that began with ``trail``."""
        key = (trail, second)
        if key not in self._ends:
            leads = self.private[trail]
            self._ends[key] = self._known([int(lead) << 8 | second for lead in leads if lead > 0x80])
        return self._ends[key]

    @cached_property
    def _ends(self) -> dict[tuple[int, int], Ids]:
        return {}

    def _trails(self, chars: str) -> dict[int, Ids]:
        found: dict[int, list[int]] = {}
        for match in re.finditer(chars, "".join(self.number)):
            code = self.number[match[0]]
            found.setdefault(code >> 8, []).append(code & 0xFF)
        return {lead: np.array(trails, dtype=np.int64) for lead, trails in found.items()}

    def read_as(self, reading: str, lead: int) -> Ids:
        """Codes that begin with this byte and may be read so."""
        codes = (self.number.get(char, 0) for char in find_characters(reading))
        return np.array([code for code in codes if code >> 8 == lead], dtype=np.int64)

    def prior(self, codes: Ids, traditional: float) -> Floats:
        """Log-chance of the script of each code on a page with this share of traditional characters."""
        weights = np.log(np.array([1.0, traditional, 1.0 - traditional]))  # indexed by 0, 1, -1
        chosen: Floats = weights[self.script[codes]]
        return chosen

    def share_traditional(self, text: str) -> float:
        """Share of traditional characters among those of a text that show a script, never quite 0 or 1."""
        codes = np.frombuffer(text[:6000].encode("utf-32-le", "surrogatepass"), dtype="<u4")
        script = self.script_of[np.minimum(codes, 0xFFFF)]
        old, new = float((script > 0).sum()), float((script < 0).sum())
        return min(max((old + 0.5) / (old + new + 1.0), 0.02), 0.98)

    def _known(self, codes: list[int]) -> Ids:
        array = np.array(codes, dtype=np.int64)
        return array[self.known[array]]


@cache
def load_pairs() -> Pairs:
    """The tables; built when the first suspicious place is met."""
    codes = [lead << 8 | trail for lead in LEADS for trail in TRAILS]
    chars = b"".join(code.to_bytes(2, "big") for code in codes).decode("gb18030")
    # ASCII characters that a pair may have swallowed, by their own code.
    codes += range(0x40, 0x7F)
    chars += "".join(map(chr, range(0x40, 0x7F)))
    simple = convert_characters(chars)
    # Characters that came with the simplification: what Big5 never took in.
    new = {s for c, s in zip(chars, simple, strict=True) if c != s and not s.encode("big5", "ignore")}
    model = load_language()
    ids = np.full(0x10000, len(model.count) - 1, dtype=np.int64)
    ids[codes] = model.ids(simple)
    script = np.zeros(0x10000, dtype=np.int8)
    script[codes] = [1 if c != s else -1 if c in new else 0 for c, s in zip(chars, simple, strict=True)]
    return Pairs(
        simple=dict(zip(codes, simple, strict=True)),
        ids=ids,
        known=ids < len(model.count) - 1,
        script=script,
        number=dict(zip(chars, codes, strict=True)),
    )
