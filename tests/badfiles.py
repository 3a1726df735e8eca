"""Bad files of every sort, each with the states in which it may end.

    python tests/badfiles.py FOLDER [--long]

Everything here is generated; the few words of text are invented. ``CANARY`` stands in a file outside
the folder: no reader may bring it in.
"""

from __future__ import annotations

import contextlib
import io
import os
import pathlib
import random
import socket
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable

OK, WARNED, SKIPPED, FAILED = "ok", "warned", "skipped", "failed"
READ = {OK, WARNED}
CANARY = "canary-7f3a91-outside-the-corpus"
SENTENCE = "青禾县到2026年底县域就诊率达到百分之九十以上，由县卫生健康局牵头落实。"  # invented
PARAGRAPHS = "\n".join(f"{number}、{SENTENCE}" for number in "一二三四五六七八九十")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def write(path: pathlib.Path, data: bytes | str = PARAGRAPHS) -> pathlib.Path:
    """A file with these bytes, its folders made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def noise(size: int, seed: int = 7) -> bytes:
    return random.Random(seed).randbytes(size)


def page(body: str, head: str = '<meta charset="utf-8">') -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def paragraphs(count: int = 10) -> str:
    return "".join(f"<p>{SENTENCE}</p>" for _ in range(count))


def archive(parts: dict[str, bytes], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def word(body: str, *, prolog: str = "", rels: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """A minimal Word file around the inside of ``w:body``."""
    kinds = '<Default Extension="xml" ContentType="application/xml"/>'
    main = f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{main}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{rels}</Relationships>',
        "word/document.xml": f'{prolog}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
    }
    return archive({name: text.encode() for name, text in parts.items()} | (extra or {}))


def para(text: str = SENTENCE) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(objects: list[bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, the first being the catalogue."""
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    data = zlib.compress(data, 9) if packed else data
    entries += b"/Filter/FlateDecode" if packed else b""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), entries, data)


FONT = [
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 6 0 R>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 93>>",
]


def pdf_pages(contents: list[bytes], *, packed: bool = False, trailer: bytes = b"", catalogue: bytes = b"") -> bytes:
    """A PDF with one page for each content stream; font /F1 writes Chinese given as UCS-2."""
    first = 7
    kids = b" ".join(b"%d 0 R" % (first + 2 * i) for i in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(contents), kids),
        b"<</Font<</F1 4 0 R>>>>",
        *FONT,
    ]
    for i, content in enumerate(contents):
        box = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources 3 0 R/Contents %d 0 R>>"
        objects += [box % (first + 2 * i + 1), stream(content, packed=packed)]
    return pdf(objects, trailer=trailer)


def show(text: str, x: float = 90, y: float = 700, size: float = 14) -> bytes:
    """One line of text at a place of the page."""
    return b"BT /F1 %g Tf %g %g Td <%s> Tj ET\n" % (size, x, y, text.encode("utf-16-be").hex().encode())


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def flag_encrypted(data: bytes) -> bytes:
    """A zip whose entries claim to be encrypted."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := out.find(mark, place + 1)) >= 0:
            out[place + offset] |= 1
    return bytes(out)


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    + "]>"
)


def text_files() -> dict[str, tuple[bytes, set[str]]]:
    gbk = PARAGRAPHS.encode("gb18030")
    utf8 = PARAGRAPHS.encode()
    return {
        "text/good.txt": (utf8, {OK}),
        "text/good_gbk.txt": (gbk, {OK}),
        "text/empty.txt": (b"", {FAILED}),
        "text/blank.txt": (b" \r\n\t\r\n" * 50, {FAILED}),
        "text/bom_only.txt": (b"\xef\xbb\xbf", {FAILED}),
        "text/zeros.txt": (bytes(20_000), {FAILED}),
        "text/noise.txt": (noise(50_000), {FAILED}),
        "text/cut_utf8.txt": (utf8[:-2], READ),
        "text/cut_gbk.txt": (gbk[:-1], READ),
        "text/lost_bytes.txt": (gbk[:101] + gbk[102:300] + gbk[301:], READ),
        "text/mixed.txt": (utf8 + b"\n" + gbk, READ),
        "text/utf16_no_bom.txt": (PARAGRAPHS.encode("utf-16-le"), READ),
        "text/utf16_odd.txt": (PARAGRAPHS.encode("utf-16")[:-1], READ),
        "text/surrogates.txt": (utf8 + b"\xed\xa0\x80\xed\xbf\xbf", READ),
        "text/controls.txt": (bytes(range(1, 32)) * 300, {FAILED}),
        "text/combining.txt": (("县" + "\u0301" * 5000 + PARAGRAPHS).encode(), READ),
        "text/bidi.txt": (("\u202e" + PARAGRAPHS + "\u2066").encode(), READ),
        "text/one_line.txt": ((SENTENCE * 30_000).encode(), READ),
        "text/is_zip.txt": (archive({"a.txt": utf8}), {FAILED}),
        "text/is_page.txt": (page(paragraphs()), {WARNED}),
        "text/is_pdf.txt": (pdf_pages([show(SENTENCE)]), {WARNED}),
        "text/is_program.txt": (b"\x7fELF\x02\x01\x01" + noise(4000), {FAILED}),
        "text/is_database.txt": (b"SQLite format 3\x00" + bytes(4000), {FAILED}),
        "text/is_gzip.txt": (b"\x1f\x8b\x08\x00" + noise(500), {FAILED}),
    }


def web_pages() -> dict[str, tuple[bytes, set[str]]]:
    entity = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file://{canary}">]>'
    xxe = f"{entity}<html><body><p>&x;</p>{paragraphs()}</body></html>"
    laughs = f'<?xml version="1.0"?>{LAUGHS}<html><body><p>&a9;</p>{paragraphs()}</body></html>'
    remote = (
        '<link rel=stylesheet href="http://192.0.2.1/a.css"><script src="//192.0.2.1/a.js"></script>'
        '<img src="http://192.0.2.1/i.png"><iframe src="file://{canary}"></iframe>'
    )
    return {
        "page/good.html": (page(paragraphs()), {OK}),
        "page/attributes.html": (page("<p " + "".join(f"a{i}=1 " for i in range(200_000)) + ">" + paragraphs()), READ),
        "page/one_node.html": (page("<p>" + SENTENCE * 100_000), READ),
        "page/divs.html": (page("<div>" * 100_000 + paragraphs()), READ),
        "page/tables.html": (page("<table><tr><td>" * 3_000 + paragraphs()), READ),
        "page/empty.html": (b"", {FAILED}),
        "page/no_body.html": (page(""), {FAILED}),
        "page/script_only.html": (page("<div id=app></div><script>var a='" + SENTENCE * 20 + "'</script>"), {FAILED}),
        "page/frames.html": (b"<html><frameset><frame src=a.html><frame src=b.html></frameset></html>", {FAILED}),
        "page/xxe.xhtml": (xxe.encode(), READ),
        "page/laughs.xhtml": (laughs.encode(), READ),
        "page/remote.html": (page(remote + paragraphs()), READ),
        "page/cut.html": (page(paragraphs())[:1500], READ),
        "page/declared_wrong.html": (page(paragraphs(), '<meta charset="big5">'), READ),
        "page/entities.html": (page("<p>" + "&#x53bf;" * 200_000), READ),
        "page/comment.html": (b"<html><body><!-- " + paragraphs().encode(), {FAILED}),
        "page/zeros.html": (page(paragraphs()).replace(b"<p>", b"<p>\x00"), READ),
        "page/unclosed_tag.html": (page(paragraphs() + "<a href='" + "x" * 100_000), READ),
        "page/brackets.html": (page("<" * 200_000 + paragraphs()), READ),
        "page/no_tags.html": (PARAGRAPHS.encode(), READ),
        "page/is_word.html": (word(para()), {WARNED}),
        "page/is_page.doc": (page(paragraphs()), {WARNED}),
        "page/broken.mht": (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n",
            {FAILED},
        ),
    }


def word_files() -> dict[str, tuple[bytes, set[str]]]:
    good = word(para() * 5)
    outside = (
        f'<Relationship Id="x" Type="{R}/aFChunk" Target="file://{{canary}}" TargetMode="External"/>'
        f'<Relationship Id="y" Type="{R}/attachedTemplate" Target="http://192.0.2.1/t.dotm" TargetMode="External"/>'
        f'<Relationship Id="z" Type="{R}/aFChunk" Target="../../../../../../../../{{canary}}"/>'
    )
    chunks = '<w:altChunk r:id="x"/><w:altChunk r:id="z"/>'
    itself = f'<Relationship Id="x" Type="{R}/aFChunk" Target="inner.docx"/>'
    inner = word('<w:altChunk r:id="x"/>' + para(), rels=itself, extra={"word/inner.docx": good})
    xxe = '<!DOCTYPE w [<!ENTITY x SYSTEM "file://{canary}">]>'
    bad_sum = bytearray(archive({"word/document.xml": b"<a/>" * 100, "[Content_Types].xml": b"<a/>"}, stored=True))
    bad_sum[60] ^= 0xFF
    return {
        "word/good.docx": (good, {OK}),
        "word/empty.docx": (b"", {FAILED}),
        "word/cut.docx": (good[: len(good) // 2], {FAILED}),
        "word/cut_end.docx": (good[:-10], {FAILED}),
        "word/is_text.docx": (PARAGRAPHS.encode(), {WARNED}),
        "word/is_noise.docx": (b"PK\x03\x04" + noise(5000), {FAILED}),
        "word/is_sheet.docx": (archive({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), {FAILED}),
        "word/no_workbook.xlsx": (archive({"xl/workbook.xml": b"<a/>"}), {FAILED}),
        "word/no_document.docx": (archive({"[Content_Types].xml": b"<a/>", "word/styles.xml": b"<a/>"}), {FAILED}),
        "word/bomb.docx": (word("<w:p><w:r><w:t>" + "0" * 150_000_000 + "</w:t></w:r></w:p>"), {FAILED}),
        "word/entries.docx": (archive({f"word/{i}.xml": b"" for i in range(11_000)}, stored=True), {FAILED}),
        "word/inner_bomb.docx": (word(para(), extra={"word/media/a.zip": archive({"a": bytes(50_000_000)})}), {OK}),
        "word/laughs.docx": (word(para("&a9;"), prolog=LAUGHS), {FAILED}),
        "word/xxe.docx": (word(para("&x;"), prolog=xxe), {FAILED}),
        "word/outside.docx": (word(chunks + para(), rels=outside), READ),
        "word/paths.docx": (word(para(), extra={"../../../evil.txt": b"x", "/etc/evil": b"x"}), READ),
        "word/nested.docx": (word("<w:sdt><w:sdtContent>" * 50_000 + para()), {FAILED}),
        "word/nested_well.docx": (word("<w:ins>" * 5_000 + para() + "</w:ins>" * 5_000), {FAILED}),
        "word/one_node.docx": (word(para("县域就诊率" + noise(9_000_000).hex())), {FAILED}),
        "word/no_text.docx": (word("<w:p/>"), {FAILED}),
        "word/malformed.docx": (word(para() + "<w:p><w:r>"), {FAILED}),
        "word/encrypted_entries.docx": (flag_encrypted(good), {FAILED}),
        "word/bad_sum.docx": (bytes(bad_sum), {FAILED}),
        "word/chunk_in_chunk.docx": (inner, {OK}),
        "word/encrypted.docx": (OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(3000), {FAILED}),
    }


def layout_files() -> dict[str, tuple[bytes, set[str]]]:
    good = pdf_pages([show(SENTENCE)])
    locked = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
    action = b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://192.0.2.1'\\))>>"
    form = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>",
        stream(b"/X Do"),
        stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"),
    ]
    picture = [
        *form[:3],
        stream(b"595 0 0 842 0 0 cm /X Do"),
        stream(b"\xff", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"),
    ]
    loop = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]/Parent 2 0 R>>"]
    return {
        "layout/good.pdf": (good, {OK}),
        "layout/empty.pdf": (b"", {FAILED}),
        "layout/cut.pdf": (good[: len(good) // 3], {FAILED}),
        "layout/no_table.pdf": (good[: good.index(b"xref")], READ | {FAILED}),
        "layout/noise.pdf": (b"%PDF-1.7\n" + noise(20_000), {FAILED}),
        "layout/header_only.pdf": (b"%PDF-1.4\n", {FAILED}),
        "layout/locked.pdf": (pdf_pages([show(SENTENCE)], trailer=locked), {FAILED}),
        "layout/loop.pdf": (pdf(loop), {FAILED}),
        "layout/form_loop.pdf": (pdf(form), {FAILED}),
        "layout/bomb.pdf": (pdf_pages([b" " * 100_000_000], packed=True), {FAILED}),
        "layout/drawing.pdf": (pdf_pages([b"0 0 m 9 9 l S " * 200_000 + show(SENTENCE)], packed=True), READ | {FAILED}),
        "layout/pages.pdf": (pdf_pages([b""] * 6_000), {FAILED}),
        "layout/action.pdf": (pdf_pages([show(SENTENCE)], catalogue=action), READ),
        "layout/scan.pdf": (pdf(picture), {FAILED}),
        "layout/far.pdf": (pdf_pages([show(SENTENCE, 1e7, -1e7), show(SENTENCE, size=1e5)]), READ | {FAILED}),
        "layout/is_page.pdf": (page(paragraphs()), {WARNED}),
        "layout/bad.ofd": (archive({"OFD.xml": b"<OFD><DocRoot>../../x.xml</DocRoot></OFD>"}), {FAILED}),
        "layout/cut.ofd": (archive({"OFD.xml": b"<OFD><DocRoot>"}), {FAILED}),
        "layout/bad.png": (b"\x89PNG\r\n\x1a\n" + noise(500), {FAILED}),
        "layout/pixels.png": (png(60_000, 60_000, bytes(1000)), {FAILED}),
        "layout/cut.jpg": (b"\xff\xd8\xff\xe0" + noise(300), {FAILED}),
    }


def office_files() -> dict[str, tuple[bytes, set[str]]]:
    rtf = "{\\rtf1\\ansi\\ansicpg936 " + "".join(f"\\u{ord(char)}?" for char in SENTENCE) + "}"
    remote = '{\\rtf1{\\field{\\*\\fldinst INCLUDETEXT "file://{canary}"}{\\fldrslt ' + "x}}" + rtf[6:]
    odt = {"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": b"<a/>"}
    return {
        "office/good.rtf": (rtf.encode("ascii"), READ | {FAILED}),
        "office/cut.rtf": (rtf.encode("ascii")[:60], READ | {FAILED}),
        "office/nested.rtf": (b"{\\rtf1" + b"{" * 100_000, READ | {FAILED}),
        "office/remote.rtf": (remote.encode("ascii", "replace"), READ | {FAILED}),
        "office/noise.doc": (OLE + noise(20_000), {FAILED}),
        "office/noise.wps": (OLE + noise(3_000, 8), {FAILED}),
        "office/zeros.doc": (OLE + bytes(50_000), {FAILED}),
        "office/is_text.doc": (PARAGRAPHS.encode("gb18030"), {WARNED}),
        "office/is_word.doc": (word(para()), {WARNED}),
        "office/bomb.odt": (archive(odt | {"content.xml": b"<a>" + b"0" * 100_000_000 + b"</a>"}), {FAILED}),
        "office/broken.odt": (archive(odt | {"content.xml": b"<a>"}), READ | {FAILED}),
    }


def skipped_files() -> dict[str, tuple[bytes, set[str]]]:
    return {
        "skip/noise.bin": (noise(1000), {SKIPPED}),
        "skip/README": (SENTENCE.encode(), {SKIPPED}),
        "skip/~$plan.docx": (b"owner", {SKIPPED}),
        "skip/.hidden.txt": (SENTENCE.encode(), {SKIPPED}),
        "skip/.git/config": (b"x", {SKIPPED}),
        "skip/Thumbs.db": (OLE, {SKIPPED}),
        "skip/plan.zip": (archive({"a.txt": b"x"}), {SKIPPED}),
        "skip/plan.rar": (b"Rar!\x1a\x07\x00", {SKIPPED}),
        "skip/sheet.xlsb": (archive({"xl/workbook.bin": b""}), {SKIPPED}),
        "skip/half.txt.part": (SENTENCE.encode(), {SKIPPED}),
        "skip/page_without_suffix": (page(paragraphs()), {WARNED}),
    }


def tree_entries(folder: pathlib.Path, outside: pathlib.Path) -> dict[str, set[str]]:
    """What is no plain file: links, pipes, sockets, names that no encoding gives. Returns display name → states."""
    tree = folder / "tree"
    (tree / "inside").mkdir(parents=True)
    (tree / "inside" / "real.txt").write_text(PARAGRAPHS, encoding="utf-8")
    (tree / "nothing").mkdir()
    want = {"tree/inside/real.txt": READ}
    for name, target in {
        "to_itself": "to_itself",
        "up": "..",
        "out.txt": str(outside),
        "out_folder": str(outside.parent),
        "nowhere.txt": "missing.txt",
        "again.txt": "inside/real.txt",
        "root": "/",
    }.items():
        (tree / name).symlink_to(target)
        want[f"tree/{name}"] = {SKIPPED}
    if hasattr(os, "mkfifo"):
        os.mkfifo(tree / "pipe.txt")
        want["tree/pipe.txt"] = {SKIPPED}
    with contextlib.suppress(OSError):  # the path may be too long for a socket
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(tree / "socket.txt"))
        want["tree/socket.txt"] = {SKIPPED}
    raw = os.fsencode(tree)
    for name, shown in {
        "青禾县.txt".encode("gb18030"): "青禾县.txt",
        b"\xff\xfe.txt": "\ufffd\ufffd.txt",
        b"line\nbreak.txt": "line\ufffdbreak.txt",
        b"\x1b[31mred.txt": "\ufffd[31mred.txt",
        "right\u202etxt.exe.txt".encode(): "right\ufffdtxt.exe.txt",
        b"long" + b"x" * 240 + b".txt": "long" + "x" * 240 + ".txt",
    }.items():
        with contextlib.suppress(OSError):
            pathlib.Path(os.fsdecode(raw + b"/" + name)).write_text(PARAGRAPHS, encoding="utf-8")
            want[f"tree/{shown}"] = READ
    with (tree / "large.txt").open("wb") as sparse:
        sparse.truncate(300 << 20)
    want["tree/large.txt"] = {FAILED}
    deep = tree / "/".join("d" * 20)
    deep.mkdir(parents=True)
    (deep / "plan.txt").write_text(PARAGRAPHS, encoding="utf-8")
    want["tree/" + "d/" * 20 + "plan.txt"] = READ
    return want


LONG: dict[str, Callable[[], bytes]] = {
    "long/one_node.html": lambda: page("<p>" + "县域就诊率九成，" * 2_300_000),
    "long/divs.html": lambda: page("<div>" * 1_000_000 + paragraphs()),
    "long/bomb.docx": lambda: word("<w:p><w:r><w:t>" + "0" * 400_000_000 + "</w:t></w:r></w:p>"),
    "long/attributes.html": lambda: page("<p " * 50_000 + "a=1 " * 500_000 + ">" + paragraphs()),
}


def write_bad_files(folder: pathlib.Path, outside: pathlib.Path, *, long: bool = False) -> dict[str, set[str]]:
    """Fill the folder; returns for each display name the states in which the file may end."""
    outside.parent.mkdir(parents=True, exist_ok=True)
    outside.write_text(CANARY, encoding="utf-8")
    want: dict[str, set[str]] = {}
    for group in (text_files, web_pages, word_files, layout_files, office_files, skipped_files):
        for name, (data, states) in group().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.replace(b"{canary}", os.fsencode(outside)))
            want[name] = states
    want["skip/.git"] = want.pop("skip/.git/config")
    want |= tree_entries(folder, outside)
    for name, make in LONG.items() if long else ():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(make())
        want[name] = READ | {FAILED}
    return want


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    made = write_bad_files(target, target.with_name(target.name + "-outside") / "canary.txt", long="--long" in sys.argv)
    print(f"{len(made)} entries in {target}")
