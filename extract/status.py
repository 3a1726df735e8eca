"""Target, actual or standard: the section decides, tense and modality of the clause overrule it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from extract.records import Date, Status

Phase = Literal["actual", "target", "unknown"]


@dataclass(frozen=True, slots=True)
class MeasureContext:
    """What the surroundings say. ``sections``: (start, end, heading), outer before inner, as the outline gives them."""

    title: str = ""
    kind: str = "unknown"  # Header.kind: plan, report, notice, draft, template, article, unknown
    year: int | None = None  # the year that the plan is for
    sections: tuple[tuple[int, int, str], ...] = ()
    dates: tuple[Date, ...] | None = field(default=None)


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
    rf"(?:{_YEAR})?(?:以来)?(?:的)?(?:政府|经济|主要|我县|全县|县政府|经济社会发展)?(?:工作|发展|建设|情况)?(?:和[^，。\n]{{0,12}})?(?:的)?(?:简要)?回顾|过去[一二三四五]年|[一五]年来[^，。\n]{{0,12}}(?:成绩|成就|成效)"
    rf"|取得(?:的|了)[^，。\n]{{0,8}}(?:成绩|成就|成效)|发展(?:基础|背景|现状|成就|环境)|工作(?:总结|完成情况|开展情况|进展情况)|(?:主要|基本)(?:做法|成效|情况)|现实基础"
)
_FUTURE = re.compile(
    rf"(?:{_YEAR}|今年|明年|下一步|下一阶段|今后[^，。\n]{{0,6}}|未来[^，。\n]{{0,6}}|本届政府)(?:的)?(?:政府|经济社会发展|主要|重点)?(?:和[^，。\n]{{0,14}})?(?:的)?(?:总体)?(?:主要)?(?:工作|目标|任务|打算|安排|要求|部署|重点|计划|思路|举措)"
    r"|预期目标|总体要求|(?:工作|发展|主要|总体|奋斗|战略|具体)目标|(?:主要|重点|目标|工作)任务|工作(?:安排|重点|打算|思路|计划)|指导思想|实施步骤|保障措施|今后五年|民生实事"
)
_GOAL_SENTENCE = re.compile(r"(?:预期|主要|奋斗|工作|发展|总体)目标(?:是|为|：|如下)")
_GOAL_YEAR = re.compile(rf"{_YEAR}[^，。；\n]{{0,24}}\Z")
_LINE_END = re.compile(r"\n|\\r|\\n")
_RUN_IN = re.compile(
    r"(?:[一二三四五六七八九十]、|[（(][一二三四五六七八九十]{1,2}[）)]|(?<![0-9.])[0-9]{1,2}[.．])[^\n。，；：]{2,30}(?=[\n。：\\\r])"
)
_TITLE_ACTUAL = re.compile(r"总结|汇报|纪实|回顾|工作交流|情况报告|年报|经验|通报|公报|信息")
_TITLE_TARGET = re.compile(r"计划|方案|规划|意见|安排|要点|打算|规定|办法|细则|通知|建议|规则|条例|目标|责任分解|实事")
_TITLE_ACTS = re.compile(r"(?:办法|细则|规定|条例|规则|章程|标准)(?:[（(][^（）()]{1,8}[)）])?(?:的通知)?\Z")
_TITLE_RULES = re.compile(r"方案|意见|规定|办法|细则|通知|规则|条例|标准|制度|章程|指引")

_DONE = re.compile(
    r"例如|比如|已(?!建|经济|[^，。]{1,10}的)|了(?!解|[^，。]{1,10}的)|累计|截至|截止|目前(?!为止)|去年|上年(?!度)|荣获|获评|超额完成|共组建|以来|先后|圆满完成|首次突破"
)
_STRIVE = re.compile(
    r"力争|争取(?!到[^2]|了)|确保(?!了)|力求|预期目标|(?<![长加高升降到年])[到至](?:20[0-9]{2}|20[xX]{2})年|计划(?:新|建|实施|完成|到)|拟(?:建|于|新)|(?:要|应)(?:达到|确保|完成)|务必|努力(?:实现|达到|完成)|将(?:达到|建成|完成|实现|新增)"
)
_HOPED = re.compile(r"达到|不少于|不低于|不超过|控制在|以上|以内|左右|新增|完成|建成|提高到")
_REPORTED = re.compile(r"同比|比上年|较上年|增长[0-9.]+%，|被评为|获得|完成(?=[^，]{2,20}[0-9])")
_AIMED = re.compile(r"控制在\Z")
_EXPECTED = re.compile(r"预计(?:完成|全年|达到|实现|可)?")
# parameters of a rule
_STANDARD = re.compile(
    r"一般(?:为|不超过|控制在)|原则上|每[个所家户例](?:[^，。]{0,8})(?:建设|设|配备|以|不少于|不超过|由)|设(?:主任|副|组长|委员|岗|名誉|[^，。]{0,4}(?:长|员))|(?:主任|副主任|组长|副组长|委员|秘书长|会长|理事)\Z"
    r"|(?<!可)[由以][^，。]{0,8}\Z|按照?[^，。]{0,20}\Z|报销(?:比例|率)|起付线|封顶线|补助|补贴|奖励|扣(?:除|减)?\Z|(?<!相)加\Z|满分|分值|权重|罚款|收费|每人每[月年次天]|标准为|定额|最高(?:限额|支付)|不得(?:超过|低于|少于)|结束时|以上的(?:为|按)|计(?:入|算)"
)
_STANDARD_NOUN = re.compile(r"报销(?:比例|率|比)|起付线|封顶线|起付标准|最高支付限额")
_FORMS = re.compile(r"组成|组建|结对")
_WEAK_DONE = re.compile(r"同比|超额完成|截[至止]|已(?:经|完|建|达|签|投)|荣获|被评为|稳步推进|全面投产")
_WEAK_PLANNED = re.compile(
    r"[，。；\n](?:各[^，。]{1,8})?(?:要|应|须|必须|将|确保|力争|争取|进一步|继续|加强|完善|建立|推进|强化|健全|不断)|不得|应当"
)
_EACH_WITH = re.compile(r"每[个所家][^，。]{0,8}以\Z")
_RECURRING = re.compile(r"每(?:年|月|周|天|日|季度?|学期|学年|半年)")
_EVERYONE = re.compile(r"让每|使每|每个(?:家庭|居民|村|学生)")
_EXISTING = re.compile(r"(?:建|打造|构建|实施|抓好|推进|开展|完善|组建|形成|落实|重点|成立|设立)[^，。]{0,30}\Z")


def find_phases(text: str, context: MeasureContext) -> Phases:
    """Which stretches of a text report what was, and which say what shall be, with the year where a heading has it.

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
    marks: list[tuple[int, Phase, str | None]] = [(0, begin, None)]
    if context.sections:
        for start, _, heading in context.sections:
            _mark_heading(marks, start, heading)
    else:
        position = 0
        for line in _LINE_END.split(text):
            if 3 <= len(line) <= 50:
                _mark_heading(marks, position + len(line) - len(line.lstrip()), line.strip())
            position += len(line) + (1 if text.startswith("\n", position + len(line)) else 2)
        for run_in in _RUN_IN.finditer(text):
            _mark_heading(marks, run_in.start(), run_in.group())
    for goal in _GOAL_SENTENCE.finditer(text):
        stated = _GOAL_YEAR.search(text, max(0, goal.start() - 40), goal.start())
        year = _year(stated) if stated is not None else None
        marks.append((goal.start(), "target", year or (str(context.year) if context.year else None)))
    marks.sort(key=lambda mark: mark[0])
    if begin == "target":
        end = next((start for start, _, _ in marks if start > 0), len(text))
        if _reports(text, end):
            marks[0] = (0, "actual", None)
    starts, phases, periods = zip(*marks, strict=True)
    acts = rules and _TITLE_ACTS.search(title.strip()) is not None
    return Phases(starts, phases, periods, rules, acts)


def _reports(text: str, end: int) -> bool:
    """Whether the opening of a text that calls itself a plan tells what was done (annual plans often begin so)."""
    # what only a report says; a plan that mentions one success is still a plan
    done = sum(1 for _ in _WEAK_DONE.finditer(text, 0, end))
    return done >= 4 and done > sum(1 for _ in _WEAK_PLANNED.finditer(text, 0, end))


def _first_lines(text: str) -> str:
    """The title where none is given: the first three lines that hold something."""
    lines = [line.strip() for line in text[:600].splitlines() if line.strip()]
    return " ".join(lines[:3])[:160]


def _mark_heading(marks: list[tuple[int, Phase, str | None]], start: int, heading: str) -> None:
    future, past = _FUTURE.search(heading), _PAST.search(heading)
    if past is not None and (future is None or past.start() <= future.start()):
        marks.append((start, "actual", _year(past) or _span_of(heading)))
    elif future is not None:
        marks.append((start, "target", _year(future)))


def _year(found: re.Match[str]) -> str | None:
    """The four digits of a heading's year; None for 20xx年 or where there is none."""
    year = found.group("year")
    if year is None or year[-1] in "xX":
        return None
    return "".join(str("〇一二三四五六七八九".find("〇" if c in "○零" else c)) if not c.isdigit() else c for c in year)


_PLAN_PERIODS = {
    "十一五": "2006/2010",
    "十二五": "2011/2015",
    "十三五": "2016/2020",
    "十四五": "2021/2025",
    "十五五": "2026/2030",
}


def _span_of(heading: str) -> str | None:
    return next((span for name, span in _PLAN_PERIODS.items() if name in heading), None)


def plan_period(words: str) -> str | None:
    """The years of a plan period that the words name as the time meant: 十三五期间 → 2016/2020."""
    found = re.search(r"[“\"]?(十[一二三四五]五)[”\"]?(?:期间|时期|以来|末)", words)
    return _PLAN_PERIODS.get(found[1]) if found is not None else None


def judge(
    phase: Phase, rules: bool, before: str, after: str, *, unit_kind: str, unit: str, indicator: str, acts: bool = False
) -> Status:
    """The status of one number: ``before`` is its clause and the words that open its sentence, ``after`` what follows.

    >>> judge("actual", False, "力争达到", "。", unit_kind="rate", unit="%", indicator="就诊率")   # "strive for …"
    'target'
    """
    if unit_kind == "age" and "寿命" not in indicator and "期望" not in indicator:
        return "standard"
    if after.startswith(("任务", "目标任务", "的任务", "的目标")):
        return "target"
    if _EACH_WITH.search(before) or after.startswith(("结束时", "结束后")):
        return "standard"
    if rules and "由" in before and _FORMS.search(after):
        return "standard"
    if phase != "actual" and _is_standard(before, rules, unit, indicator):
        return "standard"
    if unit == "大" and phase == "target":
        return "target" if _EXISTING.search(before) and (rules or "重点" in before or "实施" in before) else "actual"
    if phase == "target" and acts and not _STRIVE.search(before) and not _RECURRING.search(before):
        return "standard"
    if phase == "target":
        return "actual" if _DONE.search(before) and not _STRIVE.search(before) else "target"
    if _STRIVE.search(before) and not _DONE.search(before):
        return "target"
    if phase == "unknown":
        return _judge_alone(before, after)
    return "actual"


def _is_standard(before: str, rules: bool, unit: str, indicator: str) -> bool:
    if _STRIVE.search(before) or _EVERYONE.search(before):
        return False
    if _STANDARD_NOUN.search(indicator):
        return rules
    if _RECURRING.search(before) and "每人每" not in before:
        return False
    return rules and _STANDARD.search(before) is not None


def _judge_alone(before: str, after: str) -> Status:
    """A line without surroundings: modality, else the kind of its verbs."""
    if _DONE.search(before) or _REPORTED.search(before) or _EXPECTED.search(before):
        return "actual"
    if _STANDARD.search(before):
        return "standard"
    if _AIMED.search(before):
        return "target"
    return (
        "target"
        if _HOPED.search(before + after[:3])
        and re.search(r"要|应|须|需|不得|必须|以上|不少于|不低于", before + after[:3])
        else "actual"
    )
