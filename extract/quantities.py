"""Number + unit + bounds: the value expressions of a text, each with its exact value.

One compiled pattern finds the numerals; everything else looks around each hit in a few characters.
What is no measure (dates, ordinals, levels, names, slogans) is turned away here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.numerals import CHINESE, MIXED, read_fraction, read_number
from extract.records import Comparator
from extract.tables import after_bounds, before_bounds, slogans, units


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


_UNIT_STARTS = "".join(sorted({re.escape(unit[0]) for unit in units()}))
_UNIT_LENGTHS: dict[str, tuple[int, ...]] = {
    first: tuple(sorted({len(unit) for unit in units() if unit[0] == first}, reverse=True))
    for first in {u[0] for u in units()}
}
_CN = "一二两三四五六七八九十百千万亿零〇廿壹贰叁肆伍陆柒捌玖拾佰仟"
_HIT = re.compile(
    rf"""
      (?P<ratio>(?<![0-9:：∶.])[0-9]{{1,3}}(?:\.[0-9]{{1,3}})?+[:：∶][0-9]{{1,4}}(?:\.[0-9]{{1,3}})?+(?![0-9:：∶]))      # 1:1.6
    | (?P<fraction>(?<![0-9/.A-Za-z])[1-9]/[1-9][0-9]?(?![0-9/年月A-Za-z]) | [1-9](?:\.[0-9])?成(?![为立功果效员就长本熟品交人片绩都分套型]) | (?:[0-9百千万{_CN}]{{1,6}}+)分之[0-9.{_CN}点]{{1,8}}+ | [{_CN}]{{1,2}}成(?![为立功果效员就长本熟品交人片绩都分套型])[{_CN}半]? | 一半)
    | (?P<arabic>(?>{MIXED})(?![年月日号届级]|[Gg](?![Ww])))
    | (?P<chinese>(?>{CHINESE})(?=[{_UNIT_STARTS}\-－—–~～至到余多几来\ ]))
    """,
    re.VERBOSE,
)
_ABOUT = re.compile(r"[余多几来]?+")
_SCALED = re.compile(r"(?:[十百千](?![瓦伏克米卡升赫])|百?万|千万|[百千]?亿|万亿)[余多]?+")
_RANGE = re.compile(r"\s?(?:-{1,2}|－|—{1,2}|–|~|～|至|到)\s?(?=[0-9０-９两三四五六七八九十])")
_PER = re.compile(r"[/·](?:[0-9]{1,5}[万千]?)?")
_AFTER = re.compile("|".join(sorted(map(re.escape, after_bounds()), key=len, reverse=True)))
_BEFORE = re.compile("(?:" + "|".join(sorted(map(re.escape, before_bounds()), key=len, reverse=True)) + r")(?=\Z)")
_BEFORE_LAST = frozenset(word[-1] for word in before_bounds())
_FAR_LEAST = re.compile(r"(?:至少|最少)[^，。；、：,;:0-9（）()]{1,6}\Z")
_COLLECTED = re.compile(
    r"(?:通用|精选|汇总|合集|推荐|热门|必备|实用|集锦|大全|锦集|范文|优秀|最新|整理|共)[0-9]{1,3}\Z"
)
_ZERO = re.compile(r"(?:率|数|比例|比重|发生|事故|案件)为\Z")
_APPROXIMATE = frozenset({"两三", "三四", "四五", "五六", "六七", "七八", "八九", "三五"})
_SHARE_OF = re.compile(r"[占达的到近约过]\Z|占[^，。]{1,10}\Z|之?比例?[^，。]{0,4}\Z")
_ONLY_SCALE = frozenset("百千万亿")
_BOUND_BY = re.compile(r"(?:[每各](?!一?[个项种类件方界位]?[一、，。])|不少于|至少)")
_GOOD_DAYS = re.compile(r"天数|优良天|达标天")
_TOTAL_OF = re.compile(r"(?:[数口量位]|达到?|突破|超过?|至)\Z")
_INDEX = re.compile(r"指数(?:为|达到?|降至|下降到)?\Z")
_TIMES = ("年", "月", "日", "天", "周", "学期", "学年", "季度", "季")
_LARGE = frozenset("百千万亿")
_NEAR = ("近", "超", "过", "破", "逾", "余")
_PEOPLE = re.compile(r"/(?:10)?万")


def find_quantities(text: str) -> list[Quantity]:
    """Every value expression of the text, in order, without overlaps.

    >>> [(q.start, q.end, q.value, q.unit, q.comparator) for q in find_quantities("床位不少于300张，占比达65%以上")]
    [(2, 9, 300.0, '张', '>='), (12, 17, 65.0, '%', '>=')]

    (gloss: no fewer than 300 beds, a share of 65 % or more)
    """
    return list(_read(text))


def _read(text: str) -> Iterator[Quantity]:
    position = 0
    for hit in _HIT.finditer(text):
        start = hit.start()
        if start < position:
            continue
        kind = hit.lastgroup
        if kind == "arabic" or kind == "chinese":
            found = _read_amount(text, start, hit.end(), kind)
        elif kind == "fraction":
            found = _read_part(text, start, hit.end())
        else:
            found = _read_ratio(text, start, hit.end())
        if found is not None and found.start >= position and not _is_name(text, found):
            yield found
            position = found.end


def _unit_at(text: str, at: int) -> tuple[str, str, str, str] | None:
    """(as written, canonical, kind, Chinese numerals allowed) of the longest unit that stands here."""
    table = units()
    for length in _UNIT_LENGTHS.get(text[at : at + 1], ()):
        word = text[at : at + length]
        row = table.get(word)
        if row is not None:
            return (word, *row)
    return None


def _read_amount(text: str, start: int, end: int, kind: str) -> Quantity | None:
    before = text[start - 1] if start else ""
    if (
        before
        and (before in "第每届〔［[+.Nn：:×" or (before.isascii() and before.isalnum()))
        and not _fits(text, start, before)
    ):
        return None
    raw = text[start:end]
    if kind == "chinese" and raw[-1] in "万亿千百" and raw != raw[-1]:
        end, raw = _unit_wins(text, start, end)
    approximate = ""
    at = end
    if at < len(text) and text[at] in "余多几来":
        scaled = _SCALED.match(text, at + 1)
        if scaled is not None and text[at] != "来":
            at = scaled.end()
            raw += text[end + 1 : at].rstrip("余多")
            approximate = text[end]
        elif text[at] != "几" or raw[-1] == "十":
            approximate = text[at]
            at += 1
    if at < len(text) and text[at] == " " and kind == "arabic":
        at += 1
    unit = _unit_at(text, at)
    span = _RANGE.match(text, end) or (_RANGE.match(text, at + len(unit[0])) if unit else None)
    if span is not None:
        return _read_range(text, start, raw, unit, span.end())
    if unit is None:
        return _read_bare_count(text, start, end, raw, kind)
    if unit[2] == "no":
        if not _counts_days(text, start, unit[0]):
            return None
        unit = ("天", "天", "days", "n")
    if kind == "chinese" and not _counts_in_chinese(text, start, raw, unit, at):
        return None
    value = read_number(raw)
    if value is None or not _unit_stands(text, at, unit, value, kind):
        return None
    high: Decimal | None = None
    if raw in _APPROXIMATE:
        low, top = read_number(raw[0]), read_number(raw[1])
        value, high = (low or value), top
    return _finish(text, start, at + len(unit[0]), raw, value, high, unit, approximate)


def _fits(text: str, start: int, before: str) -> bool:
    """A colon before a number introduces it (面积：200亩); "第" and letters make it a name."""
    return before in "：:" and not (start > 1 and text[start - 2].isdigit())


def _unit_wins(text: str, start: int, end: int) -> tuple[int, str]:
    """五百千瓦: the last 千 belongs to the unit."""
    if text[end - 1] == "千" and text[end : end + 1] in tuple("瓦伏克米卡升赫"):
        end -= 1
    return end, text[start:end]


def _counts_days(text: str, start: int, word: str) -> bool:
    """优良天数240天 is a measure, 累计送教200天 a duration."""
    window = text[max(0, start - 24) : start]
    return word == "天" and _GOOD_DAYS.search(window.rpartition("。")[2]) is not None


def _counts_in_chinese(text: str, start: int, raw: str, unit: tuple[str, str, str, str], at: int) -> bool:
    """Chinese numerals count from two up; a bare 一 only when something binds it."""
    word, _, kind, chinese = unit
    large = len(raw) > 1 and not _LARGE.isdisjoint(raw)  # 三百二十万千瓦: no place or name is written so
    if (chinese != "y" and not large) or text.startswith(slogans(), start) or raw[0] in "零〇":
        return False
    if set(raw) <= _ONLY_SCALE:
        after = _AFTER.match(text, at + len(word))
        return (kind == "money" and bool(after)) or (
            kind in ("money", "count") and word != "大" and text[start - 1 : start] in _NEAR
        )
    if raw in ("二", "十") and word not in (
        "元",
        "角",
        "分",
        "百分点",
        "个百分点",
        "个",
        "项",
        "条",
        "件",
        "大",
        "方面",
        "所",
        "名",
        "家",
    ):
        return False
    if raw == "二" or (word == "大" and (len(raw) > 1 or text[start - 1 : start] in tuple("的党年十"))) and raw != "十":
        return False
    if raw == "一":
        if word in ("批", "批次", "类", "种", "大"):
            return False
        return kind in ("money", "score", "rate") and word not in ("分", "度") or _is_bound(text, start)
    return not (raw[0] == "一" and len(raw) > 1 and raw[1] not in "十百千万亿点")


def _is_bound(text: str, start: int) -> bool:
    """每学期开展一次, 每个居民有一份, 至少打造一个: the clause binds the 一."""
    clause = re.split(r"[，。；,;\n：]", text[max(0, start - 18) : start])[-1]
    found = _BOUND_BY.search(clause)
    return found is not None and found.end() < len(clause) + (found.group() not in ("每", "各"))


def _unit_stands(text: str, at: int, unit: tuple[str, str, str, str], value: Decimal, kind: str) -> bool:
    """Whether the letters behind the number are really its unit here."""
    word, _, unit_kind, _ = unit
    after = text[at + len(word) : at + len(word) + 3]
    if unit_kind == "time":
        return not after.startswith(("内", "以内", "之内")) and "圈" not in text[at : at + 10].split("，")[0]
    if word == "分":
        return after[:1] in (
            "",
            "以",
            "左",
            "的",
            "、",
            "，",
            "。",
            "；",
            "/",
            "）",
            ")",
            "，",
            ",",
            ";",
            "\n",
            "及",
            "（",
            "者",
            "为",
            "且",
            " ",
            "\r",
        )
    if word in ("区", "省", "村", "县", "市", "镇", "乡") and kind == "arabic":
        return value < 3000 and after[:1] not in tuple("级域长委道路") and "." not in str(value)
    if word in ("道", "双", "层", "单", "度", "位", "期", "次", "部", "对"):
        return _weak_unit_stands(word, after, value, kind)
    if word == "篇":
        return _COLLECTED.search(text, max(0, at - 8), at) is None
    if word == "大":
        return after[:1] not in (
            "",
            "，",
            "。",
            "、",
            "；",
            "）",
            ")",
            "以",
            "会",
            "精",
            "报",
            "召",
            "代",
            "学",
            "\n",
            "”",
        )
    return not (word == "米" and after[:1] in ("粉", "面", "酒", "饭"))


def _weak_unit_stands(word: str, after: str, value: Decimal, kind: str) -> bool:
    if word == "次":
        return not after.startswith(
            ("会", "全", "党", "代", "产", "分配", "元", "方", "能源", "函", "联席", "常委", "常务", "调研时", "集体")
        )
    if word == "期":
        return kind == "arabic" and value >= 5
    if word == "位":
        return not after.startswith(("一体", "数", "居", "列", "于", "次", "于"))
    if word == "部":
        return not after.startswith(("门", "委", "分", "队", "级"))
    return not (kind == "chinese" and word in ("双", "单")) and not (
        kind == "chinese" and word in ("道", "层", "度", "对")
    )


def _read_range(text: str, start: int, raw: str, unit: tuple[str, str, str, str] | None, at: int) -> Quantity | None:
    """1-3个, 5%—5.5%, 100万-300万元, 三至五名; None where the second number carries no unit (years, pages)."""
    hit = _HIT.match(text, at)
    if hit is None or hit.lastgroup not in ("arabic", "chinese"):
        return None
    top_raw, end = hit.group(), hit.end()
    if text[end : end + 1] in ("余", "多"):
        end += 1
    end += text[end : end + 1] == " "
    last = _unit_at(text, end)
    if last is None or last[2] == "no" or (unit is not None and unit[1] != last[1] and unit[2] != "no"):
        return None
    low, high = read_number(raw), read_number(top_raw)
    if low is None or high is None:
        return None
    if unit is None and top_raw[-1] in "万亿" and raw[-1] not in "万亿":
        # 1-3万元: the multiple covers both ends, unless the low end is already the larger figure (5000-1万元)
        scale = read_number(top_raw[-1]) or Decimal(1)
        if low <= high / scale:
            low *= scale
    if low >= high or _RANGE.match(text, end + len(last[0])) is not None:
        return None
    return _finish(text, start, end + len(last[0]), raw, low, high, last, "")


def _read_bare_count(text: str, start: int, end: int, raw: str, kind: str) -> Quantity | None:
    """Numbers without a unit that still count: 发生率为0, 80万重点群体, 30万以上参保孕产妇."""
    if kind != "arabic":
        return None
    if raw == "0" and _ZERO.search(text, max(0, start - 6), start) and not text[end : end + 1].isalnum():
        return Quantity(start - 1, end, start, 0.0, None, "", "none", "=", "zero")
    value = read_number(raw)
    per = _PEOPLE.match(text, end)
    if value is not None and per is not None:
        return _finish(text, start, per.end(), raw, value, None, (raw, per.group(), "rate", "n"), "")
    if value is not None and "." in raw and raw[-1].isdigit() and _INDEX.search(text, max(0, start - 8), start):
        return _finish(text, start, end, raw, value, None, ("", "", "none", "n"), "")
    if raw[-1] not in "万亿" or value is None:
        return None
    if text[end : end + 1] in ("，", "。", "；", ",") and _TOTAL_OF.search(text, max(0, start - 3), start):
        return _finish(text, start, end, raw, value, None, ("", "", "none", "n"), "")
    after = _AFTER.match(text, end)
    if after is None and not "一" <= text[end : end + 1] <= "鿿":
        return None
    return _finish(text, start, end, raw, value, None, ("", "", "none", "n"), "")


def _finish(
    text: str,
    start: int,
    end: int,
    raw: str,
    value: Decimal,
    high: Decimal | None,
    unit: tuple[str, str, str, str],
    approximate: str,
) -> Quantity:
    """Add what follows the unit (a denominator, 以上) and what stands before the number (不少于, 约)."""
    canonical, kind = unit[1], unit[2]
    if text.startswith("/", end):
        canonical, end = _denominators(text, end, canonical)
        if canonical == unit[1] and (per := _PEOPLE.match(text, end)):
            canonical, end = canonical + per.group(), per.end()
    if kind == "money" and text[end : end + 1] in ("余", "多"):
        approximate, end = text[end], end + 1
    comparator: Comparator = "~" if approximate else "="
    rule = "about" if approximate else "plain"
    after = _AFTER.match(text, end)
    if after is not None:
        comparator, rule, end = after_bounds()[after.group()], "bound after", after.end()
    number_start, (start, bound) = start, _bound_before(text, start, unit)
    if bound is not None and not (after is not None and bound == "~"):
        comparator, rule = bound, "bound before"
    if high is not None:
        comparator, rule = "range", "range"
    top = float(high) if high is not None else None
    bare = set(raw) <= _ONLY_SCALE
    return Quantity(start, end, number_start, float(value), top, canonical, kind, comparator, rule, bare)


def _denominators(text: str, end: int, canonical: str) -> tuple[str, int]:
    """元/例, 元/人·年, 吨/日: every part behind a stroke that is a unit or a stretch of time."""
    while (per := _PER.match(text, end)) is not None:
        below = _unit_at(text, per.end())
        word = next((time for time in _TIMES if text.startswith(time, per.end())), None)
        if below is not None and below[2] != "no":
            canonical, end = canonical + per.group() + below[1], per.end() + len(below[0])
        elif word is not None:
            canonical, end = canonical + per.group() + word, per.end() + len(word)
        else:
            break
    return canonical, end


def _bound_before(text: str, start: int, unit: tuple[str, str, str, str]) -> tuple[int, Comparator | None]:
    """不少于 · 超过 · 约 directly before, or 至少 with a verb between (至少打造一个)."""
    if not start:
        return start, None
    window = text[max(0, start - 9) : start]
    last = window.rstrip()[-1:]
    if last in _BEFORE_LAST:
        found = _BEFORE.search(window.rstrip())
        if found is not None and _bound_stands(window, found, unit):
            return start - len(window) + found.start(), before_bounds()[found.group()]
    if "少" in window:
        far = _FAR_LEAST.search(window)
        if far is not None:
            return start - len(window) + far.start(), ">="
    return start, None


def _bound_stands(window: str, found: re.Match[str], unit: tuple[str, str, str, str]) -> bool:
    """过 is a bound before money (过亿元), not in 通过3项; 近 not in 最近, 附近."""
    word, before = found.group(), window[found.start() - 1 : found.start()] if found.start() else ""
    if word == "过":
        return unit[2] == "money" and before not in tuple("通经度越渡不")
    if word == "近":
        return before not in tuple("最附临靠就邻")
    if word == "超":
        return before not in tuple("赶反")
    if word == "破":
        return before not in tuple("突打爆侦攻")
    return not (word == "约" and before in tuple("节集制预签公大违条履"))


def _read_part(text: str, start: int, end: int) -> Quantity | None:
    """三分之一, 百分之五, 两成, 一半; a third of a name (三分之一强) stays a third."""
    raw = text[start:end]
    before = text[start - 1 : start]
    if before in ("第", "超") and raw.endswith("成") and before == "第":
        return None
    if raw == "一半" and text[end : end + 1] in tuple("天年程球"):
        return None
    if "/" in raw and not _SHARE_OF.search(text, max(0, start - 12), start):
        return None
    part = read_fraction(raw)
    if part is None or (raw.endswith("成") and len(raw) > 2 and not raw[0].isdigit()):
        return None
    return _finish(text, start, end, raw, part[0], None, (raw, part[1], "rate" if part[1] else "fraction", "y"), "")


def _read_ratio(text: str, start: int, end: int) -> Quantity | None:
    """1:1.6 where the words before speak of a ratio; 9:30 is a time of day."""
    window = text[max(0, start - 12) : start]
    if not re.search(r"[比率]|按照?|为\Z", window) or re.search(r"比分|[上下]午|晚|时间", window):
        return None
    left, right = (read_number(part) for part in re.split("[:：∶]", text[start:end]))
    if not left or right is None:
        return None
    found = _finish(text, start, end, "1", round(right / left, 4), None, ("", "", "ratio", "n"), "")
    return found


def _is_name(text: str, found: Quantity) -> bool:
    """Inside short quotes or a title the number names something: “1234”, “十强产业”, 《…三项…》."""
    start, end = found.number_start, found.end
    opening = text.rfind("“", max(0, start - 14), start)
    if opening >= 0 and text.find("”", opening, start) < 0 and 0 < text.find("”", end - 1, opening + 18):
        return True
    opening = text.rfind("《", max(0, start - 50), start)
    if opening >= 0 and text.find("》", opening, start) < 0:
        return True
    ahead = text[start - 1 : start]
    if ahead == "前" or (ahead == "首" and text[start - 2 : start] not in ("突首",)):
        return text[start - 2 : start] not in (
            "目前",
            "当前",
            "此前",
            "以前",
            "年前",
            "日前",
            "月前",
            "底前",
            "提前",
            "之前",
        )
    return text[start - 1 : start] in ("[", "［", "〔") or text[start - 2 : start] in ("全国第", "人大", "共十")
