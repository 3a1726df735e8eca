"""Old Excel workbooks and those of Kingsoft (et), which are the same inside."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import xlrd

from corpus.errors import Unreadable
from corpus.files.limits import RESAVE, Limits
from corpus.readers.result import ReaderText
from corpus.readers.sheets.grid import Area, Sheet, print_book
from corpus.readers.sheets.numbers import show_number


def read_xls(data: bytes, name: str, limits: Limits) -> ReaderText:
    """The text of an old workbook, a row a line, cells as they are shown.

    Raises Unreadable when damaged or protected.
    """
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO())
        sheets = list(_read_sheets(book))
    except MemoryError:
        raise
    except Exception as error:  # whatever a damaged record leads to
        if "encrypted" in str(error).lower():
            raise Unreadable(name, "is protected with a password", remedy="save it without the password") from None
        raise Unreadable(name, "is a damaged or unknown Office file", remedy=RESAVE) from None
    return print_book(sheets, "xls", name, limits)


def _read_sheets(book: Any) -> Iterator[Sheet]:
    for number in range(book.nsheets):
        page = book.sheet_by_index(number)
        yield _read_sheet(book, page) if page.visibility == 0 else Sheet(page.name, hidden=1)
        book.unload_sheet(number)


def _read_sheet(book: Any, page: Any) -> Sheet:
    # The ends of merged areas are exclusive here.
    sheet = Sheet(
        page.name, merged=[Area(top, left, end - 1, right - 1) for top, end, left, right in page.merged_cells]
    )
    columns = {at for at, told in page.colinfo_map.items() if told.hidden}
    dropped: set[int] = set()
    for row in range(page.nrows):
        texts = {at: text for at in range(page.row_len(row)) if (text := _show(book, page.cell(row, at)))}
        if row in page.rowinfo_map and page.rowinfo_map[row].hidden:
            sheet.hidden += bool(texts)
            continue
        dropped |= columns & set(texts)
        for at, text in texts.items():
            if at not in columns:
                sheet.put(row, at, text)
    sheet.hidden += len(dropped)
    return sheet


def _show(book: Any, cell: Any) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value).replace("\r\n", "\n").replace("\r", "\n")
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
        told = book.format_map.get(style.format_key) if style is not None else None
        return show_number(cell.value, told.format_str if told else "General", from_1904=book.datemode == 1)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return xlrd.error_text_from_code.get(cell.value, "") if cell.ctype == xlrd.XL_CELL_ERROR else ""
