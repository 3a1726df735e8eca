"""The stretches of text around a quantity: its clause and sentence, what stands left and right, the list it is in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.quantities.bounded import Quantity
from extract.subjects.following import starts_with_verb
from extract.text.clauses import Clauses

REACH = 160
JOINT = re.compile(r"\s*(?:、|和|及|与|以及|,|，)?\s*(?:分别)?\Z")
# 分别增长2.1%|和下降|3.6%
_BOTH_WAYS = re.compile("[、和，,](?:增长|下降|提高|降低|上升|减少|增加)")
# 10亿元|项目2个
_COUNTED_NEXT = re.compile("级?(?:工业|产业|重[大点])?(?:项目|企业)(?:超过|达到?|不少于)?[0-9]+[个家]")
_VOLTAGES = ("千伏", "KV", "kV")
_NO_AGE_OF = ("左右", "，", "以上，", *"增升降达", "提高", "提升", "上升", "延长", "下降")  # 从78岁|提升至79岁
_EMBEDS = re.compile(r"(?:的)?[一-鿿“]|[0-9]{1,4}[个家项户]")  # 5亿元以上|项目, 5亿元以上|4个


@dataclass(slots=True)
class Seen:
    """What the numbers before this one were about, within the sentence."""

    sentence: int = -1
    subject: str = ""
    carried: str = ""  # what the sentence before a semicolon was about
    names: list[str] | None = None
    listed: list[str] | None = None  # the names that the sentence before a semicolon listed, or gave one by one
    share: str = ""  # a share of a whole or a plan, stated last: its points are of it, growth is of what was before
    change_new: bool = False
    new_first: bool = False  # 新增 opened its clause; 城镇新增就业 does not
    recent: list[str] = field(default_factory=list)  # what each number before was about
    shared: str = ""  # the label of a list of places: what is shared out to them
    outside: str | None = None  # what was spoken of before a bracket with numbers opened
    counted: tuple[str, str] = ("", "")  # the last classifier, and what it counted: 处, 村级服务站

    def mention(self, name: str) -> None:
        """Remember what a number was about, but not within brackets: 学校30所（其中小学20所）、教师500人，分别占…"""
        if self.outside is None:
            self.recent.append(name)

    def speak_of(self, subject: str) -> str:
        """From here on the sentence is about this, and about no list; gives it back."""
        self.subject, self.names = subject, None
        return subject

    def after(self, sentence: int) -> Seen:
        """What is carried past a semicolon: the subject and the names of a list."""
        each = self.recent if len(set(self.recent)) == len(self.recent) > 1 else None
        return Seen(sentence, carried=self.subject or self.carried, listed=self.names or each)


class Place:
    """One quantity and the stretches of text around it."""

    __slots__ = (
        "before_count",
        "clause",
        "clause_end",
        "count",
        "embedded",
        "first",
        "following",
        "follows",
        "index",
        "left",
        "member",
        "previous",
        "previous_in_clause",
        "quantity",
        "right",
        "run_end",
        "sentence",
        "text",
    )

    def __init__(
        self, text: str, quantities: list[Quantity], index: int, clauses: Clauses, run: tuple[int, int]
    ) -> None:
        quantity = quantities[index]
        self.text, self.quantity, self.index = text, quantity, index
        # no clause of a plan is longer than REACH; a text without stops must not cost its square
        self.clause = max(clauses.start_of_clause(quantity.start), quantity.start - REACH)
        self.clause_end = min(clauses.end_of_clause(quantity.end), quantity.end + REACH)
        self.sentence = clauses.start_of_sentence(quantity.start)
        self.member, self.count = run
        self.run_end = quantities[index - self.member + self.count - 1].end
        begin, back = self.clause, index - 1
        self.before_count: Quantity | None = None
        while back >= 0 and quantities[back].end > self.clause:
            if not is_embedded(text, quantities[back]):
                begin = quantities[back].end
                self.before_count = quantities[back]
                break
            back -= 1
        self.previous: Quantity | None = quantities[index - 1] if index else None
        last = quantities[index - 1].end if index else -9
        self.follows = last < self.clause <= last + 2  # the clause before ended with a number
        self.previous_in_clause = begin > self.clause
        self.left = text[begin : quantity.start]
        stop = self.clause_end
        following = self.following = quantities[index + 1] if index + 1 < len(quantities) else None
        if following is not None and following.start < stop:
            stop = following.start
        self.right = text[quantity.end : stop]
        self.first = stop < self.clause_end  # another number follows in the clause
        self.embedded = is_embedded(text, quantity)


def is_embedded(text: str, quantity: Quantity) -> bool:
    """A threshold inside a name: 过亿元项目, 70周岁以上老年人, 35千伏变电站."""
    if quantity.unit in _VOLTAGES:
        return "一" <= text[quantity.end : quantity.end + 1] <= "鿿"
    if quantity.unit_kind not in ("age", "money") or not _EMBEDS.match(text, quantity.end):
        return False
    if quantity.unit_kind == "age":
        return not text.startswith(_NO_AGE_OF, quantity.end)
    if quantity.comparator == "=" and _COUNTED_NEXT.match(text, quantity.end):
        return True
    return (
        quantity.unit_kind == "money"
        and (quantity.comparator in (">", ">=") or _is_loss(text, quantity))
        and not starts_with_verb(text[quantity.end : quantity.end + 3].removeprefix("的"))
    )


def _is_loss(text: str, quantity: Quantity) -> bool:
    """损失在500万元以下|的险情: of the loss, not of the danger."""
    return text.startswith("以下的", quantity.end - 2) and "损失" in text[max(0, quantity.start - 4) : quantity.start]


def find_runs(text: str, quantities: list[Quantity], clauses: Clauses) -> list[tuple[int, int]]:
    """For each quantity its place in a bare list (分别增长8%、10%) and the length of that list."""
    result = [(0, 1)] * len(quantities)
    start = 0
    for index in range(1, len(quantities) + 1):
        if index < len(quantities):
            gap = text[quantities[index - 1].end : quantities[index].start]
            ahead, here = quantities[index - 1], quantities[index]
            same = ahead.unit == here.unit or (ahead.unit_kind == here.unit_kind == "rate" and ahead.unit != "%")
            same = same or (ahead.unit_kind == here.unit_kind == "count" and text.startswith("分别", ahead.start - 4))
            joint = gap and len(gap) <= 3 and same and JOINT.fullmatch(gap)
            if (
                same
                and 3 <= len(gap) <= 3
                and _BOTH_WAYS.fullmatch(gap)
                and "分别" in text[max(0, quantities[start].start - 8) : quantities[start].start]
            ):
                continue
            if joint and (
                gap.strip() not in ("，", ",") or text.find("分别", max(0, ahead.start - 8), ahead.start) >= 0
            ):
                continue
        for member in range(start, index):
            result[member] = (member - start, index - start)
        start = index
    return result
