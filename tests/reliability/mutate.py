"""Sound files of every format that is read, and mutations of them; what guided and unguided fuzzing share."""

from __future__ import annotations

import io
import random
import re
import sys
import traceback
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
for folder in (HERE, HERE.parent, ROOT):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import badfiles as make  # noqa: E402

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16", "utf-8-sig", "gbk")
MHT = (
    'From: <saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"; type="text/html"\n\n'
    "--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{}\n--b--\n"
)
OFD = {
    "OFD.xml": '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml'
    "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
    "Doc_0/Document.xml": '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea>'
    "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
    '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
    "Doc_0/Pages/Page_0/Content.xml": '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>'
    '<ofd:TextObject ID="2" Boundary="20 20 170 8" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 30 5">'
    f"{make.SENTENCE}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>",
}
TABLE = (
    "<table><tr><th rowspan=2>指标</th><th>2025</th></tr><tr><td>90%</td></tr></table><ol><li>甲<li>乙</ol>"
    "<a href=x>青禾县</a><script>var a='县'</script>"
)
CELLS = (
    "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{0}</w:tc><w:tc>{0}</w:tc></w:tr></w:tbl>"
    "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>县</w:t></w:r></w:p>"
    "<w:p><w:r><w:footnoteReference w:id='2'/></w:r><w:ins><w:r><w:t>乙</w:t></w:r></w:ins></w:p>"
)


def seeds() -> list[tuple[str, bytes]]:
    """Sound files, small ones, by name."""
    pages = make.page(make.paragraphs(6) + TABLE)
    lines = make.PARAGRAPHS
    found = [
        ("a.html", pages),
        ("b.html", pages.replace(b"utf-8", b"gb2312").decode().encode("gb18030")),
        ("a.mht", MHT.format("".join(f"={byte:02X}" for byte in pages[:1500])).encode()),
        ("a.docx", make.word("".join(map(make.para, lines.splitlines())) + CELLS.format(make.para()))),
        ("a.pdf", make.pdf_pages([make.show(make.SENTENCE, y=700 - 20 * n) for n in range(3)])),
        ("b.pdf", make.pdf_pages([make.show(make.SENTENCE, size=12)] * 2, packed=True)),
        ("a.ofd", make.archive({name: text.encode() for name, text in OFD.items()})),
    ]
    return found + [(f"{encoding}.txt", lines.encode(encoding, "ignore")) for encoding in ENCODINGS]


def mutate(data: bytes, dice: random.Random) -> bytes:
    """The bytes with some lost, doubled, flipped, put in, or replaced by what numbers and tags go wrong on."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(out)) if out else 0
        kind = dice.randrange(7)
        if kind == 0 and out:
            del out[at : at + dice.randint(1, 4)]
        elif kind == 1 and out:
            out[at] ^= 1 << dice.randrange(8)
        elif kind == 2:
            out[at:at] = dice.randbytes(dice.randint(1, 6))
        elif kind == 3:
            out[at:at] = out[at : at + 40]
        elif kind == 4:
            number = dice.choice([found.span() for found in re.finditer(rb"\d+", out)] or [(at, at)])
            out[slice(*number)] = dice.choice((b"-1", b"0", b"99999999999999999999", b"1e400", b"NaN", b"x", b""))
        elif kind == 5:
            names = [found.span(1) for found in re.finditer(rb"[</ ]([A-Za-z:]{1,20})", out)] or [(at, at)]
            one, other = dice.choice(names), dice.choice(names)
            out[slice(*one)] = bytes(out[slice(*other)])
        elif out:
            del out[dice.randrange(len(out)) :]
    return bytes(out)


def mutate_file(data: bytes, dice: random.Random) -> bytes:
    """As ``mutate``; of an archive, half of the time what is packed in it."""
    if not data.startswith(b"PK") or dice.random() < 0.5:
        return mutate(data, dice)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    spoilt = dice.choice(sorted(parts))
    kind = dice.randrange(6)
    if kind == 0:
        del parts[spoilt]
    elif kind == 1:
        parts[spoilt] = parts[dice.choice(sorted(parts))]
    else:
        parts[spoilt] = mutate(parts[spoilt], dice)
    return make.archive(parts)


def is_ours(error: BaseException) -> bool:
    """Whether an error arose in our own code, not in a library that gave up on a file."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and Path(frames[-1].filename).is_relative_to(ROOT / "corpus")


def try_readers(data: bytes) -> None:
    """The first byte chooses the name; an error of our own code goes up, one of a library is the child's to report."""
    from corpus.errors import SourceError
    from corpus.files.kinds import sniff_head
    from corpus.files.limits import Limits
    from corpus.readers.choose import read_any

    if not data or sniff_head(data[1:4097]) in ("ole", "rtf", "image"):  # programs of others
        return
    name = ("a.txt", "a.html", "a.mht", "a.docx", "a.pdf", "a.ofd")[data[0] % 6]
    limits = Limits(text_chars=200_000, inflated_bytes=8 << 20, pages=20)
    try:
        read_any(data[1:], name, limits)
    except SourceError:
        return
    except Exception as error:
        if is_ours(error):
            raise


def try_repair(data: bytes) -> None:
    """Decoding and repair: never an error but ours, and twice is once."""
    from corpus.encoding import decode
    from corpus.errors import JunxianError
    from corpus.repair import repair_text

    try:
        repaired = repair_text(decode(data).text)
        assert repair_text(repaired.text).text == repaired.text, "repairing twice is not repairing once"
    except JunxianError as error:
        assert error.reason


def try_query(data: bytes) -> None:
    """The parser of queries: never an error but ours, and that with a remedy."""
    from corpus.errors import JunxianError
    from kb.questions.query import parse_query

    for expert in (False, True):
        try:
            parse_query(data.decode("utf-8", "replace"), expert=expert)
        except JunxianError as error:
            assert error.remedy
