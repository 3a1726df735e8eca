"""Stretches read in the wrong encoding: found, read back to bytes, and read again in the right one.

Every stretch is judged by itself, so that one garbled paragraph on a sound page is found. What was
read one to one comes back exactly; where bytes are gone the character concerned becomes U+FFFD and
its repair is ``lossy``.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from corpus.prior import FOREIGN, likelihood, weights
from corpus.repair.change import Change
from corpus.repair.codepages import PAGES, RUN, find_page, odd_characters, page_unit
from corpus.repair.fill import fill_holes
from corpus.repair.halves import write_blocks
from corpus.repair.lattice import HOLE, UNKNOWN, Block, Unit, read_units
from corpus.repair.merged import is_merged, may_be_merged, merged_lines, read_merged
from corpus.repair.misread import LATIN, LATIN_SIGNS, LATIN_SPECIALS, OPEN_BYTES, WIDE, latin_unit, wide_unit

RIGHT = {"utf-8": "utf-8", "gb18030": "gb18030", "big5": "big5hkscs"}
RULES = frozenset(f"{right}-as-{wrong}" for right in RIGHT for wrong in ("latin-1", *WIDE, *PAGES))
_GAIN = 15.0  # nats by which the undone stretch must be likelier
_DOUBT = 3.0  # the same where a byte seems to be lost
_SOUND = -9.6  # nats a character: what is undone must read like Chinese
_STRANGE = -10.4  # nats a character over four of them
_HOLES = 0.2  # share of characters that may stay unknown
_STRETCH = 24  # units of UTF-8 that are read together
_DEPTH = 3  # UTF-8 may have been misread several times over
_RARE_SHARE = 0.12
_SAMPLE = 60  # units that tell one encoding from another
# Latin-1 but for ± × · ° § and the letters of pinyin, which sound pages hold.
_LATIN_GATE = re.compile(
    "[\x80-\xa6\xa8-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xdf\xe2-\xe7\xeb\xee-\xf1\xf4-\xf6\xf8\xfb\xfd-\xff]"
)
_ALPHABETIC = re.compile("[\u00c0-\u052f\u3041-\u30fa]")
_CONTROLS = re.compile("[\x80-\x9f]")
_WORD = re.compile(r"\S+")  # a blank is never part of a garbled character


@dataclass(frozen=True, slots=True)
class _Undone:
    rule: str
    gain: float
    blocks: list[Block]


def find_mojibake(text: str) -> list[Change]:
    """Changes that undo every stretch that was read in the wrong encoding.

    >>> [change.new for change in find_mojibake("标题 鍘垮煄")]      # "title", then "county town" garbled
    ['县城']
    """
    page = find_page(text) if odd_characters().search(text) else None
    if page and (changes := _undo_page(text, page)):
        return changes
    changes = []
    if _LATIN_GATE.search(text):
        merged = is_merged(text)
        for start, end in merged_lines(text) if merged else ():
            if undone := _read_latin(text[start:end], True, 1):
                changes += write_blocks(text[start:end], undone.rule, undone.blocks, start)
        done = [change.start for change in changes]
        for found in _latin_run().finditer(text):
            if _LATIN_GATE.search(found.group()) and bisect(done, found.start()) == bisect(done, found.end()):
                changes += _undo_latin(found.group(), found.start(), merged)
    taken = {change.start for change in changes}
    for start, end in _rare_lines(text):
        if taken.isdisjoint(range(start, end)):
            changes += _undo_wide(text[start:end], start)
    return sorted(changes, key=lambda change: change.start)


def _undo_page(text: str, page: str) -> list[Change]:
    changes: list[Change] = []
    for found in RUN.finditer(text):
        units = [page_unit(char, page) or (UNKNOWN,) for char in found.group()]
        if not found.group().isascii() and (undone := _read_best(found.group(), units, page)):
            changes += write_blocks(found.group(), undone.rule, undone.blocks, found.start())
    return changes


def _undo_latin(run: str, offset: int, merged: bool) -> list[Change]:
    inner = run.strip(LATIN_SIGNS)
    for piece in dict.fromkeys((run, inner)):
        undone = _read_latin(piece, merged, _DEPTH)
        if undone:
            return list(write_blocks(piece, undone.rule, undone.blocks, offset + run.index(piece)))
    return []


def _read_latin(run: str, merged: bool, depth: int) -> _Undone | None:
    units = [latin_unit(char) if merged else latin_unit(char)[:1] for char in run]
    if "\ufffd" in run and not _CONTROLS.search(run) and any(char in LATIN_SPECIALS for char in run):
        units = [(UNKNOWN, *OPEN_BYTES) if char == "\ufffd" else unit for char, unit in zip(run, units, strict=True)]
    again = _join_strictly(units, "utf-8") if depth > 1 else None
    if again:
        # UTF-8 misread twice is still Latin after one step: the step is right if the next one is.
        text = "".join(block.new for block in again)
        if text != run and _latin_run().fullmatch(text) and _read_latin(text, False, depth - 1):
            return _Undone("utf-8-as-latin-1", _GAIN, again)
    return _read_best(run, units, "latin-1", merged)


@cache
def _usual() -> str:
    """What sound Chinese text holds, for use within a character class."""
    usual = "".join(re.escape(char) for char, weight in list(weights().items()) if weight > FOREIGN)
    return f"{usual}\n\x20-\x7e\xa0-\u024f\u2010-\u27bf\u3000-\u303f\uff01-\uff5e"


@cache
def _rare() -> re.Pattern[str]:
    """Matches a character that sound Chinese text hardly holds."""
    return re.compile(f"[^{_usual()}]")


@cache
def _latin_run() -> re.Pattern[str]:
    """Matches letters of Latin-1 with what may stand among them: signs, and characters that three bytes happened to
    give in UTF-8; one of these that sound text hardly holds also in front of a sign (到15 as ﵽ15)."""
    wide = f"[\u0800-\ufffc](?=[{LATIN}])|[^{_usual()}](?=[\t\x20-\x7e]|$)|[\U00010000-\U0010ffff]"
    return re.compile(
        f"[{LATIN}](?:(?:[\t\x20-\x7e{LATIN}]|(?<=[{LATIN}])(?:\ufffd{{1,4}}(?=[{LATIN}])|{wide}))*"
        f"(?:[{LATIN}]|(?<=[{LATIN}])[^{_usual()}{LATIN}\ufffd]))?(?:\ufffd{{1,2}}|[\x20-\x7e])?",
        re.MULTILINE,
    )


@cache
def suspicious() -> re.Pattern[str]:
    """Matches any character that may be a sign of a wrong reading."""
    return re.compile(f"{_rare().pattern}|{_LATIN_GATE.pattern}|{odd_characters().pattern}")


def _rare_lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines with so many rare characters that they may be garbled, as offsets."""
    rare = _rare()
    found = rare.search(text)
    while found:
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.start())
        end = len(text) if end < 0 else end
        line = text[start:end]
        wide = len(line) - len(line.encode("ascii", "ignore"))
        if len(rare.findall(line)) >= _RARE_SHARE * wide:
            yield start, end
        found = rare.search(text, end)


def _undo_wide(line: str, offset: int) -> list[Change]:
    whole = _read_wide(line)
    if whole:
        kept = _keep_sound_words(line, whole)
        return list(write_blocks(line, kept.rule, kept.blocks, offset))
    changes: list[Change] = []
    for found in _WORD.finditer(line):
        if found.group() != line and _rare().search(found.group()):
            part = _read_wide(found.group())
            if part:
                changes += write_blocks(found.group(), part.rule, part.blocks, offset + found.start())
    return changes


def _keep_sound_words(line: str, undone: _Undone) -> _Undone:
    """Without the blocks of words that were sound: "目录 鍘垮煄" is garbled in its second half only."""
    blocks: list[Block] = []
    for found in _WORD.finditer(line):
        here = [block for block in undone.blocks if found.start() <= block.start < found.end()]
        if likelihood("".join(block.new for block in here)) > likelihood(found.group()):
            blocks += here
    return replace(undone, blocks=blocks)


def _read_wide(text: str) -> _Undone | None:
    if 2 * len(_ALPHABETIC.findall(text)) > sum(char > "\x7f" for char in text):
        return None  # Russian, Greek, Japanese: no reading of Chinese gives words of letters
    best: _Undone | None = None
    for wrong in WIDE:
        units = [wide_unit(char, wrong) for char in text]
        if sum(unit is None for unit in units) > len(text) / 8:
            continue
        undone = _read_best(text, [(UNKNOWN,) if unit is None else unit for unit in units], wrong)
        if undone and (best is None or undone.gain > best.gain):
            best = undone
    return best


def _read_best(raw: str, units: list[Unit], wrong: str, merged: bool = False) -> _Undone | None:
    """The likeliest right reading of these bytes; None when none is much likelier than what stands there."""
    before = likelihood(raw)
    if blocks := _join_strictly(units, "utf-8"):
        # Nothing else is valid UTF-8 by chance: no other reading need be tried.
        return _judge(f"utf-8-as-{wrong}", before, blocks)
    if merged and may_be_merged(raw) and (undone := _read_merged(before, units)):
        return undone
    data = b"".join(unit[0] or b"\xff" for unit in units)
    rough = {right: likelihood(data.decode(codec, "replace")) for right, codec in RIGHT.items() if right != wrong}
    best: _Undone | None = None
    for right, score in rough.items():
        if score < 1.3 * max(rough.values()) or score < (1.6 if wrong != "latin-1" else 4.0) * before:
            continue  # far from text: the long way would not find any either
        # Some programs drop soft hyphens, and with them the second byte of 经 and 江.
        dropped = b"\xad" if (right, wrong) == ("gb18030", "latin-1") and "\xad" not in raw else b""
        blocks = _read_parts(units, RIGHT[right], dropped)
        undone = _judge(f"{right}-as-{wrong}", before, blocks)
        if undone and (best is None or undone.gain > best.gain):
            best = replace(undone, blocks=fill_holes(blocks, units, RIGHT[right]))
    return best


def _read_merged(before: float, units: list[Unit]) -> _Undone | None:
    rights = ["gb18030", "big5"]
    rights.sort(key=lambda right: -read_merged(units[:_SAMPLE], RIGHT[right])[0])
    for right in rights[: 1 if len(units) > _SAMPLE else 2]:
        undone = _judge(f"{right}-as-latin-1", before, read_merged(units, RIGHT[right])[1])
        if undone and not any(HOLE in block.new for block in undone.blocks):
            return undone  # nothing is lost, as it should be; else the way for lost bytes is taken
    return None


def _read_parts(units: list[Unit], codec: str, vanished: bytes) -> list[Block]:
    """The characters of these bytes.

    ASCII signs and digits are no part of a wide character: between them each part is read by itself,
    strictly where that gives Chinese, else along the likeliest way.
    """
    blocks: list[Block] = []
    for start, end in _split_units(units, codec):
        part = units[start:end]
        found = _join_strictly(part, codec)
        # A lone letter among wide characters may be the second half of one whose first half is lost.
        sound = bool(found) and (codec == "utf-8" or not any("@" <= block.new <= "~" for block in found or ()))
        if not found or not sound or not _reads_well(found):
            score, other = read_units(part, codec, vanished)
            if not found or score > likelihood("".join(block.new for block in found)) + (_GAIN if sound else _DOUBT):
                # In UTF-8 every character shows where it begins; elsewhere a lost byte leaves its neighbours open.
                found = other if codec == "utf-8" else [replace(block, plain=False) for block in other]
        blocks += [Block(block.start + start, block.end + start, block.new, block.plain) for block in found]
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


def _judge(rule: str, before: float, blocks: list[Block]) -> _Undone | None:
    text = "".join(block.new for block in blocks)
    wide = [char for char in text if char > "\x7f"]
    gain = likelihood(text) - before
    if not wide or gain < _GAIN or wide.count(HOLE) > _HOLES * len(wide):
        return None
    sound = [char for char in wide if char != HOLE]
    if likelihood("".join(sound)) < _SOUND * len(sound):
        return None
    return _Undone(rule, gain, blocks)


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
