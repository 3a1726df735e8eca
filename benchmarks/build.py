"""Building beside an honest baseline and the naive spaCy way, on the same files, one core, in one run.

    python benchmarks/build.py FOLDER [--rounds 3] [--naive]

Baseline: read, t2s, ``jieba.lcut``, 32 compiled patterns, SQLite insert: a few of the things that we do.
Naive (with --naive): a spaCy pipeline with jieba as tokenizer and an EntityRuler of the same number of patterns.
Times are processor seconds (the machine may be shared), medians over interleaved rounds; ratios count.
"""

from __future__ import annotations

import argparse
import re
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kb.build import build

UNITS = "名 个 所 家 人 元 万元 亿元 亩 公里 次 % 个百分点 年 月 日 天 小时 项 处".split()
MARKS = "牵头 配合 负责 承办 监督 审批 协助 参与 底前 以上 以内 左右".split()
PATTERNS = [re.compile(rf"[0-9.]+{unit}") for unit in UNITS] + [re.compile(rf"[^，。；\n]{{2,20}}?{m}") for m in MARKS]


def spent() -> float:
    """Processor seconds of this process and its ended children."""
    return sum(
        u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


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


def run_naive(files: list[Path], folder: Path) -> None:
    """spaCy with jieba and an EntityRuler."""
    import spacy

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "M", "pattern": [{"LIKE_NUM": True}, {"TEXT": unit}]} for unit in UNITS])  # type: ignore[attr-defined]
    ruler.add_patterns([{"label": "R", "pattern": [{}, {"TEXT": mark}]} for mark in MARKS])  # type: ignore[attr-defined]
    for path in files:
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            nlp(line)


def main() -> None:
    """Print MB/s of each way and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--naive", action="store_true")
    given = parser.parse_args()
    files = sorted(path for path in given.folder.rglob("*.txt") if path.is_file())
    size = sum(path.stat().st_size for path in files)
    ways: dict[str, Callable[[list[Path], Path], None]] = {"junxian": run_ours, "baseline": run_baseline}
    if given.naive:
        ways["naive spaCy"] = run_naive
    for way in ways.values():  # imports, dictionaries and models are not what is compared
        with tempfile.TemporaryDirectory() as name:
            way(files[:1], Path(name))
    times: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(given.rounds):
        for name, way in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                begun = spent()
                way(files, Path(folder))
                times[name].append(spent() - begun)
    middle = {name: statistics.median(values) for name, values in times.items()}
    print(f"{len(files)} files, {size / 1e6:.2f} MB")
    for name, seconds in middle.items():
        print(
            f"{name:12} {seconds:8.2f} s   {size / 1e6 / seconds:6.3f} MB/s   {seconds / middle['junxian']:6.2f} x ours"
        )
    wall = {}
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            begun = time.perf_counter()
            run_ours(files, Path(folder), workers)
            wall[workers] = time.perf_counter() - begun
    print(f"two workers: {wall[1] / wall[2]:.2f} x one by the clock (start of the second process included)")


if __name__ == "__main__":
    main()
