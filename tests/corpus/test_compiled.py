"""Kept patterns are the very ones that ``re`` compiles, and a bad file costs nothing but the time."""

import pathlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.matching.compiled import keep_patterns, take_patterns

CASES = [
    (r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月)?", 0, "到2025年底, 2030年6月"),
    (r"(?x) 县 | 市  # either", 0, "县市"),
    (r"^第[一二三四五六七八九十百]+条", re.MULTILINE, "第一条\n第二十条"),
    (r"(?<!不)得(?=到)|[\U00020000-\U0002ffff]+", 0, "不得到 取得到 𠮷"),
    (r"[a-z]+(?i:GDP)", re.ASCII | re.IGNORECASE, "xGdp é"),
    ("|".join(chr(0x4E00 + 7 * n) + chr(0x5000 + n) for n in range(400)), 0, "一倀 丏"),
]


@pytest.mark.parametrize(("text", "flags", "on"), CASES)
def test_a_kept_pattern_finds_the_same(text: str, flags: int, on: str, tmp_path: pathlib.Path) -> None:
    kept = tmp_path / "kept"
    re.purge()
    with keep_patterns(kept):
        made = re.compile(text, flags)
    re.purge()
    assert take_patterns(kept) >= 1
    taken = re.compile(text, flags)
    assert taken is not made and taken.pattern == made.pattern
    assert (taken.groups, taken.groupindex, taken.flags) == (made.groups, made.groupindex, made.flags)
    assert [m.groupdict() for m in taken.finditer(on)] == [m.groupdict() for m in made.finditer(on)]


def test_other_patterns_do_not_drive_the_kept_ones_out(tmp_path: pathlib.Path) -> None:
    texts = [f"{number}年(?:底|末)" for number in range(600)]  # more than ``re`` holds by itself
    re.purge()
    with keep_patterns(tmp_path / "kept"):
        for text in texts:
            re.compile(text)
    re.purge()
    assert take_patterns(tmp_path / "kept") >= len(texts)
    taken = [re._cache[str, text, 0] for text in texts]  # type: ignore[attr-defined]
    for number in range(100):
        re.compile(f"第{number}条")
    assert all(re.compile(text) is one for text, one in zip(texts, taken, strict=True))


OPENINGS = [
    (r"(?:并|也)?(?:[要应]|负责)", "县局要负责, 并应…"),
    (r"(?<!不)(?P<a>[0-9]+)|(?P<b>第?(?:一|二)+条)", "不1 22 第一二条"),
    (r"(?![省市])[\u4e00-\u9fff]{1,3}?局", "省局 县水利局"),
    (r"\s{0,3}(?:\d|[^一-龥])+", " 　12ab 一"),
    (r"(?>甲|乙)+丙|[^\n]丁|.戊", "甲乙丙 丁 𠮷戊"),
    (r"(?s:.)己|\w庚|[\W\U00020000-\U0002ffff]辛", "\n己 字庚 𠮷辛 ，辛"),
    (r"(甲)?(?(1)乙|丙)|(丁)?\2戊", "甲乙 丙 戊"),
    (r"(?i:ab)+|(?:甲?)+|$", "aB甲"),
    (r"(?m:^|，)(?:第|[①-⑳])", "第一\n①，②"),
]
_MADE: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {}


def _kept_and_made(text: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    import tempfile

    if text not in _MADE:
        with tempfile.TemporaryDirectory() as folder:
            re.purge()
            with keep_patterns(pathlib.Path(folder) / "kept"):
                made = re.compile(text)
            re.purge()
            take_patterns(pathlib.Path(folder) / "kept")
            _MADE[text] = re.compile(text), made
    return _MADE[text]


@pytest.mark.parametrize(("text", "on"), OPENINGS)
@given(data=st.data())
def test_a_table_of_first_characters_leaves_all_that_is_found(text: str, on: str, data: st.DataObject) -> None:
    kept, made = _kept_and_made(text)
    words = data.draw(st.text(st.sampled_from(on + "，。县\n x1一")))
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(0, len(words)))
    assert [m.regs for m in kept.finditer(words, start, end)] == [m.regs for m in made.finditer(words, start, end)]
    for look in ("match", "search", "fullmatch"):
        found, wanted = getattr(kept, look)(words, start, end), getattr(made, look)(words, start, end)
        assert (found and found.regs) == (wanted and wanted.regs)


@given(st.binary(max_size=60))
def test_whatever_stands_in_the_file(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        kept = pathlib.Path(folder) / "kept"
        kept.write_bytes(data)
        assert take_patterns(kept) == 0


def test_a_cut_file_gives_no_pattern(tmp_path: pathlib.Path) -> None:
    kept = tmp_path / "kept"
    with keep_patterns(kept):
        re.compile("县(?:级)?市")
    kept.write_bytes(kept.read_bytes()[:-9])
    assert take_patterns(kept) == 0
    assert re.compile("县(?:级)?市").fullmatch("县级市")


def test_the_cache_keeps_its_size(tmp_path: pathlib.Path) -> None:
    before = re._MAXCACHE  # type: ignore[attr-defined]
    with keep_patterns(tmp_path / "kept"):
        re.compile("a")
    assert before == re._MAXCACHE  # type: ignore[attr-defined]
