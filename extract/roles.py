"""Who does what: roles of actors, each tied to the characters that name the actor.

``find_roles`` walks sentence by sentence. A clause is looked at only when a marker stands in it (要, 负责, 牵头, 由 …);
then the actors are read where such a phrase may begin: at the start of the clause, or after 由, 以, 将, 经, 报 ….
Labels (牵头单位：), tables and headings that name an actor come on top.

roles → role_forms: labels, passages, sentences → anchors → claims → clauses → rules; actors
"""

from __future__ import annotations

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
from extract.role_forms.tasks import tell_duties
from extract.tables.stacked import lay_rows


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
    text = lay_rows(text)
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
        if not claims:
            continue
        claims.sort(key=lambda claim: (claim.span[0], claim.rule != "heading", claim.span[1]))
        for claim, duty in zip(claims, tell_duties(text, claims, start), strict=True):
            roles.setdefault(claim.span[0], _claimed(text, folded, claim, duty))
    for claim in series.bare():
        roles.setdefault(claim.span[0], _claimed(text, folded, claim, short_duty(text, *claim.duty)))
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


def _claimed(text: str, folded: str, claim: Claim, duty: str) -> Role:
    start, end = claim.span
    return Role(
        start, end, text[start:end], claim.rule, claim.role, duty, claim.post, office_function(folded[start:end])
    )
