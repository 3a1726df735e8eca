"""Who does what: roles of actors, each tied to the characters that name the actor.

``find_roles`` walks sentence by sentence. A clause is looked at only when a marker stands in it (要, 负责, 牵头, 由 …);
then the actors are read where such a phrase may begin: at the start of the clause, or after 由, 以, 将, 经, 报 ….
Labels (牵头单位：), tables and headings that name an actor come on top.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.actors import fold, read_actors, starts_with_verb
from extract.duties import duty_before, short_duty
from extract.offices import office_function
from extract.records import Role
from extract.role_clauses import GATE, Span, split_sentences
from extract.role_labels import find_labels
from extract.role_passages import duty_passages
from extract.role_rules import role_of, role_of_duty
from extract.role_sentences import Claim, read_sentence


@dataclass(frozen=True, slots=True)
class RoleContext:
    """What the plan's outline knows: ``(start, heading_end, end)`` of each section."""

    sections: tuple[tuple[int, int, int], ...] = ()


_NUMBER = re.compile(
    r"[ \u3000\t]*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d)|[①-⑳⑴-⒇⒈-⒛㈠-㈩])[ \u3000]*"
)
_METADATA = re.compile(r"发布|发文|印发|公开|制作|信息|来源|编制单位|起草|编辑|抄送|主送|作者|举报|监督电话|联系")
_SALUTES = re.compile(r"[ \u3000]*(?:现|为|指|即|是|具有|通过|以|根据|经|你|《|按照|\n|$)")


def _heading(folded: str, start: int, end: int) -> Claim | None:
    """（一）卫生健康部门 and its duties below, or 1.管委会：负责…: the actor of the heading is responsible."""
    number = _NUMBER.match(folded, start, end)
    colon = folded.find(":", start, end)
    stop = colon if colon >= 0 else end
    if stop - start > 40 or not (number or (colon >= 0 and (start == 0 or folded[start - 1] in "\n "))):
        return None
    reading = read_actors(folded, number.end() if number else start, stop)
    if reading is None or len(reading.spans) > 1:
        return None
    span = reading.spans[0]
    name, rest = folded[slice(*span)], folded[reading.end : stop].strip()
    if rest not in ("", "职责", "主要职责", "工作职责", "主要工作职责") or ("label", name) in role_of() or _METADATA.search(name):
        return None
    if colon >= 0:
        return None if _SALUTES.match(folded, colon + 1) or folded[span[0]] in "〔[" else Claim(span, "responsible", "heading", (colon + 1, end + 80))
    below = end + 1
    while below < len(folded) and folded[below] in " \u3000\n\r\t。":
        below += 1
    if not starts_with_verb(folded, below) or read_actors(folded, below, below + 30):
        return None
    return Claim(span, "responsible", "heading", (below, below + 120))


def _bare_verb(folded: str, start: int, end: int) -> list[Claim]:
    """In a passage that assigns functions, an actor at the start of a sentence is bound by its plain verb."""
    number = _NUMBER.match(folded, start, end)
    if number and end - start < 24 and folded[end : end + 1] in ("\n", ""):
        return []  # a heading, not a sentence
    reading = read_actors(folded, number.end() if number else start, end)
    if reading is None or not starts_with_verb(folded, reading.end):
        return []
    role = role_of_duty(folded, reading.end, end)
    return [Claim(span, role, "duty_passage", (reading.end, end)) for span in reading.spans]


def _passage_start(passages: Sequence[Span], start: int, end: int) -> int | None:
    """Where the part of a sentence begins that lies in a passage assigning functions; None outside of them."""
    number = bisect_right(passages, (end, end)) - 1
    while number >= 0 and passages[number][1] <= start:
        number -= 1
        if number < 0 or passages[number][1] < start - 4000:
            return None
    if number < 0:
        return None
    return max(start, passages[number][0])


def find_roles(text: str, context: RoleContext | None = None) -> list[Role]:
    """All roles of a clean text, in the order of their actors.

    >>> [(r.text, r.role, r.office) for r in find_roles("由县教体局牵头，各乡镇配合。")]
    [('县教体局', 'lead', '教育'), ('各乡镇', 'support', '乡镇街道')]
    """
    folded = fold(text)
    roles: dict[int, Role] = {}

    def keep(span: Span, role: Role) -> None:
        roles.setdefault(span[0], role)

    for item in find_labels(folded):
        a, b = item.span
        keep(item.span, Role(a, b, text[a:b], item.rule, item.role, duty_before(text, item.at), item.post, office_function(folded[a:b])))
    passages = duty_passages(folded)
    for start, end in split_sentences(folded):
        claims: list[Claim] = []
        if end - start < 41 or folded.find(":", start, start + 41) >= 0:
            heading = _heading(folded, start, end)
            claims += [heading] if heading else []
        if GATE.search(folded, start, end):
            claims += read_sentence(folded, start, end)
        if not claims and passages and (begin := _passage_start(passages, start, end)) is not None:
            claims = _bare_verb(folded, begin, end)
        for claim in claims:
            a, b = claim.span
            duty = short_duty(text, *claim.duty) or duty_before(text, start)
            keep(claim.span, Role(a, b, text[a:b], claim.rule, claim.role, duty, claim.post, office_function(folded[a:b])))
    return [roles[at] for at in sorted(roles)]
