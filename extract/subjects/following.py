"""The noun phrase that stands behind a number: 9个|教共体, 90%的|乡镇卫生院."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extract.subjects.openings import NAMED_WITH_VERB, begins_name
from extract.subjects.phrases import LONGEST, MARK
from extract.subjects.words import in_quotes, opens_with_verb, stands_alone, words_of

_JOINTS = re.compile(
    "、|(?:(?<=企业)|(?<=作业)|(?<=[贴助目心校村镇市县园区店厂院馆站所场户人员名链品程事题局作士”]))[和及与](?=[一-鿿“])|[和及与](?=我[省市县区乡镇])"
)
_BOTH = re.compile("[和及与](?![我各其一两二三四五])[^、和及与]{4,10}\\Z")
_SHORT_LIST = re.compile("[一-鿿](?:、[一-鿿]){1,2}[、和][一-鿿]{2}")
_GRADED = re.compile("[^、和与及]{0,4}级[^、]")
_KINDS = re.compile("[^、和与及，。]{1,6}[性型][^、]")
_STARTS_NOUN = re.compile(r"[一-鿿“\"《]|[0-9]?A{1,5}级|[A-Z][A-Za-z]{0,4}[0-9]?[一-鿿]|[45]G")
_AFTER_RIGHT = (
    "活动",
    "项目",
    "仪式",
    "率",
    "企业",
    "工作",
    "示范",
    "试点",
    "基地",
    "平台",
    "中心",
    "体",
    "小组",
    "专班",
    "办公室",
)
_GRADES = re.compile(r"(?:级|规模|限额|学历|职称|及|度)\Z")
_DONE_BY_PLACES = frozenset("发展 种植 养殖 打造 硬化 铺设 维修 布局".split())  # 30个村|发展旅游, 30个发展项目
# 9类国家基本公共卫生服务项目, 2家社区综合为老服务中心
_ADJECTIVES = ("基本公共", "为老服务")
_OF_VERB = tuple(
    "行动 举措 措施 覆盖率 标准 资金 政策 制度 对象 基金 经费 金额 试点 小组 专班".split()
)  # 补贴覆盖率, 资助对象
_EXAMPLES = re.compile(
    "[^，。；、和及与]{2,8}(?:、[^，。；、和及与]{2,8}){1,5}等(?=[一-鿿]{2,6}(?:设施|场所|工程|项目|基地|产业|机构|中心|品种|产品|作物))"
)
_MADE_BY = re.compile("由[^，。；的]{2,16}(?:参加|组成|主持|承担|实施|参与|牵头)的(?=[一-鿿]{2})")  # 两次|由…参加的会议
_ALL_IN_ONE = re.compile("集[^，。；]{2,32}?[为于]一体的?")
# 全方位、全覆盖的|督导
_OF_ALL_KINDS = re.compile("(?:[全多高宽大新可][一-鿿]{1,3}、)+[全多高宽大新可][一-鿿]{1,3}的(?=[一-鿿]{2})")
_PARTED = tuple("）共 项目中 企业中 村中 户中 单位中 任务中 人员中 指标中 乡镇中 机构中 工程中 断面中 城市中".split())
_STOPS = re.compile(
    r"[，。；：|\n]|\.(?![0-9])|(?<=.)《|(?<=..)前[0-9一二三四五十百]{1,3}[强名位]|(?<=..)负责(?!人|同志|领导|干部|单位|部门)|(?<=[^于在自到至从])(?=20[0-9]{2}年)|(?<=..)(?:今年|明年|去年|年底|[上下]半年)(?!度)|(?<=[一-鿿][一-鿿])(?=[0-9]{1,2}月)|(?<=.)每(?=[年月周日天季半两三])|(?<=..)[省市县区乡村]级全覆盖|(?<=..)中(?=排[名在第]|位列|位居|名列|还|仅|也)"
)


@cache
def _right_end() -> re.Pattern[str]:
    words = sorted({*words_of("right"), *_DONE_BY_PLACES}, key=lambda word: (-len(word), word))  # to be kept compiled
    return re.compile("|".join(map(re.escape, words)))


@lru_cache(maxsize=1000)
def right_words(segment: str) -> str:
    """The noun phrase that begins a stretch of text, up to a verb or stop; empty where none begins there.

    >>> right_words("乡村运营人才，带动青年入乡")    # "village managers, drawing young people to the country"
    '乡村运营人才'
    >>> right_words("的乡镇卫生院达到推荐标准")      # "of township hospitals reach the recommended standard"
    '乡镇卫生院'
    """
    segment = MARK.sub("", segment[:LONGEST]).lstrip(" 　")
    segment = _STOPS.split(segment.removeprefix("的"), maxsplit=1)[0]
    segment = segment[2:] if segment.startswith("年度") and len(segment) > 3 else segment
    if segment[:1] == "由" and (made := _MADE_BY.match(segment)) is not None:
        segment = segment[made.end() :]
    if segment[:1] == "集" and (many := _ALL_IN_ONE.match(segment)) is not None:
        segment = segment[many.end() :]  # 集休闲、采摘为一体的园区
    if "、" in segment and (kinds := _OF_ALL_KINDS.match(segment)) is not None:
        segment = segment[kinds.end() :]
    if _STARTS_NOUN.match(segment) is None:
        return ""
    if "、" in segment and (listed := _EXAMPLES.match(segment)) is not None:
        return listed[0] + right_words(segment[listed.end() :])  # 哨所、瞭望塔等管护设施
    end = len(segment)
    for word in _right_end().finditer(segment):
        if word.start() > (segment[0] in "拟待") and _ends_noun(segment, *word.span()):
            end = word.start()
            break
    end = _end_of_list(segment, end)
    segment = segment.rstrip("（(")
    noun = segment[:end].strip(" 　、”" if segment.count("“", 0, end) < segment.count("”", 0, end) else " 　、")
    return (
        noun[:-1] if len(noun) > 2 and (noun[-1] in "和及与" or noun.endswith(_PARTED)) else noun
    )  # 41个安置区和|28个


def _ends_noun(segment: str, start: int, end: int) -> bool:
    """Whether the noun is over where this word begins: 农业|从业人员 holds no 从, 主要指标 no 要."""
    before = segment[start - 1]
    return (
        not in_quotes(segment, start)
        and (
            segment[start:end] not in _DONE_BY_PLACES
            or (before in "村户县镇乡场站）)" and len(segment) > end + 1 and not segment.startswith("工程", end))
        )
        and before not in ("的", "不", "未", "没")
        and not (before == "新" and start == 1)
        and segment[start - 1 : start + 1] != "保交"
        and segment[end:] != "组"
        and not segment.startswith(_ADJECTIVES, start)
        and not segment.startswith("合作社", start)
        and not (end - start == 2 and segment.startswith(("以上", "以下"), start) and _GRADES.search(segment, 0, start))
        and (
            segment[end - 1] in "为到"
            or not segment.startswith(_AFTER_RIGHT, end)
            or segment.startswith(("活动室", "活动中心", "活动场"), end)
        )
        and stands_alone(segment, start, end)
    )


def _end_of_list(segment: str, end: int) -> int:
    """困境、留守儿童 and 省、市重点项目 are one noun; a longer first member stands alone."""
    for joint in _JOINTS.finditer(segment, 0, end):
        if segment[joint.start() - 1] == "级" and _GRADED.match(segment, joint.end()):
            continue  # 省一级、二级幼儿园
        if segment[joint.start() - 1] in "性型" and _KINDS.match(segment, joint.end()):
            continue  # 示范性、综合性服务中心
        if segment[joint.start() - 1] == "”" and segment.startswith("“", joint.end()):
            continue  # 处理好“甲”与“乙”的关系
        if (
            segment[joint.start() - 1] != "”"
            and end == len(segment)
            and _BOTH.match(segment, joint.start())
            and not opens_with_verb(segment[joint.end() :])
        ):
            continue  # 3个水果采摘园和花卉种植基地
        if _SHORT_LIST.match(segment) is not None and joint.start() < 4:
            continue  # 早、中、晚稻集中育秧点
        far = joint.start() > 2 - (joint.group() != "、")
        if (far or opens_with_verb(segment[joint.end() :])) and not in_quotes(segment, joint.start()):
            return joint.start()
    return end


def starts_with_verb(segment: str) -> bool:
    """Whether what follows a unit is a verb or particle, so that the number counts what stands left of it."""
    starts = words_of("start")
    if segment.startswith(NAMED_WITH_VERB) or (segment[:1] == "由" and _MADE_BY.match(segment)):
        return False
    if any(segment[:length] in starts and not _names_with(segment, length) for length in (3, 2)):
        return True
    return segment[:1] in starts and stands_alone(segment, 0, 1)


def _names_with(segment: str, length: int) -> bool:
    """Whether the verb of this length that opens the words belongs to a noun: 补贴标准, 开发区, 支持政策."""
    return segment.startswith(_OF_VERB, length) or begins_name(segment, length)
