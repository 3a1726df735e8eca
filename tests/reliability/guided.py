"""Fuzzing that is guided by coverage: bytes that reach new places of our code are kept and changed further.

    python tests/reliability/guided.py {html|mht|docx|ofd|pdf|text|decode|repair|plan|query} FOLDER [options]

Everything runs in one process (a build parses in children, and what happens there is not counted here), and every
module of ours is loaded while atheris instruments: one that is loaded later, inside a target, would count for nothing.
Of archives the parts are changed, not the packed bytes, most of which would only spoil a checksum. FOLDER keeps
what reached new code; the words that our modules compare with are given to libFuzzer, whose options these are, as a
dictionary.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import random
import re
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from mutate import ROOT, is_ours, make, mutate, seeds, try_query, try_repair

# Each reader with the modules whose words make its dictionary.
READERS = {
    "html": ("a.html", ("readers/html.py", "readers/markup.py", "readers/page_*.py")),
    "mht": ("a.mht", ("readers/html.py", "readers/markup.py")),
    "docx": ("a.docx", ("readers/docx.py", "readers/numbering.py", "readers/counting.py", "readers/archive.py")),
    "ofd": ("a.ofd", ("readers/ofd.py", "readers/archive.py")),
    "pdf": ("a.pdf", ("readers/pdf*.py", "readers/paragraphs.py", "readers/lines.py")),
    "text": ("a.md", ("encoding.py", "kinds.py", "readers/text.py")),
}
# "plan" is the whole way of a text: frame, split, outline, and all that is found in it.
WORDS = {target: patterns for target, (_, patterns) in READERS.items()} | {"plan": ("[fhols]*.py", "../extract/*.py")}
TARGETS = (*READERS, "decode", "repair", "plan", "query")
# Loaded by a process of their own, or trains and needs what is not there.
ELSEWHERE = ("corpus.isolation.child", "corpus.isolation.pool", "corpus.repair.train_language", "extract.train_topics")


def load(instrument: Any) -> int:
    """All modules that a target may come through, instrumented; how many."""
    with instrument(include=["corpus", "extract", "kb"]):
        import corpus
        import extract

        names = ["kb.questions.query", "kb.building.produce"]
        for package in (corpus, extract):
            names += [each.name for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
        names = [name for name in names if name not in ELSEWHERE]
        for name in names:
            importlib.import_module(name)
    return len(names)


def write_words(patterns: tuple[str, ...], path: Path) -> None:
    """The strings in these modules of ours as a dictionary of libFuzzer."""
    words: set[bytes] = set()
    for file in (file for pattern in patterns for file in sorted(ROOT.glob(f"corpus/{pattern}"))):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
                word = node.value.encode("utf-8", "replace") if isinstance(node.value, str) else node.value
                words |= {piece for piece in re.split(rb"[\s|()\[\]{}?:*+\\]+", word) if 1 < len(piece) < 40}
    lines = ["".join(f"\\x{byte:02X}" for byte in word) for word in sorted(words)]
    path.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")


def read(name: str, data: bytes) -> None:
    """One file by the reader for its name, in this process: what it gives must be sound, what it raises ours."""
    from corpus.errors import SourceError
    from corpus.files.kinds import sniff_head
    from corpus.files.limits import Limits
    from corpus.readers.choose import read_any

    if sniff_head(data[:4096]) in ("ole", "rtf", "image"):  # programs of others
        return
    limits = Limits(text_chars=200_000, inflated_bytes=8 << 20, pages=20)
    try:
        got = read_any(data, name, limits)
    except SourceError as error:
        assert error.reason and error.remedy, f"{error!r} says not what to do"
        return
    except Exception as error:
        if is_ours(error):
            raise
        return
    assert got.text.strip(), "silently empty"
    assert list(got.pages) == sorted(got.pages) and all(0 <= at <= len(got.text) for at in got.pages), got.pages
    for note in got.notes:
        note.message.encode()
    if name != "a.md":  # where bytes were no characters, plain text keeps them apart
        got.text.encode()


def decode_only(data: bytes) -> None:
    """Decoding alone, many times as fast as with the repair behind it; every stretch is what its bytes say."""
    from corpus.encoding import decode
    from corpus.errors import JunxianError
    from corpus.repair.lost_bytes.torn_marks import MARK, read_mark

    try:
        got = decode(data)
    except JunxianError as error:
        assert error.reason and error.remedy
        return
    if not got.stretches:
        assert data.decode(got.encoding) == got.text, got
        return
    ends = [(each.start, each.byte) for each in got.stretches[1:]] + [(len(got.text), len(data))]
    for each, (end, last) in zip(got.stretches, ends, strict=True):
        shown = got.text[each.start : end]
        if MARK.match(shown):  # what is left of a character whose other byte was lost
            assert last == each.byte + 1 and read_mark(shown)[1] == data[each.byte], (each, end, last)
            continue
        read = "\ufffd" if each.encoding is None else data[each.byte : last].decode(each.encoding)
        assert shown == read, (each, end, last)


def find_in_plan(data: bytes) -> None:
    """As a build does it with what a reader gave; every fact must quote its plan."""
    from corpus.model import Source
    from corpus.pipeline import settle
    from kb.building.produce import find_all
    from kb.building.rows import rows_of

    text = data.decode("utf-8", "replace")
    source = Source("a.txt", "", len(data), text, "utf-8", "text")
    document = settle(source)
    found = [find_all(plan, source) for plan in document.plans]
    for plan, each in zip(document.plans, found, strict=True):
        for fact in each.facts:
            assert plan.text[fact.start : fact.end] == fact.text, fact
    rows_of(document, found, "fuzzed")


PART = b"\n\0"


def parts_of(data: bytes, *, most: int = 20_000) -> bytes:
    """The smaller parts of an archive, one after the other, each behind its name."""
    with zipfile.ZipFile(BytesIO(data)) as file:
        parts = {each.filename: file.read(each) for each in file.infolist() if each.file_size <= most}
    return b"".join(PART + name.encode() + b"\0" + part for name, part in parts.items())


def archive_of(data: bytes) -> bytes:
    """The archive of these parts, whatever has become of them."""
    pieces = [piece.partition(b"\0") for piece in data.split(PART)[1:]]
    return make.archive({name.decode("utf-8", "replace")[:200] or "?": part for name, _, part in pieces}, stored=True)


def run(target: str, data: bytes) -> None:
    """One input to a target."""
    if target in READERS:
        read(READERS[target][0], archive_of(data) if target in ("docx", "ofd") else data)
    else:
        {"decode": decode_only, "repair": try_repair, "plan": find_in_plan, "query": try_query}[target](data)


LEVELS = "".join(
    f'<w:lvl w:ilvl="{n}"><w:start w:val="{n + 1}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    for n, (style, pattern) in enumerate((
        ("chineseCounting", "%1、"), ("decimal", "（%2）"), ("lowerRoman", "%1.%2.%3"), ("upperLetter", "%4)"),
        ("japaneseCounting", "第%5条"), ("bullet", "•"),
    ))
)  # fmt: skip
PARTS = {
    "numbering": f'<w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum><w:num w:numId="1"><w:abstractNumId '
    'w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride></w:num>',
    "styles": '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    '</w:style><w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>',
    "footnotes": f'<w:footnote w:id="2">{make.para("注")}</w:footnote>',
}
NUMBERED = "".join(
    f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{n % 6}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>第{n}</w:t>'
    '<w:footnoteReference w:id="2"/></w:r></w:p><w:p><w:pPr><w:pStyle w:val="H2"/></w:pPr><w:r><w:tab/></w:r></w:p>'
    for n in range(7)
)


def word() -> bytes:
    """A Word file with numbers, styles, notes and an embedded page."""
    rels = "".join(f'<Relationship Id="{name}" Type="{make.R}/{name}" Target="{name}.xml"/>' for name in PARTS)
    rels += f'<Relationship Id="c" Type="{make.R}/aFChunk" Target="c.html"/>'
    extra = {
        f"word/{name}.xml": f'<w:{name} xmlns:w="{make.W}">{inner}</w:{name}>'.encode() for name, inner in PARTS.items()
    }
    chunk = {"word/c.html": make.page(make.paragraphs(1))}
    return make.word(NUMBERED + make.para() + '<w:altChunk r:id="c"/>', rels=rels, extra=extra | chunk)


def starts(target: str) -> Iterator[bytes]:
    """What a target begins with."""
    if target == "query":
        yield from (each.encode() for each in ('"县域" 就诊率 -教育', "牵头 NEAR/5 落实", "(甲 OR 乙) AND 丙*", "70%"))
    if target == "docx":
        yield parts_of(word())
    if target == "plan":
        from corpus.encoding import decode

        for path in sorted((ROOT / "corpus/samples/plans").glob("*.txt")):
            yield decode(path.read_bytes()).text[:600].encode("utf-8", "replace")
    for name, data in seeds():
        suffix = name.rpartition(".")[2]
        if suffix == target:
            yield parts_of(data) if target in ("docx", "ofd") else data
        elif suffix == "txt" and target in ("text", "decode", "repair"):
            yield data if target == "text" else data[:400]


def main(target: str, place: Path, options: list[str]) -> None:
    import atheris

    print(f"INFO: modules instrumented: {load(atheris.instrument_imports)}", file=sys.stderr)
    place.mkdir(parents=True, exist_ok=True)
    for n, data in enumerate(starts(target)):
        (place / f"seed{n}").write_bytes(data)
    if target in WORDS:
        words = place.parent / f"{target}.dict"
        write_words(WORDS[target], words)
        options = [f"-dict={words}", *options]

    def change(data: bytes, most: int, seed: int) -> bytes:
        dice = random.Random(seed)
        return bytes(mutate(data, dice)[:most] if dice.random() < 0.4 else atheris.Mutate(data, most))

    arguments = [sys.argv[0], str(place), "-rss_limit_mb=3000", *options]
    atheris.Setup(arguments, lambda data: run(target, data), custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) == 4 and Path(sys.argv[2]).is_file():  # one input again
        run(sys.argv[1], Path(sys.argv[2]).read_bytes())
    else:
        main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
