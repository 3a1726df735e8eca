"""Characters written out as signs by programs on the way: each writing comes back exactly, other text stays."""

import html.entities
import quopri
import urllib.parse
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.repair import repair_text

# Aims of a county plan: clinics in towns, forest cover; a table's row.
TEXT = "一、工作目标\n到2025年底，全县新建村卫生室12个，森林覆盖率达到42.5%以上。\n| 县医院 | 牵头 |"


def each(write: Callable[[int], str]) -> Callable[[str], str]:
    return lambda text: "".join(write(ord(char)) if char > "\x7f" else char for char in text)


def each_byte(codec: str, write: Callable[[int], str]) -> Callable[[str], str]:
    return lambda text: "".join(write(byte) if byte > 0x7F else chr(byte) for byte in text.encode(codec))


def named(text: str) -> str:
    names = html.entities.codepoint2name
    return "".join(f"&{names[ord(char)]};" if "\x80" < char <= "\xff" else char for char in text)


WRITINGS: dict[str, Callable[[str], str]] = {
    "entities": each(lambda code: f"&#{code};"),
    "entities, hexadecimal": each(lambda code: f"&#x{code:X};"),
    "entities without end": each(lambda code: f"&#{code}"),
    "entities, full-width": each(lambda code: f"＆#{code}；"),
    "entities with a blank": each(lambda code: f"&# {code};"),
    "entities of entities": each(lambda code: f"&amp;#{code};"),
    "entities of bytes": each_byte("gbk", lambda byte: f"&#{byte};"),
    "named entities of bytes": lambda text: named(text.encode("gbk").decode("latin-1")),
    "json": each(lambda code: f"\\u{code:04x}"),
    "json in json": each(lambda code: f"\\\\u{code:04x}"),
    "braces": each(lambda code: f"\\u{{{code:x}}}"),
    "JavaScript": each(lambda code: f"%u{code:04X}"),
    "standards": each(lambda code: f"U+{code:04X}"),
    "rich text": each(lambda code: f"\\u{code if code < 0x8000 else code - 0x10000}?"),
    "rich text, bytes": each_byte("gbk", lambda byte: f"\\'{byte:02x}"),
    "octal": each_byte("utf-8", lambda byte: f"\\{byte:03o}"),
    "seven bits": lambda text: text.encode("hz").decode("ascii"),
    **{f"{codec} percent": each_byte(codec, lambda byte: f"%{byte:02X}") for codec in ("utf-8", "gbk")},
    **{f"{codec} percent, small": each_byte(codec, lambda byte: f"%{byte:02x}") for codec in ("utf-8", "gbk")},
    **{f"{codec} hexadecimal": each_byte(codec, lambda byte: f"\\x{byte:02x}") for codec in ("utf-8", "gbk")},
    "percent of percent": lambda text: urllib.parse.quote(urllib.parse.quote(text, safe=" \n|,"), safe=" \n|,"),
    "mail": lambda text: quopri.encodestring(text.encode()).decode(),
    "mail, gbk": lambda text: quopri.encodestring(text.encode("gbk")).decode(),
    "byte order mark as latin-1": lambda text: "ï»¿" + text,
    "byte order mark as gbk": lambda text: "锘" + text,
    "tags": lambda text: "<p>" + text.replace("\n", "</p>\n<p>").replace("县", "<b>县</b>") + "</p>",
    "line breaks": lambda text: text.replace("\n", "<br/>"),
}


@pytest.mark.parametrize("name", WRITINGS)
def test_every_writing_comes_back(name: str) -> None:
    written = WRITINGS[name](TEXT)
    done = repair_text(written)
    assert done.text.strip() == TEXT
    assert {repair.verdict for repair in done.repairs} == {"exact"}
    assert all(written[repair.start : repair.end] == repair.raw for repair in done.repairs)


def test_a_character_eaten_with_its_tag() -> None:
    """Of 。</p> a site that cut bytes left ?/p>: the tag goes, and something is marked as lost there."""
    done = repair_text("确保林区安全?/p>\n各村要抓好落实?/p>\n")
    assert done.text == "确保林区安全\n各村要抓好落实\n"
    assert {repair.verdict for repair in done.repairs} == {"lossy"}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["entities", "json", "utf-8 percent", "gbk percent", "octal", "JavaScript", "seven bits"]),
    st.lists(st.sampled_from("县乡镇村卫生院建设全面落实发展目标责任单位"), min_size=4, max_size=30),
)
def test_any_words_come_back(name: str, chars: list[str]) -> None:
    words = "".join(chars)
    assert repair_text(f"目标：{WRITINGS[name](words)}完成").text == f"目标：{words}完成"


@pytest.mark.parametrize(
    "text",
    [
        "详见http://www.example.com/s?wd=%E5%8E%BF%E5%9F%9F%E7%BB%8F%E6%B5%8E一文。",  # an address
        "增长100%CEO满意度达到95%以上。",
        "C:\\x86\\data目录",
        "当x=AB且y=CD时，按A档补助。",
        "\\\\u53bf",
        "R&D经费投入强度达到2.5%，科技<3.0>。",
        "面积<5亩>的农户，产值>10万元的企业。",
        "占比为~{5}~左右",
        "锘元素的教学计划"[1:],
        "U+平台建设方案",
    ],
)
def test_what_only_looks_so_stays(text: str) -> None:
    assert repair_text(text).text == text
