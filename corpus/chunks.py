"""Decoding that keeps apart what could not be decoded, so that every character knows its byte."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.model import Note, Stretch
from corpus.prior import likelihood

_TURNED = 50.0  # nats by which the other order of bytes must be likelier than that of the byte order mark
_LOOK = 32_768  # bytes that are enough to tell


@dataclass(frozen=True, slots=True)
class Chunk:
    """Text decoded from ``size`` bytes at ``byte``; ``codec`` is None for U+FFFD in place of bad bytes."""

    text: str
    byte: int
    size: int
    codec: str | None


def read_chunk(data: bytes, codec: str, byte: int) -> Iterator[Chunk]:
    """Decode as ``errors="replace"`` does, keeping apart what it replaced."""
    view, at = memoryview(data), 0
    while at < len(data):
        try:
            yield Chunk(codecs.decode(view[at:], codec), byte + at, len(data) - at, codec)
            return
        except UnicodeDecodeError as error:
            if error.start:
                sound = view[at : at + error.start]
                yield Chunk(codecs.decode(sound, codec), byte + at, error.start, codec)
            yield Chunk("\ufffd", byte + at + error.start, error.end - error.start, None)
            at += error.end


def join_chunks(chunks: Iterable[Chunk]) -> tuple[str, tuple[Stretch, ...], list[Chunk]]:
    """(text, stretches, the chunks of bytes that are no characters)."""
    parts: list[str] = []
    stretches: list[Stretch] = []
    bad: list[Chunk] = []
    length = 0
    for chunk in chunks:
        if chunk.codec is None:
            bad.append(chunk)
        if not stretches or chunk.codec is None or stretches[-1].encoding != chunk.codec:
            stretches.append(Stretch(length, chunk.byte, chunk.codec))
        parts.append(chunk.text)
        length += len(chunk.text)
    return "".join(parts), tuple(stretches), bad


def bad_notes(bad: list[Chunk], codec: str) -> tuple[Note, ...]:
    """What is told of the bytes that are no characters; nothing where there are none.

    >>> [note.message for note in bad_notes([Chunk("\ufffd", 7, 1, None), Chunk("\ufffd", 30, 2, None)], "gb18030")]
    ["3 bytes that are no gb18030 stand as U+FFFD (errors='replace'), at byte 7, 30"]
    """
    notes = []
    if replaced := [chunk for chunk in bad if chunk.text == "\ufffd"]:
        count = sum(chunk.size for chunk in replaced)
        message = (
            f"{count} bytes that are no {codec} stand as U+FFFD (errors='replace'), at byte {_list_bytes(replaced)}"
        )
        notes.append(Note("bytes replaced", message, "junxian show gives the bytes around each"))
    if torn := [chunk for chunk in bad if chunk.text != "\ufffd"]:
        message = f"the file lost {len(torn)} single bytes of {codec}, at byte {_list_bytes(torn)}"
        notes.append(Note("bytes lost", message, "junxian repair --explain gives each character and how sure it is"))
    return tuple(notes)


def _list_bytes(chunks: list[Chunk]) -> str:
    return ", ".join(str(chunk.byte) for chunk in chunks[:5]) + (" …" if len(chunks) > 5 else "")


def read_four(data: bytes) -> tuple[str, str] | None:
    """(text, codec) of UTF-32 without a byte order mark; hardly anything else is valid so.

    >>> read_four("县".encode("utf-32-be"))
    ('县', 'utf-32-be')
    """
    for codec in ("utf-32-le", "utf-32-be"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, codec
    return None


def find_turned(data: bytes, codec: str) -> str:
    """The UTF-16 of the other order of bytes, where the text after a byte order mark is likelier in it; else ""."""
    other = "utf-16-le" if codec == "utf-16-be" else "utf-16-be"
    own, turned = (likelihood(data[2:_LOOK].decode(name, "replace")) for name in (codec, other))
    return other if turned > own + _TURNED else ""
