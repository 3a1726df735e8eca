"""People under 组长：, 副组长： and 成员：: names with their titles, one or several on a line, line after line."""

from __future__ import annotations

import re

from extract.actors import read_actors
from extract.offices import office_functions
from extract.role_clauses import Span

_NAME = r"[\u4e00-\u9fff](?:[ \u3000]{0,4}[\u4e00-\u9fff]){1,3}?"
_TITLE = r"(?:长|主任|书记|主席|委员|干部|负责人|主管|秘书|代表|经理|教师|医师|院士|教授|专员|科员|警员|同志)"
_PERSON = re.compile(
    rf"[ \u3000\t]*(?P<name>{_NAME})"
    rf"(?:[ \u3000\t]+(?P<title>[^\s。;:,()][^\n。;:]{{0,40}}?{_TITLE}(?:\([^()\n]{{0,12}}\))?)"
    rf"|\((?P<inner>[^()\n。;:]{{1,40}}?{_TITLE})\))"
    rf"(?:[ \u3000\t;。]*(?=\n|\Z)|[ \u3000\t;,、]+(?={_NAME}(?:[ \u3000\t]+[\u4e00-\u9fff]{{3}}|\()))"
)
_POST_ONLY = re.compile(rf"{_TITLE}$")
_NAMES = re.compile(
    r"[ \u3000\t]*([\u4e00-\u9fff]{2,4}(?:[ \u3000\t、]+[\u4e00-\u9fff]{2,4}){1,30})[ \u3000\t;。]*(?=\n|\Z)"
)
_LINE = re.compile(r"[ \u3000\t]*([^\n。;:\s][^\n。;:]{1,60}?)[ \u3000\t;。]*(?=\n|\Z)")
_ONE = re.compile(r"[\u4e00-\u9fff]+")
# the commonest surnames: a line of short words is a list of names only where each begins with one
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方"
    "邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳"
    "甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤穆卓古吉缪简车项连芦麦褚娄窦戚岑景党宫"
)
_MOST = 200  # people in one list


def find_people(folded: str, start: int) -> tuple[list[Span], int]:
    """Names from start on, over as many lines as hold nothing but names with titles; and where the list ends.

    >>> text = "王明 县长\\n  李  强 副县长\\n一、目标"    # "Wang Ming, county head / Li Qiang, deputy / 1 Goals"
    >>> [text[a:b] for a, b in find_people(text, 0)[0]]
    ['王明', '李  强']
    """
    spans: list[Span] = []
    at = start
    while len(spans) < _MOST:
        found = _people_of_line(folded, at) or (_offices_of_line(folded, at) if spans else None)
        if not found:
            break
        spans += found[0]
        at = found[1]
        if not folded.startswith("\n", at):
            break
        at += 1
    return spans, at


def _people_of_line(folded: str, at: int) -> tuple[list[Span], int] | None:
    if names := _NAMES.match(folded, at):
        spans = [one.span() for one in _ONE.finditer(folded, *names.span(1))]
        if all(folded[a] in _SURNAMES and not _is_office(folded[a:b]) for a, b in spans):
            return spans, names.end()
    spans, end = [], at
    while person := _PERSON.match(folded, end):
        name = folded[slice(*person.span("name"))]
        if _is_office(name) or (person["title"] and _is_name(person["title"])):
            break
        spans.append(person.span("name"))
        end = person.end()
        if folded.startswith("\n", end) or end == len(folded):
            return spans, end
    return None


def _offices_of_line(folded: str, at: int) -> tuple[list[Span], int] | None:
    """各乡镇主要负责人: the last lines of a list may name offices instead."""
    line = _LINE.match(folded, at)
    reading = read_actors(folded, line.start(1), line.end(1)) if line is not None else None
    if line is None or reading is None or reading.end != line.end(1):
        return None
    return list(reading.spans), line.end()


def _is_office(name: str) -> bool:
    plain = re.sub(r"\s", "", name)
    return bool(office_functions(plain)) or _POST_ONLY.search(plain) is not None


def _is_name(title: str) -> bool:
    return len(title) < 2
