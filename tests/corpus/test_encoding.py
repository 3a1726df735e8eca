"""Bytes to text: which encoding, how we knew, what was lost, and which byte each character came from."""

import pathlib
import random

import pytest
from casefiles import read_cases
from hypothesis import given
from hypothesis import strategies as st

from corpus.encoding import Decoded, codec_for, decode
from corpus.errors import Unreadable
from corpus.model import Source
from corpus.repair.lost_bytes.torn_marks import MARK, read_mark

CASES = read_cases("encoding_pieces")
LINE = "县人民政府办公室负责本方案的组织实施，各乡镇按季度上报进展情况。\n"  # who carries the plan out, who reports
OLD = "縣人民政府辦公室負責本方案的組織實施，各鄉鎮按季度上報進展情況。\n"
CODECS = ("gb18030", "utf-8", "utf-16-le", "utf-16-be")


def source_of(data: bytes, done: Decoded) -> Source:
    return Source("x.txt", "", len(data), done.text, done.encoding, "text", stretches=done.stretches)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_cases(case: dict[str, str], tmp_path: pathlib.Path) -> None:
    data = case["text"].encode(case["codec"])
    done = decode(data, declared=case.get("declared"))
    assert (done.text, done.encoding, done.notes, done.stretches) == (case["text"], case["want"], (), ())
    path = tmp_path / "x"
    path.write_bytes(data)
    with path.open(encoding=done.encoding, newline="") as file:
        assert file.read() == done.text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(codec: str, tmp_path: pathlib.Path) -> None:
    data = LINE.encode(codec)
    done = decode(data)
    assert (done.text, done.encoding, done.evidence) == (LINE, codec, "byte order mark")
    source = source_of(data, done)
    first, last = source.byte_span(1, 5) or (0, 0)
    body = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[codec]
    assert data[first:last].decode(body) == LINE[1:5]


def test_what_is_declared_is_weighed() -> None:
    page = ('<html><head><meta charset="gb2312"><title>' + LINE).encode()
    assert decode(page).encoding == "utf-8"
    assert "declared gb2312, which the bytes contradict" in decode(page).evidence
    sound = ('<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">' + LINE).encode("gbk")
    assert decode(sound).encoding == "gb18030"
    assert decode(sound).evidence.startswith("declared gb2312, and ")
    assert "which the bytes contradict" in decode(LINE.encode("gbk"), declared="no-such-charset").evidence


@pytest.mark.parametrize(
    ("label", "codec"), [("GBK", "gb18030"), ("Big5-HKSCS", "big5hkscs"), ("UTF8", "utf-8"), ("?", None)]
)
def test_labels(label: str, codec: str | None) -> None:
    assert codec_for(label) == codec


@pytest.mark.parametrize(
    "head", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7"]
)
def test_other_kinds_of_file_are_named(head: bytes) -> None:
    with pytest.raises(Unreadable, match=r"甲\.txt.*is no text but") as caught:
        decode(head + bytes(range(256)), name="甲.txt")
    assert caught.value.remedy and caught.value.where.startswith("first bytes")


def test_random_bytes_are_no_text() -> None:
    rng = random.Random(7)
    for _ in range(40):
        with pytest.raises(Unreadable, match="is not utf-8, gb18030, big5 or utf-16 text"):
            decode(rng.randbytes(600))


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_bytes_that_are_no_character(codec: str) -> None:
    good = (LINE * 3).encode(codec)
    data = good + b"\xff" + good
    done = decode(data)
    assert done.encoding == codec
    assert done.text == data.decode(codec, "replace") == LINE * 3 + "\ufffd" + LINE * 3
    assert [note.code for note in done.notes] == ["bytes replaced"] and str(len(good)) in done.notes[0].message
    source = source_of(data, done)
    hole = done.text.index("\ufffd")
    assert source.byte_span(hole, hole + 1) == (len(good), len(good) + 1)
    assert source.byte_span(hole + 1, len(done.text)) == (len(good) + 1, len(data))


@pytest.mark.parametrize(
    ("page", "other"), [("gb18030", "utf-8"), ("utf-8", "gb18030"), ("utf-8", "big5"), ("big5", "utf-8")]
)
def test_a_paragraph_in_another_encoding(page: str, other: str) -> None:
    line = OLD if "big5" in page + other else LINE
    data = line.encode(page) * 4 + line.encode(other) + line.encode(page) * 3
    done = decode(data)
    assert done.text == line * 8
    assert [note.code for note in done.notes] == ["mixed encodings"]
    source = source_of(data, done)
    start = len(line) * 4
    first, last = source.byte_span(start, start + len(line)) or (0, 0)
    assert data[first:last] == line.encode(other)
    assert source.byte_span(0, len(done.text)) == (0, len(data))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16"])
def test_utf16_goes_on_after_a_lost_byte(codec: str) -> None:
    text = "".join(f"{i}、{LINE}" for i in range(60))
    data = text.encode(codec)
    at = len(data) // 2 + 1
    done = decode(data[:at] + data[at + 1 :])
    lost = next(i for i, (a, b) in enumerate(zip(done.text, text, strict=False)) if a != b)
    rest = next(i for i, (a, b) in enumerate(zip(done.text[::-1], text[::-1], strict=False)) if a != b)
    assert len(text) - lost - rest <= 3


@given(st.integers(0, 10_000), st.integers(1, 40), st.sampled_from(CODECS), st.randoms(use_true_random=False))
def test_every_character_knows_its_bytes(at: int, size: int, codec: str, rng: random.Random) -> None:
    data = (LINE * 3 + "ab 12.5%\n" + LINE).encode(codec)
    piece = data[at % len(data) :][: size * 8]
    done = decode(piece)
    source = source_of(piece, done)
    assert source.byte_span(0, len(done.text)) == (0, len(piece))
    for i, char in enumerate(done.text):
        first, last = source.byte_span(i, i + 1) or (0, 0)
        assert first < last
        if MARK.match(char):  # the byte that is left of a character
            assert last == first + 1 and read_mark(char) == (done.encoding, piece[first])
        elif char != "\ufffd":
            assert piece[first:last].decode(done.encoding) == char


def test_pieces_of_real_text(shared: pathlib.Path) -> None:
    """At least 99.5 % of 200-byte pieces, cut at any byte, are read in the right encoding."""
    import opencc

    rng = random.Random(2026)
    files = sorted((shared / "provinces").glob("*.txt")) + sorted((shared / "counties").glob("*.txt"))
    new = [path.read_text(encoding="utf-8") for path in files[::3]]
    pairs = (shared / "traditional" / "ud_gsd_pairs.tsv").read_text(encoding="utf-8").splitlines()
    old = ["\n".join(line.split("\t")[2] for line in pairs), *map(opencc.OpenCC("s2t").convert, new[:5])]
    kinds = [(new, codec, codec) for codec in CODECS]
    kinds += [(old, codec, codec) for codec in ("utf-8", "gb18030")]
    kinds += [(old, codec, "big5hkscs") for codec in ("cp950", "big5hkscs")]
    wrong, total = [], 0
    for texts, codec, want in kinds:
        files_ = [text.encode(codec, "ignore") for text in texts]
        for _ in range(150):
            data = rng.choice(files_)
            at = rng.randrange(len(data) - 200)
            piece = data[at : at + 200]
            if piece.isascii() and not want.startswith("utf-16"):
                continue
            total += 1
            done = decode(piece)
            if done.encoding != want or done.text.strip("\ufffd")[1:] not in data.decode(want):
                wrong.append((want, done.encoding, done.text[:30]))
    assert len(wrong) <= total * 0.005, wrong


@pytest.mark.parametrize("codec", ["utf-32-le", "utf-32-be"])
def test_utf_32_without_a_mark(codec: str) -> None:
    data = LINE.encode(codec)
    done = decode(data)
    assert (done.text, done.encoding) == (LINE, codec)
    assert source_of(data, done).byte_span(2, 4) == (8, 16)


@pytest.mark.parametrize(("codec", "mark"), [("utf-16-le", b"\xfe\xff"), ("utf-16-be", b"\xff\xfe")])
def test_the_mark_of_the_other_order(codec: str, mark: bytes) -> None:
    data = mark + (3 * LINE).encode(codec)
    done = decode(data)
    assert (done.text, done.encoding) == (3 * LINE, codec)
    assert source_of(data, done).byte_span(2, 4) == (6, 10)


def test_misread_and_saved_as_gb18030() -> None:
    """Letters of Latin-1 take four bytes each in GB 18030; holes take four that are no UTF-8."""
    garbled = LINE.encode("gbk").decode("latin-1")
    assert decode(garbled.encode("gb18030")).text == garbled
    saved = (12 * LINE).encode().decode("gb18030", "replace").encode("gb18030")
    assert "办公室负责" in decode(saved + saved).text
