"""Files from which single bytes were lost: how many places come back, and what else is touched.

    python benchmarks/lost_files.py FOLDER [--files N] [--codecs big5hkscs gb18030 ...] [--show N]

FOLDER holds sound UTF-8 text files; for Big5 they are turned traditional. Of each file 1, 3 and 10 bytes of
wide characters are dropped in every 2,000 characters, and the file is read and repaired as any other. A lost
place is ``exact`` (the characters around it are as they were), ``likely`` or ``lossy`` (they are not, but a
repair there says so) or ``wrong`` (neither said nor right). ``wrongly`` counts the characters that a
repair calls exact and that were others; ``sound`` the stretches far from any loss that changed; ``rejected``
the files that could not be read or were read in another encoding.
"""

from __future__ import annotations

import argparse
import random
import time
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import opencc

from corpus.encoding import decode
from corpus.errors import SourceError
from corpus.model import Source
from corpus.repair import Repaired, repair_text
from corpus.simplify import convert_characters

RATES = (1, 3, 10)
REACH = 14  # characters around a lost byte that its garbled run may take in
GROUPS = ("exact", "likely", "lossy", "wrong")


def char_widths(text: str, codec: str) -> list[int]:
    return [len(char.encode(codec)) for char in text]


def lose(text: str, codec: str, rate: int, rng: random.Random) -> tuple[bytes, list[int], list[int]]:
    """(bytes that are left, where each lost one stood among them, the character that each was a part of)."""
    widths = char_widths(text, codec)
    starts = [0, *accumulate(widths)]
    wide = [i for i, char in enumerate(text) if char > "\x7f"]
    chosen = sorted(rng.sample(wide, min(len(wide), max(1, rate * len(text) // 2000))))
    data = bytearray(text.encode(codec))
    lost = [starts[i] + rng.randrange(widths[i]) for i in chosen]
    for at in reversed(lost):
        del data[at]
    return bytes(data), [at - n for n, at in enumerate(lost)], chosen


def read_offsets(source: Source) -> list[int]:
    """The byte that each character of the original begins at, and where the last one ends."""
    text, body = source.original, source.encoding or "utf-8"
    if not source.stretches:
        return [0, *accumulate(char_widths(text, body))]
    found: list[int] = []
    ends = [s.start for s in source.stretches[1:]] + [len(text)]
    for stretch, end in zip(source.stretches, ends, strict=True):
        widths = (
            char_widths(text[stretch.start : end], stretch.encoding)
            if stretch.encoding
            else [0] * (end - stretch.start)
        )
        found += [stretch.byte + size for size in [0, *accumulate(widths)][:-1]]
    return [*found, source.size]


def changed(was: str, now: str) -> tuple[str, str]:
    """Where two texts differ first, with what stands beside."""
    at = next((i for i, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    return was[max(0, at - 9) : at + 9], now[max(0, at - 9) : at + 9]


def group_places(chosen: list[int]) -> list[list[int]]:
    """Numbers of lost bytes whose garbled runs may touch, together."""
    groups: list[list[int]] = []
    for n, char in enumerate(chosen):
        if groups and char - chosen[groups[-1][-1]] <= 2 * REACH:
            groups[-1].append(n)
        else:
            groups.append([n])
    return groups


@dataclass
class Reading:
    """A file that lost bytes, read and repaired, beside what it was."""

    text: str
    truth: str  # the text simplified
    clean: str
    source: Source
    done: Repaired
    shifted: list[int]  # the byte at which each character of the truth would begin in what is left
    offsets: list[int]

    def place(self, char: int) -> tuple[int, int]:
        """(original, clean) offset of a character of the truth."""
        at = bisect_left(self.offsets, self.shifted[char])
        return at, self.done.alignment.to_clean(at)


def read_lost(text: str, codec: str, data: bytes, lost: list[int], tally: Counter[str]) -> Reading | None:
    """The file as it is read and repaired; None where it cannot be read."""
    try:
        got = decode(data)
    except SourceError:
        return None
    tally["rejected"] += got.encoding.removesuffix("-sig") != codec
    source = Source("x.txt", "", len(data), got.text, got.encoding, "text", stretches=got.stretches)
    start = time.process_time()
    done = repair_text(source.original)
    tally["ms"] += int(1000 * (time.process_time() - start))
    tally["chars"] += len(text)
    starts = [0, *accumulate(char_widths(text, codec))]
    shifted = [at - bisect_left([a + n for n, a in enumerate(lost)], at) for at in starts]
    truth, clean = convert_characters(text), convert_characters(done.text)
    return Reading(text, truth, clean, source, done, shifted, read_offsets(source))


def judge_file(text: str, codec: str, rate: int, rng: random.Random, tally: Counter[str], show: int) -> int:
    """Count what came back of one file; gives how many places may still be printed."""
    data, lost, chosen = lose(text, codec, rate, rng)
    tally["all"] += len(chosen)
    reading = read_lost(text, codec, data, lost, tally)
    if reading is None:
        tally["rejected"] += 1
        tally["wrong"] += len(chosen)
        return show
    edge, clean_edge = 0, 0
    for group in group_places(chosen):
        first, last = max(0, chosen[group[0]] - REACH), min(len(text), chosen[group[-1]] + REACH + 1)
        (low, clean_low), (high, clean_high) = reading.place(first), reading.place(last)
        was, now = reading.truth[edge:first], reading.clean[clean_edge:clean_low]
        if was != now:
            tally["sound"] += 1
            if show > 0:
                print("     SOUND", *changed(was, now))
        want, have = reading.truth[first:last], reading.clean[clean_low:clean_high]
        near = {repair.verdict for repair in reading.done.repairs if repair.start < high and repair.end > low}
        verdict = "exact"
        if want != have:
            verdict = "lossy" if "lossy" in near else "likely" if "likely" in near else "wrong"
            tally["called exact"] += count_called_exact(reading, low, high, [chosen[n] for n in group])
            if show > 0:
                show -= 1
                print("    ", verdict, want, "->", reading.source.original[low:high], "->", have)
        tally[verdict] += len(group)
        tally["sure"] += len(group) if want == have and near == {"exact"} else 0
        edge, clean_edge = last, clean_high
    tally["sound"] += reading.clean[clean_edge:] != reading.truth[edge:]
    return show


def count_called_exact(reading: Reading, low: int, high: int, lost: list[int]) -> int:
    """How many characters of a stretch a repair calls exact that were others."""
    was = {reading.shifted[char]: convert_characters(reading.text[char]) for char in lost}
    sure = [repair for repair in reading.done.repairs if repair.rule == "torn" and repair.verdict == "exact"]
    return sum(
        low <= repair.start < high and was.get(reading.offsets[repair.start]) != repair.restored for repair in sure
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--codecs", nargs="*", default=["big5hkscs", "gb18030", "utf-16-le", "utf-16-be"])
    parser.add_argument("--rates", nargs="*", type=int, default=list(RATES))
    parser.add_argument("--traditional", action="store_true", help="gb18030 and utf-16, too")
    parser.add_argument("--show", type=int, default=0, help="print so many places that did not come back")
    options = parser.parse_args()
    paths = sorted(path for folder in options.folder for path in folder.glob("*.txt"))
    paths = paths[:: max(1, len(paths) // options.files)][: options.files]
    # What else sites did to a page is undone first.
    texts = {path.name: repair_text(path.read_text(encoding="utf-8").replace("\u00a0", " ")).text for path in paths}
    old = {name: opencc.OpenCC("s2t").convert(text) for name, text in texts.items()}
    for codec in options.codecs:
        chosen = old if codec == "big5hkscs" or options.traditional else texts
        for rate in options.rates:
            tally: Counter[str] = Counter()
            show = options.show
            for name, text in chosen.items():
                fitting = text.encode(codec, "ignore").decode(codec)
                show = judge_file(fitting, codec, rate, random.Random(f"{name}{rate}"), tally, show)
            shares = ", ".join(f"{group} {tally[group] / tally['all']:.3f}" for group in GROUPS)
            sure = tally["sure"] / tally["all"]
            print(
                f"{codec:10} {rate:2}/2000: {tally['all']:5} bytes: {shares}; said exact {sure:.3f}, "
                f"wrongly {tally['called exact']}, sound {tally['sound']}, rejected {tally['rejected']}, "
                f"{tally['ms'] / max(1, tally['chars']) * 1e3:.0f} µs a character",
                flush=True,
            )


if __name__ == "__main__":
    main()
