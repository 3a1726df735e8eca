"""Headings that name an actor, and passages that assign functions (功能定位, 职责分工, 工作步骤).

In such a passage a bare verb is enough to bind the actor at the start of a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.lines import line_end
from corpus.model import Section
from extract.actors.offices import office_functions
from extract.actors.phrases import read_actors, starts_with_verb
from extract.records import RoleName
from extract.role_forms.claims import Claim
from extract.role_forms.clauses import Span
from extract.role_forms.items import ANYONE, is_list
from extract.role_forms.people import is_person_name
from extract.role_forms.rules import label_role, role_of_charge, role_of_duty

_KEY = re.compile(
    r"功能定位|(?:时间|进度|阶段|步骤)安排|(?:时间|方法)步骤|实施阶段|职责(?:分工|任务|划分|$)|职能(?:分工|定位|划分|$)|[责任务]分工|(?:工作|实施|推进|方法|组织)步骤"
    r"|(?:^|[、.．)）\s])(?!目前|当前|现|我)[\u4e00-\u9fff、]{0,4}(?:宣传|动员|发动|部署|启动|准备|申报|排查|摸底|自查|整治|治理|整改|整顿|攻坚|推进|实施|落实|验收|检查|督查|考核|评估|评审|总结|巩固|提升|完善)"
    r"[\u4e00-\u9fff、]{0,6}阶段(?=[ \u3000]*(?:[(（:：。,，]|$))"  # 专项整治阶段(6月至11月)
)
_OPENING = re.compile(r"(?:职责|分工)[^。;:\n]{0,24}:")
_LABEL = re.compile(
    r"[ \u3000\t]*(?:(第?[一二三四五六七八九十]{1,3}[、章])|(\([一二三四五六七八九十]{1,3}\)|[㈠-㈩])"
    r"|(\d{1,2}[.、](?!\d)|[⒈-⒛]|[一二三四五六七八九十]{1,3}[ \u3000](?=[\u4e00-\u9fff]{2}))"
    r"|(\(\d{1,2}\)|[①-⑳⑴-⒇]|——|[●○■◆★▲◇•·]|- |\.(?=[\u4e00-\u9fff])))[ \u3000]*"
)
_ARTICLE = re.compile(r"[ \u3000\t]*第[一二三四五六七八九十百]{1,4}条[ \u3000]*")
_METADATA = re.compile(
    "发布|发文|印发|公开|制作|信息|来源|编制单位|起草|编辑|抄送|主送|作者|举报|监督电话|联系|主持人|参会|参加人"
)
_SALUTES = re.compile(
    r"[ \u3000\n]*(?:现|主要由|为(?![^,。;]{2,40}(?:提供|做好|搞好))|指(?!导|挥|派)|即|是|由|具有"
    r"|通过|以|根据|经|你|《|按照|$)"
)
_MANNER = re.compile(r"(?:通过|以|根据|按照)(?![^。;\n]{0,60}(?:现[将就]|你[局县区市]|如下))")  # how an office does it
_DUTIES = re.compile(r"(?:的?[\u4e00-\u9fff]{0,10}(?:职责|责任)(?:主要)?(?:包括|包含|有|是|为|如下)*)?")
_EACH = re.compile("各(?:相关|有关|成员|责任|组成)*(?:单位|部门|人员|机构|岗位|科室|小组|工作组|组)")
_BLANK = " \u3000\n\r\t。"
_NO_DUTY = ("实行", "下设", "内设", "设立", "包括", "包含", "主要包")  # who has an office or parts gets no task by that
_EMPHASIS = re.compile(r"\A(?:主要|具体|直接|第[一二三]|项目|工作|任务|[省市县区镇乡]级|[各—-]+)+")
LONGEST_HEADING = 40
_MARK = re.compile(":|—{2}")
_POST_AND_NAME = re.compile(
    r"[\u4e00-\u9fff、]{1,24}?(?:长|主任|书记|主席|委员|常委|调研员)([\u4e00-\u9fff]{2,3})(?:同志)?"
)
_SHARE = re.compile(
    r"\((?:(?P<lead>牵头|主办)|(?P<help>配合|协办|协助|参与)|\d{1,2}[项条个])[^()]{0,6}\)(?:主要|工作)*(?:职责)?"
)
_NEXT_LABEL = re.compile("[ \u3000]*([\u4e00-\u9fff]{2,8}):")
_HELPS = re.compile(" ?(?:积极|密切|主动)?(?:配合|协助)(?!单位|部门|度)")
_SETS_UP = re.compile("成立|设立|组建|设在|在|由")
_ENDS_LABEL = re.compile("(?:组长|指挥长?|总指挥|成员(?:单位)?|组成人员)$")
_WHEN = re.compile(r"(?:20\d\d年|每[年月])?\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?(?:之?前|起)?,?")  # 3月15日前各县区…
_CHARGE = re.compile(r"[ \u3000]*(?:具体|主要|全面)?负责")
_CHARGED = re.compile(r"\s*(?:(?:1[.、]|\([一1]\)|①)\s*)?(?:负责|牵头|承担|主要负责|贯彻)")


def _level(line: str) -> int:
    """1 for 一、, 2 for （一）, 3 for 1., 4 for ①; 0 without a label."""
    found = _LABEL.match(line)
    return int(found.lastindex or 0) if found else 0


def duty_passages(folded: str, sections: Sequence[Section] = ()) -> list[Span]:
    """Spans of the passages whose heading says that they assign functions.

    The plan's outline gives the headings; without one, the labels at the start of lines do.

    >>> text = "二、职责分工\\n县水利局编制规划。\\n三、保障\\n好"    # "2 Division of duties … 3 Guarantees …"
    >>> [text[a:b] for a, b in duty_passages(text)]
    ['县水利局编制规划。\\n']
    """
    if sections:
        found = [(part.heading_end, part.end) for part in sections if _KEY.search(part.text)]
        return sorted(found + [(m.end(), line_end(folded, m.end())) for m in _OPENING.finditer(folded)])
    return _scan(folded)


def _scan(folded: str) -> list[Span]:
    spans: list[Span] = []
    opened: list[tuple[int, int]] = []  # (level, start) of passages that are still open
    at = 0
    for line in folded.splitlines(keepends=True):
        level, end = _level(line), at + len(line)
        if level:
            spans += [(start, at) for open_level, start in opened if level <= open_level]
            opened = [item for item in opened if level > item[0]]
            heading = re.split("[。:]", line.strip(), maxsplit=1)[0]
            if len(heading) <= LONGEST_HEADING and _KEY.search(heading):
                if len(line.strip()) > len(heading) + 1:
                    spans.append((at + line.index(heading) + len(heading) + 1, end))
                else:
                    opened.append((level, end))
        elif opening := _OPENING.search(line):
            spans.append((at + opening.end(), end))
        at = end
    return sorted(spans + [(start, len(folded)) for _, start in opened])


def passage_start(passages: Sequence[Span], start: int, end: int) -> int | None:
    """Where the part of a sentence begins that lies in a passage assigning functions; None outside of them."""
    number = bisect_right(passages, (end, end)) - 1
    while number >= 0 and passages[number][1] <= start:
        number -= 1
        if number < 0 or passages[number][1] < start - 4000:  # passages nest, but not deeper than this
            return None
    return max(start, passages[number][0]) if number >= 0 else None


def is_headed(folded: str, start: int) -> bool:
    """Whether a sentence may open with a heading: a colon, a bracket or a dash is near its beginning.

    >>> is_headed("县水利局:编制供水计划", 0), is_headed("县水利局编制供水计划", 0)    # "county water bureau: …"
    (True, False)
    """
    stop = start + LONGEST_HEADING
    return any(folded.find(mark, start, stop) >= 0 for mark in (":", ")", "——"))


def read_heading(folded: str, start: int, end: int, *, assigned: bool = False) -> list[Claim]:
    """（一）卫生健康部门 and its duties below, or 1.管委会：负责…: the actors of the heading are responsible.

    In a passage that assigns functions (``assigned``) a line of its own needs no label to be such a heading.

    >>> text = "2.县残联:做好辅具适配"    # "2. Disabled persons' federation: fit assistive devices"
    >>> [text[slice(*claim.span)] for claim in read_heading(text, 0, len(text))]
    ['县残联']
    """
    head = _find_heading(folded, start, end, assigned=assigned)
    if head is None:
        return []
    mark, stop = head.mark, head.stop
    if mark is not None and not head.held and (person := _person(folded, head.begin, mark, end)):
        return [person]
    reading = read_actors(folded, head.begin + head.held, stop)
    # Several actors before a colon without a label are those whom a letter salutes.
    if reading is None or (len(reading.spans) > 1 and not head.labelled and not folded[reading.end : stop].strip()):
        return []
    name = folded[slice(*reading.spans[0])]
    if head.inside and (reading.end != stop or not office_functions(name)):
        return []
    rest = folded[reading.end : stop].strip()
    if (rest and (name in ANYONE or _EACH.fullmatch(name))) or _is_label(name):
        return []  # 部门职责 heads the duties of all departments
    if head.held:  # 【县水利局】负责…
        at = reading.end + 1
        named = folded.startswith(")", reading.end) and (mark is not None or starts_with_verb(folded, at))
        return [Claim(span, "responsible", "heading", (at, end)) for span in reading.spans] if named else []
    if mark is not None and (listed := _listed(folded, mark.end(), end)):
        if not name.endswith(("组", "专班", "小组")) or len(listed) < 2:
            return []
        return [Claim(span, "member", "heading", (reading.end, end)) for span in listed]
    sure = head.labelled or assigned or head.inside
    duty = _below(folded, mark, end, sure=sure, office=bool(office_functions(name)))
    share = _SHARE.fullmatch(rest)
    if duty is None or (share is None and _DUTIES.fullmatch(rest) is None):
        return []
    role = _role_of_share(share) if share else _role_behind(folded, mark, end)
    return [Claim(span, role, "heading", duty) for span in reading.spans]


@dataclass(frozen=True, slots=True)
class _Heading:
    """Where the name of an actor may stand at the start of a sentence."""

    begin: int
    stop: int  # at the mark, or the end of the sentence
    mark: re.Match[str] | None  # the colon or dash that ends the name
    labelled: bool
    inside: bool  # within a line: 甲局:1.…。乙局:1.…
    held: bool  # 【县水利局】


def _find_heading(folded: str, start: int, end: int, *, assigned: bool) -> _Heading | None:
    label = _LABEL.match(folded, start, end)
    if label is None and folded.find("第", start, start + 4) >= 0:
        label = _ARTICLE.match(folded, start, end)
    inside = label is None and not _begins_line(folded, start)
    if inside and folded.find(":", start, min(end, start + LONGEST_HEADING)) < 0:
        return None
    begin = label.end() if label else start
    held = folded.startswith("(", begin) and not inside
    mark = _MARK.search(folded, begin, min(end, start + LONGEST_HEADING))
    stop = mark.start() if mark else end
    alone = label is not None or mark is not None or (assigned and not inside)
    if not held and (stop - start > LONGEST_HEADING or not alone):
        return None
    return _Heading(begin, stop, mark, label is not None, inside, held)


def _is_label(name: str) -> bool:
    """牵头单位, 县级领导小组组长, 联系电话: what heads a list of actors or tells of the page, and is no actor."""
    bare = _EMPHASIS.sub("", name.partition("(")[0])
    told = label_role(bare) or label_role(name) or _METADATA.search(name) or _ENDS_LABEL.search(name)
    return bool(told) or name[0] == "["


def _role_of_share(share: re.Match[str]) -> RoleName:
    """县水利局(牵头): the role in brackets behind the name."""
    return "lead" if share["lead"] else "support" if share["help"] else "responsible"


def _role_behind(folded: str, mark: re.Match[str] | None, end: int) -> RoleName:
    """The role that the first words behind the colon say."""
    if mark is None:
        return "responsible"
    if charge := _CHARGE.match(folded, mark.end(), end):
        return role_of_charge(folded, charge.end(), end)  # 市环保局:负责对…实施监督管理
    return "support" if _HELPS.match(folded, mark.end(), end) else "responsible"


def _listed(folded: str, at: int, end: int) -> Sequence[Span]:
    """抢险组:县应急局、县公安局: the actors of which a group is made up, where nothing else stands below its name."""
    reading = read_actors(folded, at, end)
    return reading.spans if reading is not None and is_list(folded, at, end) else ()


def _person(folded: str, begin: int, mark: re.Match[str], end: int) -> Claim | None:
    """副县长王强：负责…: a person before a colon and a duty."""
    named = _POST_AND_NAME.fullmatch(folded, begin, mark.start())
    if named is None or not is_person_name(named[1]) or not _CHARGED.match(folded, mark.end(), end):
        return None
    return Claim((begin, mark.start()), "responsible", "heading", (mark.end(), end))


def _below(folded: str, mark: re.Match[str] | None, end: int, *, sure: bool, office: bool) -> Span | None:
    """Where the duties under a heading stand; None where what follows is no duty of its actor."""
    if mark is not None and folded[mark.end() : end].strip():
        label = _NEXT_LABEL.match(folded, mark.end(), end)  # 医疗组:牵头单位:…
        told = label is not None and label_role(label[1]) is not None
        salutes = _SALUTES.match(folded, mark.end()) and not (office and _MANNER.match(folded, mark.end()))
        return None if told or salutes else (mark.end(), end)
    if mark is not None and not sure and not _CHARGED.match(folded, mark.end()):
        return None  # a letter salutes its reader: 县人民政府：
    below = end
    while below < len(folded) and folded[below] in _BLANK:
        below += 1
    if label := _LABEL.match(folded, below):  # 1.制定计划。2.指导学校: the duties are a list
        below = label.end()
    if (
        not starts_with_verb(folded, below)
        or _SETS_UP.match(folded, below)
        or _SALUTES.match(folded, below)
        or read_actors(folded, below, below + 30)
    ):
        return None
    return below, below + 120


def _begins_line(folded: str, at: int) -> bool:
    return at == 0 or folded[at - 1] in "\n "


def read_bare_verb(folded: str, start: int, end: int) -> list[Claim]:
    """In a passage that assigns functions, the actors at the start of a sentence are bound by its plain verb.

    >>> text = "县水利局编制供水计划"    # "the county water bureau draws up the supply plan"
    >>> [text[slice(*claim.span)] for claim in read_bare_verb(text, 0, len(text))]
    ['县水利局']
    """
    label = _LABEL.match(folded, start, end)
    if label and end - start < 24 and folded[end : end + 1] in ("\n", ""):
        return []  # a heading, not a sentence
    begin = label.end() if label else start
    when = _WHEN.match(folded, begin, end)
    reading = read_actors(folded, when.end() if when else begin, end)
    if reading is None or not starts_with_verb(folded, reading.end) or folded.startswith(_NO_DUTY, reading.end):
        return []
    if folded[reading.end] in "和与及" or folded[reading.end : end] in ("设置", "设立", "组成"):
        return []  # 河长、河段长和专管员; 河长设置。: a list, a heading
    role = role_of_duty(folded, reading.end, end)
    return [Claim(span, role, "duty_passage", (reading.end, end)) for span in reading.spans]
