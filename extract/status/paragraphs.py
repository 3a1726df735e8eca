"""Paragraphs and lines that say their own time, whatever the heading above them says: they look back or ahead."""

from __future__ import annotations

import re

from extract.status.headings import Phase
from extract.status.turns import DONE
from extract.text.at_lines import find_at_lines

LOOKS_BACK = re.compile(
    r"(?m)^[^\S\n]*(?:各位代表[！!，,：:])?(?:回顾|刚刚)?(?:过去(?:的)?(?:[0-9]{4}年|[一五]年)|[一五]年来)(?=[，,])[^\n]*"
)
LOOKS_AHEAD = re.compile(
    r"(?m)^[^\S\n]*(?:各位代表[！!，,：:])?(?:(?:下一?步|下一?阶段|接下来|今后五年|未来五年|今后一个时期|“?(?P<period>十[一二三四五]五)”?(?:时期|期间))(?=[，,里内我是])|新的一年"
    r"|(?:下半年|明年|来年|第?四季度|下季度|后[几两三四五六]个月)(?=[，,](?![^。\n]{0,40}[了已])[^。\n]{0,40}(?:将|要|力争|确保|计划|继续|重点|全力|着力|抓好)))[^\n]*"
)
# 完成情况：… below a task tells what was done about it
DONE_LINE = re.compile(rf"(?m)^[^\S\n]*(?:[（(]?[一二三四五六七八九十0-9]{{1,2}}[、.）)])?{DONE}[：:][^\n]*")
# 〔12〕“三口两站”：… below a report explains its words
NOTE_LINE = re.compile(r"(?m)^[^\S\n]*[〔［\[【][0-9]{1,3}[〕］\]】][^\n]*")
# 初步预计，2012年全年实现…… with a rise over the year before: told at the end of a year, also below aims
FORECAST = re.compile(r"预计[^。；\n力确]{0,20}全年(?:可)?(?:实现|完成|达)[^。\n]{0,60}(?:比上年|同比|较上年)[^。\n]*")
# 为应对老龄化（全县有老人9万人），…如下: what a plan is made against, where it names no aim
_MADE_FOR = re.compile(
    r"(?m)^[^\S\n]*为(?:积极|有效|切实|认真|深刻|妥善)*(?:应对|汲取|吸取|解决|改善|缓解|做好)"
    r"(?![^\n。]*(?:目标|任务|完成|实现|达到|力争|确保|到20|建成|新增))[^\n。]{8,300}(?:制定本|制定以下|特制定|如下)[^\n。]*"
)
# 目前完成八成。下一步，将…: within a paragraph that told, to its end
AHEAD_WITHIN = re.compile(
    r"下(?<=。下)一?步(?:工作中)?[，,：:](?=[^。\n]{0,60}(?:将|要|力争|确保|计划|继续|进一步|每|控制))[^\n]*"
)
WITHIN = (FORECAST, AHEAD_WITHIN)  # where they stand in a line does not matter
LOOKS: tuple[tuple[re.Pattern[str], Phase], ...] = (
    (LOOKS_BACK, "actual"),
    (LOOKS_AHEAD, "target"),
    (DONE_LINE, "actual"),
    (NOTE_LINE, "actual"),
    (FORECAST, "actual"),
    (AHEAD_WITHIN, "target"),
    (_MADE_FOR, "actual"),
)


def find_looks(text: str, year: int | None = None) -> list[tuple[int, Phase, str | None]]:
    """Where a report without headings looks back, and from where on it looks ahead; nothing where it does but one.

    What it says of 新的一年 ("the new year") is for the ``year`` of the report.

    >>> find_looks("过去一年，我们稳中求进。\\n建校3所。\\n新的一年任务更重。\\n建校4所。", 2025)  # past; new
    [(0, 'actual', None), (19, 'target', '2025')]
    """
    back = next((line.start() for line in find_at_lines(LOOKS_BACK, text)), None)
    ahead = next((line for line in find_at_lines(LOOKS_AHEAD, text) if line["period"] is None), None)
    if back is None or ahead is None or ahead.start() < back:
        return []
    of_year = str(year) if year and "新的一年" in ahead.group() else None
    return [(back, "actual", None), (ahead.start(), "target", of_year)]
