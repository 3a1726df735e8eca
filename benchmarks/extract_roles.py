"""Roles: F1 against the shared gold and our own annotation, finds per report, speed, and growth on hostile text.

    python benchmarks/extract_roles.py [--errors N] [--only gold|own|speed|hostile|reports]

Text is settled by corpus.pipeline; annotated offsets are in the original text. Without a learned model: 326 facts
are too few, and rules can say why they fired.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import os
import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
SHARED = pathlib.Path(os.environ.get("JUNXIAN_SHARED", ROOT.parent / "shared"))
OWN = ROOT / "tests" / "gold_own"
sys.path.insert(0, str(SHARED / "tools"))

import score_facts  # noqa: E402

from corpus.pipeline import read_plans  # noqa: E402
from extract.roles import RoleContext, find_roles  # noqa: E402

FOLDERS = ("plans", "counties", "provinces", "pages", "garbled")
HOSTILE = (
    "要",
    "县局、",
    "县局和",
    "由县局",
    "对",
    "负责对",
    "(县局",
    "责任单位:",
    "积极",
    "设县局、",
    "财政和",
    "各县、",
    "会同",
    "县局要,",
)


def read_rows(path: pathlib.Path) -> list[dict]:
    """The rows of one jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def facts_of(name: str) -> list[dict]:
    """The roles of one shared file, with offsets into its original text."""
    path = next(path for folder in FOLDERS if (path := SHARED / folder / name).exists())
    rows = []
    for plan in read_plans(path).plans:
        for role in find_roles(plan.text, RoleContext.of(plan)):
            start, end = plan.original_span(role.start, role.end)
            around = plan.text[max(0, role.start - 20) : role.end + 24].replace("\n", " ")
            rows.append({**dataclasses.asdict(role), "source": name, "start": start, "end": end, "around": around})
    return rows


def show(title: str, gold: list[dict], ranges: list[dict], errors: int) -> None:
    """One line of scores, and the first errors."""
    guesses = [row for name in sorted({r["source"] for r in ranges}) for row in facts_of(name)]
    sources = {r["source"] for r in ranges}
    gold = [g for g in gold if g["kind"] == "role" and g["source"] in sources]
    result, wrong = score_facts.score(gold, guesses, ranges)
    scores = result["role"]
    levels = "  ".join(
        f"{level} P {scores[level]['p']:.3f} R {scores[level]['r']:.3f} F1 {scores[level]['f1']:.3f}"
        for level in ("found", "exact", "full")
    )
    print(f"{title:28} gold {scores['gold']:4} predicted {scores['predicted']:4}  {levels}")
    for _, what, source, g, p in wrong[:errors]:
        told = f"| {p['rule']}: {p['around']}" if p else ""
        print(f"  {what:6} {source[:10]} {score_facts.show(g, 'role')} | {score_facts.show(p, 'role')} {told}")


def score(only: str | None, errors: int) -> None:
    """The shared gold and each passage of our own."""
    if only in (None, "gold"):
        show("shared gold", read_rows(SHARED / "gold/facts.jsonl"), read_rows(SHARED / "gold/ranges.jsonl"), errors)
    if only in (None, "own"):
        ranges = read_rows(OWN / "ranges.role.jsonl")
        files = sorted(path for path in OWN.glob("*.role.jsonl") if not path.name.startswith("ranges"))
        for path in files:
            gold = read_rows(path)
            held = [r for r in ranges if any(inside(g, r) for g in gold)]
            show(path.name.removesuffix(".role.jsonl"), gold, held, errors)
        show("all of our own", [g for path in files for g in read_rows(path)], ranges, 0)


def inside(fact: dict, passage: dict) -> bool:
    """Whether a fact lies in an annotated passage."""
    return fact["source"] == passage["source"] and passage["start"] <= fact["start"] < passage["end"]


def reports() -> None:
    """Roles in work reports, which are mostly exposition: there should be few."""
    for folder in ("counties", "provinces"):
        counts: collections.Counter[str] = collections.Counter()
        size = 0
        for path in sorted((SHARED / folder).glob("*.txt")):
            text = path.read_text(encoding="utf-8")
            size += len(text)
            counts.update(role.rule for role in find_roles(text))
        print(f"{folder}: {sum(counts.values())} roles in {size} characters {dict(counts.most_common(8))}")


def speed() -> None:
    """MB/s of UTF-8, CPU time, best of three: a plan dense with roles, and work reports."""
    plans = "".join(plan.text for plan in read_plans(SHARED / "plans/000_7a58a1ba81ffa6e4.txt").plans)
    written = "".join(path.read_text(encoding="utf-8") for path in sorted((SHARED / "counties").glob("*.txt"))[:25])
    for title, text in (("plans, dense", plans * 3), ("work reports", written), ("half and half", plans * 8 + written)):
        find_roles(text[:2000])
        best = min(timed(text) for _ in range(3))
        size = len(text.encode()) / 1e6
        print(f"{title}: {size:.2f} MB, {size / best:.2f} MB/s")


def timed(text: str) -> float:
    """CPU seconds for one text."""
    start = time.process_time()
    find_roles(text)
    return time.process_time() - start


def hostile() -> None:
    """How time grows when the length doubles; 2 is linear."""
    for piece in HOSTILE:
        short, long = (min(timed(piece * (n // len(piece))) for _ in range(3)) for n in (20_000, 40_000))
        print(f"{piece!r}: {short * 1000:.1f} ms → {long * 1000:.1f} ms, × {long / max(short, 1e-6):.2f}")


def main() -> None:
    """Run what was asked for."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--errors", type=int, default=0)
    args.add_argument("--only", choices=("gold", "own", "speed", "hostile", "reports"))
    options = args.parse_args()
    score(options.only, options.errors)
    for name, part in (("reports", reports), ("speed", speed), ("hostile", hostile)):
        if options.only in (None, name):
            part()


if __name__ == "__main__":
    main()
