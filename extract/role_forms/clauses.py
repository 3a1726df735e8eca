"""Sentences and clauses, and the gate that lets only those with a marker of a role through."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from corpus.matching.signs import Signs
from extract.role_forms.rules import APPROVING, IN_CHARGE, LEADING, MODAL, OVERSEEING, words

Span = tuple[int, int]

_BREAKS = Signs("。;!?\n\t|")  # cells of a table are sentences of their own
# …职责分工(一)县水利局:… and 部门职责1.水利部门:… begin anew, too.
_ORDINAL = re.compile(
    r"\((?<=[\u4e00-\u9fff]\()(?<![第条款件表项见按]\()[一二三四五六七八九十]{1,2}\)(?=[\u4e00-\u9fff])"
)
_NUMBERED = tuple(re.compile(words + r"(?=\d{1,2}[.、][\u4e00-\u9fff])") for words in ("职责", "分工"))
# One set of characters first: the engine skips to it.
_CLAUSE = re.compile(r"[,: \u3000](?:(?<=[,:])|(?<=牵头.|负责.|主办.|配合.|协办.)[ \u3000]*(?=[\u4e00-\u9fff]))")
# (市财政局负责): a bracket that assigns a task is a sentence of its own.
_BRACKET = re.compile(r"\(((?:[^()\n]|\([^()\n]{0,20}+\)){3,300}+)\)")
_ASSIGNS = re.compile(r"负责|牵头|责任(?:单位|部门|领导|人|科室)|配合|协办|主办|承办|参与|落实$|(?<!任务)分工|单位:")


def _alternatives(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern, those in groups around a whole alternative taken out.

    >>> list(_alternatives("(?:要(?!求)|须)|由"))    # "shall", "must", "by"
    ['要(?!求)', '须', '由']
    """
    depth, at = 0, 0
    parts = []
    for number, char in enumerate(pattern):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "|" and not depth:
            parts.append(pattern[at:number])
            at = number + 1
    parts.append(pattern[at:])
    for part in parts:
        inner = part[3:-1]
        if part.startswith("(?:") and part.endswith(")") and _balanced(inner):
            yield from _alternatives(inner)
        else:
            yield part


def _balanced(pattern: str) -> bool:
    depth = 0
    for char in pattern:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0


_NAMES = r"(?=[^,。;]{0,16}(?:" + words("noun") + "|" + words("post") + "))"
# Each alternative begins with its own character: a scan for one of a set is five times as fast as trying them all.
GATE = re.compile(
    "|".join(
        _alternatives(
            "|".join(
                (
                    MODAL,
                    IN_CHARGE,
                    LEADING,
                    r"由(?![于此来])",
                    "配合|协助|协办|协同(?<!部门协同)(?=[,、。;]|$)|参与|参加|支持|会同|扶持",
                    *(
                        f"{way}(?:各自|其)?的?(?:工作|部门)?(?:职责|职能|分工)"
                        for way in ("按照?", "根据", "依[据照]", "在")
                    ),
                    "承担|承办",
                    "研究(?=[,，]|$)",
                    "职[责能](?=任务|主要|[是为有]|包括)",
                    OVERSEEING,
                    APPROVING,
                    "纳入|加入|并入",
                    *(char + _NAMES for char in "为是任作担兼"),
                    r"联合(?!会|国|体|单位|印发|下发|发文|制定|惩戒)",
                    r"要求|委托|请示|提请|分院|组成|组建|主体[是为]|均需",
                    words("slogan", "responsible"),
                )
            )
        )
    )
)


def split_sentences(folded: str) -> Iterator[Span]:
    """Spans of sentences; a bracket that assigns a task comes as one of its own, after the sentence it closes.

    >>> text = fold("推进改革(县财政局负责)。好")    # "press on with reform (finance bureau in charge). Good"
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['推进改革', '县财政局负责', '好']
    """
    breaks = _BREAKS.find(folded)[0]
    cuts: list[Span] = list(zip(breaks.tolist(), (breaks + 1).tolist(), strict=True))
    cuts += [(mark.start(), mark.start()) for mark in _ORDINAL.finditer(folded)]
    cuts += [(mark.end(), mark.end()) for pattern in _NUMBERED for mark in pattern.finditer(folded)]
    for bracket in _BRACKET.finditer(folded):
        if _ASSIGNS.search(folded, bracket.start(1), bracket.end(1)):
            cuts += [(bracket.start(), bracket.start() + 1), (bracket.end() - 1, bracket.end())]
    start = 0
    for a, b in sorted(cuts):
        if start < a:
            yield start, a
        start = max(start, b)
    if start < len(folded):
        yield start, len(folded)


# 通知要求,各地加强…: the verb, not 按照上级要求
_ASKS = re.compile("(?![^,]{0,12}(?:按照?|根据|围绕|结合|对照|落实|符合|达到|的|总体|有关))[^,。]{1,12}要求")


def asks(folded: str, start: int, end: int) -> bool:
    """Whether a clause says that somebody asks for what follows it.

    >>> asks("通知要求", 0, 4), asks("按照上级要求", 0, 6)    # "the notice asks", "as the superiors ask"
    (True, False)
    """
    return folded.startswith("要求", end - 2) and _ASKS.fullmatch(folded, start, end) is not None


def split_clauses(folded: str, start: int, end: int) -> list[Span]:
    """Spans of the clauses of one sentence, cut at commas and colons."""
    clauses: list[Span] = []
    at = start
    for mark in _CLAUSE.finditer(folded, start, end):
        clauses.append((at, mark.start()))
        at = mark.end()
    clauses.append((at, end))
    return clauses


def find_marks(folded: str, start: int, end: int) -> list[int]:
    """Where the markers of a role stand in a sentence.

    >>> find_marks("县教育局要制定计划。", 0, 9)    # "the county education bureau shall plan"
    [4]
    """
    # One look at the whole text tells it for all sentences; but for 研究 no marker looks beyond a full stop.
    if folded.startswith("。", end) and not folded.endswith("研究", start, end):
        marks = _marks(folded)
        return marks[bisect_left(marks, start) : bisect_left(marks, end)]
    return [mark.start() for mark in GATE.finditer(folded, start, end)]


@lru_cache(maxsize=2)
def _marks(folded: str) -> list[int]:
    return [mark.start() for mark in GATE.finditer(folded)]


def tell_clauses(folded: str, clauses: list[Span], end: int) -> list[bool]:
    """Which clauses of a sentence, which ends at ``end``, hold a marker of a role.

    >>> text = "为办好此事,县教育局要制定计划"    # "to do this well, the county education bureau shall plan"
    >>> tell_clauses(text, split_clauses(text, 0, len(text)), len(text))
    [False, True]
    """
    marks = find_marks(folded, clauses[0][0], end)
    told, at = [], 0
    for a, b in clauses:
        while at < len(marks) and marks[at] < a:
            at += 1
        if b < end and folded[b] != ",":  # no mark looks beyond a comma; beyond others some do
            told.append(GATE.search(folded, a, b) is not None)
        else:
            told.append(at < len(marks) and marks[at] < b)
    return told


from extract.actors.phrases import fold as fold  # noqa: E402  (for the example above)
