"""HTML made safe to parse: what would make a parser burn or fall silent is found by linear scans first."""

from __future__ import annotations

import html
import re

from corpus.readers.result import HAN

MAX_ATTRIBUTES = 400  # of one tag; pages have a dozen
_LONG_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9:-]{0,40}+)([^<>]{4000,}+)>")
_NESTING = re.compile(
    r"<(/?)(a|article|b|big|blockquote|center|code|dd|del|details|div|dl|em|fieldset|figure|font|footer|form|g|h[1-6]"
    r"|header|i|ins|label|li|main|math|mrow|nav|o:p|ol|p|pre|section|small|span|strong|sub|sup|svg|table|tbody|td|tr"
    r"|u|ul)(?=[\s/>])([^<>]{0,4000}+)>",
    re.I,
)
_INVISIBLE = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|svg|head)\b.*?(?:</\1\s*>|\Z)", re.I | re.S
)
_BREAK = re.compile(
    r"</?(?:p|div|br|tr|li|h[1-6]|table|section|article|dd|dt|blockquote|pre|center|hr|body|title|ul|ol)\b[^<>]{0,4000}+>",
    re.I,
)
_CELL = re.compile(r"</t[dh]\s*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*+>")
_MANY_BREAKS = re.compile(r"\n{2,}")
_SPACES = re.compile(r"[ \t\r\f\xa0]+")
_HAN_CHARACTER = re.compile(f"[{HAN}]")


def trim_tags(markup: str) -> tuple[str, int]:
    """The page with the attributes of monstrous tags removed, and how many tags that were.

    >>> trim_tags("<p " + "x=1 " * 2000 + ">甲县</p>")    # "County A"
    ('<p>甲县</p>', 1)
    """
    trimmed = 0

    def trim(tag: re.Match[str]) -> str:
        nonlocal trimmed
        if tag[2].count("=") + tag[2].count(" ") // 4 < MAX_ATTRIBUTES:
            return tag[0]
        trimmed += 1
        return f"<{tag[1]}>"

    return _LONG_TAG.sub(trim, markup), trimmed


def measure_depth(markup: str) -> int:
    """An upper estimate of how deeply elements are nested (unclosed <p> and <li> count as closed).

    >>> measure_depth("<div><div><p>一<p>二</div></div>")
    3
    """
    depth = deepest = 0
    for tag in _NESTING.finditer(markup):
        if tag[2].lower() in ("p", "li") or tag[3].endswith("/"):
            continue
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest + ("<p" in markup or "<P" in markup)


def strip_tags(markup: str) -> str:
    """The text between the tags by plain scanning: the reader of last resort, linear and hard to break.

    >>> strip_tags("<div><p>一、目标</p><table><tr><td>甲</td><td>9%</td></tr></table></div>")    # "1. goals; A 9 %"
    '一、目标\\n甲 | 9%'
    """
    text = _INVISIBLE.sub("", markup)
    text = _CELL.sub(" | ", text)
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    lines = (_SPACES.sub(" ", line).strip(" |\u3000") for line in text.split("\n"))
    return _MANY_BREAKS.sub("\n", "\n".join(lines)).strip()


def count_visible_han(markup: str) -> int:
    """Chinese characters that stand outside tags, scripts and styles."""
    return len(_HAN_CHARACTER.findall(html.unescape(_TAG.sub("", _INVISIBLE.sub("", markup)))))
