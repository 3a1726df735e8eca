"""Which stretches of a text tell what was and which say what shall be, and the years that each is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import lru_cache

from corpus.model import Plan
from extract.records import Date
from extract.status.acts import find_goals, find_standards, is_act
from extract.status.headings import (
    PLAN_PERIODS,
    YEAR,
    Phase,
    Reading,
    count_years,
    plan_period,
    read_heading,
    read_parts,
    title_period,
    year_of,
)
from extract.status.paragraphs import DONE_LINE, LOOKS, NOTE_LINE, WITHIN, find_looks
from extract.status.turns import (
    announces,
    find_labels,
    find_second_part,
    find_turns,
    lists_tasks,
    opens_so_far,
    says_of_itself,
)
from extract.status.votes import vote
from extract.text.at_lines import find_at_lines

_Mark = tuple[int, Phase, str | None]


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

    def labels(self, text: str) -> frozenset[int]:
        """Where sections begin with a label: the 4.4 of 4.4人本主义 counts nobody, nor does the headword of a note."""
        notes = (number.start(1) + found.start() for found in _NOTE.finditer(text)
                 for number in _COUNTED.finditer(found.group()))  # fmt: skip
        return frozenset(
            [start for start, _, heading in self.sections if not (heading and text.startswith(heading, start))]
        ).union(notes if "：" in text or ":" in text else ())


@dataclass(frozen=True, slots=True)
class Phases:
    """Stretches of a text with one phase each: ``starts`` ascending; a stretch ends where the next begins."""

    starts: tuple[int, ...]
    phases: tuple[Phase, ...]
    periods: tuple[str | None, ...]
    rules: bool  # the document regulates (a plan, a notice), it does not report
    acts: bool = False  # it is made of rules throughout (办法, 细则): its numbers are parameters unless it strives
    goals: tuple[tuple[int, int], ...] = ()  # but for the sections of its goals and tasks
    standards: tuple[tuple[int, int], ...] = ()  # sections of a plan that lay down sizes, rates, conditions

    def at(self, position: int) -> tuple[Phase, str | None]:
        index = bisect_right(self.starts, position) - 1
        return self.phases[index], self.periods[index]

    def regulates(self, position: int) -> bool:
        """Whether a number here is a parameter: the text, or this section, is made of rules, and sets no goals."""
        if any(start <= position < end for start, end in self.standards):
            return True
        index = bisect_right(self.goals, (position, len(self.goals) and self.goals[-1][1])) - 1
        return self.acts and not (index >= 0 and position < self.goals[index][1])


# ［10］两个基地、两个枢纽、两个网络：is explained behind it; 〔7〕3个转运站： counts them
_NOTE = re.compile(r"^[ \u3000]*[［\[〔【][0-9]{1,3}[］\]〕】][ \u3000]*[^，。；：:\n]{2,30}[：:]", re.MULTILINE)
_COUNTED = re.compile("(?:[］\\]〕】、 \u3000])([一二两三四五六七八九十]{1,3})(?=[个大项条类种批])")
# each begins with a word: what a scan is fast with
_GOAL_SENTENCES = (
    re.compile(r"目标(?<=(?:预期|主要|奋斗|工作|发展|总体|以下)目标)(?:是|为|[：:]|如下)"),
    re.compile(r"任务(?<=(?:主要|目标|年度|建设)任务)(?:是|为|有)[：:]?"),
)
# headings that only a plan has
_ASKS = re.compile("工作要求|保障措施|组织保障|组织领导|工作保障|[实工]施步骤|工作步骤|责任分工|有关要求|几点要求")
_GOAL_YEAR = re.compile(rf"{YEAR}[^，。；\n]{{0,24}}\Z")
_LINE_END = re.compile(r"\n|\\r|\\n")
_RUN_IN = re.compile(
    r"(?:[一二三四五六七八九十]、|[（(][一二三四五六七八九十]{1,2}[）)]|(?<![0-9.])[0-9]{1,2}[.．](?![0-9]))"
    r"(?:[^\n。，；：]{2,30}(?=[\n。：\\\r])|[^\s。，；：]{2,14}(?= ))"
)
# lines that only a review or what follows it begins with, wherever the outline put them
_PART_LINE = re.compile(
    r"(?m)^[^\S\n]*(?:[一二三四五六七八九十]、)?(?:(?:(?:过去|刚刚过去)(?:的)?[一五]年|[0-9]{4}年)[^，。；：\n]{0,18}(?:回顾|总结|成就|完成情况)"
    r"|(?:[0-9]{4}年|今年|明年|下(?:一)?步|下(?:一)?阶段|下半年)[^，。；：\n]{0,8}(?:要点|计划|打算|安排|思路|设想))[^\S\n]*$"
)
# 到2025年, … at the head of a paragraph: what follows is a goal, where nothing else tells
_UNTIL = re.compile(r"到(?<![一-鿿]到)(?P<year>20[0-9]{2}|20[xX]{2})年(?:底|末)?[，,][^\n]*")
_TITLE_ACTUAL = re.compile(
    r"(?:完成|落实|进展|推进|开展|实施|执行|整改)情况|总结|汇报|答复|(?:圆满|超额|提前|如期)完成(?![^\n]{0,24}(?:方案|计划|意见|通知))|纪实|回顾|工作交流|情况报告|年报|经验|通报|公报|信息"
)
# 2024年部门预算公开说明; not 预算执行情况
_TITLE_BUDGET = re.compile(
    "\\A(?!.*(?:执行|决算|完成)).*预算(?:公开|编制|信息|情况|草案|（草案）|安排)*(?:说明|草案|公开)"
)
_TITLE_TARGET = re.compile(
    r"计划|方案|预案|措施|规划|意见|安排|要点|打算|规定|办法|细则|通知|建议|规则|条例|目标|责任分解|实事"
)
_TITLE_RULES = re.compile(r"方案|措施|预案|意见|规定|办法|细则|通知|规则|条例|标准|制度|章程|指引")
_WEAK_DONE = re.compile(r"同比|超额完成|截[至止]|已(?:经|完|建|达|签|投)|荣获|被评为|稳步推进|全面投产")
_WEAK_PLANNED = re.compile(
    r"[，。；\n](?:各[^，。]{1,8})?(?:要|应|须|必须|将|确保|力争|争取|进一步|继续|加强|完善|建立|推进|强化|健全|不断)|不得|应当"
)
# 《政府工作报告》任务分解: the report's promises, shared out
_TITLE_SHARED_OUT = re.compile("报告[^，。]{0,16}(?:分解|分工|责任|任务|事项|部署|落实|实事)")
_TITLE_LINE = re.compile("[^，。,：:]{0,60}工作报告")  # not 县长作《政府工作报告》
_CLEARLY = 1.5  # how clearly the telling words must speak to outweigh a title
_RATHER = 1.0  # ... the kind of a text
_BARELY = 0.4  # ... nothing
_PROSE = re.compile("[，,。].{12}")  # a line that runs on is no title
# … but it may begin with one: 云河县水利规划（2006—2015年） 为改善…
_NAMED = re.compile("(?:[^，。：:\\s（(]{2,30}(?:规划|方案|计划|意见|要点|办法|总结|报告)(?=[\\s（(]|20[0-9]{2}年))?")
_FIGURES = re.compile("(?:[0-9][^0-9\n]*){4}")
REACH = 300  # characters of a paragraph that say which year its goal is for


def find_phases(text: str, context: MeasureContext) -> Phases:
    """Which stretches of a text report what was, and which say what shall be, with the years where a heading has them.

    >>> phases = find_phases("一、2021年工作回顾\\n完成10个。\\n二、2022年工作安排\\n完成12个。", MeasureContext())
    >>> phases.at(14), phases.at(34)     # "review of the work of 2021", "work plan for 2022"
    (('actual', '2021'), ('target', '2022'))
    """
    return _find_phases(text, replace(context, dates=None))


@lru_cache(maxsize=2)
def _find_phases(text: str, context: MeasureContext) -> Phases:
    """Kept for a moment: measures and mentions of one plan ask for the same; dates have no part in it."""
    title = context.title or _first_lines(text)
    begin = "target" if any(find_at_lines(DONE_LINE, text)) else _begin(title, text, context)
    acts = begin != "actual" and is_act(title, text)
    if begin == "unknown" and (acts or any(_ASKS.search(heading) for _, _, heading in context.sections)):
        begin = "target"
    rules = begin == "target" and bool(
        _TITLE_RULES.search(title) or announces(text) or context.kind in ("plan", "notice", "draft", "template")
    )
    first: Reading | None = ("target", title_period(title)) if begin == "target" else None
    marks: list[_Mark] = [(0, *first) if first is not None else (0, begin, None)]
    headings = _heading_marks(text, context, first)
    if begin == "actual" and not any(start for start, _, _ in headings):  # none but the title
        headings += find_looks(text, context.year)
    marks += headings
    marks.sort(key=lambda mark: mark[0])
    marks += _goal_marks(text, context, marks)
    marks.sort(key=lambda mark: mark[0])
    end = next((start for start, _, _ in marks if start > 0), len(text))
    if begin == "target":
        if _reports(text, end) or (not context.title and vote(text[:end])[1] <= -_CLEARLY):
            marks[0] = (0, "actual", None)
    elif marks[0][0] == 0:
        said, clearly = vote(text[:end])
        if begin == "unknown" and abs(clearly) >= _BARELY:
            marks[0], rules = (0, said, None), said == "target"
        elif clearly >= (_CLEARLY if _TITLE_ACTUAL.search(title) or opens_so_far(text) else _RATHER):
            marks[0] = (0, said, None)
    marks = _paragraph_marks(text, context, marks)
    starts, phases, periods = zip(*marks, strict=True)
    goals = find_goals(context.sections) if acts else ()
    return Phases(starts, phases, periods, rules or acts, acts, goals, find_standards(context.sections))


def _begin(title: str, text: str, context: MeasureContext) -> Phase:
    """What a title says of all that no heading parts: 工作总结 tells, 实施方案 plans; running text is less clear."""
    if _TITLE_BUDGET.search(title):
        return "target"
    if _TITLE_ACTUAL.search(title):
        return "actual"
    if lists_tasks(text):
        return "target"
    if "工作报告" in (close := title.replace(" ", "")) or context.kind in ("report", "article"):
        if not (context.title or context.kind == "article" or _TITLE_LINE.match(close)):
            return "unknown"
        if context.kind == "article" and announces(text) and vote(text)[1] > -_BARELY:
            return "target"
        return "target" if _TITLE_SHARED_OUT.search(close) else "actual"
    if _TITLE_TARGET.search(title) or context.kind in ("plan", "notice", "draft", "template"):
        return "target"
    return says_of_itself(text)


def _heading_marks(text: str, context: MeasureContext, whole: Reading | None) -> list[_Mark]:
    """A mark for each heading that says which time its section is about; below it, headings keep its years."""
    marks: list[_Mark] = []
    if any(heading for _, _, heading in context.sections):
        open_: list[tuple[int, Reading | None]] = []  # the sections that hold this one: where they end, what they say
        for start, end, heading in context.sections:
            while open_ and open_[-1][0] <= start:
                open_.pop()
            outer = open_[-1][1] if open_ else whole
            mark = read_heading(heading, context.year, outer)
            if mark is not None:
                marks.append((start, *mark))
                marks += read_parts(text, heading, (start, end), context.year)
                if mark[0] == "actual" and outer is not None and outer[0] == "target" and end < len(text):
                    marks.append((end, *outer))  # 一、基本情况 of a plan: what follows is planned again
            open_.append((end, mark or outer))
    else:
        position = 0
        for line in _LINE_END.split(text):
            if 3 <= len(line) <= 50 and not line.rstrip().endswith(("。", "；")):
                mark = read_heading(line.strip(), context.year, whole)
                if mark is not None:
                    marks.append((position + len(line) - len(line.lstrip()), *mark))
            position += len(line) + (1 if text.startswith("\n", position + len(line)) else 2)
        for run_in in _RUN_IN.finditer(text):
            mark = read_heading(run_in.group(), context.year, whole)
            if mark is not None:
                marks.append((run_in.start(), *mark))
    known = {mark[0] for mark in marks}
    marks += find_turns(text, known) + find_second_part(context.title, text)
    marks += [mark for mark in find_labels(text) if mark[0] not in known]
    for line in find_at_lines(_PART_LINE, text):
        mark = read_heading(line.group().strip(), context.year, None)
        if mark is not None and line.start() not in known:
            marks.append((line.start(), *mark))
    return marks


def _goal_marks(text: str, context: MeasureContext, marks: list[_Mark]) -> list[_Mark]:
    """主要预期目标是: …: a goal, for the year that its sentence names, its section has, or the plan is for."""
    starts, found = [mark[0] for mark in marks], []
    for start in sorted(goal.start() - 2 for pattern in _GOAL_SENTENCES for goal in pattern.finditer(text)):
        before = re.split(r"[。\n]", text[max(0, start - 40) : start])[-1]
        year = year_of(stated) if (stated := _GOAL_YEAR.search(before)) is not None else None
        years = year or count_years(before, context.year) or plan_period(before)
        paragraph = text[max(text.rfind("\n", 0, start) + 1, start - REACH) : start]
        _, phase, outer = marks[bisect_right(starts, start) - 1]
        if years is None and not (context.year and re.search(rf"今年|{context.year}年", paragraph)):
            years = outer if phase == "target" else None
        found.append((start, "target", years or (str(context.year) if context.year else None)))
        end = text.find("\n", start)
        if phase == "actual" and not context.sections and end > 0 and _FIGURES.search(text, start, end):
            found.append((end, phase, outer))  # news that has told the goals goes on to tell
    return found  # type: ignore[return-value]


def _paragraph_marks(text: str, context: MeasureContext, marks: list[_Mark]) -> list[_Mark]:
    """A paragraph that looks back within what is planned, or ahead within a review, stands for itself."""
    starts, result = [mark[0] for mark in marks], list(marks)
    for pattern, phase in LOOKS:
        if pattern is NOTE_LINE and not any(mark in text for mark in "〔［[【"):
            continue
        for found in pattern.finditer(text) if pattern in WITHIN else find_at_lines(pattern, text):
            here = bisect_right(starts, found.start())
            _, outer, outer_years = marks[here - 1]
            if outer == phase or (here < len(starts) and starts[here] < found.end()):
                continue
            years, period = None, None
            if phase == "target":
                period = found["period"] if "period" in found.groupdict() else None
                years = PLAN_PERIODS[period] if period else count_years(found.group()[:16], context.year)
                if period and (context.year is None or int(years[-4:]) < context.year):  # type: ignore[index]
                    continue
            result.append((found.start(), phase, years))
            if period is None:  # a report that has come to its next five years does not turn back
                result.append((found.end(), outer, outer_years))
    for found in _UNTIL.finditer(text):
        _, outer, outer_years = marks[bisect_right(starts, found.start()) - 1]
        if outer == "unknown" and not _WEAK_DONE.search(found.group()):
            result += [(found.start(), "target", found["year"].upper()), (found.end(), outer, outer_years)]
    return sorted(result, key=lambda mark: mark[0])


def _reports(text: str, end: int) -> bool:
    """Whether the opening of a text that calls itself a plan tells what was done (annual plans often begin so)."""
    # what only a report says; a plan that mentions one success is still a plan
    done = len(_WEAK_DONE.findall(text, 0, end))
    return done >= 4 and done > len(_WEAK_PLANNED.findall(text, 0, end))


def _first_lines(text: str) -> str:
    """The title where none is given: the first three lines that hold something."""
    lines = [line.strip() for line in text[:600].splitlines() if line.strip()]
    heads = [line if _PROSE.search(line) is None else _NAMED.match(line)[0] for line in lines[:3]]  # type: ignore[index]
    return " ".join(filter(None, heads))[:160]
