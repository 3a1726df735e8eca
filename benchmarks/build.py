"""Building beside an honest baseline, the naive spaCy way and the floor made of parts, on the same files, in one run.

    python benchmarks/build.py FOLDER [--rounds 3] [--naive-files 6] [--settled FOLDER]

Baseline: read, t2s, ``jieba.lcut``, 32 compiled patterns, SQLite insert: a few of the things that we do.
Naive: a spaCy pipeline with jieba as tokenizer and an EntityRuler of as many token patterns, on a few of the files:
once with one token before a marker of a role, once with up to ten, about as far as the patterns of the baseline reach.
Floor: what the steps that nobody can leave out take with the fastest tools that we know: t2s, segmentation in
``rjieba``, the 32 patterns once over the whole text, plain rows and one FTS5 table.
One worker is measured in processor seconds (the machine may be shared), medians over interleaved rounds. Two workers
are measured beside one by the clock, which says something only on an idle machine, and in processor seconds of all
processes: half of these is the least that they can take on two cores, and what the process that writes takes of them
is the least that any number of workers can take. ``--settled`` first writes the texts of the
plans in FOLDER there as clean UTF-8 and builds those: sound text, as most sites give it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import resource
import sqlite3
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kb.build import build

UNITS = "名 个 所 家 人 元 万元 亿元 亩 公里 次 % 个百分点 年 月 日 天 小时 项 处".split()
MARKS = "牵头 配合 负责 承办 监督 审批 协助 参与 底前 以上 以内 左右".split()
PATTERNS = [re.compile(rf"[0-9.]+{unit}") for unit in UNITS] + [re.compile(rf"[^，。；\n]{{2,20}}?{m}") for m in MARKS]
Way = Callable[[list[Path], Path], None]
Pattern = Sequence[dict[str, Any]]
PHRASE: Pattern = ({"IS_PUNCT": False, "OP": "{1,10}"},)


def spent() -> float:
    """Processor seconds of this process and its ended children."""
    return sum(
        u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def spent_by_all() -> float:
    """Processor seconds of this process and of all that descend from it, also those at work; Linux only."""
    tick, seconds, kids = os.sysconf("SC_CLK_TCK"), 0.0, defaultdict[int, list[tuple[int, int]]](list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                values = (entry / "stat").read_text().rpartition(")")[2].split()
                kids[int(values[1])].append((int(entry.name), sum(map(int, values[11:15]))))
    left = [os.getpid()]
    while left:
        for child, ticks in kids[left.pop()]:
            left.append(child)
            seconds += ticks / tick
    return time.process_time() + seconds


def run_ours(files: list[Path], folder: Path, workers: int = 1) -> None:
    """All of our work."""
    build(files, folder / "ours.db", workers=workers)


def run_baseline(files: list[Path], folder: Path) -> None:
    """What a script would do."""
    import jieba
    import opencc

    convert = opencc.OpenCC("t2s").convert
    db = sqlite3.connect(folder / "base.db")
    db.executescript(
        "CREATE TABLE lines (t, words); CREATE TABLE hits (line, s, e); CREATE VIRTUAL TABLE f USING fts5(w)"
    )
    for path in files:
        for line in convert(path.read_text(encoding="utf-8", errors="replace")).splitlines():
            words = " ".join(jieba.lcut(line))
            number = db.execute("INSERT INTO lines VALUES (?, ?)", (line, words)).lastrowid
            db.execute("INSERT INTO f VALUES (?)", (words,))
            spans = [(number, *match.span()) for pattern in PATTERNS for match in pattern.finditer(line)]
            db.executemany("INSERT INTO hits VALUES (?, ?, ?)", spans)
        db.commit()
    db.close()


def run_naive(files: list[Path], folder: Path, before: Pattern = ({},)) -> None:
    """spaCy with jieba and an EntityRuler; ``before`` are the tokens before a marker of a role."""
    import spacy

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "M", "pattern": [{"LIKE_NUM": True}, {"TEXT": unit}]} for unit in UNITS])  # type: ignore[attr-defined]
    ruler.add_patterns([{"label": "R", "pattern": [*before, {"TEXT": mark}]} for mark in MARKS])  # type: ignore[attr-defined]
    for path in files:
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            nlp(line)


def run_floor(files: list[Path], folder: Path) -> None:
    """The parts that cannot be left out, each with the fastest tool."""
    import opencc
    import rjieba

    convert = opencc.OpenCC("t2s").convert
    db = sqlite3.connect(folder / "floor.db")
    db.executescript("CREATE TABLE lines (t); CREATE TABLE hits (file, s, e); CREATE VIRTUAL TABLE f USING fts5(w)")
    for file, path in enumerate(files):
        text = convert(path.read_text(encoding="utf-8", errors="replace"))
        words = rjieba.cut(text, False)
        db.execute("INSERT INTO f VALUES (?)", (" ".join(words),))
        db.executemany("INSERT INTO lines VALUES (?)", ((line,) for line in text.splitlines()))
        spans = [(file, *match.span()) for pattern in PATTERNS for match in pattern.finditer(text)]
        db.executemany("INSERT INTO hits VALUES (?, ?, ?)", spans)
        db.commit()
    db.close()


def write_settled(folder: Path, into: Path) -> None:
    """The texts of the plans in a folder, repaired and simplified, as clean files of their own."""
    from corpus.pipeline import read_plans

    into.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.rglob("*.txt")):
        text = "\n".join(plan.text for plan in read_plans(path).plans)
        (into / f"{path.parent.name}-{path.name}").write_text(text, encoding="utf-8")


def measure(way: Way, files: list[Path], clock: Callable[[], float]) -> float:
    """Seconds for a megabyte."""
    with tempfile.TemporaryDirectory() as folder:
        begun = clock()
        way(files, Path(folder))
        return (clock() - begun) / (sum(path.stat().st_size for path in files) / 1e6)


def main() -> None:
    """Print seconds for a megabyte of each way, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--naive-files", type=int, default=6)
    parser.add_argument("--every", type=int, default=1, help="only every so manieth file")
    parser.add_argument("--settled", type=Path)
    given = parser.parse_args()
    if given.settled:
        write_settled(given.folder, given.settled)
    files = sorted(path for path in (given.settled or given.folder).rglob("*.txt") if path.is_file())[:: given.every]
    some = files[:: max(1, len(files) // given.naive_files)][: given.naive_files]
    ways: dict[str, tuple[Way, list[Path]]] = {
        "junxian, one worker": (run_ours, files),
        "honest baseline": (run_baseline, files),
        "naive spaCy": (run_naive, some),
        "naive spaCy, phrases": (lambda files, to: run_naive(files, to, PHRASE), some),
        "floor of parts": (run_floor, files),
    }
    print_times(ways, files, given.rounds)


def print_times(ways: dict[str, tuple[Way, list[Path]]], files: list[Path], rounds: int) -> None:
    """Measure all ways in turn, round after round, and print the middle of each."""
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    times: dict[str, list[float]] = {name: [] for name in ways}
    clocks: dict[int, list[float]] = {1: [], 2: []}
    both: list[float] = []
    writing: list[float] = []
    for way, chosen in ways.values():  # imports, dictionaries and models are not what is compared
        measure(way, chosen[:1], spent)
    measure(lambda files, to: run_ours(files, to, 2), files[:6], spent)
    for _ in range(rounds):
        for name, (way, chosen) in ways.items():
            times[name].append(measure(way, chosen, spent))
        for workers, seconds in clocks.items():
            before, alone = spent_by_all(), time.process_time()
            seconds.append(measure(lambda f, to, n=workers: run_ours(f, to, n), files, time.perf_counter))  # type: ignore[misc]
            if workers == 2:
                both.append((spent_by_all() - before) / megabytes)
                writing.append((time.process_time() - alone) / megabytes)
    middle = {name: statistics.median(values) for name, values in times.items()}
    ours = middle["junxian, one worker"]
    print(f"{len(files)} files, {megabytes:.2f} MB, {rounds} rounds")
    for name, spent_ in middle.items():
        print(f"{name:22} {spent_:7.3f} s/MB  {1 / spent_:6.3f} MB/s  {spent_ / ours:6.2f} x ours")
    one, two = (statistics.median(clocks[workers]) for workers in (1, 2))
    print(f"two workers are {one / two:.2f} x as fast as one by the clock")
    all_, writer = statistics.median(both), statistics.median(writing)
    print(f"two workers {all_:.3f} s/MB by the processor, {ours / (all_ / 2):.2f} x at best on two cores;", end=" ")
    print(f"{writer:.3f} of it in the process that writes")


if __name__ == "__main__":
    main()
