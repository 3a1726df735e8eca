"""Roles that a label gives: 牵头单位：…；配合单位：…, 组长：…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from corpus.lines import line_start
from extract.actors.offices import office_functions
from extract.actors.phrases import read_actors
from extract.records import RoleName
from extract.role_forms.brackets import closing_bracket, read_brackets, read_parts, role_beside
from extract.role_forms.items import Labelled, is_list, list_items, next_line
from extract.role_forms.members import find_members
from extract.role_forms.people import find_people
from extract.role_forms.post_holders import TITLED, read_holders, title_lines
from extract.role_forms.rules import label_role, made_labels, read_markers
from extract.role_forms.run_on import begins_list, find_flattened, find_run_on
from extract.role_forms.tables import find_tables
from extract.text.alternation import one_of


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    # 组 长：names of two characters are often spread over the line.
    names = sorted({m.word for m in read_markers() if m.kind == "label"}, key=lambda word: (-len(word), word))
    spread = one_of([*made_labels(), *(r"[ \u3000]{0,4}".join(map(re.escape, name)) for name in names)])
    return re.compile(
        rf"(?P<label>{spread})"
        r"(?:(?<=..[位门])|(?=[ \u3000]*(?:[:(\n\t|*]|[)”\"]|—|--|包|由|分|主要|具体|[为是有 \u3000])))"
    )


# What belongs to a label on its left: 具体责任单位, 领导小组办公室主任; the character before that begins an item.
_PREFIX = re.compile(
    r"(?:主要|具体|直接|第[一二三]|项目|工作|任务|行业|总|[省市县区镇乡]级|[省市县区]|包保|常务|执行|双"
    r"|(?:[\u4e00-\u9fff]{0,12}(?:小组|指挥部|专班|工作组|委员会|会议))?(?:办公室)?)\Z"
)
_BEFORE = frozenset('\n([;。, \u3000\t:|"“”、)/*-—–•·●○■◆★▲◇')
# … and on its right: （部门）, （2个）, the closing half of its own bracket or quotes, a colon or a dash.
_AFTER = re.compile(
    r"(?:\([^()\n:]{1,8}\))?[ \u3000]*(?:包括|包含|分别[是为]|由)?(?:(?P<closed>\)|[”\"]|\*\*)[ \u3000]*)?"
    r"(?P<sep>:(?:\*\*(?=[ \u3000]*[\u4e00-\u9fff]))?(?:[ \u3000]*[|\t](?=[ \u3000]*[\u4e00-\u9fff]))?|—{1,2}|--)?"
    r"[ \u3000]*(?:(?<=[: \u3000])(?:分别)?由)?(?:[|\t][ \u3000|\t]*(?=[\u4e00-\u9fff]))?"
)
# 牵头单位为…, 成员单位有…, 成员主要包括…
_COPULA = re.compile(
    "(?<=单位|部门|成员|任人|头人)(?:主要|分别|具体)*(?:[为是](?!主|以)|有(?![关力效条序人])|包括|包含)(?:下列|以下)?:?"
)
_STOP = re.compile(r"[;。\]\n\t|]")
_STOP_OR_END = re.compile(rf"{_STOP.pattern}|\Z")
_NEXT = re.compile(r"[ \u3000,;、]{0,4}[\u4e00-\u9fff]{2,8}[ \u3000]{0,2}:")
_PERSON_LABEL = re.compile(r"领导|人$")
_FIRST_LEADS = re.compile(
    r"(?:(?:列|排|排名|排列)在?(?:第[一1]|首|最前)[位名个]?|(?:第一|首)[个位家]?(?=(?:责任)?单位|部门))"
    r"[^。\n]{0,10}?(?:为|是|即)(?:该|各|本|此)?[^。,\n]{0,6}?(?:牵头|主办|第一责任|主要责任|主责)"
)
_LEADS = ("牵头", "主办", "第一责任", "主要责任", "主责")  # one ends every such note
_LONGEST_LIST = 500
_ENDS = re.compile("(?:[、,][^,。;、\n]{2,8})?(?:\n|\\Z)")
_OF_THOSE = frozenset("各由与和、的等及为是本该将对向")
_RANK = re.compile("(?:专职|常务|第一|执行|名誉|具体|主要)$")
# 责任单位：甲局，乙局督导: an actor under a label with a verb of its own
_VERBS: dict[str, RoleName] = {"牵头": "lead", **dict.fromkeys(("配合", "协助", "协办"), "support")}
_VERBS |= dict.fromkeys(("督导", "监督", "指导", "督查", "督办", "考核", "检查", "验收"), "oversee")
_VERB = re.compile(rf"(?:等[^,;。\n]{{0,8}})?(?:负责|分别|予以)?(?P<verb>{'|'.join(_VERBS)})(?=[,;。)\n\s]|$)")
_BESIDE = re.compile(r"(?:等[^。;\n:]{0,10})?[\s;,。、()|]*(?:\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,2}\))?")
_LISTED = re.compile("[、和与及]|以及")


class _Mark(NamedTuple):
    """A label in its place: from ``start`` (its own words) on; what it lists begins at ``end``."""

    start: int
    end: int
    name: str


def _read_label(folded: str, word: re.Match[str]) -> _Mark | None:
    """The label around these words, where they are one: at the start of an item, and with a list behind it."""
    start, prefix = word.start(), ""
    if start and folded[start - 1] not in _BEFORE and not _numbered(folded, start):
        found = _PREFIX.search(folded, max(0, start - 20), start)
        prefix, start = (found.group(), found.start()) if found is not None else ("", start)
        if not prefix or (start and folded[start - 1] not in _BEFORE and not _numbered(folded, start)):
            return _read_run_on(folded, word)
    if folded.startswith(("兼", "任"), start) and folded[start - 1 : start] == "(":
        return None  # 王明 县水利局局长（兼领导小组办公室主任）: what he is besides
    name = re.sub(r"\s", "", word["label"])
    if (copula := _COPULA.match(folded, word.end())) is not None:
        plain = copula.group() in ("为", "是")
        return _Mark(start, copula.end(), name) if plain or begins_list(folded, copula.end()) else None
    after = _AFTER.match(folded, word.end())
    if after is None:
        return None
    if name.endswith("分工") and not _only_actors(folded, after.end(), True):
        return None  # 责任分工:县水利局负责…
    if after["sep"]:
        return _Mark(start, after.end(), name)
    if after["closed"] == ")" and folded[start - 1 : start] == "(" and len(name) > 2:
        beside = folded.startswith(("、", ",", ";", "。"), after.end())  # 县水利局(牵头单位)、县财政局
        return None if beside else _Mark(start, after.end(), name)
    if after["closed"]:
        return None
    if after.end() == word.end() and name.endswith(("单位", "部门")) and _offices_follow(folded, word.end()):
        return _Mark(start, word.end(), name)
    spaced = after.end() > word.end() and not folded.startswith("\n", after.end())
    if len(prefix) > 4 or not _begins_item(folded, start) or not (spaced or folded.startswith("\n", after.end())):
        return None
    people = label_role(name) in ("head", "member") and find_people(folded, after.end())[0]
    return _Mark(start, after.end(), name) if people or _only_actors(folded, after.end(), spaced) else None


def _offices_follow(folded: str, at: int) -> bool:
    """牵头单位|县水利局,…: a label that runs on into a list of offices, and nothing behind them."""
    reading = read_actors(folded, at, at + _LONGEST_LIST)
    if reading is None or reading.spans[0][0] != at or folded[reading.end : reading.end + 1] not in {*",;。)…”\n", ""}:
        return False
    return any(office_functions(folded[slice(*span)]) for span in reading.spans)


def _read_run_on(folded: str, word: re.Match[str]) -> _Mark | None:
    """…二、组成人员组长:王明县长副组长:…: a label within running text, with a list behind it."""
    at = word.end() + 1
    if not folded.startswith(":", word.end()):
        return _Mark(word.start(), word.end(), word["label"]) if _without_colon(folded, word) else None
    if not begins_list(folded, at):
        return None
    rank = _RANK.search(folded, max(0, word.start() - 2), word.start())
    return _Mark(rank.start() if rank else word.start(), at, re.sub(r"\s", "", word["label"]))


def _without_colon(folded: str, word: re.Match[str]) -> bool:
    """…整治活动责任单位城管科、各社区居委会⏎: the label has lost its colon and the end of the line before it."""
    if not word["label"].endswith(("单位", "部门")) or folded[word.start() - 1] in _OF_THOSE:
        return False
    reading = read_actors(folded, word.end(), word.end() + _LONGEST_LIST)
    if reading is None or reading.spans[0][0] != word.end():
        return False
    ends = _ENDS.match(folded, reading.end) is not None or _label().match(folded, reading.end) is not None
    return ends and (len(reading.spans) > 1 or any(office_functions(folded[slice(*span)]) for span in reading.spans))


def _numbered(folded: str, at: int) -> bool:
    # 1.牵头单位: the point behind a number, not one within a sentence
    return folded[at - 1 : at] in (".", "．") and folded[at - 2 : at - 1].isdigit()


def _begins_item(folded: str, at: int) -> bool:
    return not folded[line_start(folded, at) : at].strip(" \u3000\t|.、()—-•·●○■◆★▲◇*一二三四五六七八九十0123456789")


def _only_actors(folded: str, at: int, spaced: bool) -> bool:
    """Whether nothing but actors stands behind a label without a colon, on its line or (alone on it) on the next."""
    if spaced:
        stop = _STOP.search(folded, at, at + _LONGEST_LIST)
        return is_list(folded, at, stop.start() if stop else min(len(folded), at + _LONGEST_LIST))
    following = next_line(folded, at)
    return following is not None and is_list(folded, *following)


def _content_end(folded: str, start: int) -> int:
    stop = _STOP.search(folded, start, start + _LONGEST_LIST)
    while stop and stop.group() == ";":  # 甲局、乙局;各乡镇: the list goes on while nothing but actors follows
        following = _STOP_OR_END.search(folded, stop.end(), start + _LONGEST_LIST)
        reading = read_actors(folded, stop.end(), following.start()) if following else None
        if following is None or reading is None or reading.end != following.start():
            break
        stop = following
    end = stop.start() if stop else min(len(folded), start + _LONGEST_LIST)
    end = closing_bracket(folded, start, end)
    following, label = _NEXT.search(folded, start, end + 1), _next_label(folded, start, end)
    if following is not None and (label is None or label not in range(following.start(), following.end())):
        return following.start()
    if label is not None:
        return label
    return _last_line(folded, start, end) if folded.startswith("\n", end) else end


def _next_label(folded: str, start: int, end: int) -> int | None:
    for word in _label().finditer(folded, start, end):
        if word.start() > start and (mark := _read_label(folded, word)) is not None:
            return mark.start
    return None


def _last_line(folded: str, start: int, end: int) -> int:
    """Where the list ends that goes on below, each line nothing but actors."""
    alone = not folded[start:end].strip()
    if not alone and not is_list(folded, start, end):
        return end
    while end - start < _LONGEST_LIST and (line := next_line(folded, end)) and is_list(folded, *line, numbered=alone):
        end = line[1]
    return end


def _after_label(folded: str, mark: _Mark) -> Iterator[Labelled]:
    name = mark.name
    if (role := label_role(name)) is None:
        return
    end = _content_end(folded, mark.end)
    named = role in ("head", "member") or _PERSON_LABEL.search(name) is not None
    people = (find_people(folded, mark.end)[0] or find_run_on(folded, mark.end)) if named else []
    if people:
        for span in people:
            yield Labelled(span, role, "people", mark.start, name if role == "head" else None)
        return
    if role == "head":
        spans = [*read_holders(folded, mark.end, end)]
        if spans and TITLED.fullmatch(folded, *spans[-1]):
            spans += title_lines(folded, spans[-1][1])
        yield from (Labelled(span, role, "post_label", mark.start, name) for span in spans)
        return
    spans = [*list_items(folded, mark.end, end, bool(_PERSON_LABEL.search(name)) or role == "member")]
    own: RoleName | None = None
    found: list[Labelled] = []
    for number in range(len(spans) - 1, -1, -1):  # backwards: a verb holds for the actors listed before it
        if verb := _VERB.match(folded, spans[number][1], end):
            own = _VERBS[verb["verb"]]
        elif number + 1 < len(spans) and not _LISTED.fullmatch(folded, spans[number][1], spans[number + 1][0]):
            own = None
        given = role_beside(folded, spans[number][1])  # 甲局（牵头）、乙局（配合）
        found.append(Labelled(spans[number], given or own or role, "label", mark.start))
    yield from reversed(found)


def find_labels(folded: str) -> list[Labelled]:
    """All actors under labels and in tables of folded text, in its order.

    >>> text = "牵头单位:县水利局;配合单位:各乡镇"    # "lead unit: county water bureau; support: all townships"
    >>> [(text[f.span[0]:f.span[1]], f.role) for f in find_labels(text)]
    [('县水利局', 'lead'), ('各乡镇', 'support')]
    """
    found: list[Labelled] = []
    groups: list[list[Labelled]] = []
    before = (0, 0)  # where the label before begins, and its list ends
    for word in _label().finditer(folded):
        mark = _read_label(folded, word)
        if mark is None:
            continue
        # 牵头单位：甲；责任单位：乙 are about one task: the sentence before the first of them
        at = before[0] if before[1] and _BESIDE.fullmatch(folded, before[1], mark.start) else mark.start
        group = [item._replace(at=at) for item in _after_label(folded, mark)]
        before = (at, group[-1].span[1]) if group else before
        found += group
        groups.append(group)
    groups += (brackets := list(read_brackets(folded)))
    brackets += [group for group in read_parts(folded) if not any(group[0].span == item.span for item in found)]
    found += [Labelled(span, "member", "label", at) for span, at in find_members(folded)]
    found += [item for group in brackets for item in group]
    found += [*find_tables(folded), *find_flattened(folded)]
    if any(map(folded.__contains__, _LEADS)) and (note := _FIRST_LEADS.search(folded)):
        found = _first_leads(folded, found, groups, note.start())
    return sorted(dict.fromkeys(found), key=lambda item: item.span)


def _first_leads(folded: str, found: list[Labelled], groups: list[list[Labelled]], note: int) -> list[Labelled]:
    # The note rules what follows; at the foot of a table what stands above.
    firsts = [group[0] for group in groups if group and group[0].role == "responsible"]
    ruled = {item for item in firsts if item.at > note} or set(firsts)
    own = [item for item in firsts if item.at < note and "\n" not in folded[item.at : note]]
    ruled |= set(own[-1:])  # 责任单位：甲局、乙局（列第一位的为牵头单位，下同）
    return [item._replace(role="lead", rule="first_leads") if item in ruled else item for item in found]
