"""Escapes that a page maker failed to resolve: \\\\r\\\\n as four characters, &nbsp;, \\\\u53bf."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from corpus.repair.change import Change

_LINE_END = re.compile(r"\\r\\n|(?<![A-Za-z:\\/])\\[nr](?![A-Za-z_\\])|(?<![A-Za-z:\\/])\\[nr](?=\\[nrt])")
_TAB = re.compile(r"(?<![A-Za-z:\\/])\\t(?![A-Za-z_\\])")
_CODE = re.compile(r"(?<!\\)(?:\\u[0-9a-fA-F]{4})+")
_CODE_POINT = re.compile(r"<U\+([0-9A-Fa-f]{4,6})>")  # as R prints what its locale lacks
_PERCENT = re.compile(r"(?<=\d)_M_M_")  # a stand-in for % that some publishing systems never put back
_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def find_escapes(text: str) -> list[Change]:
    """Changes that put the characters meant in place of their escapes.

    >>> [change.new for change in find_escapes("全县&ldquo;十四五&rdquo;规划")]     # quotation marks
    ['“', '”']
    """
    changes: list[Change] = []
    if "\\" in text:
        changes += [Change("escape", *found.span(), "\n", "exact") for found in _LINE_END.finditer(text)]
        changes += [Change("escape", *found.span(), "\t", "exact") for found in _TAB.finditer(text)]
        changes += _resolve_codes(text)
    if "<U+" in text:
        for found in _CODE_POINT.finditer(text):
            if 0xA0 <= (code := int(found[1], 16)) < 0x110000 and not 0xD800 <= code < 0xE000:
                changes.append(Change("escape", *found.span(), chr(code), "exact"))
    if "_M_M_" in text:
        changes += [Change("escape", *found.span(), "%", "likely") for found in _PERCENT.finditer(text)]
    if "&" in text:
        changes += _resolve_entities(text)
    return sorted(changes, key=lambda change: change.start)


def _resolve_codes(text: str) -> Iterator[Change]:
    for found in _CODE.finditer(text):
        units = bytes.fromhex(found.group().replace("\\u", ""))
        try:
            new = units.decode("utf-16-be")
        except UnicodeDecodeError:
            continue
        if all(char > "\x9f" for char in new):
            yield Change("escape", *found.span(), new, "exact")


def _resolve_entities(text: str) -> Iterator[Change]:
    for found in _ENTITY.finditer(text):
        new = html.unescape(found.group())
        if new and new != found.group() and not new.startswith("&#") and "\ufffd" not in new:
            yield Change("escape", *found.span(), new, "exact")
