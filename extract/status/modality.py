"""What the words of a clause say by themselves: what was done or reported, what is striven for."""

from __future__ import annotations

import re

from extract.records import Status
from extract.status.existing import STRIVE, striven
from extract.status.headings import Phase
from extract.status.parameters import RECURRING, STANDARD

DONE = re.compile(
    r"例如|比如|已有(?!的)|已(?!建|经济|[^，。]{1,10}的)|(?<!提出|明确|确定|公布)了(?!解|[^，。]{1,10}的)|(?<!内)累计|截至|截止|目前(?!为止)|(?<![比较])(?:去年|上年(?!度|[^，。；]{0,2}(?:基础|水平|预算)))|荣获|获评|超额完成|共组建|以来|先后|圆满完成|首次突破|据统计|(?:统计|数据|监测)[^，。]{0,4}显示"
)
# 已建成68公里，下半年将建成140公里: done, and then striven for
_THEN_STRIVES = re.compile(f"[，,；;：:](?=[^，,；;：:]*?(?:{STRIVE.pattern}))")
_HOPED = re.compile(r"达到|不少于|不低于|不超过|控制在|(?<![级模额元])以上|以内|左右|新增|完成|建成|提高到")
_REPORTED = re.compile(r"同比|比上年|较上年|增长[0-9.]+%，|被评为|获得|完成(?=[^，]{2,20}[0-9])")
_SETS_OUT = re.compile(
    "，计划(?!总?投)|力争|力促|确保(?!了)|计划(?:完成|新|实施|建|改造|造林|投)|拟(?:建|新)|预期目标|下达[^，。；]{0,14}(?:计划|任务)[为是]"
)
_RATE_OF_AIM = re.compile("[，,、](?:均|分别)?(?:同比|[比较]上年|[比较]去年)?(?:增长|增加|提高|下降|减少|增)")
_OVER = re.compile("[。！？\n由从]")
_SINCE = re.compile("目前|(?<!实)现|完成投资|总投资|占地|年产")


def strives(before: str) -> bool:
    """Whether a clause and what opens its sentence strive for something, and have not gone over to what is done.

    >>> strives("力争建成"), strives("目前已力争"), strives("已建3公里，年内将建成")    # "strive to build", …
    (True, False, True)
    """
    if not striven(before):
        return False
    done = list(DONE.finditer(before))
    return not done or _THEN_STRIVES.search(before, done[-1].end()) is not None


def carries_on(before: str, between: str, strictly: bool) -> bool:
    """Whether what is striven for before one number still is before the next; ``strictly``: in a review.

    >>> carries_on("力争修路", "，建成泵站", False), carries_on("力争修路", "，目前有泵站", False)   # "at present"
    (True, False)
    """
    if _SETS_OUT.search(re.split("[。！？\\n]", before)[-1]) is None:
        return False
    if _RATE_OF_AIM.fullmatch(between):
        return True  # 力争收入3亿元，均同比增长25%以上
    stops = _OVER.search(between) or DONE.search(between) or _REPORTED.search(between)
    return not (stops or (strictly and _SINCE.search(between)))


def judge_mention(phase: Phase, before: str, after: str) -> Status | None:
    """Target or actual for an indicator that is named without a number; None where nothing tells.

    >>> judge_mention("unknown", "力争财政收入", "增速高于全市平均"), judge_mention("actual", "财政收入", "持平")
    ('target', 'actual')
    """
    if phase == "target":
        return "actual" if DONE.search(before) and not striven(before) else "target"
    if strives(before):
        return "target"
    if phase == "actual":
        return "actual"
    return "actual" if DONE.search(before) or _REPORTED.search(before + after) else None


def judge_alone(before: str, after: str, unit_kind: str = "") -> Status:
    """A line without surroundings: modality, else the kind of its verbs.

    >>> judge_alone("应建成水厂", "，"), judge_alone("已建成水厂", "，")    # "must be built", "has been built"
    ('target', 'actual')
    """
    if DONE.search(before) or _REPORTED.search(before):
        return "actual"
    if STANDARD.search(before):
        return "standard"
    if unit_kind == "count" and RECURRING.search(before):
        return "target"
    return (
        "target"
        if _HOPED.search(before + after[:3])
        and re.search(
            r"(?<![主重需只])要|应|须|需|不得|必须|(?<![级模额元])以上|不少于|不低于|不超过", before + after[:3]
        )
        else "actual"
    )
