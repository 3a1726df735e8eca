"""What a label or a cell lists: actors apart from each other by commas or blanks, each an item with its role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.actors import read_actors
from extract.offices import office_functions
from extract.records import RoleName
from extract.role_clauses import Span

_PART = re.compile(r"[^、,;\s]+")
_REST = re.compile(r"等(?:相关|有关|各|其他|市直|县直|区直|成员|责任)*(?:部门|单位|部门单位|部门和单位|机构)?$")
NAME = re.compile(r"[\u4e00-\u9fffA-Za-z*×·]{2,4}$|[xX*某]+$")


class Labelled(NamedTuple):
    """An actor under a label: ``at`` is where the label begins, so that the task before it can be found.

    ``task`` is the cell that names it, in a table with a row for each task.
    """

    span: Span
    role: RoleName
    rule: str
    at: int
    post: str | None = None
    task: Span | None = None


def list_items(folded: str, start: int, end: int, people: bool) -> Iterator[Span]:
    """The actors between start and end, separated by 、 , or spaces."""
    at = start
    while at < end:
        part = _PART.search(folded, at, end)
        if part is None:
            return
        reading = read_actors(folded, part.start(), end)
        if reading and reading.end > part.start():
            yield from reading.spans
            at = max(reading.end, part.end() if reading.shared else reading.end)
            continue
        a, b = part.span()
        if rest := _REST.search(folded, a, b):
            b = rest.start()
        name = folded[a:b]
        if b > a and (office_functions(name) or (people and NAME.match(name))):
            yield a, b
        at = part.end()
