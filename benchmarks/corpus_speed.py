"""txt → clean outlined plans with words, beside plain ``jieba.lcut``: ``python benchmarks/corpus_speed.py [FOLDER]``.

Both read the same sound simplified text on one core, in turns within one run; the ratio of the
medians counts, the figures in MB/s (10^6 bytes of UTF-8) are only for orientation. Without a folder
the bundled samples are read, repeated to some megabytes.
"""

from __future__ import annotations

import logging
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from corpus.model import Source
from corpus.pipeline import settle
from corpus.words import spans

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
LEAST = 1_500_000  # bytes


def collect(folder: Path) -> list[Source]:
    """The UTF-8 text files under the folder, repeated until there is enough to measure."""
    sources: list[Source] = []
    for path in sorted(folder.rglob("*.txt")):
        data = path.read_bytes()
        try:
            sources.append(Source(path.name, "0" * 64, len(data), data.decode("utf-8"), "utf-8", "text"))
        except UnicodeDecodeError:
            continue
    size = sum(source.size for source in sources)
    return sources * (1 + LEAST // max(size, 1)) if size < LEAST else sources


def time_once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(folders: list[Path]) -> None:
    sources = [source for folder in folders for source in collect(folder)]
    size = sum(source.size for source in sources) / 1e6
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    document = settle(sources[0])
    spans(document.plans[0].text)
    runs: dict[str, list[float]] = {"jieba.lcut": [], "settle": [], "words": []}
    for _ in range(ROUNDS):
        runs["jieba.lcut"].append(time_once(lambda: [jieba.lcut(source.original) for source in sources]))
        documents = []
        runs["settle"].append(time_once(lambda: documents.extend(settle(source) for source in sources)))  # noqa: B023
        runs["words"].append(time_once(lambda: [spans(p.text) for d in documents for p in d.plans]))  # noqa: B023
    medians = {name: statistics.median(times) for name, times in runs.items()}
    print(f"{len(sources)} sources, {size:.2f} MB, {ROUNDS} rounds in turns, medians")
    for name, seconds in medians.items():
        print(f"{name:12} {seconds:7.3f} s  {size / seconds:6.2f} MB/s")
    whole = medians["settle"] + medians["words"]
    print(f"{'both':12} {whole:7.3f} s  {size / whole:6.2f} MB/s  {medians['jieba.lcut'] / whole:.2f} x jieba.lcut")


if __name__ == "__main__":
    shared = Path(os.environ.get("JUNXIAN_SHARED", ROOT.parent / "shared"))
    defaults = [shared / "provinces"] if shared.exists() else [ROOT / "corpus" / "samples"]
    main([Path(name) for name in sys.argv[1:]] or defaults)
