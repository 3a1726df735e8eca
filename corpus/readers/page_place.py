"""Where the document stands on a page, and what of the page is only frame."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from corpus.readers.page_tree import BLOCKS, DROPPED, count_sentences, is_hidden, text_of
from corpus.readers.result import HAN

Element = etree._Element

# What only a page says, never a document.
_PAGE_WORDS = re.compile(
    "版权所有|主办单位|承办单位|网站标识|备案号|公网安备|技术支持|当前位置|所在位置|网站地图|浏览次数|阅读次数"
)
_FRAME_NAMES = {"nav", "navbar", "navigation", "menu", "crumb", "crumbs", "breadcrumb", "breadcrumbs", "position",
                "footer", "foot", "copyright", "sidebar", "share", "toolbar", "pager", "related"}  # fmt: skip
_NAME_PARTS = re.compile(r"[\s_-]+")
_PARTS = {"p", "tr", "tbody", "thead", "td", "li"}  # of a document, not around one
_NO_HAN = re.compile(f"[^{HAN}]+")


def find_container(root: Element, anchor: str, frame: frozenset[Element] = frozenset()) -> Element:
    """The smallest element that holds nearly all the text of ``anchor``, which an extractor took for the document."""
    wanted = _NO_HAN.sub("", anchor)
    body = root.find("body")
    top = body if body is not None else root
    weights = _weigh(top, wanted, frame)
    total = weights.get(top, 0)
    here = top
    while total:
        best = max(
            (child for child in here if isinstance(child.tag, str)), key=lambda c: weights.get(c, 0), default=None
        )
        if best is None or _is_part(best) or weights.get(best, 0) < 0.9 * total:
            break
        here = best
    return here


def _is_part(element: Element) -> bool:
    """Whether the element is but a part of a document, whose neighbours belong to it too."""
    inline = element.tag not in BLOCKS and sum(1 for _ in element.iter("p", "div", "br", "table")) < 3
    return element.tag in _PARTS or inline


def find_frame(root: Element) -> frozenset[Element]:
    """The small elements whose class or id says that they belong to the page: menus, trails, footers."""
    total = _count_sentences(root)
    found = set()
    for element in root.iter("div", "ul", "p", "table", "td", "span", "section"):
        names = f"{element.get('class', '')} {element.get('id', '')}".lower()
        if _FRAME_NAMES.intersection(_NAME_PARTS.split(names)) and _count_sentences(element) <= 0.1 * total:
            found.add(element)
    return frozenset(found)


def show_hidden(root: Element) -> bool:
    """Make hidden elements visible where they hold most of the sentences, as on pages that a script fills in.

    Returns whether anything was changed.
    """
    body = root.find("body")
    hidden = [element for element in root.iter() if isinstance(element.tag, str) and is_hidden(element)]
    whole = _count_sentences(body if body is not None else root)
    inside = max((_count_sentences(element) for element in hidden), default=0)
    if inside * 2 <= whole:
        return False
    for element in hidden:
        element.attrib.pop("style", "")
        element.attrib.pop("hidden", "")
    return bool(hidden)


def _count_sentences(element: Element) -> int:
    return count_sentences(text_of(element))


def _weigh(top: Element, wanted: str, frame: frozenset[Element]) -> dict[Element, int]:
    """For each element, the Chinese characters in its text that also stand in the wanted text."""
    pieces: list[tuple[Element, str]] = []
    for element in top.iter():
        if not isinstance(element.tag, str) or element.tag in DROPPED:
            continue
        for owner, text in ((element, element.text), (element.getparent(), element.tail)):
            plain = _NO_HAN.sub("", text) if text else ""
            if owner is not None and len(plain) >= 8:  # shorter pieces stand in any text
                pieces.append((owner, plain))
    # The title stands in several places of a page: what comes twice says nothing of the place.
    times = Counter(plain for _, plain in pieces)
    weights: dict[Element, int] = {}
    for owner, plain in pieces:
        if times[plain] > 1 or not _is_in(plain, wanted) or _PAGE_WORDS.search(plain):
            continue
        above = [owner, *owner.iterancestors()]
        if not frame.isdisjoint(above):
            continue
        for up in above:
            weights[up] = weights.get(up, 0) + len(plain)
            if up is top:
                break
    return weights


def _is_in(plain: str, wanted: str) -> bool:
    return plain[:40] in wanted and plain[-40:] in wanted
