"""What a text says of itself, and lines where it turns from what was to what shall be, though they are no headings."""

from __future__ import annotations

import re

from extract.status.headings import YEAR, Phase, year_of

# 以下是2023年工作回顾：, 展望2024年，我们将实现以下目标：
_ENDS = tuple(re.compile(colon + "[^\\S\\n]*(?:\\n|\\Z)") for colon in "：:")
_TURN = re.compile("(?:(?P<back>工作回顾|工作总结|情况(?:汇报|报告)如下)|展望|以下目标|工作打算)[^。]{0,40}\\Z")
_RESOLVED = re.compile("(?m)(?:^|(?<=。))[^\\S\\n]*(?:会议(?:议定|决定)|议定事项)(?:如下|以下[^，。：]{0,4})?[：:，,]")
# 会议明确了今年的预期目标。优良率要达83%
_AIMS_TOLD = re.compile(
    "(?m)(?:^|(?<=。))[^\\S\\n]*会议[^。，\\n]{0,8}(?:明确|提出|确定|部署)了?[^。\\n]{0,24}(?:预期目标|工作目标|主要目标|目标任务)[。：]"
)
_LONGEST = 120  # characters of such a line
_TURN_YEAR = re.compile(YEAR)
_YEAR_LINE = re.compile("(?:\\A|。)[^\\S\\n]*(20[0-9]{2})年\\Z")
_SETS_OUT = re.compile("力争|计划达到|计划完成|确保|预期")
# 《意见》提出，: news of a plan
_ANNOUNCED = re.compile("(?:意见|方案|办法|规划|计划|细则|措施|政策)》?[^，。]{0,6}(?:提出|明确|规定|要求)[，,：:]")
# what a text without a title says that it is
_SAYS_OF_ITSELF = re.compile(
    "(?P<plans>制定本[^，。]{0,6}(?:方案|意见|办法|细则|计划|措施|规定|预案)|特?制定(?:以下|如下)|[提作]出(?:以下|如下)[^，。]{0,6}(?:意见|安排)"
    "|现就[^。\\n]{4,60}(?:通知|意见)如下|事项通知如下)|(?:情况|工作)[^，。]{0,6}(?:汇报|总结|通报|报告)如下|答复如下"
)
# heads what was done about a task
DONE = "(?:(?:目前|工作|任务)?(?:完成|落实|进展|推进|办理|整改|执行)(?:情况|进度)|[目当]前进[度展])"
# 任务目标：… 进展情况：…, on lines of their own or in running text
_LABEL = re.compile(
    r"(?:(?<![^\s。；;！|0-9、.）)])|(?<=情况))(?:(?P<aim>(?:年度|全年|工作|任务|主要)?(?:目标|任务)(?:任务|目标|要求|内容)?|计划(?:目标|内容))"
    rf"|{DONE})[：:]"
)
_DONE_ENDS = ("情况：", "情况:", "进度：", "进度:", "进展：", "进展:")  # of every label of what was done
# 【饮水安全】 2013年，全县…: an entry of a yearbook
_YEARBOOK = re.compile(
    "(?m)^[^\\S\\n]*【[^】\\n]{2,16}】[^\\S\\n]*(?:20|19)[0-9]{2}年(?![^。\\n]{0,30}(?:要|将|力争|确保|计划))[^\\n]{20}"
)
_TASK_HEAD = re.compile("建设内容|完成时限|时限要求|责任单位|牵头单位|责任人")
_DONE_HEAD = re.compile("完成(?:情况|进度|投资|比例|率)|进展|进度|实际|已完成|落实情况|整改")
_HEAD = 120
# 今年1至6月，…: what has come of a year so far
_SO_FAR = re.compile(
    r"\s*(?:据[悉了][解]?[，,])?(?:今年|20[0-9]{2}年)?(?:1\s?[-—至到~]\s?[0-9]{1,2}月|[上下]半年|[前一二三]{1,2}季度|截[至止])(?:份|底|末)?[^要将应须。]{0,12}[，,]"
)
_OF_LATE = re.compile("\\s*(?:今年以?来|近(?:几|两|三)?年来)[，,]")
# 2022年，… a line that tells, before one of a later year that sets out
_YEAR_OPENS = re.compile("(?m)^[^\\S\\n]*(20[0-9]{2})年(?:度)?[，,][^\\n]*")
_WILL = re.compile("将|要|力争|确保|(?<!度)计划(?!的)")
_DONE_WITHIN = re.compile("全年|累计|已|了|同比|完成|实现")
# 2022年工作总结和2023年工作打算
_TWO_PARTS = re.compile(
    "20[0-9]{2}年[^。\\n]{0,16}(?:总结|回顾|小结|情况)[^。\\n]{0,12}(?P<year>20[0-9]{2})年[^。\\n]{0,10}(?:计划|打算|安排|要点|思路|谋划)"
)
_OPENING = 800


def find_turns(text: str, known: set[int]) -> list[tuple[int, Phase, str | None]]:
    """Lines that end with a colon and announce what was or shall be; years that stand alone, the last one to come.

    >>> find_turns("以下是2023年工作回顾：\\n建校3所。\\n展望2024年，有以下目标：\\n建校4所。", set())  # "review …"
    [(0, 'actual', '2023'), (20, 'target', '2024')]
    """
    found: list[tuple[int, Phase, str | None]] = []
    years: list[tuple[int, str]] = []
    for end in sorted(found.start() for colon in _ENDS for found in colon.finditer(text)):
        start = text.rfind("\n", 0, end) + 1
        line = text[max(start, end - _LONGEST) : end]
        if (alone := _YEAR_LINE.search(line)) is not None:
            years.append((end - len(alone[1]) - 1, alone[1]))
        elif start not in known and start + _LONGEST >= end and (turn := _TURN.search(line)) is not None:
            said = _TURN_YEAR.search(line)
            found.append((start, "actual" if turn["back"] else "target", year_of(said) if said is not None else None))
    if (resolved := _RESOLVED.search(text)) is not None and resolved.start() not in known:
        found.append((resolved.start(), "target", None))
    if (aims := _AIMS_TOLD.search(text)) is not None and aims.start() not in known:
        found.append((aims.start(), "target", None))
    if len(years) > 1 and years[0][1] < years[-1][1]:
        plans = _SETS_OUT.search(text, years[-1][0]) is not None
        found += [(start, "actual", year) for start, year in years[:-1]]
        found.append((years[-1][0], "target" if plans else "actual", years[-1][1]))
    return found + _find_years(text)


def find_second_part(title: str, text: str) -> list[tuple[int, Phase, str | None]]:
    """Where a text that sums up one year and plans the next, by its title, comes to the next.

    >>> find_second_part("2022年工作总结和2023年打算", "2022年，修路3公里。\\n2023年，修路4公里。")     # "… and plans"
    [(13, 'target', '2023')]
    """
    parts = _TWO_PARTS.search(title)
    opens = next((line for line in _YEAR_OPENS.finditer(text) if line[1] == parts["year"]), None) if parts else None
    return [(opens.start(), "target", opens[1])] if opens is not None else []


def _find_years(text: str) -> list[tuple[int, Phase, str | None]]:
    """2022年，…全年修路3公里。⏎2023年，…将修路4公里。: a year that tells and the next one, that sets out."""
    lines = [*_YEAR_OPENS.finditer(text)]
    if len(lines) != 2 or int(lines[1][1]) != int(lines[0][1]) + 1:
        return []
    told, planned = lines
    if _DONE_WITHIN.search(told.group()) is None or _WILL.search(told.group()) or _WILL.search(planned.group()) is None:
        return []
    return [(told.start(), "actual", told[1]), (planned.start(), "target", planned[1])]


def find_labels(text: str) -> list[tuple[int, Phase, str | None]]:
    """Labels that part what was set from what was done, if both kinds occur, what was set first.

    >>> find_labels("任务目标：改造小区100个。 进展情况：实际改造101个。")     # "set: … state: …"
    [(0, 'target', None), (15, 'actual', None)]
    """
    if not any(end in text for end in _DONE_ENDS):
        return []
    found: list[tuple[int, Phase, str | None]] = [
        (label.start(), "target" if label["aim"] else "actual", None) for label in _LABEL.finditer(text)
    ]
    told = [phase for _, phase, _ in found]
    return found if "actual" in told and told[0] == "target" else []


def says_of_itself(text: str) -> Phase:
    """What a text without a telling title calls itself near its beginning.

    >>> says_of_itself("结合我镇实际，制定本方案。"), says_of_itself("现将工作情况汇报如下：")  # "plan", "report"
    ('target', 'actual')
    >>> says_of_itself("今年1至6月，全县修路12公里。")      # "from January to June …"
    'actual'
    """
    said = _SAYS_OF_ITSELF.search(text, 0, _OPENING)
    if said is None and opens_so_far(text):
        return "actual"
    if said is None and _YEARBOOK.search(text, 0, _OPENING) is not None:
        return "actual"
    return "unknown" if said is None else "target" if said["plans"] else "actual"


def opens_so_far(text: str) -> bool:
    """Whether the first words name a part of the year that is over: 今年1至6月，….

    >>> opens_so_far("上半年，全县修路12公里。"), opens_so_far("今年全县要修路12公里。")     # "in the first half", …
    (True, False)
    """
    return _SO_FAR.match(text) is not None or _OF_LATE.match(text) is not None


def announces(text: str) -> bool:
    """Whether news of a plan tells what it says.

    >>> announces("《云河县供水方案》提出，到2027年供水率达到90%。")     # "the plan says that by 2027 …"
    True
    """
    return _ANNOUNCED.search(text, 0, _OPENING) is not None


def lists_tasks(text: str) -> bool:
    """Whether a text begins with the head of a table of tasks or projects, without a column for what was done.

    >>> lists_tasks("序号|建设内容|责任单位\\n1|修渠5公里|水利局"), lists_tasks("序号|任务|完成情况")  # tasks
    (True, False)
    """
    start = text.find("序号", 0, _OPENING // 4)
    if start < 0:
        return False
    head = text[start : start + _HEAD]
    return _TASK_HEAD.search(head) is not None and _DONE_HEAD.search(head) is None
