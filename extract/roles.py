"""Who does what: roles of actors, each tied to the characters that name the actor.

``find_roles`` walks sentence by sentence. A clause is looked at only when a marker stands in it (要, 负责, 牵头, 由 …);
then the actors are read where such a phrase may begin: at the start of the clause, or after 由, 以, 将, 经, 报 ….
Labels (牵头单位：), tables and headings that name an actor come on top.

roles → role_forms: labels, passages, sentences → anchors → claims → clauses → rules; actors
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.model import Plan, Section
from extract.actors.duties import duty_before, short_duty
from extract.actors.offices import office_function
from extract.actors.phrases import fold
from extract.records import Role
from extract.role_forms.claims import Claim
from extract.role_forms.clauses import find_marks, split_clauses, split_sentences
from extract.role_forms.entries import find_entries, find_made_up
from extract.role_forms.items import Labelled
from extract.role_forms.labels import find_labels
from extract.role_forms.meetings import find_meetings
from extract.role_forms.passages import (
    LONGEST_HEADING,
    duty_passages,
    is_headed,
    passage_start,
    read_bare_verb,
    read_heading,
)
from extract.role_forms.posts import find_posts
from extract.role_forms.repeats import find_repeated
from extract.role_forms.sentences import read_sentence
from extract.role_forms.series import Series
from extract.role_forms.task_owners import find_owned

_BARE = frozenset(
    "实施 落实 负责 完成 办理 执行 组织实施 推进 承担 抓好落实 贯彻落实".split()
)  # the task stands before
# nothing but what part they have: in a bracket, the task stands before it
_MARKED = frozenset(
    "牵头 主办 协办 配合 协助 协同 参与 支持 牵头抓总 统筹牵头 牵头负责 牵头落实 协同配合 予以配合 具体负责".split()
)


@dataclass(frozen=True, slots=True)
class RoleContext:
    """What the plan's outline tells about its passages."""

    sections: tuple[Section, ...] = ()

    @classmethod
    def of(cls, plan: Plan) -> RoleContext:
        """The context of a plan's text."""
        return cls(plan.sections)


def find_roles(text: str, context: RoleContext | None = None) -> list[Role]:
    """All roles of a clean text, in the order of their actors; one role for one mention of an actor.

    >>> [(r.text, r.role, r.office) for r in find_roles("由县教体局牵头，各乡镇配合。")]
    [('县教体局', 'lead', '教育'), ('各乡镇', 'support', '乡镇街道')]
    """
    folded = fold(text)
    roles: dict[int, Role] = {}
    for find in (find_posts, find_entries, find_made_up, find_labels, find_meetings, find_repeated, find_owned):
        for item in find(folded):
            roles.setdefault(item.span[0], _labelled(text, folded, item))
    passages = duty_passages(folded, context.sections if context else ())
    series = Series(folded)
    for start, end in split_sentences(folded):
        claims: list[Claim] = []
        begin = passage_start(passages, start, end) if passages else None
        if end - start <= LONGEST_HEADING or is_headed(folded, start):
            claims += read_heading(folded, start, end, assigned=begin is not None)
        if find_marks(folded, start, end):
            claims += read_sentence(folded, start, end)
        if begin is not None:
            claims += [
                claim for clause in split_clauses(folded, begin, end) for claim in read_bare_verb(folded, *clause)
            ]
        series.add(start, end, claims)
        claims.sort(key=lambda claim: (claim.span[0], claim.rule != "heading", claim.span[1]))
        begins = [claim.span[0] for claim in claims]
        for claim in claims:
            following = bisect_right(begins, claim.duty[0])
            stop = begins[following] if following < len(begins) else claim.duty[1]
            beside = following < len(claims) and folded.endswith("会同", claim.duty[0], claims[following].span[0])
            if beside or (claim.rule == "with" and claim.role == "lead" and following < len(claims)):
                # 甲局(要)会同乙局、丙局制定…: what they do stands behind the last of them
                claim, stop = claim._replace(duty=claims[following].duty), claims[following].duty[1]
            roles.setdefault(claim.span[0], _claimed(text, folded, claim, stop, start))
    for claim in series.bare():
        roles.setdefault(claim.span[0], _claimed(text, folded, claim, claim.duty[1], claim.span[0]))
    return _apart(roles[at] for at in sorted(roles))


def _apart(roles: Iterable[Role]) -> list[Role]:
    """One role for one stretch of text: of two that overlap the longer, which names more of the actor."""
    kept: list[Role] = []
    for role in roles:
        if kept and role.start < kept[-1].end:
            if role.end - role.start > kept[-1].end - kept[-1].start:
                kept[-1] = role
            continue
        kept.append(role)
    return kept


def _labelled(text: str, folded: str, item: Labelled) -> Role:
    start, end = item.span
    office = office_function(folded[start:end])
    named = item.rule in ("people", "post_label") or item.role == "member"  # what a body is for stands further above
    duty = short_duty(text, *item.task) if item.task else "" if named else duty_before(text, item.at)
    return Role(start, end, text[start:end], item.rule, item.role, duty, item.post, office)


def _bracket(text: str, sentence: int, start: int) -> int | None:
    """Where the bracket around an actor opens: it closes the task before it. None where there is none.

    >>> _bracket("修路30公里（县交通局牵头）", 0, 8), _bracket("（一）县交通局牵头", 0, 3)     # "30 km of road (…)"
    (6, None)
    """
    first = max(0, sentence - 1)  # a sentence in brackets begins behind the first of them
    opened = max(text.rfind("（", first, start), text.rfind("(", first, start))
    closed = max(text.rfind("）", first, start), text.rfind(")", first, start))
    return opened if opened > closed else None


def _claimed(text: str, folded: str, claim: Claim, stop: int, sentence: int) -> Role:
    """The role of a claim; its duty ends where the next actor of the sentence begins (``stop``)."""
    start, end = claim.span
    # A bracket such as （县财政局负责） says nothing of the task: that is the sentence before it.
    duty = short_duty(text, claim.duty[0], stop)
    if not duty or duty in _BARE:
        duty = duty_before(text, sentence) or duty
    elif duty in _MARKED and (opened := _bracket(text, sentence, start)) is not None:
        duty = duty_before(text, opened) or duty
    office = office_function(folded[start:end])
    return Role(start, end, text[start:end], claim.rule, claim.role, duty, claim.post, office)
