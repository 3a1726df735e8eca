"""What every question, export and review of a knowledge base takes when nothing narrows it: time and peak memory.

    python benchmarks/questions.py --sizes 100000 1000000 [--folder DIR] [--only roles timeline …]

Invented provisions with measures, dates and roles (``benchmarks/invented.py``). Each question is the command that a
user types, run to its end with all rows, in a process of its own. *Memory* is what the process holds for itself at
its peak (pages of the file that the system may drop are not in it; they are in *resident*). The limit of a minute a
question is lifted. Kept in benchmarks/results/questions.json, from which ``report_performance.py`` writes its table.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from invented import make_base

RESULTS = Path(__file__).resolve().parent / "results" / "questions.json"
JSONL = ("--format", "jsonl")
TAKER, GIVER = "{first}", "{second}"  # the first two places of the base
QUESTIONS: dict[str, tuple[str, ...]] = {
    "search": ("search", "医保支付", *JSONL),
    "search, all hits": ("search", "医保支付", "--limit", "0", *JSONL),
    "search, contexts": ("search", "医保支付", "--limit", "0", "--format", "kwic"),
    "search, facets": ("search", "医保支付", "--facets", *JSONL),
    "holds indicators": ("holds", "indicators", *JSONL),
    "holds topics": ("holds", "topics", *JSONL),
    "holds places": ("holds", "places", *JSONL),
    "holds offices": ("holds", "offices", *JSONL),
    "holds years": ("holds", "years", *JSONL),
    "lacking": ("lacking", "医保支付", *JSONL),
    "compare": ("compare", *JSONL),
    "compare, topic": ("compare", "--topic", "医保支付", *JSONL),
    "compare, words": ("compare", "--topic", "医共体", *JSONL),
    "compare, roles": ("compare", "--role", "lead", *JSONL),
    "attainment": ("attainment", *JSONL),
    "timeline": ("timeline", *JSONL),
    "timeline, first 100": ("timeline", "--limit", "100", *JSONL),
    "roles": ("roles", *JSONL),
    "roles, first 100": ("roles", "--limit", "100", *JSONL),
    "roles of a county": ("roles", "--place", TAKER, *JSONL),
    "instruments": ("instruments", *JSONL),
    "instruments, counted": ("instruments", "--count", *JSONL),
    "copies": ("copies", TAKER, "--of", GIVER, *JSONL),
    "changes": ("changes", TAKER, "2024", "2025", *JSONL),
    "reuse": ("reuse", *JSONL),
    "report": ("report", *JSONL),
    "verify": ("verify", *JSONL),
    "export facts, csv": ("export", "facts", "-o", "facts.csv"),
    "export facts, xlsx": ("export", "facts", "--kind", "role", "-o", "facts.xlsx"),
    "export facts, parquet": ("export", "facts", "-o", "facts.parquet"),
    "export provisions, csv": ("export", "provisions", "-o", "provisions.csv"),
    "export plans, csv": ("export", "plans", "-o", "plans.csv"),
    "export comparison, csv": ("export", "comparison", "-o", "comparison.csv"),
    "review sheet, 100 drawn": ("review", "export", "--sample", "random", "-o", "sheet.csv"),
    "review sheet, 100 least certain": ("review", "export", "--sample", "uncertain", "-o", "sheet.csv"),
    "review status": ("review", "status", *JSONL),
}


class Peak(threading.Thread):
    """Looks at the memory of this process every 20 ms."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.own = 0.0

    def run(self) -> None:
        """Until the process ends."""
        while True:
            for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
                if line.startswith("RssAnon"):
                    self.own = max(self.own, int(line.split()[1]) / 1024)
            time.sleep(0.02)


def ask(name: str, base: Path) -> dict[str, Any]:
    """One question in this process; what it printed is counted and thrown away."""
    import kb.base
    from kb.cli import main as run

    kb.base.open.__kwdefaults__["seconds"] = 36_000.0
    with contextlib.closing(sqlite3.connect(base)) as db:
        found = db.execute("SELECT DISTINCT place FROM plans ORDER BY place LIMIT 2").fetchall()
        places = {"first": found[0][0], "second": found[1][0]}
    peak = Peak()
    peak.start()
    begun, told = time.process_time(), sys.stdout
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "out").open("w+", encoding="utf-8") as out:
        os.chdir(folder)
        sys.stdout = out
        sys.argv = ["junxian", *(part.format(**places) for part in QUESTIONS[name]), "--kb", str(base)]
        with contextlib.suppress(SystemExit):
            run()
        seconds = time.process_time() - begun
        sys.stdout = told
        written = sum(path.stat().st_size for path in Path(folder).iterdir())
        os.chdir("/")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "memory": peak.own, "resident": used, "written": written}


def main() -> None:
    """Every question at every size, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", nargs="+", choices=QUESTIONS, default=list(QUESTIONS))
    parser.add_argument("--keep", type=Path, default=RESULTS)
    parser.add_argument("--one", choices=QUESTIONS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(ask(given.one, given.folder)))
        return
    with tempfile.TemporaryDirectory() as name:
        for size in given.sizes:
            folder = (given.folder or Path(name)) / str(size)
            folder.mkdir(exist_ok=True, parents=True)
            base = folder / "b.db"
            if not base.exists():
                make_base(folder, size, random.Random(11), whole=True)
            for question in given.only:
                command = [sys.executable, __file__, "--one", question, "--folder", str(base)]
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
                figures = json.loads(done.stdout.splitlines()[-1]) | {"load": round(os.getloadavg()[0], 1)}
                print(f"{size:>9} {question:32} {json.dumps(figures)}", flush=True)
                kept = json.loads(given.keep.read_text(encoding="utf-8")) if given.keep.exists() else {}
                kept.setdefault(str(size), {})[question] = figures
                given.keep.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
