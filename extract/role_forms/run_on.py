"""People and tables whose cells ran together on the page: 组长:甲县长副组长:乙局局长, 序号任务牵头单位1…。县水利局."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extract.actors.offices import read_offices
from extract.actors.phrases import starts_with_verb
from extract.records import RoleName
from extract.role_forms.clauses import Span
from extract.role_forms.items import Labelled
from extract.role_forms.people import SURNAME, is_person_name
from extract.role_forms.rules import label_role
from extract.role_forms.tables import Head, read_flat_rows

_NAME = rf"{SURNAME}[\u4e00-\u9fff]{{1,2}}?"
_TITLE = r"(?:长|主任|书记|主席|委员|常委|成员|总[\u4e00-\u9fff]{2,3}师|巡视员|调研员|总理|总经理|助理|秘书)"
_HOUSE = r"(?:[\u4e00-\u9fff]{0,10}?(?:局|部|委|办|厅|院|署|会|县|市|区|镇|乡|处|科|站|中心|公司|中央)"
_HOUSE += r"|副?[\u4e00-\u9fff]{1,4}长)"
_MORE = rf"[\s。;]|\Z|副?组长:|副?总?指挥长?:|成员:|[一二三四五六七八九十]{{1,2}}、|\d{{1,2}}[.、]|{_NAME}{_HOUSE}"
_PERSON = re.compile(rf"[ \u3000]?({_NAME}[\u4e00-\u9fff、.]{{1,28}}?{_TITLE})(?={_MORE})")
_MOST = 200

_ROLE = r"(?:牵头|主办|承办|责任|配合|协办|协作|参与|实施)(?:责任)?(?:单位|部门)"
_HEADER = re.compile(
    rf"(?:序号|编号)(?P<gap>[ \u3000]*)[^\s。;,:|\d][^\n。;,:|\d]{{1,60}}?{_ROLE}"
    rf"(?:[^\n。;,:|\d]{{0,30}}?{_ROLE}){{0,2}}"
    r"(?:[ \u3000]*(?:完成|办结)?(?:时限|时间)(?:要求)?)?"
    r"(?:[ \u3000]*(?:主要|工作){1,2}(?:职责|任务))?(?:[ \u3000]*备注)?"
    r"(?=[ \u3000]*(?:\n|\d|[一二三四五六七八九十]、|[ \u3000]))"
)
_CELL = re.compile(r"[^\s]+")
_KNOWN = re.compile(rf"{_ROLE}|(?:牵头|责任|分管|包抓|区|县|市)+(?:政府)?(?:分管)?领导|责任人")
_TASK_END = re.compile(r"[。;](?=\d{0,2}[\u4e00-\u9fff])")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{1,10}?(?:局|委(?!员)|办(?![事公])|办公室|部(?!门)|部门|街道(?!办)|街道办事处|镇街?|乡(?!镇|村)|乡镇|公司|集团|中心|联社|法院|检察院"
    r"|[发新开][展技发]?区|园区?|管委会|学校|医院|妇联|残联)(?:\([\u4e00-\u9fff]{1,8}\))?"
)
_GROUP = re.compile(r"\d{1,2}[.、]?[\u4e00-\u9fff]{2,10}?组(?![织长成员])")  # 2抢险救援组|应急管理局
_LEADS = re.compile(r"(?:局|委|办|办公室|部|部门|院|公司|集团|中心|会|联|社)(?:\([^()]*\))?$")  # who comes first


_LIST_END = r"(?=[、,;。\s(]|\Z|[\u4e00-\u9fff]{2,6}:)"
_LIST_BEGINS = re.compile(
    rf"[ \u3000]?(?:{SURNAME}[\u4e00-\u9fff]{{1,2}}{_LIST_END}|[*×]{{2,4}}{_LIST_END}"
    r"|[\u4e00-\u9fff]{1,12}?(?:局|委|办|所|站|院|镇|乡|中心|林场|部|会|街道|公司|政府|部门)(?=[、,;。\s(]|\Z|[和及])"
    rf"|[\u4e00-\u9fff]{{0,16}}?(?:[ \u3000]{{1,4}}长|长|主任|书记|主席|负责人)"
    rf"(?:{_LIST_END}|(?=[省市县区镇乡][\u4e00-\u9fff]{{2,12}}(?:长|主任|负责人))))"
)


def begins_list(folded: str, at: int) -> bool:
    """Whether a name, an office or somebody's title stands here, and ends as the item of a list does.

    >>> begins_list("王明、李强", 0), begins_list("加强领导", 0)    # two names; "strengthen leadership"
    (True, False)
    """
    return _LIST_BEGINS.match(folded, at) is not None or bool(find_run_on(folded, at))


def find_run_on(folded: str, at: int) -> list[Span]:
    """People with their posts, one after the other without a mark between them; empty where anything else stands.

    >>> text = "王明副县长李强县水利局局长。"    # "Wang Ming, deputy head of the county; Li Qiang, head of water …"
    >>> [text[a:b] for a, b in find_run_on(text, 0)]
    ['王明副县长', '李强县水利局局长']
    """
    spans: list[Span] = []
    while len(spans) < _MOST and (person := _PERSON.match(folded, at)):
        spans.append(person.span(1))
        at = person.end()
    return spans


def find_flattened(folded: str) -> Iterator[Labelled]:
    """The actors of tables that the page wrote as running text, one head in front of all rows.

    >>> text = "序号 任务 牵头单位 配合单位 1 修渠。 县水利局 各乡镇 2 修路。 县交通局 县财政局"    # "no., task, …"
    >>> [(text[f.span[0] : f.span[1]], f.role) for f in find_flattened(text)]
    [('县水利局', 'lead'), ('各乡镇', 'support'), ('县交通局', 'lead'), ('县财政局', 'support')]
    """
    if "序号" not in folded and "编号" not in folded:
        return
    heads = [*_HEADER.finditer(folded)]
    for number, header in enumerate(heads):
        stop = heads[number + 1].start() if number + 1 < len(heads) else len(folded)
        if header["gap"]:
            cells = [cell.span() for cell in _CELL.finditer(folded, header.end(), stop)]
            found: list[Labelled] = []
            read_flat_rows(folded, cells, 0, Head.of(header.group().split()), found)
            yield from found
        else:
            names = [*_KNOWN.finditer(header.group())]
            people = any(name.group().endswith(("领导", "人")) for name in names)
            roles = [label_role(name.group()) for name in names if not name.group().endswith(("领导", "人"))]
            if columns := [role for role in roles if role]:
                yield from _joined_rows(folded, header.end(), stop, columns, people)


def _joined_rows(folded: str, at: int, stop: int, columns: Sequence[RoleName], people: bool) -> Iterator[Labelled]:
    """Offices of a table whose cells ran together, each with the task between it and the office before."""
    begin = at
    ends = [(at, at), *((task.start(), task.end()) for task in _TASK_END.finditer(folded, at, stop))]
    for end, row in ends:
        opened = _GROUP.match(folded, row, stop)
        after = opened.end() if opened is not None else row
        after = _behind_person(folded, after) if people else after
        spans = _offices(folded, after, stop)
        if spans and not _LEADS.search(folded, *spans[0]):
            spans = []
        for number, span in enumerate(spans):
            role = columns[min(number, len(columns) - 1)]
            # a row that a group opens says behind its office what is to be done
            task = (spans[-1][1], min(stop, spans[-1][1] + _MOST)) if opened is not None else (begin, end)
            yield Labelled(span, role, "table", row, None, task)
        begin = row


def _behind_person(folded: str, at: int) -> int:
    """何海平|教育局: where the name of the one in charge ends, so that an office begins there."""
    for length in (3, 2):
        if is_person_name(folded[at : at + length]) and folded.startswith(_functions(), at + length):
            return at + length
    return at + 3 if is_person_name(folded[at : at + 3]) and _OFFICE.match(folded, at + 3) else at


def _offices(folded: str, at: int, stop: int) -> list[Span]:
    """Offices one after the other, without a mark between them, up to the next row or task."""
    spans: list[Span] = []
    while len(spans) < 30 and (office := _OFFICE.match(folded, at, stop)) and not starts_with_verb(folded, at):
        spans.append(office.span())
        at = office.end()
    return spans


@cache
def _functions() -> tuple[str, ...]:
    return tuple({name for office in read_offices() for name in office.names if len(name) > 1})
