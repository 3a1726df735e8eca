"""How cost grows: storing, size, search, comparison, reuse and memory at 10,000, 100,000 and 1,000,000 provisions.

    python benchmarks/scale.py [--sizes 10000 100000 1000000] [--folder DIR] [--only STAGE …]

Invented provisions (``benchmarks/invented.py``) are written through the way of every build; the whole way from text
is measured apart at two sizes (stage ``text``). Every stage runs in a process of its own, so that its peak memory is
its own, and its figures are kept at once in benchmarks/results/scale.json, from which ``report_performance.py``
writes the pages and the picture. Processor seconds where not said otherwise: the machine may be shared.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results" / "scale.json"
TEXT_SIZES = (100, 400)  # plans
Figures = dict[str, Any]


def do_store(folder: Path, size: int) -> Figures:
    """Write the base."""
    from invented import make_base

    base, lines, seconds = make_base(folder, size, random.Random(11))
    return {"seconds": seconds, "base": base.stat().st_size, "text": lines.stat().st_size}


def do_check(folder: Path, size: int) -> Figures:
    """Completeness and order."""
    from search import check, choose_queries

    queries = choose_queries(folder / "clauses.txt", 60, random.Random(12))
    return dict(check(folder / "b.db", folder / "clauses.txt", queries))


def do_search(folder: Path, size: int) -> Figures:
    """Times beside ripgrep and pandas; memory of ours alone."""
    from search import choose_queries, measure

    from kb.questions.filters import Filters
    from kb.questions.search import ask, search_provisions
    from kb.store import connect_reader

    queries = choose_queries(folder / "clauses.txt", 60, random.Random(12))
    db = connect_reader(folder / "b.db")
    for query in queries:
        search_provisions(db, ask(db, query, Filters()))
    ours = peak()
    return measure(folder / "b.db", folder / "clauses.txt", queries, 3) | {"own memory": ours}


def do_compare(folder: Path, size: int) -> Figures:
    """20 indicators × 100 places in a year."""
    from invented import asked_indicators, counties

    from kb.questions.compare import compare_indicators
    from kb.store import connect_reader

    db = connect_reader(folder / "b.db")
    spent = []
    for _ in range(3):
        begun = time.process_time()
        rows = compare_indicators(db, asked_indicators()[:20], places=counties()[:100], years=(2025,))
        spent.append(time.process_time() - begun)
    return {"seconds": statistics.median(spent), "cells": len(rows)}


def do_reuse(folder: Path, size: int) -> Figures:
    """All templates with all their rows, one after the other."""
    from kb.questions.reuse import stream_reuse
    from kb.store import connect_reader

    begun = time.process_time()
    rows = templates = most = 0
    for row in stream_reuse(connect_reader(folder / "b.db")):
        rows += 1
        templates += row["first"]
        most = max(most, row["copies"])
    return {"seconds": time.process_time() - begun, "rows": rows, "templates": templates, "most": most}


def do_cold(folder: Path, size: int) -> Figures:
    """``junxian search`` from start to end of the process."""
    command = [str(Path(sys.executable).parent / "junxian"), "search", "医保支付", "--kb", str(folder / "b.db")]
    wall, own = [], []
    for _ in range(7):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        wall.append(time.perf_counter() - begun)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        own.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"clock": statistics.median(wall), "seconds": statistics.median(own), "own memory": round(used, 1)}


def do_text(folder: Path, size: int) -> Figures:
    """The whole build from text, one worker: read, repair, split, extract, store."""
    from invented import CLAUSES, make_document, write_clause

    from kb.build import build

    dice = random.Random(13)
    texts = folder / f"texts-{size}"
    texts.mkdir()
    for number in range(size):
        document, _ = make_document(number, [write_clause(dice) for _ in range(CLAUSES)], "重点任务")
        (texts / document.source.name).write_text(document.source.original, encoding="utf-8")
    build(texts, folder / "warm.db", workers=1, find=lambda folders: _first(folders))
    begun = spent()
    build(texts, folder / f"text-{size}.db", workers=1)
    size_of_text = sum(path.stat().st_size for path in texts.iterdir())
    return {"seconds": spent() - begun, "text": size_of_text, "provisions": size * CLAUSES}


def _first(folders: Any) -> Any:
    from corpus.sources import find_sources

    return find_sources(folders)[:3]


def spent() -> float:
    """Processor seconds of this process and its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak() -> float:
    """Most memory so far, MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


STAGES: dict[str, Callable[[Path, int], Figures]] = {
    "store": do_store, "reuse": do_reuse, "check": do_check, "compare": do_compare, "search": do_search,
    "cold": do_cold, "text": do_text,
}  # fmt: skip


def run_stage(stage: str, folder: Path, size: int) -> None:
    """One stage in a process of its own; its figures go into the file of results."""
    command = [sys.executable, __file__, "--stage", stage, "--folder", str(folder), "--sizes", str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures = json.loads(done.stdout.splitlines()[-1]) | {"load": round(os.getloadavg()[2], 1)}
    print(f"{size:>9} {stage:8} {json.dumps(figures, ensure_ascii=False)}", flush=True)
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    kept.setdefault(stage, {})[str(size)] = figures
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    """Run the stages at all sizes, or one of them in this process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", nargs="+", choices=STAGES, default=list(STAGES))
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.stage:
        figures = STAGES[given.stage](given.folder, given.sizes[0])
        print(json.dumps({**figures, "memory": peak()}, ensure_ascii=False))
        return
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        for size in given.sizes:
            folder = (given.folder or Path(name)) / str(size)
            folder.mkdir(exist_ok=True)
            for stage in given.only:
                if stage != "text":
                    run_stage(stage, folder, size)
        if "text" in given.only:
            for size in TEXT_SIZES:
                run_stage("text", Path(name), size)


if __name__ == "__main__":
    main()
