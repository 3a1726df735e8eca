"""Pieces of a compilation that are counted: 篇1 … 篇7, 【篇一】, 方案(通用7篇)3, （一）….

Titles of one family, counted from one, each with a body of its own. The weaker the family, the more evidence it
needs, so that 第一篇 of one long plan stays a section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.headings.labels import read_label, read_number
from corpus.lines import Line

LEAST = 40  # characters of body that make a piece


class Piece(NamedTuple):
    """A line that could be the title of a piece."""

    line: int
    family: str
    number: int
    stem: str


N = r"[一二两三四五六七八九十]{1,3}|\d{1,3}"
COUNT = rf"(?:通用|精选|推荐|优秀|热门|实用|必备|经典|合集|集锦|锦集|汇编|大全|最新|共|范文|精华)*\s*(?:{N})\s*篇"
_TAIL = r"\s*[)）】\]]?\s*[：:、.]?\s*[^，。；]{0,50}"
_SAMPLE = "范文|例文|范本|样本|模板|样文"
_FAMILIES = (
    # 县域教研方案范文(通用7篇)3
    ("counted", re.compile(rf"(?P<stem>.{{0,60}}?)[（(【\[]{COUNT}[)）】\]]\s*(?P<n>{N})")),
    # 工作计划 篇1 · 【篇一】工作计划 · 篇一：工作计划 · Part1：工作计划
    ("piece", re.compile(rf"(?P<stem>[^，。；]{{0,50}}?)[\s（(【\[]*(?:篇|P(?:art|ART))\s*(?P<n>{N}){_TAIL}")),
    # 第一篇：工作计划
    ("part", re.compile(rf"(?P<stem>[^，。；]{{0,40}}?)[【\[]?第\s*(?P<n>{N})\s*篇{_TAIL}")),
    # 工作计划范文1 · 范文一：… · 【范文一】 · 工作计划范文(一)
    ("sample", re.compile(rf"(?P<stem>[^，。；]{{0,40}}?)[\s（(【\[]*(?:{_SAMPLE})\s*[（(]?(?P<n>{N}){_TAIL}")),
    # 工作计划（一）
    ("bracket", re.compile(rf"(?P<stem>[^，。；：:]{{4,50}}?)\s*[（(]\s*(?P<n>{N})\s*[)）]")),
    # （一）某县植树方案, with headings of its own under it
    ("labelled", re.compile(rf"[（(【]\s*(?P<n>{N})\s*[)）】]\s*(?P<stem>[^，。；：:]{{0,50}})")),
    # 防汛应急预案1
    ("digit", re.compile(r"(?P<stem>[^，。；：:\d]{4,50}?)\s*(?P<n>\d{1,2})")),
    # 自查报告共1
    ("shared", re.compile(rf"(?P<stem>[^，。；：:\d]{{4,50}}?)\s*共\s*(?P<n>{N})")),
    # 乡镇工作计划如何写一
    ("numeral", re.compile(rf"(?P<stem>[^，。；：:\d]{{6,50}}?)\s*(?P<n>{N})")),
)  # fmt: skip
_STRONG = ("counted", "piece", "sample")
# What a line must show before the pattern of a family is tried on it.
_GATES = {
    "counted": re.compile("篇"), "piece": re.compile("篇|P[aA]"), "part": re.compile("篇"),
    "sample": re.compile("[文本板]"),
    "labelled": re.compile(r"^[（(【]"), "bracket": re.compile(r"[）)]$"), "digit": re.compile(r"[0-9]$"),
    "shared": re.compile(r"共\s*[\d一二三四五六七八九十]{1,3}$"),
    "numeral": re.compile(r"(?<![第其万周唯之])[一二三四五六七八九十]$"),
}  # fmt: skip
KIND = re.compile(
    r"(?:方案|计划|规划|意见|办法|通知|报告|总结|要点|细则|预案|制度|措施|机制|讲话|发言|汇报|打算|安排|规则)"
    r"(?:[（(【\[].{0,10}[)）】\]])?$"
)
_LONGEST = 90  # characters of such a title
_ASKS = re.compile(r"(?:如何|怎么|怎样)写|写法|(?:通用|精选|推荐|优质|优秀|最新|汇总|简短|实用|热门|模板|范文)$")


def find_counted(lines: Sequence[Line], declared: bool) -> list[tuple[Piece, str]]:
    """The longest run of piece titles that counts up from one, with the evidence for each."""
    best: list[Piece] = []
    short = [(index, line) for index, line in enumerate(lines) if len(line.text) <= _LONGEST]
    for family in _FAMILIES:
        candidates = _candidates(short, *family)
        if family[0] in ("bracket", "digit", "shared", "numeral"):
            run = max((_count_up(lines, group) for group in _by_stem(candidates)), key=len, default=[])
        else:
            run = _count_up(lines, candidates)
        if len(run) > len(best) and _is_earned(lines, run, declared):
            best = run
    return [(piece, _evidence(lines, piece, declared)) for piece in best]


def _candidates(lines: Sequence[tuple[int, Line]], family: str, pattern: re.Pattern[str]) -> list[Piece]:
    """Lines that may open a piece of this family, whether or not they count on."""
    found = []
    gate = _GATES[family]
    for index, line in lines:
        if not gate.search(line.text):
            continue
        match = pattern.fullmatch(line.text)
        if not match or (read_label(line.text) and family not in ("part", "labelled")):
            continue
        stem = match["stem"].strip(" \u3000【[(（")
        named = KIND.search(stem) or (family == "numeral" and _ASKS.search(stem))
        if family in ("bracket", "digit", "labelled", "shared", "numeral") and not (
            named or (family == "labelled" and not stem)
        ):
            continue
        found.append(Piece(index, family, read_number(match["n"]), stem))
    return found


def _by_stem(pieces: Sequence[Piece]) -> list[list[Piece]]:
    groups: dict[str, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(re.sub(r"\s", "", piece.stem), []).append(piece)
    return list(groups.values())


def _count_up(lines: Sequence[Line], pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces 1, 2, 3 … in order, one of them lost at most in a row, each with a body."""
    run: list[Piece] = []
    for piece in pieces:
        body = lines[piece.line].start - lines[run[-1].line].end if run else LEAST
        if not run or piece.number == 1 == run[-1].number:
            run = [piece] if piece.number == 1 else run  # the later of two lines that name piece 1 opens it
        elif run[-1].number < piece.number <= run[-1].number + 2 and body >= LEAST:
            run.append(piece)
    if run and sum(len(line.text) for line in lines[run[-1].line + 1 :]) < LEAST:
        run.pop()
    return run


def _is_earned(lines: Sequence[Line], run: Sequence[Piece], declared: bool) -> bool:
    """Whether a run of counted lines is pieces of a compilation, rather than parts or chapters of one plan."""
    family = run[0].family
    if len(run) < 2:
        return family in ("counted", "piece") and declared
    if family in _STRONG:
        return declared or family == "counted" or restarts(lines, run) * 2 >= len(run)
    again = restarts(lines, run, top_only=family == "labelled")
    if family == "labelled":
        return declared and again == len(run)  # 一、 right under each （一）: no plan nests so
    if family == "part":
        # 第一篇 总则 … 第四章: chapters that count on show one plan in parts.
        return declared and again * 2 >= len(run) and not _has_chapters(lines, run)
    return declared or (again == len(run) and family not in ("numeral", "shared"))


def restarts(lines: Sequence[Line], run: Sequence[Piece], *, top_only: bool = False) -> int:
    """In how many pieces does the numbering begin again, with 一、 or a chapter where ``top_only``?"""
    styles = ("一、", "章", "壹、") if top_only else ("一、", "章", "壹、", "（一）", "1.", "1、", "⒈")
    count = 0
    for order, piece in enumerate(run):
        stop = run[order + 1].line if order + 1 < len(run) else len(lines)
        labels = (read_label(line.text) for line in lines[piece.line + 1 : stop])
        first = next((label for label in labels if label and label.style in styles), None)
        count += first is not None and first.number == 1
    return count


def _has_chapters(lines: Sequence[Line], run: Sequence[Piece]) -> bool:
    first, last = run[0].line, run[-1].line
    labels = [label for line in lines[first:] if (label := read_label(line.text)) and label.style == "章"]
    return len(labels) >= len(run) or last - first < len(run)


def _evidence(lines: Sequence[Line], piece: Piece, declared: bool) -> str:
    how = "the page says that it collects pieces" if declared else "each piece numbers its headings anew"
    return f"title {lines[piece.line].text!r} counts {piece.number} in a series of piece titles; {how}"
