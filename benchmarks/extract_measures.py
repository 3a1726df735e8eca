"""Score measures against annotated passages: F1 found, exact, full; and the cells of county reports.

    python benchmarks/extract_measures.py [--errors N] [--only NAME] [--speed]

Gold: the shared annotation and tests/gold_own (offsets and values only). Prints both side by side.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
SHARED = pathlib.Path(os.environ.get("JUNXIAN_SHARED", ROOT.parent / "shared"))
sys.path.insert(0, str(SHARED / "tools"))

import score_facts  # noqa: E402

from extract.measures import MeasureContext, find_measures  # noqa: E402

FOLDERS = ("counties", "pages", "provinces", "plans")


def read_rows(path: pathlib.Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def source_path(name: str) -> pathlib.Path:
    return next(p for folder in FOLDERS if (p := SHARED / folder / name).exists())


def facts_of(name: str) -> list[dict]:
    """Facts of a file with original offsets, through the settled plans where the pipeline is there."""
    path = source_path(name)
    rows = []
    try:
        from corpus.pipeline import read_plans
    except ImportError:
        text = path.open(encoding="utf-8", newline="").read()
        for measure in find_measures(text, MeasureContext()):
            rows.append({**dataclasses.asdict(measure), "source": name})
        return rows
    for plan in read_plans(path).plans:
        sections = tuple((s.start, s.end, plan.text[s.start : s.heading_end]) for s in plan.sections)
        context = MeasureContext(title=plan.title, kind=plan.header.kind, year=plan.header.year, sections=sections)
        for measure in find_measures(plan.text, context):
            start, end = plan.original_span(measure.start, measure.end)
            rows.append({**dataclasses.asdict(measure), "source": name, "start": start, "end": end})
    return rows


def show(title: str, gold: list[dict], ranges: list[dict], errors: int) -> None:
    guesses = [row for name in sorted({r["source"] for r in ranges}) for row in facts_of(name)]
    sources = {g["source"] for g in ranges}
    gold = [g for g in gold if g["kind"] == "measure" and g["source"] in sources]
    result, wrong = score_facts.score(gold, guesses, ranges)
    scores = result["measure"]
    print(
        f"{title}: gold {scores['gold']} predicted {scores['predicted']} "
        + " ".join(
            f"{level} P {scores[level]['p']:.3f} R {scores[level]['r']:.3f} F1 {scores[level]['f1']:.3f}"
            for level in ("found", "exact", "full")
        )
    )
    if not errors:
        return
    for _, what, source, g, p in wrong[:errors]:
        print(" ", what, source[:12], "GOLD", score_facts.show(g, "measure"), "| OURS", score_facts.show(p, "measure"))
    for source in sorted(sources):
        golds, ours = [[r for r in rows if r["source"] == source] for rows in (gold, guesses)]
        for i, j in score_facts.pair(golds, ours, "measure"):
            g, p = golds[i], ours[j]
            if score_facts.same(g, p, score_facts.CORE["measure"]):
                bad = [f for f in score_facts.REST["measure"] if g.get(f) != p.get(f)]
                if not score_facts.alike(g, p):
                    bad.append("indicator")
                if bad:
                    print("  rest", source[:12], p["start"], p["text"], "|", [(f, g.get(f), p.get(f)) for f in bad])


def show_cells() -> None:
    """The headline cells of 21 county reports: is the value there, with this indicator and status?"""
    for name in ("targets", "actuals"):
        rows = read_rows(SHARED / "gold" / "cells" / f"{name}.jsonl")
        counts = dict.fromkeys(("found", "value", "comparator", "status", "indicator_id", "all"), 0)
        facts: dict[str, list[dict]] = {}
        for row in rows:
            file = row["file"] if row["file"].endswith(".txt") else row["file"] + ".txt"
            ours = facts.setdefault(file, facts_of(file))
            hit = next((p for p in ours if p["start"] < row["end"] and row["start"] < p["end"]), None)
            checks = check_cell(row, hit)
            for key, good in checks.items():
                counts[key] += good
            counts["all"] += all(checks.values())
            if not all(checks.values()) and ARGS.errors:
                bad = [k for k, good in checks.items() if not good]
                print(
                    "  cell",
                    file[:12],
                    row["start"],
                    row["quote"][-30:],
                    row["indicator"],
                    bad,
                    hit and (hit["text"], hit["indicator"], hit["indicator_id"], hit["status"]),
                )
        print(f"cells {name}: {len(rows)} rows " + " ".join(f"{k} {v / len(rows):.3f}" for k, v in counts.items()))


def check_cell(row: dict, hit: dict | None) -> dict[str, bool]:
    if hit is None:
        return dict.fromkeys(("found", "value", "comparator", "status", "indicator_id"), False)
    try:
        from extract.indicators import members
    except ImportError:

        def members(name: str) -> tuple[str, ...]:
            return (name,)

    return {
        "found": True,
        "value": abs(hit["value"] - row["value"]) < 1e-6 and hit["unit"] == row["unit"],
        "comparator": hit["comparator"] == row["comparator"],
        "status": hit["status"] == row["status"],
        "indicator_id": row["indicator"] in members(hit["indicator_id"] or ""),
    }


def show_speed() -> None:
    texts = [p.open(encoding="utf-8", newline="").read() for p in sorted((SHARED / "counties").glob("*.txt"))]
    size = sum(len(t.encode()) for t in texts)
    best = 1e9
    for _ in range(3):
        begin = time.process_time()
        count = sum(len(find_measures(t, MeasureContext())) for t in texts)
        best = min(best, time.process_time() - begin)
    print(f"speed: {size / best / 1e6:.2f} MB/s of UTF-8, {count} measures, {best / count * 1e6:.0f} µs each")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--speed", action="store_true")
    ARGS = parser.parse_args()
    if not ARGS.only or ARGS.only == "gold":
        ranges = read_rows(SHARED / "gold" / "ranges.jsonl")
        show("shared gold", read_rows(SHARED / "gold" / "facts.jsonl"), ranges, ARGS.errors)
    if ARGS.only == "sound":
        ranges = [r for r in read_rows(SHARED / "gold" / "ranges.jsonl") if not r["source"].startswith(("000", "004"))]
        show("shared gold, sound files", read_rows(SHARED / "gold" / "facts.jsonl"), ranges, ARGS.errors)
    own = ROOT / "tests" / "gold_own"
    if not ARGS.only or ARGS.only == "own":
        rows = [row for path in sorted(own.glob("*.measure.jsonl")) for row in read_rows(path)]
        show("own passages", rows, read_rows(own / "measure_ranges.jsonl"), ARGS.errors)
    if not ARGS.only or ARGS.only == "late":
        # annotated after the last change of a rule: what the rules do on text that shaped none of them
        rows = [row for path in sorted(own.glob("*.late.jsonl")) for row in read_rows(path)]
        show("late passages", rows, read_rows(own / "measure_ranges_late.jsonl"), ARGS.errors)
    if not ARGS.only or ARGS.only == "cells":
        show_cells()
    if ARGS.speed:
        show_speed()
