"""What a rule grants or requires of each: 每处建筑面积 speaks of the area, 一类对象每人每月 of the people."""

from __future__ import annotations

import re

_EACH = re.compile(
    r"每(?:[个处名人户所家班生亩餐例台辆套件座栋间项位只头株期场床吨村校张棒袋]|[百千万][只羽株尾头棒袋]|公里|千米|平方米)"
    r"(?:每(?:[年月日天次人户餐]|学期|学年|公里)){0,2}(?:平均|原则上|应|可|一般)?(?![均次千万百])"
)


def split_each(words: str) -> tuple[str, str] | None:
    """What stands before and behind the last 每人每月, 每处, 每公里; None where there is none outside quotes.

    >>> split_each("县道每公里"), split_each("每处建筑面积"), split_each("每千人床位")    # "per km", "area of each"
    (('县道', ''), ('', '建筑面积'), None)
    """
    if "每" not in words:
        return None
    each = next(reversed([*_EACH.finditer(words)]), None)
    if each is None or words.count("“", 0, each.start()) > words.count("”", 0, each.start()):
        return None
    return words[: each.start()], words[each.end() :]
