"""Pieces of a compilation that nothing counts: listed at its head, signed each, or one title with several dates or
places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.compilations.counted import KIND, LEAST, N, Piece, restarts
from corpus.headings.labels import read_label
from corpus.imprint.numbers import DATE
from corpus.lines import Line

_YEAR = re.compile(
    r"(?:19|20)\d{2}(?:[-—至~]\d{2,4})?年?(?:度)?|[一二三四五六七八九十〇○零]{4}年|\d{1,2}月(?:份|\d{1,2}日)?|第?[一二三四]季度"
)
_OF_PLACE = re.compile(r"(?P<place>[^，。；：:《》]{1,14}?(?:[省市县区州旗镇乡]|街道))(?P<rest>[^，。；：:]{6,50})")
_TITLE_PLACE = re.compile(
    r"(?:关于印发)?《?(?P<place>[^，。；：:《》]{1,12}?(?:[县区州旗镇乡]|(?<!城)市)(?![域级村镇]))"
)
_CONTENTS = re.compile(r"[【\[]?目\s*[录次][】\]]?")
_ENTRY = re.compile(r"^[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、.．\s]*|[\s.…·—-]*\d{0,4}$")
_ISSUES = re.compile(r"印发|转发|批转|下发|公布|发布|(?:现)?报(?:送|告|请)|附[件后表]|如下[：:]?$")
# In the head of a document: what it issues, sends or attaches, not what an office is to publish.
_SENDS = re.compile(
    r"现[^。]{0,80}?(?:印发|转发|批转|下发|公布|发布|报[送告请])|予以(?:公布|发布)|(?:印发|转发|批转|下发|公布|发布)(?:《|.{0,60}通知)"
    r"|关于报[送告请]|附[件后表]|如下[：:]?$"
)
_PLAIN = re.compile(r"[^，。；：:！？]{5,60}")
_COLLECTS = re.compile(rf"(?<!第)(?:{N})\s*篇[)）】\]]?$")  # 食品监管范文10篇
_LISTS = re.compile("(?:清单|纲要)$")
_ENDS = tuple("。！？!?”）)")
_MOST = 400  # lines of a list of contents


def find_listed(lines: Sequence[Line]) -> list[tuple[Piece, str]]:
    """Titles of a list of contents that open a document each, with headings that begin anew."""
    start = next((i + 1 for i, line in enumerate(lines[:30]) if _CONTENTS.fullmatch(line.text)), None)
    if start is None:
        return []
    listed: dict[str, int] = {}
    for line in lines[start : start + _MOST]:
        entry = _ENTRY.sub("", line.text)
        if entry in listed or not KIND.search(entry):
            break
        listed[entry] = len(listed) + 1
    found = [
        Piece(index, "listed", listed[line.text], line.text)
        for index, line in enumerate(lines)
        if index >= start + len(listed) and line.text in listed
    ]
    if len(found) < 2 or [piece.number for piece in found] != list(range(1, len(listed) + 1)):
        return []
    if restarts(lines, found) < len(found):
        return []
    return [(piece, f"title {piece.stem!r} stands in the list of contents; numbering begins anew") for piece in found]


def find_titled(lines: Sequence[Line]) -> list[tuple[Piece, str]]:
    """Titles below the end of a text, over prose, on a page that says how many documents it collects."""
    head = next((index for index, line in enumerate(lines[:3]) if _COLLECTS.search(line.text)), None)
    if head is None:
        return []
    found = [
        Piece(index, "titled", index, line.text)
        for index, line in enumerate(lines[head + 1 : -1], head + 1)
        if _PLAIN.fullmatch(line.text)
        and KIND.search(line.text)
        and not read_label(line.text)
        and (lines[index - 1].text.endswith(_ENDS) or index == head + 1)
        and (len(lines[index + 1].text) >= LEAST or lines[index + 1].text[-1] in "：:")
    ]
    if len(found) < 2 or restarts(lines, found) * 2 < len(found):
        return []
    return [(piece, f"the page collects several; title {piece.stem!r} below the end of another") for piece in found]


def find_signed(lines: Sequence[Line]) -> list[tuple[Piece, str]]:
    """Documents pasted one after the other: each has a title, and numbers its headings or is of another place.

    The one before is signed, or its last sentence ends and the next title names the same place.
    What a notice issues, and what is attached to a plan, belongs to it.
    """
    found: list[Piece] = []
    for index, line in enumerate(lines):
        if not _PLAIN.fullmatch(line.text) or read_label(line.text):
            continue
        lists = _LISTS.search(line.text) and (not found or _is_elsewhere(found[-1].stem, line.text))
        if not lists and not KIND.search(line.text):
            continue  # 责任清单 of the same place belongs to its plan
        if not found:
            if index > 3:
                return []
            found.append(Piece(index, "signed", 1, line.text))
        elif _is_signed(lines, found[-1], index) or _is_closed(lines, found[-1], index):
            found.append(Piece(index, "signed", len(found) + 1, line.text))
    away = all(_is_elsewhere(before.stem, piece.stem) for before, piece in pairwise(found))
    if len(found) < 2 or not (away or restarts(lines, found) == len(found)):
        return []
    why = "of another place" if away else "numbering begins anew"
    return [(piece, f"title {piece.stem!r} below the end of another; {why}") for piece in found]


def _is_signed(lines: Sequence[Line], before: Piece, after: int) -> bool:
    """Does a document end in a date, with headings before it or one of another place below it?"""
    first = before.line
    date = next((i for i in range(after - 1, max(first, after - 3), -1) if DATE.fullmatch(lines[i].text)), None)
    numbered = not _is_elsewhere(before.stem, lines[after].text)
    return date is not None and _is_whole(lines, first, date, after, numbered=numbered)


def _is_elsewhere(title: str, other: str) -> bool:
    """Do two titles name two places: 甲县造林方案, 关于加快乙市冰雪旅游的意见?"""
    one, two = _TITLE_PLACE.match(title), _TITLE_PLACE.match(other)
    if one is None or two is None:
        return False
    return not (one["place"].endswith(two["place"]) or two["place"].endswith(one["place"]))


def _is_closed(lines: Sequence[Line], before: Piece, after: int) -> bool:
    """Does a document end in a sentence right above a title that names the same place?"""
    place = _TITLE_PLACE.match(lines[after].text)
    named = place is not None and before.stem.startswith(place["place"])
    return named and lines[after - 1].text.endswith("。") and _is_whole(lines, before.line, after, after)


def _is_whole(lines: Sequence[Line], first: int, end: int, after: int, *, numbered: bool = True) -> bool:
    """Does a document that ends there have a length, headings if ``numbered``, and nothing that leads on to another?"""
    if sum(len(line.text) for line in lines[first + 1 : end]) < LEAST:
        return False
    sends = any(_SENDS.search(line.text) for line in lines[first : first + 8])
    if sends or any(_ISSUES.search(line.text) for line in lines[end:after]):
        return False
    labels = [label for line in lines[first:end] if (label := read_label(line.text)) and not label.weak]
    begun = not numbered or any(label.number == 1 for label in labels)
    return begun and not any(_names_annex(line.text) for line in lines[first:end])


def _names_annex(line: str) -> bool:
    return line.startswith(("附件", "附表", "附：", "附:"))


def find_neighbours(lines: Sequence[Line]) -> list[tuple[Piece, str]]:
    """The same title for one place after the other (甲县造林方案, 乙县造林方案), each with numbering begun anew."""
    titles: dict[str, list[Piece]] = {}
    for index, line in enumerate(lines):
        found = _OF_PLACE.fullmatch(line.text) if len(line.text) <= 70 else None  # no longer one is a title
        if found and KIND.search(line.text) and not read_label(line.text):
            kind = re.sub(r"\s", "", _YEAR.sub("", found["rest"]))
            titles.setdefault(kind, []).append(Piece(index, "place", 1, found["place"]))
    for group in titles.values():
        named = {piece.stem for piece in group}
        if len(group) < 2 or len(named) < len(group) or group[0].line > 3 or restarts(lines, group) < len(group):
            continue
        return [
            (piece, f"title of another place: {lines[piece.line].text!r}, numbering begins anew") for piece in group
        ]
    return []


def find_repeats(lines: Sequence[Line]) -> list[tuple[Piece, str]]:
    """The same title again with another year or month, each time with numbering begun anew."""
    titles: dict[str, list[Piece]] = {}
    for index, line in enumerate(lines):
        if not 6 <= len(line.text) <= 50 or not KIND.search(line.text) or read_label(line.text):
            continue
        if re.search(r"[，。；：:]", line.text) or not _YEAR.search(line.text):
            continue
        stem = re.sub(r"\s", "", _YEAR.sub("", line.text))
        titles.setdefault(stem, []).append(Piece(index, "repeat", 1, line.text))
    for stem, group in titles.items():
        group = [piece for order, piece in enumerate(group) if order == 0 or piece.stem != group[order - 1].stem]
        years = {piece.stem for piece in group}
        if len(group) < 2 or len(years) < len(group) or group[0].line > 3 or len(stem) < 4:
            continue
        if restarts(lines, group) == len(group):
            return [
                (piece, f"title repeated with another date: {piece.stem!r}, numbering begins anew") for piece in group
            ]
    return []
