"""Zip files read with a guard: entries counted, names checked, bytes counted while they inflate."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from corpus.errors import TooLarge, Unreadable
from corpus.files.limits import MB, RESAVE, Limits

_CHUNK = 64 * 1024
# The strict variant of the format has other namespaces; written as the common ones, one reader serves both.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip

_PLAIN: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True, "remove_pis": True,
}  # fmt: skip


class Archive:
    """A zip file in memory. Nothing is ever written to disk, so paths in it lead nowhere.

    Raises Unreadable when damaged, TooLarge beyond the limits on entries, bytes or ratio.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.inflated = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
            raise Unreadable(name, f"is a damaged archive ({error})", remedy="fetch the file again") from None
        entries = self._zip.infolist()
        if len(entries) > limits.zip_entries:
            raise TooLarge(name, f"holds {len(entries):,} parts, more than {limits.zip_entries:,}", remedy=RESAVE)
        # Some writers put "/" or "\" where the format says none.
        self._entries = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in entries}
        self.names = set(self._entries)

    def read(self, part: str) -> bytes:
        """One part; inflation stops at the limits, whatever the directory of the archive claims."""
        entry = self._entries.get(part.replace("\\", "/").lstrip("/"))
        if entry is None:
            raise Unreadable(self.name, f"lacks its part {part}", remedy=RESAVE)
        if entry.flag_bits & 1:
            raise Unreadable(self.name, "is protected with a password", remedy="save it without the password")
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._count(len(chunk), size, entry)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise Unreadable(self.name, f"is damaged in its part {part} ({error})", remedy="fetch it again") from None
        return b"".join(chunks)

    def read_xml(self, part: str) -> etree._Element:
        """The root element of one XML part. No entity, no DTD and nothing outside the part is ever followed."""
        data = self.read(part)
        for strict, common in _STRICT:
            data = data.replace(strict, common)
        try:
            root = etree.fromstring(data, etree.XMLParser(**_PLAIN))
        except etree.XMLSyntaxError as error:
            raise self._explain(part, error) from None
        self._refuse_dtd(part, root)
        return root

    def iter_xml(self, part: str, names: Sequence[str]) -> Iterator[etree._Element]:
        """The elements of these local names as they end, each emptied once it was used; guarded as ``read_xml``."""
        stream = io.BytesIO(self.read(part))
        try:
            for count, (_, element) in enumerate(etree.iterparse(stream, tag=[f"{{*}}{n}" for n in names], **_PLAIN)):
                if not count:
                    self._refuse_dtd(part, element)
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise self._explain(part, error) from None

    def _explain(self, part: str, error: etree.XMLSyntaxError) -> Exception:
        if getattr(error, "code", None) in (0, etree.ErrorTypes.ERR_NO_MEMORY):  # 0: not even the message could be made
            return MemoryError()
        if "depth" in str(error) or "huge" in str(error).lower():
            return TooLarge(self.name, f"is nested too deeply or too long in {part}", remedy=RESAVE)
        return Unreadable(self.name, f"is damaged in its part {part} ({error.msg})", remedy=RESAVE)

    def _refuse_dtd(self, part: str, element: etree._Element) -> None:
        """Office files never have one; what asks for entities is an attack."""
        if element.getroottree().docinfo.internalDTD is not None:
            raise Unreadable(self.name, f"declares a DTD in {part}, which no office program does", remedy=RESAVE)

    def _count(self, chunk: int, size: int, entry: zipfile.ZipInfo) -> None:
        self.inflated += chunk
        if self.inflated > self.limits.inflated_bytes:
            reason = f"inflates beyond {self.limits.inflated_bytes // MB} MB"
            raise TooLarge(self.name, reason, remedy=RESAVE)
        if size > MB and size > self.limits.zip_ratio * max(entry.compress_size, 1):
            reason = f"inflates more than {self.limits.zip_ratio} times, as zip bombs do"
            raise TooLarge(self.name, reason, remedy=RESAVE)

    def check_all(self) -> None:
        """Inflate every part once against the limits and keep nothing: for archives that another program will open."""
        for part in sorted(self.names):
            if not part.endswith("/"):
                self.read(part)
