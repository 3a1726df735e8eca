"""Labels in order → how deep each lies, under which other, and its address.

Levels follow the plan's own use: a style first seen under another lies deeper, a style met again
returns to its level. Convention (章 over 一、 over （一） over 1.) decides only what use leaves open.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.headings.labels import Label

# Convention, outermost first; used where a style is met for the first time above a deeper one.
_RANKS = {
    style: rank
    for rank, styles in enumerate(
        (("附件",), ("篇", "部分"), ("章", "壹、"), ("节", "甲、"), ("条", "Ⅰ"), ("一、", "阶段"), ("第一、",),
         ("bare",), ("（一）", "point"), ("1.", "1、", "⒈", "1"), ("1.1",), ("1.1.1",), ("1.1.1.1",),
         ("(1)",), ("1)",), ("①",), ("一是",), ("——",))
    )
    for style in styles
}  # fmt: skip
_LEGAL = {"附件", "篇", "部分", "章", "节", "条"}
_ARABIC = {"1.", "1、", "⒈", "1"}

Place = tuple[int, "int | None", str]  # level, index of the parent, address


class _Open:
    """A section that is still open: its style, its last number and where it stands."""

    __slots__ = ("index", "number", "style")

    def __init__(self, style: str, number: int, index: int) -> None:
        self.style, self.number, self.index = style, number, index


def nest_labels(labels: Sequence[Label]) -> list[Place]:
    """Level, parent and address of each label.

    >>> from corpus.headings.labels import read_label
    >>> lines = ["一、总则", "（一）目标", "1.到2025年", "2.到2030年", "（二）原则", "二、任务"]
    >>> nest_labels([label for label in map(read_label, lines) if label])
    [(1, None, '一'), (2, 0, '一/（一）'), (3, 1, '一/（一）/1'), (3, 1, '一/（一）/2'),
     (2, 0, '一/（二）'), (1, None, '二')]
    """
    stack: list[_Open] = []
    places: list[Place] = []
    used: dict[str, int] = {}
    under: set[tuple[str, str]] = set()  # (style, style above it) as this plan nests them
    for index, label in enumerate(labels):
        depth = _find_depth(labels, index, stack, under)
        del stack[depth:]
        under |= {(label.style, open_.style) for open_ in stack}
        parent = stack[-1].index if stack else None
        above = places[parent][2] + "/" if parent is not None else ""
        places.append((depth + 1, parent, _address(above + label.address, label.style == "——", used)))
        stack.append(_Open(label.style, label.number, index))
    return places


def _address(wanted: str, counted: bool, used: dict[str, int]) -> str:
    """The address, told apart where a list is restarted or misnumbered: 二/1, then 二/1#2."""
    used[wanted] = used.get(wanted, 0) + 1
    if counted:
        return f"{wanted}{used[wanted]}"
    return wanted if used[wanted] == 1 else f"{wanted}#{used[wanted]}"


def _find_depth(labels: Sequence[Label], index: int, stack: Sequence[_Open], under: set[tuple[str, str]]) -> int:
    """How many of the open sections stay open above this label."""
    label = labels[index]
    if label.style == "附件":
        return 0
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].style == label.style:
            return depth
    if label.style in _ARABIC:
        # 10 after ⒐ goes on with the list; a fresh 1、 under 2. opens one below.
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth].style in _ARABIC and label.number != 1:
                return depth
    if label.style.startswith("1.1"):
        return _decimal_depth(label, stack)
    return _first_depth(labels, index, stack, under)


def _decimal_depth(label: Label, stack: Sequence[_Open]) -> int:
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].style.startswith("1.1") and len(stack[depth].style) > len(label.style):
            continue
        return depth + 1
    return len(stack)


def _first_depth(labels: Sequence[Label], index: int, stack: Sequence[_Open], under: set[tuple[str, str]]) -> int:
    """A style not open now: deeper than all, unless convention puts it above and the list below has ended."""
    label = labels[index]
    rank = _RANKS[label.style]
    for depth, open_ in enumerate(stack):
        if _RANKS[open_.style] <= rank or (label.style, open_.style) in under:
            continue
        if label.style in _LEGAL and open_.style in _LEGAL:
            return depth
        if open_.style == "bare":
            continue  # 2024年工作安排 stands over 一、 and over （一） alike
        if open_.number == 0 or label.number != 1 or not _goes_on(labels, index, open_):
            return depth
    return len(stack)


def _goes_on(labels: Sequence[Label], index: int, open_: _Open) -> bool:
    """Does the list that is open now go on after this label? Then the label lies within it."""
    for label in labels[index + 1 :]:
        if label.style == open_.style:
            return label.number == open_.number + 1
    return False
