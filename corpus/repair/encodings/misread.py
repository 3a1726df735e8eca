"""What bytes a wrongly read character stands for: one table for each encoding that pages are misread in."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

from corpus.repair.encodings.lattice import UNKNOWN, Unit

# Windows-1252 where browsers have it; the five bytes that it leaves open stay C1 controls, or become U+FFFD.
OPEN_BYTES = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
_CP1252 = {bytes((byte,)).decode("cp1252"): byte for byte in range(0x80, 0xA0) if bytes((byte,)) not in OPEN_BYTES}
LATIN_SPECIALS = "".join(_CP1252)
# Characters of a page misread as Latin-1. Where two bytes happened to be valid UTF-8, some programs
# read them so and left a Greek, Cyrillic, Armenian … letter among the Latin ones.
LATIN = f"\x80-\u07ff{LATIN_SPECIALS}"
LATIN_SIGNS = "“”‘’—–…•·×"  # stand in sound Chinese text too
WIDE = {"gb18030": "gb18030", "big5": "big5hkscs", "euc-kr": "cp949", "shift-jis": "cp932"}
# GB 18030-2005 gave these a place of their own; Python's codec still has the one of 2000.
_MOVED = {
    **dict(zip("\u9fb4\u9fb5\u9fb6\u9fb7", (0xFE59, 0xFE61, 0xFE66, 0xFE67), strict=True)),
    **dict(zip("\u9fb8\u9fb9\u9fba\u9fbb", (0xFE6D, 0xFE7E, 0xFE90, 0xFEA0), strict=True)),
    **dict(zip("\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16", range(0xA6D9, 0xA6E0), strict=True)),
    **dict(zip("\ufe17\ufe18\ufe19", (0xA6EC, 0xA6ED, 0xA6F3), strict=True)),
}


@cache
def latin_unit(char: str) -> Unit:
    """The byte that a Latin letter stands for; second, the two bytes that valid UTF-8 would have hidden in it.

    >>> latin_unit("Ï"), latin_unit("·")
    ((b'\\xcf', b'\\xc3\\x8f'), (b'\\xb7', b'\\xc2\\xb7'))
    """
    if char < "\x80":
        return (char.encode(),)
    if char == "\ufffd":
        return (UNKNOWN,)
    byte = _CP1252.get(char, ord(char))
    hidden = char.encode("utf-8", "surrogatepass")  # half a character may stand in what was scraped
    if byte > 0xFF:
        # й is D0 B9, and B9 may have been hidden itself (C2 B9).
        return (hidden, hidden[:1] + b"\xc2" + hidden[1:]) if len(hidden) == 2 else (hidden,)
    return (bytes((byte,)), hidden)


@cache
def wide_unit(char: str, wrong: str) -> Unit | None:
    """The bytes of a character in the encoding that the page was misread in; None when it has none there.

    >>> wide_unit("鍘", "gb18030")
    (b'\\xe5\\x8e',)
    """
    if char == "?":
        return (b"?", UNKNOWN)
    if char < "\x80":
        return (char.encode(),)
    if char == "\ufffd":
        return (UNKNOWN,)
    if wrong == "gb18030":
        if char in _MOVED:
            return (_MOVED[char].to_bytes(2, "big"),)
        if char == "€":
            return (b"\x80", b"\xa2\xe3")
    return _all_bytes(WIDE[wrong]).get(char) or (_encode(char, WIDE[wrong]) if wrong == "gb18030" else None)


def _encode(char: str, codec: str) -> Unit | None:
    try:
        return (char.encode(codec),)
    except UnicodeEncodeError:
        return None


@cache
def _all_bytes(codec: str) -> dict[str, Unit]:
    """Every character of one or two bytes with all the bytes that are read as it, the usual ones first."""
    singles = [bytes((byte,)) for byte in range(0x80, 0x100)]
    ways = singles + [lead + bytes((trail,)) for lead in singles for trail in range(0x40, 0xFF)]
    # All at once: no way holds a line break, and none that cannot be read takes the one behind it along.
    chars = b"\n".join(ways).decode(codec, "replace").split("\n")
    read = [(char, data) for char, data in zip(chars, ways, strict=True) if len(char) == 1 and char != "\ufffd"]
    found: dict[str, Unit] = {char: (data,) for char, data in read}
    if len(found) < len(read):
        times = Counter(char for char, _ in read)
        several: dict[str, list[bytes]] = defaultdict(list)
        for char, data in read:
            if times[char] > 1:
                several[char].append(data)
        found |= {char: _usual_first(char, codec, all_ways) for char, all_ways in several.items()}
    return found


def _usual_first(char: str, codec: str, ways: list[bytes]) -> Unit:
    usual = _encode(char, codec)
    return tuple(sorted(ways, key=lambda data: (data,) != usual))
