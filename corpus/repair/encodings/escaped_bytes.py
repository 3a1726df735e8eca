"""Bytes written out as signs: %E5%8E%BF, =CF=D8, \\\\xe5\\\\x8e\\\\xbf, \\\\345\\\\216\\\\277, ~{OXCg~} → 县, 县城."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.prior import likelihood
from corpus.repair.change import Change
from corpus.repair.encodings.lattice import Block, Unit
from corpus.repair.encodings.rereading import join_strictly

# Addresses, form data and mail write bytes so, programs print them so, rich text keeps them so.
_BYTE = re.compile(
    r"(?:%([0-9A-Fa-f]{2})|=([0-9A-F]{2})|\\x([0-9A-Fa-f]{2})|\\'([0-9A-Fa-f]{2})|\\([0-3][0-7]{2}))(?:=\r?\n)?|=\r?\n|[!-~]"
)
_BREAK = re.compile(r"=\r?\n")  # mail breaks lines so
_WORD = re.compile(r"(?:[!-~]|(?<==)\r?\n)+")
_ESCAPE = re.compile(r"%(?:25)*[89A-Fa-f][0-9A-Fa-f]|=[89A-F][0-9A-F]|\\x[89A-Fa-f]|\\'[89A-Fa-f]|\\[23][0-7]{2}")
_TWICE = re.compile(r"%25(?=(?:25)*[0-9A-F]{2})")
_SEVEN_BITS = re.compile(r"~\{((?:[!-w][!-~])+)~\}")  # as mail and newsgroups once wrote GB 2312
_ADDRESS = re.compile(r"://|www\.|^[/?&]|\.(?:com|cn|net|org|gov|html?|aspx?|php|jsp)\b")
_SOUND = -9.6  # nats a character: what is read must read like Chinese
_LEAST = 2  # escapes


def find_escaped_bytes(text: str) -> Iterator[Change]:
    """Changes that put characters in the place of their bytes; addresses of pages stay as they are.

    >>> [change.new for change in find_escaped_bytes("目标%E5%8E%BF%E5%9F%9F")]      # "aims", "county area"
    ['县', '域']
    """
    if "~{" in text:
        for found in _SEVEN_BITS.finditer(text):
            new = bytes(ord(char) | 0x80 for char in found[1]).decode("gb2312", "replace")
            if "\ufffd" not in new and _is_chinese(new):
                yield Change("escape", *found.span(), new, "exact")
    if not any(sign in text for sign in "%=\\") or not _ESCAPE.search(text):
        return
    for found in _WORD.finditer(text):
        word = found.group()
        if len(_ESCAPE.findall(word)) >= _LEAST and not _ADDRESS.search(word):
            yield from _resolve(word, found.start())


def _resolve(word: str, offset: int) -> Iterator[Change]:
    twice = list(_TWICE.finditer(word))
    if len(twice) > _LEAST:
        for sign in twice:
            yield Change("escape", offset + sign.start(), offset + sign.end(), "%", "exact")
        return
    tokens = [token for token in _BYTE.finditer(word) if not _BREAK.fullmatch(token.group())]
    places = [token.start() for token in tokens] + [len(word)]
    for block in _decode([(_read_byte(token),) for token in tokens]) or ():
        start, end = places[block.start], places[block.end]
        if word[start:end] != block.new:
            yield Change("escape", offset + start, offset + end, block.new, "exact")


def _read_byte(token: re.Match[str]) -> bytes:
    if token.lastindex is None:
        return token.group().encode()
    return bytes((int(token[token.lastindex], 8 if token.lastindex == 5 else 16),))


def _decode(units: list[Unit]) -> list[Block] | None:
    """The characters of these bytes, in whichever encoding they are Chinese."""
    for codec in ("utf-8", "gb18030", "big5hkscs"):
        blocks = join_strictly(units, codec)
        if blocks and _is_chinese("".join(block.new for block in blocks)):
            return blocks
    return None


def _is_chinese(text: str) -> bool:
    wide = [char for char in text if char > "\x7f"]
    return bool(wide) and likelihood("".join(wide)) > _SOUND * len(wide)
