"""Dates of a text as records: where something stands in calendar time, in EDTF with X for what is not said.

A gate pattern finds where a date may begin; one of a few local readers then reads it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from corpus.lines import has_wide_digits, line_end, line_start, narrow_digits
from corpus.tables import read_table
from extract.numerals import read_number
from extract.records import Date, DateType
from extract.tables.due import mark_due
from extract.times import patterns as forms
from extract.times.bounds import bounded, read_point
from extract.times.calendar import Span, Spot, two_digits
from extract.times.durations import read_by, read_cycle, read_duration, read_every
from extract.times.points import Reading
from extract.times.republic import mark_republic
from extract.times.resolve import Evidence, resolve_dates

_CITED = re.compile(r"《[^》\n]{0,120}》{1,3}")
_PAGE_FIELD = re.compile(
    r"(?:生成|发文|成文|发布|公开|印发|更新|生效|废止|失效|发稿|录入|采集|来源)(?:日期|时间)[\s:：|]{0,4}$"
)
_EDITION = re.compile("(?:年?[本版]|修[订正]本?)[）)》]")  # 《目录》（2019年本）
_CLOCK = re.compile(r"\s?[0-9]{1,2}:[0-9]{2}:[0-9]{2}|\s[0-9]{1,2}[:：][0-9]{2}\s{0,3}(?:[\n|来浏阅字作【]|$)")
_ISSUER = re.compile(r"(?:政府|办公室|委员会|[局厅院部校会处所站社团]|中心|党委|支部|公司|协会|领导小组)\s{0,2}$")
_BELOW_SIGNATURE = re.compile(r"\s{0,40}(?:[（(]此|附件|附[：:]|抄送|主送)")
_SIGNED_BESIDE = re.compile(r"(?:政府|办公室|委员会|[局厅院]|管委会)[ \u3000]{1,8}$")  # on the line of the issuer
_FESTIVAL_NAME = re.compile(r"安保|献礼|庆典|重要讲话|讲话|精神|奖章|勋章|红旗|[路街村镇巷]|大道|小学|中学|广场|劳动奖")
# a family name right before 国庆, itself at the start or behind a title
_PERSON = re.compile(
    "(?:^|[^\u4e00-\u9fff]|[长任记员导席理])[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁]$"
)
_PLAN_LEFT = re.compile(r"(?:截[至止]到?|(?<![达得收])到|至)$")
_PLAN_FROM = re.compile(r"(?:自|从)$")


def find_dates(text: str, *, evidence: Iterable[Evidence] | None = None) -> list[Date]:
    """Dates in order of their place; with evidence also the years that the plan itself settles.

    >>> dates = find_dates("到20xx年6月,每年12月底前报告。")       # "by June 20xx; each year by the end of December"
    >>> [(date.text, date.type, date.edtf) for date in dates]
    [('到20xx年6月', 'deadline', '20XX-06'), ('每年12月底前', 'recurring', 'XXXX-12')]
    >>> [date] = find_dates("自受理之日起3个工作日内办结")          # "within 3 working days from acceptance"
    >>> date.text, date.length, date.working_days
    ('自受理之日起3个工作日内', 'P3D', True)
    """
    if has_wide_digits(text):  # ２０２４年: the same length in plain digits
        plain = find_dates(narrow_digits(text), evidence=evidence)
        return [replace(date, text=text[date.start : date.end]) for date in plain]
    if (marked := mark_republic(text)) is not text:
        plain = _find_dates(marked, evidence)
        return [replace(date, text=text[date.start : date.end]) for date in plain]
    return _find_dates(text, evidence)


def _find_dates(text: str, evidence: Iterable[Evidence] | None) -> list[Date]:
    cited = [match.span() for match in _CITED.finditer(text)] if "《" in text else []
    festivals = _find_festivals(text)
    dates: list[Date] = []
    done, cite, feast = 0, 0, 0
    for gate in forms.GATE.finditer(text):
        at = gate.start()
        if at < done:
            continue
        while cite < len(cited) and cited[cite][1] <= at:
            cite += 1
        if cite < len(cited) and cited[cite][0] <= at:
            continue
        while feast < len(festivals) and festivals[feast].end <= at:
            feast += 1
        if feast < len(festivals) and festivals[feast].start <= at:
            continue
        date = _read(text, at)
        if date is None:
            continue
        if date.start < done:  # 两周前10日: one word cannot bound both
            date = replace(date, start=done, text=text[done : date.end])
        done = date.end
        if date.type != "point" or not _is_frame(text, date):
            dates.append(date)
    dates = _share_bound(text, dates)
    dates = _merge(dates, [date for date in festivals if not any(a <= date.start < b for a, b in cited)])
    dates = mark_due(text, dates)
    return resolve_dates(dates, evidence) if evidence is not None else dates


def _share_bound(text: str, dates: list[Date]) -> list[Date]:
    """5月20日、6月20日、9月20日前: the word behind the last of a list of days bounds all of them."""
    bound = False
    for index in range(len(dates) - 1, 0, -1):
        ahead, last = dates[index - 1], dates[index]
        bound = bound or (last.type == "deadline" and last.text.endswith("前"))
        listed = text[ahead.end : last.start] in ("、", "和", "及") and ahead.type == "point" and not ahead.every
        bound = bound and listed and ahead.text.endswith(("日", "号"))
        if bound:
            dates[index - 1] = replace(ahead, type="deadline")
    return dates


def _merge(dates: list[Date], festivals: list[Date]) -> list[Date]:
    """Both lists in order: 每年 and a festival behind it are one date; a festival inside a longer date gives way."""
    starts = {feast.start: feast for feast in festivals}
    joined = []
    for date in dates:
        feast = starts.get(date.end) if date.rule == "every" and date.every == "P1Y" else None
        if feast:
            date = replace(
                date, end=feast.end, text=date.text + feast.text, rule="every_year_position", edtf=feast.edtf
            )
        feast = starts.get(date.end) if date.type == "point" and date.edtf and len(date.edtf) == 4 else None
        if feast and not date.every and date.text.endswith(("年", "年的")):  # 2024年国庆节前
            day = (date.edtf or "") + str(feast.edtf)[4:]
            date = replace(feast, start=date.start, text=date.text + feast.text, edtf=day)
        joined.append(date)
    free = [feast for feast in festivals if not any(d.start < feast.end and feast.start < d.end for d in joined)]
    return sorted(joined + free, key=lambda date: date.start) if free else joined


def _read(text: str, at: int) -> Date | None:
    """What stands at a gate: the readers in the order in which they may claim it."""
    char = text[at]
    if char == "每":
        point = read_point(text, at)
        every = None if point and point.edtf else read_every(text, at)
        return every if every and not (point and point.end > every.end) else point
    if char == "按":
        return read_by(text, at)
    if char in '“"‘「' or char in "十五六七八九":
        plan = read_plan_period(text, at)
        if plan:
            return plan
    if char in '“"‘' or char.isdigit():
        special = _read_dated_day(text, at) or (_read_years(text, at) if char.isdigit() else None)
        if special:
            return special
        if not char.isdigit():
            return None
    if char in "本上" and text[at + 1 : at + 3] == "世纪":
        return _read_years(text, at)
    if char in "十二三四五六七八九" and "年代" in text[at + 1 : at + 9]:
        decade = _read_years(text, at)
        if decade:
            return decade
    if char in "本上下新开学寒暑次翌当月":
        term = _read_term(text, at)
        if term:
            return term
    return (
        (read_cycle(text, at) if char.isdigit() or char in "一二两三四五六七八九十半" else None)
        or read_point(text, at)
        or (read_duration(text, at) if char.isdigit() or char in "一二两三四五六七八九十百半廿" else None)
    )


def read_plan_period(text: str, at: int) -> Date | None:
    """十四五期间 and the like: an interval of five calendar years, or its first or last year."""
    match = forms.PLAN.match(text, at)
    if match is None or (at and text[at - 1] in "第一二三四五六七八九十0123456789" and text[at] not in '“"‘「'):
        return None
    number = read_number(match["plan"][:-1])
    if number is None:
        return None
    first = 1953 + 5 * (int(number) - 1) if number < 3 else 1966 + 5 * (int(number) - 3)
    what = match["what"].removeprefix("规划")
    left = text[max(0, at - 4) : at]
    until, since = _PLAN_LEFT.search(left), _PLAN_FROM.search(left)
    start, end = at - (len(until[0]) if until else len(since[0]) if since else 0), match.end()
    if what == "以来":
        return Date(start, end, text[start:end], "plan_period", "start", str(first))
    if "初" in what or "末" in what:
        year = str(first if "初" in what else first + 4)
        return Date(start, end, text[start:end], "plan_period", "deadline" if until else "point", year)
    return Date(at, end, text[at:end], "plan_period", "interval", f"{first}/{first + 4}")


def _read_dated_day(text: str, at: int) -> Date | None:
    """“5·12”防灾减灾日, 9.9老年节前后: a day known by its number."""
    if at and text[at - 1] in "0123456789.":
        return None
    match = forms.DATED_DAY.match(text, at)
    if match is None:
        return None
    edtf = f"XXXX-{two_digits(int(match['month']))}-{two_digits(int(match['day']))}"
    bound = match["bound"] or ""
    return Date(
        at, match.end(), match[0], "dated_day", "deadline" if bound in ("前", "之前", "以前") else "point", edtf
    )


def _read_years(text: str, at: int) -> Date | None:
    """2023-2024学年, 20世纪90年代."""
    if at and text[at - 1] in "0123456789":
        return None
    school = forms.SCHOOL_YEAR.match(text, at)
    if school:
        return bounded(text, at, Reading(school.end(), Span(Spot(school["a"]), Spot(school["b"])), "school_year"))
    decade = forms.DECADE.match(text, at)
    if decade is None:
        return None
    tens = read_number(decade["tens"])
    century = {"20": "19", "19": "18", "二十": "19", "十九": "18"}.get(decade["century"] or "", "XX")
    edtf = f"{century}{int(tens or 0) // 10}X"
    return Date(at, decade.end(), decade[0], "decade", "point", edtf)


def _read_term(text: str, at: int) -> Date | None:
    """本学期, 开学初, 暑假期间, 当日, 月底前: relative to a school term, a month, a day."""
    if at and text[at - 1] in "以同每一两三四五六七八九十0123456789个岁满新闰相适正腊" and text[at] != "寒":
        return None
    match = forms.TERM.match(text, at)
    if match is None:
        return None
    word = match[0]
    if word.endswith("期间"):
        return Date(at, match.end(), word, "holiday", "interval", "XXXX")
    in_month = match["day"] or match["week"] or match["month"]
    spot = Spot("XXXX", "XX" if in_month else None, "XX" if match["day"] else None)
    rule = "relative_day" if match["day"] else "month_edge" if match["month"] else "term"
    return bounded(text, at, Reading(match.end(), Span(spot), rule))


@cache
def _festivals() -> tuple[re.Pattern[str], dict[str, str]]:
    days = {row["name"]: row["day"] for row in read_table("extract", "festivals")}
    names = "|".join(re.escape(name) for name in sorted(days, key=len, reverse=True))
    bound = "前后|期间|假期|黄金周|前夕?(?![列沿])|之前|以前|后(?![续期者])|[之以]后"
    return re.compile(f"(?P<name>{names})(?P<bound>{bound})?"), days


def _find_festivals(text: str) -> list[Date]:
    """Festivals with a fixed date; movable ones (春节) have no date without a year and a lunar calendar."""
    pattern, days = _festivals()
    found = []
    for match in pattern.finditer(text):
        if _FESTIVAL_NAME.match(text, match.end("name")) or text[max(0, match.start() - 1) : match.start()] in (
            "个",
            "届",
        ):
            continue
        if match[0] == "国庆" and _PERSON.search(text, max(0, match.start() - 2), match.start()):
            continue  # 县长刘国庆
        bound = match["bound"] or ""
        before = (bound.startswith("前") and bound != "前后") or bound in ("之前", "以前")
        after: DateType = "start" if bound.endswith("后") and bound != "前后" else "point"
        edtf = f"XXXX-{days[match['name']]}"
        kind: DateType = "deadline" if before else after
        found.append(Date(match.start(), match.end(), match[0], "festival", kind, edtf))
    return found


def _is_frame(text: str, date: Date) -> bool:
    """Page fields with a date, time stamps, and the date of the signature block say nothing of the plan's matter."""
    if date.rule != "range" and _EDITION.match(text, date.end):
        return True
    if date.edtf is None or len(date.edtf) < 7 or "X" in date.edtf[4:]:
        return False
    if "X" in date.edtf and date.rule != "template_year":
        return False
    fielded = _PAGE_FIELD.search(text[max(0, date.start - 12) : date.start]) or _CLOCK.match(text, date.end)
    if len(date.edtf) == 10 and fielded:
        return True
    if len(date.edtf) == 10 and _SIGNED_BESIDE.search(text, max(0, date.start - 24), date.start):
        return text[date.end : date.end + 1] in ("", " ", "\u3000", "\n")
    start, end = line_start(text, date.start), line_end(text, date.end)
    if text[start : date.start].strip() or text[date.end : end].strip():
        return False
    above = text[max(0, start - 160) : start].rstrip().rpartition("\n")[2].strip()
    if len(date.edtf) == 10 and (date.rule == "chinese_year" or above.startswith("附件")):
        return True  # nothing but a signature, the issuer perhaps a stamp
    if len(date.edtf) == 10 and _BELOW_SIGNATURE.match(text, end):
        return True
    return 0 < len(above) <= 40 and bool(_ISSUER.search(above))
