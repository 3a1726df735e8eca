"""What a quantity is about: the words left of it, right of it, or named before it in the sentence."""

from __future__ import annotations

import re

from extract.subjects import bare_labels as bare
from extract.subjects.allotted import find_allotted
from extract.subjects.behind import MOVED, behind_list, right_subject
from extract.subjects.continued import (
    continue_subject,
    further,
    is_member,
    leave_bracket,
    of_each,
    of_pair,
    of_reached,
    of_region,
    such_as,
)
from extract.subjects.headed import beside, labelled
from extract.subjects.joined import of_before
from extract.subjects.members import name_members
from extract.subjects.phrases import left_words, strip_opening
from extract.subjects.preceding import OF_PLAN, behind_bracket, earlier_words, words_before
from extract.subjects.spent import spent_on
from extract.subjects.surroundings import REACH, Place, Seen
from extract.subjects.words import is_bare_verb, only_verbs

_BUILT = ("工程", "建设", "改造", "公路", "道路", "整治", "治理")
_SPENT = re.compile("(?:完成|计划|概算|预算)投资(?:额|约|近|达)*\\Z")
_GRADE = re.compile("[一二三四五]级(.{2,6})")
_PLAN_ENDS = frozenset("标务划算数")
_BARE_PLAN = re.compile("(?:年度?|全年|年初|预定|既定)*(?:目标|任务|计划|预算)+(?:数|指标|任务)?")
_OF_WHOLE = re.compile(
    "[其均约又，,、]?占(?!地(?![区方]))|[，,、]?[为是](?:[国省市县区]定|[国省市县区]下达|年初|年度|调整|预算|计划|目标|任务|全年[预计目任])"
)  # 为年初预算的85%
_OPENS_WHOLE = frozenset("占为是，,、其均约又")
_OWN_RATE = re.compile("\\A(?:自然|同口径|名义|实际)")
_IS_BUDGET = re.compile("(?:收入|支出|税收?|预算|产值)\\Z")
_WORKED_ON = frozenset("建成 改造 改造提升 提升 整治 修复 治理 流转 改建 扩建 维修 拓宽".split())
_MONEY_MOVES = ("增收", "减收", "增支", "减支")
_RANKS = frozenset("乡 镇 村 县 区 街道 社区 省 市".split())
_ELSEWHERE = ("地区", "山区", "老区", "城区", "郊区", "牧区", "片区")
_PER_BASE = re.compile(
    r"每(?:千|万|百|十万)[^，。、]{0,3}?(?:人口|居民|常住人口|户籍人口|老年人|劳动者|人|户)(?:拥有|配备|注册)?"
)


def find_subject(place: Place, seen: Seen) -> str:
    """What the number is about, in the words of the text; empty where nothing says it."""
    start = place.previous.end if place.previous is not None else 0
    gap = place.text[start if start > place.sentence else place.sentence : place.quantity.start]
    if seen.outside is not None or "（" in gap or "(" in gap:
        leave_bracket(gap[-REACH:], seen)
    if place.count > 1 and place.member > 0:
        named = seen.names and len(seen.names) == place.count
        return seen.names[place.member] if seen.names and named else seen.subject
    if at_once := _named_at_once(place, seen):
        return at_once
    words = _words_ahead(place, seen)
    if found := _counted_alone(place, words, seen):
        return found
    share, seen.share = seen.share, ""
    words = _with_whole(place, words, seen)
    if found := _listed(place, words, seen):
        return found
    words = _without_light(place, words, seen)
    if not words or words in bare.RATES or words in ("总量", "总额", "目标值", "目标"):
        return _carried(place, words, share, seen)
    if found := _goes_on(place, words, seen):
        return found
    words = _with_owner(place, continue_subject(place, _last_of_list(place, words), seen), seen)
    if found := _of_another(place, words, seen) or _of_works(place, words, seen):
        return found
    return _remember(place, _with_things(place, words, seen), seen)


def _set(seen: Seen, subject: str) -> str:
    seen.subject, seen.names = subject, None
    return subject


def _named_at_once(place: Place, seen: Seen) -> str:
    """What a grant or a score is for, what stands behind the number or its list, what is reached."""
    if allotted := find_allotted(place):
        return _set(seen, allotted)
    count = place.quantity.unit_kind == "count"
    if place.count > 1 and count and (listed := behind_list(place)):
        return _set(seen, listed)
    right = right_subject(place)
    if not right:
        reached = of_reached(place) or such_as(place, seen.counted)
        return _set(seen, reached) if reached else ""
    if (
        count
        and place.left.endswith("的")
        and "每" not in place.left
        and len(tail := left_words(place.left.removesuffix("的"))) <= 6
        and not only_verbs(tail)
    ):
        right = tail + right
    if place.embedded and place.right[0] in "且并":
        seen.subject = right  # 产值达到4000万元及以上且同比增长10%
    if not place.embedded:
        _set(seen, right)
        seen.mention(right)
        seen.counted = (place.quantity.unit, right) if count else seen.counted
    return right


def _words_ahead(place: Place, seen: Seen) -> str:
    """The words left of the number, where they can name it."""
    words = left_words(words_before(place)) or behind_bracket(place)
    if seen.subject and place.left.rstrip().endswith(("负责", "承担")):
        words = ""  # 新增改厕8万户（其中卫健局负责3万户
    if words.endswith("等") and place.quantity.unit_kind == "count":
        words = "" if seen.subject else words[:-1]  # 其中修建村道等24项已完成
    if words in bare.WEIGHTS and place.text[place.clause - 1 : place.clause] in ("（", "("):
        words = re.split("[)）]、?", earlier_words(place))[-1] or words  # 重点工作（满分40分）、日常工作（上限20分）
    return words


def _counted_alone(place: Place, words: str, seen: Seen) -> str:
    """A count of a pair, one of several shares, a rank of places: 下辖10乡6镇."""
    open_ = place.quantity.unit_kind == "count" and (
        words in ("", "剩余", "剩下") or only_verbs(words) or (place.left.endswith("的") and not place.right)
    )
    if open_ and (noun := of_pair(place)):
        return _set(seen, noun)
    if "对" in place.text[place.sentence : place.clause] and (shared := of_each(place, words)):
        return shared  # 三次产业对增长的贡献率分别为：第一产业6%
    return place.quantity.unit if place.quantity.unit in _RANKS and not place.right and len(words) <= 1 else ""


def _with_whole(place: Place, words: str, seen: Seen) -> str:
    """占全省的6%, 为年初预算的85%: the share is of what was before."""
    of_whole = place.left[:1] in _OPENS_WHOLE and _OF_WHOLE.match(place.left) is not None
    wanted = of_whole and 0 < len(seen.subject) < 40 and place.quantity.unit_kind != "money"
    return seen.subject + words if wanted else words


def _listed(place: Place, words: str, seen: Seen) -> str:
    """A share of a plan, and the first of what …分别… lists."""
    after = place.text[place.quantity.end : place.quantity.end + 2]
    part = place.quantity.unit == "%" or (after[:1] == "的" and after[1:].isdigit())  # 完成任务132亿元的90%
    if words and seen.subject and part and place.count == 1 and OF_PLAN.search(place.left):
        alone = _BARE_PLAN.fullmatch(words) and "完成" in place.left
        whose = seen.subject if len(seen.subject) <= len(words) + 2 else ""
        seen.share = f"{whose}完成{words}" if alone else words  # 新注册企业99户，完成全年目标的125%
        return seen.share
    if place.count > 1 or "分别" in place.left:
        names = name_members(place, words, seen)
        if names is not None:
            seen.subject, seen.names = (place.left and words) or seen.subject, names
            return names[0]
    return ""


def _without_light(place: Place, words: str, seen: Seen) -> str:
    """提高幅度达30%, 每半年召开一次, 推进…加装电梯，年底前开工建设200部: what only says what is done names nothing."""
    money = words in _MONEY_MOVES and _IS_BUDGET.search(seen.subject)
    if money or words == "幅度" or (words in bare.LIGHT and not place.right):
        words = ""
    alone = not seen.subject and not place.right and place.quantity.unit_kind == "count"
    if alone and only_verbs(words.removeprefix("年度")) and strip_opening(place.left.strip()) == words:
        return earlier_words(place) or words
    return words


def _carried(place: Place, words: str, share: str, seen: Seen) -> str:
    """What the sentence spoke of before, for a bare rate or no words at all; ``share``: a share stated just before."""
    opens = not place.left and place.text[place.clause - 1 : place.clause] in ("（", "(")
    if not seen.subject or (not words and opens and not place.previous_in_clause):
        carried = seen.carried if MOVED.search(place.left) else ""
        seen.subject = earlier_words(place) or seen.subject or carried
    if share and (place.quantity.unit == "百分点" or place.previous_in_clause):
        return share  # 占比由31%提升至54%, 占比57%，提高1个百分点
    return seen.subject + (_OWN_RATE.sub("", words) if words in bare.RATES and not seen.subject.endswith(words) else "")


def _goes_on(place: Place, words: str, seen: Seen) -> str:
    """开工项目12个，已开工9个; 支出27亿元，较上年决算数25亿元."""
    if (
        len(words) <= 2
        and 0 < len(seen.subject) < 40
        and place.previous_in_clause
        and (words == "在建" or is_bare_verb(words))
    ):
        return further(seen.subject, words)
    ahead = place.left[:3].lstrip("，, ")[:1]
    if ahead in ("较", "比") and seen.subject and not place.right:
        return words.removeprefix("较").removeprefix("比")
    return ""


def _last_of_list(place: Place, words: str) -> str:
    """5项|公费疫苗、交通补助每年1万元: the last of a list that begins behind another number."""
    listed = place.previous_in_clause and "、" in words and place.left[:1] not in tuple("、，和及与")
    if not listed or place.quantity.unit == "%":
        return words
    last = words.rpartition("、")[2]
    return last if len(last) >= 4 else words


def _with_owner(place: Place, words: str, seen: Seen) -> str:
    """甲公司实现产值7亿元、纳税1亿元: the tax is the firm's, too."""
    if words not in bare.OF_OWNERS or place.left[:1] not in tuple("、，") or not place.previous_in_clause:
        return words
    owner = next((seen.subject.removesuffix(label) for label in bare.OF_OWNERS if seen.subject.endswith(label)), "")
    return owner + words if 2 <= len(owner) <= 12 and not _done_again(place, words, seen) else words


def _done_again(place: Place, words: str, seen: Seen) -> bool:
    """新辟公交线路10条，优化调整20条: the same things, something else done to them."""
    previous, quantity = place.previous, place.quantity
    if previous is None or previous.unit != quantity.unit or place.right or not 0 < len(seen.subject) < 20:
        return False
    if quantity.unit_kind != "count" and not (quantity.unit_kind == "amount" and words in _WORKED_ON):
        return False
    behind = place.text[previous.end : place.clause].rstrip("，,；; ") == seen.subject
    return (place.follows or behind) and only_verbs(words)


def _of_another(place: Place, words: str, seen: Seen) -> str:
    """What another number of the sentence counts, its region, its base or its label gives the name."""
    if _done_again(place, words, seen):
        return further(seen.subject, words)
    if place.quantity.unit_kind == "score" and words in bare.TOTALS:
        return labelled(place) + words  # （一）队伍建设：包括…，总分20分
    elsewhere = words.endswith(_ELSEWHERE) and place.quantity.unit != "%" and "其中" not in place.left
    if elsewhere and seen.subject and beside(place):
        return seen.subject  # 总收入不低于50亿元（贫困地区不低于25亿元）
    each = _PER_BASE.match(seen.subject)
    joined = place.previous_in_clause and place.left[:1] in tuple("、，和及与")
    joined = joined or (place.follows and words.endswith("数"))  # ；|医师数2.9人
    if each is not None and joined and not words.startswith("每"):
        return each.group() + words  # 每千人口拥有执业医师3.2人、注册护士3.8人
    if len(words) <= 8 and (whole := of_before(place, words, seen.counted)) and not words.startswith(whole):
        return _set(seen, whole + words.removeprefix(whole[-2:]))
    return ""


def _of_works(place: Place, words: str, seen: Seen) -> str:
    """Investment in works named before, members and regions of a whole."""
    told = seen.subject if "项目" in seen.subject else seen.carried
    built = len(seen.subject) < 16 and seen.subject.endswith(_BUILT)
    if words == "投资" and (place.follows or place.previous_in_clause) and built and _SPENT.search(place.left):
        return seen.subject + words  # 改善工程54公里，计划投资5490万元
    if words in bare.OF_PROJECTS and "项目" in told and len(told) < 30:
        seen.subject = told.partition("项目")[0] + "项目" + words  # 重点项目640个、完成投资3500亿元
        return seen.subject
    if is_member(place, words, seen):
        return seen.subject  # 任务313所，其中东城区94所
    worked = place.previous is not None and place.previous.unit_kind in ("amount", "count") and place.follows
    if worked and words in bare.OF_WORKS and 2 < len(seen.subject) < 16 and "投资" not in seen.subject:
        return seen.subject + words.removeprefix("总计").removeprefix("共计")  # 硬化公路12公里，总计投资2亿元
    there = of_region(place, words, seen.subject)
    return _set(seen, there) if there else ""


def _with_things(place: Place, words: str, seen: Seen) -> str:
    """基地8个，面积达到5000亩; 其中国家级2家: the things that an area, a sum or a grade is of."""
    if (words in bare.OF_PROJECTS or words in bare.MONEY) and (made := spent_on(place, words)):
        words = made + words
    things = seen.counted[1]
    goes_on = place.follows or place.previous_in_clause
    if words == "金额" and goes_on and 2 < len(seen.subject) < 12:
        return seen.subject + words  # 医保累计报销53万人次、金额2亿元
    if words in bare.HOW_MANY and goes_on and things:
        return things + words  # 纳税超千万元企业27家，数量增长50%
    if words in bare.OF_THINGS and goes_on and things and seen.subject == things and len(things) < 16:
        words = things + words
    if (graded := _GRADE.fullmatch(words)) and goes_on and (own := seen.subject.find("级" + graded[1])) > 1:
        return seen.subject[: own - 1] + words  # 危房对象一级补助3万元，二级补助1万元
    if words in bare.KINDS and things and place.quantity.unit == seen.counted[0]:
        return words + (things[2:] if things[:2] in bare.KINDS else things)  # 幼儿园177所（公办58所，民办119所）
    if words.endswith("级") and len(words) <= 4 and seen.subject:
        words += _of_grade(place, seen)
    return words


def _remember(place: Place, words: str, seen: Seen) -> str:
    if place.left.lstrip("，,").startswith(bare.FITS_OUT) and seen.counted[1]:
        return words  # 新建养老院1所，设置床位300张，总投资6800万元: of the home
    if not (seen.subject and words[-1] in _PLAN_ENDS and _BARE_PLAN.fullmatch(words)):
        _set(seen, words)  # 完成投资17亿元，超额完成任务2亿元，增长20%
    seen.mention(words)
    seen.counted = (place.quantity.unit, words) if place.quantity.unit_kind == "count" else seen.counted
    return words


def _of_grade(place: Place, seen: Seen) -> str:
    """市级以上龙头企业39家，其中国家级2家、省级8家: what the firms, bases or towns of a grade are."""
    opened = place.text[place.clause - 1 : place.clause] in ("（", "(")
    if not place.previous_in_clause and not opened and "其中" not in place.left:
        return ""
    _, graded, kind = seen.subject.partition("级")
    same = place.previous is not None and place.previous.unit == place.quantity.unit
    kind = kind.removeprefix("及").removeprefix("以上") if graded else seen.subject if same else ""
    return kind if 2 <= len(kind) <= 16 else ""
