"""What a file really is: told by its first bytes, and only then by its name."""

from __future__ import annotations

import re

# Suffix → the kind it promises.
SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".mht": "mht", ".mhtml": "mht",
    ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".pdf": "pdf", ".ofd": "ofd",
    ".doc": "ole", ".dot": "ole", ".wps": "ole", ".wpt": "ole", ".rtf": "rtf", ".odt": "odt",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xltx": "xlsx", ".xls": "xls", ".xlt": "xls", ".et": "xls", ".ett": "xls",
    ".ods": "ods", ".ots": "ods", ".csv": "csv", ".tsv": "csv",
    ".png": "image", ".jpg": "image", ".jpeg": "image", ".tif": "image", ".tiff": "image", ".bmp": "image",
}  # fmt: skip

# Known kinds that nothing here reads → what a researcher can do.
UNREAD = {
    "zip": "unpack the archive into the folder",
    "rar": "unpack the archive into the folder",
    "7z": "unpack the archive into the folder",
    "gzip": "unpack the archive into the folder",
    "spreadsheet": "save the sheet as .xlsx",
    "slides": "save the slides as .pdf",
    "sqlite": "keep databases out of the folder of sources",
    "program": "keep programs out of the folder of sources",
    "media": "keep sound and video out of the folder of sources",
}
# Suffix → one of these kinds, so that such files are not even opened.
UNREAD_SUFFIXES = {
    ".zip": "zip", ".rar": "rar", ".7z": "7z", ".gz": "gzip", ".tgz": "gzip", ".tar": "zip", ".bz2": "gzip",
    ".xz": "gzip", ".xlsb": "spreadsheet", ".pptx": "slides",
    ".ppt": "slides", ".dps": "slides", ".odp": "slides",
    ".db": "sqlite", ".sqlite": "sqlite", ".mdb": "sqlite", ".exe": "program", ".dll": "program", ".so": "program",
    ".mp3": "media", ".mp4": "media", ".avi": "media", ".wav": "media", ".mov": "media",
}  # fmt: skip
UNKNOWN_REMEDY = "rename it to .txt if it is plain text, otherwise save it as .docx, .pdf or .html"

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x7fELF", "program"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"RIFF", "media"),
)
# A page says so at its very start; a Markdown file with some tags in it is no page.
_PAGE = re.compile(
    rb"\A(?:\s|<!--.{0,2000}?-->|<\?xml[^>]{0,300}\?>)*+<(?:!doctype\s+html|html|head|body|meta)\b", re.I | re.S
)
# A page that a scraper has cut out of its frame: it opens with a tag and most of its lines hold more.
_PIECE = re.compile(rb"\A\s*+<(?:h[1-6]|p|div|table|section|article|span|ul|ol)\b[^>\n]{0,300}>", re.I)
_TAG = re.compile(rb"</(?:h[1-6]|p|div|td|tr|span|li|section|strong|b)>", re.I)
_MAIL = re.compile(
    rb"\A\s*+(?:(?:From|Subject|Date|MIME-Version|Content-[\w-]+|X-[\w-]+|Snapshot-[\w-]+):[^\n]*\n"
    rb"(?:[ \t][^\n]*\n)*)*?MIME-Version:",
    re.I,
)
_SHEET = b'="urn:schemas-microsoft-com:office:spreadsheet"'
_BMP = re.compile(rb"BM.{4}\x00\x00\x00\x00.{4}[\x0c\x28\x38\x40\x6c\x7c]\x00\x00\x00", re.S)
_PROGRAM = re.compile(rb"MZ.{58}.{0,1024}PE\x00\x00", re.S)


def sniff_head(head: bytes) -> str:
    """The kind that the first bytes (4 kB are enough) show; "" when they show none.

    >>> sniff_head(b"%PDF-1.7 ..."), sniff_head(b"\\xef\\xbb\\xbf <!DOCTYPE html>"), sniff_head(b"<p>a</p>" * 5)
    ('pdf', 'html', 'html')
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if _BMP.match(head):
        return "image"
    if _PROGRAM.match(head):
        return "program"
    # Some programs write a few bytes before the header of a PDF; readers allow 1,024.
    if b"%PDF-" in head[:1024] and b"<" not in head[: head.find(b"%PDF-")]:
        return "pdf"
    plain = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    plain = plain.replace(b"\x00", b"") if b"\x00" in plain[:64] else plain
    if plain.lstrip().startswith(b"<") and _SHEET in plain[:2000]:  # an old way of Excel to write XML
        return "spreadsheet"
    if _PAGE.match(plain) or (_PIECE.match(plain) and len(_TAG.findall(plain)) >= 5):
        return "html"
    return "mht" if _MAIL.match(plain) else ""


def name_archive(names: set[str]) -> str:
    """What a zip archive is, by the parts in it; "odt" is any OpenDocument, until ``name_open_document`` tells.

    >>> name_archive({"word/document.xml", "[Content_Types].xml"}), name_archive({"a.txt"})
    ('docx', 'zip')
    """
    sheets = "spreadsheet" if "xl/workbook.bin" in names else "xlsx"
    for part, kind in (("word/", "docx"), ("xl/", sheets), ("ppt/", "slides")):
        if "[Content_Types].xml" in names and any(name.startswith(part) for name in names):
            return kind
    if "OFD.xml" in names:
        return "ofd"
    if "content.xml" in names and "mimetype" in names:
        return "odt"
    return "docx" if "word/document.xml" in names else "zip"


def name_open_document(mimetype: bytes) -> str:
    """What an OpenDocument is, by what its part ``mimetype`` says.

    >>> name_open_document(b"application/vnd.oasis.opendocument.spreadsheet")
    'ods'
    """
    kind = mimetype.strip().rpartition(b".")[2].removesuffix(b"-template")
    return {b"spreadsheet": "ods", b"presentation": "slides"}.get(kind, "odt")


def name_ole(data: bytes, promised: str) -> str:
    """Whether an old Office file is a workbook; one that holds text and sheets is what its name promises.

    >>> name_ole("Workbook".encode("utf-16-le"), "ole"), name_ole("WordDocument".encode("utf-16-le"), "ole")
    ('xls', 'ole')
    """
    sheets = any(_entry(name) in data for name in ("Workbook", "Book"))
    others = any(_entry(name) in data for name in ("WordDocument", "EncryptedPackage", "PowerPoint Document"))
    return "xls" if sheets and (promised == "xls" or not others) and _entry("EncryptedPackage") not in data else "ole"


def _entry(name: str) -> bytes:
    return name.encode("utf-16-le")
