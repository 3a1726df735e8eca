"""Escapes that a page maker failed to resolve: \\\\r\\\\n as four characters, &nbsp;, \\\\u53bf."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from corpus.prior import likelihood
from corpus.repair.change import Change
from corpus.repair.encodings.escaped_bytes import find_escaped_bytes

_LINE_END = re.compile(r"\\r\\n|(?<![A-Za-z:\\/])\\[nr](?![A-Za-z_\\])|(?<![A-Za-z:\\/])\\[nr](?=\\[nrt])")
_TAB = re.compile(r"(?<![A-Za-z:\\/])\\t(?![A-Za-z_\\])")
_CODE = re.compile(r"(?:(?<!\\)\\u[0-9a-fA-F]{4})+|(?<!\\)(?:\\\\u[0-9a-fA-F]{4})+|(?:%u[0-9a-fA-F]{4})+")
# As R prints what its locale lacks, as newer languages write it, as standards name it.
_CODE_POINT = re.compile(
    r"<U\+([0-9A-Fa-f]{4,6})>|\\[ux]\{([0-9A-Fa-f]{2,6})\}|U\+([4-9][0-9A-F]{3}|2[0-6][0-9A-F]{2}|3[0-3][0-9A-F]{2}|FF[0-9A-F]{2})"
)
_CODED = ("\\u", "%u", "U+", "\\x{")  # each way of writing a code begins with one of these
# As rich text writes it: \u21439?, a decimal number and what older programs show in its place.
_DECIMAL = re.compile(r"\\u(-?\d{3,5}) ?(?:\?|\\'[0-9a-f]{2})")
_TAG = re.compile(
    r"</?(?P<block>br|p|div|tr|table|tbody|li|ul|ol|h[1-6])?(?(block)|(?:span|font|strong|b|td|a|o:p|u|em))\b[^<>\n]{0,200}>"
)
_EATEN = re.compile(r"\?/(?:p|div|span|td|li|strong|h[1-6])>")
_SEVERAL = 4
_ORDINARY = 9.6  # nats a character: rarer than Chinese text is
_BOM = re.compile(r"ï»¿|\A锘[?\ufffd]?(?=[^\ufffd])")  # a byte order mark read as Latin-1, as GBK
_PERCENT = re.compile(r"(?<=\d)_M_M_")  # a stand-in for % that some publishing systems never put back
_ENTITY = re.compile(
    r"&(?:# ?\d{2,7}|# ?[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});|&#(?:[1-5]\d{4}|6[0-5]\d{3}|[89]\d{3})"
    r"|&#[xX][0-9a-fA-F]{4}(?![0-9a-fA-F])"
    r"|＆#(?:\d{2,7}|[xX][0-9a-fA-F]{2,6})[;；]"
)


def find_escapes(text: str) -> list[Change]:
    """Changes that put the characters meant in place of their escapes.

    >>> [change.new for change in find_escapes("全县&ldquo;十四五&rdquo;规划")]     # quotation marks
    ['“', '”']
    """
    changes: list[Change] = []
    if "\\" in text:
        changes += [Change("escape", *found.span(), "\n", "exact") for found in _LINE_END.finditer(text)]
        tabs = _TAB.finditer(text) if "\\t" in text else ()
        changes += [Change("escape", *found.span(), "\t", "exact") for found in tabs]
    if any(sign in text for sign in _CODED):
        changes += _resolve_codes(text)
    if "%" in text or "\\" in text or "=" in text or "~{" in text:
        changes += find_escaped_bytes(text)
    if "<" in text or "?/" in text:
        changes += _drop_tags(text)
    if "ï»¿" in text or text.startswith("锘"):
        changes += [Change("invisible", *found.span(), "", "exact") for found in _BOM.finditer(text)]
    if "_M_M_" in text:
        changes += [Change("escape", *found.span(), "%", "likely") for found in _PERCENT.finditer(text)]
    if "&" in text or "＆" in text:
        changes += _resolve_entities(text)
    return sorted(changes, key=lambda change: change.start)


def _resolve_codes(text: str) -> Iterator[Change]:
    decimals = [(found, _read_decimal(found[1])) for found in _DECIMAL.finditer(text)]
    decimals = [(found, new) for found, new in decimals if new]
    if decimals and likelihood("".join(new for _, new in decimals)) > -_ORDINARY * len(decimals):
        for found, new in decimals:
            yield Change("escape", *found.span(), new, "exact")
        return
    for found in _CODE_POINT.finditer(text):
        code = int(found[found.lastindex or 1], 16)
        if 0xA0 <= code < 0x110000 and not 0xD800 <= code < 0xE000:
            yield Change("escape", *found.span(), chr(code), "exact")
    few = text.count("\\\\u") < _SEVERAL  # one alone is written about, as \\u53bf is here
    for found in _CODE.finditer(text):
        if few and found.group()[1] == "\\":
            continue
        units = bytes.fromhex(re.sub(r"\\+u|%u", "", found.group()))
        try:
            new = units.decode("utf-16-be")
        except UnicodeDecodeError:
            continue
        if all(char > "\x9f" for char in new):
            yield Change("escape", *found.span(), new, "exact")


def _read_decimal(number: str) -> str:
    code = int(number) % 0x10000
    return chr(code) if code >= 0xA0 and not 0xD800 <= code < 0xE000 else ""


def _drop_tags(text: str) -> Iterator[Change]:
    """Tags that a text was pasted with: those of a paragraph or row end a line. Of 。</p> cut within the 。, ?/p> is
    left: a character is lost there, mostly a full stop."""
    for found in _EATEN.finditer(text):
        yield Change("escape", *found.span(), "", "lossy")
    for found in _TAG.finditer(text):
        ends = found["block"] and (found["block"] == "br" or found.group()[1] == "/")
        new = "\n" if ends and text[found.end() : found.end() + 1] not in ("\n", "\r") else ""
        yield Change("escape", *found.span(), new, "exact")


def _resolve_entities(text: str) -> Iterator[Change]:
    for found in _ENTITY.finditer(text):
        new = html.unescape(found.group().replace(" ", "").replace("＆", "&").replace("；", ";"))
        if new and new != found.group() and not new.startswith("&#") and "\ufffd" not in new:
            yield Change("escape", *found.span(), new, "exact")
