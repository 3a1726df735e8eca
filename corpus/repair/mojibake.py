"""Stretches read in the wrong encoding: found, read back to bytes, and read again in the right one.

Every stretch is judged by itself, so that one garbled paragraph on a sound page is found. What was
read one to one comes back exactly; where bytes are gone the character concerned becomes U+FFFD and
its repair is ``lossy``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from corpus.model import Verdict
from corpus.prior import FOREIGN, likelihood, weights
from corpus.repair.change import Change
from corpus.repair.fill import fill_holes
from corpus.repair.lattice import HOLE, UNKNOWN, Block, Unit, read_units
from corpus.repair.misread import LATIN, LATIN_SIGNS, WIDE, latin_unit, wide_unit

RIGHT = {"utf-8": "utf-8", "gb18030": "gb18030", "big5": "big5hkscs"}
RULES = frozenset(f"{right}-as-{wrong}" for right in RIGHT for wrong in ("latin-1", *WIDE))
_GAIN = 15.0  # nats by which the undone stretch must be likelier
_SOUND = -9.6  # nats a character: what is undone must read like Chinese
_HOLES = 0.2  # share of characters that may stay unknown
_DEPTH = 3  # UTF-8 may have been misread several times over
_RARE_SHARE = 0.12
# Latin-1 but for ± × · ° § and the letters of pinyin, which sound pages hold.
_LATIN_GATE = re.compile(
    "[\x80-\xa6\xa8-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xdf\xe2-\xe7\xeb\xee-\xf1\xf4-\xf6\xf8\xfb\xfd-\xff]"
)
_LATIN_RUN = re.compile(
    f"[{LATIN}](?:(?:[\t\x20-\x7e{LATIN}]|(?<=[{LATIN}])[\u0800-\uffff](?=[{LATIN}]))*[{LATIN}])?[\x20-\x7e]?"
)
_WORD = re.compile(r"\S+")  # a blank is never part of a garbled character


@dataclass(frozen=True, slots=True)
class _Undone:
    rule: str
    gain: float
    blocks: list[Block]
    certain: bool  # no byte had to be guessed


def find_mojibake(text: str) -> list[Change]:
    """Changes that undo every stretch that was read in the wrong encoding.

    >>> [change.new for change in find_mojibake("标题 鍘垮煄")]      # "title", then "county town" garbled
    ['县城']
    """
    changes: list[Change] = []
    if _LATIN_GATE.search(text):
        for found in _LATIN_RUN.finditer(text):
            if _LATIN_GATE.search(found.group()):
                changes += _undo_latin(found.group(), found.start())
    taken = {change.start for change in changes}
    for start, end in _rare_lines(text):
        if taken.isdisjoint(range(start, end)):
            changes += _undo_wide(text[start:end], start)
    return sorted(changes, key=lambda change: change.start)


def _undo_latin(run: str, offset: int) -> list[Change]:
    inner = run.strip(LATIN_SIGNS)
    for piece in dict.fromkeys((run, inner)):
        undone = _read_latin(piece, _DEPTH)
        if undone:
            return list(_write(piece, undone, offset + run.index(piece)))
    return []


def _read_latin(run: str, depth: int) -> _Undone | None:
    units = [latin_unit(char) for char in run]
    again = _join_strictly(units, "utf-8") if depth > 1 else None
    if again:
        # UTF-8 misread twice is still Latin after one step: the step is right if the next one is.
        text = "".join(block.new for block in again)
        if text != run and _LATIN_RUN.fullmatch(text) and _read_latin(text, depth - 1):
            return _Undone("utf-8-as-latin-1", _GAIN, again, True)
    return _read_best(run, units, "latin-1")


@cache
def _rare() -> re.Pattern[str]:
    """Matches a character that sound Chinese text hardly holds."""
    usual = "".join(re.escape(char) for char, weight in list(weights().items()) if weight > FOREIGN)
    return re.compile(f"[^{usual}\n\x20-\x7e\xa0-\u024f\u2010-\u27bf\u3000-\u303f\uff01-\uff5e]")


def _rare_lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines with so many rare characters that they may be garbled, as offsets."""
    rare = _rare()
    found = rare.search(text)
    while found:
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.start())
        end = len(text) if end < 0 else end
        line = text[start:end]
        if len(rare.findall(line)) >= _RARE_SHARE * sum(char > "\x7f" for char in line):
            yield start, end
        found = rare.search(text, end)


def _undo_wide(line: str, offset: int) -> list[Change]:
    whole = _read_wide(line)
    if whole:
        return list(_write(line, whole, offset))
    changes: list[Change] = []
    for found in _WORD.finditer(line):
        if found.group() != line and _rare().search(found.group()):
            part = _read_wide(found.group())
            if part:
                changes += _write(found.group(), part, offset + found.start())
    return changes


def _read_wide(text: str) -> _Undone | None:
    best: _Undone | None = None
    for wrong in WIDE:
        units = [wide_unit(char, wrong) for char in text]
        if sum(unit is None for unit in units) > len(text) / 8:
            continue
        undone = _read_best(text, [(UNKNOWN,) if unit is None else unit for unit in units], wrong)
        if undone and (best is None or undone.gain > best.gain):
            best = undone
    return best


def _read_best(raw: str, units: list[Unit], wrong: str) -> _Undone | None:
    """The likeliest right reading of these bytes; None when none is much likelier than what stands there."""
    before = likelihood(raw)
    data = b"".join(unit[0] or b"\xff" for unit in units)
    rough = {right: likelihood(data.decode(codec, "replace")) for right, codec in RIGHT.items() if right != wrong}
    best: _Undone | None = None
    for right in sorted(rough, key=rough.__getitem__)[-2 if wrong != "latin-1" else -3 :]:
        codec = RIGHT[right]
        blocks = _join_strictly(units, codec)
        certain = bool(blocks) or right == "utf-8"
        if not blocks:
            if wrong != "latin-1" and rough[right] < 1.6 * before:
                continue  # far from text: the long way would not find any either
            _, blocks = read_units(units, codec)
        undone = _judge(f"{right}-as-{wrong}", before, blocks, certain)
        if undone and (best is None or undone.gain > best.gain):
            best = replace(undone, blocks=fill_holes(blocks, units, codec))
    return best


def _judge(rule: str, before: float, blocks: list[Block], certain: bool) -> _Undone | None:
    text = "".join(block.new for block in blocks)
    wide = [char for char in text if char > "\x7f"]
    gain = likelihood(text) - before
    if not wide or gain < _GAIN or wide.count(HOLE) > _HOLES * len(wide):
        return None
    sound = [char for char in wide if char != HOLE]
    if likelihood("".join(sound)) < _SOUND * len(sound):
        return None
    return _Undone(rule, gain, blocks, certain)


def _join_strictly(units: list[Unit], codec: str) -> list[Block] | None:
    """The characters that the plain bytes of all units give, in the smallest blocks; None if they give none."""
    if any(unit[0] == UNKNOWN for unit in units):
        return None
    try:
        text = b"".join(unit[0] for unit in units).decode(codec)
    except UnicodeDecodeError:
        return None
    blocks: list[Block] = []
    start, new, ahead = 0, "", 0  # ahead: bytes of the characters less bytes of the units
    chars = iter(text)
    for number, unit in enumerate(units):
        ahead -= len(unit[0])
        while ahead < 0:
            char = next(chars)
            new += char
            ahead += len(char.encode(codec))
        if ahead == 0:
            blocks.append(Block(start, number + 1, new, True))
            start, new = number + 1, ""
    return blocks


def _write(raw: str, undone: _Undone, offset: int) -> Iterator[Change]:
    for block in undone.blocks:
        if raw[block.start : block.end] == block.new:
            continue
        start, end = offset + block.start, offset + block.end
        if HOLE in block.new:
            yield Change(undone.rule, start, end, block.new, "lossy")
        else:
            verdict: Verdict = "exact" if undone.certain and block.plain else "likely"
            yield Change(undone.rule, start, end, block.new, verdict)
