"""Search by one reader and by four: the file, one MariaDB, and two shards behind a Spider hub, in one run.

    python benchmarks/serving.py --provisions 100000 [--queries 40] [--rounds 3] [--clients 1 4] [--made FOLDER]

The servers are started by this script on loopback, on the same processors as the readers, with data in memory
where there is room; every reader is a process of its own with a connection of its own. Rounds of the stores
are interleaved. What counts is the ratio to the file; all give the same rows in the same order, which is checked.
``--made`` takes the base that ``benchmarks/scale.py`` left in a folder. Kept in benchmarks/results/serving.json.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "mariadb"))

import servers
from search import choose_queries, make_base

import kb
from kb.mariadb.publish import publish_base
from kb.questions.filters import Filters
from kb.questions.search import ask, search_provisions


def read(address: str, queries: list[str], rounds: int) -> list[float]:
    """The times of one reader, in seconds; each query once a round, the first round not counted."""
    times = []
    with kb.open(address) as base:
        for n in range(rounds + 1):
            for query in queries:
                begin = time.perf_counter()
                with base.limited() as db:
                    search_provisions(db, ask(db, query, Filters()), limit=20)
                if n:
                    times.append(time.perf_counter() - begin)
    return times


Times = tuple[list[float], float]
RESULTS = Path(__file__).resolve().parent / "results" / "serving.json"


def spread_plans(file: Path) -> None:
    """Give the plans places, so that there is something to spread."""
    with sqlite3.connect(file) as db:
        codes = [f"{code}0100" for code in (11, 13, 22, 31, 33, 37, 41, 44, 51, 53, 61, 65)]
        plans = [plan for (plan,) in db.execute("SELECT plan_id FROM plans ORDER BY plan_id")]
        placed = ((codes[n % len(codes)], plan) for n, plan in enumerate(plans))
        db.executemany("UPDATE plans SET place = ? WHERE plan_id = ?", placed)


def measure(stores: dict[str, str], queries: list[str], rounds: int, clients: int) -> dict[str, Times]:
    """Times of all readers of each store, and how long the reading took."""
    found: dict[str, Times] = {name: ([], 0.0) for name in stores}
    with multiprocessing.get_context("spawn").Pool(clients) as pool:
        for _ in range(rounds):
            for name, address in stores.items():
                begin = time.perf_counter()
                for times in pool.starmap(read, [(address, queries, 1)] * clients):
                    found[name][0].extend(times)
                found[name] = found[name][0], found[name][1] + time.perf_counter() - begin
    return found


def same_rows(stores: dict[str, str], queries: list[str]) -> int:
    """On how many queries all stores give the same rows in the same order."""
    answers = []
    for address in stores.values():
        with kb.open(address) as base:
            answers.append([list(base.search(query)["provision_id"]) for query in queries])
    return sum(all(other[n] == answers[0][n] for other in answers) for n in range(len(queries)))


def spent(running: list[servers.Server]) -> float:
    """Processor seconds of this process and of the servers."""
    seconds = time.process_time()
    for server in running:
        assert server.process is not None
        told = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        seconds += (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def publish(file: Path, running: list[servers.Server]) -> dict[str, dict[str, float]]:
    """Publish to the hub alone, and over two shards; seconds by the clock and by the processor."""
    hub, one, two = running
    seconds = {}
    for name, shards in (("whole", ()), ("spread", (one, two))):
        begun, used = time.perf_counter(), spent(running)
        there = [shard.address(name, servers.LOADER) for shard in shards]
        publish_base(file, hub.address(name, servers.LOADER), shards=there, link=":".join(servers.LINK))
        seconds[name] = {"clock": time.perf_counter() - begun, "processor": spent(running) - used}
        print(f"published {name}: {seconds[name]}", flush=True)
    return seconds


def compare(stores: dict[str, str], queries: list[str], rounds: int, clients: int) -> list[dict[str, float | str]]:
    """p50 and p95 of each store, and how much longer than the file that is."""
    begun = os.getloadavg()[0]
    found = measure(stores, queries, rounds, clients)
    quantiles = {name: statistics.quantiles(times, n=20) for name, (times, _) in found.items()}
    rows: list[dict[str, float | str]] = []
    for name, (times, took) in found.items():
        p50, p95 = quantiles[name][9], quantiles[name][18]
        row = {"store": name, "clients": clients, "p50": 1000 * p50, "p95": 1000 * p95, "rate": 2 * len(times) / took}
        rows.append(row | {"p50 x": p50 / quantiles["file"][9], "p95 x": p95 / quantiles["file"][18], "load": begun})
        print(json.dumps(rows[-1]), flush=True)
    return rows


def take_base(work: Path, made: Path | None, provisions: int) -> tuple[Path, Path]:
    """A base of so many provisions, or a copy of the one that was made, and the file of its clauses."""
    if made:
        file, lines = work / "b.db", made / "clauses.txt"
        shutil.copyfile(made / "b.db", file)
    else:
        file, lines, _ = make_base(work, provisions, random.Random(1))
    spread_plans(file)
    return file, lines


def main() -> None:
    """Build, publish, ask, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--provisions", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, nargs="*", default=[1, 4])
    parser.add_argument("--made", type=Path)
    given = parser.parse_args()
    if servers.missing():
        raise SystemExit(servers.missing())
    work, folder = Path(tempfile.mkdtemp(prefix="junxian-bench-")), servers.make_folder()
    running = [servers.Server(folder, name, ("--innodb-buffer-pool-size=256M",)) for name in ("hub", "one", "two")]
    try:
        file, lines = take_base(work, given.made, given.provisions)
        queries = choose_queries(lines, given.queries, random.Random(2))
        template = servers.make_template(folder)
        for server in running:
            server.start(template)
            server.make_accounts("whole", "spread")
        published = publish(file, running)
        stores = {
            "file": str(file),
            "MariaDB": running[0].address("whole"),
            "two shards": running[0].address("spread"),
        }
        same = f"{same_rows(stores, queries)} of {len(queries)}"
        print(f"the same rows in the same order: {same} queries", flush=True)
        rows = [row for clients in given.clients for row in compare(stores, queries, given.rounds, clients)]
        kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
        kept[str(given.provisions)] = {"published": published, "same": same, "rows": rows}
        RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    finally:
        for server in running:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
