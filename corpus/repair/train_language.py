"""Build the tables that the lost-byte decoder asks: characters.npz, words.npz and readings.tsv.

    python -m corpus.repair.train_language          (needs jieba and pypinyin; run again only to change the tables)

The character model takes its counts from jieba's dictionary (MIT): every word with its frequency.
If words are drawn one after another by their frequency, the chance of character b after a is

    P(b | a) = inside(a, b) / count(a)  +  last(a) / count(a) * first(b) / words

so that ``inside``, ``count``, ``last`` and ``first`` are all there is to store. The words themselves (up
to four characters) go into words.npz, for the closer look at the few best readings. jieba's list shows
newspapers of the 1990s: plan_words.tsv adds what plans say daily. It has no punctuation either: SIGNS
gives it, and FRAMES the fixed figures of a plan's outline, as a share of all words.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parents[1] / "data"

# Share of running words, rounded from what Chinese prose in general shows; not counted on any page.
SIGNS = {
    "，": 0.062, "。": 0.028, "、": 0.032, "；": 0.007, "：": 0.008, "（": 0.008, "）": 0.008, "“": 0.007,
    "”": 0.007, "《": 0.003, "》": 0.003, "？": 0.0012, "！": 0.0010, "　": 0.004, "—": 0.0012, "·": 0.0004,
    "％": 0.001, "%": 0.003, ".": 0.002, "-": 0.001, "〔": 0.0006, "〕": 0.0006, "…": 0.0003, "‘": 0.0002,
    "’": 0.0002, "0": 0.02, "A": 0.0003, "a": 0.00005, "\n": 0.012, " ": 0.004, "/": 0.0004, "+": 0.0002,
    "~": 0.0001, "?": 0.00004, "!": 0.00004, "&": 0.00002, "[": 0.0004, "]": 0.0004, "【": 0.0004, "】": 0.0004,
}  # fmt: skip
# Everything else that sound pages show: the rest of ASCII, list numbers, arrows, bullets.
SELDOM = 0.00001
OTHERS = [
    *map(chr, range(0x21, 0x7F)),
    *"①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⒈⒉⒊⒋⒌⒍㈠㈡㈢ⅠⅡⅢⅣⅤ→←↑↓●○■□▲△★☆◆◇※℃×÷±≥≤°′″‰㎡￥$〈〉『』「」〖〗～－＋＝／＆",
]
NUMERALS = "一二三四五六七八九十"
FRAMES = {
    **{f"（{n}）": 0.0006 for n in NUMERALS},
    **{f"　（{n}）": 0.0006 for n in NUMERALS},
    **{f"　　{n}、": 0.0002 for n in NUMERALS},
    **{f"\n{n}、": 0.0003 for n in NUMERALS},
    **{f"\n（{n}）": 0.0003 for n in NUMERALS},
    "\n　　": 0.002, "00": 0.02, "000": 0.02, "0.0": 0.004, "0%": 0.004, "0年": 0.008, "0月": 0.004, "0日": 0.003,
    "00年": 0.004, "AA": 0.0005, "AAA": 0.0006, "aa": 0.0006, "aaa": 0.0008, "——": 0.002, "。\n": 0.008,
    "……": 0.0003, "）、": 0.001, "）。": 0.001, "），": 0.002, "”、“": 0.001, "》（": 0.0006,
    "！\n": 0.0002, "；\n": 0.001, "：\n": 0.001, "”，": 0.001, "％，": 0.0005, "%，": 0.001, "（A）": 0.0001,
}  # fmt: skip


def read_words() -> Counter[str]:
    """jieba's words and frequencies, with the signs and outline figures that it lacks."""
    import jieba

    words: Counter[str] = Counter()
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, _ = line.split(" ")
        if all("\u3400" <= c <= "\u9fff" or c == "〇" for c in word):
            words[word] += int(count)
    total = words.total()
    for line in (DATA / "plan_words.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        word, per_100000, _ = line.split("\t")
        words[word] += total * int(per_100000) // 100000
    for line in (DATA / "words.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        words[line.split("\t")[0]] += 2 * total // 100_000
    for word, share in (dict.fromkeys(OTHERS, SELDOM) | SIGNS | FRAMES).items():
        words[word] += round(share * total)
    return words


def write_characters(words: Counter[str], path: Path) -> None:
    """Store the counts; ``inside`` as sorted keys (a << 16 | b) and natural logarithms in sixteenths."""
    count: Counter[str] = Counter()
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    inside: Counter[tuple[str, str]] = Counter()
    for word, n in words.items():
        first[word[0]] += n
        last[word[-1]] += n
        for char in word:
            count[char] += n
        for pair in pairwise(word):
            inside[pair] += n
    chars = sorted(count)
    number = {char: i for i, char in enumerate(chars)}
    pairs = sorted((number[a] << 16 | number[b], n) for (a, b), n in inside.items() if n >= 2)
    np.savez_compressed(
        path,
        chars=np.array([ord(c) for c in chars], dtype="<u4"),
        count=np.array([count[c] for c in chars], dtype="<u4"),
        first=np.array([first[c] for c in chars], dtype="<u4"),
        last=np.array([last[c] for c in chars], dtype="<u4"),
        words=np.array(words.total(), dtype="<u8"),
        keys=np.diff(np.array([key for key, _ in pairs], dtype="<u4"), prepend=np.uint32(0))
        .view("u1")
        .reshape(-1, 4)
        .T,
        inside=np.round(16 * np.log([n for _, n in pairs])).astype("<u2"),
    )


def write_words(words: Counter[str], path: Path) -> None:
    """Store the words of up to four characters: four code points in 64 bits, log share in sixteenths."""
    chosen = sorted((_pack(word), n) for word, n in words.items() if len(word) <= 4 and n >= 3)
    share = np.log(np.array([n for _, n in chosen]) / words.total())
    keys = np.array([key for key, _ in chosen], dtype="<u8")
    np.savez_compressed(
        path,
        # Differences of sorted keys pack well.
        keys=np.diff(keys, prepend=np.uint64(0)).view("u1").reshape(-1, 8).T,
        share=np.round(-16 * share).astype("<u2"),
    )


def _pack(word: str) -> int:
    key = 0
    for char in word.ljust(4, "\0"):
        key = key << 16 | ord(char)
    return key


def write_readings(path: Path) -> None:
    """Write every reading (toned syllable) with the GBK characters that may be read so."""
    # Not among the project's dependencies: only whoever changes the tables needs it.
    pinyin_dict: dict[int, str] = import_module("pypinyin.pinyin_dict").pinyin_dict

    chars: dict[str, list[str]] = {}
    for code, readings in sorted(pinyin_dict.items()):
        if not _in_gbk(chr(code)):
            continue
        for rank, reading in enumerate(dict.fromkeys(readings.split(","))):
            toned = unicodedata.normalize("NFC", reading)
            # The commonest reading of a character comes first; a dot marks those that are not.
            chars.setdefault(toned, []).append(chr(code) if rank == 0 else "·" + chr(code))
    lines = [f"{reading}\t{''.join(found)}\tpypinyin\n" for reading, found in sorted(chars.items())]
    path.write_text("reading\tcharacters\tsource\n" + "".join(lines), encoding="utf-8", newline="\n")


def _in_gbk(char: str) -> bool:
    try:
        return len(char.encode("gbk")) == 2
    except UnicodeEncodeError:
        return False


if __name__ == "__main__":
    all_words = read_words()
    write_characters(all_words, DATA / "characters.npz")
    write_words(all_words, DATA / "words.npz")
    write_readings(DATA / "readings.tsv")
