"""Headings without number: 2023年工作回顾 alone on a line, or lines of one make that open paragraph after paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.headings.labels import Label, read_label
from corpus.lines import Line
from corpus.vocabulary import read_words

_KEYWORD = re.compile(
    r"[【\[（(※*《附：:\s]*(?:[^，。；：:]{0,14}[：:—]{1,2})?[^，。；：:！？|]{0,22}(?:"
    + "|".join(map(re.escape, read_words("headings")))
    + r")[】\]）)※*》：:\s]*"
    r"|(?:\d{4}年|今年|明年|下一?步|下一?阶段|下半年|[今过]后?去?[三五]年|“[一二十]{2,3}五”).{0,20}(?:目标|任务|工作|安排|重点|要点|计划|打算|设想|回顾|思路|举措|措施)"
)
_CELL = re.compile(r"[|\t]|[ \u3000]{3,}")
_SALUTATION = re.compile(r"各位|同志们|尊敬的")
_APPENDIX = re.compile(r"名词|短语|注释|说明$|^[【\[（(※*]?附")  # stands after the body, whatever was open there
_POINT = re.compile(r"[^；：:|\t。！]{4,32}。?")  # 五年来，我们深化改革 · 生态底色更加亮丽。
_LONG = 32  # characters of the paragraph under a heading
_LEAST = 3  # lines of one make
_MANY = 8  # as many in one plan are no chance
_PREFIX = 3


def find_bare(lines: Sequence[Line], labels: Sequence[Label | None]) -> dict[int, Label]:
    """Index of a line → the label without number that it stands for.

    >>> from corpus.lines import read_lines
    >>> lines = read_lines("2023年工作回顾\\n过去一年，全县经济稳步增长，民生持续改善，各项事业全面进步，成绩显著。")
    >>> find_bare(lines, [None, None])[0].address     # "review of the work of 2023"
    '2023年工作回顾'
    """
    found: dict[int, Label] = {}
    points: list[int] = []
    for index, line in enumerate(lines[:-1]):
        text = line.text
        if labels[index] or len(text) > 34 or _CELL.search(text):
            continue
        after = lines[index + 1].text
        if len(text) <= 30 and _KEYWORD.fullmatch(text) and (len(after) >= 30 or read_label(after)):
            found[index] = _label(text, "附件" if _APPENDIX.search(text) else "bare")
        elif index and not labels[index + 1] and len(after) >= _LONG and _is_point(text):
            points.append(index)
    before = {index: labels[index - 1] or index - 1 in found or len(lines[index - 1].text) >= _LONG for index in points}
    points = [index for index in points if before[index]]
    for index in _believe(lines, points):
        found[index] = _label(lines[index].text, "point")
    return found


def _is_point(text: str) -> bool:
    return bool(_POINT.fullmatch(text)) and text.count("，") <= 2 and not _SALUTATION.match(text)


def _believe(lines: Sequence[Line], points: Sequence[int]) -> list[int]:
    """Short lines over paragraphs that are of one make: they begin alike, follow each other, or are many."""
    closed = [index for index in points if lines[index].text[-1] == "。" and "，" not in lines[index].text]
    believed = set(closed) if len(closed) >= _MANY else set[int]()
    alike: dict[str, list[int]] = {}
    for index in points:
        alike.setdefault(lines[index].text[:_PREFIX], []).append(index)
    for group in alike.values():
        if len(group) >= _LEAST and "\u4e00" <= lines[group[0]].text[0] <= "\u9fff":
            believed.update(group)
    run: list[int] = []
    for index in points:
        run = [*run, index] if run and index == run[-1] + 2 else [index]
        if len(run) >= _LEAST:
            believed.update(run)
    return sorted(believed)


def _label(text: str, style: str) -> Label:
    return Label("", style, 0, re.sub(r"\s", "", text.strip("【】[]※*：:。 ")), 0)
