"""Which nouns a classifier counts: of 22所学校校园空调安装工程 the schools, of 3座水厂扩户任务 the works."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from corpus.tables import read_table
from corpus.words import spans

# 个 counts nearly anything; these are counted before what is told of them
_PLACES = tuple("行政村 建制村 自然村 贫困村 村 自然庄 乡镇 镇 社区 小区 断面 部门 单位 街道 城市".split())
_DONE = ("行动", "工作", "台账", "方案", "领导", "负责人", "书记", "任务", "管网", "产能")
_OF_PLACES = (
    "作用",
    "水平",
    "质量",
    "能力",
    "比例",
    "率",
    "度",
    "浓度",
    "难题",
    "环境",
    "面貌",
    "范围",
    "全覆盖",
    "升级",
    *_DONE,
)
_NEVER = ("农村", "乡村", "居家", "国家")
_STATIONS = re.compile("[一-鿿]{0,6}?(?:服务站|服务中心|中心|卫生室|图书室|超市|驿站|站点|场所|阵地)")
_SHORT = 3  # characters of what is done to them: 老旧小区改造 stays


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    """Classifier → how the nouns end that it counts."""
    return {row["unit"]: tuple(row["ends"].split()) for row in read_table("extract", "classifiers")}


@lru_cache(maxsize=1000)
def clip_counted(noun: str, unit: str) -> str:
    """The noun up to what the classifier counts, where it goes on to something that it cannot count.

    >>> clip_counted("学校校园空调安装工程", "所"), clip_counted("企业技术中心", "家")   # "schools' air conditioning"
    ('学校', '企业技术中心')
    >>> clip_counted("考核断面水质优良比例", "个"), clip_counted("村卫生室", "个")  # "sections"
    ('考核断面', '村卫生室')
    """
    ends = _endings().get(unit)
    if ends is None:
        if unit != "个" or not noun.endswith(_OF_PLACES):
            return noun
        ends = _PLACES if not noun.endswith("率") else (*_PLACES, "项目", "企业", "学校", "机构")
        if noun[0] in "村镇乡县" and not noun.endswith("项目") and spans(noun)[0][1] == 1:
            bracket = noun.find("）") + 1 if noun[1:2] == "（" else 1  # 60个县（市、区）|水源置换工作
            if bracket > 1 and (there := _STATIONS.match(noun, bracket)) is not None:
                return noun[: there.end()]  # 168个村（社区）服务站
            return noun[: bracket or 1]  # 266个村|农村人居环境整治行动
    if len(noun) < 5 or noun.endswith(ends) or "、" in noun or noun[-1] in "”）)":
        return noun
    clipped = 0
    for begin, end in spans(noun):
        if end - begin > 1 and noun.endswith(ends, 0, end) and noun[begin:end] not in _NEVER:
            clipped = end
        elif clipped:
            break  # 小街|小巷|亮化
    clipped += noun[clipped : clipped + 1] == "”"
    return noun[:clipped] if clipped and len(noun) - clipped > _SHORT else noun
