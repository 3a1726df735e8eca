"""Calendar points and intervals as written, without the words that bound them: 2024年3月, 上半年, 每年12月底."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.quick import quick
from corpus.tables import read_table
from extract.numerals import read_number
from extract.times import patterns as forms
from extract.times.calendar import UNKNOWN_YEAR, Span, Spot, last_day, read_digits, two_digits

_SEASONS = {"春": "21", "夏": "22", "秋": "23", "冬": "24"}
_THIRDS = {"上": ("01", "10"), "中": ("11", "20"), "下": ("21", None)}
_EDGES = {"底": "12", "末": "12", "终": "12", "初": "01", "中": "06", "伊始": "01", "首月": "01", "首个月": "01"}
_NUMERALS = "0123456789０１２３４５６７８９.一二三四五六七八九十百千万〇零两第xX×*"
_ADJECTIVE = re.compile(r"结算|考核|总结|决算|奖|绩效|评|检查|目标|述|一次性|测|表彰|盘点")
SHORT_TAIL = re.compile(r"(1[0-2]|0?[1-9])(?:[./](3[01]|[12][0-9]|0?[1-9]))?日?(?![0-9./年月万亿个%％])")
# PM2.5年均; but a page may write its line breaks as \\r\\n.
_AFTER_LETTER = re.compile(r"(?<!\\)[A-Za-z]$")
# The lunar calendar, the days of a week and the eras of the empire: their numbers are no months and years of ours.
_OTHER_MONTH = re.compile(r"(?:[农阴旧]历|闰|星期|礼拜|[上下本每这]周)\Z")
_LUNAR_YEAR = re.compile(r"[农阴旧]历\Z")
_ERAS = "洪武|永乐|嘉靖|万历|崇祯|顺治|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统"
OTHER_ERA = re.compile(rf"(?:{_ERAS})\Z")
_YEAR_OF_ERA = re.compile(rf"(?:{_ERAS})(?:元|[一二三四五六七八九十廿0-9]{{1,3}})年\Z")
_ONE_SEASON = re.compile(r"[春夏秋冬](?![、和及]?[春夏秋冬])")
_ITEM_BEGINS = re.compile(r"(?:^|[\s|。；;])[0-9]{1,2}\.\Z")
_ITEM_NUMBER = re.compile(r"(?:^|[^0-9.])[0-9]\.\Z")
_TIMETABLE = re.compile("[0-9]月底?前|[0-9]月[^“”]*[0-9]月")  # “5月前动员、10月完成”
_DATE_COLUMN = re.compile(r"(?:时间|时限|日期|期限|节点|年月)[ \u3000]*[|\t\n]")
_NUMBER_GOES_ON = re.compile(r"[./]?[0-9]|[%％]")


@cache
def _not_after() -> dict[str, str]:
    """Characters to the left of which a year word is part of another word: 以上年度, 文明年, 不同年级."""
    return {row["first"]: row["left"] for row in read_table("extract", "year_words")}


@quick
@dataclass(frozen=True, slots=True)
class Reading:
    """What stands at one place: its span in time, and whether it recurs."""

    end: int
    span: Span
    rule: str
    every: str | None = None


def _number(text: str) -> int:
    value = read_number(text)
    return int(value) if value is not None else 0


def month_of(text: str) -> str:
    """A written month as EDTF has it: 元 is 01, what is no number is XX."""
    if text == "元":
        return "01"
    return two_digits(_number(text)) if read_number(text) is not None else "XX"


def _day(text: str) -> str:
    return two_digits(_number(text)) if read_number(text) is not None else "XX"


def _year(match: re.Match[str]) -> tuple[str | None, str]:
    """The year group that matched, as EDTF, and the rule that it stands for."""
    if match["year"]:
        return read_digits(match["year"]), "year"
    if match["han"]:
        return read_digits(match["han"]), "chinese_year"
    if match["template"]:
        return (read_digits(match["template"].rstrip("*＊")[:4]).ljust(4, "X"), "template_year")
    if roc := match["roc"] or match["minguo"]:
        years = 1 if roc == "元" else _number(roc)
        return f"{1911 + years:04d}", "roc_year"
    if era := match["era"] or match["beside"]:
        return f"{1911 + int(era):04d}", "roc_year"
    if match["short"] or match["early"]:
        return "XX" + read_digits((match["short"] or match["early"]).replace(" ", "")), "short_year"
    if match["named"]:
        return ("next" if match["named"] in ("次年", "翌年") else UNKNOWN_YEAR), "relative_year"
    return None, ""


def _quarters(text: str) -> tuple[str, str]:
    numbers = [_number(char) for char in text if char in "一二三四两1234"]
    first, last = (1, numbers[0]) if text.startswith("前") else (numbers[0], numbers[-1]) if numbers else (1, 1)
    return two_digits(first * 3 - 2), two_digits(last * 3)


def _span(match: re.Match[str], year: str | None) -> tuple[Span, str]:
    """The span of time that the groups say, and the rule of the finest of them."""
    if match["half"]:
        months = ("01", "06") if match["half"][0] in "上前" else ("07", "12")
        return Span(Spot(year, months[0]), Spot(year, months[1])), "half_year"
    if match["opening"]:
        return Span(Spot(year, "01"), Spot(year, month_of(match["opening"]))), "opening_months"
    if match["quarters"]:
        first, last = _quarters(match["quarters"])
        if match["quarter_end"]:
            return Span(Spot(year, last)), "quarter"
        return Span(Spot(year, first), Spot(year, last)), "quarter"
    if match["season"] and not _ONE_SEASON.match(match["season"]):
        return Span(Spot(year)), ""  # 春、秋两季: as fine as one span can tell
    if match["season"]:
        return Span(Spot(year, _SEASONS[match["season"][0]])), "season"
    if match["feast"]:
        return Span(Spot(year)), "feast"  # a feast of the lunar calendar: as fine as its year
    if match["edge"]:
        return Span(Spot(year, _EDGES.get(match["edge"]))), "year_edge"
    if match["lone"]:
        return Span(Spot(year, None, _day(match["lone"]))), "day_of_month"
    if not match["month"]:
        return Span(Spot(year)), ""
    month = month_of(match["month"])
    if match["day"]:
        return Span(Spot(year, month, _day(match["day"]))), "month_day"
    third = match["third"]
    if third and third[0] in _THIRDS and third.endswith("旬"):
        opening, closing = _THIRDS[third[0]][0], _THIRDS[third[-2]][1]  # 中下旬: from the 11th to the last
        return Span(Spot(year, month, opening), Spot(year, month, closing or last_day(year, month))), "tens_of_month"
    return Span(Spot(year, month)), "month_edge" if third else "month"


def read_one(text: str, at: int, *, joined: bool = False) -> Reading | None:
    """The calendar point or interval that begins at this offset, without its bounds; None where there is none."""
    match = forms.POINT.match(text, at)
    if match is None or match.end() == at:
        return None
    year, year_rule = _year(match)
    span, rule = _span(match, year)
    if not _is_sound(text, at, match, span, joined):
        return None
    every: str | None = None
    if match["named"] and match["named"][0] == "每":
        every, rule = "P1Y", "every_year_position" if rule else "every"
    elif match["month"] and match["month"][0] == "每":
        every, rule = "P1M", "every_month_position" if match["day"] or match["third"] else "every"
    elif year_rule not in ("", "year"):
        rule = year_rule
    elif year_rule and rule in ("month", "month_day"):
        rule = {"month": "year_month", "month_day": "full_date"}[rule]
    end = match.end() - (len(match[0]) - len(match[0].rstrip()))
    return Reading(end, span, rule or year_rule, every)


def _has_year(match: re.Match[str]) -> bool:
    return any(
        match[group]
        for group in ("year", "han", "template", "roc", "era", "beside", "minguo", "short", "early", "named")
    )


def _is_sound(text: str, at: int, match: re.Match[str], span: Span, joined: bool) -> bool:
    """Whether what reads like a date is one: no lunar month, year of an era, part of a numeral or slogan."""
    before = text[at - 1] if at and not joined else ""  # 5月30日一6月4日: the 一 is a dash
    word = match["named"]
    if match["month"] and _OTHER_MONTH.search(text, max(0, at - 2), at):
        return False
    if match["month"] and before == "年" and _YEAR_OF_ERA.search(text, max(0, at - 6), at):
        return False
    if before in ("历", "熙", "正", "隆", "庆", "光", "丰", "治", "绪", "统", "武", "乐", "靖", "祯") and (
        _LUNAR_YEAR.search(text, max(0, at - 2), at) or OTHER_ERA.search(text, max(0, at - 2), at)
    ):
        return False
    if word:
        if before and before in _not_after().get(word[0], ""):
            return False
    elif before and before in _NUMERALS and text[at] not in "民中" and not _follows_item(text, at, match):
        return False
    if word and text[at] in "今全明" and in_slogan(text, at, match.end()):
        return False
    if word == "年" and (not match["edge"] or (match["edge"] == "终" and _ADJECTIVE.match(text, match.end()))):
        return False
    if match["half"] and not word and before and before in "每一":
        return False
    if match["quarters"] and before and before in "上下前后每另个":
        return False
    if match["month"] and match["month"][0] in "本当上下次" and before and before in "以相根基首每":
        return False
    bare = match["month"] and not (word or match["year"] or match["day"])
    if bare and in_slogan(text, at, match.end()) and not _TIMETABLE.search(text, max(0, at - 16), match.end() + 12):
        return False
    if text[at].isdigit() and _AFTER_LETTER.search(text[max(0, at - 3) : at]):
        return False
    if match["opening"] and not _has_year(match):
        return False
    if (match["season"] or match["feast"] or (match["edge"] or "")[:1] == "首") and not _has_year(match):
        return False
    return _days_fit(span)


def _follows_item(text: str, at: int, match: re.Match[str]) -> bool:
    """1.2021年8月, or 1.4月底前 where a cell begins: the number of an item stands right before the year or month."""
    number = _ITEM_NUMBER if match["year"] else _ITEM_BEGINS if match["month"] else None
    return number is not None and number.search(text, max(0, at - 4), at) is not None


def in_slogan(text: str, start: int, end: int) -> bool:
    """Inside short quotation marks: “四季有花、全年有果” names, and dates nothing."""
    opened = text.rfind("“", max(0, start - 16), start)
    return opened >= 0 and "”" not in text[opened:start] and text.find("”", end, end + 16) >= 0


def _days_fit(span: Span) -> bool:
    """No 31 June: a number that no calendar has is no date."""
    for spot in (span.first, span.last):
        if spot and spot.day and spot.day.isdigit():
            longest = last_day(spot.year, spot.month) or ("29" if spot.month == "02" else "31")
            if not "01" <= spot.day <= longest:
                return False
    return True


def read_numeric(text: str, at: int) -> Reading | None:
    """2024.3.1, 2024-03-01, 2024/3, and years in brackets (2021-2025)."""
    if at and text[at - 1] in "0123456789.-/年":
        return None
    years = forms.YEARS_IN_BRACKETS.match(text, at)
    if years and at and text[at - 1] in "（(":
        return Reading(years.end(), Span(Spot(years["a"]), Spot(years["b"])), "years_in_brackets")
    since = forms.YEARS_SINCE.match(text, at) if at and text[at - 1] in "从自" else None
    if since:
        return Reading(since.end(), Span(Spot(since["a"]), Spot(since["b"])), "years_in_brackets")
    match = forms.NUMERIC.match(text, at)
    if match is None or _NUMBER_GOES_ON.match(text, match.end()):
        return None
    month, day = two_digits(int(match["month"])), match["day"]
    if not day and not _ismonth_of(text, at, match):
        return None
    span = Span(Spot(match["year"], month, two_digits(int(day)) if day else None))
    return Reading(match.end(), span, "numeric_date") if _days_fit(span) else None


def _in_column_of_dates(text: str, start: int, end: int) -> bool:
    """Whether this fills a cell of a table that has a column of dates."""
    left, right = text[max(0, start - 6) : start].rstrip(" \u3000"), text[end : end + 6].lstrip(" \u3000")
    if left[-1:] not in ("", "|", "\t", "\n") or right[:1] not in ("", "|", "\t", "\n"):
        return False
    return _DATE_COLUMN.search(text, max(0, start - 4000), start) is not None


def _ismonth_of(text: str, at: int, match: re.Match[str]) -> bool:
    """Whether 2024.3 is a month and not a number.

    It is in brackets, in a range, before 前, in a column of dates, or plain 2024-03 and 2024.03.
    """
    if _in_column_of_dates(text, at, match.end()):
        return True
    if not forms.NUMERIC_END.match(text, match.end()):
        return False
    if len(match["month"]) == 2 or match["mark"] != "." or (at and text[at - 1] in "（([—–－―~～至到-"):
        return True
    join = forms.JOINED.match(text, match.end())
    return bool(join and (SHORT_TAIL.match(text, join.end()) or forms.NUMERIC.match(text, join.end())))
