"""Document numbers and dates whose brackets or characters fell out: 国办发?2021?9号, 〔20219号, 2023626."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.repair.change import Change

HAN = "\u3400-\u9fff"
_YEAR = r"(?:19[5-9]\d|20\d\d|20[xX×]{2}|[xX×]{4})"
_NUMBER = r"(?:\d{1,4}|[xX×]{1,4})"
_LOST = "[?？□\ufffd]"
_BOTH = re.compile(rf"(?<=[{HAN}])({_LOST})[ ]?{_YEAR}[ ]?({_LOST})(?=[ ]?第?{_NUMBER}号)")
_OPENING = re.compile(rf"(?<=[发函办政字规令通告])({_LOST})(?={_YEAR}〕{_NUMBER}号)")
_CLOSING = re.compile(rf"(?<=[〔\[【]){_YEAR}({_LOST})(?={_NUMBER}号)")
_MISSING = re.compile(r"[〔\[【]((?:19[5-9]|20\d)\d)(?=[1-9]\d{0,3}号)")
_CUT = re.compile(
    rf"^[ \t\u3000]*[{HAN}]{{1,10}}([〔\[【])((?:19[5-9]|20\d)\d)([1-9]\d{{0,3}})[ \t\u3000]*$", re.MULTILINE
)
_PAIRS = {"〔": "〕", "[": "]", "【": "】"}
_BARE_DATE = re.compile(r"^[ \t\u3000]*((?:19[5-9]|20\d)\d)([1-9]\d{1,2})[ \t\u3000]*$", re.MULTILINE)
# Who signs a document: the line above its date.
_ISSUER = re.compile(r"(?:政府|委员会|办公厅|办公室|[局厅院部委会办处所司署])[ \t\u3000]*$")


def find_brackets(text: str) -> list[Change]:
    """Changes that give document numbers their brackets and closing dates their 年月日 back.

    A date that could be read in two ways stays as it is and is marked ``lossy``.

    >>> [change.new for change in find_brackets("甲政办发?2021?9号")]      # a document number
    ['〔', '〕']
    """
    changes: list[Change] = []
    if "号" in text:
        changes += _find_lost(text)
    if "〔" in text or "[" in text or "【" in text:
        changes += _find_missing(text)
    changes += _find_dates(text)
    return sorted(changes, key=lambda change: (change.start, change.end))


def _find_lost(text: str) -> Iterator[Change]:
    for found in _BOTH.finditer(text):
        yield Change("bracket", *found.span(1), "〔", "likely")
        yield Change("bracket", *found.span(2), "〕", "likely")
    for found in _OPENING.finditer(text):
        yield Change("bracket", *found.span(1), "〔", "likely")
    for found in _CLOSING.finditer(text):
        yield Change("bracket", *found.span(1), _PAIRS[text[found.start() - 1]], "likely")


def _find_missing(text: str) -> Iterator[Change]:
    for found in _MISSING.finditer(text):
        yield Change("bracket", found.end(), found.end(), _PAIRS[found.group()[0]], "likely")
    for found in _CUT.finditer(text):
        yield Change("bracket", found.end(2), found.end(2), _PAIRS[found[1]], "likely")
        yield Change("bracket", found.end(3), found.end(3), "号", "likely")


def _find_dates(text: str) -> Iterator[Change]:
    for found in _BARE_DATE.finditer(text):
        above = text[: found.start()].rstrip("\r\n \t\u3000")
        if not _ISSUER.search(above[-20:]):
            continue
        days = _read_days(found[2])
        start, end = found.start(1), found.end(2)
        if len(days) == 1:
            month, day = days[0]
            yield Change("date", start, end, f"{found[1]}年{month}月{day}日", "likely")
        else:
            yield Change("date", start, end, text[start:end], "lossy")


def _read_days(digits: str) -> list[tuple[int, int]]:
    """Every (month, day) that these digits can be.

    >>> _read_days("626"), _read_days("111")
    ([(6, 26)], [(1, 11), (11, 1)])
    """
    splits = [(digits[:cut], digits[cut:]) for cut in (1, 2) if cut < len(digits)]
    days = [(int(month), int(day)) for month, day in splits if day[0] != "0"]
    return [(month, day) for month, day in days if 1 <= month <= 12 and 1 <= day <= 31]
