"""The byte that is left of a character whose other byte a file lost, as one character of its own.

U+FFFD would say no more than that something was there; the byte that is left leaves a few hundred characters of
twenty thousand. So it is written as a private character of plane 15, which no file holds, encoding and byte in one.
"""

from __future__ import annotations

import re

CODECS = ("big5hkscs", "gb18030", "utf-16-le", "utf-16-be")
_FIRST = 0xF1000
MARK = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 0x100 * len(CODECS) - 1)}]")


def write_mark(codec: str, byte: int) -> str:
    """The sign for this byte of a file in this encoding.

    >>> read_mark(write_mark("big5hkscs", 0xB0))
    ('big5hkscs', 176)
    """
    return chr(_FIRST + 0x100 * CODECS.index(codec) + byte)


def read_mark(mark: str) -> tuple[str, int]:
    """(encoding, byte) that such a sign stands for."""
    number, byte = divmod(ord(mark) - _FIRST, 0x100)
    return CODECS[number], byte
