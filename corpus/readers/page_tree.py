"""A page's element tree: where the document stands in it, and its text line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from corpus.readers.counting import count_chinese, format_number
from corpus.readers.result import HAN, join_cells, join_paragraphs

Element = etree._Element

DROPPED = {"script", "style", "noscript", "template", "svg", "head", "select", "option", "datalist", "textarea",
            "button", "iframe", "object", "embed", "audio", "video", "canvas", "map", "nav", "math"}  # fmt: skip
_PAGE_ONLY = {"footer", "aside", "header"}  # frame on a page; in an embedded document, text
BLOCKS = {"p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt",
           "dd", "blockquote", "pre", "center", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "form",
           "fieldset", "figure", "figcaption", "address", "header", "footer", "aside", "details", "summary", "hr",
           "body", "html", "ucapcontent", "title"}  # fmt: skip
_BLANK = re.compile(r"[ \t\r\n\f]+")
_WIDE = rf"[{HAN}\u3000-\u303f\uff00-\uffef]"
# A line end in the source next to an ideograph is no space: Chinese is written without.
_BREAK_IN_HAN = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n]\s*|(?<![ \t\r\n])[ \t]*[\r\n]\s*(?={_WIDE})")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ATTACHMENT = re.compile(r"\.(?:docx?|pdf|xlsx?|wps|et|zip|rar|ofd|pptx?|txt)(?:$|[?#])", re.I)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
_LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
                "lower-alpha": "lowerLetter", "upper-alpha": "upperLetter", "lower-latin": "lowerLetter",
                "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman"}  # fmt: skip
_LABELLED = re.compile(rf"\A\s*+(?:[（(]?[{HAN}\d]{{1,4}}[)）、.．]|第[{HAN}\d]+[条章节]|[①-⒇])")
_SENTENCE_END = re.compile("[。；！？;]")


def parse_page(markup: str) -> Element:
    """The tree of a page, text nodes of any length included.

    Raises ValueError or an lxml error where there is no element at all.
    """
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    root = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    if root is None:
        raise ValueError("no element in the page")
    return root


@dataclass
class Printer:
    """The text of an element as lines: blocks and table rows one line each.

    ``framed`` drops what belongs to a page and not to a document: page footers, lists of links, hidden parts.
    """

    framed: bool = True
    lines: list[str] = field(default_factory=list)
    frame: frozenset[Element] = frozenset()  # elements that the caller knows to be no text
    _open: list[str] = field(default_factory=list)
    _number: str = ""  # of the list item that begins with the next line

    def print(self, element: Element) -> str:
        self._visit(element)
        self._end_line()
        return "\n".join(self.lines)

    def _visit(self, element: Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or self._drops(element, tag):
            return
        if tag == "table" and _is_data(element):
            self._end_line()
            self.lines.extend(line for line in _print_table(element, self) if line)
            return
        block = tag in BLOCKS
        if block:
            self._end_line()
        if tag == "br":
            self._end_line()
        elif tag == "pre":
            self._print_lines(text_of(element))
            return
        self._add(element.text)
        for number, child in self._numbered(element, tag):
            if number:
                self._end_line()
                self._number = number
            self._visit(child)
            self._add(child.tail)
        if block:
            self._end_line()

    def _numbered(self, element: Element, tag: str) -> Iterator[tuple[str, Element]]:
        """The children, with the number that a browser prints before an item of an ordered list."""
        if tag != "ol":
            yield from (("", child) for child in element)
            return
        style = _LIST_STYLE.search(element.get("style", ""))
        wanted = style[1].lower() if style else element.get("type", "1")
        count = _whole(element.get("start"), 1)
        for child in element:
            if child.tag != "li" or wanted == "none":
                yield "", child
                continue
            count = _whole(child.get("value"), count)
            own = _LABELLED.match(text_of(child)[:20])
            yield "" if own else _list_number(count, wanted), child
            count += 1

    def _drops(self, element: Element, tag: str) -> bool:
        if tag in DROPPED or tag == "input" or element in self.frame:
            return True
        if not self.framed:
            return False
        if tag in _PAGE_ONLY or is_hidden(element):
            return True
        return tag in ("ul", "ol", "div", "table", "p", "dl", "section") and _is_link_list(element)

    def _add(self, text: str | None) -> None:
        if text:
            self._open.append(text)

    def _print_lines(self, text: str) -> None:
        self._end_line()
        self.lines.extend(line for line in (tidy(part) for part in text.split("\n")) if line)

    def _end_line(self) -> None:
        text = tidy("".join(self._open))
        self._open.clear()
        if text:
            self.lines.append(self._number + text)
            self._number = ""


def text_of(element: Element) -> str:
    """All text in an element, as it stands in the source."""
    return "".join(str(text) for text in element.itertext())


def count_sentences(text: str) -> int:
    """How many sentences and clauses end in a text: menus and footers have none."""
    return len(_SENTENCE_END.findall(text))


def tidy(text: str) -> str:
    """Text of one block with its white space as a browser shows it.

    >>> tidy("全县\\n  森林&覆盖率  12%")    # "forest cover of the county"
    '全县森林&覆盖率 12%'
    """
    text = _BREAK_IN_HAN.sub("", text.strip().replace("\xa0", " ").replace("\ufeff", "").replace("\u200b", ""))
    return _BLANK.sub(" ", text).strip(" \u3000\u2002\u2003")


def is_hidden(element: Element) -> bool:
    """Whether a browser would show nothing of it, as its own style or the attribute ``hidden`` say."""
    return bool(_HIDDEN.search(element.get("style", ""))) or element.get("hidden") is not None


def _is_link_list(element: Element) -> bool:
    """Whether a block is little but links to other pages. Attachments and links within the page are text."""
    links = [a for a in element.iter("a") if _leads_away(a)]
    if len(links) < 3:
        return False
    text = text_of(element)
    if _SENTENCE_END.search(text):
        return False
    whole = len(_BLANK.sub("", text))
    return sum(len(_BLANK.sub("", text_of(a))) for a in links) > 0.7 * whole


def _leads_away(link: Element) -> bool:
    target = (link.get("href") or "").strip()
    return bool(target) and not target.startswith("#") and not _ATTACHMENT.search(target)


def _is_data(table: Element) -> bool:
    """A table of values rather than a scaffold for the page: no table within, and rows of several short cells."""
    if any(inner is not table for inner in table.iter("table")):
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    wide = [row for row in rows if len(row) > 1]
    if not wide:
        return False
    cells = [cell for row in wide for cell in row]
    long = sum(len(text_of(cell)) > 1500 or len(list(cell.iter("p", "br"))) > 25 for cell in cells)
    return long * 4 <= len(cells)


def _print_table(table: Element, printer: Printer) -> Iterator[str]:
    """One line a row; a cell that spans rows stands in its first, and holds its column free below."""
    held: dict[int, int] = {}  # column → rows for which a cell from above still holds it
    width: dict[int, int] = {}  # column → columns that this cell takes
    for row in table.iter("caption", "tr"):
        if printer.framed and is_hidden(row):
            continue
        if row.tag == "caption":
            yield tidy(text_of(row))
            continue
        texts: list[str] = []
        column = 0
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        while cells or held.get(column, 0) > 0:
            if held.get(column, 0) > 0:
                held[column] -= 1
                texts.append("")
            else:
                cell = cells.pop(0)
                texts.append(join_paragraphs(Printer(printer.framed, frame=printer.frame).print(cell).split("\n")))
                held[column] = min(_whole(cell.get("rowspan"), 1), 1000) - 1
                width[column] = max(min(_whole(cell.get("colspan"), 1), 1000), 1)
            column += width[column]
        yield join_cells(texts)


def _list_number(count: int, wanted: str) -> str:
    if wanted in ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "cjk-decimal"):
        return count_chinese(count) + "、"
    return format_number(count, _LIST_STYLES.get(wanted, "decimal")) + "."


def _whole(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default
