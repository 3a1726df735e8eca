"""What a site leaves within the lines of its texts: letters at their ends (请予审议。Zeu), page numbers."""

from __future__ import annotations

import re
from collections import Counter

from corpus.lines import line_start
from corpus.repair.change import Change

_AT_END = re.compile(r"(?<=[\u3400-\u9fff。；：！？）”、，):;!?])([A-Za-z]{2,6})[ \t\u3000\r]*$", re.MULTILINE)
_SENTENCE = "。；：！？;:!?）)"
_PAGE_LINE = re.compile(r"\n[ \t\u3000]*[-—–－] ?\d{1,3} ?[-—–－][ \t\r]*\n")
_LINE = 24  # characters: a shorter one may be a heading or a signature
_LEAST = 5  # lines
_SHARE = 0.6  # of all its places on the page: a word of the text stands elsewhere too
_CLOSED = 0.3  # of its lines end a sentence before it: no sentence has a word behind its stop
# 新建3所，第 1 页 共 9 页下载后可任意编辑扩建3所: on a line of its own the same is cut as a part of the page.
_INSIDE = (
    ("下载后可", r"(?:本?文档|[Ww]ord版?|资料)?下载后可(?:任意|自由|随意)?(?:编辑|修改)"),
    ("页", r"第 ?\d{1,3} ?页[ ，,/]{0,2}共 ?\d{1,3} ?页"),
    ("字）", r"（(?:全文|本文|正文)约?共?\d{3,6}字）"),
    ("字)", r"\((?:全文|本文|正文)约?共?\d{3,6}字\)"),
    ("//by", r"(?<=[。！])//by https?://[\w./-]+"),
)
# 存款7338万元和4022 / - 1 - / 万元: the number of a page in the middle of a sentence.
_BETWEEN = re.compile(
    r"(?<=[\u4e00-\u9fff\d，、,])[ \t\r]*\n\s*[-—–－] ?\d{1,3} ?[-—–－][ \t\r]*\n\s*(?=[\u4e00-\u9fff\d（(“《])"
    r"(?!(?:[一二三四五六七八九十]{1,3}[、.]|[（(][一二三四五六七八九十\d]|第[一二三四五六七八九十]+[章节条]|\d{1,2}[.、．]))"
)


def find_stamps(text: str) -> list[Change]:
    """Changes that take out what the site put there.

    >>> page = "新建敬老院3所，第 1 页 共 9 页扩建2所。"         # "page 1 of 9" in the middle of a sentence
    >>> [page[c.start:c.end] for c in find_stamps(page)]
    ['第 1 页 共 9 页']
    """
    between = [Change("stamp", match.start(), match.end(), "", "likely") for match in _find_between(text)]
    return sorted(_find_letters(text) + _find_inside(text) + between, key=lambda change: change.start)


def _find_between(text: str) -> list[re.Match[str]]:
    """Page numbers on lines of their own between two halves of a sentence: the line above must be a long one."""
    if _PAGE_LINE.search(text) is None:
        return []
    return [match for match in _BETWEEN.finditer(text) if match.start() - text.rfind("\n", 0, match.start()) > _LINE]


def _find_inside(text: str) -> list[Change]:
    patterns = [pattern for sign, pattern in _INSIDE if sign in text]
    if not patterns:
        return []
    found = re.finditer(f"(?:{'|'.join(patterns)})+", text)
    inside = [match for match in found if _is_inside(text, match.start(), match.end())]
    return [Change("stamp", match.start(), match.end(), "", "likely") for match in inside]


def _is_inside(text: str, start: int, end: int) -> bool:
    """Whether something else stands on the line."""
    line = text[line_start(text, start) : start] + text[end : end + 200].partition("\n")[0]
    return len(line.strip()) > 1


def _find_letters(text: str) -> list[Change]:
    """Changes that take the letters out, also where a line end cuts them.

    >>> page = "各位代表：Zq\\n请予审议。Zq\\n一、造林。Zq\\n全年两万亩。Z\\nq\\n二、修路。Zq\\n新建十公里。Zq\\n"
    >>> [page[c.start:c.end] for c in _find_letters(page)]
    ['Zq', 'Zq', 'Zq', 'Z\\nq', 'Zq', 'Zq']
    """
    if sum(line[-1:].isascii() and line[-1:].isalpha() for line in map(str.rstrip, text.split("\n"))) < _LEAST:
        return []
    found = _AT_END.findall(text)
    if len(found) < _LEAST:
        return []
    stamp, lines = Counter(found).most_common(1)[0]
    closed = sum(match[1] == stamp and text[match.start() - 1] in _SENTENCE for match in _AT_END.finditer(text))
    if lines < max(_LEAST, _SHARE * text.count(stamp)) or closed < _CLOSED * lines:
        return []
    anywhere = re.compile(r"(?<![A-Za-z])" + r"(?:\r?\n)?".join(stamp) + r"(?![A-Za-z])")
    return [Change("stamp", match.start(), match.end(), "", "likely") for match in anywhere.finditer(text)]
