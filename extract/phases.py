"""Which stretches of a text tell what was and which say what shall be, and the years that each is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from corpus.model import Plan
from extract.records import Date

Phase = Literal["actual", "target", "unknown"]
_Mark = tuple[int, Phase, str | None]
_Reading = tuple[Phase, str | None] | None


@dataclass(frozen=True, slots=True)
class MeasureContext:
    """What the surroundings say. ``sections``: (start, end, heading), outer before inner, as the outline gives them."""

    title: str = ""
    kind: str = "unknown"  # Header.kind: plan, report, notice, draft, template, article, unknown
    year: int | None = None  # the year that the plan is for
    sections: tuple[tuple[int, int, str], ...] = ()
    dates: tuple[Date, ...] | None = field(default=None)

    @classmethod
    def of(cls, plan: Plan, dates: tuple[Date, ...] | None = None) -> MeasureContext:
        """What a plan's header and outline say."""
        sections = tuple((section.start, section.end, section.text) for section in plan.sections)
        return cls(plan.header.title, plan.header.kind, plan.header.year, sections, dates)


@dataclass(frozen=True, slots=True)
class Phases:
    """Stretches of a text with one phase each: ``starts`` ascending; a stretch ends where the next begins."""

    starts: tuple[int, ...]
    phases: tuple[Phase, ...]
    periods: tuple[str | None, ...]
    rules: bool  # the document regulates (a plan, a notice), it does not report
    acts: bool = False  # it is made of rules throughout (办法, 细则): its numbers are parameters unless it strives

    def at(self, position: int) -> tuple[Phase, str | None]:
        index = bisect_right(self.starts, position) - 1
        return self.phases[index], self.periods[index]


_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2}[xX]{2}|二[〇○零][一二三四五六七八九〇○零]{2})年"
_PAST = re.compile(
    rf"(?:{_YEAR})?(?:以来)?(?:的)?(?:政府|经济|主要|我县|全县|县政府|经济社会发展)?(?:工作|发展|建设|情况)?(?:[和及与][^，。\n]{{0,12}})?(?:的)?(?:简要)?回顾|过去(?:的)?(?:[一二三四五两]|[1-5])年|[一五]年来[^，。\n]{{0,12}}(?:成绩|成就|成效)"
    rf"|取得(?:的|了)[^，。\n]{{0,8}}(?:成绩|成就|成效)|发展(?:基础|背景|现状|成就|环境)|工作(?:总结|完成情况|开展情况|进展情况)|(?:完成|落实|执行)情况|(?:主要|基本)(?:做法|成效|情况)|现实基础"
)
_FUTURE = re.compile(
    rf"(?:{_YEAR}|今年|明年|下一步|下一阶段|今后[^，。\n]{{0,6}}|未来[^，。\n]{{0,6}}|本届政府|十[一二三四五]五[”\"]?(?:时期|期间))(?:的)?(?:政府|经济社会发展|主要|重点)?(?:[和及与][^，。\n]{{0,14}})?(?:的)?(?:总体)?(?:主要)?(?:工作|目标|任务|打算|安排|要求|部署|重点|计划|思路|举措)"
    r"|预期目标|总体要求|(?:工作|发展|主要|总体|奋斗|战略|具体)目标|(?:主要|重点|目标|工作)任务|工作(?:安排|重点|打算|思路|计划)|指导思想|实施步骤|保障措施|[今未][后来](?:五|5)年|民生实事"
)
# 2025年主要工作: said of the year that is over as of the year to come
_NEUTRAL = re.compile(
    rf"(?:{_YEAR}|十[一二三四五]五[”\"]?(?:时期|期间))(?:的)?(?:政府|经济社会发展|主要|重点)?(?:[和及与][^，。\n]{{0,14}})?(?:的)?(?:主要)?工作"
)
_AHEAD = re.compile(r"今年|明年|下一步|下一阶段|今后|未来|本届政府|十[一二三四五]五|预期目标")
_NAMES = re.compile(r"(?P<year>[0-9]{4})年|(?P<period>十[一二三四五]五)|(?P<coming>[今未][后来]五年)")
_GOAL_SENTENCE = re.compile(r"(?:预期|主要|奋斗|工作|发展|总体)目标(?:是|为|：|如下)")
_GOAL_YEAR = re.compile(rf"{_YEAR}[^，。；\n]{{0,24}}\Z")
_LINE_END = re.compile(r"\n|\\r|\\n")
_RUN_IN = re.compile(
    r"(?:[一二三四五六七八九十]、|[（(][一二三四五六七八九十]{1,2}[）)]|(?<![0-9.])[0-9]{1,2}[.．])[^\n。，；：]{2,30}(?=[\n。：\\\r])"
)
# a line that only a review begins with, wherever the outline put it
_REVIEW_LINE = re.compile(
    r"(?m)^[ \t　]*(?:[一二三四五六七八九十]、)?(?:(?:过去|刚刚过去)(?:的)?[一五]年|[0-9]{4}年)[^，。；：\n]{0,18}(?:回顾|总结|成就|完成情况)[ \t　]*$"
)
_LOOKS_BACK = re.compile(
    r"(?m)^[ \t　]*(?:各位代表[！!，,：:])?(?:回顾|刚刚)?(?:过去(?:的)?(?:[0-9]{4}年|[一五]年)|[一五]年来)(?=[，,])[^\n]*"
)
_LOOKS_AHEAD = re.compile(
    r"(?m)^[ \t　]*(?:各位代表[！!，,：:])?(?:下一步|下一?阶段|接下来|新的一年|今后五年|未来五年|今后一个时期)(?=[，,里内我])[^\n]*"
)
_TITLE_ACTUAL = re.compile(r"总结|汇报|纪实|回顾|工作交流|情况报告|年报|经验|通报|公报|信息")
_TITLE_TARGET = re.compile(r"计划|方案|规划|意见|安排|要点|打算|规定|办法|细则|通知|建议|规则|条例|目标|责任分解|实事")
_TITLE_RULES = re.compile(r"方案|意见|规定|办法|细则|通知|规则|条例|标准|制度|章程|指引")
_TITLE_ACTS = re.compile(r"(?:办法|细则|规定|条例|规则|章程|标准)(?:[（(][^（）()]{1,8}[)）])?(?:的通知)?\Z")
_WEAK_DONE = re.compile(r"同比|超额完成|截[至止]|已(?:经|完|建|达|签|投)|荣获|被评为|稳步推进|全面投产")
_WEAK_PLANNED = re.compile(
    r"[，。；\n](?:各[^，。]{1,8})?(?:要|应|须|必须|将|确保|力争|争取|进一步|继续|加强|完善|建立|推进|强化|健全|不断)|不得|应当"
)
PLAN_PERIODS = {
    "十一五": "2006/2010",
    "十二五": "2011/2015",
    "十三五": "2016/2020",
    "十四五": "2021/2025",
    "十五五": "2026/2030",
}
_PERIOD_NAME = re.compile(r"[“\"]?(十[一二三四五]五)[”\"]?(期间|时期|以来|末|规划|主要|目标|发展)?")
_TITLE_SPAN = re.compile(r"(20[0-9]{2})年?(?:[—－~～至到-]|——)(20[0-9]{2})年")
_COMING_YEARS = re.compile(r"[今未][后来](?P<count>[三五35])年")


def find_phases(text: str, context: MeasureContext) -> Phases:
    """Which stretches of a text report what was, and which say what shall be, with the years where a heading has them.

    >>> phases = find_phases("一、2021年工作回顾\\n完成10个。\\n二、2022年工作安排\\n完成12个。", MeasureContext())
    >>> phases.at(14), phases.at(34)     # "review of the work of 2021", "work plan for 2022"
    (('actual', '2021'), ('target', '2022'))
    """
    title = context.title or _first_lines(text)
    begin: Phase = "unknown"
    if _TITLE_ACTUAL.search(title) or "工作报告" in title.replace(" ", "") or context.kind in ("report", "article"):
        begin = "actual"
    elif _TITLE_TARGET.search(title) or context.kind in ("plan", "notice", "draft", "template"):
        begin = "target"
    rules = begin == "target" and bool(
        _TITLE_RULES.search(title) or context.kind in ("plan", "notice", "draft", "template")
    )
    marks: list[_Mark] = [(0, begin, _title_period(title) if begin == "target" else None)]
    marks += _heading_marks(text, context)
    marks.sort(key=lambda mark: mark[0])
    marks += _goal_marks(text, context, marks)
    marks.sort(key=lambda mark: mark[0])
    if begin == "target":
        end = next((start for start, _, _ in marks if start > 0), len(text))
        if _reports(text, end):
            marks[0] = (0, "actual", None)
    marks = _paragraph_marks(text, context, marks)
    starts, phases, periods = zip(*marks, strict=True)
    return Phases(starts, phases, periods, rules, rules and _TITLE_ACTS.search(title.strip()) is not None)


def plan_period(words: str) -> str | None:
    """The years that the words name as the time meant: 十三五期间 → 2016/2020, “十四五”末 → 2025.

    >>> plan_period("“十三五”期间新增"), plan_period("到“十四五”末达到"), plan_period("“十四五”规划")
    ('2016/2020', '2025', None)
    """
    for found in _PERIOD_NAME.finditer(words):
        if found[2] in ("期间", "时期", "以来", "末"):
            span = PLAN_PERIODS[found[1]]
            return span[-4:] if found[2] == "末" else span
    return None


def _heading_marks(text: str, context: MeasureContext) -> list[_Mark]:
    """A mark for each heading that says which time its section is about; below it, headings keep its years."""
    marks: list[_Mark] = []
    if context.sections:
        open_: list[tuple[int, _Reading]] = []  # the sections that hold this one: where they end, what they say
        for start, end, heading in context.sections:
            while open_ and open_[-1][0] <= start:
                open_.pop()
            outer = open_[-1][1] if open_ else None
            mark = _read_heading(heading, context.year, outer)
            if mark is not None:
                marks.append((start, *mark))
                marks += _later_parts(text, heading, start, end, mark, context.year)
            open_.append((end, mark or outer))
    else:
        position = 0
        for line in _LINE_END.split(text):
            if 3 <= len(line) <= 50:
                mark = _read_heading(line.strip(), context.year, None)
                if mark is not None:
                    marks.append((position + len(line) - len(line.lstrip()), *mark))
            position += len(line) + (1 if text.startswith("\n", position + len(line)) else 2)
        for run_in in _RUN_IN.finditer(text):
            mark = _read_heading(run_in.group(), context.year, None)
            if mark is not None:
                marks.append((run_in.start(), *mark))
    known = {mark[0] for mark in marks}
    for line in _REVIEW_LINE.finditer(text):
        mark = _read_heading(line.group().strip(), context.year, None)
        if mark is not None and mark[0] == "actual" and line.start() not in known:
            marks.append((line.start(), *mark))
    return marks


def _read_heading(heading: str, year: int | None, outer: _Reading) -> _Reading:
    """Phase and years of a heading; None where it says neither."""
    future, past = _FUTURE.search(heading), _PAST.search(heading)
    if future is not None and _NEUTRAL.fullmatch(future.group()):
        if past is not None:
            return "actual", _year(past) or _year(future) or _named_period(heading)
        years = _year(future) or _named_period(future.group())
        if years is not None and year is not None and int(years[-4:]) < year:
            return "actual", years
    if past is not None and (future is None or past.start() <= future.start()):
        return "actual", _year(past) or _named_period(heading)
    if future is None:
        return None
    years = _year(future) or _coming(heading, year) or _named_period(heading)
    if years is None:
        stated = _NAMES.search(heading)
        years = stated["year"] if stated is not None else None
    if outer is not None and outer[0] == "actual" and years is None and not _AHEAD.search(heading):
        return None  # 办好民生实事 within what was done
    return "target", years or (outer[1] if outer is not None and outer[0] == "target" else None)


def _later_parts(text: str, heading: str, start: int, end: int, first: _Reading, year: int | None) -> list[_Mark]:
    """“十四五”发展成就和“十五五”主要目标: the second part begins where a paragraph opens with its name."""
    names = [*_NAMES.finditer(heading)]
    if len(names) < 2 or first is None:
        return []
    marks: list[_Mark] = []
    position = start + len(heading)
    for name, last in zip(names[1:], [*names[2:], None], strict=True):
        part = heading[name.start() : last.start() if last is not None else len(heading)]
        opening = re.compile(rf"\n[ \t　]*(?:各位代表[！!，,：:])?(?:[（(][一二三四五][）)])?[“\"]?{re.escape(name.group())}")
        found = opening.search(text, position, end)
        if found is None:
            continue
        years = name["year"] or _coming(name.group(), year) or _named_period(part)
        over = years is not None and year is not None and int(years[-4:]) < year
        ahead = _FUTURE.search(part) is not None and not _PAST.search(part)
        marks.append((found.start() + 1, "actual" if over or not ahead else "target", years))
        position = found.end()
    return marks


def _goal_marks(text: str, context: MeasureContext, marks: list[_Mark]) -> list[_Mark]:
    """主要预期目标是: …: a goal, for the year that its sentence names, its section has, or the plan is for."""
    starts, found = [mark[0] for mark in marks], []
    for goal in _GOAL_SENTENCE.finditer(text):
        before = text[max(0, goal.start() - 40) : goal.start()]
        before = re.split(r"[。\n]", before)[-1]
        stated = _GOAL_YEAR.search(before)
        year = _year(stated) if stated is not None else None
        years = year or _coming(before, context.year) or plan_period(before)
        if years is None:
            _, phase, outer = marks[bisect_right(starts, goal.start()) - 1]
            years = outer if phase == "target" else None
        found.append((goal.start(), "target", years or (str(context.year) if context.year else None)))
    return found  # type: ignore[return-value]


def _paragraph_marks(text: str, context: MeasureContext, marks: list[_Mark]) -> list[_Mark]:
    """A paragraph that looks back within what is planned, or ahead within a review, stands for itself."""
    starts, result = [mark[0] for mark in marks], list(marks)
    for pattern, phase in ((_LOOKS_BACK, "actual"), (_LOOKS_AHEAD, "target")):
        for found in pattern.finditer(text):
            outer = marks[bisect_right(starts, found.start()) - 1]
            if outer[1] == phase or any(found.start() < start < found.end() for start in starts):
                continue
            years = _coming(found.group()[:16], context.year) if phase == "target" else None
            result += [(found.start(), phase, years), (found.end(), outer[1], outer[2])]  # type: ignore[list-item]
    return sorted(result, key=lambda mark: mark[0])


def _reports(text: str, end: int) -> bool:
    """Whether the opening of a text that calls itself a plan tells what was done (annual plans often begin so)."""
    # what only a report says; a plan that mentions one success is still a plan
    done = sum(1 for _ in _WEAK_DONE.finditer(text, 0, end))
    return done >= 4 and done > sum(1 for _ in _WEAK_PLANNED.finditer(text, 0, end))


def _first_lines(text: str) -> str:
    """The title where none is given: the first three lines that hold something."""
    lines = [line.strip() for line in text[:600].splitlines() if line.strip()]
    return " ".join(lines[:3])[:160]


def _title_period(title: str) -> str | None:
    """Goals of a plan for several years are for all of them: （2024—2026年）, “十四五”规划."""
    span = _TITLE_SPAN.search(title)
    if span is not None and int(span[1]) < int(span[2]):
        return f"{span[1]}/{span[2]}"
    return _named_period(title) if "规划" in title else None


def _named_period(words: str) -> str | None:
    found = _PERIOD_NAME.search(words)
    return PLAN_PERIODS[found[1]] if found is not None else None


def _coming(words: str, year: int | None) -> str | None:
    """今后五年, counted from the year that the plan is for."""
    found = _COMING_YEARS.search(words)
    if found is None or year is None:
        return None
    return f"{year}/{year + (4 if found['count'] in '五5' else 2)}"


def _year(found: re.Match[str]) -> str | None:
    """The four digits of a heading's year; None for 20xx年 or where there is none."""
    year = found.group("year")
    if year is None or year[-1] in "xX":
        return None
    return "".join(str("〇一二三四五六七八九".find("〇" if c in "○零" else c)) if not c.isdigit() else c for c in year)
