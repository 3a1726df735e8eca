"""Bytes that a wrong reading left behind, read again: in the right encoding, whichever that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from corpus.prior import likelihood
from corpus.repair.encodings.gaps import Gaps, read_gaps
from corpus.repair.encodings.holes import fill_holes
from corpus.repair.encodings.lattice import HOLE, UNKNOWN, Block, Unit, read_units
from corpus.repair.encodings.merged import may_be_merged, read_merged
from corpus.repair.encodings.misread import LATIN_SPECIALS
from corpus.repair.language import load_language

RIGHT = {"utf-8": "utf-8", "gb18030": "gb18030", "big5": "big5hkscs"}
GAIN = 15.0  # nats by which the undone stretch must be likelier
_DOUBT = 3.0  # the same where a byte seems to be lost
_SOUND = -9.6  # nats a character: what is undone must read like Chinese
_STRANGE = -10.4  # nats a character over four of them
_HOLES = 0.2  # share of characters that may stay unknown
_STRETCH = 24  # units of UTF-8 that are read together
_SAMPLE = 60  # units that tell one encoding from another
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_CONTROLS = re.compile("[\x80-\x9f]")
_SPECIALS = re.compile(f"[{LATIN_SPECIALS}]")
_HYPHEN = b"\xad"
# UTF-8 from which the bytes 80 to 9F are gone: as Latin-1 they are controls, which many programs drop.
_BARE = re.compile(rb"(?:[\xe2-\xe9\xef][\xa0-\xbf]{0,2}|[\x00-\x7f])+")
_LEADS = re.compile(rb"[\xe2-\xe9\xef]")
_FEW = 3
Hyphens = Literal["kept", "perhaps", "gone"]


@dataclass(frozen=True, slots=True)
class Undone:
    rule: str
    gain: float
    blocks: list[Block]


def read_best(
    raw: str, units: list[Unit], wrong: str, merged: bool = False, hyphens: Hyphens = "kept", least: float = GAIN
) -> Undone | None:
    """The likeliest right reading of these bytes; None when none is much likelier than what stands there.

    Some programs drop soft hyphens (byte AD): the second byte of 经 and 江 in GBK, the first of 要 and 計 in Big5.
    """
    before = likelihood(raw)
    if blocks := join_strictly(units, "utf-8"):
        # Nothing else is valid UTF-8 by chance: no other reading need be tried.
        return _judge(f"utf-8-as-{wrong}", before, blocks, least)
    if merged and may_be_merged(raw) and (undone := _read_merged(before, units, hyphens)):
        return undone
    data = b"".join(unit[0] or b"\xff" for unit in units)
    rough = {right: likelihood(data.decode(codec, "replace")) for right, codec in RIGHT.items() if right != wrong}
    if wrong == "latin-1" and _BARE.fullmatch(data) and len(_LEADS.findall(data)) >= _FEW:
        rough = {"utf-8": 0.0}  # nothing else looks so, however little of it is left
    best: Undone | None = None
    for right, score in rough.items():
        if score < 1.3 * max(rough.values()) or score < (1.6 if wrong != "latin-1" else 4.0) * before:
            continue  # far from text: the long way would not find any either
        blocks = _read_parts(units, RIGHT[right], hyphens, _find_gaps(raw, wrong))
        undone = _judge(f"{right}-as-{wrong}", before, blocks, least)
        if undone and (best is None or undone.gain > best.gain):
            best = replace(undone, blocks=fill_holes(blocks, units, RIGHT[right]))
    return best


def _read_merged(before: float, units: list[Unit], hyphens: Hyphens) -> Undone | None:
    vanished = _HYPHEN if hyphens == "gone" else b""
    rights = ["gb18030", "big5"]
    rights.sort(key=lambda right: -read_merged(units[:_SAMPLE], RIGHT[right])[0])
    for right in rights[: 1 if len(units) > _SAMPLE else 2]:
        undone = _judge(f"{right}-as-latin-1", before, read_merged(units, RIGHT[right], vanished)[1])
        if undone and not any(HOLE in block.new for block in undone.blocks):
            return undone  # nothing is lost, as it should be; else the way for lost bytes is taken
    return None


def _find_gaps(raw: str, wrong: str) -> Gaps:
    """What a program that misread the text so will have left out."""
    if wrong == "gb18030":
        return "ends" if _PRIVATE.search(raw) else "pairs"
    if wrong != "latin-1" or _CONTROLS.search(raw):
        return "none"
    return "signs" if _SPECIALS.search(raw) else "controls"


def _read_parts(units: list[Unit], codec: str, hyphens: Hyphens, gaps: Gaps = "none") -> list[Block]:
    """The characters of these bytes.

    ASCII signs and digits are no part of a wide character: between them each part is read by itself,
    strictly where that gives Chinese, else along the likeliest way.
    """
    blocks: list[Block] = []
    beside = hyphens == "gone" and codec != "utf-8"
    vanished = _HYPHEN if hyphens == "perhaps" and codec == "gb18030" else b""
    for start, end in _split_units(units, codec):
        part = units[start:end]
        found = join_strictly(part, codec)
        # A lone letter among wide characters may be the second half of one whose first half is lost.
        sound = bool(found) and (codec == "utf-8" or not any("@" <= block.new <= "~" for block in found or ()))
        if gaps in ("pairs", "ends") and any(len(unit) > 1 for unit in part):
            sound = False  # € may be the last byte of one character or begin another
        if not found or not sound or not _reads_well(found):
            over = codec == "utf-8" and gaps != "none"
            if over:
                score, other = read_gaps(part, gaps)
            elif beside:
                score, other = read_merged(part, codec, _HYPHEN)
            else:
                score, other = read_units(part, codec, vanished)
            plain = "".join(block.new for block in found or ())
            least = load_language().score(plain) if beside or over else likelihood(plain)
            if not found or score > least + (GAIN if sound else _DOUBT):
                # In UTF-8 every character shows where it begins; elsewhere a lost byte leaves its neighbours open.
                found = other if codec == "utf-8" else [replace(block, plain=False) for block in other]
        blocks += [replace(block, start=block.start + start, end=block.end + start) for block in found]
    return blocks


def _split_units(units: list[Unit], codec: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in range(1, len(units)):
        first = units[end][0]
        if codec == "utf-8":
            # Every lead byte begins a character; stretches of a few keep the long way short.
            is_border = first[:1] >= b"\xc0" and end - start >= _STRETCH
        else:
            is_border = b"\0" < first < b"\x40" and first != b"?"
        if is_border:
            yield start, end
            start = end
    yield start, len(units)


def _reads_well(blocks: list[Block]) -> bool:
    """No run of rare characters, as a lost byte leaves where the reading goes on one byte off."""
    text = "".join(block.new for block in blocks)
    return all(likelihood(text[at : at + 4]) > 4 * _STRANGE for at in range(0, max(1, len(text) - 3), 2))


def _judge(rule: str, before: float, blocks: list[Block], least: float = GAIN) -> Undone | None:
    text = "".join(block.new for block in blocks)
    wide = [char for char in text if char > "\x7f"]
    gain = likelihood(text) - before
    if not wide or gain < least or wide.count(HOLE) > _HOLES * len(wide):
        return None
    sound = [char for char in wide if char != HOLE]
    if likelihood("".join(sound)) < _SOUND * len(sound):
        return None
    return Undone(rule, gain, blocks)


def join_strictly(units: list[Unit], codec: str) -> list[Block] | None:
    """The characters that the plain bytes of all units give, in the smallest blocks; None if they give none."""
    if any(unit[0] == UNKNOWN for unit in units):
        return None
    try:
        text = b"".join(unit[0] for unit in units).decode(codec)
        sizes = iter([len(char.encode(codec)) for char in text])  # an accent alone has none (Big5's Ê̌ is one sign)
    except UnicodeError:
        return None
    blocks: list[Block] = []
    start, new, ahead = 0, "", 0  # ahead: bytes of the characters less bytes of the units
    chars = iter(text)
    for number, unit in enumerate(units):
        ahead -= len(unit[0])
        while ahead < 0:
            new += next(chars)
            ahead += next(sizes)
        if ahead == 0:
            blocks.append(Block(start, number + 1, new, True))
            start, new = number + 1, ""
    return blocks
