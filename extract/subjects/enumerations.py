"""Names that share a head: 城镇和农村居民收入 are two, 城乡居民收入 too."""

from __future__ import annotations

import re

from corpus.words import spans

_OUTSIDE = "(?![^（）()]{0,20}[)）])"  # not within brackets: 各县（市、区）
_SPLIT = re.compile(f"(?:、|和|及其|及|与|以及|，|,|/){_OUTSIDE}")
_COARSE = re.compile(f"[、和，]{_OUTSIDE}")
OF_YEARS = re.compile("(?:[^，。]{0,12}按照?)?(?:20[0-9]{2}年、){1,5}20[0-9]{2}年(?=..)")
_KIND = re.compile(
    r"(?:[0-9一二两三四五六七八九十]{1,3}[项种类个])?(?:主要|重点)?[一-鿿]{1,4}?(?:物|品|种|类|产品|作物|行业|指标)(?=[一-鿿]{2})"
)
_PARTS = re.compile(
    r"(?:分为?|包括|含|由)([^，。；0-9]{4,36}?)等?[两二三四五六七八九十0-9]个?(?:部分|方面|大?项|大?类|块|层次|等级|档)[，,]?\Z"
)
AND_SO_ON = re.compile("(?<![高初中平同上下优])等(?!奖(?![励补])|级|次[为是])")  # 高等教育, 一等奖
_LEVELS = re.compile(
    "(?:(?:国家|[省市县区乡镇村])级?[、和及与])+(?:国家|[省市县区乡镇村])级(?=[一-鿿]{2})"
)  # 省、市级重点项目
_TWO_RATES = re.compile("[^、和与]+[率度额值量比][、和及与][^、和与]+")  # 城乡环卫覆盖率、自来水普及率
_SECTORS = re.compile(r"第?[一二三](?:[、和及与]?第?[一二三]){1,2}(?=产)|三次(?=产业)")  # 一、二、三产业增加值
_CASES, _VICTIMS = ("起数", "件数", "宗数", "次数"), ("死亡人数", "伤亡人数", "受伤人数", "死伤人数", "直接经济损失")
_HEADS = tuple(
    (
        "保险参保人数 参保人数"
        " 增加值 生产总值 可支配收入 总产值 产值 进出口总额 总额 收入 支出 投资 税收 人口 产量 面积 余额"
        " 进出口额 进出口 市场出口 出口额 出口 贸易额 产业规模 市场规模"
        " 死亡率 覆盖率 参保率 参合率 营业额 销售额 零售额"
        " 入学率 占比 比例 比重 率 浓度 数 量"
    ).split()
)


def split_names(words: str, count: int) -> list[str] | None:
    """The names of an enumeration with ``count`` members, each completed by what they share; None otherwise.

    >>> split_names("“十强产业”、“四新”经济增加值", 2)   # "value added of the ‘ten strong’, of the ‘four new’"
    ['“十强产业”增加值', '“四新”经济增加值']
    >>> split_names("城乡居民人均可支配收入", 2)           # "disposable income of urban and rural residents"
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    >>> split_names("一、二、三产业增加值", 3)        # "value added of the primary, secondary, tertiary industry"
    ['第一产业增加值', '第二产业增加值', '第三产业增加值']
    """
    words = OF_YEARS.sub("", words, count=1)  # 2023年、2024年的治理率: one name
    words = words.replace("存、贷款", "存款、贷款").replace("进、出口", "进口、出口")
    if count == 2 and not _TWO_RATES.fullmatch(words):
        for both, one, other in (("城乡", "城镇", "农村"), ("存贷款", "存款", "贷款"), ("存贷", "存款", "贷款")):
            if both in words:
                return [words.replace(both, one, 1), words.replace(both, other, 1)]
    if "产" in words and (sectors := _SECTORS.search(words)) is not None:
        which = re.findall("[一二三]", sectors.group()) if "次" not in sectors.group() else list("一二三")
        stem = "第" if words.startswith("产业", sectors.end()) else ""
        if len(which) == count:
            return [words[: sectors.start()] + stem + one + words[sectors.end() :] for one in which]
    parts = [part.strip() for part in _SPLIT.split(words) if part.strip()]
    if len(parts) == count > 1 and (graded := _LEVELS.match(words)) is not None:
        return [part.removesuffix("级") + words[graded.end() - 1 :] for part in _SPLIT.split(graded.group())]
    if len(parts) != count:
        parts = [part.strip() for part in _COARSE.split(words) if part.strip()]
    if len(parts) > count and words.count("、") == count - 1 and not words.rpartition("和")[0].endswith(_HEADS):
        parts = [part.strip() for part in words.split("、")]  # 住宿业、仓储和邮政业增加值
    if len(parts) != count or count < 2:
        return None
    if (rate := parts[-1][-2:]) in ("增速", "增幅") and not any(part.endswith(rate) for part in parts[:-1]):
        return [part + rate for part in parts[:-1]] + [parts[-1]]
    if parts[0][0] == "对" and len(parts[0]) <= 14 and not any(part.startswith("对") for part in parts[1:]):
        return ["对" + name for name in split_names(words.removeprefix("对"), count) or ()]  # 对东盟、欧盟出口
    if parts[0].endswith(_CASES) and parts[-1] in _VICTIMS:
        stem = next(parts[0].removesuffix(case) for case in _CASES if parts[0].endswith(case))
        return parts[:1] + [part if len(part) > 4 else stem + part for part in parts[1:]]  # 事故起数和死亡人数
    head = next((head for head in _HEADS if parts[-1].endswith(head) and len(parts[-1]) > len(head)), "")
    if head and not any(part.endswith((*_HEADS, "值")) for part in parts[:-1]):
        tail = _shared_tail(parts, head)
        if tail[: -len(head)].endswith(parts[0][-1]) or "和" in parts[-1]:
            tail = head  # 托位、养老床位数
        return [part + tail for part in parts[:-1]] + [parts[-1]]
    if len(parts[-1]) <= 2 and len(parts[0]) >= len(parts[-1]) + 3:
        stem = parts[0][: -len(parts[-1])]
        return [parts[0]] + [part if len(part) > 2 else stem + part for part in parts[1:]]
    tail = _common_head(parts)
    return [part + tail for part in parts[:-1]] + [parts[-1]]


def split_kinds(words: str, count: int) -> list[str] | None:
    """The members of 甲、乙和丙等主要污染物排放总量, each with what is measured of the kind; None for other words.

    >>> split_kinds("化学需氧量、氨氮等主要污染物排放量", 2)    # "discharge of the chief pollutants: COD, ammonia"
    ['化学需氧量排放量', '氨氮排放量']
    """
    and_so_on = next(reversed([*AND_SO_ON.finditer(words)]), None)
    if and_so_on is None:
        return None
    listed, kind = words[: and_so_on.start()], words[and_so_on.end() :]
    parts = [part.strip() for part in _SPLIT.split(listed) if part.strip()]
    if len(parts) != count or count < 2:
        return None
    sort = _KIND.match(kind)
    tail = kind[sort.end() :] if sort is not None else kind
    return [part + tail for part in parts]


def split_parts(words: str, count: int) -> list[str] | None:
    """The members of 分甲、乙、丙三部分 at the end of a stretch; None for other words.

    >>> split_parts("实行百分制，分项目引进、招商活动、管理服务三部分，", 3)  # "in three parts: …"
    ['项目引进', '招商活动', '管理服务']
    """
    found = _PARTS.search(words)
    parts = [part.strip() for part in _COARSE.split(found[1])] if found is not None else []
    return parts if len(parts) == count > 1 else None


def _common_head(parts: list[str]) -> str:
    """盗窃、诈骗|警情: words of one length, and behind the last of them what all of them are."""
    own = {len(part) for part in parts[:-1]}
    if parts[-1].endswith(parts[0]):
        return ""  # 就业和下岗人员再就业
    if len(own) != 1 or not 2 <= min(own) <= 3 or any(len(spans(part)) != 1 for part in parts[:-1]):
        return ""
    words = spans(parts[-1])
    return parts[-1][words[0][1] :] if words[0][1] in own and len(words) > 1 else ""


def _shared_tail(parts: list[str], head: str) -> str:
    """城镇、农村居民人均可支配收入: all behind the last member's own two characters is shared, or its last word."""
    words = spans(parts[-1])
    short = all(len(part) <= 3 for part in parts[:-1])
    own = len(parts[0])
    if not short or len(parts[-1]) <= own + len(head) or any(end == own + 1 for _, end in words):
        begin = words[-1][0]  # 原煤、天然气产量: 天然气 is one word, longer than 原煤
        return parts[-1][begin:] if begin and len(parts[-1]) - begin > len(head) else head
    return parts[-1][own:]
