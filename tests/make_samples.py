"""Makes ``corpus/samples/plans`` from ``corpus/samples/texts``: the same plans as sites and offices hand them out.

    pip install reportlab
    python tests/make_samples.py

Run by hand when a text changes; the same texts give the same files.
"""

from __future__ import annotations

import importlib.util
import io
import pathlib
import random
import re
import zipfile
from collections.abc import Callable

import opencc
from garble import gloss_pinyin, lose_bytes, watermark

ROOT = pathlib.Path(__file__).resolve().parents[1] / "corpus" / "samples"
TEXTS, PLANS = ROOT / "texts", ROOT / "plans"
_TRADITIONAL = opencc.OpenCC("s2t")
_TAIWAN = opencc.OpenCC("s2tw")  # the forms that Big5 has: 為, not 爲

PINYIN = dict(
    zip(
        "縣醫鄉鎮衛務業優區應連質產實",
        "xiàn yī xiāng zhèn wèi wù yè yōu qū yīng lián zhì chǎn shí".split(),
        strict=True,
    )
)

# What a mirror site puts around a text; two of its links name counties that the plan is not about.
FRAME = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="{charset}"><title>{title}_政策文件_{site}</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{date} 09:30"></head>
<body>
<div class="top"><a href="/">网站首页</a> | <a href="/gk">政务公开</a> | <a href="/fw">办事服务</a></div>
<div class="crumb">您的位置：<a href="/">首页</a> &gt; <a href="/gk">政务公开</a> &gt; 政策文件</div>
{header}
<h1>{title}</h1>
<div class="tools">【字号：<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a> <a>关闭</a></div>
<div class="content">
{body}
</div>
<div class="related"><h3>相关链接</h3><ul>
<li><a href="/a1">石泉县召开年度工作会议</a></li>
<li><a href="/a2">旬阳市开展专项督查</a></li></ul></div>
<div class="foot">主办：{site} 网站标识码：5200000000 <a href="/about">关于我们</a> <a href="/map">网站地图</a></div>
</body></html>
"""
HEADER = """<table class="info"><tr><td>索引号：</td><td>{index}</td><td>发布机构：</td><td>{issuer}</td></tr>
<tr><td>发文字号：</td><td>{number}</td><td>成文日期：</td><td>{date}</td></tr></table>"""


def read_text(name: str) -> str:
    """One of our texts, as written."""
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")


def make_html(name: str, charset: str, site: str, issuer: str, number: str, date: str) -> bytes:
    """A government page: header table, frame, related links."""
    title, _, rest = read_text(name).partition("\n")
    body = "\n".join(f"<p>　　{line}</p>" for line in rest.splitlines() if line.strip())
    header = HEADER.format(
        index=f"{abs(len(rest)):09d}/2025-00{len(body) % 1000:03d}", issuer=issuer, number=number, date=date
    )
    page = FRAME.format(charset=charset, title=title, site=site, date=date, header=header, body=body)
    return page.encode("gb18030" if charset == "gb2312" else charset)


def make_docx(name: str) -> bytes:
    """A Word file whose 一、（一） are automatic numbers: nobody typed them."""
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = docx.Document()
    numbering = document.part.numbering_part.element

    def element(tag: str, parent: object = None, **values: str) -> object:
        made = OxmlElement(tag)
        for key, value in values.items():
            made.set(qn(f"w:{key}"), value)
        if parent is not None:
            parent.append(made)  # type: ignore[attr-defined]
        return made

    abstract = element("w:abstractNum", abstractNumId="90")
    for level, pattern in enumerate(("%1、", "（%2）")):
        one = element("w:lvl", abstract, ilvl=str(level))
        element("w:start", one, val="1")
        element("w:numFmt", one, val="chineseCountingThousand")
        element("w:lvlText", one, val=pattern)
    numbering.insert(0, abstract)
    num = element("w:num", numbering, numId="90")
    element("w:abstractNumId", num, val="90")
    for line in read_text(name).splitlines():
        match = re.match(r"#([12]) (.*)", line)
        paragraph = document.add_paragraph(match.group(2) if match else line)
        if match:
            number = element("w:numPr", paragraph._p.get_or_add_pPr())
            element("w:ilvl", number, val=str(int(match.group(1)) - 1))
            element("w:numId", number, val="90")
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_clock(buffer.getvalue())


def _without_clock(data: bytes) -> bytes:
    """The same zip with a fixed time in every entry, so that it can be made again byte for byte."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2025-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def make_pdf(name: str) -> bytes:
    """A page as an office prints it: wrapped lines, running head, page numbers — 1 —."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    where = importlib.util.find_spec("zhplot")
    assert where and where.submodule_search_locations
    font = next(pathlib.Path(where.submodule_search_locations[0]).rglob("NotoSansSC-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("Noto", str(font)))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    title, *lines = [line for line in read_text(name).splitlines() if line.strip()]
    wrapped = [piece for line in lines for piece in _wrap("　　" + line, 28)]
    height = 24
    for page, first in enumerate(range(0, len(wrapped), height), 1):
        canvas.setFont("Noto", 9)
        canvas.drawString(60, 805, "莒县人民政府公报")
        if page == 1:
            canvas.setFont("Noto", 18)
            canvas.drawCentredString(297, 765, title)
        canvas.setFont("Noto", 15)
        for row, piece in enumerate(wrapped[first : first + height]):
            canvas.drawString(85, 725 - row * 26, piece)
        canvas.drawCentredString(297, 40, f"— {page} —")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _wrap(line: str, width: int) -> list[str]:
    return [line[i : i + width] for i in range(0, len(line), width)]


def make_garbled(name: str) -> bytes:
    """A mirror of a GBK page that lost bytes, with pinyin in brackets and marks in its sentences."""
    rng = random.Random(20250401)
    text = _TRADITIONAL.convert(read_text(name).replace("\n\n（", "\n\n　（").replace("\n（", "\n　（"))
    text = watermark(text, rng, marks="`'", every=220).text
    text = lose_bytes(text, rng, every=90).text
    return gloss_pinyin(text, PINYIN.__getitem__, "".join(PINYIN)).encode("utf-8")


def txt(name: str, encoding: str, *, traditional: bool = False) -> Callable[[], bytes]:
    """A text file in some encoding and script."""

    def make() -> bytes:
        text = read_text(name)
        script = _TAIWAN if encoding.startswith("big5") else _TRADITIONAL
        return (script.convert(text) if traditional else text).encode(encoding)

    return make


MADE: dict[str, Callable[[], bytes]] = {
    "01_anji_yigongti_2025.txt": txt("anji_yigongti_2025", "utf-8"),
    "02_pingjiang_yigongti_2025.txt": txt("pingjiang_yigongti_2025", "gb18030"),
    "03_湄潭县_医共体_2025.html": lambda: make_html(
        "meitan_yigongti_2025", "gb2312", "湄潭县人民政府网", "湄潭县人民政府办公室", "湄府办发〔2025〕12号",
        "2025-05-20",
    ),
    "04_jinzhai_yigongti_2025.docx": lambda: make_docx("jinzhai_yigongti_2025"),
    "05_juxian_yigongti_2025.pdf": lambda: make_pdf("juxian_yigongti_2025"),
    "06_tengchong_yigongti_2025.txt": txt("tengchong_yigongti_2025", "big5hkscs", traditional=True),
    "07_minqin_yigongti_2025.txt": lambda: make_garbled("minqin_yigongti_2025"),
    "08_wuyuan_jiaogongti_2025.txt": txt("wuyuan_jiaogongti_2025", "utf-8"),
    "09_taishan_jiaogongti_2024.txt": txt("taishan_jiaogongti_2024", "utf-8-sig", traditional=True),
    "10_pujiang_wenhua_2025.html": lambda: make_html(
        "pujiang_wenhua_2025", "utf-8", "蒲江县人民政府网", "蒲江县文化体育和旅游局", "", "2025-01-23"
    ),
    "11_anji_report_2024.txt": txt("anji_report_2024", "utf-8"),
    "12_anji_report_2025.txt": txt("anji_report_2025", "utf-16"),
    "13_pingjiang_report_2024.txt": txt("pingjiang_report_2024", "gb18030"),
    "14_pingjiang_report_2025.html": lambda: make_html(
        "pingjiang_report_2025", "utf-8", "平江县人民政府网", "平江县人民政府办公室", "", "2025-01-10"
    ),
    "15_jinzhai_report_2024.txt": txt("jinzhai_report_2024", "utf-8"),
    "16_jinzhai_report_2025.txt": txt("jinzhai_report_2025", "big5hkscs", traditional=True),
    "17_huibian_jihua.txt": txt("huibian_jihua", "utf-8", traditional=True),
    "18_moban_yanglao.txt": txt("moban_yanglao", "utf-8"),
    "19_tonglu_yigongti_2025.txt": txt("tonglu_yigongti_2025", "utf-8"),
}  # fmt: skip

if __name__ == "__main__":
    PLANS.mkdir(exist_ok=True)
    for file, make in MADE.items():
        (PLANS / file).write_bytes(make())
        print(file, (PLANS / file).stat().st_size)
