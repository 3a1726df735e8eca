"""Our own garbler: does to sound text what Chinese plan sites do, and remembers the truth.

``lose_bytes`` drops single GBK bytes and reads on as a browser does; ``gloss_pinyin`` is the filter that
puts pinyin after characters, on bytes; ``watermark`` strews marks into sentences. Each takes a
``random.Random``, so a seed gives the same page everywhere.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

FOLDS = str.maketrans("？；！（），：", "?;!(),:")
PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True)
class Damage:
    """text[start:end] of the garbled text stands for ``truth``."""

    start: int
    end: int
    truth: str


@dataclass(frozen=True)
class Garbled:
    text: str
    damages: tuple[Damage, ...]


def lose_bytes(
    text: str,
    rng: random.Random,
    *,
    every: int = 150,
    anywhere: bool = False,
    fold: bool = False,
    private: str | None = None,
    mark: str = "",
) -> Garbled:
    """Lose about one byte in ``every`` characters, a byte before 0xA3 unless ``anywhere``.

    ``fold`` turns ？；！（ … into half-width afterwards, ``private`` replaces private-use characters
    ("" = they vanish), ``mark`` is what the browser shows in place of the lost byte. Characters that
    GBK does not have become 〓 first.
    """
    pieces: list[str] = []
    damages: list[Damage] = []
    length = 0
    for line in _fit_gbk(text).splitlines(keepends=True):
        for piece, truth in _garble_line(line, rng, every, anywhere, mark):
            if truth is not None and private is not None:
                piece = PRIVATE.sub(private, piece)
            if fold:
                piece = piece.translate(FOLDS)
            if truth is not None:
                damages.append(Damage(length, length + len(piece), truth))
            pieces.append(piece)
            length += len(piece)
    return Garbled("".join(pieces), tuple(damages))


def _fit_gbk(text: str) -> str:
    return text.encode("gbk", "replace").decode("gbk").replace("\x00", " ")


def _garble_line(line: str, rng: random.Random, every: int, anywhere: bool, mark: str) -> list[tuple[str, str | None]]:
    """(shown, truth) pieces; truth is None where nothing happened."""
    body = line.rstrip("\r\n")
    pieces: list[tuple[str, str | None]] = []
    done = 0
    for at in _choose_places(body, rng, every, anywhere):
        if at < done:
            continue
        found = _lose_at(body, at, rng, anywhere, mark)
        if found is None:
            continue
        shown, first, last = found
        if first < done:
            continue
        pieces += [(body[done:first], None), (shown, body[first:last])]
        done = last
    return [*pieces, (body[done:] + line[len(body) :], None)]


def _choose_places(body: str, rng: random.Random, every: int, anywhere: bool) -> list[int]:
    raws = [char.encode("gbk") for char in body]
    if anywhere:
        places = [i for i, raw in enumerate(raws) if len(raw) == 2]
    else:
        taken = {0xA1, 0xA8, 0xBB, 0xBF, 0xAC}
        places = [
            i
            for i, raw in enumerate(raws[:-1])
            if len(raw) == 2
            and ((raw[1] == 0xA3 and raws[i + 1][0] in taken) or (raw == b"\xa1\xa1" and raws[i + 1][0] == 0xA3))
        ]
    wanted = min(len(places), max(1, len(body) // every)) if places else 0
    return sorted(rng.sample(places, wanted))


def _lose_at(body: str, at: int, rng: random.Random, anywhere: bool, mark: str) -> tuple[str, int, int] | None:
    """(what is shown, first and last character that it stands for)."""
    raws = [char.encode("gbk") for char in body[at:]]
    kept = raws[0][1:] if not anywhere or rng.random() < 0.5 else raws[0][:1]
    rest = kept + b"".join(raws[1:])
    borders, total = {0: 0}, len(kept)
    for i, raw in enumerate(raws[1:], 1):
        borders[total] = i
        total += len(raw)
    borders[total] = len(raws)
    shown: list[str] = [mark]
    place = 0
    for char, size in read_gbk(rest):
        shown.append(char)
        place += size
        if place in borders:
            return "".join(shown), at, at + borders[place]
    return None


def read_gbk(data: bytes, *, eat: bool = False) -> Iterable[tuple[str, int]]:
    """(character, bytes) as a browser reads GBK; a lead byte without its trail becomes ``?``.

    With ``eat`` the byte after such a lead is swallowed with it.
    """
    at = 0
    while at < len(data):
        if data[at] < 0x80:
            yield chr(data[at]), 1
            at += 1
            continue
        if data[at] == 0x80:
            yield "€", 1
            at += 1
            continue
        pair = data[at : at + 2]
        if len(pair) == 2 and (0x40 <= pair[1] <= 0x7E or 0x80 <= pair[1] <= 0xFE) and 0x81 <= pair[0] <= 0xFE:
            yield pair.decode("gb18030"), 2
            at += 2
        else:
            size = min(2, len(pair)) if eat else 1
            yield "?", size
            at += size


def gloss_pinyin(text: str, reading: Callable[[str], str], chars: str, *, on_bytes: bool = True) -> str:
    """Put ``(reading)`` after each of ``chars``; on bytes, the filter also hits across borders.

    There a byte is left alone before the parenthesis: it is shown as ``?`` and takes the ( with it.
    """
    if not on_bytes:
        return "".join(f"{c}({reading(c)})" if c in chars else c for c in text)
    table = {char.encode("gbk"): f"({reading(char)})".encode("gbk") for char in chars}
    if not table:
        return text
    pattern = re.compile(b"|".join(re.escape(code) for code in table))
    data = pattern.sub(lambda found: found[0] + table[found[0]], _fit_gbk(text).encode("gbk"))
    return "".join(char for char, _ in read_gbk(data, eat=True))


def watermark(text: str, rng: random.Random, *, marks: str = "`'.", every: int = 400) -> Garbled:
    """Strew single marks between Chinese characters; each damage's truth is the empty string."""
    places = [m.start() + 1 for m in re.finditer(r"(?=[\u4e00-\u9fff]{2})", text)]
    chosen = sorted(rng.sample(places, min(len(places), len(text) // every)))
    parts, damages, last = [], [], 0
    for shift, place in enumerate(chosen):
        parts += [text[last:place], rng.choice(marks)]
        damages.append(Damage(place + shift, place + shift + 1, ""))
        last = place
    return Garbled("".join([*parts, text[last:]]), tuple(damages))
