"""Plain text and Markdown: decoded and otherwise left exactly as it is."""

from __future__ import annotations

import re

from corpus.encoding import decode
from corpus.errors import Empty, Unreadable
from corpus.readers.result import ReaderText

# Control characters that no text uses; tab, line ends and form feed are common in text.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def read_text(data: bytes, *, name: str = "", declared: str | None = None) -> ReaderText:
    """The decoded text, character by character what ``open(file, encoding=…, newline="")`` gives.

    Raises Empty when there is nothing but white space, Unreadable when the bytes are no text.

    >>> read_text("县域就诊率".encode("gb18030"), name="a.txt").text    # "share of visits within the county"
    '县域就诊率'
    """
    if not data.strip(b"\x00\t\r\n\x0c "):
        raise Empty(name, "holds nothing but white space", remedy="fetch the file again")
    got = decode(data, declared=declared, name=name)
    unseen = len(_CONTROL.findall(got.text))
    if unseen > 20 and unseen > len(got.text) // 50:
        raise Unreadable(name, "is no text (control characters throughout)", remedy="check how the file was saved")
    if not got.text.strip().strip("\ufeff"):
        raise Empty(name, "holds nothing but white space", remedy="fetch the file again")
    return ReaderText(
        got.text,
        "text",
        notes=got.notes,
        encoding=got.encoding,
        evidence=got.evidence,
        stretches=got.stretches,
    )
