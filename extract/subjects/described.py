"""Things told by their size: 1个总投资3亿元的项目 counts projects, 存栏200头以上的猪场 says how much a farm holds."""

from __future__ import annotations

import re

from extract.subjects.following import right_words, starts_with_verb
from extract.subjects.nouns import capacity_words, is_label
from extract.subjects.phrases import left_words
from extract.subjects.surroundings import Place
from extract.subjects.words import is_bare_verb, only_verbs

# 总投资3亿元、占地200亩|的|项目
_MORE = re.compile(r"(?:[、和][一-鿿]{1,8}[0-9][0-9.]*[^，。；、的0-9]{1,8})*+(?:以[上内下])?的?(?=[一-鿿“])")
_AIM = re.compile("的(?:目标|任务|标准|要求|规模|比例)(?![一-鿿]{2})")
_HERDS = re.compile("(?:年|常年)?(?:存栏|出栏)[一-鿿]{0,6}\\Z")
_PARTS = frozenset("标房 标准厂房 厂房 生产线 机组 生产车间 泊位".split())
_BOUNDS = (">=", "<=", ">", "<")
_PROJECT = re.compile("[新续在]建[一-鿿]{0,6}项目")
_EVERYONE = re.compile("\\A各(?:有关)?(?:乡镇?|镇|村|街道|社区|县区?|区|学校|单位|部门|地)")
_AT_A_TIME = re.compile("(?:\\A|每[一-鿿]{0,2})一[一-鿿]{1,2}\\Z|\\A一次性")  # 每组织一列|500人以上的专列
_WITHIN = re.compile(
    "(?:向[^，。；]{1,12}?(?=口头|书面|如实|报[告送请]|上报|通报|汇报))?(?:必须|应当|全部|立即|及时|迅速|完成|进行|[须要应将均])*+"
    "(?P<done>[^，。；、：\\n0-9]{2,14})"
)
_LENT = frozenset("贷款 债券 专项债 专项债券 资金 补助资金 授信".split())


def told_by_size(place: Place) -> str:
    """The noun behind the next number, where that number only describes it; empty elsewhere.

    >>> from extract.measures import find_measures
    >>> found = find_measures("引进1个总投资3亿元的新材料项目。")    # "brought in 1 project of 300 million yuan"
    >>> [(m.text, m.indicator) for m in found]
    [('1个', '新材料项目'), ('3亿元', '新材料项目总投资')]
    """
    size = place.following
    if place.quantity.unit_kind != "count" or not place.first or size is None:
        return ""
    if not place.right:  # 3个|亿元以上|企业, 1所|200张床位以上|的养老机构
        if place.text[size.end : size.end + 1] == "的" and size.comparator in _BOUNDS:
            return right_words(place.text[size.end + 1 : place.clause_end])
        over = size.unit_kind == "money" and size.comparator in (">", ">=")
        rest = place.text[size.end : place.clause_end].removeprefix("的")
        return (
            right_words(re.split("[0-9]", rest, maxsplit=1)[0])
            if over and (_PROJECT.match(rest) or not starts_with_verb(rest))
            else ""
        )
    label = place.right.rstrip("约近达到超过为在共")
    if not 2 <= len(label) <= 10 or size.unit_kind == "count":
        return ""
    more = _MORE.match(place.text, size.end)
    if more is None or (not more.group() and size.comparator == "="):
        return ""
    rest = place.text[more.end() : place.clause_end]
    noun = "" if starts_with_verb(rest) else right_words(re.split("[0-9]", rest, maxsplit=1)[0])
    if not noun or not (is_label(label) or capacity_words(label, noun)):
        return ""
    return noun.removesuffix("计")


def tells_size(place: Place) -> str:
    """What is counted where a count describes those of whom something is told: 在校学生100人以下的|学校."""
    if (
        place.quantity.unit_kind not in ("count", "amount")
        or not place.right.startswith("的")
        or _AIM.match(place.right)
    ):
        return ""
    herd = _HERDS.search(place.left)
    if herd is not None:
        return herd.group()
    if (
        place.quantity.unit_kind != "count"
        or place.quantity.comparator not in _BOUNDS
        or starts_with_verb(place.right[1:])
    ):
        return ""
    words = left_words(place.left).rpartition("、")[2]
    done = only_verbs(_EVERYONE.sub("", words)) or _AT_A_TIME.search(words)  # 各村组建|不少于20人|的应急队伍
    return "" if len(words) < 2 or done else words


def done_within(right: str) -> str:
    """What is to be done within so many hours; empty where the words behind name nothing.

    >>> done_within("向县指挥部口头报告"), done_within("必须全部撤离")     # "report orally"; "leave, all of them"
    ('口头报告', '撤离')
    """
    done = _WITHIN.match(right)
    return done["done"] if done is not None else ""


def with_owner(place: Place, noun: str) -> str:
    """甲产业园|30万平方米|标房: rooms, lines and loans are those of what stands before the number.

    >>> from extract.measures import find_measures
    >>> [m.indicator for m in find_measures("推动甲公司12条生产线投产。")]    # "the 12 production lines of company A"
    ['甲公司生产线']
    """
    if noun not in _PARTS and noun not in _LENT:
        return noun
    owner = left_words(place.left)
    if not 3 <= len(owner) <= 24 or (noun in _LENT and not owner.endswith(("项目", "工程"))):
        return noun
    return noun if any(is_bare_verb(owner[-size:]) for size in (2, 3, 4)) else owner + noun
