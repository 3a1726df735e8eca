"""Numbers that a page lost: of headings, ()指导思想 → (一)指导思想; of dates, 2019212日 → 2019年2月12日.

Some editors cannot write the fields that a word processor counts with, nor the signs between the parts of a date.
"""

from __future__ import annotations

import re
from calendar import monthrange

from corpus.repair.change import Change

_COUNTS = "一二三四五六七八九十"
_HEADING = re.compile(
    r"^[ \t\u3000]*(?:(?P<top>[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章部编])"
    r"|[(（](?P<at>[)）])(?=[\u4e00-\u9fff]))",
    re.MULTILINE,
)
EMPTY = re.compile("[(（]"), re.compile("[)）]")
_LEAST = 2
_DATE = re.compile(r"20(?<![\d.,]20)(?P<decade>[0-3]\d)(?P<rest>[1-9]\d{1,3})(?=日)")
_DAY = re.compile(r"(?<=[自于至到从截])(?P<rest>[1-9]\d{2,3})(?=日)")


def find_lost_labels(text: str) -> list[Change]:
    """Changes that count the headings of a page again whose brackets stand empty, from one under each higher heading.

    >>> page = "一、目标\\n()总量\\n造林两万亩。\\n()质量\\n成活九成。\\n二、措施\\n()护林\\n落实责任。"
    >>> [change.new for change in find_lost_labels(page)]     # amount, quality; forest guards
    ['一', '二', '一']
    """
    if "()" not in text and "（）" not in text:
        return []
    changes: list[Change] = []
    count = 0
    for found in _HEADING.finditer(text):
        if found["top"]:
            count = 0
        elif count < len(_COUNTS):
            at = found.start("at")
            changes.append(Change("label", at, at, _COUNTS[count], "likely"))
            count += 1
    return changes if len(changes) >= _LEAST else []


def find_joined_dates(text: str) -> list[Change]:
    """Changes that part the numbers of dates within the text; what can be read in two ways is marked.

    >>> [change.new for change in find_joined_dates("2019212日开始，自212日起走访")]    # "begins on 12 February 2019"
    ['2019年2月12', '2月12']
    """
    changes: list[Change] = []
    for found in _DATE.finditer(text):
        year = 2000 + int(found["decade"])
        days = read_days(found["rest"], year)
        new = f"{year}年{days[0][0]}月{days[0][1]}" if len(days) == 1 else found.group()
        if days:
            changes.append(Change("date", *found.span(), new, "likely" if len(days) == 1 else "lossy"))
    if not changes:
        return []
    for found in _DAY.finditer(text):
        days = read_days(found["rest"], 2020)
        if len(days) == 1:
            changes.append(Change("date", *found.span(), f"{days[0][0]}月{days[0][1]}", "likely"))
    return changes


def read_days(digits: str, year: int) -> list[tuple[int, int]]:
    """Every (month, day) of that year that these digits can be.

    >>> read_days("626", 2023), read_days("111", 2021), read_days("229", 2023)
    ([(6, 26)], [(1, 11), (11, 1)], [])
    """
    splits = [(digits[:cut], digits[cut:]) for cut in (1, 2) if cut < len(digits)]
    days = [(int(month), int(day)) for month, day in splits if day[0] != "0"]
    return [(month, day) for month, day in days if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]]
