"""A source → its plans. A compilation (篇1 … 篇7, 【篇一】, (一)…) is cut at the title of each piece.

A border must be earned: titles that count up (``corpus.compilations.counted``), or that a list of contents, a
signature above or another date vouch for (``corpus.compilations.unnumbered``).
A notice and the plan that it issues are one plan (the notice is its covering letter and holds
number, date and issuer), and so are a plan and its attachments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.compilations.counted import COUNT, N, find_counted
from corpus.compilations.unnumbered import find_listed, find_neighbours, find_repeats, find_signed, find_titled
from corpus.headings.flattened import unfold_pieces
from corpus.lines import Line, mark_breaks, read_lines
from corpus.model import Frame


class PlanSpan(NamedTuple):
    """Where a plan lies in the clean text, and the evidence that it begins there."""

    start: int
    end: int
    border: str
    title: str = ""  # of the piece, where the border is its title


_DECLARED = re.compile(
    rf"[（(【\[]{COUNT}[)）】\]]|(?<![第一二三四五六七八九十\d])(?:{N})\s*篇|小编|范文|大全|汇编|集锦|合集"
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
    lines = unfold_pieces(lines)
    declared = _declares(lines, frame)
    pieces = find_counted(lines, declared)
    pieces = pieces or find_listed(lines) or find_titled(lines)
    # Of three plans the first two may have one title for two places, the third another one.
    pieces = pieces or max((find(lines) for find in (find_repeats, find_neighbours, find_signed)), key=len)
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


def _declares(lines: Sequence[Line], frame: Sequence[Frame]) -> bool:
    """Does the head of the page say that it collects several pieces?"""
    introduced = any(part.rule == "introduction" for part in frame)
    return introduced or any(_DECLARED.search(line.text) for line in lines[:4] if len(line.text) < 60)
