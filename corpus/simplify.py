"""Traditional characters to simplified ones, one for one, so that no offset ever moves.

A simplified text may hold characters that OpenCC takes for traditional ones (乾县 is a county, 昇 and
濛 stand in names): a line that is written in simplified characters is left as it is, but for whole
traditional words in it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Where these have another sense in traditional phrases (坏 for 坯, 么 for 幺), OpenCC would rewrite
# sound simplified ones (打坏, "smash", would become 打坯): they are simplified already and stay.
_STAYS = {"坏": "坯", "么": "幺", "俱": "具"}
# Rewritten only as part of a phrase (反覆 → 反复), so not found by converting single characters.
_IN_PHRASES = "瞭藉覆沈衹甦哩彷"
# Standard in simplified text too, in names and set words: they do not show what a line is written in.
_IN_BOTH = "乾昇濛徵夥祇甯"
_HAN_BLOCKS = ((0x3400, 0xA000), (0xF900, 0xFB00))
_SURROGATES = re.compile("([\ud800-\udfff]+)")
_SHORT = 64
# A line counts as simplified when it has this many simplified characters for each traditional one.
_DOMINANCE = 8


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def convert_characters(text: str) -> str:
    """The text in simplified characters, one for one, without regard to what stands beside them.

    >>> convert_characters("專科")    # "specialist department"
    '专科'
    """
    simple: str = _converter().convert(text)
    return simple


@cache
def simpler_characters() -> dict[str, str]:
    """Every Han character of the basic plane that has another simplified form, with that form."""
    han = [chr(code) for first, last in _HAN_BLOCKS for code in range(first, last)]
    simple = _converter().convert("\n".join(han)).split("\n")
    return {old: new for old, new in zip(han, simple, strict=True) if old != new}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """(may change, surely traditional, surely simplified): each one character."""
    touched = "".join(simpler_characters())
    traditional = "".join(a for a in touched if a not in _IN_BOTH)
    simplified = "".join(a for a in map(chr, range(0x4E00, 0xA000)) if _has(a, "gb2312") and not _has(a, "big5"))
    return (
        re.compile(f"[{touched}{_IN_PHRASES}\U00020000-\U0003fffd]"),
        re.compile(f"[{traditional}]"),
        re.compile(f"[{simplified}]"),
    )


def _has(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def simplify(text: str) -> str:
    """The same text in simplified characters, as long as before; the same object when nothing changes.

    Words are not rewritten: Taiwan and Hong Kong wording stays as it was written. Raises ValueError,
    naming the place, should the converter ever change the length.

    >>> simplify("森林覆蓋率")        # "forest cover rate"
    '森林覆盖率'
    >>> simplify("國民經濟，１０％")   # "national economy": full-width forms stay
    '国民经济，１０％'
    >>> simplify("陕西省乾县")         # a county whose name is no word for "dry"
    '陕西省乾县'
    """
    if text.isascii() or (len(text) <= _SHORT and _is_plain(text)):
        return text
    may_change, _, _ = _patterns()
    found = may_change.search(text)
    if not found:
        return text
    parts: list[str] = []
    last, is_old = 0, None
    while found:
        # Only the lines that hold such a character are looked at closely.
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end()) + 1 or len(text)
        line = text[start:end]
        old, simple = _count(line)
        if not old and not simple and is_old is None:
            is_old = _is_traditional(text)
        parts += (text[last:start], _simplify_line(line, old, simple, is_old, start))
        last = end
        found = may_change.search(text, end)
    new = "".join([*parts, text[last:]])
    return text if new == text else new


def _is_plain(text: str) -> bool:
    """Whether no character of it may change; a search asks this at its start, before any pattern is made."""
    if any(char in _IN_PHRASES or "\ud800" <= char <= "\udfff" or char > "\uffff" for char in text):
        return False
    apart = "\n".join(text)
    return bool(_converter().convert(apart) == apart)


def _count(text: str) -> tuple[int, int]:
    _, traditional, simplified = _patterns()
    return len(traditional.findall(text)), len(simplified.findall(text))


def _is_traditional(text: str) -> bool | None:
    old, simple = _count(text)
    return None if old == simple == 0 else old > simple


def _simplify_line(line: str, old: int, simple: int, text_is_old: bool | None, offset: int) -> str:
    """Convert all of a traditional line, only whole traditional words of a simplified one."""
    if old and old * _DOMINANCE >= simple:
        return _convert(line, offset)
    if old or simple or text_is_old is False:
        _, traditional, _ = _patterns()
        words = re.compile(f"{traditional.pattern}{{2,}}")
        return words.sub(lambda found: _convert(found.group(), offset + found.start()), line)
    new = _convert(line, offset)
    if text_is_old:
        return new
    # Nothing tells what this is written in: what stands in both scripts stays.
    return "".join(a if a in _IN_BOTH else b for a, b in zip(line, new, strict=True))


def _convert(text: str, offset: int) -> str:
    # Lone surrogates cannot be handed to the converter; they pass by it.
    parts = _SURROGATES.split(text)
    parts[::2] = [_converter().convert(part) for part in parts[::2]]
    new = "".join(parts)
    if len(new) != len(text):
        raise ValueError(f"conversion changed the length of the text at {offset}: {text[:40]!r}")
    for keep, wrong in _STAYS.items():
        if keep in text and wrong in new:
            new = "".join(a if a == keep and b == wrong else b for a, b in zip(text, new, strict=True))
    return new
