"""What lists of actors share: what no name holds, the noun that closes a list, the members of one read as a name."""

from __future__ import annotations

import re
from functools import cache

from extract.actors.offices import read_offices
from extract.actors.patterns import patterns

# What an actor's name never holds: the sign that a verb stands before the head.
FOREIGN = re.compile(
    r"、\s|[,;:。!?\n\"《》<>=+%→…]|实行|纳入|抽调|懂(?=技术|业务|管理|政策|法)|会(?=管理的?|经营|技术)|我(?![省市县区镇乡村校局院州旗国厅委办部会])|来(?=强化|推动|推进|促进|加强|提高|提升|完善|保障|实现)|\([一二三四五六七八九十]{1,3}\)|“(?!两委”|一把手”)|”(?<!两委”)(?<!一把手”)|第一[个位]|首[个位]|在(?<!所在)(?!编|校|岗|职|家|读|建)|对(?<!结对)(?!外|口|接)|需要|均需|受(?!援|理|灾|助|聘|委托)|请示|获|会同|\d[余多]?[所家个名]\Z|(?<![配运输护接移])送(?!变电)|到(?!家)|提交|递交|安排|组成(?!部|单|人|成|员)|成立(?!的)|召开(?!的)|供(?![销电水应热气暖养需给排])"
    r"|报(?!社|业)|经(?<![所流]经)(?![济营费验办贸信开发])|将(?!军)|把(?!手)|要(?<![重主需次必机]要)|由|是|使|让|被(?!巡[察视]|考核|检查|督[查导]|帮扶|审计|评估)|确定|造成|了(?!解)|着(?!力)|以(?!上|下|内|外|及)"
    r"|(?:结果|情况|成绩|得分|依据)作为|为(?<!作为)|应(?<![相响供对适反效]应)(?!急|用|对|届|收)|达到|通过|根据|按照|围绕|结合|实现|确保|并|给(?!排|水)"
    r"|(?<=[长记员师生])任(?!务|职|教|课|期)|从(?!业|事)|就(?!业|医|读|诊|近|餐)|用(?<!审用)(?<!聘用)(?!人|户|地|工)"
)
SHARED = re.compile(
    # 等大检查牵头部门: what they are charged with, before the noun for all
    r"等(?:[^,、;:。\n的在与和及要应须将负对为是由有]{1,8}?(?<!相关)(?<!有关)(?<!单位)(?<!部门)(?:牵头|责任|成员|主管|监管|配合|参与|管理|执法)(?:部门|单位)|(?:相关|有关|各类|各|多个|多|其他|职能|成员(?=单位|部门|学校|医院)|责任(?=单位|部门|科室)|配合(?=单位|部门|科室)|直属|主管|行政|承担[^,、;:。\n]{1,14}的|\d+个|[一二三四五六七八九十]+个?|县直|市直|驻地|驻[县市区镇]|辖区"
    r"|区直|[市县区镇乡街]属|基层|职能管理|业务|党政|群团|社会|行业|金融|镇直|医疗卫生|接续性|医疗){0,5}"
    r"(?:职能管理部门|部门[、和及或]单位|部门单位|部门|单位|机构|科室|处室|乡镇|学校|医院|领导|人员|镇街|街道|股室|企业|成员|组织|县区|同志|教师|(?<=个)(?:镇|乡|村|社区|县|区|市|园区))?"
    r"(?:(?:党政)?(?:主要|分管|相关|有关)?(?:负责同志|负责人|领导|同志))?)"
)
# 各县、市|区: levels of government before what they have in common; 各区、县级市政府 are two
_LEVELED = re.compile(r"[各本全]?[省市县区州旗乡镇村街道社区国地中]{1,4}级?(?:\([^()]*\))?、(?!县级市|县\(市\))")
_KINDS_OF_PERSON = frozenset("主要 分管 相关 有关 党政 专职 兼职 在职 各级 正副".split())
_CLOSED = re.compile(r"(?:[\u4e00-\u9fff]{2,10}、){1,20}[\u4e00-\u9fff]{2,10}?等[^,、;。\n]{0,6}?(?:部门|单位)")
_PLAIN_PART = re.compile("[\u4e00-\u9fff]{2,12}(?:\\([\u4e00-\u9fff、]{1,8}\\))?")
JOINT = re.compile(
    "[和与及各要须应派让等均为由任向给到从]|组成|组建|纳入|加入|牵头|配合|负责|承担|统一|协助|支持|参与|开展|召开|提供|选|聘|审|批|协商|制定"
)
_PLAIN_MEMBER = re.compile("[\u4e00-\u9fff]{2,12}(?=[、等])(?<!等)")
_CLOSES = re.compile("(?:、[^,、;。\\n]{2,14}){0,30}等[^,、;。\\n]{0,6}(?:部门|单位|机构)")
_SERVES = re.compile(r"为[^。;\n]{2,60}?(?:提供|开展|做好)")


def find_members(text: str, begin: int, end: int, limit: int) -> tuple[list[tuple[int, int]], int]:
    """消防、食品药品监管等部门, read as one name: its members, and where the noun for all of them ends (0 without).

    What is listed before 等…机构 are services, not institutions: 妇幼保健、疾病预防控制等医疗机构 is one party.
    """
    if "、" not in text[begin:end] or _LEVELED.match(text, begin, end):
        return [(begin, end)], 0
    stop, closed = end, 0
    for mark in re.finditer("等", text[begin:end]):
        shared = SHARED.match(text, begin + mark.start(), limit)
        if shared is not None and shared.end() >= end:
            if "机构" in shared.group():
                return [(begin, end)], 0
            stop, closed = shared.start(), shared.end()
            break
    spans, at = [], begin
    for part in text[begin:stop].split("、"):
        spans.append((at, at + len(part)))
        at += len(part) + 1
    if all(is_plain(text, *span) for span in (spans if closed else spans[:-1])):
        return spans, closed
    return [(begin, end)], 0


def find_closed(text: str, at: int, limit: int) -> tuple[tuple[tuple[int, int], ...], int] | None:
    """农经、水利、畜产监测等单位: functions, some known, that a noun for all of them closes; and where it ends."""
    whole = _CLOSED.match(text, at, limit)
    if whole is None:
        return None
    spans, end = find_members(text, at, whole.end(), limit)
    known = sum(text[slice(*span)] in _functions() for span in spans)
    return (tuple(spans), end) if end and 3 * known >= len(spans) else None


@cache
def _functions() -> frozenset[str]:
    return frozenset(name for office in read_offices() for name in office.names)


def is_plain(text: str, begin: int, end: int) -> bool:
    """Whether this can be an office by its function alone: no verb, nothing that joins clauses."""
    name = text[begin:end]
    if name in _functions():
        return True  # 建设, among offices, is one
    if (
        _PLAIN_PART.fullmatch(name) is None
        or name.endswith("级")
        or name in _KINDS_OF_PERSON
        or starts_with_verb(text, begin)
    ):
        return False
    return not (JOINT.search(name.replace("机要", "").replace("审计", "")) or FOREIGN.search(name))


def find_closing(text: str, at: int, limit: int) -> int | None:
    """Where the noun that closes a list of actors ends, which begins at ``at``; None where there is none.

    >>> find_closing("财政局等相关部门负责", 3, 10)      # "… and other departments concerned"
    8
    """
    found = SHARED.match(text, at, limit)
    return found.end() if found else None


_BARE_SECOND = frozenset("单位 机构 组织 企业 个人 人员".split())


def is_one_party(text: str, first: tuple[int, int], mark: str, second: tuple[int, int]) -> bool:
    """各有关部门和单位, 政府或集体办的村卫生室, 部门和单位的专家: two words for one party.

    >>> is_one_party("各部门和单位", (0, 3), "和", (4, 6)), is_one_party("县委和县政府", (0, 2), "和", (3, 6))
    (True, False)
    """
    name = text[second[0] : second[1]]
    if mark == "或":
        return first[1] - first[0] < 4 or name == "个人"
    if mark != "和":
        return False
    before = text[first[1] - 2 : first[1]]
    return name in _BARE_SECOND or (before in ("部门", "单位") and (name in ("部门", "单位") or name[:3] in _OF_BOTH))


_OF_BOTH = ("单位的", "部门的")


def starts_with_verb(text: str, at: int) -> bool:
    """Whether a predicate begins here, by a list of verbs, adverbs and prepositions that open one.

    >>> starts_with_verb("制定年度计划", 0), starts_with_verb("村民委员会", 0)    # "draw up a plan"
    (True, False)
    """
    if text.startswith("为", at):
        return bool(_SERVES.match(text, at))
    if text.startswith("组织、", at):
        at += 3  # 组织、指导: two verbs; 组织、财政: two offices
    if text.startswith(("是", "有", "可", "的", "等"), at):
        return False
    return bool(patterns().verb.match(text, at))


def each_other(text: str, begin: int, end: int) -> bool:
    """Whether another party begins where the name in text[begin:end] ends: 各部门|各单位 are two, 各级各部门 is one.

    >>> each_other("各部门各单位", 0, 3), each_other("各级各部门", 0, 2)
    (True, False)
    """
    return text.startswith("各", end) and text[end - 1] != "级" and "各" in text[begin:end]


def lists_verbs(text: str, begin: int) -> bool:
    """Whether verbs are listed here: what to do, not who does it.

    >>> lists_verbs("检查、督促、指导乡镇", 0), lists_verbs("财政、民政", 0)    # "inspect, urge, guide"; two offices
    (True, False)
    """
    return text.startswith("、", begin + 2) and starts_with_verb(text, begin) and starts_with_verb(text, begin + 3)


def plain_member(text: str, at: int, limit: int) -> int | None:
    """Where a function ends that no table knows, between those that one does: 公安、|城市管理综合执法|、…等单位.

    >>> plain_member("公安、综合执法、财政等单位", 3, 13), plain_member("公安、制定计划等", 3, 8)    # "draw up a plan"
    (7, None)
    """
    found = _PLAIN_MEMBER.match(text, at, limit)
    if found is None or any(head.end() == found.end() for head in patterns().head.finditer(text, at, found.end())):
        return None
    if starts_with_verb(text, at) or JOINT.search(found.group().replace("机要", "")) or FOREIGN.search(found.group()):
        return None
    return found.end() if _CLOSES.match(text, found.end(), limit) else None
