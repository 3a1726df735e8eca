"""What a quantity is about: the words left of it, right of it, or named before it in the sentence."""

from __future__ import annotations

import re

from extract.allotted import find_allotted
from extract.classifiers import clip_counted
from extract.continued import continue_subject, leave_bracket, of_pair, of_region
from extract.enumerations import split_kinds, split_names, split_parts
from extract.following import right_words, starts_with_verb
from extract.headed import SPENT_ON, counted_next, headed_by, labels_next, spent_on, with_list
from extract.joined import of_before
from extract.nouns import is_label, person_words, predicate_words
from extract.preceding import (
    AMONG,
    OF_PLAN,
    STANDARD_OF,
    behind_bracket,
    earlier_words,
    is_threshold,
    same_threshold,
    words_before,
)
from extract.subject_words import is_bare_verb, only_verbs
from extract.subjects import LONGEST, left_words, strip_compared, strip_opening
from extract.surroundings import JOINT, REACH, Place, Seen

_OF_PROJECTS = ("投资", "总投资", "年度投资", "完成投资")
_AREAS = "面积 总面积 建筑面积 总建筑面积 占地 占地面积 总长 总长度 总里程 里程 规模 总投资"
_OF_THINGS = frozenset(f"{_AREAS} 总产值 年产值 产值 营业收入 销售收入 年销售收入".split())
_PERSONS = tuple("众生员户民师者工人童年")
_COUNTED = tuple("位众生员户村业目庭工民门师者镇校院区园司队组社店厂口路街巷渠河沟桥坝库线馆楼站井塘极体")
_LABELS = ("年产值", "总产值", *"产值 营业收入 销售收入 主营业务收入 收入 利税 税收 纳税 利润 投资 税金".split())
_LABELLED = re.compile(r"(?<=.{2})(?:年)?(?:销售收入|营业收入|主营业务收入|总产值|产值|纳税|利税|产能)\Z")
_RATES = tuple(
    f"{kind}{rate}"
    for kind in ("", *"平均 年均 同比 自然 同口径 名义 实际".split())
    for rate in "增速 增幅 涨幅 升幅 降幅 完成率".split()
)
_OF_WHOLE = re.compile(
    "[其均约又，,、]?占(?!地)|[，,、]?[为是](?:年初|年度|调整|预算|计划|目标|任务|全年[预计目任])"
)  # 为年初预算的85%
_OPENS_WHOLE = frozenset("占为是，,、其均约又")
_OWN_RATE = re.compile("\\A(?:自然|同口径|名义|实际)")
_PROJECTS = re.compile("(?:建设|改造|技改|提升|整治|帮扶|攻坚|攻关|竣工|绿化|培训|补助|扶持|整合)(?:项目|工程|任务)")
_IS_BUDGET = re.compile("(?:收入|支出|税收?|预算|产值)\\Z")
_MOVED = re.compile(r"(?:增长|提高|提升|增加|上升|下降|降低|减少|达|降|升)[到至]?\Z")
_WORKED_ON = frozenset("建成 改造 改造提升 提升 整治 修复 治理 流转 改建 扩建 维修 拓宽".split())
_MONEY_MOVES = ("增收", "减收", "增支", "减支")
_LIGHT = ("召开", "举行", "开展", "举办", "组织", "进行", "组织开展")
_PER_BASE = re.compile(
    r"每(?:千|万|百|十万)[^，。、]{0,3}?(?:人口|居民|常住人口|户籍人口|老年人|劳动者|人|户)(?:拥有|配备|注册)?"
)
_AIM = re.compile("(?<=[一-鿿])的(?:总体|工作|年度|奋斗|发展)?(?:目标|任务|要求|标准)(?:任务|要求)?\\Z")
# 四个小区|居民行路难, 12个村|集体收入: the places are counted
_HOMES = re.compile(
    "[^，。；、的0-9]{0,4}?(?:小区|社区|行政村|自然村|乡镇|村)(?=(?:居民|群众|村民|农户|百姓)[^，。；、0-9]|集体[经收])"
)
_AIMS = ("目标", "任务", "基础上")
_ENDED = re.compile(r"结束[时后](?:由)?")
_LISTED = re.compile("[和及、](?=[^和及、]*(?:投资|资金|投入|规模)\\Z)")


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
    right = _right_subject(place)
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
        if not place.embedded:
            seen.subject, seen.names = right, None
            seen.recent.append(right)
            seen.counted = (place.quantity.unit, right) if count else seen.counted
        return right
    words = left_words(words_before(place)) or behind_bracket(place)
    open_ = place.quantity.unit_kind == "count" and (
        not words or only_verbs(words) or (place.left.endswith("的") and not place.right)
    )
    if open_ and (noun := of_pair(place)):
        seen.subject, seen.names = noun, None
        return noun
    share, seen.share = seen.share, ""
    if place.left[:1] in _OPENS_WHOLE and _OF_WHOLE.match(place.left) and 0 < len(seen.subject) < 40:
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
    if alone and only_verbs(words) and strip_opening(place.left.strip()) == words:
        words = earlier_words(place) or words  # 推进…加装电梯，年底前开工建设200部
    if not words or words in _RATES or words in ("总量", "总额", "目标值", "目标"):
        opens = not place.left and place.text[place.clause - 1 : place.clause] in ("（", "(")
        if not seen.subject or (not words and opens and not place.previous_in_clause):
            carried = seen.carried if _MOVED.search(place.left) else ""
            seen.subject = earlier_words(place) or seen.subject or carried
        if share and (place.quantity.unit == "百分点" or place.previous_in_clause):
            return share  # 占比由31%提升至54%, 占比57%，提高1个百分点
        return seen.subject + (_OWN_RATE.sub("", words) if words in _RATES and not seen.subject.endswith(words) else "")
    if len(words) <= 2 and 0 < len(seen.subject) < 40 and place.previous_in_clause and is_bare_verb(words):
        return seen.subject + words.removeprefix(seen.subject[: len(words)])  # 开工项目12个，已开工9个
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
    if words in _OF_PROJECTS and "项目" in seen.subject and len(seen.subject) < 30:
        seen.subject = seen.subject.partition("项目")[0] + "项目" + words  # 重点项目640个、完成投资3500亿元
        return seen.subject
    if place.quantity.unit == "%" and (elsewhere := of_region(words, seen.subject)):
        seen.subject, seen.names = elsewhere, None
        return elsewhere
    if words in _OF_PROJECTS and (made := spent_on(place)):
        words = made + words
    things = seen.counted[1]
    goes_on = place.follows or place.previous_in_clause
    if words in _OF_THINGS and goes_on and things and seen.subject == things and len(things) < 16:
        words = things + words  # 基地8个，面积达到5000亩
    if words.endswith("级") and len(words) <= 4 and "级" in seen.subject and place.previous_in_clause:
        words += seen.subject.partition("级")[2]
    seen.subject, seen.names = words, None
    seen.recent.append(words)
    seen.counted = (place.quantity.unit, words) if place.quantity.unit_kind == "count" else seen.counted
    return words


def _names(place: Place, words: str, seen: Seen) -> list[str] | None:
    """The members of …分别…: split here, or the list that the sentence named before."""
    if not words:
        if seen.names and len(seen.names) == place.count:
            return seen.names
        if "分别" in place.left and (both := split_names(seen.subject, place.count)):
            return both  # 财政收入和一般预算收入增长18%，分别达到7亿元和3.7亿元
        kinds = split_parts(place.text[max(place.sentence, place.clause - LONGEST) : place.clause], place.count)
        if kinds:
            return kinds  # 分引进、活动、服务三部分，分别按75%、15%和10%
        recent = seen.recent[-place.count :]  # 存款余额139亿元，贷款余额48亿元，分别增长16%、8%
        return recent if "分别" in place.left and len(set(recent)) == place.count else None
    before, marked, label = place.left.rpartition("分别")
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
    tail = left_words(label) if marked else ""
    if (
        not names
        and marked
        and place.count > 1
        and tail
        and not before.strip(" ，、")
        and len(set(seen.recent[-place.count :])) == place.count
    ):
        names = seen.recent[-place.count :]  # 造林3万亩、抚育9万亩，分别占任务的105%、98%
    return [name + tail for name in names] if names else None


def _right_subject(place: Place) -> str:
    """The noun behind the number, where it counts that: 9个教共体, 90%的乡镇卫生院, 总投资2亿元的项目."""
    quantity, right = place.quantity, place.right
    if quantity.unit == "人" and right[:1] == "口":
        return "人口"
    if not right or right[0] in "、，和与及" or AMONG.match(right):
        return ""
    if quantity.unit == "口" and right[:1] == "人" and right[:2] != "人均":
        return "" if left_words(place.left) else "人口"  # 85户340口人
    aim = right == "日" or (right.startswith(_AIMS) and not place.left.endswith("的"))
    if quantity.unit_kind in ("amount", "money", "rate") and aim:
        return ""  # 森林面积增加4000万亩目标
    if STANDARD_OF.match(right):
        return ""  # 按照人均用地不少于0.1平方米的标准
    genitive = right[0] == "的"
    if genitive and is_threshold(place):
        return left_words(place.left).rpartition("、")[2]
    body = right.removeprefix("的")
    if genitive and quantity.unit_kind in ("score", "count") and starts_with_verb(body):
        return ""  # 扣满10分的取消资格
    if quantity.unit_kind in ("money", "rate", "amount", "fraction", "ratio") and not place.embedded:
        label = place.left.strip()
        if genitive and quantity.unit_kind in ("money", "amount") and is_label(label):
            return headed_by(place) + _LISTED.split(left_words(label))[-1]
        if (
            quantity.unit_kind == "money"
            and (spent := SPENT_ON.match(right))
            and is_label(label)
            and len(left_words(label)) <= 4
        ):
            made = (
                ""
                if right.startswith(("从", "由", "在", "自", "通往"), spent.end())
                else right_words(right[spent.end() :])
            )
            return (made or counted_next(place, spent.end())) + left_words(label)
        if quantity.unit_kind in ("rate", "fraction"):
            if not genitive and left_words(place.left):
                return ""
            if genitive and quantity.unit_kind == "rate" and left_words(place.left):
                return ""
        elif starts_with_verb(body) or (
            not genitive and quantity.unit_kind == "money" and place.first and right.endswith(("总", "计"))
        ):
            return ""
    elif quantity.unit == "单元" and (ended := _ENDED.match(right)):
        return right_words(right[ended.end() :])
    elif not genitive and (
        (starts_with_verb(right) and not _PROJECTS.match(right)) or (place.first and labels_next(place))
    ):
        return ""
    if place.embedded and quantity.unit_kind == "age":
        return person_words(body) or right_words(body)
    if place.embedded and quantity.unit_kind == "money":
        label = left_words(place.left).rpartition("、")[2]
        if label.endswith(("收入", "纳税", "产值", "投资", "税收", "额", "资产", "注册资本", "注册资金")):
            return label
        if not label and (other := same_threshold(place)):
            return other
    if quantity.unit == "个" and (home := _HOMES.match(right)) is not None:
        return home.group()
    noun = _AIM.sub("", right_words(with_list(place, right)))  # 发展1000只羊的目标
    if genitive and quantity.unit_kind == "rate" and body[len(noun) : len(noun) + 1] in ("和", "、", "及"):
        noun += body[len(noun)] + right_words(body[len(noun) + 1 :])  # 90%的中心和卫生院达到
    if genitive and not noun:
        return ""
    if place.first and "、" in noun and right.endswith(noun):
        noun = noun.rpartition("、")[0]  # 12个科室、下属|31家医院
    if place.first and quantity.unit_kind == "count":
        noun = _LABELLED.sub("", noun)  # 75家龙头企业年销售收入18亿元
    if quantity.unit_kind == "count":
        noun = clip_counted(noun, quantity.unit)
    owner, linked, _ = noun.partition("的")
    if linked and owner.endswith(_PERSONS if quantity.unit in ("名", "位", "人") else _COUNTED):
        noun = owner  # 5万名群众的文化生活 counts the people
    return predicate_words(noun, body[len(noun) :])
