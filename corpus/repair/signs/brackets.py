"""Document numbers and dates whose brackets or characters fell out: 国办发?2021?9号, „2021‟9号, 〔20219号, 2023626."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.lines import line_start
from corpus.repair.change import Change
from corpus.repair.signs.numerals import read_days
from corpus.repair.signs.offsets import offsets_of

HAN = "\u3400-\u9fff"
_YEAR = r"(?:19[5-9]\d|20\d\d|20[xX×]{2}|[xX×]{4})"
_NUMBER = r"(?:\d{1,4}|[xX×]{1,4})"
_LOST = "[?？□\ufffd]"
_BOTH = re.compile(rf".[ ]?{_YEAR}[ ]?({_LOST})(?=[ ]?第?{_NUMBER}[号號])")
_TURNED = re.compile(rf".(„)[ ]?{_YEAR}[ ]?([‟”“„])(?=[ ]?第?{_NUMBER}[号號])")
_CODE_ENDS = "发發函办辦政字规規令通告"
_OPENING = re.compile(rf".{_YEAR}〕{_NUMBER}[号號]")
_CLOSING = re.compile(rf".{_YEAR}({_LOST})(?={_NUMBER}[号號])")
_MISSING = re.compile(r".(?:19[5-9]|20\d)\d(?=[1-9]\d{0,3}[号號])")
_CUT = re.compile(r".((?:19[5-9]|20\d)\d)([1-9]\d{0,3})[ \t\u3000]*$", re.MULTILINE)
_ISSUER_CODE = re.compile(rf"[ \t\u3000]*[{HAN}]{{1,10}}")
LOST_BRACKET = re.compile("[?？□\ufffd〔\\[【„]")
_PAIRS = {"〔": "〕", "[": "]", "【": "】"}
_BARE_DATE = re.compile(r"\n[ \t\u3000]*((?:19[5-9]|20\d)\d)([1-9]\d{1,2})[ \t\u3000\r]*$", re.MULTILINE)
# What stands above the date that closes a document: who signs it, or the last words of a notice.
_ISSUER = re.compile(
    r"(?:政府|委员会|办公厅|办公室|[局厅院部委会办处所司署]|(?:执行|落实|实施|办理|报告|批复|通知)。)$"
)


def find_brackets(text: str) -> list[Change]:
    """Changes that give document numbers their brackets back.

    >>> [change.new for change in find_brackets("甲政办发?2021?9号")]      # a document number
    ['〔', '〕']
    """
    changes: list[Change] = []
    for at in offsets_of(text, "?？□\ufffd"):
        changes += _put_back(text, at)
    for at in offsets_of(text, "〔[【"):
        changes += _insert(text, at)
    for at in offsets_of(text, "„"):  # a word processor's font had 〔 and 〕 in the places of these quotation marks
        if at and (found := _TURNED.match(text, at - 1)) and "\u3400" <= text[at - 1] <= "\u9fff":
            changes += [Change("bracket", *found.span(i), new, "likely") for i, new in ((1, "〔"), (2, "〕"))]
    return sorted(changes, key=lambda change: (change.start, change.end))


def _put_back(text: str, at: int) -> Iterator[Change]:
    """Brackets that stand as question marks."""
    before = text[at - 1 : at]
    if (found := _BOTH.match(text, at)) and "\u3400" <= before <= "\u9fff":
        yield Change("bracket", at, at + 1, "〔", "likely")
        yield Change("bracket", *found.span(1), "〕", "likely")
    elif before and before in _CODE_ENDS and _OPENING.match(text, at):
        yield Change("bracket", at, at + 1, "〔", "likely")


def _insert(text: str, at: int) -> Iterator[Change]:
    """Closing brackets that fell out or stand as question marks."""
    closing = _PAIRS[text[at]]
    if found := _CLOSING.match(text, at):
        yield Change("bracket", *found.span(1), closing, "likely")
    elif found := _MISSING.match(text, at):
        yield Change("bracket", found.end(), found.end(), closing, "likely")
    elif found := _CUT.match(text, at):
        line = text[line_start(text, at) : at]
        if _ISSUER_CODE.fullmatch(line):
            yield Change("bracket", found.end(1), found.end(1), closing, "likely")
            yield Change("bracket", found.end(2), found.end(2), "号", "likely")


def find_dates(text: str) -> list[Change]:
    """Changes that give the date under a document its 年月日 back; one that can be read in two ways is marked.

    >>> [change.new for change in find_dates("甲县人民政府\\n2021311\\n")]     # 11 March 2021
    ['2021年3月11日']
    """
    changes: list[Change] = []
    for found in _BARE_DATE.finditer(text):
        above = text[: found.start()].rstrip("\r\n \t\u3000")[-20:]
        if not _ISSUER.search(above):
            continue
        days = read_days(found[2], int(found[1]))
        start, end = found.start(1), found.end(2)
        if len(days) == 1:
            month, day = days[0]
            changes.append(Change("date", start, end, f"{found[1]}年{month}月{day}日", "likely"))
        else:
            changes.append(Change("date", start, end, text[start:end], "lossy"))
    return changes
