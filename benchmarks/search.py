"""Search beside what else finds Chinese words: completeness, order and time, in one run.

    python benchmarks/search.py --provisions 100000 [--queries 60] [--rounds 3]

The provisions are invented (``benchmarks/invented.py``). Times are medians over interleaved rounds; what counts is the
ratio. ``rg`` or ``grep`` reads one file of the same text. Our answer is ranked, with snippet and details; theirs are
the lines alone. Order: our first twenty against all hits scored and sorted, for all queries.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from invented import THINGS, make_base

from kb.questions.filters import Filters
from kb.questions.search import ask, count_provisions, search_provisions
from kb.store import connect_reader

OURS = "junxian top 20"


def choose_queries(lines: Path, count: int, dice: random.Random) -> list[str]:
    """Stretches of 1 to 6 characters of the text; those of two to four characters are mostly words."""
    with lines.open(encoding="utf-8") as stream:
        texts = [line.rstrip("\n") for n, line in zip(range(200_000), stream, strict=False) if n % 10 == 0]
    queries = []
    for n in range(count):
        text, length = dice.choice(texts), 1 + n % 6
        at = dice.randrange(max(1, len(text) - length))
        words = [thing for thing in THINGS if len(thing) == length and thing in text]
        queries.append(dice.choice(words) if words and dice.random() < 0.7 else text[at : at + length])
    return queries


def check(base: Path, lines: Path, queries: list[str]) -> dict[str, int]:
    """How many queries are complete (by a scan of the text), and how many have the true first twenty."""
    db = connect_reader(base)
    held = dict.fromkeys(queries, 0)
    with lines.open(encoding="utf-8") as stream:
        for line in stream:
            low = line.lower()
            for query in held:
                held[query] += query.lower() in low
    complete = ordered = 0
    for query in queries:
        asked = ask(db, query, Filters(), literal=True)
        complete += count_provisions(db, asked) == held[query]
        first = [row["provision_id"] for row in search_provisions(db, asked)]
        ordered += first == rank_all(db, asked)
    return {"queries": len(queries), "complete": complete, "ordered": ordered}


def rank_all(db: Any, asked: Any) -> list[str]:
    """The first twenty by scoring and sorting every hit, without stages."""
    from kb.building.product import BUCKET_BITS, BUCKETS
    from kb.questions.hits import hits_of
    from kb.questions.ranking import weigh_words

    hits = hits_of(db, asked.query, asked.filters)
    scorer = weigh_words(asked.query, hits)
    years = dict(db.execute("SELECT plan_id, coalesce(year, 0) FROM plans").fetchall())

    def place(row: Any) -> tuple[Any, ...]:
        score, bucket, plan, number = scorer.hit(row)
        return score, bucket, -years[plan], plan, number

    import heapq

    rows = hits.fetch(False, 0, BUCKETS << BUCKET_BITS)
    return [row[1] for row in heapq.nsmallest(20, rows, key=place)]


def measure(base: Path, lines: Path, queries: list[str], rounds: int) -> dict[str, Any]:
    """Milliseconds by way: ``p50`` and ``p95`` over the queries' medians; ours by length of the query too."""
    db = connect_reader(base)
    ways: dict[str, Callable[[str], object]] = {
        OURS: lambda q: search_provisions(db, ask(db, q, Filters())),
        "junxian count": lambda q: count_provisions(db, ask(db, q, Filters())),
    }
    tool = shutil.which("rg") or shutil.which("grep")
    flags = ["-F", "-j1"] if tool and tool.endswith("rg") else ["-F"]
    if tool:
        env = os.environ | {"LC_ALL": "C"}
        ways[Path(tool).name] = lambda q: subprocess.run(
            [tool, *flags, "--", q, str(lines)], stdout=subprocess.PIPE, env=env
        )
    import pandas as pd

    series = pd.Series(lines.read_text(encoding="utf-8").splitlines(), dtype=object)
    ways["pandas"] = lambda q: series[series.str.contains(q, regex=False)]
    times: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        jobs = [(way, query) for way in ways for query in queries]
        random.Random(rounds).shuffle(jobs)
        for way, query in jobs:
            times.setdefault((way, query), []).append(_time(ways[way], query))
    middle = {way: [statistics.median(times[way, query]) for query in queries] for way in ways}
    result: dict[str, Any] = {way: _percentiles(values) for way, values in middle.items()}
    pairs = list(zip(queries, middle[OURS], strict=True))
    result["by length"] = {
        length: _percentiles([ms for query, ms in pairs if len(query) == length]) for length in range(1, 7)
    }
    return result


def _time(call: Callable[[str], object], query: str) -> float:
    begun = time.perf_counter()
    call(query)
    return (time.perf_counter() - begun) * 1000


def _percentiles(values: list[float]) -> dict[str, float]:
    ranked = sorted(values)
    return {"p50": round(statistics.median(ranked), 3), "p95": round(ranked[int(len(ranked) * 0.95)], 3)}


def show(checked: dict[str, int], result: dict[str, Any]) -> None:
    """Print what ``check`` and ``measure`` gave."""
    print(f"complete {checked['complete']} of {checked['queries']}; true first twenty {checked['ordered']}")
    ours = result[OURS]
    for way, values in result.items():
        if way != "by length":
            ratios = f"{values['p50'] / ours['p50']:6.2f} x ours, p95 {values['p95'] / ours['p95']:6.2f} x ours"
            print(f"{way:16} p50 {values['p50']:8.2f} ms   p95 {values['p95']:8.2f} ms   {ratios}")
    for length, values in result["by length"].items():
        print(f"  {length} characters: median {values['p50']:.2f} ms, worst {values['p95']:.2f} ms")


def main() -> None:
    """Print completeness, order and times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--provisions", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    dice = random.Random(11)
    with tempfile.TemporaryDirectory() as name:
        base, lines, seconds = make_base(Path(name), given.provisions, dice)
        size, text = base.stat().st_size, lines.stat().st_size
        print(f"{given.provisions} provisions, text {text / 1e6:.1f} MB, base {size / 1e6:.1f} MB: {size / text:.2f} x")
        print(f"stored in {seconds:.1f} s of the processor: {given.provisions / seconds:,.0f} provisions a second")
        queries = choose_queries(lines, given.queries, dice)
        show(check(base, lines, queries), measure(base, lines, queries, given.rounds))


if __name__ == "__main__":
    main()
