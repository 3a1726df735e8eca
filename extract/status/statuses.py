"""The status of one number: what ``decide`` makes of its clause, changed by what stands around the clause.

In come a number's surroundings, the time that its stretch of text is about and the measures before; out goes
``target``, ``actual``, ``standard`` or another status: 力争达到65% in a plan is a target, 已达到65% a result.
"""

from __future__ import annotations

import re

from extract.records import Measure, Status
from extract.status.decide import Number, judge
from extract.status.governed import PLANS, aims_ahead, looks_ahead, of_last_year, tells_done
from extract.status.headings import Phase
from extract.status.modality import carries_on
from extract.status.parameters import sets_size
from extract.status.phases import Phases
from extract.subjects.surroundings import REACH, Place

_IN_PRINCIPLE = re.compile("原则上|一般(?:为|不|按|控制)")
_FITTED = re.compile("配备|配置|设置|设立|不少于|不低于|不超过|控制在")
_CRITERIA = re.compile(
    "(?:评[定选价审]|[认鉴]定|准入|申报|达标|验收|入选|奖励|补助)(?:的)?(?:标准|条件)(?:是|为|如下)?[：:]"
)
_RESPONSE = re.compile("[^。；\\n]{0,60}?(?:由[^，。；]{1,12}启动|(?:启动|发布)[^，。；]{0,8}(?:响应|预案|预警))")
_RATE = re.compile("(?:率|占比|比重|比例)(?:在|达到?|超过?|[低高]于)?\\Z")
_THOSE = re.compile("的[^，。；、0-9的]{1,8}(?:达到?|有|共)?[0-9]")
_BEYOND = re.compile("超过|高于|达到|低于")
# 造林8200亩（任务7500亩）
_TASK = re.compile(
    "(?:全年|年度|年初|[省市县]下达|[省市县]定|原定)?(?:的)?(?:目标)?(?:任务|目标|计划)(?:任务|数|量|面积|指标)?[为是：:]?"
)
_OPENING = 14  # characters that open a sentence and govern its later clauses
_BEHIND = 24  # characters behind a number that may say what it is


def has_principle(text: str) -> bool:
    """Whether a text speaks of what is so in principle or as a rule: 原则上, 一般不."""
    return _IN_PRINCIPLE.search(text) is not None


def words_ahead(place: Place, principle: bool) -> str:
    """The clause up to the number with what opens its sentence; ``principle``: the text has such words."""
    text, start, clause = place.text, place.quantity.start, place.clause
    opening = text[place.sentence : min(place.sentence + _OPENING, clause)]
    joint = "，" if clause > place.sentence + _OPENING else ""
    before = (opening + joint if clause > place.sentence else "") + text[clause:start]
    if (
        principle
        and _IN_PRINCIPLE.search(text, max(place.sentence, clause - REACH), clause)
        and _FITTED.search(text, clause, start)
    ):
        return "原则上" + before
    return before


def find_status(
    place: Place,
    phases: Phases,
    stretch: tuple[Phase, str | None],
    before: str,
    indicator: str,
    found: list[Measure],
) -> Status:
    """The status of the number at ``place``: ``stretch`` is its phase and period, ``found`` what stands before it."""
    text, quantity, (phase, period) = place.text, place.quantity, stretch
    adds_up = "累计" in before and (quantity.comparator == ">=" or looks_ahead(text, place.sentence))
    number = Number(
        phase,
        phases.rules,
        before,
        text[quantity.end : quantity.end + _BEHIND],
        "age" if sets_size(place) else quantity.unit_kind,
        quantity.unit,
        indicator,
        acts=phases.regulates(quantity.start),
        dated=period is not None or adds_up,
        few=2 <= quantity.value <= 10 and text[quantity.number_start] in "两二三四五六七八九十",
    )
    status = judge(number)
    bound = quantity.unit == "%" and quantity.comparator in (">=", ">", "<=", "<")
    if bound and _RATE.search(place.left) and _THOSE.match(number.after):
        return "standard"  # 贫困发生率在20%以上的贫困村92个
    if status == "target" and (_is_criterion(text, quantity.start) or _triggers(place)):
        return "standard"
    return _look_around(place, phase, status, found[-1] if found else None)


def _triggers(place: Place) -> bool:
    """降雨量达50毫米以上，由县防办主任启动: whether what follows from a bound is that a response begins."""
    quantity = place.quantity
    bound = quantity.comparator in (">=", ">", "<=", "<") or _BEYOND.search(place.left) is not None
    if quantity.unit_kind == "rate" or not bound:
        return False
    if all(place.text.find(word, quantity.end, quantity.end + REACH) < 0 for word in ("启动", "发布")):
        return False
    return _RESPONSE.match(place.text, quantity.end) is not None


def _is_criterion(text: str, start: int) -> bool:
    """专业村评定标准是：年出栏500头以上；…: whether a sentence lists by what something is judged.

    >>> _is_criterion("专业村评定标准是：出栏500头以上", 12), _is_criterion("提高标准：出栏500头以上", 7)
    (True, False)
    """
    least = max(start - REACH, 0)
    if text.rfind("标准", least, start) < 0 and text.rfind("条件", least, start) < 0:
        return False
    begin = max(text.rfind("。", least, start), text.rfind("\n", least, start), least)
    return _CRITERIA.search(text, begin, start) is not None


def _look_around(place: Place, phase: Phase, status: Status, last: Measure | None) -> Status:
    """What the numbers and the words around say of it: 计划修路5公里；建桥2座, 占年度任务（1026台）, 去年."""
    text, start, end = place.text, place.quantity.start, place.quantity.end
    if status == "actual" and phase != "target":
        if last is not None and last.status == "target" and last.end >= start - REACH:
            ahead = text[max(0, last.start - 3 * REACH) : last.start]
            status = "target" if carries_on(ahead, text[last.end : start], phase == "actual") else status
        if status == "actual" and aims_ahead(text, start):
            status = "target"
    if _TASK.fullmatch(text, place.clause, start) and text[place.clause - 1 : place.clause] in ("（", "("):
        return "target"
    if place.clause == start and text[place.clause - 1 : place.clause] in ("（", "("):
        status = "target" if text.endswith(PLANS, 0, place.clause - 1) else status
    if status == "target" and (of_last_year(text, place) or (phase == "target" and tells_done(text, start, end))):
        return "actual"
    return status
