"""A source → its plans. A compilation (篇1 … 篇7, 【篇一】, (一)…) is cut at the title of each piece.

A border must be earned: titles of one family, counted from one, each with a body of its own. The
weaker the family, the more evidence it needs, so that 第一篇 of one long plan stays a section.
A notice and the plan that it issues are one plan (the notice is its covering letter and holds
number, date and issuer), and so are a plan and its attachments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.labels import read_label, read_number
from corpus.lines import Line, mark_breaks, read_lines
from corpus.model import Frame

_LEAST = 40  # characters of body that make a piece


class PlanSpan(NamedTuple):
    """Where a plan lies in the clean text, and the evidence that it begins there."""

    start: int
    end: int
    border: str
    title: str = ""  # of the piece, where the border is its title


class _Piece(NamedTuple):
    """A line that could be the title of a piece."""

    line: int
    family: str
    number: int
    stem: str


_N = r"[一二两三四五六七八九十]{1,3}|\d{1,3}"
_COUNT = rf"(?:通用|精选|推荐|优秀|热门|实用|必备|经典|合集|集锦|锦集|汇编|大全|最新|共|范文|精华)*\s*(?:{_N})\s*篇"
_TAIL = r"\s*[)）】\]]?\s*[：:、.]?\s*[^，。；]{0,50}"
_SAMPLE = "范文|例文|范本|样本|模板|样文"
_FAMILIES = (
    # 县域教研方案范文(通用7篇)3
    ("counted", re.compile(rf"(?P<stem>.{{0,60}}?)[（(【\[]{_COUNT}[)）】\]]\s*(?P<n>{_N})")),
    # 工作计划 篇1 · 【篇一】工作计划 · 篇一：工作计划
    ("piece", re.compile(rf"(?P<stem>[^，。；]{{0,50}}?)[\s（(【\[]*篇\s*(?P<n>{_N}){_TAIL}")),
    # 第一篇：工作计划
    ("part", re.compile(rf"(?P<stem>[^，。；]{{0,40}}?)[【\[]?第\s*(?P<n>{_N})\s*篇{_TAIL}")),
    # 工作计划范文1 · 范文一：… · 【范文一】
    ("sample", re.compile(rf"(?P<stem>[^，。；]{{0,40}}?)[\s（(【\[]*(?:{_SAMPLE})\s*(?P<n>{_N}){_TAIL}")),
    # 工作计划（一）
    ("bracket", re.compile(rf"(?P<stem>[^，。；：:]{{4,50}}?)\s*[（(]\s*(?P<n>{_N})\s*[)）]")),
    # （一）某县植树方案, with headings of its own under it
    ("labelled", re.compile(rf"[（(【]\s*(?P<n>{_N})\s*[)）】]\s*(?P<stem>[^，。；：:]{{0,50}})")),
    # 防汛应急预案1
    ("digit", re.compile(r"(?P<stem>[^，。；：:\d]{4,50}?)\s*(?P<n>\d{1,2})")),
)  # fmt: skip
_STRONG = ("counted", "piece", "sample")
# What a line must show before the pattern of a family is tried on it.
_GATES = {
    "counted": re.compile("篇"), "piece": re.compile("篇"), "part": re.compile("篇"), "sample": re.compile("[文本板]"),
    "labelled": re.compile(r"^[（(【]"), "bracket": re.compile(r"[）)]$"), "digit": re.compile(r"[0-9]$"),
}  # fmt: skip
_DECLARED = re.compile(
    rf"[（(【\[]{_COUNT}[)）】\]]|(?<![第一二三四五六七八九十\d])(?:{_N})\s*篇|小编|范文|大全|汇编|集锦|合集"
)
_KIND = re.compile(
    r"(?:方案|计划|规划|意见|办法|通知|报告|总结|要点|细则|预案|制度|措施|机制|讲话|发言|汇报|打算|安排|规则)"
    r"(?:[（(【\[].{0,10}[)）】\]])?$"
)
_YEAR = re.compile(
    r"(?:19|20)\d{2}(?:[-—至~]\d{2,4})?年?(?:度)?|[一二三四五六七八九十〇○零]{4}年|\d{1,2}月(?:份|\d{1,2}日)?|第?[一二三四]季度"
)


def split_plans(text: str, frame: Sequence[Frame] = ()) -> list[PlanSpan]:
    """The plans of a clean text in order; a single document gives one span without its outer frame.

    >>> source = "方案2篇\\n方案 篇1\\n" + "一、目标。" * 20 + "\\n方案 篇2\\n" + "一、任务。" * 20
    >>> [(source[s.start:s.start + 5], s.title) for s in split_plans(source)]    # "plan, piece 1", "… piece 2"
    [('方案 篇1', '方案 篇1'), ('方案 篇2', '方案 篇2')]
    """
    lines = free_lines(text, frame)
    if not lines:
        return []
    declared = _declares(text, lines, frame)
    pieces = _find_pieces(lines, declared) or _find_repeats(lines)
    if not pieces:
        return [PlanSpan(lines[0].start, lines[-1].end, "whole source")]
    spans = []
    for order, (piece, border) in enumerate(pieces):
        stop = pieces[order + 1][0].line if order + 1 < len(pieces) else len(lines)
        spans.append(PlanSpan(lines[piece.line].start, lines[stop - 1].end, border, lines[piece.line].text))
    return spans


def free_lines(text: str, frame: Sequence[Frame] = (), start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of ``text[start:end]`` outside the frame; of a line shared with the frame, the rest."""
    lines = read_lines(mark_breaks(text[start:end]))
    if start:
        lines = [Line(line.start + start, line.end + start, line.text) for line in lines]
    if not frame:
        return lines
    free: list[Line] = []
    ahead = iter(frame)
    current = next(ahead, None)
    for line in lines:
        while current and current.end <= line.start:
            current = next(ahead, None)
        if not current or current.start >= line.end:
            free.append(line)
            continue
        first = min(line.end, current.end) if current.start <= line.start else line.start
        last = line.end if current.start <= line.start else current.start
        raw = text[first:last]
        if held := raw.strip():
            first += len(raw) - len(raw.lstrip())
            free.append(Line(first, first + len(held), held))
    return free


def _declares(text: str, lines: Sequence[Line], frame: Sequence[Frame]) -> bool:
    """Does the head of the page say that it collects several pieces?"""
    introduced = any(part.rule == "introduction" for part in frame)
    return introduced or any(_DECLARED.search(line.text) for line in lines[:4] if len(line.text) < 60)


def _find_pieces(lines: Sequence[Line], declared: bool) -> list[tuple[_Piece, str]]:
    """The longest run of piece titles that counts up from one, with the evidence for each."""
    best: list[_Piece] = []
    for family in _FAMILIES:
        candidates = _candidates(lines, *family)
        if family[0] in ("bracket", "digit"):
            run = max((_count_up(lines, group) for group in _by_stem(candidates)), key=len, default=[])
        else:
            run = _count_up(lines, candidates)
        if len(run) > len(best) and _is_earned(lines, run, declared):
            best = run
    return [(piece, _evidence(lines, piece, declared)) for piece in best]


def _candidates(lines: Sequence[Line], family: str, pattern: re.Pattern[str]) -> list[_Piece]:
    found = []
    gate = _GATES[family]
    for index, line in enumerate(lines):
        if not gate.search(line.text, 0, 91) or len(line.text) > 90:
            continue
        match = pattern.fullmatch(line.text)
        if not match or (read_label(line.text) and family not in ("part", "labelled")):
            continue
        stem = match["stem"].strip(" \u3000【[(（")
        if family in ("bracket", "digit", "labelled") and not (
            _KIND.search(stem) or (family == "labelled" and not stem)
        ):
            continue
        found.append(_Piece(index, family, read_number(match["n"]), stem))
    return found


def _by_stem(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    groups: dict[str, list[_Piece]] = {}
    for piece in pieces:
        groups.setdefault(re.sub(r"\s", "", piece.stem), []).append(piece)
    return list(groups.values())


def _count_up(lines: Sequence[Line], pieces: Sequence[_Piece]) -> list[_Piece]:
    """Pieces 1, 2, 3 … in order, one of them lost at most in a row, each with a body."""
    run: list[_Piece] = []
    for piece in pieces:
        body = lines[piece.line].start - lines[run[-1].line].end if run else _LEAST
        if not run or piece.number == 1 == run[-1].number:
            run = [piece] if piece.number == 1 else run  # the later of two lines that name piece 1 opens it
        elif run[-1].number < piece.number <= run[-1].number + 2 and body >= _LEAST:
            run.append(piece)
    if run and sum(len(line.text) for line in lines[run[-1].line + 1 :]) < _LEAST:
        run.pop()
    return run


def _is_earned(lines: Sequence[Line], run: Sequence[_Piece], declared: bool) -> bool:
    family = run[0].family
    if len(run) < 2:
        return family in ("counted", "piece") and declared
    if family in _STRONG:
        return declared or family == "counted" or _restarts(lines, run) * 2 >= len(run)
    restarts = _restarts(lines, run, top_only=family == "labelled")
    if family == "labelled":
        return declared and restarts == len(run)  # 一、 right under each （一）: no plan nests so
    if family == "part":
        # 第一篇 总则 … 第四章: chapters that count on show one plan in parts.
        return declared and restarts * 2 >= len(run) and not _has_chapters(lines, run)
    return declared or restarts == len(run)


def _restarts(lines: Sequence[Line], run: Sequence[_Piece], *, top_only: bool = False) -> int:
    """In how many pieces does the numbering begin again, with 一、 or a chapter where ``top_only``?"""
    styles = ("一、", "章", "壹、") if top_only else ("一、", "章", "壹、", "（一）", "1.", "1、", "⒈")
    count = 0
    for order, piece in enumerate(run):
        stop = run[order + 1].line if order + 1 < len(run) else len(lines)
        labels = (read_label(line.text) for line in lines[piece.line + 1 : stop])
        first = next((label for label in labels if label and label.style in styles), None)
        count += first is not None and first.number == 1
    return count


def _has_chapters(lines: Sequence[Line], run: Sequence[_Piece]) -> bool:
    first, last = run[0].line, run[-1].line
    labels = [label for line in lines[first:] if (label := read_label(line.text)) and label.style == "章"]
    return len(labels) >= len(run) or last - first < len(run)


def _evidence(lines: Sequence[Line], piece: _Piece, declared: bool) -> str:
    how = "the page says that it collects pieces" if declared else "each piece numbers its headings anew"
    return f"title {lines[piece.line].text!r} counts {piece.number} in a series of piece titles; {how}"


def _find_repeats(lines: Sequence[Line]) -> list[tuple[_Piece, str]]:
    """The same title again with another year or month, each time with numbering begun anew."""
    titles: dict[str, list[_Piece]] = {}
    for index, line in enumerate(lines):
        if not 6 <= len(line.text) <= 50 or not _KIND.search(line.text) or read_label(line.text):
            continue
        if re.search(r"[，。；：:]", line.text) or not _YEAR.search(line.text):
            continue
        stem = re.sub(r"\s", "", _YEAR.sub("", line.text))
        titles.setdefault(stem, []).append(_Piece(index, "repeat", 1, line.text))
    for stem, group in titles.items():
        group = [piece for order, piece in enumerate(group) if order == 0 or piece.stem != group[order - 1].stem]
        years = {piece.stem for piece in group}
        if len(group) < 2 or len(years) < len(group) or group[0].line > 3 or len(stem) < 4:
            continue
        if _restarts(lines, group) == len(group):
            return [
                (piece, f"title repeated with another date: {piece.stem!r}, numbering begins anew") for piece in group
            ]
    return []
