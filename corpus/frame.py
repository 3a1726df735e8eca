"""What belongs to the web page and not to a plan: site headers, abstracts, buttons, related links, spam.

Three zones: the head, up to the first line of the document's body; the foot, after its last; and
between them only lines that are unmistakable. Nothing in the body is cut for being short.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.headings.labels import read_label
from corpus.lines import Line, mark_breaks, read_lines
from corpus.model import Frame
from corpus.page.above import find_above, find_repeated_title, is_kept
from corpus.page.furniture import BEFORE, EDITOR, SPACE, foot_rule, head_rule, inner_rule, is_body, is_site_notice
from corpus.page.spam import is_spam
from corpus.vocabulary import join_spaced, read_words

_HEAD_LINES = 80  # a page header is never longer
_TAIL = re.compile(
    rf"[【\[《》>•●■◆\s]*(?:{join_spaced(read_words('frame', 'tail'))})\s*(?:[:：>】\]|].*)?"
    r"|【[^】]{2,60}】\s*相关.{0,6}"
)
_SERIES = re.compile(
    r"【[^】]{2,60}】\s*(?:的?相关|推荐)(?:文章|阅读|推荐|范文)|(?:相关|推荐)(?:文章|阅读|范文)\s*[:：]?$"
)
_TITLES = re.compile(
    r"\d{1,2}-\d{1,2}|.{3,45}(?:统计公报|规划|方案|计划|总结|报告|范文|意见|通知)"
    r"[（(【\[]?[^，。]{0,14}(?:\d{1,2}-\d{1,2})?"
)
_AFTER = re.compile(
    r"(?:(?<![ \u3000])[ \u3000]{2,}|(?<=[。！!”])[。 ]*)"
    r"(?:本文)?(?:来自|来源[:：]?|转自|(?:百度|微信)?搜索|微信公众号|关注公众号)[^，。]{2,18}$"
)
Marks = dict[int, str]  # index of a line → the rule that cuts it


def find_frame(text: str) -> tuple[Frame, ...]:
    """The stretches of a whole source that belong to its page, in order, not overlapping.

    >>> page = "您的位置：首页>政务公开\\n某县2024年林业工作要点\\n一、造林。全年造林2万亩。\\n上一篇：某县简介"
    >>> [(page[f.start:f.end], f.rule) for f in find_frame(page)]    # breadcrumbs, then a link to another page
    [('您的位置：首页>政务公开', 'place of page'), ('上一篇：某县简介', 'related links')]
    """
    lines = read_lines(mark_breaks(text))
    marks: Marks = {}
    body = _mark_head(lines, marks)
    _mark_foot(lines, body, marks)
    for index in range(body, len(lines)):
        if index not in marks:
            rule = inner_rule(lines[index].text)
            if rule:
                marks[index] = rule
    return tuple(sorted((*_join(lines, marks), *_parts(lines, marks)), key=lambda frame: frame.start))


def _mark_head(lines: Sequence[Line], marks: Marks) -> int:
    """Mark the page header; returns the index of the first line of the body."""
    index, crumbs, title = 0, set[str](), find_repeated_title(lines)
    while index < min(len(lines), _HEAD_LINES):
        line = lines[index].text
        taken, rule = head_rule(lines, index, crumbs)
        if not taken and index < title and not is_kept(lines, index, title):
            taken, rule = 1, "above the title"
        if taken:
            marks.update(dict.fromkeys(range(index, index + taken), rule))
            index += taken
            continue
        if is_body(line) and index >= title:
            break
        index += 1
    marks.update(dict.fromkeys(find_above(lines, index, marks), "above the title"))
    _mark_column(lines, index, marks)
    return index


def _mark_column(lines: Sequence[Line], body: int, marks: Marks) -> None:
    """The site's column name over the title: 工作报告 above 某县2024年政府工作报告."""
    plain = [index for index in range(body) if index not in marks][:2]
    if len(plain) == 2 and plain[1] == plain[0] + 1 and marks:
        name, title = (SPACE.sub("", lines[index].text) for index in plain)
        if len(name) <= 8 and name in title and len(title) > len(name) + 3 and title[0] not in "—（(":
            marks[plain[0]] = "column"


def _mark_foot(lines: Sequence[Line], body: int, marks: Marks) -> None:
    """Mark what follows the last line of the body, from the first sign of the page on."""
    _mark_series(lines, body, marks)
    last = len(lines) - 1
    while last > body and last in marks:
        last -= 1
    head = "".join(line.text for line in lines[body : body + 12])
    while last > body and not _is_closing_body(lines[last].text, head):
        last -= 1
    opener = next((i for i in range(last + 1, len(lines)) if _TAIL.fullmatch(lines[i].text)), None)
    if opener is not None:
        marks.update(dict.fromkeys(range(opener, len(lines)), "related links"))
    _mark_pages(lines, last + 1, marks)
    for index in range(last + 1, opener if opener is not None else len(lines)):
        rule = foot_rule(lines[index].text, near_end=index >= len(lines) - 3)
        if rule and index not in marks:
            marks[index] = rule
    _mark_titles(lines, last + 1, marks)


def _mark_series(lines: Sequence[Line], body: int, marks: Marks) -> None:
    """【造林计划】相关文章： and the titles under it, numbered or not, to the end of the page."""
    for index in range(len(lines) - 1, body, -1):
        line = lines[index].text
        if len(line) > 70 or line[-1] in "。；！":
            return
        if _SERIES.match(line):
            marks.update(dict.fromkeys(range(index, len(lines)), "related links"))
            return


def _mark_pages(lines: Sequence[Line], first: int, marks: Marks) -> None:
    """上一页 1 2 3 下一页: links to the other pages of the document, which then is not whole."""
    for index in range(first, len(lines)):
        if lines[index].text not in ("上一页", "首页", "1"):
            continue
        stop = index
        while stop < len(lines) and re.fullmatch(r"[\d.…]{1,4}|首页|上一页|下一页|尾页|末页", lines[stop].text):
            stop += 1
        if any(lines[k].text == "下一页" for k in range(index, stop)):
            marks.update(dict.fromkeys(range(index, stop), "page links"))
            return


def _is_closing_body(line: str, head: str) -> bool:
    """Is this line, met from the end, still text of the document?"""
    if len(line) >= 60 and ("。" in line or "；" in line or "！" in line):
        return not (_TAIL.match(line) or is_spam(line) or is_site_notice(line) or EDITOR.search(line))
    label = read_label(line)
    if label is not None and not label.weak and label.style != "——" and len(line) > label.size + 3:
        return True
    # A closing sentence; but the page's own description repeats how the report began.
    return (
        len(line) >= 30
        and line[-1] in "。！；"
        and line not in head
        and not (_TAIL.match(line) or is_site_notice(line))
    )


def _mark_titles(lines: Sequence[Line], first: int, marks: Marks) -> None:
    """Titles of other documents in a row at the end of the page, with nothing that announces them."""
    run: list[int] = []
    for index in range(first, len(lines)):
        if index not in marks and len(lines[index].text) <= 60 and _TITLES.fullmatch(lines[index].text):
            run.append(index)
        elif len(run) < 4:
            run = []
        else:
            break
    if len(run) >= 4 and not any(read_label(lines[index].text) for index in run):
        marks.update(dict.fromkeys(run, "related links"))


def _join(lines: Sequence[Line], marks: Marks) -> list[Frame]:
    """Neighbouring lines under one rule become one stretch."""
    frames: list[Frame] = []
    previous = -2
    for index in sorted(marks):
        line, rule = lines[index], marks[index]
        if previous == index - 1 and frames[-1].rule == rule:
            frames[-1] = Frame(frames[-1].start, line.end, rule)
        else:
            frames.append(Frame(line.start, line.end, rule))
        previous = index
    return frames


def _parts(lines: Sequence[Line], marks: Marks) -> list[Frame]:
    """Where the page's words share a line with the document's."""
    frames = []
    if lines and 0 not in marks and (found := BEFORE.match(lines[0].text)):
        frames.append(Frame(lines[0].start, lines[0].start + found.end(), "metadata"))
    last = max((index for index in range(len(lines)) if index not in marks), default=None)
    if last is not None:
        start = max(lines[last].start, lines[last].end - 48)
        if (found := _AFTER.search(lines[last].text[-48:])) and start + found.start() > lines[last].start:
            frames.append(Frame(start + found.start(), lines[last].end, "metadata"))
    return frames
