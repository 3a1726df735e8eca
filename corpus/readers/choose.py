"""From the bytes of a file to the reader that fits what it really is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from corpus.errors import Empty, Unsupported
from corpus.files.kinds import SUFFIXES, UNREAD, name_archive, name_ole, name_open_document, sniff_head
from corpus.files.limits import Limits
from corpus.model import Note
from corpus.readers.result import Reader, ReaderText

WORDS = {
    "text": "plain text",
    "html": "a web page",
    "mht": "a saved web page (mht)",
    "docx": "a Word file (docx)",
    "pdf": "a PDF",
    "ole": "an old Word or WPS file",
    "rtf": "rich text (rtf)",
    "odt": "an OpenDocument text",
    "xlsx": "a workbook (xlsx)",
    "xls": "an old workbook (xls, et)",
    "ods": "an OpenDocument spreadsheet",
    "csv": "a table of values (csv, tsv)",
    "ofd": "an OFD file",
    "image": "a picture",
}


def read_any(data: bytes, name: str, limits: Limits) -> ReaderText:
    """The text of a file by the reader for its real kind; a note where its name says otherwise.

    Raises the SourceErrors of the readers, and Unsupported for kinds that nothing here reads.
    """
    promised = SUFFIXES.get(PurePosixPath(name).suffix.strip().lower(), "")
    kind = _tell_kind(data, name, promised, limits)
    if kind in UNREAD:
        raise Unsupported(name, f"is of a kind that is not read ({kind})", remedy=UNREAD[kind])
    got = _reader(kind)(data, name, limits)
    if not got.text.strip():
        raise Empty(name, "has no text in it", remedy="check the file, or give it as .txt")
    if kind != promised:
        message = f"is {WORDS[kind]}, though its name does not say so"
        got = replace(got, notes=(Note("wrong suffix", message, "rename the file"), *got.notes))
    return got


def _tell_kind(data: bytes, name: str, promised: str, limits: Limits) -> str:
    kind = sniff_head(data[:4096])
    if kind == "zip":
        from corpus.readers.archive import Archive

        archive = Archive(data, name, limits)
        kind = name_archive(archive.names)
        return name_open_document(archive.read("mimetype")) if kind == "odt" else kind
    if kind == "ole":
        return name_ole(data, promised)
    if kind:
        return kind
    # No magic: text of some sort, whatever office suffix it carries; only pages look different from text.
    return promised if promised in ("html", "csv") else "text"


def _reader(kind: str) -> Reader:
    """The reader for a kind; heavy libraries are imported only when a file needs them."""
    if kind in ("html", "mht"):
        from corpus.readers import html

        return html.read_html if kind == "html" else html.read_mht
    if kind == "docx":
        from corpus.readers.docx import read_docx

        return partial(read_docx, read_part=read_any)
    if kind == "pdf":
        from corpus.readers.pdf import read_pdf

        return read_pdf
    if kind in ("ole", "rtf", "odt"):
        from corpus.readers.office import read_office

        return read_office
    if kind in ("xlsx", "xls", "ods", "csv"):
        return _sheet_reader(kind)
    if kind == "image":
        from corpus.readers.scan import read_image

        return read_image
    if kind == "ofd":
        from corpus.readers.ofd import read_ofd

        return read_ofd
    return _read_plain


def _sheet_reader(kind: str) -> Reader:
    if kind == "xlsx":
        from corpus.readers.sheets.xlsx import read_xlsx

        return read_xlsx
    if kind == "xls":
        from corpus.readers.sheets.xls import read_xls

        return read_xls
    if kind == "csv":
        from corpus.readers.sheets.delimited import read_delimited

        return read_delimited
    from corpus.readers.sheets.ods import read_ods

    return read_ods


def _read_plain(data: bytes, name: str, limits: Limits) -> ReaderText:
    from corpus.readers.text import read_text

    return read_text(data, name=name)
