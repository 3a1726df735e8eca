"""How well each kind of damage is undone: kinds × (whole file, one paragraph, one byte lost in each line).

    python benchmarks/repair_matrix.py [FOLDER]        (a folder of sound UTF-8 text files; default: the samples)

Each line of the damaged text is one case: ``exact`` (restored as it was), ``lossy`` (right but for
places that are marked as lost), ``left`` (untouched, not marked), ``wrong`` (neither). ``sound`` counts
the lines that were never damaged and yet changed. All shares are of one run.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from corpus.encoding import decode
from corpus.repair import Repaired, repair_text

Damage = Callable[[str, bool, random.Random], str | None]
SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "samples"
COLUMNS = ("exact", "lossy", "left", "wrong")


def _traditional(text: str) -> str:
    import opencc

    result: str = opencc.OpenCC("s2t").convert(text)
    return result


def _as_windows(data: bytes) -> str:
    return "".join(bytes((b,)).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in data)


def _as_either(data: bytes) -> str:
    """UTF-8 where the bytes are valid, Windows-1252 elsewhere, as lenient programs read."""
    text, at = "", 0
    while at < len(data):
        size = next((n for n in (1, 2, 3, 4) if _is_valid(data[at : at + n])), 0)
        text += data[at : at + size].decode() if size else _as_windows(data[at : at + 1])
        at += size or 1
    return text


def _is_valid(data: bytes) -> bool:
    return len(data.decode("utf-8", "ignore")) == 1 and not data.decode("utf-8", "replace").count("\ufffd")


def misread(right: str, read: Callable[[bytes], str]) -> Damage:
    """Text written in one encoding and read by another; with ``lose`` one byte is gone before the reading."""

    def damage(line: str, lose: bool, rng: random.Random) -> str | None:
        try:
            data = line.encode(right)
        except UnicodeEncodeError:
            return None  # cannot have been written so
        if lose:
            # A digit that is gone leaves no trace; only bytes of wide characters are taken.
            at = rng.choice([i for i, byte in enumerate(data) if byte > 0x7F])
            data = data[:at] + data[at + 1 :]
        return read(data)

    return damage


def sprinkle(pattern: str, put: str) -> Damage:
    """Signs put in, or out of, the places that a pattern finds; there is no byte to lose."""

    def damage(line: str, lose: bool, rng: random.Random) -> str | None:
        return None if lose or not re.search(pattern, line) else re.sub(pattern, put, line)

    return damage


def _page_reader(page: str) -> Callable[[bytes], str]:
    return lambda data: "".join(char if (char := bytes((b,)).decode(page, "ignore")) else chr(b) for b in data)


PAGES = (
    "cp1250", "cp1251", "cp1253", "cp1254", "koi8-r", "cp437", "cp850", "cp866", "mac-roman", "mac-cyrillic",
    "iso8859-2", "iso8859-7", "iso8859-15", "cp874",
)  # fmt: skip
KINDS: dict[str, Damage] = {
    "utf-8 as latin-1": misread("utf-8", lambda data: data.decode("latin-1")),
    "utf-8 as cp1252": misread("utf-8", _as_windows),
    "utf-8 as cp1252, twice": misread("utf-8", lambda data: _as_windows(_as_windows(data).encode())),
    "gbk as latin-1": misread("gb18030", lambda data: data.decode("latin-1")),
    "gbk as cp1252": misread("gb18030", _as_windows),
    "big5 as latin-1": misread("big5hkscs", lambda data: data.decode("latin-1")),
    "gbk as latin-1, no shy": misread("gb18030", lambda data: data.decode("latin-1").replace("\xad", "")),
    "big5 as latin-1, no shy": misread("big5hkscs", lambda data: data.decode("latin-1").replace("\xad", "")),
    "gbk as utf-8 or cp1252": misread("gb18030", _as_either),
    "big5 as utf-8 or cp1252": misread("big5hkscs", _as_either),
    "utf-8 as gb18030": misread("utf-8", lambda data: data.decode("gb18030", "replace")),
    "utf-8 as gb18030, ?": misread("utf-8", lambda data: data.decode("gb18030", "replace").replace("\ufffd", "?")),
    "gb18030 as utf-8": misread("gb18030", lambda data: data.decode("utf-8", "replace")),
    "big5 as gb18030": misread("big5hkscs", lambda data: data.decode("gb18030", "replace")),
    "gbk as big5": misread("gb18030", lambda data: data.decode("big5hkscs", "replace")),
    "gbk as euc-kr": misread("gb18030", lambda data: data.decode("cp949", "replace")),
    "gbk as shift-jis": misread("gb18030", lambda data: data.decode("cp932", "replace")),
    **{f"gbk as {page}": misread("gb18030", _page_reader(page)) for page in PAGES},
    "utf-8 as cp1251": misread("utf-8", _page_reader("cp1251")),
    "utf-8 as mac-roman": misread("utf-8", _page_reader("mac-roman")),
    "watermark": sprinkle(r"的(?=[\u4e00-\u9fff])", "的`"),
    "zero width": sprinkle(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", "\u200b"),
    "entities": sprinkle(r"“", "&ldquo;"),
    "number brackets": sprinkle(r"[〔〕]", "?"),
}


def _is_chinese(line: str) -> bool:
    return sum("\u4e00" <= char <= "\u9fff" for char in line) > len(line) / 2


def _judge(line: str, truth: str, damaged: str, lost: set[int]) -> str:
    """``lost`` are the offsets of characters that a lossy repair covers: there anything may stand."""
    if line == truth:
        return "exact"
    if line == damaged and not lost:
        return "left"
    pattern = "".join(".{0,3}" if i in lost or char == "\ufffd" else re.escape(char) for i, char in enumerate(line))
    pattern = re.sub(r"(?:\.\{0,3\}){4,}", ".*", pattern)
    return "lossy" if re.fullmatch(pattern, truth) else "wrong"


def _lost_places(done: Repaired) -> set[int]:
    places: set[int] = set()
    for repair in done.repairs:
        if repair.verdict == "lossy":
            places.update(range(done.alignment.to_clean(repair.start), done.alignment.to_clean(repair.end)))
    return places


def measure(texts: list[str], damage: Damage, mode: str, rng: random.Random) -> tuple[Counter[str], int, int]:
    """(outcomes of damaged lines, sound lines, sound lines changed)."""
    outcomes: Counter[str] = Counter()
    sound = changed = 0
    for text in texts:
        lines = [line for line in text.split("\n") if len(line) > 8 and _is_chinese(line)]
        chosen = {rng.randrange(len(lines))} if mode == "paragraph" else set(range(len(lines)))
        damaged = [(damage(line, mode == "byte", rng) if i in chosen else None) for i, line in enumerate(lines)]
        shown = [line if bad is None else bad.replace("\n", " ") for line, bad in zip(lines, damaged, strict=True)]
        done: Repaired = repair_text("\n".join(shown))
        got = done.text.split("\n")
        if len(got) != len(lines):
            outcomes["wrong"] += sum(bad is not None for bad in damaged)
            continue
        lost, start = _lost_places(done), 0
        for line, bad, after in zip(lines, damaged, got, strict=True):
            here = {place - start for place in lost if start <= place < start + len(after)}
            start += len(after) + 1
            if bad is None:
                sound += 1
                changed += after != line
            elif bad != line:
                outcomes[_judge(after, line, bad, here)] += 1
    return outcomes, sound, changed


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    files = sorted(folder.rglob("*.txt"))[:8]
    texts = [decode(path.read_bytes(), name=path.name).text for path in files]
    texts = [text[:900] for text in texts if repair_text(text).text == text]
    old = [_traditional(text) for text in texts]
    print(f"{len(texts)} sound texts of {folder.name}; shares of the damaged lines")
    print(f"{'kind':24}{'where':12}" + "".join(f"{name:>8}" for name in COLUMNS) + f"{'lines':>8}{'sound changed':>16}")
    for kind, damage in KINDS.items():
        for mode in ("file", "paragraph", "byte"):
            rng = random.Random(f"{kind} {mode}")
            outcomes, sound, changed = measure(old if "big5 as" in kind else texts, damage, mode, rng)
            total = outcomes.total()
            if total:
                shares = "".join(f"{outcomes[name] / total:8.1%}" for name in COLUMNS)
                print(f"{kind:24}{mode:12}{shares}{total:8}{changed:10} of {sound}", flush=True)


if __name__ == "__main__":
    main()
