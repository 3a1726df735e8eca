"""Which part of a plan is about which place: a prefecture's plan sets targets for county after county.

A statement goes to the narrowest that says whom it is about: the cell of a table, the clause, the sentence and its
paragraph, what stands under a line that only names a county, the section. Where none says so it is the plan's own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.model import Plan, Section
from extract.records import Place
from extract.scopes.cells import read_tables
from extract.scopes.clauses import read_paragraph
from extract.scopes.jurisdiction import Jurisdiction
from extract.scopes.spots import Named, Spot, all_again, name_places, spots_of

Stretch = tuple[int, int, str | None]  # start, end, code; None: of the plan's own jurisdiction
_ALONE = re.compile(r"[ \u3000]*[】\]]?(?:[（(][^）)\n]{0,14}[）)])?[ \u3000]*(?P<colon>[：:]?)[ \u3000]*")


def find_statement_places(plan: Plan, whole: Jurisdiction, places: Sequence[Place]) -> list[tuple[int, int, str]]:
    """Stretches of a plan that are about a place below its jurisdiction: (start, end, code), in order, none within
    another.

    Where the jurisdiction is not known only sections, tables and sentences that open with a county's name are told
    apart. Towns have no code and stay with their county.

    >>> from corpus.alignment import Alignment
    >>> from corpus.model import Header
    >>> from extract.places import find_places
    >>> text = "全市新建学校9所，其中清苑区3所、易县2所。"           # 9 schools in the city, of which 3 and 2
    >>> plan = Plan(1, text, Alignment.identity(len(text)), Header(title=""))
    >>> stretches = find_statement_places(plan, Jurisdiction("130600", "保定市", "prefecture"), find_places(text))
    >>> [(text[start:end], code) for start, end, code in stretches]
    [('清苑区3所、', '130608'), ('易县2所', '130633')]
    """
    if whole.level == "county":
        return []
    names = name_places(places, whole.code)
    tables = read_tables(plan.text, names, whole.code)
    if not tables and not any(name.code for name in names):
        return []
    paragraphs = list(_paragraphs(plan.text, names, whole))
    clauses: list[Stretch] = []
    sentences: list[Stretch] = []
    lasting = whole.level == "prefecture" and plan.header.kind != "report"
    for start, end, spots in paragraphs:
        narrow, wide = read_paragraph(plan.text, start, end, spots, lasting=lasting)
        clauses += narrow
        sentences += wide
    spots = [spot for *_, some in paragraphs for spot in some]
    layers = [tables, clauses, sentences, _labelled(plan, paragraphs), *_sections(plan, spots)]
    return list(_flatten([layer for layer in layers if layer]))


def find_provision_places(plan: Plan, stretches: Sequence[tuple[int, int, str]]) -> dict[int, str]:
    """Ordinal of a provision → code of the place that most of it is about, other than the plan's.

    >>> from corpus.alignment import Alignment
    >>> from corpus.model import Header, Provision
    >>> provisions = (Provision(1, "¶1", 0, 6, None),)
    >>> plan = Plan(1, "清苑区3所。", Alignment.identity(6), Header(title=""), provisions=provisions)
    >>> find_provision_places(plan, [(0, 6, "130608")])
    {1: '130608'}
    """
    starts = [start for start, _, _ in stretches]
    found: dict[int, str] = {}
    for provision in plan.provisions if stretches else ():
        covered: Counter[str] = Counter()
        low, high = bisect_right(starts, provision.start) - 1, bisect_right(starts, provision.end - 1)
        for index in range(max(0, low), high):
            start, end, code = stretches[index]
            covered[code] += max(0, min(end, provision.end) - max(start, provision.start))
        code, characters = covered.most_common(1)[0] if covered else ("", 0)
        if characters * 2 > provision.end - provision.start:
            found[provision.ordinal] = code
    return found


def _paragraphs(text: str, names: Sequence[Named], whole: Jurisdiction) -> Iterator[tuple[int, int, list[Spot]]]:
    """The lines that name a place, tables apart, and those between them that turn to all again, with their spots."""
    turns = all_again(whole.code)
    waiting = 0
    at = 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        own = []
        while waiting < len(names) and names[waiting].start < end:
            own.append(names[waiting])
            waiting += 1
        if "|" in line or "\t" in line:
            continue
        # A line without a name matters only where it opens by turning to all.
        spots = spots_of(text, start, end, own, turns, whole.code is not None) if own else []
        if not own and (turn := turns.match(text, max(0, start - 1), min(end, start + 60))):
            spots = [Spot(turn.start("all"), turn.end(), None)]
        if spots:
            yield start, end, spots


def _labelled(plan: Plan, paragraphs: Sequence[tuple[int, int, list[Spot]]]) -> list[Stretch]:
    """What stands under lines that only name a county (清苑区：), to the next of them or to who is all again."""
    lines: list[tuple[int, int, str | None, bool]] = []  # start, end, code, is a label
    for start, end, spots in paragraphs:
        first = spots[0]
        match = _ALONE.fullmatch(plan.text, first.end, end)
        label = match is not None and first.code is not None and not first.clause and not first.verb
        if label or not plan.text[start : first.start].strip():
            lines.append((start, end, first.code if label else None, bool(match and match["colon"])))
    found: list[Stretch] = []
    named = {code for _, _, code, _ in lines if code}
    for index, (_, end, code, colon) in enumerate(lines):
        if code is None or not (colon or len(named) > 1):
            continue
        after = lines[index + 1][0] if index + 1 < len(lines) else len(plan.text)
        found.append((end, min(after, _end_of_items(plan, end)), code))
    return [stretch for stretch in found if stretch[0] < stretch[1]]


def _end_of_items(plan: Plan, after: int) -> int:
    """Where the numbered items right below a line end, or the paragraphs below it: at the next heading above them."""
    later = [section for section in plan.sections if section.start >= after]
    if not later:
        return len(plan.text)
    below = not plan.text[after : later[0].start].strip()
    return next((s.start for s in later if not below or s.level < later[0].level), len(plan.text))


def _sections(plan: Plan, spots: Sequence[Spot]) -> list[list[Stretch]]:
    """Layers of sections whose heading names one county, inner ones first."""
    starts = [spot.start for spot in spots]
    layers: dict[int, list[Stretch]] = {}
    for section in plan.sections:
        low, high = bisect_right(starts, section.start - 1), bisect_right(starts, section.heading_end - 1)
        if high - low == 1 and _is_title(section) and section.end > section.heading_end:
            spot = spots[low]
            if spot.code and not spot.clause and plan.text.startswith(section.text, _start_of(plan, section)):
                layers.setdefault(section.level, []).append((section.start, section.end, spot.code))
    return [layers[level] for level in sorted(layers, reverse=True)]


def _start_of(plan: Plan, section: Section) -> int:
    return max(section.start, plan.text.find(section.text, section.start, section.heading_end))


def _is_title(section: Section) -> bool:
    """Whether a heading names what stands under it and says nothing itself (清苑区新建学校3所 does)."""
    return 0 < len(section.text) <= 40 and not re.search(r"[，。；0-9]", section.text)


def _flatten(layers: Sequence[Sequence[Stretch]]) -> Iterator[tuple[int, int, str]]:
    """The layers, narrow ones first, as one row of stretches; those of the plan's own jurisdiction are left out."""
    borders = sorted({at for layer in layers for start, end, _ in layer for at in (start, end)})
    starts = [[start for start, _, _ in layer] for layer in layers]
    open_start, open_code = 0, None
    for at in borders:
        code = None
        for layer, begins in zip(layers, starts, strict=True):
            index = bisect_right(begins, at) - 1
            if index >= 0 and at < layer[index][1]:
                code = layer[index][2]
                break
        if code != open_code:
            if open_code is not None:
                yield open_start, at, open_code
            open_start, open_code = at, code
