"""Roles that a label gives: 牵头单位：…；配合单位：…, 组长：…, and the columns of a table of 责任分工."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extract.actors import read_actors
from extract.offices import office_functions
from extract.records import RoleName
from extract.role_clauses import Span
from extract.role_members import find_members
from extract.role_people import find_people
from extract.role_rules import read_markers, role_of


class Labelled(NamedTuple):
    """An actor under a label: ``at`` is where the label begins, so that the task before it can be found."""

    span: Span
    role: RoleName
    rule: str
    at: int
    post: str | None = None


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    # 组 长：names of two characters are often spread over the line.
    names = sorted({m.word for m in read_markers() if m.kind == "label"}, key=lambda word: (-len(word), word))
    spread = "|".join(r"[ \u3000]{0,4}".join(map(re.escape, name)) for name in names)
    return re.compile(rf"(?P<label>{spread})(?:[ \u3000]*:[ \u3000]*|(?<=单位|部门)[为是](?!主|以))")


_BEFORE = frozenset('\n([;。, \u3000\t:|"”、)]')
_STOP = re.compile(r"[;。\]\n\t|]")
_NEXT = re.compile(r"[ \u3000,;]?[\u4e00-\u9fff]{2,8}[ \u3000]{0,2}:")
_PART = re.compile(r"[^、,;\s]+")
_REST = re.compile(r"等(?:相关|有关|各|其他|市直|县直|区直|成员|责任)*(?:部门|单位|部门单位|部门和单位|机构)?$")
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z*×·]{2,4}$|[xX*某]+$")
_PERSON_LABEL = re.compile(r"领导|人$")
_FIRST_LEADS = re.compile(
    r"(?:列|排|排名|排列)在?(?:第一|首|最前)[位名]?[^。\n]{0,10}(?:为|是|即)(?:该[^。\n]{0,6})?(?:牵头|主办|第一责任|主要责任)"
)
_COLUMN = re.compile(
    r"序号|(?:目标|工作|重点|主要)?任务(?:内容|名称)?|(?:工作|具体)?(?:内容|目标|措施|要求)|项目(?:名称)?|(?:完成|办结)?时限|(?:完成)?时间|备注|指标|事项"
)
_ROLE_COLUMN = re.compile(
    r"(?:牵头|主办|承办|配合|协办|协作|责任|实施|督导|监督|审批)(?:单位|部门|处室|科室|股室|领导|人)$"
)
_LONGEST_LIST = 500
# 责任单位：甲局，乙局督导: an actor under a label with a verb of its own
_OVERSEES = ("督导", "监督", "指导", "督查", "督办", "考核", "检查", "验收")
_VERBS: dict[str, RoleName] = {"牵头": "lead", "配合": "support", "协助": "support", "协办": "support"}
_VERBS |= dict.fromkeys(_OVERSEES, "oversee")
_VERB = re.compile(rf"(?:等[^,;。\n]{{0,8}})?(?:负责|分别|予以)?(?P<verb>{'|'.join(_VERBS)})(?=[,;。)\n\s]|$)")
_LISTED = re.compile("[、和与及]|以及")


def _items(folded: str, start: int, end: int, people: bool) -> Iterator[Span]:
    """The actors between start and end, separated by 、 , or spaces."""
    at = start
    while at < end:
        part = _PART.search(folded, at, end)
        if part is None:
            return
        reading = read_actors(folded, part.start(), end)
        if reading and reading.end > part.start():
            yield from reading.spans
            at = max(reading.end, part.end() if reading.shared else reading.end)
            continue
        a, b = part.span()
        if rest := _REST.search(folded, a, b):
            b = rest.start()
        name = folded[a:b]
        if b > a and (office_functions(name) or (people and _NAME.match(name))):
            yield a, b
        at = part.end()


def _content_end(folded: str, start: int) -> int:
    stop = _STOP.search(folded, start, start + _LONGEST_LIST)
    while stop and stop.group() == ";":  # 甲局、乙局;各乡镇: the list goes on while nothing but actors follows
        following = _STOP.search(folded, stop.end(), start + _LONGEST_LIST)
        reading = read_actors(folded, stop.end(), following.start()) if following else None
        if following is None or reading is None or reading.end != following.start():
            break
        stop = following
    end = stop.start() if stop else min(len(folded), start + _LONGEST_LIST)
    end = _closing_bracket(folded, start, end)
    following = _NEXT.search(folded, start, end + 1) or _label().search(folded, start, end)
    return following.start() if following else end


def _closing_bracket(folded: str, start: int, end: int) -> int:
    """Where the bracket closes that the label stands in; brackets opened after the label are skipped."""
    depth = 0
    for mark in re.finditer(r"[()]", folded[start:end]):
        depth += 1 if mark.group() == "(" else -1
        if depth < 0:
            return start + mark.start()
    return end


def _posts(folded: str, start: int, end: int) -> Iterator[Span]:
    """组长：张三 县长 → the name; without a name, the post that stands there."""
    for part in re.finditer(r"[^、,\s(]+(?:\([^()\n]*\))?", folded[start:end]):
        name = part.group().partition("(")[0]
        if _NAME.match(name) and not office_functions(name):
            yield start + part.start(), start + part.start() + len(name)
            if "、" not in folded[start:end].partition("(")[0]:
                return
        elif reading := read_actors(folded, start + part.start(), end):
            yield from reading.spans
            return
        else:
            return


def _after_label(folded: str, mark: re.Match[str]) -> Iterator[Labelled]:
    name = re.sub(r"\s", "", mark["label"])
    role = role_of()["label", name]
    end = _content_end(folded, mark.end())
    people = find_people(folded, mark.end())[0] if role in ("head", "member") else []
    if people:
        for span in people:
            yield Labelled(span, role, "people", mark.start(), name if role == "head" else None)
        return
    if role == "head":
        for span in _posts(folded, mark.end(), end):
            yield Labelled(span, role, "post_label", mark.start(), name)
        return
    spans = [*_items(folded, mark.end(), end, bool(_PERSON_LABEL.search(name)) or role == "member")]
    own: RoleName | None = None
    found: list[Labelled] = []
    for number in range(len(spans) - 1, -1, -1):  # backwards: a verb holds for the actors listed before it
        if verb := _VERB.match(folded, spans[number][1], end):
            own = _VERBS[verb["verb"]]
        elif number + 1 < len(spans) and not _LISTED.fullmatch(folded, spans[number][1], spans[number + 1][0]):
            own = None
        leads = folded.startswith(("(牵头", "(主办"), spans[number][1])  # 甲局（牵头）、乙局
        found.append(Labelled(spans[number], "lead" if leads else own or role, "label", mark.start()))
    yield from reversed(found)


def find_labels(folded: str) -> list[Labelled]:
    """All actors under labels and in tables of folded text, in its order.

    >>> text = "牵头单位:县水利局;配合单位:各乡镇"    # "lead unit: county water bureau; support: all townships"
    >>> [(text[f.span[0]:f.span[1]], f.role) for f in find_labels(text)]
    [('县水利局', 'lead'), ('各乡镇', 'support')]
    """
    found: list[Labelled] = []
    groups: list[list[Labelled]] = []
    for mark in _label().finditer(folded):
        if mark.start() and folded[mark.start() - 1] not in _BEFORE:
            continue
        group = list(_after_label(folded, mark))
        found += group
        groups.append(group)
    found += [Labelled(span, "member", "label", at) for span, at in find_members(folded)]
    groups += (brackets := list(_bare_brackets(folded)))
    found += [item for group in brackets for item in group]
    found += _tables(folded)
    if note := _FIRST_LEADS.search(folded):
        found = _first_leads(found, groups, note.start())
    return sorted(set(found), key=lambda item: item.span)


def _first_leads(found: list[Labelled], groups: list[list[Labelled]], note: int) -> list[Labelled]:
    # The note rules what follows; at the foot of a table it can only mean what stands above.
    firsts = [group[0] for group in groups if group and group[0].role == "responsible"]
    ruled = {item for item in firsts if item.at > note} or set(firsts)
    return [item._replace(role="lead", rule="first_leads") if item in ruled else item for item in found]


_BARE = re.compile(
    r"\((?<=[。;]\()([^():。;\n]{3,160})\)(?=[ \u3000]*(?:\n|$))"
    r"|\((?<=[\u4e00-\u9fff\d]\()(?<![府局院校会委办部厅站所室处心门位构组]\()([^():。;\n]{3,160})\)"
    r"(?=[。;]?[ \u3000]*(?:\n|$))"
)


def _bare_brackets(folded: str) -> Iterator[list[Labelled]]:
    """…。（县财政局、县教育局）: a task's closing bracket that holds nothing but offices."""
    for bracket in _BARE.finditer(folded):
        group = bracket.lastindex or 1
        start, end = bracket.span(group)
        reading = read_actors(folded, start, end)
        if reading is None or reading.end != end or not all(office_functions(folded[a:b]) for a, b in reading.spans):
            continue
        if len(reading.spans) == 1 and reading.spans[0][1] - reading.spans[0][0] < 4:
            continue
        yield [Labelled(span, "responsible", "bare_bracket", bracket.start()) for span in reading.spans]


# -- tables --------------------------------------------------------------------------------------------------------


def _lines(folded: str) -> list[Span]:
    spans, at = [], 0
    for line in folded.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def _column(cell: str) -> RoleName | str | None:
    """The role of a column, "" for a column without one, None for what heads no column."""
    name = re.sub(r"[\s\u3000]", "", cell)
    name = re.sub(r"\(.*\)$", "", name)
    if role := role_of().get(("label", name)):
        return role
    if (found := _ROLE_COLUMN.search(name)) and (role := role_of().get(("label", found.group()))):
        return role
    return "" if _COLUMN.fullmatch(name) else None


def _tables(folded: str) -> list[Labelled]:
    if not re.search(r"(?:牵头|责任|配合|主办|实施)(?:单位|部门|领导)[ \u3000]*(?:[\t|\n]|$)", folded):
        return []
    lines = _lines(folded)
    found: list[Labelled] = []
    number = 0
    while number < len(lines):
        a, b = lines[number]
        mark = "\t" if "\t" in folded[a:b] else "|"
        cells = _inner(folded[a:b], mark).split(mark)
        columns = [_column(cell) for cell in cells]
        if len(columns) > 2 and any(columns) and max(map(len, cells)) < 24:
            number = _rows(folded, lines, number + 1, [c or "" for c in columns], mark, found)
            continue
        height = _flat_header(folded, lines, number)
        if height:
            roles = [c for i in range(number, number + height) if (c := _column(folded[slice(*lines[i])]))]
            number = _flat_rows(folded, lines, number + height, roles, found)
            continue
        number += 1
    return found


def _inner(line: str, mark: str) -> str:
    """A row without the marks at its ends: | a | b | → a | b."""
    return line.strip(" \u3000").removeprefix("|").removesuffix("|") if mark == "|" else line


def _rows(folded: str, lines: list[Span], number: int, columns: list[str], mark: str, found: list[Labelled]) -> int:
    while number < len(lines):
        at, end = lines[number]
        if mark not in folded[at:end]:
            if folded[at:end].strip(" \u3000|-"):
                break
            number += 1
            continue
        row = _inner(folded[at:end], mark)
        at = folded.index(row, at, end)
        cells = row.split(mark)
        # A row without the cells that a merged one above it covers: its columns count from the right.
        for role, cell in zip(columns[max(0, len(columns) - len(cells)) :], cells, strict=False):
            if role:
                spans = _items(folded, at, at + len(cell), True)
                found += [Labelled(span, role, "table", lines[number][0]) for span in spans]  # type: ignore[arg-type]
            at += len(cell) + 1
        number += 1
    return number


def _flat_header(folded: str, lines: list[Span], number: int) -> int:
    """How many lines from here are column names, one a line; 0 when this is no header."""
    height, roles = 0, 0
    while number + height < len(lines):
        cell = folded[slice(*lines[number + height])].strip()
        column = _column(cell) if cell else None
        if column is None:
            break
        roles += bool(column)
        height += 1
    return height if height >= 2 and roles else 0


def _flat_rows(folded: str, lines: list[Span], number: int, roles: list[str], found: list[Labelled]) -> int:
    """Rows whose cells stand one below the other: the lines of actors after a task fill the role columns in turn."""
    column, idle = 0, 0
    while number < len(lines) and idle < 40:
        a, b = lines[number]
        number += 1
        if not folded[a:b].strip():
            continue
        spans = list(_items(folded, a, b, column > 0)) if b - a < 120 else []
        filled = sum(end - start + 1 for start, end in spans)
        if spans and filled >= 0.7 * len(folded[a:b].strip()) and column <= len(roles):
            # a line more than columns: the last cell ran over
            role = roles[min(column, len(roles) - 1)]
            found += [Labelled(span, role, "table", a) for span in spans]  # type: ignore[arg-type]
            column, idle = column + 1, 0
        else:
            column, idle = 0, idle + 1
    return number
