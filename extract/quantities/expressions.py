"""Number + unit + bounds: the value expressions of a text, each with its exact value.

One compiled pattern finds the numerals; everything else looks around each hit in a few characters.
What is no measure (dates, ordinals, levels, names, slogans) is turned away here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from corpus.lines import has_wide_digits, line_start
from corpus.words import cut
from extract.numerals import CHINESE, MIXED, NUMERALS, read_coins, read_number, read_pair, scaled_low
from extract.quantities.bounded import AND_HALF, Amount, Quantity, finish
from extract.quantities.bounds import shared_unit
from extract.quantities.gaps import TENTHS, close_gaps
from extract.quantities.names import in_name
from extract.quantities.parts import read_part, read_ratio
from extract.quantities.unitless import read_unitless
from extract.quantities.units import YUAN, Unit, counts_days, counts_in_chinese, unit_at, unit_stands
from extract.quantities.vocabulary import units

_UNIT_STARTS = "".join(sorted({re.escape(unit[0]) for unit in units()}))
_CN = "一二两三四五六七八九十百千万亿零〇廿壹贰叁肆伍陆柒捌玖拾佰仟"
_DAY = "日(?!元(?![旦宵]))"  # 5日, not 5日元
_HIT = re.compile(
    rf"""
      (?P<ratio>(?<![0-9:：∶.])[0-9]{{1,3}}(?:\.[0-9]{{1,3}})?+[:：∶]  # 1:1.6
        [0-9]{{1,4}}(?:\.[0-9]{{1,3}})?+(?![0-9:：∶]))
    | (?P<fraction>(?<![0-9/.A-Za-z])[1-9]/[1-9][0-9]?(?![0-9/年月A-Za-z])  # 1/3
        | (?<![0-9.])(?:10|[1-9](?:\.[0-9])?){TENTHS}  # 9成
        | (?:[{_CN}]{{1,2}}(?:点[{_CN}]{{1,2}})?|半){TENTHS}[{_CN}半]?  # 三成半, 八点五成
        | (?:[0-9{_CN}]{{1,8}}+又)?(?:[0-9{_CN}]{{1,6}}+)分之负?(?:(?>{MIXED})|(?>{CHINESE})) | 一半)  # 三分之一
    | (?P<half>(?<![一两大小多过夜各参])半(?=公?[斤里]|亩|吨|小时))  # 半斤
    | (?P<arabic>(?:(?<=[一-鿿])\.(?=[0-9]{{1,4}}%))?+(?>{MIXED})(?![年月号届级]|{_DAY}|[Gg](?![Ww])))
    | (?P<chinese>(?>{CHINESE})(?=[{_UNIT_STARTS}\-－—–~～至到余多几来\ ]))
    """,
    re.VERBOSE,
)
# What a hit begins with. A scan that runs over everything else first asks the pattern only where it can fit.
_BEGINS = f"0-9０-９.半{_CN}{''.join(NUMERALS)}"
_SCAN = re.compile(rf"[^{_BEGINS}]*+(?:{_HIT.pattern}|[{_BEGINS}]|\Z)", re.VERBOSE)
_OPEN_ENDED = frozenset("余多几来")
_SCALED = re.compile(r"(?:[十百千](?![瓦伏克米卡升赫])|百?万|千万|[百千]?亿|万亿)[余多]?+")
_RANGE_BEGINS = frozenset("（(-－—–~～至到") | {char for code in range(0x3001) if (char := chr(code)).isspace()}
_RANGE = re.compile(r"(?:\s?[（(]含[）)])?\s?(?:-{1,2}|－|—{1,2}|–|~|～|至|到)\s?(?=[0-9一二两三四五六七八九十])")
_LISTED = frozenset("一二三四五六七八九十")
# 高于全国2.7个|、3个百分点
_POINTS = re.compile("个[、和及](?:[0-9.]{1,6}个[、和及]){0,6}[0-9.]{1,6}个百分点")
_OF_HUNDRED_MILLIONS = re.compile("元(?:以上[一-鿿]{0,8}?|级)?(?:项目|企业|产业|工程|大村|强镇)")  # 14个|亿元项目
_LABEL_OF_LINE = re.compile(r"\n[ \u3000]*[1-9][0-9]?\.\Z")
_NUMBERED = re.compile(r"([1-9][0-9]?)\.[1-9][0-9]{1,3}")
_YEAR = re.compile("(?:19[89]|20[0-4])[0-9]")
_DASHES = re.compile(r"\s?[-－—–]")
_PART_OF_WORD = {"伍": "队退入行为", "陆": "大登内着水", "拾": "收", "叁": "", "壹": ""}
_PRODUCT = re.compile(r"(?<![A-Za-z0-9])GDP\Z")
_SEVERAL = re.compile(r"[几数]\Z|[几数][十百千万]\Z")  # 几十万, 数十亿: no number is said
_NARROW = str.maketrans("０１２３４５６７８９．％／", "0123456789.%/")
_CLOCK = re.compile(r"[0-9一二三四五六七八九十零](?:时|点|小时)\Z")


def find_quantities(text: str) -> list[Quantity]:
    """Every value expression of the text, in order, without overlaps.

    >>> [(q.start, q.end, q.value, q.unit, q.comparator) for q in find_quantities("床位不少于300张，占比达65%以上")]
    [(2, 9, 300.0, '张', '>='), (13, 18, 65.0, '%', '>=')]

    (gloss: no fewer than 300 beds, a share of 65 % or more)
    """
    if has_wide_digits(text):  # ２０％: the same length in plain digits
        text = text.translate(_NARROW)
    closed, offsets = close_gaps(text)
    if offsets is None:
        return list(_read(text))
    return [
        replace(q, start=offsets[q.start], end=offsets[q.end - 1] + 1, number_start=offsets[q.number_start])
        for q in _read(closed)
    ]


def _read(text: str) -> Iterator[Quantity]:
    position = 0
    for hit in _SCAN.finditer(text):
        kind = hit.lastgroup
        if kind is None:
            continue
        start, end = hit.span(kind)
        if start < position:
            continue
        if kind == "arabic" or kind == "chinese" or kind == "half":
            found = _read_amount(text, _behind_label(text, start, end), end, kind)
        elif kind == "fraction":
            found = read_part(text, start, end)
        else:
            found = read_ratio(text, start, end)
        if found is not None and found.start >= position and not in_name(text, found.number_start, found.end):
            yield found
            position = found.end


def _read_amount(text: str, start: int, end: int, kind: str) -> Quantity | None:
    """A plain number with what belongs to it: 几百余, its unit, the other end of a range."""
    if _is_part_of_more(text, start, kind):
        return None
    raw = text[start:end]
    if kind == "chinese" and raw[-1] in "万亿千百" and raw != raw[-1]:
        end, raw = _unit_wins(text, start, end)
    raw, at, approximate = _read_about(text, end, raw)
    if at < len(text) and text[at] == " " and kind == "arabic":
        at += 1
    raw, at, unit, about = _read_unit(text, at, raw)
    approximate = about or approximate
    span = _range_at(text, end) or (_range_at(text, at + len(unit[0])) if unit else None)
    if span is not None:
        return _read_range(text, start, raw, unit, span.end())
    if unit is not None:
        return _read_with_unit(text, start, raw, kind, unit, at, approximate)
    if kind == "arabic" and (shared := shared_unit(text, start, end)) is not None:
        value = read_number(raw + shared[0])
        return finish(text, start, end, Amount(raw, value, shared[1])) if value is not None else None
    return read_unitless(text, start, at if raw[-1] in "万亿" else end, raw, kind, approximate)


def _is_part_of_more(text: str, start: int, kind: str) -> bool:
    """Whether what stands before the number makes it a part of a name, an address, an ordinal, a word."""
    before = text[start - 1] if start else ""
    if not before:
        return False
    if before in "第每届〔［[+.Nn：:×" or (before.isascii() and before.isalnum()):
        # A colon or GDP before a number introduces it (面积：200亩); "第" and other letters make it a name.
        introduced = before in "：:" and not (start > 1 and text[start - 2].isdigit())
        introduced = introduced or (before == "P" and _PRODUCT.search(text, max(0, start - 4), start) is not None)
        if not introduced and not (
            kind == "arabic" and before == "." and _LABEL_OF_LINE.search(text, max(0, start - 5), start)
        ):
            return True
    if before in "=%" and text[start - 2 : start - 1].isascii():
        return True  # an address: ?page=30, %20
    if before == " " and text[start - 2 : start - 1] == "第":
        return True  # 全市第 12 位
    if kind != "chinese":
        return False
    if before in _PART_OF_WORD.get(text[start], ""):
        return True  # 队伍, 大陆
    return text[start] in "十百千万亿" and _SEVERAL.search(text, max(0, start - 2), start) is not None


def _read_about(text: str, end: int, raw: str) -> tuple[str, int, str]:
    """Digits with the multiple behind 余, 多, 几, 来 (30多万), where the unit begins, and that word."""
    if text[end : end + 1] not in _OPEN_ENDED:
        return raw, end, ""
    scaled = _SCALED.match(text, end + 1)
    if scaled is not None and text[end] != "来":
        return raw + scaled.group().rstrip("余多"), scaled.end(), text[end]  # 30多万
    if text[end] != "几" or raw[-1] == "十":
        return raw, end + 1, text[end]
    return raw, end, ""


def _read_unit(text: str, at: int, raw: str) -> tuple[str, int, Unit | None, str]:
    """The unit at this place, where 个亿 is a multiple: (digits, where the unit begins, unit, 多 if that is said)."""
    unit, about = unit_at(text, at), ""
    if unit is not None and unit[0] == "个" and _POINTS.match(text, at) is not None:
        return raw, at, ("个", "百分点", "rate", "y"), ""
    if unit is not None and unit[0] == "个亿":
        if raw.endswith("万") or _OF_HUNDRED_MILLIONS.match(text, at + 2):
            return raw, at, ("个", *units()["个"]), ""
        raw, at = raw + "亿", at + 2  # 两个亿: the multiple stands behind the classifier
        unit = unit_at(text, at)
    elif unit is not None and unit[0] == "个多亿":
        raw, at, about = raw + "亿", at + 3, "多"
        unit = unit_at(text, at)
    if unit is None and raw.endswith("亿") and text[at - 2 : at] in ("个亿", "多亿"):
        unit = YUAN
    return raw, at, unit, about


def _read_with_unit(
    text: str, start: int, raw: str, kind: str, unit: Unit, at: int, approximate: str
) -> Quantity | None:
    """The number with the unit behind it; None where the two are something else, or nothing that is measured."""
    if _is_something_else(text, start, raw, kind, unit, at):
        return None
    if unit[2] == "no":
        if not counts_days(text, start, unit[0]):
            return None
        unit = ("天", "天", "days", "n")
    if unit[0] == "块" and read_coins(text, at + 1, "块")[0]:
        unit = ("块", "元", "money", "y")  # 十块三毛
    halved = unit[2] == "amount" and AND_HALF.match(text, at + len(unit[0])) is not None  # 一吨半
    if kind == "chinese" and not halved and not counts_in_chinese(text, start, raw, unit, at):
        return None
    pair = read_pair(raw) if kind == "chinese" else None
    value = Decimal("0.5") if kind == "half" else pair[0] if pair else read_number(raw)
    high = pair[1] if pair else None
    if value is None or not unit_stands(text, at, unit, value, kind):
        return None
    return finish(text, start, at + len(unit[0]), Amount(raw, value, unit, high, approximate))


def _is_something_else(text: str, start: int, raw: str, kind: str, unit: Unit, at: int) -> bool:
    """Whether number and unit together are a class of projects, a label, a time of day or 每半小时."""
    if unit[0] in ("县", "区", "镇", "乡", "市") and _YEAR.fullmatch(raw):
        return True  # 2017县河长制方案
    project = raw in ("亿", "千万", "百万", "十亿") and text.startswith("项目", at)  # 过亿项目: of more than that
    if unit[2] == "count" and (project or _is_label(text, start, raw, at)):
        return True
    before = text[start - 1 : start]
    if unit[0] == "分" and before in ("时", "点") and _CLOCK.search(text, max(0, start - 3), start):
        return True  # 8时35分
    return kind == "half" and before in ("每", "个")


def _behind_label(text: str, start: int, end: int) -> int:
    """Where the number begins: in a list that 1. opened, 2.50个小区 counts fifty; below 1.35%, 2.25% is a decimal."""
    found = _NUMBERED.fullmatch(text, start, end)
    if found is None or text[line_start(text, start) : start].strip():
        return start
    unit, above = unit_at(text, end), text.rfind(f"\n{int(found[1]) - 1}.", max(0, start - 600), start)
    return start + len(found[1]) + 1 if unit is not None and unit[2] == "count" and above >= 0 else start


def _is_label(text: str, start: int, raw: str, at: int) -> bool:
    """3.1 名词术语, 4.2 项目管理 at the beginning of a line: the number of a heading before a word; not 4.5个床位."""
    if "." not in raw or not raw[-1].isdigit() or text[line_start(text, start) : start].strip():
        return False
    return len(cut(text[at : at + 6])[0]) > 1


def _range_at(text: str, at: int) -> re.Match[str] | None:
    return _RANGE.match(text, at) if text[at : at + 1] in _RANGE_BEGINS else None


def _unit_wins(text: str, start: int, end: int) -> tuple[int, str]:
    """五百千瓦: the last 千 belongs to the unit."""
    if text[end - 1] == "千" and text[end : end + 1] in tuple("瓦伏克米卡升赫"):
        end -= 1
    return end, text[start:end]


def _read_range(text: str, start: int, raw: str, unit: Unit | None, at: int) -> Quantity | None:
    """1-3个, 5%—5.5%, 100万-300万元, 三至五名; None where the second number carries no unit (years, pages)."""
    hit = _HIT.match(text, at)
    if hit is None or hit.lastgroup not in ("arabic", "chinese"):
        return None
    top_raw, end = hit.group(), hit.end()
    if text[end : end + 1] in ("余", "多"):
        end += 1
    end += text[end : end + 1] == " "
    if unit is None and hit.lastgroup == "arabic" and set(raw) <= _LISTED and _DASHES.match(text, start + len(raw)):
        return None  # 数字四——480万人次: the fourth of a list
    last = unit_at(text, end)
    if last is None or last[2] == "no" or (unit is not None and unit[1] != last[1] and unit[2] != "no"):
        return None
    low, high = read_number(raw), read_number(top_raw)
    if low is None or high is None:
        return None
    if unit is None:
        low = scaled_low(raw, low, top_raw, high)  # 1-3万元: the multiple covers both ends
    if low >= high or _RANGE.match(text, end + len(last[0])) is not None:
        return None
    return finish(text, start, end + len(last[0]), Amount(raw, low, last, high))
