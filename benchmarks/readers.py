"""How well and how fast files are read, beside what the libraries give by themselves.

    python benchmarks/readers.py [FOLDER of originals] [--round-trip FOLDER of txt]

FOLDER holds html files and pdf or docx files, some with a Markdown truth of the same name beside them.
The round trip sets each text as a Word page with LibreOffice, prints it to PDF and reads it back. Without
arguments only the cost of small files is measured.
"""

from __future__ import annotations

import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable

from corpus.files.limits import Limits
from corpus.sources import read_source, try_source

JUNK = ("扫一扫", "ICP备", "网站标识码", "无障碍", "分享到", "首页", "打印", "浏览次数", "市委组织部", "返回顶部")
_HAN = re.compile("[\u4e00-\u9fff]")


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def plain(markdown: str) -> str:
    markdown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"^#+\s*|\*\*\*|\*\*", "", markdown, flags=re.M)


def compare(got: str, want: str) -> str:
    """Character F1, edit similarity and paragraph F1 of two texts, white space aside."""
    ours, theirs = Counter(squeeze(got)), Counter(squeeze(want))
    shared = 2 * sum((ours & theirs).values()) / max(sum(ours.values()) + sum(theirs.values()), 1)
    edit = difflib.SequenceMatcher(None, squeeze(want), squeeze(got), autojunk=False).ratio()
    lines, truth = ({squeeze(line) for line in text.split("\n") if squeeze(line)} for text in (got, want))
    paragraphs = 2 * len(lines & truth) / max(len(lines) + len(truth), 1)
    return f"characters F1 {shared:.4f}  edit {edit:.4f}  paragraphs F1 {paragraphs:.3f}"


def timed(act: Callable[[], str]) -> tuple[str, float]:
    start = time.perf_counter()
    try:
        text = act()
    except Exception as error:
        text = f"({type(error).__name__})"
    return text, time.perf_counter() - start


def by_trafilatura(path: pathlib.Path) -> str:
    import trafilatura

    return trafilatura.extract(path.read_bytes(), include_tables=True) or ""


def by_resiliparse(path: pathlib.Path) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(path.read_text(encoding="utf-8", errors="replace"), main_content=True))


def by_pdfium(path: pathlib.Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def by_python_docx(path: pathlib.Path) -> str:
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


OTHERS = {
    ".html": {"trafilatura": by_trafilatura, "resiliparse": by_resiliparse},
    ".pdf": {"pdfium": by_pdfium},
    ".docx": {"python-docx": by_python_docx},
}


def show_originals(folder: pathlib.Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.suffix not in OTHERS:
            continue
        print(path.name)
        readers = {"junxian": lambda path=path: read_source(path).original}
        readers |= {name: (lambda path=path, act=act: act(path)) for name, act in OTHERS[path.suffix].items()}
        truth = path.with_suffix(".md")
        for name, act in readers.items():
            text, seconds = timed(act)
            line = f"  {name:12} {seconds * 1000:7.0f} ms  {len(_HAN.findall(text)):6} ideographs"
            if path.suffix == ".html":
                title = squeeze(str(read_source(path).metadata.get("ArticleTitle", "")))
                line += f"  title {'kept' if title in squeeze(text)[:600] else 'LOST'}"
                line += f"  table rows {sum(' | ' in row for row in text.splitlines()):3}"
                line += f"  junk {sum(word in text for word in JUNK)}/{len(JUNK)}"
            if truth.exists():
                line += "  " + compare(text, plain(truth.read_text(encoding="utf-8")))
            print(line)


def show_round_trip(folder: pathlib.Path) -> None:
    """Texts that no reader was written for: set as Word pages, printed to PDF, read back."""
    import docx
    from docx.shared import Pt

    if not shutil.which("soffice"):
        print("no LibreOffice: the round trip is left out")
        return
    with tempfile.TemporaryDirectory() as made:
        for number, path in enumerate(sorted(folder.glob("*.txt"))[::7]):
            text = path.read_text(encoding="utf-8").splitlines()
            paragraphs = [line.strip(" \u3000") for line in text if line.strip(" \u3000") and "http" not in line][:150]
            document = docx.Document()
            document.sections[0].header.paragraphs[0].text = "汇编"
            for paragraph in paragraphs:
                added = document.add_paragraph(paragraph)
                added.paragraph_format.space_after = Pt(0)
                if number % 3:
                    added.paragraph_format.first_line_indent = Pt(24)
            word = pathlib.Path(made) / f"{number}.docx"
            document.save(str(word))
            command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", made, str(word)]
            subprocess.run(command, capture_output=True, check=True, timeout=120)
            print(f"{path.name}  {'indented' if number % 3 else 'not indented'}")
            for name, got in (("docx", word), ("pdf", word.with_suffix(".pdf"))):
                print(f"  {name:6}", compare(read_source(got).original, "\n".join(paragraphs)))
            print("  pdfium", compare(by_pdfium(word.with_suffix(".pdf")), "\n".join(paragraphs)))


def show_small_files() -> None:
    """What a small file costs: text in this process, text through the child, a page, beside a bare read."""
    from corpus.files.discovery import Found

    sentence = "县卫生健康局牵头，每季度调度一次，年底前县域就诊率达到百分之九十以上。\n"  # invented
    with tempfile.TemporaryDirectory() as made:
        text, page = pathlib.Path(made) / "a.txt", pathlib.Path(made) / "a.html"
        text.write_text(sentence * 100, encoding="utf-8")
        page.write_text(f"<html><body>{'<p>' + sentence}</body></html>" * 30, encoding="utf-8")
        acts: dict[str, Callable[[], object]] = {
            "open().read()": lambda: text.read_text(encoding="utf-8"),
            "text, in process": lambda: try_source(Found(os.fspath(text), "a.txt")),
            "text, in the child": lambda: read_source(text, limits=Limits(in_process_bytes=0)),
            "page, in the child": lambda: read_source(page),
        }
        base = 0.0
        for name, act in acts.items():
            act()
            start = time.perf_counter()
            for _ in range(50):
                act()
            cost = (time.perf_counter() - start) / 50
            base = base or cost
            print(f"{name:20} {cost * 1e6:8.0f} µs  {cost / base:7.1f} × a bare read")


def main(arguments: list[str]) -> None:
    show_small_files()
    trip = arguments.index("--round-trip") if "--round-trip" in arguments else len(arguments)
    for folder in arguments[:trip]:
        show_originals(pathlib.Path(folder))
    for folder in arguments[trip + 1 :]:
        show_round_trip(pathlib.Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
