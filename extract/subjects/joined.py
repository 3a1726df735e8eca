"""A bare rate or amount and the noun that it is of, named in the clause before: …医疗保险覆盖面扩大，参保率达91%."""

from __future__ import annotations

import re

from extract.records import Measure
from extract.subjects.bare_labels import SUMS_OF_WORKS
from extract.subjects.continued import PLACE
from extract.subjects.phrases import strip_opening
from extract.subjects.surroundings import REACH, Place, Seen
from extract.subjects.words import only_verbs

# Names that say nothing until one knows of what.
_BARE = re.compile(
    r"(?:综合|总体|平均|群众|总|年)?(?:参保|参合|参与|覆盖|普及|安置|合格|达标|入住|签约|知晓|使用|利用|成活|保存|完成|开工|竣工|投产|通达|通畅|处置|处理"
    r"|治理|办结|化解|巩固|履约|入学|入园|就业|抽检合格|到位|出勤|安装|配备|办理|建档|管理|复审通过|受益|满意|好评|回访|通过|合格|签订)率"
    r"|(?:群众|社会|总体|综合)?满意度|保费|保险费|缴费标准|(?:个人)?缴费(?:金额)?|(?:保障|补助|补贴|救助|供养|筹资|缴费|报销|奖励)(?:标准|比例|水平)|封顶线|起付线"
)
# Where the predicate of the clause before begins.
_PREDICATE = re.compile(
    r"稳步|稳中|进一步|扎实|持续|全面|不断|深入|有序|顺利|逐步|明显|显著|基本(?=实现|完成|建立|形成|解决|消除|满足|覆盖|达)|实现|全部|得到|正式|从|由|以|已|达|提高|提升|扩大|完善|推进|推行|启动"
    r"|实施|运行|巩固|加强|增强|改善|完成|保持|稳定|健全|取得|成效|初步|普遍|良好|纳入|建立|更加|率先|均衡发展|力度|为重点|通过|依托|围绕|坚持|按照|加快|(?:全面|建成|顺利)*投产|竣工|建成|达产|投用|投运"
)
_TAIL = re.compile(r"(?:的?(?:覆盖面|覆盖范围|范围|工作|体系|制度|调查|活动|行动|水平|质量|面|能力|机制|试点|待遇))+\Z")
_PER = re.compile(r"每(?P<unit>[个处名户所家班件座栋间项位头株条台套辆])(?:平均|约|均)?\Z")
_EARNED = frozenset(
    "产能 总产能 年产能 产值 年产值 总产值 交易额 年交易额 销售收入 营业收入"
    " 主营业务收入 年销售收入 利税 年利税 纳税 税收 投资"
    " 吞吐量".split()
)
_ALTOGETHER = re.compile("[，,]?(?:共|累计|合计|总计)")
_SPENT = frozenset("投资 完成投资 投入 投入资金 资金".split())
_SET_ASIDE = frozenset("安排资金 安排投资 投资 资金 总投资 投入资金 补助资金 奖补资金".split())
_WORKS = ("整治", "工程", "改造", "治理", "项目", "建设", "行动", "攻坚")
_DIMENSIONS = frozenset(
    (
        "总长 总里程 里程 全长 总长度 长度 路面宽度 路基宽度 总投资 估算总投资 概算总投资"
        " 总建筑面积 建筑面积 占地面积 占地"
    ).split()
)
_BUILT = re.compile(
    r"[^，。；\n]{0,20}?(?:新建|改建|扩建|建设|修建|实施|启动|打造|开工|建成|铺设|架设|敷设)[^，。；\n0-9]{2,24}，"
)
_DONE_TO = re.compile("\\A(?:实施|启动|推进|完成|开展)(?=..)")
_OWNERS = re.compile("(?:园区|开发区|集团|公司|中心|市场|基地|企业|产业|项目|景区|港区|新区|工业园|产业园|[一二三]期)$")
_LABEL = re.compile(
    r"(?:总|年|计划)?(?:投资额?|补贴|补助|奖励|面积|建筑面积|占地(?:面积)?|规模|床位|产值|年产值|收入|成本|造价|长度|容量)"
)
_STATE = re.compile("[已均未]+(?:开工|完工|竣工|建成|投用|投产|完成|启动|开建|动工|入库|交付|销号)(?:建设|投用)?\\Z")
_SIZED = re.compile(
    r"[、，,；]?(?:其中|另有)?(?:超过?|达到?|过|在)?[0-9][0-9.]*[万亿千百]*(?:元|头|只|亩|人|户|吨)(?:以[上下])?的(?:有|共|达到?)?"
)
_LARGER = re.compile("的[有共达为]?")
_GRANTED = re.compile(
    "(?:发放|给予|享受|领取|落实|发给)(?P<grant>[^，。；、\\n]{0,12}(?:津贴|补贴|补助|奖励|奖金|救助金|生活费|费|金))[，,]\\Z"
)
_AGAIN = re.compile("(?:年|\\A)(?:又|再|另)(?=[一-鿿]{2})")  # 2024年|再改造5所
_LINE = 44  # characters of a line that names a project
_NO_NAME = re.compile("全部|均|都|其中|[^，]*、")
_COUNTED = re.compile("(?<![0-9])[0-9]{1,6}[座处个条所项]")
_IS_OF = re.compile("(?<=...)(?<![从所附直隶])(?:属于?|[系是](?=[省市县国]))")  # 片区改造|属市重点工程
_NOUNS = tuple("工程 项目 中心 园区 基地 公路 水库 学校 医院 企业 公司 市场 小区".split())
_THAT = re.compile(f"[该此](?P<noun>{'|'.join(_NOUNS)})")
_LABELS = re.compile(r"^(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]|[①-⑳]|[一二三四五六七八九十]是)\s*")

_BRACKETED = re.compile(
    r"(?<=..)[（(](?:(?!不?含|不?包|[省市县区乡镇街道村、]+[)）])(?=[A-Za-z0-9.]*[一-鿿])[^（）()]{3,}[)）]|[A-Za-z]+[)）])"
)


def strip_brackets(indicator: str) -> str:
    """Without explanations and letters in brackets; a bracket of one or two characters belongs to the name.

    >>> strip_brackets("断面水质优良（达到Ⅲ类）比例"), strip_brackets("改（新）建户厕")    # "share of good sections"
    ('断面水质优良比例', '改（新）建户厕')
    """
    return _BRACKETED.sub("", indicator)


def of_before(place: Place, words: str, counted: tuple[str, str]) -> str:
    """The noun that a bare name needs, from the clause before or, behind 每处, from what was counted; else empty.

    >>> from extract.measures import find_measures
    >>> text = "农民养老保险范围逐步扩大，参保率为83%。"    # "pensions cover more farmers: 83 % are in"
    >>> [m.indicator for m in find_measures(text)]
    ['农民养老保险参保率']
    """
    if place.previous_in_clause:
        return ""
    if words == "标准":
        grant = _GRANTED.search(place.text, max(place.sentence, place.clause - REACH), place.clause)
        return grant["grant"] if grant is not None else ""  # 发放高龄津贴，标准为60元
    if _LABEL.fullmatch(words) is not None:
        each = _PER.search(place.left[: place.left.rfind(words)]) if words in place.left else None
        unit, subject = counted
        if each is not None:
            return subject if unit == each["unit"] and 0 < len(subject) < 16 else ""
    if words in _DIMENSIONS and _BUILT.fullmatch(place.text, place.sentence, place.clause):
        return _DONE_TO.sub("", topic(place))  # 新建下穿通道，总长1400米
    if words in SUMS_OF_WORKS and (work := _named_work(place)):
        return work  # 实施水库加固工程，项目总投资3230万元
    if words in _SET_ASIDE and (work := _work_in_full(place)):
        return work  # 云河县奶牛场改造项目，计划安排资金180万元
    if words in _SPENT and (work := topic(place)).endswith(_WORKS):
        return work  # 开展环境整治，完成投资25亿元
    if words in _EARNED and not _ALTOGETHER.match(place.left):
        owner = topic(place) or first_topic(place)
        return owner if _OWNERS.search(owner) is not None else ""
    # 推进网上办理，办理率达85%: 网上办理率
    if place.quantity.unit_kind == "score" or _BARE.fullmatch(words) is None:
        return ""
    return topic(place, quotes=True).removesuffix(words[:-1])


def of_named(place: Place, indicator: str) -> str:
    """The indicator with the name that the sentence before gave to what 该工程 takes up again.

    >>> from extract.measures import find_measures
    >>> text = "（二）甲河治理工程。该工程投入资金1900万元，占地30亩。"     # "River works. They took 19 million …"
    >>> [m.indicator for m in find_measures(text)]
    ['甲河治理工程投入资金', '占地']
    """
    if not indicator.startswith(_NOUNS):
        return indicator
    found = _THAT.search(place.text, max(place.sentence, place.quantity.start - REACH), place.quantity.start)
    if found is None or not indicator.startswith(found["noun"]):
        return indicator
    before = place.text[max(0, place.sentence - REACH) : place.sentence].rstrip("。；：: \n\u3000")
    name = _LABELS.sub("", re.split(r"[。；：:，,！？\n]", before)[-1].strip())
    named = 4 <= len(name) <= 24 and name.endswith(found["noun"]) and not re.search("[0-9]", name)
    return name + indicator.removeprefix(found["noun"]) if named else indicator


def of_things(place: Place, indicator: str, found: list[Measure], seen: Seen) -> str:
    """The things that the sentence before counted, where this one says no more than what has become of them.

    >>> from extract.measures import find_measures
    >>> text = "新建幼儿园159所。截至6月20日，已完工99所。"    # "159 nurseries are built. By 20 June 99 were finished"
    >>> [m.indicator for m in find_measures(text)]
    ['幼儿园', '幼儿园']
    """
    if place.quantity.unit_kind != "count" or not found:
        return indicator
    if not place.right.strip("、，") and len(indicator) <= 5 and PLACE.fullmatch(indicator):
        return _of_places(place, indicator, found)
    if not place.right and place.previous_in_clause and _LARGER.fullmatch(place.left):
        indicator = ""  # 猪场180个，其中出栏5000头以上的|不少于22个
    if not place.right and _SIZED.fullmatch(place.left):
        indicator = ""  # 网店10家、超500万元的|20家
    if indicator and not only_verbs(indicator):
        return indicator
    last = found[-1]
    again = _STATE.search(place.left) or _AGAIN.search(place.left)
    if last.unit != place.quantity.unit and (not indicator or "其中" in place.left or again):
        last = next((item for item in reversed(found[-5:]) if item.unit == place.quantity.unit), last)
    between = place.text[last.end : place.quantity.start]
    known = last.unit == place.quantity.unit and len(between) < REACH and "\n" not in between
    if not known or not last.indicator or only_verbs(last.indicator):
        return indicator
    seen.subject = last.indicator
    return last.indicator


def _of_places(place: Place, indicator: str, found: list[Measure]) -> str:
    """甲乡母猪300头、猪场24个；乙乡400头、31个: what was counted of the place before; else the place."""
    same = next((item for item in reversed(found[-5:]) if item.unit == place.quantity.unit), None)
    if same is None or not same.indicator or place.text.find("\n", same.end, place.quantity.start) >= 0:
        return indicator
    whose = PLACE.match(same.indicator)
    return same.indicator[whose.end() if whose is not None else 0 :] or indicator


def _named_work(place: Place) -> str:
    """The works that the clause before names, with their number or without; empty where it names none."""
    earlier = place.text[max(place.sentence, place.clause - REACH) : place.clause].rstrip("，,")
    clauses = re.split("[，,；;：:]", earlier)
    clause = next((clause for clause in reversed(clauses) if clause.endswith(("工程", "项目"))), "")
    named = strip_opening(_IS_OF.split(_COUNTED.split(clause)[-1])[0])
    return named if 4 <= len(named) <= 24 and not _NO_NAME.match(named) else ""


def _work_in_full(place: Place) -> str:
    """The project that the line begins with and nothing but names, with its place and year; else empty."""
    begin = place.text.rfind("\n", 0, place.clause) + 1
    line = place.text[begin : place.clause].rstrip("，,：:")
    named = strip_opening(line) if len(line) <= _LINE and line.endswith(("工程", "项目")) else ""
    return "" if re.search("[，。；：0-9]", named) or len(named) < 4 else named


def topic(place: Place, *, quotes: bool = False) -> str:
    """What the clause before is about; empty where it holds a number, or ``quotes``, or is no short statement."""
    start = max(place.sentence, place.clause - REACH)
    earlier = place.text[start : place.clause].rstrip("，,")
    if not earlier or len(earlier) == place.clause - start or place.follows:
        return ""
    told = topic_of(re.split(r"[，,；：:（()）]", earlier)[-1])
    return "" if "“" in told and not quotes else told


def first_topic(place: Place) -> str:
    """What the first clause of the sentence is about: 甲园区通过挖潜改造，…，产值190亿元."""
    earlier = place.text[max(place.sentence, place.clause - REACH) : place.clause]
    return topic_of(re.split(r"[，,；：:（()）]", earlier)[0]) if earlier else ""


def topic_of(clause: str) -> str:
    if re.search(r"[0-9]", clause):
        return ""
    words = strip_opening(clause)
    cut = _PREDICATE.search(words, 2)
    words = words[: cut.start()] if cut is not None else words
    words = _TAIL.sub("", words)
    return words if 2 <= len(words) <= 16 and not re.search("[、的]", words) else ""
