"""Passages that assign functions (功能定位, 职责分工, 工作步骤): there a bare verb is enough to bind an actor."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.role_clauses import Span

_KEY = re.compile(r"功能定位|职责(?:分工|任务|划分|$)|职能(?:分工|定位|划分|$)|[责任务]分工|(?:工作|实施|推进|方法|组织)步骤")
_LABEL = re.compile(
    r"[ \u3000\t]*(?:(第?[一二三四五六七八九十]{1,3}[、章])|(\([一二三四五六七八九十]{1,3}\)|[㈠-㈩])|(\d{1,2}[.、](?!\d)|[⒈-⒛])|(\(\d{1,2}\)|[①-⑳⑴-⒇]))"
)
_OPENING = re.compile(r"(?:职责|分工)[^。;:\n]{0,24}:")
_LONGEST_HEADING = 30


def _level(line: str) -> int:
    """1 for 一、, 2 for （一）, 3 for 1., 4 for ①; 0 without a label."""
    found = _LABEL.match(line)
    return int(found.lastindex or 0) if found else 0


def duty_passages(folded: str) -> Sequence[Span]:
    """Spans of the passages whose heading says that they assign functions.

    >>> text = "二、职责分工\\n县水利局编制规划。\\n三、保障\\n好"    # "2 Division of duties … 3 Guarantees …"
    >>> [text[a:b] for a, b in duty_passages(text)]
    ['县水利局编制规划。\\n']
    """
    spans: list[Span] = []
    opened: list[tuple[int, int]] = []  # (level, start) of passages that are still open
    at = 0
    for line in folded.splitlines(keepends=True):
        level = _level(line)
        if level:
            spans += [(start, at) for open_level, start in opened if level <= open_level]
            opened = [item for item in opened if level > item[0]]
            heading = re.split(r"[。:]", line.strip(), maxsplit=1)[0]
            if len(heading) <= _LONGEST_HEADING and _KEY.search(heading):
                run_in = len(line.strip()) > len(heading) + 1
                begin = line.index(heading) + len(heading) + 1
                if run_in:
                    spans.append((at + begin, at + len(line)))
                else:
                    opened.append((level, at + len(line)))
        elif opening := _OPENING.search(line):
            spans.append((at + opening.end(), at + len(line)))
        at += len(line)
    spans += [(start, len(folded)) for _, start in opened]
    return sorted(spans)
