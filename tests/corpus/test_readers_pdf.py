"""PDFs: wrapped lines joined, running heads off, tables as rows, scans reported."""

import difflib
import pathlib
import re
import subprocess
import sys

import badfiles
import pytest

from corpus.errors import Empty, TooLarge, Unreadable, Unsupported
from corpus.files.limits import Limits
from corpus.readers.lines import Line, drop_running
from corpus.readers.ofd import read_ofd
from corpus.readers.paragraphs import join_lines
from corpus.readers.pdf import read_pdf
from corpus.readers.result import close_spaced, join_wrapped

FULL = 26  # ideographs that fill a line of 14 points between x = 90 and x = 454
TEXT = "县人民政府统筹推进紧密型医共体建设，把就诊率、床位使用率和群众满意度纳入年度考核，考核结果同经费拨付挂钩。"


def wrap(text: str, *, indent: int = 2) -> list[tuple[str, float]]:
    """A paragraph as (line, x): first line indented, 26 ideographs a line."""
    lines = [(text[: FULL - indent], 90 + 14 * indent)]
    rest = text[FULL - indent :]
    return lines + [(rest[i : i + FULL], 90.0) for i in range(0, len(rest), FULL)]


def set_page(paragraphs: list[str], number: int, *, indent: int = 2, head: str = "") -> bytes:
    y, content = 740.0, b""
    if head:
        content += badfiles.show(head, 200, 800, 10)
    for paragraph in paragraphs:
        for line, x in wrap(paragraph, indent=indent):
            content += badfiles.show(line, x, y)
            y -= 24
    return content + badfiles.show(f"— {number} —", 260, 40, 12)


def read(pages: list[bytes]) -> str:
    return read_pdf(badfiles.pdf_pages(pages), "a.pdf", Limits()).text


@pytest.mark.parametrize("indent", [0, 2])
def test_wrapped_lines_are_joined(indent: int) -> None:
    paragraphs = [f"{label}{TEXT}" for label in ("一、", "（一）", "1.", "第二条 ")] * 2
    assert read([set_page(paragraphs, 1, indent=indent)]).split("\n") == paragraphs


def test_titles_below_a_full_last_line_stand_alone() -> None:
    full = TEXT[:25] + "。"  # ends where the line ends; nothing is indented
    paragraphs = ["工作计划 篇1", full, "工作计划 篇2", TEXT, full, "保障措施", TEXT]
    assert read([set_page(paragraphs, 1, indent=0)]).split("\n") == paragraphs


def test_pages_heads_and_numbers() -> None:
    paragraphs = [
        [f"第{i}条 {TEXT}" for i in "一二三四"],
        [f"第{i}条 {TEXT}" for i in "五六七八"],
        [f"第九条 {TEXT}"] * 3,
    ]
    pages = [set_page(texts, n, head="青禾县人民政府文件") for n, texts in enumerate(paragraphs, 1)]
    got = read_pdf(badfiles.pdf_pages(pages), "a.pdf", Limits())
    assert got.text.split("\n") == [text for texts in paragraphs for text in texts]
    assert [got.text[start : start + 3] for start in got.pages] == ["第一条", "第五条", "第九条"]


def test_a_paragraph_runs_on_over_the_page_break() -> None:
    long = TEXT[:-1] + "，" + TEXT
    first = [f"一、{TEXT}", f"二、{long}"]
    lines = [line for text in first for line in wrap(text)]
    split = 4
    pages = [b"", b""]
    for page, part in enumerate((lines[:split], lines[split:])):
        for i, (line, x) in enumerate(part):
            pages[page] += badfiles.show(line, x, 700 - 24 * i)
    got = read_pdf(badfiles.pdf_pages(pages), "a.pdf", Limits())
    assert got.text.split("\n") == first
    assert got.text[got.pages[1] :].startswith(lines[split][0])


def test_a_title_of_two_lines_is_one() -> None:
    title = badfiles.show("青禾县人民政府办公室关于印发", 118, 780, 22) + badfiles.show(
        "养老服务体系建设规划的通知", 129, 748, 22
    )
    body = b"".join(badfiles.show(line, x, 690 - 24 * i) for i, (line, x) in enumerate(wrap(TEXT) * 4))
    assert read([title + body]).split("\n")[0] == "青禾县人民政府办公室关于印发养老服务体系建设规划的通知"


def test_watermarks_across_the_page_are_left_out() -> None:
    slanted = (
        b"BT /F1 60 Tf 0.707 0.707 -0.707 0.707 150 300 Tm <%s> Tj ET\n" % "内部样稿".encode("utf-16-be").hex().encode()
    )
    assert read([set_page([TEXT], 1) + slanted]) == TEXT


def test_ruled_tables_become_rows() -> None:
    content = badfiles.show("附表 主要指标", 90, 760)
    rows = [("指标", "2025年目标"), ("县域就诊率", "90%以上"), ("每千人口床位", "6张")]
    for i in range(4):
        content += b"90 %d m 390 %d l S\n" % (740 - 30 * i, 740 - 30 * i)
    for x in (90, 240, 390):
        content += b"%d 650 m %d 740 l S\n" % (x, x)
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            content += badfiles.show(text, 96 + 150 * j, 720 - 30 * i, 12)
    content += badfiles.show("备注：以上为县级口径。", 90, 600)
    assert read([content]).split("\n") == [
        "附表 主要指标",
        *(" | ".join(row) for row in rows),
        "备注：以上为县级口径。",
    ]


def test_letter_spaced_headings_are_closed_up() -> None:
    spaced = b"".join(badfiles.show(char, 200 + 40 * i, 700, 16) for i, char in enumerate("实施细则"))
    assert read([spaced]) == "实施细则"
    assert close_spaced("甲 乙 丙 丁") == "甲乙丙丁"
    assert close_spaced("第三章 附 则") == "第三章 附则"
    assert close_spaced("财政局 教育局 卫生局") == "财政局 教育局 卫生局"
    assert close_spaced("目　录") == "目录"


def test_figures_never_grow_together() -> None:
    assert join_wrapped(["共42", "8张"]) == "共42 8张"
    assert join_wrapped(["http://a.example/", "b/c"]) == "http://a.example/b/c"


@pytest.mark.parametrize(
    ("data", "error", "reason"),
    [
        (badfiles.layout_files()["layout/locked.pdf"][0], Unreadable, "password"),
        (b"%PDF-1.7\n" + badfiles.noise(2_000), Unreadable, "damaged PDF"),
        (badfiles.pdf_pages([b""]), Empty, "no text"),
        (badfiles.pdf_pages([b""] * 30), TooLarge, "30 pages"),
    ],
    ids=["password", "noise", "blank", "pages"],
)
def test_what_is_refused(data: bytes, error: type[Exception], reason: str) -> None:
    with pytest.raises(error, match=reason):
        read_pdf(data, "a.pdf", Limits(pages=20))


def test_scans_without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers.scan.has_recognition", lambda: False)
    scan = badfiles.layout_files()["layout/scan.pdf"][0]
    with pytest.raises(Unsupported) as caught:
        read_pdf(scan, "a.pdf", Limits())
    assert caught.value.remedy == "pip install junxian[ocr]"
    with pytest.raises(Unsupported, match="is a picture"):
        from corpus.readers.scan import read_image

        read_image(badfiles.png(9, 9), "a.png", Limits())


def test_a_scanned_page_among_others_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers.scan.has_recognition", lambda: False)
    got = read_pdf(badfiles.pdf_pages([set_page([TEXT], 1), b"0 0 m 9 9 l S", set_page([TEXT], 3)]), "a.pdf", Limits())
    assert got.text.split("\n") == [TEXT, TEXT]
    assert [(note.code, note.remedy) for note in got.notes] == [("no text layer", "pip install junxian[ocr]")]


def test_recognised_pages_become_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    # The engine itself is an extra; what is tested is the way from its pieces to paragraphs.
    def recognise(pixels: object, page: int, height: float, scale: float) -> list[Line]:
        return [
            Line(t, x, x + 14 * len(t), 700 - 24 * i, 714 - 24 * i, 14, page) for i, (t, x) in enumerate(wrap(TEXT))
        ]

    monkeypatch.setattr("corpus.readers.scan.has_recognition", lambda: True)
    monkeypatch.setattr("corpus.readers.scan.read_picture", recognise)
    got = read_pdf(badfiles.layout_files()["layout/scan.pdf"][0], "a.pdf", Limits())
    assert got.text == TEXT
    assert [note.code for note in got.notes] == ["ocr"]


def test_recognition_stops_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers.scan.has_recognition", lambda: True)
    with pytest.raises(Empty):
        read_pdf(badfiles.layout_files()["layout/scan.pdf"][0], "a.pdf", Limits(wall_seconds=0))


def test_page_numbers_are_dropped_only_at_the_edges() -> None:
    def line(text: str, bottom: float) -> Line:
        return Line(text, 90, 200, bottom, bottom + 12, 12, 0)

    kept = drop_running([line("12", 400), line("- 3 -", 30), line("第 3 页 共 9 页", 20), line("2025", 600)], [842.0])
    assert [each.text for each in kept] == ["12", "2025"]


def test_a_heading_that_fills_its_line_stays_apart() -> None:
    heading = "二、" + "完善资源下沉和分级诊疗制度促进优质资源扩容共享"[: FULL - 4]
    lines = [*wrap(TEXT), (heading, 118.0), *wrap(TEXT), *wrap(TEXT)]
    content = b"".join(badfiles.show(line, x, 740 - 24 * i) for i, (line, x) in enumerate(lines))
    assert read([content]).split("\n") == [TEXT, heading, TEXT, TEXT]


def test_headings_number_and_signature_of_a_page_without_indents_stay_apart() -> None:
    title, number, heading = "青禾县文化共同体建设三年行动方案（2024年至2026年）", "青政办〔2024〕31号", "一、总体目标"
    signed = ["青禾县人民政府办公室", "2024年5月6日"]
    lines = [title, number, heading, *(line for line, _ in wrap(TEXT + TEXT, indent=0)), *signed]
    content = b"".join(badfiles.show(line, 90, 740 - 24 * i) for i, line in enumerate(lines))
    assert read([content]).split("\n") == [title, number, heading, TEXT + TEXT, *signed]


def test_radicals_are_read_as_the_characters_they_show() -> None:
    assert read([badfiles.show("⼈⺠政府⼯作报告")]) == "人民政府工作报告"


def test_quotes_drawn_after_their_line_stand_in_it() -> None:
    content = (
        badfiles.show("推进", 90, 700) + badfiles.show("三医联动", 132, 700) + badfiles.show("改革落实见效。", 202, 700)
    )
    later = badfiles.show("“", 118, 700) + badfiles.show("”", 188, 700)
    below = badfiles.show("（一）健全机制。", 90, 660)
    assert read([content + below + later]).split("\n") == ["推进“三医联动”改革落实见效。", "（一）健全机制。"]


def test_no_lines_give_no_text() -> None:
    assert join_lines([], 0) == ("", ())


def test_ofd() -> None:
    def page(lines: list[tuple[str, float]]) -> bytes:
        placed = "".join(
            f'<TextObject Boundary="{x} {20 + 9 * i} 150 6" Size="5">'
            f'<TextCode X="0" Y="5" DeltaX="g {max(len(t) - 1, 1)} 5">{t}</TextCode></TextObject>'
            for i, (t, x) in enumerate(lines)
        )
        return f"<Page><Content><Layer>{placed}</Layer></Content></Page>".encode()

    lines = [(text, 30 + (x - 90) / 14 * 5) for text, x in wrap(f"一、{TEXT}") + wrap(f"二、{TEXT}")]
    area = "<CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea></CommonData>"
    document = f'<Document>{area}<Pages><Page BaseLoc="Pages/1.xml"/></Pages></Document>'.encode()
    data = badfiles.archive(
        {
            "OFD.xml": b"<OFD><DocBody><DocRoot>Doc_0/D.xml</DocRoot></DocBody></OFD>",
            "Doc_0/D.xml": document,
            "Doc_0/Pages/1.xml": page(lines),
        }
    )
    got = read_ofd(data, "a.ofd", Limits())
    assert got.text.split("\n") == [f"一、{TEXT}", f"二、{TEXT}"]
    assert got.pages == (0,)


def truth(path: pathlib.Path) -> str:
    """The Markdown beside a file as plain text."""
    text = path.with_suffix(".md").read_text(encoding="utf-8")
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"^#+\s*|\*\*\*|\*\*", "", text, flags=re.M)


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_real_files_against_their_truth(shared: pathlib.Path) -> None:
    for path in sorted((shared / "originals" / "office").glob("中华*.pdf")):
        got = read_pdf(path.read_bytes(), path.name, Limits()).text
        want = truth(path)
        ratio = difflib.SequenceMatcher(None, squeeze(want), squeeze(got), autojunk=False).ratio()
        ours, theirs = ({squeeze(line) for line in text.split("\n") if line.strip()} for text in (got, want))
        print(
            path.name, f"characters {ratio:.4f}", f"paragraphs {len(ours & theirs) / len(theirs):.3f}", file=sys.stderr
        )
        assert ratio > 0.999 and len(ours & theirs) / len(theirs) > 0.97


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring Chinese fonts")
@pytest.mark.parametrize(("before", "settles"), [("", True), ("document = pypdfium2.PdfDocument.new()", False)])
def test_the_font_does_not_depend_on_the_machine_nor_closes_what_is_open(before: str, settles: bool) -> None:
    code = f"import pypdfium2; {before}\nfrom corpus.readers.pdf_fonts import settle_fonts; print(settle_fonts())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(settles)
