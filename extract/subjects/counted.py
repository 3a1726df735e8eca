"""What a quantity is about: the words left of it, right of it, or named before it in the sentence."""

from __future__ import annotations

import re

from extract.subjects.allotted import find_allotted
from extract.subjects.behind import MOVED, behind_list, right_subject
from extract.subjects.continued import (
    continue_subject,
    is_member,
    leave_bracket,
    of_each,
    of_pair,
    of_reached,
    of_region,
    such_as,
)
from extract.subjects.enumerations import split_kinds, split_names, split_parts
from extract.subjects.headed import beside, labelled, spent_on
from extract.subjects.joined import of_before
from extract.subjects.phrases import LONGEST, left_words, strip_compared, strip_opening
from extract.subjects.preceding import OF_PLAN, behind_bracket, earlier_words, words_before
from extract.subjects.surroundings import JOINT, REACH, Place, Seen
from extract.subjects.words import is_bare_verb, only_verbs

_OF_PROJECTS = tuple(
    "投资 总投资 年度投资 完成投资 计划总投资 计划投资 年度计划投资 年内计划投资 到位资金 总资金".split()
)
_BUILT = ("工程", "建设", "改造", "公路", "道路", "整治", "治理")
_SPENT = re.compile("(?:完成|计划|概算|预算)投资(?:额|约|近|达)*\\Z")
_AREAS = "面积 总面积 建筑面积 总建筑面积 占地 占地面积 总长 总长度 总里程 里程 规模 总投资 价值 总价值 货值 涉案金额"
_OF_THINGS = frozenset(f"{_AREAS} 总产值 年产值 产值 营业收入 销售收入 年销售收入".split())
_LABELS = ("年产值", "总产值", *"产值 营业收入 销售收入 主营业务收入 收入 利税 税收 纳税 利润 投资 税金".split())
_RATES = tuple(
    f"{kind}{rate}"
    for kind in ("", *"平均 年均 同比 自然 同口径 名义 实际".split())
    for rate in "增速 增幅 涨幅 升幅 降幅 减幅 完成率".split()
)
_PLAN_TAIL = re.compile("(?<=..)(?:年度|全年|年初|[省市县]定)(?:目标|计划|任务|预算)(?:数|任务)?\\Z")
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
_WEIGHTS = frozenset("满分 总分 上限 下限 权重 分值 基本分 最高".split())
_TOTALS = ("总分", "满分", "分值", "最高分", "最高得分")
_ELSEWHERE = ("地区", "山区", "老区", "城区", "郊区", "牧区", "片区")
_LIGHT = ("召开", "举行", "开展", "举办", "组织", "进行", "组织开展")
_PER_BASE = re.compile(
    r"每(?:千|万|百|十万)[^，。、]{0,3}?(?:人口|居民|常住人口|户籍人口|老年人|劳动者|人|户)(?:拥有|配备|注册)?"
)


def find_subject(place: Place, seen: Seen) -> str:
    """What the number is about, in the words of the text; empty where nothing says it."""
    start = place.previous.end if place.previous is not None else 0
    gap = place.text[start if start > place.sentence else place.sentence : place.quantity.start]
    if seen.outside is not None or "（" in gap or "(" in gap:
        leave_bracket(gap[-REACH:], seen)
    if place.count > 1 and place.member > 0 and seen.names and len(seen.names) == place.count:
        return seen.names[place.member]
    if place.count > 1 and place.member > 0:
        return seen.subject
    allotted = find_allotted(place)
    if allotted:
        seen.subject, seen.names = allotted, None
        return allotted
    if place.count > 1 and place.quantity.unit_kind == "count" and (listed := behind_list(place)):
        seen.subject, seen.names = listed, None
        return listed
    right = right_subject(place)
    if right:
        count = place.quantity.unit_kind == "count"
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
            seen.subject, seen.names = right, None
            seen.mention(right)
            seen.counted = (place.quantity.unit, right) if count else seen.counted
        return right
    if reached := of_reached(place) or such_as(place):
        seen.subject, seen.names = reached, None
        return reached
    words = left_words(words_before(place)) or behind_bracket(place)
    if seen.subject and place.left.rstrip().endswith(("负责", "承担")):
        words = ""  # 新增改厕8万户（其中卫健局负责3万户
    if words.endswith("等") and place.quantity.unit_kind == "count":
        words = "" if seen.subject else words[:-1]  # 其中修建村道等24项已完成
    if words in _WEIGHTS and place.text[place.clause - 1 : place.clause] in ("（", "("):
        words = re.split("[)）]、?", earlier_words(place))[-1] or words  # 重点工作（满分40分）、日常工作（上限20分）
    open_ = place.quantity.unit_kind == "count" and (
        not words or only_verbs(words) or (place.left.endswith("的") and not place.right)
    )
    if open_ and (noun := of_pair(place)):
        seen.subject, seen.names = noun, None
        return noun
    if "对" in place.text[place.sentence : place.clause] and (shared := of_each(place, words)):
        return shared  # 三次产业对增长的贡献率分别为：第一产业6%
    if place.quantity.unit in _RANKS and not place.right and len(words) <= 1:
        return place.quantity.unit  # 下辖10乡6镇
    share, seen.share = seen.share, ""
    of_whole = place.left[:1] in _OPENS_WHOLE and _OF_WHOLE.match(place.left) is not None
    if of_whole and 0 < len(seen.subject) < 40 and place.quantity.unit_kind != "money":
        words = seen.subject + words
    after = place.text[place.quantity.end : place.quantity.end + 2]
    part = place.quantity.unit == "%" or (after[:1] == "的" and after[1:].isdigit())  # 完成任务132亿元的90%
    if words and seen.subject and part and place.count == 1 and OF_PLAN.search(place.left):
        seen.share = words
        return words
    if place.count > 1 or "分别" in place.left:
        names = _names(place, words, seen)
        if names is not None:
            seen.subject, seen.names = (place.left and words) or seen.subject, names
            return names[0]
    if (
        (words in _MONEY_MOVES and _IS_BUDGET.search(seen.subject))
        or words == "幅度"
        or (words in _LIGHT and not place.right)
    ):
        words = ""  # 提高幅度达30%, 每半年召开一次
    alone = not seen.subject and not place.right and place.quantity.unit_kind == "count"
    if alone and only_verbs(words.removeprefix("年度")) and strip_opening(place.left.strip()) == words:
        words = earlier_words(place) or words  # 推进…加装电梯，年底前开工建设200部
    if not words or words in _RATES or words in ("总量", "总额", "目标值", "目标"):
        opens = not place.left and place.text[place.clause - 1 : place.clause] in ("（", "(")
        if not seen.subject or (not words and opens and not place.previous_in_clause):
            carried = seen.carried if MOVED.search(place.left) else ""
            seen.subject = earlier_words(place) or seen.subject or carried
        if share and (place.quantity.unit == "百分点" or place.previous_in_clause):
            return share  # 占比由31%提升至54%, 占比57%，提高1个百分点
        return seen.subject + (_OWN_RATE.sub("", words) if words in _RATES and not seen.subject.endswith(words) else "")
    if len(words) <= 2 and 0 < len(seen.subject) < 40 and place.previous_in_clause and is_bare_verb(words):
        return seen.subject + words.removeprefix(seen.subject[: len(words)])  # 开工项目12个，已开工9个
    ahead = place.left[:3].lstrip("，, ")[:1]
    if ahead in ("较", "比") and seen.subject and not place.right:
        return words.removeprefix("较").removeprefix("比")  # 支出27亿元，较上年决算数25亿元，增加2亿元
    if (
        place.previous_in_clause
        and "、" in words
        and place.left[:1] not in tuple("、，和及与")
        and place.quantity.unit != "%"
    ):
        last = words.rpartition("、")[2]  # 5项|公费疫苗、交通补助每年1万元
        words = last if len(last) >= 4 else words
    words = continue_subject(place, words, seen)  # 粮食播种面积100万亩、产量50万吨
    again = (
        place.previous is not None
        and place.previous.unit == place.quantity.unit
        and (place.quantity.unit_kind == "count" or (place.quantity.unit_kind == "amount" and words in _WORKED_ON))
    )
    behind = (
        place.previous is not None and place.text[place.previous.end : place.clause].rstrip("，,；; ") == seen.subject
    )
    if again and (place.follows or behind) and not place.right and 0 < len(seen.subject) < 20 and only_verbs(words):
        return seen.subject + words.removeprefix(seen.subject[: len(words)])  # 新辟公交线路10条，优化调整20条
    if words in _LABELS and place.left[:1] in tuple("、，") and place.previous_in_clause:
        owner = next((seen.subject.removesuffix(label) for label in _LABELS if seen.subject.endswith(label)), "")
        words = owner + words if 2 <= len(owner) <= 12 else words  # 甲公司实现产值7亿元、纳税1亿元
    if place.quantity.unit_kind == "score" and words in _TOTALS:
        return labelled(place) + words  # （一）队伍建设：包括…，总分20分
    elsewhere = words.endswith(_ELSEWHERE) and place.quantity.unit != "%" and "其中" not in place.left
    if elsewhere and seen.subject and beside(place):
        return seen.subject  # 总收入不低于50亿元（贫困地区不低于25亿元）
    each = _PER_BASE.match(seen.subject)
    if (
        each is not None
        and not words.startswith("每")
        and place.previous_in_clause
        and place.left[:1] in tuple("、，和及与")
    ):
        return each.group() + words  # 每千人口拥有执业医师3.2人、注册护士3.8人
    if len(words) <= 8 and (whole := of_before(place, words, seen.counted)) and not words.startswith(whole):
        seen.subject, seen.names = whole + words, None
        return whole + words
    told = seen.subject if "项目" in seen.subject else seen.carried
    goes_on = place.follows or place.previous_in_clause
    if (
        words == "投资"
        and goes_on
        and len(seen.subject) < 16
        and seen.subject.endswith(_BUILT)
        and _SPENT.search(place.left)
    ):
        return seen.subject + words  # 改善工程54公里，计划投资5490万元
    if words in _OF_PROJECTS and "项目" in told and len(told) < 30:
        seen.subject = told.partition("项目")[0] + "项目" + words  # 重点项目640个、完成投资3500亿元
        return seen.subject
    if is_member(place, words, seen):
        return seen.subject  # 任务313所，其中东城区94所
    if there := of_region(place, words, seen.subject):
        seen.subject, seen.names = there, None
        return there
    if words in _OF_PROJECTS and (made := spent_on(place)):
        words = made + words
    things = seen.counted[1]
    if words in _OF_THINGS and goes_on and things and seen.subject == things and len(things) < 16:
        words = things + words  # 基地8个，面积达到5000亩
    if words.endswith("级") and len(words) <= 4 and seen.subject:
        words += _of_grade(place, seen)
    if not (seen.subject and words[-1] in _PLAN_ENDS and _BARE_PLAN.fullmatch(words)):
        seen.subject, seen.names = words, None  # 完成投资17亿元，超额完成任务2亿元，增长20%
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


def _names(place: Place, words: str, seen: Seen) -> list[str] | None:
    """The members of …分别…: split here, or the list that the sentence named before."""
    if not words:
        if seen.names and len(seen.names) == place.count:
            return [_PLAN_TAIL.sub("", name) for name in seen.names]
        if seen.listed and len(seen.listed) == place.count and not seen.subject:
            return seen.listed  # …分别达到90%、92%；2030年分别达到95%、98%
        if "分别" in place.left and (both := split_names(seen.subject, place.count)):
            return both  # 财政收入和一般预算收入增长18%，分别达到7亿元和3.7亿元
        kinds = split_parts(place.text[max(place.sentence, place.clause - LONGEST) : place.clause], place.count)
        if kinds:
            return kinds  # 分引进、活动、服务三部分，分别按75%、15%和10%
        # 存款余额139亿元，贷款余额48亿元，分别增长16%、8%
        recent = [_PLAN_TAIL.sub("", name) for name in seen.recent[-place.count :]]
        return recent if "分别" in place.left and len(set(recent)) == place.count else None
    before, marked, label = place.left.rpartition("分别")
    recent = seen.recent[-place.count :]
    if not marked and len(set(recent)) == place.count > 1 and OF_PLAN.search(place.left):
        return [name + words for name in recent]  # 修路12公里、建桥5座，完成任务的98%和105%
    count = place.before_count
    if marked and count is not None and count.value == place.count and not JOINT.fullmatch(before):
        listed = left_words(place.text[place.clause : count.start])
        names = split_names(listed, place.count)
        if names:
            return [name + left_words(label) for name in names]
    listed = strip_compared(place.text[place.clause : place.quantity.start].rpartition("分别")[0]) if marked else ""
    kinds = split_kinds(strip_opening(listed), place.count) if "等" in listed else None
    if kinds:
        return kinds
    base = left_words(before) if marked else words
    names = split_names(base, place.count) if base else None
    if marked and base and not names:
        whole = strip_opening(listed.strip())
        more = split_names(whole, place.count) or (place.count > 1 and split_names(whole, place.count + 1)) or []
        names = more[: place.count]  # the last of them may be no measure: 和13年
    tail = left_words(label) if marked else ""
    if names and names[0][0].isdigit():
        names = None  # 1个省级、18个市级项目分别
    if (
        not names
        and marked
        and place.count > 1
        and tail
        and recent
        and recent[-1].endswith(before.strip(" ，、"))
        and len(set(recent)) == place.count
    ):
        names = recent  # 造林3万亩、抚育9万亩，分别占任务的105%、98%
    return [name + tail for name in names] if names else None
