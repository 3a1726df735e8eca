"""Sentences that grant: what is given for each, and how much it takes to be given it, are parameters of a rule.

对存栏20头以上、年出栏400头的养殖场，每头补助100元: two thresholds and a grant.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extract.records import Measure
from extract.status.parameters import ITEMS

_GIVEN = "奖补|补助|补贴|奖励|津贴|资助|补偿|罚款|贴息"
_GRANT = re.compile(f"(?:{_GIVEN})(?!资金|项目)[^，。；、：0-9\n]{{0,8}}\\Z")
_GRANT_BEHIND = re.compile(
    f"(?:[、和][0-9.]{{1,8}}[万亿]?元){{0,6}}(?:以[上下内])?的?(?:标准)?[^，。；、\n]{{0,6}}(?:{_GIVEN})(?!资金|项目)"
)
_EACH = re.compile(f"每[百千万]?(?:{ITEMS}|斤|餐|次|天)|自费|自筹|价格|最高|不超过|封顶")
_RAISED = re.compile(
    "(?:争取|落实|发放|兑现|拨付|下达|安排|统筹|整合|筹措|投入|申请|获得|补助资金|补贴资金|新增|前将)[^，。；]{0,14}\\Z"
)
_RAISED_TO = re.compile(
    "[到至](?:每(?:人|户|亩|生|名|位|年|月|天|[^，。；每]{1,2})){0,2}\\Z"
)  # 低保标准提高到每人每月800元
_GIVES = re.compile("[每对]|给予|奖励")  # what each gets is no part of a sum
_STRIVE = re.compile("力争|争取|确保|目标|任务|计划|到20|新增|达到?[0-9]*\\Z")
_AIMED = re.compile("力争|争取|确保|目标|任务|计划|到20")
_MADE = re.compile("(?:完成|打造|培育|建成|引进|推广|开展|启动)[^，。；]{0,20}\\Z|(?<!对)新建[^，。；]{0,20}\\Z")
_SIZES = ("面积", "投资", "投资额", "规模", "产能", "长度", "收入", "产值")
_UNTIL = re.compile("(?<![达截])到20[0-9]{2}年|每年(?:评选|创建|支持|建设|新建)")
_STOPS = re.compile("[。\n！？]")
_HINTS = frozenset("补奖贴助罚偿每费价高封")  # one of them stands beside every grant
_CONDITIONAL = re.compile(f"(?:对|凡)[^。\n]{{2,60}}?(?:的|者)[^。\n]{{0,20}}?(?:{_GIVEN}|给予)")
_PAID = re.compile("[予现放排助励入]了|已|累计|共|发放|兑现|全年|截至|目前|各给予")
_GIVEN_NEXT = re.compile(f"[，,](?:或[^，。；\n]{{0,40}}[，,])?[^，。；\n]{{0,8}}(?:{_GIVEN}|给予)")
_EACH_GIVEN = re.compile(f"[^。；0-9\n]{{1,40}}[，,]每[^，。；\n]{{1,4}}(?:一次性)?(?:给予|{_GIVEN})")
_REACH = 120
_NEAR = 24  # characters on either side


def read_grants(text: str, found: list[Measure]) -> list[Measure]:
    """The measures, with what a grant gives and what it takes as standards, where they were taken for targets.

    >>> from extract.measures import find_measures
    >>> told = find_measures("《方案》力争壮大渔业。对养殖20亩以上的农户，每亩补助300元。")  # "from 20 mu: 300 a mu"
    >>> [(m.text, m.status) for m in told]
    [('20亩以上', 'standard'), ('300元', 'standard')]
    """
    result = list(found)
    done = 0
    for index, item in enumerate(found):
        if index < done or not item.unit.startswith("元") or item.change:
            continue
        if (
            item.status != "target"
            and "的" in text[max(0, item.start - _NEAR * 2) : item.end + _NEAR]
            and _rules(text, item)
        ):
            begin, done = _find_sentence(text, found, index)
            _read_rule(text, result, begin, done)
            continue
        if item.status == "actual":
            continue
        if not _HINTS.isdisjoint(text[max(0, item.start - _NEAR) : item.end + 10]):
            begin, done = _find_sentence(text, found, index)
            _read_sentence(text, result, begin, done)
    return result


def _rules(text: str, item: Measure) -> bool:
    """对养鱼30亩以上的农户，每亩补助100元: whether a sentence, in news as anywhere, grants on a condition."""
    least = max(item.start - _REACH, 0)
    begin = max(text.rfind("。", least, item.start), text.rfind("\n", least, item.start), least - 1) + 1
    stop = _STOPS.search(text, item.end, item.end + _REACH)
    last = stop.start() if stop is not None else min(len(text), item.end + _REACH)
    return _CONDITIONAL.search(text, begin, last) is not None and _PAID.search(text, begin, last) is None


def _read_rule(text: str, result: list[Measure], begin: int, end: int) -> None:
    for index in range(begin, end):
        item = result[index]
        if item.unit.startswith(("元", "%")) or item.comparator != "=" or text.startswith(("的", "且"), item.end):
            result[index] = replace(item, status="standard", deadline=None)


def _find_sentence(text: str, found: list[Measure], index: int) -> tuple[int, int]:
    """The measures that stand in one sentence with this one: the first, and the one behind the last."""
    begin, end = index, index + 1
    while begin and not _STOPS.search(text, found[begin - 1].end, found[begin].start):
        begin -= 1
    while end < len(found) and not _STOPS.search(text, found[end - 1].end, found[end].start):
        end += 1
    return begin, end


def _read_sentence(text: str, result: list[Measure], begin: int, end: int) -> None:
    granted = begin  # the first measure behind the grant before
    for index in range(begin, end):
        if whole := _find_whole(text, result[begin:index], result[index]):
            result[index] = replace(result[index], status="target", deadline=whole.deadline)
            continue
        if _is_grant(text, result[index], result[index - 1] if index > begin else None):
            _bind_thresholds(text, result, granted, index)
            result[index] = replace(result[index], status="standard", deadline=None)
            granted = index + 1


def _bind_thresholds(text: str, result: list[Measure], begin: int, grant: int) -> None:
    """How much it takes to get a grant; before a semicolon another matter: 就业5000人以上；低保每人每月600元."""
    apart = text.rfind("；", result[begin].end, result[grant].start)
    before = [at for at in range(begin, grant) if result[at].status == "target" and result[at].start > apart]
    bound = [at for at in before if _is_threshold(text, result[at])]
    for at in before if bound else ():
        left = _words_left(text, result[at])
        free = result[at].change or _STRIVE.search(left) or _MADE.search(left)
        if at in bound or not free:
            result[at] = replace(result[at], status="standard", deadline=None)


def _find_whole(text: str, before: list[Measure], item: Measure) -> Measure | None:
    """投资9.6亿元，其中上级补助3亿元、自筹2亿元: the sum to be spent that others make up; None for other sums."""
    whole = next((sum_ for sum_ in before if sum_.unit == "元" and sum_.status == "target"), None)
    if whole is None or item.unit != "元" or item.value > whole.value:
        return None
    between = text[whole.end : item.start]
    return whole if "其中" in between and _GIVES.search(between) is None else None


def _until(text: str, start: int) -> bool:
    """到2027年，渔村不少于15个，对建成的给予奖励: whether the sentence is about a time to come before it is of whom."""
    least = max(start - _REACH, 0)
    begin = max(text.rfind("。", least, start), text.rfind("\n", least, start), text.rfind("对", least, start), least)
    return _UNTIL.search(text, begin, start) is not None


def _words_left(text: str, item: Measure) -> str:
    return re.split("[，,；：:、（。！？\n]", text[max(0, item.start - _NEAR) : item.start])[-1]


def _is_grant(text: str, item: Measure, before: Measure | None) -> bool:
    """每头补助100元, 给予10万元奖励; the rest of a list of them."""
    if not item.unit.startswith("元") or item.status == "actual":
        return False
    left = _STOPS.split(text[max(before.end if before is not None else 0, item.start - _NEAR) : item.start])[-1]
    if _RAISED.search(left) or _RAISED_TO.search(left):
        return False  # 补助标准提高到580元
    if item.status == "standard":
        return _GRANT.search(left) is not None or _GRANT_BEHIND.match(text, item.end) is not None
    listed = before is not None and before.unit == "元" and before.status == "standard" and left in ("、", "和", "或")
    return (
        listed
        or _GRANT.search(left) is not None
        or (_GRANT_BEHIND.match(text, item.end) is not None and not _STRIVE.search(left))
        or (_EACH.search(_words_left(text, item)) is not None and _STRIVE.search(left) is None)
    )


def _is_threshold(text: str, item: Measure) -> bool:
    left = _words_left(text, item)
    if _AIMED.search(left) or item.unit == "%" or _until(text, item.start):
        return False
    if item.comparator in (">=", "<=", ">", "<"):
        if _GIVEN_NEXT.match(text, item.end) is not None or _EACH_GIVEN.match(text, item.end) is not None:
            return True  # 连片新建50亩以上，每亩补助100元
        return left.endswith(_SIZES) or _MADE.search(left) is None
    return _EACH.search(left) is not None
