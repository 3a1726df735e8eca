"""Blanks inside numbers, as pages laid out by a word processor have them: 8 9 8 人 → 898人, 36.5 9亿元 → 36.59亿元."""

from __future__ import annotations

import re

from corpus.lines import line_end, line_start
from corpus.repair.change import Change

GAP = re.compile("[0-9.]"), re.compile(" ")
_TORN = re.compile(r"\d(?: \.?|\. )\d")
_UNIT = r"[ ]?(?:[%％‰年月日]|[\u4e00-\u9fff])"
_YEAR_AHEAD = r"(?<![^\n])(?=(?:1 ?9|2 ?0) ?\d ?\d ?年)"
# In a sentence only: a column of a table has a number behind a number as well.
_NUMBER = re.compile(rf"(?:(?<=[\u4e00-\u9fff、，〕“])[ ]?|{_YEAR_AHEAD})(\d(?:(?: \.?|\. ?)?\d){{1,12}})(?={_UNIT})")
_LABEL = re.compile(r"(?:附[件表录图]|[表图第注例]|电话|邮编|编号|之)[ ]?$")
_YEAR_NEXT = re.compile(r".* (?:19|20)\d\d$")  # 附件 1 2024年: a number, and a year behind it
_WHOLE = re.compile(r"\d+(?:\.\d+)?")
# What nothing but a number torn apart looks like: digits behind decimals, a part that begins with 0, three parts of
# one digit, a year in two parts. One of them on a page, and its other gaps are believed.
_SURE = re.compile(r"\d\.\d+ \d| 0|^\d \d \d")
_YEAR = re.compile(r"(?:1 ?9|2 ?0) ?\d ?\d")
_SENTENCE = re.compile("[，。；、]")


def find_split_numbers(text: str) -> list[Change]:
    """Changes that take the blanks out of numbers, on a page where one of them can be nothing else.

    >>> page = "补助 8 9 8 人，覆盖率 4 3 %，收入 36.5 9亿元。"      # 898 people helped, 43 % covered, 3.659 billion
    >>> [page[change.start - 1 : change.end + 1] for change in find_split_numbers(page)]
    ['8 9', '9 8', '4 3', '5 9']
    >>> find_split_numbers("附件 1 2024年计划，完成 3 5 处。")    # a label before a year; and what may be three to five
    []
    """
    if _TORN.search(text) is None:
        return []
    found = [match for match in _NUMBER.finditer(text) if _is_number(text, match)]
    if not any(_is_sure(text, match) for match in found):
        return []
    return [
        Change("digits", match.start(1) + at, match.start(1) + at + 1, "", "likely")
        for match in found
        for at, char in enumerate(match[1])
        if char == " "
    ]


def _is_number(text: str, match: re.Match[str]) -> bool:
    number = match[1]
    if " " not in number or not _WHOLE.fullmatch(number.replace(" ", "")) or _YEAR_NEXT.match(number):
        return False
    if ". " in number and text[match.start(1) - 1] in "、，":  # the second point of a list: ，2. 6个乡镇
        return False
    start = line_start(text, match.start())
    line = text[start : line_end(text, match.end())]
    return _SENTENCE.search(line) is not None and not _LABEL.search(
        text[max(start, match.start(1) - 4) : match.start(1)]
    )


def _is_sure(text: str, match: re.Match[str]) -> bool:
    if _YEAR.fullmatch(match[1]):
        return text[match.end() : match.end() + 2].lstrip().startswith("年")
    return _SURE.search(match[1]) is not None
