"""Who holds a post that a label names: a person by name or title, and those on the lines below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.actors.offices import office_functions
from extract.actors.phrases import read_actors
from extract.role_forms.clauses import Span
from extract.role_forms.items import NAME
from extract.role_forms.people import is_person_name

_SPACED = re.compile(r"[ \u3000]?([镇乡县市区局院校站][ \u3000]{1,4}长)(?=[、,;。\s]|$)")
TITLED = re.compile(
    r"[\u4e00-\u9fff()]{1,24}(?:局长|主任|部长|书记|县长|市长|区长|镇长|乡长|院长|校长|主席|会长|处长|科长|所长|站长|队长|园长|董事长|秘书长|政委|经理|负责人|负责同志)"
)
_TITLE_AND_NAME = re.compile(f"{TITLED.pattern}(?P<name>[\u4e00-\u9fff]{{2,3}})(?:同志)?")  # 副县长王强
_RUN_TITLE = re.compile(f"{TITLED.pattern.replace('{1,24}', '{1,24}?')}(?=[省市县区镇乡]|$)")
_HEADS = ("书记", "县长", "市长", "区长", "镇长", "乡长", "局长", "校长", "院长", "主任")
_MASKED = re.compile(r"[\u4e00-\u9fff]{2,12}[xX×*某○]{2,4}")  # 园长xxx
_TITLE_LINE = re.compile(rf"[ \u3000\t]*\n[ \u3000\t]*({TITLED.pattern})[ \u3000\t]*(?=\n|\Z)")


def _run_titles(folded: str, at: int, end: int) -> list[Span]:
    """县水利局局长县住建局局长: titles that ran together; empty where they did not."""
    spans: list[Span] = []
    while found := _RUN_TITLE.match(folded, at, end):
        spans.append(found.span())
        at = found.end()
    return spans if at == end and len(spans) > 1 else []


def read_holders(folded: str, start: int, end: int) -> Iterator[Span]:
    """组长：张三 县长 → the name; without a name, the post that stands there.

    >>> text = "县长担任,全面负责"    # "(held) by the county head, in full charge"
    >>> [text[a:b] for a, b in read_holders(text, 0, len(text))]
    ['县长']
    """
    if spaced := _SPACED.match(folded, start, end):
        yield spaced.span(1)
        return
    for part in re.finditer(r"[^、,\s(]+(?:\([^()\n]*\))?", folded[start:end]):
        name = part.group().partition("(")[0]
        held = re.sub("(?:担任|(?<!主)任)$", "", name)
        if run := _run_titles(folded, start + part.start(), start + part.start() + len(name)):
            yield from run
            continue
        if held == name and held not in _HEADS and NAME.match(name) and not office_functions(name):
            yield start + part.start(), start + part.start() + len(name)
            if "、" not in folded[start:end].partition("(")[0]:
                return
        elif held in _HEADS or TITLED.fullmatch(held) or _MASKED.fullmatch(held):
            yield start + part.start(), start + part.start() + len(held)
            if held != name:
                return  # 县长担任,全面负责
        elif (named := _TITLE_AND_NAME.fullmatch(held)) and is_person_name(named["name"]):
            yield start + part.start(), start + part.start() + len(held)
        elif reading := read_actors(folded, start + part.start(), end):
            yield from reading.spans
            return
        else:
            return


def title_lines(folded: str, at: int) -> Iterator[Span]:
    """The lines below a post that hold nothing but the title of another who has it.

    >>> text = "县财政局局长\\n县教育局局长\\n好"    # "head of finance / head of education / good"
    >>> [text[a:b] for a, b in title_lines(text, 6)]
    ['县教育局局长']
    """
    while found := _TITLE_LINE.match(folded, at):
        yield found.span(1)
        at = found.end()
