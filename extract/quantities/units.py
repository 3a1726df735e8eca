"""Units behind a number: which one stands there, and whether it makes the number a measure."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.quantities.vocabulary import after_bounds, slogans, units

Unit = tuple[str, str, str, str]  # as written, canonical, kind, "y" where a Chinese numeral may precede
YUAN: Unit = ("", "元", "money", "y")  # where no unit is written
AFTER = re.compile(  # 29家上下游企业: no bound
    "|".join(sorted(map(re.escape, after_bounds()), key=len, reverse=True)).replace("上下", "上下(?![游级班联楼水])")
)
_UNITS: dict[str, Unit] = {word: (word, *row) for word, row in units().items()}
_UNIT_LENGTHS: dict[str, tuple[int, ...]] = {
    first: tuple(sorted({len(unit) for unit in units() if unit[0] == first}, reverse=True))
    for first in {u[0] for u in units()}
}
_COLLECTED = re.compile(
    r"(?:(?:通用|精选|精华|汇总|汇编|合集|推荐|热门|必备|实用|集锦|大全|锦集|范文|范本|模板|优秀|优质|经典|最新|整理|共)[（(【\[]?"
    r"|(?:计划|方案|总结|报告|要点|汇报|心得|体会|发言稿|讲话稿)[（(【\[])(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\Z"
)
_GOOD_DAYS = re.compile(r"天数|优良天|达标天")
# what may stand behind 分 as a score, and behind units that begin many words: 平, 面, 副
_BEHIND_SCORE = ("", *"以左的、，。；/）),;\n及（(者为且 \r并")
_AT_END = frozenset("平立副付孔扇面段群峰院担")
_AREAS = frozenset("区省村县市镇乡")
_BEHIND_AREA = tuple("级域长委道路")
_ONLY_IN_DIGITS = frozenset("道双层单度对")
# What makes another word of a unit: 3次会议, 40万方 of earth but not 三方协议.
_OTHER_WORDS: dict[str, tuple[str, ...]] = {
    "次": ("会", "全", "党", "代", "产", "分配", "元", "方", "能源", "函", "联席", "常委", "常务", "调研时", "集体"),
    "轮": tuple("车胎椅岗值换训候次毂子"),
    "位": ("一体", "数", "居", "列", "于", "次"),
    "部": tuple("门委分队级"),
    "大": (*"，。、；）)以会精报召代学\n”", "关，", "关。", "关；", "关、"),
    "方": tuple("面案式向位针法便略圆阵队协签合联会单舱"),
    "把": tuple("关手握控层级岗"),
    "顶": tuple("关手握控层级岗"),
    "升": tuple("级高为至温学国旗起"),
}
_GRADED = re.compile("(?:地区|乡镇|县|区|村|单位|学校|企业)[0-9一二三四五六七八九十]{1,4}[个家所村户]")
_WATER = re.compile("水(?:质|体|标准|断面|[，。；、）])")
ONLY_SCALE = frozenset("百千万亿")
_BOUND_BY = re.compile(r"(?:[每各](?!一?[个项种类件方界位]?[一、，。])|不少于|至少)")
_OF_RATE = re.compile("[一-鿿]{2,10}?率")
_AT_MOST_ONE = ("近", "超", "过", "约", "逾", "足", "满")  # 近一吨
_REACHED = frozenset("在到达过近约至")
_HELD = ("控制在", "压缩到", "压缩至", "缩短到", "缩短至", "压减到", "压减至", "降到", "降至")
# 30分钟内|报告: a limit; 24小时内|降雨量达50毫米: how long something is watched
WITHIN = re.compile("[之以]?内(?=[一-鿿])(?![^，。；]{0,4}(?:降|雨|雪|累计|连续|[气水][温位]|用水|通航|河|陆|圈))")
_NAMES_RATE = re.compile("[一-鿿]{2,8}?率")
_NEAR = ("近", "超", "过", "破", "逾", "余")
# small numbers that also stand in ordinals and names count only before these
_PLAIN = frozenset("% 元 角 分 百分点 个百分点 个 项 条 件 大 方面 所 名 家".split())


def unit_at(text: str, at: int) -> Unit | None:
    """(as written, canonical, kind, Chinese numerals allowed) of the longest unit that stands here."""
    for length in _UNIT_LENGTHS.get(text[at : at + 1], ()):
        unit = _UNITS.get(text[at : at + length])
        if unit is not None and not (unit[0] == "人年" and text.startswith("度", at + length)):
            return unit  # 385人|年度任务
    return None


def counts_days(text: str, start: int, word: str) -> bool:
    """优良天数240天 is a measure, 累计送教200天 a duration."""
    window = text[max(0, start - 24) : start]
    return word == "天" and _GOOD_DAYS.search(window.rpartition("。")[2]) is not None


def counts_in_chinese(text: str, start: int, raw: str, unit: Unit, at: int) -> bool:
    """Chinese numerals count from two up; a bare 一 only when something binds it."""
    word, _, kind, chinese = unit
    large = len(raw) > 1 and not ONLY_SCALE.isdisjoint(raw)  # 三百二十万千瓦: no place or name is written so
    if (chinese != "y" and not large) or text.startswith(slogans(), start) or (raw[0] in "零〇" and "点" not in raw):
        return False
    if raw == "十万" and word == "人" and _OF_RATE.match(text, at + 1):
        return False  # 就业人员十万人生产事故死亡率
    if set(raw) <= ONLY_SCALE:
        after = AFTER.match(text, at + len(word))
        reached = kind == "amount" and text[start - 1 : start] in _REACHED  # 稳定在百万吨以上
        named = after is not None and not text.startswith("的", after.end())
        bound = named and kind == "count" and len(raw) == 1  # 百件以上
        return (
            bound
            or ((kind == "money" or reached) and bool(after))
            or (kind in ("money", "count") and word != "大" and text[start - 1 : start] in (*_NEAR, "达"))
        )
    if raw in ("二", "十") and word not in _PLAIN and (raw == "二" or kind not in ("money", "amount") or word == "里"):
        return False
    if raw == "二":
        return False  # a bare 二 is an ordinal; counts say 两
    if word == "大" and raw != "十" and (len(raw) > 1 or text[start - 1 : start] in tuple("的党年十")):
        return False  # 党的二十大
    if word == "类" and (
        text.startswith(("以上", "以下", "及以"), at + 1)
        or _GRADED.match(text, at + 1)
        or _WATER.match(text, at + 1)
        or text.endswith("地表", 0, start)
    ):
        return False  # 三类以上桥梁; 一类乡镇3个、二类乡镇2个; 地表四类水
    if raw == "一":
        if word in ("批", "批次", "类", "种", "大"):
            return False
        if kind == "amount" and word != "番" and text[start - 1 : start] in _AT_MOST_ONE:
            return True
        return (kind in ("money", "score", "rate") and word not in ("分", "度")) or _is_bound(text, start)
    return not (raw[0] == "一" and len(raw) > 1 and raw[1] not in "十百千万亿点")


def _is_bound(text: str, start: int) -> bool:
    """每学期开展一次, 每个居民有一份, 至少打造一个: the clause binds the 一."""
    clause = re.split(r"[，。；,;\n：]", text[max(0, start - 18) : start])[-1]
    found = _BOUND_BY.search(clause)
    return found is not None and found.end() < len(clause) + (found.group() not in ("每", "各"))


def unit_stands(text: str, at: int, unit: Unit, value: Decimal, kind: str) -> bool:
    """Whether the letters behind the number are really its unit here."""
    word, _, unit_kind, _ = unit
    after = text[at + len(word) : at + len(word) + 3]
    if unit_kind == "time":
        if _NAMES_RATE.match(text, at + len(word)) is not None:
            return False  # 24小时火灾扑灭率
        if text[max(0, at - 12) : at].rstrip("0123456789.半").endswith(_HELD):
            return True  # 响应时间控制在20分钟以内: an amount, no term
        limit = WITHIN.match(text, at + len(word)) is not None or not after.startswith(("内", "以内", "之内"))
        return limit and "圈" not in text[at : at + 10].split("，")[0]
    if word == "分":
        return after[:1] in _BEHIND_SCORE
    if word in _AT_END:
        return kind == "arabic" and after[:1] in _BEHIND_SCORE and after[:1] != " "
    if word in _AREAS and kind == "arabic":
        named = after[:1] in _BEHIND_AREA or word + after[:1] in ("乡村", "乡镇", "村民", "村庄")
        return value < 3000 and not named and "." not in str(value)
    if word in _ONLY_IN_DIGITS:
        return kind != "chinese"
    if word == "期":
        return kind == "arabic" and (value >= 5 or "培训" in text[at : at + 8] or after.startswith("以上"))
    if word == "行":
        return after.startswith(("以上", "乔", "灌", "树", "，", "。", "；", "、", ",", ";"))
    if word == "篇":
        return _COLLECTED.search(text, max(0, at - 8), at) is None
    if word in _OTHER_WORDS:
        return not after.startswith(_OTHER_WORDS[word]) and (word != "大" or after != "")
    if unit_kind == "amount" and after.startswith("级") and after[1:2] not in tuple("标增上提以"):
        return False  # 30万吨级航道, 千瓦级: a class, no amount
    return not (word == "米" and after[:1] in ("粉", "面", "酒", "饭"))
