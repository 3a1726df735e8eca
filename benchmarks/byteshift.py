"""How many lost-byte runs and glosses are undone, and at what price.

    python benchmarks/byteshift.py SHARED [--files N] [--half 0|1] [--speed]

SHARED is a folder that holds plans/ gold/ counties/ provinces/. Prints one line a question: gold places,
runs of our own making (by script and by what the browser did with the wreck), sound text, and speed
beside plain jieba in the same process. ``whole`` counts runs of which one byte is missing; ``two gone``
those whose last character lost a byte as well, so that the text no longer says what it was. ``strict`` is
the right border and the right text, ``same`` the right clean text, ``flagged`` right or marked as doubtful.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import opencc

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from garble import FOLDS, Damage, gloss_pinyin, lose_bytes

from corpus.repair.byteshift import find_lost_bytes, find_places
from corpus.repair.change import Change
from corpus.simplify import convert_characters

CHANNELS: dict[str, dict[str, object]] = {
    "plain": {},
    "folded": {"fold": True},
    "marked ?": {"fold": True, "mark": "?"},
    "marked space": {"mark": " "},
    "private gone": {"fold": True, "private": ""},
}


def read_texts(shared: Path, half: int, count: int) -> dict[str, str]:
    """Every second file, up to ``count``, by name."""
    files = sorted([*shared.glob("counties/*.txt"), *shared.glob("provinces/*.txt")])[half::2]
    step = max(1, len(files) // count)
    return {path.name: path.read_text(encoding="utf-8").replace("\u00a0", " ") for path in files[::step][:count]}


def compare_gold(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "gold/000.repairs.jsonl").read_text(encoding="utf-8").splitlines()]
    source = shared / "plans" / rows[0]["source"]
    with source.open(encoding="utf-8", newline="") as file:
        text = file.read()
    found = {(c.start, c.end, c.new) for c in find_lost_bytes(text)}
    want = Counter(row["kind"] for row in rows)
    got = Counter(row["kind"] for row in rows if (row["start"], row["end"], row["restored"]) in found)
    for kind in ("byteshift", "glosscut", "gloss"):
        print(f"gold {kind:10} {got[kind]:5} of {want[kind]:5} exact (start, end, raw, restored)")


def restore(text: str, changes: list[Change], start: int, end: int) -> str:
    """text[start:end] after the changes that lie in it."""
    parts: list[str] = []
    for change in changes:
        parts += [text[start : change.start], change.new]
        start = change.end
    return "".join([*parts, text[start:end]])


def score_damage(text: str, damage: Damage, changes: list[Change]) -> tuple[bool, bool, str]:
    """(strictly exact, same clean text, verdict)."""
    near = [c for c in changes if c.start < damage.end and c.end > damage.start]
    start = min([damage.start, *(c.start for c in near)])
    end = max([damage.end, *(c.end for c in near)])
    truth = convert_characters(damage.truth)
    want = convert_characters(text[start : damage.start]) + truth + convert_characters(text[damage.end : end])
    same = convert_characters(restore(text, near, start, end)) == want
    strict = len(near) == 1 and (near[0].start, near[0].end, near[0].new) == (damage.start, damage.end, truth)
    order = ["lossy", "likely", "exact"]
    verdict = min((c.verdict for c in near), key=order.index) if near else "left"
    return strict, same, verdict


def compare_runs(texts: dict[str, str], script: str, channel: str, show: int) -> None:
    tally: Counter[tuple[str, str]] = Counter()
    for name, text in texts.items():
        garbled = lose_bytes(text, random.Random(name), **CHANNELS[channel])  # type: ignore[arg-type]
        changes = find_lost_bytes(garbled.text)
        for damage in garbled.damages:
            shown = garbled.text[damage.start : damage.end]
            group = "two gone" if len(shown) > 1 and shown.endswith("?") else "whole"
            strict, same, verdict = score_damage(garbled.text, damage, changes)
            tally[group, "all"] += 1
            tally[group, "strict"] += strict
            tally[group, "same"] += same
            tally[group, "flagged"] += same or verdict in ("lossy", "likely")
            tally[group, "called exact"] += verdict == "exact"
            tally[group, "wrongly so"] += verdict == "exact" and not same
            tally[group, "lossy"] += verdict == "lossy"
            if not same and show > 0:
                show -= 1
                near = [c for c in changes if damage.start <= c.start and c.end <= damage.end]
                was = restore(garbled.text, near, damage.start, damage.end)
                print("   ", verdict, garbled.text[damage.start - 8 : damage.end + 4], "->", damage.truth, "not", was)
    for group in ("whole", "two gone"):
        total = tally[group, "all"]
        if total:
            shares = [f"{name} {tally[group, name] / total:.4f}" for name in ("strict", "same", "flagged", "lossy")]
            shares += [f"called exact {tally[group, 'called exact']}, wrongly {tally[group, 'wrongly so']}"]
            print(f"runs {script:11} {channel:13} {group:9} {total:5}: {', '.join(shares)}")


def compare_glosses(texts: dict[str, str], show: int) -> None:
    """The filter on bytes over sound traditional text: the clean text must come out again."""
    chars = "縣鄉鎮發醫區優業網聯數據黨學會為務"
    readings = dict(
        zip(chars, "xiàn xiāng zhèn fā yī qū yōu yè wǎng lián shù jù dǎng xué huì wéi wù".split(), strict=True)
    )
    lines = right = 0
    for text in texts.values():
        for line in filter(None, text.encode("gbk", "ignore").decode("gbk").splitlines()):
            broken = gloss_pinyin(line, readings.__getitem__, chars)
            if broken == line or re.search("[?(]", line):
                continue
            lines += 1
            clean = restore(broken, find_lost_bytes(broken), 0, len(broken))
            good = convert_characters(clean) == convert_characters(line)
            right += good
            if not good and show > 0:
                show -= 1
                print("    ", clean, "\n    ", line)
    print(f"lines glossed on bytes {lines:5}: clean text the same {right / lines:.4f}")


def measure_sound(texts: dict[str, str], traditional: dict[str, str]) -> None:
    for script, chosen in (("simplified", texts), ("traditional", traditional)):
        changes = sum(len(find_lost_bytes(text)) for text in chosen.values())
        folded = sum(len(find_lost_bytes(text.translate(FOLDS))) for text in chosen.values())
        print(f"sound {script:11} {len(chosen)} files: {changes} changes; with folded signs {folded}")


def compare_time(pages: list[str], cut: Callable[[str], object]) -> float:
    """How many times as fast as ``cut`` the pages are read: processor time, the best of three turns of each page."""
    ours = theirs = 0.0
    for page in pages:
        spent: dict[Callable[[str], object], list[float]] = {find_lost_bytes: [], cut: []}
        for _ in range(3):
            for run, times in spent.items():
                start = time.process_time()
                run(page)
                times.append(time.process_time() - start)
        ours += min(spent[find_lost_bytes])
        theirs += min(spent[cut])
    return theirs / ours


def measure_speed(shared: Path, texts: dict[str, str], traditional: dict[str, str]) -> None:
    import jieba

    jieba.initialize()
    page = next(iter(sorted((shared / "plans").glob("000*")))).read_text(encoding="utf-8")
    find_lost_bytes(page)
    print(f"garbled page: {compare_time([page], jieba.lcut):.2f} x the speed of jieba.lcut")
    for script, chosen in (("traditional", traditional), ("simplified", texts)):
        for channel in ("plain", "folded"):
            options = CHANNELS[channel]
            pages = [lose_bytes(text, random.Random(name), **options).text for name, text in chosen.items()]  # type: ignore[arg-type]
            print(f"garbled {script:11} {channel:7}: {compare_time(pages, jieba.lcut):.2f} x the speed of jieba.lcut")
    size = sum(len(text.encode()) for text in texts.values())
    start = time.process_time()
    places = sum(len(find_places(text)) for text in texts.values())
    spent = time.process_time() - start
    print(f"sound text, gate: {size / spent / 1e6:.0f} MB/s, {places} places looked at in {size / 1e6:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--half", type=int, default=1, help="0: the files we tuned on, 1: the others")
    parser.add_argument("--channels", nargs="*", default=list(CHANNELS), choices=list(CHANNELS))
    parser.add_argument("--show", type=int, default=0, help="print so many failures of each kind")
    parser.add_argument("--speed", action="store_true", help="only the speed")
    options = parser.parse_args()
    texts = read_texts(options.shared, options.half, options.files)
    traditional = {name: opencc.OpenCC("s2t").convert(text) for name, text in texts.items()}
    if not options.speed:
        compare_gold(options.shared)
        for script, chosen in (("traditional", traditional), ("simplified", texts)):
            for channel in options.channels:
                compare_runs(chosen, script, channel, options.show)
        compare_glosses(traditional, options.show)
        measure_sound(texts, traditional)
    measure_speed(options.shared, texts, traditional)


if __name__ == "__main__":
    main()
