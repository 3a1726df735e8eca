"""Measures of a text: every quantity with what it counts, how it changes, and whether it is promised, reached or a rule."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Literal

from extract.clauses import Clauses
from extract.indicators import canonical
from extract.quantities import Quantity, find_quantities
from extract.records import Date, Measure
from extract.status import MeasureContext, find_phases, judge, plan_period
from extract.subjects import (
    is_bare_verb,
    is_label,
    left_words,
    opens_with_verb,
    person_words,
    predicate_words,
    right_words,
    split_names,
    starts_with_verb,
)

__all__ = ["MeasureContext", "find_measures"]

REACH = 160
Change = Literal["increase", "decrease"] | None

_JOINT = re.compile(r"\s*(?:、|和|及|与|以及|,|，)?\s*(?:分别)?\Z")
_RISE = re.compile(
    r"(?P<up>(?<!自然)增长率?|递增|增加(?!值)|增幅|涨幅|增速|提高|提升|上升|上涨|净增|扩大|高出|多增|攀升|加|增\Z)|(?P<down>下降率?|降低|减少|降幅|压减|缩减|回落|下调|削减|负增长|减亏|下滑|递减|降\Z)"
)
_TO = re.compile(r"\s*(?:了\s*)?(?:到|至|为|成)")
_NEW = re.compile(r"新增加?(?!值)|净增|增设|增加(?!值)|增配|新增设")
_VERB_BREAK = re.compile(
    r"培育|引进|建成|完成|实现|改造|改建|扩建|新建|打造|举办|开展|发放|组建|落实|建设|实施|获评|认定|推进|投放|拓宽|整治|拆除|清理|解决|争创|创建|达到|盘活|优化|总投资|累计|帮助|举行"
)
_BASIS = re.compile(r"可比价?格?口?径?|同口径|不变价|年均|累计|剔除[^，。]{0,10}")
_BASELINE = re.compile(
    r"(?:比|较)(上年(?:同期|末|底)?|去年(?:同期|底|末)?|20[0-9]{2}年(?:同期|底|末)?|[“\"]?十[一二三四]五[”\"]?末|年初|同期|上月|上季度|前一年)"
)
_FROM = re.compile(
    r"由([0-9０-９.,，%％万亿个元名家所岁点分之一二三四五六七八九十\s]{1,14}[^，。；]{0,4})(?:提高|增长|增加|上升|提升|下降|降低|减少|降|升|扩大|发展)(?:到|至)"
)
_HEDGES = re.compile(r"力争|争取|力求|确保|努力实现|努力|约束性|预期性|必须|务必|预计|原则上")
_DUE = re.compile(r"(?:到|至|在)(20[0-9]{2}|20[xX]{2})年(?:(底|末)|([0-9]{1,2})月)?")
_OWN_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2}|19[0-9]{2})年(?!度?以来|同期|增加|提高|增长|下降|减少|规划)")
_COUNTED = tuple("位众生员户村业目庭工民门师者镇校院")
_ENDED = re.compile(r"结束[时后](?:由)?")
_SPENT_ON = re.compile(r"(?:建成|新建|建设|实施|改造|完成|修建|用于|购置|打造|启动|改建|扩建|开展|推进)(?:了)?")
_EMBEDS = re.compile(r"(?:的)?[一-鿿“]")


@dataclass(slots=True)
class _Seen:
    """What the numbers before this one were about, within the sentence."""

    sentence: int = -1
    subject: str = ""
    names: list[str] | None = None
    change_new: bool = False


def find_measures(text: str, context: MeasureContext | None = None) -> list[Measure]:
    """The measures of clean simplified text, in order.

    >>> [m] = find_measures("到2025年，力争基层就诊率达到65%以上。")   # "by 2025, strive for 65 % or more at the grass roots"
    >>> m.text, m.indicator, m.value, m.comparator, m.status, m.hedge, m.deadline
    ('65%以上', '基层就诊率', 65.0, '>=', 'target', '力争', '2025')
    """
    context = context or MeasureContext()
    quantities = find_quantities(text)
    if not quantities:
        return []
    clauses, phases = Clauses(text), find_phases(text, context)
    runs = _runs(text, quantities, clauses)
    found: list[Measure] = []
    seen = _Seen()
    for index, quantity in enumerate(quantities):
        place = _Place(text, quantities, index, clauses, runs[index])
        if place.sentence != seen.sentence:
            seen = _Seen(place.sentence, names=None)
        indicator = _subject(place, seen)
        change = _change(place, seen)
        phase, period = phases.at(quantity.start)
        opening = text[place.sentence : min(place.sentence + 14, place.clause)]
        before = (
            opening + text[place.clause : quantity.start]
            if place.clause > place.sentence
            else text[place.clause : quantity.start]
        )
        kind = "age" if place.embedded and quantity.unit_kind == "money" else quantity.unit_kind
        status = judge(
            phase,
            phases.rules,
            before,
            text[quantity.end : quantity.end + 16],
            unit_kind=kind,
            unit=quantity.unit,
            indicator=indicator,
        )
        own = text[place.clause : quantity.start]
        basis = _BASIS.search(own)
        measure = Measure(
            quantity.start,
            quantity.end,
            text[quantity.start : quantity.end],
            quantity.rule,
            indicator or None,
            quantity.value,
            quantity.unit,
            quantity.comparator,
            status,
            value_max=quantity.value_max,
            change=change,
            hedge=_hedge(text, place, quantity),
            deadline=_deadline(text, place, quantity, context.dates) if status == "target" else None,
            basis=basis.group() if basis else None,
            baseline=_baseline(own),
            period=_period(before, period, status),
        )
        found.append(measure)
    return [_with_id(measure) for measure in _spread_about(found, runs)]


class _Place:
    """One quantity and the stretches of text around it."""

    __slots__ = (
        "clause",
        "clause_end",
        "count",
        "embedded",
        "index",
        "left",
        "member",
        "previous_in_clause",
        "quantity",
        "right",
        "sentence",
        "text",
        "before_count",
        "first",
        "follows",
    )

    def __init__(
        self, text: str, quantities: list[Quantity], index: int, clauses: Clauses, run: tuple[int, int]
    ) -> None:
        quantity = quantities[index]
        self.text, self.quantity, self.index = text, quantity, index
        # no clause of a plan is longer than REACH; a text without stops must not cost its square
        self.clause = max(clauses.clause(quantity.start)[0], quantity.start - REACH)
        self.clause_end = min(clauses.end_of_clause(quantity.end), quantity.end + REACH)
        self.sentence = clauses.sentence(quantity.start)[0]
        self.member, self.count = run
        begin, back = self.clause, index - 1
        self.before_count: Quantity | None = None
        while back >= 0 and quantities[back].end > self.clause:
            if not _is_embedded(text, quantities[back]):
                begin = quantities[back].end
                self.before_count = quantities[back]
                break
            back -= 1
        last = quantities[index - 1].end if index else -9
        self.follows = last < self.clause <= last + 2  # the clause before ended with a number
        self.previous_in_clause = begin > self.clause
        self.left = text[begin : quantity.start]
        stop = self.clause_end
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        if following is not None and following.start < stop:
            stop = following.start
        self.right = text[quantity.end : stop]
        self.first = stop < self.clause_end  # another number follows in the clause
        self.embedded = _is_embedded(text, quantity)


def _is_embedded(text: str, quantity: Quantity) -> bool:
    """A threshold inside a name: 过亿元项目, 70周岁以上老年人."""
    if not _EMBEDS.match(text, quantity.end):
        return False
    if quantity.unit_kind == "age":
        return not text.startswith(("左右", "提高", "增加"), quantity.end)
    return (
        quantity.unit_kind == "money"
        and quantity.comparator in (">", ">=")
        and not starts_with_verb(text[quantity.end : quantity.end + 3].removeprefix("的"))
    )


def _runs(text: str, quantities: list[Quantity], clauses: Clauses) -> list[tuple[int, int]]:
    """For each quantity its place in a bare list (分别增长8%、10%) and the length of that list."""
    result = [(0, 1)] * len(quantities)
    start = 0
    for index in range(1, len(quantities) + 1):
        if index < len(quantities):
            gap = text[quantities[index - 1].end : quantities[index].start]
            same = quantities[index].unit == quantities[index - 1].unit
            if gap and len(gap) <= 3 and same and _JOINT.fullmatch(gap) and gap.strip() not in ("，", ","):
                continue
        for member in range(start, index):
            result[member] = (member - start, index - start)
        start = index
    return result


def _subject(place: _Place, seen: _Seen) -> str:
    if place.count > 1 and place.member > 0 and seen.names and len(seen.names) == place.count:
        return seen.names[place.member]
    if place.count > 1 and place.member > 0:
        return seen.subject
    right = _right_subject(place)
    if right:
        if (
            place.quantity.unit_kind == "count"
            and place.left.endswith("的")
            and len(tail := left_words(place.left.removesuffix("的"))) <= 6
        ):
            right = tail + right
        if not place.embedded:
            seen.subject, seen.names = right, None
        return right
    words = left_words(place.left) or _bracketed(place)
    if "占" in place.left[:2] and 0 < len(seen.subject) < 40:
        words = seen.subject + words
    if place.count > 1 or "分别" in place.left:
        names = _names(place, words, seen)
        if names is not None:
            seen.subject, seen.names = place.left and words or seen.subject, names
            return names[0]
    if not words or words in ("增速", "增幅", "涨幅", "降幅", "总量", "总额"):
        if not seen.subject:
            seen.subject = _earlier_words(place)
        return seen.subject + (
            words if words in ("增速", "增幅", "涨幅", "降幅") and not seen.subject.endswith(words) else ""
        )
    if len(words) <= 2 and 0 < len(seen.subject) < 40 and not place.previous_in_clause and is_bare_verb(words):
        return seen.subject + words
    if words.endswith("级") and len(words) <= 4 and "级" in seen.subject and place.previous_in_clause:
        words += seen.subject.partition("级")[2]
    seen.subject, seen.names = words, None
    return words


def _names(place: _Place, words: str, seen: _Seen) -> list[str] | None:
    """The members of …分别…: split here, or the list that the sentence named before."""
    if not words:
        return seen.names if seen.names and len(seen.names) == place.count else None
    before, marked, label = place.left.rpartition("分别")
    count = place.before_count
    if marked and count is not None and count.value == place.count and not _JOINT.fullmatch(before):
        listed = left_words(place.text[place.clause : count.start])
        names = split_names(listed, place.count)
        if names:
            return [name + left_words(label) for name in names]
    base = left_words(before) if marked else words
    names = split_names(base, place.count) if base else None
    tail = left_words(label) if marked else ""
    return [name + tail for name in names] if names else None


def _right_subject(place: _Place) -> str:
    """The noun behind the number, where it counts that: 9个教共体, 90%的乡镇卫生院, 总投资2亿元的项目."""
    quantity, right = place.quantity, place.right
    if not right or right[0] in "、，和与及":
        return ""
    genitive = right.startswith("的")
    body = right.removeprefix("的")
    if quantity.unit_kind in ("money", "rate", "amount", "fraction", "ratio") and not place.embedded:
        label = place.left.strip()
        if genitive and quantity.unit_kind in ("money", "amount") and is_label(label):
            return _headed(place) + left_words(label)
        if (
            quantity.unit_kind == "money"
            and (spent := _SPENT_ON.match(right))
            and is_label(label)
            and len(left_words(label)) <= 4
        ):
            return right_words(right[spent.end() :]) + left_words(label)
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
    elif not genitive and (starts_with_verb(right) or (place.first and _labels_next(place))):
        return _counted_predicate(place)
    if place.embedded and quantity.unit_kind == "age":
        return person_words(body) or right_words(body)
    if place.embedded and quantity.unit_kind == "money":
        label = left_words(place.left).rpartition("、")[2]
        if label.endswith(("收入", "纳税", "产值", "投资", "税收")):
            return label
        if not label and (other := _same_threshold(place)):
            return other
    noun = right_words(_with_list(place, right))
    if genitive and not noun:
        return ""
    owner, linked, _ = noun.partition("的")
    if linked and owner.endswith(_COUNTED):
        noun = owner  # 5万名群众的文化生活 counts the people
    return predicate_words(noun, body[len(noun) :])


def _bracketed(place: _Place) -> str:
    """若干个（一般为1-3个）网格: the noun stands behind the bracket."""
    end = place.clause_end
    if (
        place.right
        or place.text[end : end + 1] not in (")", "）")
        or place.text[place.clause - 1 : place.clause] not in ("(", "（")
    ):
        return ""
    return right_words(re.split("[，。,；;]", place.text[end + 1 : end + 16])[0])


def _same_threshold(place: _Place) -> str:
    """年销售收入过亿元企业、过10亿元企业: the second threshold is of the same thing."""
    before = place.text[place.clause : place.quantity.start]
    found = re.search(r"(?:收入|纳税|产值|投资|税收)(?=(?:过|超过?|突破)[^，。]{1,12}、\Z)", before)
    return left_words(before[: found.end()]).rpartition("、")[2] if found else ""


def _headed(place: _Place) -> str:
    """What an amount of investment is for: the noun behind 的, past a count (的18个重点项目)."""
    rest = place.text[place.quantity.end + 1 : place.clause_end]
    counted = re.match(r"[0-9两三四五六七八九十]{1,4}[个项条家座处所]", rest)
    words = right_words(re.split("[0-9]", rest[counted.end() :] if counted else rest, maxsplit=1)[0])
    return words.partition("项目")[0] + "项目" if "项目" in words else words


def _labels_next(place: _Place) -> bool:
    """Whether the words behind belong to the next number: 项目26个总投资60亿元."""
    return len(place.right) <= 5 and place.right.endswith(("总投资", "投资", "面积", "共", "计"))


def _counted_predicate(place: _Place) -> str:
    return ""


def _with_list(place: _Place, right: str) -> str:
    """4个省级、12个市级美丽乡村示范村: the first member borrows the head of the last."""
    noun = right_words(right)
    if noun.endswith("级") and len(noun) <= 4 and right[len(noun) : len(noun) + 1] in ("、", "和"):
        rest = place.text[place.quantity.end + len(noun) : place.clause_end]
        following = re.match(r"[、和][0-9]{1,4}[个家项所名座处条](?:[^、，。]{0,3}级)([^，。；、0-9]{2,20})", rest)
        if following is not None:
            return noun + right_words(following[1])
    return right


def _earlier_words(place: _Place) -> str:
    """The subject of the clause before, where this one has none: 森林覆盖率稳步提升，达到40%."""
    earlier = place.text[max(place.sentence, place.clause - REACH) : place.clause].rstrip("，,：:（(")
    clause = re.split(r"[，,；：:（(]", earlier)[-1] if earlier else ""
    return left_words(clause)


def _change(place: _Place, seen: _Seen) -> Change:
    """increase or decrease, where the words before the number say so; a level (提高到90%) is neither."""
    if (place.count > 1 and place.member > 0) or place.embedded:
        return None  # a list takes the change of its first member
    left = place.left
    found = None
    for found in _RISE.finditer(left):
        pass
    if found is not None:
        gap = left[found.end() :]
        word = found.group()
        if _TO.match(gap) and word not in ("增幅", "涨幅", "增速", "降幅"):
            return None
        if word in ("提升", "提高", "扩大") and place.quantity.unit_kind in ("count", "amount"):
            return None
        near = len(gap) <= (8 if word in ("增长", "下降", "增幅", "涨幅", "增速", "降幅", "下降率", "增长率") else 3)
        if word == "加":
            near = gap == "" and place.quantity.unit_kind == "score"
        if near and not (word in ("提升", "提高", "扩大", "增加") and gap and gap[0] not in "了约近达超 "):
            return "increase" if found.lastgroup == "up" else "decrease"
    new = _NEW.search(left)
    if new is not None and not _TO.match(left[new.end() :]) and not _VERB_BREAK.search(left, new.end()):
        seen.change_new = True
        return "increase"
    seen.change_new = (
        seen.change_new and not _VERB_BREAK.search(left) and not opens_with_verb(left) and _continues(place)
    )
    return "increase" if seen.change_new else None


def _continues(place: _Place) -> bool:
    """A further member of a list under 新增: after 、, or a clause that is a bare noun phrase."""
    if place.quantity.unit_kind != "count":
        return False
    return place.previous_in_clause or (len(place.left) <= 20 and place.follows)


def _hedge(text: str, place: _Place, quantity: Quantity) -> str | None:
    if quantity.comparator == "~" and text.startswith(("左右", "上下"), quantity.end - 2):
        return text[quantity.end - 2 : quantity.end]
    found = None
    for found in _HEDGES.finditer(text, max(place.sentence, quantity.start - 60), quantity.start):
        pass
    return found.group() if found is not None else None


def _deadline(text: str, place: _Place, quantity: Quantity, dates: tuple[Date, ...] | None) -> str | None:
    """The date that governs the sentence: the last deadline or point before the number."""
    if dates is not None:
        index = bisect_left([date.start for date in dates], quantity.start) - 1
        while index >= 0 and dates[index].start >= place.sentence:
            if dates[index].type in ("deadline", "point") and dates[index].edtf:
                return dates[index].edtf
            index -= 1
        return None
    found = None
    for found in _DUE.finditer(text, max(place.sentence, quantity.start - REACH), quantity.start):
        pass
    if found is None:
        return None
    year = found[1].upper()
    return f"{year}-12" if found[2] else f"{year}-{int(found[3]):02d}" if found[3] else year


def _baseline(before: str) -> str | None:
    found = _BASELINE.search(before) or _FROM.search(before)
    return found[1] if found is not None else None


def _period(before: str, period: str | None, status: str) -> str | None:
    span = plan_period(before)
    if span is not None:
        return span
    own = None
    if status == "actual":
        for own in _OWN_YEAR.finditer(before):
            pass
    return own[1] if own is not None else period if status != "standard" else None


def _spread_about(found: list[Measure], runs: list[tuple[int, int]]) -> list[Measure]:
    """分别增长5.5%、6.5%左右: the closing hedge covers the list, and the change of the first holds for all."""
    result = list(found)
    for index, (member, count) in enumerate(runs):
        if count > 1 and member == 0:
            last = found[index + count - 1]
            for position in range(index, index + count):
                item = result[position]
                if item.comparator == "=" and last.comparator == "~" and last.text.endswith("左右"):
                    item = replace(item, comparator="~", hedge=last.hedge)
                first = found[index]
                if item.comparator == "=" and first.rule == "bound before" and first.comparator != "~":
                    item = replace(item, comparator=first.comparator)
                if found[index].change and not item.change:
                    item = replace(item, change=found[index].change)
                result[position] = item
    return result


def _with_id(measure: Measure) -> Measure:
    name = canonical(measure.indicator or "", unit=measure.unit, change=measure.change, basis=measure.basis)
    return replace(measure, indicator_id=name) if name else measure
