"""Code pages of one byte a character that Chinese text is misread in: Cyrillic, Greek, Thai, DOS and Macintosh ones.

A text is misread in one of them at a time. Which one, all garbled runs of the text decide together; Latin-1 and
Windows-1252, by far the most frequent, stand in ``misread``.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.prior import likelihood
from corpus.repair.encodings.lattice import UNKNOWN, Unit
from corpus.repair.encodings.misread import latin_unit

PAGES = (
    "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8-r", "koi8-u", "koi8-t",
    "kz1048", "cp437", "cp720", "cp737", "cp775", "cp850", "cp852", "cp855", "cp857", "cp858", "cp860", "cp861",
    "cp862", "cp863", "cp865", "cp866", "cp869", "cp1125", "mac-roman", "mac-cyrillic", "mac-greek", "mac-iceland",
    "mac-latin2", "mac-turkish", "mac-croatian", "mac-romanian", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5",
    "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-9", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15",
    "iso8859-16", "cp874", "hp-roman8",
)  # fmt: skip
RUN = re.compile("[^\n\u2e80-\ua4cf\uac00-\udfff\uf900-\ufaff\uff00-\uffef]+")
_USUAL = "“”‘’—–…•·×°±§÷ \xa0─│√≤≥≈āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"  # stand in sound text, as signs or as pinyin
_ODD = re.compile(f"[^\x00-\x7f\ufffd{_USUAL}]")
_RIGHT = ("utf-8", "gb18030", "big5hkscs")
_SAMPLE = 3000  # characters of garbled runs that are enough to tell the pages apart
_DISTINCT = 6  # fewer different odd characters are no garbled text
_LEAD = 6.0  # nats that a page must be likelier than Latin-1
_SOUND = -9.0  # nats a character: what a page gives must read like Chinese


@cache
def page_unit(char: str, page: str) -> Unit | None:
    """The byte that a character stands for in this code page; None when it has none there.

    >>> page_unit("П", "cp1251"), page_unit("县", "cp1251")
    ((b'\\xcf',), None)
    """
    if char < "\x80":
        return (char.encode(),)
    table, gone = _bytes_of(page)
    if char == "\ufffd":
        return (UNKNOWN, *gone)
    byte = table.get(char)
    return None if byte is None else (byte,)


@cache
def _bytes_of(page: str) -> tuple[dict[str, bytes], tuple[bytes, ...]]:
    """(bytes by character, bytes without one); those without one mostly come as C1 controls."""
    table: dict[str, bytes] = {}
    gone: list[bytes] = []
    for number in range(0x80, 0x100):
        data = bytes((number,))
        try:
            table[data.decode(page)] = data
        except UnicodeDecodeError:
            gone.append(data)
    # Controls stand for themselves, in pages that have signs there and in those that have none.
    return {
        **{chr(byte): bytes((byte,)) for byte in range(0x80, 0xA0)},
        **{chr(data[0]): data for data in gone},
        **table,
    }, tuple(gone)


@cache
def odd_characters() -> re.Pattern[str]:
    """Matches what only these code pages and Latin-1 hold, and sound Chinese text hardly does."""
    chars = {char for page in PAGES for char in _bytes_of(page)[0]} - set(_USUAL)
    return re.compile("[" + "".join(map(re.escape, sorted(chars))) + "]")


def find_page(text: str) -> str | None:
    """The code page in which the garbled runs of this text were misread; None if there are none, or Latin-1 does.

    >>> find_page("全县 " + "县城经济发展规划".encode("gbk").decode("koi8-r"))    # "plan for the county's economy"
    'koi8-r'
    >>> find_page("Москва, Санкт-Петербург и другие города") is None              # sound Russian
    True
    """
    runs, size = [], 0
    for found in RUN.finditer(text):
        if len(_ODD.findall(found.group())) >= 2:
            runs.append(found.group()[:_SAMPLE])
            size += len(runs[-1])
            if size >= _SAMPLE:
                break
    sample = "\n".join(runs)
    if len(set(_ODD.findall(sample))) < _DISTINCT:
        return None
    latin = [latin_unit(char) for char in sample]
    least = max(likelihood(sample), _best_reading(latin)) + _LEAD
    found_page = None
    for page in PAGES:
        units = [page_unit(char, page) for char in sample]
        if None not in units and (score := _best_reading([unit for unit in units if unit])) > least:
            found_page, least = page, score
    return found_page


def _best_reading(units: list[Unit]) -> float:
    """How likely the best of the right encodings is; no reading when it is not Chinese."""
    data = b"".join(unit[0] or b"\xff" for unit in units)
    best = float("-inf")
    for codec in _RIGHT:
        text = data.decode(codec, "replace")
        wide = [char for char in text if char > "\x7f" and char != "\ufffd"]
        if wide and likelihood("".join(wide)) > _SOUND * len(wide):
            best = max(best, likelihood(text))
    return best
