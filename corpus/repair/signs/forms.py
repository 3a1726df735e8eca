"""Characters that look like others and are taken for none of them: radicals, compatibility and presentation forms.

PDF programs write the radical ⼈ (U+2F08) where 人 is printed, old Big5 pages the small comma ﹐, vertical layouts ︒.
Copied into a text they are found by no search and end no sentence. One character stands for one.
"""

from __future__ import annotations

import re
import unicodedata

from corpus.repair.change import Change

FORM = re.compile(
    "[\u066a\u2105\u2e80-\u2fd5\uf900-\ufad9\ufe10-\ufe19\ufe30-\ufe44\ufe47-\ufe48\ufe4d-\ufe6b\uff61-\uff65]"
)
# The sign of "care of" and the Arabic per cent, picked from a table of signs for the per cent that they resemble.
_PER_CENT = re.compile(r"(?<=\d)[ ]?([℅٪])")
_KANA = re.compile("[\uff66-\uff9f]")
# Radicals that have no compatibility mapping → the ideograph (Unicode's EquivalentUnifiedIdeograph). Those that
# only ever are a part of a character (⺡) stay.
_RADICALS = dict(
    zip(
        "⺁⺊⺎⺒⺓⺜⺝⺟⺠⺧⺩⺪⺬⺶⺼⺽⻁⻄⻅⻆⻉⻋⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻞⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂卜兀巳幺日月母民牛王疋示羊肉臼虎西见角贝车長長长门雨青韦页风飞食食首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_MARKS = dict(zip("︐︑︒︓︔︕︖︰︙﹐﹑﹒﹔﹕﹖﹗｡｢｣､･", "，、。：；！？：…，、．；：？！。「」、·", strict=True))


def settle_form(char: str) -> str:
    """The character that is meant by a form; another character as it is.

    >>> settle_form("⼈"), settle_form("⻓"), settle_form("﹐"), settle_form("县")   # "person", "long", comma, "county"
    ('人', '长', '，', '县')
    """
    if not FORM.match(char):
        return char
    known = _RADICALS.get(char) or _MARKS.get(char)
    if known:
        return known
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) != 1:
        return char
    # Brackets and signs of Chinese text are full-width.
    return chr(ord(plain) + 0xFEE0) if "!" <= plain <= "~" and char >= "\ufe10" else plain


def find_forms(text: str) -> list[Change]:
    """Changes that write the character that is meant.

    >>> find_forms("⼈民")       # "people", begun with a radical
    [Change(rule='form', start=0, end=1, new='人', verdict='exact')]
    """
    signs = [Change("form", *found.span(1), "%", "likely") for found in _PER_CENT.finditer(text)]
    misread = _KANA.search(text)  # half-width kana: Shift-JIS that nobody could read, not the stop of a sentence
    return signs + [
        Change("form", found.start(), found.end(), new, "exact")
        for found in FORM.finditer(text)
        if (new := settle_form(found.group())) != found.group() and not (misread and found.group() > "\uff00")
    ]
