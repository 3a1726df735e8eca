"""What a quantity is about: the words left of it, right of it, or named before it in the sentence."""

from __future__ import annotations

import re

from extract.subjects import bare_labels as bare
from extract.subjects.allotted import find_allotted
from extract.subjects.behind import MOVED, behind_list, right_subject
from extract.subjects.completed import goes_on, listed_owner, of_another, of_works, with_owner, with_things
from extract.subjects.continued import (
    continue_subject,
    leave_bracket,
    of_each,
    of_pair,
    of_reached,
    such_as,
)
from extract.subjects.members import name_members
from extract.subjects.phrases import left_words, strip_opening
from extract.subjects.preceding import OF_PLAN, behind_bracket, earlier_words, words_before
from extract.subjects.surroundings import REACH, Place, Seen
from extract.subjects.words import only_verbs

_PLAN_ENDS = frozenset("标务划算数")
_BARE_PLAN = re.compile(
    "(?:年度?|全年|年初|预定|既定|[省市县区镇]定|[省市县区]下达)*(?:目标|任务|计划|预算)+(?:数|指标|任务)?"
)
_OF_WHOLE = re.compile(
    "[其均约又已，,、]{0,2}占(?!地(?![区方]))|[，,、]?[为是](?:[国省市县区]定|[国省市县区]下达|年初|年度|年(?=预算|计划)|调整|预算|计划|目标|任务|全年[预计目任])"
)  # 为年初预算的85%
_OWN, _OWN_TASK = 16, 7  # characters of a name that the share of its plan or budget bears, and of its task
_PLANNED = re.compile("(占|完成)((?:年初|年度|全年|调整)?(?:预算|计划|任务|目标)数?)")
_OPENS_WHOLE = frozenset("占为是，,、其均约又已")
_OWN_RATE = re.compile("\\A(?:自然|同口径|名义|实际)")
_IS_BUDGET = re.compile("(?:收入|支出|税收?|预算|产值)\\Z")
_MONEY_MOVES = ("增收", "减收", "增支", "减支")
_BEARS = ("负责", "承担")
_GRANTS = ("补助", "补贴", "奖励", "奖补", "资助")
_EACH_MORE = re.compile("(?:此后|以后)?每(?:再|新)?(?:增加?|减少|超过?|提高|下降|降低)")
_ALL_OF = re.compile("(?:全[镇乡县市区村旗州]|我[镇乡县市区村])(?:共有?|现有|总计)?\\Z")
_DEEDS = frozenset("补贴 补助 建设 治理 整治 改革 服务 保障 培训 检查 考核 管理 监督 监管 教育".split())
_RANKS = frozenset("乡 镇 村 县 区 街道 社区 省 市".split())


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
    if place.right in _DEEDS and place.quantity.unit == "项" and len(words) > 2:
        words += place.right  # 残疾人两项|补贴
    if found := _counted_alone(place, words, seen):
        return found
    share, seen.share = seen.share, ""
    if planned := _of_budget(place, words, seen):
        return planned
    words = _with_whole(place, words, seen)
    if found := _listed(place, words, seen):
        return found
    words = _without_light(place, words, seen)
    if not words or words in bare.RATES or words in ("总量", "总额", "目标值", "目标"):
        return _carried(place, words, share, seen)
    if found := goes_on(place, words, seen):
        return found
    words = with_owner(place, continue_subject(place, _last_of_list(place, words), seen), seen)
    if found := of_another(place, words, seen) or of_works(place, words, seen):
        return found
    return _remember(place, with_things(place, words, seen), seen)


def _named_at_once(place: Place, seen: Seen) -> str:
    """What a grant or a score is for, what stands behind the number or its list, what is reached."""
    if allotted := find_allotted(place):
        return seen.speak_of(allotted)
    count = place.quantity.unit_kind == "count"
    if place.count > 1 and count and (listed := behind_list(place)):
        return seen.speak_of(listed)
    right = right_subject(place)
    if not right:
        reached = of_reached(place) or such_as(place, seen.counted)
        return seen.speak_of(reached) if reached else ""
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
        seen.speak_of(right)
        seen.mention(right)
        seen.counted = (place.quantity.unit, right) if count else seen.counted
    return right


def _words_ahead(place: Place, seen: Seen) -> str:
    """The words left of the number, where they can name it."""
    words = left_words(words_before(place)) or listed_owner(place) or behind_bracket(place)
    if seen.subject and place.left.rstrip().endswith(_BEARS) and not seen.subject.endswith(_BEARS):
        words = ""  # 新增改厕8万户（其中卫健局负责3万户
    if _EACH_MORE.fullmatch(place.left.strip()) is not None:
        return ""  # 超过1亩的，每增加|1亩
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
        return seen.speak_of(noun)
    if "对" in place.text[place.sentence : place.clause] and (shared := of_each(place, words)):
        return shared  # 三次产业对增长的贡献率分别为：第一产业6%
    return place.quantity.unit if place.quantity.unit in _RANKS and not place.right and len(words) <= 1 else ""


def _of_budget(place: Place, words: str, seen: Seen) -> str:
    """完成基金收入90万元，占年初预算200万元的45%: the sum is the budget of what was told, the share is of that."""
    if place.quantity.unit_kind != "money" or not 2 <= len(seen.subject) < 30:
        return ""
    done = "" if words[:1] == "占" or not place.left.endswith("完成" + words) or "超额" in place.left else "完成"
    planned = _PLANNED.fullmatch(done + words)
    if planned is None:
        return ""
    seen.share = seen.subject + done + words
    return seen.subject + planned[2]


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
        own = _OWN_TASK if words.endswith(("任务", "目标")) else _OWN
        whose = seen.subject if len(seen.subject) <= own else ""
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
    capped = words in bare.EACH_ONE and seen.subject.endswith(_GRANTS) and place.quantity.unit_kind == "money"
    if money or capped or words == "幅度" or words.endswith("口径") or (words in bare.LIGHT and not place.right):
        words = ""
    alone = not seen.subject and not place.right and place.quantity.unit_kind == "count"
    if alone and only_verbs(words.removeprefix("年度")) and strip_opening(place.left.strip()) == words:
        return earlier_words(place) or words
    return words


def _carried(place: Place, words: str, share: str, seen: Seen) -> str:
    """What the sentence spoke of before, for a bare rate or no words at all; ``share``: a share stated just before."""
    opens = not place.left.strip() and place.text[place.clause - 1 : place.clause] in ("（", "(")
    if not seen.subject or (not words and opens and not place.previous_in_clause):
        carried = seen.carried if MOVED.search(place.left) else ""
        seen.subject = earlier_words(place) or seen.subject or carried
    if share and (place.quantity.unit == "百分点" or place.previous_in_clause):
        return share  # 占比由31%提升至54%, 占比57%，提高1个百分点
    if place.quantity.unit in ("户", "人") and not words and _ALL_OF.search(place.left) and not place.right:
        return seen.speak_of("人口")  # 下辖25个村，全镇|13951户68202人
    if not seen.subject and words in ("总量", "总额"):
        return words
    return seen.subject + (_OWN_RATE.sub("", words) if words in bare.RATES and not seen.subject.endswith(words) else "")


def _last_of_list(place: Place, words: str) -> str:
    """5项|公费疫苗、交通补助每年1万元: the last of a list that begins behind another number."""
    listed = place.previous_in_clause and "、" in words and place.left[:1] not in tuple("、，和及与")
    if not listed or place.quantity.unit == "%":
        return words
    last = words.rpartition("、")[2]
    return last if len(last) >= 4 else words


def _remember(place: Place, words: str, seen: Seen) -> str:
    if place.left.lstrip("，,").startswith(bare.FITS_OUT) and seen.counted[1]:
        return words  # 新建养老院1所，设置床位300张，总投资6800万元: of the home
    if not (seen.subject and words[-1] in _PLAN_ENDS and _BARE_PLAN.fullmatch(words)):
        seen.speak_of(words)  # 完成投资17亿元，超额完成任务2亿元，增长20%
    seen.mention(words)
    seen.counted = (place.quantity.unit, words) if place.quantity.unit_kind == "count" else seen.counted
    return words
