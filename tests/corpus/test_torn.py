"""Files that lost single bytes: in step again behind each, what is torn restored or marked, sound files untouched."""

import random

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.encoding import decode
from corpus.model import Source
from corpus.repair import repair_text
from corpus.repair.lost_bytes.torn_marks import MARK, read_mark, write_mark
from corpus.simplify import convert_characters

# A county's plan: what is done by when, who answers, what it costs.
PLAN = (
    "县人民政府办公室负责本方案的组织实施，各乡镇按季度上报进展情况。\n"
    "一、提升基层医疗服务能力。到2027年，县域内就诊率达到90%以上，每千人口执业医师达到3.2人。\n"
    "二、改善农村人居环境。新建改建卫生厕所1200座，生活垃圾无害化处理率稳定在98%以上。\n"
    "三、加强耕地保护，建设高标准农田5万亩，粮食总产量保持在40万吨左右。\n"
    "四、推动文化旅游融合发展，培育乡村旅游重点村8个，全年接待游客300万人次。\n"
    "五、强化保障措施。县财政局安排专项资金，县教育局、县卫生健康局按照职责分工抓好落实。\n"
)
OLD = opencc.OpenCC("s2t").convert(PLAN)
SOUND_WITH_LETTERS = "推進G60科創走廊建設，創建4A級景區，引進AI企業，阳光A區、B區完工，使用X光機和U盤。\n"
CODECS = ("big5hkscs", "gb18030", "utf-16-le", "utf-16-be")


def text_for(codec: str) -> str:
    return OLD if codec == "big5hkscs" else PLAN


def lose(text: str, codec: str, chars: list[int], which: list[int]) -> bytes:
    pieces = [char.encode(codec) for char in text]
    for at, byte in zip(chars, which, strict=True):
        pieces[at] = pieces[at][:byte] + pieces[at][byte + 1 :]
    return b"".join(pieces)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("which", [0, 1])
def test_one_byte_is_lost(codec: str, which: int) -> None:
    """Every wide character in turn: right, or marked; never called exact and wrong, and nothing else touched."""
    text = text_for(codec)
    # A second copy has lost some bytes too: in an otherwise sound file a letter that is left proves nothing.
    others = [2 * len(text) - 12 - back for back in (150, 60, 0)]
    text *= 2
    truth = convert_characters(text)
    right = silent = total = 0
    for at in [i for i, char in enumerate(text[: len(text) // 2]) if char > "\x7f"][1::3]:
        data = lose(text, codec, [at, *others], [which, 1, 1, 1])
        got = decode(data).text
        done = repair_text(got)
        clean = convert_characters(done.text)[: len(truth) // 2]
        mine = [repair for repair in done.repairs if repair.start < len(truth) // 2]
        total += 1
        right += clean == truth[: len(truth) // 2]
        silent += clean != truth[: len(truth) // 2] and not mine
        if clean != truth[: len(truth) // 2] and mine:
            assert {repair.verdict for repair in mine} != {"exact"}, (text[at], clean)
            assert sum(a != b for a, b in zip(clean, truth, strict=False)) <= 4
    assert right > 0.85 * total
    assert silent <= 0.07 * total


@pytest.mark.parametrize("codec", CODECS)
def test_many_bytes_are_lost(codec: str) -> None:
    text = text_for(codec)
    rng = random.Random(codec)
    wide = [i for i, char in enumerate(text) if char > "\x7f"]
    chars = sorted(rng.sample(wide[5:-5:12], 10))
    done = repair_text(decode(lose(text, codec, chars, [rng.randrange(2) for _ in chars])).text)
    clean, truth = convert_characters(done.text), convert_characters(text)
    assert len(clean) == len(truth)
    assert sum(clean[at] == truth[at] for at in chars) >= 7
    for repair in done.repairs:
        if repair.verdict == "exact":
            start, end = done.alignment.to_clean(repair.start), done.alignment.to_clean(repair.end)
            assert clean[start:end] == truth[start:end]


@pytest.mark.parametrize("codec", CODECS)
def test_every_character_leads_back_to_its_bytes(codec: str) -> None:
    text = text_for(codec)
    at = text.index("\n", 60) - 9
    data = lose(text, codec, [at], [1])
    got = decode(data)
    assert [note.code for note in got.notes] == ["bytes lost"]
    source = Source("x.txt", "", len(data), got.text, got.encoding, "text", stretches=got.stretches)
    (mark,) = MARK.finditer(got.text)
    assert source.byte_span(0, len(got.text)) == (0, len(data))
    first, last = source.byte_span(mark.start(), mark.end()) or (0, 0)
    assert last == first + 1 and read_mark(mark[0]) == (codec, data[first])
    for i, char in enumerate(got.text):
        first, last = source.byte_span(i, i + 1) or (0, 0)
        if i != mark.start():
            assert data[first:last].decode(codec) == char


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("text", [PLAN * 3, OLD * 3, SOUND_WITH_LETTERS * 4, PLAN.replace("\n", "\r\n")])
def test_sound_files_are_read_as_they_are(codec: str, text: str) -> None:
    fitting = text.encode(codec, "ignore").decode(codec)
    got = decode(fitting.encode(codec))
    assert (got.text, got.stretches, got.notes) == (fitting, (), ())


def test_a_file_cut_off_within_a_character_lost_nothing() -> None:
    data = OLD.encode("big5hkscs")
    for piece in (data[:-3], data[1:], data[1:-3]):
        assert not MARK.search(decode(piece).text)


def test_pages_in_big5_come_back() -> None:
    """The reader of web pages gets what is left of a character, and the repair says what it was."""
    from corpus.files.limits import Limits
    from corpus.readers.html import read_html

    body = "".join(f"<p>{line}</p>" for line in OLD.splitlines())
    page = f'<html><head><meta charset="big5"><title>縣工作方案</title></head><body>{body}</body></html>'
    at = page.index("縣域內就診率") + 1
    read = read_html(lose(page, "big5hkscs", [at], [0]), "a.html", Limits()).text
    assert "縣域内就診率" in repair_text(read).text or "县域内就诊率" in convert_characters(repair_text(read).text)


@pytest.mark.parametrize("byte", [0x00, 0xBF, 0xFF])
@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("beside", ["甲乙", "㿺㿺", "\U00020000\U00020000", "\ud800\udc00", "aé"])
def test_a_mark_that_nothing_explains_is_a_hole(byte: int, codec: str, beside: str) -> None:
    done = repair_text(beside[0] + write_mark(codec, byte) + beside[1])
    assert len(done.text) == 3 and done.repairs[0].verdict in ("lossy", "likely")
    assert not MARK.search(done.text)


@given(st.sampled_from(CODECS), st.lists(st.integers(0, 10_000), min_size=1, max_size=8), st.integers(0, 1))
def test_nothing_is_lost_on_the_way(codec: str, places: list[int], which: int) -> None:
    """Whatever is lost: every byte of the file stands in the text, once and in order."""
    text = text_for(codec)
    wide = [i for i, char in enumerate(text) if char > "\x7f"]
    chars = sorted({wide[place % len(wide)] for place in places})
    data = lose(text, codec, chars, [which] * len(chars))
    got = decode(data)
    back = b""
    for i, char in enumerate(got.text):
        source = Source("x.txt", "", len(data), got.text, got.encoding, "text", stretches=got.stretches)
        first, last = source.byte_span(i, i + 1) or (0, 0)
        if MARK.match(char):
            assert read_mark(char)[1] == data[first]
        back += data[first:last]
    assert back == data


def test_a_character_of_two_code_points_beside_a_lost_byte() -> None:
    text = OLD.splitlines()[0] + "Ê̌縣，A級景區竣工。\n"
    data = text.encode("big5hkscs")
    at = data.index("竣".encode("big5hkscs"))
    assert len(decode(data[:at] + data[at + 1 :]).text) >= len(text) - 1


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\xff\xfe\x00", b"\xfe\xff\x53", b"\xff\xfe\x01\x53\x02"])
def test_hardly_any_utf16(data: bytes) -> None:
    assert len(decode(data).text) == (len(data) - 1) // 2
