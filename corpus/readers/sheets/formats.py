"""Number formats of spreadsheets, taken apart: sections, what is printed as it stands, digits, parts of dates."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

# The formats that files name by number alone; 27–36 and 50–58 as Chinese programs show them.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'), **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"',
    35: 'h"时"mm"分"ss"秒"', 55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"',
}  # fmt: skip
# Quoted words, escaped characters, blanks as wide as a character and fillings; brackets: colours, conditions, money.
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]'
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<date>y+|e+|m+|d+|h+|s+(?:\.0+)?|a{3,4})|(?P<general>General|G/通用格式)"
    r"|(?P<digits>[0#?](?:[0#?,.]*[0#?.,])?)(?P<power>E[+-]0+)?|(?P<percent>%)|(?P<other>.)",
    re.I | re.S,
)
_KINDS = ("quoted", "escaped", "money", "elapsed", "noon", "date", "general", "digits", "percent", "other")


class Piece(NamedTuple):
    kind: str  # text, noon, date, elapsed, general, digits, percent
    text: str
    power: str = ""  # of digits: E+00


@cache
def read_format(code: str) -> tuple[tuple[Piece, ...], ...]:
    """The sections of a number format (positive; negative; zero; text), each in pieces.

    >>> [[piece.text for piece in section] for section in read_format('yyyy"年"m"月"')]    # "year", "month"
    [['yyyy', '年', 'm', '月']]
    """
    sections: list[list[Piece]] = [[]]
    for found in _TOKEN.finditer(code[:400]):
        kind = next((kind for kind in _KINDS if found[kind] is not None), "")
        if kind == "other" and found["other"] == ";":
            sections.append([])
        elif kind in ("quoted", "escaped", "money", "other"):
            sections[-1].append(Piece("text", found[kind]))
        elif kind:
            sections[-1].append(Piece(kind, found[kind], found["power"] or ""))
    return tuple(map(tuple, sections))


def built_in_format(number: int) -> str:
    """The format that a file names by its number alone.

    >>> built_in_format(9), built_in_format(0)
    ('0%', 'General')
    """
    return _BUILT_IN.get(number, "General")
