"""Places in a chain without rank: 青海西宁, 广东广州天河. Each link vouches for the others; alone they are words."""

from __future__ import annotations

import re
from functools import cache

from corpus.words import cut
from extract.gazetteer import Gazetteer, load_gazetteer
from extract.records import Place

_LONGEST = 8
_NO_LINK = re.compile(
    "[新老东西南北]?(?:部|方|岸|麓|籍|产|式|菜|话|人|大学|中学|小学|医院|学院|集团|公司|师范|银行|日报|高速|铁路|流域|大道)"
    "|新区"
)


@cache
def _provinces() -> re.Pattern[str]:
    gazetteer = load_gazetteer()
    stems = [s for s in gazetteer.stems if any(c.endswith("0000") for c in gazetteer.stemmed(s))]
    return re.compile("|".join(map(re.escape, sorted(stems, key=lambda s: (-len(s), s)))))


def find_chains(text: str) -> list[Place]:
    """The links of every chain that opens with a province without rank, in the order of the text.

    >>> [(p.text, p.code) for p in find_chains("来自青海西宁的代表")]    # "delegates from Xining in Qinghai"
    [('青海', '630000'), ('西宁', '630100')]
    >>> find_chains("山西长期干旱"), find_chains("河北大学")           # "long drought in Shanxi"; "Hebei University"
    ([], [])
    """
    gazetteer = load_gazetteer()
    found: list[Place] = []
    for province in _provinces().finditer(text):
        if found and province.start() < found[-1].end:
            continue
        code = next(c for c in gazetteer.stemmed(province.group()) if c.endswith("0000"))
        links = _links(text, province.end(), code, gazetteer)
        bounds = _bounds(text, province.start(), links[-1].end) if links else set()
        while links and links[-1].end not in bounds:
            links.pop()  # a word runs across its end
        if links and province.start() in bounds:
            found += [_place(gazetteer, province.start(), province.group(), code), *links]
    return found


def _links(text: str, at: int, above: str, gazetteer: Gazetteer) -> list[Place]:
    links: list[Place] = []
    while len(links) < 3:
        link = _link(text, at, above, gazetteer)
        if link is None:
            break
        links.append(link)
        at, above = link.end, link.code or above
    return links


def _link(text: str, at: int, above: str, gazetteer: Gazetteer) -> Place | None:
    """The longest name from here on that belongs to exactly one place within the one above."""
    for length in range(_LONGEST, 1, -1):
        name = text[at : at + length]
        ranked = gazetteer.named(name)
        codes = [c for c in ranked or gazetteer.stemmed(name) if c != above and gazetteer.within(c, above)]
        codes = [c for c in codes if c.endswith("00")] or codes
        if len(name) == length and len(codes) == 1:
            return None if _NO_LINK.match(text, at + length) and not ranked else _place(gazetteer, at, name, codes[0])
    return None


def _bounds(text: str, start: int, end: int) -> set[int]:
    """Where words begin and end around a stretch of text."""
    at = max(0, start - 6)
    bounds = {at}
    for word in cut(text[at : end + 6]):
        at += len(word)
        bounds.add(at)
    return bounds


def _place(gazetteer: Gazetteer, start: int, name: str, code: str) -> Place:
    level = "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
    return Place(start, start + len(name), name, "chain", code, gazetteer.name(code), level, ())
