"""Numbers that sites of shared documents write where they cut a text into parts: 有本|⏎2、|领 → 有本领."""

from __future__ import annotations

import re

from corpus.repair.change import Change

_PART = re.compile(r"^[ \u3000]*(\d{1,3})、", re.M)
_CLOSED = re.compile(r"[。；;！!？?：:”）)…\n]\s*$")
_LONG = 120  # characters of a part: far more than a point of a list that breaks off


def find_parts(text: str) -> list[Change]:
    """Changes that close a text up where 2、, 3、 … stand in the middle of its sentences.

    >>> long = "扩大种植，" * 30
    >>> text = f"1、某乡计划。{long}新建水\\n2、渠三处。{long}提高产\\n3、量。"
    >>> changes = find_parts(text)
    >>> [text[change.start : change.end] for change in changes]
    ['1、', '\\n2、', '\\n3、']
    """
    if "\n2、" not in text and "\n\u30002、" not in text and "\n 2、" not in text:
        return []
    marks: list[re.Match[str]] = []
    for found in _PART.finditer(text):
        if int(found[1]) == len(marks) + 1 and (not marks or found.start() - marks[-1].end() >= _LONG):
            marks.append(found)
    cut = [mark for mark in marks[1:] if not _CLOSED.search(text, max(0, mark.start() - 6), mark.start() - 1)]
    if len(marks) < 2 or len(cut) * 4 < len(marks[1:]) * 3 or not cut:
        return []
    return [
        Change("part", max(0, mark.start() - 1) if order else mark.start(), mark.end(), "", "likely")
        for order, mark in enumerate(marks)
    ]
