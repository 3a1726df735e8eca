"""Word files: automatic numbers as Word prints them, revisions, boxes, tables, notes, embedded pages."""

import io
import pathlib

import badfiles
import docx
import pytest
from casefiles import read_cases
from docx.oxml import parse_xml
from lxml import etree

from corpus.errors import TooLarge, Unreadable
from corpus.files.limits import Limits
from corpus.readers.choose import read_any
from corpus.readers.docx import read_docx
from corpus.readers.numbering import Numbering

CASES = read_cases("readers_numbering")
W = f'xmlns:w="{badfiles.W}"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def numbering(
    levels: list, *, more: str = "", nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    lvls = ""
    for depth, (style, pattern, *extra) in enumerate(levels):
        options = {"start": "1"} | (extra[0] if extra else {})
        inner = "".join(f"<w:{k}/>" if v is None else f'<w:{k} w:val="{v}"/>' for k, v in options.items())
        lvls += f'<w:lvl w:ilvl="{depth}">{inner}<w:numFmt w:val="{style}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    return f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{lvls}</w:abstractNum>{more}{nums}</w:numbering>'


def numbered(depth: int, number: int = 1, text: str = "") -> str:
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>{run}</w:p>'


def labels(counter: Numbering, body: str) -> list[str]:
    root = etree.fromstring(f"<w:body {W}>{body}</w:body>")
    return [counter.label(paragraph.find(f"{{{badfiles.W}}}pPr")) for paragraph in root]


def read(body: str, **parts: str) -> str:
    return read_docx(word(body, **parts), "a.docx", Limits()).text


def word(body: str, **parts: str) -> bytes:
    """A Word file with further parts given by name, such as ``numbering=``."""
    rels = "".join(f'<Relationship Id="{name}" Type="{badfiles.R}/{name}" Target="{name}.xml"/>' for name in parts)
    return badfiles.word(body, rels=rels, extra={f"word/{name}.xml": text.encode() for name, text in parts.items()})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_labels(case: dict) -> None:
    counter = Numbering(etree.fromstring(numbering(case["levels"])), None)
    assert labels(counter, "".join(numbered(depth) for depth in case["depths"])) == case["want"]


def test_a_second_use_of_a_list_runs_on_unless_it_starts_anew() -> None:
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{o}</w:num>' for n, o in (
        (1, ""), (2, ""), (3, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')))  # fmt: skip
    counter = Numbering(etree.fromstring(numbering([["chineseCounting", "%1、"]], nums=nums)), None)
    assert labels(counter, "".join(numbered(0, n) for n in (1, 1, 2, 3, 3))) == ["一、", "二、", "三、", "一、", "二、"]


def test_numbers_that_hang_on_a_style() -> None:
    styles = f"""<w:styles {W}>
      <w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/>
        <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="H3"><w:basedOn w:val="H2"/></w:style></w:styles>"""
    levels = [["chineseCounting", "%1、"], ["chineseCounting", "（%2）"]]
    counter = Numbering(etree.fromstring(numbering(levels)), etree.fromstring(styles))
    body = "".join(f'<w:p><w:pPr><w:pStyle w:val="{s}"/></w:pPr></w:p>' for s in ("H1", "H2", "H3", "H1"))
    off = '<w:p><w:pPr><w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:p>'
    assert labels(counter, body + off) == ["一、", "（一）", "（二）", "二、", ""]


def test_a_list_named_by_a_list_style() -> None:
    more = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum>'
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{a}"/></w:num>' for n, a in ((1, 0), (2, 7)))
    number = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = f'<w:styles {W}><w:style w:type="numbering" w:styleId="L">{number}</w:style></w:styles>'
    part = numbering([["chineseCounting", "%1、"]], more=more, nums=nums)
    counter = Numbering(etree.fromstring(part), etree.fromstring(styles))
    assert labels(counter, numbered(0, 2) + numbered(0, 2)) == ["一、", "二、"]


def test_numbers_stand_before_the_text() -> None:
    body = numbered(0, text="工作目标") + numbered(1, text="提高就诊率") + numbered(0)
    assert read(body, numbering=numbering([["chineseCounting", "%1、"], ["chineseCounting", "（%2）"]])) == (
        "一、工作目标\n（一）提高就诊率"
    )


def test_revisions() -> None:
    body = """<w:p><w:r><w:t>就诊率达到</w:t></w:r><w:del><w:r><w:delText>85%</w:delText></w:r></w:del>
      <w:ins><w:r><w:t>90%</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>
      <w:moveTo><w:r><w:t>以上</w:t></w:r></w:moveTo></w:p>
      <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>"""
    got = read_docx(word(body), "a.docx", Limits())
    assert got.text == "就诊率达到90%以上\n前半后半"
    assert [note.code for note in got.notes] == ["revisions"]


def test_content_controls_links_fields_and_hidden_text() -> None:
    body = """<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>控件段</w:t></w:r></w:p></w:sdtContent></w:sdt>
      <w:p><w:sdt><w:sdtContent><w:r><w:t>控件字</w:t></w:r></w:sdtContent></w:sdt>
      <w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r>
      <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>末</w:t><w:tab/><w:t>页</w:t></w:r></w:p>"""
    assert read(body) == "控件段\n控件字链接末\t页"


def test_a_text_box_comes_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent>"
    body = f"""<w:p><w:r><w:t>框外</w:t></w:r><w:r><mc:AlternateContent {MC}><mc:Choice Requires="wps"><w:drawing>{box}
      </w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""
    assert read(body) == "框外\n框内文字"


def test_tables_with_merged_cells() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row, texts in enumerate((("类别", "指标", "目标"), ("医疗", "就诊率", "90%"), ("", "床位", "6张"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_table(1, 1).cell(0, 0).text = "框中一段"
    wide = document.add_table(1, 3)
    wide.cell(0, 0).merge(wide.cell(0, 1)).text = "合计"
    wide.cell(0, 2).text = "100%"
    out = io.BytesIO()
    document.save(out)
    got = read_docx(out.getvalue(), "a.docx", Limits()).text.split("\n")
    assert got == ["类别 | 指标 | 目标", "医疗 | 就诊率 | 90%", "| 床位 | 6张", "框中一段", "合计 | 100%"]


def test_footnotes_stand_at_the_end() -> None:
    note = "<w:p><w:r><w:t>按常住人口计算。</w:t></w:r></w:p>"
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{note}</w:footnote></w:footnotes>'
    body = '<w:p><w:r><w:t>每千人口床位6张</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert read(body, footnotes=notes) == "每千人口床位6张[1]\n[1] 按常住人口计算。"


def test_headers_are_left_out_and_lists_of_python_docx_are_numbered() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.add_paragraph("第一项", style="List Number")
    document.add_paragraph("第二项", style="List Number")
    document.element.body.insert(0, parse_xml(f"<w:p {W}><w:r><w:t>标题</w:t></w:r></w:p>"))
    out = io.BytesIO()
    document.save(out)
    assert read_docx(out.getvalue(), "a.docx", Limits()).text == "标题\n1.第一项\n2.第二项"


def test_an_embedded_page_is_read() -> None:
    rels = f'<Relationship Id="c" Type="{badfiles.R}/aFChunk" Target="/word/c.html"/>'
    page = "<html><body><h1>青禾县方案</h1><p>一、目标<br>二、任务</p></body></html>".encode()
    data = badfiles.word('<w:altChunk r:id="c"/>', rels=rels, extra={"word/c.html": page})
    assert read_docx(data, "a.docx", Limits()).text == "青禾县方案\n一、目标\n二、任务"


def test_an_embedded_text_is_read_by_its_own_reader() -> None:
    rels = f'<Relationship Id="c" Type="{badfiles.R}/aFChunk" Target="/word/c.txt"/>'
    data = badfiles.word(
        badfiles.para() + '<w:altChunk r:id="c"/>', rels=rels, extra={"word/c.txt": "二、任务".encode("gb18030")}
    )
    assert read_any(data, "a.docx", Limits()).text == f"{badfiles.SENTENCE}\n二、任务"
    alone = read_docx(data, "a.docx", Limits())  # nobody to read it
    assert alone.text == badfiles.SENTENCE
    assert [(note.code, "word/c.txt" in note.message) for note in alone.notes] == [("unread parts", True)]


def test_strict_files_are_read() -> None:
    data = badfiles.word(badfiles.para())
    strict = badfiles.archive(
        {
            name: body.replace(badfiles.W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            for name, body in unpack(data).items()
        }
    )
    assert read_docx(strict, "a.docx", Limits()).text == badfiles.SENTENCE


def unpack(data: bytes) -> dict[str, bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize(
    ("data", "error", "reason"),
    [
        (badfiles.word(badfiles.para())[:300], Unreadable, "damaged archive"),
        (badfiles.word("&x;", prolog='<!DOCTYPE w [<!ENTITY x "y">]>'), Unreadable, "DTD"),
        (badfiles.flag_encrypted(badfiles.word(badfiles.para())), Unreadable, "password"),
        (badfiles.word("<w:p><w:r><w:t>" + "0" * 3_000_000 + "</w:t></w:r></w:p>"), TooLarge, "100 times"),
        (badfiles.word("<w:ins>" * 3_000 + "</w:ins>" * 3_000), TooLarge, "nested"),
    ],
    ids=["cut", "dtd", "password", "bomb", "nested"],
)
def test_what_is_refused(data: bytes, error: type[Exception], reason: str) -> None:
    with pytest.raises(error, match=reason):
        read_docx(data, "a.docx", Limits())


def test_inflation_is_counted_whatever_the_directory_says() -> None:
    with pytest.raises(TooLarge, match="inflates beyond 1 MB"):
        read_docx(badfiles.word("<w:p/>" * 400_000), "a.docx", Limits(inflated_bytes=1 << 20, zip_ratio=10**6))


def test_real_files_are_read_to_the_letter(shared: pathlib.Path) -> None:
    from test_readers_pdf import squeeze, truth

    for path in sorted((shared / "originals" / "office").glob("中华*.docx")):
        got = read_docx(path.read_bytes(), path.name, Limits())
        assert squeeze(got.text) == squeeze(truth(path)), path.name
