"""Tables as plain text (csv, tsv): what parts the cells is told from the file, line breaks in quotes are blanks."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from corpus.errors import Unreadable
from corpus.files.limits import RESAVE, Limits
from corpus.model import Note
from corpus.readers.result import ReaderText, count_han
from corpus.readers.sheets.grid import Sheet, print_book
from corpus.readers.text import read_text

_SAMPLE = 20_000
_MARKS = "\t,;"
_FEW = 20  # characters to one of Chinese: figures without words


def read_delimited(data: bytes, name: str, limits: Limits) -> ReaderText:
    r"""The text of a table, a row a line, as of a workbook.

    Raises Empty, Unreadable when the bytes are no text or no table, TooLarge beyond the limits.
    The example: "task, lead; canals and roads, water bureau".

    >>> read_delimited('任务,牵头单位\r\n"修渠,\n修路",水利局\r\n'.encode("gb18030"), "a.csv", Limits()).text
    '任务\t牵头单位\n修渠, 修路\t水利局'
    """
    got = read_text(data, name=name)
    text = got.text.removeprefix("\ufeff")
    sheet = Sheet("")
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_find_mark(text))):
            for column, cell in enumerate(cells):
                sheet.put(row, column, cell)
    except csv.Error:
        raise Unreadable(name, "is a damaged table", remedy=RESAVE) from None
    book = print_book([sheet], "csv", name, limits, evidence=got.evidence)
    notes = got.notes
    if count_han(book.text) * _FEW < len(book.text):
        message = "holds figures with hardly any Chinese words, so nothing is told of them"
        notes = (*notes, Note("figures only", message, "give the table with its head and names"))
    return replace(book, notes=(*notes, *book.notes))


def _find_mark(text: str) -> str:
    """What parts the cells: what the standard library tells, else the commonest."""
    sample = text[:_SAMPLE]
    first = max(_MARKS, key=sample.count)
    try:
        return csv.Sniffer().sniff(sample, _MARKS).delimiter
    except csv.Error:
        return first
