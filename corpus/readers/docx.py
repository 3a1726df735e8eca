"""Word files: a walk of our own over the parts, since the libraries lose what plans rely on.

Kept: automatic numbers, inserted revisions, content controls, text boxes (once), tables, footnotes,
embedded web pages (altChunk). Dropped: deleted revisions, headers and footers, hidden text, comments.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from corpus.errors import SourceError
from corpus.files.limits import Limits
from corpus.model import Note
from corpus.readers.archive import Archive
from corpus.readers.numbering import Numbering, W
from corpus.readers.package import find_main, read_links
from corpus.readers.result import Reader, ReaderText, join_cells, join_paragraphs

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Containers that only wrap what they hold.
_WRAPPERS = {
    W + tag
    for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo")
} | {W + "rubyBase", W + "ruby"}
_DELETED = {W + "del", W + "moveFrom"}
_MARKS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_ON = (None, "1", "true", "on")


def read_docx(data: bytes, name: str, limits: Limits, *, read_part: Reader | None = None) -> ReaderText:
    """The text of a Word file, one paragraph or table row a line, footnotes at the end.

    ``read_part`` reads what was put into the file whole and is neither a web page nor a Word file (plain or rich
    text); without it such parts are left out, with a note. Raises Unreadable when damaged or protected, TooLarge
    beyond the limits.
    """
    archive = Archive(data, name, limits)
    walk = _Walk(archive, limits, read_part)
    lines = walk.read_body()
    notes = []
    if walk.revised:
        message = "holds tracked changes: insertions are kept, deletions dropped"
        notes.append(Note("revisions", message, "accept or reject the changes in the program that made the file"))
    if walk.unread:
        message = f"holds parts that were not read ({', '.join(walk.unread)})"
        notes.append(Note("unread parts", message, "open the file in the program that made it and save it again"))
    return ReaderText("\n".join(lines), "docx", walk.read_metadata(), notes=tuple(notes), evidence="parts of the docx")


class _Walk:
    """One pass over the body, counting numbered paragraphs as they come."""

    def __init__(self, archive: Archive, limits: Limits, read_part: Reader | None) -> None:
        self.archive = archive
        self.limits = limits
        self.read_part = read_part
        self.main = find_main(archive, "word/document.xml")
        self.links = read_links(archive, self.main)
        styles, numbering = (self._read_sibling(part) for part in ("styles", "numbering"))
        self.numbering = Numbering(numbering, styles)
        self.footnotes: list[tuple[str, str]] = []  # (kind, id) in the order of their marks
        self.revised = False
        self.unread: list[str] = []

    def read_body(self) -> list[str]:
        root = self.archive.read_xml(self.main)
        body = root.find(W + "body")
        lines = list(self._blocks(body)) if body is not None else []
        lines = _trim(lines)
        notes = list(self._print_footnotes())
        return [*lines, *notes]

    def read_metadata(self) -> dict[str, str]:
        """Title and dates from the document's properties, where they can be read."""
        if "docProps/core.xml" not in self.archive.names:
            return {}
        try:
            core = self.archive.read_xml("docProps/core.xml")
        except SourceError:
            return {}
        found = {etree.QName(child).localname: (child.text or "").strip() for child in core}
        return {f"file {key}": found[key] for key in ("title", "created", "modified") if found.get(key)}

    # Blocks: paragraphs, tables and what wraps them.

    def _blocks(self, parent: etree._Element) -> Iterator[str]:
        pending = ""  # text of a paragraph whose closing mark was deleted
        for child in _children(parent):
            if child.tag == W + "p":
                text, boxes = self._paragraph(child)
                if child.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                    self.revised = True
                    pending += text
                    continue
                yield from (pending + text).split("\n")
                yield from boxes
                pending = ""
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag == W + "altChunk":
                yield from self._chunk(child.get(_R + "id", ""))
            elif child.tag in _WRAPPERS:
                self.revised |= child.tag in (W + "ins", W + "moveTo")
                yield from self._blocks(child)
            elif child.tag in _DELETED:
                self.revised = True
        if pending:
            yield pending

    def _paragraph(self, paragraph: etree._Element) -> tuple[str, list[str]]:
        label = self.numbering.label(paragraph.find(W + "pPr"))
        parts: list[str] = []
        boxes: list[str] = []
        self._runs(paragraph, parts, boxes)
        text = "".join(parts).replace("\xa0", " ").rstrip()
        return (label + text.lstrip() if label and text.strip() else text), boxes

    def _runs(self, parent: etree._Element, parts: list[str], boxes: list[str]) -> None:
        for child in _children(parent):
            tag = child.tag
            if tag == W + "t":
                parts.append(child.text or "")
            elif tag in _MARKS:
                parts.append("" if child.get(W + "type") in ("page", "column") else _MARKS[tag])
            elif tag == W + "r":
                if not _is_hidden(child):
                    self._runs(child, parts, boxes)
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                kind = "footnotes" if tag == W + "footnoteReference" else "endnotes"
                if child.get(W + "customMarkFollows") not in ("1", "true"):
                    self.footnotes.append((kind, child.get(W + "id", "")))
                    parts.append(f"[{len(self.footnotes)}]")
            elif tag in (W + "drawing", W + "pict", W + "object"):
                for box in child.iter(W + "txbxContent"):
                    if not any(up.tag == W + "txbxContent" for up in _ancestors(box, child)):
                        boxes.extend(line for line in self._blocks(box) if line.strip())
            elif tag in _DELETED:
                self.revised = True
            elif tag in _WRAPPERS:
                self.revised |= tag in (W + "ins", W + "moveTo")
                self._runs(child, parts, boxes)

    def _table(self, table: etree._Element) -> Iterator[str]:
        for row in _rows(table):
            if row.find(f"{W}trPr/{W}del") is not None:
                self.revised = True
                continue
            cells = list(_cells(row))
            if len(cells) == 1:  # a frame around text rather than a row of values
                yield from (line for line in self._blocks(cells[0]) if line.strip())
                continue
            yield join_cells([self._cell(cell) for cell in cells])

    def _cell(self, cell: etree._Element) -> str:
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        lines = list(self._blocks(cell))
        if merge is not None and merge.get(W + "val") != "restart":
            return ""  # goes on from the row above, where its text stands
        return join_paragraphs(lines)

    def _chunk(self, link: str) -> Iterator[str]:
        """A page or text that was put into the file whole, to be laid out by Word when it opens it."""
        part = self.links.get(link, "")
        if part not in self.archive.names:
            return
        data = self.archive.read(part)
        if part.lower().endswith((".mht", ".mhtml", ".html", ".htm", ".xhtml")):
            from corpus.readers.html import read_embedded

            yield from read_embedded(data, part, self.limits).split("\n")
        elif data.startswith(b"PK"):  # a docx in a docx could go on without end
            inner = _Walk(_nested(data, self.archive), self.limits, self.read_part)
            yield from inner.read_body()
            self.revised |= inner.revised
            self.unread += inner.unread
        elif self.read_part is not None:
            yield from self.read_part(data, part, self.limits).text.splitlines()
        else:
            self.unread.append(part)

    def _print_footnotes(self) -> Iterator[str]:
        parts = {kind: self._read_sibling(kind) for kind in ("footnotes", "endnotes")} if self.footnotes else {}
        for number, (kind, ident) in enumerate(list(self.footnotes), 1):
            root = parts.get(kind)
            for note in root if root is not None else ():
                if note.get(W + "id") == ident:
                    yield f"[{number}] {join_paragraphs(list(self._blocks(note)))}"

    # Parts of the package.

    def _read_sibling(self, kind: str) -> etree._Element | None:
        part = self.links.get("type:" + kind, "")
        return self.archive.read_xml(part) if part in self.archive.names else None


def _nested(data: bytes, outer: Archive) -> Archive:
    from dataclasses import replace

    left = max(outer.limits.inflated_bytes - outer.inflated, 1)
    return Archive(data, outer.name, replace(outer.limits, inflated_bytes=left // 2))


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Child elements, with one branch chosen where the file offers alternatives."""
    for child in parent:
        if child.tag == _MC + "AlternateContent":
            choice = child.find(_MC + "Choice")
            branch = choice if choice is not None else child.find(_MC + "Fallback")
            if branch is not None:
                yield from _children(branch)
        elif isinstance(child.tag, str):
            yield child


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in _children(table):
        if child.tag == W + "tr":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in _children(row):
        if child.tag == W + "tc":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells(child)


def _ancestors(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    for up in element.iterancestors():
        if up is top:
            return
        yield up


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(W + "val") in _ON


def _trim(lines: list[str]) -> list[str]:
    """Without empty lines at the ends, and with at most one between."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1].strip()):
            kept.append(line if line.strip() else "")
    while kept and not kept[-1]:
        kept.pop()
    return kept
