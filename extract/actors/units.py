"""Parts of actors' names: units named after their house, committees by a task, quotes, brackets."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.actors.lists import FOREIGN, JOINT, starts_with_verb
from extract.actors.offices import office_functions, read_offices
from extract.actors.patterns import FOLLOW
from extract.text.alternation import one_of

_SUB_UNIT = re.compile(
    r"驻[\u4e00-\u9fff]{1,8}?(?:联络处|办事处|代表处)|[\u4e00-\u9fff]{0,8}?(?:委员会|领导小组|指挥部|工作组|专班|(?<=[班部])[\u4e00-\u9fff]{2,4}组(?=[、,。;)要应须必负牵])|大队|中队|支队|调查队|总队|分局|监察[局委]|办公室|研究院|学校|服务中心"
    r"|办(?<![督查交承协主举审申开创]办)(?=[、,。;)要应须牵负配具实统承会审汇]|组织|主办|$)|(?<=政府)(?:全体|党组|常务)会(?:议)?(?=[、,。;)要应须审研讨通批同]|$)|(?<=[委府])(?:常务?|党委|书记|主席团|办公)会议?(?=[、,。;)要应须审研讨通批同]|$)|(?:主管|行政|管理|职能|工作)部门|中心(?![城校镇小环])|科室|(?:总)?值班室|督[查导]室|督[查导]办公室|[股科室站所](?=[、,。;)要应须牵负配承]|$)|司(?=[、,。;()要应须牵负配承]|$))"
)
# 县政府|社会处, 本府|教育处: departments of a county government are named after it in Taiwan, and some elsewhere
_DEPARTMENT = re.compile(
    "(?<=府)(?![要责授由将和及对给令委批会同向经报请各])[\u4e00-\u9fff]{2,4}?[处局]"
    + FOLLOW.replace("审批|", "督导|辅导|审批|审查|核定|核备|备查|办理|规划|派员|", 1)
)
# 县委|全面深化改革委员会: what is set up may be named by what it does
_COMMITTEE = re.compile(
    "(?<=委|府|组)(?:全面|实施|推进|创建|加快|深化|巩固|防范|应对|统筹|促进|落实|整治|化解|打击|保障|审计|统一战线)"
    "[\u4e00-\u9fff]{0,14}?(?:领导小组|委员会|指挥部)(?:办公室)?"
    + FOLLOW.replace("审批|", "审批|研究|讨论|审查|会议|全体|", 1)
)
_QUOTED = re.compile("“[^“”\n]{1,10}”(?=[^“”]{0,10}(?:组|办公室|办|指挥部|专班|委员会|会议)(?:[^“”]{0,8})?$)")


def sub_unit(text: str, end: int, stop: int) -> re.Match[str] | None:
    """县公安局交警大队: a unit named after the house it belongs to.

    >>> text = "县公安局交警大队负责"    # "the traffic police of the county's police are in charge"
    >>> sub_unit(text, 4, len(text)).group()
    '交警大队'
    """
    found = _SUB_UNIT.match(text, end, stop)
    if found is None or FOREIGN.search(text, end, found.end()) or JOINT.search(found.group()):
        return _set_up(text, end, stop)
    return _COMMITTEE.match(text, end, stop) if starts_with_verb(text, end) else found


def _set_up(text: str, end: int, stop: int) -> re.Match[str] | None:
    if text[end - 1] not in "委府组":  # what both look for before them
        return None
    found = None if text[end - 1] != "府" or starts_with_verb(text, end) else _DEPARTMENT.match(text, end, stop)
    return found or _COMMITTEE.match(text, end, stop)


def is_foreign(text: str, begin: int, end: int) -> bool:
    """Whether this holds what no name holds; 区“两违”整治办公室 may have a word in quotes.

    >>> is_foreign("区“两违”整治办公室", 0, 10), is_foreign("区“两违”行为", 0, 7)    # an office; "… offences"
    (False, True)
    """
    if (text.find("(", begin, end) < 0) != (text.find(")", begin, end) < 0):
        return True  # 【选定】仲裁委员会: half of a bracket
    if FOREIGN.search(text, begin, end) is None:
        return False
    name = text[begin:end]
    return "”" not in name or FOREIGN.search(_QUOTED.sub("", name)) is not None


def lists_offices(bracket: str, kind: str) -> bool:
    """县级医院(县人民医院、县中医院): the bracket names those it speaks of, each of the same kind.

    >>> lists_offices("(县人民医院、县中医院)", "医院"), lists_offices("(街道、园区)", "乡镇")    # kinds of place
    (True, False)
    """
    names = bracket[1:-1].split("、")
    return len(names) > 1 and all(len(name) > 3 and (name.endswith(kind) or office_functions(name)) for name in names)


@lru_cache(maxsize=1)
def _closing_names() -> re.Pattern[str]:
    names = {name for office in read_offices() for name in office.names if len(name) > 1}
    return re.compile(one_of(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))) + FOLLOW)


def closing_function(text: str, at: int, limit: int) -> re.Match[str] | None:
    """A function that closes a list of offices: 县人武部、公安、交警|要.

    >>> closing_function("县人武部、交警要", 5, 8).group()    # "(the armed forces department,) the traffic police must"
    '交警'
    """
    found = _closing_names().match(text, at, limit)
    return found if found and not text.startswith("部门", found.end()) else None
