"""OpenDocument spreadsheets: their cells hold the text that they show beside the value."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from corpus.errors import TooLarge, Unreadable
from corpus.files.limits import SPLIT, Limits
from corpus.readers.archive import Archive
from corpus.readers.result import ReaderText
from corpus.readers.sheets.grid import Area, Sheet, print_book

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MANIFEST = "META-INF/manifest.xml"


def read_ods(data: bytes, name: str, limits: Limits) -> ReaderText:
    """The text of an OpenDocument spreadsheet, a row a line, cells as they are shown.

    Raises Unreadable when damaged or protected, TooLarge beyond the limits.
    """
    archive = Archive(data, name, limits)
    if _MANIFEST in archive.names and archive.read_xml(_MANIFEST).find(".//{*}encryption-data") is not None:
        raise Unreadable(name, "is protected with a password", remedy="save it without the password")
    return print_book(list(_read_sheets(archive)), "ods", name, limits)


def _read_sheets(archive: Archive) -> Iterator[Sheet]:
    hidden: set[str | None] = set()  # styles of tables that are not shown
    sheet = _Rows("", archive.limits, archive.name)
    wanted = ("style", "table-column", "table-row", "table")  # a table comes when it ends, behind its rows
    for element in archive.iter_xml("content.xml", wanted):
        if element.tag == _STYLE + "style":
            shape = element.find(_STYLE + "table-properties")
            if shape is not None and shape.get(_TABLE + "display") == "false":
                hidden.add(element.get(_STYLE + "name"))
        elif element.tag == _TABLE + "table-column":
            sheet.add_columns(element)
        elif element.tag == _TABLE + "table-row":
            sheet.add_row(element)
        elif element.tag == _TABLE + "table":
            name = element.get(_TABLE + "name", "")
            done = sheet.finish(name)
            yield Sheet(name, hidden=1) if element.get(_TABLE + "style-name") in hidden else done
            sheet = _Rows("", archive.limits, archive.name)


class _Rows:
    """The rows of one sheet as they come; what a row or cell stands for several times is counted, not copied."""

    def __init__(self, name: str, limits: Limits, subject: str) -> None:
        self.sheet = Sheet(name)
        self.limits, self.subject = limits, subject
        self.row = self.column = self.size = 0
        self.hidden: set[int] = set()
        self.dropped: set[int] = set()

    def add_columns(self, element: etree._Element) -> None:
        times = _times(element, "columns")
        if _is_hidden(element):
            self.hidden |= set(range(self.column, self.column + min(times, 16_384)))
        self.column += times

    def add_row(self, element: etree._Element) -> None:
        times = _times(element, "rows")
        cells = list(self._cells(element))
        # Counted before they are copied: a row may stand for a million.
        self.size += times * sum(len(text) + 1 for _, text in cells)
        if self.size > self.limits.text_chars:
            reason = f"holds more than {self.limits.text_chars:,} characters"
            raise TooLarge(self.subject, reason, remedy=SPLIT)
        if _is_hidden(element):
            self.sheet.hidden += bool(cells) * times
        elif cells:
            self.dropped |= self.hidden.intersection(column for column, _ in cells)
            shown = [(column, text) for column, text in cells if column not in self.hidden]
            for row in range(self.row, self.row + times):
                for column, text in shown:
                    self.sheet.put(row, column, text)
        self.row += times

    def _cells(self, element: etree._Element) -> Iterator[tuple[int, str]]:
        column = 0
        for cell in element.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            times = min(_times(cell, "columns"), 16_384)
            covered = cell.tag == _TABLE + "covered-table-cell"
            text = "" if covered else "\n".join(map(_text_of, cell.iterchildren(_TEXT + "p", _TEXT + "h")))
            across, down = (_whole(cell.get(f"{_TABLE}number-{way}-spanned")) for way in ("columns", "rows"))
            if text and (across > 1 or down > 1):
                self.sheet.merged.append(Area(self.row, column, self.row + down - 1, column + across - 1))
            yield from ((at, text) for at in range(column, column + times) if text.strip())
            column += times

    def finish(self, name: str) -> Sheet:
        self.sheet.name = name
        self.sheet.hidden += len(self.dropped)
        return self.sheet


def _text_of(paragraph: etree._Element) -> str:
    """The text of a paragraph, its blanks and breaks written out, comments left out."""
    parts = [paragraph.text or ""]
    for child in paragraph:
        if child.tag == _TEXT + "s":
            parts.append(" ")
        elif child.tag == _TEXT + "line-break":
            parts.append("\n")
        elif child.tag != _OFFICE + "annotation":
            parts.append(_text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _is_hidden(element: etree._Element) -> bool:
    return element.get(_TABLE + "visibility", "visible") != "visible"


def _times(element: etree._Element, way: str) -> int:
    return _whole(element.get(f"{_TABLE}number-{way}-repeated"))


def _whole(text: str | None) -> int:
    return min(int(text), 1 << 20) if text and text.isascii() and text.isdigit() else 1
