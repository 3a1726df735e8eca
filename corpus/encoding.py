"""Bytes → text, and how we knew: BOM, declared charset, then whichever reading is likely Chinese."""

from __future__ import annotations

import codecs
import math
import re
from dataclasses import dataclass

from corpus.chunks import Chunk, bad_notes, find_turned, join_chunks, read_chunk, read_four
from corpus.errors import Unreadable
from corpus.model import Note, Stretch
from corpus.prior import DAMAGE, likelihood, weights
from corpus.torn.lines import line_reader, may_be_torn
from corpus.torn.wide import read_wide

# Longest first: the BOM of UTF-32-LE begins like that of UTF-16-LE.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BOM_BODY = {"utf-8-sig": ("utf-8", 3), "utf-16": ("", 2), "utf-32": ("", 4)}
# (codec, bytes of its first character that may be cut off)
_CANDIDATES = (
    ("utf-8", 0),
    *((codec, phase) for codec in ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be") for phase in (0, 1)),
)
_BY_LINE = ("utf-8", "gb18030", "big5hkscs")
_LABELS = {
    **dict.fromkeys(("gb2312", "gb-2312", "gbk", "x-gbk", "cp936", "gb18030", "euc-cn", "gb2312-80"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "big5hkscs", "cp950", "x-x-big5", "big5-eten"), "big5hkscs"),
    **dict.fromkeys(("utf8", "utf-8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("utf-16", "utf16", "unicode", "utf-16le"), "utf-16-le"),
}
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_MAGIC = {
    b"PK\x03\x04": "a zip container (docx, xlsx, ofd …)",
    b"\xd0\xcf\x11\xe0\xa1\xb1": "an old Office file (doc, xls, wps)",
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"II*\x00": "a TIFF picture",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b\x08": "a gzip archive",
    b"SQLite format 3\x00": "an SQLite database",
    b"\x7fELF": "a program",
}
_HIGH_LINE = re.compile(rb"(?m)^[^\n]*[\x80-\xff][^\n]*\n?")
_SAMPLE = 32_768  # bytes that are enough to tell encodings apart
_DECLARED_BONUS = 8.0  # nats: a declaration decides only where the bytes leave it open
_PHASE_COST = 8.0
_CROSSED_COST = 8.0
_MARGIN = 12.0  # nats by which another encoding must read a paragraph better than that of its page
_USUAL = -10.0  # nats: characters of sound text
_SHORT = 512  # below this even valid UTF-8 is compared with the others (联通 in GBK is valid UTF-8)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the Python codec that read it, how we knew, and what could not be read.

    Where ``stretches`` is empty, ``text`` is what ``open(file, encoding=encoding, newline="").read()``
    gives. Bytes that belong to no character stand as U+FFFD, one for each place where
    ``errors="replace"`` puts one; a note names them. In Big5, GB 18030 and UTF-16 what a lost byte
    put one byte off is read as it was, the byte that is left being a sign by itself
    (``corpus.repair.lost_bytes.torn_marks``).
    """

    text: str
    encoding: str
    evidence: str
    notes: tuple[Note, ...] = ()
    stretches: tuple[Stretch, ...] = ()


def decode(data: bytes, *, declared: str | None = None, name: str = "data") -> Decoded:
    """The text of these bytes; ``declared`` is the charset that a server or page gives for them.

    Raises Unreadable, under ``name``, when the bytes are no text.

    >>> decode("全县森林覆盖率".encode("gbk"))    # "forest cover of the whole county"
    Decoded(text='全县森林覆盖率', encoding='gb18030', evidence='...', notes=(), stretches=())
    """
    _refuse_binary(data, name)
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _decode_after_bom(data, codec, bom)
    if declared is None and (found := _DECLARED.search(data[:4096])):
        declared = (found.group(1) or found.group(2)).decode("ascii")
    if data.isascii() and b"\0" not in data:
        return Decoded(data.decode("ascii"), "utf-8", "only ASCII bytes")
    if len(data) > _SHORT and b"\0" not in data:
        try:
            return Decoded(data.decode("utf-8"), "utf-8", "valid UTF-8" + _contradicted(declared, "utf-8"))
        except UnicodeDecodeError:
            pass
    if b"\0\0" in data and (four := read_four(data)):
        return Decoded(*four, "valid UTF-32")
    codec, phase, evidence = _choose(data, declared, name)
    if codec.startswith("utf-16"):
        text, stretches, bad = join_chunks(read_wide(data, codec, 0))
        return Decoded(text, codec, evidence, bad_notes(bad, codec), stretches if bad else ())
    return _decode_lines(data, codec, phase, evidence)


def codec_for(label: str) -> str | None:
    """The codec for a charset label of the web, or None for an unknown one.

    >>> codec_for("GB2312"), codec_for("no-such")
    ('gb18030', None)
    """
    plain = label.strip().lower().replace("_", "-")
    if plain in _LABELS:
        return _LABELS[plain]
    try:
        info = codecs.lookup(plain)
        b"".decode(info.name)
    except (LookupError, ValueError):
        return None
    return info.name


def _refuse_binary(data: bytes, name: str) -> None:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise Unreadable(
                name,
                f"is no text but {kind}",
                where=f"first bytes {data[:8].hex(' ')}",
                remedy="give it its own suffix",
            )


def _choose(data: bytes, declared: str | None, name: str) -> tuple[str, int, str]:
    """(codec, phase, evidence) of the likeliest reading."""
    sample = _take_sample(data)
    wanted = codec_for(declared) if declared else None
    candidates = list(_CANDIDATES)
    if wanted and all(codec != wanted for codec, _ in candidates):
        candidates.append((wanted, 0))
    scores: dict[tuple[str, int], float] = {}
    for codec, phase in candidates:
        text = sample[phase:].decode(codec, "replace")
        likely = max(likelihood(text), _undone(text)) if codec == "utf-8" and _is_valid(sample) else likelihood(text)
        scores[codec, phase] = likely - _PHASE_COST * phase + _DECLARED_BONUS * (codec == wanted)
    codec, phase = max(scores, key=scores.__getitem__)
    if _is_noise(sample, codec, phase):
        raise Unreadable(
            name,
            "is not utf-8, gb18030, big5 or utf-16 text",
            where=f"first bytes {data[:8].hex(' ')}",
            remedy="open it in the program that wrote it and save it as UTF-8 text",
        )
    others = [key for key in scores if key[0] != codec]
    lead = scores[codec, phase] - max(scores[key] for key in others)
    evidence = f"likeliest Chinese, {lead:.0f} nats before {max(others, key=scores.__getitem__)[0]}"
    if codec == "utf-8" and _is_valid(sample):
        evidence = "only ASCII bytes" if data.isascii() else "valid UTF-8"
    if wanted == codec:
        evidence = f"declared {declared}, and {evidence}"
    return codec, phase, evidence + _contradicted(declared, codec)


def _undone(text: str) -> float:
    """How likely this valid UTF-8 is Chinese once read wrongly as Latin-1 and saved so; the repair undoes it."""
    narrow = sum("\x80" <= char <= "\xff" for char in text)
    if narrow < 8 or 2 * narrow < sum(char > "\x7f" for char in text):
        return -math.inf
    data = b"".join(char.encode("latin-1" if char <= "\xff" else "utf-8") for char in text)
    return max(likelihood(data.decode(codec, "replace")) for codec in _BY_LINE) - _CROSSED_COST


def _is_valid(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _contradicted(declared: str | None, codec: str) -> str:
    if not declared or codec_for(declared) == codec:
        return ""
    return f"; declared {declared}, which the bytes contradict"


def _take_sample(data: bytes) -> bytes:
    """Enough of the data to judge; from long pages the lines that are not plain ASCII."""
    if len(data) <= _SAMPLE or b"\0" in data[:_SAMPLE]:
        return data[:_SAMPLE]
    lines, size = [], 0
    for found in _HIGH_LINE.finditer(data):
        lines.append(found.group()[: _SAMPLE // 2])
        size += len(lines[-1])
        if size >= _SAMPLE:
            break
    return b"".join(lines) or data[:_SAMPLE]


def _is_noise(sample: bytes, codec: str, phase: int) -> bool:
    """Random bytes, a program, a picture: no reading of it is text, not even line by line."""
    text = sample[phase:].decode(codec, "replace")
    if not codec.startswith("utf-16") and "\ufffd" in text:
        # A page of several encodings is read line by line: let each line have its best reading.
        lines = _split_lines(sample[phase:])
        readings = [max((line.decode(c, "replace") for c in _BY_LINE), key=likelihood) for line in lines]
        text = "".join(readings)
    # A piece may begin or end within a character.
    text = text.strip("\ufffd") if len(text) < _SHORT else text
    weigh = weights()
    damaged = sum(weigh[char] <= DAMAGE for char in text)
    if codec == "utf-8" and "\ufffd" not in text:
        return damaged > len(text) / 5 and _undone(text) < likelihood(text)
    likely = likelihood(text)
    if codec == "gb18030" and not damaged and _undone(text) > likely:
        return False
    # A page with holes still has more Chinese than holes; a program has none.
    holed = damaged > len(text) / 8 and sum(weigh[char] > _USUAL for char in text if char > "\u3000") < 3 * damaged
    return len(text) > 4 and (holed or likely < -11.5 * len(text))


def _decode_after_bom(data: bytes, codec: str, bom: bytes) -> Decoded:
    """The text behind a byte order mark, which the bytes may contradict."""
    body, skip = _BOM_BODY[codec]
    if not body:
        body = codec + ("-be" if bom in (codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE) else "-le")
    if codec == "utf-16" and (other := find_turned(data, body)):
        text, stretches, bad = join_chunks(read_wide(data, other, skip))
        return Decoded(text, other, "byte order mark, which the bytes contradict", bad_notes(bad, other), stretches)
    chunks = read_wide(data, body, skip) if codec == "utf-16" else read_chunk(data[skip:], body, skip)
    text, stretches, bad = join_chunks(chunks)
    return Decoded(text, codec, "byte order mark", bad_notes(bad, codec), stretches if bad else ())


def _decode_lines(data: bytes, codec: str, phase: int, evidence: str) -> Decoded:
    """Decode line by line where need be: a page may have paragraphs in another encoding."""
    if not phase:
        try:
            text = data.decode(codec)
            if codec != "utf-8" and (_may_be_mixed(text) or may_be_torn(text, codec)):
                raise ValueError("mixed")
            return Decoded(text, codec, evidence)
        except ValueError:
            pass
    at, read_line = line_reader(data, codec, phase)
    chunks = [Chunk("\ufffd", 0, 1, None)] if at else []
    crossed: list[tuple[int, int, str]] = []
    for line in _split_lines(data[at:]):
        other = _better_for(line, codec)
        if other:
            crossed.append((at, at + len(line), other))
        chunks += read_chunk(line, other, at) if other else read_line(line, at)
        at += len(line)
    text, stretches, bad = join_chunks(chunks)
    notes = bad_notes(bad, codec)
    if crossed:
        where = ", ".join(f"bytes {a}–{b} are {other}" for a, b, other in crossed[:5])
        more = f" and {len(crossed) - 5} more" if len(crossed) > 5 else ""
        notes += (Note("mixed encodings", f"{len(crossed)} lines are not {codec}: {where}{more}"),)
    return Decoded(text, codec, evidence, notes, stretches if bad or crossed else ())


def _split_lines(data: bytes) -> list[bytes]:
    # No trail byte of GB 18030 or Big5 is a line feed.
    return [line for line in re.split(rb"(?<=\n)", data) if line]


def _may_be_mixed(text: str) -> bool:
    """A look at the whole: does any line read badly?"""
    return any(len(line) > 1 and likelihood(line) < -9.0 * len(line) for line in text.split("\n"))


def _better_for(line: bytes, codec: str) -> str | None:
    """The encoding that reads this line without error and much better than the page's own, or None."""
    if line.isascii():
        return None
    own = likelihood(line.decode(codec, "replace"))
    best, found = own + _MARGIN, None
    for other in _BY_LINE:
        if other == codec:
            continue
        try:
            text = line.decode(other)
        except UnicodeDecodeError:
            continue
        score = likelihood(text)
        if score > best and score > -9.5 * len(text):
            best, found = score, other
    return found
