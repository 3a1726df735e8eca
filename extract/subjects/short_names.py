"""Names of two or three characters made specific by what their clause says of them: 企业 → 入驻企业, 道路 → 道路改造.

In come a number's surroundings, the name found for it and the measure before; out goes the name with the deed done to
those counted (惠及|居民), what they came to (企业|入驻), how large they are (投资2亿元以上的|项目), or as it is.
"""

from __future__ import annotations

import re

from corpus.words import cut
from extract.records import Measure
from extract.subjects.items import of_item
from extract.subjects.nouns import SIZE
from extract.subjects.phrases import left_words, strip_opening
from extract.subjects.recipients import of_recipient
from extract.subjects.surroundings import Place
from extract.subjects.words import alternatives, only_verbs, words_of

SHORT = 3  # characters: 企业, 道路, 销售额 name a thing, and do not say which
_PREFIX = re.compile(r"(?:了|到|过|完|各类|约|近|达|共|超|逾|总|每年|全年|不少于|不低于|超过)+\Z")
_WORKS = re.compile(
    r"(?:进行|实施)?了?(?P<work>新建|改建|扩建|改造|整治|治理|维修|提升|升级|加固|清淤|绿化|硬化|亮化|拓宽|修复|疏浚)"
    r"(?:建设|改造|提升|整治|治理|加固|维修|绿化|硬化|升级|改建|扩建)?(?:工程|项目|任务)?(?![一-鿿])"
)
_BY = re.compile(r"被[^，。；、\n]{1,20}?(?P<verb>录取|授予|认定|评为|列入|命名|确定|聘用|聘任|选为)")
# the ends of the nouns of those who move in, join or are chosen; 区区|合作, 校企|联合 are no such nouns
_MEMBERS = tuple(words_of("member"))
_AT = re.compile("[在到于](?:[^，。；]{2,10}?)(挂牌|上市|投产|落地|落户|入驻|就业|创业)\\Z")
_DONE_TO_ALL = re.compile(alternatives("all"))
_TWICE = re.compile("([一-鿿]{2,4}?)(?:(改造|整治)提升|(?:提升|维修|升级|扩建)(改造|整治))")
_UP_TO_DATE = re.compile("([一-鿿]{3,6}?)(?:标准化|规范化|提质|达标|信息化|智能化)(建设|改造|提升)")
_FURTHER = re.compile("(?:再|另外?|额外)(?=(?:奖励|补助|补贴|奖补)\\Z)")
_IN_FULL = {"奖": "奖励", "再奖": "奖励", "另奖": "奖励"}
_SERVED = frozenset("开展 提供 进行 实施 办理 落实 组织".split())  # 残疾人开展家庭医生签约
_NO_FATE = frozenset("中 的 具备 未 不 尚 待 计划 拟".split())
_FATE = re.compile(r"(?:已经?|均|全部|先后|陆续|顺利|成功|正式|集中|积极|集体)*")
# what those that were counted, or grown, come to
_ATTRIBUTE = re.compile(
    "(?:总|年|完成|实现|平均)*(?:成交价|成交额|交易额|货币价值|货值|建筑面积|占地面积|面积|销售额|里程|长度|装机容量|库容|供热面积)"
)
_RATE = re.compile("(?:平均|总体|综合)?([一-鿿]{2})(?:率|占比|比重)")
_OF_ALL_PEOPLE = ("失业", "死亡", "出生", "贫困", "老龄化")  # no rate of those counted before
_APART = re.compile(r"[。；;\n]|[，,].*[，,]|其中|全[县市区省]|我[县市区省]|[（）()]")
_BOUNDS = (">=", ">", "<=", "<", "range")
_OWNER = re.compile(f"的?[^，。；、的0-9]{{0,10}}?({alternatives('owner')})")
_SHARE = re.compile("(?:占比|比例|比重)\\Z")
_MONEY = ("安排资金", "安排经费")
_REACHED = re.compile(r"(?:达到?|共有?|总数|数量|有|为|近|约|超过?|全部|分别)*")


def make_specific(place: Place, name: str, last: Measure | None = None) -> str:
    """A short name with the deed that its clause tells of it, or with what a threshold is of; else as it is.

    ``last``: the measure before, where the same sentence holds it.

    >>> from extract.measures import find_measures
    >>> text = "项目惠及居民320户。园区有26家企业入驻。"     # "320 homes gain by it. 26 firms moved into the park"
    >>> [m.indicator for m in find_measures(text)]
    ['惠及居民', '入驻企业']
    """
    name = _without_redundancy(name)
    if place.quantity.unit_kind == "count" and (sized := _of_size(place, name)):
        return sized
    if place.quantity.unit == "%" and (sized := _share_of_size(place, name)):
        return sized
    if place.quantity.unit == "%" and (each := _of_all(place)):
        return each
    if (
        given := of_recipient(place, name)
        or of_item(place, name)
        or (_of_last(place, name, last) if last is not None else "")
    ):
        return given
    if (
        not 2 <= len(name) <= (4 if name.endswith("投入") else SHORT)
        or place.count > 1
        or place.quantity.unit_kind in ("score", "ratio")
    ):
        return name
    return _of_threshold(place, name) or _of_deed(place, name) or _of_fate(place, name) or name


def _of_all(place: Place) -> str:
    """What is done to all of a kind, 工地周边100%围挡、物料堆放|100%|覆盖; empty for all other shares."""
    done = _DONE_TO_ALL.match(place.right) if place.quantity.value == 100 else None
    of_what = strip_opening(re.split("[、，：；:]", place.left)[-1])
    told = done is not None and place.text[place.quantity.end + len(done[0]) :][:1] in tuple("、，。；\n")
    return of_what + done[0] if told and done is not None and 2 <= len(of_what) <= 12 and of_what[-1] != "率" else ""


def _without_redundancy(name: str) -> str:
    """The name without words that add nothing: 且床位 → 床位, 方面的工作 → 方面工作, 公园提升改造 → 公园改造."""
    if name.startswith("方面"):
        return "方面工作" if "工作" in name else "方面"
    if (made := _UP_TO_DATE.fullmatch(name)) is not None:
        return made[1] + made[2]  # 村卫生室标准化建设
    name = _FURTHER.sub("", _IN_FULL.get(name, name))
    if (twice := _TWICE.fullmatch(name)) is not None:
        return twice[1] + (twice[2] or twice[3])
    return name[1:] if len(name) > 2 and name[0] in "且或" else name


def bare_name(name: str) -> str:
    """A name without the deed that tells it apart; as it is where it holds none.

    >>> bare_name("改造病房"), bare_name("入驻企业"), bare_name("养老床位")    # "wards rebuilt"; "beds"
    ('病房', '企业', '养老床位')
    """
    told = 4 <= len(name) <= 2 + SHORT and (_is_deed(name[:2]) or name[:2] in words_of("fate"))
    return name[2:] if told else name


def _of_last(place: Place, name: str, last: Measure) -> str:
    """矿业权7宗、|成交价; 安置退役士兵845人，|安置率; 发电装机90万千瓦、|装机占比; 5万元以上|村: of what was told."""
    told, quantity = last.indicator or "", place.quantity
    between = place.text[last.end : place.quantity.start]
    if not 2 <= len(told) <= 16 or _APART.search(between) or place.count > 1:
        return ""
    if place.embedded and last.unit == quantity.unit and told.startswith(name) and len(told) > len(name) + 1:
        return told
    counted = place.previous is not None and place.previous.unit_kind == "count"
    if _ATTRIBUTE.fullmatch(name) and told.endswith("里程"):
        return told.removesuffix("里程") + name if name.endswith("里程") else ""
    head = _head(told) if counted else ""
    if head and _ATTRIBUTE.fullmatch(name) and not place.embedded and not told.endswith(name):
        return head + name
    if (rate := _RATE.fullmatch(name)) is not None and quantity.unit == "%" and rate[1] not in _OF_ALL_PEOPLE:
        at = told.find(rate[1])
        if at > 1:
            return told[:at] + name  # 污水治理30处，|治理率
        done = place.text.find(rate[1], place.sentence, place.clause) >= 0
        opens = place.left.lstrip("，,、").startswith(name) and not only_verbs(told)
        whose = _head(told.removeprefix(rate[1])) if opens and (counted or (done and not at)) else ""
        fits = whose and not whose.endswith(("面积", "规模", "数量")) and (done or len(whose) <= len(name))
        return whose + name if fits else ""
    return ""


def _head(name: str) -> str:
    """各类矛盾纠纷 → 纠纷, 省级养猪点 → 养猪点: the last word, with the one before where it has one character."""
    words = cut(name) if name else ("",)
    last = words[-1] if len(words[-1]) > 1 else "".join(words[-2:])
    return last if len(last) <= 4 else ""


def _of_size(place: Place, name: str) -> str:
    """投资5亿元以上的项目|6个, 6个|投资5亿元以上的项目: how large those are that are counted; empty for all others."""
    text, quantity = place.text, place.quantity
    before, after = place.previous, place.following
    if before is not None and before.start >= place.clause and before.comparator in _BOUNDS:
        told = text[before.end : quantity.start].removeprefix("的")
        if not told and before.unit != quantity.unit and text[before.end] == "的":
            return f"{text[before.start : before.end]}的{name.rpartition('的')[2]}"  # 超500万元的|20家
        label = SIZE.search(text, max(place.clause, before.start - 8), before.start)
        begin = label.start() if label is not None else before.start if before.unit == "元" else -1
        if begin >= 0 and _same(told, name) and _REACHED.fullmatch(told, len(name)):
            return text[begin : before.end] + text[before.end : quantity.start].partition(name)[0] + name
    if after is not None and after.end <= place.clause_end and after.comparator in _BOUNDS:
        label = SIZE.fullmatch(text, quantity.end, after.start)
        near = label is not None or (after.unit == "元" and after.start == quantity.end)  # 8个|过亿元|项目
        rest = text[after.end : place.clause_end]
        if near and _same(rest.removeprefix("的"), name):
            return text[quantity.end : after.end] + rest.partition(name)[0] + name
    return ""


def _share_of_size(place: Place, name: str) -> str:
    """50亩以上|规模经营占比, 收入20万元以上的|村占比: how large those are that are a share of all; empty for others."""
    text, before, start = place.text, place.previous, place.quantity.start
    if before is None or not place.clause <= before.start or before.comparator not in _BOUNDS:
        return ""
    told = text[before.end : start].removeprefix("的")
    if before.unit_kind not in ("money", "amount") or not _SHARE.search(name) or not told.startswith(name):
        return ""
    label = left_words(text[max(place.clause, before.start - 16) : before.start]) if text[before.end] == "的" else ""
    return label + text[before.start : start].partition(name)[0] + name


def _same(told: str, name: str) -> bool:
    return len(name) >= 2 and told.startswith(name) and name[0] not in "且或和及并、"


def _of_threshold(place: Place, name: str) -> str:
    """投资5亿元以上的|工业项目, 存栏50头以上的|猪场: whose investment and whose herd is to be that large."""
    if place.quantity.comparator not in _BOUNDS or not place.right or SIZE.fullmatch(name) is None:
        return ""
    whose = _OWNER.match(place.right)
    return whose[1] + name if whose is not None else ""


def _of_deed(place: Place, name: str) -> str:
    """招聘|教师286名, 惠及1767户|居民: what is done to those counted, directly before them.

    What is only brought about, or had, tells nothing of the thing: 新建|学校, 完成|拆迁; of money it does: 安排|资金.
    """
    left = place.left.rstrip(" \xa0\u3000")
    if left.endswith(name):
        before = left[: -len(name)]
    elif place.right.startswith(name):
        before = left
    else:
        return ""
    before = _PREFIX.sub("", before)
    verb = _last_word(before)
    told = verb and verb not in name and (verb not in words_of("plain") or verb + name in _MONEY)
    return verb + name if told else ""


def _of_fate(place: Place, name: str) -> str:
    """5家|企业|上市, 44名|学生|被…录取, 6条|道路|改造提升: what becomes of those counted, directly behind them."""
    if not place.right.startswith(name) or place.quantity.unit_kind != "count":
        return ""
    rest = place.right[len(name) :]
    if (work := _WORKS.match(rest)) is not None:
        return name + work["work"]
    if (by := _BY.match(rest)) is not None:
        return by["verb"] + name
    rest = rest[_FATE.match(rest).end() :]  # type: ignore[union-attr]
    clause = re.split(r"[，。；、\n]", rest, maxsplit=1)[0]
    if (at := _AT.match(clause)) is not None:
        return at[1] + name  # 企业|在新三板挂牌
    words = cut(clause[:8])
    verb = words[0] if words else ""
    if 1 < len(words) <= 3 and verb not in _NO_FATE and verb not in _SERVED:
        verb = next((word for word in words[1:] if word in words_of("fate")), verb)  # 挂牌|上市, 新三板|挂牌
    return verb + name if verb in words_of("fate") and name.endswith(_MEMBERS) else ""


def _last_word(before: str) -> str:
    """The verb of two characters that ends the words; empty where they end otherwise."""
    words = cut(before[-8:]) if before else ()
    return words[-1] if words and _is_deed(words[-1]) else ""


def _is_deed(word: str) -> bool:
    return len(word) == 2 and (word in words_of("verb") or word in words_of("deed"))
