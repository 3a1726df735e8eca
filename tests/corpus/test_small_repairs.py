"""The small rules one by one, at their borders: what is lost, what nobody sees, breaks that are gone, holes."""

import math

import pytest

from corpus.repair import repair_text
from corpus.repair.change import Change
from corpus.repair.encodings.codepages import PAGES, odd_characters
from corpus.repair.encodings.holes import fill_holes
from corpus.repair.encodings.lattice import HOLE, UNKNOWN, Block, read_units
from corpus.repair.language import class_of
from corpus.repair.lines.breaks import find_lost_breaks
from corpus.repair.lines.digits import find_split_numbers
from corpus.repair.lines.parts import find_parts
from corpus.repair.signs.decimals import find_lost_points
from corpus.repair.signs.glyphs import find_glyphs
from corpus.repair.signs.invisible import find_invisible
from corpus.repair.signs.losses import find_losses
from corpus.repair.signs.quotes import find_turned_quotes


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("全县烫烫烫烫建设", [(2, 6)]),  # memory never written, read as GBK
        ("全县烫烫烫建设", []),  # hot, hot, hot
        ("全县屯屯屯屯屯建设", [(2, 7)]),
        ("全县屯屯屯建设", []),  # villages
        ("全县锟斤拷建设", [(2, 5)]),  # U+FFFD as UTF-8 read as GBK
        ("全县斤拷锟斤拷锟建设", [(2, 8)]),
        ("全县锟斤建设", []),
        ("全县\ufffd建\ufffd设", [(2, 5)]),
        ("全县\ufffd建设一二三四\ufffd", [(2, 10)]),  # six between
        ("全县\ufffd建设一二三四五\ufffd", [(2, 3), (10, 11)]),  # seven
        ("全县\ufffd\n\ufffd", [(2, 3), (4, 5)]),
        ("屯屯屯屯\ufffd", [(0, 4), (4, 5)]),
        ("\ufffd屯屯屯屯", [(0, 1), (1, 5)]),
        ("全县建设", []),
    ],
)
def test_losses(text: str, spans: list[tuple[int, int]]) -> None:
    assert find_losses(text) == [Change("lost", start, end, text[start:end], "lossy") for start, end in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("县\u200b城", [(1, 2, "", "exact")]),
        ("县\x00城", [(1, 2, "", "exact")]),
        ("县\x85城", [(1, 2, "\n", "exact")]),  # a line end of other systems
        ("县\u2028\u2029城", [(1, 3, "\n\n", "exact")]),
        ("县\x93城\x94", [(1, 2, "“", "exact"), (3, 4, "”", "exact")]),  # Windows signs read as Latin-1
        ("县\x81城", [(1, 2, "", "exact")]),  # none
        ("县\xa0城", []),  # a blank is seen
        ("县\xad城", [(1, 2, "", "exact")]),  # a soft hyphen
        ("县\ud800城", [(1, 2, "\ufffd", "lossy")]),
        ("县\udfff城", [(1, 2, "\ufffd", "lossy")]),
        ("县\ud83c\udf32城", [(1, 3, "\U0001f332", "exact")]),
        ("县\udf32\ud83c城", [(1, 3, "\ufffd\ufffd", "lossy")]),
        ("县\u200b\ud800\u200b城", [(1, 4, "\ufffd", "lossy")]),
        ("\U0001f332\u200d\U0001f332", []),  # what joins two pictures is theirs
        ("\U0001f332\ud800县", [(1, 2, "\ufffd", "lossy")]),  # half a character is nobody's
        ("\U0001f332\udfff县", [(1, 2, "\ufffd", "lossy")]),
        ("\U0001f332\x9f县", [(1, 2, "Ÿ", "exact")]),
        ("\U0001f332\xad县", []),
        ("\U0001f332一二三四五六七八九十一\u200d县", []),  # eleven between
        ("\U0001f332一二三四五六七八九十一二\u200d县", [(13, 14, "", "exact")]),
        ("县\u200d一二三四五六七八九十一\U0001f332", []),
        ("县\u200d一二三四五六七八九十一二\U0001f332", [(1, 2, "", "exact")]),
    ],
)
def test_invisible(text: str, found: list[tuple[int, int, str, str]]) -> None:
    assert [(c.start, c.end, c.new, c.verdict) for c in find_invisible(text)] == found


def paragraphs(*indents: str, first: str = "一、目标。" + "造林。" * 30, end: str = "") -> str:
    """Short sentences with these indents between them, in one line."""
    return first + "".join(f"{indent}措施{number}。" for number, indent in enumerate(indents)) + end


WIDE = "\u3000\u3000"


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        (paragraphs(WIDE, WIDE, WIDE), 3),
        (paragraphs(WIDE, WIDE), 0),  # two may be chance
        (paragraphs(WIDE, WIDE, WIDE, first="目标。"), 0),  # a short line
        (paragraphs(WIDE, WIDE, WIDE, first="目" * 81 + "。"), 3),  # a hundred characters
        (paragraphs(WIDE, WIDE, WIDE, first="目" * 80 + "。"), 0),  # one less
        (paragraphs("  ", "  ", "  "), 0),  # two plain blanks are none
        (paragraphs("    ", "    ", "    "), 3),
        (paragraphs("\u3000", "\u3000", "\u3000"), 0),  # one is none
        (paragraphs(WIDE, WIDE, WIDE, "\u3000\u3000\u3000"), 4),
        (paragraphs(WIDE, WIDE, WIDE, end=WIDE), 3),  # nothing behind it
        (WIDE + paragraphs(WIDE, WIDE, WIDE), 3),  # nor before
        (paragraphs(WIDE, WIDE, WIDE, end=f"\n{WIDE}短行。{WIDE}短行。{WIDE}短行。{WIDE}短行。"), 3),
        ("目标。\n" + paragraphs(WIDE, WIDE, WIDE) + "\n目标。", 3),
        (paragraphs(WIDE, WIDE, WIDE) + "\n" + paragraphs(WIDE, WIDE, WIDE), 6),
        ("目" * 90 + f"{WIDE}目标{WIDE}目标{WIDE}目标{WIDE}目标", 0),  # no sentence is over, nothing is numbered
        ("目" * 90 + f"{WIDE}一、目标{WIDE}（二）措施{WIDE}第三条目标{WIDE}4.保障", 4),
        ("目" * 90 + f"{WIDE}一、目标{WIDE}措施{WIDE}二、目标{WIDE}措施{WIDE}三、保障{WIDE}措施", 6),  # one in two
        ("目" * 90 + f"{WIDE}一、目标{WIDE}措施{WIDE}二、目标{WIDE}措施{WIDE}三、保障{WIDE}措施{WIDE}措施", 0),
        # strung together with a blank each; those around figures are none of them
        (
            "方案 一、目标 建校 3 所，造林 5 亩，修路 8 里。"
            + "目标。" * 130
            + " 二、措施 植树 6 株。 三、保障 落实。",
            6,
        ),
    ],
)
def test_lost_breaks(text: str, breaks: int) -> None:
    found = find_lost_breaks(text)
    assert len(found) == breaks
    assert all(
        (c.rule, c.new, c.verdict) == ("line", "\n", "likely") and not text[c.start : c.end].strip() for c in found
    )
    assert [c.start for c in found] == sorted({c.start for c in found})


def score(units: list[tuple[bytes, ...]], codec: str = "gb18030") -> float:
    return read_units(units, codec)[0]


def test_what_unknown_bytes_cost() -> None:
    """One byte that could not be read is a hole; where it is one of two, each is as good."""
    known = [(b"\xcf",), (b"\xd8",), (b"\xb3",), (b"\xc7",)]
    assert [block.new for block in read_units(known, "gb18030")[1]] == ["县", "城"]
    value, blocks = read_units([(b"\xcf",), (b"\xd8",), (UNKNOWN,), (b"\xb3",), (b"\xc7",)], "gb18030")
    assert [block.new for block in blocks] == ["县", HOLE, "城"] and value < score(known)
    plain, second = score([(b"\xcf", b"\xb3"), *known[1:]]), score([(b"\xb3", b"\xcf"), *known[1:]])
    assert plain == score(known) and second < plain
    only = score([(UNKNOWN, b"\xcf"), *known[1:]])  # one of two: each is as good
    assert only == pytest.approx(plain - math.log(2))


@pytest.mark.parametrize(
    ("left", "new", "units", "codec", "right", "want"),
    [
        ("全", HOLE, [(b"\xe5",), (b"\x8e",)], "utf-8", "城", "县"),  # E5 8E BF, of which the last byte is gone
        ("全", HOLE, [(b"\xe5",), (b"\x8e",), (b"?",)], "utf-8", "城", "县"),
        ("全", HOLE, [(b"\xe5",), (b"",), (b"\xbf",)], "utf-8", "城", "县"),
        ("全", HOLE, [(b"\x8e",), (b"\xbf",)], "utf-8", "城", "县"),
        ("全", HOLE, [(b"\xe5",)], "utf-8", "城", HOLE),  # two are gone
        ("全", HOLE, [(b"\xe5",), (b"\x8e",), (b"\xbf",)], "utf-8", "城", HOLE),  # none is
        ("全", "县", [(b"\xe5",), (b"\x8e",)], "utf-8", "城", "县"),
        ("互", HOLE, [(b"\xc1",)], "gb18030", "网", "联"),  # C1 AA
        ("互", HOLE, [(b"\xaa",)], "gb18030", "网", "联"),
        ("全", HOLE, [(b"\xcf",)], "gb18030", "城", HOLE),  # CF D8, but others too
        ("全", HOLE, [(b"a",)], "gb18030", "城", HOLE),
        ("全", HOLE, [(b"\xcf",), (b"\xd8",)], "gb18030", "城", HOLE),
        ("的", HOLE, [(b"\xcf",)], "gb18030", "的", HOLE),  # too many may stand there
        (HOLE, HOLE, [(b"\xe5",), (b"\x8e",)], "utf-8", "城", HOLE),
        ("全", HOLE, [(b"\xe5",), (b"\x8e",)], "utf-8", HOLE, HOLE),
    ],
)
def test_holes(left: str, new: str, units: list[tuple[bytes, ...]], codec: str, right: str, want: str) -> None:
    size = len(units)
    every = [(left.encode(codec),), *units, (right.encode(codec),)]
    blocks = [Block(0, 1, left, True), Block(1, 1 + size, new, True), Block(1 + size, 2 + size, right, True)]
    found = fill_holes(blocks, every, codec)
    assert [block.new for block in found] == [left, want, right]
    assert found[1].plain is (want == new) and (found[0], found[2]) == (blocks[0], blocks[2])


@pytest.mark.parametrize("begin", ["", "\n", "全县"])
def test_a_glyph_that_begins_the_text(begin: str) -> None:
    text = begin + "꺶力发展教育，扩꺶开放，召开人民代表꺶会。坚持重꺶项目。"
    found = find_glyphs(text)
    assert [(c.start, c.new, c.verdict) for c in found] == [
        (at, "大", "likely") for at, char in enumerate(text) if char == "꺶"
    ]


@pytest.mark.parametrize("lost", ["\ufffd力发展教育", "꺶\ufffd发展教育", "꺶\ufffd\ufffd发展教育", "꺶力发\ufffd教育"])
def test_a_glyph_beside_a_character_that_lost_a_byte(lost: str) -> None:
    """What is lost says nothing, neither for nor against; a glyph known from elsewhere is read beside it too."""
    text = f"召开人民代表꺶会。\n{lost}，扩꺶开放。\n坚持重꺶项目、꺶、小产业。"
    found = [(c.start, c.new, c.verdict) for c in find_glyphs(text)]
    assert found == [(at, "大", "likely") for at, char in enumerate(text) if char == "꺶"]
    done = repair_text(text)
    assert done.text == text.replace("꺶", "大")
    assert [repair.rule for repair in done.repairs if repair.verdict == "lossy"] == ["lost"]


def test_what_only_code_pages_hold() -> None:
    """Letters with marks, boxes, Cyrillic …, and nothing that sound Chinese text has."""
    odd = odd_characters()
    plain = "".join(map(chr, range(0x80))) + "“”‘’—–…•·×°±§÷─│√≤≥≈āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü" + "县城，。、；："
    assert [char for char in plain if odd.search(char)] == []
    for page in PAGES:
        shown = {bytes((byte,)).decode(page, "ignore") for byte in range(0x80, 0x100)} - {"", *plain, "\xa0"}
        assert [char for char in sorted(shown) if not odd.match(char)] == [], page


def test_digits_and_letters_are_one_each() -> None:
    digits, large, small = "0123456789０１２３４５６７８９", "AZＡＺ", "azａｚ"
    assert {class_of(char) for char in digits} == {"0"}
    assert {class_of(char) for char in large} == {"A"} and {class_of(char) for char in small} == {"a"}
    assert [class_of(char) for char in "/:@[`{／：＠［｀｛县"] == list("/:@[`{／：＠［｀｛县")


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("投资3、19亿元，增长12、5%，产粮656、03吨。", "投资3.19亿元，增长12.5%，产粮656.03吨。"),
        ("投资3、19亿元，增长12、5%。", None),  # two may be chance
        ("投资3、19亿元，增长12、5%，产粮656、03吨，人均0.8吨。", None),  # the page knows points
        ("补助3、4万元，奖励5、6万元，垫付7、8万元。", None),  # three or four
        ("\n2、3亿元项目\n3、5亿元项目\n4、8亿元项目", None),  # a list
    ],
)
def test_lost_points(text: str, restored: str | None) -> None:
    assert repair_text(text).text == (restored or text)
    assert bool(find_lost_points(text)) == (restored is not None)


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("植树 1 7 00 亩，成活率 9 3 %，投资 2 6万元。", "植树 1700 亩，成活率 93 %，投资 26万元。"),
        ("年产值 12.3 4亿元，新修道路、 1 0条。", "年产值 12.34亿元，新修道路、 10条。"),
        ("到 202 6年建成，其中渠道 3 5.5公里。", "到 2026年建成，其中渠道 35.5公里。"),
        ("2 0 2 5年植树，成活率 95 .5%，投资 3. 6亿元。", "2025年植树，成活率 95.5%，投资 3.6亿元。"),
        ("每村配备 3 5 名管护员，补助 1 2 万元。", None),  # three to five? nothing sure on the page
        ("见附件 1 2024年计划，附表 2 0 份，另行印发。", None),  # labels
        ("合计 12.3 4 56 户\n城关 3.5 1 20 户", None),  # columns: no sentence
        ("截至 20 10户，完成。", None),  # no year
    ],
)
def test_split_numbers(text: str, restored: str | None) -> None:
    assert repair_text(text).text == (restored or text)
    assert bool(find_split_numbers(text)) == (restored is not None)


LONG = "各村扩大种植面积，落实管护责任，" * 9


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        (
            f"1、某乡计划。{LONG}新建水\n2、渠三处。{LONG}提高产\n3、量。",
            f"某乡计划。{LONG}新建水渠三处。{LONG}提高产量。",
        ),
        (f"1、某乡计划。{LONG}建渠。\n2、修路。{LONG}建桥。\n3、植树。", None),  # points of a list
        ("1、新建水\n2、渠三处，\n3、量。", None),  # too short for the parts of a site
        (f"某乡计划。{LONG}新建水\n2、渠三处。", None),  # the first is missing
    ],
)
def test_parts(text: str, restored: str | None) -> None:
    assert bool(find_parts(text)) == (restored is not None)
    assert repair_text(text).text == (restored or text)


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("锚定'两个确保“，围绕'九大战略“，实施'三个一批“。", "锚定“两个确保”，围绕“九大战略”，实施“三个一批”。"),
        ("锚定'两个确保“，围绕'九大战略“。", None),  # two may be chance
        ("锚定'两个确保“，围绕'九大战略“，实施'三个一批“，“一村一品”。", None),  # the page knows how to close
    ],
)
def test_turned_quotes(text: str, restored: str | None) -> None:
    assert bool(find_turned_quotes(text)) == (restored is not None)
    if restored:
        assert repair_text(text).text == restored


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("植树，、护林，、防火，。全县，，各乡镇", "植树、护林、防火。全县，各乡镇"),
        ("植树,、护林,、防火,,全县", "植树、护林、防火,全县"),
        ("植树，、护林，，防火", "植树，、护林，，防火"),  # twice may be chance
        ("植树，，，护林，，，防火，，，管护", "植树，，，护林，，，防火，，，管护"),  # something was left out here
        ("植树，护林、防火。", "植树，护林、防火。"),
    ],
)
def test_stray_commas(text: str, want: str) -> None:
    done = repair_text(text)
    assert done.text == want
    assert all((repair.rule, repair.verdict) == ("comma", "likely") for repair in done.repairs)
