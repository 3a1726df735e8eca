"""Word's automatic numbers, which stand nowhere in the text: 一、（一）1. as they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from corpus.readers.counting import format_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SLOT = re.compile(r"%([1-9])")
_CLOSING = "、．.）)】〕]，,：:。—-"
_MAX_DEPTH = 20  # of styles based on styles


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and prints."""

    start: int = 1
    style: str = "decimal"
    pattern: str = ""  # "第%1条", "%1.%2"
    suffix: str = "tab"
    legal: bool = False  # all slots in plain digits
    restart: int | None = None  # 0: never; n: only after level n (1-based); None: after any outer level
    paragraph_style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """One ``w:num``: a use of an abstract list, perhaps starting anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


def value_of(element: etree._Element | None, child: str) -> str | None:
    """``child``'s ``w:val``, None where either is missing."""
    found = element.find(W + child) if element is not None else None
    return found.get(W + "val") if found is not None else None


def _whole(text: str | None, default: int) -> int:
    try:
        return max(0, min(int(text), 99_999)) if text is not None else default
    except ValueError:
        return default


class Numbering:
    """Counts the numbered paragraphs of one document, in the order in which they come."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._styles = {s.get(W + "styleId", ""): s for s in styles.iter(W + "style")} if styles is not None else {}
        self._lists = self._read_lists(numbering) if numbering is not None else {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()  # start overrides that have taken effect

    def label(self, properties: etree._Element | None) -> str:
        """The label that Word prints before a paragraph with these ``w:pPr``; "" where it is not numbered.

        Must be called once for each paragraph in order, as it counts.
        """
        number, depth = self._find_number(properties)
        used = self._lists.get(number or "")
        if used is None or depth not in used.levels:
            return ""
        counts = self._advance(number or "", used, depth)
        level = used.levels[depth]
        if level.style == "bullet":
            return ""
        label = _SLOT.sub(lambda slot: self._fill(used, level, counts, int(slot[1]) - 1), level.pattern)
        if not label.strip():
            return ""
        return label if level.suffix == "nothing" or label[-1] in _CLOSING else label + " "

    def _fill(self, used: _List, level: Level, counts: list[int | None], slot: int) -> str:
        shown = used.levels.get(slot, Level())
        count = counts[slot]
        value = shown.start if count is None else count
        return format_number(value, "decimal" if level.legal and shown.style != "none" else shown.style)

    def _advance(self, number: str, used: _List, depth: int) -> list[int | None]:
        counts = self._counts.setdefault(used.abstract, [None] * 9)
        now = counts[depth]
        if depth in used.starts and (number, depth) not in self._begun:
            counts[depth] = used.starts[depth]
            self._begun.add((number, depth))
        else:
            counts[depth] = used.levels[depth].start if now is None else now + 1
        for inner in range(depth + 1, 9):
            restart = used.levels.get(inner, Level()).restart
            if restart is None or (restart > 0 and depth < restart):
                counts[inner] = None
        return counts

    def _find_number(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """``numId`` and level of a paragraph: its own, else those of its style and what that is based on."""
        own = properties.find(W + "numPr") if properties is not None else None
        style = value_of(properties, "pStyle") or self._default_style()
        number, depth = value_of(own, "numId"), value_of(own, "ilvl")
        named = style
        for _ in range(_MAX_DEPTH):
            if number is not None or named not in self._styles:
                break
            element = self._styles[named]
            inherited = element.find(f"{W}pPr/{W}numPr")
            number = value_of(inherited, "numId")
            depth = depth if depth is not None else value_of(inherited, "ilvl")
            if number is not None and depth is None:
                depth = self._depth_of_style(number, named)
            named = value_of(element, "basedOn") or ""
        return number, min(_whole(depth, 0), 8)

    def _depth_of_style(self, number: str, style: str) -> str | None:
        used = self._lists.get(number)
        depths = [d for d, level in used.levels.items() if level.paragraph_style == style] if used else []
        return str(depths[0]) if depths else None

    def _default_style(self) -> str:
        for name, style in self._styles.items():
            if style.get(W + "default") in ("1", "true") and style.get(W + "type") == "paragraph":
                return name
        return ""

    def _read_lists(self, numbering: etree._Element) -> dict[str, _List]:
        abstracts = {a.get(W + "abstractNumId", ""): a for a in numbering.iter(W + "abstractNum")}
        lists = {}
        for num in numbering.iter(W + "num"):
            abstract = value_of(num, "abstractNumId") or ""
            abstract = self._follow_style(abstract, abstracts, numbering)
            element = abstracts.get(abstract)
            levels = _read_levels(element) if element is not None else {}
            starts = {}
            for override in num.iter(W + "lvlOverride"):
                depth = _whole(override.get(W + "ilvl"), 0)
                levels |= _read_levels(override)
                start = value_of(override, "startOverride")
                if start is not None:
                    starts[depth] = _whole(start, 1)
            lists[num.get(W + "numId", "")] = _List(abstract, levels, starts)
        return lists

    def _follow_style(self, abstract: str, abstracts: dict[str, etree._Element], numbering: etree._Element) -> str:
        """An abstract list may only name a list style; the style names the list that counts."""
        link = value_of(abstracts.get(abstract), "numStyleLink")
        style = self._styles.get(link or "")
        number = value_of(style.find(f"{W}pPr/{W}numPr"), "numId") if style is not None else None
        for num in numbering.iter(W + "num"):
            if number is not None and num.get(W + "numId") == number:
                return value_of(num, "abstractNumId") or abstract
        return abstract


def _read_levels(element: etree._Element) -> dict[int, Level]:
    levels = {}
    for lvl in element.findall(W + "lvl"):
        restart = value_of(lvl, "lvlRestart")
        levels[_whole(lvl.get(W + "ilvl"), 0)] = Level(
            start=_whole(value_of(lvl, "start"), 0 if lvl.find(W + "start") is None else 1),
            style=value_of(lvl, "numFmt") or value_of(lvl.find(".//{*}Fallback"), "numFmt") or "decimal",
            pattern=value_of(lvl, "lvlText") or "",
            suffix=value_of(lvl, "suff") or "tab",
            legal=lvl.find(W + "isLgl") is not None and value_of(lvl, "isLgl") not in ("0", "false"),
            restart=_whole(restart, 0) if restart is not None else None,
            paragraph_style=value_of(lvl, "pStyle"),
        )
    return levels
