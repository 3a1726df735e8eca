"""What a page says of its document outside the text: meta tags, and the table 索引号 / 发文字号 / 成文日期."""

from __future__ import annotations

import functools
import re
from collections import Counter

from lxml import etree

from corpus.readers.page_tree import text_of, tidy
from corpus.tables import read_rows

# Names that the rules for government sites lay down, and their common relatives.
_META = {
    "articletitle": "ArticleTitle", "pubdate": "PubDate", "contentsource": "ContentSource", "sitename": "SiteName",
    "columnname": "ColumnName", "columntype": "ColumnType", "url": "Url", "author": "Author", "source": "ContentSource",
    "publishdate": "PubDate", "og:title": "ArticleTitle",
}  # fmt: skip
_GAP = re.compile(r"[\s\u3000\xa0]+")
_MAX_TABLE = 1_500  # characters; larger ones hold more than the fields
_END = re.compile(r"[：:]\s*$")
_MAX_VALUE = 300  # characters; longer cells are text
# 本站名 after a dash, low line or bar at the end of <title>
_SITE = re.compile(r"(?<!\s)\s*[-_–—|｜>]{1,2}\s*([^-_–—|｜>]{2,40})$")
_SITE_WORD = re.compile("网|政府|门户|平台|频道|首页|公开|委员会|局$|厅$|办公室$")


def read_meta(root: etree._Element) -> dict[str, str]:
    """The meta tags that government pages carry: ArticleTitle, PubDate, ContentSource …"""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = _META.get((meta.get("name") or meta.get("property") or "").lower())
        value = tidy(meta.get("content") or "")
        if key and value:
            found.setdefault(key, value[:_MAX_VALUE])
    return found


def read_fields(root: etree._Element) -> tuple[dict[str, str], frozenset[etree._Element]]:
    """The fields of the header table under their common names, the first value of each; and the tables they stand in.

    Labels are met as a cell or element of their own ending in a colon, or at the start of an item.
    """
    fields = _fields()
    found: dict[str, str] = {}
    holders: Counter[etree._Element] = Counter()
    for element in root.iter("td", "th", "span", "label", "dt", "b", "strong", "li", "p", "div", "em", "i", "font"):
        if len(element) > 6:
            continue
        text = text_of(element)
        if len(text) > _MAX_VALUE + 20:
            continue
        label, _, value = text.replace("：", ":").partition(":")
        field = fields.get(_GAP.sub("", label).strip("【】[]"))
        # A cell of a table may do without the colon; a word of the text may not.
        if field is None or (":" not in text.replace("：", ":") and element.tag not in ("td", "th", "dt")):
            continue
        value = tidy(value) or _value_beside(element)
        if value and field not in found and not _looks_like_label(value, fields):
            found[field] = value
            holders.update(up for up in element.iterancestors("table", "ul", "dl") if len(text_of(up)) < _MAX_TABLE)
    return found, frozenset(holder for holder, times in holders.items() if times >= 3)


def read_title(root: etree._Element, meta: dict[str, str]) -> str:
    """The title of the document: ArticleTitle, else the <title> without the site's name, else the only <h1>."""
    if meta.get("ArticleTitle"):
        return meta["ArticleTitle"]
    headings = [tidy(text_of(h)) for h in root.iter("h1")]
    page = root.find(".//title")
    title = tidy(page.text or "") if page is not None else ""
    cut = _SITE.sub(lambda tail: "" if _SITE_WORD.search(tail[1]) else tail[0], title)
    for heading in headings:  # what stands both in <title> and in <h1> is surely it
        if len(heading) >= 4 and _GAP.sub("", heading) in _GAP.sub("", title):
            return heading
    if len(cut) >= 4 and not _SITE_WORD.search(cut[-2:]):
        return cut
    return headings[0] if len(headings) == 1 else ""


@functools.cache
def _fields() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("corpus", "page_fields")}


def _value_beside(element: etree._Element) -> str:
    """The value that follows a label: text after its element, the next element, or the next cell."""
    for here in (element, element.getparent()):
        if here is None:
            return ""
        if here.tail and tidy(here.tail):
            return tidy(here.tail)[:_MAX_VALUE]
        beside = here.getnext()
        if beside is not None and isinstance(beside.tag, str) and beside.tag not in ("tr", "div", "p"):
            text = tidy(text_of(beside))
            return text if len(text) <= _MAX_VALUE else ""
        if here.tag in ("td", "th", "dt", "li"):
            return ""
    return ""


def _looks_like_label(value: str, fields: dict[str, str]) -> bool:
    return bool(_END.search(value)) or _GAP.sub("", value).strip("【】[]:：") in fields
