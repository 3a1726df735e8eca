"""Search by one reader and by four: the file, one MariaDB, and two shards behind a Spider hub, in one run.

    python benchmarks/serving.py --provisions 100000 [--queries 40] [--rounds 3] [--clients 1 4]

The servers are started by this script on loopback, on the same processors as the readers, with data in memory
where there is room; every reader is a process of its own with a connection of its own. Rounds of the stores
are interleaved. What counts is the ratio to the file; all give the same rows in the same order, which is checked.
"""

from __future__ import annotations

import argparse
import multiprocessing
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


def main() -> None:
    """Build, publish, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--provisions", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, nargs="*", default=[1, 4])
    given = parser.parse_args()
    if servers.missing():
        raise SystemExit(servers.missing())
    work, folder = Path(tempfile.mkdtemp(prefix="junxian-bench-")), servers.make_folder()
    running = [servers.Server(folder, name, ("--innodb-buffer-pool-size=256M",)) for name in ("hub", "one", "two")]
    try:
        file, lines, _ = make_base(work, given.provisions, random.Random(1))
        spread_plans(file)
        queries = choose_queries(lines, given.queries, random.Random(2))
        template = servers.make_template(folder)
        for server in running:
            server.start(template)
            server.make_accounts("whole", "spread")
        hub, one, two = running
        seconds = {}
        for name, shards in (("whole", ()), ("spread", (one, two))):
            begin = time.perf_counter()
            to = hub.address(name, servers.LOADER)
            there = [shard.address(name, servers.LOADER) for shard in shards]
            publish_base(file, to, shards=there, link=":".join(servers.LINK))
            seconds[name] = time.perf_counter() - begin
        stores = {"file": str(file), "MariaDB": hub.address("whole"), "two shards": hub.address("spread")}
        print(f"{given.provisions} provisions; published in {seconds['whole']:.0f} s, over two shards in "
              f"{seconds['spread']:.0f} s; the same rows in the same order: {same_rows(stores, queries)} of "
              f"{len(queries)} queries")  # fmt: skip
        print("| store | clients | p50 ms | p95 ms | questions/s | p50 × file | p95 × file |")
        print("|---|---|---|---|---|---|---|")
        for clients in given.clients:
            found = measure(stores, queries, given.rounds, clients)
            base = [statistics.quantiles(found["file"][0], n=20)[n] for n in (9, 18)]
            for name, (times, took) in found.items():
                p50, p95 = (statistics.quantiles(times, n=20)[n] for n in (9, 18))
                print(f"| {name} | {clients} | {1000 * p50:.1f} | {1000 * p95:.1f} | {2 * len(times) / took:.0f} | "
                      f"{p50 / base[0]:.2f} | {p95 / base[1]:.2f} |")  # fmt: skip
    finally:
        for server in running:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
