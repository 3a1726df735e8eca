"""Whom a bare reward or grant goes to: 对养老机构，给予10万元补助; 被评为先进村的，奖励3万元; 种植户每亩补贴200元."""

from __future__ import annotations

import re

from extract.subjects.items import of_first_clause, worked_on
from extract.subjects.nouns import SIZE
from extract.subjects.surroundings import REACH, Place

_BARE = re.compile(
    r"(?:(?P<who>[^每]{2,12})?每(?:人次?|户|[^，。；0-9]{1,4}[一天日晚])|每[^，。；0-9]{1,3}|[^，。；0-9]{0,4}合格[的后]?|[^，。；]{0,16}每[0-9]{1,4}万?[美欧]?元)?(?:一次性|可|分别|获得|给予|最高|定额|再|另行|增发|加发|发放)*(?P<kind>(?:奖励|奖补|补助|补贴|资助|津贴|奖金|贴息|救助)(?:资金|金额|金|经费|额)?)"
)
_PER = r"每(?:户|人次?|亩|个|头|只|家|村|名|套|台|辆|吨|平方米|公里|株|箱|单|例|床|所|处|班|项|件|年|月)"
# 种植户|每亩补贴, 过夜游客|每住宿一天奖励
_EACH = re.compile(rf"(?P<who>[^，。；、：0-9]{{2,20}}?)(?:{_PER}|每[^，。；0-9]{{2,4}}[一天日晚])")
# 为困难学生|发放补助
_TO = re.compile(r"(?:为|给|对|向)(?P<who>[^，。；：0-9]{2,24}?)(?:发放|给予|予以|提供|实行|进行|拨付|落实|兑现|[，,])")
# 对…的企业，(按…，)给予; 被评为先进村的，奖励
_BEFORE = re.compile(
    r"(?:\A|[，,；;。：:])\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]\s*|第[一二三四五六七八九十]{1,3}条\s*)?"
    r"(?:(?:对于?|凡是?|给予?|为)(?P<who>[^，。；,;：]{2,40}?)|(?P<such>[^，。；,;：]{3,30}的)"
    r"|(?P<those>[^，。；,;：、]{0,24}(?:企业|户|单位|学校|机构|合作社|人员|人才|家庭|个人|村|学生|教师|旅行社)))(?:[，,]|\Z)"
)
_OPENS = re.compile(
    r"\A(?:(?:第[一二三四五六七八九十]{1,3}条\s*|对于?|凡是?|凡|为|给|经|当?年度|已|新(?![增建办设引认评上开])|给予|可|扶持奖励|奖励|扶持|鼓励)(?=..))+"
)
_BRACKET = re.compile(r"[（(][^（）()]*[)）]")
_SERIES = re.compile(r"(?:\A|(?<=[，,；;。：:\n）)]))([^，。；,;：\n]{2,24}[、和及与][^，。；,;：\n]{2,40})[，,]\Z")
_EACH_OF = re.compile("([^，。；：]{2,24}、[^，。；：]{2,40})分别")
_AND = re.compile("、|和|以?及|与")
_CONDITION = re.compile(
    "\\A(?:经.{0,8})?(?:验收|考核|评定|检查)合格|\\A经.{1,10}(?:立项|认定|批准|审核|同意)\\Z|(?:符合|按照?|根据|经|每|满|达到?).*条件|的情况|要求|规定|标准|基础上|同时|前提"
)
_LONGEST = 26
_ANYBODY = ("主体", "的单位", "的企业", "的个人")  # who of them says what they were named
_LONGEST_LIST = 44
# 每通过一次复审，奖励2万元; 每新增1个托位，补助
_EACH_DEED = re.compile(
    r"每(?:成功)?(?:通过|获得?|新增|新建|完成|引进|培育|举办|承办|建成|创建|增加|招引|招聘|吸纳)[0-9一]{1,4}[^，。；0-9]?(?P<what>[^，。；0-9]{2,14}?)(?:的)?[，,]\Z"
)
_PRIZE = re.compile(
    "(?P<what>(?:[特一二三四]等|优[秀胜]|鼓励|创新|入围|组织)奖)(?:各?[0-9一二两三四五六七八九十]{1,3}[名个项])?[，,]\\Z"
)
# 支持商贸企业做大做强。年零售额达到…的，给予
_FOR_WHOM = re.compile(
    "(?:支持|鼓励|扶持|引导|推动|促进|帮助)(?P<who>[^，。；、\n]{0,8}?(?:企业|户|主体|合作社|机构|单位|园区|景区|学校|农场|人才|医院))"
    "(?!和|与|、)[^。\n]{0,14}。"
)


def of_recipient(place: Place, name: str) -> str:
    """The reward with those who get it; empty where the name says more than that, or the sentence names nobody.

    >>> from extract.measures import find_measures
    >>> text = "对评定为三星级的养老机构，给予10万元补助。"    # "homes rated three stars are given 100,000 yuan"
    >>> [m.indicator for m in find_measures(text)]
    ['评定为三星级的养老机构补助']
    """
    bare = _BARE.fullmatch(name)
    if bare is None or place.quantity.unit_kind not in ("money", "rate"):
        return ""
    who = bare["who"] or (place.count > 1 and _listed(place)) or _told_at_once(place) or _recipient(place)
    who = who or of_first_clause(place)
    if SIZE.fullmatch(who):
        who = _for_whom(place) or who
    return who.removesuffix(bare["kind"]) + bare["kind"] if who else ""


def _told_at_once(place: Place) -> str:
    """The deed or the prize that the clause before names: 每新增1个托位，补助; 一等奖一名，奖金."""
    start = max(place.sentence, place.clause - REACH)
    told = _EACH_DEED.search(place.text, start, place.clause) or _PRIZE.search(place.text, start, place.clause)
    return told["what"] if told is not None else ""


def _for_whom(place: Place) -> str:
    """支持商贸企业做大做强。年零售额…，奖励: those whom the paragraph begins with."""
    begin = place.text.rfind("\n", 0, place.sentence) + 1
    told = _FOR_WHOM.search(place.text, begin, min(place.sentence, begin + REACH))
    return told["who"] if told is not None else ""


def _recipient(place: Place) -> str:
    said = place.text[max(place.sentence, place.quantity.start - REACH) : place.quantity.start]
    own = re.split("[，,；;。]", _BRACKET.sub("", said))[-1]
    to = _TO.search(own)
    if to is not None and (who := _cleaned(to["who"])):
        return who
    each = _EACH.match(own) if "每" in own else None
    if each is not None and (who := _cleaned(each["who"])):
        return who
    return _cleaned(_told_before(place))


def _told_before(place: Place) -> str:
    """Those of whom the clauses before speak, the last first."""
    earlier = _BRACKET.sub("", place.text[max(place.sentence, place.clause - REACH) : place.clause])
    found = next(reversed([*_BEFORE.finditer(earlier)]), None) if earlier else None
    return "" if found is None else found["who"] or found["those"] or found["such"][:-1]


def _listed(place: Place) -> str:
    """评为甲级、乙级、丙级的景区，分别奖励20万元、10万元、2万元: each sum has its own."""
    each = _EACH_OF.search(place.text, place.clause, place.quantity.start)  # 对获国家级、省级称号的单位分别|奖励
    said = place.text[max(place.sentence, place.clause - REACH) : place.clause] if each is None else each[1] + "，"
    named = _SERIES.search(_BRACKET.sub("", said))
    parts = named[1].split("、") if named is not None else []
    if len(parts) != place.count and named is not None:
        parts = _AND.split(named[1])  # 国家级龙头企业和省级示范合作社
    if len(parts) != place.count or len(parts) < 2:
        return ""
    own = parts[place.member]
    shared = re.search("级|等|星|档", parts[-1])
    tail = parts[-1][shared.end() :].removesuffix("的") if shared is not None else ""
    return _cleaned(own if place.member == place.count - 1 else _joined(own, tail))


def _joined(own: str, tail: str) -> str:
    """省级示范社 and 示范社的申报主体 → 省级示范社的申报主体: what both say is said once; 国家级龙头企业 is whole."""
    same = next((size for size in range(min(len(own), len(tail)), 1, -1) if own.endswith(tail[:size])), 0)
    whole = not same and re.search("级[^和]{2}", own) is not None
    return own if whole else own + tail[same:]


def _cleaned(who: str) -> str:
    """Without opening words and brackets; a long clause is left for its noun. Conditions are nobody."""
    who = _BRACKET.sub("", who).strip("， ").removesuffix("的一次").removesuffix("的")
    if not who or who.startswith("按") or "每" in who or _CONDITION.search(who):
        return ""
    if "进行" in who and (worked := worked_on(f"对{who}")):
        return worked
    who = _OPENS.sub("", who)
    if "、" in who and who.endswith(_ANYBODY) and len(who) <= _LONGEST_LIST and not re.search("[0-9]", who):
        return who
    if len(who) > _LONGEST or re.search("[0-9]", who):
        who = who.rpartition("的")[2]
    return who if 2 <= len(who) <= _LONGEST and not re.search("[0-9]", who) else ""
