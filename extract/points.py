"""Calendar points and intervals as written: 2024年3月—5月, 每年12月底前, 上半年, 到20xx年6月."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract import date_patterns as forms
from extract.calendar import UNKNOWN_YEAR, Span, Spot, last_day, read_digits, two_digits
from extract.numerals import read_number
from extract.records import Date, DateType

_SEASONS = {"春": "21", "夏": "22", "秋": "23", "冬": "24"}
_THIRDS = {"上": ("01", "10"), "中": ("11", "20"), "下": ("21", None)}
_EDGES = {"底": "12", "末": "12", "终": "12", "初": "01", "中": "06"}
# What may stand to the left of a word that begins like a year word but is none: 以上年度, 文明年, 不同年级.
_NOT_AFTER = {
    "上": "以同加之", "下": "以之如", "前": "以之目此先空学", "后": "今之以此然最先", "同": "不共相",
    "次": "首每人一两三多再几层批0123456789", "来": "近多年以本未往", "明": "文声说证", "当": "相适", "本": "根基资成日",
    "去": "失过除", "年": "零一二三四五六七八九十百千万两多几近往历常周青少老成童学每半壮幼暮晚早元间余丰来去这那哪某0123456789xX",
    "翌": "", "全": "健安", "今": "", "每": "", "民": "", "中": "",
}  # fmt: skip
_NUMERALS = "0123456789０１２３４５６７８９.一二三四五六七八九十百千万〇零两第xX×*"
_ADJECTIVE = re.compile(r"结算|考核|总结|决算|奖|绩效|评|检查|目标|述|一次性|测|表彰|盘点")
_NAMED_ENTITY = re.compile(r"\s?第?[0-9一二三四五六七八九十]{1,4}号(?![线楼院机])|远景目标|可持续发展议程|可持续发展目标|议程")
_UNTIL = re.compile(r"(?:截[至止](?:日期为?)?[到至]?|不[迟晚]于|最[迟晚](?:[于至到在]|不超过)?|(?<![达得收受感看找遇想做接回涉拿碰听见独周])到|(?<![甚以乃冬夏截])至)\s?$")
_FROM = re.compile(r"(?:自|(?<![服遵听顺])从)\s?$")
_FROM_TO = re.compile(r"(?:自|(?<![服遵听顺])从|(?<![理事])由)\s?$")
_EVENT_TO = re.compile(r"(?:自|从)[^，。；：:、\n自从]{1,24}日起?[至到]\s?$|即日起[至到]\s?$")
_BEFORE = re.compile(r"\s?(?:及其?以前(?:年度|年份)?|[之以]前|前夕?(?![后列沿景期半端置往所瞻茅三两五十一二四六七八九0-9个几述款置科锋述往程任]))")
_AFTER = re.compile(r"(?:开始)?\s?(?:起(?![步草始点飞到来码源诉势重航义效])|以来|之后|以后|后(?![续期者备半勤三两疫方台])|开始(?:实施|执行|施行)?(?=[，。；、,;]|$))")
_ROUND = re.compile(r"前后|左右|期间")
_ROUND_EVERY = re.compile(r"起(?![步草])|期间|前后|左右")
_ENDED = re.compile(r"止|期间|底(?![线数层])")
_SHORT_TAIL = re.compile(r"(1[0-2]|0?[1-9])(?:[./](3[01]|[12][0-9]|0?[1-9]))?日?(?![0-9./年月万亿个%％])")
# PM2.5年均; but a page may write its line breaks as \\r\\n.
_AFTER_LETTER = re.compile(r"(?<!\\)[A-Za-z]$")
_NUMBER_GOES_ON = re.compile(r"[./]?[0-9]|[%％]")
_PER_YEAR = re.compile(r"\s?(?:不超过|最高|补助|补贴|发放|按)?[0-9.]{1,8}元")


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands at one place: its span in time, and whether it recurs."""

    end: int
    span: Span
    rule: str
    every: str | None = None
    full: bool = False  # year, month and day are all written


def _number(text: str) -> int:
    value = read_number(text)
    return int(value) if value is not None else 0


def _month(text: str) -> str:
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
    if match["roc"]:
        years = 1 if match["roc"] == "元" else _number(match["roc"])
        return f"{1911 + years:04d}", "roc_year"
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
    if match["quarters"]:
        first, last = _quarters(match["quarters"])
        if match["quarter_end"]:
            return Span(Spot(year, last)), "quarter"
        return Span(Spot(year, first), Spot(year, last)), "quarter"
    if match["season"]:
        return Span(Spot(year, _SEASONS[match["season"][0]])), "season"
    if match["edge"]:
        return Span(Spot(year, _EDGES.get(match["edge"]))), "year_edge"
    if match["lone"]:
        return Span(Spot(year, None, _day(match["lone"]))), "day_of_month"
    if not match["month"]:
        return Span(Spot(year)), ""
    month = _month(match["month"])
    if match["day"]:
        return Span(Spot(year, month, _day(match["day"]))), "month_day"
    third = match["third"]
    if third and third[0] in _THIRDS and third.endswith("旬"):
        first, last = _THIRDS[third[0]]
        return Span(Spot(year, month, first), Spot(year, month, last or last_day(year, month))), "tens_of_month"
    return Span(Spot(year, month)), "month_edge" if third else "month"


def read_one(text: str, at: int) -> Reading | None:
    """The calendar point or interval that begins at this offset, without its bounds; None where there is none."""
    match = forms.POINT.match(text, at)
    if match is None or match.end() == at:
        return None
    year, year_rule = _year(match)
    span, rule = _span(match, year)
    if not _is_sound(text, at, match, span):
        return None
    every = None
    if match["named"] and match["named"][0] == "每":
        every, rule = "P1Y", "every_year_position" if rule else "every"
    elif match["month"] and match["month"][0] == "每":
        every, rule = "P1M", "every_month_position" if match["day"] or match["third"] else "every"
    elif year_rule not in ("", "year"):
        rule = year_rule
    elif year_rule and rule in ("month", "month_day"):
        rule = {"month": "year_month", "month_day": "full_date"}[rule]
    full = bool(year and year.isdigit() and match["day"])
    end = match.end() - (len(match[0]) - len(match[0].rstrip()))
    return Reading(end, span, rule or year_rule, every, full)


def _is_sound(text: str, at: int, match: re.Match[str], span: Span) -> bool:
    before = text[at - 1] if at else ""
    word = match["named"]
    if word:
        if before and before in _NOT_AFTER.get(word[0], ""):
            return False
    elif before and before in _NUMERALS and text[at] not in "民中":
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
    if match["month"] and not (word or match["year"]) and not match["day"] and in_slogan(text, at, match.end()):
        return False
    if text[at].isdigit() and _AFTER_LETTER.search(text[max(0, at - 3) : at]):
        return False
    if match["season"] and not (match["year"] or word or match["han"] or match["template"]):
        return False
    return _days_fit(span)


def in_slogan(text: str, start: int, end: int) -> bool:
    """Inside short quotation marks: “四季有花、全年有果” names, and dates nothing."""
    opened = text.rfind("“", max(0, start - 16), start)
    return opened >= 0 and "”" not in text[opened:start] and 0 <= text.find("”", end, end + 16)


def _days_fit(span: Span) -> bool:
    """No 31 June: a number that no calendar has is no date."""
    for spot in (span.first, span.last):
        if spot and spot.day and spot.day.isdigit():
            longest = last_day(spot.year, spot.month) or "31"
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
    match = forms.NUMERIC.match(text, at)
    if match is None or _NUMBER_GOES_ON.match(text, match.end()):
        return None
    month, day = two_digits(int(match["month"])), match["day"]
    if not day and not _is_month(text, at, match):
        return None
    span = Span(Spot(match["year"], month, two_digits(int(day)) if day else None))
    return Reading(match.end(), span, "numeric_date", full=bool(day)) if _days_fit(span) else None


def _is_month(text: str, at: int, match: re.Match[str]) -> bool:
    """Whether 2024.3 is a month and not a number: in brackets, in a range, before 前, or plain 2024-03 and 2024.03."""
    if not forms.NUMERIC_END.match(text, match.end()):
        return False
    if len(match["month"]) == 2 or match["mark"] != "." or (at and text[at - 1] in "（([—–－―~～至到-"):
        return True
    join = forms.JOINED.match(text, match.end())
    return bool(join and (_SHORT_TAIL.match(text, join.end()) or forms.NUMERIC.match(text, join.end())))


def read_point(text: str, at: int) -> Date | None:
    """The date that begins at this offset, with its range and bounds; None where there is none."""
    near = (read_numeric(text, at) if text[at].isdigit() else None) or read_one(text, at)
    if near is None or _NAMED_ENTITY.match(text, near.end):
        return None
    reading = _read_range(text, near)
    if reading.rule == "day_of_month" and not (_BEFORE.match(text, reading.end) and _is_day_of_month(text, at)):
        return None
    return bounded(text, at, reading)


def _is_day_of_month(text: str, at: int) -> bool:
    """20日前 alone is a day; 召开5日前 and 提前5日 count days."""
    return not (at and text[at - 1] in "开行会满期届始交前续生起长了")


def _read_range(text: str, near: Reading) -> Reading:
    """The range that goes on behind its near end; the near end itself where none does."""
    listed = forms.MONTH_LIST.match(text, near.end) if near.rule in ("month", "year_month") else None
    if listed and text[near.end - 1].isdigit():  # 3、4月份: written without 月, so one expression
        far_month = _month(listed["month"])
        if near.span.first.month and far_month == two_digits(_number(near.span.first.month) + 1):
            return Reading(listed.end(), Span(near.span.first, replace(near.span.first, month=far_month)), "range", near.every)
    now = forms.NOW.match(text, near.end)
    if now:
        return replace(near, end=now.end(), span=Span(near.span.first, Spot("..")), rule="open_range")
    clock = forms.TIME.match(text, near.end) if near.span.first.day else None
    begin = clock.end() if clock else near.end
    join = forms.JOINED.match(text, begin)
    if join is None or join.end() >= len(text):
        return near
    far = read_numeric_tail(text, join.end(), near) or read_one(text, join.end())
    if far is None or far.every:
        return near
    last = far.span.end().after(near.span.first)
    first = near.span.first
    if first.year == "next":
        first = replace(first, year=UNKNOWN_YEAR)
    if last.day and first.day is None and near.rule == "day_of_month":
        return near
    rule = near.rule if near.every else "range"
    return Reading(far.end, Span(first, last), rule, near.every, full=False)


def read_numeric_tail(text: str, at: int, near: Reading) -> Reading | None:
    """The far end of a range whose near end is numeric: 2024.3.1-3.31, 2024-03-01至2024-03-31."""
    if near.rule != "numeric_date":
        return None
    full = forms.NUMERIC.match(text, at)
    if full:
        day = two_digits(int(full["day"])) if full["day"] else None
        return Reading(full.end(), Span(Spot(full["year"], two_digits(int(full["month"])), day)), "numeric_date")
    short = _SHORT_TAIL.match(text, at)
    if short and bool(short[2]) == bool(near.span.first.day):
        day = two_digits(int(short[2])) if short[2] else None
        return Reading(short.end(), Span(Spot(None, two_digits(int(short[1])), day)), "numeric_date")
    return None


def bounded(text: str, at: int, reading: Reading) -> Date:
    """The date with the words that bound it: 到…, …底前, 自…起, …以来, …期间."""
    span = reading.span
    if span.first.year == "next":
        span = Span(replace(span.first, year=UNKNOWN_YEAR), span.last)
    left = text[max(0, at - 30) : at]
    if reading.every:
        return _recurring(text, at, reading, span)
    if reading.rule == "range" or (span.last and reading.rule in ("open_range", "years_in_brackets")):
        before = _FROM_TO.search(left[-6:])
        after = _ENDED.match(text, reading.end)
        return _date(text, at - (len(before[0]) if before else 0), after.end() if after else reading.end,
                     reading.rule, "interval", span.edtf())  # fmt: skip
    event = _EVENT_TO.search(left)
    if event:
        return _date(text, at - len(event[0]), reading.end, "since_event", "interval", f"../{span.end().edtf()}")
    until, since = _UNTIL.search(left[-8:]), _FROM.search(left[-4:])
    clock = forms.CLOCK_BEFORE.match(text, reading.end) if span.first.day else None
    before = _BEFORE.match(text, clock.end() if clock else reading.end)
    after = _AFTER.match(text, reading.end)
    if until and until[0].strip() == "到" and not before and text[reading.end : reading.end + 1] == "的":
        until = None  # 由2006年的3万增加到2011年的5万: a value of that year
    if before or (until and not after):
        start = at - (len(until[0]) if until else 0)
        return _date(text, start, before.end() if before else reading.end, reading.rule, "deadline", span.end().edtf())
    if after or (since and text[reading.end : reading.end + 1] != "的"):
        start = at - (len(since[0]) if since else 0)
        return _date(text, start, after.end() if after else reading.end, reading.rule, "start", span.first.edtf())
    near = _ROUND.match(text, reading.end)
    end = near.end() if near else reading.end
    if text[at:end] == "全年" and _PER_YEAR.match(text, end):
        return Date(at, end, text[at:end], "every", "recurring", every="P1Y")
    return _date(text, at, end, reading.rule, "interval" if span.last else "point", span.edtf())


def _recurring(text: str, at: int, reading: Reading, span: Span) -> Date:
    before = _BEFORE.match(text, reading.end)
    end = before.end() if before else reading.end
    after = None if before else _ROUND_EVERY.match(text, reading.end)
    end = after.end() if after else end
    first = span.first
    listed = forms.MONTH_LIST.match(text, end) if not (span.last or first.day) and reading.rule == "every_year_position" else None
    if listed:  # 每年3月和9月
        second = Spot(first.year, _month(listed["month"]))
        return Date(at, listed.end(), text[at : listed.end()], reading.rule, "recurring",
                    f"{{{first.edtf()},{second.edtf()}}}", reading.every)  # fmt: skip
    plain = not span.last and not (first.month and first.month.isdigit()) and not first.day
    whole = reading.rule == "every" or (plain and reading.rule == "every_month_position")
    return Date(at, end, text[at:end], reading.rule, "recurring", None if whole else span.edtf(), reading.every)


def _date(text: str, start: int, end: int, rule: str, kind: DateType, edtf: str) -> Date:
    return Date(start, end, text[start:end], rule, kind, edtf)
