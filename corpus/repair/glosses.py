"""Pinyin that a filter put in parentheses after characters: 縣(xiàn)域 → 縣域.

A gloss goes only when its syllable is a reading of the character before it, and only on a page that a
filter has been over: one where common characters are glossed with the reading that everyone knows, in
the middle of words. 亳(bó)州 on a sound page is help for the reader and stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.repair.change import Change
from corpus.repair.readings import is_read, is_toned, is_usual_reading, plain_syllable

TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜḿńňǹ\u0304\u0301\u030c\u0300"
LETTERS = f"a-zɡüêɑ{TONED}"
HAN = "\u3400-\u9fff〇"
_GATE = re.compile(rf"[(（] ?[{LETTERS}]{{1,7}} ?[)）]")
_GLOSS = re.compile(rf" ?[(（] ?([{LETTERS}]{{1,7}}) ?[)）]")
GLOSS = re.compile("[(（]"), re.compile(f"[ {LETTERS}]")  # how one begins
_BEFORE = re.compile(rf"[{HAN}]")
COMMON = 1e-4  # share of all characters above which everybody can read one
WORD = 1.5  # a pair that stands this much (log) above chance is part of a word
TONED_NEEDED, PLAIN_NEEDED = 1, 3  # so many glosses inside words show that a filter was here


@dataclass(frozen=True, slots=True)
class Gloss:
    """One or more parentheses that repeat the reading of the character before them."""

    start: int
    end: int
    reading: str
    char: str


def read_glosses(text: str) -> list[Gloss]:
    """Every parenthesis that gives a reading of the character before it, whoever wrote it."""
    found: list[Gloss] = []
    end = 0
    for gate in _GATE.finditer(text):
        start = gate.start()
        if start < end:
            continue
        if start and text[start - 1] == " ":
            start -= 1
        char = text[start - 1 : start]
        if not _BEFORE.match(char):
            continue
        end, reading = _same_readings(text, start, char)
        if end > start:
            found.append(Gloss(start, end, reading, char))
    return found


def _same_readings(text: str, start: int, char: str) -> tuple[int, str]:
    """(end, reading) of the row of parentheses at ``start`` that all give a reading of ``char``."""
    end, first = start, ""
    while (match := _GLOSS.match(text, end)) and is_read(char, match[1]):
        if first and plain_syllable(match[1]) != plain_syllable(first):
            break
        first = first or match[1]
        end = match.end()
    return end, first


def read_row(text: str, start: int, char: str) -> int:
    """Where the parentheses at ``start`` that give a reading of ``char`` end; ``start`` if there are none."""
    return _same_readings(text, start, char)[0]


def find_glosses(text: str) -> list[Change]:
    """The glosses of a page that a filter has been over, each to be deleted; else none.

    >>> find_glosses("城(chéng)乡融(róng)合发展")     # "integrated urban and rural development"
    [Change(rule='gloss', start=1, end=8, new='', verdict='exact'),
     Change(rule='gloss', start=10, end=16, new='', verdict='exact')]
    >>> find_glosses("亳(bó)州市人民政府"), find_glosses("人均指标(GDP)增速")    # help for readers; no gloss
    ([], [])
    """
    return judge_glosses(text, read_glosses(text))


def judge_glosses(text: str, glosses: list[Gloss]) -> list[Change]:
    """Those of the text's glosses that a filter put there."""
    if not glosses:
        return []
    told = _count_telling(text, glosses)
    return [
        Change("gloss", gloss.start, gloss.end, "", "exact")
        for gloss in glosses
        if told[is_toned(gloss.reading)] >= (TONED_NEEDED if is_toned(gloss.reading) else PLAIN_NEEDED)
    ]


def _count_telling(text: str, glosses: list[Gloss]) -> dict[bool, int]:
    """How many toned (True) and plain (False) glosses stand where no author would put one."""
    from corpus.repair.language import load_language
    from corpus.simplify import convert_characters

    model = load_language()
    common = COMMON * model.count.sum()
    told = {True: 0, False: 0}
    # A few dozen settle it; a long page of glosses need not be judged to the end.
    for i, gloss in enumerate(glosses[:400]):
        if told[is_toned(gloss.reading)] >= PLAIN_NEEDED:
            continue
        if not is_usual_reading(gloss.char, gloss.reading):
            continue
        before = text[gloss.start - 2 : gloss.start - 1] if gloss.start >= 2 else ""
        if i and glosses[i - 1].end == gloss.start - 1:
            before = glosses[i - 1].char
        here = model.ids(before + gloss.char + text[gloss.end : gloss.end + 1])
        if model.count[here[len(before)]] < common:
            continue
        above_chance = model.attract(here[:-1], here[1:])
        joined = any(above_chance[k] > WORD and _BEFORE.match(c) for k, c in _sides(before, text, gloss))
        # These filters gloss what they turned into traditional script; authors gloss rare characters.
        told[is_toned(gloss.reading)] += bool(joined) or convert_characters(gloss.char) != gloss.char
    return told


def _sides(before: str, text: str, gloss: Gloss) -> list[tuple[int, str]]:
    """(index of the pair, neighbour) on both sides of the glossed character."""
    after = text[gloss.end : gloss.end + 1]
    sides = [(0, before)] if before else []
    return sides + ([(len(before), after)] if after else [])
