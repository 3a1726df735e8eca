"""Web pages: an extractor says where the document stands, we print it, tables, titles and numbers kept.

trafilatura is asked first, then resiliparse. What they return is only taken as the place: their own
output drops tables, titles and list numbers, and sometimes keeps menus.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import re
from dataclasses import dataclass

from lxml import etree

from corpus.encoding import Decoded, decode
from corpus.errors import Empty, TooLarge, Unreadable
from corpus.files.limits import MB, RESAVE, Limits
from corpus.model import Note
from corpus.readers.markup import count_visible_han, measure_depth, strip_tags, trim_tags
from corpus.readers.page_fields import read_fields, read_meta, read_title
from corpus.readers.page_place import find_container, find_frame, show_hidden
from corpus.readers.page_tree import Printer, count_sentences, parse_page
from corpus.readers.result import ReaderText, count_han

_MAX_FOR_EXTRACTORS = 6 * MB  # characters; beyond it they take minutes or return nothing
_ENOUGH = 200  # Chinese characters in a page that must not come out empty
_LEAST = 0.05  # share of them that must come out
_NO_TAG = re.compile(r"<[a-zA-Z!/]")
_SPACE = re.compile(r"[\s\u3000]+")
# An XML declaration forbids parsing from str; entities that a page declares itself are never expanded.
_PROLOG = re.compile(r"\A\s*+(?:<\?xml[^>]{0,300}\?>\s*+)?(?:<!DOCTYPE\b[^\[<>]{0,300}(?:\[.*?\]\s*+)?>)?", re.I | re.S)


@dataclass(frozen=True, slots=True)
class _Read:
    text: str
    by: str
    metadata: dict[str, str]


def read_html(data: bytes, name: str, limits: Limits) -> ReaderText:
    """The document on a page as lines, its title first, its meta tags and header table as metadata.

    Raises Empty when the page holds no text, Unreadable when it cannot be decoded.
    """
    return _read_page(_decode_page(data, name), name, limits)


def read_mht(data: bytes, name: str, limits: Limits) -> ReaderText:
    """The page in a web archive (MHTML), read as any page."""
    return _read_page(_unpack_mht(data, name), name, limits)


def read_embedded(data: bytes, name: str, limits: Limits) -> str:
    """All text of a page that is itself part of a document, such as the altChunk of a Word file."""
    got = _unpack_mht(data, name) if name.lower().endswith((".mht", ".mhtml")) else _decode_page(data, name)
    markup, _ = trim_tags(_PROLOG.sub("", got.text, count=1))
    if measure_depth(markup) > limits.markup_depth:
        return strip_tags(markup)
    return Printer(framed=False).print(parse_page(markup))


def _decode_page(data: bytes, name: str) -> Decoded:
    """As ``decode``; but tags in single bytes rule out UTF-16, of which a short page can look like."""
    got = decode(data, name=name) if not data.isascii() else Decoded(data.decode("ascii"), "utf-8", "only ASCII bytes")
    if got.encoding.startswith("utf-16") and b"\x00" not in data:
        for codec in ("utf-8", "gb18030"):
            with contextlib.suppress(UnicodeDecodeError):
                return Decoded(data.decode(codec), codec, f"valid {codec}, with tags in single bytes")
    return got


def _read_page(got: Decoded, name: str, limits: Limits) -> ReaderText:
    notes = list(got.notes)
    markup, trimmed = trim_tags(_PROLOG.sub("", got.text, count=1).replace("\x00", ""))
    if trimmed:
        notes.append(Note("markup", f"{trimmed} tag(s) with hundreds of attributes were cut short"))
    if not _NO_TAG.search(markup):
        read = _Read(markup.strip(), "as it stands: no tag in it", {})
    elif measure_depth(markup) > limits.markup_depth:
        read = _Read(strip_tags(markup), "by stripping the tags", {})
        notes.append(Note("markup", "is nested so deeply that its tags were stripped", "look for menus in the text"))
    else:
        read = _read_tree(markup)
        seen, came = count_visible_han(markup), count_han(read.text)
        if seen > _ENOUGH and came < _LEAST * seen:
            read = _Read(strip_tags(markup), "by stripping the tags", read.metadata)
            message = f"{came} of {seen} Chinese characters came out of the page; its tags were stripped instead"
            notes.append(Note("little text", message, "look for menus in the text"))
    if not read.text:
        raise Empty(name, "has no text in it", remedy="save the page again when it has loaded, or save it as text")
    if len(read.text) > limits.text_chars:
        raise TooLarge(name, f"holds more than {limits.text_chars:,} characters", remedy=RESAVE)
    evidence = f"{got.encoding} ({got.evidence}); page read {read.by}"
    return ReaderText(read.text, "html", read.metadata, notes=tuple(notes), evidence=evidence)


def _read_tree(markup: str) -> _Read:
    try:
        root = parse_page(markup)
    except (etree.LxmlError, ValueError, AssertionError):
        return _Read(strip_tags(markup), "by stripping the tags", {})
    if show_hidden(root):
        markup = str(etree.tostring(root, encoding="unicode", method="html"))
    meta = read_meta(root)
    title = read_title(root, meta)
    fields, tables = read_fields(root)
    frame = find_frame(root) | tables
    visible = Printer(frame=frame).print(root)
    anchor, by = _find_anchor(markup, count_han(visible))
    text = Printer(frame=frame).print(find_container(root, anchor, frame)) if anchor else visible
    if count_sentences(text) < 0.5 * count_sentences(anchor):  # the document stands in parts that we take for frame
        text = Printer(framed=False).print(find_container(root, anchor))
    return _Read(_put_title(title, text), by, meta | fields)


def _find_anchor(markup: str, visible: int) -> tuple[str, str]:
    """The text that an extractor takes for the document, and which one it was."""
    if len(markup) > _MAX_FOR_EXTRACTORS:
        return "", "whole: too long for the extractors"
    first = _ask_trafilatura(markup)
    if count_han(first) >= max(0.2 * visible, 1):
        return first, "where trafilatura found it"
    second = _ask_resiliparse(markup)
    if count_han(second) > count_han(first):
        return second, "where resiliparse found it"
    return first, "where trafilatura found it" if first else "whole: no extractor found a document"


def _ask_trafilatura(markup: str) -> str:
    import trafilatura

    try:
        return trafilatura.extract(markup, include_tables=True, include_comments=False, fast=False) or ""
    except Exception:  # any fault of the extractor: the next one is asked
        return ""


def _ask_resiliparse(markup: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    try:
        return str(extract_plain_text(markup, main_content=True, alt_texts=False, links=False, form_fields=False))
    except Exception:  # as above; the whole page is then printed
        return ""


def _put_title(title: str, text: str) -> str:
    """The text with its title on the first line, unless it begins a line near the top anyway."""
    wanted = _SPACE.sub("", title)
    lines = [_SPACE.sub("", line) for line in text.split("\n", 20)[:20]]
    if not wanted or any("".join(lines[i : i + 5]).startswith(wanted) for i in range(len(lines))):
        return text
    return f"{title}\n{text}"


def _unpack_mht(data: bytes, name: str) -> Decoded:
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body.strip():
                return decode(body, declared=part.get_content_charset(), name=name)
    raise Unreadable(name, "holds no page", remedy="save the page as .html")
