"""Lines of a page that say nothing: wares of other sites, names of other counties in a row."""

from __future__ import annotations

import re

from corpus.vocabulary import read_words

_PLACE = re.compile(r"[^，。；：]{1,12}(?:[县区市旗州省]|自治[县州旗])(?:\d{4}年?)?(?:政府工作报告|统计公报)?")
_SPAM = re.compile("|".join(map(re.escape, read_words("frame", "spam"))))
# What a page of model texts sells between the paragraphs: 【限时特惠】会员低至9.9元，点击领取.
_OFFER = re.compile(
    "(点击(?:领取|下载|购买|咨询|开通))|(限时(?:特惠|优惠|折扣|秒杀))|(会员[^。，]{0,4}(?:低至|专享|特价))"
    "|(立即(?:领取|购买|开通))"
)


def is_spam(line: str, *, dense: bool = False) -> bool:
    """Names of other sites' wares, strung together without a sentence; what the site itself sells.

    >>> is_spam("【限时特惠】写作会员低至9.9元/月，点击领取"), is_spam("限时优惠政策由县商务局会同县财政局制定")
    (True, False)
    """
    if len(line) <= 60 and "。" not in line and len({found.lastindex for found in _OFFER.finditer(line)}) >= 2:
        return True
    hits = _SPAM.findall(line)
    if len(set(hits)) < (4 if dense else 3) or "。" in line:
        return False
    return len(hits) * 8 >= len(line) and len(re.split(r"[,，、_|\s-]+", line)) >= 3


def is_place_list(line: str) -> bool:
    """SEO tail: names of other counties, with nothing said of them."""
    chunks = [chunk for chunk in re.split(r"[\s|｜_,，/]+", line) if chunk]
    return len(chunks) >= 6 and sum(bool(_PLACE.fullmatch(chunk)) for chunk in chunks) * 5 >= len(chunks) * 4
