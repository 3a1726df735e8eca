"""Offices that stand as sentences of their own before their duties: 县交通局、公路局。负责…; made up of: 由…组成."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.actors.phrases import read_actors, starts_with_verb
from extract.role_forms import rules
from extract.role_forms.clauses import Span
from extract.role_forms.items import ANYONE, Labelled
from extract.role_forms.posts import is_holder, split_list

_ENTRY = re.compile(
    r"(?:^|[\n。;:])[ \u3000]*(?:\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}、)?"
    r"([^\n。;:,\d]{2,40}?)"
    r"(?:(?P<duties>的?(?:主要|工作)*职责)(?:[。:]|[ \u3000]*\n|(?=[ \u3000]))|。|\n[ \u3000\n]{0,8})"
    r"[ \u3000]*(?:1[.、]|\(1\))?"
    r"(?=(?(duties)[\u4e00-\u9fff]|(?:(?:具体|主要|牵头|组织|统筹)*(?:负责|承担)"
    r"|牵头|保障|做好|为[^,。;]{2,40}(?:提供|做好)|指导|配合|协助|督促|会同|制定|组织|落实)(?!单位|部门|科室|处室|领导)))"
)
# Where an entry's name can end: only there is the pattern above tried, from the mark before the name.
_NAME_ENDS = re.compile(
    r"[。\n职](?:(?<=职)责(?=[。: \u3000\n])|(?<=[。\n])(?=[ \u3000\n]{0,10}(?:1[.、]|\(1\))?"
    r"(?:具体|主要|牵头|组织|统筹|负责|承担|保障|为[^,。;]{2,40}(?:提供|做好)|做好|指导|配合|协助|督促|会同|制定|落实)(?!单位|部门|科室|处室|领导)))"
)
_REACH = 60
_MADE_UP = re.compile(
    r"成员(?<!单位成员)(?:单位)?(?:主要|[^。;:\n、]{2,40},)?包括(?P<list>[^。;\n]{4,300})"
    # 组成联席会议的五个单位分别是:甲局、乙局; 由下列部门组成:甲局、乙局
    r"|组成[^,。;:\n]{2,20}?(?:单位|部门|人员|成员)(?:主要|分别)*(?:是|为|有(?!关)|包括):?(?P<told>[^。;\n]{4,600})"
    r"|由(?:下列|以下)[^,。;:\n]{1,14}?组成:\s?(?P<below>[^。;\n]{4,600})"
    r"|由(?P<held>[^。;\n由]{6,600}?)(?:共同|联合)?组成(?!员|人员|部分|部门|单位|的(?![^,。;]{0,20}(?:小组|[工作督查检导考核调研]组|专班|指挥部|委员会|队)))"
)
_PERSONS = re.compile(
    "(?:[或和及]单位)?的?(?:主要|分管|有关|相关)*(?:负责人|负责同志|领导|人员)?"
)  # 公安、司法等部门的负责人
_ALL = re.compile(
    r"(?:等|共(?:计|有)?(?=[\d一二三四五六七八九十]))[\d一二三四五六七八九十]{0,4}[余多]?[个家]?(?:相关|有关|成员|职能|县直|市直|省直)*"
    r"(?:部门|单位|机构)?[和及、或]?(?:单位)?$"
)
_IN_CHARGE = re.compile(rules.IN_CHARGE)
_STOP = re.compile(r"[。;\n]|\Z")
_GIVES_POST = re.compile("(?<![主责])任(?!人)|为|负责(?!人|同志)|牵头")


def find_entries(folded: str) -> Iterator[Labelled]:
    """The offices of a list of duties in which each entry opens with its office and a full stop.

    >>> text = "分工如下:县水利局。负责清淤。县财政局、各乡镇。配合做好征地。"  # "county water bureau. In charge of …"
    >>> [(text[f.span[0] : f.span[1]], f.role) for f in find_entries(text)]
    [('县水利局', 'responsible'), ('县财政局', 'support'), ('各乡镇', 'support')]
    """
    entries: list[list[Labelled]] = []
    sure = 0
    for found in _candidates(folded):
        reading = read_actors(folded, found.start(1), found.end(1))
        named = found["duties"] is not None
        if named and found[1] in ANYONE:
            continue
        if reading is None or reading.end != found.end(1) or (named and not starts_with_verb(folded, found.end())):
            continue
        end = _STOP.search(folded, found.end())
        stop = end.start() if end is not None else len(folded)
        if charge := _IN_CHARGE.match(folded, found.end()):
            role = rules.role_of_charge(folded, charge.end(), stop)
        else:
            role = rules.role_of_duty(folded, found.end(), stop)
        task = (found.end(), stop)
        entries.append([Labelled(span, role, "entry", found.start(1), None, task) for span in reading.spans])
        sure += named
    if len(entries) > 1 or sure:  # one alone may be a sentence that lost its verb
        yield from (item for entry in entries for item in entry)


def _candidates(folded: str) -> Iterator[re.Match[str]]:
    """What looks like an entry, by what stands behind its name."""
    at = 0
    for mark in _NAME_ENDS.finditer(folded):
        end = mark.start()
        begin = max(folded.rfind(char, max(0, end - _REACH), end) for char in "\n。;:")
        if begin < at - 1 or end - begin < 3 or (begin < 0 and end > _REACH):
            continue
        if found := _ENTRY.match(folded, max(begin, 0)):
            at = found.end() - 1
            yield found


def find_made_up(folded: str) -> Iterator[Labelled]:
    """The members of a body that is made up of them, most of them offices or people by their titles.

    >>> text = "指挥部由县委、县政府和驻军、武警及有关部门负责人组成"    # "headquarters made up of party committee, …"
    >>> [text[f.span[0] : f.span[1]] for f in find_made_up(text)]
    ['县委', '县政府', '驻军', '武警', '有关部门负责人']
    """
    if "组成" not in folded and "成员" not in folded:
        return
    for found in _MADE_UP.finditer(folded):
        held = found.span(found.lastgroup or "held")
        if _GIVES_POST.search(folded, *held):
            continue
        listed = read_actors(folded, *held) if found["list"] else None
        if listed is not None and listed.shared and _PERSONS.fullmatch(folded, listed.end, held[1]):
            yield from (Labelled(span, "member", "together", found.start()) for span in listed.spans)
            continue
        closing = _ALL.search(folded, *held)
        spans: list[Span] = split_list(folded, held[0], closing.start() if closing else held[1])
        several = len(spans) > 1 or any(folded.find(of, *held) >= 0 for of in ("和单位的", "和部门的"))
        if not several or any(b - a > 30 for a, b in spans):
            continue
        if 5 * sum(is_holder(folded, *span) for span in spans) >= 3 * len(spans):
            yield from (Labelled(span, "member", "together", found.start()) for span in spans)
