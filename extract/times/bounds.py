"""Dates with what bounds and joins them: 2024年3月—5月, 到20xx年6月, 每年12月底前, 自2024年起, “…”期间."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.records import Date, DateType
from extract.times import patterns as forms
from extract.times.calendar import UNKNOWN_YEAR, Span, Spot, two_digits
from extract.times.points import SHORT_TAIL, Reading, month_of, read_numeric, read_one

_UNTIL = re.compile(
    r"(?:截[至止](?:日期为?)?[到至]?|不[迟晚]于|最[迟晚](?:[于至到在]|不超过)?|(?<![达得收受感看找遇想做接回涉拿碰听见独周])到|(?<![甚以乃冬夏截])至)\s?$"
)
_FROM = re.compile(r"(?:自|(?<![服遵听顺])从)\s?$")
_FROM_TO = re.compile(r"(?:自|(?<![服遵听顺])从|(?<![理事])由)\s?$")
_EVENT_TO = re.compile(r"(?:自|从)[^，。；：:、\n自从]{1,24}日起?[至到]\s?$|即日起[至到]\s?$")
_BEFORE = re.compile(
    r"\s?(?:[（(]含[^（）()\n]{0,6}[）)])?(?:及其?以前(?:年度|年份)?|[之以]前|前夕?(?![后列沿景期半端置往瞻茅三两五十一二四六七八九0-9个几述款科锋程]|所[未述指列说]|任(?!务))|止(?=[，。；、,;）)\s]|$))"
)
_AFTER = re.compile(
    r"(?:开始)?\s?(?:起(?![步草始点飞到来码源诉势重航义效])|以来|之后|以后|后(?![续期者备半勤三两疫方台])|开始(?:实施|执行|施行)?(?=[，。；、,;]|$))"
)
_ROUND = re.compile(r"前后|左右|期间")
_ROUND_EVERY = re.compile(r"起(?![步草])|期间|前后|左右")
_ENDED = re.compile(r"止|期间|底(?![线数层])")
_DAY_BEFORE = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2})年)?(?P<month>[0-9]{1,2})月[0-9]{1,2}日(?:[（(](?:星期|周)[一二三四五六日天][）)])?(?:[上下]午|晚)?[、和及]\Z"
)
_PER_YEAR = re.compile(r"\s?(?:不超过|最高|补助|补贴|发放|按)?[0-9.]{1,8}元")
_NAMED_ENTITY = re.compile(
    r"\s?第?[0-9一二三四五六七八九十]{1,4}号(?![线楼院机])|远景目标|可持续发展议程|可持续发展目标|议程"
)


def read_point(text: str, at: int) -> Date | None:
    """The date that begins at this offset, with its range and bounds; None where there is none."""
    near = (read_numeric(text, at) if text[at].isdigit() else None) or read_one(text, at)
    if near is None or _NAMED_ENTITY.match(text, near.end):
        return None
    reading = _read_range(text, near)
    listed = _DAY_BEFORE.search(text, max(0, at - 24), at) if reading.rule == "day_of_month" else None
    if listed is not None:  # 6月7日(星期四)、8日: of the same month
        year = listed["year"] or reading.span.first.year
        first = replace(reading.span.first, year=year, month=month_of(listed["month"]))
        last = replace(reading.span.last, year=year, month=first.month) if reading.span.last else None
        reading = replace(reading, span=Span(first, last))
    elif reading.rule == "day_of_month" and not (_BEFORE.match(text, reading.end) and _is_day_ofmonth_of(text, at)):
        return None
    return bounded(text, at, reading)


def _is_day_ofmonth_of(text: str, at: int) -> bool:
    """20日前 alone is a day; 召开5日前 and 提前5日 count days."""
    return not (at and text[at - 1] in "开行会满期届始交前续生起长了")


def _read_range(text: str, near: Reading) -> Reading:
    """The range that goes on behind its near end; the near end itself where none does."""
    listed = forms.MONTH_LIST.match(text, near.end) if near.rule in ("month", "year_month") else None
    if listed and text[near.end - 1].isdigit():  # 3、4月份: written without 月, so one expression
        far_month = month_of(listed["month"])
        if near.span.first.month and far_month == two_digits(int(near.span.first.month) + 1):
            return Reading(
                listed.end(), Span(near.span.first, replace(near.span.first, month=far_month)), "range", near.every
            )
    now = forms.NOW.match(text, near.end)
    if now:
        return replace(near, end=now.end(), span=Span(near.span.first, Spot("..")), rule="open_range")
    clock = forms.TIME.match(text, near.end) if near.span.first.day else None
    begin = clock.end() if clock else near.end
    join = forms.JOINED.match(text, begin)
    if join is None and near.rule in ("year", "chinese_year"):
        return _read_between(text, near)
    if join is None or join.end() >= len(text):
        return near
    far = read_numeric_tail(text, join.end(), near) or read_one(text, join.end(), joined=join[0].strip() == "一")
    if far is None or far.every:
        return near
    last = far.span.end().after(near.span.first)
    first = near.span.first
    if first.year == "next":
        first = replace(first, year=UNKNOWN_YEAR)
    if last.year == "next":  # 次年3月至5月: the far end takes the year of the near one
        last = replace(last, year=UNKNOWN_YEAR)
    rule = near.rule if near.every else "range"
    return Reading(far.end, Span(first, last), rule, near.every)


def _read_between(text: str, near: Reading) -> Reading:
    """2007年与2009年之间: a span only with its closing word; without it two years that are compared."""
    join = forms.BETWEEN.match(text, near.end)
    far = read_one(text, join.end()) if join and join.end() < len(text) else None
    close = forms.BETWEEN_END.match(text, far.end) if far and far.rule == near.rule else None
    if far is None or close is None:
        return near
    return Reading(close.end(), Span(near.span.first, far.span.first), "range")


def read_numeric_tail(text: str, at: int, near: Reading) -> Reading | None:
    """The far end of a range whose near end is numeric: 2024.3.1-3.31, 2024-03-01至2024-03-31."""
    if near.rule != "numeric_date":
        return None
    full = forms.NUMERIC.match(text, at)
    if full:
        day = two_digits(int(full["day"])) if full["day"] else None
        return Reading(full.end(), Span(Spot(full["year"], two_digits(int(full["month"])), day)), "numeric_date")
    year = forms.BARE_YEAR.match(text, at) if near.span.first.day is None else None
    if year:
        return Reading(year.end(), Span(Spot(year[0])), "numeric_date")
    short = SHORT_TAIL.match(text, at)
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
    after = _AFTER.match(text, clock.end() if clock else reading.end)
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
    """每年3月, 每年3月和9月, 每年12月底前: the recurrence with its position in the year."""
    before = _BEFORE.match(text, reading.end)
    end = before.end() if before else reading.end
    after = None if before else _ROUND_EVERY.match(text, reading.end)
    end = after.end() if after else end
    first = span.first
    listed = (
        forms.MONTH_LIST.match(text, end)
        if not (span.last or first.day) and reading.rule == "every_year_position"
        else None
    )
    if listed:  # 每年3月和9月
        stop = listed.end() + (text[listed.end() : listed.end() + 1] in "底末初" and listed.end() < len(text))
        until = _BEFORE.match(text, stop)
        stop = until.end() if until else stop
        second = Spot(first.year, month_of(listed["month"]))
        return Date(at, stop, text[at:stop], reading.rule, "recurring",
                    f"{{{first.edtf()},{second.edtf()}}}", reading.every)  # fmt: skip
    plain = not span.last and not (first.month and first.month.isdigit()) and not first.day
    whole = reading.rule == "every" or plain
    return Date(at, end, text[at:end], reading.rule, "recurring", None if whole else span.edtf(), reading.every)


def _date(text: str, start: int, end: int, rule: str, kind: DateType, edtf: str) -> Date:
    return Date(start, end, text[start:end], rule, kind, edtf)
