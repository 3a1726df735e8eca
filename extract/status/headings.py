"""Headings that say which time their section is about: 一、2025年工作回顾, 二、“十五五”时期主要目标."""

from __future__ import annotations

import re
from typing import Literal

Phase = Literal["actual", "target", "unknown"]
Reading = tuple[Phase, str | None]  # what a heading says: phase, and the years as EDTF

YEAR = r"(?P<year>[0-9]{4}|[0-9]{2}[xX]{2}|二[〇○零][一二三四五六七八九〇○零]{2})年"
_PAST = re.compile(
    rf"(?:{YEAR})?(?:以来)?(?:的)?(?:政府|经济|主要|我县|全县|县政府|经济社会发展)?(?:工作|发展|建设|情况)?(?:[和及与][^，。\n]{{0,12}})?(?:的)?(?:简要)?回顾|过去(?:的)?(?:[一二三四五两]|[1-5])年|[一五]年来[^，。\n]{{0,12}}(?:成绩|成就|成效)"
    rf"|(?:(?<![一-鿿])|(?<=[章节]))(?:主要|重大|突出|巨大|辉煌)(?:工作)?(?:成就|成绩|成效|实绩)|取得(?:的|了)[^，。\n]{{0,8}}(?:成绩|成就|成效)|(?:发展|编制|规划|起草|出台)背景|发展(?:现状|成就)|(?<![一-鿿])发展(?:基础|环境)|工作(?:总结|完成情况|开展情况|进展情况|情况(?=[：:]?\s*\Z))|(?:完成|落实|执行|推进|进展|开展|实施|运行|发展)情况|(?:主要|基本)(?:做法|成效|情况)|现实基础"
    r"|(?<![一-鿿])(?:存在|面临)的?(?:主要|突出)?(?:问题|困难|不足|挑战)|问题[及与和]?(?:成因|原因|困难|不足|短板)\s*\Z|现状(?:分析|及|与|和|\s*\Z)|(?:隐患|风险)(?:点|点位|分布|现状)\s*\Z"
)
# “十二五”扶贫开发工作成效, not 巩固脱贫攻坚成果
_ACHIEVED = re.compile(
    r"(?![^\n]*(?:提[升高]|增强|巩固|确保|拓展|扩大|注重|取得|促进|保障|强化|发挥|推动|推进|加强|突出|实现|展现|务求))[^，。\n]{0,24}(?:(?:工作|发展|建设|开发|攻坚|改革|的)(?:主要|重大)?(?:成效|成就|成绩)|历史成就)\s*\Z"
)
_FUTURE = re.compile(
    rf"(?:{YEAR}|今年|明年|下一?步|下一?阶段|今后[^，。\n]{{0,6}}|未来[^，。\n]{{0,6}}|本届政府|十[一二三四五]五[”\"]?(?:时期|期间))(?:的)?(?:政府|经济社会发展|主要|重点)?(?:[和及与][^，。\n]{{0,14}})?(?:的)?(?:总体)?(?:主要)?(?:工作|目标|任务|打算|安排|要求|部署|重点|计划|思路|举措)"
    r"|预期目标|总体要求|(?:工作|发展|主要|总体|奋斗|战略|具体)目标|(?:主要|重点|目标|工作)任务|工作(?:安排|重点|打算|思路|计划)|指导思想|实施步骤|保障措施|[今未][后来](?:五|5)年|民生实事"
)
# 2015年主要任务完成情况, not 定期通报工作进展情况
_DONE_ENDS = re.compile(
    r"[^，。\n]{0,24}"
    r"(?:任务|目标|计划|工作|指标|规划|部署|预算)的?(?:完成|落实|进展|推进|执行|实施|开展)情况[：:]?\s*\Z"
)
# 2023年财政预算安排, 2022年预算执行情况
_BUDGET = re.compile(
    rf"{YEAR}[^，。\n]{{0,12}}预算(?P<done>[^，。\n]{{0,8}}(?:执行|完成|平衡|决算)[^，。\n]{{0,10}})?"
    r"(?P<set>[^，。\n]{0,8}(?:安排|草案|编制)[^，。\n]{0,6})?[）)]?\s*\Z"
)
# 定期通报工作进展情况: a task
_TOLD = re.compile(r"(?:报送|[上通]报|督[查导办促]|检查|跟踪|掌握|公[开示]|反馈|调度|汇总)[^，。\n]{0,16}情况")
# 2025年主要工作: said of the year that is over as of the year to come
_NEUTRAL = re.compile(
    rf"(?:{YEAR}|十[一二三四五]五[”\"]?(?:时期|期间))(?:的)?(?:政府|经济社会发展|主要|重点)?(?:[和及与][^，。\n]{{0,14}})?(?:的)?(?:主要)?工作"
)
_AHEAD = re.compile(
    r"下半年|后续|接下来|来年|新的?一年|今年|明年|下一?步|下一?阶段|今后|未来|本届政府|十[一二三四五]五|预期目标"
)
# What a whole heading says behind its number: 努力方向, 2024年工作展望, 2024年要做好以下工作; not 办理代表意见建议
_LOOKS_ON = re.compile(
    "(?:[0-9]{4}年度?)?(?:工作|发展)?展望(?:[0-9]{4}年|未来|明年)?|[0-9]{4}年要(?:重点)?(?:做好|抓好|完成)[^，。\\n]{0,12}"
    "|(?:今后|下一?步|下一?阶段)?的?(?:工作)?(?:努力|改进)的?方向|改进(?:措施|打算)|远景目标"
    "|接下来的?(?:重点|主要)?工作(?:安排|打算)?|(?:下半年|下一?步|今后)?的?(?:工作|对策|几点|有关)*(?:意见)?建议"
    "|(?:下半年|下一?步|下一?阶段)[^，。\\n]{0,6}(?:措施|举措|打算|任务)"
)
# 困难和问题, 履职情况; not 帮助企业解决困难和问题
_SUMS_UP = re.compile(
    "(?:[0-9]{4}年|今年|上半年|全年|本年)度?工作(?:总结|小结)|[^，。\\n]{0,16}决算(?:情况)?(?:说明)?|(?:主要|重点)?(?:亮点|特色)工作|基本概况|(?:当前|目前|主要)?工作进展"
    "|(?:当前|目前)?(?:存在|面临)?的?(?:主要|突出)?困难[和与及、]?问题"
    "|(?:[0-9]{4}年)?度?(?:履职|自查)情况|(?:项目|工程|设施|队伍|制度)?建设情况"
)
_LABEL = re.compile(r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[0-9]+[.．、])")
_NAMES = re.compile(r"(?P<year>[0-9]{4})年|(?P<period>十[一二三四五]五)|(?P<coming>[今未][后来]五年)")
PLAN_PERIODS = {
    "十一五": "2006/2010",
    "十二五": "2011/2015",
    "十三五": "2016/2020",
    "十四五": "2021/2025",
    "十五五": "2026/2030",
}
_PERIOD_NAME = re.compile(r"[“\"]?(十[一二三四五]五)[”\"]?(期间|时期|以来|末|规划|主要|目标|发展)?")
_TITLE_SPAN = re.compile(r"(20[0-9]{2})年?(?:[—－~～至到-]|——)(20[0-9]{2})(?:年|(?=[)）]))")
_COMING_YEARS = re.compile(r"[今未][后来](?P<count>[三五35])年")


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


def read_heading(heading: str, year: int | None, outer: Reading | None) -> Reading | None:
    """Phase and years of a heading in a plan for this year, under what holds it; None where it says neither.

    >>> read_heading("2025年主要工作和“十四五”发展成就", 2026, None)      # work of 2025, achievements of 2021–2025
    ('actual', '2025')
    >>> read_heading("今后五年的主要目标", 2021, None)                      # goals of the coming five years
    ('target', '2021/2025')
    >>> read_heading("办好民生实事", 2026, ("actual", "2025")) is None     # a task that was done
    True
    """
    if "预算" in heading and (budget := _read_budget(heading, year, outer)) is not None:
        return budget
    if (whole := _read_whole(heading)) is not None:
        return whole
    future, past = _FUTURE.search(heading), _PAST.search(heading)
    if past is not None and _TOLD.search(heading) is not None:
        return None
    if past is None and _ACHIEVED.match(heading) is not None:
        return "actual", named_period(heading)
    if past is not None and _DONE_ENDS.match(heading) is not None:
        return "actual", (year_of(future) if future is not None else None) or year_of(past) or named_period(heading)
    if future is not None and _NEUTRAL.fullmatch(future.group()):
        if past is not None:
            return "actual", year_of(past) or year_of(future) or named_period(heading)
        years = year_of(future) or named_period(future.group())
        if years is not None and year is not None and int(years[-4:]) < year:
            return "actual", years
    if past is not None and (future is None or past.start() <= future.start()):
        return "actual", year_of(past) or named_period(heading)
    return None if future is None else _read_future(heading, future, year, outer)


def _read_future(heading: str, future: re.Match[str], year: int | None, outer: Reading | None) -> Reading | None:
    """What a heading plans, for which years; None where it only mentions goals within what was done."""
    years = year_of(future) or count_years(heading, year) or named_period(heading)
    if years is None and (stated := _NAMES.search(heading)) is not None:
        years = stated["year"]
    if years is None and "今年" in heading and year is not None:
        years = str(year)
    if (
        years is None
        and not _AHEAD.search(heading)
        and ((outer is not None and outer[0] == "actual") or not _frames(future, heading))
    ):
        return None  # 办好民生实事 within what was done
    return "target", years or (outer[1] if outer is not None and outer[0] == "target" else None)


def _read_whole(heading: str) -> Reading | None:
    """努力方向, 困难和问题: what no other words may stand beside, for a task may speak of them, too."""
    label = _LABEL.match(heading)
    bare = heading[label.end() if label is not None else 0 :].strip("：:。 \u3000")
    phase: Phase | None = "actual" if _SUMS_UP.fullmatch(bare) else "target" if _LOOKS_ON.fullmatch(bare) else None
    named = _NAMES.search(bare) if phase is not None else None
    return None if phase is None else (phase, named["year"] if named is not None else None)


def _read_budget(heading: str, year: int | None, outer: Reading | None) -> Reading | None:
    """2022年预算执行情况 tells what was, 2023年预算安排 what shall be, as does a budget of the year of the plan."""
    found = _BUDGET.search(heading)
    if found is None:
        return None
    own = year_of(found)
    if found["done"] is not None and found["set"] is None:
        return "actual", own
    past = own is not None and year is not None and int(own) < year
    if past or (outer is not None and outer[0] == "actual" and found["set"] is None):
        return "actual", own
    return "target", own


def _frames(future: re.Match[str], heading: str) -> bool:
    """Whether the heading is about its goals or tasks, not merely one of many tasks that mentions them."""
    label = _LABEL.match(heading)
    return (
        future.start() - (label.end() if label is not None else 0) <= 4
        or len(heading.rstrip("：:。 ")) - future.end() <= 4
    )


def read_parts(text: str, heading: str, span: tuple[int, int], year: int | None) -> list[tuple[int, Phase, str | None]]:
    """“十四五”发展成就和“十五五”主要目标: the later parts begin where a paragraph opens with their name.

    ``span``: of the section that the heading opens, heading included.
    """
    names = [*_NAMES.finditer(heading)]
    if len(names) < 2:
        return []
    marks: list[tuple[int, Phase, str | None]] = []
    position, end = span[0] + len(heading), span[1]
    for name, last in zip(names[1:], [*names[2:], None], strict=True):
        part = heading[name.start() : last.start() if last is not None else len(heading)]
        words = re.escape(name.group()) + ("|今年|做好今年" if name["year"] == str(year) else "")
        opening = re.compile(rf"\n[^\S\n]*(?:各位代表[！!，,：:])?(?:[（(][一二三四五][）)])?[“\"]?(?:{words})")
        found = opening.search(text, position, end)
        if found is None:
            continue
        years = name["year"] or count_years(name.group(), year) or named_period(part)
        over = years is not None and year is not None and int(years[-4:]) < year
        ahead = _FUTURE.search(part) is not None and not _PAST.search(part)
        marks.append((found.start() + 1, "actual" if over or not ahead else "target", years))
        position = found.end()
    return marks


def named_period(words: str) -> str | None:
    """The plan period that words name, in EDTF.

    >>> named_period("“十四五”时期主要目标"), named_period("主要目标")      # "main goals of the 14th plan period"
    ('2021/2025', None)
    """
    found = _PERIOD_NAME.search(words)
    return PLAN_PERIODS[found[1]] if found is not None else None


def count_years(words: str, year: int | None) -> str | None:
    """今后五年, counted from the year that the plan is for."""
    found = _COMING_YEARS.search(words)
    if found is None or year is None:
        return None
    return f"{year}/{year + (4 if found['count'] in '五5' else 2)}"


def year_of(found: re.Match[str]) -> str | None:
    """The four digits of a heading's year; None for 20xx年 or where there is none."""
    year = found.group("year")
    if year is None or year[-1] in "xX":
        return None
    return "".join(str("〇一二三四五六七八九".find("〇" if c in "○零" else c)) if not c.isdigit() else c for c in year)


def title_period(title: str) -> str | None:
    """Goals of a plan for several years are for all of them: （2024—2026年）, “十四五”规划.

    >>> title_period("云河县养鱼计划（2024—2026年）"), title_period("“十四五”渔业规划")      # "2024–2026"; "14th plan"
    ('2024/2026', '2021/2025')
    """
    span = _TITLE_SPAN.search(title)
    if span is not None and int(span[1]) < int(span[2]):
        return f"{span[1]}/{span[2]}"
    return named_period(title) if "规划" in title else None
