"""The label that opens a numbered heading: 一、 （三） 12. ⒉ ⑴ ① 第四章 第一、 ——.

``read_label`` sees one line and says what the label could be; whether it is one is decided by
``corpus.outline`` from its neighbours, since 10搞好… and 一 图纸… are labels only in a sequence.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Label(NamedTuple):
    """A possible label; ``style`` names the family that counts together, ``number`` its ordinal."""

    text: str  # as written, without white space around it
    style: str
    number: int  # 0 where the style does not count
    address: str  # as it stands in an address: 二 （三） 2
    size: int  # characters of the line up to the words of the heading
    weak: bool = False  # needs neighbours to be believed


_CN = "一二三四五六七八九十百零〇"
# 壹、 and 甲、 open the parts of Taiwan's and of older plans.
_FORMAL, _STEMS = "壹贰叁肆伍陆柒捌玖拾参", "甲乙丙丁戊己庚辛壬癸"
# One gate: a line that opens with none of these has no label.
_GATE = re.compile(rf"[第（(\[{_CN}{_FORMAL}{_STEMS}㈠-㈩⒈-⒛⑴-⒇①-⑳❶-❿⓵-⓾0-9０-９ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ—–―─\-附]")
_NEXT_CN = rf"(?![、]?[{_CN}]{{1,3}}[、产线级类期次季两])"  # 一、二、三产业 and 二、三线城市 are no labels
UNIT_SIGNS = "年月日号时分秒个人名家户所次项条种类级届岁万亿千百元角亩吨米平公里只套台件间座栋辆艘％%°"

_PATTERN = re.compile(
    rf"""
      # 第二章 第十条 第一阶段
      第\s*(?P<legal>[{_CN}\d]{{1,4}})\s*(?P<rank>[篇编章节条]|部分|阶段|步)(?![^\s、：:，,。．.]{{0,2}}?[款项第])\s*[、：:]?
      # 第一、
    | 第(?P<ordinal>[{_CN}]{{1,3}})[、，,．.]
      # （三）
    | [（(]\s*(?P<cnparen>[{_CN}]{{1,3}})\s*[）)][、．.，,：:]?
      # ㈢
    | (?P<cnenclosed>[㈠-㈩])[、．.]?
      # 二、
    | (?P<cn>[{_CN}]{{1,3}})(?:[ \u3000]{{0,2}}、{_NEXT_CN}|[．.](?!\d)|：|:)
      # 贰、
    | (?P<formal>[{_FORMAL}]{{1,3}})[、．]
      # 乙、
    | (?P<stem>[{_STEMS}])、(?![{_STEMS}])
      # 一 图纸
    | (?P<cnbare>[{_CN}]{{1,3}})[ \u3000\t]+(?=[\u4e00-\u9fff“《])
      # 三是
    | (?P<say>[{_CN}]{{1,2}})(?:是|要)(?=[\u4e00-\u9fff“])
      # 2.1
    | (?P<decimal>\d{{1,2}}(?:[．.]\d{{1,2}}){{1,3}})[、．.]?[ \u3000\t]*(?=[\u4e00-\u9fff“《]|[Ⅰ-Ⅳ]{{1,3}}级)
      # 12.
    | (?P<arabic>\d{{1,3}}|[０-９]{{1,3}})(?P<mark>[ \u3000]{{0,2}}、|[ ]?[．.](?!\d)|[．.](?=(?:19|20)\d{{2}}年))
      [ \u3000\t]*(?=(?:19|20)\d{{2}}年|(?!\d+[、．.，,\-%％万亿]|\d+[{UNIT_SIGNS}]|\d+[.．]?\d*$))
      # 8.6个“在全市率先”, only where 7. stands before it
    | (?P<glued>\d{{1,3}})[．.](?=\d)
      # 三）, the opening bracket lost
    | (?P<cnclose>[{_CN}]{{1,3}})[）)][、．.]?(?=[\u4e00-\u9fff“])
      # (4)
    | [（(]\s*(?P<numparen>\d{{1,2}}|[０-９]{{1,2}})\s*[）)][、．.]?
      # 4)
    | (?P<numclose>\d{{1,2}})[）)][、．.]?
    | (?P<numdot>[⒈-⒛])[、．.]?
    | (?P<numenclosed>[⑴-⒇])[、．.]?
    | (?P<circle>[①-⑳❶-❿⓵-⓾])[、．.]?
    | (?P<roman>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ])[、．.]?
      # 10搞好
    | (?P<numbare>\d{{1,2}})(?:[ \u3000\t]+(?=[\u4e00-\u9fff“《])|(?=[\u4e00-\u9fff“《])(?![{UNIT_SIGNS}]))
    | (?P<dash>——?|――?|──?|-{{2,4}}|––?)(?![—―─\-\d])
    | (?P<annex>附\s*(?:件|录|表)\s*(?P<annexno>[{_CN}\d]{{0,3}}))(?P<annexend>[：:．.、]?\s*|$)
    """,
    re.X,
)  # fmt: skip

# 第三条措施是…, but 第一条为规范管理，制定本办法 only lost its blank
_GOES_ON = re.compile(r"[的是和与至到、，]|为(?![^。]{4,80}制定)")
_PLAIN = str.maketrans(_FORMAL, "一二三四五六七八九十三")
_DIGITS = {**{c: i for i, c in enumerate("零一二三四五六七八九")}, "〇": 0}


def read_number(written: str) -> int:
    """The number that Chinese or Arabic digits write; 0 when they write none.

    >>> [read_number(written) for written in ("十二", "二十", "〇", "一百零三", "7", "３")]
    [12, 20, 0, 103, 7, 3]
    """
    if written.isdigit():
        return int(written)
    total = digit = 0
    for character in written:
        if character == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif character == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS.get(character, 0)
    return total + digit


@lru_cache(maxsize=512)  # frame, plans and headings of a file ask about the same lines
def read_label(line: str) -> Label | None:
    """The label that the line may open with, or None.

    >>> read_label("（三）加强保障。各乡镇要……")         # "(3) strengthen support. All townships must…"
    Label(text='（三）', style='（一）', number=3, address='（三）', size=3, weak=False)
    >>> read_label("2024年，全县……"), read_label("一、二、三产业比为……")    # a year, a ratio: no labels
    (None, None)
    """
    if not _GATE.match(line):
        return None
    found = _PATTERN.match(line)
    if not found or found.end() == 0:
        return None
    return _READERS[found.lastgroup or ""](found, line)


def _legal(found: re.Match[str], line: str) -> Label | None:
    """第一章, 第二条, 第三阶段; None where a sentence only speaks of one (第三条措施是…)."""
    number, rank = found["legal"], found["rank"]
    text = found[0].strip().rstrip("：:、 ")
    style = {"编": "篇", "步": "阶段"}.get(rank, rank)
    rest = line[found.end() :]
    # 第三条措施是…, 第一阶段的工作…: a sentence that merely speaks of one.
    joined = not found[0][-1].isspace() and found[0][-1] not in "：:、"
    weak = rank in ("阶段", "步", "部分", "条", "节", "篇") and joined and _GOES_ON.match(rest) is not None
    return (
        None if weak else Label(text, style, read_number(number), re.sub(r"\s", "", f"第{number}{rank}"), found.end())
    )


def _ordinal(found: re.Match[str], line: str) -> Label:
    return Label(found[0], "第一、", read_number(found["ordinal"]), f"第{found['ordinal']}", found.end())


def _cn_paren(found: re.Match[str], line: str) -> Label:
    return Label(found[0], "（一）", read_number(found["cnparen"]), f"（{found['cnparen']}）", found.end())


def _cn_enclosed(found: re.Match[str], line: str) -> Label:
    number = ord(found["cnenclosed"]) - ord("㈠") + 1
    return Label(found[0], "（一）", number, f"（{'一二三四五六七八九十'[number - 1]}）", found.end())


def _cn(found: re.Match[str], line: str) -> Label:
    weak = found[0][-1] in "：:"
    return Label(found[0], "一、", read_number(found["cn"]), found["cn"], found.end(), weak)


def _formal(found: re.Match[str], line: str) -> Label:
    plain = found["formal"].translate(_PLAIN)
    return Label(found[0], "壹、", read_number(plain), found["formal"], found.end())


def _stem(found: re.Match[str], line: str) -> Label:
    number = _STEMS.find(found["stem"]) + 1
    return Label(found[0], "甲、", number, found["stem"], found.end())


def _cn_bare(found: re.Match[str], line: str) -> Label:
    return Label(found["cnbare"], "一、", read_number(found["cnbare"]), found["cnbare"], found.end(), True)


def _say(found: re.Match[str], line: str) -> Label:
    return Label(found[0], "一是", read_number(found["say"]), found[0], found.end())


def _decimal(found: re.Match[str], line: str) -> Label:
    parts = re.split(r"[．.]", found["decimal"])
    address = ".".join(str(int(part)) for part in parts)
    text = found[0].rstrip()
    return Label(text, "1" + ".1" * (len(parts) - 1), int(parts[-1]), address, found.end(), True)


def _arabic(found: re.Match[str], line: str) -> Label | None:
    number = int(found["arabic"])
    if number > 199:
        return None
    style = "1、" if found["mark"][-1] == "、" else "1."
    return Label(found[0].rstrip(), style, number, str(number), found.end(), number == 0)


def read_quantity(line: str) -> Label | None:
    """The label of 8.6个乡镇建成…, where 8.6 is none: the eighth point, on six townships."""
    found = re.match(r"(?P<glued>\d{1,2})[．.](?=\d)", line)
    return _glued(found, line) if found else None


def _glued(found: re.Match[str], line: str) -> Label:
    number = int(found["glued"])
    return Label(found[0], "1.", number, str(number), found.end(), True)


def _cn_close(found: re.Match[str], line: str) -> Label:
    return Label(found[0], "（一）", read_number(found["cnclose"]), f"（{found['cnclose']}）", found.end())


def _num_paren(found: re.Match[str], line: str) -> Label:
    number = int(found["numparen"])
    return Label(found[0], "(1)", number, f"（{number}）", found.end())


def _num_close(found: re.Match[str], line: str) -> Label:
    number = int(found["numclose"])
    return Label(found[0], "1)", number, f"{number}）", found.end())


def _num_dot(found: re.Match[str], line: str) -> Label:
    number = ord(found["numdot"]) - ord("⒈") + 1
    return Label(found[0], "⒈", number, str(number), found.end())


def _num_enclosed(found: re.Match[str], line: str) -> Label:
    number = ord(found["numenclosed"]) - ord("⑴") + 1
    return Label(found[0], "(1)", number, f"（{number}）", found.end())


def _circle(found: re.Match[str], line: str) -> Label:
    first = next(start for start in "⓵❶①" if found["circle"] >= start)
    number = ord(found["circle"]) - ord(first) + 1
    return Label(found[0], "①", number, f"（{number}）" if number > 20 else chr(ord("①") + number - 1), found.end())


def _roman(found: re.Match[str], line: str) -> Label:
    return Label(found[0], "Ⅰ", ord(found["roman"]) - ord("Ⅰ") + 1, found["roman"], found.end())


def _num_bare(found: re.Match[str], line: str) -> Label:
    number = int(found["numbare"])
    return Label(found["numbare"], "1", number, str(number), found.end(), True)


def _dash(found: re.Match[str], line: str) -> Label:
    return Label(found["dash"], "——", 0, "—", found.end())


def _annex(found: re.Match[str], line: str) -> Label | None:
    # Only a line of its own opens an attachment; 附件：1.… at the end of a notice lists them.
    if not found["annexend"] and len(line) > found.end():
        return None
    text = re.sub(r"\s", "", found["annex"])
    return Label(found["annex"], "附件", read_number(found["annexno"] or "1"), text, found.end(), True)


# The last group that an alternative closes → what reads it.
_READERS = {
    "rank": _legal, "ordinal": _ordinal, "cnparen": _cn_paren, "cnenclosed": _cn_enclosed, "cn": _cn,
    "formal": _formal, "stem": _stem,
    "cnbare": _cn_bare, "say": _say, "decimal": _decimal, "mark": _arabic, "glued": _glued,
    "cnclose": _cn_close, "numparen": _num_paren,
    "numclose": _num_close, "numdot": _num_dot, "numenclosed": _num_enclosed, "circle": _circle, "roman": _roman,
    "numbare": _num_bare, "dash": _dash, "annexend": _annex,
}  # fmt: skip
