"""Scores of everything that is extracted, on annotated documents: ours, and those beside the project.

    python benchmarks/gold.py [--errors 20] [--kind date] [--shared FOLDER]

Each document is read as ``junxian build`` reads it: repaired, simplified, split, then the pipeline.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
from typing import Any

from corpus.pipeline import read_plans
from extract.pipeline import extract_facts, fact_row
from extract.scopes.jurisdiction import find_jurisdiction
from extract.score import format_scores, score_facts

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDERS = ("plans", "counties", "provinces", "pages", "garbled")


def read_rows(path: pathlib.Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def predict(path: pathlib.Path) -> list[dict[str, Any]]:
    document = read_plans(path)
    rows = []
    for plan in document.plans:
        place = find_jurisdiction(plan, document.source).code
        rows += [fact_row(fact, plan, document.source, place=place) for fact in extract_facts(plan)]
    return rows


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--errors", type=int, default=0)
    args.add_argument("--kind", choices=("measure", "date", "role"))
    args.add_argument("--shared", type=pathlib.Path, default=os.environ.get("JUNXIAN_SHARED", ROOT.parent / "shared"))
    given = args.parse_args()
    shared = pathlib.Path(given.shared)
    paths = {path.name: path for folder in FOLDERS for path in sorted((shared / folder).glob("*.txt"))}
    paths |= {path.name: path for path in sorted((shared / "originals" / "html").glob("*.html"))}
    own = ROOT / "tests" / "gold_own"
    paths |= {path.name: path for path in (own / "texts").glob("*.txt")}
    sets = [("annotated plans beside the project", [shared / "gold" / "facts.jsonl"], shared / "gold" / "ranges.jsonl")]
    for kind, ranges in (("date", "date_ranges"), ("measure", "measure_ranges"), ("role", "ranges.role")):
        sets.append((f"our own passages, {kind}", sorted(own.glob(f"*.{kind}.jsonl")), own / f"{ranges}.jsonl"))
    late = sorted(own.glob("*.late.jsonl"))  # annotated when the rules were written
    sets.append(("our own late passages, measure", late, own / "measure_ranges_late.jsonl"))
    for file in sorted(own.glob("blind*.facts.jsonl")):  # annotated by a second hand before the extractors ran on them
        name = file.name.partition(".")[0]
        sets.append((f"passages annotated blind ({name})", [file], own / f"{name}.ranges.jsonl"))
    seen: dict[str, list[dict[str, Any]]] = {}
    for name, files, ranges in sets:
        if given.kind and name.startswith("our own") and not name.endswith(given.kind):
            continue
        gold = [row for file in files if file != ranges for row in read_rows(file)]
        names = sorted({row["source"].rpartition("/")[2] for row in gold} & set(paths))
        for source in names:
            if source not in seen:
                seen[source] = predict(paths[source])
        if names:
            rows = [row for source in names for row in seen[source]]
            scores = score_facts(gold, rows, ranges=read_rows(ranges))
            only = given.kind or (name.rpartition(" ")[2] if name.startswith("our own") else None)
            print(f"{name}\n{format_scores(scores, kind=only, errors=given.errors)}")


if __name__ == "__main__":
    main()
