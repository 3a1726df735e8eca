"""The outline of one plan: its headings as sections, its paragraphs as provisions.

Three steps: read what could be a label on each line, believe the ones that their neighbours
support, then nest them by the plan's own use of styles (a style first seen under another is deeper).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.headings.bare import find_bare
from corpus.headings.contents import find_contents, plain_entry
from corpus.headings.flattened import cut_title, unfold_lines
from corpus.headings.labels import UNIT_SIGNS, Label, read_label, read_quantity
from corpus.headings.levels import nest_labels
from corpus.imprint.numbers import DATE
from corpus.lines import Line, mark_breaks, read_lines
from corpus.model import Provision, Section

_LONGEST = 60  # characters of a heading that fills its line
_RUN_IN = 45  # characters of a heading that its sentence runs on from
_STOP = re.compile(r"[。！!？?]")
_CLAUSE = re.compile(r"[，,：:]")
# 市医院：负责急危重症…… says what a body does, and a list joined by ； is no heading either.
_NAMES = re.compile(r"[^：:]{2,30}[：:].{4,}|.*[；;]")
_ATTACHED = re.compile(r"附\s*件\s*(?P<number>[一二三四五六七八九十\d]{0,3})\s*[.．、:：]\s*(?P<first>1\s*[.．、])?\S")
_CELL = re.compile(r"[|\t]|[ \u3000]{3,}")


class Heading(NamedTuple):
    """A line that opens a section, and where the section stands among the others."""

    line: int  # index in the lines of the plan
    label: Label
    level: int
    parent: int | None  # index in the headings
    address: str
    text: str
    end: int  # where label and words of the heading end, in the plan's text


def outline(text: str, *, title: tuple[int, int] = (0, 0)) -> tuple[tuple[Section, ...], tuple[Provision, ...]]:
    """The sections and provisions of a plan; offsets are into ``text``.

    Lines within ``title`` are neither. Every other character that is neither white space nor a pure
    heading lies in exactly one provision.

    >>> sections, provisions = outline("一、目标\\n到2025年建成。\\n（一）步骤。先试点。\\n（二）保障\\n建专班。")
    >>> [(s.level, s.label, s.text, s.address) for s in sections]     # "1. goals (1) steps (2) support"
    [(1, '一、', '目标', '一'), (2, '（一）', '步骤', '一/（一）'), (2, '（二）', '保障', '一/（二）')]
    >>> [p.address for p in provisions]
    ['一', '一/（一）', '一/（二）']
    """
    lines = unfold_lines(cut_title(read_lines(mark_breaks(text)), title[1]))
    lines = [line for line in lines if line.start < title[0] or line.end > title[1]]
    headings = find_headings(lines)
    sections = _make_sections(headings, lines, len(text.rstrip()))
    return sections, _make_provisions(headings, sections, lines)


def find_headings(lines: Sequence[Line]) -> list[Heading]:
    """The lines that open a section, nested, in order."""
    labels = find_labels(lines)
    opened = [index for index, label in enumerate(labels) if label is not None]
    places = nest_labels([label for label in labels if label is not None])
    order = {line: heading for heading, line in enumerate(opened)}
    headings = []
    for heading, (index, (level, parent, address)) in enumerate(zip(opened, places, strict=True)):
        label = labels[index]
        assert label is not None
        child = order.get(index + 1)
        # What stands under it, a heading below or a paragraph, shows that a closed line is a heading.
        under = index + 1 < len(lines) and (child is None or places[child][1] == heading)
        under = under and not _is_signed(lines, index + 1)
        words, end = _split_heading(lines[index], label, under)
        headings.append(Heading(index, label, level, parent, address, words, end))
    return headings


def find_labels(lines: Sequence[Line]) -> list[Label | None]:
    """For each line the label that opens it, without those that nothing supports."""
    labels = [read_label(line.text) for line in lines]
    contents = find_contents(lines)
    listed = {plain_entry(lines[index].text) for index in contents}
    for index in contents:
        labels[index] = None
    for index in _find_attachments(lines, labels):
        labels[index] = None
    believed: list[Label | None] = []
    last: dict[str, int] = {}  # the last number of each style
    seen: set[str] = set()  # labels, as they stand in an address
    for index, label in enumerate(labels):
        if label and not _is_heading_line(lines, index, label):
            label = None
        sure = not label or not label.weak or (listed and plain_entry(lines[index].text) in listed)
        if label and not sure and not _is_in_sequence(lines, labels, index, last, seen):
            label = None
            if lines[index].text[labels[index].size] in UNIT_SIGNS:  # type: ignore[union-attr]
                label = labels[index] = read_quantity(lines[index].text)
                if label and not _is_in_sequence(lines, labels, index, last, seen):
                    label = None
        if label:
            last[_family(label.style)] = label.number
            seen.add(label.address)
        believed.append(label)
    bare = find_bare(lines, believed)
    return [label or (bare.get(index) if index not in contents else None) for index, label in enumerate(believed)]


def _find_attachments(lines: Sequence[Line], labels: Sequence[Label | None]) -> list[int]:
    """附件：1.任务表 / 2.名单 at the end of the body names the attachments; no heading opens there."""
    listed: list[int] = []
    named = [index for index, line in enumerate(lines) if line.text.startswith("附") and len(line.text) < 80]
    for index in named:
        found = _ATTACHED.match(lines[index].text)
        if not found:
            continue
        again = any(k > index and lines[k].text.startswith(f"附件{found['number']}") for k in named)
        ends = index + 4 > len(lines) and all(len(line.text) < 20 for line in lines[index + 1 :])  # signature, date
        if not (found["first"] or again or ends):
            continue  # 附件2：任务表 with the table right under it
        listed.append(index)
        for after in range(index + 1, len(lines)):
            label = labels[after]
            if not label or _family(label.style) != "1." or label.number != after - index + 1:
                break
            listed.append(after)
    return listed


def _is_heading_line(lines: Sequence[Line], index: int, label: Label) -> bool:
    text = lines[index].text
    rest = text[label.size :]
    if not rest.strip() or (label.style == "附件" and len(text) > 40):
        # 第一章 or 附件1 alone is a heading whose words stand on the next line; a lone 1 is a table cell.
        follows = index + 1 < len(lines) and len(lines[index + 1].text) <= 30 and not read_label(lines[index + 1].text)
        alone = label.style in ("一、", "（一）") and not label.weak and follows
        return alone or label.style in ("章", "节", "篇", "部分", "附件", "阶段")
    if "|" in rest and (label.style in ("1", "1.", "1、") or rest.count("|") > 1):
        return False
    if label.style == "——":
        # —— opens a point of a list, not the line under a title that says where the speech was held.
        return bool(_STOP.search(rest)) or len(rest) > 40
    if label.style == "一是":
        first = _first_sentence(text, label.size)
        return bool(_STOP.search(rest)) and len(first) <= _RUN_IN and "；" not in first
    return True


def _is_in_sequence(
    lines: Sequence[Line], labels: Sequence[Label | None], index: int, last: dict[str, int], seen: set[str]
) -> bool:
    label = labels[index]
    assert label is not None
    if label.style == "附件":
        return True
    if label.style.startswith("1.1"):
        if lines[index].text[label.size] in UNIT_SIGNS:  # 4.4人本主义 counts on from 4.3, 4.4人 is a quantity
            above, _, _ = label.address.rpartition(".")
            return f"{above}.{label.number - 1}" in seen
        known = last.get(label.style)
        return label.number == 1 or (known is not None and known < label.number <= known + 2)
    rest = lines[index].text[label.size :]
    if _CELL.search(rest):
        return False
    if rest[:1].isdigit():
        return label.number > 1 and last.get("1.", 0) == label.number - 1
    if 0 < last.get(_family(label.style), 0) < label.number <= last[_family(label.style)] + 2:
        # A row 3 人均寿命 of a table is short and so are its neighbours.
        long = len(rest) >= 12 or _is_followed_by_prose(lines, index)
        return label.style != "1" or long or _opens_decimals(labels, index)
    if label.number != 1:
        return False
    later = [
        other for other in labels[index + 1 : index + 60] if other and _family(other.style) == _family(label.style)
    ]
    follows = any(other.number == 2 for other in later[:2])
    return _opens_decimals(labels, index) or (
        follows and (_is_followed_by_prose(lines, index) or label.style == "一、")
    )


def _opens_decimals(labels: Sequence[Label | None], index: int) -> bool:
    """Does 2.1 follow 2?"""
    label = labels[index]
    return any(
        other and label and other.style == "1.1" and other.address.startswith(f"{label.number}.")
        for other in labels[index + 1 : index + 3]
    )


def _is_followed_by_prose(lines: Sequence[Line], index: int) -> bool:
    return index + 1 < len(lines) and len(lines[index + 1].text) >= 25


def _family(style: str) -> str:
    return "1." if style in ("1.", "1、", "⒈", "1") else style


def _first_sentence(line: str, start: int) -> str:
    found = _STOP.search(line, start)
    return line[start : found.start() if found else len(line)].strip()


def _split_heading(line: Line, label: Label, under: bool) -> tuple[str, int]:
    """The words of the heading and where they end; no words where the line is an item rather than a heading."""
    if not label.text:
        return line.text.strip("【】[]※*：:。 "), line.end
    words = _first_sentence(line.text, label.size)
    bare = line.start + len(label.text)
    if not words:
        return "", bare
    end = line.start + line.text.find(words, label.size) + len(words)
    whole = end == line.end
    if not whole and line.end - end > 1:  # the sentence runs on from its heading
        good = len(words) <= _RUN_IN and len(_CLAUSE.findall(words)) <= 3 and not _NAMES.match(words)
    else:
        good = len(words) <= _LONGEST and (whole or under) and not _NAMES.match(words)
    good = good and (whole or label.style != "条")  # an article begins with its sentence
    return (words.rstrip("：:"), end if whole else end + 1) if good else ("", bare)


def _make_sections(headings: Sequence[Heading], lines: Sequence[Line], length: int) -> tuple[Section, ...]:
    """The sections: each reaches to the next heading that lies no deeper."""
    starts = [lines[heading.line].start for heading in headings]
    ends = [length] * len(headings)
    open_: list[int] = []
    for index, heading in enumerate(headings):
        while open_ and headings[open_[-1]].level >= heading.level:
            ends[open_.pop()] = starts[index]
        open_.append(index)
    return tuple(
        Section(
            heading.level, heading.label.text, heading.text, heading.address, start, heading.end, end, heading.parent
        )
        for heading, start, end in zip(headings, starts, ends, strict=True)
    )


def _make_provisions(
    headings: Sequence[Heading], sections: Sequence[Section], lines: Sequence[Line]
) -> tuple[Provision, ...]:
    """Each line that is no pure heading, and each heading that has nothing under it."""
    opens = {heading.line: index for index, heading in enumerate(headings)}
    held: list[tuple[int | None, Line]] = []
    current: int | None = None
    for index, line in enumerate(lines):
        if index not in opens:
            held.append((current, line))
            continue
        current = opens[index]
        pure = sections[current].heading_end >= line.end
        item = headings[current].label.style != "附件"
        last = index + 1 == len(lines) or (item and _is_signed(lines, index + 1))
        if not pure or last or _is_leaf(opens, sections, index, current):
            held.append((current, line))
    counts: dict[int | None, int] = {}
    for section, _ in held:
        counts[section] = counts.get(section, 0) + 1
    seen: dict[int | None, int] = {}
    provisions = []
    for ordinal, (section, line) in enumerate(held, 1):
        seen[section] = seen.get(section, 0) + 1
        base = "" if section is None else sections[section].address
        many = f"¶{seen[section]}" if counts[section] > 1 or section is None else ""
        provisions.append(Provision(ordinal, base + many, line.start, line.end, section))
    return tuple(provisions)


def _is_signed(lines: Sequence[Line], index: int) -> bool:
    """Do the issuer and the date stand here, under the last item of a plan?"""
    for line in lines[index : index + 3]:
        found = DATE.fullmatch(line.text.strip("（()） "))
        if found is not None:
            return found["month"] is not None
        if len(line.text) > 40 or _STOP.search(line.text) or _CLAUSE.search(line.text) or read_label(line.text):
            return False
    return False


def _is_leaf(opens: dict[int, int], sections: Sequence[Section], index: int, current: int) -> bool:
    """A heading at once followed by one that is not below it: an item of its own."""
    after = opens.get(index + 1)
    return after is not None and sections[after].parent != current
