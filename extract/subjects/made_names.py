"""Rates and deeds that make one name with what stands before them: 污水收集处理率, 知晓病情的患者比例."""

from __future__ import annotations

import re

# labels that say nothing without what they are of
LABELS = frozenset(
    (
        "总工程量 工程量 产值 年产值 总产值 投资 收入 总收入 利润 税收 利税 就业 销售收入 营业收入"
        " 增加值 交易额 交易金额 成交额 销售额 再就业 面积 里程 出口 覆盖率 达标率 普及率 合格率"
    ).split()
)
_RATES = ("率", "比例", "比重", "占比")
_DEEDS = frozenset("项目 工程 改造 整治 治理 优化 建设 管护 体系 机制".split())
_CAME_ABOUT = re.compile(
    "了\\Z|[完达]成|[实达体]现|达到|[保维]持|确保|[带拉推]动|惠及|[取获]得|形成|力争|争取|现有|[拥共]有|[为是]\\Z"
    "|涉及|累计|进行|开展|实施"
)
_RAISES = re.compile("提[高升]|降低|扩大|增加|加大|落实|执行")
_UP_TO_STANDARD = re.compile("[^，。；的]{2,14}达到[^，。；的]{2,14}(?:标准|要求|水平)")
_LONGEST = 28  # characters of a rate with its clause


def tells_whose(words: str) -> bool:
    """Whether a rate has a clause before it that tells whose it is, and says too little without.

    >>> tells_whose("知晓自身病情的患者比例"), tells_whose("提高用于产业的比例")    # "of patients who know"; "raise …"
    (True, False)
    """
    whose, _, rate = words.rpartition("的")
    if not rate.endswith(_RATES) or len(whose) < 4 or len(words) > _LONGEST:
        return False
    if _UP_TO_STANDARD.fullmatch(whose):
        return True  # 卫生院达到推荐标准的比例
    says_much = len(rate) > 6 and len(rate) * 2 < len(words)
    return not says_much and _CAME_ABOUT.search(whose) is None and _RAISES.search(whose) is None


def makes_a_name(verb: str, rest: str) -> bool:
    """Whether a verb within a phrase is part of a name: verbs in front of rates and deeds, unless they tell what came.

    >>> makes_a_name("收集", "处理率"), makes_a_name("完成", "改造")    # 污水收集处理率, "share of sewage treated"
    (True, False)
    """
    return ((rest.endswith(_RATES) and rest not in LABELS) or rest in _DEEDS) and not _CAME_ABOUT.search(verb)
