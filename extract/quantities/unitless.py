"""Numbers without a unit that still count: 发生率为0, 系数1.35, 支出3347万, 80万重点群体.

In comes a number behind which no unit stands; out goes a quantity without unit, in 元 where the words before it name a
sum, or a rate where a number of people follows (12.5/10万). Of other bare numbers (pages, years, codes) none is made.
"""

from __future__ import annotations

import re

from extract.numerals import read_number
from extract.quantities.bounded import PER_PEOPLE, Amount, Quantity, finish
from extract.quantities.units import AFTER, YUAN, Unit

_NO_UNIT: Unit = ("", "", "none", "n")
_ZERO = re.compile(r"(?:率|数|比例|比重|发生|事故|案件)为\Z")
_TOTAL_OF = re.compile(r"(?:[数口量位]|达到?|突破|超过?|至)\Z")
_SUM_OF = re.compile(
    r"(?:[补奖罚救]?[金款费税资债]|资金|经费|投资|投入|收入|支出|补助|补贴|产值|[税销总]额)(?:共|约|达|为|近|超|共计)?\Z"
)
_BUDGET_OF = re.compile(
    "(?:收入|支出|税收|投资|资金)[^。；]{0,20}(?:完成|实现|任务|预算|达到?)\\Z"
)  # 财政收入任务174万
_INDEX = re.compile(
    r"(?:指数|系数|比值|倍差|收入比|生师比|死亡率|发病率)(?:由|从|为|缩小[到至]"
    r"|(?:由|从)[0-9.]{1,5}(?:缩小|下降|降低|降|调整|提高|上升)[到至为]|(?:控制|稳定|保持)在|达到?|降至|(?:下降|降低)到|(?:提高|提升|上升)[到至])?\Z"
)


def read_unitless(text: str, start: int, end: int, raw: str, kind: str, approximate: str = "") -> Quantity | None:
    """The quantity that a number without unit is, ``text[start:end]``; None where it counts nothing.

    ``raw``: its digits, with the multiple of a 30多万; ``kind``: how it is written, ``arabic`` or else;
    ``approximate``: 多 or 余 beside it, if any.

    >>> read_unitless("共服务80万重点群体", 3, 6, "80万", "arabic").value    # "800,000 people of groups in need"
    800000.0
    """
    if kind != "arabic":
        return None
    if raw == "0" and _ZERO.search(text, max(0, start - 6), start) and not text[end : end + 1].isalnum():
        return Quantity(start - 1, end, start, 0.0, None, "", "none", "=", "zero")
    value = read_number(raw)
    per = PER_PEOPLE.match(text, end)
    if value is not None and per is not None:
        return finish(text, start, per.end(), Amount(raw, value, (raw, per.group(), "rate", "n")))
    if value is not None and "." in raw and raw[-1].isdigit() and _INDEX.search(text, max(0, start - 16), start):
        return finish(text, start, end, Amount(raw, value, _NO_UNIT))
    if raw[-1] not in "万亿" or value is None:
        return None
    if text[end : end + 1] in ("，", "。", "；", ",") and _TOTAL_OF.search(text, max(0, start - 3), start):
        return finish(text, start, end, Amount(raw, value, _NO_UNIT))
    if text[end : end + 1] in ("，", "。", "；", ",", "、", "的") and (
        _SUM_OF.search(text, max(0, start - 6), start) or _BUDGET_OF.search(text, max(0, start - 36), start)
    ):
        return finish(text, start, end, Amount(raw, value, YUAN, about=approximate))  # 支出低保金3347万
    after = AFTER.match(text, end)
    if after is None and not "一" <= text[end : end + 1] <= "鿿":
        return None
    return finish(text, start, end, Amount(raw, value, _NO_UNIT, about=approximate))
