"""Web pages: the document comes out whole, its page frame stays out, its fields are read."""

import pathlib

import pytest
from casefiles import read_cases

from corpus.errors import Empty
from corpus.files.limits import Limits
from corpus.readers.html import read_html, read_mht
from corpus.readers.markup import measure_depth, strip_tags, trim_tags

CASES = read_cases("readers_html")
SENTENCE = "全县二级以上医院要在年底前与乡镇卫生院建立稳定的协作关系。"  # hospitals to pair with township clinics


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_page(case: dict) -> None:
    got = read_html(case["html"].encode(case["encoding"]), "page.html", Limits())
    assert got.text.split("\n") == case["want"]
    assert case["metadata"].items() <= got.metadata.items()
    assert not [word for word in case["absent"] if word in got.text]
    assert got.encoding is None and case["encoding"].removesuffix("hkscs") in got.evidence


def test_real_pages_keep_their_key_items_and_no_frame(shared: pathlib.Path) -> None:
    folder = shared / "originals" / "html"
    for path in sorted(folder.glob("*.html")):
        got = read_html(path.read_bytes(), path.name, Limits())
        title = got.metadata["ArticleTitle"]
        start = "".join(got.text[: 600 + len(title)].split())
        assert "".join(title.split()) in start, path.name
        assert not got.notes
        for junk in ("扫一扫", "ICP备", "网站标识码", "无障碍", "分享到", "首页", "市委组织部", "打印", "浏览次数"):
            assert junk not in got.text, (path.name, junk)
        number = path.stem.rpartition("_")[2].replace("-", "〕").replace("20", "〔20", 1)  # as in the file's name
        assert number in got.text or path.name.startswith("35"), (path.name, number)  # that page holds a later text


def test_tables_of_real_pages_are_whole(shared: pathlib.Path) -> None:
    (path,) = (shared / "originals" / "html").glob("36b_*")  # an extractor alone loses this table
    rows = [line for line in read_html(path.read_bytes(), path.name, Limits()).text.split("\n") if " | " in line]
    assert len(rows) == 12 and all(row.count("|") >= 4 for row in rows)


def test_attributes_without_end_are_cut() -> None:
    markup, trimmed = trim_tags("<div " + "".join(f"a{i}=1 " for i in range(50_000)) + f">{SENTENCE}</div>")
    assert (markup, trimmed) == (f"<div>{SENTENCE}</div>", 1)
    picture = f'<img src="data:image/png;base64,{"A" * 200_000}">'
    assert trim_tags(picture) == (picture, 0)


def test_deep_nesting_is_stripped_and_noted() -> None:
    page = "<div>" * 5_000 + SENTENCE * 10 + "</div>" * 5_000
    assert measure_depth(page) == 5_000
    got = read_html(f"<html><body>{page}</body></html>".encode(), "a.html", Limits())
    assert got.text == SENTENCE * 10
    assert [note.code for note in got.notes] == ["markup"]


def test_never_silently_empty() -> None:
    # Everything stands in elements that a reader drops: the text comes out all the same, with a warning.
    page = f"<html><body><nav>{''.join(f'<p>{SENTENCE}</p>' for _ in range(30))}</nav></body></html>"
    got = read_html(page.encode(), "a.html", Limits())
    assert got.text.count(SENTENCE) == 30
    assert [note.code for note in got.notes] == ["little text"]


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<html><script>var a = 1</script></html>", "<!-- <p>x"])
def test_a_page_without_text_is_empty(page: str) -> None:
    with pytest.raises(Empty, match="has no text"):
        read_html(page.encode(), "a.html", Limits())


def test_entities_of_a_page_are_not_expanded(tmp_path: pathlib.Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary", encoding="utf-8")
    page = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>&x;{SENTENCE}'
    got = read_html(page.encode(), "a.xhtml", Limits())
    assert "canary" not in got.text and SENTENCE in got.text


def test_stripping_keeps_rows_and_unescapes() -> None:
    assert strip_tags("<style>p{}</style><tr><td>甲&amp;乙</td><td>9%</td></tr><p>完&nbsp;</p>") == "甲&乙 | 9%\n完"


def test_web_archive() -> None:
    body = f"<html><body><p>{SENTENCE}</p></body></html>".encode("gb18030")
    parts = b'--b\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n' + body
    mail = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n' + parts + b"\r\n--b--\r\n"
    assert read_mht(mail, "a.mht", Limits()).text == SENTENCE
