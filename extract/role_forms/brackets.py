"""Brackets that hold nothing but offices, …。（县财政局、县教育局）, or tell what part one has: 县教育局（牵头）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.actors.offices import office_functions
from extract.actors.phrases import read_actors
from extract.records import RoleName
from extract.role_forms.clauses import Span
from extract.role_forms.items import Labelled, is_list, list_items
from extract.role_forms.people import follows_name

_OFFICES = r"((?:[^():。;\n]|\([^():。;\n]{1,8}\)){3,160}+)\)(?=[。;]?[ \u3000]*(?:\n|$))"
_BARE = re.compile(
    rf"\((?:(?<=[。;]\()|(?<=[。;]\n\()){_OFFICES}"
    rf"|\((?<=[\u4e00-\u9fff\d]\()(?<![府局院校会委办部厅站所室处心门位构组]\(){_OFFICES}"
)
_OFFICE = re.compile(r"[省市县区州旗镇乡][\u4e00-\u9fff]{1,12}[局委办厅]")
_ENDS_OFFICE = re.compile(r"(?:[局委办厅部区县镇乡市]|中心|政府|街道|公司|集团|法院|检察院)(?:\([^()]{1,12}\))?$")
_BESIDE = re.compile(r"\((?:(?P<lead>总?牵头|主办)|配合|协办|协助)(?:单位|部门)?\)")
_LEADS = re.compile(r"\((?:总?牵头|主办)(?:单位|部门)?\)")
_PLACES = "镇乡村区县市道社"
_KINDS = frozenset("街道 园区 乡镇 社区 镇 乡 村 县 市 区 镇街 开发区 管委会 林场 农场 苏木 办事处".split())
_STARTS = "。;:\n("
_STOPS = re.compile(r"[。;:\n]|\Z")
_LONGEST = 160


def role_beside(folded: str, at: int) -> RoleName | None:
    """What a bracket directly behind an actor says of its part; None where it says nothing of it.

    >>> role_beside("县教育局(牵头)", 4), role_beside("县财政局(配合)", 4)    # "leads", "helps"
    ('lead', 'support')
    """
    beside = _BESIDE.match(folded, at)
    return None if beside is None else "lead" if beside["lead"] else "support"


def read_parts(folded: str) -> Iterator[list[Labelled]]:
    """心理健康教育：县教育局（牵头）、团县委: a list of offices without a label, one of which leads by its bracket."""
    for leads in _LEADS.finditer(folded):
        least = max(0, leads.start() - _LONGEST // 2)
        begin = max(folded.rfind(mark, least, leads.start()) for mark in _STARTS) + 1
        stop = _STOPS.search(folded, leads.end(), leads.end() + _LONGEST)
        end = stop.start() if stop is not None else len(folded)
        end = closing_bracket(folded, begin, end)
        listed = _BESIDE.sub("", folded[begin:end])
        if leads.start() == begin or not is_list(listed, 0, len(listed)):
            continue
        at = max(0, begin - 1)
        spans = list_items(folded, begin, end, False)
        yield [Labelled(span, role_beside(folded, span[1]) or "responsible", "label", at) for span in spans]


def read_brackets(folded: str) -> Iterator[list[Labelled]]:
    """…。（县财政局、县教育局）: a task's closing bracket, or one below it, that holds nothing but offices."""
    for bracket in _BARE.finditer(folded):
        if follows_name(folded, bracket.start()):
            continue
        group = bracket.lastindex or 1
        start, end = bracket.span(group)
        spans = _read_offices(folded, start, end)
        if not spans or (len(spans) == 1 and spans[0][1] - spans[0][0] < 4) or _names_kinds(folded, bracket, spans):
            continue
        yield [Labelled(span, "responsible", "bare_bracket", bracket.start()) for span in spans]


def _names_kinds(folded: str, bracket: re.Match[str], spans: list[Span]) -> bool:
    """抽查5个乡镇（街道、园区）: whether a bracket goes on with the kinds of places that the word before it names.

    >>> _names_kinds("5个乡镇(街道、园区)", re.search(r"\\(", "5个乡镇(街道、园区)"), [(5, 7), (8, 10)])
    True
    """
    return folded[bracket.start() - 1] in _PLACES and all(folded[a:b] in _KINDS for a, b in spans)


def _read_offices(folded: str, start: int, end: int) -> list[Span]:
    """县财政局、教育局，各乡镇: the offices of a stretch that holds nothing else, one of them known; else none.

    >>> text = "县财政局、教育局,各乡镇"    # "county finance bureau, education bureau, all townships"
    >>> [text[a:b] for a, b in _read_offices(text, 0, len(text))]
    ['县财政局', '教育局', '各乡镇']
    """
    spans: list[Span] = []
    while start < end:
        reading = read_actors(folded, start, end)
        if reading is None or (reading.end < end and folded[reading.end] not in ",;"):
            return []
        spans += reading.spans
        start = reading.end + 1
    names = [folded[a:b] for a, b in spans]
    known = any(office_functions(name) or _OFFICE.fullmatch(name) for name in names)
    return spans if known and all(office_functions(name) or _ENDS_OFFICE.search(name) for name in names) else []


def closing_bracket(folded: str, start: int, end: int) -> int:
    """Where the bracket closes that a list stands in; brackets opened after its start are skipped."""
    depth = 0
    for mark in re.finditer(r"[()]", folded[start:end]):
        depth += 1 if mark.group() == "(" else -1
        if depth < 0:
            return start + mark.start()
    return end
