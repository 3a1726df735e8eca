"""Indicators that a text names without a number of their own: 增速高于全市平均水平, 与经济增长同步, 持平."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from corpus.quick import quick
from extract.indicators import growth_of, indicators, synonyms
from extract.records import Measure, Status
from extract.status.modality import judge_mention
from extract.status.phases import MeasureContext, Phases, find_phases
from extract.text.clauses import Clauses, find_clauses


@quick
@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names an indicator without a figure; ``relative_to`` where it is set beside something."""

    start: int
    end: int
    text: str
    indicator_id: str
    reason: Literal["relative only", "named without a number"]
    relative_to: str | None = None
    status: Status | None = None  # target or actual, as a number there would be; None where nothing tells


_RELATIVE = re.compile(
    r"(?:均|都|要)?(?:高于|优于|快于|好于|超过|不低于|低于|不高于|领先|达到|力争达到)(?P<than>(?:全[国省市州]|上级|同期|[一-鿿]{2,3}[省市州])?(?:地区生产总值|GDP|经济)?(?:增长|增速|平均|同期)?(?:平均)?(?:水平|增速|增幅|增长|平均))"
    r"|[与和同跟](?P<with>[一-鿿A-Za-z]{2,10}?)(?:增长|增速)?(?:基本|保持)?(?:同步|持平|相当)"
    r"|(?:完成|控制在)(?P<set>(?:上级|国家|[省市]{1,2}|中央)?(?:下达|定|确定|规定)(?:的)?(?:目标|任务|指标|范围))"
)
_GROWS = re.compile(
    "(?:总体|继续|保持|实现|力争|稳步|平稳|较快|持续|稳定|合理|适度|恢复性|有所|小幅|两位数|正|的){0,4}(?:增长|增速)"
)
# 中药材 and 老旧小区 are things that any sentence may speak of; 固定资产投资 is an indicator wherever it stands.
_SAYS = re.compile(
    "(?:[值额率量比产速]|GDP|CPI|PM2.5|PM10|面积|收入|支出|投资|投入|外资|资金|余额|存款|贷款|浓度|[能碳]耗|排放量?|指数|人口|人数|人次|里程|强度|比例|比重|水平|标准|系数|利润|税收|床位|学位"
    "|寿命|年限|天数|增长|就业|经济总量|价格|出口|进口|产能|起数|高标准农田|(?:新|术|型|业|军|上)(?:中小)?企业|G基站)\\Z"
)
_SHORT = frozenset({"GDP", "CPI", "PM2.5", "PM10"})
_REACH = 120  # characters between a name and what it is set beside


@cache
def _finder() -> tuple[Any, list[str]]:
    import ahocorasick_rs

    known = indicators()
    rates = {name for name, key in synonyms().items() if known[key].kind in ("rate", "share", "ratio")}
    names = sorted(
        name for name in synonyms() if name in _SHORT or (len(name) > 2 and (name in rates or _SAYS.search(name)))
    )
    return ahocorasick_rs.AhoCorasick(
        names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, implementation=ahocorasick_rs.Implementation.DFA
    ), names


def find_mentions(text: str, measures: Sequence[Measure], context: MeasureContext | None = None) -> list[Mention]:
    """Where known indicators stand without a figure, each with the reason for the gap, and whether it is a goal.

    >>> [(m.indicator_id, m.reason, m.relative_to) for m in find_mentions("固定资产投资增速高于全市平均水平。", [])]
    [('固定资产投资增速', 'relative only', '全市平均水平')]

    (gloss: growth of investment above the average of the city)
    """
    finder, names = _finder()
    clauses = find_clauses(text)
    phases = find_phases(text, context or MeasureContext())
    starts = [measure.start for measure in measures]
    found = []
    beside = 0
    for index, start, end in finder.find_matches_as_indexes(text):
        name = synonyms()[names[index]]
        sentence = clauses.sentence(start)
        relative = _RELATIVE.search(text, end, min(sentence[1], end + _REACH))
        if relative is not None and _numbers_between(starts, end, relative.end()):
            relative = None
        if start < beside:
            continue  # 与经济增长同步: what it is set beside is no mention of its own
        if relative is None and _has_number(text, measures, starts, end, sentence[1]):
            continue
        status = _status(text, phases, clauses, start, relative.end() if relative is not None else end)
        than = next((part for part in relative.groups() if part), None) if relative is not None else None
        if relative is not None:
            if not text[end : relative.start()].strip("增长速度幅的"):
                beside = relative.end()
            name = _grown(name, text[end : relative.start()] + relative.group())
            found.append(
                Mention(start, relative.end(), text[start : relative.end()], name, "relative only", than, status)
            )
        else:
            if _GROWS.match(text, end):
                name = _grown(name, "增长")  # 固定资产投资保持平稳增长 speaks of its rate
            found.append(Mention(start, end, text[start:end], name, "named without a number", None, status))
    return found


def _status(text: str, phases: Phases, clauses: Clauses, start: int, end: int) -> Status | None:
    phase, _ = phases.at(start)
    sentence = clauses.sentence(start)
    return judge_mention(phase, text[sentence[0] : end], text[end : sentence[1]][:16])


def _numbers_between(starts: list[int], begin: int, end: int) -> bool:
    return bisect_right(starts, begin - 1) < bisect_right(starts, end - 1)


def _has_number(text: str, measures: Sequence[Measure], starts: list[int], end: int, sentence_end: int) -> bool:
    """Whether the next number of the sentence is about this indicator."""
    index = bisect_right(starts, end - 1)
    if index == len(measures) or starts[index] >= sentence_end:
        return False
    gap = text[end : starts[index]]
    return "，" not in gap or len(gap) < 12 or bool(re.search(r"、|和", gap.split("，")[0]))


def _grown(name: str, wording: str) -> str:
    """A level set beside an average or another growth is compared by its rate of change."""
    item = indicators().get(name)
    growth = growth_of(item) if item is not None else None
    if growth is None:
        return name
    return growth if re.search(r"增|平均水平|同步|持平", wording) else name
