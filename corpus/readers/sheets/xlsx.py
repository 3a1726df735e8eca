"""Excel workbooks (xlsx, xlsm): the parts read as they stand, since numbers mean nothing without their formats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.files.limits import Limits
from corpus.readers.archive import Archive
from corpus.readers.package import find_main, read_links
from corpus.readers.result import ReaderText
from corpus.readers.sheets.formats import built_in_format
from corpus.readers.sheets.grid import Area, Sheet, print_book
from corpus.readers.sheets.numbers import show_number

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})\Z")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ON = ("1", "true")


def read_xlsx(data: bytes, name: str, limits: Limits) -> ReaderText:
    """The text of a workbook, a row a line, cells as they are shown.

    Raises Unreadable when damaged or protected, TooLarge beyond the limits.
    """
    book = _Book(Archive(data, name, limits))
    sheets = list(book.read_sheets())
    return print_book(sheets, "xlsx", name, limits, unsolved=book.unsolved)


class _Book:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.main = find_main(archive, "xl/workbook.xml")
        self.links = read_links(archive, self.main)
        self.unsolved = 0
        self.from_1904 = False
        self.formats = list(self._read_formats())
        self.strings = list(self._read_strings())

    def read_sheets(self) -> Iterator[Sheet]:
        root = self.archive.read_xml(self.main)
        settings = root.find("{*}workbookPr")
        self.from_1904 = settings is not None and settings.get("date1904") in _ON
        for entry in root.iterfind("{*}sheets/{*}sheet"):
            part = self.links.get(entry.get(_R + "id", ""), "")
            if entry.get("state", "visible") != "visible":
                yield Sheet(entry.get("name", ""), hidden=1)
            elif part in self.archive.names and "/chartsheets/" not in part:
                yield self._read_sheet(entry.get("name", ""), part)

    def _read_sheet(self, name: str, part: str) -> Sheet:
        sheet = Sheet(name)
        hidden: set[int] = set()
        at = -1
        for element in self.archive.iter_xml(part, ("col", "row", "mergeCell")):
            kind = etree.QName(element).localname
            if kind == "col" and element.get("hidden") in _ON:
                first, last = (_whole(element.get(end), 1) - 1 for end in ("min", "max"))
                hidden |= set(range(first, min(last, first + 16_384) + 1))
            elif kind == "mergeCell":
                sheet.merged += _read_area(element.get("ref", ""))
            elif kind == "row":
                at = _whole(element.get("r"), at + 2) - 1
                if element.get("hidden") in _ON:
                    sheet.hidden += any(self._shown(cell) for _, cell in _cells(element))
                    continue
                for column, cell in _cells(element):
                    if text := self._show(cell):
                        sheet.put(at, column, text)
        _drop_columns(sheet, hidden)
        return sheet

    def _shown(self, cell: etree._Element) -> bool:
        return cell.find("{*}v") is not None or cell.find("{*}is") is not None

    def _show(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _read_rich(cell.find("{*}is"))
        value = (cell.findtext("{*}v") or "").strip(" \n\r\t" if kind == "n" else "")
        if not value:
            self.unsolved += kind != "str" and cell.find("{*}f") is not None
            return ""
        if kind == "s":
            place = _whole(value, -1)
            return self.strings[place] if 0 <= place < len(self.strings) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind != "n":
            return _unescape(value)
        style = _whole(cell.get("s"), 0)
        code = self.formats[style] if 0 <= style < len(self.formats) else "General"
        try:
            return show_number(float(value), code, from_1904=self.from_1904)
        except ValueError:
            return value

    def _read_formats(self) -> Iterator[str]:
        """The number format of each style."""
        part = self.links.get("type:styles", "")
        if part not in self.archive.names:
            return
        root = self.archive.read_xml(part)
        own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iterfind("{*}numFmts/{*}numFmt")}
        for style in root.iterfind("{*}cellXfs/{*}xf"):
            number = style.get("numFmtId", "0")
            yield own.get(number) or built_in_format(_whole(number, 0))

    def _read_strings(self) -> Iterator[str]:
        part = self.links.get("type:sharedStrings", "")
        if part in self.archive.names:
            yield from map(_read_rich, self.archive.iter_xml(part, ("si",)))


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Column and cell; a cell that does not say where it stands follows the one before."""
    column = -1
    for cell in row.iterchildren("{*}c"):
        found = _PLACE.match(cell.get("r") or "")
        column = _column(found[1]) if found else column + 1
        yield column, cell


def _drop_columns(sheet: Sheet, hidden: set[int]) -> None:
    held = hidden & {column for cells in sheet.rows.values() for column in cells}
    sheet.hidden += len(held)
    if held:
        kept = ((row, {at: text for at, text in cells.items() if at not in held}) for row, cells in sheet.rows.items())
        sheet.rows = {row: cells for row, cells in kept if cells}


def _read_rich(element: etree._Element | None) -> str:
    """The text of runs; how it is pronounced is left out."""
    if element is None:
        return ""
    texts = (text for text in element.iter("{*}t") if etree.QName(text.getparent()).localname != "rPh")
    return _unescape("".join(text.text or "" for text in texts))


def _unescape(text: str) -> str:
    """Characters that XML cannot hold are written _x000D_; line breaks of either kind become one."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: char if (char := chr(int(found[1], 16))) >= " " or char == "\n" else "", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_area(ref: str) -> list[Area]:
    ends = [_PLACE.match(end) for end in ref.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return []
    (left, top), (right, bottom) = ((_column(end[1]), int(end[2]) - 1) for end in (ends[0], ends[1]))
    return [Area(top, left, bottom, right)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _whole(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default
