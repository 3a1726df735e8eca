"""Names of places without rank (清苑, 高唐) where they are words: evidence of whose plan it is, no more."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

import ahocorasick_rs

from extract.gazetteer import load_gazetteer
from extract.places import word_at

_RANKS = frozenset("县区市州旗盟镇乡村")


def stems_in(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """(codes, start, end) of each name without rank; words that are also something else (城口) are left out.

    >>> [text[start:end] for text in ("建设美丽清苑",) for _, start, end in stems_in(text)]     # "a beautiful Qingyuan"
    ['清苑']
    """
    matcher, names = _matcher()
    for index, start, end in matcher.find_matches_as_indexes(text):
        if is_stem(text, start, end):
            yield load_gazetteer().stemmed(names[index]), start, end


def is_stem(text: str, start: int, end: int) -> bool:
    """Whether a name without rank is whole words there, and no rank of another follows.

    >>> is_stem("新增城镇就业", 1, 3)       # 增城 in "new jobs in towns"
    False
    >>> is_stem("雄安新区", 1, 3), is_stem("安新区域协作", 0, 2)     # 安新 is a county, and none of Xiong'an's own
    (False, True)
    >>> is_stem("南漳镇工作计划", 0, 2), is_stem("南漳乡村建设", 0, 2)     # a town elsewhere; villages of the county
    (False, True)
    """
    if not 0 < word_at(text, start) <= end - start or (end < len(text) and not word_at(text, end)):
        return False
    rank = text[end : end + 1] in _RANKS and word_at(text, end) == 1
    return not rank or bool(load_gazetteer().named(text[start : end + 1]))


@cache
def _matcher() -> tuple[ahocorasick_rs.AhoCorasick, list[str]]:
    lines = resources.files("extract").joinpath("data/common_stems.txt").read_text(encoding="utf-8").splitlines()
    common = {word for line in lines if not line.startswith("#") for word in line.split()}
    names = [name for name in load_gazetteer().stems if name not in common]
    return ahocorasick_rs.AhoCorasick(
        names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, implementation=ahocorasick_rs.Implementation.DFA
    ), names
