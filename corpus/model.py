"""What a file becomes: Source → Document → Plans → Sections → Provisions.

Every text here is settled: ``start``/``end`` are code points, end exclusive, and never move.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from corpus.alignment import Alignment
from corpus.quick import quick

Verdict = Literal["exact", "likely", "lossy"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a researcher must see: ``template``, ``truncated``, ``frame only`` …"""

    code: str
    message: str
    remedy: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Repair:
    """One change to a source's text, enough to undo it. Offsets are into ``Source.original``."""

    rule: str
    start: int
    end: int
    raw: str
    restored: str  # simplified, as it stands in the clean text
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``original[start]`` up to the next stretch the text was decoded from ``byte`` on.

    ``encoding`` is None for bytes that are no character: one U+FFFD stands for all of them, or a sign
    (``corpus.repair.lost_bytes.torn_marks``) for one that is left of a character.
    """

    start: int
    byte: int
    encoding: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was read, known by its SHA-256.

    ``original`` is what ``open(file, encoding=encoding, newline="").read()`` gives for text
    files, and what the reader returned for the others (``encoding`` is then None).
    """

    name: str  # relative to the folder that was given, "/" between the parts, valid UTF-8
    sha256: str
    size: int  # bytes
    original: str
    encoding: str | None
    reader: str  # text, html, docx, pdf, office, scan
    evidence: str = ""  # how the encoding or reader was chosen
    metadata: dict[str, str] = field(default_factory=dict)  # 索引号, 发文字号, 成文日期 … as the page gives them
    pages: tuple[int, ...] = ()  # offset in ``original`` where each page begins (pdf, scans)
    notes: tuple[Note, ...] = ()
    stretches: tuple[Stretch, ...] = ()  # only where the file is not of one encoding throughout

    def byte_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Bytes of the file that hold ``original[start:end]``; None where the file is no plain text."""
        if self.encoding is None:
            return None
        if self.stretches:
            return self._byte_at(start), self._byte_at(end)
        bom = {"utf-8-sig": 3, "utf-16": 2, "utf-32": 4}.get(self.encoding, 0)
        # utf-16 and utf-32 write a BOM of their own at each encode: subtract it again.
        codec = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(self.encoding, self.encoding)
        first = bom + len(self.original[:start].encode(codec, "surrogateescape"))
        return first, first + len(self.original[start:end].encode(codec, "surrogateescape"))

    def _byte_at(self, offset: int) -> int:
        from bisect import bisect_right

        if offset >= len(self.original):
            return self.size
        stretch = self.stretches[bisect_right(self.stretches, offset, key=lambda s: s.start) - 1]
        text = self.original[stretch.start : offset]
        return stretch.byte + (len(text.encode(stretch.encoding, "surrogatepass")) if stretch.encoding else 0)

    def page(self, offset: int) -> int | None:
        """1-based page that holds this offset, or None where the source has no pages."""
        from bisect import bisect_right

        return bisect_right(self.pages, offset) if self.pages else None


@quick
@dataclass(frozen=True, slots=True)
class Frame:
    """A stretch of the clean text that belongs to the web page and not to a plan."""

    start: int
    end: int
    rule: str


@quick
@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; offsets into ``Plan.text``.

    ``start:end`` is the whole section, ``start:heading_end`` its heading with the label.
    ``parent`` is the index of the enclosing section in ``Plan.sections``, or None.
    """

    level: int  # 1 = outermost in this plan
    label: str  # as written in clean text: 一、 （三） 2. ①; empty for headings without number
    text: str  # the heading without label and closing mark; empty when run into the sentence
    address: str  # 二/（三）/2
    start: int
    heading_end: int
    end: int
    parent: int | None


@quick
@dataclass(frozen=True, slots=True)
class Provision:
    """条款: the smallest unit of a plan, a paragraph or numbered item without children."""

    ordinal: int  # 1-based within the plan
    address: str  # of the section that holds it, plus ¶n where that holds several paragraphs
    start: int
    end: int
    section: int | None  # index in ``Plan.sections``


@dataclass(frozen=True, slots=True)
class Header:
    """What a plan says of itself before its first section; None or empty where it does not."""

    title: str
    issuer: str | None = None
    number: str | None = None  # normal form: 国办发〔2021〕9号
    date: str | None = None  # EDTF, of issue
    year: int | None = None  # the year that the plan is for (title, heading), else of issue
    kind: str = "unknown"  # plan, report, notice, draft, template, article, unknown
    evidence: tuple[tuple[str, int, int], ...] = ()  # (field, start, end) into Document.text


@dataclass(frozen=True, slots=True)
class Plan:
    """One policy document within a source, its text settled for good."""

    ordinal: int  # 1-based within the source
    text: str
    alignment: Alignment  # Plan.text ↔ Source.original
    header: Header
    sections: tuple[Section, ...] = ()
    provisions: tuple[Provision, ...] = ()
    notes: tuple[Note, ...] = ()
    border: str = ""  # the evidence for where it begins

    @property
    def title(self) -> str:
        return self.header.title

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in ``Source.original`` that ``text[start:end]`` came from."""
        return self.alignment.to_original(start, end)


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its clean text, what was done to it, and the plans found in it."""

    source: Source
    text: str  # repaired and simplified, frame and all
    alignment: Alignment  # Document.text ↔ Source.original
    repairs: tuple[Repair, ...] = ()
    frame: tuple[Frame, ...] = ()
    plans: tuple[Plan, ...] = ()
    notes: tuple[Note, ...] = ()
