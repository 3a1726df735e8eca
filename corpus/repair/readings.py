"""Which syllables a character may be read as (from pypinyin, MIT; the table is built by train_language.py)."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "data" / "readings.tsv"
_TONES = {"\u0304", "\u0301", "\u030c", "\u0300"}  # macron, acute, caron, grave


@cache
def plain_syllable(reading: str) -> str:
    """The syllable without its tone, ü written as v.

    >>> plain_syllable("yōu"), plain_syllable("lǜ")    # the reading of 优, of 率
    ('you', 'lv')
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", reading) if c not in _TONES)
    return unicodedata.normalize("NFC", bare).replace("ü", "v").replace("ɡ", "g")


@cache
def is_toned(reading: str) -> bool:
    """Whether the syllable carries a tone mark."""
    return any(c in _TONES for c in unicodedata.normalize("NFD", reading))


@cache
def _readings() -> tuple[dict[str, frozenset[str]], dict[str, str], dict[str, str]]:
    """(character → plain readings, character → its commonest toned reading, plain reading → characters)."""
    of: dict[str, set[str]] = {}
    usual: dict[str, str] = {}
    chars: dict[str, list[str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        reading, found, _ = line.split("\t")
        plain = plain_syllable(reading)
        rare = False
        for char in found:
            if char == "·":
                rare = True
                continue
            of.setdefault(char, set()).add(plain)
            if not rare:
                usual[char] = reading
            rare = False
            chars.setdefault(plain, []).append(char)
    return {c: frozenset(r) for c, r in of.items()}, usual, {r: "".join(c) for r, c in chars.items()}


def is_read(char: str, reading: str) -> bool:
    """Whether the character may be read so; the tone is not looked at.

    >>> is_read("乡", "xiāng"), is_read("標", "GDP")    # village; standard
    (True, False)
    """
    return plain_syllable(reading) in _readings()[0].get(char, ())


def is_usual_reading(char: str, reading: str) -> bool:
    """Whether this is how nearly everyone reads the character, so that no author would say it.

    >>> is_usual_reading("单", "dān"), is_usual_reading("单", "shàn")    # in 单县 it is shàn
    (True, False)
    """
    usual = _readings()[1].get(char, "")
    toned = unicodedata.normalize("NFC", reading).replace("ɡ", "g")
    return toned == usual or (not is_toned(reading) and plain_syllable(usual) == plain_syllable(reading))


def readings_of(char: str) -> frozenset[str]:
    """All plain syllables that the character may be read as; none for what is no Chinese character.

    >>> sorted(readings_of("单")), readings_of("A")    # in 单县 it is shan
    (['chan', 'dan', 'shan'], frozenset())
    """
    return _readings()[0].get(char, frozenset())


def find_characters(reading: str) -> str:
    """All characters that may be read so, without regard to tone."""
    return _readings()[2].get(plain_syllable(reading), "")
