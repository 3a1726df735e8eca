"""Years of the Republic without its name: in a text that counts so, 104年 is 2015 and no time of 104 years.

Such years are handed on in digits of their own (٠–٩), which ``extract.times.patterns`` reads; every offset stays.
"""

from __future__ import annotations

import re

# What shows that a text counts so: 民国113年, 114年7月1日, or again and again 113年度, 113年3月.
_NAMED = re.compile(r"民国\s?(?:[89]\d|1[0-3]\d)(?!\d)")
_DATED = re.compile(r"1(?<![\d./第]1)(?<!\d,1)[0-3]\d\s?年\s?(?:度|底|[01]?\d\s?月)")
# 今(111)年; 于109年, 在110年, more than once: nothing lasts so long at a point of time.
_NOW = re.compile(r"[今去明本前][（(]1[0-3]\d[）)]年")
_AT = re.compile(r"(?:[于在自]|截至|预计|原订|预定)\s?1[0-3]\d\s?年(?![以之内多余来前后]|间)")
_DAY = re.compile(r"1(?<![\d./第]1)(?<!\d,1)[0-3]\d\s?年\s?[01]?\d\s?月\s?[0-3]?\d\s?日")
_YEAR = re.compile(
    r"(?<![\d.,/第国满达逾近])(?<!国\s)(?<!为期|历时|树龄|建成|超过|不足|已有|达到|长达|将近)(?:1[0-3]\d|[89]\d)"
    r"(?=\s?(?:年(?!以[上内下]|之内|内(?!完成)|[来多余级龄老左]|历史|期限|[零又])|(?:[—–－―─~～〜∼-]|至|到)\s?(?:1[0-3]\d|[89]\d)\s?年))"
)
_ANY = re.compile(r"1[0-3]\d\s?(?:年|[）)]年)")  # in all of these but the first; a digit at the start is found fast
_OWN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def mark_republic(text: str) -> str:
    """The text, its bare years of the Republic in digits of their own; the text itself where it does not count so.

    >>> mark_republic("民国103年成立，104年办理5场次，树龄120年以上")    # "five events in 2015; trees over 120"
    '民国103年成立，١٠٤年办理5场次，树龄120年以上'
    >>> mark_republic("自 110 年起，114 年 7 月 1 日移交")      # "from 2021 on; handed over on 1 July 2025"
    '自 ١١٠ 年起，١١٤ 年 7 月 1 日移交'
    >>> mark_republic("施工104年") == "施工104年"    # nothing shows that it counts so
    True
    """
    if not _counts_so(text):
        return text
    return _YEAR.sub(lambda match: match.group().translate(_OWN), text)


def _counts_so(text: str) -> bool:
    if _NAMED.search(text):
        return True
    if not _ANY.search(text):
        return False
    if _DAY.search(text) or _NOW.search(text):
        return True
    return any(len(pattern.findall(text, 0, 20_000)) > 1 for pattern in (_DATED, _AT))
