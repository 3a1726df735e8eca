"""Kept patterns are the very ones that ``re`` compiles, and a bad file costs nothing but the time."""

import pathlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.compiled import keep_patterns, take_patterns

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
    assert taken is not made and taken == made  # equality looks at the compiled program
    assert (taken.groups, taken.groupindex, taken.flags) == (made.groups, made.groupindex, made.flags)
    assert [m.groupdict() for m in taken.finditer(on)] == [m.groupdict() for m in made.finditer(on)]


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
