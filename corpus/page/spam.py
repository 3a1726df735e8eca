"""Lines of a page that say nothing: wares of other sites, names of other counties in a row."""

from __future__ import annotations

import re

from corpus.vocabulary import read_words

_PLACE = re.compile(r"[^，。；：]{1,12}(?:[县区市旗州省]|自治[县州旗])(?:\d{4}年?)?(?:政府工作报告|统计公报)?")
_SPAM = re.compile("|".join(map(re.escape, read_words("frame", "spam"))))


def is_spam(line: str, *, dense: bool = False) -> bool:
    """Names of other sites' wares, strung together without a sentence."""
    hits = _SPAM.findall(line)
    if len(set(hits)) < (4 if dense else 3) or "。" in line:
        return False
    return len(hits) * 8 >= len(line) and len(re.split(r"[,，、_|\s-]+", line)) >= 3


def is_place_list(line: str) -> bool:
    """SEO tail: names of other counties, with nothing said of them."""
    chunks = [chunk for chunk in re.split(r"[\s|｜_,，/]+", line) if chunk]
    return len(chunks) >= 6 and sum(bool(_PLACE.fullmatch(chunk)) for chunk in chunks) * 5 >= len(chunks) * 4
