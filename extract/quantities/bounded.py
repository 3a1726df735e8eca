"""A value expression put together: the number, its unit with what divides it, the bounds on either side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from corpus.quick import quick
from extract.numerals import read_coins
from extract.quantities.bounds import bound_before, denominators, each_behind
from extract.quantities.units import AFTER, ONLY_SCALE, WITHIN, Unit
from extract.quantities.vocabulary import after_bounds
from extract.records import Comparator


@quick
@dataclass(frozen=True, slots=True)
class Quantity:
    """A value expression: ``text[start:end]`` with bounds and unit; ``number_start`` is where its digits begin."""

    start: int
    end: int
    number_start: int
    value: float
    value_max: float | None
    unit: str
    unit_kind: str  # rate, money, count, age, time, score, amount, ratio, fraction
    comparator: Comparator
    rule: str
    bare: bool = False  # 亿元以上: a multiple without a digit, a threshold more often than a value


class Amount(NamedTuple):
    """A number as it is written, with its unit."""

    raw: str  # its digits
    value: Decimal
    unit: Unit
    high: Decimal | None = None  # of a range
    about: str = ""  # 余, 多, 几 beside it


AND_HALF = re.compile(r"半(?![年月天日数岁径成导封决自])")  # 三斤半
PER_PEOPLE = re.compile(r"/(?:10)?万")
_AND_MORE = re.compile("(?<=[倍番成里吨斤亩尺米点]多)(?![一-鿿])")  # 增长2倍多，
_MINUS = re.compile(r"(?:\A|\n|[一-鿿：:（(、，])[-－−]\Z")  # 增长-3.4%
_NEGATIVE = re.compile(r"(?<![减肩担背抱胜自欺辜])负\Z")  # 负0.2千米
_ALSO = re.compile("[（(][头只羽个户人名亩家项件次张座所尾株棵箱辆台套吨、/]{1,4}[）)](?=以上|以下|以内|及以上|左右)")
_IN_AIR = ("微克", "毫克")
_PER_VOLUME = re.compile("每(立方米|升)\\Z")
_NOUN_BOUND = re.compile("(?:床位|[一-鿿]{2})(以上|以下|以内)(?=的)")
_BEYOND = re.compile("[（(][^（）()\n]{2,30}[)）](以上|以下|以内|左右)(?=[，。；、,;])")  # 75万亩（其中早稻21万亩）以上
_SIGNED = ("rate", "amount", "money", "fraction")


def finish(text: str, start: int, end: int, amount: Amount) -> Quantity:
    """Add what follows the unit (a denominator, 以上) and what stands before the number (不少于, 约)."""
    approximate, high = amount.about, amount.high
    canonical, kind, value, end = _complete(text, end, amount)
    if text[end : end + 1] in ("余", "多") and (kind == "money" or _AND_MORE.match(text, end + 1)):
        approximate, end = text[end], end + 1
    if kind == "money" and text[end : end + 1] == "每":
        canonical, end = each_behind(text, end, canonical)
    comparator: Comparator = "~" if approximate else "="
    rule = "about" if approximate else "plain"
    if text[end : end + 1] in ("（", "(") and (also := _ALSO.match(text, end)) is not None:
        end = also.end()  # 1000只（头）以上
    after = AFTER.match(text, end)
    if after is not None:
        comparator, rule, end = after_bounds()[after.group()], "bound after", after.end()
    elif kind == "count" and (named := _NOUN_BOUND.match(text, end)) is not None:
        comparator, rule, end = after_bounds()[named[1]], "bound after", named.end()  # 200张床位以上的机构
    elif text[end : end + 1] in ("（", "(") and (beyond := _BEYOND.match(text, end)) is not None:
        comparator, rule = after_bounds()[beyond[1]], "bound after"
    elif kind == "time" and (within := WITHIN.match(text, end)) is not None:
        comparator, rule, end = "<=", "bound after", within.end()  # 30分钟内报告
    if _is_negative(text, start, canonical, kind):
        start, value = start - 1, -value
    if canonical in _IN_AIR and (per := _PER_VOLUME.search(text, max(0, start - 4), start)) is not None:
        start, canonical = per.start(), f"{canonical}/{per[1]}"  # 每立方米19微克
    number_start, (start, bound) = start, bound_before(text, start, amount.unit)
    if bound is not None and not (after is not None and bound == "~"):
        comparator, rule = bound, "bound before"
    if text.startswith("为限", end) and text[start - 1 : start] == "以":
        start, end, comparator, rule = start - 1, end + 2, "<=", "bound after"  # 以5万元为限
    if high is not None:
        comparator, rule = "range", "range"
    top = float(high) if high is not None else None
    bare = set(amount.raw) <= ONLY_SCALE
    return Quantity(start, end, number_start, float(value), top, canonical, kind, comparator, rule, bare)


def _complete(text: str, end: int, amount: Amount) -> tuple[str, str, Decimal, int]:
    """Unit, kind, value and end with what goes on with the unit: /公里, 3元5角, 三斤半."""
    _, value, unit, high, _ = amount
    canonical, kind = unit[1], unit[2]
    if text.startswith("/", end):
        canonical, end = denominators(text, end, canonical)
        if canonical == unit[1] and (per := PER_PEOPLE.match(text, end)):
            canonical, end = canonical + per.group(), per.end()
    if unit[0] in ("元", "圆", "块", "块钱") and high is None:
        coins, end = read_coins(text, end, unit[0])
        if coins or text[end - 1 : end] in "整正钱":
            value, canonical, kind = value + coins, "元", "money"
    if (kind == "amount" or canonical == "小时") and high is None and AND_HALF.match(text, end):
        value, end = value + Decimal("0.5"), end + 1
    return canonical, kind, value, end


def _is_negative(text: str, start: int, canonical: str, kind: str) -> bool:
    """Whether the sign before the number is a minus, and no dash of a range or a list."""
    ahead = text[start - 1 : start]
    if ahead == "负":
        return kind in _SIGNED and _NEGATIVE.search(text, max(0, start - 2), start) is not None
    signed = (kind == "rate" or canonical == "℃") and ahead in ("-", "－", "−")
    return signed and _MINUS.search(text, max(0, start - 2), start) is not None
