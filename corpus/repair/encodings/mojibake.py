"""Stretches read in the wrong encoding: found, read back to bytes, and read again in the right one.

Every stretch is judged by itself, so that one garbled paragraph on a sound page is found. What was
read one to one comes back exactly; where bytes are gone the character concerned becomes U+FFFD and
its repair is ``lossy``.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np

from corpus.alignment import Edit, apply_edits
from corpus.lines import line_end, line_start
from corpus.prior import likelihood, rare_characters, usual_characters
from corpus.repair.change import Change
from corpus.repair.encodings.changes import write_blocks
from corpus.repair.encodings.codepages import PAGES, RUN, find_page, odd_characters, page_unit
from corpus.repair.encodings.lattice import HOLE, UNKNOWN, Block, Unit, read_units
from corpus.repair.encodings.merged import is_merged, merged_lines
from corpus.repair.encodings.misread import LATIN, LATIN_SIGNS, LATIN_SPECIALS, OPEN_BYTES, WIDE, latin_unit, wide_unit
from corpus.repair.encodings.rereading import GAIN, RIGHT, Hyphens, Undone, join_strictly, read_best
from corpus.repair.language import load_language

RULES = frozenset(f"{right}-as-{wrong}" for right in RIGHT for wrong in ("latin-1", *WIDE, *PAGES))
_DEPTH = 3  # UTF-8 may have been misread several times over
_RARE_SHARE = 0.12
_SEVERAL = 3  # lines that show that a page is garbled
_LESS = 5.0  # nats by which another line of it must then be likelier
_LEAST = 2  # characters that show that soft hyphens went
_SOUND = -9.6  # nats a character: what is undone in the end must read like Chinese
_FITS = -15.0  # nats for both neighbours together
# Latin-1 but for ± × · ° § and the letters of pinyin, which sound pages hold.
_LATIN_GATE = re.compile(
    "[\x80-\xa6\xa8-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xdf\xe2-\xe7\xeb\xee-\xf1\xf4-\xf6\xf8\xfb\xfd-\xff]"
)
_ALPHABETIC = re.compile("[\u00c0-\u052f\u3041-\u30fa]")
_HAN = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_PROOF = 6
_FOLDED = re.compile(r"(?<=[^\x00-\x7f])[!-~](?=[^\x00-\x7f])")
_CONTROLS = re.compile("[\x80-\x9f]")
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\S+")  # a blank is never part of a garbled character


def find_mojibake(text: str) -> list[Change]:
    """Changes that undo every stretch that was read in the wrong encoding.

    >>> [change.new for change in find_mojibake("标题 鍘垮煄")]      # "title", then "county town" garbled
    ['县城']
    """
    return _find(text, _DEPTH)


def _find(text: str, depth: int) -> list[Change]:
    """``depth`` is how many times over the text may have been misread."""
    page = find_page(text) if odd_characters().search(text) else None
    if page and (changes := _undo_page(text, page)):
        return changes
    changes = _undo_letters(text, depth) if _LATIN_GATE.search(text) else []
    if not changes and depth > 1 and (changes := _undo_twice(text)):
        return changes
    taken = {change.start for change in changes}
    undone = 0
    for start, end in _rare_lines(text):
        if taken.isdisjoint(range(start, end)):
            found = _undo_wide(text[start:end], start, depth)
            changes += found
            undone += bool(found)
    if undone >= _SEVERAL:
        # Of a page whose other lines are garbled, a date or a cell is believed sooner.
        taken = {change.start for change in changes}
        for line in _LINE.finditer(text):
            if not line.group().isascii() and not _reads_well(line.group()) and taken.isdisjoint(range(*line.span())):
                changes += _undo_wide(line.group(), line.start(), depth, _LESS)
    return sorted(changes, key=lambda change: change.start)


def _undo_letters(text: str, depth: int) -> list[Change]:
    """Changes of stretches misread as Latin-1. That soft hyphens went is believed where the characters that they were
    a part of fit in well, again and again."""
    changes = _undo_runs(text, "kept" if "\xad" in text else "perhaps", depth)
    if "\xad" in text or len(changes) < _LEAST:
        return changes
    other = _undo_runs(text, "gone", depth)
    return other if _fit(other) >= _fit(changes) + _LEAST else changes


def _fit(changes: list[Change]) -> int:
    """How many more of the characters made from a single letter fit in well, less twice those that do not."""
    model = load_language()
    ids = [int(number) for number in model.ids("\n" + "".join(change.new[:1] or "\n" for change in changes) + "\n")]
    made = [
        i
        for i, change in enumerate(changes)
        if change.end - change.start == 1 and "\u4e00" <= change.new[:1] <= "\u9fff"
    ]
    if not made:
        return 0
    before, here, after = ([ids[i + step] for i in made] for step in (0, 1, 2))
    beside = model.follow(np.array(before), here) + model.follow(np.array(here), after)
    good = int((beside > _FITS).sum())
    return good - 2 * (len(made) - good)


def _undo_runs(text: str, hyphens: Hyphens, depth: int) -> list[Change]:
    changes: list[Change] = []
    merged = is_merged(text)
    for start, end in merged_lines(text) if merged else ():
        if undone := _read_latin(text[start:end], True, 1, hyphens):
            changes += write_blocks(text[start:end], undone.rule, undone.blocks, start)
    done = [change.start for change in changes]
    for found in _latin_run().finditer(text):
        if _LATIN_GATE.search(found.group()) and bisect(done, found.start()) == bisect(done, found.end()):
            changes += _undo_latin(found.group(), found.start(), merged, hyphens, depth)
    return sorted(changes, key=lambda change: change.start)


def _undo_page(text: str, page: str) -> list[Change]:
    changes: list[Change] = []
    for found in RUN.finditer(text):
        units = [page_unit(char, page) or (UNKNOWN,) for char in found.group()]
        if not found.group().isascii() and (undone := read_best(found.group(), units, page)):
            changes += write_blocks(found.group(), undone.rule, undone.blocks, found.start())
    return changes


def _undo_latin(run: str, offset: int, merged: bool, hyphens: Hyphens, depth: int) -> list[Change]:
    inner = run.strip(LATIN_SIGNS)
    for piece in dict.fromkeys((run, inner)):
        undone = _read_latin(piece, merged, depth, hyphens)
        if undone:
            return list(write_blocks(piece, undone.rule, undone.blocks, offset + run.index(piece)))
    return []


def _read_latin(run: str, merged: bool, depth: int, hyphens: Hyphens) -> Undone | None:
    units = [latin_unit(char) if merged else latin_unit(char)[:1] for char in run]
    if "\ufffd" in run and not _CONTROLS.search(run) and any(char in LATIN_SPECIALS for char in run):
        units = [(UNKNOWN, *OPEN_BYTES) if char == "\ufffd" else unit for char, unit in zip(run, units, strict=True)]
    again = _read_again(run, units, "latin-1") if depth > 1 else None
    if again:
        return again
    return read_best(run, units, "latin-1", merged, hyphens)


def _read_again(run: str, units: list[Unit], wrong: str, strictly: bool = True) -> Undone | None:
    """What was misread several times is still garbled after one step: the step is right if the others follow."""
    blocks = join_strictly(units, "utf-8") or ([] if strictly else read_units(units, "utf-8")[1])
    text = "".join(block.new for block in blocks)
    if not blocks or text == run or _reads_well(text):
        return None
    # By chance no letters are valid UTF-8 so often.
    proved = wrong == "latin-1" and len(_HAN.findall(text)) >= _PROOF
    if not proved and not _ends_well(text, likelihood(run) + GAIN, _DEPTH):
        return None
    return Undone(f"utf-8-as-{wrong}", GAIN, blocks)


def _ends_well(text: str, least: float, depth: int) -> bool:
    """Whether reading this again and again ends in Chinese that is likelier than ``least``."""
    for wrong in ("latin-1", "gb18030") if depth else ():
        latin = wrong == "latin-1"
        units: list[Unit] = [latin_unit(char)[:1] if latin else wide_unit(char, wrong) or (UNKNOWN,) for char in text]
        blocks = join_strictly(units, "utf-8")
        new = "".join(block.new for block in blocks or ())
        if blocks and new != text:
            return _reads_well(new) or _ends_well(new, least, depth - 1)
    new = apply_edits(text, [Edit(change.start, change.end, change.new) for change in _find(text, 1)])
    return new != text and likelihood(new) > least and _reads_well(new)


def _reads_well(text: str) -> bool:
    wide = [char for char in text if char > "\x7f" and char != HOLE]
    return bool(wide) and likelihood("".join(wide)) > _SOUND * len(wide)


@cache
def _twice() -> re.Pattern[str]:
    """Matches letters of Latin-1 that were written as UTF-8 and read as GBK (Õþ¸® → 脮镁赂庐)."""
    letters = "".join(bytes((lead, byte)).decode("gb18030") for lead in (0xC2, 0xC3) for byte in range(0x80, 0xC0))
    return re.compile(f"[{letters}](?:[\x20-\x7e]{{0,9}}[{letters}]){{3,}}")


def _undo_twice(text: str) -> list[Change]:
    changes: list[Change] = []
    end = 0
    for found in _twice().finditer(text):
        if found.start() < end:
            continue
        start, end = line_start(text, found.start()), line_end(text, found.end())
        for at, part in ((start, text[start:end]), *((w.start(), w.group()) for w in _WORD.finditer(text, start, end))):
            units = [wide_unit(char, "gb18030") or (UNKNOWN,) for char in part]
            if not part.isascii() and (undone := _read_again(part, units, "gb18030", at == start)):
                changes += write_blocks(part, undone.rule, undone.blocks, at)
                if at == start:
                    break
    return changes


@cache
def _latin_run() -> re.Pattern[str]:
    """Matches letters of Latin-1 with what may stand among them: signs, and characters that three bytes happened to
    give in UTF-8; one of these that sound text hardly holds also in front of a sign (到15 as ﵽ15)."""
    wide = f"[\u0800-\ufffc](?=[{LATIN}])|[^{usual_characters()}](?=[\t\x20-\x7e]|$)|[\U00010000-\U0010ffff]"
    return re.compile(
        f"[{LATIN}](?:(?:[\t\x20-\x7e{LATIN}]|(?<=[{LATIN}])(?:\ufffd{{1,4}}(?=[{LATIN}])|{wide}))*"
        f"(?:[{LATIN}]|(?<=[{LATIN}])[^{usual_characters()}{LATIN}\ufffd]))?(?:\ufffd{{1,2}}|[\x20-\x7e])?",
        re.MULTILINE,
    )


@cache
def suspicious() -> re.Pattern[str]:
    """Matches any character that may be a sign of a wrong reading."""
    return re.compile(f"{rare_characters().pattern}|{_LATIN_GATE.pattern}|{odd_characters().pattern}")


def _rare_lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines with so many rare characters that they may be garbled, as offsets."""
    rare = rare_characters()
    found = rare.search(text)
    while found:
        start, end = line_start(text, found.start()), line_end(text, found.start())
        line = text[start:end]
        wide = len(line) - len(line.encode("ascii", "ignore"))
        if len(rare.findall(line)) >= _RARE_SHARE * wide:
            yield start, end
        found = rare.search(text, end)


def _undo_wide(line: str, offset: int, depth: int, least: float = GAIN) -> list[Change]:
    whole = _read_wide(line, depth, least)
    if whole:
        kept = _keep_sound_words(line, whole)
        return list(write_blocks(line, kept.rule, kept.blocks, offset))
    changes: list[Change] = []
    for found in _WORD.finditer(line):
        if found.group() != line and (least < GAIN or rare_characters().search(found.group())):
            part = _read_wide(found.group(), depth, least)
            if part:
                changes += write_blocks(found.group(), part.rule, part.blocks, offset + found.start())
    return changes


def _keep_sound_words(line: str, undone: Undone) -> Undone:
    """Without the blocks of words that were sound: "目录 鍘垮煄" is garbled in its second half only."""
    blocks: list[Block] = []
    for found in _WORD.finditer(line):
        here = [block for block in undone.blocks if found.start() <= block.start < found.end()]
        if likelihood("".join(block.new for block in here)) > likelihood(found.group()):
            blocks += here
    return replace(undone, blocks=blocks)


def _add_folded(text: str, units: list[Unit]) -> list[Unit]:
    """A letter or sign between wide characters may have been a full-width one, A3 and its own byte, once."""
    for found in _FOLDED.finditer(text):
        at = found.start()
        if found.group() != "?":
            units[at] = (*units[at], bytes((0xA3, ord(found.group()) | 0x80)))
    return units


def _read_wide(text: str, depth: int, least: float) -> Undone | None:
    gbk = [wide_unit(char, "gb18030") or (UNKNOWN,) for char in text]
    if depth > 1 and (again := _read_again(text, gbk, "gb18030")):
        return again
    if 2 * len(_ALPHABETIC.findall(text)) > sum(char > "\x7f" for char in text):
        return None  # Russian, Greek, Japanese: no reading of Chinese gives words of letters
    best: Undone | None = None
    for wrong in WIDE:
        known = [wide_unit(char, wrong) for char in text]
        if sum(unit is None for unit in known) > len(text) / 8:
            continue
        units = [(UNKNOWN,) if unit is None else unit for unit in known]
        undone = read_best(text, _add_folded(text, units) if wrong == "gb18030" else units, wrong, least=least)
        if undone and (best is None or undone.gain > best.gain):
            best = undone
    return best
