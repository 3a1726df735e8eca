"""What a grant, a score, a quota or a number of times is about: the word that a verb beside the number governs.

每月发给20元、全年240元的津贴 · 一次性加3分 · 为五星级寝室（按总数5%评定） · 预留30%的号源 · 每季度通报一次进度.
"""

from __future__ import annotations

import re

from extract.subjects.following import right_words, starts_with_verb
from extract.subjects.phrases import left_words, strip_opening
from extract.subjects.surroundings import REACH, Place
from extract.subjects.words import is_bare_verb

_LIST = re.compile(r"(?:[、，和及与][^，。；、0-9\n]{0,4}[0-9][0-9.,]{0,8}[万亿千百]?元)+(?:的)?")
_GRANT = re.compile(
    r"(?:的)?([^，。；、\n]{0,6}(?:补助|补贴|津贴|奖励|奖金|资助|罚款|救助)(?:金|资金)?(?:支持|扶持)?)(?=[，。；、（()）\n]|\Z)"
)
# 按每亩300元|补助, 每张床位8000元|给予一次性建设补助
_AT_ONCE = re.compile(
    r"(?:的标准)?(?:(?:给予|予以|发放|发给|拨付)(?P<kind>[^，。；、\n]{0,8}))?"
    r"(?P<grant>(?:补助|补贴|奖励|奖补|津贴|资助|救助)(?:金|资金)?)(?=[，。；、）)\n]|\Z)"
)
# 快充桩按照每千瓦200元、慢充桩每千瓦100元|给予建设补贴: each sum has its own
_TO_EACH = re.compile(r"(?:对|给|为)?(?P<who>[^，。；、0-9]{2,12}?)(?:按照?)?每[^，。；、0-9]{1,5}\Z")
_THEN_GIVEN = re.compile(
    r"(?P<more>(?:[、，和及与][^，。；、0-9\n]{1,14}每[^，。；、0-9\n]{1,5}[0-9][0-9.]{0,6}[百千万]?元){0,6})(?:的标准)?"
    r"(?:给予|予以|发放|发给|拨付)(?P<grant>[^，。；、\n]{0,8}?(?:补助|补贴|奖励|奖补|津贴|资助|救助)(?:金|资金)?)(?=[，。；、）)\n]|\Z)"
)
# 每张再增加2000元
_MORE_OF = re.compile("每[一-鿿]{1,3}(?:再|另|另外|额外)(?:增加|增发|加发)\\Z")
_NAMED_GRANT = re.compile(
    "[给给予放付元的]([^，。；、\n每给予元的]{0,6}(?:补助|补贴|津贴|奖励|奖补)(?:金|资金)?)(?=[，。；、）)])"
)
_GIVES = re.compile(
    r"(?:给予|发给|予以|补给|奖给|处以|拨给)(?:一次性|每(?:平方米|公里|[个米亩户人头只株吨栋套台辆例名]))?\Z|(?:\A|[每个人户年月])(?:处|增加)\Z|(?:分别|一次性|再|另|均|各)(?:增加|处|补|奖)\Z"
)
# 每家企业最高奖励300万元, 给予一次性补助10万元
_AWARD = re.compile(
    r"(?:\A|给予|予以|发给|最高|一次性|[，；。])(?:一次性|最高|定额|不超过)*(奖励|奖补|补助|补贴|资助|补偿|罚款)(?:金额|资金)?(?:不?超过|最高|共|约|为|达)*\Z"
)
_AWARD_TO = re.compile(
    "(奖励|奖补|补助|补贴|资助)(?:给)?((?:[^，。；、0-9]{0,4})(?:业主|投资者|投资人|经营者|所有者|申报人|个人|团队|主体|企业))\\Z"
)
_AWARDS = frozenset("奖补资罚")
_AWARDING = re.compile("(?:每[百千万][只羽株尾头])?(?:给予|予以|发给|最高|一次性|定额|不超过|且|并)*\\Z")
_SCORES = re.compile(r"(?:一次性|直接|另|各|再|[每一][次例项人个篇起处户]){0,3}(加|扣|减|记|计|得)\Z")
_GRADE = re.compile(
    "(?:的|，)?(?:评定?|确定|认定|定|视|列)?为([^，。；、0-9的]{2,8})(?=[，。；、\n]|\\Z)"
)  # 90分以上为优秀
_FAILS = re.compile("每?(?:次|项|人|处|户)?(?:[少缺未漏超有无]|发现|出现|迟|增|减|新|完|获|推)")
# 运营补贴|按入住人数每人每月100元: what is paid stands before what it goes by
_PAID_BY = re.compile(
    r"([^，。；、（）()]{1,12}(?:补助|补贴|津贴|奖励|奖金|奖补|经费|费用|资金|标准|费|金))按照?[^，。；]{0,24}?每[^，。；]{1,10}\Z"
)
# 县财政每年安排500万元|用于养老设施建设
_SET_ASIDE = re.compile(r"(?:安排|列支|投入|拨付|划拨|统筹|筹集|筹措|拿出|设立)[^，。；、一-鿿]{0,4}\Z")
_USED_FOR = re.compile(r"[，,]?(?:专项)?用于([^，。；、\n]{2,24})")
_QUOTA = re.compile(r"按照?[^，。；、（(\n]{0,12}(?:总数|人数|总人数|总量|总额|基数)的?\Z")
_GROUP = re.compile(r"为([^，。；、（(\n]{2,14})[（(]\Z")
_CHOSEN = re.compile(r"(?:评定|评选|评出|选出|选拔|确定|遴选|推荐|核定|配备)([^，。；、（()\n]{2,14})")
_OF = re.compile(r"[^，。；、的\n]{2,16}的(?=[一-鿿“])")
_TAKES = re.compile(
    r"(?:预留|留出|提取|计提|列支|安排|拿出|划出|划拨|承担|负担|分担|支付|减免|减征|返还|补助|奖励|给予|扣除|扣减)\Z"
)
_LIGHT = frozenset("开展 举办 组织 进行 召开 完成 参与 参加 举行 实施 安排 建立 达到 提供 有 保证有 组织开展".split())
_BOUND_VERB = re.compile(
    r"(?:至少|最少|不少于)(?=[一-鿿]{2,6}[0-9一二三四五六七八九十两])([一-鿿]{2,6}?)(?=[0-9一二三四五六七八九十两])"
)
_GIVEN = re.compile(
    r"(?:的)?(?:标准)?(?:一次性)?(?:给予|予以)([^，。；、\n]{0,8}(?:补助|补贴|奖励|奖补|资助|减免|优惠|救助|配套|贴息|报销|补偿))"
)
_PAID = re.compile("((?:奖励|奖补|补助|补贴|资助|贴息|返还|扶持))(?![一-鿿])")
_TIMES_OF = re.compile(r"([^，。；、\n]{4,24}?)按照?[^，。；、\n]{3,24}的?\Z")
_HELD = re.compile(
    r"(?:原则上|一般|应当?|要|至少|定期)*每(?:[两三四2-6]?个?)?(?:年|月|周|季度?|学期|半年)(?:至少|应|要)*"
    r"(?:召开|举行|开展|举办|进行|组织)\Z"
)
_EVERY = re.compile("(?:每年度?|今年|当年|全年|每月|年均|再|均|预计|累计)+\\Z")
# 贷款贴息|按银行基准利率的|50%|执行, 县财政|按总投资的|30%|予以配套
_BY_BASE = re.compile(r"(?P<what>[^，。；、（）()]{0,16}?)按照?(?![期时需季月年])[^，。；、（）()]{2,20}的\Z")
# 对检测费用予以|25%|的补贴; 按其实际支付租用费的|15%|，最高6万元补助: a share of what it costs
_COVERED = re.compile(r"的?(补贴|补助|奖励|奖补|贴息|资助|补偿|返还|减免)(?![一-鿿])")
_CAPPED = re.compile(
    r"[，,、](?:且|但)?(?:单个[^，。；、0-9]{1,8})?(?:最高|累计|总额|年度)*(?:不超过)?[0-9.]{1,6}[百千万]{0,2}元(?:的|以内的)?(?:一次性|给予|予以)*(补贴|补助|奖励|奖补|资助|补偿)(?![一-鿿])"
)
_COST_OF = re.compile(
    r"(?:的|发生|支付|其|[者户业人]|按照?)(?P<cost>(?:实际|年度)?[^，。；、的其按0-9]{0,10}?(?:费用?|投资额?|投入|支出|成本|租金|金额|贷款额|利息|价款?|设备款|工程款|货款|收入))的?(?:一次性|给予|予以|享受)*\Z"
)
_SUMS_DUE = ("设备款", "工程款", "货款", "价款")
# 按不低于20%|的比例对项目抽查
_DRAWN = re.compile(
    "的?比例(?:对(?P<what>[^，。；]{1,10}?))?(?:进行|开展|随机)*(?P<how>抽查|抽检|抽样|复核|核查|检查|复查)(?![一-鿿]{3})"
)
_PAYERS = ("财政", "政府", "部门", "局", "单位", "镇", "乡", "街道", "村", "企业", "公司")
_BY_WHAT = ("情况", "结果", "标准", "要求", "等次", "指标")  # 根据指标情况给予奖补
_LONGEST = 12  # characters of what happened so often
_CLAUSE = re.compile("[，,；;：:（(）)]")
_BRACKET = re.compile(r"[（(]")


def find_allotted(place: Place) -> str:
    """What the number is given, counted or taken for; empty where the general reading is as good.

    >>> from extract.measures import find_measures
    >>> [m.indicator for m in find_measures("由学校发给每月20元、全年240元的教师津贴。")]   # "an allowance of …"
    ['教师津贴', '教师津贴']
    """
    kind, unit = place.quantity.unit_kind, place.quantity.unit
    if kind == "money":
        return _granted(place)
    if kind == "score":
        return _scored(place)
    if kind == "rate" or kind == "fraction":
        return _share(place)
    if unit == "次":
        return _often(place)
    if kind == "ratio" and (chosen := _CHOSEN.match(place.right.removeprefix("的").removeprefix("比例"))) is not None:
        return right_words(chosen[1])  # 按1:2的比例确定面试人员
    if unit == "倍" and (whole := _TIMES_OF.search(place.left)) is not None:
        return left_words(whole[1])  # 甲标准按乙标准的1.5倍确定
    return _described(place) if kind == "count" else ""


def _granted(place: Place) -> str:
    """给予40万元、30万元服务奖励: the grant is named behind the last amount."""
    left = place.left.rstrip()
    if "每" in left and (paid := _PAID_BY.search(left)) is not None:
        return left_words(paid[1])
    if left.startswith("每") and _MORE_OF.search(left) and (told := _told_grant(place)):
        return told
    if "用" in place.text[place.quantity.end : place.quantity.end + 4] and _SET_ASIDE.search(left):
        used = _USED_FOR.match(place.text, place.quantity.end)
        payer = _EVERY.sub("", strip_opening(_SET_ASIDE.sub("", left)))
        if used is not None and (not payer or payer.endswith(_PAYERS)):
            return right_words(used[1]) + ("投入" if left.endswith("投入") else "")
    given = _THEN_GIVEN.match(place.text, place.quantity.end) if "每" in left else None
    listed = given is not None and (given["more"] or place.previous_in_clause)
    if given is not None and listed and (each := _TO_EACH.search(left)) is not None:
        return left_words(each["who"]) + given["grant"]
    if "每" in left and (at_once := _AT_ONCE.match(place.text, place.quantity.end)) is not None:
        return (at_once["kind"] or "") + at_once["grant"]
    award = None if _AWARDS.isdisjoint(left) else _AWARD.search(left)
    ahead = place.previous.unit if place.previous is not None and place.previous_in_clause else "元"
    if (
        award is not None
        and (award.start() > 0 or ahead == "元")
        and (place.right.startswith("的标准") or not _GRANT.match(place.right))
    ):
        if place.count > 1 and "分别" in left:
            return award[1]  # 对获甲、乙称号的单位分别奖励: each has its own
        to = left_words(_AWARDING.sub("", left[: award.start()])).rpartition("的")[2].removesuffix("等")
        return (to if 2 <= len(to) <= 12 and not to.endswith(_BY_WHAT) else "") + award[1]
    if not _AWARDS.isdisjoint(left) and (owner := _AWARD_TO.search(left)) is not None:
        return owner[2] + owner[1]  # 一次性奖励|业主|5万元
    if not _GIVES.search(left) and left_words(left)[:1] not in ("", "由"):
        return ""
    text, end = place.text, place.quantity.end
    listed = _LIST.match(text, end, end + 60)
    begin = listed.end() if listed is not None else end
    grant = _GRANT.match(text, begin, begin + 24)
    if grant is not None:
        return grant[1]
    if listed is None or starts_with_verb(text[begin : begin + 3]):
        return ""
    return right_words(_BRACKET.split(text[begin : begin + 24], maxsplit=1)[0])


def _told_grant(place: Place) -> str:
    """每张|再增加|2000元: the grant that the words before, if need be the sentence before, speak of; else empty."""
    before = place.text[max(0, place.clause - REACH // 2) : place.clause].rpartition("\n")[2]
    return next((grant[1] for grant in reversed([*_NAMED_GRANT.finditer(before)])), "")


def _scored(place: Place) -> str:
    """出现辍学的每例扣0.5分: what the points are given for; 一次性加3分: points given."""
    found = _SCORES.search(place.left)
    if found is None:
        grade = _GRADE.match(place.right)
        return grade[1] if grade is not None else ""
    previous = place.previous
    if (
        place.previous_in_clause
        and previous is not None
        and previous.unit_kind == "count"
        and previous.comparator == "="
    ):
        whole = _SCORES.sub("", place.text[place.clause : place.quantity.start]).removesuffix("的")
        if _FAILS.match(whole) and len(whole) <= 24:
            return whole  # 每少一种账册或少一项制度的扣2分
    scored = left_words(place.left[: found.start()].removesuffix("的"))
    if (
        not scored
        and place.clause == place.quantity.start - len(place.left)
        and place.text[place.clause - 1 : place.clause] in ("（", "(")
    ):
        before = place.text[max(place.sentence, place.clause - REACH) : place.clause - 1]
        scored = "" if _CLAUSE.search(before) else before.removesuffix("的")  # 未上报总结（扣5分）
    each = found.group()[:1] in ("每", "一") and not found.group().startswith("一次性")
    if (not scored or scored == "一次") and each and not place.previous_in_clause and not place.follows:
        before = place.text[max(place.sentence, place.clause - REACH) : place.clause].rstrip("，,")
        scored = strip_opening(_CLAUSE.split(before)[-1].removesuffix("的"))
    return scored if 2 <= len(scored) <= 20 else found[1] + "分"


def _share(place: Place) -> str:
    """按总数的5%: the group chosen; 预留30%的号源: what is taken a share of."""
    left = place.left
    cost = _cost(place) if place.quantity.unit == "%" else ""
    if cost.startswith(_SUMS_DUE):
        return cost  # 按设备款的8%补助
    if (drawn := _DRAWN.match(place.right)) is not None:
        return (drawn["what"] or "") + drawn["how"]
    given = _GIVEN.match(place.right)
    if given is None and "按" in left:
        given = _PAID.match(place.right)  # 按贷款额的|2%|贴息
    if given is not None:
        return given[1]
    if _QUOTA.search(left) is not None:
        if place.text[place.clause - 1 : place.clause] in ("（", "("):
            group = _GROUP.search(place.text, max(place.sentence, place.clause - 20), place.clause)
            if group is not None:
                return group[1]
        chosen = _CHOSEN.match(place.right)
        return right_words(chosen[1]) if chosen is not None else ""
    if cost:
        return cost
    if "按" in left and place.quantity.unit == "%" and (by := _BY_BASE.search(left)) is not None:
        what = left_words(by["what"])
        return "" if len(what) < 2 or what.endswith(_PAYERS) else what
    if place.right.startswith("的") and _TAKES.search(left):
        return right_words(place.right)
    return ""


def _cost(place: Place) -> str:
    """What is paid a share of, and what that is called; empty where no grant stands behind the share."""
    paid = _COVERED.match(place.right) or _CAPPED.match(place.text, place.quantity.end)
    cost = _COST_OF.search(place.left) if paid is not None else None
    return cost["cost"].removeprefix("实际支付") + paid[1] if cost is not None and paid is not None else ""


def _often(place: Place) -> str:
    """每季度通报一次进度: what is done so often, verb and object; a light verb (开展一次活动) adds nothing."""
    right = place.right
    if right and place.left.endswith("连续"):
        name = left_words(place.left.removesuffix("连续"))  # 年度考核|连续3次|获评优秀
        return name + re.split("[的，。；、]", right, maxsplit=1)[0][:_LONGEST]  # 连续两次|排名末位
    held = _HELD.search(place.left) if not right else None
    if held is not None and held.start() > 1:
        return left_words(place.left[: held.start()])  # 联席会议每季度召开一次
    noun = right_words(right) if right and right[0] not in "、，和与及的" else ""
    text = place.text[place.quantity.start : place.quantity.end]
    bound = _BOUND_VERB.match(text)
    verb = bound[1] if bound is not None else left_words(place.left)
    if verb in _LIGHT or not 2 <= len(verb) <= 4:
        return ""
    if bound is not None:
        return verb + noun
    return verb + noun if noun and is_verb(verb) and not starts_with_verb(right) else ""


def is_verb(word: str) -> bool:
    """Whether a short word is known as a verb of plans: 通报, 公布, 检查."""
    return is_bare_verb(word) or word in _DONE_OFTEN


_PLACED = ("村的", "户的", "社区的", "小区的", "乡镇的")
_DONE_OFTEN = frozenset(
    "通报 公布 检查 督导 督查 巡查 巡诊 调度 研究 听取 报告 更新 清理 排查 抽查 走访 联系 公示 核查 更换".split()
)


def _described(place: Place) -> str:
    """培训约1000名达到国际标准的家庭医生: the noun behind the clause that describes it."""
    right = place.right
    if not right or not starts_with_verb(right) or right[0] in "、，和与及的中":
        return ""
    verb = "" if place.left.endswith("、") else left_words(place.left)
    if verb and not is_verb(verb):
        return ""
    described = _OF.match(right)
    if described is not None and len(described[0]) <= 5 and described[0].endswith(_PLACED):
        return ""  # 56个推进村的培育工作 counts the villages
    noun = right_words(right[described.end() :]) if described is not None else ""
    return described[0] + noun if described is not None and noun else ""
