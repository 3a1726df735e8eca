"""What an actor phrase is, and how a list of actors is split.

An actor is a noun phrase that ends in a head of ``data/actor_heads.tsv`` (局, 医院, 各乡镇, 校长 …). Phrases are
read forwards from a place where one may begin (a clause, 由, 以, 将 …), so every reading is anchored and bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

LONGEST = 46  # characters of one actor; the longest office names of our gold have 35

FOLDED = str.maketrans("（）［］【】，：；！？％．", "()[][],:;!?%.")


def fold(text: str) -> str:
    """The text with full-width punctuation narrowed, one character for one.

    >>> fold("各县（市、区）：")    # "all counties (cities, districts):"
    '各县(市、区):'
    """
    return text.translate(FOLDED)


class Reading(NamedTuple):
    """A list of actors: their spans, and where the text goes on after them."""

    spans: tuple[tuple[int, int], ...]
    end: int
    shared: bool = False  # the list closes with a noun for all: 财政、人社等部门


class _Head(NamedTuple):
    head: str
    kind: str
    unless_after: str
    unless_before: str


def read_heads() -> tuple[_Head, ...]:
    """The heads of actor phrases, as the table lists them."""
    lines = resources.files("extract").joinpath("data/actor_heads.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(_Head(*line.split("\t")[:4]) for line in lines[1:])


# 县 and 区 are actors by themselves only where a verb or a list goes on; inside a name they are not.
_FOLLOW = (
    r"(?=[、,;。:()和及与或要须必等把都也均]|应(?!急)|对(?!外|口)|在(?!编|线)|按|根据|结合|将|为|作为|负责|牵头|配合|承担|可(?!持)|每|不得|参与|参加|加强|加大|组织(?!部)"
    r"|开展|落实|制定|建立|统筹|依据|整体|全部|统一|纳入|加入|一并|全面|进一步|积极|认真|定期|共同|密切|主动|具体|直接|切实|批准|审批|审核|同意|备案|审定|审议|通过|认定|收到|接到|受|$)"
)
_PAYS = r"(?=承担|负担|保障|安排|拨付|予以|给予|列支)"


def _head_pattern(heads: Iterable[_Head]) -> str:
    parts = []
    for head, kind, after, before in sorted(heads, key=lambda row: -len(row.head)):
        part = re.escape(head)
        if after:
            part += f"(?<![{after}]{re.escape(head)})"
        if before:
            part += f"(?![{before}])"
        if kind == "fund" or kind == "short" or (kind == "place" and len(head) == 1):
            part += _PAYS if kind == "fund" else _FOLLOW
        parts.append(part)
    return "|".join(parts)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    head = _head_pattern(read_heads())
    bracket = r"(?:\([^()\n]{1,16}\))?"
    inner = (
        r"(?:(?:内|各|所属|下属|主要|分管|相关|有关|责任|一把手|主管|牵头|成员|核心|协作|联合|责任|配合|主办|承办|协办|参与|执行|副|总"
        r"|专职|兼职|班子|全体|法人|骨干|科研|工作|直属|派出|管理|所在|机关|党员|青年|在职|医务|卫生|基层|医疗|中青年|优秀|专业|技术|新进|在编|第一){1,3}"
        r"|的[^,、;:。的要应须将对在\n]{0,8}?"
        r"|(?:选派|派出|推荐|指定|指派|委派|聘请|任命|派驻)的"
        r"|内[^,、;:。的\n]{1,6}的|[^,、;:。\n要]{0,30}从事[^,;:。\n]{1,20}的)?"
    )
    return {
        "head": re.compile(head),
        "more": re.compile(
            rf"{bracket}{inner}(?:{head})|\([^()\n]{{1,16}}\)(?:(?![要应须对在将为由负和与及或])[\u4e00-\u9fff]){{1,10}}?(?:{head})"
        ),
        "levels": re.compile(r"[各每]?[个]?[省市县区州旗乡镇村](?:、[省市县区州旗乡镇村])+(?:[两二三四]级)?"),
        "place": re.compile(
            "|".join(re.escape(row.head) for row in read_heads() if row.kind == "place" and len(row.head) > 1)
        ),
        "level": re.compile("[县市区州旗镇乡村]" + _FOLLOW),
        "follow": re.compile(_FOLLOW),
        "bracket": re.compile(r"\([^()\n]{1,16}\)"),
    }


# What an actor's name never holds: it is the sign that a verb stands before the head.
_FOREIGN = re.compile(
    r"[,;:。!?\n“”\"《》<>=+%→…]|在(?!编|校|岗|职|家|读)|(?<!结)对(?!外|口|接)|需要|受(?!援|理|灾|助|聘|委托)|获|提交|递交|报(?!社|业)|经(?![济营费验办贸信开])|将(?!军)|把|(?<![重主需次必])要|由|是|使|让|被|了(?!解)|着(?!力)|以(?!上|下|内|外|及)"
    r"|(?<![作])为|(?<![相响供对适反效])应(?!急|用|对|届|收)|达到|通过|根据|按照|围绕|结合|实现|确保|并|给(?!排|水)|从(?!业|事)|就(?!业|医|读|诊|近|餐)|(?<!审|聘)用(?!人|户|地|工)"
)
_VERB_FIRST = re.compile(
    r"(?:加强|完善|建立|健全|推进|推动|强化|落实(?!单位)|组织(?!部|、|和)|开展|支持|鼓励|引导|督促|深化|加快|提高|提升|发挥|促进|坚持|整合|利用|充分"
    r"|围绕|实施(?!单位|主体)|选择|成立|明确|做好|构建|形成|探索|实行|结合|指导(?!组|员|教|单|中)|帮助|扶持|培育|发展(?!和|改|局|中)|打造|关于|为|向|与|和|及|等"
    r"|且|但|如|若|因|当|凡|从|到|认真|积极|全面|不断|大力|继续|切实|依法|依托|增强|优化|改善|壮大|做大|做强|新建|建成|争取|严格|统一|要求|需|通过|经|报|参加|协调(?!小|组|办|中|机)"
    r"|配合(?!单|部)|服务(?!中|站|机|团|单|队|专)|协助|进入|培养|培训(?!中|机|学|基)|激发|保障(?!部|局|中|所|组)|强调|规范|创新|创建|创办|新增|引进|获|赋予|带动|激励|尊重|满足|举办(?!单|学|者)"
    r"|没有|有(?!关|条|资)|无|不|可|能|会同|联合(?!会|单|国|执|县|学|体)|交由|依靠|面向|拓展|完成|深入|突出|集中|力争|评选|评为|选派|选聘|表彰|调动|逐步|探索|广泛|主动|转变|紧跟|紧盯|紧扣|布局|拥有|设有|覆盖|涉及|包括|确需|自觉|接受|坚决|引入|吸引|招引|联系|发动|动员|邀请|聘请|凝聚|团结|聚力|着力|奋力|聚焦|全力|精心|持续|加力|纵深|稳步|有效|高效|紧紧|牢牢|作为|离不开|得益于|按|建设(?!局|部|单|厅|委|银|和|与|、|管|工|领)|负责(?!人|同|部|单)|承担|统筹(?!办)|牵头(?!单|部|医|学|校|城|领|人|的)|参与(?!单|部|学|活)|制定|安排|组建|重组|设立|下设|保留|加挂|研究(?!室|所|院|会|机)|管理(?!委|局|处|中|部|人|机)|开办|出台|印发|审议|行使|履行|发放|拨付|领导(?!小|干|班|同|$|[、,和]))"
)
_LEAD_IN = re.compile(
    r"(?:[\s\u3000]|(?:专题)?请示|即|\d{2,4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:[前底起]+)?|其中[,:]?|同时[,]?|此外,?|另外,?|目前,?|今后,?|其它|例如:?|特别是|尤其是|分别|具体|早期|一般|原则上|最终|主要|全部|及时|逐步|后|再|也|可|可以|均|已|先|仍|都|则|统一|并|拟|将|应|须|"
    r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d)|[①-⑳⑴-⒇⒈-⒛㈠-㈩]|[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十百\d]{1,4}[条章节]"
    r"|[\"“](?=[^\"”]{1,20}为龙头))"
    r"|[^,、;:。的\n要应对在]{0,10}(?:共同体|医共体|教共体|区域|县域|市域|学校|系统|单位)内的(?=[各城乡学医一]|\d|[\u4e00-\u9fff]{2,8}(?:学校|医院|机构)))*"
)
_COUNT = re.compile(
    r"(?:[^,、;:。\n]{0,8}?每个[^,;:。\n]{1,14}?的|全[县市区省]|(?:(?![共建设新成有覆涉包含超])[\u4e00-\u9fff]){1,8}?(?=\d))?(?:其他|其余)?(?:若干|几|多|\d{1,4}|[一两二三四五六七八九十]{1,3})(?:余|多)?[所家个名位支类间](?:或者?[多几][所家个])?"
)
_HAVING = re.compile(r"有条件的|符合条件的|具备条件的")
_SHARED = re.compile(
    r"等(?:相关|有关|各|多个|多|其他|职能|成员|责任|配合|直属|主管|承担[^,、;:。\n]{1,14}的|\d+个|[一二三四五六七八九十]+个?|县直|市直|区直|基层|职能管理|各类|业务|党政|镇直|医疗卫生|接续性|医疗){0,5}"
    r"(?:职能管理部门|部门和单位|部门单位|部门|单位|机构|科室|处室|乡镇|学校|医院|领导|人员|镇街|街道|股室|企业|成员|组织|县区|同志|教师)?"
)
_SEPARATOR = re.compile(r"、|(?:分别)?(?:和|与|及其?|以及|暨)(?!其)|或(?!者)")
_BARE_SECOND = frozenset("单位 机构 组织 企业 个人 人员".split())
_ENDS_SHARED = ("部门", "单位", "局", "机构", "办", "委", "科", "厅")


def _item(text: str, start: int, limit: int) -> tuple[int, int] | None:
    """One actor that begins at start: where its name begins and ends."""
    patterns = _patterns()
    begin = _LEAD_IN.match(text, start, limit).end()  # type: ignore[union-attr]
    if _VERB_FIRST.match(text, begin):
        return None
    for pattern in (_HAVING, _COUNT):
        if found := pattern.match(text, begin, limit):
            begin = _keep_count(text, begin, found.end())
    if _VERB_FIRST.match(text, begin):
        return None
    stop = min(limit, begin + LONGEST)
    levels = patterns["levels"].match(text, begin, stop)
    if levels and patterns["follow"].match(text, levels.end()):
        return begin, levels.end()  # 各州、市 is one party
    head = patterns["head"].search(text, levels.end() if levels else begin, stop)
    if head is None:
        return None
    end = head.end()
    if patterns["place"].fullmatch(head.group()):
        end = _name_after_place(text, end, stop)
    while more := patterns["more"].match(text, end, stop) or _sub_unit(text, end, stop):
        end = more.end()
    if bracket := patterns["bracket"].match(text, end, limit):
        end = bracket.end()
    short = end - begin < 2 and not (text.startswith("、", end) and text[begin] in "省市县区州旗镇乡村")
    if short or text[begin] in "、()·" or _FOREIGN.search(text, begin, end):
        return None
    return begin, end


_SUB_UNIT = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:委员会|领导小组|指挥部|工作组|专班|大队|中队|支队|分局|办公室|研究院|学校|服务中心|中心(?![城校镇小环])|科室|督查室|[股科室站所](?=[、,。;)要应须]|$))")


def _sub_unit(text: str, end: int, stop: int) -> re.Match[str] | None:
    """县公安局交警大队: a unit named after the house it belongs to."""
    found = _SUB_UNIT.match(text, end, stop)
    if found is None or _FOREIGN.search(text, end, found.end()) or _JOINT.search(found.group()) or starts_with_verb(text, end):
        return None
    return found


_JOINT = re.compile("[和与及各要须应派让等均为由任]|组成|组建|纳入|加入|牵头|配合|负责|承担|统一|协助|支持|参与|开展|召开|提供|选|聘|审|批|协商|制定")


def _name_after_place(text: str, end: int, stop: int) -> int:
    """社区, 各级 may open a longer name: 社区卫生服务中心, 各级财政部门."""
    patterns = _patterns()
    if patterns["follow"].match(text, end):
        return end
    head = patterns["head"].search(text, end, min(stop, end + 14))
    if (
        head
        and not _FOREIGN.search(text, end, head.end())
        and not re.compile(r"[^、(]*[、和与及]").match(text, end, head.start())
    ):
        return head.end()
    return end


def _keep_count(text: str, begin: int, counted: int) -> int:
    # 其他若干所学校: bare 学校 would say nothing, so the count stays with it.
    return (
        begin
        if text.startswith(("学校", "单位", "部门", "医院"), counted) and text[begin : begin + 2] == "其他"
        else counted
    )


@lru_cache(maxsize=1)
def _bare_names() -> re.Pattern[str]:
    from extract.offices import read_offices

    complete = _patterns()["head"]
    names = {name for office in read_offices() for name in office.names if not complete.search(name + "、")}
    words = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    return re.compile(rf"[省市县区州镇]?(?:各级|同级|本级|上级|各|级)?(?:{words})(?:管理|行政)?(?=[、和与及等]|部门)")


def _bare_list(text: str, start: int, limit: int) -> Reading | None:
    """组织、编制、财政、人社等部门: names of functions, which a closing noun makes actors."""
    spans: list[tuple[int, int]] = []
    at = _LEAD_IN.match(text, start, limit).end()  # type: ignore[union-attr]
    while True:
        if found := _bare_names().match(text, at, limit):
            end = found.end()
            if text.startswith("部门", end):
                return _go_on(text, [*spans, (at, end + 2)], limit) if spans else None
            spans.append((at, end))
        elif spans and (item := _item(text, at, limit)):
            spans.append(item)
            end = item[1]
        else:
            return None
        if shared := _closing(text, end, limit):
            return Reading(tuple(spans), shared, True)
        separator = _SEPARATOR.match(text, end, limit)
        if separator is None:
            closed = len(spans) > 1 and text[spans[-1][0] : end].endswith(_ENDS_SHARED)
            return Reading(tuple(spans), end) if closed else None
        at = separator.end()


def _closing(text: str, at: int, limit: int) -> int | None:
    if not text.startswith("等", at):
        return None
    found = _SHARED.match(text, at, limit)
    return found.end() if found else None


def _go_on(text: str, spans: list[tuple[int, int]], limit: int) -> Reading:
    """Further items after those read so far."""
    end = spans[-1][1]
    while separator := _SEPARATOR.match(text, end, limit):
        if separator.group() != "、" and (bare := _bare_list(text, separator.end(), limit)):
            return Reading((*spans, *bare.spans), bare.end, bare.shared)
        if separator.group() == "、" and (level := _patterns()["level"].match(text, separator.end(), limit)):
            end = level.end()
            spans[-1] = (spans[-1][0], end)  # 每个街道、镇 is one party
            continue
        item = _item(text, separator.end(), limit)
        if item is None:
            break
        if separator.group() == "或" and spans[-1][1] - spans[-1][0] < 4:
            item = (spans.pop()[0], item[1])  # 政府或集体办的村卫生室: one kind of actor
        if separator.group() == "和" and text[item[0] : item[1]] in _BARE_SECOND:
            item = (spans.pop()[0], item[1])  # 各有关部门和单位 is one party
        spans.append(item)
        end = item[1]
    shared = _closing(text, end, limit)
    return Reading(tuple(spans), shared or end, shared is not None)


_LISTS = re.compile(r"[^,;。\n、和与及]{2,24}[、和与及]")


def read_actors(text: str, start: int, limit: int | None = None) -> Reading | None:
    """The list of actors that begins at start, or None. The text must be folded (see fold).

    >>> text = "县财政局、县人社局和各乡镇要密切配合"    # "county finance bureau, … and all townships must …"
    >>> [text[a:b] for a, b in read_actors(text, 0).spans]
    ['县财政局', '县人社局', '各乡镇']
    >>> text = "组织、编制、财政等部门要"
    >>> [text[a:b] for a, b in read_actors(text, 0).spans]
    ['组织', '编制', '财政']
    """
    limit = len(text) if limit is None else limit
    if _LISTS.match(text, start, limit) and (bare := _bare_list(text, start, limit)):
        return bare
    first = _item(text, start, limit)
    return _go_on(text, [first], limit) if first else None


_VERB = re.compile(
    r"(?:编制|审查|协同|组建|收集|汇总|报送|管理|维护|调度|打击|核查|公布|宣传(?!部|、)|发布|引导|安排|履行|保护|整治|巩固|监测|预防|处置|储备|供应|检测|处理|查办|审议|研究|立案|查处|受理|接到|收到|申请|办理|自行|采取|召集|作为|负责|承担|做好|办理|推广|依法|会同|共同|进一步|加强|建立|拟定|签署|提供|主持|牵头|召开|对|将|把|根据|按|按照|依据|就|为|于|在|以|及时|要|应|积极|认真|重点|继续|统筹|充分|严格|定期|具体|主要|监督|指导|考核|审核|审批)"
)


_SERVES = re.compile(r"为[^。;\n]{2,60}?(?:提供|开展|做好)")


def starts_with_verb(text: str, at: int) -> bool:
    """Whether a predicate begins here, by a list of verbs, adverbs and prepositions that open one."""
    if text.startswith("为", at):
        return bool(_SERVES.match(text, at))
    return bool(_VERB.match(text, at) or _VERB_FIRST.match(text, at)) and not text.startswith(
        ("是", "有", "可", "的", "等"), at
    )
