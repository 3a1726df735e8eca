"""Whether a number is a rise, a fall or a level: 增长7%, 降低3个百分点, 新增9家; 提高到90% is a level."""

from __future__ import annotations

import re
from typing import Literal

from extract.subjects.continued import is_pair
from extract.subjects.phrases import left_words
from extract.subjects.surroundings import Place, Seen
from extract.subjects.words import opens_with_verb

Change = Literal["increase", "decrease"] | None

_RISE = re.compile(
    r"(?P<up>(?<!自然)(?<!稳)增长率?|增量(?=[约达为]{0,2}\Z)|加奖(?=(?:人民币)?\Z)|递增|增产|增[收支]\Z|增加(?!值)|增幅|涨幅|升幅|比升\Z|增速|提高|提升|上升|上涨|上调|上浮|回升|净增|扩大|高出|多增|攀升|晋[升位档]\Z|前移\Z|进位\Z|加|(?<!新)增\Z|(?<=[期间年月度均市省国])[高快]\Z)|(?P<down>扣(?=除?\Z)|下降率?|降低|减少|降幅|比降\Z|压减|压缩|缩短|缩减|回落|下调|下浮|削减|负增长|减亏|减产|减[收支]\Z|下滑|递减|减幅|精简\Z|降\Z|(?<![加缩削裁])减\Z)"
)
_RISES = frozenset("增涨升浮高加快扩扣降减缩落调滑简晋移进")  # one of them stands in every word above
_NO_RISE = ("的贡献", "贡献", "极", "点")  # 对经济增长的贡献率
_SPEEDS = ("增幅", "涨幅", "升幅", "增速", "降幅", "减幅")
_LIFTS = ("提升", "提高", "扩大")
_TO = re.compile(r"\s*(?:了\s*)?(?:到|至|为|成)")
_NEW = re.compile(r"新增加?(?!值)|净增|增设|增加(?!值)|增配|新增设")
# 减少政府债务6.5亿元: what becomes less stands behind the verb
_LESS = re.compile(
    r"(?:\A|[、，])[^，。；、0-9]{0,6}?(?:减少|降低|压减|削减|缩减|调减|压降)(?!到|至|为|率|幅)[^，。；、0-9到至为]{2,16}\Z"
)
_MEANS = ("措施", "政策", "意见", "办法", "举措", "具体", "惠企", "硬核")  # 出台降低成本20条措施
_POLLUTION = re.compile("浓度|指数|PM|颗粒物|二氧化")
_COMPARED = re.compile("(?:分别|均)?[高低快慢]于|高出|低了?")  # 增速高于全省1.2个百分点: how far apart two rates are
_AS_SPEED = re.compile(
    "的(?:增长速度|速度增长|速度递增|增[速幅]|增长率|增长[。，]|(?:预期)?增长目标|较?高增速|较快增[速长]|(?:中高速|高速)增长)"
)
_GROWTH = re.compile("的?增长(?![极点率速])")
_BRINGS = ("实现", "实现了", "保持", "保持了", "取得", "年均", "达到", "呈现")
_LESSENS = frozenset("减降削")  # one of them stands in every verb above
_OTHERWISE = re.compile(
    "受益|受惠|惠及|减员|死亡|退出|流失|减少|再就业|转为|[存出在]栏|保有|在[校册]|受伤|总[数量]?|累计|达(?!标)"
)
_VERB_BREAK = re.compile(
    r"培育|引进|建成|完成|实现|改造|改建|扩建|新建|打造|举办|开展|发放|组建|落实|建设(?!面积|用地|规模|里程)|实施|建[好强立]|获评|认定|推进|投放|拓宽|整治|拆除|清理|解决|争创|创建|达到|盘活|优化|总投资|累计|帮助|举行|培训|给予|奖补|奖励(?!资金)|保护(?!区)|(?<!新增)投资"
)


def find_change(place: Place, seen: Seen) -> Change:
    """increase or decrease, where the words before the number say so; a level (提高到90%) is neither."""
    if place.embedded:
        return None
    if place.member > 0:  # a list takes the change of its first member, but 分别增长2.1%和下降3.6%
        own = _RISE.search(place.text, place.previous.end, place.quantity.start) if place.previous else None
        return None if own is None else "increase" if own.lastgroup == "up" else "decrease"
    left = place.left.rpartition("|")[2]
    found = None if _RISES.isdisjoint(left) else next(reversed([*_RISE.finditer(left)]), None)
    if found is not None and not left.startswith(_NO_RISE, found.end()):
        word, gap = found.group(), left[found.end() :]
        if _is_level(place, word, gap):
            return None
        if _is_near(place, word, gap):
            return "increase" if found.lastgroup == "up" else "decrease"
    if left.endswith("改善") and _POLLUTION.search(left):
        return "decrease"  # PM2.5平均浓度改善8%
    if not _LESSENS.isdisjoint(left) and not place.right.startswith(_MEANS) and _LESS.search(left.removesuffix("了")):
        return "decrease"
    if place.right[:1] == "的" and _AS_SPEED.match(place.right):
        return "increase"  # 保持年均25%以上的增长速度
    if place.quantity.unit == "%" and _GROWTH.match(place.right) and left.endswith(_BRINGS):
        return "increase"  # 收入均实现20%以上增长
    new = _NEW.search(left) if "增" in left else None
    each = new is not None and left[new.start() - 1 : new.start()] == "每"  # 每增加投资2000万元
    if new is not None and left.endswith("的") and "按" in left[: new.start()]:
        return None  # 按新增投入的|10%
    if new is not None and not _TO.match(left[new.end() :]) and (each or not _VERB_BREAK.search(left, new.end())):
        seen.change_new = not each
        seen.new_first = left_words(left[: new.start()]) == ""
        return "increase"
    if seen.change_new and is_pair(place):
        return "increase"  # 新增276户462人
    seen.change_new = (
        seen.change_new and not _VERB_BREAK.search(left) and not opens_with_verb(left) and _continues(place, seen)
    )
    return "increase" if seen.change_new else None


def _is_level(place: Place, word: str, gap: str) -> bool:
    """Whether ``word`` leads to what is reached, or is compared: 提高到90%, 增幅高于全省2个百分点, 增幅居八个县之首."""
    kind = place.quantity.unit_kind
    return bool(
        (word in ("增速", "增幅", "增长率") and _COMPARED.match(gap))
        or (word not in _SPEEDS and _TO.match(gap))
        or (word in _LIFTS and kind in ("count", "amount", "none"))
        or (kind == "count" and place.right and word in ("增幅", "增速", "涨幅", "降幅"))
    )


def _is_near(place: Place, word: str, gap: str) -> bool:
    """Whether the number is what it rises or falls by; ``gap`` stands between the two."""
    if gap.startswith("幅度") and len(gap) <= 4:
        return True  # 提高幅度达
    if word in _SPEEDS and gap[:1] == "、":
        return False  # 收入增速高于经济增速、突破3万元
    if word in ("加", "扣"):
        return gap == "" and place.quantity.unit_kind == "score"
    if word in (*_LIFTS, "增加") and gap and gap[0] not in "了约近达超 ":
        return False
    return len(gap) <= (8 if word in ("增长", "下降", *_SPEEDS, "下降率", "增长率") else 3)


def _continues(place: Place, seen: Seen) -> bool:
    """A further member of a list under 新增: after 、, or a clause that is a bare noun phrase."""
    if place.quantity.unit_kind not in ("count", "amount"):
        return False
    if _OTHERWISE.search(place.left):
        return False
    if place.previous_in_clause:
        return True
    opens = not place.left and place.right != ""  # 新增企业5户，|3家企业上市
    return (
        place.quantity.unit_kind == "count" and len(place.left) <= 20 and place.follows and seen.new_first and not opens
    )
