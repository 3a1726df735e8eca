"""Years that a plan itself settles: its title, a heading, its date of issue. Nothing else ever fills an X."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.lines import narrow_digits
from corpus.model import Plan
from extract.records import Date
from extract.times.calendar import is_edtf

_YEAR = re.compile(r"(?<![0-9〔\[第])((?:19|20)[0-9]{2})\s?年(?!版|(?:第.{1,3}次)?修)")
_FROM = re.compile(r"[0-9]{4}年?\s?[—–－―─~～至到-]+\s?\Z")  # 2024—2026年
_SHIFTS = (
    ("前年", -2), ("去年", -1), ("上一年", -1), ("上年", -1), ("前一年", -1),
    ("明年", 1), ("来年", 1), ("下一年", 1), ("下年", 1), ("后年", 2),
)  # fmt: skip
_THIS = ("今年", "本年")
# Words whose year depends on what was said before, not on the plan.
_DRIFTING = ("当年", "同年", "次年", "翌年", "每", "当月", "次月", "当日", "次日")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A year that the plan states, where it states it, and the stretch that it governs (``Plan.text`` offsets)."""

    year: int
    start: int
    end: int
    scope: tuple[int, int]
    kind: str  # title, heading or issue


def find_evidence(plan: Plan) -> list[Evidence]:
    """The years that a plan's title, headings and date of issue state.

    A title or heading with several years, or with a range of them, states none.
    """
    whole, text = (0, len(plan.text)), narrow_digits(plan.text)
    found = []
    title = plan.header.title
    at = text.find(title) if title else -1
    if at >= 0:
        found += _single_year(text, at, at + len(title), whole, "title")
    found += [
        evidence
        for section in plan.sections
        for evidence in _single_year(text, section.start, section.heading_end, (section.start, section.end), "heading")
    ]
    return found if any(one.kind == "title" for one in found) else found + _issue(plan, text)


def _single_year(text: str, start: int, end: int, scope: tuple[int, int], kind: str) -> list[Evidence]:
    years = list(_YEAR.finditer(text, start, min(end, start + 120)))
    if len(years) != 1 or re.match(r"\s?[—–－―─~～至到-]", text[years[0].end() : years[0].end() + 2]):
        return []
    match = years[0]
    if _FROM.search(text, max(start, match.start() - 10), match.start()):
        return []
    return [Evidence(int(match[1]), match.start(), match.end(), scope, kind)]


def _issue(plan: Plan, text: str) -> list[Evidence]:
    """The year of the signature block or the line of delivery, when the title states none."""
    date = plan.header.date
    if not date or not date[:4].isdigit():
        return []
    match = None
    for match in re.finditer(rf"{date[:4]}\s?年", text):  # noqa: B007 - the last one is wanted
        pass
    if match is None:
        return []
    return [Evidence(int(date[:4]), match.start(), match.end(), (0, len(text)), "issue")]


def resolve_dates(dates: Sequence[Date], evidence: Iterable[Evidence]) -> list[Date]:
    """The dates with ``resolved`` and ``resolved_from`` wherever the evidence settles a year that was left open.

    今年, 去年, 明年 go by the title (or else the innermost heading); months and 年底 by the innermost
    heading (or else the title). 20xx stays unknown: the text says that it hides the year.
    """
    known = list(evidence)
    if not known:
        return list(dates)
    return [_resolve(date, known) for date in dates]


def _resolve(date: Date, evidence: list[Evidence]) -> Date:
    """The date with the year that the evidence around it settles; as it is where none does."""
    if not date.edtf or "XXXX" not in date.edtf or date.every or any(word in date.text for word in _DRIFTING):
        return date
    shift = next((by for word, by in _SHIFTS if word in date.text), 0)
    deictic = shift != 0 or any(word in date.text for word in _THIS)
    chosen = _choose(date, evidence, deictic)
    if chosen is None:
        return date
    resolved = date.edtf.replace("XXXX", f"{chosen.year + shift:04d}")
    if not is_edtf(resolved):
        return date
    return replace(date, resolved=resolved, resolved_from=(chosen.start, chosen.end))


def _choose(date: Date, evidence: list[Evidence], deictic: bool) -> Evidence | None:
    around = [e for e in evidence if e.scope[0] <= date.start < e.scope[1] and not e.start <= date.start < e.end]
    titles = [e for e in around if e.kind != "heading"]
    headings = sorted((e for e in around if e.kind == "heading"), key=lambda e: e.scope[1] - e.scope[0])
    ordered = titles + headings if deictic else headings + titles
    return ordered[0] if ordered else None
