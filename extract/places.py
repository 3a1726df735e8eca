"""Places named in a text: GB/T 2260 divisions with their code, or their candidates when the text leaves it open.

Names are found by Aho–Corasick over the gazetteer; what merely looks like one is left out (组成县域 holds 成县,
城区 is no name, 某县 and 各县（市、区） are nobody). A bare name without rank (清苑) is no place here
but in a chain from its province down (青海西宁); else only ``extract.scopes.jurisdiction`` reads those, where a title
or an opening vouches for them.
"""

from __future__ import annotations

import re
from functools import cache

import ahocorasick_rs

from corpus.words import cut
from extract.gazetteer import Gazetteer, load_gazetteer
from extract.gazetteer.chains import find_chains
from extract.records import Place

# Words of everyday use that are also names of divisions; they count only behind the name of what lies above, those of
# counties also where a line or a title opens with them.
COMMON = frozenset(
    "城区 郊区 矿区 市区 东区 西区 南区 北区 新区 市中区 城中区 城东区 城西区 城北区 江北区 河东区 河西区 "
    "新城区 老城区 向阳区 开发区 南县 新县 和县 文县 成县 理县 单县 古县 随县 应县 临县 丰县".split()
)
_BEFORE_SHORT = frozenset("在从到由赴对向为于与及、，。；：《（( \n\t\r\u3000“”省市州盟 的-—_|")
_AFTER = re.compile(r"[县区市]?(?:域|级|乡村?(?!镇)|城乡|镇村|直(?!属)|情|际|内外|长\b)")
_QUALIFIED = re.compile(r"(?:某|各|有的|部分|其他|周边|相关|所在|试点|示范|先行|一些|每个|全国|百强)$")


@cache
def _matcher() -> tuple[ahocorasick_rs.AhoCorasick, list[str]]:
    names = [name for name in load_gazetteer().names if len(name) > 1]
    return ahocorasick_rs.AhoCorasick(
        names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, implementation=ahocorasick_rs.Implementation.DFA
    ), names


def find_places(text: str) -> list[Place]:
    """Divisions named with their rank, in the order of the text.

    A chain (河北省保定市清苑区) settles its last link; elsewhere an ambiguous name keeps its candidates.

    >>> [(p.text, p.code) for p in find_places("在河北省保定市清苑区，组成县域医共体")]   # no 成县 here
    [('河北省', '130000'), ('保定市', '130600'), ('清苑区', '130608')]
    >>> find_places("鼓楼区教育局")[0].candidates         # "Drum Tower District", in four cities
    ('320106', '320302', '350102', '410204')
    """
    matcher, names = _matcher()
    gazetteer = load_gazetteer()
    found: list[Place] = []
    for index, start, end in matcher.find_matches_as_indexes(text):
        name = names[index]
        above = found[-1] if found and found[-1].end == start else None
        if not _is_name(text, name, start, end, above):
            continue
        found.append(_place(gazetteer, name, start, end, above))
    return _settle(_with_chains(found, find_chains(text)), gazetteer)


def _with_chains(found: list[Place], chains: list[Place]) -> list[Place]:
    """Links without rank stand beside the ranked names; a link settles the ranked name that it covers."""
    if not chains:
        return found
    linked = {place.start for place in chains}
    covered = [(place.start, place.end) for place in chains]
    kept = [p for p in found if p.start not in linked and not any(a < p.end and p.start < b for a, b in covered)]
    return sorted([*kept, *chains], key=lambda place: place.start)


def _is_name(text: str, name: str, start: int, end: int, above: Place | None) -> bool:
    if above is not None:
        return True
    before = text[start - 1] if start else ""
    if name in COMMON and not _opens_with(text, name, start, end):
        return False
    if _QUALIFIED.search(text[max(0, start - 3) : start]):
        return False
    if len(name) == 2:  # 成县, 唐县: half of such pairs are the seam of two words
        dated = before == "年" and text[max(0, start - 2) : start - 1].isdigit()  # 2024年夏县政府工作报告
        alone = not before or before in _BEFORE_SHORT or dated or word_at(text, start) >= 2
        return alone and not _AFTER.match(text, end - 1)
    return not "\u4e00" <= before <= "\u9fff" or word_at(text, start) > 0


def _opens_with(text: str, name: str, start: int, end: int) -> bool:
    """Whether a line or a title opens with a county of such a name, and no word runs across its end.

    >>> [_opens_with(text, text[:2], 0, 2) for text in ("单县人民政府", "新县城建设方案")]    # a new town
    [True, False]
    """
    if len(name) != 2 or not name.endswith("县"):
        return False
    before = text[max(0, start - 4) : start].rstrip(" \u3000\t")
    opens = not before or before[-1] in "\n《“" or before.endswith(("关于", "印发"))
    return opens and (end == len(text) or word_at(text, end) > 0)


def word_at(text: str, start: int) -> int:
    """Length of the word that begins here; 0 when a word runs across (in 建成县城, 成县 begins inside 建成)."""
    at = max(0, start - 6)
    for word in cut(text[at : start + 8]):
        if at >= start:
            return len(word) if at == start else 0
        at += len(word)
    return 0


def _place(gazetteer: Gazetteer, name: str, start: int, end: int, above: Place | None) -> Place:
    codes = gazetteer.named(name)
    if above is not None:
        outer = (above.code,) if above.code else above.candidates
        inside = tuple(c for c in codes if any(gazetteer.within(c, o) and c != o for o in outer))
        codes = inside or codes
    code = codes[0] if len(codes) == 1 else None
    level = level_of(codes)
    return Place(
        start, end, name, "gazetteer", code, gazetteer.name(code) if code else None, level, () if code else codes
    )


def level_of(codes: tuple[str, ...]) -> str | None:
    """province, prefecture or county, where all the codes are of one level."""
    levels = {"province" if c.endswith("0000") else "prefecture" if c.endswith("00") else "county" for c in codes}
    return levels.pop() if len(levels) == 1 else None


def _settle(found: list[Place], gazetteer: Gazetteer) -> list[Place]:
    """Give an ambiguous name its code where the rest of the text names exactly one of the places above it."""
    sure = {p.code for p in found if p.code}
    settled = []
    for place in found:
        if place.code is None:
            inside = [c for c in place.candidates if {c[:4] + "00", c} & sure]
            inside = inside or [c for c in place.candidates if c[:2] + "0000" in sure]
            if len(inside) == 1:
                place = Place(
                    place.start,
                    place.end,
                    place.text,
                    "settled by the text",
                    inside[0],
                    gazetteer.name(inside[0]),
                    level_of((inside[0],)),
                )
        settled.append(place)
    return settled
