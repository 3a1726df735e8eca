"""Numbers whose clause names nothing of its own, or only what is done: 14035户25559人, 退出374户, 其中出栏957万羽."""

from __future__ import annotations

import re

from extract.subjects.classifiers import clip_counted
from extract.subjects.following import right_words, starts_with_verb
from extract.subjects.phrases import left_words
from extract.subjects.surroundings import REACH, Place, Seen
from extract.subjects.words import is_bare_verb, only_verbs

YIELDS = ("年产量", "产量", "总产量", "总产", "单产", "面积", "播种面积", "种植面积")
_CROP = re.compile(r"(.{2,8}?)(?:总|播种|种植|栽培|收获|养殖)*(?:面积|播面|产量|总产|单产|产值)")
_BARE_CROP = re.compile(r"[一-鿿]{1,3}[麦稻米豆粮油果菜棉薯茶药瓜菇烟]")
_HERDS = ("出栏", "存栏", "出栏量", "存栏量", "饲养量")
_HERD = re.compile(r"(.{1,6}?)(?:饲养量|出栏量?|存栏量?)|(?:出栏|存栏)(.{1,4})")
# what happens to those counted before, rather than to others
_MOVES = frozenset(
    "退出 调出 调入 调进 流出 流入 转出 转入 死亡 受伤 重伤 轻伤 失踪 伤亡 停保 出院 治愈 取消 清退 新进".split()
)
_TO_WHOM = re.compile(r"(?:为|向|给|对|帮助)(?:全[县市区省乡镇]|辖区)?\Z")
_GIVES = re.compile(
    r"(?:发放|提供|办理|落实|兑现|减免|实施|开展|解决|送去|购买|缴纳|代缴|资助|安装|配备|配发|进行|建立|完成)(?:了)?"
    r"|[0-9]"
)
_JOINS = re.compile(
    "(加入|享受|参加|参与|领取|纳入|实现)(?:了|到)?|(?:全部|均|已|稳定|如期|顺利|成功)*(脱贫)(?![一-鿿])"
)
REGION = re.compile(
    r"(?:重点|其他|其它|一般|山|平原|丘陵|贫困|沿海)?(?:地区|区域)|(?:丘陵|高寒)?山区|[市城郊]区|农村|城镇|县城|乡镇|城市|县[（(]市[)）]|[省市县乡镇村]级|[中东西]部(?:地区)?|学前[一二三两]年"
)
_OF_PLACES = re.compile(
    "[0-9]个(?:行政村|自然村|村民?小?组|居民小组|村|社区|乡镇)[，、,](?:[0-9][0-9.]*万?户[、，]?)?\\Z"
)
_ON_AVERAGE = ("户均", "人均")  # 带动820户|户均增收4000元
_REACHES = ("惠及", "受益", "带动", "覆盖", "辐射带动", "可惠及", "共惠及")
_HOMES = frozenset("户 人 名 人次 口人".split())
_PLACED = re.compile(
    "(?:行政|自然|建制|重点|中心|贫困)?(?:村民?小?组|村|村委会|乡镇|镇|乡|社区|街道|县|区|屯|寨|小区)[、，和]?"
)
PLACE = re.compile(
    "(?!.{0,4}(?:元|自|各|重点|中心|特色|示范|试点|其他|全))[一-鿿*×Xx]{1,6}"
    "(?:县|(?<![小社园矿景地灌库片专山牧郊护胜厂聚街范假验营])区|(?<![乡强名城])镇|(?<!城)乡|街道|社区)"
)
_EACH_DOES = re.compile("(对[^，。；：:0-9]{2,12}的[^，。；：:0-9]{2,6}?)分别[为是][：:]")
_PLACE_ENDS = frozenset("县区镇乡道")
_SUCH = re.compile(
    "[，、,；]?(?:其中|其余|另外)?+[，,]?+(?:中(?=因|有|属|已))?(?P<told>[一-鿿“”]{3,18})的(?P<has>[有为达共仅]?|仅有|只有)"
)
_PER_OUTPUT = re.compile("((?:单位|万元)[^，。；]{2,6}?)[水电能煤][耗损]")
_MOVED = re.compile("[至到]|现在|目前")
RATES = ("率", "比例", "比重", "占比", "满意度")
_REGION_ENDS = frozenset("区域村镇县市级部年）)")
_SIZES = ("规模", "标准", "密度", "面积")
_OF_ALL = re.compile("各(?:乡镇|镇|乡|县区?|区|村|街道|地|单位)(?:[（(][^）)]*[）)])?的?(?=..)")
_NEXT = 9  # characters of the next place
_LISTED = re.compile(
    r"(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）.、．]\s*)?(?P<told>[^，。；：:0-9]{2,16}(?:任务|计划|目标|指标|分配|安排|面积))"
)
_IN_STAGE = re.compile("(?:新?(?:开工|签约|引进|落地|储备|入库|开建)|续建|在建)([^，。；]{0,4}(?:项目|工程|企业))")
_DIGITS = re.compile("[0-9]")


def of_pair(place: Place) -> str:
    """The noun behind a pair (14035户25559人享受低保), or what is given to those counted (为243户530人发放救助金)."""
    following, quantity = place.following, place.quantity
    rest = place.right
    if rest[:1] in ("、", "和") and following is not None and following.unit == quantity.unit and only_verbs(rest[1:]):
        noun = right_words(place.text[following.end : min(place.clause_end, following.end + REACH)])
        return "" if starts_with_verb(noun) else noun  # 新增24个、提升10个景区村庄
    if rest == "、" and following is not None and {quantity.unit, following.unit} <= _HOMES:
        noun = right_words(place.text[following.end : min(place.clause_end, following.end + REACH)])
        return "" if starts_with_verb(noun) else noun  # 剩余77户、168名贫困人口
    if not rest and following is not None and following.start - quantity.end <= 1:
        if following.unit_kind not in ("count", "none", "age", "amount") or following.unit == quantity.unit:
            return ""
        rest = place.text[following.end : min(place.clause_end, following.end + REACH)]
    elif place.left and _TO_WHOM.search(place.left) is None:
        return ""
    gives = _GIVES.match(rest)
    joins = _JOINS.match(rest)
    if joins is not None and quantity.unit in ("人", "户", "名"):
        return (joins[1] or joins[2]) + right_words(rest[joins.end() :])
    if gives is None:
        noun = clip_counted(right_words(rest), quantity.unit) if not place.right and not starts_with_verb(rest) else ""
        return "" if is_bare_verb(noun) else noun
    given = _TO_WHOM.search(place.text, max(place.clause, quantity.start - 24), quantity.start) is not None
    return right_words(_DIGITS.split(rest[gives.end() :], maxsplit=1)[0]) if given else ""


def of_reached(place: Place) -> str:
    """惠及8个村|320户: whom a clause that counts places first reaches, for the noun before is of those places.

    >>> from extract.measures import find_measures
    >>> [m.indicator for m in find_measures("项目受益3个乡镇8个村320户。")]    # "3 towns, 8 villages, 320 homes gain"
    ['乡镇', '村', '受益户']
    """
    if place.quantity.unit not in _HOMES or not (place.right == "" or place.right.startswith(_ON_AVERAGE)):
        return ""
    before = place.text[max(place.sentence, place.quantity.start - _NEXT - 6) : place.quantity.start]
    if _OF_PLACES.search(before):
        return place.quantity.unit  # 11个行政村、74个村民小组，|2863户|10125人
    if place.right and place.left.endswith(_REACHES):
        return place.left[-2:] + place.quantity.unit
    if not place.previous_in_clause:
        return ""
    if place.left.lstrip("、，") in _REACHES:
        return place.left[-2:] + place.quantity.unit  # 改造小区27个、惠及4100户
    begin = place.before_count.end if place.before_count is not None else place.clause
    if begin != (place.previous.end if place.previous is not None else -1) or not _PLACED.fullmatch(place.left):
        return ""
    opening = _DIGITS.split(place.text[place.clause : place.quantity.start], maxsplit=1)[0]
    verb = opening.strip()[-2:]
    return verb + place.quantity.unit if len(verb) == 2 and _TO_WHOM.search(opening) is None else ""


def is_pair(place: Place) -> bool:
    """Whether the number stands directly behind another of the same kind: 276户|462人."""
    previous, quantity = place.previous, place.quantity
    return (
        previous is not None
        and previous.unit_kind == quantity.unit_kind == "count"
        and previous.unit != quantity.unit
        and 0 <= quantity.start - previous.end <= 1
        and place.text[previous.end : quantity.start] in ("", "、", " ")
    )


def of_region(place: Place, words: str, subject: str) -> str:
    """The same rate or size elsewhere, where the words name nothing but a region; empty for other words.

    >>> from extract.measures import find_measures
    >>> [m.indicator for m in find_measures("城区入园率达到90%，农村达到80%。")]    # "in the country 80 %"
    ['城区入园率', '农村入园率']
    """
    if words[-1:] not in _REGION_ENDS or REGION.fullmatch(words) is None:
        return ""
    if not subject and place.quantity.unit_kind == "amount":
        subject = left_words(re.split("[，,；;：:]", place.text[place.sentence : place.clause].rstrip("，,"))[-1])
    if not subject.endswith(RATES if place.quantity.unit == "%" else _SIZES):
        return ""
    own = REGION.match(subject)
    rate = subject[own.end() :] if own is not None else subject
    return words + rate if len(rate) > 2 else ""


def of_each(place: Place, words: str) -> str:
    """What each of those listed behind 分别为： does to something: 第一产业对增长的贡献率; else empty."""
    told = _EACH_DOES.search(place.text, place.sentence, place.clause) if 2 <= len(words) <= 8 else None
    return words + told[1] if told is not None and "对" not in words else ""


def such_as(place: Place, counted: tuple[str, str]) -> str:
    """What is told of those counted, in full: 全部完成年度任务的有28项; empty for other words.

    >>> from extract.measures import find_measures
    >>> text = "全县210个行政村，已完成污水治理的43个。"    # "of 210 villages, those whose sewage is treated: 43"
    >>> [m.indicator for m in find_measures(text)]
    ['行政村', '已完成污水治理的行政村']
    """
    if place.quantity.unit_kind != "count" or place.right or "的" not in place.left[-3:]:
        return ""
    found = _SUCH.fullmatch(place.left)
    if found is None:
        return ""
    unit, noun = counted
    same = unit == place.quantity.unit and 0 < len(noun) < 12
    if found["has"] and len(found["told"]) > 3 and (found["has"] in "有为达共" or not same):
        return found["told"]
    return f"{found['told']}的{noun.rpartition('的')[2]}" if same and not _MOVED.search(found["told"]) else ""


def is_member(place: Place, words: str, seen: Seen) -> bool:
    """Whether the words are but one of the places that a whole is shared out to: 任务313所，其中东城区94所.

    >>> from extract.measures import find_measures
    >>> text = "各镇造林任务：河口镇50亩，白沙乡30亩，石桥20亩。"    # "what each town is to plant: …"
    >>> [m.indicator for m in find_measures(text)]
    ['造林任务', '造林任务', '造林任务']
    """
    if not seen.shared and words[-1:] not in _PLACE_ENDS:
        return False
    previous, unit = place.previous, place.quantity.unit
    if not 2 <= len(words) <= 9 or place.right[:1] not in ("", "、", "，"):
        return False
    known = PLACE.fullmatch(words) is not None
    if known and not seen.subject and not seen.carried:
        seen.subject = seen.shared = _shared_out(place)
        return bool(seen.subject)
    if previous is None or previous.unit != unit or not (place.follows or place.previous_in_clause):
        return False
    if seen.shared and len(words) <= 5 and place.left.strip("、，；和 ") == words:
        seen.subject = seen.shared
        return True
    whole = seen.subject or seen.carried
    if not known or len(whole) < 2 or PLACE.fullmatch(whole):
        return False
    seen.subject = whole
    return True


def _shared_out(place: Place) -> str:
    """The label before a colon, or the short line above, where a list of places begins; empty elsewhere."""
    following, text = place.following, place.text
    if following is None or following.unit != place.quantity.unit or following.start - place.quantity.end > _NEXT:
        return ""
    begin = place.quantity.start - len(place.left.lstrip("、， "))
    ahead = text[max(0, begin - REACH) : begin].rstrip()
    if ahead.endswith(("：", ":")):
        return _OF_ALL.sub("", left_words(re.split("[，。；：:\n]", ahead[:-1])[-1]))
    line = ahead.rpartition("\n")[2] if text[begin - 1 : begin] == "\n" else ""
    label = _LISTED.match(line)
    return _OF_ALL.sub("", left_words(label["told"])) if label is not None else ""


def leave_bracket(gap: str, seen: Seen) -> None:
    """莲藕6000亩（其中沙地莲藕100亩），全县达到17000亩: behind the bracket, what was spoken of before it.

    ``gap``: between the number before and this one, within the sentence.
    """
    inner, outer = max(gap.rfind("（"), gap.rfind("(")), max(gap.rfind("）"), gap.rfind(")"))
    if inner > outer:
        seen.outside = seen.subject
    elif outer >= 0 and seen.outside is not None:
        seen.subject, seen.names, seen.outside = seen.outside or seen.subject, None, None


# 报销比例乡镇卫生院为90%、县级医院为75%
_OWNER = re.compile("在?[一-鿿]{0,6}(?:院|校|镇|乡|村|区|县|市|小学|初中|高中|业|机构|民|庭|户|对象|人员|级|园|所|站)")
_RATE_OF = re.compile(f"(.+?(?:率|比例|占比|比重|税收|标准|[人床]数|[密强]度|[师生]比)){_OWNER.pattern}")


def continue_subject(place: Place, words: str, seen: Seen) -> str:
    """The words with what they need of the number before: 死亡 of accidents, 单产 of wheat; else as they are.

    >>> from extract.measures import find_measures
    >>> text = "发生交通事故3起，死亡1人。"    # "3 traffic accidents happened, 1 person died"
    >>> [m.indicator for m in find_measures(text)]
    ['交通事故', '交通事故死亡']
    """
    subject = seen.subject
    if not subject or len(subject) >= 20:
        return words
    goes_on = place.follows or place.left[:1] in tuple("、，,")
    if goes_on and _OWNER.fullmatch(words) and (rate := _RATE_OF.fullmatch(subject)):
        same = place.previous is not None and place.previous.unit == place.quantity.unit
        return rate[1] + words if same else words
    if len(words) == 2 and words[-1] in "耗损" and (per := _PER_OUTPUT.match(subject)) is not None:
        return per[1] + words  # 万元GDP水耗下降12%、电耗下降7%
    if words in YIELDS:
        crop = _CROP.fullmatch(subject) or (_BARE_CROP.fullmatch(subject) if words[-1] == "产" else None)
        return (crop[1] if crop.lastindex else subject) + words if crop is not None else words
    if words in _HERDS:
        herd = _HERD.fullmatch(subject)
        return (herd[1] or herd[2]) + words if herd is not None else words  # 出栏生猪9万头，存栏4万头
    if words in _MOVES and place.quantity.unit_kind == "count" and place.previous is not None:
        if subject.endswith("面积"):
            return words  # 受灾面积80亩，死亡1人
        stem = next((subject.removesuffix(move) for move in _MOVES if subject.endswith(move)), subject)
        return stem + words
    return words


def further(subject: str, words: str) -> str:
    """What else is done to those counted before; projects in one stage are others than those in the next.

    >>> further("公交线路", "优化"), further("新开工项目", "竣工")    # "… lines changed"; "projects … finished"
    ('公交线路优化', '竣工项目')
    """
    if subject.startswith(words):
        return words  # 举办培训班24期、培训1860人次
    stage = _IN_STAGE.fullmatch(subject)
    return words + stage[1] if stage is not None else subject + words.removeprefix(subject[: len(words)])
