"""Nouns behind a number that need a second look: people of an age, projects by their predicate, labels of amounts."""

from __future__ import annotations

import re

_PERSON = re.compile(
    r"[^，。；、]{0,8}?(?:老年人|老人|儿童|婴?幼儿|妇女|青年|居民|学生|群众|人员|人口|女性|男性|党员|干部|职工|孕产妇)"
)
_GENERIC = frozenset(
    (
        "项目 产品 企业 单位 品牌 案例 人 景区 园区 学校 村庄 作品 成果 做法 经验"
        " 村 行政村 自然村 建制村 村民组 村民小组 乡镇 镇"
    ).split()
)
_PREDICATE = re.compile(
    r"(?:成功|均|全部|先后|顺利)?(入选|获评|列入|认定为|纳入|获批|荣获|获得|被评为|被认定为|入围|进入|跻身|获|通(?![过了]))([^，。；]{2,24})"
)
_LABEL_NOUN = re.compile(
    r"(?:总投资额?|计划总投资|概算总投资|估算总投资|投资额?|投入|编列|年?(?:销售|营业|主营业务|经营)收入|注册资[本金]|纳税额?|总长度?|总面积|占地(?:面积)?|建筑面积|总建筑面积|年产值|产值|资金|规模|面积|长度)(?:约|达|共|共计|为)?\Z"
)

# 投资, 年销售收入, 存栏, 床位: what is so large
SIZE = re.compile(
    r"(?:年|年均|总|直接|潜在|间接|常年|日|单体|注册|实际|主营业务|固定资产)*(?:投资额?|(?<=实际)投入|(?<=研发)投入|产值|生产总值|经济总量|收入|销售收入|营业收入|纳税额?|税收|出口额?|进口额?|进出口额?|销售额|零售额|成交额|营业额|营收|交易额"
    r"|利税|利润|资产|资本|额|资金|(?:经济|财产)?损失|存栏|出栏|床位|面积|占地|规模|产量|能力|处理量|户籍人口|参保人数|在校生|(?:贫困发生|入学|参保|合格|覆盖|完成|利用|入住)率)(?:在|达到?)?\Z"
)
_PLANTS = tuple("厂 站 线 项目 基地 工程 中心 园 场 库 车间 电站 池 码头 港".split())
_CAPACITY = re.compile(
    r"((?:[日年](?:处[理置]|产|加工|供[水热气电]|输[气油]|发电|屠宰|接待)"
    r"|(?:年|日)?(?:总|设计|生产|加工|处理|供水|供热|输气|储存|仓储|接待)*(?:能力|库容|容量|吞吐量|输气量|供水量|处理量|蓄水量)"
    r"|装机)(?:能力|规模|量)?)(?:约|达到?|为|超过?|近)?\Z"
)


def person_words(segment: str) -> str:
    """The people that an age speaks of: 70周岁以上|户籍老年人意外伤害保险 → 户籍老年人."""
    found = _PERSON.match(segment.removeprefix("的"))
    return found.group() if found is not None else ""


def predicate_words(noun: str, rest: str) -> str:
    """2个项目列入国家重大项目库: a bare 项目 says too little, its predicate says what is counted."""
    if noun not in _GENERIC or len(noun) < 2:
        return noun
    found = _PREDICATE.match(rest)
    if found is None:
        return noun
    return found.group(1) + found.group(2).removesuffix("目标").removesuffix("任务") + noun


def capacity_words(segment: str, noun: str) -> str:
    """日处理, 年产, 供水能力: what the plant, line or reservoir that follows holds or makes; empty for other words."""
    found = _CAPACITY.search(segment) if noun.removesuffix("建设").endswith(_PLANTS) else None
    return found[1] if found is not None else ""


def is_label(segment: str) -> bool:
    """总投资 before 141亿元的18个重点项目: what it is the investment of follows."""
    return _LABEL_NOUN.search(segment) is not None
