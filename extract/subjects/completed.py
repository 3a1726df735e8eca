"""A name completed by what the sentence told before it: 基地8个，面积达到5000亩 → 基地面积.

In come the words beside a number and what was ``Seen`` in its sentence; out goes the whole name, or nothing where the
words need no help. The numbers before tell the things counted (基地), the works that money goes to (改造工程), the kind
of a grade (龙头企业39家，其中国家级2家), the base of a rate (每千人口), the owner (甲公司实现产值7亿元、纳税1亿元).
"""

from __future__ import annotations

import re

from extract.subjects import bare_labels as bare
from extract.subjects.continued import further, is_member, of_region
from extract.subjects.headed import beside, labelled
from extract.subjects.joined import of_before
from extract.subjects.phrases import left_words
from extract.subjects.spent import spent_on
from extract.subjects.surroundings import Place, Seen
from extract.subjects.words import is_bare_verb, only_verbs

_BUILT = ("工程", "建设", "改造", "公路", "道路", "整治", "治理")
_SPENT = re.compile("(?:完成|计划|概算|预算)投资(?:额|约|近|达)*\\Z")
_GRADE = re.compile("[一二三四五]级(.{2,6})")
_WORKED_ON = frozenset("建成 改造 改造提升 提升 整治 修复 治理 流转 改建 扩建 维修 拓宽".split())
_NO_WORKS = re.compile("投资|面积\\Z|长度\\Z")
_GROWN = ("面积", "总面积", "产值", "总产值", "产量", "总产量")
_ELSEWHERE = ("地区", "山区", "老区", "城区", "郊区", "牧区", "片区")
_STOPS = re.compile("[，。；、：\n）)]")
_LISTED = re.compile(r"\s*[)）]\s*[、和及]")
_OWNER = 16  # characters
_PER_BASE = re.compile(
    r"每(?:千|万|百|十万)[^，。、]{0,3}?(?:人口|居民|常住人口|户籍人口|老年人|劳动者|人|户)(?:拥有|配备|注册)?"
)


def goes_on(place: Place, words: str, seen: Seen) -> str:
    """Only what is done to those just counted, or the figure that they are compared with; empty elsewhere.

    >>> from extract.measures import find_measures
    >>> [m.indicator for m in find_measures("改造厕所300座、完工210座。")]    # "toilets: 300 to rebuild, 210 done"
    ['改造厕所', '厕所完工']
    """
    same = place.previous is not None and place.previous.unit == place.quantity.unit
    part = same and "其中" in place.left[:4]  # 高标准农田3.8万亩，其中新建1.8万亩
    if (
        len(words) <= 2
        and 0 < len(seen.subject) < 40
        and (place.previous_in_clause or part)
        and (words == "在建" or is_bare_verb(words))
    ):
        again = len(words) > 0 and seen.subject.endswith(words)  # 残疾人两项补贴|126万元
        return seen.subject if again else further(seen.subject.removesuffix("任务") if part else seen.subject, words)
    ahead = place.left[:3].lstrip("，, ")[:1]
    if ahead in ("较", "比") and seen.subject and not place.right and not words.startswith("较大"):
        return words.removeprefix("较").removeprefix("比")
    return ""


def with_owner(place: Place, words: str, seen: Seen) -> str:
    """A sum of the same owner as the sum before.

    >>> from extract.measures import find_measures
    >>> [m.indicator for m in find_measures("白石公司产值7亿元、纳税1亿元。")]    # "the firm's output …, taxes …"
    ['白石公司产值', '白石公司纳税']
    """
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


def of_another(place: Place, words: str, seen: Seen) -> str:
    """The name, where the count, the region, the base or the label of another number tells it; empty elsewhere.

    >>> from extract.measures import find_measures
    >>> text = "每千人口拥有执业医师3.2人、注册护士3.8人。"    # "doctors, and nurses, for 1,000 people"
    >>> [m.indicator for m in find_measures(text)]
    ['每千人口拥有执业医师', '每千人口拥有注册护士']
    """
    if _done_again(place, words, seen):
        return further(seen.subject, words)
    if place.quantity.unit_kind == "score" and words in bare.TOTALS:
        return labelled(place) + words  # （一）队伍建设：包括…，总分20分
    if place.text[place.clause - 1 : place.clause] in ("（", "("):
        if words in bare.TASKS and seen.subject:
            return seen.subject + words  # 人工造林8200亩（任务7500亩）
        if words in bare.OF_PROJECTS and (owner := _before_bracket(place)):
            return seen.speak_of(owner + words)
    elsewhere = words.endswith(_ELSEWHERE) and place.quantity.unit != "%" and "其中" not in place.left
    if elsewhere and seen.subject and beside(place):
        return seen.subject  # 总收入不低于50亿元（贫困地区不低于25亿元）
    each = _PER_BASE.match(seen.subject)
    joined = place.previous_in_clause and place.left[:1] in tuple("、，和及与")
    joined = joined or (place.follows and words.endswith("数"))  # ；|医师数2.9人
    if each is not None and joined and not words.startswith("每"):
        return each.group() + words  # 每千人口拥有执业医师3.2人、注册护士3.8人
    if len(words) <= 8 and (whole := of_before(place, words, seen.counted)) and not words.startswith(whole):
        return seen.speak_of(whole + words.removeprefix(whole[-2:]))
    return ""


def _before_bracket(place: Place) -> str:
    """甲厂（投资1.3亿元）、乙厂（投资2亿元）: whose investment a bracket tells; empty behind a number."""
    start = max(place.sentence, place.previous.end if place.previous is not None else 0)
    owner = left_words(_STOPS.split(place.text[start : place.clause - 1])[-1].rpartition("用于")[2])
    return owner if 2 <= len(owner) <= _OWNER and not only_verbs(owner) else ""


def listed_owner(place: Place) -> str:
    """推进甲园（300万元）、乙园（100万元）: for what the sum in brackets is, in a list of such; else empty."""
    opens = not place.left.strip() and place.text[place.clause - 1 : place.clause] in ("（", "(")
    if not opens or place.quantity.unit_kind != "money":
        return ""
    goes_on = _LISTED.match(place.text, place.quantity.end) or place.text[place.sentence : place.clause].count("、")
    owner = _before_bracket(place) if goes_on else ""
    return owner if len(owner) > 2 else ""


def of_works(place: Place, words: str, seen: Seen) -> str:
    """The name, where works named before take the investment, or a whole its members and regions; empty elsewhere.

    >>> from extract.measures import find_measures
    >>> [m.indicator for m in find_measures("农村道路改造54公里，计划投资5490万元。")]    # "54 km of road"
    ['农村道路改造', '农村道路改造投资']
    """
    told = seen.subject if "项目" in seen.subject else seen.carried
    built = len(seen.subject) < 16 and seen.subject.endswith(_BUILT)
    if words == "投资" and (place.follows or place.previous_in_clause) and built and _SPENT.search(place.left):
        return seen.subject + words  # 改善工程54公里，计划投资5490万元
    if words in bare.OF_PROJECTS and "项目" in told and len(told) < 30:
        seen.subject = told.partition("项目")[0] + "项目" + words  # 重点项目640个、完成投资3500亿元
        return seen.subject
    if is_member(place, words, seen):
        return seen.subject  # 任务313所，其中东城区94所
    planted = place.previous is not None and place.previous.unit in ("亩", "公顷") and place.follows
    if planted and words in _GROWN and 2 < len(seen.subject) < 12 and not seen.subject.endswith(("面积", "产值")):
        return seen.subject + words  # 新植核桃林44万亩，总面积达到76万亩，产值14亿元
    worked = place.previous is not None and place.previous.unit_kind in ("amount", "count") and place.follows
    if worked and words in bare.OF_WORKS and 2 < len(seen.subject) < 16 and not _NO_WORKS.search(seen.subject):
        return seen.subject + words.removeprefix("总计").removeprefix("共计")  # 硬化公路12公里，总计投资2亿元
    whose = seen.subject or seen.carried
    if words.endswith("部门") and len(words) <= 6 and whose.endswith(("收入", "支出", "税收")):
        own = next((at for at in range(2, 7) if whose[:at].endswith("部门")), 0)
        return seen.speak_of(words + whose[own:])  # 税务部门完成9亿元, of the revenue told before
    there = of_region(place, words, seen.subject)
    return seen.speak_of(there) if there else ""


def with_things(place: Place, words: str, seen: Seen) -> str:
    """The words with the things that an area, a sum or a grade is of; as they are where they need none.

    >>> from extract.measures import find_measures
    >>> text = "建成蔬菜基地8个，面积5000亩。龙头企业39家，其中国家级2家。"    # "8 bases of 5,000 mu; 39 firms, 2 …"
    >>> [m.indicator for m in find_measures(text)]
    ['蔬菜基地', '蔬菜基地面积', '龙头企业', '国家级龙头企业']
    """
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


def _of_grade(place: Place, seen: Seen) -> str:
    """市级以上龙头企业39家，其中国家级2家、省级8家: what the firms, bases or towns of a grade are."""
    opened = place.text[place.clause - 1 : place.clause] in ("（", "(")
    same = place.previous is not None and place.previous.unit == place.quantity.unit
    if not place.previous_in_clause and not opened and "其中" not in place.left and not (same and place.follows):
        return ""
    _, graded, kind = seen.subject.partition("级")
    kind = kind.removeprefix("及").removeprefix("以上") if graded else seen.subject if same else ""
    return kind if 2 <= len(kind) <= 16 else ""
