"""Parts of a whole and ratios: 三分之一, 百分之五, 两成, 一半, 1:1.6."""

from __future__ import annotations

import re

from extract.numerals import read_fraction, read_number, read_pair
from extract.quantities.bounded import Amount, Quantity, finish

_SHARE_OF = re.compile(r"总[量数额]\Z|[占达的到近约过是]\Z|占[^，。]{1,10}\Z|之?比例?[^，。]{0,4}\Z")
_SECOND_RATIO = re.compile(r"[比率][^。；\n]{0,12}[0-9][:：∶][0-9.]{1,4}[、，,][^。；、，,0-9]{0,9}\Z")


def read_part(text: str, start: int, end: int) -> Quantity | None:
    """三分之一, 百分之五, 两成, 一半; a third of a name (三分之一强) stays a third.

    >>> found = read_part("占总数的三分之一", 4, 8)    # "a third of the total"
    >>> found and (round(found.value, 3), found.unit_kind)
    (0.333, 'fraction')
    """
    raw = text[start:end]
    before = text[start - 1 : start]
    if before == "第" and raw.endswith("成"):
        return None
    if raw == "一半" and text[end : end + 1] in tuple("天年程球"):
        return None
    if "/" in raw and not _SHARE_OF.search(text, max(0, start - 12), start):
        return None
    part = read_fraction(raw)
    pair = read_pair(raw.partition("成")[0]) if "成" in raw else read_pair(raw.partition("之")[2])
    if part is None or (raw.endswith("成") and len(raw) > 2 and not raw[0].isdigit() and "点" not in raw and not pair):
        return None
    low, high = part[0], None
    if pair and part[1]:  # 二三成, 百分之二三十
        ten = 10 if "成" in raw else 1
        low, high = pair[0] * ten, pair[1] * ten
    about = text[end] if raw[-1] == "成" and text[end : end + 1] in ("多", "余") else ""  # 四成多
    unit = (raw, part[1], "rate" if part[1] else "fraction", "y")
    return finish(text, start, end + len(about), Amount(raw, low, unit, high, about))


def read_ratio(text: str, start: int, end: int) -> Quantity | None:
    """1:1.6 where the words before speak of a ratio; 9:30 is a time of day.

    >>> found = read_ratio("医护比达到1:1.6", 5, 10)    # "doctors to nurses"
    >>> found and found.value
    1.6
    """
    window = text[max(0, start - 12) : start]
    listed = _SECOND_RATIO.search(text, max(0, start - 30), start)
    told = listed or re.search(r"[比率]|按照?|为\Z", window) or text.startswith(("的比例", "比例"), end)
    if not told or re.search(r"比分|[上下]午|晚|时间", window):
        return None
    left, right = (read_number(part) for part in re.split("[:：∶]", text[start:end]))
    if not left or right is None:
        return None
    return finish(text, start, end, Amount("1", round(right / left, 4), ("", "", "ratio", "n")))
